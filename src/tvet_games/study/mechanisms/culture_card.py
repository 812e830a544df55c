"""Cultural distance as a card: what friction costs whom, what the programme saves, cost against distance."""

from __future__ import annotations

from fractions import Fraction

from tvet_games.policy.words import cost_unit
from tvet_games.study.card_parts import about_line, answer_first, heading
from tvet_games.study.mechanisms.culture import Culture, CulturePoint, Friction
from tvet_games.study.mechanisms.culture_words import programme_label
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import cut_note, spread
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Common culture", "共同文化"),
    "cost": ("least cost with it", "有项目时的最低成本"),
    "without": ("least cost without it", "无项目时的最低成本"),
    "level": ("its level", "项目水平"),
    "programme": ("{programme}: cost by cultural distance", "{programme}：按文化距离的成本"),
}


def culture_card(found: Culture, language: Language) -> Card:
    """Return the card of what cultural distance costs."""
    asked = found.question
    line = about_line(asked.conflicts, asked.calibration, language)
    about = f"{line} · {cost_unit(found.solution, language)}"
    frictions = (_frictions(found, language),) if found.frictions else ()
    parts = answer_first(found.describe(language), *frictions, _curve(found, language))
    return Card(fill(PHRASES, "title", language), about, parts)


def _frictions(found: Culture, language: Language) -> Table:
    """What distance costs each player, and what the programme is worth to it."""
    keys = ("conflict", "player", "friction", "removed", "loyalty", "unit")
    rows = tuple(_friction(found, friction, language) for friction in found.frictions)
    return Table(tuple(word(key, language) for key in keys), rows, heading("friction", language), (2, 3, 4))


def _friction(found: Culture, friction: Friction, language: Language) -> tuple[Cell, ...]:
    labels = next(c.labels for c in found.question.conflicts if c.name == friction.conflict)
    who = (labels.of(friction.conflict, language), labels.of(friction.player, language))
    return (
        *who,
        money(friction.cost),
        money(friction.removed),
        money(friction.loyalty),
        unit_label(friction.unit, language),
    )


def _curve(found: Culture, language: Language) -> Table:
    """The least costs at some distances; that of the calibration stands out."""
    heads = (word("distance", language), *(fill(PHRASES, key, language) for key in ("without", "cost", "level")))
    rows = tuple(_point(found, point, language) for point in spread(found.curve))
    title = fill(PHRASES, "programme", language, programme=heading(programme_label(found, language), language))
    return Table(heads, rows, title, (0, 1, 2, 3), note=cut_note(len(found.curve), language))


def _point(found: Culture, point: CulturePoint, language: Language) -> tuple[Cell, ...]:
    distance = money(point.distance)
    costs = (_cost(point.cost_without, language), _cost(point.cost, language))
    return (Strong(distance) if point.distance == found.distance else distance, *costs, money(point.level))


def _cost(cost: Fraction | None, language: Language) -> str:
    return word("none", language) if cost is None else money(cost)
