"""The cheapest policy where effects are not affine in the levels: a global search, with a proven lower bound beside it.

A formula may multiply levels, divide by them, or take a function of them. Once the levels that make it so (the
factors) are fixed, the question is linear in the rest (:mod:`fixed_levels`) and solved in fractions. So the search runs
over the factors only: seeded points in their box, then ever smaller boxes around the best. The lower bound is that of
McCormick's envelopes (:mod:`product_bound`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import ceil, floor

import numpy as np

from tvet_games.numerics import TOLERANCE, Array, to_float
from tvet_games.policy.basin.best_bound import LowerBound
from tvet_games.policy.basin.search import solve_basin
from tvet_games.policy.choices.branching import search
from tvet_games.policy.criteria import Basin
from tvet_games.policy.linear_batch import minimise_many
from tvet_games.policy.outcome import Baseline
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.products.bound import lower_bound
from tvet_games.policy.products.fixed_levels import FixedLevels
from tvet_games.policy.question import Question
from tvet_games.policy.requirements import choices_of
from tvet_games.policy.rows import Condition, batch_rows, rows_of
from tvet_games.policy.solution import PolicySolution

SEED = 20_240_301
"""Of the points that are drawn."""

EFFORT, CHOICE_EFFORT, BASIN_EFFORT = (256, 30, 0.5), (48, 6, 0.35), (24, 4, 0.3)
"""Points of the first round, number of further rounds, and how much smaller the boxes become from round to round:
where a point is a linear program in floats, a branch and bound in fractions, or a search for a basin."""

KEPT = 4
"""Best points around which a round looks further."""

FAR = 0.5
"""A box does not become smaller where the best point has moved by more than this part of it."""

PARTS = (1, 100, 10_000, 1_000_000)
"""Parts of a unit to which levels are rounded, up and down; the simplest that costs next to nothing is taken."""

PLAIN = 1 + Fraction(1, 1_000_000)
"""How much dearer simpler levels may be."""


def answer_with_products(asked: Question, said: str) -> PolicySolution:
    """Answer a policy question with terms that are not affine in the levels.

    Parameters
    ----------
    asked : Question
    said : str
        Which term it is, for the notes.

    Returns
    -------
    PolicySolution
        ``optimal`` where the cost is the lower bound, else ``bound``; the proof of the bound is among the leaves.

    Raises
    ------
    FormulaError
        If an effect does something at level 0, or may have no finite value within the bounds.
    """
    from tvet_games.policy.assembly import baselines, spent_today

    question = FixedLevels.of(asked)
    problem = question.problem(question.today)
    stand = baselines(problem, asked.requirements.today)
    spent = spent_today(problem, stand)
    factors = _Factors(question, stand, spent)
    best = factors.best()
    bound = lower_bound(question, stand, spent, best.cost)
    return _with_bound(best, bound, question, said)


def _with_bound(best: PolicySolution, bound: LowerBound, question: FixedLevels, said: str) -> PolicySolution:
    result = replace(
        best,
        problem=question.with_bounds(best.problem),
        method="global search",
        notes=(*best.notes, *_notes(question, said)),
    )
    if best.costs is None:
        return replace(
            _without(best, bound, question),
            problem=result.problem,
            notes=(*result.notes, UNPROVEN[bound.value is None]),
        )
    least = best.costs.expected if bound.value is None else min(bound.value, best.costs.expected)
    return replace(
        result,
        status="optimal" if least == best.costs.expected else "bound",
        lower_bound=least,
        leaves=bound.certificates,
    )


def _without(best: PolicySolution, bound: LowerBound, question: FixedLevels) -> PolicySolution:
    """Where there is no policy: what is missing at the best levels of the factors, and the proof if there is one.

    How far a factor's bound would have to move is not worked out, for the factors were fixed.
    """
    short = best.shortfall
    assert short is not None
    at = {lever.name: lever.low for lever in best.problem.levers}
    high = {name: lever.high for name, lever in question.exact_levers.items()}
    at_bound = tuple(n for n in short.at_bound if n not in question.factors or at[n] == high[n])
    moves = {n: level for n, level in short.moves.items() if n not in question.factors}
    proof, *leaves = bound.certificates if bound.value is None else (short.certificate, *short.leaves)
    short = replace(short, at_bound=at_bound, moves=moves, certificate=proof, leaves=tuple(leaves))
    return replace(best, shortfall=short, certificate=proof)


UNPROVEN = {
    True: ("No levels at all would do: the relaxation has no solution.", "任何水平都不可行：松弛问题无解。"),
    False: (
        "The search found no levels that do; that there are none is not proven.",
        "搜索未找到可行的水平，但不存在性并未得到证明。",
    ),
}


def _notes(question: FixedLevels, said: str) -> tuple[tuple[str, str], ...]:
    terms = "; ".join(question.terms) or said
    return (
        (
            f"Not affine in the levels: {terms}. A global search over these levels (seed {SEED}), with the bound of "
            "McCormick's envelopes.",
            f"对政策水平非仿射的项：{terms}。已对这些水平做全局搜索（随机种子 {SEED}），下界来自 McCormick 包络。",
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Factors:
    """The search over the levels of the factors."""

    question: FixedLevels
    stand: Sequence[Baseline]
    spent: Fraction

    def best(self) -> PolicySolution:
        """The cheapest policy that is found, or why there is none at the point where least is missing."""
        levers = [self.question.exact_levers[name] for name in self.question.factors]
        if not levers:
            return self._answer({})
        low, high = (
            np.array([to_float(v) for v in ends]) for ends in zip(*((x.low, x.high) for x in levers), strict=True)
        )
        evaluate = self._one_by_one if self._choices else self._many
        value, point = _zoomed(evaluate, low, high, *self._effort)
        return self._answer(self._rounded(point, value))

    @property
    def _basin(self) -> bool:
        return any(isinstance(c, Basin) for c in self.question.asked.requirements.criteria)

    @property
    def _choices(self) -> bool:
        """Whether every point is a search of its own."""
        problem = self.question.problem(self.question.today)
        return self._basin or bool(choices_of(problem, self.question.asked.requirements))

    @property
    def _effort(self) -> tuple[int, int, float]:
        return BASIN_EFFORT if self._basin else CHOICE_EFFORT if self._choices else EFFORT

    def _many(self, points: Array) -> tuple[Array, Array]:
        """How much is missing at each point, and the least cost where nothing is; in floats."""
        fixed = {name: points[:, k] for k, name in enumerate(self.question.factors)}
        problem = self.question.problem(fixed, is_exact=False)
        coefficients, bounds = batch_rows(problem, self._conditions(problem))
        count = len(points)
        low, high = (
            np.stack([np.broadcast_to(np.asarray(v, dtype=float), (count,)) for v in ends], axis=-1)
            for ends in ([x.low for x in problem.levers], [x.high for x in problem.levers])
        )
        found = minimise_many(problem.expected_bill, low, high, coefficients, bounds)
        missing = np.zeros(count)
        if not found.feasible.all():
            open_ = ~found.feasible
            missing[open_] = _missing(low[open_], high[open_], coefficients[open_], bounds[open_])
        return missing, found.value

    def _one_by_one(self, points: Array) -> tuple[Array, Array]:
        """The same in fractions, with every choice."""
        missing, _ = self._many(points)
        costs = np.full(len(points), np.inf)
        for n in np.flatnonzero(missing == 0):
            exact = map(Fraction, map(float, points[n]))
            cost = self._cost(self._snapped(dict(zip(self.question.factors, exact, strict=True))))
            costs[n] = np.inf if cost is None else float(cost)
        return missing, costs

    def _conditions(self, problem: PolicyProblem) -> list[Condition]:
        from tvet_games.policy.assembly import standing_conditions

        return standing_conditions(problem, self.question.asked.requirements, self.stand, self.spent)

    def _cost(self, fixed: Mapping[str, Fraction]) -> Fraction | None:
        """Least cost with the factors at given levels, in fractions; None where infeasible."""
        from tvet_games.policy.assembly import least_cost

        wanted = self.question.asked.requirements
        problem = self.question.problem(fixed)
        if self._basin:
            return solve_basin(problem, wanted, {}, self.stand, self.spent, boxes=0).cost
        found = search(choices_of(problem, wanted), least_cost(problem, rows_of(problem, self._conditions(problem))))
        return None if found is None else found.certificate.value

    def _answer(self, fixed: Mapping[str, Fraction]) -> PolicySolution:
        """The whole result with the factors at given levels."""
        from tvet_games.policy.assembly import infeasible, least_cost, refined, solution

        asked = self.question.asked
        wanted, problem = asked.requirements, self.question.problem(fixed)
        if self._basin:
            return solve_basin(problem, wanted, asked.unavailable, self.stand, self.spent)
        rows = rows_of(problem, self._conditions(problem))
        found = search(choices_of(problem, wanted), least_cost(problem, rows))
        if found is None:
            result = infeasible(problem, wanted, rows, self.stand, asked.unavailable)
            outcomes = tuple(replace(o, after=b.before) for o, b in zip(result.outcomes, self.stand, strict=True))
            return replace(result, outcomes=outcomes)
        levels, tied = refined(problem, [*rows, *found.settled], found.certificate)
        result = solution(problem, wanted, [*rows, *found.rows], found, levels, tied, self.stand, asked.unavailable)
        assert result.costs is not None
        return replace(result, costs=replace(result.costs, today=self.spent))

    def _snapped(self, fixed: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Levels within the bounds, and in whole steps where there are steps."""
        out = {}
        for name, level in fixed.items():
            lever = self.question.exact_levers[name]
            own = round(level / lever.step) * lever.step if lever.step else level
            out[name] = min(max(own, lever.low), lever.high)
        return out

    def _rounded(self, point: Array, value: float) -> dict[str, Fraction]:
        """Simple levels near a point at which the question is solved next to as cheaply."""
        best: tuple[Fraction, dict[str, Fraction]] | None = None
        exact = [Fraction(float(v)) for v in point]
        for parts in PARTS:
            for turns in product((floor, ceil), repeat=len(exact)) if len(exact) <= KEPT else ((ceil,) * len(exact),):
                levels = (Fraction(turn(v * parts), parts) for turn, v in zip(turns, exact, strict=True))
                fixed = self._snapped(dict(zip(self.question.factors, levels, strict=True)))
                cost = self._cost(fixed)
                if cost is not None and (best is None or cost * PLAIN < best[0]):
                    best = cost, fixed
            if best is not None and float(best[0]) <= value * float(PLAIN) + TOLERANCE:
                break
        return best[1] if best is not None else self._snapped(dict(zip(self.question.factors, exact, strict=True)))


def _missing(low: Array, high: Array, coefficients: Array, bounds: Array) -> Array:
    """The least amount by which every row would have to be let off."""
    worst = np.maximum(np.abs(coefficients * low[:, None]), np.abs(coefficients * high[:, None])).sum(axis=-1)
    most = (np.abs(bounds) + worst).max(axis=-1, initial=1.0, keepdims=True)
    count, rows, levels = coefficients.shape
    wide = np.concatenate([coefficients, np.ones((count, rows, 1))], axis=-1)
    goal = np.append(np.zeros(levels), 1.0)
    least, largest = np.append(low, most * 0, axis=1), np.append(high, most, axis=1)
    return minimise_many(goal, least, largest, wide, bounds).value


def _zoomed(
    evaluate: Callable[[Array], tuple[Array, Array]], low: Array, high: Array, points: int, rounds: int, shrink: float
) -> tuple[float, Array]:
    """The best of seeded points in a box, then in ever smaller boxes around the best ones."""
    rng, reach = np.random.default_rng(SEED), (high - low) / 2
    tried = np.concatenate([_corners(low, high), rng.uniform(low, high, (points, len(low)))])
    missing, costs = evaluate(tried)
    for _ in range(rounds):
        best = np.lexsort((costs, missing))[:KEPT]
        around = rng.uniform(-1, 1, (len(best), points // (2 * KEPT), len(low))) * reach + tried[best, None]
        fresh = np.clip(around.reshape(-1, len(low)), low, high)
        before = tried[best[0]]
        more_missing, more_costs = evaluate(fresh)
        tried = np.concatenate([tried[best], fresh])
        missing, costs = np.append(missing[best], more_missing), np.append(costs[best], more_costs)
        moved = np.abs(tried[np.lexsort((costs, missing))[0]] - before)
        if (moved <= FAR * reach).all():
            reach = reach * shrink
    n = np.lexsort((costs, missing))[0]
    return float(costs[n]), tried[n]


def _corners(low: Array, high: Array) -> Array:
    """The middle of a box and its corners, at most those of four sides."""

    def corners() -> Iterator[Sequence[float]]:
        for ends in product((0, 1), repeat=min(len(low), KEPT)):
            yield [high[k] if k < len(ends) and ends[k] else low[k] for k in range(len(low))]

    return np.array([(low + high) / 2, *corners()])
