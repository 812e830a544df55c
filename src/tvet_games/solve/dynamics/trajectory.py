"""One trajectory over time.

The replicator and the logit dynamic go through SciPy's solver of order eight, the replicator in log-odds; best
responses are followed exactly.

Shapes: times ``(T,)``, states ``(T, d)``.

References
----------
Hairer, Norsett and Wanner (1993), Solving Ordinary Differential Equations I, section II.5.
doi:10.1007/978-3-540-78862-1
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError, SolverError, expected, positive, shorten
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array, row_of_numbers
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.flow import OUTCOMES, constant_payoffs, flow, started
from tvet_games.solve.dynamics.preparation import PATIENCE, AnyGame, default_duration, state_of_shares, system_of
from tvet_games.solve.dynamics.rules import REPLICATOR, BestResponse, Dynamic
from tvet_games.solve.dynamics.state import names_of
from tvet_games.solve.dynamics.switching import follow_best_responses
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

ACCURACY = 1e-11
"""Relative and absolute error of a step, in log-odds."""

POINTS = 201
"""Points of time of a trajectory unless told otherwise."""

AFTERWARDS = 1.2
"""A trajectory that arrives is shown for this many times the time it takes."""

UNSETTLED = 50
"""One that does not is shown for this many units of the time in which the largest gain of the slowest population
changes its log-odds by 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory(Shown):
    """A trajectory.

    Attributes
    ----------
    game : NormalFormGame or FeedbackGame
    dynamic : Replicator, Logit or BestResponse
    times : array, shape (T,)
        [1 / payoff for the replicator dynamic]
    states : array, shape (T, d)
        [share] Of every action but the last of each population.
    outcome : str
        What becomes of it however long it takes: ``vertex``, ``rest`` or ``moving``.
    vertex : tuple of int or None
        The profile of the vertex that it reaches.
    arrives : float or None
        When; None where it does not come to rest.
    """

    game: AnyGame = field(repr=False)
    dynamic: Dynamic
    times: Array = field(repr=False)
    states: Array = field(repr=False)
    outcome: str
    vertex: tuple[int, ...] | None
    arrives: float | None

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.dynamics.flow_card import trajectory_card

        return trajectory_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a point of time, a column a share."""
        import pandas as pd

        return pd.DataFrame(self.states, index=pd.Index(self.times, name="time"), columns=list(names_of(self.game)))


def trajectory(
    game: AnyGame,
    start: Any,
    *,
    dynamic: Dynamic = REPLICATOR,
    times: Any = None,
    duration: float | None = None,
) -> Trajectory:
    """Follow one trajectory over time.

    Parameters
    ----------
    game : NormalFormGame or FeedbackGame
        One game.
    start : array_like, shape (d,)
        [share] Of every action but the last of each population.
    dynamic : Replicator, Logit or BestResponse
    times : array_like, shape (T,), optional
        [1 / payoff for the replicator dynamic] Points of time, from 0 upwards.
    duration : float, optional
        Instead: the last of equally spaced ones. By default a little longer than it takes to come to rest.

    Returns
    -------
    Trajectory

    Raises
    ------
    ShapeError
        If the start does not fit the game, or it is a batch.
    InputError
        If the times make no sense.

    References
    ----------
    Taylor and Jonker (1978), doi:10.1016/0025-5564(78)90077-9

    Examples
    --------
    >>> from tvet_games.games.normal_form import NormalFormGame
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> path = trajectory(hunt, [0.9, 0.6], times=[0, 1, 10])
    >>> path.states.round(4).tolist(), path.vertex
    ([[0.9, 0.6], [0.903, 0.7502], [1.0, 0.9999]], (0, 0))
    """
    expected(game, (NormalFormGame, FeedbackGame), "game", "a game")
    if not isinstance(game, FeedbackGame) and not game.is_single:
        raise ShapeError("a trajectory is of one game; take one out of the batch first, as in game[0]")
    end = flow(game, start, dynamic=dynamic)
    if end.outcome.ndim:
        raise ShapeError(f"a trajectory has one start, got an array of shape {end.starts.shape}; flow takes many")
    moments = _moments(times, duration, shown_for(game, dynamic, float(end.time), OUTCOMES[int(end.outcome)]))
    return traced(game, end.starts, dynamic, moments, (int(end.outcome), int(end.vertex), float(end.time)))


def traced(game: AnyGame, start: Array, dynamic: Dynamic, moments: Array, end: tuple[int, int, float]) -> Trajectory:
    """Follow a trajectory whose end (outcome, vertex and time, as a flow gives them) is known already."""
    if isinstance(dynamic, BestResponse):
        states = follow_best_responses(constant_payoffs(game).payoffs, start, float(moments[-1])).at(moments)
    else:
        states = _integrated(game, dynamic, start, moments)
    outcome, vertex, time = end
    profile = None if vertex < 0 else tuple(int(a) for a in np.unravel_index(vertex, game.shape))
    word = OUTCOMES[outcome]
    return Trajectory(game, dynamic, moments, states, word, profile, None if word == "moving" else time)


def shown_for(game: AnyGame, dynamic: Dynamic, stops: float, outcome: str) -> float:
    """How long a trajectory is shown that stops at a time with an outcome."""
    unit = float(default_duration(game, dynamic)) / PATIENCE
    return UNSETTLED * unit if outcome == "moving" else max(AFTERWARDS * stops, unit)


def _moments(times: Any, duration: float | None, shown: float) -> Array:
    if times is None:
        last = shown if duration is None else positive(duration, "trajectory", "duration")
        return np.linspace(0.0, last, POINTS)
    if duration is not None:
        raise InputError("trajectory", [Problem("duration", "is the last of the times; give one of the two")])
    try:
        moments = row_of_numbers(np.ravel(times), exact=False)
    except (TypeError, ValueError):
        moments = np.empty(0)
    if not moments.size or not np.isfinite(moments).all() or moments[0] < 0 or (np.diff(moments) < 0).any():
        what = "expected numbers from 0 upwards, in order"
        raise InputError("trajectory", [Problem("times", what, shorten(str(times)))])
    return moments


def _integrated(game: AnyGame, dynamic: Dynamic, start: Array, moments: Array) -> Array:
    from scipy.integrate import solve_ivp

    system, values = started(system_of(game, (1,), dynamic), start[None])
    free = np.isfinite(values[:, 0])

    def rate(_: float, moving: Array) -> Array:
        full = values.copy()
        full[free, 0] = moving
        return np.asarray(system.rate(full)[free, 0])

    rows = np.repeat(values, len(moments), axis=1)
    with np.errstate(over="ignore"):
        if free.any() and moments[-1] > 0:
            span = (0.0, float(moments[-1]))
            once, places = np.unique(moments, return_inverse=True)
            found = solve_ivp(rate, span, values[free, 0], method="DOP853", t_eval=once, rtol=ACCURACY, atol=ACCURACY)
            if not found.success:
                raise SolverError(f"the trajectory could not be followed to the end: {found.message}")
            rows[free] = found.y[:, places]
        return state_of_shares(system.shares(rows))
