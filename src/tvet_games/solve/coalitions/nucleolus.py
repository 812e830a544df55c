"""The nucleolus: the division whose largest complaint is as small as possible, then the next, and so on.

A complaint is what a coalition could gain by going its own way. Symbols: the excess of a coalition S at x is
``v(S) - x(S)``. The prenucleolus is the one efficient x whose excesses, in falling order, are lexicographically least;
the nucleolus is so among the imputations (``x_i >= v(i)``). It lies in the core if that is not empty.

It is found by at most n - 1 linear programs in fractions. Each makes the largest excess among the coalitions that are
still open as small as possible; a coalition with a positive multiplier has this excess in every solution and is
settled, and so is every coalition whose share follows from those that are.

References
----------
Schmeidler (1969), The nucleolus of a characteristic function game, SIAM J. Applied Mathematics 17. doi:10.1137/0117107
Potters, Reijnierse and Ansing (1996), Computing the nucleolus by solving a prolonged simplex algorithm, Mathematics of
Operations Research 21. doi:10.1287/moor.21.3.757
Benedek, Fliege and Nguyen (2021), Finding and verifying the nucleolus of cooperative games, Mathematical Programming
190. doi:10.1007/s10107-020-01527-9
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.coalitional import CoalitionalGame, as_coalitional, coalition_sums
from tvet_games.linear_algebra import null_space
from tvet_games.linear_programs.certificate import in_whole_numbers
from tvet_games.numerics import Array, row_of_numbers, to_float
from tvet_games.solve.coalitions.allocation import Allocation, slack
from tvet_games.solve.coalitions.core import least_excess
from tvet_games.solve.coalitions.excess import WholeGame, indicator, starting_rows

MAX_PLAYERS = 12
"""Most players for whom the nucleolus is looked for."""


def nucleolus(game: Any) -> Allocation:
    """Return the nucleolus; the prenucleolus where there is no imputation, and the rule says so.

    Parameters
    ----------
    game : CoalitionalGame or array_like, shape (2**n,)
        Bit i of the index is player i; up to ``MAX_PLAYERS`` players.

    Returns
    -------
    Allocation
        Of the rule ``nucleolus``, or ``prenucleolus`` where the players reach less together than each alone in sum.
        Fractions for an exact game.

    Raises
    ------
    ShapeError
        If there are more players.

    References
    ----------
    Schmeidler (1969), The nucleolus of a characteristic function game. doi:10.1137/0117107

    Examples
    --------
    >>> print(*nucleolus(CoalitionalGame.bankruptcy(200, [100, 200, 300])).shares)   # the Talmud's division
    50 75 75
    """
    v = as_coalitional(game)
    if v.alone.sum() - v.total > slack(v):
        return prenucleolus(v)
    whole = _whole(v)
    alone = [whole.value(1 << i) for i in range(whole.count)]
    # Rounding may leave a game of floats without an imputation that has one.
    spare = min(whole.value(-1) - sum(alone, Fraction(0)), Fraction(0)) / whole.count
    return _lexicographic(v, whole, ([a + spare for a in alone], [None] * whole.count), "nucleolus")


def prenucleolus(game: Any) -> Allocation:
    """Return the prenucleolus: the efficient division with the lexicographically least excesses.

    Parameters
    ----------
    game : CoalitionalGame or array_like, shape (2**n,)

    Returns
    -------
    Allocation

    Raises
    ------
    ShapeError
        If there are more than ``MAX_PLAYERS`` players.

    References
    ----------
    Sobolev (1975), The characterization of optimality principles in cooperative games by functional equations.

    Examples
    --------
    >>> print(*prenucleolus([0, 4, 2, 3]).shares)
    5/2 1/2
    """
    v = as_coalitional(game)
    whole = _whole(v)
    return _lexicographic(v, whole, whole.marginals(), "prenucleolus")


def _whole(v: CoalitionalGame) -> WholeGame:
    if len(v.players) > MAX_PLAYERS:
        raise ShapeError(f"the nucleolus is for up to {MAX_PLAYERS} players, this game has {len(v.players)}")
    return WholeGame.of(v.values)


def _lexicographic(
    v: CoalitionalGame, game: WholeGame, box: tuple[Sequence[Fraction], Sequence[Fraction | None]], rule: str
) -> Allocation:
    """Settle the excesses from the largest down."""
    n, everyone = game.count, 2**game.count - 1
    settled: list[tuple[int, Fraction]] = []
    shares: Sequence[Fraction] = [game.value(everyone)]
    rows: list[int] = []
    follows = _follow([everyone], n)
    while not follows.all():
        rows = [s for s in rows if not follows[s]] or starting_rows(n, ~follows)
        solved = least_excess(game, box, settled, ~follows, rows)
        shares, worst = solved.x[:-1], solved.x[-1]
        known = [everyone, *(s for s, _ in settled)]
        for coalition, _ in solved.multipliers:
            if not _follow(known, n)[coalition]:
                settled.append((coalition, game.value(coalition) - worst))
                known.append(coalition)
        follows = _follow(known, n)
    return Allocation(v, rule, row_of_numbers(shares if v.is_exact else map(to_float, shares), exact=v.is_exact))


def _follow(known: Sequence[int], n: int) -> Array:
    """Which coalitions' shares follow from those of the known ones, shape (2**n,): those in their linear span."""
    follows = np.ones(2**n, dtype=bool)
    for vector in null_space([indicator(s, n) for s in known], n):
        whole, _ = in_whole_numbers(vector)
        follows &= (coalition_sums(row_of_numbers(whole)) == 0).astype(bool)
    return follows
