"""How patient the parties must be: numbers, the least level of a policy, sentences in two languages, bad input."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.policy.threshold.threshold import threshold
from tvet_games.solve.repeated import critical_discount, critical_discounts, effective_discount
from tvet_games.study.mechanisms.patience import Patience, patience
from tvet_games.testing import small_fractions

BASE = ("school_enterprise", "austria_2016")


def factor_at(calibration: str, level: Fraction, detection: Fraction, other: int = 0) -> Fraction | float:
    policy = tg.Policy(training_subsidy=level, school_grant=other, retention_bonus=other)
    game = tg.load_conflict("school_enterprise").game(tg.load_calibration(calibration), policy, exact=True)
    return critical_discount(game, detection=detection)


def test_without_a_policy_the_shipped_conflict_is_never_settled() -> None:
    found = patience(*BASE)
    assert found.factors == (0, math.inf)
    assert found.minmax == (0, math.inf)
    assert found.punishment == (1, 1)
    assert found.describe() == (
        "After a breach they play for ever: school nominal, enterprise free-ride. This is an equilibrium of the single "
        "period, so the threat is credible.",
        "Nothing tempts school: no patience is needed.",
        "No patience is enough for enterprise: deviating gains 9,040 and the punishment does not hurt (0 instead of "
        "-6,960).",
        "So repetition alone never sustains cooperation here, however patient they are.",
        "Not even holding each to the least that the others can leave it (minmax) would be enough, and that is only a "
        "bound: nobody need be willing to punish so (not subgame perfect).",
    )
    assert "仅靠重复交往都不能维持合作" in found.describe("zh")[3]
    assert "非子博弈完美" in found.describe("zh")[4]


def test_per_period_and_per_year() -> None:
    found = patience("enterprise_student", "austria_2016")
    assert found.factors == (Fraction(225, 476), 0)
    assert found.years == Fraction(7, 2)
    frame = found.to_frame()
    assert list(frame.index) == ["enterprise", "student", "all"]
    assert frame["equilibrium"].tolist() == [Fraction(225, 476), 0, Fraction(225, 476)]
    assert frame["equilibrium, per year"].tolist() == pytest.approx([0.80722, 0, 0.80722], abs=1e-4)
    assert frame["minmax"].tolist() == frame["equilibrium"].tolist()
    assert "From a discount factor of 0.473 a period on (0.807 a year) enterprise cooperates." in found.describe()


@pytest.mark.parametrize("conflict", tg.conflicts())
@pytest.mark.parametrize("calibration", ["austria_2016", "germany_2022"])
def test_every_conflict_has_its_numbers_and_its_words(conflict, calibration) -> None:
    found = patience(conflict, calibration, detection=0.5, delta=0.9)
    game = tg.load_conflict(conflict).game(tg.load_calibration(calibration), exact=True)
    assert list(found.factors) == list(critical_discounts(game, detection=0.5))
    assert found.largest == max(found.factors)
    assert max(found.minmax) <= found.largest
    assert found.is_enough is (found.largest <= Fraction(9, 10))
    english, chinese = found.describe(), found.describe("zh")
    assert len(english) == len(chinese)
    assert all(not any("一" <= c <= "鿿" for c in sentence) for sentence in english)
    assert all(any("一" <= c <= "鿿" for c in sentence) for sentence in chinese)


def test_where_cooperation_is_an_equilibrium_no_patience_is_needed() -> None:
    found = patience("school_teacher", "austria_2016", detection=0.1)
    assert found.describe() == ("Cooperation is an equilibrium of the single period already: no patience is needed.",)
    assert found.describe("zh") == ("合作已经是单期博弈的均衡：无需耐心。",)


def test_a_subsidy_lowers_the_critical_factor() -> None:
    found = patience(*BASE, over="training_subsidy", values=[6000, 7000, 8000, 9000, 9500], delta="1/2")
    curve = found.curve
    assert curve is not None
    expected = [math.inf, *(float(Fraction(113, 26) - Fraction(s, 2080)) for s in (7000, 8000, 9000)), 0]
    assert curve.largest == pytest.approx(np.array(expected))
    assert (curve.least, curve.high, curve.unit) == (8000, 70000, "EUR per apprenticeship")
    assert found.largest == math.inf  # what is in force now, without the subsidy
    assert found.is_enough is False
    assert found.describe()[-3:] == (
        "The discount factor 0.5 a period (0.82 a year) is not enough.",
        "At training subsidy 6,000 EUR per apprenticeship no patience is enough; at 9,500 EUR per apprenticeship no "
        "patience is needed.",
        "The least training subsidy at which 0.5 a period is enough is 8,000 EUR per apprenticeship.",
    )
    frame = found.to_frame()
    assert frame.index.name == "training_subsidy"
    assert list(frame.columns) == ["school", "enterprise", "all"]


@settings(max_examples=25)
@given(
    st.sampled_from(tg.calibrations()),
    small_fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20),
    small_fractions(Fraction(1, 8), 1, max_denominator=8),
    st.sampled_from([0, 100, 700]),
)
def test_the_least_level_is_where_the_factor_falls_to_delta(calibration, delta, q, other) -> None:
    """Exactly, with breaches that may stay hidden and beside other instruments."""
    beside = tg.Policy(school_grant=other, retention_bonus=other) if other else None
    found = patience(
        "school_enterprise", calibration, beside, over="training_subsidy", values=[0, 1], detection=q, delta=delta
    )
    assert found.curve is not None
    least = found.curve.least
    assert isinstance(least, Fraction)
    assert factor_at(calibration, least, q, other) <= delta
    if least > 0:
        assert factor_at(calibration, least - Fraction(1, 10**6), q, other) > delta
    if not other:
        criterion = tg.Sustainable(effective_discount(delta, q), margin=0)
        assert (
            least
            == threshold("school_enterprise", "training_subsidy", calibration=calibration, criterion=criterion).at()
        )


def test_values_of_the_calibration_move_too() -> None:
    found = patience(
        "enterprise_student", "austria_2016", over="slack_value", values=[0, 10000, 20000, 22000], delta=0.5
    )
    curve = found.curve
    assert curve is not None
    assert (curve.least, curve.high) == (None, None)
    assert curve.largest == pytest.approx(np.array([225 / 476, 225 / 476, 225 / 476, 0.7260], dtype=float), abs=1e-4)
    assert found.describe()[-1] == "0.5 a period is enough at slack value 0 to 20,000 EUR per apprenticeship."
    assert found.describe("zh")[-1] == "闲暇价值为 0 至 20,000 欧元/学徒期 时，每期 0.5 足够。"
    never = patience("enterprise_student", "austria_2016", over="slack_value", values=[22000], delta=0.5)
    assert never.describe()[-1] == "0.5 a period is enough at none of these values."
    assert never.describe()[-2].startswith("At slack value 22,000 EUR per apprenticeship a discount factor of 0.726")


def test_levels_beyond_the_bound_and_levels_that_do_not_help() -> None:
    grants = patience(*BASE, over="school_grant", values=[0, 100], delta=0.5)
    assert grants.curve is not None
    assert grants.curve.least == math.inf
    assert grants.describe()[-1] == "No school grant at all makes 0.5 a period enough."
    found = patience(*BASE, over="training_subsidy", values=[0, 100], delta=0.5)
    assert found.curve is not None
    capped = replace(found, curve=replace(found.curve, high=5000.0))
    assert capped.describe()[-1].endswith(
        "is 8,000 EUR per apprenticeship, beyond its bound of 5,000 EUR per apprenticeship."
    )


def test_detection_is_said() -> None:
    found = patience("enterprise_student", "austria_2016", detection=0.5)
    assert found.factors[0] == Fraction(450, 701)
    said = "A breach becomes known with a probability of 0.5 a period; if it always did, 0.473 would be enough."
    assert said in found.describe()
    hidden = patience(*BASE, detection=0.5).describe()[-1]
    assert hidden.endswith("even if it always did, no patience would be enough.")


def test_by_default_values_over_the_bounds() -> None:
    found = patience(*BASE, over="training_subsidy")
    assert found.curve is not None
    assert len(found.curve.values) == 101
    assert (found.curve.values[0], found.curve.values[-1]) == (0, 70000)
    assert found.curve.least is None
    assert isinstance(found, Patience)


def test_factors_near_1_do_not_read_as_1() -> None:
    found = patience(*BASE, tg.Policy(training_subsidy="6960.01"))
    assert found.largest < 1
    assert "0.999995" in " ".join(found.describe())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"delta": 1}, r"delta: '1' expected a discount factor of at least 0 and below 1"),
        ({"delta": -0.1}, "expected a discount factor"),
        ({"delta": float("nan")}, "delta"),
        ({"delta": "much"}, "delta"),
        ({"delta": [0.5]}, "delta"),
        ({"detection": 0}, "expected a probability above 0 and at most 1"),
        ({"detection": 1.01}, "expected a probability"),
        ({"detection": None}, "detection"),
        ({"values": [1, 2]}, "are of a quantity; name it"),
        ({"over": "training_subsidi"}, r"did you mean 'training_subsidy'"),
        ({"over": 3}, "is neither a value"),
        ({"over": "training_subsidy", "values": [2, 1]}, "expected numbers that increase"),
        ({"over": "training_subsidy", "values": [math.nan]}, "expected numbers that increase"),
        ({"over": "training_subsidy", "values": "many"}, "expected numbers"),
        ({"policy": 3}, "expected a Policy"),
    ],
)
def test_bad_input(options, message) -> None:
    with pytest.raises(InputError, match=message):
        patience(*BASE, **options)
    with pytest.raises(InputError, match="language"):
        patience(*BASE).describe("fr")
