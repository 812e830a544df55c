"""The regions of a policy map by name, and the map in sentences, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.study.policy_map.planes import area, is_inside
from tvet_games.tables.card import Card
from tvet_games.tables.frame import frame_table
from tvet_games.tables.labels import Labels, Language, check_language
from tvet_games.tables.words import fill, listed, money, percent

if TYPE_CHECKING:
    from tvet_games.policy.levers import Lever
    from tvet_games.study.policy_map.result import PolicyMap, Region

PHRASES: dict[str, tuple[str, str]] = {
    "single": ("only {profile}", "仅{profile}"),
    "no pure": ("no equilibrium without mixing", "无纯策略均衡"),
    "only": ("cooperation the only equilibrium", "合作是唯一均衡"),
    "among": ("cooperation one of several equilibria", "合作是均衡之一"),
    "not": ("cooperation no equilibrium", "合作不是均衡"),
    "none": ("no equilibrium without mixing", "无纯策略均衡"),
    "in conflict": ("{conflict}: {standing}", "{conflict}：{standing}"),
    "pure": ("Pure equilibria on {share} of the map: {name}.", "地图 {share} 上的纯策略均衡：{name}。"),
    "standing": ("On {share} of the map: {name}.", "地图的 {share}：{name}。"),
    "optimum": (
        "The cheapest package is {levels}; it costs the public {cost} {unit} in expectation.",
        "成本最低的组合为{levels}；公共预期成本为 {cost} {unit}。",
    ),
    "nothing": (
        "No policy is needed: the requirements are met at level 0.",
        "无需政策：水平为 0 时已满足要求。",
    ),
    "at": ("{name} {level}", "{name} {level}"),
    "no optimum": (
        "No pair of levels on the map meets the requirements.",
        "地图上没有满足要求的水平组合。",
    ),
    "allowed": ("The requirements are met on {share} of the map.", "地图的 {share} 满足要求。"),
    "today": ("Today: {levels}; there: {name}.", "现行：{levels}；此处：{name}。"),
    "enough": ("A budget of {budget} {unit} is enough.", "预算 {budget} {unit} 足够。"),
    "too little": (
        "A budget of {budget} {unit} is not enough; {missing} is missing.",
        "预算 {budget} {unit} 不够，尚缺 {missing}。",
    ),
    "column": ("pure equilibria", "纯策略均衡"),
    "part": ("share of the map", "占地图的比例"),
    "axis": ("{name} [{unit}]", "{name}（{unit}）"),
}

UNITS = {"share": ("share", "比例"), "ratio": ("ratio", "比率"), "count": ("number", "数量")}


def name_of(found: PolicyMap, region: Region, language: Language = "en") -> str:
    """What the equilibria of a region are, or how cooperation stands there.

    Parameters
    ----------
    found : PolicyMap
    region : Region
    language : str
        ``en`` or ``zh``.
    """
    return ("；" if check_language(language) == "zh" else "; ").join(lines_of(found, region, language))


def lines_of(found: PolicyMap, region: Region, language: Language = "en") -> tuple[str, ...]:
    """The name of a region in parts: a profile each, or a conflict each."""
    conflicts = found.question.conflicts
    if region.equilibria is None:
        said = [fill(PHRASES, standing, language) for standing in region.standings]
        if len(conflicts) == 1:
            return tuple(said)
        named = [conflict.labels.of(conflict.name, language) for conflict in conflicts]
        return tuple(
            fill(PHRASES, "in conflict", language, conflict=name, standing=standing)
            for name, standing in zip(named, said, strict=True)
        )
    profiles = [_profile(conflicts[0].labels, actions, language) for actions in region.equilibria]
    if not profiles:
        return (fill(PHRASES, "no pure", language),)
    return (fill(PHRASES, "single", language, profile=profiles[0]),) if len(profiles) == 1 else tuple(profiles)


def _profile(labels: Labels, actions: tuple[str, ...], language: Language) -> str:
    return " / ".join(labels.of(action, language) for action in actions)


def axis_label(found: PolicyMap, lever: Lever, language: Language = "en") -> str:
    """Name of an instrument, with the unit of its level."""
    name = found.question.label(lever.name, language)
    if lever.instrument.dimension == "money":
        unit = found.question.calibration.unit_per(lever.instrument.paid_once_per)
    else:
        unit = UNITS[lever.instrument.dimension][check_language(language) == "zh"]
    return fill(PHRASES, "axis", language, name=name[:1].upper() + name[1:], unit=unit)


def levels_at(found: PolicyMap, point: tuple[object, object], language: Language = "en") -> str:
    """Two levels with the names of their instruments."""
    pairs = zip((found.x, found.y), point, strict=True)
    said = [
        fill(PHRASES, "at", language, name=found.question.label(lever.name, language), level=money(level))  # type: ignore[arg-type]
        for lever, level in pairs
    ]
    return listed(said, language)


def describe(found: PolicyMap, language: Language = "en") -> tuple[str, ...]:
    """The map in sentences: the regions, the cheapest package, today, the budget.

    Parameters
    ----------
    found : PolicyMap
    language : str
        ``en`` or ``zh``.

    Returns
    -------
    tuple of str
    """
    key = "pure" if found.is_detailed else "standing"
    said = [
        fill(PHRASES, key, language, share=percent(region.share), name=name_of(found, region, language))
        for region in found.regions
    ]
    return (*said, *_requirements(found, language), *_today(found, language), *_budget(found, language))


def title_of(found: PolicyMap, language: Language = "en") -> str:
    """What the map is of: the conflicts and the figures."""
    names = [conflict.labels.of(conflict.name, language) for conflict in found.question.conflicts]
    return f"{listed(names, language)} · {found.question.calibration.name}"


def card_of(found: PolicyMap, language: Language) -> Card:
    """A map as it shows itself."""
    import pandas as pd

    rows = [(name_of(found, region, language), percent(region.share)) for region in found.regions]
    columns = [fill(PHRASES, key, language) for key in ("column", "part")]
    table = frame_table(pd.DataFrame(rows, columns=columns), "", Labels(), language)
    return Card(title_of(found, language), parts=(*describe(found, language), table))


def _requirements(found: PolicyMap, language: Language) -> list[str]:
    said = []
    if found.allowed is not None and found.solution.feasible:
        share = area(found.allowed) / area(found.box)
        said.append(fill(PHRASES, "allowed", language, share=percent(share)))
    if found.optimum is None:
        said += [fill(PHRASES, "no optimum", language), *found.solution.describe(language)]
    elif not any(found.optimum):
        said.append(fill(PHRASES, "nothing", language))
    else:
        assert found.solution.cost is not None
        levels, cost = levels_at(found, found.optimum, language), money(found.solution.cost)
        unit = found.question.calibration.unit
        said.append(fill(PHRASES, "optimum", language, levels=levels, cost=cost, unit=unit))
    return said


def _today(found: PolicyMap, language: Language) -> list[str]:
    if found.today is None or not is_inside(found.box, found.today):
        return []
    name = name_of(found, found.region_at(*found.today), language)
    return [fill(PHRASES, "today", language, levels=levels_at(found, found.today, language), name=name)]


def _budget(found: PolicyMap, language: Language) -> list[str]:
    if found.budget is None or found.solution.cost is None:
        return []
    unit, missing = found.question.calibration.unit, found.solution.cost - found.spent - found.budget
    key = "enough" if found.is_affordable else "too little"
    return [fill(PHRASES, key, language, budget=money(found.budget), unit=unit, missing=money(missing))]
