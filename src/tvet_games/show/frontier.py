"""The least public cost against the strength of the criterion, what joins the package on the way, and where all ends.

Between two points the cost is linear where the curve is exact, and the line says so; elsewhere the points stand alone,
joined by dots. A budget is the same curve read the other way round.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, GREY, PALE, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.frontier import Frontier
from tvet_games.study.margin_curve import FrontierPoint
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTHS = {"en": (22, 56), "zh": (11, 27)}
"""Characters of a line beside a point, and above the axes."""

DIRECT = 2
"""So many changes at most are told beside their points."""

LINES = 2
"""Lines of such words, at most."""

CLEAR = 0.1
"""Least distance of two such words upwards: a share of what the curve spans."""

HEADROOM = 0.12
"""Room above the highest point: a share of what stands below it."""

ROOM = 0.3
"""How far the axes go on where no policy will do, at most: a share of the part where one does."""

AXES = {"budget": ("budget", "upright margin")}
"""What stands along the axes, where it is not the strength and the cost."""

PHRASES: dict[str, tuple[str, str]] = {
    "margin": ("margin of cooperation [{unit}]", "合作的边际 [{unit}]"),
    "upright margin": ("margin of cooperation\n[{unit}]", "合作的边际\n[{unit}]"),
    "p": ("belief in the others that must suffice (p)", "足以合作的对他人的信念（p）"),
    "delta": ("discount factor", "贴现因子"),
    "share": ("share of starts that lead to cooperation", "走向合作的起点比例"),
    "alpha": ("weight of the group", "群体权重"),
    "cost": ("least public cost\n[{unit}]", "最低公共成本\n[{unit}]"),
    "budget": ("public budget [{unit}]", "公共预算 [{unit}]"),
    "all heads": ("{currency}, all heads", "{currency}，全部人数"),
    "none": ("no policy will do", "没有可行的政策"),
    "nothing": ("nothing", "无"),
    "start": ("At first: {names}", "起初：{names}"),
    "then": ("{start}, then {more}", "{start}；随后\u00a0{more}"),
    "exact": ("least cost, exact", "最低成本（精确）"),
    "checked": ("least cost, checked halfway", "最低成本（中点已核对）"),
    "points": ("least cost, searched at the points", "最低成本（逐点搜索）"),
    "breakpoint": ("breakpoint, and what changes from here on", "拐点及此后的变化"),
    "joins": ("+ {names}", "+ {names}"),
    "leaves": ("− {names}", "− {names}"),
}


@in_style
def plot_frontier(found: Frontier, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw what a stronger criterion costs, with the instruments that join or leave the cheapest package.

    Parameters
    ----------
    found : Frontier
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        Where no policy will do the background is hatched. Over a budget the strength it buys stands upright.

    Raises
    ------
    InputError
        If it is not what frontier() returns, or no policy will do at any strength.

    Examples
    --------
    >>> from tvet_games.study.frontier import frontier
    >>> ax = plot_frontier(frontier("germany_apprenticeship", start=0, stop=3000))
    >>> print(ax.get_title(loc="left"))
    At first: cultural programme, free riding levy and
    training subsidy, then + public recognition
    >>> [text.get_text() for text in ax.texts]
    ['+ school grant']
    """
    expected(found, Frontier, "plot_frontier", "what frontier() returns")
    curve = [point for point in found.points if point.cost is not None]
    if not curve:
        raise InputError("plot_frontier", [Problem("found", "no policy will do at any strength; there is no curve")])
    tongue = spoken(language)
    used = _used(found, curve)
    told = {k: _change(found, a, b, tongue) for k, (a, b) in enumerate(pairwise(used), 1) if a != b}
    lines = sum(_entry(change, tongue).count("\n") + 1 for change in told.values())
    area = axes(ax, (COLUMN, 2.9 + (len(told) > DIRECT) * 0.2 * lines))
    key, style = ("exact", "-") if found.is_exact else ("checked", "--") if found.is_checked else ("points", ":")
    points = np.array([_place(found, point) for point in curve], dtype=np.float64)
    area.plot(
        *points.T,
        color=COLOURS[0],
        linestyle=style,
        marker="." if key == "points" else "",
        label=fill(PHRASES, key, tongue),
    )
    corners = [point.is_breakpoint for point in curve]
    if any(corners):
        label = fill(PHRASES, "breakpoint", tongue)
        area.plot(*points[corners].T, "o", color="black", markerfacecolor="white", label=label, zorder=3)
    area.set_title(_first(found, frozenset(curve[0].levels.active), used[0], tongue), loc="left")
    _changes(area, found, points, told, tongue)
    if found.over != "budget":
        _impossible(area, found, tongue)
    _axes(area, found, tongue)
    legend_below(area, columns=1)
    return area


def _place(found: Frontier, point: FrontierPoint) -> tuple[float, float]:
    """Strength to the right and cost upwards; of a budget, the other way round."""
    assert point.cost is not None
    place = float(point.strength), float(point.cost)
    return place[::-1] if found.over == "budget" else place


def _changes(area: Axes, found: Frontier, points: Array, told: Mapping[int, list[str]], language: Language) -> None:
    """What joins or leaves at a point: beside it where there is room for the words, else by number in the legend."""
    right, above = _free_side(found, points)
    places = points[list(told), 1]
    beside = {k: "\n".join(_wrapped(line, WIDTHS[language][0]) for line in lines) for k, lines in told.items()}
    clear = (np.abs(np.diff(places)) > CLEAR * np.ptp(points[:, 1])).all()
    direct = len(told) <= DIRECT and clear and all(text.count("\n") < LINES for text in beside.values())
    for number, (k, lines) in enumerate(told.items(), 1):
        text = beside[k] if direct else str(number)
        turn = 1 if direct or number % 2 else -1
        area.annotate(
            text,
            points[k],
            (4 * right * turn, 4 * above * turn),
            textcoords="offset points",
            ha="left" if right * turn > 0 else "right",
            va="bottom" if above * turn > 0 else "top",
        )
        if not direct:
            area.plot([], [], linestyle="none", label=f"{number}   {_entry(lines, language)}")


def _entry(lines: list[str], language: Language) -> str:
    """What joins and leaves, as an entry of the legend."""
    return _wrapped(", ".join(lines), WIDTHS[language][1])


def _free_side(found: Frontier, points: Array) -> tuple[int, int]:
    """On which side of the curve there is room for words: to the right, and above."""
    if found.over == "budget":
        return 1, -1
    return (-1 if points[-1, 1] >= points[0, 1] else 1), 1


def _change(found: Frontier, before: frozenset[str], after: frozenset[str], language: Language) -> list[str]:
    changed = {"joins": after - before, "leaves": before - after}
    return [fill(PHRASES, key, language, names=_names(found, who, language)) for key, who in changed.items() if who]


def _first(found: Frontier, start: frozenset[str], used: frozenset[str], language: Language) -> str:
    """The package at the weakest strength, and what joins or leaves on the way to the first bend."""
    names = _names(found, start, language) or fill(PHRASES, "nothing", language)
    told = fill(PHRASES, "start", language, names=names)
    for more in _change(found, start, used, language):
        told = fill(PHRASES, "then", language, start=told, more=more)
    return _wrapped(told, WIDTHS[language][1])


def _wrapped(text: str, width: int) -> str:
    """Lines of a text, broken between words, in Chinese between names; signs stay with what follows."""
    parts = re.sub("([、；])", r"\1 ", re.sub("([+−]) ", "\\1\u00a0", text))
    return re.sub("([、；]) ", r"\1", textwrap.fill(parts, width)).replace("\u00a0", " ")


def _used(found: Frontier, curve: list[FrontierPoint]) -> list[frozenset[str]]:
    """Instruments in use from each point on: up to the next where the curve is straight in between, else at it."""
    if found.is_checked and len(curve) > 1:
        return [frozenset(point.beyond or ()) for point in curve[:-1]]
    return [frozenset(point.levels.active) for point in curve]


def _names(found: Frontier, names: frozenset[str], language: Language) -> str:
    return listed([found.question.label(name, language) for name in sorted(names)], language)


def _impossible(area: Axes, found: Frontier, language: Language) -> None:
    """Hatch the strengths between which no policy will do; as far as they are many more, the axes end within them."""
    some = [float(point.strength) for point in found.points if point.cost is not None]
    room = ROOM * (some[-1] - some[0]) or math.inf
    told = fill(PHRASES, "none", language)
    for before, after in pairwise(found.points):
        none = (before.cost is None) + (after.cost is None)
        if none == 2 or (none and found.is_exact):
            start, stop = max(float(before.strength), some[0] - room), min(float(after.strength), some[-1] + room)
            style: dict[str, Any] = {"facecolor": PALE, "edgecolor": GREY, "hatch": "////", "linewidth": 0}
            area.axvspan(start, max(start, stop), zorder=0, label=told, **style)
            told = "_nolegend_"
    area.set_xlim(
        max(float(found.points[0].strength), some[0] - room), min(float(found.points[-1].strength), some[-1] + room)
    )


def _axes(area: Axes, found: Frontier, language: Language) -> None:
    """What stands along the axes, from no cost on."""
    from matplotlib.ticker import MaxNLocator

    unit = found.question.calibration.unit
    each, money = (unit_label(name, language) for name in (str(unit), unit.currency))
    paid = fill(PHRASES, "all heads", language, currency=money) if found.question.heads else each
    units = {"budget": paid, "margin": each, "upright margin": each, "cost": paid}
    right, up = (
        fill(PHRASES, key, language, unit=units.get(key, "")) for key in AXES.get(found.over, (found.over, "cost"))
    )
    area.set(xlabel=right, ylabel=up, ylim=_limits(area))
    area.xaxis.set_major_locator(MaxNLocator(5))


def _limits(area: Axes) -> tuple[float, float]:
    """From no cost on, with room for words above the last point."""
    low, high = (float(y) for y in area.dataLim.intervaly)
    return min(0.0, low), high + HEADROOM * (high - min(0.0, low) or 1.0)
