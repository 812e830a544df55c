"""What each assumed number does to the cost of the cheapest package, and where the package as it stands would fail.

A bar runs from the least cost at the low end of a number's range to that at the high end, the others as they are, the
longest on top. Marks at an end tell that something happens on the way there: the package fails, or another mix of
instruments becomes cheaper; beside each stands the value at which.

References
----------
Eschenbach (1992), Spiderplots versus tornado diagrams for sensitivity analysis, Interfaces 22.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tvet_games.errors import InputError, Problem, expected, whole
from tvet_games.numerics import to_float
from tvet_games.policy.words import cost_unit
from tvet_games.show.colours import COLOURS, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.explain import Explanation
from tvet_games.study.leeway import Leeway
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.words import fill, money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR = "#BFD7EA"
"""Colour of the bars."""

MARKS = {"fails": "×", "changes": "◇"}
"""What tells that a package fails, or that another mix is cheaper, before the end of a range."""

BEYOND = 0.1
"""How far a bar without an end goes beyond all others: a share of what they span."""

LARGE = 1000
"""From here on values beside marks are told without decimals."""

MARGIN = 0.05
"""Room beside the longest bar: a share of what all span."""

SMALL = 6.5
"""Size of the values beside marks [points]."""

TICKS = 24
"""Characters that have room along the axis of costs, roughly."""

PHRASES: dict[str, tuple[str, str]] = {
    "name": ("{name}\n{low} to {high}", "{name}\n{low} 至 {high}"),
    "now": ("cost now", "目前成本"),
    "low": ("at the lowest value", "取最低值时"),
    "high": ("at the highest value", "取最高值时"),
    "fails": ("package fails beyond", "越过该值组合失效"),
    "changes": ("cheaper mix beyond", "越过该值其他组合更便宜"),
    "none": ("no policy", "无可行政策"),
    "axis": ("least public cost [{unit}]", "最低公共成本 [{unit}]"),
    "some": ("the {shown} strongest of {all} assumed values", "{all} 个假设值中影响最大的 {shown} 个"),
    "all": ("assumed values", "假设值"),
}


@in_style
def plot_tornado(
    found: Explanation, ax: Axes | None = None, *, most: int = 10, language: Language | None = None
) -> Axes:
    r"""Draw a bar an assumed number: the least cost over its range, and where the package rests on it.

    Parameters
    ----------
    found : Explanation
    ax : matplotlib.axes.Axes, optional
    most : int
        Numbers to show at most. Those that move nothing within their range are left out.
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        Open circles at the lowest value of each range, filled ones at the highest, a line at the cost now. Where no
        policy will do at an end, the bar ends in an arrow at the border.

    Raises
    ------
    InputError
        If it is not what explain() returns, nothing is assumed that moves the cost or the package, or ``most`` is no
        whole number above 0.

    Examples
    --------
    >>> from tvet_games.study.explain import explain
    >>> ax = plot_tornado(explain("germany_apprenticeship"), most=2)
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['standing\n0 to 4,000', 'spillover\n0 to 0.28']
    """
    expected(found, Explanation, "plot_tornado", "what explain() returns")
    from matplotlib.ticker import MaxNLocator

    matters = [entry for entry in found.leeway if entry.swing or _events(entry, low=True) or _events(entry, low=False)]
    if not matters:
        raise InputError("plot_tornado", [Problem("found", "no assumed value moves the cost or the package")])
    tongue, shown = spoken(language), matters[: whole(most, "plot_tornado", "most", least=1)]
    area = axes(ax, (COLUMN, 1.1 + 0.3 * len(shown)))
    now = to_float(found.solution.cost)
    edge = _edge(shown, now)
    area.axvline(now, color="black", linewidth=0.8, zorder=3, label=fill(PHRASES, "now", tongue))
    for row, entry in enumerate(shown):
        ends = [min(cost, edge) for cost in (entry.cost_at_low, entry.cost_at_high)]
        low, high = min(*ends, now), max(*ends, now)
        area.barh(
            row, high - low, 0.6, left=low, color=BAR, edgecolor=COLOURS[0], linewidth=0.6, zorder=2, gid=entry.name
        )
        for end, is_low in zip(ends, (True, False), strict=True):
            leftwards = end < ends[is_low] or (end == ends[is_low] and is_low)
            _end(area, entry, end, row, is_low=is_low, leftwards=leftwards, language=tongue)
    area.set_yticks(range(len(shown)), [_name(found, entry, tongue) for entry in shown])
    area.set(ylim=(len(shown) - 0.4, -0.6), xlim=_limits(area))
    area.xaxis.set_major_locator(MaxNLocator(max(2, TICKS // len(f"{edge:,.0f}"))))
    area.tick_params(axis="y", length=0)
    area.spines["left"].set_visible(False)
    area.set_xlabel(fill(PHRASES, "axis", tongue, unit=cost_unit(found.solution, tongue)))
    key = "all" if len(shown) == len(found.leeway) else "some"
    area.set_title(fill(PHRASES, key, tongue, shown=len(shown), all=len(found.leeway)))
    _legend(area, shown, tongue)
    return area


def _events(entry: Leeway, *, low: bool) -> dict[str, float]:
    """What happens between the value and an end of its range, and at which value."""
    side, reaches = ("below", entry.low.__le__) if low else ("above", entry.high.__ge__)
    values = {what: getattr(entry, f"{what}_{side}") for what in MARKS}
    return {what: value for what, value in values.items() if value is not None and reaches(value)}


def _edge(shown: list[Leeway], now: float) -> float:
    """Where bars stop that have no end, because no policy will do there; never reached by others."""
    costs = [now, *(c for entry in shown for c in (entry.cost_at_low, entry.cost_at_high) if math.isfinite(c))]
    return max(costs) + BEYOND * ((max(costs) - min(costs)) or abs(now) or 1.0)


def _limits(area: Axes) -> tuple[float, float]:
    """Room on both sides of the bars."""
    low, high = (float(x) for x in area.dataLim.intervalx)
    room = MARGIN * (high - low or 1.0)
    return low - room, high + room


def _end(area: Axes, entry: Leeway, end: float, row: int, *, is_low: bool, leftwards: bool, language: Language) -> None:
    """One end of a bar: which it is, and outside it what happens on the way there."""
    cost = entry.cost_at_low if is_low else entry.cost_at_high
    sign, side = (-1, "right") if leftwards else (1, "left")
    style: dict[str, Any] = {
        "color": COLOURS[0],
        "linestyle": "none",
        "zorder": 4,
        "gid": f"{'low' if is_low else 'high'} end",
    }
    if math.isfinite(cost):
        area.plot(end, row, "o", markersize=4, markerfacecolor="white" if is_low else COLOURS[0], **style)
    else:
        area.plot(end, row, ">", markersize=5, **style)
    told = [fill(PHRASES, "none", language)] if math.isinf(cost) else []
    told += [f"{MARKS[what]} {_number(value)}" for what, value in _events(entry, low=is_low).items()]
    place = (7 * sign, 0)
    area.annotate("  ".join(told), (end, row), place, textcoords="offset points", ha=side, va="center", fontsize=SMALL)


def _legend(area: Axes, shown: list[Leeway], language: Language) -> None:
    """What circles and marks mean, as far as they are there."""
    from matplotlib.lines import Line2D

    none: dict[str, Any] = {"linestyle": "none", "color": COLOURS[0], "markersize": 4}
    handles = [
        Line2D([], [], marker="o", markerfacecolor="white", label=fill(PHRASES, "low", language), **none),
        Line2D([], [], marker="o", label=fill(PHRASES, "high", language), **none),
    ]
    happens = {what for entry in shown for low in (True, False) for what in _events(entry, low=low)}
    for what, marker in (("fails", "x"), ("changes", "D")):
        if what in happens:
            style = {**none, "color": "black", "markerfacecolor": "white"}
            handles.append(Line2D([], [], marker=marker, label=fill(PHRASES, what, language), **style))
    legend_below(area, handles=[*area.get_legend_handles_labels()[0], *handles], columns=2)


def _number(value: float) -> str:
    """A value that was found between two others, as far as it is sure to be."""
    return f"{value:,.0f}" if abs(value) >= LARGE else f"{value:.4g}"


def _name(found: Explanation, entry: Leeway, language: Language) -> str:
    label = found.question.label(entry.name, language)
    return fill(PHRASES, "name", language, name=label, low=money(entry.low), high=money(entry.high))
