"""What every way of searching shares: where things stand, the rows, the linear program, and the result made of them.

Among the cheapest policies the one of least liability is taken, then the least intrusive (sum of levels relative to
their bounds); where there is a choice (an order of elimination, whole steps), within the branch that was found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from tvet_games.linear_programs.certificate import ZERO, Certificate, Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.model.policy import Policy
from tvet_games.policy.choices.branching import Found, Solve, search
from tvet_games.policy.criteria import Dominant, Nash, RiskDominant, Unique
from tvet_games.policy.joint import joint_places
from tvet_games.policy.outcome import Baseline, baseline_of, cost_in, elimination_is_exact, outcome_of, worst_cost
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.requirements import Requirements, Today, choices_of, conditions_of
from tvet_games.policy.rows import Condition, Row, rows_of
from tvet_games.policy.shortfall import find_shortfall
from tvet_games.policy.solution import Binding, Costs, PolicySolution, Shortfall
from tvet_games.policy.standing import at_equilibria, worth


def baselines(problem: PolicyProblem, today: Today) -> tuple[Baseline, ...]:
    """Where each conflict stands under the status quo."""
    return tuple(baseline_of(a, problem.today, today.get(a.conflict.name)) for a in problem.conflicts)


def spent_today(problem: PolicyProblem, stand: Sequence[Baseline]) -> Fraction:
    """What the status quo costs the public where things stand, priced as a policy is.

    Where everybody cooperates today some partnerships break off too, so the expected cost is what is comparable.
    """
    if not problem.status_quo:
        return ZERO
    if all(b.equilibrium.is_target for b in stand):
        return _dot(problem.expected_bill, problem.today)
    return cost_in(problem, [b.equilibrium for b in stand], problem.today)


def fixed_rows(problem: PolicyProblem, wanted: Requirements, stand: Sequence[Baseline]) -> list[Row]:
    """All rows that hold whatever the choices."""
    return rows_of(problem, standing_conditions(problem, wanted, stand, spent_today(problem, stand)))


def standing_conditions(
    problem: PolicyProblem, wanted: Requirements, stand: Sequence[Baseline], spent: Fraction
) -> list[Condition]:
    """All conditions that hold whatever the choices, given where things stand and what that costs."""
    payoffs = [list(b.equilibrium.payoffs) for b in stand]
    together = None
    if wanted.no_one_worse_off:
        today = at_equilibria([b.equilibrium for b in stand])
        together = {places: worth(problem, problem.today, places, today) for places in joint_places(problem)}
    return conditions_of(problem, wanted, payoffs, spent, together)


def least_cost(problem: PolicyProblem, rows: Sequence[Row]) -> Solve:
    """The linear program of least expected cost under some rows, as a function of further ones."""
    low, high = [lever.low for lever in problem.levers], [lever.high for lever in problem.levers]
    fixed = [row.constraint for row in rows]

    def solve(extra: Sequence[Row], start: Sequence[int]) -> Certificate:
        return minimise(problem.expected_bill, low, high, [*fixed, *(row.constraint for row in extra)], start=start)

    return solve


def refined(problem: PolicyProblem, rows: Sequence[Row], first: Certificate) -> tuple[list[Fraction], tuple[str, ...]]:
    """Among the cheapest policies the one of least liability, then the least intrusive; and what is tied even then."""
    count = len(problem.levers)
    if not count:
        return [], ()
    low = [lever.low for lever in problem.levers]
    high: list[Fraction | None] = [lever.high for lever in problem.levers]
    cheap = Constraint(tuple(-c for c in problem.expected_bill), -first.value)
    kept = [*(row.constraint for row in rows), cheap]
    if _is_single(first):
        return list(first.x), ()
    wide = [Constraint((*c.coefficients, ZERO), c.bound) for c in kept]
    wide += [Constraint((*(-v for v in bill), Fraction(1)), ZERO) for bill in problem.liabilities]
    goal = [*(ZERO for _ in range(count)), Fraction(1)]
    least = minimise(goal, [*low, ZERO], [*high, None], wide)
    kept += [Constraint(tuple(-v for v in bill), -least.value) for bill in problem.liabilities]
    spread = [1 / lever.high if lever.high else ZERO for lever in problem.levers]
    gentle = minimise(spread, low, high, kept)
    if _is_single(gentle):
        return list(gentle.x), ()
    kept.append(Constraint(tuple(-s for s in spread), -gentle.value))
    return list(gentle.x), _tied(problem, kept, low, high, gentle.x)


def _is_single(certificate: Certificate) -> bool:
    """Whether no other point is as cheap: as many multipliers as variables (strict complementarity)."""
    return len(certificate.multipliers) >= len(certificate.cost)


def _tied(
    problem: PolicyProblem,
    kept: Sequence[Constraint],
    low: Sequence[Fraction],
    high: Sequence[Fraction | None],
    x: Sequence[Fraction],
) -> tuple[str, ...]:
    """Levers whose level could differ without making anything worse."""
    names = []
    for k, lever in enumerate(problem.levers):
        for sign in (1, -1):
            goal = [Fraction(sign * (j == k)) for j in range(len(x))]
            if minimise(goal, low, high, kept).value < sign * x[k]:
                names.append(lever.name)
                break
    return tuple(names)


def solution(
    problem: PolicyProblem,
    wanted: Requirements,
    rows: Sequence[Row],
    found: Found,
    levels: Sequence[Fraction],
    tied: tuple[str, ...],
    stand: Sequence[Baseline],
    unavailable: Mapping[str, tuple[str, ...]],
) -> PolicySolution:
    """Put a policy that was found into a result, with what it does to each conflict."""
    outcomes = tuple(outcome_of(a, levels, b) for a, b in zip(problem.conflicts, stand, strict=True))
    unique = any(isinstance(c, Unique) for c in wanted.criteria)
    exact_theory = not unique or elimination_is_exact(problem)
    bound = found.bound if exact_theory else _without_order(problem, wanted, stand)
    return PolicySolution(
        problem=problem,
        requirements=wanted,
        levels=Policy(**{lever.name: level for lever, level in zip(problem.levers, levels, strict=True)}),
        costs=costs_of(problem, outcomes, levels, spent_today(problem, stand)),
        status="optimal" if bound == found.certificate.value else "bound",
        lower_bound=bound,
        attained=not any(isinstance(c, Dominant | Unique) and c.margin == 0 for c in wanted.criteria),
        binding=binding(found.certificate, rows),
        ties=tied,
        outcomes=outcomes,
        certificate=found.certificate,
        leaves=found.leaves if exact_theory else (),
        rows=tuple(rows),
        shortfall=None,
        unavailable=unavailable,
        method=_method(wanted),
    )


def _method(wanted: Requirements) -> str:
    if any(isinstance(c, Unique) for c in wanted.criteria):
        return "iterated dominance"
    if any(isinstance(c, RiskDominant) for c in wanted.criteria):
        return "branch and bound over splits"
    return "linear program"


def _without_order(problem: PolicyProblem, wanted: Requirements, stand: Sequence[Baseline]) -> Fraction:
    """Least cost where the target need not be what iterated dominance leaves: the Nash rows in place of Unique."""
    criteria = tuple(Nash(c.margin) if isinstance(c, Unique) else c for c in wanted.criteria)
    relaxed = replace(wanted, criteria=criteria)
    found = search(choices_of(problem, relaxed), least_cost(problem, fixed_rows(problem, relaxed, stand)))
    assert found is not None
    return found.bound


def costs_of(
    problem: PolicyProblem, outcomes: Sequence[object], levels: Sequence[Fraction], spent: Fraction = ZERO
) -> Costs:
    """All costs of a policy."""
    return Costs(
        expected=_dot(problem.expected_bill, levels),
        at_target=_dot(problem.target_bill, levels),
        at_worst_equilibrium=worst_cost(problem, outcomes, levels),  # type: ignore[arg-type]
        liability=max((_dot(bill, levels) for bill in problem.liabilities), default=ZERO),
        today=spent,
    )


def binding(certificate: Certificate, rows: Sequence[Row]) -> tuple[Binding, ...]:
    """The rows that the multipliers name; bounds of levels stand before the rows in a certificate."""
    first = len(certificate.constraints) - len(rows)
    return tuple(Binding(rows[r - first], price) for r, price in certificate.multipliers if r >= first)


def infeasible(
    problem: PolicyProblem,
    wanted: Requirements,
    rows: Sequence[Row],
    stand: Sequence[Baseline],
    unavailable: Mapping[str, tuple[str, ...]],
) -> PolicySolution:
    """Look for the reason for which there is no policy, and put it into a result."""
    return no_policy(problem, wanted, rows, stand, unavailable, find_shortfall(problem, wanted, rows))


def no_policy(
    problem: PolicyProblem,
    wanted: Requirements,
    rows: Sequence[Row],
    stand: Sequence[Baseline],
    unavailable: Mapping[str, tuple[str, ...]],
    shortfall: Shortfall,
) -> PolicySolution:
    """Put the reason for which there is no policy into a result."""
    outcomes = tuple(outcome_of(a, problem.today, b) for a, b in zip(problem.conflicts, stand, strict=True))
    return PolicySolution(
        problem=problem,
        requirements=wanted,
        levels=Policy(),
        costs=None,
        status="infeasible",
        lower_bound=None,
        attained=False,
        binding=(),
        ties=(),
        outcomes=outcomes,
        certificate=shortfall.certificate,
        leaves=(),
        rows=tuple(rows),
        shortfall=shortfall,
        unavailable=unavailable,
        notes=_by_dominance(problem, wanted),
    )


def _by_dominance(problem: PolicyProblem, wanted: Requirements) -> tuple[tuple[str, str], ...]:
    """What to add where only iterated dominance was searched, which is sufficient for a unique equilibrium."""
    if not any(isinstance(c, Unique) for c in wanted.criteria) or elimination_is_exact(problem):
        return ()
    return (
        (
            "Only uniqueness by iterated dominance was searched; another way to a single equilibrium is not ruled out.",
            "仅搜索了由迭代占优得到的唯一性；不排除以其他方式得到唯一均衡。",
        ),
    )


def _dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True) if x and y), ZERO)
