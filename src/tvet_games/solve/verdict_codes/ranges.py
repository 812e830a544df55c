"""Which payoffs verdict codes are given for, and what is judged without looking at the single game.

Shapes: payoffs ``(n, a1, ..., an, games)``.
"""

from __future__ import annotations

import numpy as np

from tvet_games.numerics import TIE, Array

LARGEST = 2.0**1000
"""Games with a payoff beyond this size are undefined: their differences could overflow."""

SAFE = (2.0**-400, 2.0**500)
"""If the largest payoff of a chunk lies in between, no product of two differences that are no ties leaves the range of
floats."""


def largest_payoff(payoffs: Array) -> float:
    """The largest payoff of a chunk in size; not a number where one is not."""
    return float(max(payoffs.max(), -payoffs.min()))


def is_judged(payoffs: Array) -> Array:
    """Tell which games have only payoffs that can be judged, shape (games,)."""
    # Written so that what is not a number is not judged.
    return np.asarray((np.abs(payoffs) <= LARGEST).all(axis=tuple(range(payoffs.ndim - 1))))


def tie_bound(largest: float) -> float:
    """A difference above this is no tie in any game of a chunk with this largest payoff."""
    # No span is more than twice the largest payoff.
    return 2 * TIE * largest if SAFE[0] <= largest <= SAFE[1] else np.inf


def doubtful(differences: Array, bound: float, tied: Array) -> Array:
    """Indices of the tied games that the bound does not settle, because a difference is within it and not exactly 0.

    Parameters
    ----------
    differences : array, shape (..., games)
    bound : float
        See :func:`tie_bound`.
    tied : array of bool, shape (games,)
        Games with a difference within the bound.
    """
    games = np.flatnonzero(tied)
    few = differences.reshape(-1, differences.shape[-1])[:, games]
    return np.asarray(games[((few != 0) & (np.abs(few) <= bound)).any(axis=0)])
