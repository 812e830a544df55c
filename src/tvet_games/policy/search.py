"""The cheapest policy that makes cooperation the equilibrium: exact, with its proof.

Least expected public cost such that the target satisfies every criterion in every conflict; among the cheapest the one
of least liability, then the least intrusive (sum of levels relative to their bounds). All numbers are fractions.

References
----------
Monderer and Tennenholtz (2004), k-Implementation, JAIR 21, 37-62. doi:10.1613/jair.1231
Segal (2003), Coordination and discrimination in contracting with externalities, J. Economic Theory 113, 147-181.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import load_calibration, load_conflict, load_instrument, shipped_instruments
from tvet_games.model.policy import Policy
from tvet_games.numerics import Number, exact
from tvet_games.policy.criteria import (
    Criterion,
    Dominant,
    Nash,
    Row,
    Unique,
    budget_row,
    cap_rows,
    dominant_rows,
    liability_rows,
    nash_rows,
    participation_rows,
)
from tvet_games.policy.elimination import Elimination, cheapest_order
from tvet_games.policy.levers import available, lacking
from tvet_games.policy.linear import Certificate, Constraint, minimise
from tvet_games.policy.outcome import elimination_is_exact, outcome_of, worst_cost
from tvet_games.policy.problem import PolicyProblem, build_problem
from tvet_games.policy.shortfall import find_shortfall
from tvet_games.policy.solution import Binding, Costs, PolicySolution

Today = Mapping[str, Mapping[str, str]]


def cheapest_policy(
    conflicts: Conflict | str | Sequence[Conflict | str],
    calibration: Calibration | str,
    instruments: Sequence[Instrument | str] | None = None,
    *,
    criterion: Criterion | Sequence[Criterion] = Nash(),
    participation: bool = True,
    budget: Number | None = None,
    liability: Number | None = None,
    bounds: Mapping[str, tuple[Number | None, Number | None]] | None = None,
    heads: Mapping[str, Number] | None = None,
    today: Today | None = None,
) -> PolicySolution:
    """Find the levels of least expected public cost such that cooperation satisfies the criteria.

    Parameters
    ----------
    conflicts : Conflict, name, or a sequence of them
        Several conflicts share the instruments: each is billed once per head.
    calibration : Calibration or name
        Of single values.
    instruments : sequence of Instrument or name, optional
        The levers; by default every shipped one that acts here and for which the calibration has values.
    criterion : Criterion or sequence of them
        Each must hold: :class:`Nash`, :class:`Dominant`, :class:`Unique`.
    participation : bool
        Nobody at the target below the outside option.
    budget, liability : number, optional
        [money, all heads, per period] Limits on the expected cost and on the most that can fall due.
    bounds : mapping of str to (low, high), optional
        Narrower bounds of a level; None keeps the instrument's own.
    heads : mapping of str to number, optional
        How many trainees, teachers, sites; by default one trainee (or the calibration's first kind).
    today : mapping of conflict to {player: action}, optional
        Where things stand; by default the equilibrium of least welfare.

    Returns
    -------
    PolicySolution
        Also where no policy will do: then it says why.

    Raises
    ------
    InputError
        If a name is unknown, a value is missing, or an instrument does nothing here.
    NotAffineError
        If an effect is not affine in its level.

    Examples
    --------
    >>> at = load_calibration("austria_2016").replace(
    ...     retention=1, spillover=0, standing=0, school_service=0, cultural_distance=0)
    >>> found = cheapest_policy("school_enterprise", at, ["training_subsidy"], criterion=Nash(margin=0))
    >>> found.levels, found.status
    (Policy(training_subsidy=3900), 'optimal')
    """
    games = [load_conflict(c) if isinstance(c, str) else c for c in _several(conflicts, (Conflict, str))]
    values = load_calibration(calibration) if isinstance(calibration, str) else calibration
    criteria = tuple(_several(criterion, (Nash, Dominant, Unique)))
    repeated = sorted({c.name for c in games if [g.name for g in games].count(c.name) > 1})
    if repeated:
        raise InputError("conflicts", [Problem("", "stands twice", name) for name in repeated])
    levers, unavailable = _levers(games, values, instruments)
    _check_bounds(bounds, levers)
    problem = build_problem(
        games,
        values,
        levers,
        bounds={n: (_or_none(low), _or_none(high)) for n, (low, high) in (bounds or {}).items()},
        heads={head: exact(number) for head, number in (heads or {}).items()},
    )
    return solve_problem(
        problem,
        criteria,
        participation=participation,
        budget=_or_none(budget),
        liability=_or_none(liability),
        today=today,
        unavailable=unavailable,
    )


def solve_problem(
    problem: PolicyProblem,
    criteria: Sequence[Criterion],
    *,
    participation: bool = True,
    budget: Fraction | None = None,
    liability: Fraction | None = None,
    today: Today | None = None,
    unavailable: Mapping[str, tuple[str, ...]] | None = None,
) -> PolicySolution:
    """Answer a policy question that is already in arrays; see :func:`cheapest_policy`.

    Parameters
    ----------
    problem : PolicyProblem
    criteria : sequence of Criterion
    participation, budget, liability, today : optional
        As in :func:`cheapest_policy`.
    unavailable : mapping of str to tuple of str, optional
        Instruments that were left out, with the values that they lack; passed on to the result.

    Returns
    -------
    PolicySolution
    """
    rows = _fixed_rows(problem, criteria, participation, budget, liability)
    found = _optimum(problem, criteria, rows)
    if found is None:
        return _infeasible(problem, tuple(criteria), rows, unavailable or {})
    final = [*rows, *found.order_rows]
    levels, tied = _refined(problem, final, found.certificate)
    return _solution(problem, tuple(criteria), final, found, levels, tied, unavailable or {}, today or {})


@dataclass(frozen=True, slots=True)
class _Optimum:
    """Least cost, the rows that an order of elimination adds, and a bound over all orders."""

    certificate: Certificate
    order_rows: tuple[Row, ...]
    bound: Fraction


def _optimum(problem: PolicyProblem, criteria: Sequence[Criterion], rows: Sequence[Row]) -> _Optimum | None:
    def solve(extra: Sequence[Row]) -> Certificate | None:
        certificate = least_cost(problem, [*rows, *extra])
        return certificate if certificate.kind == "optimal" else None

    unique = [c for c in criteria if isinstance(c, Unique)]
    if unique:
        found: Elimination | None = cheapest_order(problem, max(c.margin for c in unique), solve)
        return None if found is None else _Optimum(found.certificate, found.order.rows, found.bound)
    certificate = solve([])
    return None if certificate is None else _Optimum(certificate, (), certificate.value)


def least_cost(problem: PolicyProblem, rows: Sequence[Row]) -> Certificate:
    """Solve for the least expected cost under some rows."""
    low, high = [lever.low for lever in problem.levers], [lever.high for lever in problem.levers]
    return minimise(problem.expected_bill, low, high, [row.constraint for row in rows])


def _fixed_rows(
    problem: PolicyProblem,
    criteria: Sequence[Criterion],
    participation: bool,
    budget: Fraction | None,
    liability: Fraction | None,
) -> list[Row]:
    """All rows that hold whatever the order of elimination; every criterion implies Nash with its margin."""
    rows = nash_rows(problem, max(c.margin for c in criteria))
    for criterion in criteria:
        if isinstance(criterion, Dominant):
            rows += dominant_rows(problem, criterion.margin)
    if participation:
        rows += participation_rows(problem)
    rows += cap_rows(problem)
    if budget is not None:
        rows.append(budget_row(problem, budget))
    if liability is not None:
        rows += liability_rows(problem, liability)
    return list({row.constraint: row for row in reversed(rows)}.values())[::-1]


def _refined(problem: PolicyProblem, rows: Sequence[Row], first: Certificate) -> tuple[list[Fraction], tuple[str, ...]]:
    """Among the cheapest policies the one of least liability, then the least intrusive; and what is tied even then."""
    count = len(problem.levers)
    if not count:
        return [], ()
    low = [lever.low for lever in problem.levers]
    high: list[Fraction | None] = [lever.high for lever in problem.levers]
    cheap = Constraint(tuple(-c for c in problem.expected_bill), -first.value)
    kept = [*(row.constraint for row in rows), cheap]
    wide = [Constraint((*c.coefficients, Fraction(0)), c.bound) for c in kept]
    wide += [Constraint((*(-v for v in bill), Fraction(1)), Fraction(0)) for bill in problem.liabilities]
    goal = [*(Fraction(0) for _ in range(count)), Fraction(1)]
    least = minimise(goal, [*low, Fraction(0)], [*high, None], wide)
    kept += [Constraint(tuple(-v for v in bill), -least.value) for bill in problem.liabilities]
    spread = [1 / lever.high if lever.high else Fraction(0) for lever in problem.levers]
    gentle = minimise(spread, low, high, kept)
    if len(gentle.multipliers) >= count:
        return list(gentle.x), ()
    kept.append(Constraint(tuple(-s for s in spread), -gentle.value))
    return list(gentle.x), _tied(problem, kept, low, high, gentle.x)


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


def _solution(
    problem: PolicyProblem,
    criteria: tuple[Criterion, ...],
    rows: Sequence[Row],
    found: _Optimum,
    levels: list[Fraction],
    tied: tuple[str, ...],
    unavailable: Mapping[str, tuple[str, ...]],
    today: Today,
) -> PolicySolution:
    outcomes = tuple(outcome_of(arrays, levels, today.get(arrays.conflict.name)) for arrays in problem.conflicts)
    unique = any(isinstance(c, Unique) for c in criteria)
    exact_theory = not unique or all(elimination_is_exact(o) for o in outcomes)
    proven = exact_theory and found.bound == found.certificate.value
    relaxed = found.bound
    if not exact_theory:
        order_rows = set(found.order_rows)
        relaxed = least_cost(problem, [row for row in rows if row not in order_rows]).value
    costs = Costs(
        expected=_dot(problem.expected_bill, levels),
        at_target=_dot(problem.target_bill, levels),
        at_worst_equilibrium=worst_cost(problem, outcomes, levels),
        liability=max((_dot(bill, levels) for bill in problem.liabilities), default=Fraction(0)),
    )
    return PolicySolution(
        problem=problem,
        criteria=criteria,
        levels=Policy(**{lever.name: level for lever, level in zip(problem.levers, levels, strict=True)}),
        costs=costs,
        status="optimal" if proven else "bound",
        lower_bound=relaxed,
        attained=not any(isinstance(c, Dominant | Unique) and c.margin == 0 for c in criteria),
        binding=_binding(found.certificate, rows),
        ties=tied,
        outcomes=outcomes,
        certificate=found.certificate,
        shortfall=None,
        unavailable=unavailable,
    )


def _binding(certificate: Certificate, rows: Sequence[Row]) -> tuple[Binding, ...]:
    """The rows that the multipliers name; bounds of levels stand before the rows in a certificate."""
    first = len(certificate.constraints) - len(rows)
    return tuple(Binding(rows[r - first], price) for r, price in certificate.multipliers if r >= first)


def _infeasible(
    problem: PolicyProblem,
    criteria: tuple[Criterion, ...],
    rows: Sequence[Row],
    unavailable: Mapping[str, tuple[str, ...]],
) -> PolicySolution:
    shortfall = find_shortfall(problem, criteria, rows)
    outcomes = tuple(outcome_of(arrays, [Fraction(0)] * len(problem.levers), None) for arrays in problem.conflicts)
    return PolicySolution(
        problem=problem,
        criteria=criteria,
        levels=Policy(),
        costs=None,
        status="infeasible",
        lower_bound=None,
        attained=False,
        binding=(),
        ties=(),
        outcomes=outcomes,
        certificate=shortfall.certificate,
        shortfall=shortfall,
        unavailable=unavailable,
    )


def _levers(
    conflicts: Sequence[Conflict], calibration: Calibration, instruments: Sequence[Instrument | str] | None
) -> tuple[list[Instrument], dict[str, tuple[str, ...]]]:
    """The instruments of the question; and those that are left out for want of values."""
    if instruments is not None:
        chosen = [load_instrument(i) if isinstance(i, str) else i for i in instruments]
        names = [i.name for i in chosen]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise InputError("instruments", [Problem("", "stands twice", name) for name in repeated])
        return chosen, {}
    acting = [i for i in shipped_instruments().values() if any(c.touched_by(i) for c in conflicts)]
    without = {i.name: tuple(lacking(conflicts, calibration, i)) for i in acting}
    return available(conflicts, calibration, acting), {name: missing for name, missing in without.items() if missing}


def _check_bounds(bounds: Mapping[str, object] | None, levers: Sequence[Instrument]) -> None:
    names = [i.name for i in levers]
    for name in bounds or {}:
        if name not in names:
            raise unknown("instrument of this question", name, names, source="bounds")


def _several(given: object, single: tuple[type, ...]) -> list:  # type: ignore[type-arg]
    return [given] if isinstance(given, single) else list(given)  # type: ignore[call-overload]


def _or_none(number: Number | None) -> Fraction | None:
    return None if number is None else exact(number)


def _dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))
