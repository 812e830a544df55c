"""A policy question over a box of worlds: rows whose numbers are functions of the parameters, and their worst worlds.

The arrays of the question are evaluated over numbers that are affine in each parameter by itself
(:mod:`~tvet_games.model.multi_affine`), so a row ``coefficients . levels >= bound`` has such numbers too, and so has
its slack at given levels: the world of least slack is a vertex, found exactly. Derived and tied values follow their
formulas. Bounds of levels, ceilings, budgets and limits on liability stay at the central values. Nobody is worse off
than where things stand, in every world with the strategies that are played at the central values.

Where a parameter enters otherwise (a square, x against 1/x, the larger of two amounts that change places), it is put
on a grid: its ends, its central value and points between, each with arrays of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.games.best_response import action_payoffs
from tvet_games.linear_programs.certificate import ZERO
from tvet_games.model.box_minimum import Box, Extreme
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import Algebra, evaluate
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.multi_affine import Form, MultiAffineAlgebra, least, parameter
from tvet_games.numerics import Array
from tvet_games.policy.arrays import ConflictArrays
from tvet_games.policy.outcome import Baseline
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.rows import Condition, Row, row_of
from tvet_games.study.robust.moving_rows import MovingRow, World, moving_row

MOVING = ("deviation", "participation", "worse_off")
"""Kinds of conditions that depend on the world; the others stay at the central values."""

GRID_POINTS = {0: 1, 1: 33, 2: 9, 3: 5}
"""Points of a range for each number of parameters that are on a grid."""


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """The arrays of a question where the parameters on a grid have given values.

    Attributes
    ----------
    point : mapping of str to Fraction
        Of the parameters on a grid.
    problem : PolicyProblem
        Its numbers are functions of the other parameters.
    """

    point: World
    problem: PolicyProblem
    _rows: dict[Condition, MovingRow] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Worlds:
    """A question over a box, and the rows of the worlds that have been looked at.

    Attributes
    ----------
    central : PolicyProblem
    box : mapping of str to (low, high)
        Of the parameters that move, those on a grid included.
    slices : tuple of Slice
    stand : tuple of Baseline
        Where each conflict stands at the central values.
    places : mapping of Row to World
        The values of the box that differ from the central ones, of every row of another world.
    """

    central: PolicyProblem
    box: Box
    slices: tuple[Slice, ...]
    stand: tuple[Baseline, ...]
    places: dict[Row, World] = field(default_factory=dict, repr=False)
    _known: dict[Condition, list[Row]] = field(default_factory=dict, repr=False)

    def rows(self, condition: Condition) -> list[Row]:
        """The rows of a condition: at the central values, then in the worlds that were cut."""
        if condition not in self._known:
            self._known[condition] = [row_of(self.central, condition)]
        return self._known[condition]

    def worst(self, condition: Condition, levels: Sequence[Fraction]) -> Extreme:
        """The least slack of a condition over the box, with the world in which it is taken."""
        found = []
        for each in self.slices:
            extreme = least(self.moving(each, condition).slack(levels))
            found.append(Extreme(extreme.value, {**each.point, **extreme.at}))
        return min(found, key=lambda extreme: extreme.value)

    def cut(
        self, conditions: Sequence[Condition], levels: Sequence[Fraction], forgiven: Mapping[str, Fraction]
    ) -> bool:
        """Add the worst world of every condition that does not hold; tell whether there was one.

        Parameters
        ----------
        conditions : sequence of Condition
        levels : K fractions
        forgiven : mapping of str to Fraction
            By kind of condition, an amount by which it is let off.
        """
        found = False
        for condition in conditions:
            if condition.kind in MOVING:
                extreme = self.worst(condition, levels)
                if extreme.value + forgiven.get(condition.kind, ZERO) < 0:
                    self._add(condition, extreme.at)
                    found = True
        return found

    def dearest(self, levels: Sequence[Fraction]) -> Extreme:
        """The largest expected public cost of a package over the box, with the world in which it is taken."""
        found = []
        for each in self.slices:
            bill = each.problem.expected_bill
            extreme = least(-sum((b * x for b, x in zip(bill, levels, strict=True) if x), ZERO))
            found.append(Extreme(-extreme.value, {**each.point, **extreme.at}))
        return max(found, key=lambda extreme: extreme.value)

    def moving(self, each: Slice, condition: Condition) -> MovingRow:
        """A condition with numbers that are functions of the parameters."""
        if condition not in each._rows:
            row = moving_row(each.problem, condition)
            if condition.kind == "worse_off":
                shift = standing(each.problem, self.stand, condition) - condition.bound
                row = MovingRow(row.coefficients, row.bound + shift)
            each._rows[condition] = row
        return each._rows[condition]

    def moved(self, world: World) -> World:
        """The values of a world that differ from the central ones."""
        numbers = self.central.calibration.numbers
        return {name: value for name, value in sorted(world.items()) if value != numbers[name]}

    def _add(self, condition: Condition, world: World) -> None:
        each = next(s for s in self.slices if all(world[name] == value for name, value in s.point.items()))
        numbers = {name: self.central.calibration.numbers[name] for name in self.box} | dict(world)
        row = Row(self.moving(each, condition).at(numbers), condition)
        self.rows(condition).append(row)
        self.places[row] = self.moved(world)


def worlds_of(
    question: Question, central: PolicyProblem, stand: Sequence[Baseline], box: Box, grid: Sequence[str]
) -> Worlds:
    """Evaluate a question over a box.

    Parameters
    ----------
    question : Question
    central : PolicyProblem
        Its arrays at the central values.
    stand : sequence of Baseline
        Where each conflict stands at the central values.
    box : mapping of str to (low, high)
    grid : sequence of str
        Parameters of the box that are put on a grid.

    Returns
    -------
    Worlds

    Raises
    ------
    NotMultiAffineError
        If a parameter must be on a grid and is not; the error names it.
    InputError
        If more parameters would have to be on a grid than it can hold.
    """
    ties = question.calibration.with_ties()
    free = {name: ends for name, ends in box.items() if name not in grid}
    slices = []
    for point in _grid(ties, box, grid):
        numbers = ties.replace(**point).with_symbols({n: parameter(n, free) for n in free}, MultiAffineAlgebra())
        slices.append(Slice(point, _problem(question, central, numbers)))
    return Worlds(central, box, tuple(slices), tuple(stand))


def standing(problem: PolicyProblem, stand: Sequence[Baseline], condition: Condition) -> Any:
    """What a player has where things stand, in another world (or a batch of them) with the strategies of this one."""
    (move,) = condition.moves
    arrays, player = problem.conflicts[move.conflict], move.player
    own = arrays.payoffs(problem.today).take(player, axis=-len(arrays.conflict.shape) - 1)
    kind = object if problem.is_exact else np.float64
    strategies = [np.asarray(s, dtype=kind) for s in stand[move.conflict].equilibrium.strategies]
    return (action_payoffs(own, player, strategies) * strategies[player]).sum(axis=-1)


def _grid(calibration: Calibration, box: Box, names: Sequence[str]) -> Iterator[dict[str, Fraction]]:
    if len(names) not in GRID_POINTS:
        what = "are not affine each by itself in the payoffs, too many for a grid; leave some of them out of `over`"
        raise InputError("robust", [Problem("over", what, ", ".join(names))])
    count = GRID_POINTS[len(names)]
    ranges = []
    for name in names:
        low, high = box[name]
        points = {low + (high - low) * Fraction(k, count - 1) for k in range(count)}
        ranges.append(sorted(points | {calibration.numbers[name]}))
    for values in product(*ranges):
        yield dict(zip(names, values, strict=True))


def _problem(question: Question, central: PolicyProblem, numbers: Mapping[str, Any]) -> PolicyProblem:
    """The central problem with arrays over other numbers; levers and ceilings stay as they are."""
    algebra = MultiAffineAlgebra()
    calibration = question.calibration
    ratios = {head: evaluate(formula, numbers, algebra) for head, formula in calibration.heads.items()}
    total = {**ratios, **question.heads}
    instruments = [lever.instrument for lever in central.levers]
    return replace(
        central,
        conflicts=tuple(
            _arrays(conflict, calibration, numbers, instruments, ratios[conflict.per], algebra)
            for conflict in question.conflicts
        ),
        heads=tuple(total[instrument.paid_once_per] for instrument in instruments),
        counts=total,
        breakdown=evaluate(calibration.breakdown, numbers, algebra),
    )


def _arrays(
    conflict: Conflict,
    calibration: Calibration,
    numbers: Mapping[str, Any],
    instruments: Sequence[Instrument],
    heads: Form,
    algebra: Algebra[Any],
) -> ConflictArrays:
    n, shape, count = len(conflict.players), conflict.shape, len(instruments)
    effects, costs = _zeros(count, n, *shape), _zeros(count, *shape)
    outside = _zeros(count, n)
    shows = tuple(conflict.touched_by(instrument) for instrument in instruments)
    for k, instrument in enumerate(instruments):
        if shows[k]:
            levels = {**dict.fromkeys(instrument.interacts, ZERO), LEVEL: Fraction(1)}
            effect, cost = conflict.effect(instrument, {**numbers, **levels}, algebra)
            effects[k] = conflict.charged(effect, cost, instrument, calibration, numbers, algebra)
            costs[k] = cost
            if not instrument.escapable_by_exit:
                outside[k] = [min(ZERO, *effects[k, i].ravel()) for i in range(n)]
    return ConflictArrays(
        conflict=conflict,
        baseline=conflict.baseline(numbers, algebra),
        effect=effects,
        cost=costs,
        shows=shows,
        outside=tuple(conflict.outside_options(numbers, algebra)),
        outside_effect=outside,
        heads=heads,
    )


def _zeros(*shape: int) -> Array:
    return np.full(shape, ZERO, dtype=object)
