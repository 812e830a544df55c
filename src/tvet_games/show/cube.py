"""Three populations with two actions each: trajectories in the cube of the shares that take the first one."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError, expected
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, GREY, MARKERS, as_written
from tvet_games.show.phase_portrait import followed, grid_of, smooth
from tvet_games.show.shares_over_time import STYLES, title_of
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.rules import Replicator
from tvet_games.solve.dynamics.state import check_state, vertex_state
from tvet_games.solve.dynamics.trajectory import Trajectory
from tvet_games.study.evolution.evolve import Evolution

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIDE = 3
"""Trajectories along each edge."""

ABOVE = 0.09
"""How far the name of a vertex is above or below it, as a part of an edge."""

SHAPE = (2, 2, 2)
"""Of the games that a cube shows."""


def plot_cube(found: Evolution, ax: Axes | None = None, *, starts: Any = None) -> Axes:
    """Draw where trajectories of three populations lead.

    Parameters
    ----------
    found : Evolution
        Of three players with two actions each.
    ax : matplotlib.axes.Axes, optional
        Of three dimensions.
    starts : array_like, shape (m, 3), optional
        [share] Where trajectories start besides the path; by default a grid.

    Returns
    -------
    matplotlib.axes.Axes
        Vertices, named by their shares, filled where they are stable and open elsewhere (without marks for another
        than the replicator dynamic).
        Trajectories have the colour and style, and their starts the mark, of where they end. The path is black.

    Raises
    ------
    ShapeError
        If the conflict is another, or the starts are no states.
    InputError
        If it is not what evolve() returns, or the axes are flat.

    Examples
    --------
    >>> from tvet_games.study.evolution.evolve import evolve
    >>> ax = plot_cube(evolve("government_school_enterprise", "germany_2022"), starts=[[0.2, 0.5, 0.5]])
    >>> ax.get_zlabel()
    'enterprise: invest'
    """
    expected(found, Evolution, "plot_cube", "what evolve() returns")
    if found.conflict.shape != SHAPE:
        other = "plot_phase_portrait" if found.conflict.shape == (2, 2) else "plot_shares_over_time"
        raise ShapeError(f"a cube shows three players with two actions each; use {other} here")
    points = _starts(found, starts)
    area: Axes = _axes(ax)
    _edges(area)
    _trajectories(area, found, points)
    look: dict[str, Any] = {"color": "black", "marker": "*", "markersize": 11}
    area.plot(*smooth(found.path).T, linewidth=2.4, markevery=[0], label="the path from the star", **look)
    _vertices(area, found)
    _frame(area, found)
    return as_written(area)


def _starts(found: Evolution, starts: Any) -> Array:
    if starts is None:
        return grid_of(SIDE, 3)
    game = found.game.baseline if isinstance(found.game, FeedbackGame) else found.game.to_float()
    points = check_state(game, starts)[1].astype(np.float64)
    if points.ndim != 2:
        raise ShapeError(f"starts are rows of three shares, shape (m, 3), got shape {points.shape}")
    return points


def _axes(ax: Axes | None) -> Any:
    if ax is None:
        from matplotlib import pyplot as plt

        _, new = plt.subplots(figsize=(6.6, 7.0), layout="constrained", subplot_kw={"projection": "3d"})
        return new
    if getattr(ax, "name", "") != "3d":
        what = "expected axes of three dimensions, as in plt.subplots(subplot_kw={'projection': '3d'})"
        raise InputError("plot_cube", [Problem("ax", what)])
    return ax


def _edges(area: Any) -> None:
    corners = [vertex_state(SHAPE, profile) for profile in np.ndindex(SHAPE)]
    for one, other in combinations(corners, 2):
        if np.abs(one - other).sum() == 1:
            area.plot(*np.array([one, other]).T, color=GREY, linewidth=0.8)


def _trajectories(area: Any, found: Evolution, points: Array) -> None:
    """One colour, style and mark an end."""
    groups: dict[tuple[int, ...] | None, list[Trajectory]] = {}
    for path in followed(found, points):
        groups.setdefault(path.vertex, []).append(path)
    for k, end in enumerate(sorted(groups, key=lambda profile: profile or (2,))):
        colour = GREY if end is None else COLOURS[k % len(COLOURS)]
        look = {"color": colour, "linestyle": STYLES[k % len(STYLES)], "linewidth": 1.1}
        mark = {"marker": MARKERS[1 + k % (len(MARKERS) - 1)], "markersize": 4, "markevery": [0]}
        for j, path in enumerate(groups[end]):
            words = "to no vertex" if end is None else f"to {_short(end)}: {_name(found, end)}"
            area.plot(*path.states.T, **look, **mark, label=words if j == 0 else None)


def _vertices(area: Any, found: Evolution) -> None:
    stable = {vertex.profile for vertex in found.stability.stable}
    for filled in (True, False):
        profiles = [p for p in np.ndindex(SHAPE) if (p in stable) == filled]
        if not profiles or not isinstance(found.dynamic, Replicator):
            continue
        area.plot(
            *np.array([vertex_state(SHAPE, p) for p in profiles]).T,
            marker="o",
            markersize=9,
            color="black",
            markerfacecolor="black" if filled else "white",
            linestyle="none",
            label="stable vertex" if filled else "vertex that is not stable",
        )
    for profile in np.ndindex(SHAPE):
        x, y, z = vertex_state(SHAPE, profile)
        box = {"facecolor": "white", "alpha": 0.7, "linewidth": 0, "pad": 0.6}
        look = {"fontsize": "small", "ha": "center", "va": "center", "bbox": box}
        area.text(x, y, z + (ABOVE if z else -ABOVE), _short(profile), **look)


def _short(profile: tuple[int, ...]) -> str:
    """The shares at a vertex."""
    return f"({', '.join('0' if a else '1' for a in profile)})"


def _name(found: Evolution, profile: tuple[int, ...]) -> str:
    label = found.conflict.labels.of
    return ", ".join(label(p.actions[a]) for p, a in zip(found.conflict.players, profile, strict=True))


def _frame(area: Any, found: Evolution) -> None:
    label = found.conflict.labels.of
    words = [f"{label(p.name)}: {label(p.actions[0])}" for p in found.conflict.players]
    for name, text in zip("xyz", words, strict=True):
        area.set(**{f"{name}label": text, f"{name}lim": (0, 1), f"{name}ticks": [0.2, 0.4, 0.6, 0.8]})
    area.set_title(title_of(found.conflict, found.calibration, found.policy, found.rules, found.dynamic))
    area.legend(fontsize="small", loc="upper center", bbox_to_anchor=(0.5, -0.02), frameon=False)
