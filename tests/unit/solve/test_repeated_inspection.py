"""Warnings before a sanction: worked examples, a simulation, what each rule changes, what is refused."""

import math
from fractions import Fraction

import numpy as np
import pytest

from tvet_games.errors import InputError, UnknownNameError
from tvet_games.solve.deterrence_curves import POINTS, deterrence_curves
from tvet_games.solve.repeated_inspection import MOST_WARNINGS, repeated_inspection

HALF = Fraction(1, 2)


def test_a_warning_costs_two_periods_of_exploitation() -> None:
    found = repeated_inspection(300, HALF, 1, discount="0.9")
    assert found.exploits == (True, False)
    assert found.periods_exploited == 2
    assert found.share_exploited == 0
    assert found.least_detection == (math.inf, HALF)
    # 300 a period until found out, discounted: 300/(1 - 0.9/2).
    assert found.values == (Fraction(6000, 11), 0)
    assert found.at_once is not None
    assert found.at_once.exploits == (False,)
    assert found.at_once.deterred_at_start
    assert found.at_once.at_once is None
    assert found.extra_value == Fraction(6000, 11)
    assert found.extra_share == 0
    assert found.at_once.extra_value == found.at_once.extra_share == 0


def test_a_warning_that_expires_is_a_licence() -> None:
    found = repeated_inspection(300, HALF, 1, discount="0.9", expiry=0.25)
    assert found.exploits == (True, False)
    assert found.share_exploited == found.extra_share == Fraction(1, 3)
    assert found.least_detection[1] < HALF


def test_what_is_never_found_out_goes_on() -> None:
    found = repeated_inspection(300, 0, 5, discount=0.9, warnings=2)
    assert found.exploits == (True, True, True)
    assert found.share_exploited == 1
    assert found.periods_exploited == math.inf
    assert found.values == (3000, 3000, 3000)


def test_follow_up_deters_those_who_were_warned() -> None:
    """Strict enough a follow-up makes one keep a warning in reserve rather than use it."""
    options = {"warnings": 2, "discount": 0.9, "expiry": 0.5}
    lax = repeated_inspection(300, "1/5", 1, **options)
    strict = repeated_inspection(300, "1/5", 1, detection_after_warning=0.9, **options)
    assert lax.exploits == (True, True, False)
    assert strict.exploits == (True, False, False)
    assert strict.share_exploited == Fraction(5, 7)
    assert strict.least_detection[0] == math.inf
    assert strict.least_detection[1] < 0.9


def test_a_warning_that_costs_something_can_deter_at_once() -> None:
    found = repeated_inspection(300, HALF, 1, discount=0.9, warning_cost=600)
    assert found.deterred_at_start
    assert found.least_detection == (pytest.approx(0.5), HALF)
    assert not repeated_inspection(300, HALF, 1, discount=0.9, warning_cost=599).deterred_at_start
    taken = repeated_inspection(300, 1, 1, discount=0.9, confiscate_on_warning=True)
    assert taken.deterred_at_start
    assert taken.least_detection[0] == pytest.approx(1)


def test_closure_takes_what_complying_is_worth() -> None:
    """g/(S + delta worth/(1 - delta)) = 300/(600 + 9000)."""
    options = {"discount": 0.9, "after_sanction": "closed", "worth": 1000}
    assert repeated_inspection(300, HALF, 1, warnings=0, **options).least_detection == (Fraction(1, 32),)
    assert repeated_inspection(300, HALF, 1, **options).least_detection == (math.inf, Fraction(1, 32))
    # With nothing to lose one is closed in the end.
    gone = repeated_inspection(300, "1/4", 1, discount=0.9, after_sanction="closed")
    assert gone.exploits == (True, True)
    assert gone.share_exploited == 0
    assert gone.periods_exploited == 8


def test_a_clean_slate_after_the_sanction() -> None:
    stays, cleared = (
        repeated_inspection(300, 0.6, 1, discount=0.9, after_sanction=then) for then in ("stays", "cleared")
    )
    assert stays.exploits == (True, False)
    assert cleared.exploits == (True, True)
    assert cleared.share_exploited == 1


def test_the_sanction_may_be_stated() -> None:
    stated = repeated_inspection(300, HALF, discount=0.9, sanction=600)
    assert stated == repeated_inspection(300, HALF, 1, discount=0.9)
    assert repeated_inspection(300, 1, discount=0.9, sanction=0).least_detection == (math.inf, math.inf)
    assert repeated_inspection(300, 1, discount=0.9, sanction=200).least_detection[1] == math.inf
    assert repeated_inspection(0, 1, discount=0.9).least_detection == (0, 0)


def test_against_a_simulation() -> None:
    """The share of periods exploited, and the first time of complying, over many simulated firms."""
    found = repeated_inspection(1, 0.4, 1, warnings=2, discount=0.9, expiry=0.3)
    assert found.exploits == (True, True, False)
    rng = np.random.default_rng(7)
    firms, periods = 400, 2000
    held = np.zeros(firms, dtype=int)
    exploited, first = 0, np.full(firms, -1)
    for t in range(periods):
        exploits = np.array(found.exploits)[held]
        first[(first < 0) & ~exploits] = t
        exploited += int(exploits[held >= 0].sum())
        luck = rng.random(firms)
        held = np.where(exploits, np.minimum(held + (luck < 0.4), 2), held - (luck < 0.3))
    assert exploited / (firms * periods) == pytest.approx(float(found.share_exploited), abs=0.01)
    assert first.mean() == pytest.approx(float(found.periods_exploited), rel=0.1)


def test_the_frame_has_a_row_a_number_of_warnings() -> None:
    frame = repeated_inspection(300, HALF, 1, discount=0.9, detection_after_warning=1).to_frame()
    assert frame.index.name == "warnings held"
    assert frame["detection"].tolist() == [HALF, 1]
    assert frame["exploits"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("option", "value", "wanted"),
    [
        ("gain", -1, "a number of at least 0"),
        ("detection", 1.5, "a number between 0 and 1"),
        ("detection", float("nan"), "a number between 0 and 1"),
        ("detection", [0.5], "a number between 0 and 1"),
        ("fine_multiple", None, "a number of at least 0"),
        ("warnings", 1.5, "a whole number of at least 0"),
        ("warnings", True, "a whole number of at least 0"),
        ("warnings", MOST_WARNINGS + 1, "a whole number of at most 8"),
        ("discount", 1, "a number below 1"),
        ("discount", "soon", "a number between 0 and 1"),
        ("expiry", -0.1, "a number between 0 and 1"),
        ("detection_after_warning", 2, "a number between 0 and 1"),
        ("warning_cost", -1, "a number of at least 0"),
        ("worth", math.inf, "a number of at least 0"),
        ("sanction", -1, "a number of at least 0"),
        ("confiscate_on_warning", "yes", "True or False"),
    ],
)
def test_bad_terms_are_refused(option, value, wanted) -> None:
    good = {"gain": 300, "detection": 0.5, "fine_multiple": 1, "discount": 0.9}
    with pytest.raises(InputError, match=f"{option}.*expected {wanted}"):
        repeated_inspection(**{**good, option: value})


def test_a_misspelt_aftermath_gives_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'cleared'"):
        repeated_inspection(300, 0.5, discount=0.9, after_sanction="clear")


def test_curves_agree_with_single_answers() -> None:
    curves = deterrence_curves(1, discount=0.9, expiry=0.25, detections=[0, 0.25, 0.5, 1])
    assert curves.warnings == (0, 1, 2)
    for k, count in enumerate(curves.warnings):
        for j, p in enumerate(curves.detections):
            one = repeated_inspection(1, float(p), 1, warnings=count, discount=0.9, expiry=0.25)
            assert curves.share[k, j] == float(one.share_exploited)
            assert curves.deterred_at_start[k, j] == one.deterred_at_start
            assert curves.least_detection[k] == float(one.least_detection[-1])
    frame = curves.to_frame()
    assert frame.loc[0.5, "complies at the start, warnings: 0"]
    assert len(deterrence_curves(1, discount=0.9).detections) == POINTS


@pytest.mark.parametrize("bad", [[], [0.5, 0.5], [0.5, 0.2], [-0.1], [2], ["x"], [float("nan")], [[0.5]]])
def test_detections_are_checked(bad) -> None:
    with pytest.raises(InputError, match="expected probabilities that increase"):
        deterrence_curves(1, discount=0.9, detections=bad)


def test_numbers_of_warnings_are_checked() -> None:
    with pytest.raises(InputError, match="at least one number of warnings"):
        deterrence_curves(1, discount=0.9, warnings=[])
    with pytest.raises(InputError, match="expected whole numbers"):
        deterrence_curves(1, discount=0.9, warnings=1)
    with pytest.raises(InputError, match="a whole number"):
        deterrence_curves(1, discount=0.9, warnings="12")
