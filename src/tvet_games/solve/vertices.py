"""Vertices of a best-response polytope, read off minors: by Cramer's rule and without division.

A player replies to the mixed strategy y of the other with payoffs P of r rows (replies) and c columns (what is mixed).
A vertex is a y at which, for some set I of k rows and set J of k columns (a basis), y is supported on J and all rows of
I earn the same. With R = {i0 < i1 < ... < ik} and C a set of k columns let

    M(R; C) = det [P[i0, j] - P[is, j]],  s = 1..k,  j in C,  and M({i}; {}) = 1.

Then the weights on J = {j0 < j1 < ...} are (-1)^t M(I; J less jt), and a row h outside I earns less than I does by
(-1)^(q-1) M(I with h; J), where q rows of I stand before h; all up to one factor, positive or negative. So a basis is a
vertex if the signs of r minors agree. A minor serves as a weight in some bases and as a slack in others, and no number
is divided. The same lines serve floats in batches and single games in exact integers.

Minors stand in one axis: first M = 1, then by k, R, C, sets in lexicographic order; the games are the last axis.

References
----------
von Stengel (2002), Computing equilibria for two-person games, Handbook of Game Theory 3, section 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, combinations
from math import comb

import numpy as np

from tvet_games.numerics import Array

Index = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Bases:
    """All bases of the polytopes of one shape, smallest supports first.

    Attributes
    ----------
    rows, columns : tuple of tuple of int, length b
        The sets I and J of each basis.
    size : array of int, shape (b,)
        How many rows, and columns, each has.
    support : array of int, shape (b, k)
        The columns as an array, the last repeated where there are fewer than k.
    tests : array of int, shape (b, r)
        The minors whose signs decide: the weight of each column of J, then the slack of each row outside I.
    signs : array of int, shape (b, r)
        1 or -1: what each is multiplied by.
    labels : array of int, shape (b, r)
        What each test is about: row 0 to r - 1, and r + j for column j. Where the test is not tight, the vertex lacks
        this label; all other labels it has.
    """

    rows: tuple[Index, ...]
    columns: tuple[Index, ...]
    size: Array
    support: Array
    tests: Array
    signs: Array
    labels: Array


def number_of_minors(r: int, c: int) -> int:
    """Return how many minors the payoffs of r rows and c columns have, the constant 1 among them."""
    return _starts(r, c)[-1]


def minors(payoffs: Array) -> Array:
    """Return all minors M(R; C), each by its first row from those one smaller.

    Parameters
    ----------
    payoffs : array, shape (r, c, games)
        Floats, or integers as objects.

    Returns
    -------
    array, shape (number of minors, games)

    Examples
    --------
    >>> minors(np.array([[2.0, 0.0], [0.0, 1.0]])[:, :, None])[:, 0].tolist()      # 1, M(01; 0), M(01; 1)
    [1.0, 2.0, -1.0]
    """
    r, c, games = payoffs.shape
    starts = _starts(r, c)
    found = np.empty((starts[-1], games), dtype=payoffs.dtype)
    found[0] = 1
    levels = [found[:1].reshape(1, 1, games)]
    for k in range(1, len(starts)):
        levels.append(found[starts[k - 1] : starts[k]].reshape(-1, comb(c, k), games))
    if len(levels) > 1:
        _differences(payoffs, levels[1])
    for k in range(2, len(levels)):
        _expand(levels[1], levels[k - 1], levels[k], r, c, k)
    return found


def _starts(r: int, c: int) -> list[int]:
    """Where the minors of k = 1, 2, ... columns begin, and their end."""
    return list(accumulate((comb(r, k + 1) * comb(c, k) for k in range(1, min(r - 1, c) + 1)), initial=1))


def _differences(payoffs: Array, found: Array) -> None:
    """Minors of one column: the first row less each other, in order of the pairs."""
    start = 0
    for i in range(len(payoffs) - 1):
        below = payoffs[i + 1 :]
        np.subtract(payoffs[i], below, out=found[start : start + len(below)])
        start += len(below)


def _expand(first: Array, smaller: Array, found: Array, r: int, c: int, k: int) -> None:
    """Minors of k columns. The sets R that begin with two given rows are a run, and so are they without the second."""
    rank = {columns: place for place, columns in enumerate(combinations(range(c), k - 1))}
    terms = [
        [(j, rank[columns[:t] + columns[t + 1 :]]) for t, j in enumerate(columns)]
        for columns in combinations(range(c), k)
    ]
    product = np.empty((len(found), found.shape[-1]), dtype=found.dtype)
    ends = list(accumulate(comb(r - 1 - i, k - 1) for i in range(r)))
    start = 0
    for pair, (i, second) in enumerate(combinations(range(r), 2)):
        run = comb(r - 1 - second, k - 1)
        if run == 0:
            continue
        row, before, term = first[pair], smaller[ends[i] - run : ends[i]], product[:run]
        for out, (lead, *others) in zip(found[start : start + run].swapaxes(0, 1), terms, strict=True):
            np.multiply(row[lead[0]], before[:, lead[1]], out=out)
            for t, (j, place) in enumerate(others):
                np.multiply(row[j], before[:, place], out=term)
                (np.add if t % 2 else np.subtract)(out, term, out=out)
        start += run


@lru_cache(maxsize=32)
def bases(r: int, c: int, *, columns_first: bool = False) -> Bases:
    """Return all bases of polytopes of r rows and c columns.

    Parameters
    ----------
    r, c : int
        Sizes of the payoffs.
    columns_first : bool
        Order them by columns, then rows: the order of the partners among the bases of the other player.

    Examples
    --------
    >>> found = bases(2, 2)
    >>> found.rows[4], found.columns[4], found.tests[4].tolist(), found.signs[4].tolist()
    ((0, 1), (0, 1), [2, 1], [1, -1])
    """
    most = min(r, c)
    pairs = [pair for k in range(1, most + 1) for pair in _pairs(r, c, k, columns_first)]
    starts = [0, *_starts(r, c)]
    row_rank, column_rank = _ranks(r, most + 1), _ranks(c, most)

    def place(rows: Index, columns: Index) -> int:
        k = len(columns)
        return starts[k] + row_rank[rows] * comb(c, k) + column_rank[columns] if k else 0

    tests, signs, labels = (np.empty((len(pairs), r), dtype=kind) for kind in (np.intp, np.int8, np.int64))
    for b, (rows, columns) in enumerate(pairs):
        k = len(rows)
        others = [h for h in range(r) if h not in rows]
        tests[b, :k] = [place(rows, columns[:t] + columns[t + 1 :]) for t in range(k)]
        tests[b, k:] = [place(tuple(sorted((*rows, h))), columns) for h in others]
        signs[b, :k] = [-1 if t % 2 else 1 for t in range(k)]
        signs[b, k:] = [1 if sum(i < h for i in rows) % 2 else -1 for h in others]
        labels[b] = [*(r + j for j in columns), *others]
    size = np.array([len(rows) for rows, _ in pairs])
    support = np.array([columns + columns[-1:] * (most - len(columns)) for _, columns in pairs])
    every_row, every_column = zip(*pairs, strict=True)
    return Bases(every_row, every_column, size, support, tests, signs, labels)


def _pairs(r: int, c: int, k: int, columns_first: bool) -> list[tuple[Index, Index]]:
    if columns_first:
        return [(rows, columns) for columns in combinations(range(c), k) for rows in combinations(range(r), k)]
    return [(rows, columns) for rows in combinations(range(r), k) for columns in combinations(range(c), k)]


def _ranks(size: int, most: int) -> dict[Index, int]:
    """Place of each set of 0 to ``most`` elements among those as large, in lexicographic order."""
    return {chosen: place for k in range(most + 1) for place, chosen in enumerate(combinations(range(size), k))}
