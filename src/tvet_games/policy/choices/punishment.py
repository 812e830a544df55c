"""Sustainable: which stage equilibrium punishes a deviation from repeated cooperation, as a choice.

Under grim trigger a player who deviates to b gets ``u_i(b, t_-i)`` once and the punishment p for ever after. Keeping to
the target is at least as good, with a margin on the average payoff, if

    (1 - delta) d_i(b, t_-i) + delta (u_i(t) - u_i(p)) >= margin,

and the threat is credible if p is an equilibrium of the stage game under the policy: ``d`` at p, for every deviation.
For fixed delta and p both are linear in the levels. Where the target itself is a stage equilibrium no threat is needed.

References
----------
Friedman (1971), A non-cooperative equilibrium for supergames, Review of Economic Studies 38. doi:10.2307/2296617
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import ClassVar

from tvet_games.linear_programs.certificate import ZERO
from tvet_games.policy.choices.branching import Point
from tvet_games.policy.joint import joint_places
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Condition, Move, Part, Profile, Row, combined, loss, row_of

State = tuple[Profile | None, ...]
"""The punishment of each conflict, None while undecided."""


@dataclass(frozen=True, slots=True)
class Punishment:
    """The choice of a punishment in every conflict.

    Attributes
    ----------
    problem : PolicyProblem
    delta : Fraction
        [share] Discount factor per period.
    margin : Fraction
        [money per head and period]
    """

    endless: ClassVar[bool] = False

    problem: PolicyProblem
    delta: Fraction
    margin: Fraction
    _known: dict[object, tuple[Row, ...]] = field(default_factory=dict, repr=False)

    def start(self) -> State:
        """Nothing is decided."""
        return (None,) * len(self.problem.conflicts)

    def rows(self, state: State) -> tuple[Row, ...]:
        """Keeping to the target pays, and the threat is credible, where the punishment is decided."""
        own = [row for c, p in enumerate(state) if p is not None for row in self._own(c, p)]
        return tuple(own + self._joint(state))

    def branch(self, state: State, x: Point, forgiven: Fraction) -> Sequence[State] | None:
        """Try every pure profile in the first undecided conflict, unless the best ones at x already do."""
        chosen = self._best(state, x)
        if None not in state or all(self._slack(row, x, forgiven) >= 0 for row in self.rows(chosen)):
            return None
        c = state.index(None)
        return [(*state[:c], p, *state[c + 1 :]) for p in self._profiles(c)]

    def settle(self, state: State, x: Point, forgiven: Fraction) -> tuple[Row, ...]:  # noqa: ARG002
        """The rows of the punishments that are least far from sufficient at x."""
        return self.rows(self._best(state, x))

    def _best(self, state: State, x: Point) -> State:
        def worst(c: int, p: Profile) -> Fraction:
            return min((row.constraint.slack(x) for row in self._own(c, p)), default=ZERO)

        return tuple(
            p if p is not None else max(self._profiles(c), key=lambda q: worst(c, q)) for c, p in enumerate(state)
        )

    def _slack(self, row: Row, x: Point, forgiven: Fraction) -> Fraction:
        return row.constraint.slack(x) + forgiven

    def _profiles(self, c: int) -> list[Profile]:
        return list(product(*(range(size) for size in self.problem.conflicts[c].conflict.shape)))

    def _own(self, c: int, p: Profile) -> tuple[Row, ...]:
        if (c, p) not in self._known:
            keep = [Condition("deviation", (part,), self.margin, (m,), _said(p)) for m, part in self._parts(c, p)]
            self._known[c, p] = tuple(row_of(self.problem, condition) for condition in [*keep, *self._credible(c, p)])
        return self._known[c, p]

    def _parts(self, c: int, p: Profile) -> Iterator[tuple[Move, Part]]:
        """What each player loses on average by each deviation from the target, as a part."""
        arrays = self.problem.conflicts[c]
        target = (0,) * len(p)
        for i in range(len(p)):
            for b in arrays.deviations(i):
                move = Move(c, i, b, target)
                if p == target:
                    yield move, loss(move)
                else:
                    after = Part(c, ((self.delta, i, target), (-self.delta, i, p)))
                    yield move, combined(loss(move, 1 - self.delta), after)

    def _credible(self, c: int, p: Profile) -> Iterator[Condition]:
        """No player gains by leaving the punishment."""
        if not any(p):
            return
        shape = self.problem.conflicts[c].conflict.shape
        for i, size in enumerate(shape):
            for b in range(size):
                if b != p[i]:
                    gone = tuple(b if j == i else a for j, a in enumerate(p))
                    part = Part(c, ((Fraction(1), i, p), (Fraction(-1), i, gone)))
                    yield Condition("deviation", (part,), ZERO, (Move(c, i, b, p),), "credible")

    def _joint(self, state: State) -> list[Row]:
        """Deviating in several conflicts at once, where all of their punishments are decided."""
        rows: list[Row] = []
        for places in joint_places(self.problem):
            decided = [state[c] for c, _ in places]
            if any(p is None for p in decided):
                continue
            key = (places, tuple(decided))
            if key not in self._known:
                every = [
                    [(m, part) for m, part in self._parts(c, p) if m.player == i]
                    for (c, i), p in zip(places, decided, strict=True)
                    if p is not None
                ]
                self._known[key] = tuple(
                    row_of(
                        self.problem,
                        Condition(
                            "deviation", tuple(q for _, q in together), self.margin, tuple(m for m, _ in together)
                        ),
                    )
                    for together in product(*every)
                )
            rows += self._known[key]
        return rows


def _said(p: Profile) -> str:
    return f"punishment {' '.join(map(str, p))}" if any(p) else ""
