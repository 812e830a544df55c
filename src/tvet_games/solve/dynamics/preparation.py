"""A game and a dynamic made ready for the integrator: gains, stable vertices, scales, and how long to follow."""

from __future__ import annotations

import numpy as np

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array, core, payoff_span
from tvet_games.solve.dynamics.feedback import FeedbackGame, own_eigenvalues
from tvet_games.solve.dynamics.gains import ConstantGains, Gains, ReactingGains, Shares
from tvet_games.solve.dynamics.rules import Dynamic, Logit, Replicator
from tvet_games.solve.dynamics.stability import vertex_eigenvalues
from tvet_games.solve.dynamics.state import state_of
from tvet_games.solve.dynamics.systems import REST, STILL, LogitSystem, ReplicatorSystem

STEPS, MANY_STEPS = 500, 20_000
"""Steps that trajectories get where no duration is given. What converges to a vertex in log-odds needs some hundred;
what settles inside may need thousands; orbits never end."""

AnyGame = NormalFormGame | FeedbackGame

PATIENCE = 10_000
"""Time that trajectories get by default, in units of the time in which the largest gain of the slowest population
changes its log-odds by 1; for the other dynamics, whose time has a unit, this many units."""


def system_of(game: AnyGame, batch: tuple[int, ...], dynamic: Dynamic) -> ReplicatorSystem | LogitSystem:
    """A dynamic (not best responses) of a game, or of a batch of games broadcast to ``batch`` and flattened."""
    return logit_system(game, batch, dynamic) if isinstance(dynamic, Logit) else replicator_system(game, batch)


def patience(game: AnyGame, dynamic: Dynamic) -> int:
    """Steps of the integrator that trajectories get by default."""
    return MANY_STEPS if isinstance(game, FeedbackGame) or not isinstance(dynamic, Replicator) else STEPS


def needed_accuracy(game: AnyGame, dynamic: Dynamic, accuracy: float) -> float:
    """The accuracy of a step where trajectories may settle inside: else its errors would look like motion."""
    if isinstance(dynamic, Logit):
        # The less noise, the faster choices change with the shares, and so do the errors of a step.
        return min(accuracy, STILL * min(dynamic.noise, 1.0) / 100)
    return min(accuracy, REST / 10) if isinstance(game, FeedbackGame) else accuracy


def replicator_system(game: AnyGame, batch: tuple[int, ...]) -> ReplicatorSystem:
    """The replicator dynamic of a game, or of a batch of games broadcast to ``batch`` and flattened."""
    eigenvalues = own_eigenvalues(game) if isinstance(game, FeedbackGame) else vertex_eigenvalues(game)
    strict = np.asarray((eigenvalues < 0).all(axis=-1))
    return ReplicatorSystem(
        game.shape,
        gains(game, batch),
        _flat(strict, len(game.shape), batch),
        _scale(game.shape, eigenvalues, batch),
    )


def logit_system(game: AnyGame, batch: tuple[int, ...], dynamic: Logit) -> LogitSystem:
    """The logit dynamic of a game, or of a batch of games."""
    plain = game.baseline if isinstance(game, FeedbackGame) else game.to_float()
    axes = tuple(range(-len(game.shape), 0))
    spans = np.stack([payoff_span(plain.player_payoffs(i), axes) for i in range(len(game.shape))])
    return LogitSystem(game.shape, gains(game, batch), dynamic.noise * _columns(spans, batch))


def gains(game: AnyGame, batch: tuple[int, ...]) -> Gains:
    """What actions gain, for the integrator."""
    if not isinstance(game, FeedbackGame):
        return _constant(game, batch)
    effects = tuple(_constant(NormalFormGame(effect), ()) for effect in game.effects)
    return ReactingGains(_constant(game.baseline, ()), effects, lambda shares: game.levels(state_of_shares(shares)).T)


def default_duration(game: AnyGame, dynamic: Dynamic) -> Array:
    """How long trajectories are followed unless told otherwise, one number a game, shape (...)."""
    if not isinstance(dynamic, Replicator):
        return np.full(() if isinstance(game, FeedbackGame) else game.batch_shape, float(PATIENCE))
    if isinstance(game, FeedbackGame):
        scale = _scale(game.shape, own_eigenvalues(game), ())[:, 0]
    else:
        own = vertex_eigenvalues(game.to_float())
        scale = _scale(game.shape, own, game.batch_shape).reshape(-1, *game.batch_shape)
    slowest = np.where(scale > 0, scale, np.inf).min(axis=0)
    return np.asarray(PATIENCE / np.where(np.isfinite(slowest), slowest, 1.0))


def _constant(game: NormalFormGame, batch: tuple[int, ...]) -> ConstantGains:
    count = len(game.players)
    tables = []
    for i in range(count):
        payoffs = np.moveaxis(game.player_payoffs(i).astype(np.float64), i - count, -count)
        others = (slice(None),) * (count - 1)
        ahead = payoffs[core(slice(None, -1), *others)] - payoffs[core(slice(-1, None), *others)]
        size = ahead.shape[ahead.ndim - count :]
        flat = ahead[None] if game.is_single else np.broadcast_to(ahead, (*batch, *size)).reshape(-1, *size)
        tables.append(np.ascontiguousarray(np.moveaxis(flat, 0, -1)))
    return ConstantGains(tuple(tables))


def _flat(table: Array, count: int, batch: tuple[int, ...]) -> Array:
    """Vertices first, the batch flattened behind; one column for a single game."""
    size = table.shape[table.ndim - count :]
    if table.ndim == count:
        return table.reshape(-1, 1)
    return np.broadcast_to(table, (*batch, *size)).reshape(-1, int(np.prod(size))).T


def _scale(shape: tuple[int, ...], eigenvalues: Array, batch: tuple[int, ...]) -> Array:
    """The most that a deviation of each population gains or loses at a vertex, shape (n, batch or 1)."""
    axes = tuple(range(-len(shape) - 1, 0))
    first, parts = 0, []
    for size in shape:
        own = np.abs(eigenvalues[..., first : first + size - 1])
        parts.append(own.max(axis=axes) if size > 1 else np.zeros(own.shape[: own.ndim - len(axes)]))
        first += size - 1
    return _columns(np.stack(parts).astype(np.float64), batch)


def _columns(table: Array, batch: tuple[int, ...]) -> Array:
    """Rows (n, ...) with their batch axes broadcast to ``batch`` and flattened; one column for a single game."""
    if table.ndim == 1:
        return table[:, None]
    wide = table.reshape(len(table), *(1,) * (len(batch) - table.ndim + 1), *table.shape[1:])
    return np.broadcast_to(wide, (len(table), *batch)).reshape(len(table), -1)


def state_of_shares(shares: Shares) -> Array:
    """States ``(batch, d)`` of shares ``(a_i, batch)``."""
    return state_of([share.T for share in shares])
