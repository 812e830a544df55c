"""How patient each party must be against an instrument's level, or a value of the calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tvet_games.errors import InputError, Problem, expected
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, GREY, as_written, axes
from tvet_games.show.shares_over_time import STYLES, title_of
from tvet_games.study.mechanisms.patience import Patience

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHADE = "#EEEEEE"
"""Where no patience is enough."""


def plot_patience(found: Patience, ax: Axes | None = None) -> Axes:
    """Draw the critical discount factor of each player, a line a player.

    Parameters
    ----------
    found : Patience
        With a quantity that moves: ``patience(..., over=...)``.
    ax : matplotlib.axes.Axes, optional

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
    area = axes(ax, (7.5, 4.5))
    label = found.labels.of
    _shade(area, curve.values, np.isinf(curve.largest))
    for k, player in enumerate(found.game.players):
        own = np.where(np.isinf(curve.factors[:, k]), np.nan, curve.factors[:, k])
        style, colour = STYLES[k % len(STYLES)], COLOURS[k % len(COLOURS)]
        area.plot(curve.values, own, label=label(player), color=colour, linestyle=style, linewidth=2, zorder=3)
    if found.delta is not None:
        delta = float(found.delta)
        area.axhline(delta, color="black", linewidth=1, zorder=2, label=f"asked for: {delta:.6g}")
        if curve.least is not None and curve.values[0] <= curve.least <= curve.values[-1]:
            name = f"enough from {float(curve.least):,.6g}"
            area.plot([float(curve.least)], [delta], "o", color="black", zorder=4, label=name)
    area.set_ylim(-0.03, 1.03)
    area.margins(x=0)
    name = curve.labels.of(curve.over)
    area.set_xlabel(f"{name} [{curve.unit}]" if curve.unit else name)
    area.set_ylabel("critical discount factor a period")
    title = title_of(found.conflict, found.calibration, found.policy)
    hidden = f"\na breach becomes known with probability {float(found.detection):.3g} a period"
    area.set_title(title + (hidden if found.detection < 1 else ""))
    area.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return as_written(area)


def _shade(area: Axes, values: Array, lost: Array) -> None:
    """Grey behind the values at which somebody cannot be deterred, each with half the way to the next ones."""
    middles = (values[1:] + values[:-1]) / 2
    edges = np.concatenate([values[:1], middles, values[-1:]])
    marked = np.concatenate([[False], lost, [False]])
    starts = np.flatnonzero(~marked[:-1] & marked[1:])
    ends = np.flatnonzero(marked[:-1] & ~marked[1:])
    for k, (start, end) in enumerate(zip(starts, ends, strict=True)):
        name = "no patience is enough" if k == 0 else None
        area.axvspan(edges[start], edges[end], facecolor=SHADE, edgecolor=GREY, linewidth=0, label=name, zorder=0)
