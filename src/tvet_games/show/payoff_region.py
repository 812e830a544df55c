"""The payoffs that a mediator's advice can give two players, among all payoffs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tvet_games.errors import expected
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, GREY, as_written, axes
from tvet_games.study.mechanisms.communication import Communication

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_payoff_region(found: Communication, ax: Axes | None = None, *, players: tuple[str, str] | None = None) -> Axes:
    """Draw the payoffs of two players under advice that all follow, the equilibria, and the target.

    Parameters
    ----------
    found : Communication
    ax : matplotlib.axes.Axes, optional
    players : two names, optional
        By default the first two.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from tvet_games.study.mechanisms.communication import communication
    >>> ax = plot_payoff_region(communication("school_student", "germany_2022"))
    >>> ax.get_xlabel()
    'school (EUR per trainee-year)'
    """
    expected(found, Communication, "plot_payoff_region", "what communication() returns")
    region, coarse = found.regions(players)
    places = [found.game.players.index(name) for name in region.players]
    area = axes(ax, (6.4, 4.8))
    outcomes = found.game.payoffs[places].astype(np.float64).reshape(2, -1).T
    area.plot(*outcomes.T, "o", color=GREY, markersize=4, label="outcomes")
    _fill(area, coarse.vertices, COLOURS[1], "advice promised to be followed")
    _fill(area, region.vertices, COLOURS[0], "advice that is followed")
    points = np.array([e.payoffs[places] for e in found.nash], dtype=np.float64).reshape(-1, 2)
    area.plot(*points.T, "D", color=COLOURS[3], markersize=6, label="Nash equilibria", linestyle="none")
    area.plot(*outcomes[:1].T, "*", color=COLOURS[2], markersize=13, label="everybody cooperates", linestyle="none")
    setting = found.setting
    unit = setting.calibration.unit_per(setting.conflict.per)
    first, second = (f"{setting.labels.of(name)} ({unit})" for name in region.players)
    area.set_xlabel(first)
    area.set_ylabel(second)
    area.set_title(setting.labels.of(setting.conflict.name))
    area.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return as_written(area)


def _fill(area: Axes, vertices: Array, colour: str, label: str) -> None:
    """A polygon; where it is a segment or a point, that."""
    corners = vertices.astype(np.float64)
    if len(corners) > 2:
        area.fill(*corners.T, color=colour, alpha=0.35, linewidth=0, label=label)
    else:
        style = {"color": colour, "alpha": 0.5, "label": label}
        area.plot(*corners.T, "-o", linewidth=5, markersize=11, **style)  # type: ignore[arg-type]
