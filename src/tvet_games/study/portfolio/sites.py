"""Sites: many places with their own values of one calibration, as a table with a row a site.

Columns: ``site`` (its name), ``trainees`` (heads, 1 where the column is missing), ``teachers`` (heads; gives the value
``trainees_per_teacher``), and any value of the calibration that differs by site. Every other value is the
calibration's own; derived and tied values follow those of the site.

A table comes from anyone: what is wrong is listed all at once, with row, column and value. A name that a spreadsheet
would take for a formula stays text here and is escaped where it goes back to a spreadsheet.

References
----------
Shafranovich (2005), Common Format and MIME Type for Comma-Separated Values (CSV) Files, RFC 4180.
doi:10.17487/RFC4180
"""

from __future__ import annotations

import csv
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError, nearest
from tvet_games.games.csv_tables import Listed, shielded
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import (
    calibrations,
    conflicts,
    load_calibration,
    load_conflict,
    shipped_instruments,
)
from tvet_games.model.read_only import read_only
from tvet_games.numerics import MAX_EXPONENT, Array
from tvet_games.policy.question import Question
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

NAME, HEADS, TEACHERS, PER_TEACHER = "site", "trainees", "teachers", "trainees_per_teacher"

MAX_ROWS = 1_000_000
"""Most sites of a table."""

MAX_BYTES = 256 * 1024**2
"""Largest file."""

MAX_NAME = 200
"""Longest name of a site."""

HIGHEST = {"share": 1.0}
"""Largest sensible value of a dimension."""

LOWEST = {"share": 0.0, "ratio": 0.0, "count": 0.0}
"""Least sensible value of a dimension; money may be negative."""

Columns = Mapping[str, str]
"""Values that a table may hold, each with its dimension, which is empty where nobody says."""


@dataclass(frozen=True, slots=True, eq=False)
class Sites(Shown):
    """Sites of one country.

    Attributes
    ----------
    names : tuple of str
        S of them, all different.
    heads : array, shape (S,)
        [trainees] More than 0.
    values : mapping of str to array, shape (S,)
        [unit of the calibration] What differs by site.
    source : str
        The file, for messages.
    rows : tuple of int
        Row of each site in that file.
    """

    names: tuple[str, ...]
    heads: Array = field(repr=False)
    values: Mapping[str, Array] = field(repr=False)
    source: str = "sites"
    rows: tuple[int, ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        return f"Sites({len(self)} of {self.source})"

    def __post_init__(self) -> None:
        wrong = [n for n, a in (("heads", self.heads), *self.values.items()) if np.shape(a) != (len(self.names),)]
        if wrong:
            raise ShapeError(f"{', '.join(wrong)}: expected one number for each of the {len(self.names)} sites")

    def __len__(self) -> int:
        return len(self.names)

    def part(self, which: slice | Array) -> Sites:
        """Some of the sites, in the order of their indices."""
        chosen = np.arange(len(self))[which]
        return Sites(
            tuple(self.names[s] for s in chosen),
            self.heads[which],
            read_only({name: array[which] for name, array in self.values.items()}),
            self.source,
            tuple(self.rows[s] for s in chosen) if self.rows else (),
        )

    @classmethod
    def from_frame(cls, frame: Any, *, question: Question | None = None) -> Sites:
        """Read sites from a :class:`pandas.DataFrame`; columns as in :func:`read_sites`.

        Parameters
        ----------
        frame : pandas.DataFrame
        question : Question, optional
            Whose calibration the values belong to.

        Returns
        -------
        Sites

        Raises
        ------
        InputError
            With everything that is wrong with the table.
        """
        columns = [frame.iloc[:, k].tolist() for k in range(frame.shape[1])]
        records = ((k + 1, row) for k, row in enumerate(zip(*columns, strict=True)))
        return _sites("sites", [str(name) for name in frame.columns], records, _columns(question))

    def card(self, language: Language | None = None) -> Card:
        """Return the range of what differs, and a row a site."""
        from tvet_games.study.portfolio.card import sites_card

        return sites_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a site; what :meth:`from_frame` reads."""
        import pandas as pd

        return pd.DataFrame({NAME: list(self.names), HEADS: self.heads, **self.values})

    def to_csv(self, path: str | Path) -> None:
        """Write the table for a spreadsheet, names that look like formulas escaped."""
        spreadsheet_frame(self.to_frame()).to_csv(path, index=False)

    def calibration(self, centre: Calibration, part: slice | int = slice(None)) -> Calibration:
        """The calibration of one site, exact, or of a slice of them as arrays.

        Parameters
        ----------
        centre : Calibration
            Its values hold wherever the sites have none of their own.
        part : int or slice

        Returns
        -------
        Calibration
            Derived and tied values follow those of the site.
        """
        return centre.with_ties().replace(**{name: array[part] for name, array in self.values.items()})

    def check(self, question: Question) -> None:
        """Refuse values that the question's calibration does not have, or that make no sense in their dimension.

        Raises
        ------
        InputError
        """
        listed = Listed(self.source)
        known = _columns(question)
        for name, array in self.values.items():
            if name not in known:
                listed.add(_unknown_column(name, known))
                continue
            for s in np.flatnonzero(~_makes_sense(array, known[name])):
                row = self.rows[s] if self.rows else int(s) + 1
                listed.add(Problem(_place(row, name), _sense(known[name]), f"{array[s]:g}"))
        listed.stop()


def read_sites(path: str | Path, *, question: Question | None = None) -> Sites:
    r"""Read sites from a CSV file (UTF-8, separated by commas).

    Parameters
    ----------
    path : str or Path
        Columns ``site``, ``trainees`` (optional), ``teachers`` (optional), and values of the calibration.
    question : Question, optional
        Whose calibration the values belong to; by default they may be values of any shipped one.

    Returns
    -------
    Sites

    Raises
    ------
    InputError
        With up to 20 problems of the file: the row (as an editor counts lines), the column and what stands there.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "sites.csv"
    ...     _ = path.write_text("site,trainees,retention\nUlm,12,0.7\nJena,30,0.65\n", encoding="utf-8")
    ...     found = read_sites(path)
    >>> found.names, found.heads.tolist(), found.values["retention"].tolist()
    (('Ulm', 'Jena'), [12.0, 30.0], [0.7, 0.65])
    """
    source = str(path)
    try:
        status = Path(path).stat()
        if not stat.S_ISREG(status.st_mode):
            raise _wrong(source, "is not a file, expected a CSV file")
        if status.st_size > MAX_BYTES:
            raise _wrong(source, f"is larger than {MAX_BYTES // 1024**2} MiB")
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            records = _records(csv.reader(file, strict=True))
            header = [cell.strip() for cell in next(records, (0, ()))[1]]
            return _sites(source, header, records, _columns(question))
    except OSError as error:
        raise _wrong(source, f"cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise _wrong(source, f"is not UTF-8 text ({error.reason}); save it as CSV UTF-8") from None
    except csv.Error as error:
        raise _wrong(source, f"is not a CSV table: {error}") from None


def spreadsheet_frame(frame: Any) -> Any:
    """Return a data frame whose texts no spreadsheet takes for formulas: an apostrophe before those that look so.

    Examples
    --------
    >>> import pandas as pd
    >>> spreadsheet_frame(pd.DataFrame({"site": ["Ulm", "=1+1"]}))["site"].tolist()
    ['Ulm', "'=1+1"]
    """
    out = frame.map(_escaped)
    out.columns, out.index = out.columns.map(_escaped), out.index.map(_escaped)
    return out


def _escaped(cell: Any) -> Any:
    return shielded(cell) if isinstance(cell, str) else cell


# Building and checking


def _sites(source: str, header: Sequence[str], records: Iterable[tuple[int, Sequence[Any]]], known: Columns) -> Sites:
    listed = Listed(source)
    _check_header(header, known, listed)
    numbers = [k for k, name in enumerate(header) if name in (HEADS, TEACHERS) or name in known]
    place = header.index(NAME) if NAME in header else -1
    columns: dict[int, list[float]] = {k: [] for k in numbers}
    seen: dict[str, int] = {}
    for row, cells in records:
        if len(seen) == MAX_ROWS:
            raise _wrong(source, f"has more than {MAX_ROWS:,} rows")
        if len(cells) != len(header):
            listed.add(Problem(f"row {row}", f"has {len(cells)} cells, the header has {len(header)}"))
            continue
        name = str(cells[place]).strip() if place >= 0 and cells[place] is not None else ""
        _check_name(name, row, seen, listed)
        seen.setdefault(name if name not in seen else f"{name} (row {row})", row)
        for k in numbers:
            columns[k].append(_number(cells[k], header[k], row, known.get(header[k], ""), listed))
    if not seen and not listed.problems:
        listed.add(Problem("", "has no sites; expected a header and a row a site"))
    listed.stop()
    arrays = {header[k]: np.array(column) for k, column in columns.items()}
    heads = arrays.pop(HEADS, np.ones(len(seen)))
    if TEACHERS in arrays:
        arrays[PER_TEACHER] = heads / arrays.pop(TEACHERS)
    return Sites(tuple(seen), heads, read_only(arrays), source, tuple(seen.values()))


def _check_header(header: Sequence[str], known: Columns, listed: Listed) -> None:
    if not header:
        listed.add(Problem("", "is empty; expected a header and a row a site"))
        listed.stop()
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        listed.add(Problem("row 1", "is separated by semicolons or tabs; expected commas", header[0]))
        listed.stop()
    if NAME not in header:
        listed.add(Problem("row 1", f"has no column {NAME!r}", nearest=nearest(NAME, header)))
    allowed = {NAME, HEADS, TEACHERS, *known}
    for k, name in enumerate(header):
        if name in header[:k]:
            listed.add(Problem("row 1", "is the name of two columns", name))
        elif name not in allowed:
            listed.add(_unknown_column(name, allowed))
    if TEACHERS in header and PER_TEACHER in header:
        listed.add(Problem("row 1", f"has both {TEACHERS} and {PER_TEACHER}, which say the same; keep one"))
    if TEACHERS in header and PER_TEACHER not in known:
        listed.add(Problem("row 1", f"needs a calibration with {PER_TEACHER}", TEACHERS))


def _check_name(name: str, row: int, seen: Mapping[str, int], listed: Listed) -> None:
    where = _place(row, NAME)
    if not name:
        listed.add(Problem(where, "is empty; expected the name of the site"))
    elif not name.isprintable():
        what = "holds a control character, which could steer a terminal or hide text"
        listed.add(Problem(where, what, ascii(name)[1:-1]))
    elif len(name) > MAX_NAME:
        listed.add(Problem(where, f"has more than {MAX_NAME} characters", name))
    elif name in seen:
        listed.add(Problem(where, f"stands already in row {seen[name]}", name))


def _number(cell: Any, column: str, row: int, dimension: str, listed: Listed) -> float:
    """A cell as a number; what is wrong goes to the list."""
    try:
        number = float(cell)
    except (TypeError, ValueError, OverflowError):
        number = np.nan
    positive = column in (HEADS, TEACHERS)
    if isinstance(cell, bool) or not abs(number) <= 10.0**MAX_EXPONENT:
        listed.add(Problem(_place(row, column), _not_a_number(cell), "" if cell is None else str(cell)))
    elif positive and number <= 0:
        listed.add(Problem(_place(row, column), "must be more than 0", str(cell)))
    elif not positive and not LOWEST.get(dimension, number) <= number <= HIGHEST.get(dimension, number):
        listed.add(Problem(_place(row, column), _sense(dimension), str(cell)))
    return number


def _not_a_number(cell: Any) -> str:
    text = str(cell).strip()
    if cell is None or not text:
        return "is empty; expected a number"
    if text.replace(",", "").lstrip("+-").isdigit():
        return "is not a number; expected one without separators and with a decimal point"
    return f"is not a finite number within 10**{MAX_EXPONENT}"


def _makes_sense(array: Array, dimension: str) -> Array:
    return (array >= LOWEST.get(dimension, -np.inf)) & (array <= HIGHEST.get(dimension, np.inf))


def _sense(dimension: str) -> str:
    return "is a share; expected 0 to 1" if dimension == "share" else f"is a {dimension}; expected at least 0"


def _place(row: int, column: str) -> str:
    return f"row {row}, column {column}"


def _unknown_column(name: str, known: Iterable[str]) -> Problem:
    return Problem("row 1", "is not a value of the calibration", name, nearest(name, known))


def _columns(question: Question | None) -> Columns:
    """Values that may differ by site, with the dimension that a conflict or instrument gives them."""
    if question is not None:
        own = dimensions(question)
        return {name: own.get(name, "") for name in question.calibration.values}
    owners: list[Conflict | Instrument] = [*map(load_conflict, conflicts()), *shipped_instruments().values()]
    named = {p.name: p.dimension for owner in owners for p in owner.parameters.values()}
    return {name: named.get(name, "") for country in calibrations() for name in load_calibration(country).values}


def dimensions(question: Question) -> dict[str, str]:
    """Dimension of each value that the conflicts and instruments of a question declare."""
    edges = [edge.conflict for conflict in question.conflicts for edge in conflict.edges]
    owners: list[Conflict | Instrument] = [*edges, *question.conflicts, *question.instruments]
    return {name: p.dimension for owner in owners for name, p in owner.parameters.items()}


def _records(reader: Any) -> Iterator[tuple[int, Sequence[str]]]:
    for cells in reader:
        if cells:
            yield reader.line_num, cells


def _wrong(source: str, what: str) -> InputError:
    return InputError(source, [Problem("", what)])
