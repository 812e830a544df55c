"""The cheapest package that holds in every world of the ranges, exact, with its worst worlds.

The criteria's rows, and those of participation, are functions of the parameters: ``base(w) + sum of slope(w) x >= 0``
in every world w of the box of low-high ranges. The search starts with the rows of the central values, solves the
question exactly, finds the worst world of every row at the levels found (a vertex of the box, because payoffs are
affine in each parameter by itself), adds the rows that are broken there, and repeats until none is. A box has finitely
many vertices, so this ends, and what it ends with is the cheapest package over the whole box: cheapest under the rows
of some of its worlds, and broken in none.

The cost that is minimised is the expected cost at the central values; bounds of levels, ceilings, budget and limit on
liability stay there too. Where a criterion is a choice of an order of elimination, the order is the same in all worlds.

References
----------
Ben-Tal and Nemirovski (1999), Robust solutions of uncertain linear programs, Operations Research Letters 25, 1-13.
doi:10.1016/S0167-6377(99)00016-4
Mutapcic and Boyd (2009), Cutting-set methods for robust convex optimization with pessimizing oracles, Optimization
Methods and Software 24, 381-406. doi:10.1080/10556780802712889
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tvet_games.errors import InputError, NotMultiAffineError, Problem, nearest, unknown
from tvet_games.linear_programs.certificate import Certificate
from tvet_games.model.box_minimum import Box
from tvet_games.model.policy import Policy
from tvet_games.policy.assembly import baselines
from tvet_games.policy.criteria import Aligned, Dominant, Nash, PDominant, Unique, name_of
from tvet_games.policy.question import Question
from tvet_games.policy.rows import Condition
from tvet_games.policy.scenario import Asked, as_question
from tvet_games.policy.search import solve_problem
from tvet_games.policy.solution import PolicySolution
from tvet_games.study.robust.moving_rows import World
from tvet_games.study.robust.search import Cheapest, CuttingPlanes, RobustShortfall, WorstWorld
from tvet_games.study.robust.worlds import worlds_of
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

SUPPORTED = (Nash, Dominant, PDominant, Aligned, Unique)
"""Criteria whose rows can be asked for in every world."""


@dataclass(frozen=True, slots=True, eq=False)
class RobustPolicy(Shown):
    """The cheapest package that holds in every world, or the reason why there is none.

    Attributes
    ----------
    question : Question
    solution : PolicySolution
        The cheapest package at the central values alone.
    box : mapping of str to (low, high)
        The ranges.
    levels : Policy
        Of all instruments; empty where there is no package.
    cost : Fraction or None
        [money, all heads, per period] Expected public cost at the central values.
    lower_bound : Fraction or None
        No package that holds in every world costs less; below ``cost`` only where the search ran out of nodes.
    worst_cost : Fraction or None
        [money, all heads, per period] Largest expected public cost over the box.
    dearest_world : mapping of str to Fraction
        Where it is reached: the values that differ from the central ones.
    worlds : tuple of WorstWorld
        The rows that bind, each in its worst world.
    certificate : Certificate
        Of the linear program that the package solves, or of infeasibility.
    leaves : tuple of Certificate
        Of the branches that were pruned, where an order of elimination or whole levels had to be chosen.
    conditions : tuple of Condition
        What was asked for in every world.
    shortfall : RobustShortfall or None
    checked_on_grid : tuple of str
        Parameters for which worlds between the points of a grid were not looked at; empty where the result is exact.
    """

    question: Question = field(repr=False)
    solution: PolicySolution = field(repr=False)
    box: Box = field(repr=False)
    levels: Policy = field(repr=False)
    cost: Fraction | None
    lower_bound: Fraction | None
    worst_cost: Fraction | None
    dearest_world: World = field(repr=False)
    worlds: tuple[WorstWorld, ...] = field(repr=False)
    certificate: Certificate = field(repr=False)
    leaves: tuple[Certificate, ...] = field(repr=False)
    conditions: tuple[Condition, ...] = field(repr=False)
    shortfall: RobustShortfall | None = field(repr=False)
    checked_on_grid: tuple[str, ...] = field(repr=False)

    @property
    def feasible(self) -> bool:
        """Whether there is a package."""
        return self.shortfall is None

    @property
    def premium(self) -> Fraction | None:
        """What holding in every world costs beyond the package for the central values; None where there is none."""
        central = self.solution.cost
        return None if self.cost is None or central is None else self.cost - central

    @property
    def vector(self) -> tuple[Fraction, ...]:
        """The levels in the order of the question's levers; zero where there is no package."""
        return tuple(self.levels.get(lever.name, Fraction(0)) for lever in self.solution.problem.levers)

    def violations(
        self, samples: int = 10_000, rng: Any = 0, *, executor: Executor | None = None, workers: int | None = None
    ) -> int:
        """How many of some random worlds break a row of the criteria; see :func:`violations`."""
        from tvet_games.study.robust.check import violations

        return violations(self, samples, rng, executor=executor, workers=workers)

    def verify(
        self, samples: int = 10_000, rng: Any = 0, *, executor: Executor | None = None, workers: int | None = None
    ) -> bool:
        """Check every certificate, and that no random world of the box breaks a row of the criteria.

        Parameters
        ----------
        samples : int
            Half of them uniform in the box, half random vertices.
        rng : int or numpy.random.Generator
        executor, workers
            Who looks at the worlds, as :func:`violations` takes them.
        """
        proofs = (self.certificate, *self.leaves)
        if not all(proof.verify() for proof in proofs):
            return False
        return not self.feasible or self.violations(samples, rng, executor=executor, workers=workers) == 0

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """The answer in sentences: what, why, in which worlds."""
        from tvet_games.study.robust.words import describe_robust

        return describe_robust(self, language)

    def card(self, language: Language | None = None) -> Card:
        """Return the package beside the central one, what it costs and its worst worlds."""
        from tvet_games.study.robust.card import robust_card

        return robust_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row an instrument; level at the central values and in every world."""
        import pandas as pd

        rows = [
            {
                "central": self.solution.levels.get(lever.name),
                "robust": self.levels.get(lever.name),
                "low": lever.low,
                "high": lever.high,
                "expected cost": bill * level if self.feasible else None,
            }
            for lever, bill, level in zip(
                self.solution.problem.levers, self.solution.problem.expected_bill, self.vector, strict=True
            )
        ]
        return pd.DataFrame(rows, index=[lever.name for lever in self.solution.problem.levers])


def robust(asked: Asked, *, over: Sequence[str] | None = None) -> RobustPolicy:
    """Find the cheapest package that holds in every world of the ranges.

    Parameters
    ----------
    asked : Question, Scenario, name or path
        With the criteria Nash, Dominant, PDominant, Aligned or Unique.
    over : sequence of str, optional
        Values of the calibration that move over their ranges, the others at their central values; by default every
        value with a range. Derived and tied values follow.

    Returns
    -------
    RobustPolicy
        Also where no package holds in every world: then it names the row and the world that break it.

    Raises
    ------
    InputError
        If a name is unknown or has no range, a criterion is not supported, or too many parameters enter a payoff other
        than each by itself.
    NotAffineError
        If an instrument is not affine in its level.

    Notes
    -----
    Unique is asked for by one order of elimination in all worlds, which is sufficient and may be dearer than necessary.
    A shared payment that several conflicts show counts once, at its largest, by the order that the parts have on the
    whole box; where they change places the parameter that decides is put on a grid, as one that enters a payoff other
    than by itself: ``checked_on_grid`` names them.

    Examples
    --------
    >>> found = robust("germany_apprenticeship", over=["retention", "training_cost"])
    >>> [round(float(cost), 2) for cost in (found.solution.cost, found.cost)]
    [3186.4, 3653.57]
    >>> found.worlds[0].values
    {'retention': Fraction(3, 5)}
    """
    question = as_question(asked)
    _check_criteria(question)
    box = _box(question, over)
    central = question.problem()
    stand = baselines(central, question.requirements.today)
    solution = solve_problem(central, question.requirements, unavailable=question.unavailable)
    grid: tuple[str, ...] = ()
    while True:
        try:
            found = CuttingPlanes(question, worlds_of(question, central, stand, box, grid)).solve()
            return _result(question, solution, box, found, grid)
        except NotMultiAffineError as error:
            grid = (*grid, _to_grid(error, grid))


def _check_criteria(question: Question) -> None:
    other = [c for c in question.requirements.criteria if not isinstance(c, SUPPORTED)]
    if other:
        supported = ", ".join(kind.__name__ for kind in SUPPORTED)
        what = f"cannot be asked for in every world, because it is not a set of rows; supported are {supported}"
        raise InputError("criterion", [Problem("", what, name_of(c)) for c in other])


def _box(question: Question, over: Sequence[str] | None) -> Box:
    ranges = question.calibration.with_ties().ranges
    names = list(ranges) if over is None else [over] if isinstance(over, str) else list(over)
    for name in names:
        if name not in question.calibration.values:
            raise unknown("value of the calibration", name, ranges, source=question.calibration.name, field="over")
        if name not in ranges:
            what = "has no range of its own: it is a single value, or follows others by a formula"
            raise InputError(question.calibration.name, [Problem("over", what, name, nearest(name, ranges))])
    return {name: ranges[name] for name in names}


def _to_grid(error: NotMultiAffineError, grid: Sequence[str]) -> str:
    """The parameter that an error names; a file's place may have been put before its message since it was raised."""
    cause: BaseException | None = error
    while cause is not None:
        for name in getattr(cause, "names", ()):
            if name not in grid:
                return str(name)
        cause = cause.__context__
    raise error


def _result(
    question: Question, solution: PolicySolution, box: Box, found: Cheapest | RobustShortfall, grid: tuple[str, ...]
) -> RobustPolicy:
    if isinstance(found, RobustShortfall):
        return RobustPolicy(
            question,
            solution,
            box,
            Policy(),
            None,
            None,
            None,
            {},
            (),
            found.certificate,
            found.leaves,
            (),
            found,
            grid,
        )
    names = (lever.name for lever in solution.problem.levers)
    return RobustPolicy(
        question=question,
        solution=solution,
        box=box,
        levels=Policy(**dict(zip(names, found.levels, strict=True))),
        cost=found.certificate.value,
        lower_bound=found.bound,
        worst_cost=found.dearest.value,
        dearest_world=found.dearest.at,
        worlds=found.worlds,
        certificate=found.certificate,
        leaves=found.leaves,
        conditions=found.conditions,
        shortfall=None,
        checked_on_grid=grid,
    )
