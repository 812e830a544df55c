"""Theorems about portfolios: sites as the exact search has them, symmetry, monotonicity, knapsacks, common packages."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.policy.linear_batch import minimise_many
from tvet_games.policy.search import answer
from tvet_games.study.portfolio.common_choice import common_choice
from tvet_games.study.portfolio.common_levels import common_levels
from tvet_games.study.portfolio.portfolio import portfolio
from tvet_games.study.portfolio.site_choice import choose_sites
from tvet_games.study.portfolio.site_levels import cheapest_levels
from tvet_games.study.portfolio.site_programs import SitePrograms, eliminate, site_programs
from tvet_games.study.portfolio.sites import Sites

FIVE = ["school_enterprise", "enterprise_student", "school_student", "school_teacher", "enterprise_teacher"]

VALUES = ["training_cost", "standing", "reform_cost", "quality_gain", "effort", "teaching_gain", "grievance_rate"]

seeds = st.integers(0, 10**6)


def drawn(seed: int, count: int, width: float = 0.15, *, whole: bool = True) -> Sites:
    rng = np.random.default_rng(seed)
    centre = tg.load_calibration("germany_2022").numbers
    values = {n: np.round(float(centre[n]) * rng.uniform(1 - width, 1 + width, count), 4) for n in VALUES}
    heads = rng.integers(1, 60, count).astype(float) if whole else rng.uniform(1, 60, count)
    return Sites(tuple(f"site {k}" for k in range(count)), heads, values)


def asked(criterion: tg.Nash, conflicts: list[str] | str = FIVE, **limits: object) -> tg.Question:
    return tg.question(conflicts, "germany_2022", criterion=criterion, **limits)  # type: ignore[arg-type]


def programs_of(question: tg.Question, sites: Sites) -> SitePrograms:
    problem = question.problem(sites.calibration(question.calibration), is_exact=False)
    return site_programs(question, problem, sites.heads)


@settings(max_examples=4)
@given(seeds, st.sampled_from([tg.Unique(1), tg.Nash(5), tg.Dominant(1), tg.PDominant("2/3"), tg.Aligned("1/10")]))
def test_each_site_is_what_the_exact_search_says(seed, criterion) -> None:
    """The cost, or that there is none and how much is missing."""
    conflicts = FIVE if not isinstance(criterion, tg.Dominant) else "school_enterprise"
    sites, question = drawn(seed, 4, 0.3), asked(criterion, conflicts)
    found = portfolio(question, sites)
    assert found.verified
    missing = {short.site: short.missing for short in found.shortfalls}
    for s in range(len(sites)):
        exact = answer(question.replace(calibration=sites.calibration(question.calibration, s)))
        assert found.funded[s] == found.cooperates[s] == exact.feasible
        if exact.feasible:
            assert found.cost[s] == pytest.approx(float(exact.cost) * sites.heads[s], rel=1e-6)
        else:
            assert exact.shortfall is not None
            assert missing[s] > 0
            if exact.shortfall.kind == "deviation":
                assert missing[s] == pytest.approx(float(exact.shortfall.missing), rel=1e-6)


@settings(max_examples=5)
@given(seeds, st.floats(0, 1))
def test_the_order_of_sites_does_not_matter(seed, share) -> None:
    sites, question = drawn(seed, 12), asked(tg.Unique(1))
    order = np.random.default_rng(seed).permutation(12)
    other = Sites(
        tuple(sites.names[k] for k in order), sites.heads[order], {n: a[order] for n, a in sites.values.items()}
    )
    budget = round(share * portfolio(question, sites).total_cost, 2)
    first, second = (portfolio(question, table, budget=budget) for table in (sites, other))
    assert second.cost == pytest.approx(first.cost[order], rel=1e-9)
    assert second.trainees_funded == first.trainees_funded
    assert second.total_cost == pytest.approx(first.total_cost, rel=1e-9)


@settings(max_examples=7)
@given(seeds, st.lists(st.floats(0, 1.2), min_size=2, max_size=5))
def test_more_money_never_reaches_fewer(seed, shares) -> None:
    sites, question = drawn(seed, 15), asked(tg.Nash(1))
    whole = portfolio(question, sites).total_cost
    found = [portfolio(question, sites, budget=round(share * whole, 2)) for share in sorted(shares)]
    for less, more in itertools.pairwise(found):
        assert less.trainees_funded <= more.trainees_funded
    for each in found:
        assert each.total_cost <= each.budget * (1 + 1e-9)
        assert each.status == "optimal"
        assert (each.cooperates == each.funded).all()
        assert (each.shadow_price is None) == bool(each.funded.all())


@given(seeds, st.integers(1, 10), st.booleans(), st.floats(0, 1))
def test_knapsacks_by_brute_force(seed, count, whole, share) -> None:
    """Most trainees, then least cost; sites that cost nothing, or bring money in, are always in."""
    rng = np.random.default_rng(seed)
    heads = rng.integers(1, 12, count).astype(float) if whole else rng.uniform(1, 12, count)
    cost = rng.integers(-2, 20, count).astype(float)
    budget = round(share * cost.clip(0).sum())
    found = choose_sites(heads, cost, budget)
    choices = [np.array(c, dtype=bool) | (cost <= 0) for c in itertools.product((0, 1), repeat=count)]
    best = max((round(heads[c].sum(), 9), -cost[c].sum()) for c in choices if cost[c].sum() <= budget)
    assert found.value == pytest.approx(best[0])
    assert cost[found.chosen].sum() == -best[1]
    assert found.gap <= 1e-9
    if found.shadow_price is not None:
        assert found.shadow_price > 0


@settings(max_examples=15)
@given(seeds)
def test_many_sites_and_a_site_that_cannot_be_had(seed) -> None:
    """Core and whole: the bound of the linear relaxation is kept, and infeasible sites stay out."""
    rng = np.random.default_rng(seed)
    heads = rng.integers(5, 40, 300).astype(float)
    cost = heads * rng.uniform(900, 1_100, 300)
    cost[0] = np.inf
    found = choose_sites(heads, cost, 0.4 * cost[1:].sum())
    assert not found.chosen[0]
    assert cost[found.chosen].sum() <= 0.4 * cost[1:].sum()
    ratio = found.shadow_price
    assert ratio is not None
    relaxed = ratio * 0.4 * cost[1:].sum() + np.maximum(heads[1:] - ratio * cost[1:], 0).sum()
    assert found.value <= found.bound <= relaxed * (1 + 1e-9)
    assert found.value >= relaxed - heads.max()


@settings(max_examples=8)
@given(seeds, st.sampled_from([tg.Unique(1), tg.Nash(1)]))
def test_a_common_package_costs_no_less_than_local_ones(seed, criterion) -> None:
    sites, question = drawn(seed, 8, 0.05), asked(criterion)
    local, common = portfolio(question, sites), portfolio(question, sites, levels="common")
    assert common.verified
    if common.objective == "cost" and not common.shortfalls:
        assert common.total_cost >= local.total_cost * (1 - 1e-9)
        assert (common.levels == common.levels[0]).all()
        assert common.total_cost == pytest.approx(common.bound)


@settings(max_examples=6)
@given(seeds, st.integers(1, 5))
def test_identical_sites_share_the_package_of_one(seed, count) -> None:
    one, question = drawn(seed, 1), asked(tg.Unique(1))
    many = Sites(
        tuple("abcde"[:count]), np.repeat(one.heads, count), {n: np.repeat(a, count) for n, a in one.values.items()}
    )
    alone, common = portfolio(question, one), portfolio(question, many, levels="common")
    assert common.status == "optimal"
    assert common.total_cost == pytest.approx(count * alone.total_cost, rel=1e-9)


@settings(max_examples=15)
@given(seeds, st.floats(0.05, 0.4))
def test_common_levels_against_every_combination_of_orders(seed, width) -> None:
    """One conflict, three sites: the least over all eight combinations of who is won first where."""
    sites, question = drawn(seed, 3, width), asked(tg.Unique(1), "school_enterprise")
    programs = programs_of(question, sites)
    found = common_levels(programs, np.arange(3))
    low, high = programs.low.max(axis=0), programs.high.min(axis=0)
    best = np.inf
    for combination in itertools.product((0, 1), repeat=3):
        rows, bounds = [], []
        for s, first in enumerate(combination):
            state = programs.settled(programs.start, [[first, 1 - first]])
            matrix, bound = programs.rows(np.array([s]), state)
            rows.append(matrix[0])
            bounds.append(bound[0])
        solved = minimise_many(programs.cost.sum(axis=0), low, high, np.concatenate(rows), np.concatenate(bounds))
        best = min(best, solved.value[0])
    assert found.cost == pytest.approx(best, rel=1e-7)
    assert found.feasible == np.isfinite(best)


@settings(max_examples=10)
@given(seeds, st.sampled_from([tg.Unique(1), tg.Nash(1)]), st.floats(0.3, 1.1))
def test_common_choices_by_brute_force(seed, criterion, share) -> None:
    """The most trainees over all sets of sites that one package serves within the budget."""
    sites, question = drawn(seed, 4, 0.3), asked(criterion, ["school_enterprise", "school_student"])
    programs = programs_of(question, sites)
    own = cheapest_levels(programs)
    budget = share * own.cost[own.feasible].sum() if share < 1 else np.inf
    best = 0.0
    for size in range(1, 5):
        for chosen in itertools.combinations(np.flatnonzero(own.feasible), size):
            common = common_levels(programs, np.array(chosen))
            if common.cost <= budget:
                best = max(best, sites.heads[list(chosen)].sum())
    found = common_choice(programs, own, sites.heads, budget)
    assert found.value == best
    assert found.bound == pytest.approx(best)


@given(seeds, st.sampled_from([(2, 2), (3, 2), (2, 2, 2), (3, 3)]))
def test_elimination_of_a_batch_is_the_verdict_of_each(seed, shape) -> None:
    payoffs = np.random.default_rng(seed).integers(-5, 6, (6, len(shape), *shape)).astype(float)
    margin, order = eliminate(payoffs)
    for k, one in enumerate(payoffs):
        assert margin[k] == tg.verdict(tg.NormalFormGame(one), tg.Unique(0)).slack
        assert sorted(order[k]) == list(range(sum(size - 1 for size in shape)))
