"""Cards as text, for a shell: laid out by Rich, with neither colours nor markup read out of labels."""

from __future__ import annotations

from shutil import get_terminal_size
from typing import TYPE_CHECKING

from tvet_games.tables.card import Card
from tvet_games.tables.table import Best, Cell, Math, Piece, Table, pieces

if TYPE_CHECKING:
    from rich.table import Table as RichTable

WIDTH = 110
"""Columns where the output is no terminal."""


def text_of(card: Card) -> str:
    """Write a card as text, as wide as the terminal.

    Examples
    --------
    >>> print(text_of(Card("Payoffs", "two players", (Table(("player", "payoff"), (("school", "4"),), right=(1,)),))))
    Payoffs · two players
     player   payoff
     ───────────────
     school        4
    """
    from rich.console import Console

    out = Console(
        width=get_terminal_size((WIDTH, 24)).columns, markup=False, highlight=False, emoji=False, color_system=None
    )
    with out.capture() as said:
        out.print(f"{card.title} · {card.about}" if card.about else card.title)
        for part in card.parts:
            if isinstance(part, Table):
                for line in (part.title, rich_table(part), part.note):
                    if line:
                        out.print(line)
            else:
                out.print(plain_cell(part))
    return "\n".join(line.rstrip() for line in said.get().splitlines() if line.strip())


def plain_cell(cell: Cell) -> str:
    """The text of a cell: best responses with an asterisk."""
    return "".join(_piece(piece) for piece in pieces(cell))


def _piece(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Math):
        return piece.text or piece.latex
    return f"{piece.text}*" if isinstance(piece, Best) else piece.text


def rich_table(table: Table) -> RichTable:
    """Return a table for Rich; every cell is plain text, framed ones in brackets."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    out = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_header=bool(table.headers))
    for k in range(max(map(len, (table.headers, *table.rows)), default=0)):
        header = plain_cell(table.headers[k]) if k < len(table.headers) else ""
        out.add_column(Text(header), justify="right" if k in table.right else "left", overflow="fold")
    for r, row in enumerate(table.rows):
        texts = [plain_cell(cell) for cell in row]
        out.add_row(*(Text(f"[{t}]" if (r, k) in table.framed else t) for k, t in enumerate(texts)))
    return out
