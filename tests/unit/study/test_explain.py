"""What a package rests on: each stated distance does what it says, just short of it and just past it."""

import math
from fractions import Fraction

import pytest

import tvet_games as tg
from tvet_games.study.explain import Explanation

STEP = 1e-4
"""How far to each side of a boundary, as a share of the number that is moved."""


@pytest.fixture(scope="module")
def asked() -> tg.Question:
    return tg.question("school_enterprise", "germany_2022", criterion=tg.Nash(margin=25))


@pytest.fixture(scope="module")
def found(asked: tg.Question) -> Explanation:
    return tg.explain(asked)


def holds(asked: tg.Question, policy: tg.Policy, name: str, value: float) -> bool:
    """Whether the package as it stands makes cooperation an equilibrium in which everybody takes part."""
    calibration = asked.calibration.replace(**{name: value})
    game = asked.conflicts[0].game(calibration, policy, exact=True)
    loses = [tg.verdict(game, tg.Nash(margin=0)).slack]
    levy = policy.get("free_riding_levy", 0)
    return min(loses) >= 0 and game.payoffs[0, 0, 0] >= 0 and game.payoffs[1, 0, 0] >= -levy


def used(asked: tg.Question, name: str, value: float) -> set[str]:
    calibration = asked.calibration.replace(**{name: value})
    solution = tg.search(asked.replace(calibration=calibration))
    return {n for n, level in solution.levels.items() if level}


def test_the_package_fails_where_it_says(asked: tg.Question, found: Explanation) -> None:
    tried = 0
    for entry in found.leeway:
        for value, sign in ((entry.fails_below, -1), (entry.fails_above, 1)):
            if value is not None:
                step = sign * STEP * max(abs(value), abs(entry.value))
                assert holds(asked, found.solution.levels, entry.name, value - step), entry
                assert not holds(asked, found.solution.levels, entry.name, value + step), entry
                tried += 1
    assert tried >= 5


def test_the_mix_changes_where_it_says(asked: tg.Question, found: Explanation) -> None:
    mix = {n for n, level in found.solution.levels.items() if level}
    tried = 0
    for entry in found.leeway:
        for value, sign in ((entry.changes_below, -1), (entry.changes_above, 1)):
            if value is not None:
                step = sign * STEP * max(abs(value), abs(entry.value))
                assert used(asked, entry.name, value - step) == mix, entry
                assert used(asked, entry.name, value + step) != mix, entry
                tried += 1
    assert tried >= 3


def test_the_bars_of_the_tornado_are_searches(asked: tg.Question, found: Explanation) -> None:
    for entry in found.leeway[:4]:
        for end, cost in ((entry.low, entry.cost_at_low), (entry.high, entry.cost_at_high)):
            again = tg.search(asked.replace(calibration=asked.calibration.replace(**{entry.name: end})))
            assert float(again.cost) == pytest.approx(cost)
    assert [e.swing for e in found.leeway] == sorted((e.swing for e in found.leeway), reverse=True)
    assert found.to_frame().shape[0] == len(found.leeway)


def test_what_instruments_are_worth(asked: tg.Question, found: Explanation) -> None:
    for worth in found.instruments:
        rest = [i for i in asked.instruments if i.name != worth.name]
        assert worth.cost_without == tg.search(asked.replace(instruments=tuple(rest))).cost
        assert worth.cost_without is None or worth.cost_without >= found.solution.cost
        if not worth.level:
            assert worth.cost_without == found.solution.cost
    direct = {w.name for w in found.instruments if w.is_direct}
    assert {"training_subsidy", "school_grant"} <= direct
    assert not direct & {"free_riding_levy", "cultural_programme", "public_recognition"}
    assert found.direct_alone is not None
    assert found.direct_alone >= found.solution.cost


@pytest.mark.slow
def test_several_conflicts_and_an_order_of_elimination() -> None:
    pair = ["school_enterprise", "enterprise_student"]
    levers = ["training_subsidy", "inspection", "pay_floor", "public_recognition", "school_guarantee"]
    asked = tg.question(pair, "germany_2022", levers, criterion=tg.Unique(margin=5))
    found = tg.explain(asked)
    assert found.solution.feasible
    assert any(entry.fails_below is not None or entry.fails_above is not None for entry in found.leeway)


PAYMENTS = ["training_subsidy", "school_grant"]

TEACHING = ["free_riding_levy", "public_recognition", "school_guarantee", "teacher_allowance", "training_subsidy"]

TRIO = ["school_enterprise", "school_student", "school_teacher"]

CHOICES = {
    "unique": tg.question(TRIO, "austria_2016", TEACHING, criterion=tg.Unique(1)),
    "steps": tg.question("school_enterprise", "germany_2022", PAYMENTS, steps={"training_subsidy": 500}),
    "at_most": tg.question("school_enterprise", "germany_2022", [*PAYMENTS, "free_riding_levy"], at_most=1),
    "sustainable": tg.question("school_enterprise", "switzerland_it", criterion=tg.Sustainable("4/5", 1)),
}
"""Questions that are a choice, where the batch of worlds sees only one branch."""


@pytest.fixture(scope="module", params=CHOICES)
def choice(request: pytest.FixtureRequest) -> Explanation:
    return tg.explain(CHOICES[request.param])


@pytest.mark.slow
def test_where_the_question_is_a_choice_the_bars_are_searches(choice: Explanation) -> None:
    for entry in choice.leeway:
        for end, cost in ((entry.low, entry.cost_at_low), (entry.high, entry.cost_at_high)):
            moved = choice.question.calibration.replace(**{entry.name: end})
            again = tg.search(choice.question.replace(calibration=moved)).cost
            assert (math.inf if again is None else float(again)) == pytest.approx(cost)


def test_where_the_question_is_a_choice_searches_confirm_a_change(choice: Explanation) -> None:
    mix = {n for n, level in choice.solution.levels.items() if level}
    for entry in choice.leeway:
        for value, sign in ((entry.changes_below, -1), (entry.changes_above, 1)):
            if value is not None:
                step = sign * 2 * STEP * max(abs(value), abs(entry.value))
                if abs(value - entry.value) > abs(step):
                    assert used(choice.question, entry.name, value - step) == mix, entry
                assert used(choice.question, entry.name, value + step / 2) != mix, entry


def test_a_number_that_leaves_an_instrument_no_room() -> None:
    found = tg.explain(tg.question("enterprise_student", "austria_2016"))
    assert found.solution.feasible
    assert found.leeway
    package = [name for name, level in found.solution.levels.items() if level]
    several = tg.question("enterprise_student", "austria_2016", [*package, "pay_floor"], at_most=len(package))
    assert tg.explain(several).solution.feasible


@pytest.mark.parametrize("force", [{"free_riding_levy": 500}, {"retention_bonus": 1000}])
def test_what_is_in_force_stays(force: dict[str, int]) -> None:
    levers = ["training_subsidy", "cultural_programme"]
    asked = tg.question("school_enterprise", "germany_2022", levers, status_quo=force)
    found = tg.explain(asked)
    assert [worth.name for worth in found.instruments] == levers
    for worth, other in zip(found.instruments, levers[::-1], strict=True):
        alone = tg.cheapest_policy("school_enterprise", "germany_2022", [worth.name], status_quo=force)
        assert worth.cost_alone == alone.cost
        without = tg.cheapest_policy("school_enterprise", "germany_2022", [other], status_quo=force)
        assert worth.cost_without == without.cost
    assert found.direct_alone == found.instruments[0].cost_alone


def test_a_lever_in_force_is_ended_and_not_forgotten() -> None:
    """Without it the status quo, and so what a budget is measured from, is as it was."""
    levers, force = ["training_subsidy", "cultural_programme"], {"training_subsidy": 1000}
    asked = tg.question("school_enterprise", "germany_2022", levers, status_quo=force, no_one_worse_off=True)
    worth = tg.explain(asked).instruments[0]
    ended = asked.replace(bounds={"training_subsidy": (Fraction(0), Fraction(0))})
    assert worth.cost_without == tg.search(ended).cost


def test_nothing_to_explain_where_there_is_no_package() -> None:
    found = tg.explain(tg.question("school_enterprise", "germany_2022", ["public_recognition"]))
    assert found.leeway == ()
    assert found.instruments[0].cost_alone is None
    assert found.direct_alone is None


def test_progress_is_reported(asked: tg.Question) -> None:
    seen = []
    few = asked.replace(instruments=asked.instruments[:3], bounds={}, criteria=(tg.Nash(Fraction(1)),))
    tg.explain(few, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1))
    assert seen[-1][0] <= seen[-1][1]
    seen.clear()
    tg.explain(CHOICES["steps"], progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] == len(seen)


def test_a_number_that_formulas_divide_by_is_not_moved_to_0() -> None:
    found = tg.explain("community_germany")
    ratio = next(bar for bar in found.leeway if bar.name == "trainees_per_teacher")
    assert (ratio.low, ratio.high) == (12, 30)
    assert math.isfinite(ratio.cost_at_low)
