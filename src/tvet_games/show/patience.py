"""How patient each party must be against an instrument's level, or a value of the calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected
from tvet_games.numerics import Array
from tvet_games.show.axis_words import title_of
from tvet_games.show.colours import COLOURS, GREY, LINES, PALE, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.mechanisms.patience import Patience, PatienceCurve
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import with_unit
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "lost": ("no patience is enough", "任何耐心都不够"),
    "asked": ("asked for: {delta}", "设定值：{delta}"),
    "enough": ("enough from {level}", "自 {level} 起足够"),
    "factor": ("critical discount factor a period", "每期临界贴现因子"),
    "hidden": (
        "\na breach becomes known with probability {detection} a period",
        "\n违约每期被发现的概率为 {detection}",
    ),
}


@in_style
def plot_patience(found: Patience, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw the critical discount factor of each player, a line a player.

    Parameters
    ----------
    found : Patience
        With a quantity that moves: ``patience(..., over=...)``.
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        Lines end where no discount factor below 1 is enough for the player; where that is so for somebody, the
        background is grey. A line across tells the discount factor asked for, a mark the least level at which it is
        enough.

    Raises
    ------
    InputError
        If it is not what patience() returns, or no quantity moves in it.

    Examples
    --------
    >>> from tvet_games.study.mechanisms.patience import patience
    >>> found = patience(
    ...     "school_enterprise", "austria_2016", over="training_subsidy", values=range(6000, 10001, 100), delta=0.6)
    >>> ax = plot_patience(found)
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['no patience is enough', 'school', 'enterprise', 'asked for: 0.6', 'enough from 7,792']
    """
    expected(found, Patience, "plot_patience", "what patience() returns")
    curve = found.curve
    if curve is None:
        what = "no quantity moves in it; give one, as in patience(..., over='training_subsidy')"
        raise InputError("plot_patience", [Problem("", what)])
    tongue = spoken(language)
    area = axes(ax, (COLUMN, 3.0))
    _shade(area, curve.values, np.isinf(curve.largest), fill(PHRASES, "lost", tongue))
    _lines(area, found, curve, tongue)
    area.set_ylim(-0.03, 1.03)
    area.margins(x=0)
    area.set_xlabel(with_unit(curve.labels.of(curve.over, tongue), curve.unit, tongue))
    area.set_ylabel(fill(PHRASES, "factor", tongue))
    title = title_of(found.conflict, found.calibration, found.policy, language=tongue)
    hidden = fill(PHRASES, "hidden", tongue, detection=f"{float(found.detection):.3g}")
    area.set_title(title + (hidden if found.detection < 1 else ""))
    legend_below(area)
    return area


def _lines(area: Axes, found: Patience, curve: PatienceCurve, language: Language) -> None:
    """A line a player, and the discount factor that was asked for."""
    for k, player in enumerate(found.game.players):
        own = np.where(np.isinf(curve.factors[:, k]), np.nan, curve.factors[:, k])
        look: dict[str, Any] = {"color": COLOURS[k % len(COLOURS)], "linestyle": LINES[k % len(LINES)]}
        area.plot(curve.values, own, label=found.labels.of(player, language), zorder=3, **look)
    if found.delta is None:
        return
    delta = float(found.delta)
    label = fill(PHRASES, "asked", language, delta=f"{delta:.6g}")
    area.axhline(delta, color="black", linewidth=0.8, zorder=2, label=label)
    if curve.least is not None and curve.values[0] <= curve.least <= curve.values[-1]:
        label = fill(PHRASES, "enough", language, level=f"{float(curve.least):,.6g}")
        area.plot([float(curve.least)], [delta], "o", color="black", zorder=4, label=label)


def _shade(area: Axes, values: Array, lost: Array, words: str) -> None:
    """Grey behind the values at which somebody cannot be deterred, each with half the way to the next ones."""
    middles = (values[1:] + values[:-1]) / 2
    edges = np.concatenate([values[:1], middles, values[-1:]])
    marked = np.concatenate([[False], lost, [False]])
    starts = np.flatnonzero(~marked[:-1] & marked[1:])
    ends = np.flatnonzero(marked[:-1] & ~marked[1:])
    for k, (start, end) in enumerate(zip(starts, ends, strict=True)):
        name = words if k == 0 else None
        area.axvspan(edges[start], edges[end], facecolor=PALE, edgecolor=GREY, linewidth=0, label=name, zorder=0)
