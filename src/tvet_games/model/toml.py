"""Reading TOML files that come from anyone: bounded, exact, and with one clear error for each mistake.

Numbers are read as :class:`decimal.Decimal`, so that 0.1 is one tenth; size, nesting and exponents are bounded, because
files come by mail.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from tvet_games.errors import FormulaError, InputError, Problem, shorten
from tvet_games.model.toml_slips import control_slip, syntax_slip
from tvet_games.numerics import exact

MAX_BYTES = 256 * 1024
MAX_NESTING = 40

_KEY_PARTS = re.compile(r"(?:[A-Za-z0-9_\-\"' ]*\.){20}")


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file into plain tables, with every number bounded and decimals as Decimal.

    Texts are as they stand; :func:`without_controls` makes them fit to be shown.

    Raises
    ------
    InputError
        If the file cannot be read, is too large, is not UTF-8 or not TOML; syntax errors give line and column.
    """
    source = str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise _wrong(source, "is a folder, expected a TOML file") from None
    except OSError as error:
        raise _wrong(source, f"cannot be read: {error.strerror or error}") from None
    if len(raw) > MAX_BYTES:
        raise _wrong(source, f"is larger than {MAX_BYTES // 1024} KiB, which no file of this kind needs")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong(source, f"is not UTF-8 text (byte {error.start})") from None
    return parse_toml(text, source)


def parse_toml(text: str, source: str) -> dict[str, Any]:
    """Parse TOML text; see :func:`read_toml`."""
    long_key = next((line for line in text.splitlines() if _KEY_PARTS.match(line.split("=")[0].strip("[ "))), None)
    if long_key is not None:
        raise _wrong(source, f"{shorten(long_key)!r} nests its key more than 20 deep")
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        cure = syntax_slip(text, str(error))
        raise _wrong(source, f"is not valid TOML: {error}" + (f"; {cure}" if cure else "")) from None
    except RecursionError:
        raise _wrong(source, "is nested too deeply") from None
    except ValueError as error:  # an integer of thousands of digits
        raise _wrong(source, f"holds a number that cannot be read: {shorten(str(error))}") from None
    check_entries(data, source)
    return data


def check_entries(data: dict[str, Any], source: str) -> None:
    """Bound every number and the nesting, without recursion."""
    problems = []
    stack: list[tuple[str, Any, int]] = [("", data, 0)]
    while stack:
        field, value, depth = stack.pop()
        if depth > MAX_NESTING:
            raise _wrong(source, f"is nested more than {MAX_NESTING} deep at {shorten(field)}")
        if isinstance(value, dict):
            stack += [(f"{field}.{key}" if field else key, entry, depth + 1) for key, entry in value.items()]
        elif isinstance(value, list):
            stack += [(f"{field}[{k + 1}]", entry, depth + 1) for k, entry in enumerate(value)]
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            try:
                exact(value)
            except FormulaError as error:
                problems.append(Problem(field, str(error)))
    if problems:
        raise InputError(source, problems)


def without_controls(data: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    r"""Take control characters out of all texts, and tell where they stood.

    A text may have lines and tabs, a symbol may not: there ``\t`` and ``\n`` begin a command such as ``\theta``.

    Examples
    --------
    >>> plain, problems = without_controls({"symbol": "\rho", "about": "two\nlines"})
    >>> plain, [problem.field for problem in problems]
    ({'symbol': 'ho', 'about': 'two\nlines'}, ['symbol'])
    """
    problems: list[Problem] = []

    def plain(value: Any, field: str, allowed: str) -> Any:
        if isinstance(value, dict):
            return {
                k: plain(v, f"{field}.{k}" if field else k, "" if k == "symbol" else "\n\t") for k, v in value.items()
            }
        if isinstance(value, list):
            return [plain(entry, f"{field}[{k + 1}]", allowed) for k, entry in enumerate(value)]
        if not isinstance(value, str) or value.isprintable():
            return value
        kept = "".join(c for c in value if c.isprintable() or c in allowed)
        if kept != value:
            problems.append(Problem(field, control_slip("".join(c for c in value if c not in allowed))))
        return kept

    return plain(data, "", "\n\t"), problems


def _wrong(source: str, what: str) -> InputError:
    return InputError(source, [Problem("", what)])
