"""Several conflicts with shared instruments: billed once per head, and lost once by who deviates everywhere at once."""

from fractions import Fraction
from itertools import product

import pytest

import tvet_games as tg
from tvet_games.policy.build import build_problem
from tvet_games.policy.levers import available
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.requirements import criterion_conditions, participation_conditions
from tvet_games.policy.rows import Row, rows_of

BOTH = ["school_enterprise", "enterprise_student"]


@pytest.fixture
def swiss() -> tg.Calibration:
    return tg.load_calibration("switzerland_it")


def problem_of(conflicts: list[str], calibration: tg.Calibration, instruments: list[str]):
    return build_problem(
        [tg.load_conflict(c) for c in conflicts], calibration, [tg.load_instrument(i) for i in instruments]
    )


def nash_rows(problem: PolicyProblem, margin: int) -> list[Row]:
    return rows_of(problem, criterion_conditions(problem, tg.Nash(margin)))


def participation_rows(problem: PolicyProblem) -> list[Row]:
    return rows_of(problem, participation_conditions(problem))


def test_a_shared_subsidy_is_billed_once(swiss: tg.Calibration) -> None:
    alone = problem_of(["school_enterprise"], swiss, ["training_subsidy"])
    together = problem_of(BOTH, swiss, ["training_subsidy"])
    assert alone.target_bill == together.target_bill == (1,)
    found = tg.cheapest_policy(BOTH, swiss, ["training_subsidy", "pay_floor"])
    level = found.levels["training_subsidy"]
    share = found.levels["pay_floor"] * swiss.numbers["enforcement_share"]
    assert found.costs is not None
    assert found.costs.at_target == level + share


def test_heads_multiply_the_bill(swiss: tg.Calibration) -> None:
    one = tg.cheapest_policy(BOTH, swiss)
    many = tg.cheapest_policy(BOTH, swiss, heads={"trainee": 1_000, "teacher": 50, "site": 50})
    assert many.cost == 1_000 * one.cost
    assert dict(many.levels) == dict(one.levels)


def test_joint_deviations_are_respected(swiss: tg.Calibration) -> None:
    """At the optimum nobody gains by deviating in any set of conflicts, a shared payment being lost once."""
    found = tg.cheapest_policy(BOTH, swiss, criterion=tg.Nash(margin=100))
    levels = [found.levels[lever.name] for lever in found.problem.levers]
    firm = []
    for arrays in found.problem.conflicts:
        i = arrays.conflict.player_names.index("enterprise")
        payoffs = arrays.baseline[i]
        own = {lever.name: arrays.effect[k, i] for k, lever in enumerate(found.problem.levers)}
        firm.append((i, payoffs, own))
    for moves in product((0, 1), repeat=2):
        if not any(moves):
            continue
        lost = Fraction(0)
        shared: dict[str, list[Fraction]] = {}
        for (i, payoffs, own), deviates in zip(firm, moves, strict=True):
            cell = tuple(1 if j == i and deviates else 0 for j in range(2))
            lost += payoffs[0, 0] - payoffs[cell]
            for k, lever in enumerate(found.problem.levers):
                shared.setdefault(lever.name, []).append(levels[k] * (own[lever.name][0, 0] - own[lever.name][cell]))
        for lever in found.problem.levers:
            parts = shared[lever.name]
            lost += max(parts) if lever.instrument.joint == "once" and min(parts) >= 0 else sum(parts)
        assert lost >= 100, moves


def test_without_the_joint_rows_a_package_would_fail(swiss: tg.Calibration) -> None:
    """The joint row binds in this question: the sum of single rows would have let the payment count twice."""
    found = tg.cheapest_policy(BOTH, swiss, criterion=tg.Nash(margin=100))
    joint = [b.row for b in found.binding if len(b.row.moves) == 2]
    assert joint
    assert {found.problem.conflicts[m.conflict].conflict.name for m in joint[0].moves} == set(BOTH)


def test_subsets_of_a_stakeholder(swiss: tg.Calibration) -> None:
    """2^m - 1 rows for m conflicts with a payment in common; none where nothing is shared."""
    shared = problem_of(BOTH, swiss, ["training_subsidy"])
    assert sorted(len(r.moves) for r in nash_rows(shared, 0)) == [1, 1, 1, 1, 2]
    separate = problem_of(BOTH, swiss, ["school_grant", "mentor_allowance"])
    assert {len(r.moves) for r in nash_rows(separate, 0)} == {1}
    five = ["school_enterprise", "enterprise_student", "school_student", "school_teacher", "enterprise_teacher"]
    recognised = problem_of(five, swiss, ["public_recognition"])
    assert max(len(r.moves) for r in nash_rows(recognised, 0)) == 2
    assert max(len(r.moves) for r in participation_rows(recognised)) == 2


def test_per_teacher_money_is_weighted(swiss: tg.Calibration) -> None:
    """A teacher allowance in two dyads: the joint row is per trainee, each dyad weighted by teachers per trainee."""
    problem = problem_of(["school_teacher", "enterprise_teacher"], swiss, ["teacher_allowance"])
    (joint,) = [r for r in nash_rows(problem, 7) if len(r.moves) == 2]
    per_trainee = 1 / swiss.numbers["trainees_per_teacher"]
    assert joint.constraint.coefficients == (per_trainee,)
    singles = {r.moves: r.constraint for r in nash_rows(problem, 0) if len(r.moves) == 1}
    base = sum(-singles[(m,)].bound for m in joint.moves)
    assert joint.constraint.bound == per_trainee * (7 - base)
    assert problem.heads == (per_trainee,)


def test_expected_cost_prices_a_promise() -> None:
    """(1 - breakdown)*cost(t) + breakdown*mean over the profiles with one deviation."""
    germany = tg.load_calibration("germany_2022")
    problem = problem_of(["school_enterprise"], germany, ["training_subsidy", "school_guarantee", "free_riding_levy"])
    rate, share = germany.numbers["breakdown_rate"], germany.numbers["levy_administration_share"]
    assert problem.target_bill == (1, 0, share)
    assert problem.expected_bill == (1 - rate + rate / 2, rate / 2, (1 - rate) * share + rate * share / 2)


def test_a_cap_on_support_holds_over_the_group() -> None:
    germany = tg.load_calibration("germany_2022")
    found = tg.cheapest_policy("school_enterprise", germany, ["training_subsidy", "retention_bonus"])
    paid = found.levels["training_subsidy"] + germany.numbers["retention"] * found.levels["retention_bonus"]
    assert paid <= germany.numbers["training_cost"] - germany.numbers["trainee_output"]
    poor = germany.replace(hiring_saving=0, standing=0, enterprise_friction=5_000)
    short = tg.cheapest_policy("school_enterprise", poor, ["training_subsidy", "retention_bonus"])
    assert not short.feasible
    assert short.shortfall is not None
    assert short.shortfall.kind == "cap"
    assert short.verify()


def test_what_a_calibration_lacks_is_said() -> None:
    germany = tg.load_calibration("germany_2022")
    found = tg.cheapest_policy("school_enterprise", germany)
    assert set(found.unavailable) == {"tax_credit"}
    chosen = available([tg.load_conflict("school_enterprise")], germany, [tg.load_instrument("tax_credit")])
    assert chosen == []
    china = tg.cheapest_policy("school_enterprise", "china_2021")
    assert china.unavailable == {}
    assert "tax_credit" in china.levels
