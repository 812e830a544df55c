"""Tables of data frames: labels for names, numbers as people write them, words in the language."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.numerics import TOLERANCE
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.spread import MOST_ROWS, spread
from tvet_games.tables.table import Table
from tvet_games.tables.vocabulary import word, yes_or_no
from tvet_games.tables.words import money

MOST_COLUMNS = 8
"""A table of more columns and few rows is turned on its side."""


def frame_table(
    frame: Any, title: str = "", labels: Labels | None = None, language: Language = "en", *, folded: bool = False
) -> Table:
    """Make a table of a data frame.

    Parameters
    ----------
    frame : pandas.DataFrame
    title : str
        Translated where the vocabulary has it.
    labels : Labels, optional
        Of names that occur.
    language : {"en", "zh"}
    folded : bool

    Returns
    -------
    Table
        At most ``MOST_ROWS`` rows, spread evenly; on its side where there are many columns and few rows.

    Examples
    --------
    >>> import pandas as pd
    >>> table = frame_table(pd.DataFrame({"payoff": [0.5, 1200]}, index=["free_ride", "invest"]))
    >>> table.headers, table.rows
    (('', 'payoff'), (('free ride', '0.5'), ('invest', '1,200')))
    """
    names = labels or Labels()
    flat = flattened(frame)
    count = len(flat)
    picked = flat.iloc[list(spread(range(count)))]
    keys = tuple("" if key == "name" else word(names.of(key, language), language) for key in picked.columns)
    rows = [[as_python(value) for value in row] for row in picked.itertuples(index=False, name=None)]
    right = tuple(k for k in range(len(keys)) if all(is_number(row[k]) for row in rows))
    shown = [tuple(cell_text(value, names, language) for value in row) for row in rows]
    heading = word(title, language) if count <= MOST_ROWS else f"{word(title, language)} ({len(rows)} / {count})"
    if len(keys) > MOST_COLUMNS and 0 < count <= MOST_COLUMNS:
        head, *others = zip(keys, *shown, strict=True)
        return Table(head, tuple(others), heading, folded=folded)
    return Table(keys, tuple(shown), heading, right, folded=folded)


def flattened(frame: Any) -> Any:
    """A table with its labels as columns, where they say more than the number of the row."""
    import pandas as pd

    counted = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    flat = frame.copy() if counted else frame.reset_index(names=[name or "name" for name in frame.index.names])
    flat.columns = [" / ".join(filter(None, map(str, k))) if isinstance(k, tuple) else str(k) for k in flat.columns]
    return flat


def as_python(value: Any) -> Any:
    """An entry as a Python object; a missing one is None."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    missing = type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and math.isnan(value))
    return None if missing else value


def cell_text(value: Any, labels: Labels, language: Language) -> str:
    """One entry for people: names by their labels, numbers as money is written, yes and no in the language."""
    value = as_python(value)
    if isinstance(value, bool | np.bool_):
        return yes_or_no(value, language)
    if value is None:
        return ""
    if is_number(value):
        number = float(value)
        if abs(number) < TOLERANCE:
            return "0"
        return money(value) if math.isfinite(number) else ("∞" if number > 0 else "-∞")
    if isinstance(value, tuple | list):
        return "; ".join(cell_text(v, labels, language) for v in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{labels.of(str(k), language)} {cell_text(v, labels, language)}" for k, v in value.items())
    return ", ".join(labels.of(part, language) for part in str(value).split(", "))


def is_number(value: Any) -> bool:
    """Whether it is a number, not a truth value."""
    return isinstance(value, Fraction | int | float | np.number) and not isinstance(value, bool | np.bool_)
