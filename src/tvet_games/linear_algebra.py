"""Exact linear systems over the rational numbers.

Systems here have at most a few dozen unknowns, and a computer-algebra system would take longer to import than to solve
them, so this is plain Gaussian elimination on fractions. Tests hold it against SymPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def solve_exactly(matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction] | None:
    """Solve a square system of linear equations in fractions.

    Parameters
    ----------
    matrix : n rows of n fractions
    right : n fractions

    Returns
    -------
    list of Fraction, or None
        The solution; None where the matrix is singular.

    Examples
    --------
    >>> solve_exactly([[Fraction(2), Fraction(1)], [Fraction(1), Fraction(3)]], [Fraction(3), Fraction(4)])
    [Fraction(1, 1), Fraction(1, 1)]
    """
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    n = len(rows)
    for k in range(n):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        head = rows[k][k]
        rows[k] = [entry / head if entry else entry for entry in rows[k]]
        for i in range(n):
            factor = rows[i][k]
            if i != k and factor:
                rows[i] = [a - factor * b if b else a for a, b in zip(rows[i], rows[k], strict=True)]
    return [line[n] for line in rows]


def null_space(rows: Sequence[Sequence[Fraction]], count: int) -> list[list[Fraction]]:
    """Return a basis of all vectors that are orthogonal to the given ones.

    Parameters
    ----------
    rows : vectors of length n
    count : int
        n, which tells the length where there are no rows.

    Returns
    -------
    list of vectors

    Examples
    --------
    >>> [[str(entry) for entry in vector] for vector in null_space([[Fraction(1), Fraction(2)]], 2)]
    [['-2', '1']]
    """
    reduced: list[list[Fraction]] = []
    pivots: list[int] = []
    for row in rows:
        rest = list(row)
        for line, pivot in zip(reduced, pivots, strict=True):
            if rest[pivot]:
                rest = [a - rest[pivot] * b for a, b in zip(rest, line, strict=True)]
        head = next((k for k, entry in enumerate(rest) if entry), None)
        if head is None:
            continue
        rest = [entry / rest[head] for entry in rest]
        reduced = [
            [a - line[head] * b for a, b in zip(line, rest, strict=True)] if line[head] else line for line in reduced
        ]
        reduced.append(rest)
        pivots.append(head)
    basis = []
    for free in (k for k in range(count) if k not in pivots):
        vector = [Fraction(int(k == free)) for k in range(count)]
        for line, pivot in zip(reduced, pivots, strict=True):
            vector[pivot] = -line[free]
        basis.append(vector)
    return basis
