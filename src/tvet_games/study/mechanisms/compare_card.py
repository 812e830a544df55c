"""Mechanisms against conflicts as a card: how each conflict stands under each; levels and side effects folded."""

from __future__ import annotations

from tvet_games.study.card_parts import about_line
from tvet_games.study.mechanisms.cell import Cell as Found
from tvet_games.study.mechanisms.cell import Standing
from tvet_games.study.mechanisms.compare import MechanismComparison
from tvet_games.study.mechanisms.compare_words import LEGEND, level_text, mechanism_name, side_effects, standing_name
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import cut_note, spread
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Mechanisms and conflicts", "机制与冲突"),
    "details": ("Levels and side effects", "水平与副作用"),
    "mechanism": ("mechanism", "机制"),
    "standing": ("stands", "状态"),
    "effects": ("level and side effects", "水平与副作用"),
    "join": ("; ", "；"),
    "keys": ("{keys}. {marks}. {legend}", "{keys}。{marks}。{legend}"),
}

MOST_COLUMNS = 5
"""Most conflicts that get a column each; of more each gets a row, with a mark for each mechanism."""

MARKS: dict[Standing, str] = {"settles": "●", "possible": "○", "partly": "◐", "fails": "×", "none": ""}


def comparison_card(found: MechanismComparison, language: Language) -> Card:
    """Return the card of mechanisms against conflicts."""
    about = about_line(found.conflicts, found.calibration, language, unit=str(found.calibration.unit))
    first, last = comparison_table(found, language), details_table(found, language)
    parts: tuple[Part, ...] = (first, *found.describe(language), *([last] if last.rows else []))
    return Card(fill(PHRASES, "title", language), about, parts)


def comparison_table(found: MechanismComparison, language: Language) -> Table:
    """A column a conflict, a row a mechanism; of many conflicts a row each, with marks."""
    label = found.labels.of
    if len(found.conflicts) > MOST_COLUMNS:
        return _marks(found, language)
    rows = tuple(
        (mechanism_name(m, language), *(_short(found.cell(c.name, m), language) for c in found.conflicts))
        for m in found.mechanisms
    )
    heads = ("", *(label(c.name, language) for c in found.conflicts))
    return Table(heads, rows, note=LEGEND[language == "zh"])


def _marks(found: MechanismComparison, language: Language) -> Table:
    """A row a conflict, a mark a mechanism; which is which stands below."""
    label, join = found.labels.of, fill(PHRASES, "join", language)
    rows = tuple(
        (label(c.name, language), *(MARKS[found.cell(c.name, m).standing] for m in found.mechanisms))
        for c in found.conflicts
    )
    numbered = list(enumerate(found.mechanisms, start=1))
    keys = join.join(f"{k} {mechanism_name(m, language)}" for k, m in numbered)
    marks = join.join(f"{mark} {standing_name(s, language)}" for s, mark in MARKS.items() if s != "none")
    note = fill(PHRASES, "keys", language, keys=keys, marks=marks, legend=LEGEND[language == "zh"])
    return Table(("", *(str(k) for k, _ in numbered)), rows, note=note)


def _short(cell: Found, language: Language) -> Cell:
    """How the conflict stands, and the public cost where there is one."""
    cost = f" {money(round(cell.public_cost))}" if cell.public_cost else ""
    told = standing_name(cell.standing, language) + cost
    return Strong(told) if cell.settles else told


def details_table(found: MechanismComparison, language: Language) -> Table:
    """A row a cell that has more to say: public cost, level, side effects."""
    every = [cell for cell in found.cells if _more(found, cell, language)]
    rows = tuple(_detail(found, cell, language) for cell in spread(every))
    first, second, third = (fill(PHRASES, key, language) for key in ("mechanism", "standing", "effects"))
    heads = (word("conflict", language), first, second, word("public cost", language), third)
    title, note = fill(PHRASES, "details", language), cut_note(len(every), language)
    return Table(heads, rows, title, (3,), folded=True, note=note)


def _detail(found: MechanismComparison, cell: Found, language: Language) -> tuple[Cell, ...]:
    return (
        found.labels.of(cell.conflict, language),
        mechanism_name(cell.mechanism, language),
        standing_name(cell.standing, language),
        money(cell.public_cost) if cell.public_cost else "",
        _more(found, cell, language),
    )


def _more(found: MechanismComparison, cell: Found, language: Language) -> str:
    """The level of a cell and its side effects."""
    said = [level_text(found, cell, language), *side_effects(found, cell, language)]
    return fill(PHRASES, "join", language).join(filter(None, said))
