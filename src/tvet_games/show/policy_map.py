"""The map of two instruments: regions by their equilibria, the cheapest package, and the line of its cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tvet_games.errors import expected
from tvet_games.policy.levers import Lever
from tvet_games.policy.words import cost_unit
from tvet_games.show.colours import COLOURS, GREY, axes
from tvet_games.show.policy_map_labels import label_map
from tvet_games.show.policy_map_looks import beyond, fills, floats, has_ceiling, path_of, short
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.policy_map.planes import Point, is_inside
from tvet_games.study.policy_map.result import PolicyMap
from tvet_games.study.policy_map.words import title_of
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import unit_label, with_unit
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TITLE = 50
"""Most characters of a title of one line."""

PHRASES: dict[str, tuple[str, str]] = {
    "cheapest": ("cheapest package", "成本最低的组合"),
    "cost": ("public cost {cost} {unit}", "公共成本 {cost} {unit}"),
    "budget": ("budget {budget} {unit}", "预算 {budget} {unit}"),
    "allowed": ("requirements met", "满足要求"),
    "today": ("today", "现行"),
    "pure": ("pure equilibria", "纯策略均衡"),
    "and": ("; ", "；"),
    "none": ("no package meets the requirements", "没有满足要求的组合"),
}


@in_style
def plot_policy_map(found: PolicyMap, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw the regions of two levels by their equilibria, the cheapest package, and what costs as much.

    Parameters
    ----------
    found : PolicyMap
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        The star is the cheapest package, the dashed line all levels of the same expected cost, the thick line the
        border of where all requirements are met. What a ceiling on support rules out is hatched over.

    Raises
    ------
    InputError
        If it is not what policy_map() returns.

    Examples
    --------
    >>> from tvet_games.study.policy_map.policy_map import policy_map
    >>> ax = plot_policy_map(policy_map("school_enterprise", "germany_2022", "training_subsidy", "school_grant"))
    >>> ax.get_title().splitlines()
    ['School and enterprise, Germany 2022', 'pure equilibria']
    """
    expected(found, PolicyMap, "plot_policy_map", "what policy_map() returns")
    tongue = spoken(language)
    area = axes(ax, (COLUMN, 3.5))
    (left, low), _, (right, high), _ = found.box
    area.set(xlim=(float(left), float(right)), ylim=(float(low), float(high)))
    area.set_xlabel(_axis(found, found.x, tongue))
    area.set_ylabel(_axis(found, found.y, tongue))
    area.set_title(_title(found, tongue))
    _regions(area, found)
    _borders(area, found, tongue)
    _lines(area, found, tongue)
    _marks(area, found, tongue)
    label_map(area, found, tongue)
    return area


def _title(found: PolicyMap, language: Language) -> str:
    """The conflict and the figures; below, what the labels are, and whether there is no package."""
    first = title_of(found, language)
    if len(first) > TITLE:
        first = title_of(found, language, between="\n")
    notes = ["pure"] if found.is_detailed else []
    notes += [] if found.solution.feasible else ["none"]
    below = fill(PHRASES, "and", language).join(fill(PHRASES, key, language) for key in notes)
    return f"{first}\n{below}" if below else first


def _axis(found: PolicyMap, lever: Lever, language: Language) -> str:
    instrument, calibration = lever.instrument, found.question.calibration
    is_money = instrument.dimension == "money"
    unit = calibration.unit_per(instrument.paid_once_per) if is_money else instrument.dimension
    return with_unit(found.question.label(lever.name, language), unit, language)


def _regions(area: Axes, found: PolicyMap) -> None:
    from matplotlib.patches import PathPatch

    for region, colour, pattern, ink in fills(found.regions):
        path = path_of(region.rings)
        area.add_patch(PathPatch(path, facecolor=colour, edgecolor=ink, hatch=pattern, linewidth=0, zorder=1))
        area.add_patch(PathPatch(path, facecolor="none", edgecolor="white", linewidth=1.2, zorder=2))


def _borders(area: Axes, found: PolicyMap, language: Language) -> None:
    """What a ceiling rules out, and the border of where the requirements are met."""
    from matplotlib.patches import PathPatch

    if has_ceiling(found):
        veil = {"facecolor": (1, 1, 1, 0.65), "edgecolor": "#A0A0A0", "hatch": "\\\\\\\\", "linewidth": 0}
        area.add_patch(PathPatch(path_of(beyond(found)), zorder=3, **veil))
        area.add_patch(PathPatch(path_of([found.ceiling]), facecolor="none", edgecolor=GREY, linewidth=0.8, zorder=3))
    if found.allowed and len(found.allowed) > 2:
        look: dict[str, Any] = {"facecolor": "none", "edgecolor": COLOURS[2], "linewidth": 1.8, "joinstyle": "miter"}
        told = fill(PHRASES, "allowed", language)
        area.add_patch(PathPatch(path_of([found.allowed]), **look, zorder=6, label=told))


def _lines(area: Axes, found: PolicyMap, language: Language) -> None:
    """The lines of the least cost and of the budget."""
    cost = found.solution.cost
    if cost is not None:
        told = fill(PHRASES, "cost", language, cost=short(cost), unit=_unit(found, language))
        _line(area, found.budget_line(), color="black", linestyle="--", linewidth=1, label=told)
    if found.budget is not None:
        told = fill(PHRASES, "budget", language, budget=short(found.budget), unit=_unit(found, language))
        ends = found.budget_line(found.budget + found.spent)
        _line(area, ends, color=COLOURS[5], linestyle=":", linewidth=1.4, label=told)


def _line(area: Axes, ends: tuple[Point, Point] | None, **look: Any) -> None:
    if ends is not None:
        area.plot(*zip(*map(floats, ends), strict=True), **look, zorder=5)


def _unit(found: PolicyMap, language: Language) -> str:
    """The unit of costs: the currency is enough where the axes say per what."""
    unit, told = found.question.calibration.unit, cost_unit(found.solution, language)
    levels = {found.question.calibration.unit_per(lever.instrument.paid_once_per) for lever in (found.x, found.y)}
    return unit_label(unit.currency, language) if {unit_label(each, language) for each in levels} == {told} else told


def _marks(area: Axes, found: PolicyMap, language: Language) -> None:
    """The cheapest package and the levels of today."""
    edge: dict[str, Any] = {"linestyle": "none", "clip_on": False, "markeredgecolor": "black"}
    if found.today is not None and is_inside(found.box, found.today):
        x, y = floats(found.today)
        look = edge | {"marker": "o", "markersize": 5, "markerfacecolor": "white", "zorder": 8}
        area.plot([x], [y], label=fill(PHRASES, "today", language), **look)
    if found.optimum is not None:
        x, y = floats(found.optimum)
        look = edge | {"marker": "*", "markersize": 11, "markerfacecolor": COLOURS[6], "markeredgewidth": 0.7}
        area.plot([x], [y], label=fill(PHRASES, "cheapest", language), zorder=9, **look)
