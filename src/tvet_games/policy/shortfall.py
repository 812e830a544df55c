"""Why a policy question has no answer: what stands in the way, by how much, and which bound would have to move.

Limits are lifted one after the other, from the most political to the most basic: budget, liability, ceilings on
support, nobody worse off, participation, whole steps and the number of instruments. The first that makes the question
feasible is the reason. Otherwise a deviation cannot be paid for: the least sum by which every deviation would have to
be forgiven says how much is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from tvet_games.linear_programs.certificate import ZERO, Certificate, Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.policy.choices.branching import Found, search
from tvet_games.policy.choices.whole_levels import WholeLevels
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.requirements import Requirements, choices_of
from tvet_games.policy.rows import Row
from tvet_games.policy.solution import Shortfall

ORDER = ("budget", "liability", "cap", "worse_off", "participation", "level", "deviation")


def find_shortfall(problem: PolicyProblem, wanted: Requirements, rows: Sequence[Row]) -> Shortfall:
    """Find the reason for which no policy satisfies the requirements.

    Parameters
    ----------
    problem : PolicyProblem
    wanted : Requirements
    rows : sequence of Row
        All rows that do not depend on a choice.

    Returns
    -------
    Shortfall
    """
    proof, leaves = _proof(problem, wanted, rows)
    for k, kind in enumerate(ORDER):
        gone = set(ORDER[:k])
        soft = set(ORDER) if kind == "deviation" else {kind}
        kept = [row for row in rows if row.kind not in gone or kind == "deviation"]
        found = _forgiving(problem, wanted, kept, soft, gone)
        if found is not None:
            return _as_shortfall(problem, wanted, rows, kind, found, kept, soft, proof, leaves)
    raise AssertionError("forgiving every row leaves a feasible question")


def _forgiving(
    problem: PolicyProblem, wanted: Requirements, rows: Sequence[Row], soft: set[str], gone: set[str]
) -> Found | None:
    """Minimise one more variable that every soft row may lean on; None where even that does not help."""
    low = [*(lever.low for lever in problem.levers), ZERO]
    high: list[Fraction | None] = [*(lever.high for lever in problem.levers), None]
    cost = [*(ZERO for _ in problem.levers), Fraction(1)]

    def wide(row: Row) -> Constraint:
        constraint = row.constraint
        return Constraint((*constraint.coefficients, Fraction(int(row.kind in soft))), constraint.bound)

    fixed = [wide(row) for row in rows]

    def solve(extra: Sequence[Row], start: Sequence[int]) -> Certificate:
        return minimise(cost, low, high, [*fixed, *map(wide, extra)], start=start)

    choices = choices_of(problem, wanted)
    if "level" in soft | gone:
        choices = [choice for choice in choices if not isinstance(choice, WholeLevels)]
    return search(choices, solve, levers=len(problem.levers), forgives="deviation" in soft)


def _as_shortfall(
    problem: PolicyProblem,
    wanted: Requirements,
    every: Sequence[Row],
    kind: str,
    found: Found,
    rows: Sequence[Row],
    soft: set[str],
    proof: Certificate,
    leaves: tuple[Certificate, ...],
) -> Shortfall:
    least = found.certificate
    shown = [*rows, *found.rows]
    first = len(least.constraints) - len(shown)
    blamed = tuple(shown[r - first] for r, _ in least.multipliers if r >= first)
    at_bound = [k for k, r in _upper_bounds(problem) if r in {index for index, _ in least.multipliers}]
    moves = {problem.levers[k].name: _bound_to_move(problem, wanted, every, k) for k in at_bound}
    mine = tuple(row for row in blamed if row.kind in soft) or blamed
    return Shortfall(kind, mine, least.value, tuple(moves), moves, proof, leaves)


def _upper_bounds(problem: PolicyProblem) -> list[tuple[int, int]]:
    """Each lever with the index of its upper bound among the constraints of a certificate."""
    return [(k, 2 * k + 1) for k in range(len(problem.levers))]


def _bound_to_move(problem: PolicyProblem, wanted: Requirements, rows: Sequence[Row], k: int) -> Fraction | None:
    """The least upper bound of one lever at which the question has an answer, all else as it is."""
    levers = list(problem.levers)
    huge = max((abs(row.constraint.bound) for row in rows), default=ZERO) * 1_000 + 1_000
    if levers[k].instrument.dimension == "share":
        huge = max(Fraction(1), levers[k].high)
    levers[k] = replace(levers[k], high=huge)
    wider = replace(problem, levers=tuple(levers))
    low, high = [lever.low for lever in levers], [lever.high for lever in levers]
    goal = [Fraction(int(j == k)) for j in range(len(levers))]
    fixed = [row.constraint for row in rows]

    def solve(extra: Sequence[Row], start: Sequence[int]) -> Certificate:
        return minimise(goal, low, high, [*fixed, *(row.constraint for row in extra)], start=start)

    found = search(choices_of(wider, wanted), solve)
    return None if found is None else found.certificate.value


def _proof(
    problem: PolicyProblem, wanted: Requirements, rows: Sequence[Row]
) -> tuple[Certificate, tuple[Certificate, ...]]:
    """Farkas certificates of the question as it was asked: one, or one for each branch of a choice."""
    low, high = [lever.low for lever in problem.levers], [lever.high for lever in problem.levers]
    fixed = [row.constraint for row in rows]
    seen: list[Certificate] = []

    def solve(extra: Sequence[Row], start: Sequence[int]) -> Certificate:
        own = [*fixed, *(row.constraint for row in extra)]
        certificate = minimise(problem.expected_bill, low, high, own, start=start)
        if certificate.kind == "infeasible":
            seen.append(certificate)
        return certificate

    search(choices_of(problem, wanted), solve)
    return seen[0], tuple(seen[1:])
