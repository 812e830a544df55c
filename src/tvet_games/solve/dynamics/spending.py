"""What incentives cost along the way: with levels that react to the shares, and with levels that stay.

The cost of a moment is the sum over the levels of the level times the expected cost of a unit at the shares of that
moment. It is added up from the start until the trajectory has reached a vertex, or comes to rest elsewhere.

Shapes: constant levels ``(L, K)``; a start ``(d,)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.flow import ACCURACY, OUTCOMES, arrived, started
from tvet_games.solve.dynamics.gains import Shares
from tvet_games.solve.dynamics.integrator import integrate
from tvet_games.solve.dynamics.preparation import (
    AnyGame,
    default_duration,
    needed_accuracy,
    patience,
    replicator_system,
    state_of_shares,
)
from tvet_games.solve.dynamics.rules import REPLICATOR
from tvet_games.solve.dynamics.state import check_state
from tvet_games.solve.dynamics.systems import Cost, ReplicatorSystem
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class Spending(Shown):
    """What trajectories cost until they arrive.

    Attributes
    ----------
    total : array, shape (...)
        [payoff x time] Spent until the trajectory arrived, or the time was over.
    time : array, shape (...)
        [1 / payoff] When that was.
    rate_at_end : array, shape (...)
        [payoff] What a unit of time goes on to cost: at the vertex itself where one is reached.
    ends : array, shape (..., d)
        [share]
    outcome, vertex : array of int, shape (...)
        As in a :class:`~tvet_games.solve.dynamics.flow.Flow`.
    """

    total: Array = field(repr=False)
    time: Array = field(repr=False)
    rate_at_end: Array = field(repr=False)
    ends: Array = field(repr=False)
    outcome: Array = field(repr=False)
    vertex: Array = field(repr=False)

    @property
    def reaches_target(self) -> Array:
        """Whether everybody cooperates in the end."""
        return np.asarray(self.vertex == 0)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a trajectory."""
        import pandas as pd

        frame = pd.DataFrame(self.ends.reshape(-1, self.ends.shape[-1])).add_prefix("end ")
        frame["spent"], frame["time"] = np.ravel(self.total), np.ravel(self.time)
        frame["rate at end"] = np.ravel(self.rate_at_end)
        frame["outcome"] = [OUTCOMES[k] for k in np.ravel(self.outcome)]
        return frame


def spending(game: FeedbackGame, start: Any) -> Spending:
    """Return what levels that react to the shares cost along the way.

    Parameters
    ----------
    game : FeedbackGame
    start : array_like, shape (d,)
        [share]

    Returns
    -------
    Spending
        Of shape ().

    Raises
    ------
    ShapeError
        If the start does not fit the game.

    Examples
    --------
    >>> baseline = NormalFormGame([[[1, -1], [0, 0]], [[1, 0], [-1, 0]]])
    >>> grant = np.zeros((1, 2, 2, 2)); grant[0, 0, 0] = 1
    >>> fading = FeedbackGame(baseline, grant, grant[:, 0], lambda x: 2 - 2 * x[..., :1],
    ...     lambda x: np.broadcast_to([[-2.0, 0.0]], (*x.shape[:-1], 1, 2)), ("grant",))
    >>> found = spending(fading, [0.4, 0.4])
    >>> bool(found.reaches_target), round(float(found.rate_at_end), 3)
    (True, 0.0)
    """
    return _followed(game, _one_state(game, start), (), _ReactingCost(game))


def constant_spending(game: FeedbackGame, levels: Array, start: Any) -> Spending:
    """Return what the same incentives cost along the way if their levels stay as they are.

    Parameters
    ----------
    game : FeedbackGame
        Its rule for the levels is not used.
    levels : array, shape (L, K)
    start : array_like, shape (d,)
        [share]

    Returns
    -------
    Spending
        Of shape (L,).

    Raises
    ------
    ShapeError
        If the start does not fit the game.
    """
    state = _one_state(game, start)
    payoffs = game.baseline.payoffs + np.tensordot(levels, game.effects.astype(np.float64), axes=1)
    batch = NormalFormGame(payoffs, players=game.players, actions=game.actions)
    return _followed(batch, state, (len(levels),), _ConstantCost(game, levels))


def _one_state(game: FeedbackGame, start: Any) -> Array:
    _, state = check_state(game.baseline, start)
    if state.ndim != 1:
        raise ShapeError(f"money is spent along one path: expected one start, got an array of shape {state.shape}")
    return state


def _followed(game: AnyGame, state: Array, batch: tuple[int, ...], cost: Cost) -> Spending:
    count = int(np.prod(batch))
    system, rows = started(replicator_system(game, batch), np.broadcast_to(state, (count, len(state))))
    assert isinstance(system, ReplicatorSystem)
    priced = replace(system, cost=cost)
    duration = np.broadcast_to(default_duration(game, REPLICATOR), batch).reshape(count)
    accuracy = needed_accuracy(game, REPLICATOR, ACCURACY)
    with np.errstate(over="ignore"):
        arrival = integrate(
            priced, np.concatenate([rows, np.zeros((1, count))]), duration, accuracy, patience(game, REPLICATOR)
        )
        ends = arrived(priced, arrival)
    rate, at_vertex = arrival.rate[-1].copy(), ends.vertex >= 0
    if at_vertex.any():
        rate[at_vertex] = cost.take(at_vertex).at(_vertex_shares(game.shape, ends.vertex[at_vertex]))
    parts = (arrival.values[-1], ends.time, rate, ends.outcome, ends.vertex)
    total, time, later, outcome, vertex = (part.reshape(batch) for part in parts)
    return Spending(total, time, later, ends.states.reshape(*batch, -1), outcome, vertex)


def _vertex_shares(shape: tuple[int, ...], vertex: Array) -> Shares:
    """Shares of all actions of each population at vertices, by their index."""
    profiles = np.unravel_index(vertex, shape)
    return [(np.arange(size)[:, None] == profile).astype(float) for size, profile in zip(shape, profiles, strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class _ReactingCost:
    game: FeedbackGame

    def at(self, shares: Shares) -> Array:
        return self.game.cost(state_of_shares(shares))

    def take(self, keep: Array) -> _ReactingCost:  # noqa: ARG002 - one rule for all
        return self


@dataclass(frozen=True, slots=True, eq=False)
class _ConstantCost:
    game: FeedbackGame
    levels: Array

    def at(self, shares: Shares) -> Array:
        return np.asarray((self.levels * self.game.unit_costs(state_of_shares(shares))).sum(axis=-1))

    def take(self, keep: Array) -> _ConstantCost:
        return _ConstantCost(self.game, self.levels[keep])
