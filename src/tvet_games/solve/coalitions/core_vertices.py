"""All vertices of the core, by cutting the set of imputations with one coalition after the other.

The imputations (efficient, everybody at least what it has alone) are a simplex with n known vertices. A cut by ``x(S)
>= v(S)`` keeps the vertices that satisfy it, and adds one on every edge between a vertex that satisfies it strictly and
one that does not. Two vertices are joined by an edge if no third one has all the constraints tight that both have
tight; this is right in degenerate games too.

References
----------
Motzkin, Raiffa, Thompson and Thrall (1953), The double description method, in Contributions to the Theory of Games II.
Fukuda and Prodon (1996), Double description method revisited. doi:10.1007/3-540-61576-8_77
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.coalitional import CoalitionalGame
from tvet_games.numerics import Array, to_float
from tvet_games.solve.coalitions.allocation import slack

MAX_PLAYERS = 6
"""Most players: a convex game of 6 has up to 720 vertices."""

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Vertex:
    """A point and, as bits, the constraints that are tight there (bit S of the coalition S)."""

    point: tuple[Fraction, ...]
    tight: int


def core_vertices(game: CoalitionalGame) -> Array:
    """Return the vertices of the core.

    Parameters
    ----------
    game : CoalitionalGame
        Of up to ``MAX_PLAYERS`` players.

    Returns
    -------
    array, shape (k, n)
        In lexicographic order, largest first; fractions for an exact game. No row where the core is empty.

    Raises
    ------
    ShapeError
        If there are more players.

    Examples
    --------
    >>> core_vertices(CoalitionalGame([0, 0, 0, 1])).astype(int).tolist()
    [[1, 0], [0, 1]]
    """
    n = len(game.players)
    if n > MAX_PLAYERS:
        raise ShapeError(f"the vertices of a core are listed for up to {MAX_PLAYERS} players, this game has {n}")
    # Rounding may empty a core of floats that is a single point or flat.
    allowed = ZERO if game.is_exact else Fraction(slack(game))
    values = [Fraction(v) - (allowed if 0 < s < len(game.values) - 1 else ZERO) for s, v in enumerate(game.values)]
    vertices = _imputations(values, n)
    for coalition in sorted(range(1, 2**n - 1), key=int.bit_count):
        if coalition.bit_count() > 1:
            vertices = _cut(vertices, coalition, values[coalition])
    points = sorted((v.point for v in vertices), reverse=True)
    if game.is_exact:
        out = np.empty((len(points), n), dtype=object)
        out[...] = [list(point) for point in points] if points else ZERO
        return out
    return _distinct(np.array([[to_float(x) for x in point] for point in points]).reshape(-1, n), to_float(allowed))


def _imputations(values: list[Fraction], n: int) -> list[_Vertex]:
    """The corners of the simplex of imputations; a point where there is nothing beyond what each has alone."""
    alone = [values[1 << i] for i in range(n)]
    rest = values[-1] - sum(alone, ZERO)
    if rest < 0:
        return []
    everyone = sum(1 << (1 << i) for i in range(n))
    if rest == 0:
        return [_Vertex(tuple(alone), everyone)]
    return [
        _Vertex(tuple(a + rest if i == j else a for j, a in enumerate(alone)), everyone & ~(1 << (1 << i)))
        for i in range(n)
    ]


def _cut(vertices: list[_Vertex], coalition: int, value: Fraction) -> list[_Vertex]:
    """Keep what gives a coalition its value."""
    slacks = [sum((x for i, x in enumerate(v.point) if coalition >> i & 1), -value) for v in vertices]
    bit = 1 << coalition
    kept = [_Vertex(v.point, v.tight | bit) if s == 0 else v for v, s in zip(vertices, slacks, strict=True) if s >= 0]
    inside = [(v, s) for v, s in zip(vertices, slacks, strict=True) if s > 0]
    outside = [(v, s) for v, s in zip(vertices, slacks, strict=True) if s < 0]
    for above, a in inside:
        for below, b in outside:
            common = above.tight & below.tight
            if _joined(common, above, below, vertices):
                share = a / (a - b)
                point = tuple(x + share * (y - x) for x, y in zip(above.point, below.point, strict=True))
                kept.append(_Vertex(point, common | bit))
    return kept


def _joined(common: int, first: _Vertex, second: _Vertex, vertices: list[_Vertex]) -> bool:
    """Whether two vertices are the ends of an edge: nobody else has tight what both have."""
    if common.bit_count() < len(first.point) - 2:
        return False
    return not any(v is not first and v is not second and v.tight & common == common for v in vertices)


def _distinct(points: Array, allowed: float) -> Array:
    """Points that differ by no more than rounding count once."""
    kept: list[Array] = []
    for point in points:
        if not any(np.abs(point - other).max() <= 4 * allowed for other in kept):
            kept.append(point)
    return np.array(kept).reshape(-1, points.shape[1])
