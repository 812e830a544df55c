"""What two stakeholders bargain over, on the shipped conflicts and by hand."""

from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError, UnknownNameError
from tvet_games.study.negotiation import RULES
from tvet_games.study.pay_reading import pay_reading

DYADS = [c for c in tg.conflicts() if tg.load_conflict(c).bargaining is not None]


@pytest.mark.parametrize("conflict", DYADS)
@pytest.mark.parametrize("calibration", tg.calibrations())
def test_every_dyad_everywhere(conflict: str, calibration: str) -> None:
    talks = tg.negotiate(conflict, calibration)
    assert bool(talks.agreements) is (talks.surplus > 0)
    for a in talks.agreements:
        assert a.contract is not None or not talks.target_is_best
        if a.contract is None:
            continue
        assert a.payoffs.sum() == talks.target.sum()
        signed = a.contract.applied_to(talks.game)
        assert bool(tg.pure_equilibria(signed)[(0,) * 2]) is a.contract.holds
        assert (a.outside_money == 0) is a.contract.holds
        assert a.outside_money >= talks.bare.least_outside_money
    for s in talks.lotteries:
        paid = (talks.game.payoffs * s.lottery).sum(axis=(1, 2))
        assert (paid == s.payoffs + s.surplus_left).all()
        assert (paid >= talks.disagreement).all()
    for language in ("en", "zh"):
        assert all(talks.describe(language))
    assert len(talks.to_frame()) == len(talks.agreements) + len(talks.lotteries)


def test_a_contract_is_possible_exactly_when_both_together_lose_by_leaving() -> None:
    for subsidy in range(0, 8001, 500):
        talks = tg.negotiate("school_enterprise", "germany_2022", tg.Policy(training_subsidy=subsidy))
        room = talks.bare.room.sum()
        found = tg.cheapest_policy(
            "school_enterprise",
            "germany_2022",
            [],
            criterion=tg.Nash(margin=0),
            contracts=True,
            participation=False,
        )
        assert talks.bare.can_hold is (room >= 0)
        assert talks.bare.least_outside_money == max(0, -room)
        if subsidy == 0:
            assert found.feasible is talks.bare.can_hold


def test_the_german_firm_and_school_need_3215_euros_from_outside() -> None:
    talks = tg.negotiate("school_enterprise", "germany_2022")
    assert float(talks.bare.least_outside_money) == pytest.approx(3215.33, abs=0.01)
    assert not talks.agreements
    assert "Nothing to bargain over" in talks.describe()[0]
    assert "3,215.33 EUR per trainee-year of outside money are missing" in " ".join(talks.describe())


def test_with_side_payments_equal_weights_split_the_surplus() -> None:
    talks = tg.negotiate("enterprise_student", "germany_2022")
    half = talks.surplus / 2
    for a in talks.agreements:
        if a.rule in RULES:
            assert (a.payoffs == talks.disagreement + half).all()
    assert {a.rule for a in talks.agreements} == {*RULES, "shapley", "nucleolus"}


def test_a_weak_student_gets_less() -> None:
    talks = tg.negotiate("enterprise_student", "germany_2022", weights={"student": Fraction(1, 3)})
    equal, weak = talks.agreements[:2]
    assert (equal.rule, weak.rule) == ("nash", "weighted_nash")
    assert weak.payoffs[1] == talks.disagreement[1] + talks.surplus / 4
    assert weak.payoffs[1] < equal.payoffs[1]


def test_the_first_to_offer_gets_more_as_patience_runs_out() -> None:
    talks = tg.negotiate("school_teacher", "germany_2022", discounts=(0.9, 0.5))
    rubinstein = next(a for a in talks.agreements if a.rule == "rubinstein")
    share = (1 - Fraction(1, 2)) / (1 - Fraction(9, 20))
    assert rubinstein.payoffs[0] == talks.disagreement[0] + share * talks.surplus


def test_disagreement_points() -> None:
    def point(conflict: str = "school_enterprise", **asked: object) -> tuple[str, list]:
        talks = tg.negotiate(conflict, "germany_2022", tg.Policy(training_subsidy=9000), **asked)
        return talks.disagreement_rule, talks.disagreement.tolist()

    assert point() == ("baseline_equilibrium", [0, 0])
    nominal_invest = tg.load_conflict("school_enterprise").game(tg.load_calibration("germany_2022"), exact=True)
    today = {"school": "nominal", "enterprise": "invest"}
    assert point(today=today)[1] == nominal_invest.payoffs[:, 1, 0].tolist()
    assert point(disagreement="outside") == ("outside", [0, 0])
    assert point(disagreement=[1, "1/2"]) == ("given", [1, Fraction(1, 2)])
    assert point(disagreement="worst_equilibrium") == ("worst_equilibrium", [0, 0])
    assert point(disagreement="maxmin")[0] == "maxmin"


def test_nothing_to_gain_where_all_cooperate_already() -> None:
    talks = tg.negotiate("school_enterprise", "switzerland_electrician")
    assert talks.surplus == 0
    assert not talks.agreements
    assert talks.cheapest == ()


def test_a_payment_is_read_as_pay() -> None:
    talks = tg.negotiate("enterprise_student", "germany_2022")
    reading = talks.reading
    assert reading is not None
    assert reading.parameter == "pay_fair"
    assert round(float(reading.ratio(reading.value)), 3) == 0.287  # de_pay_ratio_2023
    contract = talks.agreements[0].contract
    assert reading.under(contract) == reading.value + contract.payments[1]
    assert {p.figure for p in reading.published} >= {f"ch_mech_fair_y{y}" for y in (1, 2, 3, 4)}
    assert reading.to_frame().loc["ch_cook_fair_y3", "ratio"] == Fraction(54, 100)


def test_what_cannot_be_read() -> None:
    germany = tg.load_calibration("germany_2022")
    assert pay_reading(tg.load_conflict("school_enterprise"), germany) is None
    assert pay_reading(tg.load_conflict("community"), germany) is None
    teacher = pay_reading(tg.load_conflict("school_teacher"), germany)
    assert teacher.parameter == "practice_pay"
    assert teacher.ratio(teacher.value) is None


def test_units_are_per_head_of_the_conflict() -> None:
    assert tg.negotiate("school_teacher", "germany_2022").unit == "EUR per teacher-year"
    assert tg.negotiate("school_teacher", "austria_2016").unit == "EUR per teacher and apprenticeship"
    assert tg.negotiate("school_student", "austria_2016").unit == "EUR per apprenticeship"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"conflict": "community"}, "between two players"),
        ({"disagreement": "maximin"}, "did you mean 'maxmin'"),
        ({"disagreement": [1]}, "expected two payoffs"),
        ({"disagreement": ["x", 1]}, "expected two payoffs"),
        ({"disagreement": 5}, "expected two payoffs"),
        ({"weights": {"studnt": 1}}, "did you mean 'student'"),
        ({"weights": {"student": -1}}, "below 0"),
        ({"weights": {"student": "x"}}, "finite decimal"),
        ({"weights": {"student": 0, "enterprise": 0}}, "all 0"),
        ({"today": {"student": "engage", "enterprise": "train"}}, "baseline_equilibrium only"),
        ({"disagreement": "baseline_equilibrium", "today": {"student": "engage"}}, "has no action; name one"),
        ({"discounts": (1, 0.5)}, "discounts"),
        ({"discounts": (0.5,)}, "discounts"),
        ({"conflict": 5}, "expected a conflict"),
        ({"calibration": 5}, "expected a calibration"),
        ({"policy": {"training_subsidy": 5}}, "expected a Policy"),
    ],
)
def test_mistakes(asked: dict, said: str) -> None:
    with pytest.raises((InputError, UnknownNameError, tg.TvetGamesError), match=said):
        tg.negotiate(**{"conflict": "enterprise_student", "calibration": "germany_2022", **asked})


def test_frames_have_a_row_a_rule() -> None:
    frame = tg.negotiate("school_enterprise", "germany_2022", tg.Policy(training_subsidy=4000)).to_frame()
    with_payments = frame[frame["side payments"]]
    assert np.allclose((with_payments["school"] + with_payments["enterprise"]).astype(float), 3698)
    assert not with_payments["holds"].any()
