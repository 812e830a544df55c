"""Shared purpose as a card: how much of it cooperation takes, and the public money that is needed beside it."""

from __future__ import annotations

from tvet_games.policy.words import instrument_label
from tvet_games.study.card_parts import about_line, answer_first, heading
from tvet_games.study.mechanisms.common_goals import CommonGoals, Purpose
from tvet_games.study.mechanisms.common_goals_words import weight
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import spread
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Common goals", "共同目标"),
    "alpha": ("weight of what all have", "群体收益的权重"),
    "level": ("weight that is needed", "所需权重"),
}


def common_goals_card(found: CommonGoals, language: Language) -> Card:
    """Return the card of how much shared purpose cooperation takes."""
    about = about_line([found.conflict], found.calibration, language, unit=found.unit, policy=found.policy)
    tables = [*_costs(found, language), *_levels(found, language)]
    return Card(fill(PHRASES, "title", language), about, answer_first(found.describe(language), *tables))


def _costs(found: CommonGoals, language: Language) -> list[Table]:
    """The cheapest policy at some weights."""
    heads = (
        fill(PHRASES, "alpha", language),
        word("public cost", language),
        word("cheapest package", language),
    )
    rows = tuple(_purpose(purpose, language) for purpose in found.purposes)
    return [Table(heads, rows, heading("cost by weight of the group", language), (0, 1))] if rows else []


def _purpose(purpose: Purpose, language: Language) -> tuple[Cell, ...]:
    package, none = purpose.policy, word("none", language)
    levels = [f"{instrument_label(package, n, language)} {money(x)}" for n, x in package.levels.items() if x]
    cost = none if purpose.cost is None else money(purpose.cost)
    return weight(purpose.alpha, language), cost, listed(levels, language) or none


def _levels(found: CommonGoals, language: Language) -> list[Table]:
    """The weight that is needed against the quantity that is varied."""
    pairs = spread(list(zip(found.values, found.levels, strict=True)))
    rows = tuple((money(value), weight(level, language)) for value, level in pairs)
    heads = (found.labels.of(found.over, language), fill(PHRASES, "level", language))
    return [Table(heads, rows, right=(0, 1))] if rows else []
