"""Cards as HTML: for notebooks and reports, without scripts or addresses to load from.

Formulas are MathML, which browsers show by themselves, offline too. Colours are those of the page, so that a card is
readable on a light and on a dark one. Every text is escaped; a link leads to http and https addresses only.
"""

from __future__ import annotations

from html import escape as escape_html

from tvet_games.tables.card import Card, Part
from tvet_games.tables.table import Best, Cell, Link, Math, Piece, Strong, Table, pieces

STYLE = """<style>
.tvet-games{font-size:.95em;line-height:1.4;max-width:72em}
.tvet-games .title{font-size:1.15em;font-weight:600;margin:.2em 0}
.tvet-games .about{opacity:.7;font-weight:400;font-size:.87em;margin-left:.5em}
.tvet-games p{margin:.35em 0}
.tvet-games .wide{overflow-x:auto}
.tvet-games .wide table{border-collapse:collapse;margin:.5em 0;font-size:1em;font-variant-numeric:tabular-nums;border:0}
.tvet-games .wide caption,.tvet-games summary{text-align:left;font-weight:600;padding:.2em 0;
caption-side:top;color:inherit}
.tvet-games .wide th,.tvet-games .wide td{padding:.25em .7em;text-align:left;vertical-align:baseline;border:0;
background:none;max-width:none;white-space:normal}
.tvet-games .wide thead th{border-bottom:1.5px solid currentColor;font-weight:600;vertical-align:bottom}
.tvet-games .wide tbody th{font-weight:400}
.tvet-games .wide tbody tr,.tvet-games .wide tbody tr:nth-child(n){
border-bottom:1px solid rgba(127,127,127,.25);background:none}
.tvet-games .wide th.right,.tvet-games .wide td.right{text-align:right}
.tvet-games .wide .framed{outline:1.5px solid currentColor;outline-offset:-2px}
.tvet-games u{text-decoration-thickness:1.5px;text-underline-offset:3px}
.tvet-games .note{opacity:.7;font-size:.87em}
</style>"""


def html_of(card: Card) -> str:
    """Write a card as HTML.

    Parameters
    ----------
    card : Card

    Returns
    -------
    str
        One ``div``, with its style.

    Examples
    --------
    >>> print(html_of(Card("A & B", parts=("said",))).splitlines()[-3:])
    ['<div class="title">A &amp; B</div>', '<p>said</p>', '</div>']
    """
    about = f'<span class="about">{escape(card.about)}</span>' if card.about else ""
    head = f'<div class="title">{escape(card.title)}{about}</div>'
    return "\n".join([STYLE, '<div class="tvet-games">', head, *(part_html(part) for part in card.parts), "</div>"])


def part_html(part: Part) -> str:
    """Write one part of a card: a table, or a sentence as a paragraph; a page has the style once, in its head.

    Examples
    --------
    >>> part_html("a < b")
    '<p>a &lt; b</p>'
    """
    return _table(part) if isinstance(part, Table) else f"<p>{_cell(part)}</p>"


def escape(text: str) -> str:
    r"""Escape what HTML reads as markup, and dollar signs, which notebooks read as mathematics.

    Examples
    --------
    >>> print(escape("<b> $5"))
    &lt;b&gt; <span>$</span>5
    """
    return escape_html(text).replace("$", "<span>$</span>")


def _table(table: Table) -> str:
    title = escape(table.title)
    caption = f"<caption>{title}</caption>" if title and not table.folded else ""
    lines = ['<div class="wide"><table>' + caption]
    if table.headers:
        lines.append(
            f"<thead><tr>{''.join(_head(table, k, cell) for k, cell in enumerate(table.headers))}</tr></thead>"
        )
    lines.append("<tbody>")
    for r, row in enumerate(table.rows):
        lines.append(f"<tr>{''.join(_entry(table, r, k, cell) for k, cell in enumerate(row))}</tr>")
    lines.append("</tbody></table></div>")
    if table.note:
        lines.append(f'<p class="note">{escape(table.note)}</p>')
    body = "\n".join(lines)
    return f"<details><summary>{title}</summary>\n{body}\n</details>" if table.folded else body


def _head(table: Table, column: int, cell: Cell) -> str:
    kind = ' class="right"' if column in table.right else ""
    return f'<th scope="col"{kind}>{_cell(cell)}</th>'


def _entry(table: Table, row: int, column: int, cell: Cell) -> str:
    kinds = ["right"] * (column in table.right) + ["framed"] * ((row, column) in table.framed)
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    return f'<th scope="row"{kind}>{_cell(cell)}</th>' if column == 0 else f"<td{kind}>{_cell(cell)}</td>"


def _cell(cell: Cell) -> str:
    return "".join(_piece(piece) for piece in pieces(cell))


def _piece(piece: Piece) -> str:
    if isinstance(piece, Math):
        return mathml(piece.latex)
    if isinstance(piece, Link):
        if not piece.address.startswith(("http://", "https://")):
            return escape(piece.text)
        address = escape_html(piece.address)
        return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{escape(piece.text)}</a>'
    if isinstance(piece, Best):
        return f"<u>{escape(piece.text)}</u>"
    if isinstance(piece, Strong):
        return f"<strong>{escape(piece.text)}</strong>"
    return escape(piece).replace("\n", "<br>")


def mathml(latex: str) -> str:
    """Write a formula as MathML.

    Examples
    --------
    >>> print(mathml("C"))
    <math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow><mi>C</mi></mrow></math>
    """
    from latex2mathml.converter import convert

    return str(convert(latex))
