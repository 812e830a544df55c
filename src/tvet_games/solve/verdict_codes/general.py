"""Verdict codes of games of any shape, statement by statement.

For two players all extreme equilibria are known, so that unique means the only equilibrium. For more players it means
that iterated elimination of strictly dominated actions leaves nothing else: enough, but not necessary.

Shapes: payoffs ``(n, a1, ..., an, games) -> codes (games,)``.
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from tvet_games.games.best_response import pure_equilibria
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, payoff_span
from tvet_games.solve.extreme import batch_equilibria, enumerable
from tvet_games.solve.refinement import payoff_table
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
    count = payoffs.ndim - 2
    defined = np.isfinite(payoffs).all(axis=tuple(range(count + 1)))
    codes = np.full(payoffs.shape[-1], UNDEFINED, dtype=np.uint16)
    if defined.any():
        players = [f"player {i + 1}" for i in range(count)]
        games = NormalFormGame(np.moveaxis(payoffs[..., defined], -1, 0), players=players)
        codes[defined] = _codes(games)
    return codes


def _codes(games: NormalFormGame) -> Array:
    tables = [payoff_table(games, i) for i in range(len(games.players))]
    slack = [TIE * payoff_span(table, (-2, -1))[:, None, None] for table in tables]
    pure = pure_equilibria(games).reshape(games.batch_shape[0], -1)
    said = _about_target(tables, slack)
    said[PURE_01] = pure[:, 1:].any(axis=1)
    solvable = len(games.players) == 2 and enumerable(*games.shape)
    said |= _about_all(games, pure) if solvable else {UNIQUE: _survives_alone(games.shape, tables, slack)}
    codes = np.zeros(games.batch_shape, dtype=np.uint16)
    for bit, holds in said.items():
        codes |= np.multiply(holds, np.uint16(bit))
    return codes


def _about_target(tables: list[Array], slack: list[Array]) -> Statements:
    """What each player loses by leaving the target action, tables (games, a, others)."""
    losses = [table[:, :1] - table[:, 1:] for table in tables]
    worst = [loss >= -s for loss, s in zip(losses, slack, strict=True)]
    better = [loss > s for loss, s in zip(losses, slack, strict=True)]
    apart = [(np.diff(np.sort(table, axis=1), axis=1) > s).all(axis=(1, 2)) for table, s in zip(tables, slack)]
    return {
        TARGET: _everybody([holds[:, :, 0].all(axis=1) for holds in worst]),
        STRICT: _everybody([holds[:, :, 0].all(axis=1) for holds in better]),
        DOMINANT: _everybody([holds.all(axis=(1, 2)) for holds in worst]),
        STRICTLY_DOMINANT: _everybody([holds.all(axis=(1, 2)) for holds in better]),
        TIE_BIT: ~_everybody(apart),
    }


def _everybody(holds: list[Array]) -> Array:
    return np.asarray(reduce(np.logical_and, holds))


def _about_all(games: NormalFormGame, pure: Array) -> Statements:
    """What follows from all extreme equilibria of two-player games."""
    found = batch_equilibria(games.player_payoffs(0), games.player_payoffs(1))
    mixes = ((found.row > 0).sum(axis=1) > 1) | ((found.column > 0).sum(axis=1) > 1)
    alone = np.bincount(found.game, minlength=found.count) == 1
    joined = np.zeros(found.count, dtype=bool)
    for own in (found.row, found.column):
        # Two extreme equilibria with the same strategy of one player are the ends of a segment of equilibria.
        _, which, often = np.unique(np.column_stack([found.game, own]), axis=0, return_inverse=True, return_counts=True)
        joined[found.game[often[which.ravel()] > 1]] = True
    isolated = np.bincount(found.game, weights=mixes, minlength=found.count) > 0
    return {UNIQUE: alone & pure[:, 0], MIXED: isolated, CONTINUUM: joined}


def _survives_alone(shape: tuple[int, ...], tables: list[Array], slack: list[Array]) -> Array:
    """Whether iterated elimination of actions that another one strictly dominates leaves only the target."""
    games = len(tables[0])
    left = [np.ones((games, size), dtype=bool) for size in shape]
    changed = True
    while changed:
        changed = False
        for i, table in enumerate(tables):
            met = _profiles([left[j] for j in range(len(shape)) if j != i])[:, None]
            for b in range(shape[i]):
                above = (table - table[:, b : b + 1] > slack[i]) | ~met
                dominated = left[i][:, b] & (above.all(axis=2) & left[i]).any(axis=1)
                if dominated.any():
                    left[i][:, b] &= ~dominated
                    changed = True
    return _everybody([mask[:, 0] & ~mask[:, 1:].any(axis=1) for mask in left])


def _profiles(left: list[Array]) -> Array:
    """Which profiles of the others are left, shape (games, others), in row-major order."""
    met = np.ones((len(left[0]) if left else 1, 1), dtype=bool)
    for mask in left:
        met = (met[:, :, None] & mask[:, None, :]).reshape(len(mask), -1)
    return met
