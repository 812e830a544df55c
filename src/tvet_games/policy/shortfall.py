"""Why a policy question has no answer: what stands in the way, and by how much.

Limits are lifted one after the other, from the most political to the most basic: budget, liability, ceilings on
support, participation. The first that makes the question feasible is the reason. Otherwise a deviation cannot be paid
for: the least sum by which every deviation would have to be forgiven says how much is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tvet_games.policy.criteria import Criterion, Row, Unique
from tvet_games.policy.elimination import cheapest_order
from tvet_games.policy.linear import Certificate, Constraint, minimise
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.solution import Shortfall

ORDER = ("budget", "liability", "cap", "participation", "deviation")


def find_shortfall(problem: PolicyProblem, criteria: Sequence[Criterion], rows: Sequence[Row]) -> Shortfall:
    """Find the reason for which no policy satisfies the rows.

    Parameters
    ----------
    problem : PolicyProblem
    criteria : sequence of Criterion
        For Unique the cheapest order of elimination is looked for with the shortfall as its cost.
    rows : sequence of Row
        All rows but those of an order of elimination.

    Returns
    -------
    Shortfall
    """
    for k, kind in enumerate(ORDER):
        forgiven = set(ORDER[: k + 1])
        soft = {kind} if k < len(ORDER) - 1 else forgiven
        least, extra = _least_shortfall(problem, criteria, [r for r in rows if r.kind not in forgiven - soft], soft)
        if least is not None:
            return _as_shortfall(
                problem, kind, least, [r for r in rows if r.kind not in forgiven - soft] + extra, soft, rows
            )
    raise AssertionError("forgiving every row leaves a feasible question")


def _least_shortfall(
    problem: PolicyProblem, criteria: Sequence[Criterion], rows: list[Row], soft: set[str]
) -> tuple[Certificate | None, list[Row]]:
    """Least common amount by which the soft rows must be forgiven; None where even that does not help."""

    def solve(extra: list[Row]) -> Certificate | None:
        certificate = _elastic(problem, [*rows, *extra], soft)
        return certificate if certificate.kind == "optimal" else None

    unique = [c for c in criteria if isinstance(c, Unique)]
    if unique:
        found = cheapest_order(problem, max(c.margin for c in unique), solve)
        return (None, []) if found is None else (found.certificate, list(found.order.rows))
    return solve([]), []


def _elastic(problem: PolicyProblem, rows: Sequence[Row], soft: set[str]) -> Certificate:
    """Minimise one more variable that every soft row may lean on."""
    low = [*(lever.low for lever in problem.levers), Fraction(0)]
    high: list[Fraction | None] = [*(lever.high for lever in problem.levers), None]
    cost = [*(Fraction(0) for _ in problem.levers), Fraction(1)]
    wide = [Constraint((*r.constraint.coefficients, Fraction(int(r.kind in soft))), r.constraint.bound) for r in rows]
    return minimise(cost, low, high, wide)


def _as_shortfall(
    problem: PolicyProblem, kind: str, least: Certificate, rows: list[Row], soft: set[str], every: Sequence[Row]
) -> Shortfall:
    first = len(least.constraints) - len(rows)
    blamed = tuple(rows[r - first] for r, _ in least.multipliers if r >= first)
    at_bound = [problem.levers[r // 2].name for r, _ in least.multipliers if r < 2 * len(problem.levers) and r % 2]
    proof = _proof(problem, rows, every)
    return Shortfall(kind, tuple(r for r in blamed if r.kind in soft) or blamed, least.value, tuple(at_bound), proof)


def _proof(problem: PolicyProblem, rows: Sequence[Row], every: Sequence[Row]) -> Certificate:
    """A Farkas certificate of the question as it was asked."""
    low, high = [lever.low for lever in problem.levers], [lever.high for lever in problem.levers]
    certificate = minimise(problem.expected_bill, low, high, [row.constraint for row in every])
    if certificate.kind == "infeasible":
        return certificate
    together = list({row.constraint: row for row in [*every, *rows]})
    return minimise(problem.expected_bill, low, high, together)
