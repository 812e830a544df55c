"""The codebook in words and as a card, in English and Chinese."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from tvet_games.model.calibration import PROVENANCES, Calibration
from tvet_games.study.codebook.result import Codebook, Entry
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Math, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, listed, money, percent

PHRASES = {
    "title": ("Codebook", "编码手册"),
    "covers": (
        "Parameters: {parameters}; conflicts: {conflicts}; instruments: {instruments}; calibrations: {calibrations}, "
        "with {values} values.",
        "{conflicts} 个冲突与 {instruments} 个工具的 {parameters} 个参数；{calibrations} 个校准共 {values} 个数值。",
    ),
    "known": ("Of the values, {shares}.", "其中：{shares}。"),
    "share": ("{share} are {provenance}", "{provenance} {share}"),
    "gaps": (
        "No file says what these measure and mean: {names}. Declare them under [parameter].",
        "下列参数无文件说明其量纲与含义：{names}。请在 [parameter] 中声明。",
    ),
    "values": ("{name}, {unit}", "{name}，{unit}"),
    "array": ("drawn", "抽样"),
    "between": ("{low} to {high}", "{low} 至 {high}"),
}


def describe(found: Codebook, language: Language) -> tuple[str, ...]:
    """See :meth:`Codebook.describe`."""
    held = [c.values[e.name].provenance for e in found.entries for c in found.calibrations if e.name in c.values]
    counts = Counter(held)
    sizes = {
        "parameters": len(found),
        "conflicts": len(found.conflicts),
        "instruments": sum(any(c.touched_by(i) for c in found.conflicts) for i in found.instruments),
        "calibrations": len(found.calibrations),
        "values": len(held),
    }
    said = [fill(PHRASES, "covers", language, **sizes)]
    if held:
        shares = [
            fill(PHRASES, "share", language, share=percent(counts[p] / len(held)), provenance=word(p, language))
            for p in PROVENANCES
            if counts[p]
        ]
        said.append(fill(PHRASES, "known", language, shares=listed(shares, language)))
    if found.gaps:
        said.append(fill(PHRASES, "gaps", language, names=listed(list(found.gaps), language)))
    return tuple(said)


def card(found: Codebook, language: Language) -> Card:
    """See :meth:`Codebook.card`."""
    headers = [word(key, language) for key in ("parameter", "symbol", "dimension", "meaning", "conflicts")]
    rows = tuple(_row(found, entry, language) for entry in found.entries)
    meanings = Table(tuple(headers), rows, right=(4,))
    tables = tuple(_values(found, calibration, language) for calibration in found.calibrations)
    return Card(PHRASES["title"][language == "zh"], parts=(*describe(found, language), meanings, *tables))


def _row(found: Codebook, entry: Entry, language: Language) -> tuple[Cell, ...]:
    symbol: Cell = Math(entry.symbol, entry.symbol) if entry.symbol else ""
    said = found.labels.zh.get(entry.name, entry.meaning) if language == "zh" else entry.meaning
    return entry.name, symbol, word(entry.dimension, language), said, str(len(entry.conflicts))


def _values(found: Codebook, calibration: Calibration, language: Language) -> Table:
    keys = ("parameter", "unit", "value", "range", "provenance", "source")
    rows = tuple(value_row(entry, calibration, language) for entry in found.entries if entry.name in calibration.values)
    title = fill(PHRASES, "values", language, name=calibration.name, unit=unit_label(str(calibration.unit), language))
    return Table(tuple(word(k, language) for k in keys), rows, title, right=(2,), folded=True)


def value_row(entry: Entry, calibration: Calibration, language: Language) -> tuple[str, ...]:
    """A parameter in one calibration: name, unit, value, range, provenance, source."""
    value, number = calibration.values[entry.name], calibration.numbers[entry.name]
    shown = money(number) if isinstance(number, Fraction) else fill(PHRASES, "array", language)
    between = ""
    if value.low is not None and value.high is not None:
        between = fill(PHRASES, "between", language, low=money(value.low), high=money(value.high))
    source = " ".join(value.figures) or value.source or value.why or value.note or str(value.formula or "")
    return (
        entry.name,
        unit_label(entry.unit(calibration), language),
        shown,
        between,
        word(value.provenance, language),
        source,
    )
