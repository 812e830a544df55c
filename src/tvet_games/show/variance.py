"""Whose uncertainty the variance of an answer comes from: bars, value by value, then by the groups of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected, whole
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.show.uncertain_words import output_words, provenance_words, subject_title, value_words, wrapped
from tvet_games.study.uncertainty.sensitivity_words import TOLD
from tvet_games.study.uncertainty.variance import VarianceSensitivity
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.words import fill, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "axis": ("share of the variance of {output}", "占方差的比例：{output}"),
    "first": ("alone (first)", "单独（一阶）"),
    "total": ("with interplay (total)", "含交互作用（总效应）"),
    "interval": ("{confidence} interval", "{confidence} 区间"),
    "group": ("all {group}", "全部{group}数值"),
    "own group": ("group {group}", "{group}组"),
    "left": ("{count} others explain at most {least} each", "其余 {count} 个各解释至多 {least}"),
}

LIGHT = "#C6DDEF"
"""Colour of what a value explains with others."""

HEIGHT, ROOM, GAP = 0.2, 1.45, 0.6
"""Height of a row, and what the rest needs [inches]; free rows between values and groups."""


@in_style
def plot_variance(
    found: VarianceSensitivity, ax: Axes | None = None, *, most: int = 12, language: Language | None = None
) -> Axes:
    r"""Draw a pair of bars a value: what share of the variance it explains alone, and together with others.

    Parameters
    ----------
    found : VarianceSensitivity
    ax : matplotlib.axes.Axes, optional
    most : int
        Values to show at most, of those that explain at least a hundredth.
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        The largest total on top; lines tell the intervals. Below, where there is more than one, the groups of values.

    Raises
    ------
    InputError
        If it is not what variance_sensitivity() returns, if ``most`` is no whole number above 0, or if there is no
        variance.

    References
    ----------
    Saltelli and others (2010), Variance based sensitivity analysis of model output, Computer Physics Communications
    181. doi:10.1016/j.cpc.2009.09.018

    Examples
    --------
    >>> from tvet_games.study.uncertainty.variance import variance_sensitivity
    >>> ax = plot_variance(variance_sensitivity("school_teacher", "germany_2022", n=64), most=3)
    >>> ax.get_xlabel().replace("\n", " ")
    'share of the variance of the least loss from leaving cooperation'
    """
    expected(found, VarianceSensitivity, "plot_variance", "what variance_sensitivity() returns")
    whole(most, "plot_variance", "most", least=1)
    language = spoken(language)
    if found.is_constant:
        raise InputError(
            "plot_variance", [Problem(found.output, "is the same in all worlds: there is no variance to draw")]
        )
    count = min(most, max(1, int((found.values.total >= TOLD).sum())))
    groups = len(found.groups.names) if len(found.groups.names) > 1 else 0
    rows: Array = np.concatenate([np.arange(count), count + GAP + np.arange(groups)])
    area = axes(ax, (COLUMN, ROOM + HEIGHT * (rows[-1] + 1)))
    shown = {
        name: np.concatenate([getattr(found.values, name)[:count], getattr(found.groups, name)[:groups]])
        for name in ("first", "first_half", "total", "total_half")
    }
    _bars(area, rows, shown, language)
    interval = fill(PHRASES, "interval", language, confidence=percent(found.confidence))
    ends = np.stack([shown["total"] - shown["total_half"], shown["total"] + shown["total_half"]])
    area.hlines(rows, *np.clip(ends, 0, None), color="black", linewidth=0.9, zorder=4, label=interval)
    names = [value_words(found.subject, name, language) for name in found.values.names[:count]]
    area.set_yticks(rows, names + [_group(name, found, language) for name in found.groups.names[:groups]])
    area.tick_params(axis="y", length=0)
    area.set_ylim(rows[-1] + 0.6, -0.6)
    area.set_xlim(0, max(1.0, float(shown["total"].max())))
    area.xaxis.set_major_formatter(lambda value, _: percent(value))
    area.set_xlabel(wrapped(fill(PHRASES, "axis", language, output=output_words(found, language)), language))
    left = len(found.values.names) - count
    more = (
        fill(PHRASES, "left", language, count=left, least=percent(max(found.values.total[count], TOLD))) if left else ""
    )
    area.set_title(f"{subject_title(found.subject, language)}\n{more}".rstrip())
    legend_below(area)
    return area


def _bars(area: Axes, rows: Array, shown: dict[str, Array], language: Language) -> None:
    """The total behind, and thinner in front of it what a value explains alone."""
    edge: dict[str, Any] = {"edgecolor": COLOURS[0], "linewidth": 0.7}
    total, first = (np.clip(shown[name], 0, None) for name in ("total", "first"))
    area.barh(rows, total, 0.74, facecolor=LIGHT, zorder=2, label=fill(PHRASES, "total", language), **edge)
    area.barh(rows, first, 0.34, facecolor=COLOURS[0], zorder=3, label=fill(PHRASES, "first", language), **edge)


def _group(name: str, found: VarianceSensitivity, language: Language) -> str:
    known = {value.provenance for value in found.subject.calibration.values.values()}
    return fill(PHRASES, "group" if name in known else "own group", language, group=provenance_words(name, language))
