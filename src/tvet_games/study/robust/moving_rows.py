"""Rows over the levels whose numbers are functions of parameters: :mod:`~tvet_games.policy.rows` before the numbers.

A row ``coefficients . levels >= bound`` holds numbers that are affine in each parameter by itself. At given levels its
slack is such a number, whose least value over a box is exact; in a given world it is a constraint in fractions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tvet_games.linear_programs.certificate import ZERO, Constraint
from tvet_games.model.multi_affine import Form, value_at
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Condition, Part

World = Mapping[str, Fraction]
"""Values by name."""


@dataclass(frozen=True, slots=True)
class MovingRow:
    """``coefficients . levels >= bound`` with numbers that are functions of the parameters.

    Attributes
    ----------
    coefficients : K numbers
    bound : number
    """

    coefficients: tuple[Form, ...]
    bound: Form

    def slack(self, levels: Sequence[Fraction]) -> Form:
        """How far inside the row the levels are, as a function of the parameters."""
        return sum((a * x for a, x in zip(self.coefficients, levels, strict=True) if x), -self.bound)

    def at(self, values: World) -> Constraint:
        """The row in one world."""
        return Constraint(tuple(value_at(a, values) for a in self.coefficients), value_at(self.bound, values))


def moving_row(problem: PolicyProblem, condition: Condition) -> MovingRow:
    """Read the numbers of a condition on payoffs off arrays of functions; as :func:`~tvet_games.policy.rows.row_of`.

    Raises
    ------
    NotMultiAffineError
        If payments that are received once change places within the box.
    """
    bases, slopes = zip(*(_sums(problem, part) for part in condition.parts), strict=True)
    if len(bases) == 1:
        return MovingRow(tuple(slopes[0]), condition.bound - bases[0])
    weights = [problem.conflicts[part.conflict].heads for part in condition.parts]
    base = sum((w * own for w, own in zip(weights, bases, strict=True)), ZERO)
    coefficients = []
    for k, lever in enumerate(problem.levers):
        each = [w * own[k] for w, own in zip(weights, slopes, strict=True)]
        if lever.instrument.joint == "once":
            coefficients.append(sum((min(v, ZERO) for v in each), ZERO) + max(ZERO, *each))
        else:
            coefficients.append(sum(each, ZERO))
    return MovingRow(tuple(coefficients), condition.bound * max(weights) - base)


def _sums(problem: PolicyProblem, part: Part) -> tuple[Form, list[Form]]:
    """A part at level zero, and per unit of each level."""
    arrays = problem.conflicts[part.conflict]
    levels = range(len(problem.levers))
    base: Form = ZERO
    slopes: list[Form] = [ZERO for _ in levels]
    for weight, player, profile in part.cells:
        base += weight * arrays.baseline[(player, *profile)]
        slopes = [slopes[k] + weight * arrays.effect[(k, player, *profile)] for k in levels]
    for weight, player in part.outside:
        base += weight * arrays.outside[player]
        slopes = [slopes[k] + weight * arrays.outside_effect[k, player] for k in levels]
    for weight, profile in part.public:
        costs = problem.public_cost(part.conflict, profile)
        slopes = [slope + weight * cost for slope, cost in zip(slopes, costs, strict=True)]
    return base, slopes
