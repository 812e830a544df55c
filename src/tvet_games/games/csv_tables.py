r"""Tables in CSV files that come from anyone and go to spreadsheets: rows with their places, cells that stay text.

A table is UTF-8 text, with or without the mark by which spreadsheets know it: cells separated by commas, and quoted
where they hold a comma, a quote or a line break. What is wrong is listed all at once; a row goes by the line on which
it begins, counted from 1 as editors do.

Spreadsheets run a cell that begins with ``= + - @``, a tab or a return as a formula. An apostrophe before it keeps it
text; a cell that begins with apostrophes and then such a character gets one more, so that every text comes back.

References
----------
Shafranovich (2005), Common Format and MIME Type for Comma-Separated Values (CSV) Files, RFC 4180.
doi:10.17487/RFC4180
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from tvet_games.errors import FormulaError, InputError, Problem
from tvet_games.numerics import exact

MAX_SHOWN = 20
"""Most problems of one table that are listed."""

SPREADSHEET_DIGITS = 15
"""Digits that spreadsheets keep of a number."""

INDEX = "looks like the index of pandas: write with to_csv(path, index=False), or read with read_csv(path, index_col=0)"
"""What is wrong with a first column without a name."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SPECIAL = re.compile('[,"\r\n;\t\ufeff]|^ | $')

Rows = list[tuple[int, list[str]]]
"""Lines and cells."""


@dataclass(slots=True)
class Listed:
    """Problems of one table: the first of them in full, the others counted."""

    source: str
    problems: list[Problem] = field(default_factory=list)
    more: int = 0

    def add(self, problem: Problem) -> None:
        """Note a problem."""
        if len(self.problems) < MAX_SHOWN:
            self.problems.append(problem)
        else:
            self.more += 1

    def stop(self) -> None:
        """Raise what was found.

        Raises
        ------
        InputError
            If anything was.
        """
        if self.more:
            self.problems.append(Problem("", f"and {self.more:,} more problems"))
        if self.problems:
            raise InputError(self.source, self.problems)


def read_text(path: str | Path, kind: str, most: int) -> str:
    """Read a bounded UTF-8 file.

    Parameters
    ----------
    path : str or Path
    kind : str
        What is expected, for messages, such as ``a CSV file``.
    most : int
        Largest size [bytes].

    Returns
    -------
    str
        Without a mark of UTF-8; line ends as they are.

    Raises
    ------
    InputError
        If it cannot be read, is too large, or not UTF-8; the message gives line and column.
    """
    source = str(path)
    try:
        with Path(path).open("rb") as file:
            raw = file.read(most + 1)
    except IsADirectoryError:
        raise _wrong(source, "", f"is a folder, expected {kind}") from None
    except OSError as error:
        raise _wrong(source, "", f"cannot be read: {error.strerror or error}") from None
    if len(raw) > most:
        raise _wrong(source, "", f"is larger than {most:,} bytes, the most that is read")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        place = f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"
        what = f"the byte 0x{error.object[error.start]:02x} is not UTF-8, expected UTF-8 text"
        raise _wrong(source, place, what) from None


def rows_of(text: str, source: str, expected: str) -> Rows:
    r"""Split the text of a table into its rows, without blank ones.

    Parameters
    ----------
    text : str
    source : str
        The file, for messages.
    expected : str
        What a table of this kind begins with, for messages.

    Returns
    -------
    list of (int, list of str)
        At least a header; the line on which each row begins, and its cells.

    Raises
    ------
    InputError
        If it is no CSV table, is empty, or is separated by semicolons or tabs.

    Examples
    --------
    >>> rows_of('a,b\n\n"x\ny",2\n', "t.csv", "a,b")
    [(1, ['a', 'b']), (3, ['x\ny', '2'])]
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: Rows = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _wrong(source, f"row {begins}", f"is not a row of a CSV table: {error}") from None
    if not rows:
        raise _wrong(source, "", f"is empty, expected {expected}")
    line, header = rows[0]
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        what = "is separated by semicolons or tabs, expected commas (and a point in decimals)"
        raise _wrong(source, f"row {line}", what, header[0])
    return rows


def has_index(header: Sequence[str]) -> bool:
    """Whether the first column has no name, or the one that pandas gives such a column.

    Examples
    --------
    >>> has_index(["", "school"]), has_index(["Unnamed: 0", "school"]), has_index(["school", ""])
    (True, True, False)
    """
    return len(header) > 1 and header[0].strip() in ("", "Unnamed: 0")


def text_of(rows: Iterable[Iterable[str]]) -> str:
    r"""Write cells as the text of a table, as they stand.

    Examples
    --------
    >>> text_of([["school", "payoff"], ["train, or not", "1/3"]])
    'school,payoff\n"train, or not",1/3\n'
    """
    return "".join(",".join(map(_quoted, cells)) + "\n" for cells in rows)


def write_text(path: str | Path, text: str) -> None:
    """Write a table as UTF-8; where it is not ASCII, with the mark by which spreadsheets know UTF-8.

    Raises
    ------
    FormulaError
        If it holds half a character (a lone surrogate), which no file can hold.
    OSError
        If the file cannot be written.
    """
    try:
        raw = text.encode("ascii" if text.isascii() else "utf-8-sig")
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])
        raise FormulaError(f"a text holds {half}, which is half a character and cannot be written") from None
    Path(path).write_bytes(raw)


def shielded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    Examples
    --------
    >>> shielded("=1+1"), shielded("'=1+1"), shielded("'tis")
    ("'=1+1", "''=1+1", "'tis")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unshielded(cell: str) -> str:
    """Return the text that :func:`shielded` made a cell of.

    Examples
    --------
    >>> unshielded("'=1+1"), unshielded("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def number_text(number: Fraction | float) -> str:
    """Write a number so that it is read back exactly: a decimal where a short one is exact, else a quotient.

    Raises
    ------
    FormulaError
        If it is beyond the bounds of :func:`~tvet_games.numerics.exact`, which could not read it back.

    Examples
    --------
    >>> number_text(Fraction(3, 8)), number_text(Fraction(1, 3)), number_text(0.1)
    ('0.375', '1/3', '0.1')
    """
    text = repr(float(number)) if isinstance(number, float) else _fraction_text(number)
    _exact(text)
    return text


def place(row: int, column: str) -> str:
    """Name a cell.

    Examples
    --------
    >>> place(2, "value")
    'row 2, column value'
    """
    return f"row {row}, column {column if column.isprintable() else ascii(column)[1:-1]}"


def read_number(cell: str, row: int, column: str, listed: Listed) -> Fraction:
    """Read a cell as an exact number; what is wrong goes to the list, and 0 comes back.

    Examples
    --------
    >>> read_number("1/3", 2, "value", Listed("t.csv"))
    Fraction(1, 3)
    """
    try:
        return _exact(cell)
    except FormulaError as error:
        text, where = cell.strip(), place(row, column)
        if not text:
            listed.add(Problem(where, "is empty, expected a number"))
        elif re.fullmatch(r"[+-]?[\d.,\s']+", text):
            what = "is not a number, expected one without separators and with a decimal point"
            listed.add(Problem(where, what, cell))
        else:
            listed.add(Problem(where, str(error)))
        return Fraction(0)


@lru_cache(maxsize=2**16)
def _exact(text: str) -> Fraction:
    """The number of a text; tables say the same ones again and again."""
    return exact(text)


@lru_cache(maxsize=2**16)
def _fraction_text(number: Fraction) -> str:
    try:
        if number.denominator == 1:
            return str(number)
        context = Context(prec=SPREADSHEET_DIGITS)
        decimal = context.divide(Decimal(number.numerator), Decimal(number.denominator))
        return f"{decimal:f}" if Fraction(decimal) == number else str(number)
    except ValueError:  # Python's limit on the digits of an integer
        raise FormulaError("a number has thousands of digits and cannot be written") from None


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell


def _wrong(source: str, field_name: str, what: str, value: Any = "") -> InputError:
    return InputError(source, [Problem(field_name, what, value)])
