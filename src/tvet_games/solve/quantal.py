r"""Logit quantal response: what players do who judge payoffs with noise.

Player i takes action a with probability

    p_ia = exp(lambda u_ia(p)) / sum_b exp(lambda u_ib(p)),

u_ia(p) the expected payoff of action a against the others' probabilities, divided by the player's payoff span (largest
less smallest payoff of the game; a span of 0 counts as 1). So lambda has no unit: of two actions the better is chosen
with odds exp(0.1 lambda) if the other one loses a tenth of the span. Lambda 0 is choice at random; as lambda grows,
quantal responses approach Nash equilibria, because no player's regret exceeds min(ln a_i, (a_i - 1) / e) / lambda of
the span: the response maximises expected payoff + entropy / lambda, and an action that loses d is taken with a
probability of at most exp(-lambda d), where d exp(-lambda d) <= 1 / (e lambda).

There may be several quantal responses. Those given here lie on the **principal branch**, the curve that starts from the
uniform probabilities at lambda 0. Where it turns back, lambda falls along it for a while, and then several of its
points belong to one lambda: the first one along the branch counts, so that probabilities jump where the branch turns.
At crossings, which only special games have (such as symmetric ones), it goes straight on.

Shapes: payoffs ``(..., n, a1, ..., an), lambda (L,) -> probabilities (..., L, a_i)``.

References
----------
McKelvey and Palfrey (1995), Quantal response equilibria for normal form games. doi:10.1006/game.1995.1023
Turocy (2005), A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence.
doi:10.1016/j.geb.2004.04.003
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError, expected, shorten
from tvet_games.games.best_response import action_payoffs
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TOLERANCE, Array, payoff_span, row_of_numbers
from tvet_games.solve.quantal_branch import follow_branch
from tvet_games.solve.quantal_two_by_two import branch_log_odds, shares
from tvet_games.solve.two_by_two import snapped_incentives
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

LARGEST = 1e9
"""Largest lambda: beyond it the rounding of payoffs decides."""

AT_ONCE = 2**19
"""Numbers held at once while games are worked on in chunks."""


@dataclass(frozen=True, slots=True, eq=False)
class QuantalResponse(Shown):
    """Quantal responses on the principal branch.

    Attributes
    ----------
    game : NormalFormGame
    rationality : array, shape (L,)
        Lambda.
    strategies : tuple of n arrays, shape (..., L, a_i)
        [probability] NaN where not converged.
    converged : array of bool, shape (..., L)
        Whether the fixed point holds within ``numerics.TOLERANCE``.
    residual : array, shape (..., L)
        [probability] Largest difference between the two sides of the fixed point; NaN where none was found.
    regret : array, shape (..., L)
        [share of the payoff span] Largest gain of a player from deviating alone; NaN where not converged.
    """

    game: NormalFormGame = field(repr=False)
    rationality: Array = field(repr=False)
    strategies: tuple[Array, ...] = field(repr=False)
    converged: Array = field(repr=False)
    residual: Array = field(repr=False)
    regret: Array = field(repr=False)

    @property
    def cooperation(self) -> Array:
        """Probability with which each player takes its first action, shape (..., L, n)."""
        return np.stack([s[..., 0] for s in self.strategies], axis=-1)

    @property
    def target(self) -> Array:
        """Probability that all players take their first action, shape (..., L)."""
        return np.asarray(self.cooperation.prod(axis=-1))

    @property
    def unconverged(self) -> int:
        """How many of the points asked for were not found."""
        return int(self.converged.size - np.count_nonzero(self.converged))

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.quantal_card import quantal_card

        return quantal_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a lambda; probabilities of all actions, of the target, and regret.

        Raises
        ------
        ShapeError
            If it is of a batch of games.
        """
        import pandas as pd

        if not self.game.is_single:
            raise ShapeError("a table shows one game; take one out of the batch first, as in game[0]")
        pairs = [(p, a) for p, actions in zip(self.game.players, self.game.actions, strict=True) for a in actions]
        columns = [f"{player}: {action}" for player, action in pairs]
        frame = pd.DataFrame(np.concatenate(self.strategies, axis=-1), columns=columns)
        frame.index = pd.Index(self.rationality, name="lambda")
        return frame.assign(target=self.target, regret=self.regret)


def quantal_response(game: NormalFormGame, rationality: Any) -> QuantalResponse:
    """Find the logit quantal responses of a game at several lambdas, on the principal branch.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch, of any number of players and actions. Exact payoffs are divided by their span exactly; the
        answer is in floats.
    rationality : array_like, shape (L,)
        [1 / share of the payoff span] Lambda: numbers from 0 that increase, at most ``LARGEST``.

    Returns
    -------
    QuantalResponse
        At each lambda the first point at which the branch reaches it; NaN where none was found within the tolerance,
        and counted in ``unconverged``.

    Raises
    ------
    InputError
        If the lambdas are no increasing numbers from 0 to ``LARGEST``, or the game is none.

    Notes
    -----
    2x2 games are solved at every lambda by itself, from what is known about the shape of their branch
    (:mod:`~tvet_games.solve.quantal_two_by_two`); all others, and a few 2x2 games, are followed along it
    (:mod:`~tvet_games.solve.quantal_branch`). The answer for a game depends neither on the games nor, beyond rounding,
    on the lambdas that it is asked for with. Near a mixed equilibrium responses are found within the tolerance up to a
    lambda of about 1e7, where the rounding of probabilities alone moves the response by as much.

    References
    ----------
    McKelvey and Palfrey (1995), doi:10.1006/game.1995.1023
    Turocy (2005), doi:10.1016/j.geb.2004.04.003

    Examples
    --------
    >>> pennies = NormalFormGame.from_bimatrix([[9, 0], [0, 1]], [[0, 1], [1, 0]])
    >>> found = quantal_response(pennies, [0, 5, 1000])
    >>> found.cooperation.round(3).tolist(), found.unconverged
    ([[0.5, 0.5], [0.638, 0.202], [0.501, 0.1]], 0)
    """
    expected(game, NormalFormGame, "game", "a game")
    factor = _read_rationality(rationality)
    batch, count = game.batch_shape, len(factor)
    flat = NormalFormGame(game.payoffs.reshape(-1, *game.payoffs.shape[len(batch) :]), players=game.players)
    games = flat.payoffs.shape[0]
    relative = _incentives(flat) if game.shape == (2, 2) else _relative(flat)
    solve, check = (_two_by_two, _checked_two_by_two) if game.shape == (2, 2) else (_followed, _checked)
    strategies = solve(flat, relative, factor)
    residual, gain = np.empty((games, count)), np.empty((games, count))
    for part in _chunks(games, count * int(np.prod(game.shape))):
        residual[part], gain[part] = check([r[part] for r in relative], [s[part] for s in strategies], factor)
    # Comparisons with NaN are false.
    converged = residual <= TOLERANCE
    for out in (*strategies, gain):
        out[~converged] = np.nan
    return QuantalResponse(
        game,
        factor,
        tuple(s.reshape(*batch, *s.shape[1:]) for s in strategies),
        converged.reshape(*batch, count),
        residual.reshape(*batch, count),
        gain.reshape(*batch, count),
    )


def _read_rationality(given: Any) -> Array:
    try:
        if isinstance(given, str) or np.iscomplexobj(given) or np.ndim(given) != 1:
            raise TypeError
        values = row_of_numbers(given, exact=False)
    except (TypeError, ValueError, OverflowError):
        what = "expected numbers that increase, in one row"
        raise InputError("rationality", [Problem("", what, shorten(repr(given)))]) from None
    inside = len(values) > 0 and bool(((values >= 0) & (values <= LARGEST)).all())
    if not inside or (np.diff(values) <= 0).any():
        what = f"expected numbers from 0 to {LARGEST:g} that increase"
        raise InputError("rationality", [Problem("", what, shorten(repr(given)))])
    return values + 0.0


def _chunks(games: int, numbers: int) -> Iterator[slice]:
    """Slices of games whose numbers are few enough to be worked on at once."""
    size = max(1, AT_ONCE // numbers)
    return (slice(start, start + size) for start in range(0, games, size))


def _relative(game: NormalFormGame) -> tuple[Array, ...]:
    """Payoffs of each player over the span, from 0 to 1: exact ones are divided before they are rounded."""
    axes = tuple(range(-len(game.players), 0))
    out = []
    for i in range(len(game.players)):
        payoffs = game.player_payoffs(i)
        above = payoffs - payoffs.min(axis=axes, keepdims=True)
        out.append(np.asarray(above / payoff_span(payoffs, axes)[(..., *(None,) * len(axes))], dtype=np.float64))
    return tuple(out)


def _followed(game: NormalFormGame, payoffs: Sequence[Array], factor: Array) -> tuple[Array, ...]:
    """Probabilities (games, L, a_i), along the branch."""
    out = tuple(np.empty((len(payoffs[0]), len(factor), size)) for size in game.shape)
    for part in _chunks(len(payoffs[0]), len(payoffs) * (sum(game.shape) + 1) ** 2 + int(np.prod(game.shape))):
        for into, found in zip(out, follow_branch([p[part] for p in payoffs], factor), strict=True):
            into[part] = found
    return out


def _checked(payoffs: Sequence[Array], found: Sequence[Array], factor: Array) -> tuple[Array, Array]:
    """Largest violation of the fixed point, and regret, shape (games, L)."""
    off, gain = [], []
    for i, own in enumerate(found):
        values = action_payoffs(payoffs[i][:, None], i, found)
        logits = factor[:, None] * values
        weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
        off.append(np.abs(weights / weights.sum(axis=-1, keepdims=True) - own).max(axis=-1))
        gain.append(values.max(axis=-1) - (values * own).sum(axis=-1))
    return np.max(np.broadcast_arrays(*off), axis=0), np.max(np.broadcast_arrays(*gain), axis=0)


def _incentives(game: NormalFormGame) -> tuple[Array, ...]:
    """The 2x2 numbers A1, A2, B1, B2 over the span, each of shape (games,)."""
    row, column = (payoff_span(game.player_payoffs(i), (-2, -1)) for i in (0, 1))
    pairs = zip(snapped_incentives(game), (row, row, column, column), strict=True)
    return tuple(np.asarray(number / span, dtype=np.float64) for number, span in pairs)


def _two_by_two(game: NormalFormGame, incentives: Sequence[Array], factor: Array) -> tuple[Array, ...]:
    """The same for 2x2 games, in closed form as far as possible."""
    found = branch_log_odds(np.array(incentives), factor)
    first, second = np.empty((*found.first.shape, 2)), np.empty((*found.first.shape, 2))
    for part in _chunks(len(first), len(factor)):
        for out, log_odds in ((first, found.first), (second, found.second)):
            out[part, :, 0], out[part, :, 1] = shares(log_odds[part])
    unclear = np.flatnonzero(found.unclear)
    if len(unclear):
        some = game[unclear]
        first[unclear], second[unclear] = _followed(some, _relative(some), factor)
    return first, second


def _checked_two_by_two(incentives: Sequence[Array], found: Sequence[Array], factor: Array) -> tuple[Array, Array]:
    """The same without sums over actions."""
    a1, a2, b1, b2 = (number[:, None] for number in incentives)
    x, y = found
    gaps = a1 * y[..., 0] + a2 * y[..., 1], b1 * x[..., 0] + b2 * x[..., 1]
    off, gain = [], []
    for own, ahead in zip((x, y), gaps, strict=True):
        off.append(np.abs(shares(factor * ahead)[0] - own[..., 0]))
        gain.append(np.maximum(ahead * own[..., 1], -ahead * own[..., 0]))
    return np.maximum(*off), np.maximum(*gain)
