"""Expressions and inequalities as formulas of tables: LaTeX with the symbols of the files, text for a shell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tvet_games.symbolic.printing import (
    at_least_zero,
    below_zero,
    latex_at_least_zero,
    latex_below_zero,
    latex_of,
    text_of,
)
from tvet_games.tables.table import Math, Piece

Symbols = Mapping[str, str]
"""LaTeX of parameters by their names."""


def formula(expression: Any, symbols: Symbols) -> Math:
    """An expression.

    Examples
    --------
    >>> import sympy
    >>> formula(2 * sympy.Symbol("gain"), {"gain": "G"})
    Math(latex='2 G', text='2*gain')
    """
    return Math(latex_of(expression, symbols), text_of(expression))


def not_negative(expression: Any, symbols: Symbols) -> Math:
    """That an expression is at least 0."""
    return Math(latex_at_least_zero(expression, symbols), at_least_zero(expression))


def negative(expression: Any, symbols: Symbols) -> Math:
    """That an expression is below 0."""
    return Math(latex_below_zero(expression, symbols), below_zero(expression))


def joined(formulas: Iterable[Math], between: str = ", ") -> tuple[Piece, ...]:
    """Formulas one after another.

    Examples
    --------
    >>> joined([Math("a"), Math("b")])
    (Math(latex='a', text=''), ', ', Math(latex='b', text=''))
    """
    pieces: list[Piece] = []
    for each in formulas:
        pieces += [between, each] if pieces else [each]
    return tuple(pieces)
