"""Linear programs over all coalitions of a game, in fractions, a few rows at a time.

A coalitional game of n players has 2**n coalitions, far more than matter. So a program starts with the rows of the
single players and of all but one, and whatever its solution violates most is added, until no coalition is violated: the
solution and the proof of the small program are then those of the whole.

References
----------
Drechsel and Kimms (2010), Computing core allocations in cooperative games with an application to
cooperative procurement, International Journal of Production Economics 128.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from tvet_games.games.coalitional import INT64_BITS, coalition_sums
from tvet_games.linear_programs.certificate import Certificate, Constraint, in_whole_numbers
from tvet_games.linear_programs.exact import minimise
from tvet_games.numerics import Array, to_float

ZERO, ONE = Fraction(0), Fraction(1)

ADDED = 2
"""Most rows that are added at a time, for each player."""

ROUNDING = 2.0**-40
"""Excesses that exceed what is allowed by less than this share of the largest number are looked at in fractions."""


@dataclass(frozen=True, slots=True)
class Solved:
    """The solution of a program over all coalitions.

    Attributes
    ----------
    x : tuple of Fraction
        The variables: the shares of the n players, and what else the program has.
    multipliers : tuple of (coalition, Fraction)
        Positive dual multipliers of the coalitions' rows.
    certificate : Certificate
    """

    x: tuple[Fraction, ...]
    multipliers: tuple[tuple[int, Fraction], ...]
    certificate: Certificate


@dataclass(frozen=True, slots=True, eq=False)
class WholeGame:
    """Values of a game as whole numbers over a common divisor.

    Attributes
    ----------
    values : array of int, shape (2**n,)
    divisor, largest : int
        The largest of the whole numbers, in size.
    count : int
        n.
    floats : array of float, shape (2**n,)
        The values, to look for violated coalitions quickly.
    """

    values: Array
    divisor: int
    largest: int
    count: int
    floats: Array

    @classmethod
    def of(cls, values: Array) -> WholeGame:
        """Read floats as the binary fractions that they are."""
        floats = np.array([to_float(v) for v in values.tolist()]) if values.dtype == object else values
        listed, divisor = in_whole_numbers([Fraction(v) for v in values.tolist()])
        largest = max(map(abs, listed))
        whole = np.array(listed, dtype=np.int64 if largest.bit_length() < INT64_BITS else object)
        return cls(whole, divisor, largest, len(listed).bit_length() - 1, floats)

    def value(self, coalition: int) -> Fraction:
        """Value of a coalition."""
        return Fraction(int(self.values[coalition]), self.divisor)

    def excesses(self, shares: Sequence[Fraction]) -> tuple[Array, int]:
        """``v(S) - x(S)`` of every coalition, as whole numbers over a divisor."""
        divisor = lcm(self.divisor, *(x.denominator for x in shares))
        whole = [x.numerator * (divisor // x.denominator) for x in shares]
        factor = divisor // self.divisor
        largest = self.largest * factor + sum(map(abs, whole))
        kind: Any = np.int64 if largest.bit_length() < INT64_BITS else object
        return self.values.astype(kind) * factor - coalition_sums(np.array(whole, dtype=kind)), divisor

    def marginals(self) -> tuple[list[Fraction], list[Fraction]]:
        """The least and the most that each player adds to a coalition."""
        index = np.arange(len(self.values))
        least, most = [], []
        for i in range(self.count):
            without = index[index >> i & 1 == 0]
            added = self.values[without | 1 << i] - self.values[without]
            least.append(Fraction(int(added.min()), self.divisor))
            most.append(Fraction(int(added.max()), self.divisor))
        return least, most


def starting_rows(count: int, allowed: Array) -> list[int]:
    """Coalitions to start with, of those that are allowed: single players, and all but one."""
    everyone = 2**count - 1
    rows = dict.fromkeys([*(1 << i for i in range(count)), *(everyone & ~(1 << i) for i in range(count))])
    return [s for s in rows if allowed[s]]


def solve_by_rows(
    game: WholeGame,
    cost: Sequence[Fraction],
    low: Sequence[Fraction],
    high: Sequence[Fraction | None],
    fixed: Sequence[Constraint],
    row_of: Callable[[int], Constraint],
    bonus: Callable[[Sequence[Fraction]], Fraction],
    rows: list[int],
    allowed: Array,
) -> Solved:
    """Minimise over all allowed coalitions.

    Parameters
    ----------
    game : WholeGame
    cost, low, high : the variables, the first n of which are the shares
    fixed : sequence of Constraint
        Rows that are always there.
    row_of : function of a coalition
        Its row: ``x(S) + bonus >= v(S)``.
    bonus : function of the variables
        What the program adds to the shares of every coalition.
    rows : list of int
        Coalitions to start with; those that are added are appended.
    allowed : array of bool, shape (2**n,)
        Coalitions that have a row.

    Returns
    -------
    Solved
    """
    while True:
        program = [*fixed, *(row_of(s) for s in rows)]
        certificate = minimise(cost, low, high, program)  # from scratch: the new rows are too many for a warm start
        assert certificate.kind == "optimal"
        x = certificate.x
        violated = _violated(game, x[: game.count], bonus(x), allowed)
        if not len(violated):
            first = len(certificate.constraints) - len(rows)
            multipliers = tuple((rows[r - first], y) for r, y in certificate.multipliers if r >= first)
            return Solved(x, multipliers, certificate)
        rows += violated


def _violated(game: WholeGame, shares: Sequence[Fraction], bonus: Fraction, allowed: Array) -> list[int]:
    """The coalitions that want most beyond their shares and the bonus; none where none does."""
    given = np.array([to_float(x) for x in shares])
    over = game.floats - coalition_sums(given) - to_float(bonus)
    over[~allowed] = -np.inf
    rounding = ROUNDING * (np.abs(game.floats).max() + np.abs(given).sum() + abs(to_float(bonus)))
    if over.max() <= rounding:  # nothing that floats can tell
        excesses, divisor = game.excesses(shares)
        exactly = excesses.astype(object) * bonus.denominator - bonus.numerator * divisor
        if not ((exactly > 0).astype(bool) & allowed).any():
            return []
        over = np.where(allowed, exactly, -1)
        rounding = 0
    worst = np.argpartition(-over, min(ADDED * game.count, len(over) - 1))[: ADDED * game.count]
    return [int(s) for s in worst if over[s] > rounding]


def indicator(coalition: int, count: int, *more: Fraction) -> tuple[Fraction, ...]:
    """Ones for the members of a coalition, then further coefficients."""
    return (*(ONE if coalition >> i & 1 else ZERO for i in range(count)), *more)


def equals(coefficients: tuple[Fraction, ...], value: Fraction) -> list[Constraint]:
    """An equation as two inequalities."""
    return [Constraint(coefficients, value), Constraint(tuple(-c for c in coefficients), -value)]
