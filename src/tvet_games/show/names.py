"""Texts broken into lines, and how much room they take."""

from __future__ import annotations

import re

WIDE = "\u2e80-\uffef"
"""Characters that take the room of two letters."""


def wrapped(text: str, width: int) -> str:
    r"""Break a text into lines of at most so many letters; a Chinese character takes the room of two.

    Examples
    --------
    >>> wrapped("all instruments and contracts", 22), wrapped("尚缺 3,217.33 EUR", 10)
    ('all instruments and\ncontracts', '尚缺\n3,217.33\nEUR')
    """
    lines = [""]
    for piece in re.findall(rf"[{WIDE}]|[^{WIDE} ]+ ?| ", text):
        if lines[-1] and width_of((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.strip() for line in lines)


def width_of(text: str) -> int:
    """How many letters would take the room of a text; a Chinese character counts twice."""
    return sum(2 if re.match(f"[{WIDE}]", letter) else 1 for letter in text)
