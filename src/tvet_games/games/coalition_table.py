"""Coalitional games as text tables: a row a coalition, its members joined by ``+`` and what they can reach.

::

    coalition,value
    school,0
    enterprise,1458.76
    school + enterprise,18150.50

Every coalition of the players that occur stands in one row, in any order; the empty one may be left out. Values are
decimals or quotients and are exact: 0.1 is one tenth. The players are in the order in which they first occur.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, nearest, shorten
from tvet_games.games.coalitional import MAX_PLAYERS, CoalitionalGame
from tvet_games.games.csv_tables import INDEX, has_index
from tvet_games.numerics import exact

COLUMNS = ("coalition", "value")

MAX_BYTES = 200_000_000
"""Largest file that is read [bytes]."""

SHOWN = 5
"""Most missing coalitions that an error lists."""


def read_coalitions(path: str | Path) -> CoalitionalGame:
    """Read a coalitional game from a CSV file with the columns ``coalition`` and ``value``, exactly.

    Parameters
    ----------
    path : str or Path
        A UTF-8 file.

    Returns
    -------
    CoalitionalGame

    Raises
    ------
    InputError
        If the file cannot be read, a column is missing or unknown, a value is not a number, or a coalition is missing
        or stands twice; the message names the row.
    """
    source = str(path)
    try:
        if Path(path).stat().st_size > MAX_BYTES:
            raise InputError(source, [Problem("", f"is larger than {MAX_BYTES} bytes")])
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(source, [Problem("", f"cannot be read: {error.strerror or error}")]) from None
    except UnicodeDecodeError:
        raise InputError(source, [Problem("", "is not UTF-8 text")]) from None
    return parse_coalitions(text, source=source)


def parse_coalitions(text: str, *, source: str = "coalitions") -> CoalitionalGame:
    r"""Read a coalitional game from the text of a table; see :func:`read_coalitions`.

    Examples
    --------
    >>> parse_coalitions("coalition,value\na,1\nb,1/2\na+b,4").value("a", "b")
    Fraction(4, 1)
    """
    rows = csv.reader(io.StringIO(text), strict=True)
    try:
        listed = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise InputError(source, [Problem(f"row {rows.line_num}", f"is not a row of a CSV file: {error}")]) from None
    if not listed:
        raise InputError(source, [Problem("", "is empty; expected the columns coalition and value")])
    _check_header([cell.strip() for cell in listed[0][1]], source)
    problems: list[Problem] = []
    values: dict[frozenset[str], tuple[int, Fraction]] = {}
    players: dict[str, None] = {}
    for line, row in listed[1:]:
        _read_row(line, row, values, players, problems)
    if len(players) > MAX_PLAYERS:
        problems.append(Problem("coalition", f"names {len(players)} players; expected at most {MAX_PLAYERS}"))
    if not players and not problems:
        problems.append(Problem("coalition", "names no player"))
    if problems:
        raise InputError(source, problems)
    return _game(values, list(players), source)


def _check_header(header: list[str], source: str) -> None:
    if header != list(COLUMNS):
        if len(header) == 1 and ";" in header[0]:
            raise InputError(
                source, [Problem("header", "is not separated by commas; expected coalition,value", header[0])]
            )
        if has_index(header):
            raise InputError(source, [Problem("header", INDEX, header[0] or " ")])
        problems = [
            Problem("header", "is not a column; expected coalition,value", name, nearest(name, COLUMNS))
            for name in header
            if name not in COLUMNS
        ]
        raise InputError(source, problems or [Problem("header", "expected coalition,value", ",".join(header))])


def _read_row(
    line: int,
    row: list[str],
    values: dict[frozenset[str], tuple[int, Fraction]],
    players: dict[str, None],
    problems: list[Problem],
) -> None:
    where = f"row {line}"
    if len(row) != len(COLUMNS):
        problems.append(
            Problem(where, f"has {len(row)} cells; expected a coalition and a value", shorten(",".join(row)))
        )
        return
    names = [name.strip() for name in row[0].split("+")] if row[0].strip() else []
    if "" in names or len(set(names)) != len(names):
        problems.append(Problem(f"{where}, coalition", "expected different names joined by +", row[0]))
        return
    players |= dict.fromkeys(names)
    coalition = frozenset(names)
    if coalition in values:
        what = f"stands in row {values[coalition][0]} already"
        problems.append(Problem(f"{where}, coalition", what, row[0]))
        return
    try:
        values[coalition] = (line, exact(row[1].strip()))
    except FormulaError as error:
        problems.append(Problem(f"{where}, value", str(error)))
        values[coalition] = (line, Fraction(0))


def _game(values: dict[frozenset[str], tuple[int, Fraction]], players: list[str], source: str) -> CoalitionalGame:
    bits = {name: 1 << i for i, name in enumerate(players)}
    column = np.full(2 ** len(players), None, dtype=object)
    column[0] = Fraction(0)
    for coalition, (_, value) in values.items():
        column[sum(bits[name] for name in coalition)] = value
    missing = [k for k, value in enumerate(column) if value is None]
    if missing:
        raise InputError(source, [_missing(missing, players), *_lonely(values, players)])
    return CoalitionalGame(column, players=players)


def _missing(missing: list[int], players: list[str]) -> Problem:
    def name(index: int) -> str:
        return "+".join(player for i, player in enumerate(players) if index >> i & 1)

    listed = ", ".join(name(k) for k in missing[:SHOWN])
    more = f", ... ({len(missing)} in all)" if len(missing) > SHOWN else ""
    return Problem(
        "coalition", f"every coalition of {', '.join(players)} needs a row; there is none for {listed}{more}"
    )


def _lonely(values: dict[frozenset[str], tuple[int, Fraction]], players: list[str]) -> list[Problem]:
    """Players who stand in one row only, where others are in several, may be misspelt ones."""
    rows = {player: [line for coalition, (line, _) in values.items() if player in coalition] for player in players}
    once = [player for player, lines in rows.items() if len(lines) == 1]
    if len(once) == len(players):
        return []
    what = "stands in one row only: is it one of the others, misspelt?"
    return [
        Problem(f"row {rows[name][0]}, coalition", what, name, nearest(name, [p for p in players if p != name]))
        for name in once
    ]


def format_coalitions(game: CoalitionalGame) -> str:
    """Write a game as a table that :func:`parse_coalitions` reads.

    Raises
    ------
    InputError
        If a name has a ``+`` in it, is blank, or has spaces around it.

    Examples
    --------
    >>> print(format_coalitions(CoalitionalGame([0, 1, 2, 4], players=("a", "b"))), end="")
    coalition,value
    a,1
    b,2
    a + b,4
    """
    wrong: Iterable[str] = [name for name in game.players if "+" in name or name != name.strip() or not name]
    if problems := [Problem("players", "cannot stand in a table: it has a + or spaces around it", n) for n in wrong]:
        raise InputError("coalitional game", problems)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for index in range(1, len(game.values)):
        table.writerow([" + ".join(game.members(index)), str(game.values[index])])
    return out.getvalue()
