"""Frontiers: exact breakpoints in the margin, budgets, and curves of exact points."""

from fractions import Fraction

import pytest

import tvet_games as tg

CRITERIA = [tg.Nash, tg.Dominant, tg.Unique, lambda margin: tg.PDominant("1/2", margin)]


def cost_of(criterion, margin: Fraction) -> Fraction | None:
    return tg.cheapest_policy("school_enterprise", "germany_2022", criterion=criterion(margin=margin)).cost


@pytest.mark.parametrize("criterion", CRITERIA, ids=["nash", "dominant", "unique", "p_dominant"])
def test_the_curve_is_exact_between_its_points(criterion) -> None:
    asked = tg.question("school_enterprise", "germany_2022", criterion=criterion(margin=1))
    curve = tg.frontier(asked, start=0, stop=5_000)
    assert curve.is_exact
    assert len(curve.breakpoints) >= 2
    for k in range(0, 5_001, 250):
        assert curve.cost_at(k) == cost_of(criterion, Fraction(k))


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
    with pytest.raises(tg.InputError, match="is not between"):
        tg.frontier(asked, start=0, stop=10).cost_at(11)


def test_levels_and_frame() -> None:
    curve = tg.frontier("austria_apprenticeship", start=0, stop=100)
    assert curve.to_frame().shape[0] == len(curve.points)
    assert all(point.cost is not None and point.levels for point in curve.points)
