"""Incentives that react against constant ones."""

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.solve.dynamics.spending import constant_spending
from tvet_games.study.evolution.feedback_words import PHRASES

CASES = [
    ("school_teacher", "germany_2022", {"teacher_allowance": "6000*(1 - teacher)"}),
    ("school_enterprise", "austria_2016", {"training_subsidy": "9041 + 10000*(1 - enterprise)"}),
    ("school_student", "china_2021", {"inspection": "(1 - school)/2", "placement_grant": "500*(1 - school)"}),
]


@pytest.fixture(scope="module")
def studies() -> list[tg.Feedback]:
    return [tg.feedback(*case) for case in CASES]


@pytest.mark.slow
def test_no_random_constant_level_is_cheaper_than_the_best(studies: list[tg.Feedback]) -> None:
    reached = 0
    for found in studies:
        assert found.constant is not None
        bounds = tg.question(found.conflict, found.calibration, list(found.rules)).problem().levers
        high = np.array([float(lever.high) for lever in bounds])
        levels = np.random.default_rng(0).uniform(size=(50, len(high))) * high
        tried = constant_spending(found.game, levels, found.start)
        arriving = tried.total[tried.reaches_target]
        reached += len(arriving)
        assert (arriving >= float(found.constant.spending.total) * (1 - 1e-6)).all()
        assert all(0 <= float(level) <= h for level, h in zip(found.constant.levels.values(), high, strict=True))
    assert reached > 50


def test_a_rule_that_does_not_react_costs_what_the_level_costs() -> None:
    found = tg.feedback("school_enterprise", "austria_2016", {"training_subsidy": "16000"})
    same = constant_spending(found.game, np.array([[16000.0]]), found.start)
    assert found.reaches_target
    assert found.spent * found.unit_of_time == pytest.approx(float(same.total[0]), rel=2e-3)
    assert float(found.spending.time) == pytest.approx(float(same.time[0]), rel=2e-3)
    assert found.spent_constant <= found.spent * (1 + 2e-3)
    assert "a period afterwards" in found.describe()[0]


def test_none_is_said_where_no_level_reaches_the_target() -> None:
    found = tg.feedback("school_enterprise", "austria_2016", {"school_grant": "1 - school"})
    assert found.constant is None
    assert found.spent_constant == float("inf")
    assert not found.reaches_target
    for k, language in enumerate(("en", "zh")):
        assert PHRASES["none"][k] in found.describe(language)
    assert found.to_frame().index.tolist() == ["reacting"]


def test_shares_that_are_held_inside() -> None:
    rules = {"training_subsidy": "20000*(1 - enterprise)"}
    found = tg.feedback("school_enterprise", "austria_2016", rules, start={"school": 0.95, "enterprise": 0.6})
    assert any(point.stable and point.mixing for point in found.rest)
    said = " ".join(found.describe())
    assert "Shares are held where" in said
    assert "which goes on costing" in said


def test_the_frame(studies: list[tg.Feedback]) -> None:
    for found in studies:
        frame = found.to_frame()
        assert frame.index.tolist() == ["reacting", "constant"]
        assert frame.loc["reacting", "spent on the way"] == pytest.approx(found.spent)
        assert frame.loc["constant", "spent on the way"] == pytest.approx(found.spent_constant)
        assert bool(frame.loc["constant", "reaches the target"])
        assert all(name in frame.loc["reacting", "levels"] for name in found.rules)


def test_sentences(studies: list[tg.Feedback]) -> None:
    for language in ("en", "zh"):
        for found in studies:
            sentences = found.describe(language)
            assert all(sentences)
            assert "{" not in " ".join(sentences)
            ending = PHRASES["time"][language == "zh"]
            assert sentences[-1] == ending
    assert studies[0].describe()[2].startswith("On the way feedback costs 0.2")


def test_costs_do_not_rest_on_the_unit_of_money(studies: list[tg.Feedback]) -> None:
    found = studies[0]
    doubled = tg.feedback("school_teacher", in_cents("germany_2022"), {"teacher_allowance": "600000*(1 - teacher)"})
    assert doubled.spent == pytest.approx(100 * found.spent, rel=1e-3)
    assert doubled.spent / doubled.spent_constant == pytest.approx(found.spent / found.spent_constant, rel=1e-3)


def in_cents(name: str) -> tg.Calibration:
    values = tg.load_calibration(name)
    money = [n for n, p in tg.load_conflict("school_teacher").parameters.items() if p.dimension == "money"]
    return values.replace(**{n: 100 * values.numbers[n] for n in money})


def test_mistakes() -> None:
    base = ("school_enterprise", "austria_2016")
    with pytest.raises(InputError, match="expected a mapping"):
        tg.feedback(*base, None)
    with pytest.raises(InputError, match="did you mean 'school'"):
        tg.feedback(*base, {"training_subsidy": "5"}, start={"schol": 0.5, "enterprise": 0.5})
    with pytest.raises(InputError, match="expected a Policy"):
        tg.feedback(*base, {"training_subsidy": "5"}, {"school_grant": 1})
    with pytest.raises(InputError, match="holds arrays"):
        tg.feedback(
            "school_enterprise",
            tg.load_calibration("austria_2016").replace(retention=np.array([0.1, 0.2])),
            {"training_subsidy": "5"},
        )
