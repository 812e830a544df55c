"""From a calibration to its file: TOML, or a CSV table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from tvet_games.errors import InputError, Problem, expected
from tvet_games.games.csv_tables import number_text, shielded, text_of, write_text
from tvet_games.model.calibration import Calibration, Value
from tvet_games.model.calibration_csv import COLUMNS, FIGURE, NAME, NUMBERS, PARAMETER, PROVENANCE, TEXTS, VALUE
from tvet_games.model.toml_text import toml_text

SHOWN = (NAME, VALUE, *NUMBERS, PROVENANCE, "source", "why")
"""Columns that every table has."""


def write_calibration(calibration: Calibration, path: str | Path) -> None:
    """Write a calibration as a TOML file or as a CSV table, for ``load_calibration``.

    Parameters
    ----------
    calibration : Calibration
        Of single numbers, not of drawn worlds.
    path : str or Path
        Ends in .toml or .csv; replaced if it exists.

    Raises
    ------
    InputError
        If the path ends in something else, or a value holds several numbers.
    FormulaError
        If a number is beyond the bounds of :func:`~tvet_games.numerics.exact`.
    OSError
        If the file cannot be written.

    Notes
    -----
    Comments of a file are not kept; a table leaves out the published results to reproduce. An assumed value without a
    range, as :meth:`Calibration.replace` makes it, is written with its own number as both ends.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from tvet_games.model.library import load_calibration
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "austria.csv"
    ...     write_calibration(load_calibration("austria_2016").replace(retention="23/26"), path)
    ...     print(load_calibration(path).numbers["retention"])
    23/26
    """
    expected(calibration, Calibration, "calibration", "a calibration, as load_calibration gives it")
    suffix = Path(path).suffix.lower()
    if suffix == ".csv":
        write_text(path, format_calibration(calibration))
    elif suffix == ".toml":
        Path(path).write_text(toml_text(calibration_tables(calibration)), encoding="utf-8", newline="\n")
    else:
        raise InputError(str(path), [Problem("", "expected a file that ends in .toml or .csv", suffix)])


def format_calibration(calibration: Calibration) -> str:
    """Return a calibration as the text of a CSV table; see :mod:`tvet_games.model.calibration_csv`."""
    rows = list(_rows(calibration_tables(calibration)))
    columns = [column for column in COLUMNS if column in SHOWN or any(row.get(column) for row in rows)]
    return text_of([columns, *([row.get(column, "") for column in columns] for row in rows)])


def calibration_tables(calibration: Calibration) -> dict[str, Any]:
    """Return the tables of a calibration file, as :func:`~tvet_games.model.toml.read_toml` gives them.

    Raises
    ------
    InputError
        If a value holds several numbers.
    """
    several = [name for name, value in calibration.values.items() if not isinstance(value.number, Fraction | None)]
    if several:
        what = "holds several numbers, expected one: a file holds no drawn worlds"
        raise InputError(calibration.name, [Problem(f"value.{name}", what) for name in several])
    unit = calibration.unit
    tables: dict[str, Any] = {
        "format": 1,
        "calibration": {
            "name": calibration.name,
            "country": calibration.country,
            "unit": {"currency": unit.currency, "per": unit.per, "prices_of": unit.prices_of},
            "heads": {head: str(formula) for head, formula in calibration.heads.items()},
            "breakdown": str(calibration.breakdown),
            "years": str(calibration.years),
            "covers": list(calibration.covers),
            "about": _filled({"en": calibration.about.en, "zh": calibration.about.zh}),
        },
        "value": {name: _entry(value) for name, value in calibration.values.items()},
        "parameter": {
            name: _filled({"dimension": p.dimension, "meaning": p.meaning, "symbol": p.symbol})
            for name, p in calibration.parameters.items()
        },
        "label": _filled({"en": dict(calibration.labels.en), "zh": dict(calibration.labels.zh)}),
        "reproduces": [r.model_dump(by_alias=True, exclude_defaults=True) for r in calibration.reproduces],
    }
    tables["calibration"] = _filled(tables["calibration"])
    return _filled(tables)


def _entry(value: Value) -> dict[str, Any]:
    low, high = value.low, value.high
    if value.provenance == "assumed" and low is None:
        low = high = value.number
    entry: dict[str, Any] = {value.provenance: value.number if value.formula is None else str(value.formula)}
    texts = {"source": value.source, "why": value.why, "note": value.note}
    ends = {"low": low, "high": high}
    tied = str(value.tied or "")
    return (
        entry
        | {k: v for k, v in ends.items() if v is not None}
        | _filled({"tied": tied, FIGURE: list(value.figures), **texts})
    )


def _filled(table: Mapping[str, Any]) -> dict[str, Any]:
    """The entries that hold something."""
    return {key: entry for key, entry in table.items() if entry not in ("", [], {})}


def _rows(tables: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Settings, then values with their labels and descriptions, then other labels."""
    values, parameters, labels = tables["value"], tables.get("parameter", {}), tables.get("label", {})
    for key, setting in _settings("calibration", tables["calibration"]):
        yield {NAME: key, VALUE: setting}
    for name, entry in values.items():
        provenance = next(iter(entry))
        row = {NAME: name, VALUE: _cell(entry[provenance]), PROVENANCE: provenance}
        row |= {column: _cell(entry[column]) for column in (*NUMBERS, FIGURE, *TEXTS) if column in entry}
        row |= {column: _cell(parameters.get(name, {}).get(column, "")) for column in PARAMETER}
        yield row | {f"label.{tongue}": _cell(own.get(name, "")) for tongue, own in labels.items()}
    for tongue, own in labels.items():
        for name, text in own.items():
            if name not in values:
                yield {NAME: f"label.{tongue}.{name}", VALUE: _cell(text)}


def _settings(key: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, entry in table.items():
        if isinstance(entry, Mapping):
            yield from _settings(f"{key}.{name}", entry)
        else:
            yield f"{key}.{name}", _cell(entry)


def _cell(entry: Any) -> str:
    if isinstance(entry, list):
        return shielded(" ".join(entry))
    return shielded(entry) if isinstance(entry, str) else number_text(Fraction(entry))
