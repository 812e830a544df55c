"""Where the set of stable vertices changes along a quantity, and how much of all starts ends in cooperation."""

from __future__ import annotations

from typing import Any

import numpy as np

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TOLERANCE, Array
from tvet_games.solve.basin import basin_estimate
from tvet_games.solve.dynamics.destinations import Destinations
from tvet_games.solve.dynamics.rules import Dynamic, Replicator
from tvet_games.solve.dynamics.stability import stable_vertices, vertex_eigenvalues
from tvet_games.study.setting import Setting

HALVINGS = 60
"""A zero of an eigenvalue is narrowed down this often at most."""


def changes(around: Setting, name: str, grid: Array) -> tuple[float, ...]:
    """Where the set of stable vertices changes between the first and the last value of a grid.

    Every eigenvalue that has one sign at a value and another at the next has a zero between them. A level is affine
    in the payoffs, so its zeros are found at once; others may cross twice between two values and be missed.
    """
    values = _eigenvalues(around, name, grid)
    where, which = np.nonzero(values[:-1] * values[1:] < 0)
    zeros = _zeros(around, name, grid[where], grid[where + 1], which)
    ends = grid[np.nonzero(values == 0)[0]]
    places = _apart(np.sort(np.concatenate([grid[:1], zeros, ends, grid[-1:]])), float(np.ptp(grid)))
    if len(places) < 3:
        return ()
    stable = stable_vertices(around.games(name, (places[1:] + places[:-1]) / 2)).reshape(len(places) - 1, -1)
    differs = (stable[1:] != stable[:-1]).any(axis=1)
    return tuple(float(place) for place, jumps in zip(places[1:-1], differs, strict=True) if jumps)


def _zeros(around: Setting, name: str, low: Array, high: Array, which: Array) -> Array:
    """Zeros of some eigenvalues between two values each, by regula falsi with a halving now and then."""
    if not len(which):
        return low
    each = np.arange(len(which))
    below, above = (_eigenvalues(around, name, at)[each, which] for at in (low, high))
    middle = low
    for step in range(HALVINGS):
        cut = below / (below - above) if step % 3 < 2 else 0.5
        middle = low + (high - low) * cut
        value = _eigenvalues(around, name, middle)[each, which]
        left = value * below > 0
        low, below = np.where(left, middle, low), np.where(left, value, below)
        high, above = np.where(left, high, middle), np.where(left, above, value)
        if (value == 0).all():
            break
    return np.asarray(middle)


def _eigenvalues(around: Setting, name: str, numbers: Array) -> Array:
    """Eigenvalues of all vertices, one row a value."""
    return vertex_eigenvalues(around.games(name, numbers)).reshape(len(numbers), -1)


def target_shares(games: NormalFormGame, found: Destinations, dynamic: Dynamic) -> tuple[Array, Array]:
    """From which share of starting points everybody comes to cooperate in each game, and its error.

    Exact for 2x2 games under the replicator dynamic, estimated by the destinations otherwise.
    """
    if games.shape == (2, 2) and isinstance(dynamic, Replicator):
        exactly = basin_estimate(games)
        return np.asarray(exactly.share), np.asarray(exactly.error)
    target: Any = (..., *(0,) * len(games.shape))
    return found.shares[target], found.standard_errors[target]


def _apart(places: Array, reach: float) -> Array:
    """Increasing numbers of which those within rounding of each other are one."""
    kept = np.concatenate([[True], np.diff(places) > TOLERANCE * reach])
    return np.asarray(places[kept])
