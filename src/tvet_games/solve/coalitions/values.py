"""Values: what each player adds to the coalitions that it may join, on average.

Symbols: ``v(S)`` of the coalition S, n players. The Shapley value averages over all orders in which the players may
come, the Banzhaf value over all coalitions of the others:

    shapley_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))
    banzhaf_i = sum over S without i of 2**(1 - n) (v(S + i) - v(S))

Both need only the sums of v over the coalitions of each size, with a player and without, so a million coalitions are a
few passes over one array; fractions are summed as whole numbers over a common denominator.

References
----------
Shapley (1953), A value for n-person games, in Contributions to the Theory of Games II, 307-317.
Banzhaf (1965), Weighted voting doesn't work, Rutgers Law Review 19.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.games.coalitional import CoalitionalGame, as_coalitional, coalition_sizes, whole_numbers
from tvet_games.numerics import Array, row_of_numbers
from tvet_games.solve.coalitions.allocation import Allocation, slack


def shapley(game: Any) -> Allocation:
    """Return the Shapley value: the mean over all orders of arrival of what each player adds.

    Parameters
    ----------
    game : CoalitionalGame or array_like, shape (2**n,)
        Bit i of the index is player i; up to 20 players.

    Returns
    -------
    Allocation
        Shares of shape (n,); fractions for integers and fractions.

    References
    ----------
    Shapley (1953), A value for n-person games.

    Examples
    --------
    >>> print(*shapley([0, 0, 0, 0, 0, 1, 1, 1]).shares)     # gloves: two left, one right
    1/6 1/6 2/3
    """
    v = as_coalitional(game)
    n = len(v.players)
    with_player, total, divisor = _sums_by_size(v)
    joined = np.array([0, *(factorial(k - 1) * factorial(n - k) for k in range(1, n + 1))], dtype=object)
    left = np.array([*(factorial(k) * factorial(n - k - 1) for k in range(n)), 0], dtype=object)
    if not v.is_exact:
        joined, left = joined / factorial(n), left / factorial(n)
        joined, left = joined.astype(np.float64), left.astype(np.float64)
    added = (with_player * joined).sum(axis=1) - ((total - with_player) * left).sum(axis=1)
    return Allocation(v, "shapley", _over(added, divisor * factorial(n), v))


def banzhaf(game: Any, *, normalized: bool = False) -> Allocation:
    """Return the Banzhaf value: the mean over all coalitions of the others of what each player adds.

    Parameters
    ----------
    game : CoalitionalGame or array_like, shape (2**n,)
    normalized : bool
        Scale it so that the shares add up to what all together reach; for a voting game this is the Banzhaf index.

    Returns
    -------
    Allocation
        Without ``normalized`` the shares need not be efficient.

    Raises
    ------
    InputError
        If it is to be normalized and adds up to 0.

    References
    ----------
    Banzhaf (1965), Weighted voting doesn't work.
    Dubey and Shapley (1979), Mathematical properties of the Banzhaf power index, Mathematics of Operations Research 4.
    doi:10.1287/moor.4.2.99

    Examples
    --------
    >>> print(*banzhaf([0, 0, 0, 1, 0, 2, 1, 3]).shares)
    5/4 3/4 5/4
    """
    v = as_coalitional(game)
    n = len(v.players)
    with_player, total, divisor = _sums_by_size(v)
    added = 2 * with_player.sum(axis=1) - total.sum()
    value = _over(added, divisor * 2 ** (n - 1), v, scaled=False)
    if not normalized:
        return Allocation(v, "banzhaf", value)
    weight = value.sum()
    if abs(weight) <= slack(v):
        what = "the Banzhaf values add up to 0, so they cannot be scaled to what all together reach"
        raise InputError("", [Problem("", what)])
    return Allocation(v, "normalized_banzhaf", value * v.total / weight)


def equal_surplus(game: Any) -> Allocation:
    """Give each player what it has alone and an equal part of the surplus.

    References
    ----------
    Driessen and Funaki (1991), Coincidence of and collinearity between game theoretic solutions, OR Spektrum 13.

    Examples
    --------
    >>> print(*equal_surplus([0, 1, 3, 8]).shares)
    3 5
    """
    v = as_coalitional(game)
    return Allocation(v, "equal_surplus", v.alone + (v.total - v.alone.sum()) / len(v.players))


def _sums_by_size(v: CoalitionalGame) -> tuple[Array, Array, int]:
    """Sums of v over coalitions of each size 0..n with each player (n, n+1), and of all (n+1,); over a divisor."""
    n = len(v.players)
    values, divisor = whole_numbers(v)
    sizes = coalition_sizes(n)
    order = np.argsort(sizes, kind="stable")
    starts = np.searchsorted(sizes[order], np.arange(n + 1))
    ranked = values[order]
    total = np.add.reduceat(ranked, starts)
    rows = [np.add.reduceat(ranked * (order >> i & 1), starts) for i in range(n)]
    kind = object if v.is_exact else np.float64
    return np.array([row.tolist() for row in rows], dtype=kind), np.array(total.tolist(), dtype=kind), divisor


def _over(added: Array, divisor: int, v: CoalitionalGame, *, scaled: bool = True) -> Array:
    """Divide whole numbers; floats were scaled before, to stay in range, or are divided here."""
    if not v.is_exact:
        return added if scaled else added / divisor
    return row_of_numbers(Fraction(int(a), divisor) for a in added)
