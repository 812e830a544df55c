"""Three populations with two actions each: trajectories in the cube of the shares that take the first one."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError, expected
from tvet_games.numerics import Array
from tvet_games.show.axis_words import action_label, title_of
from tvet_games.show.colours import COLOURS, GREY, LINES, MARKERS, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.phase_portrait import followed, grid_of, smooth
from tvet_games.show.style import COLUMN, in_style
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.rules import Replicator
from tvet_games.solve.dynamics.state import check_state, vertex_state
from tvet_games.solve.dynamics.trajectory import Trajectory
from tvet_games.study.evolution.evolve import Evolution
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.words import fill, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIDE = 3
"""Trajectories along each edge."""

ABOVE = 0.09
"""How far the name of a vertex is above or below it, as a part of an edge."""

PADS = (-2, -4)
"""Of ticks and of labels of axes [points]."""

ZOOM = 0.86
"""Leaves room for the names of axes."""

SHAPE = (2, 2, 2)
"""Of the games that a cube shows."""


PHRASES: dict[str, tuple[str, str]] = {
    "path": ("the path from the star", "自星号出发的路径"),
    "to": ("to {shares}: {actions}", "趋向 {shares}：{actions}"),
    "nowhere": ("to no vertex", "不趋向任何顶点"),
    "stable": ("stable vertex", "稳定顶点"),
    "not stable": ("vertex that is not stable", "不稳定顶点"),
}


@in_style
def plot_cube(
    found: Evolution, ax: Axes | None = None, *, starts: Any = None, language: Language | None = None
) -> Axes:
    """Draw where trajectories of three populations lead.

    Parameters
    ----------
    found : Evolution
        Of three players with two actions each.
    ax : matplotlib.axes.Axes, optional
        Of three dimensions.
    starts : array_like, shape (m, 3), optional
        [share] Where trajectories start besides the path; by default a grid.
    language : {"en", "zh"}, optional
        By default the one that is set.

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
    tongue = spoken(language)
    area: Axes = _axes(ax)
    _edges(area)
    _trajectories(area, found, points, tongue)
    look: dict[str, Any] = {"color": "black", "marker": "*", "markersize": 8, "linewidth": 1.9, "zorder": 5}
    area.plot(*smooth(found.path).T, markevery=[0], label=fill(PHRASES, "path", tongue), **look)
    _vertices(area, found, tongue)
    _frame(area, found, tongue)
    return area


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

        _, new = plt.subplots(figsize=(COLUMN, 3.9), layout="constrained", subplot_kw={"projection": "3d"})
        return new
    if getattr(ax, "name", "") != "3d":
        what = "expected axes of three dimensions, as in plt.subplots(subplot_kw={'projection': '3d'})"
        raise InputError("plot_cube", [Problem("ax", what)])
    return axes(ax, (COLUMN, 3.9))


def _edges(area: Any) -> None:
    corners = [vertex_state(SHAPE, profile) for profile in np.ndindex(SHAPE)]
    for one, other in combinations(corners, 2):
        if np.abs(one - other).sum() == 1:
            area.plot(*np.array([one, other]).T, color=GREY, linewidth=0.6)


def _trajectories(area: Any, found: Evolution, points: Array, language: Language) -> None:
    """One colour, style and mark an end."""
    groups: dict[tuple[int, ...] | None, list[Trajectory]] = {}
    for path in followed(found, points):
        groups.setdefault(path.vertex, []).append(path)
    for k, end in enumerate(sorted(groups, key=lambda profile: profile or (2,))):
        colour = GREY if end is None else COLOURS[k % len(COLOURS)]
        look = {"color": colour, "linestyle": LINES[k % len(LINES)], "linewidth": 0.8}
        mark = {"marker": MARKERS[1 + k % (len(MARKERS) - 1)], "markersize": 2.8, "markevery": [0]}
        for j, path in enumerate(groups[end]):
            area.plot(*path.states.T, **look, **mark, label=_goal(found, end, language) if j == 0 else None)


def _vertices(area: Any, found: Evolution, language: Language) -> None:
    stable = {vertex.profile for vertex in found.stability.stable}
    for filled in (True, False):
        profiles = [p for p in np.ndindex(SHAPE) if (p in stable) == filled]
        if not profiles or not isinstance(found.dynamic, Replicator):
            continue
        area.plot(
            *np.array([vertex_state(SHAPE, p) for p in profiles]).T,
            marker="o",
            markersize=6,
            color="black",
            markerfacecolor="black" if filled else "white",
            linestyle="none",
            label=fill(PHRASES, "stable" if filled else "not stable", language),
        )
    for profile in np.ndindex(SHAPE):
        x, y, z = vertex_state(SHAPE, profile)
        box = {"facecolor": "white", "alpha": 0.7, "linewidth": 0, "pad": 0.6}
        look = {"fontsize": "small", "ha": "center", "va": "center", "bbox": box}
        area.text(x, y, z + (ABOVE if z else -ABOVE), _short(profile), **look)


def _short(profile: tuple[int, ...]) -> str:
    """The shares at a vertex."""
    return f"({', '.join('0' if a else '1' for a in profile)})"


def _goal(found: Evolution, end: tuple[int, ...] | None, language: Language) -> str:
    """Where trajectories lead."""
    if end is None:
        return fill(PHRASES, "nowhere", language)
    label = found.conflict.labels.of
    actions = [label(p.actions[a], language) for p, a in zip(found.conflict.players, end, strict=True)]
    return fill(PHRASES, "to", language, shares=_short(end), actions=listed(actions, language))


def _frame(area: Any, found: Evolution, language: Language) -> None:
    for player, name in enumerate("xyz"):
        words = action_label(found.conflict, player, 0, language)
        area.set(**{f"{name}label": words, f"{name}lim": (0, 1), f"{name}ticks": [0.2, 0.4, 0.6, 0.8]})
        area.tick_params(axis=name, pad=PADS[0])
        getattr(area, f"{name}axis").labelpad = PADS[1]
    area.set_title(
        title_of(found.conflict, found.calibration, found.policy, found.rules, found.dynamic, language=language)
    )
    area.set_box_aspect(None, zoom=ZOOM)
    legend_below(area)
