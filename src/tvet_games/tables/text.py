"""Cards as text, for a shell."""

from __future__ import annotations

from tvet_games.tables.card import Card
from tvet_games.tables.table import Best, Cell, Math, Piece, Table, pieces


def text_of(card: Card) -> str:
    """Write a card as text.

    Examples
    --------
    >>> print(text_of(Card("Payoffs", "two players", (Table(("player", "payoff"), (("school", "4"),), right=(1,)),))))
    Payoffs · two players
    player  payoff
    --------------
    school       4
    """
    head = f"{card.title} · {card.about}" if card.about else card.title
    return "\n".join([head, *(_table(p) if isinstance(p, Table) else plain_cell(p) for p in card.parts)])


def plain_cell(cell: Cell) -> str:
    """The text of a cell."""
    return "".join(_piece(piece) for piece in pieces(cell))


def _piece(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, Math):
        return piece.text or piece.latex
    return f"{piece.text}*" if isinstance(piece, Best) else piece.text


def _table(table: Table) -> str:
    rows = [[plain_cell(cell).replace("\n", " ") for cell in row] for row in table.rows]
    if table.framed:
        rows = [[f"[{t}]" if (r, k) in table.framed else t for k, t in enumerate(row)] for r, row in enumerate(rows)]
    head = [plain_cell(cell) for cell in table.headers]
    every = [head, *rows] if head else rows
    if not every:
        return table.title
    widths = [max((_width(row[k]) for row in every if k < len(row)), default=0) for k in range(max(map(len, every)))]
    lines = [_line(row, widths, table.right) for row in every]
    if head:
        lines.insert(1, "-" * (sum(widths) + 2 * (len(widths) - 1)))
    return "\n".join([*([table.title] if table.title else []), *lines, *([table.note] if table.note else [])])


def _line(row: list[str], widths: list[int], right: tuple[int, ...]) -> str:
    padded = []
    for k, (text, width) in enumerate(zip(row, widths, strict=False)):
        blank = " " * (width - _width(text))
        padded.append(blank + text if k in right else text + blank)
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Columns that a text takes in a shell: a Chinese character two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
