"""Unique in every world: an order of elimination whose rows hold over a whole box, as a choice of branch and bound.

As :mod:`~tvet_games.policy.choices.elimination`, with the rows of every world looked at so far in the place of one row
a deviation. The order is the same in every world, so a package may be dearer than one whose order changes with the
world.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from tvet_games.linear_programs.certificate import ZERO
from tvet_games.policy.choices.branching import Point
from tvet_games.policy.choices.elimination import Action, Order
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Condition, Move, Row, loss
from tvet_games.study.robust.worlds import Worlds

Removed = frozenset[Action]


@dataclass(frozen=True, slots=True)
class OrderInEveryWorld:
    """The choice of an order of elimination in every conflict.

    Attributes
    ----------
    worlds : Worlds
    margin : Fraction
        [money per head and period]
    """

    endless: ClassVar[bool] = False

    worlds: Worlds
    margin: Fraction

    def start(self) -> Order:
        """Nothing is removed."""
        return Order()

    def rows(self, state: Order) -> tuple[Row, ...]:
        """Rows that the removals so far need, in every world that was cut."""
        return tuple(row for move in sorted(state.moves, key=_key) for row in self._rows(move))

    def branch(self, state: Order, x: Point, forgiven: Fraction) -> Sequence[Order] | None:
        """Remove one more action, in the first conflict that is stuck at x."""
        for c in range(len(self._problem.conflicts)):
            removed = frozenset(action for action in state.removed if action[0] == c)
            while more := [a for a in self._left(c, removed) if self._worst(removed, a, x) + forgiven >= 0]:
                removed |= set(more)
            if self._left(c, removed):
                return [self._without(state, action) for action in self._left(c, state.removed)]
        return None

    def settle(self, state: Order, x: Point, forgiven: Fraction) -> tuple[Row, ...]:  # noqa: ARG002
        """Go on at x, removing what is least far from removable where nothing is."""
        order = state
        for c in range(len(self._problem.conflicts)):
            while left := self._left(c, order.removed):
                order = self._without(order, max(left, key=lambda action: self._worst(order.removed, action, x)))
        return self.rows(order)

    @property
    def _problem(self) -> PolicyProblem:
        return self.worlds.central

    def _worst(self, removed: Removed, action: Action, x: Point) -> Fraction:
        """The least slack over the rows that removing an action needs."""
        slacks = (row.constraint.slack(x) for move in self._moves(removed, action) for row in self._rows(move))
        return min(slacks, default=ZERO)

    def _without(self, state: Order, action: Action) -> Order:
        return Order(state.removed | {action}, state.moves | set(self._moves(state.removed, action)))

    def _moves(self, removed: Removed, action: Action) -> Iterator[Move]:
        c, i, b = action
        for others in self._problem.conflicts[c].opponents(i):
            if not any((c, j, a) in removed for j, a in enumerate(others) if j != i):
                yield Move(c, i, b, others)

    def _left(self, c: int, removed: Removed) -> list[Action]:
        arrays = self._problem.conflicts[c]
        every = ((c, i, b) for i in range(len(arrays.conflict.shape)) for b in arrays.deviations(i))
        return [action for action in every if action not in removed]

    def _rows(self, move: Move) -> list[Row]:
        return self.worlds.rows(Condition("deviation", (loss(move),), self.margin, (move,)))


def _key(move: Move) -> tuple[int, int, int, tuple[int, ...]]:
    return (move.conflict, move.player, move.action, move.others)
