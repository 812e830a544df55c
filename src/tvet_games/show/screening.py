"""Which uncertain values matter to an answer: bars of Morris' elementary effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected, whole
from tvet_games.show.colours import COLOURS, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.show.uncertain_words import output_words, subject_title, value_words, wrapped
from tvet_games.study.uncertainty.screening import NEGLIGIBLE, Screening
from tvet_games.study.uncertainty.variance import unit_of
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import with_unit
from tvet_games.tables.words import fill, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "axis": ("effect of a whole range on {output}", "整个范围的影响：{output}"),
    "mean": ("mean size (μ*)", "平均大小（μ*）"),
    "left": ("{count} others: at most {least} of the largest", "其余 {count} 个：至多为最大影响的 {least}"),
    "interval": ("{confidence} interval", "{confidence} 区间"),
    "sigma": ("standard deviation (σ)", "标准差（σ）"),
}

BAR = "#A9CBE8"
"""Colour of the bars."""

HEIGHT, ROOM = 0.2, 1.6
"""Height of a row, and what title, axis and legend need [inches]."""


@in_style
def plot_screening(
    found: Screening, ax: Axes | None = None, *, most: int = 15, language: Language | None = None
) -> Axes:
    """Draw a bar a value: the mean size of what the output changes by when the value moves through its range.

    Parameters
    ----------
    found : Screening
    ax : matplotlib.axes.Axes, optional
    most : int
        Values to show at most, of those that matter.
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        The largest on top, with intervals; diamonds tell the standard deviation of the effect, which is large where it
        is not linear or depends on other values.

    Raises
    ------
    InputError
        If it is not what screening() returns, if ``most`` is no whole number above 0, or if the output is constant.

    References
    ----------
    Morris (1991), Factorial sampling plans for preliminary computational experiments, Technometrics 33.
    doi:10.2307/1269043

    Examples
    --------
    >>> from tvet_games.study.uncertainty.screening import screening
    >>> ax = plot_screening(screening("school_enterprise", "austria_2016", paths=16))
    >>> ax.get_yticklabels()[0].get_text()
    'retention (assumed)'
    """
    expected(found, Screening, "plot_screening", "what screening() returns")
    whole(most, "plot_screening", "most", least=1)
    if found.is_constant:
        raise InputError(
            "plot_screening", [Problem(found.output, "is the same in all worlds: there is nothing to draw")]
        )
    language, effects = spoken(language), found.effects
    names = found.matters[:most]
    rows, left = np.arange(len(names)), len(effects.names) - len(names)
    area = axes(ax, (COLUMN, ROOM + HEIGHT * len(names)))
    size, half = effects.mu_star[: len(names)], effects.mu_star_half[: len(names)]
    look: dict[str, Any] = {"facecolor": BAR, "edgecolor": COLOURS[0], "linewidth": 0.7}
    area.barh(rows, size, 0.66, label=fill(PHRASES, "mean", language), **look)
    interval = fill(PHRASES, "interval", language, confidence=percent(found.confidence))
    area.hlines(
        rows, np.clip(size - half, 0, None), size + half, color="black", linewidth=0.9, zorder=3, label=interval
    )
    diamond: dict[str, Any] = {
        "marker": "D",
        "markersize": 4,
        "markerfacecolor": "white",
        "color": COLOURS[5],
        "linestyle": "none",
    }
    area.plot(
        effects.sigma[: len(names)], rows, label=fill(PHRASES, "sigma", language), zorder=4, clip_on=False, **diamond
    )
    area.set_yticks(rows, [value_words(found.subject, name, language) for name in names])
    area.tick_params(axis="y", length=0)
    area.set_ylim(len(names) - 0.4, -0.6)
    area.set_xlim(left=0)
    area.locator_params(axis="x", nbins=5)
    output = wrapped(fill(PHRASES, "axis", language, output=output_words(found, language)), language)
    area.set_xlabel(with_unit(output, unit_of(found.subject, found.output), language).replace(" [", "\n["))
    least = percent(max(effects.mu_star[len(names)] / effects.mu_star[0], NEGLIGIBLE)) if left else ""
    more = fill(PHRASES, "left", language, count=left, least=least) if left else ""
    area.set_title(f"{subject_title(found.subject, language)}\n{more}".rstrip())
    legend_below(area, columns=2)
    return area
