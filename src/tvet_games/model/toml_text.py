"""Writing TOML files as the package reads them: sections, and within them one line an entry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tvet_games.games.csv_tables import number_text

SUBSECTIONS = ("label",)
"""Sections whose tables are sections themselves."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(tables: Mapping[str, Any]) -> str:
    r"""Write nested tables as TOML text that :func:`~tvet_games.model.toml.parse_toml` reads back.

    Parameters
    ----------
    tables : mapping
        Numbers, texts, and tables and lists of them. A fraction that is no short decimal is a text, ``"1/3"``.

    Returns
    -------
    str

    Raises
    ------
    FormulaError
        If a number is beyond the bounds of :func:`~tvet_games.numerics.exact`.

    Examples
    --------
    >>> print(toml_text({"format": 1, "value": {"cost": {"measured": 2, "source": 'a "b"'}}}), end="")
    format = 1
    <BLANKLINE>
    [value]
    cost = { measured = 2, source = "a \"b\"" }
    """
    return "\n".join(_lines(tables)) + "\n"


def _lines(tables: Mapping[str, Any]) -> Iterator[str]:
    for key, entry in tables.items():
        if not isinstance(entry, Mapping) and not _is_tables(entry):
            yield f"{_key(key)} = {_inline(entry)}"
    for key, entry in tables.items():
        if key in SUBSECTIONS:
            for part, table in entry.items():
                yield from _section(f"[{key}.{_key(part)}]", table)
        elif isinstance(entry, Mapping):
            yield from _section(f"[{_key(key)}]", entry)
        elif _is_tables(entry):
            for table in entry:
                yield from _section(f"[[{_key(key)}]]", table)


def _section(head: str, table: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield head
    for key, entry in table.items():
        yield f"{_key(key)} = {_inline(entry)}"


def _is_tables(entry: object) -> bool:
    return isinstance(entry, list) and bool(entry) and all(isinstance(table, Mapping) for table in entry)


def _inline(entry: Any) -> str:
    if isinstance(entry, Mapping):
        return (
            f"{{ {', '.join(f'{_key(key)} = {_inline(inner)}' for key, inner in entry.items())} }}" if entry else "{}"
        )
    if isinstance(entry, list | tuple):
        return f"[{', '.join(map(_inline, entry))}]"
    if isinstance(entry, int | Decimal | Fraction):
        text = number_text(Fraction(entry))
        return f'"{text}"' if "/" in text else text
    return json.dumps(entry, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _inline(key)
