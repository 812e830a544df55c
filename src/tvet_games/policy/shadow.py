"""Shadow prices of a policy: what one unit more, or less, on the right-hand side of a row costs or saves the public.

The least cost is convex and piecewise linear in every right-hand side, so where the optimum is degenerate its left and
right derivative differ. Both are difference quotients over a step that is halved until the multiplier at its far end
says that no kink lies in between, so they are exact.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tvet_games.linear_programs.certificate import Certificate, Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.policy.rows import Row

if TYPE_CHECKING:
    from tvet_games.policy.solution import PolicySolution

FIRST_STEP = Fraction(1, 16)
MAX_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class ShadowPrice:
    """Derivatives of the least expected cost with respect to one row's right-hand side.

    Attributes
    ----------
    row : Row
    left : Fraction
        What one unit less saves.
    right : Fraction or infinity
        What one unit more costs; infinite where no policy would do any more.
    """

    row: Row
    left: Fraction
    right: Fraction | float


def shadow_prices(solution: PolicySolution) -> tuple[ShadowPrice, ...]:
    """Return the shadow prices of every row that holds with equality at the optimum.

    Parameters
    ----------
    solution : PolicySolution

    Returns
    -------
    tuple of ShadowPrice
        Rows whose derivatives are both 0 are left out. Where the criterion is a choice (an order of elimination), the
        prices hold within the order that was found.
    """
    if not solution.feasible:
        return ()
    first = len(solution.certificate.constraints) - len(solution.rows)
    prices = []
    for r, row in enumerate(solution.rows):
        if row.constraint.slack(solution.certificate.x) == 0:
            left = _derivative(solution.certificate, first, r, -1)
            right = _derivative(solution.certificate, first, r, 1)
            if left or right:
                assert isinstance(left, Fraction)
                prices.append(ShadowPrice(row, left, right))
    return tuple(prices)


def _derivative(optimum: Certificate, first: int, r: int, sign: int) -> Fraction | float:
    step = FIRST_STEP
    for _ in range(MAX_HALVINGS):
        moved = _with_bound(optimum, first, r, sign * step)
        if moved.kind == "optimal":
            quotient = (moved.value - optimum.value) / (sign * step)
            if dict(moved.multipliers).get(first + r, Fraction(0)) == quotient:
                return quotient
        step /= 2
    return math.inf


def _with_bound(optimum: Certificate, first: int, r: int, change: Fraction) -> Certificate:
    low, high = _box(optimum.constraints[:first])
    rows = list(optimum.constraints[first:])
    rows[r] = Constraint(rows[r].coefficients, rows[r].bound + change)
    return minimise(optimum.cost, low, high, rows, start=optimum.active)


def _box(bounds: Sequence[Constraint]) -> tuple[list[Fraction], list[Fraction]]:
    return [c.bound for c in bounds[::2]], [-c.bound for c in bounds[1::2]]
