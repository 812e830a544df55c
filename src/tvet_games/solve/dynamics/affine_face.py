"""Linear equations of faces: the one solution inside, none, or infinitely many.

The unknowns are the shares of all actions of each support but the last, one block a population that mixes; inside
means that all shares are positive, the last ones (1 less the others of the block) too. Many systems are solved at once
in floats, one after another in fractions. Where a system is singular and has solutions, a linear program tells whether
some are inside: it makes the smallest share as large as possible.

Shapes: ``(faces, k, k)`` and ``(faces, k)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tvet_games.linear_algebra import null_space, solve_exactly
from tvet_games.linear_programs.certificate import Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.numerics import TIE, TOLERANCE, Array, row_of_numbers

EDGE = TIE / 4
"""Float solutions this near to the border are on it [share]. An incentive that is no tie puts a 2x2 game's equilibrium
at least ``TIE / 2`` inside."""


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """What a face holds: one point, or (without shares) infinitely many of a dimension."""

    shares: Array | None
    dimension: int = 0


def solve_affine(matrix: Array, right: Array, blocks: Sequence[int], *, exact: bool) -> Iterator[tuple[int, Solution]]:
    """Solve the systems of many faces.

    Parameters
    ----------
    matrix : array, shape (faces, k, k)
    right : array, shape (faces, k)
    blocks : sequence of int
        Number of unknowns of each population.
    exact : bool
        Whether they hold fractions.

    Yields
    ------
    int, Solution
        The face, for those that have solutions inside.

    Examples
    --------
    >>> matrix, right = np.array([[[0.0, 3.0], [3.0, 0.0]]]), np.array([[2.0, 2.0]])
    >>> [(face, s.shares.round(3).tolist()) for face, s in solve_affine(matrix, right, [1, 1], exact=False)]
    [(0, [0.667, 0.667])]
    """
    # Shares lie between 0 and 1, which alone rules out most faces.
    low = np.where(matrix < 0, matrix, 0 * matrix).sum(axis=-1)
    high = np.where(matrix > 0, matrix, 0 * matrix).sum(axis=-1)
    faces = np.flatnonzero(((low <= right) & (right <= high)).all(axis=-1))
    if len(faces):
        solve = _solve_exact if exact else _solve_float
        for k, solution in solve(matrix[faces], right[faces], blocks):
            yield int(faces[k]), solution


def _solve_exact(matrix: Array, right: Array, blocks: Sequence[int]) -> Iterator[tuple[int, Solution]]:
    for k, (rows, values) in enumerate(zip(matrix.tolist(), right.tolist(), strict=True)):
        shares = solve_exactly(rows, values)
        if shares is not None:
            if _is_inside(row_of_numbers(shares), blocks, 0):
                yield k, Solution(row_of_numbers(shares))
            continue
        # The system has solutions if one that takes its right side once is orthogonal to the rows.
        kernel = null_space([[*row, -value] for row, value in zip(rows, values, strict=True)], len(values) + 1)
        if any(vector[-1] for vector in kernel) and _reaches_inside(rows, values, blocks, Fraction(0)):
            yield k, Solution(None, len(kernel) - 1)


def _solve_float(matrix: Array, right: Array, blocks: Sequence[int]) -> Iterator[tuple[int, Solution]]:
    size = np.maximum(np.abs(matrix).max(axis=-1), np.abs(right))
    size = np.where(size == 0, 1.0, size)
    matrix, right = matrix / size[..., None], right / size
    left, singular, across = np.linalg.svd(matrix)
    # A row without an unknown in it holds only where it says 0 = 0, so that the largest is 0 or about 1.
    rank = (singular > TOLERANCE).sum(axis=-1)
    regular = np.flatnonzero(rank == matrix.shape[-1])
    shares = np.linalg.solve(matrix[regular], right[regular][..., None])[..., 0]
    for k, point in zip(regular, shares, strict=True):
        if _is_inside(point, blocks, EDGE):
            yield int(k), Solution(point)
    for k in np.flatnonzero(rank < matrix.shape[-1]):
        turned = left[k].T @ right[k]
        if (np.abs(turned[rank[k] :]) > TOLERANCE).any():
            continue
        rows = singular[k, : rank[k], None] * across[k, : rank[k]]
        middle = np.concatenate([np.full(b, 1 / (b + 1)) for b in blocks])
        nearest = middle + np.linalg.pinv(rows) @ (turned[: rank[k]] - rows @ middle) if len(rows) else middle
        if _is_inside(nearest, blocks, EDGE) or _reaches_inside(
            [[Fraction(float(v)) for v in row] for row in rows],
            [Fraction(float(v)) for v in turned[: rank[k]]],
            blocks,
            Fraction(EDGE),
        ):
            yield int(k), Solution(None, int(matrix.shape[-1] - rank[k]))


def _is_inside(shares: Array, blocks: Sequence[int], edge: float) -> bool:
    ends = np.cumsum(blocks)
    last = [1 - part.sum() for part in np.split(shares, ends[:-1])]
    return bool((shares > edge).all() and all(share > edge for share in last))


def _reaches_inside(
    rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction], blocks: Sequence[int], edge: Fraction
) -> bool:
    """Whether a system that has solutions has one whose shares are all above ``edge``."""
    count = sum(blocks)
    one, zero = Fraction(1), Fraction(0)
    constraints = []
    for row, value in zip(rows, right, strict=True):
        constraints.append(Constraint((*row, zero), value))
        constraints.append(Constraint((*(-entry for entry in row), zero), -value))
    for k in range(count):
        constraints.append(Constraint((*(one * (j == k) for j in range(count)), -one), zero))
    start = 0
    for size in blocks:
        own = [-one * (start <= j < start + size) for j in range(count)]
        constraints.append(Constraint((*own, -one), -one))
        start += size
    best = minimise([*[zero] * count, -one], [zero] * (count + 1), [one] * (count + 1), constraints)
    return best.kind == "optimal" and -best.value > edge
