"""Published figures as cards: value, unit, year, where, how sure, and the source as a link."""

from __future__ import annotations

from collections.abc import Iterable

from tvet_games.errors import FormulaError
from tvet_games.model.calibration_card import source_pieces
from tvet_games.model.figures import Figure
from tvet_games.numerics import exact
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "one": ("Published figure", "已发表的数据"),
    "all": ("Published figures", "已发表的数据"),
    "about": ("{count} that calibrations rest on", "校准所依据的 {count} 条"),
    "country": ("{country} ({count})", "{country}（{count}）"),
    "read": ("read in the source", "读自原文"),
    "derived": ("derived from it", "由其推算"),
    "weak": ("weak", "较弱"),
    "unverified": ("not verified", "未核实"),
}


def figure_card(figure: Figure, language: Language) -> Card:
    """Return the card of one figure."""
    facts: dict[str, Cell] = {
        "value": value_text(figure),
        "year": figure.year,
        "country": figure.country,
        "grade": _grade(figure, language),
        "source": tuple(source_pieces(figure.source)),
        "note": figure.note,
    }
    rows = tuple((word(key, language), said) for key, said in facts.items() if said)
    return Card(fill(PHRASES, "one", language), figure.id, (Strong(figure.quantity), Table((), rows)))


def figures_card(figures: Iterable[Figure], language: Language) -> Card:
    """Return the card of many figures: a folded table a country."""
    every = list(figures)
    countries = dict.fromkeys(figure.country for figure in every)
    tables = tuple(_country([f for f in every if f.country == name], name, language) for name in countries)
    return Card(fill(PHRASES, "all", language), fill(PHRASES, "about", language, count=len(every)), tables)


def value_text(figure: Figure) -> str:
    """Value with its unit, as published.

    Examples
    --------
    >>> from tvet_games.model.figures import figures
    >>> value_text(figures()["at_subsidy_total"])
    '5,100 EUR per apprenticeship'
    """
    try:
        number = money(exact(figure.value))
    except FormulaError:
        number = figure.value
    return " ".join(filter(None, (number, figure.currency, figure.unit)))


def _grade(figure: Figure, language: Language) -> str:
    return fill(PHRASES, figure.grade, language) if figure.grade in PHRASES else figure.grade


def _country(figures: list[Figure], name: str, language: Language) -> Table:
    heads = tuple(word(key, language) for key in ("name", "figure", "value", "year", "grade", "source"))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (f.id, f.quantity, value_text(f), f.year, _grade(f, language), tuple(source_pieces(f.source))) for f in figures
    )
    return Table(heads, rows, fill(PHRASES, "country", language, country=name, count=len(rows)), folded=True)
