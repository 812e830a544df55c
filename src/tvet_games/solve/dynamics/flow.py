"""Many trajectories to their outcomes: at a vertex, at rest elsewhere, or still moving when the time is over.

Shapes: game ``(...)``, starts ``(..., d)``, broadcast against each other.

References
----------
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10. doi:10.1017/CBO9781139173179
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError, expected, positive
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.integrator import MOST_STEPS, Arrival, integrate
from tvet_games.solve.dynamics.preparation import (
    AnyGame,
    default_duration,
    needed_accuracy,
    patience,
    state_of_shares,
    system_of,
)
from tvet_games.solve.dynamics.rules import REPLICATOR, BestResponse, Dynamic, Logit, Replicator
from tvet_games.solve.dynamics.state import check_state, names_of, strategies_of
from tvet_games.solve.dynamics.switching import end_state, follow_best_responses
from tvet_games.solve.dynamics.systems import LogitSystem, ReplicatorSystem, log_odds
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

OUTCOMES = ("vertex", "rest", "moving")
"""What became of a trajectory: within ``NEAR`` of a vertex, at rest elsewhere, still moving when the time was over."""

ACCURACY = 1e-6
"""Largest error of a step in log-odds, by default."""

CHUNK = 8192
"""Trajectories followed together, so that the working arrays stay in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Flow(Shown):
    """Where trajectories end.

    Attributes
    ----------
    game : NormalFormGame or FeedbackGame
    dynamic : Replicator, Logit or BestResponse
    starts, ends : array, shape (..., d)
        [share]
    outcome : array of int, shape (...)
        Index into ``OUTCOMES``.
    vertex : array of int, shape (...)
        Index of the profile in row-major order, -1 where it is not at a vertex.
    time : array, shape (...)
        When it got there, or stopped.
    duration : array, shape (...)
        The time that it had.
    """

    game: AnyGame = field(repr=False)
    dynamic: Dynamic
    starts: Array = field(repr=False)
    ends: Array = field(repr=False)
    outcome: Array = field(repr=False)
    vertex: Array = field(repr=False)
    time: Array = field(repr=False)
    duration: Array = field(repr=False)

    def share(self, outcome: str) -> float:
        """Share of all trajectories with an outcome.

        Raises
        ------
        InputError
            If there is no such outcome, or there are no trajectories.
        """
        if outcome not in OUTCOMES:
            raise InputError("outcome", [Problem("", f"expected one of {', '.join(OUTCOMES)}", str(outcome))])
        if not self.outcome.size:
            raise InputError("flow", [Problem("starts", "is empty: there are no trajectories to take a share of")])
        return float((self.outcome == OUTCOMES.index(outcome)).mean())

    def at(self, profile: tuple[int, ...]) -> Array:
        """Which trajectories end at the vertex of a profile, shape (...).

        Raises
        ------
        ShapeError
            If the game has no such profile.
        """
        if len(profile) != len(self.game.shape) or not all(
            0 <= a < n for a, n in zip(profile, self.game.shape, strict=False)
        ):
            raise ShapeError(f"{profile} is no profile of a game with {self.game.shape} actions")
        return np.asarray(self.vertex == np.ravel_multi_index(profile, self.game.shape))

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.dynamics.flow_card import flow_card

        return flow_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a trajectory; start, end, outcome, vertex, time."""
        import pandas as pd

        names = names_of(self.game)
        size = len(names)
        frame = pd.DataFrame(self.starts.reshape(-1, size), columns=[f"start: {name}" for name in names])
        for k, name in enumerate(names):
            frame[f"end: {name}"] = self.ends.reshape(-1, size)[:, k]
        frame["outcome"] = [OUTCOMES[k] for k in self.outcome.ravel()]
        frame["vertex"] = [self._words(int(k)) for k in self.vertex.ravel()]
        frame["time"] = self.time.ravel()
        return frame

    def _words(self, index: int) -> str:
        if index < 0:
            return ""
        profile = np.unravel_index(index, self.game.shape)
        return ", ".join(names[int(a)] for names, a in zip(self.game.actions, profile, strict=True))


def flow(
    game: AnyGame,
    starts: Any,
    *,
    dynamic: Dynamic = REPLICATOR,
    duration: float | None = None,
    accuracy: float = ACCURACY,
) -> Flow:
    """Follow many trajectories to their outcomes.

    Parameters
    ----------
    game : NormalFormGame or FeedbackGame
        One game, or a batch whose axes are broadcast with those of the starts.
    starts : array_like, shape (..., d)
        [share] Of every action but the last of each population.
    dynamic : Replicator, Logit or BestResponse
    duration : float, optional
        When to stop [1 / payoff for the replicator dynamic]; by default late, see ``PATIENCE`` in
        :mod:`~tvet_games.solve.dynamics.preparation`.
    accuracy : float
        Largest error of a step, in log-odds (of shares for the logit dynamic); best responses are followed exactly.

    Returns
    -------
    Flow

    Raises
    ------
    ShapeError
        If the starts do not fit the game.
    InputError
        If an option makes no sense.

    Notes
    -----
    A trajectory is at a vertex when all but 1e-4 of each population is there, the vertex is asymptotically stable and
    no share moves away; or when it has come to rest there. At rest: no action in use is better than average, and the
    others are gone. Closed orbits and slow (not exponential) approaches are still moving when the time is over, or,
    where no duration is given, after ``STEPS`` steps of the integrator (``MANY_STEPS`` where trajectories can settle
    inside), see :mod:`~tvet_games.solve.dynamics.preparation`.

    References
    ----------
    Hofbauer and Sigmund (1998), chapter 10. doi:10.1017/CBO9781139173179

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> found = flow(hunt, [[0.9, 0.9], [0.5, 0.5], [2 / 3, 2 / 3]])
    >>> [OUTCOMES[k] for k in found.outcome], found.vertex.tolist()
    (['vertex', 'vertex', 'rest'], [0, 3, -1])
    """
    expected(game, (NormalFormGame, FeedbackGame), "game", "a game")
    expected(dynamic, (Replicator, Logit, BestResponse), "dynamic", "Replicator(), Logit(...) or BestResponse()")
    duration = None if duration is None else positive(duration, "flow", "duration")
    accuracy = positive(accuracy, "flow", "accuracy")
    plain = game.baseline if isinstance(game, FeedbackGame) else game
    _, values = check_state(plain.to_float(), starts)
    batch = np.broadcast_shapes(values.shape[:-1], plain.batch_shape)
    states = np.broadcast_to(values, (*batch, values.shape[-1]))
    flat = states.reshape(int(np.prod(batch)), states.shape[-1])
    time = np.broadcast_to(default_duration(game, dynamic) if duration is None else duration, batch).ravel()
    if isinstance(dynamic, BestResponse):
        ends = _switched(constant_payoffs(game), flat, time, batch)
    else:
        steps = patience(game, dynamic) if duration is None else MOST_STEPS
        ends = _followed(game, dynamic, flat, time, batch, accuracy, steps)
    return Flow(
        game,
        dynamic,
        states,
        ends.states.reshape(states.shape),
        ends.outcome.reshape(batch),
        ends.vertex.reshape(batch),
        ends.time.reshape(batch),
        time.reshape(batch),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Ends of a flat batch of trajectories, as in a :class:`Flow`."""

    states: Array
    outcome: Array
    vertex: Array
    time: Array


def _followed(
    game: AnyGame,
    dynamic: Replicator | Logit,
    starts: Array,
    duration: Array,
    batch: tuple[int, ...],
    accuracy: float,
    steps: int,
) -> Ends:
    """Chunk by chunk through the integrator."""
    count = len(starts)
    ends = Ends(np.empty(starts.shape), np.empty(count, np.int8), np.empty(count, np.int64), np.empty(count))
    system, accuracy = system_of(game, batch, dynamic), needed_accuracy(game, dynamic, accuracy)
    for first in range(0, count, CHUNK):
        part = np.arange(first, min(first + CHUNK, count))
        here, values = started(system.take(part), starts[part])
        with np.errstate(over="ignore"):
            found = arrived(here, integrate(here, values, duration[part], accuracy, steps))
        ends.states[part], ends.outcome[part] = found.states, found.outcome
        ends.vertex[part], ends.time[part] = found.vertex, found.time
    return ends


def arrived(system: ReplicatorSystem | LogitSystem, arrival: Arrival) -> Ends:
    """What became of trajectories; overflow is the caller's to ignore."""
    near, inward, _, vertex = system.position(arrival.values, arrival.rate)
    at_vertex = near & (arrival.finished | inward)
    outcome = np.where(at_vertex, 0, np.where(arrival.finished, 1, 2))
    states = state_of_shares(system.shares(arrival.values))
    return Ends(states, outcome, np.where(at_vertex, vertex, -1), arrival.time)


def started(system: ReplicatorSystem | LogitSystem, starts: Array) -> tuple[ReplicatorSystem | LogitSystem, Array]:
    """The system with what moves from these starts, and its rows there."""
    if isinstance(system, LogitSystem):
        return system, np.ascontiguousarray(starts.T)
    values, moves = log_odds(system.sizes, [s.T for s in strategies_of(system.sizes, starts)])
    return replace(system, moves=moves), values


def constant_payoffs(game: AnyGame) -> NormalFormGame:
    """The game in floats.

    Raises
    ------
    InputError
        If its payoffs react to the shares.
    """
    if isinstance(game, FeedbackGame):
        what = "best responses are followed for constant payoffs; with feedback use Logit with little noise"
        raise InputError("flow", [Problem("dynamic", what)])
    return game.to_float()


def _switched(game: NormalFormGame, starts: Array, duration: Array, batch: tuple[int, ...]) -> Ends:
    """One best-response path after another."""
    core = game.payoffs.shape[game.payoffs.ndim - len(game.players) - 1 :]
    payoffs = np.broadcast_to(game.payoffs, (*batch, *core)).reshape(-1, *core)
    paths = [follow_best_responses(*each) for each in zip(payoffs, starts, duration, strict=True)]
    ends = [end_state(path, game.shape) for path in paths]
    return Ends(
        np.array([state for state, _ in ends]).reshape(starts.shape),
        np.array([OUTCOMES.index(path.outcome) for path in paths], dtype=np.int8),
        np.array([vertex for _, vertex in ends], dtype=np.int64),
        np.array([path.times[-1] for path in paths]),
    )
