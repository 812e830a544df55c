"""Levels in whole steps, and at most k instruments, as a choice of branch and bound.

A level that is not a whole multiple of its step is rounded down in one branch and up in the other. Where more than k
instruments are used, one of them is left out in one branch and kept in the other; the shares ``level / high`` of those
that are not kept add up to at most the places that are left, which bounds what is below.

References
----------
Land and Doig (1960), An automatic method of solving discrete programming problems, Econometrica 28.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import ClassVar

from tvet_games.linear_programs.certificate import ZERO, Constraint
from tvet_games.policy.choices.branching import Point
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Condition, Row, row_of

Cut = tuple[int, int, Fraction]
"""Lever, 1 for at least or -1 for at most, level."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """What is decided: cuts of levels, and instruments that are kept for sure."""

    cuts: frozenset[Cut] = frozenset()
    kept: frozenset[int] = frozenset()
    dropped: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WholeLevels:
    """The choice of levels in whole steps, and of at most k instruments.

    Attributes
    ----------
    problem : PolicyProblem
    at_most : int or None
        Most instruments with a level above 0.
    """

    endless: ClassVar[bool] = False

    problem: PolicyProblem
    at_most: int | None = None

    def start(self) -> Cuts:
        """Nothing is decided; an instrument that must be used is kept."""
        return Cuts(kept=frozenset(k for k, lever in enumerate(self.problem.levers) if lever.low > 0))

    def rows(self, state: Cuts) -> tuple[Row, ...]:
        """The cuts, what is dropped, and the places that are left."""
        cuts = [*sorted(state.cuts), *((k, -1, ZERO) for k in sorted(state.dropped))]
        rows = [row_of(self.problem, Condition("level", bound=v, index=k, sign=sign)) for k, sign, v in cuts]
        return (*rows, *self._places(state))

    def branch(self, state: Cuts, x: Point, forgiven: Fraction) -> Sequence[Cuts] | None:  # noqa: ARG002
        """Leave out or keep the instrument that is used most; round the level that is furthest from a step."""
        used = {k for k, level in enumerate(x) if level > 0} | state.kept
        if self.at_most is not None and len(used) > self.at_most:
            if not used - state.kept or len(state.kept) > self.at_most:
                return []
            most = max(used - state.kept, key=lambda j: (self._share(j, x), -j))
            kept = state.kept | {most}
            rest = frozenset(range(len(x))) - kept if len(kept) == self.at_most else frozenset()
            return [Cuts(state.cuts, state.kept, state.dropped | {most}), Cuts(state.cuts, kept, state.dropped | rest)]
        k = self._off(x)
        if k is None:
            return None
        step = self._step(k)
        below, above = floor(x[k] / step) * step, ceil(x[k] / step) * step
        cuts: list[Cut] = [(k, -1, below), (k, 1, above)]
        return [Cuts(state.cuts | {cut}, state.kept, state.dropped) for cut in cuts]

    def settle(self, state: Cuts, x: Point, forgiven: Fraction) -> tuple[Row, ...] | None:  # noqa: ARG002
        """Keep the instruments that are used most, and round every level up."""
        order = sorted((k for k, level in enumerate(x) if level > 0), key=lambda k: -self._share(k, x))
        kept = list(state.kept) + [k for k in order if k not in state.kept]
        dropped = kept[self.at_most :] if self.at_most is not None else []
        cuts: list[Cut] = [(k, -1, ZERO) for k in dropped]
        if self.at_most is not None:
            cuts += [(k, -1, ZERO) for k in range(len(x)) if k not in kept]
        for k, lever in enumerate(self.problem.levers):
            if lever.step is not None and k not in dropped:
                level = ceil(x[k] / lever.step) * lever.step
                cuts += [(k, 1, level), (k, -1, level)]
        return tuple(row_of(self.problem, Condition("level", bound=v, index=k, sign=sign)) for k, sign, v in cuts)

    def _step(self, k: int) -> Fraction:
        step = self.problem.levers[k].step
        assert step is not None
        return step

    def _off(self, x: Point) -> int | None:
        """The stepped lever whose level is furthest from a whole multiple."""
        distance = {}
        for k, lever in enumerate(self.problem.levers):
            if lever.step is not None and (x[k] / lever.step).denominator != 1:
                part = x[k] / lever.step % 1
                distance[k] = min(part, 1 - part)
        return max(distance, key=lambda k: distance[k]) if distance else None

    def _share(self, k: int, x: Point) -> Fraction:
        high = self.problem.levers[k].high
        return x[k] / high if high else ZERO

    def _places(self, state: Cuts) -> list[Row]:
        if self.at_most is None:
            return []
        levers = self.problem.levers
        shares = tuple(
            -1 / lever.high if lever.high and k not in state.kept | state.dropped else ZERO
            for k, lever in enumerate(levers)
        )
        left = Fraction(self.at_most - len(state.kept))
        return [Row(Constraint(shares, -left), Condition("level", what="at most"))]
