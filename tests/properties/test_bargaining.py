"""Axioms of bargaining, on exact random hulls and games, degenerate ones among them."""

from fractions import Fraction

import numpy as np
import pytest
from bargaining_sets import (
    HULL_RULES,
    WEIGHTED,
    Bargain,
    bargains,
    discounts,
    numbers,
    pairs,
    points_of_hull,
    positive_weights,
    two_player_games,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.bargaining.bargain import bargain, can_gain
from tvet_games.solve.bargaining.feasible_set import FeasibleSet
from tvet_games.testing import small_fractions

rules = st.sampled_from(HULL_RULES)
seeds = st.integers(0, 10**6)


def solved(problem: Bargain, rule: str, **options) -> tuple:
    return tuple(bargain(problem.feasible, rule, disagreement=problem.d, **options).payoffs)


def weighted(rule: str, weights) -> dict:
    return {"weights": weights} if rule in WEIGHTED else {}


def terms_of(rule: str, weights, factors) -> dict:
    return {"discounts": factors} if rule == "rubinstein" else weighted(rule, weights)


@given(bargains(), st.sampled_from(["nash", "kalai_smorodinsky", "rubinstein"]), positive_weights, discounts)
def test_units_and_origins_do_not_matter(problem, rule, weights, factors) -> None:
    """Scale covariance, of the three rules that have it."""

    def change(u):
        return 3 * u[0] - 5, Fraction(1, 7) * u[1] + 2

    options = terms_of(rule, weights, factors)
    assert solved(problem.mapped(change), rule, **options) == change(solved(problem, rule, **options))


@given(bargains(), rules, positive_weights)
def test_the_names_of_the_players_do_not_matter(problem, rule, weights) -> None:
    """Symmetry: exchanging players exchanges payoffs, at corners, flat edges and ties too."""
    swapped = problem.mapped(lambda u: u[::-1])
    assert (
        solved(swapped, rule, **weighted(rule, weights[::-1])) == solved(problem, rule, **weighted(rule, weights))[::-1]
    )


@given(bargains(), st.sampled_from([*HULL_RULES, "rubinstein"]), positive_weights, discounts, seeds)
def test_individually_rational_and_efficient(problem, rule, weights, factors, seed) -> None:
    payoffs = solved(problem, rule, **terms_of(rule, weights, factors))
    assert all(u >= v for u, v in zip(payoffs, problem.d, strict=True))
    for u, v in points_of_hull(problem.points, seed):
        assert not (u > payoffs[0] and v > payoffs[1])
        if rule != "egalitarian":
            assert (u, v) == payoffs or not (u >= payoffs[0] and v >= payoffs[1])


@given(bargains(), positive_weights, seeds)
def test_nash_has_the_largest_product(problem, weights, seed) -> None:
    d = problem.d

    def product(u):
        return (u[0] - d[0]) ** weights[0] * (u[1] - d[1]) ** weights[1]

    best = product(solved(problem, "nash", weights=weights))
    assert all(product(u) <= best for u in points_of_hull(problem.points, seed) if u[0] >= d[0] and u[1] >= d[1])


@given(bargains(), positive_weights, st.data())
def test_nash_does_not_depend_on_irrelevant_alternatives(problem, weights, data) -> None:
    found = bargain(problem.feasible, "nash", disagreement=problem.d, weights=weights)
    needed = [p for p, chance in zip(problem.points, found.lottery, strict=True) if chance]
    others = [p for p, chance in zip(problem.points, found.lottery, strict=True) if not chance]
    kept = [p for p in others if data.draw(st.booleans())]
    assert solved(Bargain([*needed, *kept], problem.d), "nash", weights=weights) == tuple(found.payoffs)


@given(bargains())
def test_all_the_weight_takes_all_that_is_individually_rational(problem) -> None:
    chain = problem.feasible.individually_rational(tuple(map(Fraction, problem.d)))
    for rule in ("nash", "utilitarian"):
        assert solved(problem, rule, weights=(1, 0)) == chain[-1].payoffs
        assert solved(problem, rule, weights=(0, 1)) == chain[0].payoffs
    nearly = solved(problem, "nash", weights=(10**9, 1))
    assert float(nearly[0]) == pytest.approx(float(chain[-1].payoffs[0]), abs=1e-6)


@given(bargains(), st.lists(pairs, min_size=1, max_size=3))
def test_individual_monotonicity_of_kalai_smorodinsky(problem, more) -> None:
    """More to choose from, without more for the one at best, does not hurt the other."""
    d = tuple(map(Fraction, problem.d))
    larger = problem.with_points(more)
    ends = [p.feasible.individually_rational(d) for p in (problem, larger)]
    before, after = solved(problem, "kalai_smorodinsky"), solved(larger, "kalai_smorodinsky")
    if ends[0][0].payoffs[1] == ends[1][0].payoffs[1]:
        assert after[0] >= before[0]
    if ends[0][-1].payoffs[0] == ends[1][-1].payoffs[0]:
        assert after[1] >= before[1]


@given(bargains(), st.lists(pairs, min_size=1, max_size=3), positive_weights)
def test_strong_monotonicity_of_the_egalitarian_rule(problem, more, weights) -> None:
    before = solved(problem, "egalitarian", weights=weights)
    after = solved(problem.with_points(more), "egalitarian", weights=weights)
    assert all(u <= v for u, v in zip(before, after, strict=True))
    gains = [(u - v) / w for u, v, w in zip(before, problem.d, weights, strict=True)]
    assert gains[0] == gains[1] > 0


@given(bargains(), positive_weights, seeds)
def test_the_utilitarian_rule_has_the_largest_sum(problem, weights, seed) -> None:
    def total(u):
        return weights[0] * u[0] + weights[1] * u[1]

    payoffs, d = solved(problem, "utilitarian", weights=weights), problem.d
    points = points_of_hull(problem.points, seed)
    assert all(total(u) <= total(payoffs) for u in points if u[0] >= d[0] and u[1] >= d[1])
    nash = solved(problem, "nash", weights=weights)
    if total(nash) == total(payoffs):
        assert nash == payoffs


@given(bargains(), discounts)
def test_alternating_offers_make_the_other_just_accept(problem, factors) -> None:
    """The pair of proposals: each is the best for the proposer that gives the other what it gets by waiting."""
    x = solved(problem, "rubinstein", discounts=factors)
    swapped = problem.mapped(lambda u: u[::-1])
    y = solved(swapped, "rubinstein", discounts=factors[::-1])[::-1]
    chain = problem.feasible.individually_rational(tuple(map(Fraction, problem.d)))
    waits = [v + f * (u - v) for u, v, f in zip((x[0], y[1]), problem.d, factors, strict=True)]
    assert x[1] == max(waits[1], chain[-1].payoffs[1])
    assert y[0] == max(waits[0], chain[0].payoffs[0])


@given(bargains(), positive_weights)
def test_impatience_vanishes_towards_nash(problem, rates) -> None:
    """Discount factors exp(-r h) for short rounds h: Nash with the weights 1 / r."""
    h = Fraction(1, 10**7)
    near = solved(problem, "rubinstein", discounts=[1 - r * h for r in rates])
    nash = solved(problem, "nash", weights=[Fraction(1, r) for r in rates])
    assert np.allclose(np.array(near, dtype=float), np.array(nash, dtype=float), atol=1e-3)


@given(
    bargains(largest=4),
    st.tuples(small_fractions(0, 0.5, max_denominator=4), small_fractions(0, 0.5, max_denominator=4)),
)
@settings(max_examples=30)
def test_many_rounds_are_like_no_last_round(problem, factors) -> None:
    endless = solved(problem, "rubinstein", discounts=factors)
    for rounds in (40, 41):
        finite = solved(problem, "rubinstein", discounts=factors, rounds=rounds)
        assert np.allclose(np.array(finite, dtype=float), np.array(endless, dtype=float), atol=1e-9)
    chain = problem.feasible.individually_rational(tuple(map(Fraction, problem.d)))
    assert solved(problem, "rubinstein", discounts=factors, rounds=1) == chain[-1].payoffs


@given(bargains(), discounts, small_fractions(0, 3, max_denominator=4))
def test_outside_option_principle(problem, factors, option) -> None:
    """An option below what one gets changes nothing; one above it is what one gets."""
    outside = (problem.d[0], problem.d[1] + option)
    assume(can_gain(problem.feasible, outside))
    without = solved(problem, "rubinstein", discounts=factors)
    with_option = solved(problem, "rubinstein", discounts=factors, outside=outside)
    assert with_option[1] == max(without[1], outside[1])
    if without[1] >= outside[1]:
        assert with_option == without


@given(bargains(), discounts, st.tuples(st.fractions(0, 2), st.fractions(0, 2)))
def test_options_of_both_are_a_fixed_point(problem, factors, options) -> None:
    outside = tuple(v + o for v, o in zip(problem.d, options, strict=True))
    assume(can_gain(problem.feasible, outside))
    x = solved(problem, "rubinstein", discounts=factors, outside=outside)
    swapped = problem.mapped(lambda u: u[::-1])
    y = solved(swapped, "rubinstein", discounts=factors[::-1], outside=outside[::-1])[::-1]
    chain = problem.feasible.individually_rational(tuple(map(Fraction, problem.d)))
    waits = [v + f * (u - v) for u, v, f in zip((x[0], y[1]), problem.d, factors, strict=True)]
    assert x[1] == max(waits[1], outside[1], chain[-1].payoffs[1])
    assert y[0] == max(waits[0], outside[0], chain[0].payoffs[0])
    assert x[0] >= outside[0]


@given(
    st.lists(numbers, min_size=2, max_size=2),
    small_fractions(Fraction(1, 2), 9, max_denominator=5),
    st.sampled_from([*HULL_RULES, "rubinstein"]),
    positive_weights,
    discounts,
)
def test_transferable_utility_is_the_hull_of_huge_payments(d, surplus, rule, weights, factors) -> None:
    total, options = sum(d) + surplus, terms_of(rule, weights, factors)
    line = bargain(FeasibleSet.transferable(total), rule, disagreement=d, **options)
    hull = FeasibleSet.from_points([[total + 1000, Fraction(-1000)], [Fraction(-1000), total + 1000]])
    assert (line.payoffs == bargain(hull, rule, disagreement=d, **options).payoffs).all()
    assert line.payoffs.sum() == total


@given(two_player_games(), rules, positive_weights, pairs)
def test_floats_batches_and_fractions_agree(game, rule, weights, d) -> None:
    options = {"disagreement": d, **weighted(rule, weights)}
    floats = game.to_float()
    batch = bargain(NormalFormGame(floats.payoffs[None], players=game.players), rule, **options)
    assert bool(batch.agrees[0]) == bool(can_gain(game, d)) == bool(can_gain(floats, d))
    if not batch.agrees[0]:
        assert np.isnan(batch.payoffs).all()
        return
    exact = bargain(game, rule, **options)
    single = bargain(floats, rule, **options)
    assert all(isinstance(u, Fraction) for u in (*exact.payoffs, *exact.lottery.ravel(), *exact.surplus_left))
    for found in (single.payoffs, batch.payoffs[0]):
        assert np.allclose(found, exact.payoffs.astype(float), atol=1e-7)
    for found, lottery, left in [
        (exact.payoffs, exact.lottery, exact.surplus_left),
        (single.payoffs, single.lottery, single.surplus_left),
        (batch.payoffs[0], batch.lottery[0], batch.surplus_left[0]),
    ]:
        expected = (game.payoffs * lottery).sum(axis=(1, 2)).astype(float)
        assert np.allclose(expected, (found + left).astype(float), atol=1e-9)
        assert float(lottery.sum()) == pytest.approx(1)
        assert (lottery >= 0).all()
        assert (left >= 0).all()


@given(st.lists(two_player_games(largest=2), min_size=1, max_size=4), st.sampled_from(["worst_equilibrium", "maxmin"]))
def test_batches_find_the_disagreement_points_of_single_games(games, choice) -> None:
    tables = [g.payoffs for g in games if g.shape == (2, 2)]
    assume(tables)
    stacked = np.stack(tables)
    for dtype in (object, np.float64):
        batch = NormalFormGame(stacked.astype(dtype), players=("a", "b"))
        found = bargain(batch, "egalitarian", disagreement=choice)
        for k, agrees in enumerate(found.agrees):
            one = NormalFormGame(stacked[k], players=("a", "b"))
            if agrees:
                alone = bargain(one, "egalitarian", disagreement=choice)
                assert np.allclose(alone.disagreement.astype(float), found.disagreement[k].astype(float))
                assert np.allclose(alone.payoffs.astype(float), found.payoffs[k].astype(float))
            else:
                assert not can_gain(one, choice)


@given(st.lists(numbers, min_size=8, max_size=8))
def test_security_levels_of_2x2_games_by_linear_programs(entries) -> None:
    """A profile that is there twice changes nothing but the way: the closed form against the exact program."""
    from tvet_games.solve.bargaining.disagreement import security_levels

    payoffs = np.array(entries, dtype=object).reshape(2, 2, 2)
    repeated = payoffs[:, [0, 1, 1]]
    closed, program = (security_levels(NormalFormGame(p)) for p in (payoffs, repeated))
    assert (closed == program).all()
    assert np.allclose(security_levels(NormalFormGame(repeated.astype(float))), program.astype(float))
