"""What each player has today and at the target under the package, conflict by conflict, and what the public pays.

Payoffs are per head of their conflict and period. The public pays for all heads together; that stands at the foot,
divided by the heads of the first kind, so that it can be read against the payoffs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tvet_games.errors import InputError, Problem, expected
from tvet_games.numerics import to_float
from tvet_games.policy.outcome import Outcome
from tvet_games.policy.solution import Costs, PolicySolution
from tvet_games.show.colours import COLOURS, GREY, PALE, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LARGE = 100
"""From here on amounts are told without decimals."""

EDGE = 0.05
"""Kept free beside a loss [share of the width of the axes]."""

FOOT = 0.4
"""Room above the foot [rows]."""

PHRASES: dict[str, tuple[str, str]] = {
    "today": ("today", "现状"),
    "target": ("at the target", "在目标处"),
    "public": ("public cost\nat the target", "目标处的\n公共成本"),
    "status quo": ("public cost today", "目前的公共成本"),
    "expected": ("{cost} (expected: {expected})", "{cost}（预期：{expected}）"),
    "conflict": ("{conflict} ({unit})", "{conflict}（{unit}）"),
    "heads": ("{currency} per head and period", "每人每期（{currency}）"),
}


@in_style
def plot_before_after(solution: PolicySolution, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    r"""Draw what the players have today and at the target, and what that costs the public.

    Parameters
    ----------
    solution : PolicySolution
        A policy.
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        A row a player: open circles today, filled ones at the target, the difference beside these, a dashed line where
        it is a loss. The bar at the foot is what the public pays at the target, a line within it what it pays today,
        where that is not nothing.

    Raises
    ------
    InputError
        If it is no solution of a policy search, or one without a policy.

    Examples
    --------
    >>> from tvet_games.policy.scenario import search
    >>> ax = plot_before_after(search("germany_apprenticeship"))
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['school', 'enterprise', 'public cost\nat the target']
    >>> [text.get_text() for text in ax.texts]
    ['+3,700', '+22.97', '3,651 (expected: 3,186)']
    """
    expected(solution, PolicySolution, "plot_before_after", "what cheapest_policy() or search() returns")
    if solution.costs is None:
        raise InputError("plot_before_after", [Problem("solution", "is infeasible: there is no policy to show")])
    from matplotlib.ticker import MaxNLocator

    tongue, several = spoken(language), len(solution.outcomes) > 1
    rows = sum(len(outcome.gains) + several for outcome in solution.outcomes) + 1
    area = axes(ax, (COLUMN, 1.1 + 0.19 * rows))
    names: dict[float, str] = {}
    place = 0.0
    for outcome in solution.outcomes:
        if several:
            _heading(area, place, _title(solution, outcome, tongue))
        place = _players(area, place + several, outcome, names, tongue)
    names[place + FOOT] = fill(PHRASES, "public", tongue)
    _public(area, place + FOOT, solution, solution.costs, tongue)
    if not several:
        area.set_title(_title(solution, solution.outcomes[0], tongue))
    area.set_yticks(list(names), list(names.values()))
    area.set_ylim(place + FOOT + 0.7, -0.7)
    area.axhline(place + FOOT - 0.7, color="black", linewidth=0.6)
    area.axvline(0, color="0.7", linewidth=0.6, zorder=0)
    area.use_sticky_edges = False
    area.margins(x=0.04)
    area.tick_params(axis="y", length=0)
    area.spines["left"].set_visible(False)
    area.xaxis.set_major_locator(MaxNLocator(5))
    area.set_xlabel(
        fill(PHRASES, "heads", tongue, currency=unit_label(solution.problem.calibration.unit.currency, tongue))
    )
    legend_below(area, columns=2)
    _room_for_losses(area)
    return area


def _title(solution: PolicySolution, outcome: Outcome, language: Language) -> str:
    conflict = outcome.arrays.conflict
    unit = solution.problem.calibration.unit_per(conflict.per)
    unit = unit_label(unit, language)
    return fill(PHRASES, "conflict", language, conflict=conflict.labels.of(conflict.name, language), unit=unit)


def _heading(area: Axes, place: float, text: str) -> None:
    where: dict[str, Any] = {"transform": area.get_yaxis_transform(), "va": "center", "zorder": 1}
    area.text(0.01, place, text, color=GREY, bbox={"color": "white", "pad": 1}, gid="conflict", **where)


def _players(area: Axes, place: float, outcome: Outcome, names: dict[float, str], language: Language) -> float:
    """A row a player; return where the next one stands."""
    for i, (player, gain) in enumerate(outcome.gains.items()):
        today = to_float(outcome.baseline.payoffs[i])
        target = today + to_float(gain)
        first = not names
        ink, line = (COLOURS[0], "-") if gain >= 0 else (COLOURS[5], "--")
        area.plot([today, target], [place, place], color=ink, linestyle=line, gid=player)
        style: dict[str, Any] = {"linestyle": "none", "color": ink, "clip_on": False}
        told = [fill(PHRASES, key, language) if first else "_nolegend_" for key in ("today", "target")]
        area.plot(today, place, "o", markersize=6, markerfacecolor="white", label=told[0], **style)
        area.plot(target, place, "o", markersize=4, label=told[1], **style)
        text = f"{'+' if gain >= 0 else '−'}{_amount(abs(to_float(gain)))}"
        away, side = (6, "left") if gain >= 0 else (-6, "right")
        where: dict[str, Any] = {"textcoords": "offset points", "va": "center", "ha": side}
        area.annotate(text, (target, place), (away, 0), gid="gain" if gain >= 0 else "loss", **where)
        names[place] = outcome.arrays.conflict.labels.of(player, language)
        place += 1
    return place


def _public(area: Axes, place: float, solution: PolicySolution, costs: Costs, language: Language) -> None:
    """What the public pays for one head of the first kind."""
    heads = next(iter(solution.problem.counts.values()))
    today, paid, mean = (to_float(cost / heads) for cost in (costs.today, costs.at_target, costs.expected))
    area.barh(place, paid, 0.7, facecolor=PALE, edgecolor=GREY, hatch="////", linewidth=0.7, gid="public cost")
    if costs.today:
        known = fill(PHRASES, "status quo", language)
        area.plot([today, today], [place - 0.4, place + 0.4], color="black", linewidth=2, label=known)
    text = fill(PHRASES, "expected", language, cost=_amount(paid), expected=_amount(mean))
    area.annotate(text, (max(paid, 0.0), place), (4, 0), textcoords="offset points", va="center")


def _room_for_losses(area: Axes) -> None:
    """Let the axes begin so far to the left that the words beside losses stand within them."""
    figure = area.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    low, high = area.get_xlim()
    for text in (text for text in area.texts if text.get_gid() == "loss"):
        width = text.get_window_extent().width / area.bbox.width + EDGE
        target = text.xy[0]  # type: ignore[attr-defined]
        low = min(low, (target - width * high) / (1 - width))
    area.set_xlim(low, high)


def _amount(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= LARGE else money(value)
