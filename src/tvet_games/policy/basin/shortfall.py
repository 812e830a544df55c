"""Why no policy gives the target the basin that was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from tvet_games.errors import SolverError
from tvet_games.linear_programs.certificate import ZERO, Certificate, Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.policy.basin.directions import smallest_gain
from tvet_games.policy.choices.branching import search
from tvet_games.policy.choices.splits import Split
from tvet_games.policy.criteria import Basin, Unique
from tvet_games.policy.outcome import Baseline
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.requirements import Requirements, choices_of
from tvet_games.policy.rows import Row
from tvet_games.policy.solution import PolicySolution, Shortfall

NOTES = {
    False: (
        "Not even a policy with p q <= 1 - share for the threshold beliefs exists, which every basin of the share "
        "needs; what is missing is at least the sum named.",
        "连阈值信念满足 p q <= 1 - 份额 的政策都不存在，而任何达到该份额的盆地都需要这一条件；所缺金额至少为上述数额。",
    ),
    True: (
        "The search found no levels with the basin, and none under which one player's cooperation is dominant; the sum "
        "named would be enough for that. A proof that there are none does not exist.",
        "搜索未找到达到该盆地的水平，也没有使任一方合作占优的水平；上述数额足以做到后者。但并无不存在性的证明。",
    ),
}


def without_basin(
    problem: PolicyProblem,
    wanted: Requirements,
    rows: Sequence[Row],
    stand: Sequence[Baseline],
    unavailable: Mapping[str, tuple[str, ...]],
    share: Fraction,
    *,
    searched: bool = False,
) -> PolicySolution:
    """Put the reason for which there is no policy into a result.

    Parameters
    ----------
    problem : PolicyProblem
    wanted : Requirements
    rows : sequence of Row
        All rows that do not depend on a choice.
    stand : sequence of Baseline
    unavailable : mapping of str to tuple of str
    share : Fraction
        Of the starting points.
    searched : bool
        Whether the relaxation has an answer and only the search found none.

    Returns
    -------
    PolicySolution
        Infeasible.
    """
    from tvet_games.policy.assembly import infeasible, least_cost

    if search(choices_of(problem, wanted), least_cost(problem, rows)) is None:
        return infeasible(problem, wanted, rows, stand, unavailable)
    result = None if searched else _with_shortfall(problem, wanted, rows, stand, unavailable, share)
    note = NOTES[result is None]
    if result is None:
        kept = tuple(c for c in wanted.criteria if not isinstance(c, Basin))
        harder = replace(wanted, criteria=(*kept, Unique(smallest_gain(problem))))
        result = infeasible(problem, harder, rows, stand, unavailable)
    return replace(result, requirements=wanted, method="global search", notes=(note,))


def _with_shortfall(
    problem: PolicyProblem,
    wanted: Requirements,
    rows: Sequence[Row],
    stand: Sequence[Baseline],
    unavailable: Mapping[str, tuple[str, ...]],
    share: Fraction,
) -> PolicySolution | None:
    """The least sum by which all deviations would have to be forgiven, and its proof; None if the search has no end."""
    from tvet_games.policy.assembly import least_cost, no_policy
    from tvet_games.policy.basin.search import basin_curve

    choices = [*choices_of(problem, wanted), Split(problem, basin_curve(share))]
    low = [*(lever.low for lever in problem.levers), ZERO]
    high: list[Fraction | None] = [*(lever.high for lever in problem.levers), None]
    cost = [*(ZERO for _ in problem.levers), Fraction(1)]

    def wide(row: Row) -> Constraint:
        return Constraint((*row.constraint.coefficients, Fraction(int(row.kind == "deviation"))), row.constraint.bound)

    def forgiving(extra: Sequence[Row], start: Sequence[int]) -> Certificate:
        return minimise(cost, low, high, [*map(wide, rows), *map(wide, extra)], start=start)

    proofs: list[Certificate] = []
    strict = least_cost(problem, rows)

    def proving(extra: Sequence[Row], start: Sequence[int]) -> Certificate:
        certificate = strict(extra, start)
        if certificate.kind == "infeasible":
            proofs.append(certificate)
        return certificate

    try:
        search(choices, proving)
        found = search(choices, forgiving, forgives=True)
    except SolverError:
        return None
    assert found is not None
    shown = [*rows, *found.rows]
    first = len(found.certificate.constraints) - len(shown)
    blamed = tuple(shown[r - first] for r, _ in found.certificate.multipliers if r >= first)
    mine = tuple(row for row in blamed if row.kind == "deviation") or blamed
    shortfall = Shortfall("deviation", mine, found.bound, (), {}, proofs[0], tuple(proofs[1:]))
    return no_policy(problem, wanted, rows, stand, unavailable, shortfall)
