"""The regions of a policy map by name, and the map in sentences, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.policy.words import cost_unit
from tvet_games.study.policy_map.planes import area, is_inside
from tvet_games.tables.card import Card
from tvet_games.tables.frame import frame_table
from tvet_games.tables.labels import Labels, Language, check_language
from tvet_games.tables.words import fill, listed, money, percent

if TYPE_CHECKING:
    from tvet_games.study.policy_map.result import PolicyMap, Region

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("{conflicts},{between}{calibration}", "{conflicts}，{between}{calibration}"),
    "or": ("or {profile}", "或{profile}"),
    "single": ("only {profile}", "仅{profile}"),
    "no pure": ("no equilibrium without mixing", "无纯策略均衡"),
    "only": ("cooperation the only equilibrium", "合作是唯一均衡"),
    "among": ("cooperation one of several equilibria", "合作是均衡之一"),
    "not": ("cooperation no equilibrium", "合作不是均衡"),
    "none": ("no equilibrium without mixing", "无纯策略均衡"),
    "only of several": ("the only equilibrium", "唯一均衡"),
    "among of several": ("one of several", "均衡之一"),
    "not of several": ("no equilibrium", "不是均衡"),
    "none of several": ("none without mixing", "无纯策略均衡"),
    "in conflict": ("{conflict}: {standing}", "{conflict}：{standing}"),
    "pure": ("Pure equilibria on {share} of the map: {name}.", "地图 {share} 上的纯策略均衡：{name}。"),
    "standing": ("On {share} of the map: {name}.", "地图的 {share}：{name}。"),
    "standings": ("Cooperation on {share} of the map: {name}.", "地图的 {share} 上合作的情况：{name}。"),
    "optimum": (
        "The cheapest package is {levels}; it costs the public {cost} {unit} in expectation.",
        "成本最低的组合为{levels}；公共预期成本为 {cost} {unit}。",
    ),
    "bound": (
        "That is the cheapest that was found; no package costs less than {bound} {unit}.",
        "这是搜索所得的最低成本；任何组合的成本都不低于 {bound} {unit}。",
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
}


def name_of(found: PolicyMap, region: Region, language: Language = "en") -> str:
    """What the equilibria of a region are, or how cooperation stands there.

    Parameters
    ----------
    found : PolicyMap
    region : Region
    language : str
        ``en`` or ``zh``.
    """
    between = {"en": " ", "zh": ""} if found.is_detailed else {"en": "; ", "zh": "；"}
    return between[check_language(language)].join(lines_of(found, region, language))


def lines_of(found: PolicyMap, region: Region, language: Language = "en") -> tuple[str, ...]:
    """The name of a region in parts: a profile each, or a conflict each."""
    conflicts = found.question.conflicts
    if region.equilibria is None:
        if len(conflicts) == 1:
            return (fill(PHRASES, region.standings[0], language),)
        return tuple(
            fill(
                PHRASES,
                "in conflict",
                language,
                conflict=conflict.labels.of(conflict.name, language),
                standing=fill(PHRASES, f"{standing} of several", language),
            )
            for conflict, standing in zip(conflicts, region.standings, strict=True)
        )
    profiles = [_profile(conflicts[0].labels, actions, language) for actions in region.equilibria]
    if not profiles:
        return (fill(PHRASES, "no pure", language),)
    if len(profiles) == 1:
        return (fill(PHRASES, "single", language, profile=profiles[0]),)
    return profiles[0], *(fill(PHRASES, "or", language, profile=profile) for profile in profiles[1:])


def _profile(labels: Labels, actions: tuple[str, ...], language: Language) -> str:
    return " / ".join(labels.of(action, language) for action in actions)


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
    key = "pure" if found.is_detailed else "standings" if len(found.question.conflicts) > 1 else "standing"
    said = [
        fill(PHRASES, key, language, share=percent(region.share), name=name_of(found, region, language))
        for region in found.regions
    ]
    return (*said, *_requirements(found, language), *_today(found, language), *_budget(found, language))


def title_of(found: PolicyMap, language: Language = "en", *, between: str = "") -> str:
    """What the map is of: the conflicts and the figures."""
    names = [conflict.labels.of(conflict.name, language) for conflict in found.question.conflicts]
    calibration = found.question.calibration
    label = calibration.label(language)
    space = between or ("" if language == "zh" else " ")
    return fill(PHRASES, "title", language, conflicts=listed(names, language), between=space, calibration=label)


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
        unit = cost_unit(found.solution, language)
        said.append(fill(PHRASES, "optimum", language, levels=levels, cost=cost, unit=unit))
        if found.solution.status == "bound" and found.solution.lower_bound is not None:
            said.append(fill(PHRASES, "bound", language, bound=money(found.solution.lower_bound), unit=unit))
    return said


def _today(found: PolicyMap, language: Language) -> list[str]:
    if found.today is None or not is_inside(found.box, found.today):
        return []
    name = name_of(found, found.region_at(*found.today), language)
    return [fill(PHRASES, "today", language, levels=levels_at(found, found.today, language), name=name)]


def _budget(found: PolicyMap, language: Language) -> list[str]:
    if found.budget is None or found.solution.cost is None:
        return []
    unit, missing = cost_unit(found.solution, language), found.solution.cost - found.spent - found.budget
    key = "enough" if found.is_affordable else "too little"
    return [fill(PHRASES, key, language, budget=money(found.budget), unit=unit, missing=money(missing))]
