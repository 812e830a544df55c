"""Some of many rows, spread evenly: a table of more is not read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill

T = TypeVar("T")

MOST_ROWS = 40
"""Most rows of a table that are shown."""

PHRASES: dict[str, tuple[str, str]] = {
    "cut": ("{shown} of {count} rows; to_frame() has all.", "{count} 行中的 {shown} 行；to_frame() 含全部。"),
}


def spread(rows: Sequence[T], most: int = MOST_ROWS) -> tuple[T, ...]:
    """Return at most so many of some rows, the first and the last among them.

    Examples
    --------
    >>> few = spread(range(1000))
    >>> len(few), few[0], few[-1]
    (40, 0, 999)
    """
    places = {round(place) for place in np.linspace(0, len(rows) - 1, min(len(rows), most))}
    return tuple(rows[place] for place in sorted(places))


def cut_note(count: int, language: Language) -> str:
    """Say how many of some rows are shown; empty where all are."""
    return fill(PHRASES, "cut", language, shown=MOST_ROWS, count=f"{count:,}") if count > MOST_ROWS else ""
