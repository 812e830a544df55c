"""All extreme equilibria of one game in integers: no rounding in between, whatever ties it has.

The payoffs are fractions, floats too, and are brought to a common denominator. Each basis that is a vertex (see
:mod:`tvet_games.solve.vertices`) lacks the labels of those of its tests that are not tight: rows that are not best
replies, columns of positive weight. A degenerate vertex has several bases, which lack the same. A pair of vertices of
which no action lacks both labels is an extreme equilibrium. Ties of floats are judged to ``TIE`` of the payoff span.

References
----------
Avis, Rosenberg, Savani and von Stengel (2010), Enumeration of Nash equilibria for two-player games,
Economic Theory 42, 9-37. doi:10.1007/s00199-009-0449-x
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.numerics import TIE, Array, row_of_numbers
from tvet_games.solve.vertices import Bases, Index, bases, minors

_NOISE = 2**46  # floats carry 53 bits: a total below this share of its scale is rounding in the payoffs


def solve_one(row: Array, column: Array, *, exact: bool) -> list[tuple[Array, Array]]:
    """Return all extreme equilibria of one game as fractions, pure ones first, then by the actions.

    Parameters
    ----------
    row, column : array, shape (m, n)
        Payoffs of the two players; a float is read as the fraction that it is.
    exact : bool
        Whether only equal payoffs are tied, or those within ``TIE`` of the span too.
    """
    first = _vertices(row, exact, shift=0)
    second = _vertices(column.T, exact, shift=len(row))
    return sorted(((x, y) for a, y in first.items() for b, x in second.items() if not a & b), key=_order)


def _order(pair: tuple[Array, Array]) -> tuple[Any, ...]:
    x, y = pair
    return (np.count_nonzero(x) + np.count_nonzero(y) > 2, *(-x), *(-y))


def _vertices(payoffs: Array, exact: bool, *, shift: int) -> dict[int, Array]:
    """Vertices of one polytope by the labels that they lack, as bits; each once."""
    table = _integers(payoffs)
    r, c = table.shape
    span = 0 if exact else int(table.max() - table.min())
    known = bases(r, c)
    weights = np.arange(r) < known.size[:, None]
    tested = minors(table[:, :, None])[known.tests, 0] * known.signs
    total = (tested * weights).sum(axis=1)
    tested, total = tested * np.where(total < 0, -1, 1)[:, None], np.abs(total)
    ties = _ties(total[:, None] * np.where(weights, 1, np.array(span, dtype=object)), exact)
    is_vertex = (tested >= -ties).all(axis=1) & ~_singular(table, span, total, known)
    found: dict[int, Array] = {}
    for b in np.flatnonzero(is_vertex):
        lacked = tested[b] > ties[b]
        bits = sum(1 << ((int(label) + shift) % (r + c)) for label in known.labels[b][lacked])
        if bits not in found:
            found[bits] = _strategy(known.columns[b], (tested[b] * lacked).tolist(), c)
    return found


def _integers(payoffs: Array) -> Array:
    """Payoffs times their common denominator, as Python integers."""
    fractions = [Fraction(entry) for entry in payoffs.ravel()]
    common = math.lcm(*(entry.denominator for entry in fractions))
    return row_of_numbers(int(entry * common) for entry in fractions).reshape(payoffs.shape)


def _ties(sizes: Array, exact: bool) -> Array:
    """What is tied to 0: ``TIE`` of each size, or nothing."""
    return sizes * 0 if exact else sizes // round(1 / TIE)


def _singular(table: Array, span: int, total: Array, known: Bases) -> Any:
    """Whether each total is 0, or so small that rounding of float payoffs (span > 0) may have made it."""
    sizes = np.abs(table[:, None] - table).max(axis=2)
    own = [[sizes[rows[0], i] for i in rows[1:]] for rows in known.rows]
    least = row_of_numbers(min(large, default=1) for large in own)
    noise = row_of_numbers(span * math.prod(large) // _NOISE if large else 0 for large in own)
    return total * least <= noise


def _strategy(columns: Index, weights: list[int], c: int) -> Array:
    """The mixed strategy of a vertex as fractions."""
    strategy = np.full(c, Fraction(0), dtype=object)
    total = sum(weights[: len(columns)])
    for j, weight in zip(columns, weights, strict=False):
        strategy[j] = Fraction(weight, total)
    return strategy
