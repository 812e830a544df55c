"""Shared purpose in shipped conflicts: public cost, deviations, money it replaces, values, what is refused."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.policy.question import question
from tvet_games.solve.alignment import selfishness_level
from tvet_games.study.mechanisms.common_goals import common_goals


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("school_enterprise", {"training_subsidy": 1200, "cultural_programme": "1/2"}),
        ("school_teacher", {"release_funding": 700, "cultural_programme": "1/2"}),
        ("community", {"training_subsidy": 1200, "release_funding": 700, "inspection": "1/4"}),
        ("government_school_enterprise", {"training_subsidy": 1200}),
    ],
)
def test_the_public_cost_is_that_of_the_search(name, levels) -> None:
    """Per head of the conflict at each profile; nothing where a player bears it."""
    policy = tg.Policy(**levels)
    found = common_goals(name, "china_2021", policy, alphas=[])
    problem = question(name, "china_2021", list(levels)).problem()
    vector = [policy[lever.name] for lever in problem.levers]
    for profile in itertools.product(*map(range, found.game.shape)):
        unit = problem.public_cost(0, profile)
        assert found.public_cost[profile] == sum(u * x for u, x in zip(unit, vector, strict=True))
    assert (found.welfare == found.game.payoffs.sum(axis=0) - found.public_cost).all()
    assert found.found.level == selfishness_level(found.game, public_cost=found.public_cost).level
    assert found.purposes == ()
    assert len(found.to_frame()) == 0


def test_a_subsidy_is_no_created_value() -> None:
    """Money for cooperating lowers the temptation, but not what defection costs all."""
    without = common_goals("school_teacher", "china_2021", alphas=[])
    with_it = common_goals("school_teacher", "china_2021", tg.Policy(release_funding=835), alphas=[])
    assert with_it.found.gain == without.found.gain - 835
    assert with_it.found.loss == without.found.loss


def test_purpose_replaces_money() -> None:
    found = common_goals("school_student", "china_2021")
    assert found.found.level == Fraction(43, 5)
    assert (int(found.found.player), int(found.found.action)) == (0, 1)
    assert [p.alpha for p in found.purposes] == [0, Fraction(1, 4), Fraction(1, 2), 1]
    costs = [p.cost for p in found.purposes]
    assert all(more > less > 0 for more, less in itertools.pairwise(costs))
    assert all(p.policy.verify() for p in found.purposes)
    frame = found.to_frame()
    assert frame["public cost"].tolist() == costs
    said = found.describe()
    assert "as 8.6 units of its own" in said[0]
    assert "gains 4,300 CNY per trainee-year and costs all together 500" in said[1]
    assert said[-1] == "A weight of 1 on what all have together replaces 262.91 of public money."


def test_beyond_the_level_only_the_margin_is_paid() -> None:
    """Without the need to keep anybody in, no money is needed from the level on."""
    level = common_goals("school_teacher", "china_2021", alphas=[]).found.level
    found = common_goals("school_teacher", "china_2021", alphas=[level, 2 * level], participation=False)
    first, second = (p.cost for p in found.purposes)
    assert 0 < first < 1
    assert second == 0


def test_where_cooperation_is_not_in_the_common_interest() -> None:
    found = common_goals("training_models", "germany_2022")
    assert found.found.level == math.inf
    assert found.best == (3, 3)
    assert not found.found.is_welfare_maximal
    costs = [p.cost for p in found.purposes]
    assert costs == sorted(costs)
    assert costs[-1] > costs[0]
    said = " ".join(found.describe())
    assert "No shared purpose is enough: enterprise gains 946.29" in said
    assert "school school-based and enterprise none 0." in said
    assert "dearer" in said


def test_nothing_is_needed() -> None:
    found = common_goals("enterprise_student", "germany_2022")
    assert found.found.level == 0
    assert [p.cost for p in found.purposes] == [0, 0, 0, 0]
    assert found.describe()[-1].startswith("So no public money")


def test_levels_over_a_quantity_are_those_of_each_value() -> None:
    """An instrument, whose cost moves with it, and a value of the calibration."""
    values = [0, 500, 1500]
    found = common_goals("school_teacher", "china_2021", over="release_funding", values=values, alphas=[])
    each = [
        common_goals("school_teacher", "china_2021", tg.Policy(release_funding=v), alphas=[]).found.level
        for v in values
    ]
    np.testing.assert_allclose(found.levels, np.array(each, dtype=float))
    assert found.levels_frame().index.name == "release_funding"
    assert "the weight that is needed goes from 1.29 to" in found.describe()[-1]
    label = tg.load_instrument("release_funding").labels.of("release_funding", "zh")
    assert found.describe("zh")[-1].startswith(label)

    policy = tg.Policy(cultural_programme="1/2", training_subsidy=9000)
    found = common_goals("school_enterprise", "germany_2022", policy, over="cultural_distance", alphas=[])
    calibration = tg.load_calibration("germany_2022")
    assert found.levels.shape == (101,)
    for k in (0, 50, 100):
        moved = calibration.replace(cultural_distance=float(found.values[k]))
        one = common_goals("school_enterprise", moved, policy, alphas=[]).found.level
        assert float(one) == pytest.approx(found.levels[k], abs=1e-9)


def test_more_purpose_never_costs_more_where_cooperation_is_best_for_all() -> None:
    for name in ("community", "enterprise_teacher", "government_school_enterprise"):
        found = common_goals(name, "germany_2022", alphas=[0, "1/2", 2])
        costs = [p.cost for p in found.purposes]
        assert costs == sorted(costs, reverse=True)


def test_a_policy_in_force_is_where_the_search_starts() -> None:
    found = common_goals("school_teacher", "china_2021", tg.Policy(release_funding=835), alphas=[1])
    assert found.purposes[0].policy.problem.status_quo
    with_own = common_goals(
        "school_teacher", "china_2021", instruments=[tg.load_instrument("release_funding")], alphas=[1]
    )
    assert with_own.purposes[0].policy.levels.keys() == {"release_funding"}


@pytest.mark.slow
@pytest.mark.parametrize("name", tg.conflicts())
def test_every_conflict_in_both_languages(name) -> None:
    for calibration in ("germany_2022", "china_2021"):
        found = common_goals(name, calibration, alphas=[0, 1])
        english, chinese = found.describe(), found.describe("zh")
        assert len(english) == len(chinese) >= 3
        assert all(sentence[-1] == "。" for sentence in chinese)
        welfare = found.welfare
        assert welfare[found.best] == welfare.max()
        if found.found.is_welfare_maximal:
            assert not any(found.best)


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"alphas": [-1]}, "alphas"),
        ({"alphas": "1/2"}, "alphas"),
        ({"alphas": 1}, "alphas"),
        ({"alphas": [None]}, "alphas"),
        ({"alphas": [math.nan]}, "alphas"),
        ({"values": [1, 2]}, "give over"),
        ({"over": "release_fundng"}, "did you mean 'release_funding'"),
        ({"over": "training_subsidy"}, "does nothing"),
        ({"over": "release_funding", "values": [2, 1]}, "increase"),
        ({"policy": {"release_funding": 1}}, "policy"),
        ({"instruments": ["release_funding"]}, "instruments"),
    ],
)
def test_what_is_refused(options, match) -> None:
    with pytest.raises(InputError, match=match):
        common_goals("school_teacher", "china_2021", **{"alphas": [], **options})
