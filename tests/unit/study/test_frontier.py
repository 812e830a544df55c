"""Frontiers: exact breakpoints in the margin, checked curves, budgets, and curves of exact points."""

import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from itertools import pairwise
from multiprocessing import get_context

import pytest

import tvet_games as tg
from tvet_games.study.margin_curve import has_branches, with_strength

CRITERIA = [tg.Nash, tg.Dominant, lambda margin: tg.PDominant("1/2", margin), lambda margin: tg.Aligned("1/10", margin)]

PAIR = ["school_enterprise", "enterprise_student"]

LEVERS = ["training_subsidy", "school_grant"]

CHOICES = {
    "unique": tg.question("school_enterprise", "germany_2022", criterion=tg.Unique(1)),
    "firm_footing": tg.question(PAIR, "germany_2022", criterion=(tg.PDominant("1/2", 1), tg.Unique(1))),
    "sustainable": tg.question("school_enterprise", "switzerland_it", criterion=tg.Sustainable("4/5", 1)),
    "at_most": tg.question("school_enterprise", "germany_2022", [*LEVERS, "free_riding_levy"], at_most=1),
}
"""Questions that are a choice between linear programs."""

STAIRS = tg.question("school_enterprise", "germany_2022", LEVERS, steps={"training_subsidy": 500})
"""A question whose cost is a staircase."""


def cost_of(criterion, margin: Fraction) -> Fraction | None:
    return tg.cheapest_policy("school_enterprise", "germany_2022", criterion=criterion(margin=margin)).cost


def searched(asked: tg.Question, margin: Fraction) -> Fraction | None:
    """Cost of a question with another margin."""
    return tg.search(with_strength(asked, "margin", margin)).cost


def on_line(curve: tg.Frontier, margin: Fraction) -> Fraction:
    """What a straight line between the points of a curve says."""
    for before, after in pairwise(curve.points):
        if before.strength <= margin <= after.strength:
            part = (margin - before.strength) / (after.strength - before.strength)
            return before.cost + part * (after.cost - before.cost)
    raise AssertionError(margin)


@pytest.mark.parametrize("criterion", CRITERIA, ids=["nash", "dominant", "p_dominant", "aligned"])
def test_the_curve_is_exact_between_its_points(criterion) -> None:
    asked = tg.question("school_enterprise", "germany_2022", criterion=criterion(margin=1))
    curve = tg.frontier(asked, start=0, stop=5_000)
    assert curve.is_exact
    assert curve.is_checked
    assert curve.breakpoints
    for k in range(0, 5_001, 250):
        assert curve.cost_at(k) == cost_of(criterion, Fraction(k))


@pytest.mark.parametrize("name", CHOICES)
def test_where_the_question_is_a_choice_the_curve_is_checked_and_not_exact(name: str) -> None:
    asked = CHOICES[name]
    curve = tg.frontier(asked, start=0, stop=2_000)
    assert (curve.is_exact, curve.is_checked) == (False, True)
    for point in curve.points:
        assert point.cost == searched(asked, point.strength)
    for before, after in pairwise(curve.points):
        halfway = (before.strength + after.strength) / 2
        cost = searched(asked, halfway)
        if before.cost is None or after.cost is None:
            assert cost is None
        else:
            assert on_line(curve, halfway) == cost
    for margin in (Fraction(1, 3), Fraction(641), Fraction(1_777)):
        assert curve.cost_at(margin) == searched(asked, margin)


def test_a_jump_is_no_straight_line() -> None:
    asked = tg.question("school_enterprise", "germany_2022", at_most=2)
    curve = tg.frontier(asked, start=1_400, stop=1_700, points=3)
    assert (curve.is_exact, curve.is_checked) == (False, False)
    jump = next(p for p in curve.points if p.strength == 1_460)
    assert jump.cost == searched(asked, jump.strength)
    assert curve.cost_at(1_461) == searched(asked, Fraction(1_461)) > jump.cost + 600
    assert curve.bought_by(jump.cost + 300) == pytest.approx(1_460, abs=1)
    assert searched(asked, curve.bought_by(jump.cost + 300)) <= jump.cost + 300


def test_a_branch_that_is_best_between_two_corners_is_found() -> None:
    asked = tg.question(PAIR, "germany_2022", criterion=(tg.PDominant("1/2", 1), tg.Unique(1)))
    curve = tg.frontier(asked, start=0, stop=3_000)
    assert on_line(curve, Fraction(641)) == searched(asked, Fraction(641))
    assert float(curve.cost_at(641)) == pytest.approx(4_787.78, abs=0.01)


def test_a_budget_buys_what_the_search_confirms() -> None:
    for asked in (CHOICES["firm_footing"], CHOICES["at_most"], STAIRS):
        curve = tg.frontier(asked, "budget", stop=4_860)
        last = curve.points[-1]
        assert not curve.is_exact
        assert last.cost == searched(asked, last.strength) <= 4_860
        beyond = searched(asked, last.strength + 2)
        assert beyond is None or beyond > 4_860
        margin = curve.bought_by(4_700)
        assert searched(asked, margin) <= 4_700
        beyond = searched(asked, margin + 2)
        assert beyond is None or beyond > 4_700
        assert curve.bought_by(100) is None


def test_a_staircase_is_not_interpolated() -> None:
    curve = tg.frontier(STAIRS, start=0, stop=1_500, points=4)
    assert (curve.is_exact, curve.is_checked) == (False, False)
    assert [p.strength for p in curve.points] == [0, 500, 1_000, 1_500]
    for margin in range(0, 1_500, 130):
        assert curve.cost_at(margin) == searched(STAIRS, Fraction(margin))


def test_what_is_no_envelope_of_linear_programs() -> None:
    plain = tg.question("school_enterprise", "germany_2022", LEVERS)
    assert has_branches(plain)
    assert has_branches(plain.replace(at_most=1, criteria=(tg.Unique(1), tg.Sustainable("1/2"))))
    assert not has_branches(STAIRS)
    for criterion in (tg.Basin("1/2"), tg.RiskDominant()):
        assert not has_branches(plain.replace(criteria=(criterion,)))


def test_breakpoints_are_where_the_slope_changes() -> None:
    curve = tg.frontier(tg.question("school_enterprise", "germany_2022"), start=0, stop=4_000)
    for point in curve.breakpoints:
        left, right = (curve.cost_at(point.strength + sign * Fraction(1, 1000)) for sign in (-1, 1))
        assert (point.cost - left) != (right - point.cost)
        assert point.cost == cost_of(tg.Nash, point.strength)


def test_costs_never_fall_with_strength() -> None:
    asked = tg.question("school_enterprise", "germany_2022", criterion=tg.PDominant("1/2"))
    curve = tg.frontier(asked, "p", points=6)
    costs = [point.cost for point in curve.points]
    assert costs == sorted(costs, reverse=True), "a larger p asks for less"
    asked = tg.question("school_enterprise", "germany_2022", criterion=tg.Sustainable("1/2"))
    costs = [point.cost for point in tg.frontier(asked, "delta", points=6, stop="9/10").points]
    assert costs == sorted(costs, reverse=True), "patience makes it cheaper"


def test_what_a_budget_buys() -> None:
    asked = tg.question("school_enterprise", "germany_2022")
    curve = tg.frontier(asked, "budget", stop=5_000)
    assert curve.points[-1].cost == 5_000
    margin = curve.bought_by(4_000)
    assert margin is not None
    assert cost_of(tg.Nash, margin) == 4_000
    assert curve.bought_by(3_000) is None
    whole = tg.frontier(asked, "budget")
    last = whole.points[-1]
    assert cost_of(tg.Nash, last.strength) == last.cost
    assert cost_of(tg.Nash, last.strength + 1) is None


def test_bad_frontiers() -> None:
    asked = tg.question("school_enterprise", "germany_2022")
    with pytest.raises(tg.InputError, match="did you mean 'margin'"):
        tg.frontier(asked, "margins")
    with pytest.raises(tg.InputError, match="needs a criterion with delta"):
        tg.frontier(asked, "delta")
    with pytest.raises(tg.InputError, match="from < to"):
        tg.frontier(asked, start=5, stop=5)
    with pytest.raises(tg.InputError, match="no meaning for a budget"):
        tg.frontier(asked, "budget", start=1)
    with pytest.raises(tg.InputError, match="below 0"):
        tg.frontier(asked, "budget", stop=-5)
    with pytest.raises(tg.InputError, match="is not between"):
        tg.frontier(asked, start=0, stop=10).cost_at(11)
    with pytest.raises(tg.InputError, match="is below 2"):
        tg.frontier(asked, points=1)
    empty = tg.frontier(asked, "budget", stop=100)
    assert empty.points == ()
    assert empty.bought_by(100) is None
    with pytest.raises(tg.InputError, match="no meaning for a budget"):
        tg.frontier(asked, "budget", start=1)
    with pytest.raises(tg.InputError, match="below 0"):
        tg.frontier(asked, "budget", stop=-5)
    with pytest.raises(tg.InputError, match="is not between"):
        empty.cost_at(0)


def test_levels_and_frame() -> None:
    curve = tg.frontier("austria_apprenticeship", start=0, stop=100)
    assert curve.to_frame().shape[0] == len(curve.points)
    assert all(point.cost is not None and point.levels for point in curve.points)


def test_who_searches_the_points_does_not_change_them() -> None:
    asked, seen = tg.question("school_enterprise", "germany_2022", criterion=tg.PDominant("1/2")), []
    alone = tg.frontier(asked, "p", points=5, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(k, 5) for k in range(1, 6)]
    with ThreadPoolExecutor(3) as threads:
        assert tg.frontier(asked, "p", points=5, executor=threads).points == alone.points
    assert tg.frontier(asked, "p", points=5, workers=2).points == alone.points
    with pytest.raises(tg.InputError, match="needs a criterion with delta"):
        tg.frontier(asked, "delta", points=5, workers=2)


@pytest.mark.slow
def test_processes_search_the_same_points() -> None:
    asked = tg.question("school_enterprise", "germany_2022", criterion=tg.PDominant("1/2"))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert tg.frontier(asked, "p", points=5, executor=pool).points == tg.frontier(asked, "p", points=5).points
        with pytest.raises(tg.InputError, match="needs a criterion with delta"):
            tg.frontier(asked, "delta", points=5, executor=pool)


def test_an_error_comes_back_from_a_process_as_it_was() -> None:
    for given in (
        lambda: tg.question("school_entreprise", "germany_2022"),
        lambda: tg.frontier("germany_apprenticeship", points=1),
    ):
        with pytest.raises(tg.InputError) as caught:
            given()
        again = pickle.loads(pickle.dumps(caught.value))
        assert (type(again), str(again)) == (type(caught.value), str(caught.value))
        assert again.problems == caught.value.problems
