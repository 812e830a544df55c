"""Risk dominance as a choice: how the two players' threshold beliefs share what they may add up to.

In a 2x2 conflict player i cooperates when it believes with probability at least ``p_i`` that the other does. For a
fixed split s both ``p_1 <= s`` and ``p_2 <= g(s)`` are linear in the levels (``s A1 + (1 - s) A2 >= 0``), with a
falling curve g: ``1 - s`` for risk dominance. On an interval [s0, s1] the rows ``p_1 <= s1`` and ``p_2 <= g(s0)`` bound
every split in it, so halving intervals ends within any gap. The curve ``(1 - share)/s`` bounds a basin:
starting points below both thresholds never reach cooperation, so a basin of the share needs ``p_1 p_2 <= 1 - share``.

References
----------
Harsanyi and Selten (1988), A General Theory of Equilibrium Selection in Games, chapter 3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from tvet_games.errors import InputError, Problem
from tvet_games.linear_programs.certificate import ONE, ZERO
from tvet_games.policy.choices.branching import Point
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Condition, Move, Row, combined, loss, row_of

Interval = tuple[Fraction, Fraction]

MAX_DENOMINATOR = 10**6
"""Splits are fractions this simple, so that levels read well."""

NEAR = Fraction(1, 8)
"""Splits this close to 0 or 1 are tried there."""

DEEP = 8
"""Halvings after which the ends of an interval are tried in turn with the ray: no lever may lead along the ray."""


@dataclass(frozen=True, slots=True)
class Split:
    """The choice of a split of beliefs in every conflict.

    Attributes
    ----------
    problem : PolicyProblem
    curve : function
        The largest belief p_2 that goes with p_1: falling, from shares to shares, the same with the players swapped.
    fixed : tuple of pairs of bool
        Of each conflict, whether no lever moves the belief of a player; worked out.

    Raises
    ------
    InputError
        If a conflict is not of two players with two actions each.
    """

    endless: ClassVar[bool] = True

    problem: PolicyProblem
    curve: Callable[[Fraction], Fraction]

    fixed: tuple[tuple[bool, ...], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        check_two_by_two(self.problem, "risk dominance")
        conflicts = range(len(self.problem.conflicts))
        object.__setattr__(
            self, "fixed", tuple(tuple(_is_fixed(self.problem, c, i) for i in (0, 1)) for c in conflicts)
        )

    def start(self) -> tuple[Interval, ...]:
        """Any split."""
        return ((ZERO, ONE),) * len(self.problem.conflicts)

    def rows(self, state: Sequence[Interval]) -> tuple[Row, ...]:
        """What every split within the intervals needs."""
        return tuple(row for c, (s0, s1) in enumerate(state) for row in self._pair(c, s1, self.curve(s0)))

    def branch(self, state: Sequence[Interval], x: Point, forgiven: Fraction) -> Sequence[object] | None:
        """Cut the interval of the conflict that is furthest from satisfied."""
        excess = [p2 - self.curve(p1) for p1, p2 in (self._beliefs(c, x, forgiven) for c in range(len(state)))]
        c = max(range(len(state)), key=lambda k: excess[k])
        if excess[c] <= 0:
            return None
        s0, s1 = state[c]
        cut = (s0 + s1) / 2
        return [(*state[:c], half, *state[c + 1 :]) for half in ((s0, cut), (cut, s1))]

    def settle(self, state: Sequence[Interval], x: Point, forgiven: Fraction) -> tuple[Row, ...]:
        """Fix the split in each conflict where x points to."""
        splits = [self._split(c, own, x, forgiven) for c, own in enumerate(state)]
        return tuple(row for c, s in enumerate(splits) for row in self._pair(c, s, self.curve(s)))

    def _split(self, c: int, interval: Interval, x: Point, forgiven: Fraction) -> Fraction:
        """What leaves the other player most where a belief cannot move; else near the ray, or an end."""
        if not forgiven:
            p1, p2 = self._beliefs(c, x, forgiven)
            if self.fixed[c][0]:
                return p1
            if self.fixed[c][1]:
                return self.curve(p2)
        depth = (interval[1] - interval[0]).denominator.bit_length() - 1
        if depth >= DEEP and depth % 3:
            return interval[depth % 3 - 1]
        return _snapped(self._near(c, interval, x, forgiven), interval)

    def _near(self, c: int, interval: Interval, x: Point, forgiven: Fraction) -> Fraction:
        """The split on the ray through the beliefs at x, simple enough to read, within the interval."""
        p1, p2 = self._beliefs(c, x, forgiven)
        low, high = interval
        if p1 + p2 == 0:
            return (low + high) / 2
        for _ in range(40):
            middle = (low + high) / 2
            if middle * p2 > self.curve(middle) * p1:
                high = middle
            else:
                low = middle
        cut = low.limit_denominator(MAX_DENOMINATOR)
        return min(max(cut, interval[0]), interval[1])

    def _beliefs(self, c: int, x: Point, forgiven: Fraction) -> tuple[Fraction, Fraction]:
        """Threshold beliefs of both players at x; 1 where even certainty is only just enough."""
        payoffs = []
        for i in range(2):
            met, alone = (self._loss(c, i, other, x) + forgiven for other in (0, 1))
            payoffs.append(ZERO if alone >= 0 else -alone / (met - alone) if met > 0 else ONE)
        return payoffs[0], payoffs[1]

    def _loss(self, c: int, player: int, other: int, x: Point) -> Fraction:
        """A1, A2 (or B1, B2): what the player loses by defecting while the other takes an action."""
        arrays, total = self.problem.conflicts[c], ZERO
        for weight, i, profile in loss(_move(c, player, other)).cells:
            base, slopes = arrays.cell(i, profile)
            total += weight * (base + sum((s * x[k] for k, s in slopes), ZERO))
        return total

    def _pair(self, c: int, first: Fraction, second: Fraction) -> tuple[Row, ...]:
        return tuple(row_of(self.problem, belief_condition(c, i, p)) for i, p in enumerate((first, second)))


def _snapped(split: Fraction, interval: Interval) -> Fraction:
    """A split near 0 or 1 goes there, where one player's cooperation is dominant: the cheapest often lies there."""
    for end in (ZERO, ONE):
        if end in interval and abs(split - end) <= NEAR:
            return end
    return split


def _is_fixed(problem: PolicyProblem, c: int, player: int) -> bool:
    """Whether no lever moves what a player loses by defecting."""
    moving = [k for k, lever in enumerate(problem.levers) if lever.low != lever.high]
    rows = [row_of(problem, belief_condition(c, player, p)) for p in (ZERO, ONE)]
    return not any(row.constraint.coefficients[k] for row in rows for k in moving)


def _move(c: int, player: int, other: int) -> Move:
    others = (0, other) if player == 0 else (other, 0)
    return Move(c, player, 1, others)


def belief_condition(c: int, player: int, p: Fraction) -> Condition:
    """``p d_i(b, t) + (1 - p) d_i(b, other) >= 0``: the player cooperates at the belief p, in a 2x2 conflict."""
    met, alone = (_move(c, player, other) for other in (0, 1))
    return Condition("deviation", (combined(loss(met, p), loss(alone, 1 - p)),), ZERO, (alone,), f"belief {p}")


def check_two_by_two(problem: PolicyProblem, what: str) -> None:
    """Refuse conflicts of other shapes than two players with two actions each."""
    other = [a.conflict for a in problem.conflicts if tuple(a.conflict.shape) != (2, 2)]
    if other:
        said = f"{what} is defined here for two players with two actions each; this one has actions"
        problems = [Problem(c.name, f"{said} {' x '.join(map(str, c.shape))}") for c in other]
        raise InputError("criterion", problems)
