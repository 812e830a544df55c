"""What two players can sustain in the repeated game, inside what is feasible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tvet_games.errors import expected
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, GREY, PALE, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.solve.repeated_payoffs import SustainablePayoffs
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "feasible": ("feasible", "可行"),
    "limit": ("sustainable as delta tends to 1", "贴现因子趋于 1 时可维持"),
    "sustainable": ("sustainable", "可维持"),
    "at most": ("sustainable at most (iteration not ended)", "至多可维持（迭代未结束）"),
    "nothing": ("nothing sustainable in pure actions", "纯行动下无可维持的收益"),
    "punishments": ("punishments", "惩罚"),
    "sustained": ("all cooperate: sustained", "各方合作：可维持"),
    "not sustained": ("all cooperate: not sustained", "各方合作：不可维持"),
    "payoff": ("average payoff of {player}", "{player}的平均收益"),
    "delta": ("discount factor {delta:.6g} a period", "每期贴现因子 {delta:.6g}"),
}

SUSTAINED = "#A9CBE8"
"""Colour of what can be sustained."""


@in_style
def plot_repeated_payoffs(
    found: SustainablePayoffs,
    ax: Axes | None = None,
    *,
    labels: Labels | None = None,
    language: Language | None = None,
) -> Axes:
    """Draw the average payoffs that two players can sustain.

    Parameters
    ----------
    found : SustainablePayoffs
    ax : matplotlib.axes.Axes, optional
    labels : Labels, optional
        Of the players; by default they are called as the game calls them.
    language : {"en", "zh"}, optional
        By default the one that is set.

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
    language, names = spoken(language), labels or Labels()
    said = {key: fill(PHRASES, key, language) for key in PHRASES if key not in ("payoff", "delta")}
    area = axes(ax, (COLUMN, 3.6))
    _draw(area, found.feasible, facecolor=PALE, edgecolor=GREY, linewidth=0.8, label=said["feasible"])
    limit = {"facecolor": "none", "edgecolor": "black", "linestyle": "--", "linewidth": 0.9, "zorder": 3}
    _draw(area, found.individually_rational, label=said["limit"], **limit)
    if found.is_empty:
        area.plot([], [], linestyle="none", label=said["nothing"])
    else:
        name = said["sustainable" if found.converged else "at most"]
        _draw(area, found.vertices, facecolor=SUSTAINED, edgecolor=COLOURS[0], linewidth=1.3, zorder=2, label=name)
        area.plot(*found.punishments, "X", color="black", markersize=6.5, zorder=4, label=said["punishments"])
    star: dict[str, Any] = {"markersize": 10, "markeredgecolor": COLOURS[5], "zorder": 5, "linestyle": "none"}
    face = COLOURS[5] if found.target_sustained else "white"
    name = said["sustained" if found.target_sustained else "not sustained"]
    area.plot(*found.target, marker="*", markerfacecolor=face, label=name, **star)
    players = [word(names.of(player, language), language) for player in found.players]
    first, second = (fill(PHRASES, "payoff", language, player=player) for player in players)
    area.set_xlabel(first)
    area.set_ylabel(second)
    area.set_title(fill(PHRASES, "delta", language, delta=found.delta))
    area.margins(0.08)
    legend_below(area, columns=2)
    return area


def _draw(area: Axes, corners: Array, **shown: Any) -> None:
    """A polygon, or the segment or point that it has shrunk to."""
    if len(corners) > 2:
        area.fill(*corners.T, **shown)
    elif len(corners):
        line = {"color": shown["edgecolor"], "linewidth": shown["linewidth"], "zorder": shown.get("zorder", 1)}
        marker = "o" if len(corners) == 1 else None
        area.plot(*corners.T, marker=marker, linestyle=shown.get("linestyle", "-"), label=shown["label"], **line)
