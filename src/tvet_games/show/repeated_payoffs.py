"""What two players can sustain in the repeated game, inside what is feasible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tvet_games.errors import expected
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, GREY, as_written, axes
from tvet_games.solve.repeated_payoffs import SustainablePayoffs

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEASIBLE, SUSTAINED = "#EEEEEE", "#BFD7EA"
"""Colours of the areas."""


def plot_repeated_payoffs(found: SustainablePayoffs, ax: Axes | None = None) -> Axes:
    """Draw the average payoffs that two players can sustain.

    Parameters
    ----------
    found : SustainablePayoffs
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
        The feasible set in grey, of it dashed what gives both the pure minmax, and in blue what can be sustained at
        the discount factor; a cross at the punishments, a star where everybody cooperates, filled if cooperation for
        ever can be sustained.

    Raises
    ------
    InputError
        If it is not what sustainable_payoffs() returns.

    Examples
    --------
    >>> from tvet_games.games.normal_form import NormalFormGame
    >>> from tvet_games.solve.repeated_payoffs import sustainable_payoffs
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> ax = plot_repeated_payoffs(sustainable_payoffs(dilemma, 0.4))
    >>> [text.get_text() for text in ax.get_legend().get_texts()][2:]
    ['sustainable', 'punishments', 'all cooperate: not sustained']
    """
    expected(found, SustainablePayoffs, "plot_repeated_payoffs", "what sustainable_payoffs() returns")
    area = axes(ax, (7.0, 5.0))
    _draw(area, found.feasible, facecolor=FEASIBLE, edgecolor=GREY, linewidth=1, label="feasible")
    limit = {"facecolor": "none", "edgecolor": "black", "linestyle": "--", "linewidth": 1, "zorder": 3}
    _draw(area, found.individually_rational, label="sustainable as delta tends to 1 (limit)", **limit)
    name = "sustainable" if found.converged else "sustainable at most (iteration not ended)"
    if found.is_empty:
        area.plot([], [], linestyle="none", label="nothing sustainable in pure actions")
    else:
        _draw(area, found.vertices, facecolor=SUSTAINED, edgecolor=COLOURS[0], linewidth=2, zorder=2, label=name)
        area.plot(*found.punishments, "X", color="black", markersize=9, zorder=4, label="punishments")
    face = COLOURS[5] if found.target_sustained else "white"
    sustained = "sustained" if found.target_sustained else "not sustained"
    name = f"all cooperate: {sustained}"
    area.plot(*found.target, "*", color=COLOURS[5], markerfacecolor=face, markersize=14, zorder=5, label=name)
    first, second = (player.replace("_", " ") for player in found.players)
    area.set_xlabel(f"average payoff of {first}")
    area.set_ylabel(f"average payoff of {second}")
    area.set_title(f"discount factor {found.delta:.6g} a period")
    area.margins(0.08)
    area.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return as_written(area)


def _draw(area: Axes, corners: Array, **shown: Any) -> None:
    """A polygon, or the segment or point that it has shrunk to."""
    if len(corners) > 2:
        area.fill(*corners.T, **shown)
    elif len(corners):
        line = {"color": shown["edgecolor"], "linewidth": shown["linewidth"], "zorder": shown.get("zorder", 1)}
        marker = "o" if len(corners) == 1 else None
        area.plot(*corners.T, marker=marker, linestyle=shown.get("linestyle", "-"), label=shown["label"], **line)
