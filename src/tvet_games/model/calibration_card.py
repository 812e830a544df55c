"""A calibration as a card: every value with its range, where it comes from, and the sources as links."""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction
from typing import Any

from tvet_games.model.calibration import Calibration, Value
from tvet_games.model.figures import figures
from tvet_games.model.parameter_labels import value_labels
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Link, Piece, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, listed, money, percent

PHRASES: dict[str, tuple[str, str]] = {
    "about": ("{name}, {unit}, prices of {year}", "{name}，{unit}，{year} 年价格"),
    "shares": ("Of what the values rest on: {shares}.", "数值的依据：{shares}。"),
    "share": ("{share} {provenance}", "{provenance} {share}"),
    "range": ("{low}\u00a0to\u00a0{high}", "{low}\u00a0至\u00a0{high}"),
    "named": ("{label} ({name})", "{label}（{name}）"),
    "drawn": ("{count} values", "{count} 个取值"),
}

_ADDRESS = re.compile(r"https?://[^\s,;)\"]+")


def calibration_card(calibration: Calibration, language: Language) -> Card:
    """Return the card of a calibration."""
    unit = calibration.unit
    text = calibration.about.of(language)
    parts: tuple[Part, ...] = (
        *([text] if text else []),
        shares_told(calibration, calibration.values, language),
        value_table(calibration, calibration.values, language),
    )
    about = fill(
        PHRASES, "about", language, name=calibration.name, unit=unit_label(str(unit), language), year=unit.prices_of
    )
    return Card(calibration.labels.of(calibration.country, language), about, parts)


def shares_told(calibration: Calibration, names: Collection[str], language: Language) -> str:
    """Say which shares of what the given values rest on are measured, derived, statutory and assumed."""
    told = [
        fill(PHRASES, "share", language, share=percent(share), provenance=word(p, language))
        for p, share in calibration.shares(names).items()
        if share
    ]
    return fill(PHRASES, "shares", language, shares=listed(told, language))


def value_table(
    calibration: Calibration, names: Collection[str], language: Language, title: str = "", *, folded: bool = False
) -> Table:
    """Tabulate some of the values, in the order of the calibration: range, provenance and source."""
    rows = tuple(_row(calibration, value, language) for name, value in calibration.values.items() if name in names)
    heads = tuple(word(key, language) for key in ("parameter", "value", "range", "provenance", "source"))
    return Table(heads, rows, title, right=(1,), folded=folded)


def _row(calibration: Calibration, value: Value, language: Language) -> tuple[Cell, ...]:
    between = ""
    if value.low is not None and value.high is not None:
        between = fill(PHRASES, "range", language, low=money(value.low), high=money(value.high))
    number = calibration.numbers[value.name]
    return (
        _named(calibration, value.name, language),
        _number(number, language),
        between,
        word(value.provenance, language),
        _reason(value),
    )


def _named(calibration: Calibration, name: str, language: Language) -> str:
    """The label of a value, with its name where that is another."""
    label = value_labels(calibration).of(name, language)
    return label if label == name.replace("_", " ") else fill(PHRASES, "named", language, label=label, name=name)


def _number(number: Any, language: Language) -> str:
    if isinstance(number, Fraction):
        return money(number)
    return fill(PHRASES, "drawn", language, count=number.size)


def _reason(value: Value) -> Cell:
    """What a value rests on: its formula, its figures with links, or why it is assumed."""
    out: list[Piece] = []
    if value.formula is not None and value.formula.names:
        out.append(f"= {value.formula}")
    for source in dict.fromkeys(figures()[name].source for name in value.figures):
        out += ["; "] * bool(out) + source_pieces(source)
    rest = value.why or value.source or ("" if out else value.note)
    return (*out, *(["; "] * bool(out and rest)), *(source_pieces(rest) if rest else ()))


def source_pieces(source: str) -> list[Piece]:
    """Split a source into texts and links.

    Examples
    --------
    >>> source_pieces("BIBB (2023), https://www.bibb.de/x")
    ['BIBB (2023), ', Link(text='bibb.de', address='https://www.bibb.de/x')]
    """
    out: list[Piece] = []
    start = 0
    for found in _ADDRESS.finditer(source):
        address = found.group().rstrip(".")
        out += [source[start : found.start()], Link(_host(address), address)]
        start = found.start() + len(address)
    return [piece for piece in [*out, source[start:]] if piece]


def _host(address: str) -> str:
    return address.split("/")[2].removeprefix("www.")
