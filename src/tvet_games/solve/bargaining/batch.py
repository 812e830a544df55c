"""The rules of bargaining for any number of games at once, in floating point.

The feasible set of a game is the convex hull of its k payoff pairs. Every segment between two payoff pairs lies in it,
and what each rule chooses lies on one of them: so the best point over all segments is the solution, without hulls.
With gains ``(a + b t, c + e t)`` on a segment, t in [0, 1], the candidates are

- Nash: ``t = -(w1 b c + w2 e a) / ((w1 + w2) b e)``, if b and e have different signs, else the end of larger gains;
- egalitarian: where ``w2 (a + b t) = w1 (c + e t)``, and the corners; Kalai-Smorodinsky: the same with the ideal point
  as weights;
- utilitarian: the ends of the individually rational part, and Nash's t among equals.

Shapes: gains ``(2, k, games)``; candidates ``(c, games)``; the batch runs fastest.

References
----------
See :mod:`tvet_games.solve.bargaining.rules`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tvet_games.numerics import TIE, Array

CELLS = 1 << 15
"""Candidates times games done together, so that the working arrays stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """Solutions of many games.

    Attributes
    ----------
    payoffs : array, shape (games, 2)
        NaN where there is nothing to gain.
    lottery : array, shape (games, k)
    left : array, shape (games, 2)
        What the lottery pays beyond the payoffs.
    agrees : array of bool, shape (games,)
    """

    payoffs: Array
    lottery: Array
    left: Array
    agrees: Array


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Gains of some games, and the segments between their payoff pairs: ``(a + b t, c + e t)``."""

    gains: Array
    spans: Array
    first: Array
    second: Array
    a: Array
    b: Array
    c: Array
    e: Array

    def at(self, t: Array) -> tuple[Array, Array]:
        """Gains at one t for each segment."""
        return self.a + self.b * t, self.c + self.e * t


@dataclass(frozen=True, slots=True)
class _Choice:
    """One candidate a game: its gains, and its lottery over two payoff pairs."""

    gains: Array
    first: Array
    second: Array
    t: Array


def solve_batch(points: Array, d: Array, solution: str, weights: tuple[float, float]) -> BatchOutcome:
    """Solve many bargaining problems on hulls.

    Parameters
    ----------
    points : array of float, shape (games, k, 2)
        [any unit] Payoff pairs.
    d : array of float, shape (games, 2)
        Disagreement points; NaN for none.
    solution : str
        ``nash``, ``kalai_smorodinsky``, ``egalitarian`` or ``utilitarian``.
    weights : pair of float
        Not used by Kalai-Smorodinsky.

    Returns
    -------
    BatchOutcome

    Notes
    -----
    Gains within ``TIE`` of the player's payoff span are 0. Corners and segments are compared by their value, which is
    flat at its largest: next to a corner a Nash solution may be off by the square root of the rounding error.

    Examples
    --------
    >>> pairs = np.array([[[0.0, 12.0], [6.0, 0.0]]])
    >>> solve_batch(pairs, np.array([[1.0, 2.0]]), "nash", (1.0, 1.0)).payoffs
    array([[3., 6.]])
    """
    games, k, _ = points.shape
    segments = max(1, k * (k - 1) // 2)
    size = max(64, CELLS // (3 * segments))
    choose = _rule(solution, weights)
    payoffs, left = np.empty((games, 2)), np.empty((games, 2))
    lottery, agrees = np.empty((games, k)), np.empty(games, dtype=bool)
    for start in range(0, games, size):
        part = slice(start, start + size)
        chunk = _chunk(points[part], d[part])
        some, gains, choice = _gain_for_all(chunk), *choose(chunk)
        agrees[part] = some
        payoffs[part] = np.where(some, gains + d[part].T, np.nan).T
        rest = choice.gains - gains
        left[part] = np.where(some, np.where(rest <= TIE * chunk.spans, 0.0, rest), np.nan).T
        lottery[part] = np.where(some, _lottery(choice, k), np.nan).T
    return BatchOutcome(payoffs, lottery, left, agrees)


def gain_for_all(points: Array, d: Array) -> Array:
    """Whether some agreement gives both players more; shapes as in :func:`solve_batch`."""
    games, k, _ = points.shape
    size = max(64, CELLS // max(1, k * k))
    parts = [slice(start, start + size) for start in range(0, games, size)]
    found = [_gain_for_all(_chunk(points[part], d[part])) for part in parts]
    return np.concatenate([np.empty(0, dtype=bool), *found])


def _chunk(points: Array, d: Array) -> _Chunk:
    gains = np.ascontiguousarray((points - d[:, None, :]).transpose(2, 1, 0))
    spans = gains.max(axis=1) - gains.min(axis=1)
    count = gains.shape[1]
    first, second = np.triu_indices(count, 1) if count > 1 else (np.zeros(1, dtype=int),) * 2
    a, c = gains[:, first]
    b, e = gains[:, second] - gains[:, first]
    return _Chunk(gains, np.where(spans == 0, 1.0, spans), first, second, a, b, c, e)


def _rule(solution: str, weights: tuple[float, float]) -> Callable[[_Chunk], tuple[Array, _Choice]]:
    w1, w2 = (w / max(weights) for w in weights)
    if solution == "kalai_smorodinsky":
        return _kalai_smorodinsky
    if solution == "egalitarian":
        return lambda chunk: _proportional(chunk, np.full((2, 1), [[w1], [w2]]))
    # With a weight of 0 Nash's product is the other's gain alone: what the utilitarian rule takes as well.
    if solution == "nash" and w1 and w2:
        return lambda chunk: _nash(chunk, w1, w2)
    return lambda chunk: _utilitarian(chunk, w1, w2)


def _nash(chunk: _Chunk, w1: float, w2: float) -> tuple[Array, _Choice]:
    t = _nash_t(chunk, w1, w2, 0.0, 1.0)
    choice = _pick(chunk, t, chunk.first, chunk.second, _product(*chunk.at(t), w1, w2))
    return choice.gains, choice


def _nash_t(chunk: _Chunk, w1: float, w2: float, low: Array | float, high: Array | float) -> Array:
    product = chunk.b * chunk.e
    trade_off = product < 0
    top = w1 * chunk.b * chunk.c + w2 * chunk.e * chunk.a
    best = -top / ((w1 + w2) * np.where(trade_off, product, 1.0))
    return np.clip(np.where(trade_off, best, np.where(chunk.b + chunk.e > 0, 1.0, 0.0)), low, high)


def _product(g1: Array, g2: Array, w1: float, w2: float) -> Array:
    """Nash's product; -1 where one loses."""
    if w1 == w2:
        return np.where((g1 >= 0) & (g2 >= 0), g1 * g2, -1.0)
    value = np.power(np.maximum(g1, 0.0), w1) * np.power(np.maximum(g2, 0.0), w2)
    return np.where((g1 >= 0) & (g2 >= 0), value, -1.0)


def _utilitarian(chunk: _Chunk, w1: float, w2: float) -> tuple[Array, _Choice]:
    low, high = _rational_part(chunk)
    high_or_low = np.maximum(low, high)
    t = np.stack([low, high_or_low, _nash_t(chunk, w1, w2, low, high_or_low)])
    g1, g2 = chunk.at(t)
    value = np.where(low <= high, w1 * g1 + w2 * g2, -np.inf)
    best = value.max(axis=(0, 1)) - TIE * (w1 * chunk.spans[0] + w2 * chunk.spans[1])
    # Among equals Nash's product decides; with a weight of 0 the plain one, so that nothing is given away.
    v1, v2 = (w1, w2) if w1 and w2 else (1.0, 1.0)
    gained = np.power(np.maximum(g1, 0.0), v1) * np.power(np.maximum(g2, 0.0), v2)
    score = np.where(value >= best, gained, -1.0)
    count = 3 * len(chunk.first)
    first, second = np.tile(chunk.first, 3), np.tile(chunk.second, 3)
    choice = _pick(chunk, t.reshape(count, -1), first, second, score.reshape(count, -1))
    return choice.gains, choice


def _rational_part(chunk: _Chunk) -> tuple[Array, Array]:
    """The range of t in which nobody loses; low above high where there is none."""
    low, high = np.zeros_like(chunk.a), np.ones_like(chunk.a)
    for start, slope, span in ((chunk.a, chunk.b, chunk.spans[0]), (chunk.c, chunk.e, chunk.spans[1])):
        root = -start / np.where(slope == 0, 1.0, slope)
        low = np.maximum(low, np.where(slope > 0, root, np.where((slope == 0) & (start < -TIE * span), 2.0, 0.0)))
        high = np.minimum(high, np.where(slope < 0, root, 1.0))
    return np.minimum(low, 2.0), high


def _kalai_smorodinsky(chunk: _Chunk) -> tuple[Array, _Choice]:
    low, high = _rational_part(chunk)
    there = low <= high
    ends = [chunk.at(low), chunk.at(high)]
    ideal = np.stack([np.where(there, np.maximum(ends[0][i], ends[1][i]), 0.0).max(axis=0) for i in (0, 1)])
    return _proportional(chunk, np.where(ideal > 0, ideal, 1.0))


def _proportional(chunk: _Chunk, weights: Array) -> tuple[Array, _Choice]:
    """The largest gains in proportion to weights (2, games)."""
    t = _crossing(chunk, weights)
    corners = np.arange(chunk.gains.shape[1])
    g1, g2 = chunk.at(t)
    both = np.concatenate([chunk.gains[0], g1]), np.concatenate([chunk.gains[1], g2])
    units = _units(both, weights, chunk.spans)
    most = units.max(axis=0)
    slack = TIE * chunk.spans.max(axis=0) / weights.max(axis=0)
    score = np.where(units >= most - slack, both[0] + both[1] - (both[0] + both[1]).min(axis=0), -1.0)
    first, second = np.concatenate([corners, chunk.first]), np.concatenate([corners, chunk.second])
    choice = _pick(chunk, np.concatenate([np.zeros_like(chunk.gains[0]), t]), first, second, score)
    return most * weights, choice


def _crossing(chunk: _Chunk, weights: Array) -> Array:
    """Where gains are in proportion to the weights on each segment, or its nearer end."""
    divisor = chunk.b * weights[1] - chunk.e * weights[0]
    t = (chunk.c * weights[0] - chunk.a * weights[1]) / np.where(divisor == 0, 1.0, divisor)
    return np.asarray(np.clip(t, 0.0, 1.0))


def _units(gains: tuple[Array, Array], weights: Array, spans: Array) -> Array:
    """How many times the weights the gains are; a weight of 0 only asks that the player does not lose."""
    each = []
    for g, w, span in zip(gains, weights, spans, strict=True):
        free = np.where(g >= -TIE * span, np.inf, -np.inf)
        each.append(np.where(w > 0, g / np.where(w > 0, w, 1.0), free))
    return np.asarray(np.minimum(*each))


def _gain_for_all(chunk: _Chunk) -> Array:
    inside = _units(chunk.at(_crossing(chunk, chunk.spans)), chunk.spans, chunk.spans).max(axis=0)
    corners = _units((chunk.gains[0], chunk.gains[1]), chunk.spans, chunk.spans).max(axis=0)
    return np.asarray(np.maximum(inside, corners) > TIE)


def _pick(chunk: _Chunk, t: Array, first: Array, second: Array, score: Array) -> _Choice:
    """The candidate of the largest score of each game."""
    best = score.argmax(axis=0)
    games = np.arange(t.shape[1])
    share, i, j = t[best, games], first[best], second[best]
    gains = chunk.gains[:, i, games] * (1 - share) + chunk.gains[:, j, games] * share
    return _Choice(gains, i, j, share)


def _lottery(choice: _Choice, count: int) -> Array:
    """Probabilities of the payoff pairs, shape (count, games)."""
    games = np.arange(len(choice.t))
    lottery = np.zeros((count, len(games)))
    lottery[choice.first, games] += 1 - choice.t
    lottery[choice.second, games] += choice.t
    return lottery
