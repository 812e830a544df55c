"""Robust packages: what they say, their worst worlds, their limits, and what is refused."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from unchecked import unchecked_instrument

import tvet_games as tg
from tvet_games.errors import InputError, UnknownNameError
from tvet_games.policy.question import question
from tvet_games.policy.rows import row_of
from tvet_games.policy.scenario import as_question
from tvet_games.policy.verdict import verdict
from tvet_games.study.robust.robust import robust
from tvet_games.study.robust.worlds import MOVING


@pytest.fixture(scope="module")
def germany():
    return robust("germany_apprenticeship")


def test_the_result(germany) -> None:
    """By hand: net cost, less what is worth keeping a graduate at worst, less levy and recognition, plus the margin."""
    assert germany.feasible
    levels = germany.levels
    by_hand = 8100 - (Fraction(3, 5) - Fraction(7, 25)) * Fraction(13700, 3) - levels["free_riding_levy"] - 786 + 1
    assert levels["training_subsidy"] == by_hand
    assert germany.verify(1_000)
    assert germany.cost == germany.certificate.value == germany.lower_bound
    assert germany.premium == germany.cost - germany.solution.cost > 0
    assert germany.worst_cost > germany.cost
    assert germany.checked_on_grid == ()
    enterprise, school = sorted(germany.worlds, key=lambda w: w.row.moves[0].player, reverse=True)
    assert {n: enterprise.values[n] for n in ("retention", "standing", "spillover")} == {
        "retention": Fraction(3, 5),
        "standing": 0,
        "spillover": Fraction(7, 25),
    }
    assert "cultural_distance" not in enterprise.values  # the programme at its bound removes the friction
    assert school.values["reform_cost"] == 3000
    frame = germany.to_frame()
    assert list(frame.columns) == ["central", "robust", "low", "high", "expected cost"]
    assert frame["expected cost"].sum() == germany.cost


def test_a_worst_world_is_a_world(germany) -> None:
    """Its row is the one that the question has there, and tight at the package; the published net cost stays 8,100."""
    asked = germany.question
    for world in germany.worlds:
        there = asked.calibration.with_ties().replace(**world.values)
        assert there.numbers["trainee_output"] == there.numbers["training_cost"] - 8100
        assert row_of(asked.problem(there), world.row.condition) == world.row
        assert world.row.constraint.slack(germany.vector) == 0
        assert world.price > 0


def test_dearest_world(germany) -> None:
    """What the package costs there, by the arrays of that world."""
    there = germany.question.calibration.with_ties().replace(**germany.dearest_world)
    bill = germany.question.problem(there).expected_bill
    assert sum(b * x for b, x in zip(bill, germany.vector, strict=True)) == germany.worst_cost


def test_ties_hold_in_every_world() -> None:
    """Germany's net cost is tied, so training_cost alone moves nothing that the enterprise compares."""
    found = robust("germany_apprenticeship", over=["training_cost"])
    assert found.cost == found.solution.cost
    loose = tg.load_calibration("germany_2022").replace(training_cost=26_200)
    assert "trainee_output" in loose.ranges
    asked = as_question("germany_apprenticeship").replace(calibration=loose)
    assert robust(asked, over=["trainee_output"]).cost is None or robust(asked, over=["trainee_output"]).premium > 0


def test_a_package_that_is_a_little_less_is_broken(germany) -> None:
    """The check finds what is wrong."""
    used = [name for name, level in germany.levels.items() if level and name != "cultural_programme"]
    for name in used:
        less = tg.Policy(**{**germany.levels, name: germany.levels[name] - 1})
        assert replace(germany, levels=less).violations(2_000) > 0
    assert replace(germany, levels=germany.solution.levels).violations(1_000) > 200


def test_no_package() -> None:
    found = robust("germany_five_conflicts")
    assert not found.feasible
    assert found.verify()
    assert found.violations(10) == 10
    assert found.cost is found.premium is found.worst_cost is None
    assert not found.levels
    (world,) = found.shortfall.worlds
    assert world.values == {
        "practice_pay": 1500,
        "release_cost": 5800,
        "teaching_gain": 4000,
        "unsupported_share": Fraction(3, 5),
    }
    assert found.shortfall.missing == 2401
    assert found.shortfall.at_bound == ("release_funding",)
    told = " ".join(found.describe())
    assert "school would choose “neglect”" in told
    assert "teaching gain is 4,000 (central: 8,000)" in told
    assert "2,401 EUR per head are missing" in told
    assert "每人还缺 2,401 欧元" in " ".join(found.describe("zh"))
    assert found.to_frame()["expected cost"].isna().all()


def test_what_is_missing_is_what_would_be_enough() -> None:
    """A bound that is higher by what is missing gives a package; one unit less does not."""
    asked = as_question("germany_five_conflicts")
    over = ["practice_pay", "release_cost", "teaching_gain", "unsupported_share"]
    high = next(lever.high for lever in asked.problem().levers if lever.name == "release_funding")
    missing = robust(asked, over=over).shortfall.missing
    for more, holds in ((missing, True), (missing - 1, False)):
        assert robust(asked.replace(bounds={"release_funding": (None, high + more)}), over=over).feasible == holds


@pytest.mark.parametrize(
    ("limit", "kind"), [({"budget": Fraction(4_000)}, "budget"), ({"liability": Fraction(4_000)}, "liability")]
)
def test_limits(limit: dict, kind: str) -> None:
    found = robust(as_question("germany_apprenticeship").replace(**limit))
    assert found.shortfall.kind == kind
    assert found.verify()
    enough = {kind: 4_000 + found.shortfall.missing}
    assert robust(as_question("germany_apprenticeship").replace(**enough)).feasible
    assert "in all" in " ".join(found.describe())


def test_whole_steps_and_few_instruments() -> None:
    asked = as_question("germany_apprenticeship")
    stepped = robust(asked.replace(steps={"training_subsidy": Fraction(500), "free_riding_levy": Fraction(100)}))
    assert stepped.feasible
    assert stepped.verify(500)
    assert stepped.levels["training_subsidy"] % 500 == 0
    few = robust(asked.replace(at_most=3))
    assert few.feasible
    assert sum(level > 0 for level in few.levels.values()) <= 3
    assert few.verify(500)
    assert robust(asked).cost <= min(few.cost, stepped.cost)
    none = robust(asked.replace(at_most=1))
    assert none.shortfall.kind == "level"
    assert len(none.describe()) == 1


def test_nobody_worse_off_than_today_in_any_world() -> None:
    """Also where today is a mixed or another equilibrium: its strategies are held, its payoffs move."""
    asked = as_question("germany_apprenticeship").replace(no_one_worse_off=True, status_quo={"school_grant": 200})
    found = robust(asked, over=["retention", "reform_cost", "resource_saving", "quality_gain"])
    assert any(c.kind == "worse_off" for c in found.conditions)
    assert found.verify(2_000)
    kinds = {c.kind for c in found.conditions}
    assert kinds <= set(MOVING)


def test_unique_in_every_world() -> None:
    """The row of a worst world beyond the Nash rows; by the engine, unique in the worst worlds of the package."""
    asked = as_question("austria_apprenticeship").replace(budget=None)
    asked = asked.replace(bounds={**asked.bounds, "school_grant": (None, Fraction(20_000))})
    found = robust(asked, over=["reform_cost", "quality_gain", "solo_share"])
    assert found.feasible
    assert found.verify(1_000)
    assert all(leaf.verify() for leaf in found.leaves)
    for world in found.worlds:
        there = asked.calibration.with_ties().replace(**world.values)
        game = tg.load_conflict("school_enterprise").game(there, found.levels, exact=True)
        assert verdict(game, tg.Unique(50)).slack >= 0
        assert len(tg.equilibria(game)) == 1


def test_no_policy_is_needed() -> None:
    found = robust(question("school_enterprise", "switzerland_electrician"), over=["reform_cost"])
    assert found.cost == 0
    assert found.describe()[0].startswith("No policy is needed")


# Parameters that do not enter each by itself


def test_a_square_is_put_on_a_grid() -> None:
    values = tg.load_calibration("germany_2022").replace(standing="2000*retention*retention")
    asked = as_question("germany_apprenticeship").replace(calibration=values)
    found = robust(asked, over=["retention", "reform_cost"])
    assert found.checked_on_grid == ("retention",)
    assert found.verify(2_000)  # rising in retention, so the end of the grid is the worst
    assert "grid" in found.describe()[-1]
    end = robust(asked.replace(calibration=values.replace(retention="0.6")), over=["reform_cost"])
    assert found.levels == end.levels


def test_a_parameter_against_its_reciprocal_is_put_on_a_grid() -> None:
    """x + 200/x has its least value inside the range of x, near 14.1: the grid comes close."""
    text = "50*trainees_per_teacher + 10000/trainees_per_teacher"
    values = tg.load_calibration("germany_2022").replace(standing=text)
    asked = as_question("germany_apprenticeship").replace(calibration=values)
    found = robust(asked, over=["trainees_per_teacher"])
    assert found.checked_on_grid == ("trainees_per_teacher",)
    (moved,) = (w.values["trainees_per_teacher"] for w in found.worlds if "trainees_per_teacher" in w.values)
    assert abs(moved - Fraction(1414, 100)) < Fraction(1, 2)


def test_too_many_for_a_grid() -> None:
    names = ("retention", "spillover", "readiness", "reform_cost")
    values = tg.load_calibration("germany_2022").replace(standing=" + ".join(f"{n}*{n}" for n in names))
    asked = as_question("germany_apprenticeship").replace(calibration=values)
    with pytest.raises(InputError, match="too many for a grid; leave some of them out"):
        robust(asked)


def test_shared_payments_that_change_places(tmp_path: Path) -> None:
    """A bonus that counts by retention in one conflict and by match_share in another, whose ranges overlap."""
    shipped = Path(tg.__file__).parent / "library" / "instruments" / "retention_bonus.toml"
    text = shipped.read_text(encoding="utf-8")
    first, second = text.rsplit('enterprise  = "level*retention"', 1)
    path = tmp_path / "retention_bonus.toml"
    first = "\n".join(line for line in first.splitlines() if not line.startswith("cap"))
    path.write_text(first + '\nenterprise  = "level*match_share"' + second, encoding="utf-8")
    asked = question(["school_enterprise", "enterprise_student"], "switzerland_it", [unchecked_instrument(path)])
    found = robust(asked, over=["retention", "match_share", "hiring_saving"])
    assert set(found.checked_on_grid) == {"retention", "match_share"}
    assert found.feasible
    assert found.verify(2_000)
    apart = robust(asked, over=["hiring_saving", "spillover"])
    assert apart.checked_on_grid == ()


# What is refused


@pytest.mark.parametrize("criterion", [tg.RiskDominant(), tg.Sustainable("0.9"), tg.Basin("0.5")])
def test_criteria_that_are_no_rows(criterion) -> None:
    with pytest.raises(InputError, match="supported are Nash, Dominant, PDominant, Aligned, Unique"):
        robust(as_question("germany_apprenticeship").replace(criteria=(tg.Nash(), criterion)))


def test_names() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'retention'"):
        robust("germany_apprenticeship", over=["retension"])
    with pytest.raises(InputError, match=r"trainee_output.*has no range of its own"):
        robust("germany_apprenticeship", over=["trainee_output"])
    with pytest.raises(InputError, match="period_years"):
        robust("germany_apprenticeship", over=["period_years"])
    assert robust("germany_apprenticeship", over="retention").box.keys() == {"retention"}
