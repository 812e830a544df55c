"""Drawn worlds: what is drawn, what follows, and ties that keep published sums exact."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.model.calibration_file import build_calibration
from tvet_games.model.schema import CalibrationFile
from tvet_games.model.validation import validated

ASSUMED = {"low": 10, "high": 50, "why": "test"}
TIES = {"germany_2022": -8_100, "switzerland_2016": 3_170}


def calibration(**values: dict[str, Any]) -> tg.Calibration:
    """A calibration of a few values; those not given are the cost, 30 in 10 to 50, and the share of output, 1/2."""
    table = {"name": "test", "country": "XX", "unit": {"currency": "EUR", "per": "trainee", "prices_of": 2024}}
    cost = {"assumed": 30, **ASSUMED}
    share = {"assumed": Decimal("0.5"), "low": Decimal("0.2"), "high": Decimal("0.9"), "why": "test"}
    data = {"format": 1, "calibration": table, "value": {"cost": cost, "share": share, **values}}
    return build_calibration(validated(CalibrationFile, data, "test"), "test")


def tied(text: Any, number: Any = 15, **more: Any) -> dict[str, Any]:
    return {"assumed": number, "low": number - 10, "high": number + 10, "why": "test", "tied": text, **more}


@given(st.integers(-9, 9), st.integers(1, 9), st.integers(0, 2**32), st.sampled_from(["uniform", "triangular"]))
def test_a_tied_value_follows_its_formula_in_every_world(shift, factor, seed, distribution) -> None:
    world = calibration(output=tied(f"{factor}*cost*share + {shift}", 15 * factor + shift))
    drawn = world.sample(20, np.random.default_rng(seed), distribution=distribution)
    cost, share = drawn.numbers["cost"], drawn.numbers["share"]
    assert np.allclose(drawn.numbers["output"], factor * cost * share + shift, rtol=1e-13)
    assert drawn.values_drawn().keys() == {"cost", "share"} == drawn.with_ties().ranges.keys()
    assert drawn.roots(["output"]) == {"cost", "share"}


@given(st.sampled_from(tg.calibrations()), st.integers(0, 2**32), st.sampled_from(["uniform", "triangular"]))
def test_draws_stay_in_their_ranges_and_the_rest_stands_still(name, seed, distribution) -> None:
    central = tg.load_calibration(name)
    drawn = central.sample(5, np.random.default_rng(seed), distribution=distribution)
    assert drawn.values_drawn().keys() == central.ranges.keys()
    for value, (low, high) in central.ranges.items():
        assert drawn.numbers[value].shape == (5,)
        assert (low <= drawn.numbers[value]).all()
        assert (drawn.numbers[value] <= high).all()
    for value, number in drawn.numbers.items():
        if not drawn.roots([value]) & central.ranges.keys():
            assert number == central.numbers[value]


@pytest.mark.parametrize("name", tg.calibrations())
def test_ties_change_no_number(name: str) -> None:
    central = tg.load_calibration(name)
    followed = central.with_ties()
    assert dict(followed.numbers) == dict(central.numbers)
    assert followed.is_exact
    assert dict(followed.ranges) == dict(central.ranges)
    assert all(value.tied is None for value in followed.values.values())
    assert {n for n, v in central.values.items() if v.tied} == ({"trainee_output"} if name in TIES else set())


@pytest.mark.parametrize(("name", "net"), TIES.items())
def test_published_net_cost_stays_exact_in_drawn_worlds(name: str, net: int) -> None:
    central = tg.load_calibration(name)
    assert central.values["trainee_output"].provenance == "measured"
    drawn = central.sample(100, np.random.default_rng(1)).numbers
    assert np.allclose(drawn["trainee_output"] - drawn["training_cost"], net, rtol=1e-12)
    assert drawn["training_cost"].std() > 0
    assert (drawn["output_trained"] == drawn["trainee_output"]).all()


def test_the_same_seed_gives_the_same_worlds_and_shapes_differ() -> None:
    central = tg.load_calibration("germany_2022")
    first, again = (central.sample(9, np.random.default_rng(3)).numbers["retention"] for _ in range(2))
    assert (first == again).all()
    wide = central.sample(4_000, np.random.default_rng(3)).numbers["retention"]
    peaked = central.sample(4_000, np.random.default_rng(3), distribution="triangular").numbers["retention"]
    assert peaked.mean() == pytest.approx((0.6 + 0.72 + 0.8) / 3, abs=0.003)
    assert wide.mean() == pytest.approx(0.7, abs=0.005)
    assert peaked.std() < wide.std()


def test_a_triangle_may_have_its_mode_at_an_end() -> None:
    draws = calibration(edge={"assumed": 10, **ASSUMED}).sample(50, np.random.default_rng(0), distribution="triangular")
    assert (draws.numbers["edge"] >= 10).all()


def test_unknown_distribution_gives_the_nearest() -> None:
    with pytest.raises(tg.InputError, match="did you mean 'triangular'"):
        tg.load_calibration("germany_2022").sample(2, np.random.default_rng(0), distribution="triangle")


def test_ranges_are_exact_and_leave_out_what_is_not_drawn() -> None:
    world = calibration(
        output=tied("cost*share"), point={"assumed": 1, "low": 1, "high": 1, "why": "test"}, sum={"derived": "cost + 1"}
    )
    assert dict(world.ranges) == {"cost": (10, 50), "share": (Fraction(1, 5), Fraction(9, 10))}
    assert world.replace(cost=31).ranges.keys() == {"share", "output"}


def test_ties_may_follow_each_other_in_any_order() -> None:
    world = calibration(rest=tied("output - 5", 10), output=tied("twice/2 - 15"), twice={"derived": "2*cost"})
    drawn = world.sample(6, np.random.default_rng(0)).numbers
    assert np.allclose(drawn["rest"], drawn["cost"] - 20)


def test_a_tie_ends_where_one_side_is_replaced() -> None:
    """Replacing is the user's word: what was tied keeps its number, and its own range."""
    world = calibration(output=tied("twice/4"), twice={"derived": "2*cost"})
    for changes in ({"cost": 40}, {"twice": 50}, {"cost": np.array([1.0, 2.0])}, {"cost": "2*output"}):
        changed = world.replace(**changes)
        assert changed.values["output"].tied is None
        assert changed.with_ties().numbers["output"] == 15
        assert changed.ranges["output"] == (5, 25)
    assert world.replace(output=20).sample(3, np.random.default_rng(0)).numbers["output"] == 20
    assert world.replace(share=1).values["output"].tied is not None
    assert world.with_ties().replace(cost=40).numbers["output"] == 20


MISTAKES = {
    "another number": (tied("cost*share + 1"), ["output.tied", "'cost*share + 1'", "is 15", "gives 16"]),
    "unknown name": (tied("cots*share"), ["output.tied", "did you mean 'cost'"]),
    "no formula": (tied("cost*"), ["output.tied", "cannot be read as a formula"]),
    "no other value": (tied("15"), ["output.tied", "names no other value"]),
    "a plain number": (tied(15), ["output.tied", "names no other value"]),
    "on itself": (tied("output"), ["circular", "output -> output"]),
    "derived": ({"derived": "cost/2", "tied": "cost*share"}, ["output.tied", "not for a derived value"]),
    "divides by zero": (tied("cost/(cost - 30)"), ["output.tied", "divides by zero"]),
    "wrong type": (tied(True), ["output.tied", "expected a number or a formula"]),
}


@pytest.mark.parametrize("case", MISTAKES, ids=str)
def test_mistakes_of_ties(case: str) -> None:
    value, told = MISTAKES[case]
    with pytest.raises(tg.InputError) as error:
        calibration(output=value)
    assert [text for text in told if text not in str(error.value)] == []


def test_circular_ties() -> None:
    with pytest.raises(tg.InputError, match="circular"):
        calibration(output=tied("rest + 5"), rest=tied("output - 5", 10))
    with pytest.raises(tg.InputError, match="circular"):
        calibration(output=tied("half - 0"), half={"derived": "output"})


def test_frames_tell_ties() -> None:
    frame = tg.load_calibration("switzerland_2016").to_frame()
    assert frame.loc["trainee_output", "tied"] == "training_cost + 3170"
    assert frame.loc["trainee_output", "formula"] == ""
