"""A lower bound for questions with terms that are not affine: linear programs over boxes of the levels, in fractions.

Every instrument with such a term gets copies of the levels that it uses and the auxiliary variables of
:mod:`mccormick`; its effects and bills are then affine in those. What a linear program cannot say without losing
validity is left out (steps, the number of instruments, liability over several conflicts, payments received once among
these instruments). The smaller the box of the factors, the closer the rows, so the box of least value is halved until
the bound meets the cost that a search has found or the boxes run out. The proof is the certificates of all open boxes.

References
----------
McCormick (1976), Mathematical Programming 10. doi:10.1007/BF01580665
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np

from tvet_games.linear_programs.certificate import ONE, ZERO, Certificate, Constraint
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.numerics import Array
from tvet_games.policy.arrays import ConflictArrays
from tvet_games.policy.basin.best_bound import LowerBound, best_bound, relaxation
from tvet_games.policy.choices.branching import Found
from tvet_games.policy.choices.splits import Split
from tvet_games.policy.criteria import Basin
from tvet_games.policy.levers import Lever
from tvet_games.policy.outcome import Baseline
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.products.fixed_levels import FixedLevels
from tvet_games.policy.products.mccormick import Form, Lift, LiftedAlgebra
from tvet_games.policy.requirements import Requirements, choices_of
from tvet_games.policy.rows import Condition, Row, rows_of

MAX_BOXES = 100
"""Most linear programs; each halving needs two."""

MAX_BOXES_OF_CHOICES = 20
"""The same where every box is a branch and bound of its own."""

Box = Mapping[str, tuple[Fraction, Fraction]]


def lower_bound(question: FixedLevels, stand: Sequence[Baseline], spent: Fraction, cost: Fraction | None) -> LowerBound:
    """Bound the least expected cost of a question from below.

    Parameters
    ----------
    question : FixedLevels
    stand : sequence of Baseline
        Where each conflict stands today.
    spent : Fraction
        What the status quo costs today.
    cost : Fraction or None
        Of a policy that is known; the search ends where the bound meets it.

    Returns
    -------
    LowerBound
    """
    whole: Box = {
        name: (question.exact_levers[name].low, question.exact_levers[name].high) for name in question.factors
    }
    wanted = _relaxed(question)
    most = MAX_BOXES_OF_CHOICES if _is_choice(question) else MAX_BOXES

    def solve(box: Box) -> tuple[Found | None, list[Certificate]]:
        return _Relaxation(question, box, wanted, stand, spent).solve()

    return best_bound(whole, solve, lambda box, _: _halves(box, whole), cost, most)


def _relaxed(question: FixedLevels) -> Requirements:
    wanted = question.asked.requirements
    liability = wanted.liability if len(question.asked.conflicts) == 1 else None
    return replace(wanted, at_most=None, budget=None, liability=liability)


def _is_choice(question: FixedLevels) -> bool:
    from tvet_games.policy.criteria import RiskDominant, Sustainable, Unique

    return any(isinstance(c, Basin | RiskDominant | Sustainable | Unique) for c in question.asked.requirements.criteria)


def _halves(box: Box, whole: Box) -> list[Box]:
    """Cut the side that is longest relative to the whole."""
    sides = {n: (high - low) / (whole[n][1] - whole[n][0]) for n, (low, high) in box.items() if low < high}
    if not sides:
        return []
    name = max(sides, key=lambda n: sides[n])
    low, high = box[name]
    middle = (low + high) / 2
    return [{**box, name: (low, middle)}, {**box, name: (middle, high)}]


@dataclass(frozen=True, slots=True, eq=False)
class _Relaxation:
    """The linear program of one box."""

    question: FixedLevels
    box: Box
    wanted: Requirements
    stand: Sequence[Baseline]
    spent: Fraction

    def solve(self) -> tuple[Found | None, list[Certificate]]:
        """Least cost in the box, or the proofs that it has no solution."""
        from tvet_games.policy.assembly import standing_conditions

        problem, cost, extra = self._lifted()
        fixed = [*rows_of(problem, standing_conditions(problem, self.wanted, self.stand, self.spent)), *extra]
        budget = self.question.asked.requirements.budget
        if budget is not None:
            limit = Constraint(tuple(-c for c in cost), -budget - self.spent)
            fixed.append(Row(limit, Condition("budget", bound=budget + self.spent)))
        low, high = [lever.low for lever in problem.levers], [lever.high for lever in problem.levers]
        return relaxation(cost, low, high, fixed, self._choices(problem))

    def _choices(self, problem: PolicyProblem) -> list[Any]:
        from tvet_games.policy.basin.search import basin_curve

        basins = [c.share for c in self.wanted.criteria if isinstance(c, Basin)]
        return [*choices_of(problem, self.wanted), *(Split(problem, basin_curve(share)) for share in basins)]

    def _lifted(self) -> tuple[PolicyProblem, list[Fraction], list[Row]]:
        """The problem with auxiliary variables as further levers, their cost, and their rows."""
        question = self.question
        flat = {n: self.box[n][0] for n in question.factors}
        plain = question.problem(flat)
        levers = tuple(
            replace(
                lever,
                low=self.box.get(n, (lever.low, lever.high))[0],
                high=self.box.get(n, (lever.low, lever.high))[1],
                step=None,
            )
            for n, lever in question.exact_levers.items()
        )
        places = {lever.name: k for k, lever in enumerate(levers)}
        lifted = [
            _Lifted.of(question, lever.instrument, levers, plain) for lever in levers if lever.name in question.bent
        ]
        size = len(levers) + sum(len(each.lift.low) for each in lifted)
        arrays = [_bare(a, [n in question.bent for n in places], size) for a in plain.conflicts]
        cost = [
            ZERO if lever.name in question.bent else c for lever, c in zip(levers, plain.expected_bill, strict=True)
        ]
        cost += [ZERO] * (size - len(levers))
        every: list[Lever] = list(levers)
        heads = list(plain.heads)
        caps = [(group, list(members), limit) for group, members, limit in plain.caps]
        rows: list[Row] = []
        for own in lifted:
            first = len(every)
            k = places[own.instrument.name]
            every += [
                Lever(own.auxiliary(m), low, high)
                for m, (low, high) in enumerate(zip(own.lift.low, own.lift.high, strict=True))
            ]
            heads += [plain.heads[k]] * len(own.lift.low)
            for _, members, _ in caps:
                if k in members:
                    members += range(first, len(every))
            rows += own.rows(first, size, places)
            own.place(arrays, first)
            for m, c in own.expected(plain.breakdown).items():
                cost[first + m] += plain.heads[k] * c
        problem = replace(
            plain,
            conflicts=tuple(arrays),
            levers=tuple(every),
            heads=tuple(heads),
            caps=tuple((group, tuple(members), limit) for group, members, limit in caps),
        )
        return problem, cost, rows


def _bare(arrays: ConflictArrays, bent: Sequence[bool], size: int) -> ConflictArrays:
    """Arrays with room for more levers; what bent instruments do goes to their auxiliary variables."""

    def widened(array: Array) -> Array:
        out = np.full((size, *array.shape[1:]), ZERO, dtype=object)
        for k, gone in enumerate(bent):
            if not gone:
                out[k] = array[k]
        return out

    shows = (*(s and not gone for s, gone in zip(arrays.shows, bent, strict=True)), *(False,) * (size - len(bent)))
    return replace(
        arrays,
        baseline=arrays.baseline.copy(),
        effect=widened(arrays.effect),
        cost=widened(arrays.cost),
        outside_effect=widened(arrays.outside_effect),
        shows=shows,
        _cells={},
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Lifted:
    """One instrument with terms that are not affine, over its own auxiliary variables.

    ``effects`` and ``costs`` hold forms, or numbers, for each conflict that it acts in; variable 0 is 1.
    """

    instrument: Instrument
    lift: Lift
    copies: Mapping[str, int]
    effects: Mapping[int, Array]
    costs: Mapping[int, Array]
    exits: Mapping[tuple[int, int], int]

    @classmethod
    def of(
        cls, question: FixedLevels, instrument: Instrument, levers: Sequence[Lever], plain: PolicyProblem
    ) -> _Lifted:
        lift, calibration = Lift(), question.asked.calibration
        lift.variable(ONE, ONE)
        bounds = {lever.name: (lever.low, lever.high) for lever in levers}
        algebra: Any = LiftedAlgebra()
        used = [instrument.name, *(n for n in instrument.interacts if n in bounds)]
        copies = {name: lift.variable(*bounds[name]) for name in used}
        seen = {**question.amounts(instrument, copies, algebra), LEVEL: copies[instrument.name]}
        effects, costs, exits = {}, {}, {}
        for c, arrays in enumerate(plain.conflicts):
            conflict: Conflict = arrays.conflict
            if not conflict.touched_by(instrument):
                continue
            values = conflict.values(calibration, instrument, exact=True)
            effect, costs[c] = conflict.effect(instrument, {**values, **seen}, algebra)
            effects[c] = conflict.charged(effect, costs[c], instrument, calibration, values, algebra)
            if not instrument.escapable_by_exit:
                for i in range(len(conflict.players)):
                    worst = min(_interval(v)[0] for v in effects[c][i].ravel())
                    if worst < 0:
                        (exits[c, i],) = lift.variable(ZERO, -worst).terms
        return cls(instrument, lift, {n: next(iter(f.terms)) for n, f in copies.items()}, effects, costs, exits)

    def auxiliary(self, m: int) -> Any:
        """Stands in for an instrument; received each time, which bounds what a joint deviation loses from above."""
        return SimpleNamespace(name=f"{self.instrument.name} {m}", joint="each", persists=False)

    def rows(self, first: int, size: int, places: Mapping[str, int]) -> list[Row]:
        """That copies are the levels themselves, and the envelopes."""
        sides = [({first + m: a for m, a in terms.items()}, bound) for terms, bound in self.lift.rows]
        for name, m in self.copies.items():
            sides += [({first + m: s, places[name]: -s}, ZERO) for s in (ONE, -ONE)]
        return [
            Row(Constraint(tuple(terms.get(k, ZERO) for k in range(size)), bound), Condition("product"))
            for terms, bound in sides
        ]

    def place(self, arrays: list[ConflictArrays], first: int) -> None:
        """Write the slopes into the arrays; the bill of the first conflict that shows it stands for the largest."""
        for c, effect in self.effects.items():
            own = arrays[c]
            for index in np.ndindex(*effect.shape):
                for m, a in _slopes(effect[index]).items():
                    own.effect[(first + m, *index)] += a
            for index in np.ndindex(*self.costs[c].shape):
                for m, a in _slopes(self.costs[c][index]).items():
                    own.cost[(first + m, *index)] += a
            if c == min(self.effects):
                count = len(self.lift.low)
                arrays[c] = replace(own, shows=(*own.shows[:first], *(True,) * count, *own.shows[first + count :]))
        for (c, i), m in self.exits.items():
            arrays[c].outside_effect[first + m, i] -= 1

    def expected(self, breakdown: Fraction) -> dict[int, Fraction]:
        """Expected bill per head, revenue after a breakdown counted in full: no more than the true one."""
        cost = self.costs[min(self.costs)]
        shape = cost.shape
        alone = [
            tuple(b if j == i else 0 for j in range(len(shape))) for i in range(len(shape)) for b in range(1, shape[i])
        ]
        weights = [((0,) * len(shape), 1 - breakdown), *((p, breakdown / len(alone)) for p in alone)]
        total: dict[int, Fraction] = {}
        for profile, weight in weights:
            for m, a in _slopes(cost[profile]).items():
                total[m] = total.get(m, ZERO) + weight * a
        return total


def _interval(value: Any) -> tuple[Fraction, Fraction]:
    return value.interval if isinstance(value, Form) else (value, value)


def _slopes(value: Any) -> dict[int, Fraction]:
    """A form as slopes, its constant that of the variable that is always 1."""
    if isinstance(value, Form):
        return {**value.terms, 0: value.terms.get(0, ZERO) + value.constant}
    return {0: value} if value else {}
