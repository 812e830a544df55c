"""What a package rests on, as a card: the worth of each instrument, and how far each assumed number may move."""

from __future__ import annotations

import math
from fractions import Fraction

from tvet_games.policy.words import cost_unit, instrument_label
from tvet_games.study.explain import Explanation
from tvet_games.study.leeway import Leeway
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import between, fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("What the package rests on", "政策组合的依据"),
    "worth": ("What each instrument is worth", "各工具的作用"),
    "leeway": (
        "How far each assumed number may move (nearest value below / above; - for none found)",
        "各假设值可变动的范围（下方 / 上方最近的临界值；- 表示未发现）",
    ),
    "sides": ("{below} / {above}", "{below} / {above}"),
}


def explanation_card(found: Explanation, language: Language) -> Card:
    """Return the card of an explanation: what it says, then the worth of each instrument, then the tornado."""
    solution = found.solution
    about = f"{solution.problem.calibration.label(language)} · {cost_unit(solution, language)}"
    first, *others = found.describe(language)
    parts: tuple[Part, ...] = (Strong(first), *others, _worth(found, language), *_tornado(found, language))
    return Card(fill(PHRASES, "title", language), about, parts)


def _worth(found: Explanation, language: Language) -> Table:
    rows = tuple(
        (
            instrument_label(found.solution, w.name, language),
            money(w.level),
            _cost(w.cost_without, language),
            _cost(w.cost_alone, language),
        )
        for w in found.instruments
    )
    keys = ("instrument", "level", "cost without it", "cost with it alone")
    return Table(tuple(word(key, language) for key in keys), rows, fill(PHRASES, "worth", language), (1, 2, 3))


def _tornado(found: Explanation, language: Language) -> tuple[Table, ...]:
    keys = ("parameter", "value", "range", "cost over the range", "package fails", "other mix is cheaper")
    rows = tuple(_row(found, entry, language) for entry in found.leeway)
    heads = tuple(word(key, language) for key in keys)
    return (Table(heads, rows, fill(PHRASES, "leeway", language), tuple(range(1, 6))),) if rows else ()


def _row(found: Explanation, entry: Leeway, language: Language) -> tuple[Cell, ...]:
    def sides(below: float | None, above: float | None) -> str:
        return fill(PHRASES, "sides", language, below=_at(below), above=_at(above))

    return (
        found.question.label(entry.name, language),
        money(entry.value),
        between(money(entry.low), money(entry.high), language),
        between(_end(entry.cost_at_low, language), _end(entry.cost_at_high, language), language),
        sides(entry.fails_below, entry.fails_above),
        sides(entry.changes_below, entry.changes_above),
    )


def _cost(value: Fraction | None, language: Language) -> str:
    return word("none", language) if value is None else money(value)


def _end(value: float, language: Language) -> str:
    return word("none", language) if math.isinf(value) else money(value)


def _at(value: float | None) -> str:
    return "-" if value is None else money(value)
