"""The terms of a bargain: which solution, with which weights, discount factors and outside options; read and checked.

Numbers of the terms are fractions; a float means its shortest decimal form. What a solution does not use is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, ShapeError, shorten, unknown
from tvet_games.numerics import Array, exact

TITLES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
    "rubinstein": "Rubinstein",
}
"""The solutions, and what people call them."""

WEIGHTED = ("nash", "egalitarian", "utilitarian")
"""Solutions that take weights."""

MAX_ROUNDS = 1_000
"""Most rounds of alternating offers that are solved backwards; fractions grow with each."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a bargain.

    Attributes
    ----------
    solution : str
        A key of ``TITLES``.
    weights : tuple of Fraction or None
        One a player; None for solutions without weights.
    discounts : pair of Fraction or None
        [discount factor a round] Rubinstein only.
    rounds : int or None
        Rubinstein only; None where there is no last round.
    """

    solution: str
    weights: tuple[Fraction, ...] | None = None
    discounts: tuple[Fraction, Fraction] | None = None
    rounds: int | None = None

    @property
    def title(self) -> str:
        """What people call the solution."""
        return TITLES[self.solution]


def read_terms(
    solution: str, players: Sequence[str], *, weights: Any = None, discounts: Any = None, rounds: int | None = None
) -> Terms:
    """Check the options of a bargain.

    Parameters
    ----------
    solution : str
        A key of ``TITLES``.
    players : sequence of str
    weights, discounts : optional
        Numbers in the order of the players, or a mapping from their names.
    rounds : int, optional

    Returns
    -------
    Terms

    Raises
    ------
    UnknownNameError
        If there is no such solution or player.
    InputError
        If an option is missing, out of range, or not used by the solution.
    ShapeError
        If there is not one number a player.

    Examples
    --------
    >>> read_terms("nash", ("school", "enterprise"), weights={"school": 2, "enterprise": 1}).weights
    (Fraction(2, 1), Fraction(1, 1))
    """
    if solution not in TITLES:
        raise unknown("solution", str(solution), TITLES, source="bargaining", field="solution")
    problems = []
    if weights is not None and solution not in WEIGHTED:
        problems.append(_unused("weights", weights, solution, WEIGHTED))
    if solution != "rubinstein":
        given = {"discounts": discounts, "rounds": rounds}
        problems += [_unused(k, v, solution, ("rubinstein",)) for k, v in given.items() if v is not None]
    elif discounts is None:
        problems.append(Problem("discounts", "is missing; Rubinstein's solution needs discounts=(d1, d2)"))
    elif len(players) != 2:
        problems.append(Problem("solution", f"is for two players, this game has {len(players)}", solution))
    if rounds is not None and not _is_round(rounds):
        what = f"is not a number of rounds; expected a whole number from 1 to {MAX_ROUNDS:,}, or None for no last round"
        problems.append(Problem("rounds", what, str(rounds)))
    if problems:
        raise InputError("bargaining", problems)
    if solution == "rubinstein":
        return Terms(solution, discounts=_discounts(discounts, players), rounds=rounds)
    return Terms(solution, weights=_weights(weights, players) if solution in WEIGHTED else None)


def player_numbers(
    values: Any, players: Sequence[str], field: str, *, fractions: bool, batch: tuple[int, ...] = ()
) -> Array:
    """Read numbers a player, in the order of the players or by name.

    Parameters
    ----------
    values : array_like of shape (..., n), or mapping
    players : sequence of str
    field : str
        What the numbers are, for errors.
    fractions : bool
        Whether fractions are wanted, not floats.
    batch : tuple of int
        Batch axes of the answer.

    Returns
    -------
    array, shape (*batch, n)

    Raises
    ------
    UnknownNameError
        If a name is not that of a player.
    InputError
        If a player has no number, or a number is not finite.
    ShapeError
        If the shape does not fit.

    Examples
    --------
    >>> print(*player_numbers([0.1, "1/3"], ("a", "b"), "disagreement", fractions=True))
    1/10 1/3
    """
    array = np.asarray(_in_order(values, players, field) if isinstance(values, Mapping) else values)
    if array.ndim == 0 or array.shape[-1] != len(players):
        raise ShapeError(f"{field} has the shape {array.shape}, expected {(*batch, len(players))}: a number a player")
    if fractions or array.dtype.kind not in "fiu":
        array = _fractions(array, field)
    if not fractions:
        array = array.astype(np.float64)
        if not np.isfinite(array).all():
            where = tuple(int(k) for k in np.argwhere(~np.isfinite(array))[0])
            raise _not_a_number(field, players[where[-1]], array[where])
    try:
        return np.broadcast_to(array, (*batch, len(players)))
    except ValueError:
        expected = (*batch, len(players))
        raise ShapeError(f"{field} has the shape {array.shape}, expected {expected}, or one point for all") from None


def _in_order(values: Mapping[str, Any], players: Sequence[str], field: str) -> list[Any]:
    for name in values:
        if name not in players:
            raise unknown("player", str(name), players, source="bargaining", field=field)
    missing = [Problem(field, f"has no number for the player {name!r}") for name in players if name not in values]
    if missing:
        raise InputError("bargaining", missing)
    return [exact_entry(values[name], field, name) for name in players]


def _fractions(array: Array, field: str) -> Array:
    out = np.empty(array.size, dtype=object)
    out[:] = [exact_entry(v, field, str(k % array.shape[-1] + 1)) for k, v in enumerate(array.ravel().tolist())]
    return out.reshape(array.shape)


def exact_entry(value: Any, field: str, player: str) -> Fraction:
    """Read one number as a fraction; the error names the player."""
    try:
        return exact(value)
    except FormulaError:
        raise _not_a_number(field, player, value) from None


def _not_a_number(field: str, player: str, value: Any) -> InputError:
    what = "is not a finite number of ordinary size"
    return InputError("bargaining", [Problem(f"{field} of player {player}", what, shorten(str(value)))])


def _unused(field: str, value: Any, solution: str, users: Sequence[str]) -> Problem:
    used = " or ".join(f"solution={name!r}" for name in users)
    return Problem(field, f"is not used by solution={solution!r}; leave it out, or choose {used}", shorten(str(value)))


def _is_round(rounds: Any) -> bool:
    whole = isinstance(rounds, int | np.integer) and not isinstance(rounds, bool)
    return whole and 1 <= int(rounds) <= MAX_ROUNDS


def _weights(values: Any, players: Sequence[str]) -> tuple[Fraction, ...]:
    if values is None:
        return (Fraction(1),) * len(players)
    weights = tuple(_row(values, players, "weights"))
    if min(weights) < 0 or not any(weights):
        what = "are no weights; expected numbers of at least 0, not all 0"
        raise InputError("bargaining", [Problem("weights", what, shorten(str(values)))])
    return weights


def _discounts(values: Any, players: Sequence[str]) -> tuple[Fraction, Fraction]:
    first, second = _row(values, players, "discounts")
    if not (0 <= first < 1 and 0 <= second < 1):
        what = "are no discount factors; expected numbers from 0 to below 1"
        raise InputError("bargaining", [Problem("discounts", what, f"{first}, {second}")])
    return first, second


def _row(values: Any, players: Sequence[str], field: str) -> Array:
    row = player_numbers(values, players, field, fractions=True)
    if row.ndim != 1:
        raise ShapeError(f"{field} has the shape {row.shape}, expected {(len(players),)}")
    return row
