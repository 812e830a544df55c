"""One population's share over time for several values of one quantity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tvet_games.errors import expected, unknown
from tvet_games.show.axis_words import quantity_label, share_label, time_label, title_of
from tvet_games.show.colours import LINES, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.solve.dynamics.state import strategies_of
from tvet_games.study.evolution.fan import Fan
from tvet_games.tables.labels import Language, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PALETTE, LIGHT, DARK = "Blues", 0.4, 1.0
"""One hue, and the part of it that is used: from light for the lowest value to dark for the highest."""

COLUMNS = 4
"""Of the legend, at most."""


@in_style
def plot_fan(
    found: Fan, ax: Axes | None = None, *, player: str | None = None, language: Language | None = None
) -> Axes:
    """Draw the share of one population over time, a line a value of the quantity.

    Parameters
    ----------
    found : Fan
    ax : matplotlib.axes.Axes, optional
    player : str, optional
        By default the first.
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        The darker a line, the higher the value.

    Raises
    ------
    InputError
        If it is not what fan() returns, or there is no such player.

    Examples
    --------
    >>> from tvet_games.study.evolution.fan import fan
    >>> ax = plot_fan(fan("school_enterprise", "austria_2016", "training_subsidy", [8000, 24000]), player="enterprise")
    >>> ax.get_ylabel(), [text.get_text() for text in ax.get_legend().get_texts()]
    ('enterprise: share that chooses “invest”', ['8,000', '24,000'])
    """
    expected(found, Fan, "plot_fan", "what fan() returns")
    names = found.conflict.player_names
    who = names[0] if player is None else player
    if who not in names:
        raise unknown("player", who, names, source="plot_fan", field="player")
    tongue, index = spoken(language), names.index(who)
    area = axes(ax, (COLUMN, 2.9))
    _lines(area, found, index)
    unit = found.calibration.unit_per(found.conflict.per)
    area.set_xlim(0, found.paths[0].times[-1])
    area.set_ylim(-0.03, 1.03)
    area.set_xlabel(time_label(found.paths[0].dynamic, unit, tongue))
    area.set_ylabel(share_label(found.conflict, index, tongue))
    area.set_title(title_of(found.conflict, found.calibration, dynamic=found.paths[0].dynamic, language=tongue))
    legend_below(area, columns=COLUMNS, title=quantity_label(found, tongue))
    return area


def _lines(area: Axes, found: Fan, player: int) -> None:
    """A line a value."""
    from matplotlib import colormaps

    shades = colormaps[PALETTE](np.linspace(LIGHT, DARK, len(found.values)))
    for k, (value, path) in enumerate(zip(found.values, found.paths, strict=True)):
        shares = strategies_of(found.conflict.shape, path.states)[player][:, 0]
        area.plot(path.times, shares, color=shades[k], linestyle=LINES[k % len(LINES)], label=f"{value:,.6g}")
