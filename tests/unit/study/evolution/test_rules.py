"""Rules of incentives that react, written as formulas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.errors import InputError, UnknownNameError

BASE = ("school_enterprise", "austria_2016")

RULES = [
    "6000*(1 - enterprise)",
    "max(0, min(9000, 20000*(1/2 - enterprise)))",
    "training_cost/2*exp(-3*school)*(1 - enterprise)**2",
    "5000/(1 + school + enterprise*school)",
    "2500",
]


@pytest.mark.parametrize("rule", RULES)
@given(st.floats(0.01, 0.49), st.floats(0.01, 0.49))
def test_slopes_are_those_of_the_levels(rule: str, x: float, y: float) -> None:
    game = tg.feedback_game(*BASE, {"training_subsidy": rule})
    state, step = np.array([x, y]), 1e-6
    found = [(game.levels(state + s) - game.levels(state - s)) / (2 * step) for s in step * np.eye(2)]
    kink = abs(20000 * (0.5 - y) - 9000) < 1
    if not kink:
        assert game.slopes(state) == pytest.approx(np.stack(found, axis=-1), rel=1e-5, abs=1e-3)
    assert game.levels(np.tile(state, (3, 4, 1))).shape == (3, 4, 1)
    assert game.slopes(np.tile(state, (3, 4, 1))).shape == (3, 4, 1, 2)


@pytest.mark.parametrize("conflict", ["school_enterprise", "government_school_enterprise", "community"])
def test_payoffs_are_those_of_the_policy_at_each_state(conflict: str) -> None:
    rules = {"training_subsidy": "6000*(1 - enterprise)", "public_recognition": "500*school"}
    game = tg.feedback_game(conflict, "austria_2016", rules, tg.Policy(cultural_programme=0.5))
    values = tg.load_calibration("austria_2016")
    chosen = tg.load_conflict(conflict)
    for seed in range(5):
        state = np.random.default_rng(seed).uniform(size=len(chosen.players))
        levels = dict(zip(game.names, map(float, game.levels(state)), strict=True))
        there = chosen.game(values, policy(levels))
        assert game.at(state).payoffs == pytest.approx(there.payoffs.astype(float))


def policy(levels: dict[str, float]) -> tg.Policy:
    return tg.Policy(cultural_programme=0.5, **levels)


def test_a_government_that_pays_is_public_money() -> None:
    """The government of this conflict bears the subsidy; what it costs the public is counted all the same."""
    rules = {"training_subsidy": "6000*(1 - enterprise)"}
    paying = tg.feedback_game("government_school_enterprise", "austria_2016", rules)
    bare = tg.feedback_game(*BASE, rules)
    assert paying.costs[:, 0] == pytest.approx(bare.costs)
    assert not paying.costs[:, 1].any()
    assert paying.effects[0, 0] == pytest.approx(-paying.costs[0])
    assert paying.effects[0, 2] == pytest.approx(paying.costs[0])


def test_heads() -> None:
    """Costs are per head of the conflict's own unit."""
    game = tg.feedback_game("community", "germany_2022", {"training_subsidy": "1000*(1 - enterprise)"})
    assert game.costs.max() == pytest.approx(1)
    teacher = tg.feedback_game("school_teacher", "germany_2022", {"teacher_allowance": "1000*(1 - teacher)"})
    assert teacher.costs.max() == pytest.approx(1)


def test_a_share_may_be_anything_from_0_to_1() -> None:
    game = tg.feedback_game("school_student", "china_2021", {"inspection": "(1 - school)/2"})
    assert game.levels(np.array([0.5, 0.5])).tolist() == [0.25]


MISTAKES = {
    "unknown instrument": ({"training_subsdy": "1"}, "did you mean 'training_subsidy'"),
    "instrument that does nothing": ({"teacher_allowance": "1"}, "teacher_allowance: does nothing in the conflict"),
    "unknown name": ({"training_subsidy": "9*(1 - enterprize)"}, "'enterprize' is neither .*mean 'enterprise'"),
    "unknown value": ({"training_subsidy": "retension*9"}, "mean 'retention'"),
    "level": ({"training_subsidy": "level"}, "'level' is neither a player"),
    "no formula": ({"training_subsidy": "9*("}, "cannot be read as a formula"),
    "python": ({"training_subsidy": "__import__('os')"}, "training_subsidy"),
    "below 0": ({"training_subsidy": "1 - 2*school"}, "is -0.2 at school 0.6, enterprise 0; expected at least 0"),
    "money below 0": ({"public_recognition": "enterprise - 1"}, "public_recognition: is -1 at school 0"),
    "division by zero": ({"training_subsidy": "1/school"}, "is inf at school 0"),
    "logarithm of 0": ({"training_subsidy": "log(school)"}, "is -inf at school 0"),
    "zero by zero": ({"training_subsidy": "school/school"}, "is nan at school 0"),
    "empty": ({}, "is empty; give a formula"),
    "nothing": (None, "expected a mapping"),
    "text": ("training_subsidy=5", "expected a mapping"),
    "no number": ({"training_subsidy": None}, "None is not a number"),
    "nan": ({"training_subsidy": float("nan")}, "not a finite decimal"),
    "true": ({"training_subsidy": True}, "true or false"),
    "list": ({"training_subsidy": [1, 2]}, "is not a number"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes(mistake: str) -> None:
    given_rules, said = MISTAKES[mistake]
    with pytest.raises(InputError, match=said):
        tg.feedback_game(*BASE, given_rules)


def test_a_share_above_1() -> None:
    with pytest.raises(InputError, match=r"inspection: is 1.2 at school 0.6, student 0; expected between 0 and 1"):
        tg.feedback_game("school_student", "china_2021", {"inspection": "2*school"})


def test_division_by_zero_inside() -> None:
    """Half lies on the grid on which rules are tried."""
    with pytest.raises(InputError, match=r"is inf at school 0.5"):
        tg.feedback_game(*BASE, {"training_subsidy": "1/((school - 1/2)*(school - 1/2))"})


def test_all_mistakes_at_once() -> None:
    with pytest.raises(InputError) as caught:
        tg.feedback_game(*BASE, {"training_subsidy": "-1", "public_recognition": "-school - 1"})
    assert len(caught.value.problems) == 2


def test_more_than_two_actions() -> None:
    with pytest.raises(InputError, match="school: has more than two actions"):
        tg.feedback_game("training_models", "germany_2022", {"training_subsidy": "1"})


def test_instruments_of_ones_own() -> None:
    only = [tg.load_instrument("school_grant")]
    assert tg.feedback_game(*BASE, {"school_grant": "5*school"}, instruments=only).names == ("school_grant",)
    with pytest.raises(UnknownNameError, match="there are: school_grant"):
        tg.feedback_game(*BASE, {"training_subsidy": "5"}, instruments=only)


def test_levels_and_players_have_labels() -> None:
    game = tg.feedback_game("school_enterprise", "austria_2016", {"training_subsidy": "6000*(1 - enterprise)"})
    assert [game.labels.of(name, "zh") for name in ("training_subsidy", "school")] == ["培训补贴", "学校"]
    assert "随比例变化的水平：培训补贴。" in game.to_text("zh")
