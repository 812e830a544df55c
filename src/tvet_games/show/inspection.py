"""Repeated inspection: long-run violations against detection, by the number of warnings before a sanction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tvet_games.errors import expected
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, GREY, as_written, axes
from tvet_games.show.shares_over_time import STYLES
from tvet_games.solve.deterrence_curves import DeterrenceCurves

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

STRIP, GAP = 0.05, 0.08
"""Height of a strip under the curves, and the distance from one to the next [share]."""

WIDEST, STEP = 4.5, 1.2
"""Width of the first line, and how much thinner each next one is, so that lines that coincide are all seen."""

THINNEST = 1.2
"""No line is thinner."""


def plot_inspection(found: DeterrenceCurves, ax: Axes | None = None) -> Axes:
    r"""Draw what a firm does in the long run, and at the start, against the probability of detection.

    Parameters
    ----------
    found : DeterrenceCurves
    ax : matplotlib.axes.Axes, optional

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
    ['sanction at once', '1 warning', '2 warnings', 'sanction at once\ndeters from 0.5']
    """
    expected(found, DeterrenceCurves, "plot_inspection", "what deterrence_curves() returns")
    area = axes(ax, (8.2, 4.8))
    for k, count in enumerate(found.warnings):
        colour = COLOURS[k % len(COLOURS)]
        style, width = STYLES[k % len(STYLES)], max(WIDEST - k * STEP, THINNEST)
        # A jump lies just before the first point behind it.
        (line,) = area.plot(found.detections, found.share[k], color=colour, linestyle=style, linewidth=width)
        line.set(drawstyle="steps-post", label=_name(count))
        _strip(area, found.detections, found.deterred_at_start[k], -GAP * (k + 1), colour)
    if 0 in found.warnings and found.least_detection[found.warnings.index(0)] <= 1:
        least = float(found.least_detection[found.warnings.index(0)])
        label = f"sanction at once\ndeters from {least:.3g}"
        area.axvline(least, color=GREY, linestyle=":", linewidth=1.5, label=label)
    if len(found.detections) > 1:
        area.set_xlim(found.detections[0], found.detections[-1])
    area.set_ylim(-GAP * (len(found.warnings) + 1), 1.05)
    area.set_yticks(np.linspace(0, 1, 6))
    area.set_xlabel("probability of detection a period")
    area.set_ylabel("share of periods exploited in the long run")
    rule = found.rules[0]
    said = f"discount factor {float(rule.discount):.4g}, a warning expires with probability {float(rule.expiry):.4g}"
    taken = float(rule.sanction / rule.gain)
    area.set_title(f"Warnings before a sanction of {taken:.4g} times the gain\n{said}", fontsize="medium")
    area.legend(handles=_entries(area), fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return as_written(area)


def _name(warnings: int) -> str:
    """A number of warnings in words."""
    return {0: "sanction at once", 1: "1 warning"}.get(warnings, f"{warnings} warnings")


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
            runs, (middle - STRIP / 2, STRIP), facecolors=face, edgecolors=colour, hatch=hatch, linewidth=0.8
        )


def _entries(area: Axes) -> list[Artist]:
    """The lines, then what the strips mean."""
    from matplotlib.patches import Patch

    complies = Patch(facecolor=GREY, edgecolor=GREY, label="complies at the start")
    exploits = Patch(facecolor="none", edgecolor=GREY, hatch="////", label="exploits at the start")
    return [*area.lines, complies, exploits]
