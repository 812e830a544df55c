"""Rows of a question in drawn worlds, and what tells the worlds in which a package fails.

Worlds are drawn from the ranges of the calibration; derived and tied values follow, so published sums stay. In each
world ``coefficients . levels >= bounds`` must hold, row by row. Bounds of levels, ceilings, the budget and the limit on
liability stay at the central values, and so do the strategies that are played where things stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from tvet_games.linear_programs.certificate import ZERO
from tvet_games.model.calibration import Calibration
from tvet_games.numerics import Array, to_float
from tvet_games.policy.assembly import baselines, fixed_rows, least_cost, spent_today
from tvet_games.policy.choices.branching import search
from tvet_games.policy.choices.elimination import Elimination
from tvet_games.policy.criteria import Unique
from tvet_games.policy.outcome import Baseline
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.requirements import Requirements, choices_of, conditions_of
from tvet_games.policy.rows import Condition, batch_rows
from tvet_games.study.robust.worlds import MOVING, standing
from tvet_games.study.worlds.designs import seed_of

CELLS = 4_000_000
"""Most numbers in the payoff arrays of the worlds that are held at one time: 32 MB."""

STANDARD_ERRORS = 3
"""A difference of means is told if it is more than this many of its standard errors."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A value that lies elsewhere in the worlds in which a package fails.

    Attributes
    ----------
    name : str
    failing, others : float
        Its means in the worlds that fail and in the others.
    difference : float
        [standard deviations of the drawn value] Failing less others.
    """

    name: str
    failing: float
    others: float
    difference: float


@dataclass(frozen=True, slots=True, eq=False)
class DrawnRows:
    """The rows of a question in any worlds.

    Attributes
    ----------
    question : Question
    central : PolicyProblem
        Its arrays at the central values.
    conditions : tuple of Condition
        Those that depend on the world.
    stand : tuple of Baseline
        Where each conflict stands at the central values.
    """

    question: Question
    central: PolicyProblem
    conditions: tuple[Condition, ...]
    stand: tuple[Baseline, ...]

    @property
    def step(self) -> int:
        """Worlds whose arrays are held at one time."""
        cells = sum(a.baseline.size * (len(self.central.levers) + 1) for a in self.central.conflicts)
        return max(1, CELLS // cells)

    def rows(self, worlds: Calibration) -> tuple[Array, Array]:
        """Return coefficients, shape (W, R, K), and bounds, shape (W, R), of drawn worlds."""
        parts = list(self.parts(worlds))
        return np.concatenate([a for a, _ in parts]), np.concatenate([b for _, b in parts])

    def parts(self, worlds: Calibration) -> Iterator[tuple[Array, Array]]:
        """The rows of some worlds after the other, so that the arrays stay small."""
        size = len(next(iter(drawn(worlds).values())))
        for first in range(0, size, self.step):
            part = {name: array[first : first + self.step] for name, array in drawn(worlds).items()}
            yield self.part(worlds.replace(**part), len(next(iter(part.values()))))

    def part(self, worlds: Calibration, count: int) -> tuple[Array, Array]:
        """The rows of so many worlds at one time."""
        central = {lever.name: (lever.low, lever.high) for lever in self.central.levers}
        problem = self.question.replace(bounds=central).problem(worlds, is_exact=False)
        coefficients, bounds = batch_rows(problem, self.conditions)
        for r, condition in enumerate(self.conditions):
            if condition.kind == "worse_off":
                bounds[..., r] += standing(problem, self.stand, condition) - to_float(condition.bound)
        shape = (count, len(self.conditions))
        return np.broadcast_to(coefficients, (*shape, len(self.central.levers))), np.broadcast_to(bounds, shape)


def rows_and_limits(question: Question, problem: PolicyProblem) -> tuple[DrawnRows, list[Condition]]:
    """Return the rows that depend on the world, and the conditions that stay at the central values.

    Unique stands for the rows of one order of elimination: that of the cheapest package at the central values, or at
    the upper bounds of the levels where there is none.
    """
    wanted = question.requirements
    stand = baselines(problem, wanted.today)
    payoffs = [list(b.equilibrium.payoffs) for b in stand]
    conditions = conditions_of(problem, wanted, payoffs, spent_today(problem, stand))
    if any(isinstance(c, Unique) for c in wanted.criteria):
        conditions += _order(problem, wanted, stand)
    moving = tuple(dict.fromkeys(c for c in conditions if c.kind in MOVING))
    return DrawnRows(question, problem, moving, stand), [c for c in conditions if c.kind not in MOVING]


def _order(problem: PolicyProblem, wanted: Requirements, stand: tuple[Baseline, ...]) -> list[Condition]:
    found = search(choices_of(problem, wanted), least_cost(problem, fixed_rows(problem, wanted, stand)))
    if found is not None:
        return [row.condition for row in found.settled]
    highest = [lever.high for lever in problem.levers]
    orders = [Elimination(problem, c.margin) for c in wanted.criteria if isinstance(c, Unique)]
    return [row.condition for order in orders for row in order.settle(order.start(), highest, ZERO)]


def drawn(worlds: Calibration) -> dict[str, Array]:
    """The values of drawn worlds that were drawn themselves, not derived."""
    return {
        name: v.number for name, v in worlds.values.items() if v.formula is None and isinstance(v.number, np.ndarray)
    }


def generators(rng: int | np.random.Generator) -> tuple[int, np.random.Generator, np.random.Generator]:
    """Return the seed, and two independent generators that it gives: for the draws and for the check.

    Parameters
    ----------
    rng : int or numpy.random.Generator
        A generator gives the seed.

    Raises
    ------
    InputError
        If it is neither, or negative.
    """
    seed = seed_of(rng, "chance")
    first, second = np.random.SeedSequence(seed).spawn(2)
    return seed, np.random.default_rng(first), np.random.default_rng(second)


def telling(columns: Iterable[tuple[str, Array]], failing: Array, most: int = 3) -> tuple[Telling, ...]:
    """Return the values whose means differ most between the worlds that fail and the others.

    Parameters
    ----------
    columns : iterable of (str, array of shape (W,))
        Drawn values, which may be made as they are asked for.
    failing : array of bool, shape (W,)
    most : int
        How many values.
    """
    if failing.all() or not failing.any():
        return ()
    error = np.sqrt(1 / failing.sum() + 1 / (~failing).sum())
    found = []
    for name, array in columns:
        means = float(array[failing].mean()), float(array[~failing].mean())
        difference = (means[0] - means[1]) / float(array.std())
        if abs(difference) > STANDARD_ERRORS * error:
            found.append(Telling(name, *means, difference))
    return tuple(sorted(found, key=lambda t: -abs(t.difference))[:most])
