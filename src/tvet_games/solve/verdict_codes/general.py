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
from tvet_games.solve.extreme import BatchEquilibria, batch_equilibria, enumerable
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
from tvet_games.solve.verdict_codes.ranges import is_judged

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
    judged = is_judged(payoffs)
    if judged.all():
        return _codes(payoffs)
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
        for step in range(1, len(own)):
            apart &= (np.abs(own[step:] - own[:-step]) > slack).all(axis=everything)
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
    """Whether elimination of actions that another one strictly dominates ends at the target; tables (a, others, games).

    The order does not matter, so actions are dropped as they are found.
    """
    left = [np.ones((len(table), table.shape[-1]), dtype=bool) for table in tables]
    changed = True
    while changed:
        changed = False
        for i, (table, slack) in enumerate(zip(tables, slacks, strict=True)):
            away = ~_profiles(left[:i] + left[i + 1 :], table.shape[-1])
            for action in range(len(table)):
                better = (table - table[action] > slack) | away
                dropped = left[i][action] & (better.all(axis=1) & left[i]).any(axis=0)
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
    game, x, y = _distinct(batch_equilibria(row, column))
    shares = _meets(game, x).any(axis=0) | _meets(game, y).any(axis=0)
    pure = ((x > 0).sum(axis=1) == 1) & ((y > 0).sum(axis=1) == 1)
    target = (np.bincount(game, minlength=len(games))[game] == 1) & (x[:, 0] == 1) & (y[:, 0] == 1)
    for bit, holds in ((UNIQUE, target), (MIXED, ~pure & ~shares), (CONTINUUM, shares)):
        said.setdefault(bit, np.zeros(payoffs.shape[-1], dtype=bool))[games[game[holds]]] = True
    # At the edge of a tie the solver may round to another side than the comparison of payoffs.
    said[UNIQUE] &= said[TARGET] & ~said[PURE_01]


def _distinct(found: BatchEquilibria) -> tuple[Array, Array, Array]:
    """Game, x and y of each equilibrium once: what is nearly a tie can give one vertex two lists of labels."""
    _, repeats = _meets(found.game, np.column_stack([found.row, found.column]))
    return found.game[~repeats], found.row[~repeats], found.column[~repeats]


def _meets(game: Array, strategies: Array) -> Array:
    """Which strategies come again later in the same game, and which have come before, shape (2, e), sorted by game."""
    meets = np.zeros((2, len(game)), dtype=bool)
    for step in range(1, len(game)):
        first = np.flatnonzero(game[step:] == game[:-step])
        if not first.size:
            break
        first = first[(strategies[first] == strategies[first + step]).all(axis=1)]
        meets[0, first] = meets[1, first + step] = True
    return meets
