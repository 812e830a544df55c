"""The phase portrait of two populations with two actions each: the unit square of the shares that take the first one.

Arrows show where the shares move from everywhere, marks where they rest, and the bold line, which is exact, what
separates the basins. Rest points, separatrix and arrows are those of the replicator dynamic; for another dynamic only
trajectories are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import ShapeError, expected
from tvet_games.numerics import Array
from tvet_games.show.axis_words import share_label, title_of
from tvet_games.show.colours import COLOURS, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.flow import OUTCOMES, flow
from tvet_games.solve.dynamics.replicator import replicator_field
from tvet_games.solve.dynamics.rest_points import RestPoint
from tvet_games.solve.dynamics.rules import Replicator
from tvet_games.solve.dynamics.state import check_state, vertex_state
from tvet_games.solve.dynamics.trajectory import POINTS, Trajectory, shown_for, traced
from tvet_games.study.evolution.evolve import Evolution
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "basin": ("basin of cooperation ({share})", "合作的吸引域（{share}）"),
    "separatrix": ("separatrix (exact)", "分界线（精确）"),
    "trajectories": ("trajectories from dots", "自圆点出发的轨迹"),
    "path": ("the path", "所考察的路径"),
    "start": ("its start", "路径起点"),
    "line": ("rest points all along", "处处静止"),
    "kind": ("rest point: {kind}", "静止点：{kind}"),
    "corner": ("{first}, {second}", "{first}、{second}"),
}

ARROWS = 12
"""Arrows along each side."""

SIDE = 3
"""Trajectories along each side."""

KINDS: dict[str, tuple[str, str, str]] = {
    "stable": ("o", "black", "black"),
    "saddle": ("o", "black", "white"),
    "source": ("o", "white", "white"),
    "centre": (r"$\odot$", "black", "black"),
    "not stable": ("s", "white", "white"),
    "undecided": ("D", "white", "white"),
}
"""Of each kind of rest point: shape of its mark, colour of the left half, colour of the right half."""

ARROW = {"width": 0.004, "headwidth": 4, "headlength": 4, "headaxislength": 3.5}
"""Look of the arrows, as parts of the side and multiples of the width."""

QUIET = "#444444"
"""Colour of the names at the corners."""

TICKS = (0, 0.25, 0.5, 0.75, 1)
"""Of both axes [share]."""

ALIKE = {"source": "source point"}
"""Kinds that the vocabulary has by another name."""

EARLY = 4
"""Power that draws points of time towards the start of a trajectory, where most of the way is made."""

SHADE, FAINT, THIN = "#D6E6F4", "#9A9A9A", "#4F7A9A"
"""Colours of the basin, of arrows, and of trajectories other than the path."""


@in_style
def plot_phase_portrait(
    found: Evolution, ax: Axes | None = None, *, starts: Any = None, language: Language | None = None
) -> Axes:
    """Draw where the shares of two populations move, where they rest, and what separates the basins.

    Parameters
    ----------
    found : Evolution
        Of two players with two actions each.
    ax : matplotlib.axes.Axes, optional
    starts : array_like, shape (m, 2), optional
        [share] Where trajectories start besides the path; by default a grid.
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        The path is the bold coloured line from the square mark. With feedback there is no separatrix.

    Raises
    ------
    ShapeError
        If the conflict is another, or the starts are no states.
    InputError
        If it is not what evolve() returns.

    References
    ----------
    Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10. doi:10.1017/CBO9781139173179

    Examples
    --------
    >>> from tvet_games.study.evolution.evolve import evolve
    >>> ax = plot_phase_portrait(evolve("school_teacher", "germany_2022"), starts=[[0.2, 0.9]])
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('school: share that chooses “support”', 'teacher: share that chooses “practise”')
    """
    expected(found, Evolution, "plot_phase_portrait", "what evolve() returns")
    if found.conflict.shape != (2, 2):
        other = "plot_cube" if found.conflict.shape == (2, 2, 2) else "plot_shares_over_time"
        raise ShapeError(f"a phase portrait is of two players with two actions each; use {other} here")
    points, language = _starts(found, starts), spoken(language)
    area = axes(ax, (COLUMN, 4.6))
    if isinstance(found.dynamic, Replicator):
        _basin(area, found, language)
        _arrows(area, found)
    _trajectories(area, found, points, language)
    if isinstance(found.dynamic, Replicator):
        _rest(area, found, language)
    _corners(area, found, language)
    area.set_xlim(0, 1)
    area.set_ylim(0, 1)
    area.set_xticks(TICKS)
    area.set_yticks(TICKS)
    area.spines[:].set_visible(True)
    area.set_aspect("equal")
    area.set_xlabel(share_label(found.conflict, 0, language), labelpad=16)
    area.set_ylabel(share_label(found.conflict, 1, language))
    facts = (found.conflict, found.calibration, found.policy, found.rules, found.dynamic)
    area.set_title(title_of(*facts, language=language))
    legend_below(area, columns=2)
    return area


def grid_of(side: int, dimension: int) -> Array:
    """Starting points in the middle of the cells of a grid, shape (side ** dimension, dimension).

    Examples
    --------
    >>> grid_of(2, 2).tolist()
    [[0.25, 0.25], [0.25, 0.75], [0.75, 0.25], [0.75, 0.75]]
    """
    middles = (np.arange(side) + 0.5) / side
    return np.stack(np.meshgrid(*[middles] * dimension, indexing="ij"), axis=-1).reshape(-1, dimension)


def followed(found: Evolution, points: Array) -> list[Trajectory]:
    """Trajectories from points, shape (m, d), with points of time close enough for smooth lines."""
    if not len(points):
        return []
    ends = flow(found.game, points, dynamic=found.dynamic)
    paths = []
    for start, outcome, vertex, time in zip(points, ends.outcome, ends.vertex, ends.time, strict=True):
        last = shown_for(found.game, found.dynamic, float(time), OUTCOMES[outcome])
        end = (int(outcome), int(vertex), float(time))
        paths.append(traced(found.game, start, found.dynamic, _moments(last), end))
    return paths


def smooth(path: Trajectory) -> Array:
    """The states of a path with more points of time; one that keeps moving has enough."""
    if path.outcome == "moving":
        return path.states
    end = (OUTCOMES.index(path.outcome), -1, 0.0)
    return traced(path.game, path.states[0], path.dynamic, _moments(float(path.times[-1])), end).states


def _moments(last: float) -> Array:
    even = np.linspace(0, 1, POINTS)
    return last * np.unique(np.concatenate([even, even**EARLY]))


def _starts(found: Evolution, starts: Any) -> Array:
    if starts is None:
        return grid_of(SIDE, 2)
    game = found.game.baseline if isinstance(found.game, FeedbackGame) else found.game.to_float()
    points = check_state(game, starts)[1].astype(np.float64)
    if points.ndim != 2:
        raise ShapeError(f"starts are rows of two shares, shape (m, 2), got shape {points.shape}")
    return points


def _basin(area: Axes, found: Evolution, language: Language) -> None:
    """The separatrix, and the basin of cooperation above it."""
    line = found.separatrix
    if line is None or found.basin is None:
        return
    words = fill(PHRASES, "basin", language, share=percent(found.basin.share))
    if len(line.points):
        if found.stability.stable[0].profile == (0, 0):
            edge = np.vstack([line.points, [[1.0, 1.0], [0.0, 1.0]]])
            area.fill(*edge.T, color=SHADE, linewidth=0, zorder=0, label=words)
        area.plot(*line.points.T, color="black", linewidth=1.8, zorder=3, label=fill(PHRASES, "separatrix", language))
    elif float(found.basin.share) == 1:
        area.fill([0, 1, 1, 0], [0, 0, 1, 1], color=SHADE, linewidth=0, zorder=0, label=words)


def _arrows(area: Axes, found: Evolution) -> None:
    """Which way the shares move; all arrows of one length."""
    at = grid_of(ARROWS, 2)
    game = found.game
    rates = game.field(at) if isinstance(game, FeedbackGame) else replicator_field(game.to_float(), at)
    speed = np.hypot(*rates.T)
    moving = speed > 0
    steps = rates[moving] / speed[moving, None]
    area.quiver(*at[moving].T, *steps.T, color=FAINT, pivot="mid", angles="xy", scale=26, zorder=1, **ARROW)


def _trajectories(area: Axes, found: Evolution, points: Array, language: Language) -> None:
    said = {key: fill(PHRASES, key, language) for key in ("trajectories", "path", "start")}
    for k, path in enumerate(followed(found, points)):
        look: dict[str, Any] = {"linewidth": 0.8, "marker": ".", "markersize": 4.5, "markevery": [0], "zorder": 2}
        area.plot(*path.states.T, color=THIN, label=said["trajectories"] if k == 0 else None, **look)
    states = smooth(found.path)
    area.plot(*states.T, color=COLOURS[5], linewidth=1.8, linestyle=(0, (4, 1.5)), zorder=4, label=said["path"])
    look = {"marker": "s", "markersize": 5, "markeredgecolor": "black", "markeredgewidth": 0.6, "linestyle": "none"}
    area.plot(*states[0], color=COLOURS[5], zorder=5, clip_on=False, label=said["start"], **look)


def _rest(area: Axes, found: Evolution, language: Language) -> None:
    """Rest points by kind; edges of the square that rest as a whole are dotted."""
    for k, face in enumerate(f for f in found.rest.continua if len(f.mixing) == 1):
        ends = [vertex_state((2, 2), [support[j] for support in face.supports]) for j in (0, -1)]
        label = fill(PHRASES, "line", language) if k == 0 else None
        area.plot(*np.array(ends).T, color="black", linewidth=3, linestyle=":", clip_on=False, zorder=6, label=label)
    for kind, (marker, left, right) in KINDS.items():
        places = _places([point for point in found.rest if point.kind == kind])
        if len(places):
            area.plot(
                *places.T,
                marker=marker,
                markersize=7,
                fillstyle="full" if left == right else "left",
                markerfacecolor=left,
                markerfacecoloralt=right,
                markeredgecolor="black",
                markeredgewidth=0.8,
                linestyle="none",
                clip_on=False,
                zorder=7,
                label=fill(PHRASES, "kind", language, kind=_kind(kind, language)),
            )


def _kind(kind: str, language: Language) -> str:
    return word(ALIKE.get(kind, kind), language) if language == "zh" else kind


def _places(points: Sequence[RestPoint]) -> Array:
    return np.array([point.state for point in points], dtype=np.float64).reshape(-1, 2)


def _corners(area: Axes, found: Evolution, language: Language) -> None:
    """Name the actions at each corner, outside the square; titles stand above the label of a second axis, a blank."""
    above = area.secondary_xaxis("top")
    above.set_xticks([])
    above.set_xlabel(" ", labelpad=8)
    for profile in np.ndindex(2, 2):
        x, y = vertex_state((2, 2), profile)
        acts = [p.actions[a] for p, a in zip(found.conflict.players, profile, strict=True)]
        first, second = (found.conflict.labels.of(name, language) for name in acts)
        area.annotate(
            fill(PHRASES, "corner", language, first=first, second=second),
            (x, y),
            xytext=(0, 6 if y else -17),
            textcoords="offset points",
            ha="right" if x else "left",
            va="bottom" if y else "top",
            fontsize="small",
            color=QUIET,
            annotation_clip=False,
        )
