"""The payoffs that a mediator's advice can give two players, among all payoffs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import expected
from tvet_games.numerics import Array
from tvet_games.show.axis_words import title_of
from tvet_games.show.colours import COLOURS, GREY, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.mechanisms.communication import Communication
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import with_unit
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "outcomes": ("outcomes", "各结果"),
    "coarse": ("advice promised to be followed", "事先承诺听从的建议"),
    "followed": ("advice that is followed", "会被听从的建议"),
    "nash": ("Nash equilibria", "纳什均衡"),
    "cooperation": ("everybody cooperates", "各方都合作"),
}

SHADE = "#A9CBE8"
"""Colour of what advice can give."""

THICK = 5
"""Width of a segment that stands for an area [points]."""


@in_style
def plot_payoff_region(
    found: Communication,
    ax: Axes | None = None,
    *,
    players: tuple[str, str] | None = None,
    language: Language | None = None,
) -> Axes:
    """Draw the payoffs of two players under advice that all follow, the equilibria, and the target.

    Parameters
    ----------
    found : Communication
    ax : matplotlib.axes.Axes, optional
    players : two names, optional
        By default the first two.
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        Dashed, what advice can give that all promise to follow before they are told.

    Raises
    ------
    InputError
        If it is not what communication() returns, or there are no such players.

    Examples
    --------
    >>> from tvet_games.study.mechanisms.communication import communication
    >>> ax = plot_payoff_region(communication("school_student", "germany_2022"))
    >>> ax.get_xlabel()
    'school [EUR per trainee-year]'
    """
    expected(found, Communication, "plot_payoff_region", "what communication() returns")
    language, setting = spoken(language), found.setting
    region, coarse = found.regions(players)
    places = [found.game.players.index(name) for name in region.players]
    said = {key: fill(PHRASES, key, language) for key in PHRASES}
    area = axes(ax, (COLUMN, 3.2))
    outcomes = found.game.payoffs[places].astype(np.float64).reshape(2, -1).T
    points = np.array([e.payoffs[places] for e in found.nash], dtype=np.float64).reshape(-1, 2)
    _fill(area, region.vertices, facecolor=SHADE, edgecolor=COLOURS[0], linewidth=1, label=said["followed"])
    dashed: dict[str, Any] = {"linestyle": (0, (4, 2)), "linewidth": 1.2, "zorder": 3}
    _fill(area, coarse.vertices, facecolor="none", edgecolor="black", label=said["coarse"], **dashed)
    mark: dict[str, Any] = {"linestyle": "none", "clip_on": False}
    area.plot(*outcomes.T, "o", color=GREY, markersize=4, label=said["outcomes"], **mark)
    area.plot(*points.T, "D", color=COLOURS[5], markeredgecolor="black", zorder=5, label=said["nash"], **mark)
    star: dict[str, Any] = {"markersize": 11, "markerfacecolor": "white", "markeredgecolor": "black", "zorder": 4}
    area.plot(*outcomes[:1].T, "*", label=said["cooperation"], **star, **mark)
    unit = setting.calibration.unit_per(setting.conflict.per)
    first, second = (with_unit(setting.labels.of(name, language), unit, language) for name in region.players)
    area.set_xlabel(first)
    area.set_ylabel(second)
    area.set_title(title_of(setting.conflict, setting.calibration, language=language))
    legend_below(area, columns=2)
    return area


def _fill(area: Axes, vertices: Array, **shown: Any) -> None:
    """A polygon; where it is a segment or a point, that."""
    corners = vertices.astype(np.float64)
    if len(corners) > 2:
        area.fill(*corners.T, **shown)
    else:
        line: dict[str, Any] = {name: shown[name] for name in ("label", "linestyle", "zorder") if name in shown}
        line |= {"color": shown["edgecolor"], "marker": "o", "markersize": 8, "fillstyle": "none"}
        area.plot(*corners.T, linewidth=shown["linewidth"] if "linestyle" in shown else THICK, **line)
