r"""Cards as LaTeX: their tables, each a tabular that needs no package.

A table of more rows than a page holds is a longtable, of the package of that name; Chinese texts need one such as ctex.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from tvet_games.tables.card import Card
from tvet_games.tables.table import Best, Cell, Math, Piece, Strong, Table, pieces
from tvet_games.tables.text import plain_cell

LINE = 80
"""Characters that a line of a page holds; a table that is wider has columns that wrap."""

NARROWEST = 8
"""Least width of a column that wraps [characters]."""

_COMMAND = re.compile(r"\\[A-Za-z]+|[{}_^ \\]+")
"""What takes no room of its own in a formula, roughly."""

PAGE = 45
"""Rows that a page holds."""

_MINUS = re.compile(r"(?<![\w\])])-(?=[\d∞])")
"""The sign of a number, which is longer than a hyphen."""

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedblright{}",
    **{c: f"\\{c}" for c in "&%$#_{}"},
    **{
        c: f"${command}$"
        for c, command in {
            "∞": r"\infty",
            "→": r"\to",
            "←": r"\leftarrow",
            "≤": r"\leq",
            "≥": r"\geq",
            "≠": r"\neq",
            "−": "-",
            "×": r"\times",
            "±": r"\pm",
            "λ": r"\lambda",
            "μ": r"\mu",
            "σ": r"\sigma",
        }.items()
    },
}


def latex_of(card: Card) -> str:
    r"""Write the tables of a card as LaTeX tabulars, one after another.

    Examples
    --------
    >>> print(latex_of(Card("", parts=(Table(("player", "payoff"), (("R&D", "4"),), right=(1,)),))))
    \begin{tabular}{lr}
    \hline
    player & payoff \\
    \hline
    R\&D & 4 \\
    \hline
    \end{tabular}
    """
    return "\n\n".join(_tabular(table) for table in card.tables)


def escape(text: str) -> str:
    r"""Escape what LaTeX reads as a command.

    Examples
    --------
    >>> print(escape("R&D_1, 3-5: -1"))
    R\&D\_1, 3-5: $-$1
    """
    signed = _MINUS.sub("−", " ".join(text.split("\n")))
    return "".join(_ESCAPES.get(c, c) for c in signed)


def _tabular(table: Table) -> str:
    lines = [rf"% {' '.join(table.title.split())}"] if table.title else []
    kind = "tabular" if len(table.rows) <= PAGE else "longtable"
    lines += [rf"\begin{{{kind}}}{{{_columns(table)}}}", r"\hline"]
    if table.headers:
        lines += [_line(table.headers), r"\hline", *([r"\endhead"] * (kind == "longtable"))]
    lines += [_line(row, {k for r, k in table.framed if r == place}) for place, row in enumerate(table.rows)]
    return "\n".join([*lines, r"\hline", rf"\end{{{kind}}}"])


def _columns(table: Table) -> str:
    """How each column is set: numbers to the right; where the page is too narrow, the widest texts wrap."""
    rows = (table.headers, *table.rows)
    widths = [max(_room(row[k]) for row in rows if k < len(row)) for k in range(max(map(len, rows), default=0))]
    room: float = LINE - 2 * len(widths)
    kinds = ["r" if k in table.right else "l" for k in range(len(widths))]
    if sum(widths) > room:
        texts = sorted((k for k in range(len(widths)) if k not in table.right), key=widths.__getitem__)
        room -= sum(widths[k] for k in table.right)
        for place, k in enumerate(texts):
            share = max(NARROWEST, room / (len(texts) - place))
            if widths[k] > share:
                kinds[k] = rf"p{{{round(share / LINE, 2)}\textwidth}}"
            room -= min(widths[k], share)
    return "".join(kinds)


def _room(cell: Cell) -> int:
    """About how many characters wide a cell is; a Chinese one counts twice."""
    from rich.cells import cell_len

    return sum(cell_len(_COMMAND.sub("x", p.latex) if isinstance(p, Math) else plain_cell(p)) for p in pieces(cell))


def _line(cells: tuple[Cell, ...], framed: Collection[int] = ()) -> str:
    texts = [rf"\fbox{{{_cell(cell)}}}" if k in framed else _cell(cell) for k, cell in enumerate(cells)]
    # An opening bracket after the end of a row would be read as its option.
    shielded = [f"{{}}{text}" if k == 0 and text.startswith("[") else text for k, text in enumerate(texts)]
    return " & ".join(shielded) + r" \\"


def _cell(cell: Cell) -> str:
    return "".join(_piece(piece) for piece in pieces(cell))


def _piece(piece: Piece) -> str:
    if isinstance(piece, Math):
        return f"${piece.latex}$"
    if isinstance(piece, Best):
        return rf"\underline{{{escape(piece.text)}}}"
    if isinstance(piece, Strong):
        return rf"\textbf{{{escape(piece.text)}}}"
    return escape(piece if isinstance(piece, str) else piece.text)
