"""Vertices of a best-response polytope, by Cramer's rule and without division.

Player 1 replies to the mixed strategy y of player 2 with payoffs P of r rows (replies) and c columns (what is mixed).
A vertex is a y at which, for some set I of k rows and set J of k columns, y is supported on J and all rows of I earn
the same. With the differences D = P[i0, :] - P[i, :] from the first row i0 of I, the weights on J are the signed minors
of the (k-1) x k matrix D[I, J] (its generalised cross product), and no number is divided. So the same lines serve
floats in batches (each entry of P an array over games) and single games in exact integers.

The labels of a vertex are the tight constraints: rows that are best replies, columns of weight 0. A degenerate vertex
has several bases (I, J), which have the same labels.

References
----------
von Stengel (2002), Computing equilibria for two-person games, Handbook of Game Theory 3, section 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy.typing as npt

Scalar = Any
"""A Python integer, or an array of floats over the batch."""

Payoffs = Sequence[Sequence[Scalar]] | npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Basis:
    """One candidate vertex.

    Attributes
    ----------
    rows, columns : tuple of int
        The sets I and J, equally large.
    weights : list
        Weight of each column of J, up to the common factor ``total``; not negative at a vertex.
    total : Scalar
        Sum of the weights, not negative; 0 where the basis is singular.
    sizes : list
        The largest difference between the first row of I and each other row, on any column; their product is what
        ``total`` is compared with to call it small.
    slacks : list of (row, Scalar)
        For each row outside I, how much less it earns than I does, times ``total``.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    weights: list[Scalar]
    total: Scalar
    sizes: list[Scalar]
    slacks: list[tuple[int, Scalar]]


def bases(
    payoffs: Payoffs, sign: Callable[[Scalar], Scalar], largest: Callable[[list[Scalar]], Scalar]
) -> Iterator[Basis]:
    """Yield every basis (I, J) of the polytope, smallest supports first.

    Parameters
    ----------
    payoffs : r rows of c entries
        Payoff of the replying player; each entry an integer, or an array over games.
    sign : function
        -1, 0 or 1, elementwise.
    largest : function
        Largest size among a list of entries, elementwise.
    """
    r, c = len(payoffs), len(payoffs[0])
    differences = {
        (i, h): [payoffs[i][j] - payoffs[h][j] for j in range(c)] for i in range(r) for h in range(r) if i != h
    }
    sizes = {pair: largest(row) for pair, row in differences.items() if pair[0] < pair[1]}
    minors: dict[tuple[tuple[int, ...], tuple[int, ...]], Scalar] = {}

    def minor(rows: tuple[int, ...], columns: tuple[int, ...]) -> Scalar:
        """Determinant of D[rows[1:], columns], by its first row; shared by all bases that contain it."""
        first = differences[rows[0], rows[1]]
        if len(columns) == 1:
            return first[columns[0]]
        key = (rows, columns)
        if key not in minors:
            rest = (rows[0], *rows[2:])
            value = first[columns[0]] * minor(rest, columns[1:])
            for t in range(1, len(columns)):
                term = first[columns[t]] * minor(rest, columns[:t] + columns[t + 1 :])
                value = value + term if t % 2 == 0 else value - term
            minors[key] = value
        return minors[key]

    for k in range(1, min(r, c) + 1):
        for rows in combinations(range(r), k):
            own = [sizes[rows[0], h] for h in rows[1:]]
            for columns in combinations(range(c), k):
                weights: list[Scalar] = [1]
                if k > 1:
                    weights = [minor(rows, columns[:t] + columns[t + 1 :]) for t in range(k)]
                    weights = [-weight if t % 2 else weight for t, weight in enumerate(weights)]
                yield _basis(rows, columns, weights, own, differences, r, sign)


def _basis(
    rows: tuple[int, ...],
    columns: tuple[int, ...],
    weights: list[Scalar],
    sizes: list[Scalar],
    differences: dict[tuple[int, int], list[Scalar]],
    r: int,
    sign: Callable[[Scalar], Scalar],
) -> Basis:
    total = sum(weights[1:], weights[0])
    if len(weights) > 1:
        turn = sign(total)
        weights, total = [weight * turn for weight in weights], total * turn
    slacks = []
    for h in range(r):
        if h not in rows:
            row = differences[rows[0], h]
            slack = row[columns[0]] * weights[0]
            for j, weight in zip(columns[1:], weights[1:], strict=True):
                slack = slack + row[j] * weight
            slacks.append((h, slack))
    return Basis(rows, columns, weights, total, sizes, slacks)
