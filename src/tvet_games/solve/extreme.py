"""All extreme equilibria of bimatrix games, degenerate or not.

An extreme equilibrium is a pair of vertices of the two best-response polytopes whose labels together cover every
action. Every equilibrium is a convex combination of extreme ones (see :mod:`tvet_games.solve.components`).

A single game is solved in integers: exactly for fractions, and for floats with ties judged to ``TIE`` of the payoff
span but no rounding in between. A batch of float games is solved by the same formulas over arrays. In a game that has
no ties a vertex has one basis, and its partner is known beforehand: the basis with rows and columns exchanged. Games
with a tie are found on the way and solved by labels, ill-conditioned ones one by one in integers.

References
----------
Avis, Rosenberg, Savani and von Stengel (2010), Enumeration of Nash equilibria for two-player games,
Economic Theory 42, 9-37. doi:10.1007/s00199-009-0449-x
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, TOLERANCE, Array, as_payoffs, payoff_span
from tvet_games.solve.result import EquilibriumSet, gated
from tvet_games.solve.vertices import Basis, bases

MAX_BASES = 13_000
"""Largest number of bases C(m+n, m) of a game whose extreme equilibria are enumerated: 8 x 8 has 12,870."""

CHUNK = 4_096
"""Games solved together, so that the working arrays of a 4 x 4 chunk stay in cache (measured 1,024 to 32,768)."""

_NOISE = 2**46  # floats carry 53 bits: a determinant below this share of its scale is rounding in the payoffs
_WELL = 1e3 * TIE  # totals below this share of their scale lose too many digits in floats: such games go to integers


@dataclass(frozen=True, slots=True, eq=False)
class BatchEquilibria:
    """Extreme equilibria of a batch of games, as flat arrays sorted by game.

    Attributes
    ----------
    game : array of int, shape (e,)
        Index of the game in the flattened batch.
    row, column : array, shape (e, m) and (e, n)
        The strategies.
    count : int
        Number of games in the batch.
    """

    game: Array
    row: Array
    column: Array
    count: int

    def of(self, game: int) -> tuple[Array, Array]:
        """Strategies of the row and of the column player in the equilibria of one game, shape (e, m) and (e, n)."""
        first, last = np.searchsorted(self.game, [game, game + 1])
        return self.row[first:last], self.column[first:last]

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row an equilibrium."""
        import pandas as pd

        columns = {f"row {i + 1}": self.row[:, i] for i in range(self.row.shape[1])}
        columns |= {f"column {j + 1}": self.column[:, j] for j in range(self.column.shape[1])}
        return pd.DataFrame({"game": self.game} | columns)


def enumerable(m: int, n: int) -> bool:
    """Tell whether all extreme equilibria of an m x n game can be enumerated."""
    return math.comb(m + n, m) <= MAX_BASES


def extreme_equilibria(row: Any, column: Any) -> EquilibriumSet:
    """Return all extreme equilibria of one bimatrix game.

    Parameters
    ----------
    row, column : array_like, shape (m, n)
        [any unit] Payoffs of the two players. Integers and fractions give fractions, floats give floats.

    Returns
    -------
    EquilibriumSet
        Of scope ``all``; never empty. Pure equilibria in order of the actions stand before mixed ones.

    Raises
    ------
    ShapeError
        If the matrices do not fit together, are a batch, or are too large (C(m+n, m) > 13,000).

    Examples
    --------
    >>> for e in extreme_equilibria([[2, 0], [0, 1]], [[1, 0], [0, 2]]):
    ...     print(*e.strategies[0], "|", *e.strategies[1])
    1 0 | 1 0
    0 1 | 0 1
    2/3 1/3 | 1/3 2/3

    References
    ----------
    Avis, Rosenberg, Savani and von Stengel (2010).
    """
    return extreme_equilibria_of(NormalFormGame.from_bimatrix(row, column))


def extreme_equilibria_of(game: NormalFormGame) -> EquilibriumSet:
    """Return all extreme equilibria of a two-player game, with its labels."""
    if len(game.players) != 2 or not game.is_single:
        raise ShapeError("extreme equilibria are defined for one game of two players; for batches use batch_equilibria")
    m, n = game.shape
    if not enumerable(m, n):
        raise ShapeError(f"a {m} x {n} game has {math.comb(m + n, m):,} bases, at most {MAX_BASES:,} are enumerated")
    pairs = _solve_one(game.payoffs[0], game.payoffs[1], exact=game.is_exact)
    if not game.is_exact:
        pairs = [(x.astype(np.float64), y.astype(np.float64)) for x, y in pairs]
    return gated(game, pairs, scope="all", method="extreme equilibria")


def batch_equilibria(row: Any, column: Any) -> BatchEquilibria:
    """Return all extreme equilibria of every game of a batch, in floating point.

    Parameters
    ----------
    row, column : array_like, shape (..., m, n)
        Payoffs of the two players.

    Returns
    -------
    BatchEquilibria
        Each game has at least one equilibrium; each has passed the regret gate.

    Raises
    ------
    ShapeError
        If the shapes differ or a game is too large.

    Examples
    --------
    >>> batch = batch_equilibria([[[2., 0.], [0., 1.]]] * 3, [[[1., 0.], [0., 2.]]] * 3)
    >>> batch.game.tolist()
    [0, 0, 0, 1, 1, 1, 2, 2, 2]
    """
    a, b = as_payoffs(row).astype(np.float64), as_payoffs(column).astype(np.float64)
    if a.shape != b.shape or a.ndim < 2 or 0 in a.shape[-2:]:
        raise ShapeError(f"the payoffs have shapes {a.shape} and {b.shape}, expected the same (..., m, n)")
    m, n = a.shape[-2:]
    if not enumerable(m, n):
        raise ShapeError(f"a {m} x {n} game has {math.comb(m + n, m):,} bases, at most {MAX_BASES:,} are enumerated")
    a, b = a.reshape(-1, m, n), b.reshape(-1, m, n)
    chunks = [_solve_chunk(a[i : i + CHUNK], b[i : i + CHUNK], i) for i in range(0, len(a), CHUNK)]
    if not chunks:
        return BatchEquilibria(np.empty(0, dtype=np.intp), np.empty((0, m)), np.empty((0, n)), 0)
    game, x, y = (np.concatenate(parts) for parts in zip(*chunks, strict=True))
    return BatchEquilibria(game, x, y, len(a))


# One game, in integers


def _solve_one(row: Array, column: Array, *, exact: bool) -> list[tuple[Array, Array]]:
    """All extreme equilibria of one game as fractions; a float game is read as the fractions that it is."""
    m, n = row.shape
    first = _vertices_of_one(row, exact, reply_bit=0, mix_bit=m)
    second = _vertices_of_one(column.T, exact, reply_bit=m, mix_bit=0)
    full = (1 << (m + n)) - 1
    pairs = [(x, y) for labels_y, y in first.items() for labels_x, x in second.items() if labels_x | labels_y == full]
    return sorted(pairs, key=_order)


def _order(pair: tuple[Array, Array]) -> tuple[Any, ...]:
    """Pure before mixed, then by the actions."""
    x, y = pair
    return (np.count_nonzero(x) + np.count_nonzero(y) > 2, *(-x), *(-y))


def _vertices_of_one(payoffs: Array, exact: bool, *, reply_bit: int, mix_bit: int) -> dict[int, Array]:
    """Vertices of one polytope by their labels, each once."""
    fractions = [[Fraction(entry) for entry in line] for line in payoffs]
    common = math.lcm(*(entry.denominator for line in fractions for entry in line))
    table = [[int(entry * common) for entry in line] for line in fractions]
    entries = [entry for line in table for entry in line]
    span = max(entries) - min(entries)
    ties = round(1 / TIE)
    small: Callable[[int], int] = (lambda _: 0) if exact else (lambda size: size // ties)
    columns = len(table[0])
    everything = sum(1 << (mix_bit + j) for j in range(columns))
    found: dict[int, Array] = {}
    for basis in bases(table, _sign, _largest):
        if _is_singular(basis, 0 if exact else span):
            continue
        labels = _labels_of_one(basis, small(basis.total), small(basis.total * span), reply_bit, mix_bit)
        if labels >= 0:
            outside = everything & ~sum(1 << (mix_bit + j) for j in basis.columns)
            labels |= outside
            if labels not in found:
                found[labels] = _strategy(basis, columns, labels >> mix_bit)
    return found


def _is_singular(basis: Basis, span: int) -> bool:
    """Whether the total is 0, or so small that rounding of float payoffs (span > 0) may have made it."""
    noise = span * math.prod(basis.sizes) // _NOISE if basis.sizes else 0
    return bool(basis.total * min(basis.sizes, default=1) <= noise)


def _labels_of_one(basis: Basis, weight_tie: int, slack_tie: int, reply_bit: int, mix_bit: int) -> int:
    """Labels of a vertex within its rows and columns; -1 where the basis is no vertex."""
    labels = sum(1 << (reply_bit + i) for i in basis.rows)
    for j, weight in zip(basis.columns, basis.weights, strict=True):
        if weight < -weight_tie:
            return -1
        labels |= (weight <= weight_tie) << (mix_bit + j)
    for i, slack in basis.slacks:
        if slack < -slack_tie:
            return -1
        labels |= (slack <= slack_tie) << (reply_bit + i)
    return labels


def _strategy(basis: Basis, columns: int, zero: int) -> Array:
    """The mixed strategy of a vertex as fractions, 0 where a label says so."""
    strategy = np.full(columns, Fraction(0), dtype=object)
    kept = [(j, w) for j, w in zip(basis.columns, basis.weights, strict=True) if not zero >> j & 1]
    total = sum(weight for _, weight in kept)
    for j, weight in kept:
        strategy[j] = Fraction(weight, total)
    return strategy


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def _largest(values: list[int]) -> int:
    return max(abs(value) for value in values)


# A chunk of games, in floats


def _solve_chunk(row: Array, column: Array, offset: int) -> tuple[Array, Array, Array]:
    count, m, n = row.shape
    a, b = _normalised(row), _normalised(column.swapaxes(1, 2))
    with np.errstate(invalid="ignore"):
        replies, tied_a = _generic_vertices(a)
        mixes, tied_b = _generic_vertices(b)
    generic = ~(tied_a | tied_b)
    games, rows, columns = [], [], []
    for (i, j), (vertex_y, weights_y) in replies.items():
        vertex_x, weights_x = mixes[j, i]
        found = np.flatnonzero(vertex_y & vertex_x & generic)
        if found.size:
            games.append(found)
            rows.append(_spread(weights_x, i, m, found))
            columns.append(_spread(weights_y, j, n, found))
    game, x, y = _joined(games, rows, columns, m, n)
    passed = _passes(a, np.swapaxes(b, 0, 1), game, x, y)
    solved = np.zeros(count, dtype=bool)
    solved[game] = True
    solved[game[~passed]] = False
    kept = solved[game]
    games, rows, columns = [game[kept]], [x[kept]], [y[kept]]
    for g in np.flatnonzero(~solved):
        pairs = _solve_one(row[g], column[g], exact=False)
        games.append(np.full(len(pairs), g))
        rows.append(np.array([x for x, _ in pairs], dtype=np.float64))
        columns.append(np.array([y for _, y in pairs], dtype=np.float64))
    game, x, y = _joined(games, rows, columns, m, n)
    order = np.argsort(game, kind="stable")
    return game[order] + offset, x[order], y[order]


def _joined(games: list[Array], rows: list[Array], columns: list[Array], m: int, n: int) -> tuple[Array, Array, Array]:
    if not games:
        return np.empty(0, dtype=np.intp), np.empty((0, m)), np.empty((0, n))
    return np.concatenate(games), np.concatenate(rows), np.concatenate(columns)


def _passes(a: Array, b: Array, game: Array, x: Array, y: Array) -> Any:
    """The regret gate over many equilibria; payoffs (m, n, games) of span 1, strategies (e, m) and (e, n)."""
    gains = []
    for payoffs, own, other in ((a, x, y), (np.swapaxes(b, 0, 1), y, x)):
        earned = np.einsum("ije,ej->ei", payoffs[:, :, game], other)
        gains.append(earned.max(axis=1) - (earned * own).sum(axis=1))
    return np.maximum(*gains) <= TOLERANCE


def _normalised(payoffs: Array) -> Array:
    """Payoffs over their span, batch last in memory, so that scale and offset cannot matter; shape (r, c, games)."""
    low = payoffs.min(axis=(1, 2), keepdims=True)
    span = payoff_span(payoffs, (1, 2))[:, None, None]
    return np.ascontiguousarray(np.moveaxis((payoffs - low) / span, 0, -1))


Vertices = dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[Array, list[Array]]]


def _generic_vertices(payoffs: Array) -> tuple[Vertices, Array]:
    """For each basis: in which games it is a vertex, and its weights; and the games in which any tie occurs."""
    games = payoffs.shape[-1]
    found: Vertices = {}
    tied = np.zeros(games, dtype=bool)
    one = np.ones(games)
    for basis in bases(payoffs, np.sign, lambda row: np.abs(row).max(axis=0)):
        weights = [one] if len(basis.rows) == 1 else basis.weights
        values = (weights if len(weights) > 1 else []) + [slack for _, slack in basis.slacks]
        total = basis.total if len(weights) > 1 else one
        if values:
            least = values[0]
            for value in values[1:]:
                least = np.minimum(least, value)
        else:
            least = total
        tie = TIE * total
        found[basis.rows, basis.columns] = (least > tie, weights)
        tied |= np.abs(least) <= tie
        if len(weights) > 1:
            scale = math.prod(basis.sizes)
            tied |= (total <= _WELL * scale) & (least >= -np.sqrt(TIE) * scale)
    return found, tied


def _spread(weights: list[Array], support: tuple[int, ...], size: int, games: Array) -> Any:
    """Strategies of the given games, shape (games, size), from the weights on a support."""
    strategy = np.zeros((len(games), size))
    for action, weight in zip(support, weights, strict=True):
        strategy[:, action] = weight[games]
    return strategy / strategy.sum(axis=1, keepdims=True)
