"""A card: a title, what it says in sentences, and its tables; the form in which every object shows itself."""

from __future__ import annotations

from dataclasses import dataclass

from tvet_games.tables.table import Cell, Table

Part = Table | Cell


@dataclass(frozen=True, slots=True)
class Card:
    """What an object shows of itself.

    Attributes
    ----------
    title : str
        What it is, such as "Cheapest policy".
    about : str
        What it is about, beside the title, in a lighter type.
    parts : tuple of Table or of cells
        Tables and sentences, in the order in which they stand.
    """

    title: str
    about: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables."""
        return tuple(part for part in self.parts if isinstance(part, Table))
