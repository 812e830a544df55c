"""What the players have without an agreement: the disagreement point of a game.

- ``worst_equilibrium``: the equilibrium of least welfare (sum of payoffs) among those that
  :func:`tvet_games.solve.nash.equilibria` finds; of equal ones the first, pure ones before mixed ones;
- ``maxmin``: what each can secure against the worst that the others do together, in mixed strategies. In a 2x2 game
  with own payoffs ``[[a, b], [c, e]]`` it is the saddle point, or else ``(a e - b c) / (a + e - b - c)``;
- numbers, or an equilibrium.

Shapes: payoffs ``(..., n, a1, ..., an) -> points (..., n)``. A game of a batch without a known equilibrium has NaN.

References
----------
von Neumann (1928), Zur Theorie der Gesellschaftsspiele, Mathematische Annalen 100. doi:10.1007/BF01448847
Nash (1953), Two-person cooperative games, Econometrica 21. doi:10.2307/1906951
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, payoff_span
from tvet_games.solve.bargaining.terms import player_numbers
from tvet_games.solve.nash import equilibria
from tvet_games.solve.refinement import payoff_table
from tvet_games.solve.result import Equilibrium
from tvet_games.solve.two_by_two import equilibrium_boxes

CHOICES = ("worst_equilibrium", "maxmin", "outside")
"""Disagreement points that go by a name."""

CHUNK = 8_192
"""Games done together, so that the working arrays stay in the processor's cache."""


def disagreement_point(game: NormalFormGame, choice: Any, outside: Any = None) -> Array:
    """Return the disagreement point of each game.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch. Fractions in, fractions out.
    choice : str, array_like of shape (..., n), mapping or Equilibrium
        A name of ``CHOICES``, the numbers, or an equilibrium of the game.
    outside : array_like, shape (..., n), optional
        [the game's unit] The point of the choice ``outside``.

    Returns
    -------
    array, shape (..., n)
        [the game's unit]

    Raises
    ------
    UnknownNameError
        If there is no such choice.
    InputError
        If no equilibrium was found, the numbers are not finite, or the outside options are missing.
    ShapeError
        If the numbers do not fit the game.

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> [f"{u} {v}" for u, v in (disagreement_point(hunt, c) for c in ("worst_equilibrium", "maxmin", [0, 1]))]
    ['2 2', '2 2', '0 1']
    """
    if isinstance(choice, Equilibrium):
        if choice.players != game.players:
            what = f"is an equilibrium of {', '.join(choice.players)}; expected one of {', '.join(game.players)}"
            raise InputError("bargaining", [Problem("disagreement", what)])
        choice = choice.payoffs
    if not isinstance(choice, str):
        return _numbers(game, choice, "disagreement")
    if choice == "outside":
        if outside is None:
            what = "needs the outside options; give outside=(o1, ..., on)"
            raise InputError("bargaining", [Problem("disagreement", what, choice)])
        return _numbers(game, outside, "outside")
    if choice == "baseline_equilibrium":
        what = "is known only where the baseline is; give the payoffs of that equilibrium, or the equilibrium itself"
        raise InputError("bargaining", [Problem("disagreement", what, choice)])
    if choice not in CHOICES:
        raise unknown("disagreement point", choice, CHOICES, source="bargaining", field="disagreement")
    return security_levels(game) if choice == "maxmin" else worst_equilibrium(game)


def worst_equilibrium(game: NormalFormGame) -> Array:
    """Payoffs of the equilibrium of least welfare of each game, shape (..., n)."""
    if game.is_single:
        return _least_welfare(game)
    if game.shape == (2, 2) and not game.is_exact:
        flat = game.payoffs.reshape(-1, 2, 2, 2)
        parts = [_least_welfare_2x2(flat[k : k + CHUNK]) for k in range(0, len(flat), CHUNK)]
        return np.concatenate([np.empty((0, 2)), *parts]).reshape(*game.batch_shape, 2)
    return _each(game, _least_welfare)


def security_levels(game: NormalFormGame) -> Array:
    """What each player can secure in mixed strategies, the others acting as one, shape (..., n)."""
    tables = [payoff_table(game, i) for i in range(len(game.players))]
    if all(table.shape[-2:] == (2, 2) for table in tables):
        return np.stack([_value_2x2(table) for table in tables], axis=-1)
    if not game.is_single:
        return _each(game, security_levels)
    levels = np.empty(len(tables), dtype=game.payoffs.dtype)
    levels[:] = [_value(table) if game.is_exact else float(_value(table)) for table in tables]
    return levels


def _numbers(game: NormalFormGame, values: Any, field: str) -> Array:
    return player_numbers(values, game.players, field, fractions=game.is_exact, batch=game.batch_shape)


def _each(game: NormalFormGame, point: Callable[[NormalFormGame], Array]) -> Array:
    """Game by game; NaN where none was found."""
    out = np.full((*game.batch_shape, len(game.players)), math.nan, dtype=game.payoffs.dtype)
    for index in np.ndindex(game.batch_shape):
        try:
            out[index] = point(game[index])
        except NoEquilibriumError:
            continue
    return out


class NoEquilibriumError(InputError):
    """No equilibrium was found that could serve as the disagreement point."""


def _least_welfare(game: NormalFormGame) -> Array:
    found = equilibria(game)
    if not len(found):
        what = f"is not there: of the {found.scope} equilibria looked for none was found; give numbers, or 'maxmin'"
        raise NoEquilibriumError("bargaining", [Problem("disagreement", what, "worst_equilibrium")])
    welfare = [e.payoffs.sum() for e in found]
    axes = tuple(range(1, len(game.players) + 1))
    slack = 0 if game.is_exact else TIE * payoff_span(game.payoffs, axes).sum()
    least = min(welfare) + slack
    return next(e.payoffs for e, value in zip(found, welfare, strict=True) if value <= least)


def _least_welfare_2x2(payoffs: Array) -> Array:
    """Payoffs (games, 2) of the worst equilibria of float games (games, 2, 2, 2): the corners of all boxes compared."""
    boxes = equilibrium_boxes(payoffs[:, 0], payoffs[:, 1])
    corners = np.ascontiguousarray(np.moveaxis(boxes.corners, 0, -1))
    there = np.ascontiguousarray(np.moveaxis(boxes.exists, 0, -1))
    tables = np.ascontiguousarray(np.moveaxis(payoffs, 0, -1))
    is_point = (corners[:, 0] == corners[:, 1]) & (corners[:, 2] == corners[:, 3])
    wide = (there & ~is_point).any(axis=0)
    worst = _worst_of(tables, corners[:, 0], corners[:, 2], there)
    if wide.any():
        some = corners[..., wide]
        x, y = (some[:, k].reshape(36, -1) for k in ([0, 0, 1, 1], [2, 3, 2, 3]))
        worst[:, wide] = _worst_of(tables[..., wide], x, y, np.repeat(there[:, wide], 4, axis=0))
    return worst.T


def _worst_of(tables: Array, x: Array, y: Array, there: Array) -> Array:
    """Payoffs (2, games) at the equilibrium (x, y) of least welfare among candidates (c, games) that are there.

    Among those of equal welfare the order is that of the list of equilibria: pure ones first, then by the probability
    of player 1's first action, then of player 2's, larger ones first.
    """
    values = np.stack([_bilinear(table, x, y) for table in tables])
    welfare = np.where(there, values[0] + values[1], np.inf)
    slack = TIE * payoff_span(tables, (1, 2)).sum(axis=0)
    tied = welfare <= welfare.min(axis=0) + slack
    several = np.flatnonzero(tied.sum(axis=0) > 1)
    if several.size:
        u, v, among = x[:, several], y[:, several], tied[:, several]
        pure = ((u == 0) | (u == 1)) & ((v == 0) | (v == 1))
        for key in (pure.astype(np.float64), u, v):
            ranked = np.where(among, key, -1.0)
            among &= ranked == ranked.max(axis=0)
        tied[:, several] = among
    return np.asarray(values[:, tied.argmax(axis=0), np.arange(x.shape[1])])


def _bilinear(table: Array, x: Array, y: Array) -> Array:
    """Expected payoff at probabilities x and y of the first actions; exactly that of the cell at a pure profile."""
    first = table[0, 0] * y + table[0, 1] * (1 - y)
    second = table[1, 0] * y + table[1, 1] * (1 - y)
    return np.asarray(first * x + second * (1 - x))


def _value_2x2(table: Array) -> Array:
    """Value of the zero-sum game in which the others want to hurt; own payoffs (..., 2, 2) -> (...)."""
    a, b, c, e = (table[..., i, j] for i in (0, 1) for j in (0, 1))
    secured = np.maximum(np.minimum(a, b), np.minimum(c, e))
    held = np.minimum(np.maximum(a, c), np.maximum(b, e))
    saddle = np.asarray(secured == held).astype(bool)
    divisor = np.where(saddle, secured - secured + 1, a + e - b - c)
    return np.where(saddle, secured, (a * e - b * c) / divisor)


def _value(table: Array) -> Fraction:
    """The same for any table (own actions, others' profiles), by an exact linear program."""
    from tvet_games.linear_programs.certificate import Constraint
    from tvet_games.linear_programs.exact import minimise

    rows = [[Fraction(u) for u in row] for row in table.tolist()]
    zero, one = Fraction(0), Fraction(1)
    # Variables: the probability of each own action, then the level secured; the largest level is wanted.
    limits = [Constraint((*(row[j] for row in rows), -one), zero) for j in range(len(rows[0]))]
    total = [Constraint((*(sign for _ in rows), zero), sign) for sign in (one, -one)]
    entries = [u for row in rows for u in row]
    count = len(rows)
    found = minimise(
        [*(zero for _ in rows), -one],
        [*(zero for _ in rows), min(entries)],
        [*(one for _ in rows), max(entries)],
        [*limits, *total],
    )
    return found.x[count]
