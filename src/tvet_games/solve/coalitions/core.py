"""The core: divisions that no coalition can improve upon by going its own way; and how far away the core is.

Symbols: x the shares, ``x(S)`` the sum over a coalition, N everybody.

    core              x(N) = v(N) and x(S) >= v(S) for all S
    cost of stability the least that must be added to v(N) for the core not to be empty: the least x(N) with
                      x(S) >= v(S) for all S other than N, less v(N), or 0
    least core        the least epsilon, and the x with x(N) = v(N) and x(S) >= v(S) - epsilon for all S but N and none

By duality the least x(N) is the largest ``sum of w_S v(S)`` over balanced weights (``sum of w_S over S with i`` is 1
for every i): the weights prove that the core is empty (Bondareva 1963, Shapley 1967). All is solved in fractions; the
floats of a game of floats are the binary fractions that they are, and a core that is empty by no more than the
tolerance of the span of the values is not.

References
----------
Bondareva (1963), Some applications of linear programming methods to the theory of cooperative games.
Shapley (1967), On balanced sets and cores, Naval Research Logistics Quarterly 14. doi:10.1002/nav.3800140404
Maschler, Peleg and Shapley (1979), Geometric properties of the kernel, nucleolus and related solution concepts,
Mathematics of Operations Research 4. doi:10.1287/moor.4.4.303
Bachrach et al. (2009), The cost of stability in coalitional games, SAGT. doi:10.1007/978-3-642-04645-2_12
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.games.coalitional import CoalitionalGame, as_coalitional, coalition_sums
from tvet_games.linear_programs.certificate import Constraint
from tvet_games.numerics import Array, row_of_numbers, to_float
from tvet_games.solve.coalitions.allocation import Allocation, as_shares, slack
from tvet_games.solve.coalitions.core_vertices import core_vertices
from tvet_games.solve.coalitions.excess import (
    ONE,
    ZERO,
    Solved,
    WholeGame,
    equals,
    indicator,
    solve_by_rows,
    starting_rows,
)
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True)
class BalancingWeight:
    """A coalition and its weight in a balanced collection."""

    coalition: tuple[str, ...]
    weight: Any


@dataclass(frozen=True, slots=True, eq=False)
class Core(Shown):
    """The core of a coalitional game.

    Attributes
    ----------
    game : CoalitionalGame
    is_empty : bool
    point : array of shape (n,), or None
        A division in the core.
    cost_of_stability : number
        [unit of the game] What must be added from outside for a core; 0 exactly where it is not empty.
    balancing : tuple of BalancingWeight
        Weights that add up to 1 over the coalitions of each player, with the largest ``sum of w_S v(S)``: where the
        core is empty that is more than all together reach, which proves it.
    """

    game: CoalitionalGame = field(repr=False)
    is_empty: bool
    point: Array | None = field(repr=False)
    cost_of_stability: Any
    balancing: tuple[BalancingWeight, ...] = field(repr=False)

    def contains(self, shares: Any) -> bool:
        """Whether a division lies in the core.

        Parameters
        ----------
        shares : Allocation or array_like, shape (n,)

        Raises
        ------
        ShapeError
            If there is not a share for each player.
        """
        return Allocation(self.game, "given", as_shares(shares, self.game)).in_core

    @property
    def vertices(self) -> Array:
        """All vertices of the core, shape (k, n), in lexicographic order; of up to 6 players.

        Raises
        ------
        ShapeError
            If there are more players.
        """
        if self.is_empty:
            return np.zeros((0, len(self.game.players)), dtype=self.game.values.dtype)
        return core_vertices(self.game)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.coalitions.division_card import core_card

        return core_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a coalition with its value and what it has at the point."""
        import pandas as pd

        frame = self.game.to_frame()
        if self.point is not None:
            names = [" + ".join(self.game.members(k)) or "nobody" for k in range(len(self.game.values))]
            frame["at the point"] = pd.Series(coalition_sums(self.point), index=names)
        return frame


@dataclass(frozen=True, slots=True, eq=False)
class LeastCore(Shown):
    """The least core of a coalitional game.

    Attributes
    ----------
    game : CoalitionalGame
    epsilon : number
        [unit of the game] The least by which the worst-off coalition misses its value; at most 0 where the core is not
        empty. 0 for a single player.
    point : array, shape (n,)
        A division in it.
    """

    game: CoalitionalGame = field(repr=False)
    epsilon: Any
    point: Array = field(repr=False)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.coalitions.division_card import least_core_card

        return least_core_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a player."""
        return Allocation(self.game, "least_core", self.point).to_frame()


def core(game: Any) -> Core:
    """Tell whether the core is empty, and return a point of it, or what it would cost from outside.

    Parameters
    ----------
    game : CoalitionalGame or array_like, shape (2**n,)
        Bit i of the index is player i; up to 20 players.

    Returns
    -------
    Core
        In fractions for an exact game.

    References
    ----------
    Shapley (1967), On balanced sets and cores. doi:10.1002/nav.3800140404

    Examples
    --------
    >>> majority = core([0, 0, 0, 1, 0, 1, 1, 1])
    >>> majority.is_empty, majority.cost_of_stability
    (True, Fraction(1, 2))
    >>> print(*core([0, 0, 0, 0, 0, 1, 1, 1]).point)      # gloves: two left, one right
    0 0 1
    """
    v = as_coalitional(game)
    whole = WholeGame.of(v.values)
    solved = _least_total(whole)
    total, available = sum(solved.x, ZERO), whole.value(-1)
    missing = total - available
    empty = bool(missing > (0 if v.is_exact else Fraction(slack(v))))
    spare = max(-missing, ZERO) / whole.count
    point = None if empty else _numbers([x + spare for x in solved.x], v)
    cost = _number(missing if empty else ZERO, v)
    return Core(v, empty, point, cost, _balancing(solved, whole, v))


def cost_of_stability(game: Any) -> Any:
    """Return the least that must be added to what all together reach for the core not to be empty.

    Parameters
    ----------
    game : CoalitionalGame or array_like, shape (2**n,)

    Returns
    -------
    number
        [unit of the game] A fraction for an exact game; 0 exactly where the core is not empty.

    References
    ----------
    Bachrach et al. (2009), The cost of stability in coalitional games. doi:10.1007/978-3-642-04645-2_12

    Examples
    --------
    >>> print(cost_of_stability([0, 0, 0, 1, 0, 1, 1, 1]))
    1/2
    """
    return core(game).cost_of_stability


def least_core(game: Any) -> LeastCore:
    """Return the least epsilon by which coalitions must miss their values, and a division that does it.

    Parameters
    ----------
    game : CoalitionalGame or array_like, shape (2**n,)

    Returns
    -------
    LeastCore

    References
    ----------
    Maschler, Peleg and Shapley (1979). doi:10.1287/moor.4.4.303

    Examples
    --------
    >>> print(least_core([0, 0, 0, 1, 0, 1, 1, 1]).epsilon)
    1/3
    """
    v = as_coalitional(game)
    whole = WholeGame.of(v.values)
    if whole.count == 1:
        return LeastCore(v, _number(ZERO, v), v.values[1:])
    allowed = np.ones(len(v.values), dtype=bool)
    allowed[[0, -1]] = False
    solved = least_excess(whole, whole.marginals(), [], allowed, starting_rows(whole.count, allowed))
    return LeastCore(v, _number(solved.x[-1], v), _numbers(solved.x[:-1], v))


def least_excess(
    game: WholeGame,
    box: tuple[Sequence[Fraction], Sequence[Fraction | None]],
    settled: Sequence[tuple[int, Fraction]],
    allowed: Array,
    rows: list[int],
) -> Solved:
    """Minimise the largest excess over the allowed coalitions, given what some coalitions get.

    Parameters
    ----------
    game : WholeGame
        Of two players or more.
    box : (n fractions, n fractions or None)
        Bounds of the shares. The prenucleolus pays nobody less than the least, or more than the most, that the player
        adds to a coalition, so these bounds leave the least excess as it is, here and when it is settled step by step.
    settled : sequence of (coalition, total share)
    allowed : array of bool, shape (2**n,)
    rows : list of int
        Coalitions to start with; those that are added are appended.

    Returns
    -------
    Solved
        Its last variable is the largest excess.
    """
    n, everyone = game.count, 2**game.count - 1
    fixed = [row for s, share in settled for row in equals(indicator(s, n, ZERO), share)]
    fixed += equals(indicator(everyone, n, ZERO), game.value(everyone))
    # A coalition and the others have v(N) together, so one of them misses at least half of what they want beyond it.
    # One less than that is never reached, and so this bound never stands in for a coalition in the proof.
    index = np.flatnonzero(allowed)
    pairs = game.values[index] + game.values[everyone - index] - game.values[everyone]
    lowest = Fraction(int(pairs.max()), 2 * game.divisor) - 1
    return solve_by_rows(
        game,
        (*(ZERO,) * n, ONE),
        (*box[0], lowest),
        (*box[1], None),
        fixed,
        lambda s: Constraint(indicator(s, n, ONE), game.value(s)),
        lambda x: x[-1],
        rows,
        allowed,
    )


def _least_total(game: WholeGame) -> Solved:
    """The least total that gives every coalition but everybody its value."""
    n = game.count
    allowed = np.ones(2**n, dtype=bool)
    allowed[[0, -1]] = False
    low = [game.value(1 << i) for i in range(n)]
    allowed[[1 << i for i in range(n)]] = False  # their rows are the bounds
    return solve_by_rows(
        game,
        (ONE,) * n,
        low,
        (None,) * n,
        [],
        lambda s: Constraint(indicator(s, n), game.value(s)),
        lambda _: ZERO,
        starting_rows(n, allowed),
        allowed,
    )


def _balancing(solved: Solved, whole: WholeGame, v: CoalitionalGame) -> tuple[BalancingWeight, ...]:
    """The multipliers; those of the bounds are the weights of single players."""
    alone = [(1 << r, y) for r, y in solved.certificate.multipliers if r < whole.count]
    return tuple(BalancingWeight(v.members(s), _number(y, v)) for s, y in sorted([*alone, *solved.multipliers]))


def _number(value: Fraction, v: CoalitionalGame) -> Any:
    return value if v.is_exact else to_float(value)


def _numbers(values: Sequence[Fraction], v: CoalitionalGame) -> Array:
    return row_of_numbers((_number(value, v) for value in values), exact=v.is_exact)
