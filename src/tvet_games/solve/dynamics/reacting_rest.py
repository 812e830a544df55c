"""Rest points where payoffs react to the shares, found by Newton's method from a grid of starts on every face.

With constant payoffs the equations of a face can be solved completely
(:mod:`~tvet_games.solve.dynamics.rest_points`); here the rule of the levels may be any function, so that a rest point
may be missed. Stability comes from the full Jacobian, with what the levels change.

Shapes: states ``(points, d)``.

References
----------
Hirsch, Smale and Devaney (2013), Differential Equations, Dynamical Systems, and an Introduction to Chaos, chapter 8.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.best_response import regret
from tvet_games.numerics import TOLERANCE, Array, payoff_span
from tvet_games.solve.dynamics.faces import Face, Supports
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.rest_points import RestPoint, RestPoints, classify
from tvet_games.solve.dynamics.state import strategies_of, vertex_state

GRID = {1: 33, 2: 9, 3: 5}
"""Starts a mixing population has on a face, by how many mix; more populations than that get 3."""

STEPS = 60
"""Steps of Newton's method."""

APART = 1e-6
"""Points closer than this are one [share]."""


def reacting_rest_points(game: FeedbackGame) -> RestPoints:
    """Return the rest points that are found of a game whose payoffs react, with their stability.

    Parameters
    ----------
    game : FeedbackGame
        Of populations with two actions each.

    Returns
    -------
    RestPoints
        Its vertices, and those alone inside and on faces; ``continua`` are faces with others; ``complete`` is False.

    Raises
    ------
    ShapeError
        If a population has another number of actions than two.

    Examples
    --------
    A grant to the first population that fades as it cooperates holds its share where it gains nothing any more:

    >>> from tvet_games.games.normal_form import NormalFormGame
    >>> baseline = NormalFormGame([[[-1, -1], [0, 0]], [[0, 1], [-1, 0]]])
    >>> grant = np.zeros((1, 2, 2, 2)); grant[0, 0, 0] = 1
    >>> fading = FeedbackGame(baseline, grant, grant[:, 0], lambda x: 4 - 4 * x[..., :1],
    ...     lambda x: np.broadcast_to([[-4.0, 0.0]], (*x.shape[:-1], 1, 2)), ("grant",))
    >>> [p.state.round(6).tolist() for p in reacting_rest_points(fading) if p.stable]
    [[0.75, 0.0]]
    """
    if any(size != 2 for size in game.shape):
        raise ShapeError(f"rest points of games that react are found for two actions each, this one has {game.shape}")
    states = [vertex_state(game.shape, profile) for profile in np.ndindex(game.shape)]
    continua = []
    for supports in _faces(len(game.shape)):
        found, has_lines = _on_face(game, supports)
        states += found
        if has_lines:
            continua.append(Face(supports, game.players, game.actions))
    return RestPoints(game.baseline, tuple(_point(game, state) for state in states), tuple(continua), False)


def _faces(count: int) -> list[Supports]:
    """Faces on which somebody mixes, those on which few mix first; of two actions each, (0,), (1,) or (0, 1)."""
    every = product(((0, 1), (0,), (1,)), repeat=count)
    return sorted((s for s in every if max(map(len, s)) > 1), key=lambda s: sum(map(len, s)))


def _on_face(game: FeedbackGame, supports: Supports) -> tuple[list[Array], bool]:
    """Rest points alone inside a face, and whether there are others that are not alone."""
    mixing = [i for i, support in enumerate(supports) if len(support) > 1]
    base = np.array([0.5 if len(support) > 1 else 1.0 - support[0] for support in supports])
    grid = np.linspace(0, 1, GRID.get(len(mixing), 3) + 2)[1:-1]
    starts = np.array(list(product(grid, repeat=len(mixing))))
    states = np.repeat(base[None], len(starts), axis=0)
    states[:, mixing] = starts
    for _ in range(STEPS):
        gains, slopes = _gains(game, states, mixing)
        known = np.flatnonzero(np.isfinite(slopes).all(axis=(1, 2)) & np.isfinite(gains).all(axis=1))
        regular = known[np.abs(np.linalg.det(slopes[known])) > 0]
        if not len(regular):
            break
        step = np.zeros_like(gains)
        step[regular] = np.linalg.solve(slopes[regular], gains[regular][..., None])[..., 0]
        # Half way to the border at most, so that a point stays inside.
        here = states[:, mixing]
        inner = np.clip(here - step, here / 2, (1 + here) / 2)
        states[:, mixing] = np.clip(inner, APART / 2, 1 - APART / 2)
    gains, slopes = _gains(game, states, mixing)
    scale = payoff_span(game.at(states).payoffs, tuple(range(-len(game.shape) - 1, 0)))
    settled = (np.abs(gains) <= TOLERANCE * scale[:, None]).all(axis=1)
    inside = ((states[:, mixing] > APART) & (states[:, mixing] < 1 - APART)).all(axis=1)
    # Where the gains do not change in some direction, rest points are not alone.
    known = np.flatnonzero(np.isfinite(slopes).all(axis=(1, 2)))
    sizes = np.linalg.svd(slopes[known], compute_uv=False)
    flat = np.ones(len(states), dtype=bool)
    flat[known] = sizes[:, -1] <= TOLERANCE * scale[known]
    found: list[Array] = []
    for state in states[settled & inside & ~flat]:
        if all(np.abs(state - other).max() > APART for other in found):
            found.append(state)
    return sorted(found, key=lambda s: tuple(-s)), bool((settled & inside & flat).any())


def _gains(game: FeedbackGame, states: Array, mixing: list[int]) -> tuple[Array, Array]:
    """What cooperating gains the mixing populations, and how that changes with their shares."""
    own = states[:, mixing]
    spread = own * (1 - own)
    gains = game.field(states)[:, mixing] / spread
    rows = game.jacobian(states)[:, mixing][:, :, mixing]
    change = rows - np.eye(len(mixing)) * ((1 - 2 * own) * gains)[:, :, None]
    return gains, change / spread[:, :, None]


def _point(game: FeedbackGame, state: Array) -> RestPoint:
    jacobian = game.jacobian(state)
    known = np.isfinite(jacobian).all()
    eigenvalues = np.linalg.eigvals(jacobian) if known else np.full(len(state), np.nan)
    if not np.iscomplex(eigenvalues).any():
        eigenvalues = eigenvalues.real
    frozen = game.at(state)
    scale = float(np.max(payoff_span(frozen.payoffs, tuple(range(1, frozen.payoffs.ndim)))))
    kind: Any = classify(eigenvalues, scale) if known else "undecided"
    inner = (state > 0) & (state < 1)
    mixing = tuple(p for p, mixes in zip(game.players, inner, strict=True) if mixes)
    strategies = strategies_of(game.shape, state)
    is_equilibrium = bool(regret(frozen, strategies) <= TOLERANCE)
    stable = kind == "stable"
    return RestPoint(state, strategies, mixing, eigenvalues, kind, is_equilibrium, stable, game.actions, game.labels)
