"""Every published result that a calibration states, and the Austrian and Chinese results as fractions and formulas."""

from fractions import Fraction
from pathlib import Path

import pytest
import sympy

import tvet_games as tg
from tvet_games.model.calibration import Calibration
from tvet_games.model.figures import figures
from tvet_games.model.formula import evaluate, parse
from tvet_games.model.schema import ReproducesTable
from tvet_games.numerics import exact
from tvet_games.policy.threshold.threshold import Threshold
from tvet_games.symbolic.algebra import SympyAlgebra
from tvet_games.symbolic.payoffs import symbol

STATED = [(name, k) for name in tg.calibrations() for k in range(len(tg.load_calibration(name).reproduces))]

PURE = {"retention": 1, "spillover": 0, "standing": 0, "school_service": 0, "cultural_distance": 0}


def result(name: str, k: int) -> tuple[ReproducesTable, Calibration]:
    calibration = tg.load_calibration(name)
    stated = calibration.reproduces[k]
    return stated, calibration.replace(**stated.replaced)


@pytest.mark.parametrize(("name", "k"), STATED, ids=[f"{n}-{k + 1}" for n, k in STATED])
def test_stated_result(name: str, k: int) -> None:
    stated, calibration = result(name, k)
    conflict = tg.load_conflict(stated.conflict)
    game = conflict.game(calibration, tg.Policy(**stated.policy), exact=True)
    if stated.pure_equilibria is not None:
        found = [e.profile for e in tg.equilibria(game) if e.profile is not None]
        assert sorted(found) == sorted(conflict.profile(p) for p in stated.pure_equilibria)
    elif stated.threshold is not None:
        instrument, nash = stated.threshold.instrument, tg.Nash(margin=0)
        least = tg.threshold(conflict, instrument, calibration=calibration, criterion=nash)
        assert least.at() == exact(stated.threshold.level)
    else:
        profile = conflict.profile(stated.profile)
        for player, payoff in stated.payoff.items():
            assert game.payoffs[(conflict.player_names.index(player), *profile)] == exact(payoff)


def test_every_calibration_states_the_five_baselines() -> None:
    dyads = {"school_enterprise", "enterprise_student", "school_student", "school_teacher", "enterprise_teacher"}
    for name in tg.calibrations():
        stated = {r.conflict for r in tg.load_calibration(name).reproduces if r.pure_equilibria is not None}
        assert stated >= dyads, name


def austria(**changes: object) -> Calibration:
    return tg.load_calibration("austria_2016").replace(**{**PURE, **changes})


def test_austrian_firm_free_rides_without_and_trains_with_the_subsidy() -> None:
    conflict = tg.load_conflict("school_enterprise")
    without, with_subsidy = (
        conflict.game(austria(), tg.Policy(training_subsidy=s), exact=True).payoffs[1, 0] for s in (0, 5_100)
    )
    assert list(without) == [-3_900, 0]
    assert list(with_subsidy) == [1_200, 0]


def austrian_threshold() -> Threshold:
    free, nash = ("retention",), tg.Nash(margin=0)
    return tg.threshold("school_enterprise", "training_subsidy", calibration=austria(), free=free, criterion=nash)


def test_austrian_threshold_formula() -> None:
    least = austrian_threshold()
    assert str(least) == "level >= 14300 - 10400*retention"
    assert least.expression == 14_300 - 10_400 * symbol("retention")
    assert not least.conditions
    for retention in (0, Fraction(6, 10), Fraction(23, 26), 1):
        found = tg.cheapest_policy(
            "school_enterprise", austria(retention=retention), ["training_subsidy"], criterion=tg.Nash(margin=0)
        )
        assert found.levels["training_subsidy"] == least.at(retention=retention)
        assert found.verify()


def test_austrian_break_even_retention() -> None:
    least = austrian_threshold()
    assert sympy.solve(least.expression - 5_100) == [sympy.Rational(23, 26)]
    assert least.at(retention=Fraction(23, 26)) == 5_100


MISSION = (
    "training_cost + cultural_distance*enterprise_friction + spillover*hiring_saving - trainee_output"
    " - retention*hiring_saving - standing - school_service"
)


def test_full_threshold_formula_of_the_mission() -> None:
    """Everything free: the enterprise's term is the formula of the paper."""
    least = tg.threshold("school_enterprise", "training_subsidy", criterion=tg.Nash(margin=0))
    formula = parse(MISSION)
    wanted = evaluate(formula, {name: symbol(name) for name in formula.names}, SympyAlgebra())
    (term,) = (t for t in least.terms if t.player == "enterprise")
    assert sympy.expand(term.expression - wanted) == 0
    assert (term.action, term.others, term.kind) == ("free_ride", ("co_train",), "at least")
    assert sympy.expand(least.expression - sympy.Max(0, wanted)) == 0


PLACEMENT = """
format = 1
[conflict]
name = "placement_agency"
per  = "trainee"
[[player]]
name    = "school"
actions = ["direct", "sell"]
[[player]]
name    = "student"
actions = ["accept", "refuse"]
[parameter]
convenience_gain = { dimension = "money", meaning = "illegal gain" }
fine_multiple    = { dimension = "ratio", meaning = "fine" }
inspection_cost  = { dimension = "money", meaning = "cost" }
[[payoff]]
school  = 0
student = 0
[[payoff]]
when   = { school = "sell" }
school = "convenience_gain"
[[effect]]
instrument  = "inspection"
when        = { school = "sell" }
school      = "-level*(1 + fine_multiple)*convenience_gain"
"""


@pytest.mark.parametrize(("fine", "detection"), [(1, Fraction(1, 2)), (5, Fraction(1, 6)), (3, Fraction(1, 4))])
def test_chinese_fine_deters_from_one_over_one_plus_fine(tmp_path: Path, fine: int, detection: Fraction) -> None:
    path = tmp_path / "placement_agency.toml"
    path.write_text(PLACEMENT)
    calibration = tg.load_calibration("china_2021").replace(fine_multiple=fine)
    nash = tg.Nash(margin=0)
    found = tg.cheapest_policy(tg.load_conflict(path), calibration, ["inspection"], criterion=nash)
    assert found.levels["inspection"] == detection
    least = tg.threshold(tg.load_conflict(path), "inspection", calibration=calibration, criterion=nash)
    assert least.at() == least.expression == detection


def test_chinese_inspection_formula_holds_whatever_the_gain(tmp_path: Path) -> None:
    path = tmp_path / "placement_agency.toml"
    path.write_text(PLACEMENT)
    least = tg.threshold(tg.load_conflict(path), "inspection", criterion=tg.Nash(margin=0))
    assert least.expression == 1 / (1 + symbol("fine_multiple"))
    assert str(least) == "level >= 1/(fine_multiple + 1)"


def pay_ratio(name: str) -> Fraction:
    """Apprentice pay / skilled pay."""
    values = tg.load_calibration(name).numbers
    return values["pay_fair"] / values["skilled_pay"]


def test_pay_ratios() -> None:
    """Germany's is published; China's is the statutory floor; the Swiss one rests on a rough first-year ratio."""
    assert round(pay_ratio("germany_2022"), 3) == exact(figures()["de_pay_ratio_2023"].value)
    assert pay_ratio("china_2021") == Fraction(int(figures()["cn_payfloor21"].value), 100)
    first, swiss = (exact(figures()[name].value) for name in ("ch_pay_painter_y1", "ch_payratio_y1"))
    for name in ("switzerland_2016", "switzerland_it", "switzerland_electrician"):
        values = tg.load_calibration(name).numbers
        assert round(first * values["period_years"] / values["skilled_pay"], 2) == swiss
    assert all(0 < pay_ratio(name) < 1 for name in tg.calibrations())


def test_skilled_pay_is_called_assumed_where_no_figure_gives_it() -> None:
    provenance = {name: tg.load_calibration(name).values["skilled_pay"].provenance for name in tg.calibrations()}
    assert {name for name, kind in provenance.items() if kind == "derived"} == {"germany_2022", "china_2021"}
    assert set(provenance.values()) == {"derived", "assumed"}


def test_published_sums_stay_exact_in_drawn_worlds() -> None:
    import numpy as np

    drawn = tg.load_calibration("austria_2016").sample(100, np.random.default_rng(1)).numbers
    assert np.allclose(drawn["trainee_output"], drawn["training_cost"] - 14_300, rtol=1e-14)
    assert drawn["training_cost"].std() > 0
