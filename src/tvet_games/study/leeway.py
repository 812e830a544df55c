"""How far each assumed number may move before a package fails, or before another mix of instruments is cheaper.

For one number, the others as they are, the package *fails* where its levels as they stand no longer satisfy the
criterion, its margin spent; the mix *changes* where the same instruments, tuned anew, are no longer the cheapest set.
Every boundary is bracketed between a value that holds and one that does not, and the bracket narrowed, for all numbers
in one batch of worlds. The batch knows the linear program of the package: where the question is a choice (an order of
elimination, whole steps), that of the branch that was found. Costs and mixes are then not those of the question, and
:mod:`~tvet_games.study.explain` puts what searches find in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.calibration import Calibration
from tvet_games.numerics import TOLERANCE, Array, to_float
from tvet_games.policy.criteria import Basin, Criterion, RiskDominant, Sustainable, Unique
from tvet_games.policy.linear_batch import LinearBatch, minimise_many
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.requirements import conditions_of
from tvet_games.policy.rows import batch_rows
from tvet_games.policy.solution import PolicySolution
from tvet_games.policy.verdict import verdict

POINTS = 33
"""Values that are tried between the central one and the end of what a number can be, and again in each refinement."""

ROUNDS = 5
"""Refinements: each makes the distance ``POINTS - 1`` times finer."""

REACH = 10
"""A number that is no share is moved up to this many times its size."""


@dataclass(frozen=True, slots=True)
class Leeway:
    """How far one assumed number may move, the others as they are.

    Attributes
    ----------
    name : str
    value, low, high : float
        Its value and range.
    fails_below, fails_above : float or None
        Nearest values at which the package fails, up to a part in ``(POINTS - 1)**ROUNDS`` of how far the number can
        go; None where it holds all the way.
    changes_below, changes_above : float or None
        Nearest values at which another mix of instruments is cheaper. Where the question is a choice: at which the
        search finds another mix; an even nearer one, or one beyond the range, may stay unseen. None where the search
        ends within a gap (RiskDominant, Basin, terms that are not affine): no claim is made there.
    cost_at_low, cost_at_high : float
        [money, all heads] Least cost at the ends of the range; infinite where no policy will do.
    """

    name: str
    value: float
    low: float
    high: float
    fails_below: float | None
    fails_above: float | None
    changes_below: float | None
    changes_above: float | None
    cost_at_low: float
    cost_at_high: float

    @property
    def swing(self) -> float:
        """How much the least cost moves over the range."""
        return abs(self.cost_at_high - self.cost_at_low)


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """One boundary that is looked for: from a value that holds towards an end."""

    name: str
    what: str
    inner: float
    outer: float
    found: bool


def assumed(asked: Question, found: PolicySolution) -> list[str]:
    """Names of the assumed numbers that a package rests on."""
    calibration = asked.calibration
    return sorted(n for n in calibration.roots(found.inputs) if calibration.values[n].provenance == "assumed")


def leeway_of(asked: Question, found: PolicySolution, step: Callable[[], None]) -> tuple[Leeway, ...]:
    """Find how far every assumed number that a package rests on may move, the largest swing of the cost first.

    Parameters
    ----------
    asked : Question
    found : PolicySolution
        A policy.
    step : function
        Called after each of ``ROUNDS`` rounds.
    """
    calibration = asked.calibration
    names = assumed(asked, found)
    package = _Package(asked, found)
    searches = {}
    for name in names:
        value, (low, high) = to_float(calibration.numbers[name]), reach(calibration, asked, name)
        for what in ("fails", "changes"):
            searches[name, what, "below"] = _Search(name, what, value, low, found=True)
            searches[name, what, "above"] = _Search(name, what, value, high, found=True)
    for _ in range(ROUNDS):
        searches = dict(zip(searches, package.narrowed(list(searches.values())), strict=True))
        step()
    ends = package.cost_at({n: _range(calibration, n) for n in names})

    def at(name: str, what: str, side: str) -> float | None:
        entry = searches[name, what, side]
        return entry.outer if entry.found else None

    leeway = [
        Leeway(
            name,
            to_float(calibration.numbers[name]),
            *_range(calibration, name),
            at(name, "fails", "below"),
            at(name, "fails", "above"),
            at(name, "changes", "below"),
            at(name, "changes", "above"),
            *ends[name],
        )
        for name in names
    ]
    return by_swing(leeway)


def by_swing(leeway: Sequence[Leeway]) -> tuple[Leeway, ...]:
    """The largest swing of the cost first; one that is not finite before all others."""
    return tuple(sorted(leeway, key=lambda entry: -entry.swing if np.isfinite(entry.swing) else -np.inf))


def _range(calibration: Calibration, name: str) -> tuple[float, float]:
    value = calibration.values[name]
    centre = calibration.numbers[name]
    low, high = (centre if end is None else end for end in (value.low, value.high))
    return to_float(low), to_float(high)


def reach(calibration: Calibration, asked: Question, name: str) -> tuple[float, float]:
    """How far a number can go: a share between 0 and 1, a ratio or count stays positive, other numbers start from 0."""
    low, high = _range(calibration, name)
    dimension = _dimension(asked, name)
    if dimension == "share":
        return 0.0, 1.0
    if dimension in ("ratio", "count") and low > 0:  # formulas may divide by it
        return low / REACH, REACH * high
    return (0.0 if low >= 0 else REACH * low), REACH * max(high, -low, 1.0)


def _dimension(asked: Question, name: str) -> str:
    every = [c.parameters for c in asked.conflicts] + [e.conflict.parameters for c in asked.conflicts for e in c.edges]
    every += [i.parameters for i in asked.instruments]
    return next((parameters[name].dimension for parameters in every if name in parameters), "")


class _Package:
    """A package in many worlds at once: does it hold, and is its mix the cheapest there."""

    def __init__(self, asked: Question, found: PolicySolution) -> None:
        self.asked, self.found = asked, found
        self.levels = np.array([to_float(x) for x in found.vector])
        self.kept = [row.condition for row in found.rows if row.kind != "level" or row.condition.index >= 0]
        wanted = replace(
            found.requirements,
            criteria=tuple(_spent(c) for c in found.criteria),
            no_one_worse_off=False,
            budget=None,
            liability=None,
        )
        self.bare = [c for c in conditions_of(found.problem, wanted) if c.kind != "cap"]
        self.judged = [c for c in wanted.criteria if isinstance(c, Unique | RiskDominant | Sustainable | Basin)]

    def narrowed(self, searches: Sequence[_Search]) -> list[_Search]:
        """Bring each boundary between two of ``POINTS`` values; what is not there as far as one can go is not found."""
        open_ = [s for s in searches if s.found and s.inner != s.outer]
        grids = [np.linspace(s.inner, s.outer, POINTS) for s in open_]
        narrowed = {}
        if open_:
            problem = self._worlds([(s.name, g) for s, g in zip(open_, grids, strict=True)])
            bad = {"fails": ~self._holds(problem), "changes": self._changes(problem)}
            for j, (s, grid) in enumerate(zip(open_, grids, strict=True)):
                own = bad[s.what][j * POINTS : (j + 1) * POINTS]
                first = int(np.argmax(own)) if own.any() else 0
                narrowed[id(s)] = (
                    replace(s, inner=float(grid[max(first - 1, 0)]), outer=float(grid[first]))
                    if own.any()
                    else replace(s, found=False)
                )
        return [narrowed.get(id(s), s if s.inner != s.outer else replace(s, found=False)) for s in searches]

    def cost_at(self, ends: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
        """Least cost with each number at the ends of its range."""
        if not ends:
            return {}
        problem = self._worlds([(name, np.array(pair)) for name, pair in ends.items()])
        values = self._least(problem, self._highest(problem)).value
        return {name: (float(values[2 * j]), float(values[2 * j + 1])) for j, name in enumerate(ends)}

    def _worlds(self, moved: Sequence[tuple[str, Array]]) -> PolicyProblem:
        """One world for each value of each number that is moved."""
        total = sum(len(values) for _, values in moved)
        arrays: dict[str, Array] = {}
        place = 0
        for name, values in moved:
            if name not in arrays:
                arrays[name] = np.full(total, to_float(self.asked.calibration.numbers[name]))
            arrays[name][place : place + len(values)] = values
            place += len(values)
        return self.asked.problem(self.asked.calibration.replace(**arrays), is_exact=False, clipped=True)

    def _holds(self, problem: PolicyProblem) -> Array:
        """Where the package as it stands satisfies the criterion with its margin spent."""
        coefficients, bounds = batch_rows(problem, self.bare)
        size = np.abs(bounds) + np.abs(coefficients) @ np.abs(self.levels) + 1
        good: Array = (coefficients @ self.levels - bounds >= -TOLERANCE * size).all(axis=-1)
        for arrays in problem.conflicts:
            for criterion in self.judged:
                payoffs = np.broadcast_to(
                    arrays.payoffs(list(self.levels)),
                    (*problem.batch_shape, len(arrays.conflict.shape), *arrays.conflict.shape),
                )
                names, actions = arrays.conflict.player_names, arrays.conflict.actions
                good &= verdict(NormalFormGame(payoffs, players=names, actions=actions), criterion).holds
        return good

    def _changes(self, problem: PolicyProblem) -> Array:
        """Where another mix is cheaper than the same instruments tuned anew, or as cheap without one of them."""
        high, used = self._highest(problem), self.levels > 0
        best = self._least(problem, high).value
        tuned = self._least(problem, np.where(used, high, np.minimum(high, 0)))
        with np.errstate(invalid="ignore"):
            dearer = best < tuned.value - 10 * TOLERANCE * (1 + np.abs(best))
            dropped = (tuned.levels <= TOLERANCE * high)[:, used].any(axis=-1)
        return np.asarray(dearer | dropped)

    def _highest(self, problem: PolicyProblem) -> Array:
        shape = problem.batch_shape
        return np.stack([np.broadcast_to(lever.high, shape) for lever in problem.levers], axis=-1)

    def _least(self, problem: PolicyProblem, high: Array) -> LinearBatch:
        shape = problem.batch_shape
        low = np.stack([np.broadcast_to(lever.low, shape) for lever in problem.levers], axis=-1)
        coefficients, bounds = batch_rows(problem, self.kept)
        return minimise_many(problem.expected_bill, np.minimum(low, high), high, coefficients, bounds)


def _spent(criterion: Criterion) -> Criterion:
    """The criterion with its margin spent."""
    numbers = {name: getattr(criterion, name) for name in type(criterion).__dataclass_fields__}
    return type(criterion)(**{**numbers, "margin": 0})
