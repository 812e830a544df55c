"""Linear systems in fractions, and proofs about linear programs.

Minimise ``cost . x`` where every row ``coefficients . x >= bound`` holds. Multipliers of rows, none negative, prove
that no point is cheaper if their combination of coefficients is the cost; that there is no point at all if it is
nothing and
their combination of bounds is above zero (Farkas 1902).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tvet_games.checker.statement import require

Row = tuple[tuple[Fraction, ...], Fraction]
"""Coefficients and bound."""


def keeps(rows: Sequence[Row], x: Sequence[Fraction], names: Sequence[str]) -> None:
    """Refute unless a point keeps every row."""
    for (coefficients, bound), name in zip(rows, names, strict=True):
        value = sum((a * v for a, v in zip(coefficients, x, strict=True)), Fraction(0))
        require(value >= bound, f"{name}: {value} is below {bound}")


def combined(rows: Sequence[Row], multipliers: Sequence[Fraction], size: int) -> Row:
    """The combination of rows that multipliers make.

    Examples
    --------
    >>> one = Fraction(1)
    >>> combined([((one, one), one), ((one, -one), one)], [one, one], 2)
    ((Fraction(2, 1), Fraction(0, 1)), Fraction(2, 1))
    """
    require(all(y >= 0 for y in multipliers), "a multiplier is negative")
    total, bound = [Fraction(0)] * size, Fraction(0)
    for (coefficients, own), y in zip(rows, multipliers, strict=True):
        if y:
            bound += y * own
            for k, a in enumerate(coefficients):
                total[k] += y * a
    return tuple(total), bound


def solved(matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction] | None:
    """The only solution of a linear system; None where there is none or more than one.

    Examples
    --------
    >>> solved([[Fraction(2)]], [Fraction(1)]), solved([[Fraction(0)]], [Fraction(0)])
    ([Fraction(1, 2)], None)
    """
    size = len(matrix[0])
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for k in range(size):
        pivot = next((r for r in range(k, len(rows)) if rows[r][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [entry / rows[k][k] for entry in rows[k]]
        for r, row in enumerate(rows):
            if r != k and row[k]:
                rows[r] = [a - row[k] * b for a, b in zip(row, rows[k], strict=True)]
    if any(row[size] for row in rows[size:]):
        return None
    return [row[size] for row in rows[:size]]
