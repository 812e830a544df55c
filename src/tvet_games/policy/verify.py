"""Does a policy solution hold: its proof, its numbers, and the games under it.

Everything is read off the problem and the requirements anew, so a solution whose levels, costs, rows, bound or proof
were changed does not pass. For a question with a choice every pruned branch must be infeasible or no cheaper than the
bound; that the branches cover all cases is not checked here.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tvet_games.linear_programs.certificate import ZERO, Certificate, Constraint, box
from tvet_games.policy.outcome import Baseline
from tvet_games.policy.rows import Row, row_of

if TYPE_CHECKING:
    from tvet_games.policy.solution import PolicySolution


def verify(solution: PolicySolution) -> bool:
    """Check a solution; see :meth:`PolicySolution.verify`."""
    if not solution.feasible:
        return _is_impossible(solution)
    return (
        _is_consistent(solution) and _is_proven(solution) and _keeps_its_rows(solution) and _plays_its_games(solution)
    )


def _is_impossible(solution: PolicySolution) -> bool:
    """Farkas proofs of the question's own rows, in every branch."""
    short = solution.shortfall
    if short is None or solution.costs is not None or solution.lower_bound is not None:
        return False
    proofs = (short.certificate, *short.leaves)
    if solution.certificate != short.certificate:
        return False
    own = set(_bounds(solution)) | {row.constraint for row in solution.rows}
    # Where terms are not affine (the notes say so) each branch has a relaxation of its own.
    fixed = bool(solution.notes) or all(own <= set(proof.constraints) for proof in proofs)
    return fixed and all(proof.kind == "infeasible" and proof.verify() for proof in proofs)


def _is_consistent(solution: PolicySolution) -> bool:
    """Levels, costs, bound and status agree with each other."""
    costs, bound = solution.costs, solution.lower_bound
    if costs is None or bound is None or set(solution.levels) != {v.name for v in solution.problem.levers}:
        return False
    spent = sum((c * x for c, x in zip(solution.problem.expected_bill, solution.vector, strict=True)), ZERO)
    status = "optimal" if bound == costs.expected else "bound"
    return spent == costs.expected and bound <= costs.expected and solution.status == status


def _is_proven(solution: PolicySolution) -> bool:
    """The vertex is optimal in the program of the solution's own rows, and no pruned branch is cheaper."""
    proof, costs, bounds = solution.certificate, solution.costs, _bounds(solution)
    assert costs is not None
    program = (*bounds, *(row.constraint for row in solution.rows))
    # A global search fixes what it searches over: the program is one of many, and the leaves alone prove the bound.
    searched = solution.method == "global search" and bool(solution.leaves)
    return (
        proof.cost == tuple(solution.problem.expected_bill)
        and (searched or proof.constraints == program)
        and proof.kind == "optimal"
        and proof.verify()
        and proof.value == costs.expected
        and all(_is_no_cheaper(leaf, solution.lower_bound) for leaf in solution.leaves)
    )


def _is_no_cheaper(leaf: Certificate, bound: Fraction | None) -> bool:
    return leaf.verify() and (leaf.kind == "infeasible" or bound is None or leaf.value >= bound)


def _keeps_its_rows(solution: PolicySolution) -> bool:
    """Every row says what its condition says, no required row is missing, and the levels keep them all."""
    from tvet_games.policy.assembly import fixed_rows

    problem = solution.problem
    stand = [Baseline(o.before, o.baseline, o.baseline_is_given) for o in solution.outcomes]
    wanted = {row.constraint for row in fixed_rows(problem, solution.requirements, stand)}
    there = {row.constraint for row in solution.rows}
    right = all(row_of(problem, r.condition).constraint == r.constraint for r in solution.rows if _has_numbers(r))
    return wanted <= there and right and all(c.slack(solution.vector) >= 0 for c in (*_bounds(solution), *wanted))


def _has_numbers(row: Row) -> bool:
    """Whether a condition alone determines a row: not so for places left, and for relaxed products."""
    return row.kind != "product" and not (row.kind == "level" and row.condition.index < 0)


def _plays_its_games(solution: PolicySolution) -> bool:
    """The games are those under the levels, and satisfy each criterion by the engine's word."""
    from tvet_games.policy.verdict import satisfied

    same = all(bool((o.game.payoffs == o.arrays.payoffs(solution.vector)).all()) for o in solution.outcomes)
    return same and satisfied(solution)


def _bounds(solution: PolicySolution) -> tuple[Constraint, ...]:
    levers = solution.problem.levers
    return box(tuple(v.low for v in levers), tuple(v.high for v in levers))
