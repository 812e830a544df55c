"""The published figures that calibrations rest on, with their sources."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tvet_games.model.read_only import read_only

TRUSTED = ("read", "derived")
"""Grades of figures that may be called measured, derived or statutory; weaker ones may only be called assumed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure.

    Attributes
    ----------
    id, quantity, value, unit, currency, year, country, source, note : str
        As published; ``value`` in ``unit``.
    grade : str
        ``read`` in the source, ``derived`` from it, ``weak`` or ``unverified``.
    """

    id: str
    quantity: str
    value: str
    unit: str
    currency: str
    year: str
    country: str
    grade: str
    source: str
    note: str


@cache
def figures() -> Mapping[str, Figure]:
    """Return all shipped figures by their id.

    Examples
    --------
    >>> figures()["at_subsidy_total"].value
    '5100'
    """
    text = files("tvet_games").joinpath("library/figures.csv").read_text(encoding="utf-8")
    return read_only({row["id"]: Figure(**row) for row in csv.DictReader(text.splitlines())})
