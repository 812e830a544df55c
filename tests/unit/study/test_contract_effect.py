"""What contracts achieve alone and beside public money."""

from fractions import Fraction

import pytest

import tvet_games as tg
from tvet_games.study.contract import contract_effect


def test_german_apprenticeship() -> None:
    found = contract_effect("germany_apprenticeship")
    assert found.public_cost_without == tg.search("germany_apprenticeship").cost
    assert [round(float(x), 2) for x in (found.public_cost_with, found.saved)] == [1118.57, 2067.83]
    assert not found.alone.feasible
    assert found.missing == Fraction(9652, 3), "2m - A1 - B1"
    assert found.alone.shortfall.missing == found.missing / 2, "each of the two has half of it to be forgiven"
    (paid,) = found.payments
    assert (paid.conflict, paid.payer, paid.payee) == ("school_enterprise", "school", "enterprise")
    lacks, before, after, last = found.describe()
    assert lacks.startswith("Contracts alone are not enough: 3,217.33 EUR per trainee-year")
    assert "3,186.40" in before
    assert "1,118.57 EUR per trainee-year, which saves 2,067.83" in after
    assert "school pays enterprise 2,442.05" in last
    assert "还需外部提供现金 3,217.33" in found.describe("zh")[0]
    frame = found.to_frame()
    assert frame.index.tolist() == ["without", "alone", "together"]
    assert frame.loc["alone", "status"] == "infeasible"
    assert frame.loc["together", "paid by contract"] == paid.amount


def test_contracts_that_are_enough() -> None:
    found = contract_effect("switzerland_it_patience")
    assert found.missing == 0
    assert found.public_cost_with == 0
    assert found.alone.feasible
    assert "A contract alone is enough: school pays enterprise" in found.describe()[0]


def test_money_at_the_target_is_not_all() -> None:
    """A criterion on what happens elsewhere cannot be bought where everybody cooperates."""
    found = contract_effect("austria_apprenticeship")
    assert found.missing is None
    assert "whatever came from outside" in found.describe()[0]


def test_the_number_of_heads() -> None:
    """Costs are for all heads; what is missing and what is paid are per head."""
    one, many = (
        contract_effect(tg.question("school_enterprise", "germany_2022", heads={"trainee": n}, contracts=True))
        for n in (1, 1_000)
    )
    assert many.saved == 1_000 * one.saved
    assert many.missing == one.missing
    assert many.payments == one.payments


def test_a_community() -> None:
    found = contract_effect("community_germany")
    assert found.public_cost_with < found.public_cost_without / 10
    assert found.missing > 0
    assert all(s.verify() for s in (found.without, found.alone, found.together))
    weights = {"school_teacher", "enterprise_teacher"}
    paid = sum(p.amount for p in found.payments if p.conflict not in weights)
    teachers = sum(p.amount for p in found.payments if p.conflict in weights)
    ratio = found.question.calibration.numbers["trainees_per_teacher"]
    assert found.to_frame().loc["together", "paid by contract"] == paid + teachers / ratio


def test_what_is_in_force_stays() -> None:
    """Alone means nothing public beyond today; a contract in force today is none of the levers without."""
    lever = "contract_school_enterprise_from_school"
    found = contract_effect(
        tg.question(
            "school_enterprise",
            "germany_2022",
            ["training_subsidy", "free_riding_levy"],
            status_quo={"training_subsidy": 1_000, "school_grant": 500, lever: 200},
            steps={"training_subsidy": 300},
            contracts=True,
        )
    )
    assert found.alone.problem.today == found.together.problem.today[:1] + found.together.problem.today[2:]
    assert found.missing == Fraction(9652, 3) - 1_500
    assert found.without.problem.today[-2:] == (200, 500)
    assert found.without.levels[lever] == 0
    assert found.together.cost <= found.without.cost


def test_neither_will_do() -> None:
    found = contract_effect(tg.question("school_enterprise", "germany_2022", ["cultural_programme"]))
    assert found.saved is None
    assert found.public_cost_with is None
    assert not found.payments
    assert found.describe()[1:] == ("Without contracts no policy will do.", "With them no policy will do either.")
    assert not found.alone.feasible


def test_no_one_to_pay(tmp_path) -> None:
    path = tmp_path / "alone.toml"
    path.write_text(
        'format = 1\n[conflict]\nname = "alone"\nper = "trainee"\n'
        '[[player]]\nname = "a"\nactions = ["do", "shirk"]\n[[payoff]]\na = 1\n'
    )
    with pytest.raises(tg.InputError, match="no two players"):
        contract_effect(tg.question(tg.load_conflict(path), "germany_2022", []))


def test_what_has_a_fixed_level_is_held_like_what_is_in_force() -> None:
    fixed = tg.question(
        "school_enterprise",
        "germany_2022",
        ["training_subsidy", "cultural_programme"],
        bounds={"training_subsidy": (4_000, 4_000)},
        contracts=True,
    )
    found = tg.contract_effect(fixed)
    assert found.alone.feasible
    assert "beside what is in force (training subsidy 4,000)" in found.describe()[0]
    force = fixed.replace(status_quo={"training_subsidy": Fraction(4_000)}, bounds={})
    assert tg.contract_effect(force).alone.levels == found.alone.levels
