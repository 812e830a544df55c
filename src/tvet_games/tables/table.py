r"""Tables, and the cells that are more than a text.

A cell is a text, a piece (a formula, a link, a marked text), or several of them in a row. What a cell looks like is
decided where it is written: :mod:`~tvet_games.tables.html`, :mod:`~tvet_games.tables.latex`,
:mod:`~tvet_games.tables.text`.

Examples
--------
>>> table = Table(("parameter", "value"), (((Math("C"), " cost"), "26,200"),), right=(1,))
>>> table.rows[0][0][0].latex
'C'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Math:
    """A formula, in LaTeX; ``text`` is how a shell shows it."""

    latex: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to an address."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Best:
    """A best response: underlined, in a shell with an asterisk."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """A text that stands out, such as an equilibrium."""

    text: str


Piece = str | Math | Link | Best | Strong

Cell = Piece | tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    headers : tuple of cells
        One a column; empty where there is no header.
    rows : tuple of tuples of cells
    title : str
    right : tuple of int
        Columns of numbers, aligned to the right.
    framed : frozenset of (int, int)
        Row and column of cells that stand out as a whole, such as equilibria.
    folded : bool
        Whether a notebook shows its title only, until it is opened.
    note : str
        What marks mean, below it.
    """

    headers: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    right: tuple[int, ...] = ()
    framed: frozenset[tuple[int, int]] = frozenset()
    folded: bool = False
    note: str = ""


def pieces(cell: Cell) -> Iterator[Piece]:
    """The pieces of a cell."""
    if isinstance(cell, tuple):
        yield from cell
    else:
        yield cell
