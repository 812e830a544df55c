"""Least cost against the strength of a criterion, as a card: a row a point."""

from __future__ import annotations

from tvet_games.policy.words import describe_criteria
from tvet_games.study.frontier import Frontier
from tvet_games.study.margin_curve import FrontierPoint
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import cut_note, spread
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Cost frontier", "成本前沿"),
    "rise": (
        "From {first} to {last} the least cost goes from {low} to {high}.",
        "从 {first} 到 {last}，最低成本由 {low} 变为 {high}。",
    ),
    "reach": ("Beyond {last} no policy will do.", "超过 {last} 后没有可行的政策。"),
    "exact": (
        "Between two rows the cost is linear, exactly.",
        "相邻两行之间成本为精确线性。",
    ),
    "checked": (
        "Each row is exact, and halfway between two rows the search agrees with the straight line; elsewhere in "
        "between the cost may be lower.",
        "每一行都是精确值，在相邻两行的中点处搜索结果与直线一致；其余位置的成本可能更低。",
    ),
    "points": (
        "Each row is exact; between rows the cost need not be linear.",
        "每一行都是精确值；行与行之间未必是线性。",
    ),
    "nothing": (
        "Nothing can be had for so little: no policy within this cost will do.",
        "这一成本以内没有可行的政策。",
    ),
    "strength": ("strength ({over})", "强度（{over}）"),
}


def frontier_card(found: Frontier, language: Language) -> Card:
    """Return the card of a frontier."""
    asked = found.question
    criteria = describe_criteria(asked.requirements.criteria, language)
    unit = unit_label(str(asked.calibration.unit), language)
    about = " · ".join(filter(None, (asked.calibration.label(language), unit, criteria)))
    title = fill(PHRASES, "title", language)
    if not found.points:
        return Card(title, about, (fill(PHRASES, "nothing", language),))
    parts: tuple[Part, ...] = (*_ends(found, language), _points(found, language), _between(found, language))
    return Card(title, about, parts)


def _ends(found: Frontier, language: Language) -> list[str]:
    """What the ends of the curve cost, and where it ends."""
    having = [point for point in found.points if point.cost is not None]
    if not having:
        return []
    first, last = having[0], having[-1]
    shown = {"first": money(first.strength), "last": money(last.strength)}
    costs = {"low": money(first.cost or 0), "high": money(last.cost or 0)}
    said = [fill(PHRASES, "rise", language, **shown, **costs)] if len(having) > 1 else []
    return said + [fill(PHRASES, "reach", language, **shown)] * (found.is_exact and found.points[-1].cost is None)


def _points(found: Frontier, language: Language) -> Table:
    rows = tuple(_row(found, point, language) for point in spread(found.points))
    over = "margin" if found.over == "budget" else found.over
    strength = fill(PHRASES, "strength", language, over=word(over, language))
    heads = (strength, word("expected cost", language), "", word("cheapest package", language))
    return Table(heads, rows, right=(0, 1), note=cut_note(len(found.points), language))


def _row(found: Frontier, point: FrontierPoint, language: Language) -> tuple[Cell, ...]:
    used = [f"{found.question.label(name, language)} {money(level)}" for name, level in point.levels.items() if level]
    cost = word("none", language) if point.cost is None else money(point.cost)
    mark = word("breakpoint", language) if point.is_breakpoint else ""
    return money(point.strength), cost, mark, listed(used, language)


def _between(found: Frontier, language: Language) -> str:
    """What the curve is between two rows."""
    key = "exact" if found.is_exact else "checked" if found.is_checked else "points"
    return fill(PHRASES, key, language)
