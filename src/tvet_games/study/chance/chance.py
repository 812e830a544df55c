"""The cheapest package under which cooperation satisfies the criterion in all but a share of the possible worlds.

A world is a draw of every value from its range; derived and tied values follow. N worlds are drawn, and levels chosen
such that at most k of them break a row of the criterion or of participation. With d levels, k is the largest number for
which the share of all worlds that fail is at most ``risk`` with the given confidence
(:mod:`~tvet_games.study.chance.sample_bound`); what the share really is, is estimated on fresh draws.

Bounds of levels, ceilings, budget and limit on liability are those of the central values, and so is the cost: what the
public expects to pay if the values are as the calibration has them.

Unique asks for the rows of one order of elimination, the one of the cheapest package at the central values (at the
upper bounds of the levels where there is none): enough for uniqueness in a world, not necessary.

References
----------
Charnes and Cooper (1959), Chance-constrained programming, Management Science 6. doi:10.1287/mnsc.6.1.73
Campi and Garatti (2011), A sampling-and-discarding approach to chance-constrained optimization: feasibility and
optimality, Journal of Optimization Theory and Applications 148. doi:10.1007/s10957-010-9754-6
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, SolverError, unknown
from tvet_games.linear_programs.certificate import ZERO
from tvet_games.model.calibration import DISTRIBUTIONS
from tvet_games.model.policy import Policy
from tvet_games.numerics import TIE, Array, Number, exact, to_float
from tvet_games.policy.criteria import CRITERIA, Aligned, Dominant, Nash, PDominant, Unique, name_of
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.rows import Condition, rows_of
from tvet_games.policy.scenario import Asked, as_question
from tvet_games.policy.search import solve_problem
from tvet_games.policy.solution import PolicySolution, Status
from tvet_games.study.chance.discarding import Discarded, SampledProgram, cheapest_but_for
from tvet_games.study.chance.drawn import Telling, drawn, generators, rows_and_limits, telling
from tvet_games.study.chance.fresh import Fresh, check_package
from tvet_games.study.chance.sample_bound import Interval, allowed_failures, needed_draws
from tvet_games.study.chunks.executor import worker_count
from tvet_games.study.needed import inputs
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

SUPPORTED = (Nash, Dominant, PDominant, Aligned, Unique)
"""Criteria that are linear rows, or, for Unique, are implied by some."""

DIGITS, ALL_DIGITS = 10, 17
"""Significant digits of a level (what is cut is less than ``TOLERANCE`` of it), and those of a float."""

STEPS = 4
"""Steps that are reported: the central values, the draws, the package, the check."""


@dataclass(frozen=True, slots=True, eq=False)
class ChancePolicy(Shown):
    """The cheapest package that fails in few worlds, or why there is none.

    Attributes
    ----------
    question : Question
    solution : PolicySolution
        The answer at the central values alone.
    risk, confidence : float
        [share] With that confidence at most that share of all worlds fails.
    draws, allowed, failing, unreachable : int
        Worlds drawn; how many of them may fail, how many do, and how many fail whatever the levels.
    levels : Policy
        Empty where infeasible.
    cost : Fraction or None
        [money, all heads, per period] Expected public cost at the central values.
    lower_bound : float or None
        No package that fails in so few of the drawn worlds costs less.
    status : str
        ``optimal``; ``bound`` where the time ran out (see ``gap``); ``infeasible``.
    checked : int
        Fresh worlds.
    violation_rate, central_violation_rate : float or None
        [share] Of the fresh worlds that fail under the package, and under the cheapest one for the central values.
    violation_interval : Interval or None
        Of Clopper and Pearson, for the share of all worlds that fail.
    telling : tuple of Telling
        Values that lie elsewhere where the package fails (in fresh worlds); where infeasible, in the drawn worlds that
        cannot be satisfied, or not together with the others.
    seed : int
    distribution : str
    """

    question: Question = field(repr=False)
    solution: PolicySolution = field(repr=False)
    risk: float
    confidence: float
    draws: int
    allowed: int
    failing: int
    unreachable: int = field(repr=False)
    levels: Policy = field(repr=False)
    cost: Fraction | None
    lower_bound: float | None = field(repr=False)
    status: Status
    checked: int
    violation_rate: float | None
    central_violation_rate: float | None = field(repr=False)
    violation_interval: Interval | None = field(repr=False)
    telling: tuple[Telling, ...] = field(repr=False)
    seed: int
    distribution: str

    @property
    def feasible(self) -> bool:
        """Whether there is a package."""
        return self.status != "infeasible"

    @property
    def central_cost(self) -> Fraction | None:
        """Cost of the cheapest package for the central values alone; None where there is none."""
        return self.solution.cost

    @property
    def gap(self) -> float | None:
        """How far the cost may be above the least possible, as a share of the cost [share]; 0 where it is optimal."""
        if self.cost is None or self.lower_bound is None:
            return None
        above = to_float(self.cost) - self.lower_bound
        return above / abs(to_float(self.cost)) if above else 0.0

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """The answer in sentences: what, at what cost, how often it fails and in which worlds."""
        from tvet_games.study.chance.words import describe_chance

        return describe_chance(self, language)

    def card(self, language: Language | None = None) -> Card:
        """Return the package beside the central one, what it costs and how it fails."""
        from tvet_games.study.chance.card import chance_card

        return chance_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row an instrument; level at the central values and in most worlds."""
        import pandas as pd

        levers, bill = self.solution.problem.levers, self.solution.problem.expected_bill
        rows = [
            {
                "central": self.solution.levels.get(lever.name),
                "chance": self.levels.get(lever.name),
                "low": lever.low,
                "high": lever.high,
                "expected cost": unit * self.levels[lever.name] if self.feasible else None,
            }
            for lever, unit in zip(levers, bill, strict=True)
        ]
        return pd.DataFrame(rows, index=[lever.name for lever in levers])


def chance(
    asked: Asked,
    risk: Number,
    *,
    draws: int = 500,
    rng: int | np.random.Generator = 0,
    distribution: str = "uniform",
    confidence: Number = 0.99,
    check: int = 10_000,
    time_limit: float = 60,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ChancePolicy:
    """Find the cheapest package under which cooperation satisfies the criterion in all but a share of the worlds.

    Parameters
    ----------
    asked : Question, Scenario, name or path
        With the criteria Nash, Dominant, PDominant, Aligned or Unique.
    risk : number
        [share] Of all worlds that may fail.
    draws : int
        How many worlds are drawn to choose the package.
    rng : int or numpy.random.Generator
        Seed; a generator gives one.
    distribution : str
        ``uniform`` over the ranges of the calibration, or ``triangular`` with the mode at the value.
    confidence : number
        [share] Of the statement that at most ``risk`` of all worlds fail, and of the interval.
    check : int
        How many fresh worlds are drawn to estimate the share that fails; ten million take 300 MB of memory.
    time_limit : number
        [seconds] Of the search for the worlds to leave out.
    executor : concurrent.futures.Executor, optional
        Who looks at the fresh worlds; threads by default. Two of them are 1.5 times as fast as one where a world has
        many rows, and so are two processes.
    workers : int, optional
        Parts of the fresh worlds at one time; by default as many as the executor has workers, or the machine
        processors.
    progress : function, optional
        Called with how many of the steps are done, and how many there are.

    Returns
    -------
    ChancePolicy
        Also where no package will do: then it says in which worlds.

    Raises
    ------
    InputError
        If the criterion is none of these, levels come in steps or are limited in number (the statement needs a convex
        set of packages), nothing is drawn, or there are too few draws: the message says how many are needed.
    NotAffineError
        If an effect or a cost is not affine in the levels.
    SolverError
        If the time runs out before any package is found.

    Notes
    -----
    A row counts as broken beyond ``TOLERANCE`` of its size. The statement holds for any draws of the given
    distribution; whether the world is such a draw, no calculation can say.

    Examples
    --------
    >>> from tvet_games.policy.question import question
    >>> asked = question("school_enterprise", "germany_2022", ["training_subsidy", "school_grant"])
    >>> found = chance(asked, "1/10", draws=200, check=2_000)
    >>> found.allowed, found.failing, found.violation_rate < found.risk < found.central_violation_rate
    (6, 6, True)
    >>> found.status, found.cost > found.central_cost
    ('optimal', True)
    """

    def step(done: int) -> None:
        if progress is not None:
            progress(done, STEPS)

    question = as_question(asked)
    share, sure = _share(risk, "risk"), _share(confidence, "confidence")
    _check(question, draws, check, distribution, time_limit)
    staff = worker_count(workers, executor)
    seed, drawing, checking = generators(rng)
    problem = question.problem()
    allowed = _allowed(problem, draws, share, sure)
    solution = solve_problem(problem, question.requirements, unavailable=question.unavailable)
    step(1)
    rows, limits = rows_and_limits(question, problem)
    worlds = question.calibration.sample(draws, drawing, distribution=distribution)
    program = _program(problem, limits, *rows.rows(worlds))
    step(2)
    found = cheapest_but_for(program, allowed, time_limit=time_limit)
    step(3)
    levels = None if found.levels is None else _tidied(problem, program, found.levels, allowed)
    if levels is None:
        roots = inputs(question)
        own = ((name, array) for name, array in drawn(worlds).items() if name in roots)
        broken, fresh = found.blocked, Fresh(telling=telling(own, found.blocked))
    else:
        broken = program.failing(_floats(levels))
        central = solution.vector if solution.feasible else None
        how: dict[str, Any] = {"distribution": distribution, "confidence": sure, "executor": executor, "workers": staff}
        fresh = check_package(rows, levels, central, check, checking, **how)
    step(4)
    cost = None if levels is None else sum((c * x for c, x in zip(problem.expected_bill, levels, strict=True)), ZERO)
    return ChancePolicy(
        question=question,
        solution=solution,
        risk=share,
        confidence=sure,
        draws=draws,
        allowed=allowed,
        failing=int(broken.sum()),
        unreachable=int(found.unreachable.sum()),
        levels=Policy(**{lever.name: x for lever, x in zip(problem.levers, levels or (), strict=levels is not None)}),
        cost=cost,
        lower_bound=None if cost is None else _lower_bound(found, cost),
        status=found.status,
        checked=len(fresh.broken),
        violation_rate=fresh.rate,
        central_violation_rate=fresh.central_rate,
        violation_interval=fresh.interval,
        telling=fresh.telling,
        seed=seed,
        distribution=distribution,
    )


def _share(value: Number, name: str) -> float:
    share = to_float(exact(value))
    if not 0 < share < 1:
        raise InputError("chance", [Problem(name, "is not strictly between 0 and 1", str(value))])
    return share


def _check(question: Question, draws: int, check: int, distribution: str, time_limit: float) -> None:
    if distribution not in DISTRIBUTIONS:
        raise unknown("distribution", distribution, DISTRIBUTIONS, source="chance", field="distribution")
    problems = []
    for name, count in (("draws", draws), ("check", check)):
        if isinstance(count, bool) or not isinstance(count, int | np.integer) or count < 1:
            problems.append(Problem(name, "is not a whole number from 1 on", str(count)))
    if not time_limit > 0:
        problems.append(Problem("time_limit", "is not more than 0 seconds", str(time_limit)))
    known = ", ".join(name for name, kind in CRITERIA.items() if kind in SUPPORTED)
    problems += [
        Problem("criterion", f"is not one that a chance constraint can have; there are: {known}", name_of(c))
        for c in question.requirements.criteria
        if not isinstance(c, SUPPORTED)
    ]
    convex = "cannot be combined with a chance constraint, whose statement needs levels without gaps"
    if question.steps:
        problems.append(Problem("steps", convex, ", ".join(question.steps)))
    if question.requirements.at_most is not None:
        problems.append(Problem("at_most", convex, str(question.requirements.at_most)))
    if not question.instruments:
        problems.append(Problem("instruments", "are none, so there is nothing to choose"))
    if not question.calibration.ranges:
        problems.append(Problem("calibration", "has no value with a range to draw from", question.calibration.name))
    if problems:
        raise InputError("chance", problems)


def _allowed(problem: PolicyProblem, draws: int, risk: float, confidence: float) -> int:
    free = max(1, sum(lever.low < lever.high for lever in problem.levers))
    allowed = allowed_failures(draws, free, risk, confidence)
    if allowed < 0:
        needed = needed_draws(free, risk, confidence)
        chosen = f"{free} level{'s' * (free > 1)}"
        what = f"are too few for {chosen}, risk {risk:g} and confidence {confidence:g}; {needed:,} are needed"
        raise InputError("chance", [Problem("draws", what, str(draws))])
    return allowed


# The program


def _program(problem: PolicyProblem, limits: Sequence[Condition], coefficients: Array, bounds: Array) -> SampledProgram:
    fixed = [row.constraint for row in rows_of(problem, limits)]
    count = len(problem.levers)
    return SampledProgram(
        cost=_floats(problem.expected_bill),
        low=_floats([lever.low for lever in problem.levers]),
        high=_floats([lever.high for lever in problem.levers]),
        fixed=np.array([_floats(c.coefficients) for c in fixed]).reshape(len(fixed), count),
        fixed_bounds=_floats([c.bound for c in fixed]),
        coefficients=coefficients,
        bounds=bounds,
    )


def _floats(numbers: Sequence[Fraction]) -> Array:
    return np.array([to_float(number) for number in numbers], dtype=np.float64)


# The answer


def _tidied(problem: PolicyProblem, program: SampledProgram, levels: Array, allowed: int) -> list[Fraction]:
    """Levels without the digits that only floats have, where as few worlds fail."""
    bounds = [(lever.low, lever.high) for lever in problem.levers]
    levels = np.where(levels - program.low <= TIE * program.high, program.low, levels)
    for digits in (DIGITS, ALL_DIGITS):
        numbers = [exact(f"{x:.{digits}g}") for x in levels.tolist()]
        tidied = [min(max(x, low), high) for x, (low, high) in zip(numbers, bounds, strict=True)]
        if program.failing(_floats(tidied)).sum() <= allowed:
            return tidied
    raise SolverError("more worlds fail than may, beyond what rounding explains")


def _lower_bound(found: Discarded, cost: Fraction) -> float:
    return to_float(cost) if found.status == "optimal" else min(found.lower_bound, to_float(cost))
