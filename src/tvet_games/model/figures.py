"""The published figures that calibrations rest on, with their sources."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from tvet_games.errors import unknown
from tvet_games.model.read_only import read_only
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

TRUSTED = ("read", "derived")
"""Grades of figures that may be called measured, derived or statutory; weaker ones may only be called assumed."""


@dataclass(frozen=True, slots=True)
class Figure(Shown):
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
    source: str = field(repr=False)
    note: str = field(repr=False)

    def card(self, language: Language | None = None) -> Card:
        """Return its value, unit, year and source."""
        from tvet_games.model.figure_card import figure_card

        return figure_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of one row."""
        return Figures({self.id: self}).to_frame()


class Figures(Shown, Mapping[str, Figure]):
    """Published figures by their id; nobody can change them.

    Raises
    ------
    UnknownNameError
        If a figure is asked for that there is not.
    """

    __slots__ = ("_by_id",)

    def __init__(self, by_id: Mapping[str, Figure]) -> None:
        self._by_id = read_only(by_id)

    def __getitem__(self, name: str) -> Figure:
        if name not in self._by_id:
            raise unknown("published figure", str(name), self._by_id, source="figures")
        return self._by_id[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_id

    def get(self, name: str, default: Any = None) -> Any:
        """Return a figure, or the default where there is none of this id."""
        return self._by_id.get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def __repr__(self) -> str:
        return f"Figures({len(self)} of {', '.join(sorted({figure.country for figure in self.values()}))})"

    def card(self, language: Language | None = None) -> Card:
        """Return a table a country."""
        from tvet_games.model.figure_card import figures_card

        return figures_card(self.values(), spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a figure."""
        import pandas as pd

        columns = [name for name in Figure.__dataclass_fields__ if name != "id"]
        rows = [{name: getattr(figure, name) for name in columns} for figure in self.values()]
        return pd.DataFrame(rows, index=pd.Index(list(self), name="id"), columns=columns)


@cache
def figures() -> Figures:
    """Return all shipped figures by their id.

    Examples
    --------
    >>> figures()["at_subsidy_total"].value
    '5100'
    """
    text = files("tvet_games").joinpath("library/figures.csv").read_text(encoding="utf-8")
    return Figures({row["id"]: Figure(**row) for row in csv.DictReader(text.splitlines())})
