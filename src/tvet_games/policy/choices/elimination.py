"""Unique: an order in which iterated dominance leaves only the target, as a choice of branch and bound.

A state is the set of actions removed so far. Removing action b of player i needs ``d_i(b, a_-i) >= margin`` for every
profile of the others that is still there; the earlier an action goes, the more it must be dominated against. At a
given point removal is confluent: whatever can go may go first, so one pass tells whether a point satisfies the choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

from tvet_games.linear_programs.certificate import in_whole_numbers
from tvet_games.policy.arrays import ConflictArrays
from tvet_games.policy.choices.branching import Point
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Condition, Move, Row, loss, row_of

Action = tuple[int, int, int]
"""Conflict, player, action."""


@dataclass(frozen=True, slots=True)
class Order:
    """Actions removed so far, and the deviations that had to be ruled out for it."""

    removed: frozenset[Action] = frozenset()
    moves: frozenset[Move] = frozenset()


@dataclass(frozen=True, slots=True)
class Elimination:
    """The choice of an order of elimination in every conflict.

    Attributes
    ----------
    problem : PolicyProblem
    margin : Fraction
        [money per head and period]
    """

    endless: ClassVar[bool] = False

    problem: PolicyProblem
    margin: Fraction
    _known: dict[Move, Row] = field(default_factory=dict, repr=False)

    def start(self) -> Order:
        """Nothing is removed."""
        return Order()

    def rows(self, state: Order) -> tuple[Row, ...]:
        """Rows that the removals so far need."""
        return tuple(self._row(move) for move in sorted(state.moves, key=_key))

    def branch(self, state: Order, x: Point, forgiven: Fraction) -> Sequence[Order] | None:
        """Remove one more action, in the first conflict that is stuck at x: conflicts are independent of each other."""
        for c, arrays in enumerate(self.problem.conflicts):
            if len(self._removable(c, state, x, forgiven)) < _count(arrays):
                return [self._without(state, action) for action in self._left(c, state.removed)]
        return None

    def settle(self, state: Order, x: Point, forgiven: Fraction) -> tuple[Row, ...]:  # noqa: ARG002
        """Go on at x, removing what is least far from removable where nothing is."""
        order = state
        for c in range(len(self.problem.conflicts)):
            while left := self._left(c, order.removed):
                order = self._without(order, max(left, key=lambda action: self._worst(order.removed, action, x)))
        return self.rows(order)

    def _removable(self, c: int, state: Order, x: Point, forgiven: Fraction) -> set[Action]:
        """Everything of a conflict that goes at x, what the state removed included."""
        removed = {action for action in state.removed if action[0] == c}
        while True:
            more = {a for a in self._left(c, removed) if self._goes(removed, a, x, forgiven)}
            if not more:
                return removed
            removed |= more

    def _goes(self, removed: frozenset[Action] | set[Action], action: Action, x: Point, forgiven: Fraction) -> bool:
        """Whether an action can be removed at x."""
        if forgiven:
            return self._worst(removed, action, x) + forgiven >= 0
        whole, divisor = in_whole_numbers(x)
        rows = (self._row(move).constraint for move in self._moves(removed, action))
        return not any(constraint.is_violated(whole, divisor) for constraint in rows)

    def _worst(self, removed: frozenset[Action] | set[Action], action: Action, x: Point) -> Fraction:
        """The least slack over the rows that removing an action needs."""
        return min(self._row(move).constraint.slack(x) for move in self._moves(removed, action))

    def _without(self, state: Order, action: Action) -> Order:
        return Order(state.removed | {action}, state.moves | set(self._moves(state.removed, action)))

    def _moves(self, removed: frozenset[Action] | set[Action], action: Action) -> Iterator[Move]:
        c, i, b = action
        for others in self.problem.conflicts[c].opponents(i):
            if not any((c, j, a) in removed for j, a in enumerate(others) if j != i):
                yield Move(c, i, b, others)

    def _left(self, c: int, removed: frozenset[Action] | set[Action]) -> list[Action]:
        arrays = self.problem.conflicts[c]
        every = ((c, i, b) for i in range(len(arrays.conflict.shape)) for b in arrays.deviations(i))
        return [action for action in every if action not in removed]

    def _row(self, move: Move) -> Row:
        if move not in self._known:
            condition = Condition("deviation", (loss(move),), self.margin, (move,))
            self._known[move] = row_of(self.problem, condition)
        return self._known[move]


def _count(arrays: ConflictArrays) -> int:
    return sum(size - 1 for size in arrays.conflict.shape)


def _key(move: Move) -> tuple[int, int, int, tuple[int, ...]]:
    return (move.conflict, move.player, move.action, move.others)
