"""The feasible set of a negotiation: outcomes, disagreement point, frontier, and what each rule picks."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import expected
from tvet_games.numerics import TIE
from tvet_games.show.axis_words import title_of
from tvet_games.show.beside import name_beside
from tvet_games.show.colours import COLOURS, GREY, MARKERS, axes
from tvet_games.show.legends import legend_below, lines_of
from tvet_games.show.placing import Taken, layout
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.negotiation import Negotiation, rule_name
from tvet_games.study.negotiation_words import rule_label
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import with_unit
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes


MARGINS = (0.28, 0.14)
"""Room for names beside and above the outcomes [share of the axes]."""

TICKS = 5
"""Along the lower side, at most."""

DARK = "#444444"
"""Of the names of outcomes."""

WIDTHS = {"en": 21, "zh": 14}
"""Characters of a line of the legend."""

PHRASES: dict[str, tuple[str, str]] = {
    "disagreement": ("disagreement point", "谈判破裂点"),
    "line": ("side payments\nat the target", "合作时的转移支付"),
    "with": ("with side payments:\n{rules}", "有转移支付：\n{rules}"),
    "without": ("{rules}", "{rules}"),
    "all with": ("all {count} rules\nwith side payments", "有转移支付的\n全部 {count} 种规则"),
    "all without": ("all {count} rules\nwithout side payments", "无转移支付的\n全部 {count} 种规则"),
}


@in_style
def plot_feasible_set(talks: Negotiation, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw what two stakeholders bargain over.

    Parameters
    ----------
    talks : Negotiation
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        Outcomes as points with their actions; the convex hull shaded; the line of side payments at the target dashed;
        the disagreement point as a cross; filled marks for what rules pick without side payments, open ones with them.

    Examples
    --------
    >>> from tvet_games.study.negotiation import negotiate
    >>> ax = plot_feasible_set(negotiate("school_teacher", "germany_2022"))
    >>> ax.get_xlabel()
    'school [EUR per teacher-year]'
    """
    expected(talks, Negotiation, "plot_feasible_set", "what negotiate() returns")
    tongue = spoken(language)
    area = axes(ax, (COLUMN, 3.7))
    points = talks.game.payoffs.reshape(2, -1).T.astype(np.float64)
    _hull(area, points)
    area.plot(*points.T, marker=".", color=GREY, linestyle="none")
    where, words = talks.disagreement.astype(np.float64), fill(PHRASES, "disagreement", tongue)
    area.plot(*where, marker="X", color="black", markersize=6, linestyle="none", label=words)
    if talks.agreements:
        _line(area, talks, fill(PHRASES, "line", tongue))
    _picks(area, {rule_label(rule_name(s), tongue): s.payoffs for s in talks.lotteries}, "without", tongue)
    _picks(area, {rule_label(a.rule, tongue): a.payoffs for a in talks.agreements}, "with", tongue)
    first, second = (talks.conflict.labels.of(p, tongue) for p in talks.game.players)
    area.set_xlabel(with_unit(first, talks.unit, tongue))
    area.set_ylabel(with_unit(second, talks.unit, tongue))
    area.set_title(title_of(talks.conflict, talks.calibration, language=tongue))
    area.margins(*MARGINS)
    area.locator_params(axis="x", nbins=TICKS)
    legend_below(area)
    _names(area, talks, points, tongue)
    return area


def _hull(area: Axes, points: Any) -> None:
    """Shade the convex hull of the outcomes."""
    from matplotlib.patches import Polygon

    centre = points - points.mean(axis=0)
    if np.linalg.matrix_rank(centre) == 2:
        from scipy.spatial import ConvexHull

        corners = points[ConvexHull(points).vertices]
        area.add_patch(Polygon(corners, closed=True, facecolor="#DDE8F3", edgecolor=COLOURS[0], linewidth=1))
    else:
        order = np.lexsort(points.T)
        area.plot(*points[order].T, color=COLOURS[0], linewidth=1)


def _names(area: Axes, talks: Negotiation, points: Any, language: Language) -> None:
    """Name each outcome, where the name covers nothing."""
    layout(area)
    taken = Taken(area)
    for line in area.lines:
        places = np.asarray(line.get_xydata())
        if line.get_linestyle() == "None":
            for place in places:
                taken.add_mark(*place)
        else:
            taken.add_line(places[0], places[-1])
    for patch in area.patches:
        for start, end in pairwise(np.asarray(patch.get_path().vertices)):
            taken.add_line(start, end)
    separator = {"en": ",\n", "zh": "\n"}[language]
    for point, profile in zip(points, np.ndindex(*talks.game.shape), strict=True):
        names = [talks.conflict.labels.of(talks.game.actions[i][a], language) for i, a in enumerate(profile)]
        away = (point - points.mean(axis=0)) / np.maximum(np.ptp(points, axis=0), TIE)
        within = any(patch.get_path().contains_point(point, radius=-TIE) for patch in area.patches)
        away = -away if within else away
        name_beside(taken, separator.join(names), point, away, fontsize="small", color=DARK, linespacing=1)


def _line(area: Axes, talks: Negotiation, words: str) -> None:
    """Where side payments at the target lead, as far as both have no less than without an agreement."""
    low, total = talks.disagreement.astype(np.float64), float(talks.target.sum())
    ends = np.array([[low[0], total - low[0]], [total - low[1], low[1]]])
    area.plot(*ends.T, linestyle="--", color=COLOURS[5], linewidth=0.9, label=words)


def _picks(area: Axes, rules: dict[str, Any], kind: str, language: Language) -> None:
    """What the rules pick, with side payments in open marks; those at one point share a mark."""
    places: dict[tuple[float, ...], list[str]] = {}
    for name, payoffs in rules.items():
        places.setdefault(tuple(float(v) for v in payoffs), []).append(name)
    for k, (point, names) in enumerate(places.items()):
        colour = COLOURS[k % len(COLOURS)]
        key = f"all {kind}" if 1 < len(names) == len(rules) else kind
        words = lines_of(names, WIDTHS[language], language)
        area.plot(
            *point,
            marker=MARKERS[k % len(MARKERS)],
            color=colour,
            markerfacecolor="white" if kind == "with" else colour,
            markersize=6,
            linestyle="none",
            label=fill(PHRASES, key, language, rules=words, count=len(names)),
        )
