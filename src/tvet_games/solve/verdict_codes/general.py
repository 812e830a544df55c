"""Verdict codes of games of any shape, statement by statement.

Own payoffs are player i's payoffs with the own action first, ``(a_i, others..., games)``. The target is an equilibrium
where no own payoff of another action is larger against everybody's cooperation, dominant where none is larger at all.

The target is unique where iterated elimination of strictly dominated actions leaves nothing else. For two players the
remaining games are settled by all their extreme equilibria: each is the pair of an x and a y, and there is a continuum
exactly where two of them share the x or the y. (Where they share y, all mixtures of the two x are equilibria with it. A
continuum is a maximal Nash subset that is no point, so that one player has two extreme strategies in it, both of which
are equilibria with each of the other player's.) For more players nothing more is tried: the test is enough for
uniqueness, but not necessary.

Shapes: payoffs ``(n, a1, ..., an, games) -> codes (games,)``; the games run fastest in memory.

References
----------
Avis, Rosenberg, Savani and von Stengel (2010), Enumeration of Nash equilibria for two-player games, section 3.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

from tvet_games.numerics import TIE, Array, payoff_span
from tvet_games.solve.extreme import batch_equilibria, enumerable
from tvet_games.solve.verdict_codes.flags import (
    CONTINUUM,
    DOMINANT,
    MIXED,
    PURE_01,
    STRICT,
    STRICTLY_DOMINANT,
    TARGET,
    TIE_BIT,
    UNDEFINED,
    UNIQUE,
)
from tvet_games.solve.verdict_codes.ranges import LARGEST, is_judged, largest_payoff

Statements = dict[int, Array]


def general_codes(payoffs: Array) -> Array:
    """Return the codes of a batch of games.

    Parameters
    ----------
    payoffs : array of float, shape (n, a1, ..., an, games)

    Returns
    -------
    array of uint16, shape (games,)
    """
    if largest_payoff(payoffs) <= LARGEST:
        return _codes(payoffs)
    judged = is_judged(payoffs)
    codes = np.full(payoffs.shape[-1], UNDEFINED, dtype=np.uint16)
    if judged.any():
        codes[judged] = _codes(np.ascontiguousarray(payoffs[..., judged]))
    return codes


def _codes(payoffs: Array) -> Array:
    shape = payoffs.shape[1:-1]
    owns = [np.moveaxis(own, i, 0) for i, own in enumerate(payoffs)]
    slacks = [TIE * payoff_span(own, tuple(range(own.ndim - 1))) for own in owns]
    said = _about_target(owns, slacks)
    pure = _pure(owns, slacks)
    said[PURE_01] = np.asarray(pure[1:].any(axis=0))
    said[UNIQUE] = _is_solved(owns, slacks, said[STRICT] & ~said[PURE_01])
    if len(shape) == 2 and enumerable(*shape):
        _add_mixed(payoffs, said)
    codes = np.zeros(payoffs.shape[-1], dtype=np.uint16)
    for bit, holds in said.items():
        codes |= np.multiply(holds, np.uint16(bit))
    return codes


def _about_target(owns: list[Array], slacks: list[Array]) -> Statements:
    """What holds for the target because it holds for every player, and whether anything is a tie."""
    said = {bit: np.ones(owns[0].shape[-1], dtype=bool) for bit in (TARGET, STRICT, DOMINANT, STRICTLY_DOMINANT)}
    apart = np.ones(owns[0].shape[-1], dtype=bool)
    for own, slack in zip(owns, slacks, strict=True):
        if len(own) == 1:
            continue
        losses, everything = own[:1] - own[1:], tuple(range(own.ndim - 1))
        against_target: Any = (slice(None), *(0,) * (own.ndim - 2))
        here, least = losses[against_target].min(axis=0), losses.min(axis=everything)
        said[TARGET] &= here >= -slack
        said[STRICT] &= here > slack
        said[DOMINANT] &= least >= -slack
        said[STRICTLY_DOMINANT] &= least > slack
        apart &= np.abs(losses, out=losses).min(axis=everything) > slack
        for step in range(1, len(own) - 1):
            apart &= np.abs(own[step + 1 :] - own[1:-step]).min(axis=everything) > slack
    return said | {TIE_BIT: ~apart}


def _pure(owns: list[Array], slacks: list[Array]) -> Array:
    """Which profiles are equilibria, shape (profiles, games), in row-major order."""
    replies = [own.max(axis=0) - own <= slack for own, slack in zip(owns, slacks, strict=True)]
    pure = reduce(np.logical_and, [np.moveaxis(reply, 0, i) for i, reply in enumerate(replies)])
    return np.asarray(pure.reshape(-1, pure.shape[-1]))


def _is_solved(owns: list[Array], slacks: list[Array], candidates: Array) -> Array:
    """Where the elimination of strictly dominated actions leaves only the target; it must be strict, and alone."""
    solved = np.zeros(len(candidates), dtype=bool)
    games = np.flatnonzero(candidates)
    if games.size:
        tables = [own[..., games].reshape(len(own), -1, len(games)) for own in owns]
        solved[games] = _survives_alone(tables, [slack[games] for slack in slacks])
    return solved


def _survives_alone(tables: list[Array], slacks: list[Array]) -> Array:
    """Whether elimination of strictly dominated actions ends at the target; tables (a, others, games).

    The order does not matter, so actions are dropped as they are found. What dominates an action may be dropped before
    it, but what dominated that dominates the action too.
    """
    left = [np.ones((len(table), table.shape[-1]), dtype=bool) for table in tables]
    changed = True
    while changed:
        changed = False
        for i, (table, slack) in enumerate(zip(tables, slacks, strict=True)):
            away = ~_profiles(left[:i] + left[i + 1 :], table.shape[-1])
            for action in range(len(table)):
                better = (table - table[action] > slack) | away
                dropped = left[i][action] & better.all(axis=1).any(axis=0)
                if dropped.any():
                    left[i][action] &= ~dropped
                    changed = True
    return np.asarray(reduce(np.logical_and, [~own[1:].any(axis=0) for own in left]))


def _profiles(left: list[Array], games: int) -> Array:
    """Which profiles of some players are left, shape (profiles, games), in row-major order."""
    met = np.ones((1, games), dtype=bool)
    for own in left:
        met = (met[:, None] & own).reshape(-1, games)
    return met


def _add_mixed(payoffs: Array, said: Statements) -> None:
    """Add what follows from all extreme equilibria of two-player games that elimination does not solve."""
    games = np.flatnonzero(~said[UNIQUE])
    row, column = np.moveaxis(payoffs[..., games], -1, 1)
    found = batch_equilibria(row, column)
    shares, repeats = np.zeros((2, len(found.game)), dtype=bool)
    tied = np.flatnonzero(found.degenerate[found.game])
    shares[tied], repeats[tied] = common_strategies(found.game[tied], found.row[tied], found.column[tied])
    alone = np.bincount(found.game[~repeats], minlength=found.count)[found.game] == 1
    target = (found.row[:, 0] == 1) & (found.column[:, 0] == 1)
    mixes = (np.count_nonzero(found.row, axis=1) > 1) | (np.count_nonzero(found.column, axis=1) > 1)
    for bit, holds in ((UNIQUE, alone & target), (MIXED, mixes & ~shares), (CONTINUUM, shares)):
        said.setdefault(bit, np.zeros(payoffs.shape[-1], dtype=bool))[games[found.game[holds]]] = True
    # At the edge of a tie the solver may round to another side than the comparison of payoffs.
    said[UNIQUE] &= said[TARGET] & ~said[PURE_01]


def common_strategies(game: Array, x: Array, y: Array) -> tuple[Array, Array]:
    """Tell which equilibria have one strategy in common with another of the game, and which are one that came before.

    What is nearly a tie can give a vertex two lists of labels, and so the same equilibrium twice.

    Parameters
    ----------
    game : array of int, shape (e,)
        Ascending.
    x, y : array, shape (e, m) and (e, n)
        The strategies.

    Returns
    -------
    shares, repeats : array of bool, shape (e,)
    """
    shares, repeats = np.zeros((2, len(game)), dtype=bool)
    first = np.arange(len(game))
    for step in range(1, len(game)):
        first = first[: np.searchsorted(first, len(game) - step)]
        first = first[game[first] == game[first + step]]
        if not first.size:
            break
        same_x, same_y = ((own[first] == own[first + step]).all(axis=1) for own in (x, y))
        one = first[same_x ^ same_y]
        shares[one] = shares[one + step] = True
        repeats[first[same_x & same_y] + step] = True
    return shares, repeats
