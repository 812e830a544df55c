"""Calibrations as CSV tables: a row a value, checked as a calibration file is.

::

    name,value,low,high,provenance,source,why
    calibration.country,AT
    calibration.unit.currency,EUR
    calibration.unit.per,apprenticeship
    calibration.unit.prices_of,2016
    training_cost,70000,55000,90000,assumed,,wage share of the trade
    hiring_saving,10400,8000,12000,measured,"author (year), table 3",
    trainee_output,training_cost - 14300,,,derived,,

Columns: ``name``, ``value`` (of a derived one its formula), ``provenance``, and as needed ``low``, ``high``, ``tied``,
``figure`` (ids, separated by spaces), ``source``, ``why``, ``note``, ``label.en``, ``label.zh``, and ``dimension``,
``meaning`` and ``symbol`` of a value that no conflict and no instrument declares. A name with a dot is a setting, and
goes by the key of the TOML file; such a row may end after its value. Numbers are exact, quotients such as 1/3 among
them. Published results to reproduce have no place in a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tvet_games.errors import InputError, Problem, nearest
from tvet_games.games.csv_tables import INDEX, Listed, has_index, place, read_number, read_text, rows_of, unshielded
from tvet_games.model.calibration import PROVENANCES, Calibration
from tvet_games.model.calibration_file import build_calibration
from tvet_games.model.formula import is_name
from tvet_games.model.schema import CalibrationFile
from tvet_games.model.toml import MAX_BYTES, check_entries
from tvet_games.model.validation import validated

NAME, VALUE, PROVENANCE, FIGURE = "name", "value", "provenance", "figure"

NUMBERS = ("low", "high")

TEXTS = ("source", "tied", "why", "note")

LABELS = ("label.en", "label.zh")

PARAMETER = ("dimension", "meaning", "symbol")

COLUMNS = (NAME, VALUE, *NUMBERS, PROVENANCE, FIGURE, *TEXTS, *LABELS, *PARAMETER)

NEEDED = (NAME, VALUE, PROVENANCE)

EXPECTED = "a header with the columns name, value and provenance, and a row a value"

SECTIONS = ("calibration.", "label.")
"""What the name of a setting begins with."""

LISTS = ("calibration.covers",)
"""Settings that hold several names, separated by spaces."""

WHOLE = ("calibration.unit.prices_of",)
"""Settings that hold a whole number."""


def read_calibration(
    path: str | Path,
    *,
    name: str | None = None,
    country: str | None = None,
    currency: str | None = None,
    per: str | None = None,
    prices_of: int | None = None,
) -> Calibration:
    r"""Read a calibration from a CSV file.

    Parameters
    ----------
    path : str or Path
        A UTF-8 file separated by commas.
    name, country, currency, per, prices_of : optional
        Settings, in place of those of the file. Without any name it is that of the file.

    Returns
    -------
    Calibration

    Raises
    ------
    InputError
        With up to 20 problems of the table, or with all of the calibration: the row (by its line), what stands there
        and what was expected.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "mine.csv"
    ...     _ = path.write_text("name,value,provenance,source\ntraining_cost,20000,measured,author (year)\n")
    ...     mine = read_calibration(path, country="AT", currency="EUR", per="trainee-year", prices_of=2024)
    >>> mine.name, str(mine.unit), mine.numbers["training_cost"]
    ('mine', 'EUR per trainee-year', Fraction(20000, 1))
    """
    given = {
        "calibration.name": name,
        "calibration.country": country,
        "calibration.unit.currency": currency,
        "calibration.unit.per": per,
        "calibration.unit.prices_of": prices_of,
    }
    settings = {key: setting for key, setting in given.items() if setting is not None}
    return parse_calibration(
        read_text(path, "a CSV file", MAX_BYTES), str(path), settings=settings, name=Path(path).stem
    )


def parse_calibration(
    text: str, source: str = "<text>", *, settings: Mapping[str, Any] | None = None, name: str = ""
) -> Calibration:
    """Read a calibration from the text of a table; see :func:`read_calibration`.

    Parameters
    ----------
    text : str
    source : str, optional
        The file, for messages.
    settings : mapping of str to str or int, optional
        In place of those of the text.
    name : str, optional
        If neither names it.
    """
    (_, header), *rows = rows_of(text, source, EXPECTED)
    table = _Table(source, [cell.strip() for cell in header])
    for row, cells in rows:
        table.read(row, cells)
    table.listed.stop()
    for key, setting in (settings or {}).items():
        table.put(key, setting)
    table.data["calibration"].setdefault("name", name if is_name(name) else None)
    try:
        check_entries(table.data, source)
        return build_calibration(validated(CalibrationFile, _without_none(table.data), source), source)
    except InputError as error:
        raise InputError(source, [table.placed(problem) for problem in error.problems]) from None


class _Table:
    """Rows, read into the tables that a TOML file would have.

    Attributes
    ----------
    data : dict
        As :func:`~tvet_games.model.toml.read_toml` gives it.
    rows : dict of str to int
        The row in which each field stands.
    """

    def __init__(self, source: str, header: list[str]) -> None:
        self.listed = Listed(source)
        self.header = header
        self.data: dict[str, Any] = {
            "format": 1,
            "calibration": {"unit": {}},
            "value": {},
            "parameter": {},
            "label": {},
        }
        self.rows: dict[str, int] = {}
        for k, column in enumerate(header):
            if column in header[:k]:
                self.listed.add(Problem("header", "names two columns", column or " "))
            elif k == 0 and has_index(header):
                self.listed.add(Problem("header", INDEX, column or " "))
            elif column not in COLUMNS:
                self.listed.add(
                    Problem("header", "is no column of a calibration", column or " ", nearest(column, COLUMNS))
                )
        absent = [column for column in NEEDED if column not in header]
        if absent:
            self.listed.add(Problem("header", f"has no column {' and no column '.join(absent)}, expected {EXPECTED}"))
        if self.listed.problems:
            self.listed.add(Problem("header", f"may have the columns {', '.join(COLUMNS)}"))
        self.listed.stop()

    def read(self, row: int, cells: list[str]) -> None:
        """Read a row, a value or a setting."""
        name = cells[self.header.index(NAME)].strip() if len(cells) > self.header.index(NAME) else ""
        filled = cells + [""] * (len(self.header) - len(cells)) if "." in name else cells
        if len(filled) != len(self.header):
            self.listed.add(Problem(f"row {row}", f"has {len(cells)} cells, the header has {len(self.header)}"))
            return
        entry = dict(zip(self.header, filled, strict=True))
        field = name if "." in name else f"value.{name}"
        if field in self.rows:
            self.listed.add(Problem(place(row, NAME), f"stands in row {self.rows[field]} already", name))
        elif "." in name and not name.startswith(SECTIONS):
            what = f"is neither the name of a value nor a setting; settings begin with {' or '.join(SECTIONS)}"
            self.listed.add(Problem(place(row, NAME), what, name, nearest(name, SECTIONS)))
        elif "." in name:
            self.rows[name] = row
            self.put(name, unshielded(entry[VALUE]))
        else:
            self.rows[field] = row
            self._read_value(row, name, entry)

    def _read_value(self, row: int, name: str, cells: Mapping[str, str]) -> None:
        provenance = cells[PROVENANCE].strip()
        if provenance not in PROVENANCES:
            what = (
                f"{'is no' if provenance else 'is empty, expected a'} provenance; there are: {', '.join(PROVENANCES)}"
            )
            near = nearest(provenance, PROVENANCES)
            self.listed.add(Problem(place(row, PROVENANCE), what, provenance, near))
            return
        entry: dict[str, Any] = {}
        if provenance == "derived":
            entry[provenance] = unshielded(cells[VALUE].strip())
        else:
            entry[provenance] = read_number(cells[VALUE], row, VALUE, self.listed)
        for column in NUMBERS:
            if cells.get(column, "").strip():
                entry[column] = read_number(cells[column], row, column, self.listed)
        entry |= {column: unshielded(cells[column]) for column in TEXTS if cells.get(column)}
        entry |= {FIGURE: figures} if (figures := cells.get(FIGURE, "").split()) else {}
        self.data["value"][name] = entry
        for column in LABELS:
            if cells.get(column):
                self.put(f"{column}.{name}", unshielded(cells[column]))
        described = {column: unshielded(cells[column]) for column in PARAMETER if cells.get(column)}
        if described:
            self.data["parameter"][name] = described

    def put(self, key: str, setting: Any) -> None:
        """Set a key of the TOML file."""
        *path, last = key.split(".", 2) if key.startswith("label.") else key.split(".")
        table = self.data
        for part in path:
            table = table.setdefault(part, {})
            if not isinstance(table, dict):
                self.listed.add(Problem(place(self.rows.get(key, 1), NAME), "goes below another setting", key))
                return
        if isinstance(setting, str):
            whole = key in WHOLE and setting.strip().isdecimal() and len(setting) <= 9
            setting = setting.split() if key in LISTS else int(setting) if whole else setting
        table[last] = setting

    def placed(self, problem: Problem) -> Problem:
        """The problem with its row, where a row holds its field."""
        field = next((f for f in _upwards(problem.field) if f in self.rows), "")
        row = self.rows.get(field) or next((r for f, r in self.rows.items() if f.startswith(f"{problem.field}.")), None)
        if row is not None:
            return Problem(f"row {row}, {problem.field}", problem.what, problem.value, problem.nearest)
        if problem.what == "is missing" and problem.field.startswith("calibration"):
            what = "is missing, expected a row of that name (or an argument of read_calibration)"
            return Problem(problem.field, what)
        return problem


def _upwards(field: str) -> Iterator[str]:
    """A field and those that it lies in."""
    while field:
        yield field
        field = field.rpartition(".")[0]


def _without_none(tables: dict[str, Any]) -> dict[str, Any]:
    return {k: _without_none(v) if isinstance(v, dict) else v for k, v in tables.items() if v is not None}
