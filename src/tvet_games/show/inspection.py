"""Repeated inspection: long-run violations against detection, by the number of warnings before a sanction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tvet_games.errors import expected
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, GREY, LINES, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.solve.deterrence_curves import DeterrenceCurves
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

STRIP, GAP = 0.05, 0.08
"""Height of a strip under the curves, and the distance from one to the next [share]."""

WIDEST, STEP = 3.4, 0.9
"""Width of the first line, and how much thinner each next one is, so that lines that coincide are all seen."""

THINNEST = 1.0
"""No line is thinner."""


PHRASES: dict[str, tuple[str, str]] = {
    "at once": ("sanction at once", "立即处罚"),
    "one": ("1 warning", "警告 1 次"),
    "several": ("{count} warnings", "警告 {count} 次"),
    "deters": ("sanction at once deters from {least}", "立即处罚自 {least} 起有威慑"),
    "complies": ("complies at the start", "初始时守规"),
    "exploits": ("exploits at the start", "初始时违规"),
    "detection": ("probability of detection a period", "每期被查处概率"),
    "share": ("share of periods exploited in the long run", "长期违规期数比例"),
    "title": (
        "Warnings before a sanction of {sanction} times the gain\n"
        "discount factor {discount}, a warning expires with probability {expiry}",
        "先警告后处罚，处罚为所得的 {sanction} 倍\n贴现因子 {discount}，警告失效概率 {expiry}",
    ),
}


@in_style
def plot_inspection(found: DeterrenceCurves, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    r"""Draw what a firm does in the long run, and at the start, against the probability of detection.

    Parameters
    ----------
    found : DeterrenceCurves
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        A line a number of warnings: the share of all periods in which the firm exploits in the long run. Below, a strip
        each: filled where a firm without a warning complies, hatched where it exploits. A dotted line where a sanction
        at once deters, if it is among the curves.

    Raises
    ------
    InputError
        If it is not what deterrence_curves() returns.

    Examples
    --------
    >>> from tvet_games.solve.deterrence_curves import deterrence_curves
    >>> ax = plot_inspection(deterrence_curves(1, discount=0.9, expiry=0.2))
    >>> [line.get_label() for line in ax.lines]
    ['sanction at once', '1 warning', '2 warnings', 'sanction at once deters from 0.5']
    """
    expected(found, DeterrenceCurves, "plot_inspection", "what deterrence_curves() returns")
    tongue = spoken(language)
    area = axes(ax, (COLUMN, 3.4))
    _curves(area, found, tongue)
    if len(found.detections) > 1:
        area.set_xlim(found.detections[0], found.detections[-1])
    area.set_ylim(-GAP * (len(found.warnings) + 1), 1.05)
    area.set_yticks(np.linspace(0, 1, 6))
    area.set_xlabel(fill(PHRASES, "detection", tongue))
    area.set_ylabel(fill(PHRASES, "share", tongue))
    rule = found.rules[0]
    area.set_title(
        fill(
            PHRASES,
            "title",
            tongue,
            sanction=f"{float(rule.sanction / rule.gain):.4g}",
            discount=f"{float(rule.discount):.4g}",
            expiry=f"{float(rule.expiry):.4g}",
        )
    )
    legend_below(area, handles=_entries(area, tongue))
    return area


def _curves(area: Axes, found: DeterrenceCurves, language: Language) -> None:
    """A line and a strip for each number of warnings, and where a sanction at once deters."""
    for k, count in enumerate(found.warnings):
        colour = COLOURS[k % len(COLOURS)]
        style, width = LINES[k % len(LINES)], max(WIDEST - k * STEP, THINNEST)
        # A jump lies just before the first point behind it.
        (line,) = area.plot(found.detections, found.share[k], color=colour, linestyle=style, linewidth=width)
        line.set(drawstyle="steps-post", label=_name(count, language))
        _strip(area, found.detections, found.deterred_at_start[k], -GAP * (k + 1), colour)
    if 0 in found.warnings and found.least_detection[found.warnings.index(0)] <= 1:
        least = float(found.least_detection[found.warnings.index(0)])
        label = fill(PHRASES, "deters", language, least=f"{least:.3g}")
        area.axvline(least, color=GREY, linestyle=":", linewidth=1, label=label)


def _name(warnings: int, language: Language) -> str:
    """A number of warnings in words."""
    key = {0: "at once", 1: "one"}.get(warnings, "several")
    return fill(PHRASES, key, language, count=warnings)


def _strip(area: Axes, detections: Array, complies: Array, middle: float, colour: str) -> None:
    """Where a firm without a warning complies, and where it exploits."""
    starts = [0, *(int(k) + 1 for k in np.flatnonzero(complies[1:] != complies[:-1]))]
    ends = [*starts[1:], len(detections) - 1]
    for kind in (True, False):
        runs = [
            (detections[a], detections[b] - detections[a])
            for a, b in zip(starts, ends, strict=True)
            if complies[a] == kind
        ]
        face, hatch = (colour, "") if kind else ("none", "////")
        area.broken_barh(
            runs, (middle - STRIP / 2, STRIP), facecolors=face, edgecolors=colour, hatch=hatch, linewidth=0.6
        )


def _entries(area: Axes, language: Language) -> list[Artist]:
    """The lines, then what the strips mean."""
    from matplotlib.patches import Patch

    complies = Patch(facecolor=GREY, edgecolor=GREY, label=fill(PHRASES, "complies", language))
    exploits = Patch(facecolor="none", edgecolor=GREY, hatch="////", label=fill(PHRASES, "exploits", language))
    return [*area.lines, complies, exploits]
