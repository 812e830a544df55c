"""Every equilibrium of 2x2 games in closed form, for any number of games at once.

Write x and y for the probabilities with which player 1 and player 2 take their first action, and

    A1 = u1(0,0) - u1(1,0),  A2 = u1(0,1) - u1(1,1),  B1 = u2(0,0) - u2(0,1),  B2 = u2(1,0) - u2(1,1).

Player 1's best reply is x = 1 where A2 + (A1 - A2) y > 0, x = 0 where it is negative, and any x where it is 0. So each
best-response set is a union of three axis-parallel pieces, and the equilibria are the nine intersections of player 1's
pieces with player 2's: points, segments and rectangles, here called boxes. Those that are not inside another are the
maximal Nash subsets; their corners are the extreme equilibria.

Shapes: payoffs ``(..., 2, 2) -> boxes (..., 9, 4)`` as (x_low, x_high, y_low, y_high).

References
----------
Avis, Rosenberg, Savani and von Stengel (2010), Enumeration of Nash equilibria for two-player games, section 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, as_payoffs, payoff_span


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """Equilibrium sets of 2x2 games.

    Attributes
    ----------
    corners : array, shape (..., 9, 4)
        x_low, x_high, y_low, y_high of each box [probability of the first action].
    exists : array of bool, shape (..., 9)
        Which boxes are maximal Nash subsets of the game.
    """

    corners: Array
    exists: Array

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a maximal Nash subset."""
        import pandas as pd

        index = np.argwhere(self.exists)
        frame = pd.DataFrame(self.corners[self.exists], columns=["x_low", "x_high", "y_low", "y_high"])
        frame.insert(0, "game", [tuple(int(k) for k in row[:-1]) for row in index])
        return frame


def incentives(row: Array, column: Array) -> tuple[Array, Array, Array, Array]:
    """The four 2x2 numbers A1, A2, B1, B2, each of shape (...).

    Examples
    --------
    >>> [int(v) for v in incentives(np.array([[4, 0], [3, 2]]), np.array([[4, 3], [0, 2]]))]
    [1, -2, 1, -2]
    """
    return (
        row[..., 0, 0] - row[..., 1, 0],
        row[..., 0, 1] - row[..., 1, 1],
        column[..., 0, 0] - column[..., 0, 1],
        column[..., 1, 0] - column[..., 1, 1],
    )


def snapped_incentives(game: NormalFormGame) -> tuple[Array, Array, Array, Array]:
    """The numbers A1, A2, B1, B2 of 2x2 games, each of shape (...); in float games ties are 0.

    Raises
    ------
    ShapeError
        If the games are not 2x2.
    """
    if game.shape != (2, 2):
        raise ShapeError(f"this is defined for 2x2 games, this one has {game.shape} actions")
    row, column = game.player_payoffs(0), game.player_payoffs(1)
    numbers = [np.asarray(value) for value in incentives(row, column)]
    if not game.is_exact:
        slack = [TIE * payoff_span(payoffs, (-2, -1)) for payoffs in (row, row, column, column)]
        numbers = [np.where(np.abs(d) <= s, 0.0, d) for d, s in zip(numbers, slack, strict=True)]
    a1, a2, b1, b2 = numbers
    return a1, a2, b1, b2


def equilibrium_boxes(row: Any, column: Any) -> Boxes:
    """Return the complete equilibrium set of each 2x2 game.

    Parameters
    ----------
    row, column : array_like, shape (..., 2, 2)
        [any unit] Payoffs; fractions give fractions.

    Returns
    -------
    Boxes
        At least one box a game.

    Raises
    ------
    ShapeError
        If the payoffs are not 2x2, or the shapes differ.

    Examples
    --------
    >>> boxes = equilibrium_boxes([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> for box in boxes.corners[boxes.exists]: print(*box)
    1 1 1 1
    0 0 0 0
    2/3 2/3 2/3 2/3
    """
    a, b = as_payoffs(row), as_payoffs(column)
    if a.shape != b.shape or a.shape[-2:] != (2, 2):
        raise ShapeError(f"the payoffs have shapes {a.shape} and {b.shape}, expected the same (..., 2, 2)")
    a1, a2, b1, b2 = incentives(a, b)
    if a.dtype != object or b.dtype != object:
        a1, a2 = _snapped(a1, a2, payoff_span(a, (-2, -1)))
        b1, b2 = _snapped(b1, b2, payoff_span(b, (-2, -1)))
    first = _pieces(a1, a2)
    second = _pieces(b1, b2)
    boxes, exists = [], []
    for own, (other_low, other_high) in zip(_own_ranges(a1), first, strict=True):
        for own2, (other2_low, other2_high) in zip(_own_ranges(b1), second, strict=True):
            x_low, x_high = np.maximum(own[0], other2_low), np.minimum(own[1], other2_high)
            y_low, y_high = np.maximum(own2[0], other_low), np.minimum(own2[1], other_high)
            boxes.append(np.stack([x_low, x_high, y_low, y_high], axis=-1))
            exists.append((x_low <= x_high) & (y_low <= y_high))
    corners, there = np.stack(boxes, axis=-2), np.stack(exists, axis=-1).astype(bool)
    return Boxes(corners, _maximal(corners, there))


def _snapped(first: Array, second: Array, span: Array) -> tuple[Array, Array]:
    """Count what is within the tie tolerance of the span as zero."""
    return np.where(np.abs(first) <= TIE * span, 0.0, first), np.where(np.abs(second) <= TIE * span, 0.0, second)


def _constant(value: int, like: Array) -> Array:
    exact = np.asarray(like).dtype == object
    return np.full(np.shape(like), Fraction(value) if exact else float(value), dtype=object if exact else np.float64)


def _own_ranges(like: Array) -> list[tuple[Array, Array]]:
    """Own probability on the three pieces of a best-response set: takes the first action, the second, or mixes."""
    zero, one = _constant(0, like), _constant(1, like)
    return [(one, one), (zero, zero), (zero, one)]


def _pieces(d1: Array, d2: Array) -> list[tuple[Array, Array]]:
    """The opponent's probabilities at which the first action, the second, or both are best replies.

    The gain from the first action is ``d2 + (d1 - d2) p`` at the opponent's probability p. Empty ranges come as (1, 0).
    """
    zero, one = _constant(0, d1), _constant(1, d1)
    slope = d1 - d2
    root = np.clip(-d2 / np.where(slope == 0, one, slope), zero, one)
    ranges = []
    for sign in (1, -1):
        ends_at_one, ends_at_zero = sign * d1 >= 0, sign * d2 >= 0
        low = np.where(ends_at_zero, zero, np.where(ends_at_one, root, one))
        high = np.where(ends_at_one, one, np.where(ends_at_zero, root, zero))
        ranges.append((low, high))
    low = np.maximum(ranges[0][0], ranges[1][0])
    high = np.minimum(ranges[0][1], ranges[1][1])
    return [*ranges, (low, high)]


def _maximal(corners: Array, exists: Array) -> Array:
    """Keep the boxes that lie in no other box; of equal boxes the first."""
    kept = exists.copy()
    x0, x1, y0, y1 = (corners[..., k] for k in range(4))
    somewhere = [k for k in range(9) if exists[..., k].any()]
    for i in somewhere:
        for j in somewhere:
            if i == j:
                continue
            inside = (x0[..., j] <= x0[..., i]) & (x1[..., i] <= x1[..., j])
            inside = inside & (y0[..., j] <= y0[..., i]) & (y1[..., i] <= y1[..., j])
            equal = inside & (x0[..., j] == x0[..., i]) & (x1[..., i] == x1[..., j])
            equal = equal & (y0[..., j] == y0[..., i]) & (y1[..., i] == y1[..., j])
            beaten = inside & exists[..., j] & (~equal if j > i else True)
            kept[..., i] &= ~beaten.astype(bool)
    return kept


def corner_points(boxes: Boxes) -> list[tuple[Any, Any]]:
    """Extreme equilibria (x, y) of a single game: the corners of its boxes, each once, pure ones first."""
    points = {(x, y) for box in boxes.corners[boxes.exists] for x in box[:2] for y in box[2:]}
    return sorted(points, key=lambda p: (p[0] not in (0, 1) or p[1] not in (0, 1), -p[0], -p[1]))


def exact_corner_points(row: Array, column: Array) -> list[tuple[Fraction, Fraction]]:
    """Extreme equilibria (x, y) of one game in fractions: what :func:`corner_points` gives, without arrays.

    They are the equilibria among the points whose coordinates are 0, 1 or what makes the opponent indifferent.

    Parameters
    ----------
    row, column : array of Fraction, shape (2, 2)

    Examples
    --------
    >>> hunt = np.array([[Fraction(4), Fraction(0)], [Fraction(3), Fraction(2)]])
    >>> [f"{x} {y}" for x, y in exact_corner_points(hunt, hunt.T)]
    ['1 1', '0 0', '2/3 2/3']
    """
    a1, a2, b1, b2 = (entry.item() for entry in map(np.asarray, incentives(row, column)))
    xs, ys = _coordinates(b1, b2), _coordinates(a1, a2)
    points = [(x, y) for x in xs for y in ys if _replies(x, y, a1, a2) and _replies(y, x, b1, b2)]
    return sorted(points, key=lambda p: (p[0] not in (0, 1) or p[1] not in (0, 1), -p[0], -p[1]))


def _coordinates(d1: Fraction, d2: Fraction) -> list[Fraction]:
    """0, 1, and the probability between them at which the opponent with these incentives is indifferent."""
    ends = [Fraction(0), Fraction(1)]
    return [*ends, d2 / (d2 - d1)] if d1 * d2 < 0 else ends


def _replies(own: Fraction, other: Fraction, d1: Fraction, d2: Fraction) -> bool:
    """Whether a probability of the first action is a best reply to the opponent's."""
    gain = d2 + (d1 - d2) * other
    return gain == 0 or own == (1 if gain > 0 else 0)
