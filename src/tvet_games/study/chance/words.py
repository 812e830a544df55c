"""A chance-constrained package in sentences, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.policy.words import cost_unit, describe_criteria, instrument_label
from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill, listed, money, percent

if TYPE_CHECKING:
    from tvet_games.study.chance.chance import ChancePolicy

PHRASES: dict[str, tuple[str, str]] = {
    "package": (
        "The cheapest package under which cooperation is {criteria} in all but {risk} of the worlds: {levels}.",
        "使合作在除 {risk} 以外的所有可能情形中成为{criteria}的最便宜组合：{levels}。",
    ),
    "none": (
        "No policy is needed: without any, cooperation is {criteria} in all but {risk} of the worlds.",
        "无需政策：在除 {risk} 以外的所有可能情形中，合作本来就是{criteria}。",
    ),
    "cost": (
        "It costs the public {cost} {unit} in expectation at the central values{central}.",
        "按中间值计公共预期成本为 {cost} {unit}{central}。",
    ),
    "central": (
        "; the cheapest package for the central values alone costs {cost}",
        "；仅就中间值而言最便宜的组合为 {cost}",
    ),
    "bound": (
        "The time ran out: the package is at most {gap} too dear.",
        "计算时间已到：该组合至多偏贵 {gap}。",
    ),
    "drawn": (
        "Of {draws} drawn worlds {failing} fail and {allowed} may; so with {confidence} confidence at most {risk} of "
        "all worlds fail.",
        "在抽取的 {draws} 个情形中有 {failing} 个不成立（允许 {allowed} 个）；"
        "因此在 {confidence} 的置信度下，所有情形中至多 {risk} 不成立。",
    ),
    "fresh": (
        "Of {checked} fresh worlds {rate} fail ({confidence} interval {low} to {high}){central}.",
        "在新抽取的 {checked} 个情形中有 {rate} 不成立（{confidence} 区间为 {low} 至 {high}）{central}。",
    ),
    "fresh central": (
        "; under the package for the central values {rate}",
        "；仅就中间值而言的组合则有 {rate}",
    ),
    "unreachable": (
        "In {count} of the drawn worlds no package within the bounds will do.",
        "在抽取的情形中有 {count} 个在给定范围内没有可行的政策。",
    ),
    "infeasible": (
        "No package within the bounds will do: of {draws} drawn worlds {count} cannot be satisfied, and {allowed} may "
        "fail.",
        "在给定范围内没有可行的政策：在抽取的 {draws} 个情形中有 {count} 个无法满足，而只允许 {allowed} 个不成立。",
    ),
    "together": (
        "No package within the bounds and limits will do: one package cannot satisfy enough worlds at once. Without "
        "{count} of the {draws} drawn worlds there would be one, but only {allowed} may fail.",
        "在给定范围和限额内没有可行的政策：同一组合无法同时满足足够多的情形。"
        "去掉抽取的 {draws} 个情形中的 {count} 个即有可行的组合，但只允许 {allowed} 个不成立。",
    ),
    "telling": ("Where it fails, {values}.", "在不成立的情形中，{values}。"),
    "telling infeasible": ("In these worlds {values}.", "在这些情形中，{values}。"),
    "mean": (
        "{name} is {failing} on average (elsewhere {others})",
        "{name}平均为 {failing}（其他情形为 {others}）",
    ),
}


def describe_chance(found: ChancePolicy, language: Language = "en") -> tuple[str, ...]:
    """Say what the package is, what it costs, how often it fails and in which worlds; or why there is none.

    Parameters
    ----------
    found : ChancePolicy
    language : str
        ``en`` or ``zh``.

    Returns
    -------
    tuple of str
        Sentences.
    """
    if not found.feasible:
        return (_phrase(_reason(found), language, **_counts(found)), *_told(found, language))
    sentences = [*_what(found, language), _phrase("drawn", language, **_counts(found)), _fresh(found, language)]
    if found.unreachable:
        sentences.append(_phrase("unreachable", language, count=found.unreachable))
    return (*sentences, *_told(found, language))


def _reason(found: ChancePolicy) -> str:
    return "infeasible" if found.unreachable > found.allowed else "together"


def _counts(found: ChancePolicy) -> dict[str, str]:
    return {
        "draws": f"{found.draws:,}",
        "failing": f"{found.failing:,}",
        "count": f"{found.failing:,}",
        "allowed": f"{found.allowed:,}",
        "risk": percent(found.risk),
        "confidence": percent(found.confidence),
    }


def _what(found: ChancePolicy, language: Language) -> list[str]:
    assert found.cost is not None
    solution = found.solution
    used = {name: level for name, level in found.levels.items() if level}
    said = {"criteria": describe_criteria(solution.criteria, language), "risk": percent(found.risk)}
    if not used:
        return [_phrase("none", language, **said)]
    levels = listed([f"{instrument_label(solution, n, language)} {money(v)}" for n, v in used.items()], language)
    central = "" if solution.cost is None else _phrase("central", language, cost=money(solution.cost))
    sentences = [
        _phrase("package", language, levels=levels, **said),
        _phrase("cost", language, cost=money(found.cost), unit=cost_unit(solution, language), central=central),
    ]
    if found.gap:
        sentences.append(_phrase("bound", language, gap=percent(found.gap)))
    return sentences


def _fresh(found: ChancePolicy, language: Language) -> str:
    assert found.violation_interval is not None
    assert found.violation_rate is not None
    rate = found.central_violation_rate
    return _phrase(
        "fresh",
        language,
        checked=f"{found.checked:,}",
        rate=percent(found.violation_rate),
        confidence=percent(found.violation_interval.confidence),
        low=percent(found.violation_interval.low),
        high=percent(found.violation_interval.high),
        central="" if rate is None else _phrase("fresh central", language, rate=percent(rate)),
    )


def _told(found: ChancePolicy, language: Language) -> list[str]:
    """What is different in the worlds that fail."""
    means = [
        _phrase(
            "mean",
            language,
            name=found.question.label(told.name, language),
            failing=money(told.failing),
            others=money(told.others),
        )
        for told in found.telling
    ]
    key = "telling" if found.feasible else "telling infeasible"
    return [_phrase(key, language, values=listed(means, language))] if means else []


def _phrase(key: str, language: Language, **values: object) -> str:
    return fill(PHRASES, key, language, **values)
