"""A robust package in sentences, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.policy.words import cost_unit, describe_row, instrument_label
from tvet_games.study.robust.moving_rows import World
from tvet_games.study.robust.search import RobustShortfall, WorstWorld
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed, money

if TYPE_CHECKING:
    from tvet_games.study.robust.robust import RobustPolicy

LIMITS = ("cap", "budget", "liability")
"""Kinds of rows that no world changes."""

PHRASES: dict[str, tuple[str, str]] = {
    "package": (
        "The cheapest package that holds wherever {count} values lie in their ranges: {levels}.",
        "在 {count} 个数值的整个取值范围内都成立的最便宜组合：{levels}。",
    ),
    "none": (
        "No policy is needed, wherever {count} values lie in their ranges.",
        "在 {count} 个数值的整个取值范围内都无需政策。",
    ),
    "cost": (
        "It costs the public {cost} {unit} in expectation at the central values and at most {worst} in any world.",
        "按中间值计公共预期成本为 {cost} {unit}，任何情形下至多 {worst}。",
    ),
    "premium": (
        "That is {premium} more than the cheapest package for the central values alone.",
        "比仅就中间值而言最便宜的组合多 {premium}。",
    ),
    "binds": (
        "It cannot be cheaper, for else {who}{where}.",
        "不能更便宜，否则{who}{where}。",
    ),
    "infeasible": (
        "No package within the bounds holds in every world: {who}{where}.",
        "在给定范围内没有在所有情形下都成立的组合：{who}{where}。",
    ),
    "missing head": (
        "{missing} {currency} per head are missing to stop that.",
        "每人还缺 {missing} {currency}。",
    ),
    "missing all": (
        "{missing} {currency} are missing in all.",
        "合计还缺 {missing} {currency}。",
    ),
    "level": (
        "No package with so few instruments, or in such steps, holds in every world.",
        "在此工具数量或水平步长下，没有在所有情形下都成立的组合。",
    ),
    "where": (" where {values}", "（当{values}时）"),
    "central": (" at the central values", "（按中间值）"),
    "is": ("{name} is {value} (central: {centre})", "{name}为 {value}（中间值 {centre}）"),
    "and": ("; and ", "；并且"),
    "at bound": ("At their bound there: {names}.", "已达上限的工具：{names}。"),
    "grid": (
        "Between the points of a grid it was not checked for {names}, on which payoffs depend in a bent way.",
        "{names}对收益的影响不是线性的，仅在网格点上检验。",
    ),
}


def describe_robust(found: RobustPolicy, language: Language = "en") -> tuple[str, ...]:
    """Say what the package is, what it costs, and in which worlds it could not be cheaper; or what breaks it.

    Parameters
    ----------
    found : RobustPolicy
    language : str
        ``en`` or ``zh``.

    Returns
    -------
    tuple of str
        Sentences.
    """
    if found.shortfall is not None:
        sentences = _why_not(found, found.shortfall, language)
    else:
        sentences = [*_what(found, language), *(_tell("binds", found, w, language) for w in _told(found.worlds))]
    if found.checked_on_grid:
        names = listed([found.question.label(name, language) for name in found.checked_on_grid], language)
        sentences.append(_phrase("grid", language, names=names))
    return tuple(sentences)


def _what(found: RobustPolicy, language: Language) -> list[str]:
    assert found.cost is not None
    assert found.worst_cost is not None
    used = {name: level for name, level in found.levels.items() if level}
    count = len(found.box)
    if not used:
        return [_phrase("none", language, count=count)]
    solution = found.solution
    levels = listed([f"{instrument_label(solution, n, language)} {money(v)}" for n, v in used.items()], language)
    shown = {"cost": money(found.cost), "worst": money(found.worst_cost), "unit": cost_unit(solution, language)}
    sentences = [_phrase("package", language, count=count, levels=levels), _phrase("cost", language, **shown)]
    if found.premium:
        sentences.append(_phrase("premium", language, premium=money(found.premium)))
    return sentences


def _why_not(found: RobustPolicy, shortfall: RobustShortfall, language: Language) -> list[str]:
    if shortfall.kind == "level":
        return [_phrase("level", language)]
    limits_last = sorted(_told(shortfall.worlds), key=lambda w: w.row.kind in LIMITS)
    told = [_said(found, w, language) for w in limits_last]
    who = _phrase("and", language).join(who + where for who, where in told)
    per = "missing all" if shortfall.kind in ("budget", "liability") else "missing head"
    currency = unit_label(found.question.calibration.unit.currency, language)
    sentences = [
        _phrase("infeasible", language, who=who, where=""),
        _phrase(per, language, missing=money(shortfall.missing), currency=currency),
    ]
    if shortfall.at_bound:
        names = listed([instrument_label(found.solution, n, language) for n in shortfall.at_bound], language)
        sentences.append(_phrase("at bound", language, names=names))
    return sentences


def _told(worlds: tuple[WorstWorld, ...]) -> list[WorstWorld]:
    return [w for w in worlds if w.row.kind != "level"]


def _tell(key: str, found: RobustPolicy, world: WorstWorld, language: Language) -> str:
    who, where = _said(found, world, language)
    return _phrase(key, language, who=who, where=where)


def _said(found: RobustPolicy, world: WorstWorld, language: Language) -> tuple[str, str]:
    """What the row rules out, and in which world."""
    who = describe_row(found.solution, world.row, language)
    if world.row.kind in LIMITS:
        return who, ""
    if not world.values:
        return who, _phrase("central", language)
    return who, _phrase("where", language, values=_world(found, world.values, language))


def _world(found: RobustPolicy, values: World, language: Language) -> str:
    centre = found.question.calibration.numbers
    said = [
        _phrase("is", language, name=found.question.label(n, language), value=money(v), centre=money(centre[n]))
        for n, v in values.items()
    ]
    return listed(said, language)


def _phrase(key: str, language: Language, **values: object) -> str:
    return fill(PHRASES, key, language, **values)
