"""Bargaining in batches of games, and where payments are possible.

Float games of two players go through the closed forms of :mod:`tvet_games.solve.bargaining.batch`, transferable utility
through shares of the surplus; exact games and alternating offers are solved game by game.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, payoff_span, row_of_numbers
from tvet_games.solve.bargaining.batch import gain_for_all, solve_batch
from tvet_games.solve.bargaining.contract import contract_of, profile_of
from tvet_games.solve.bargaining.feasible_set import FeasibleSet
from tvet_games.solve.bargaining.line import is_positive, shares, surplus
from tvet_games.solve.bargaining.single import gains_for_all, make, solve_set
from tvet_games.solve.bargaining.solution import BargainingSolution
from tvet_games.solve.bargaining.terms import Terms


@dataclass(frozen=True, slots=True)
class Totals:
    """What the players can divide in each game, and at which profile: shapes (...) and (..., a1, ..., an)."""

    total: Array
    played: Array


def totals(game: NormalFormGame, profile: Sequence[int] | None = None) -> Totals:
    """Return the largest sum of payoffs of each game, or that at a profile.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch.
    profile : sequence of int, optional
        By default the profile of the largest sum; of equal ones everybody's cooperation, then the first in row-major
        order.

    Examples
    --------
    >>> game = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[2, 3], [0, 2]])
    >>> totals(game).total.item(), totals(game).played.astype(int).tolist()
    (Fraction(6, 1), [[1, 0], [0, 0]])
    """
    count = len(game.players)
    sums = game.payoffs.sum(axis=-count - 1).reshape(*game.batch_shape, math.prod(game.shape))
    if profile is not None:
        index = np.full(game.batch_shape, np.ravel_multi_index(profile_of(game, profile), game.shape))
    else:
        slack = 0 if game.is_exact else TIE * payoff_span(sums, (-1,))[..., None]
        index = (sums >= sums.max(axis=-1, keepdims=True) - slack).astype(bool).argmax(axis=-1)
    played = np.arange(sums.shape[-1]) == np.asarray(index)[..., None]
    total = np.take_along_axis(sums, np.asarray(index)[..., None], axis=-1)[..., 0]
    return Totals(np.asarray(total), played.reshape(*game.batch_shape, *game.shape))


def solve_transferable(
    game: NormalFormGame, d: Array, terms: Terms, outside: Array | None, profile: Sequence[int] | None
) -> BargainingSolution:
    """Return the solution on the transferable-utility line of each game; with its contract for a single game."""
    reached = totals(game, profile)
    zero, one = row_of_numbers([Fraction(0), Fraction(1)], exact=game.is_exact)
    lottery = np.where(reached.played, one, zero)
    if not game.is_single:
        return _divide_many(game, d, terms, outside, reached.total, lottery)
    line = FeasibleSet(
        game.players,
        game.is_exact,
        actions=game.actions,
        total=reached.total.item(),
        labels=game.labels,
        unit=game.unit,
    )
    found = solve_set(line, d, terms, outside)
    where = tuple(int(k) for k in np.argwhere(reached.played)[0])
    own = game.payoffs[:, reached.played][:, 0]
    contract = contract_of(game, where, np.asarray(found.payoffs - own))
    return replace(found, lottery=lottery, surplus_left=0 * found.payoffs, contract=contract)


def solve_games(game: NormalFormGame, d: Array, terms: Terms, outside: Array | None) -> BargainingSolution:
    """Return the solution on the hull of each game of a batch of two players."""
    if game.is_exact or terms.solution == "rubinstein":
        return _one_by_one(game, d, terms, outside)
    weights = tuple(float(w) for w in terms.weights or (1, 1))
    found = solve_batch(_pairs(game), d.reshape(-1, 2), terms.solution, (weights[0], weights[1]))
    batch = game.batch_shape
    return make(
        game,
        terms,
        outside,
        payoffs=found.payoffs.reshape(*batch, 2),
        d=d,
        lottery=found.lottery.reshape(*batch, *game.shape),
        rest=found.left.reshape(*batch, 2),
        agrees=found.agrees.reshape(batch),
        method="closed forms on all segments between payoff pairs",
    )


def gains_in_games(game: NormalFormGame, d: Array) -> Array:
    """Whether some point of the hull of each game gives both players more, shape (...)."""
    if game.is_single:
        return np.array(gains_for_all(FeasibleSet.of_game(game), d))
    if not game.is_exact:
        return gain_for_all(_pairs(game), d.reshape(-1, 2)).reshape(game.batch_shape)
    found = np.empty(game.batch_shape, dtype=bool)
    for index in np.ndindex(game.batch_shape):
        feasible = FeasibleSet.of_game(game[index])
        found[index] = not _is_missing(d[index]) and gains_for_all(feasible, d[index])
    return found


def _pairs(game: NormalFormGame) -> Array:
    """Payoff pairs, shape (games, k, 2)."""
    cells = math.prod(game.shape)
    return game.payoffs.reshape(math.prod(game.batch_shape), 2, cells).transpose(0, 2, 1)


def _divide_many(
    game: NormalFormGame, d: Array, terms: Terms, outside: Array | None, total: Array, lottery: Array
) -> BargainingSolution:
    if terms.solution == "rubinstein" and outside is not None:
        payoffs, agrees = _lines_one_by_one(game, d, terms, outside, total)
    else:
        left = surplus(total, d)
        agrees = is_positive(left)
        divided = d + row_of_numbers(shares(terms, len(game.players)), exact=game.is_exact) * left[..., None]
        payoffs = np.where(agrees[..., None], divided, math.nan)
    method = "shares of the surplus on the transferable-utility line"
    rest = payoffs - payoffs
    return make(game, terms, outside, payoffs=payoffs, d=d, lottery=lottery, rest=rest, agrees=agrees, method=method)


def _lines_one_by_one(
    game: NormalFormGame, d: Array, terms: Terms, outside: Array, total: Array
) -> tuple[Array, Array]:
    payoffs = np.full(d.shape, math.nan, dtype=game.payoffs.dtype)
    agrees = np.zeros(game.batch_shape, dtype=bool)
    for index in np.ndindex(game.batch_shape):
        line = FeasibleSet(game.players, game.is_exact, total=total[index])
        floor = np.maximum(d[index], outside[index])
        agrees[index] = not _is_missing(d[index]) and gains_for_all(line, floor)
        if agrees[index]:
            payoffs[index] = solve_set(line, d[index], terms, outside[index]).payoffs
    return payoffs, agrees


def _one_by_one(game: NormalFormGame, d: Array, terms: Terms, outside: Array | None) -> BargainingSolution:
    dtype: Any = game.payoffs.dtype
    batch = game.batch_shape
    payoffs, rest = np.full((*batch, 2), math.nan, dtype=dtype), np.full((*batch, 2), math.nan, dtype=dtype)
    lottery = np.full((*batch, *game.shape), math.nan, dtype=dtype)
    agrees = np.zeros(batch, dtype=bool)
    method = ""
    for index in np.ndindex(batch):
        options = None if outside is None else outside[index]
        floor = d[index] if options is None or terms.solution != "rubinstein" else np.maximum(d[index], options)
        feasible = FeasibleSet.of_game(game[index])
        agrees[index] = not _is_missing(d[index]) and gains_for_all(feasible, floor)
        if agrees[index]:
            found = solve_set(feasible, d[index], terms, options)
            payoffs[index], rest[index] = found.payoffs, found.surplus_left
            lottery[index], method = found.lottery, found.method
    return make(
        game,
        terms,
        outside,
        payoffs=payoffs,
        d=d,
        lottery=lottery,
        rest=rest,
        agrees=agrees,
        method=method or "game by game",
    )


def _is_missing(point: Array) -> bool:
    """Whether no disagreement point is known: NaN, which exact games hold among fractions."""
    return any(v != v for v in point)
