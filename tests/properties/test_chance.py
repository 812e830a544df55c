"""Theorems about chance constraints: order statistics, brute force over the worlds left out, sums kept, the bound."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.stats import beta

import tvet_games as tg
from tvet_games.study.chance.chance import chance
from tvet_games.study.chance.discarding import SampledProgram, cheapest_but_for
from tvet_games.study.chance.discarding_rounds import floor_of
from tvet_games.study.chance.kept_worlds import Scaled
from tvet_games.study.chance.sample_bound import allowed_failures, clopper_pearson, needed_draws

seeds = st.integers(0, 10**6)
shares = st.sampled_from([0.02, 0.1, 0.25, 0.5])


def random_program(seed: int, levels: int | None = None) -> SampledProgram:
    """Few worlds, of small integers (ties, empty rows, fixed levels, costs of 0 or below) or of any numbers."""
    rng = np.random.default_rng(seed)
    k, r, w = levels or int(rng.integers(1, 5)), int(rng.integers(1, 4)), int(rng.integers(2, 10))
    if rng.random() < 0.5:
        rows, bounds = rng.integers(-1, 4, (w, r, k)), rng.integers(-4, 5, (w, r))
    else:
        rows, bounds = rng.normal(0.5, 1, (w, r, k)), rng.normal(-0.5, 2, (w, r))
    limits = int(rng.integers(0, 2))
    return SampledProgram(
        cost=rng.integers(-1, 5, k).astype(float),
        low=np.zeros(k),
        high=rng.integers(0, 6, k).astype(float),
        fixed=-rng.integers(0, 3, (limits, k)).astype(float),
        fixed_bounds=-rng.integers(1, 10, limits).astype(float),
        coefficients=rows.astype(float),
        bounds=bounds.astype(float),
    )


def least_cost(program: SampledProgram, kept: list[int]) -> float:
    rows = np.concatenate([program.coefficients[kept].reshape(-1, len(program.cost)), program.fixed])
    bounds = np.concatenate([program.bounds[kept].ravel(), program.fixed_bounds])
    box = list(zip(program.low, program.high, strict=True))
    found = linprog(program.cost, A_ub=-rows if len(rows) else None, b_ub=-bounds if len(rows) else None, bounds=box)
    return float(found.fun) if found.status == 0 else math.inf


def by_brute_force(program: SampledProgram, allowed: int) -> float:
    """The least cost over every choice of worlds left out."""
    worlds = range(len(program.bounds))
    left_out = itertools.chain.from_iterable(itertools.combinations(worlds, n) for n in range(allowed + 1))
    return min(least_cost(program, [w for w in worlds if w not in out]) for out in left_out)


@settings(max_examples=50)
@given(seeds, st.integers(0, 3))
def test_the_cheapest_levels_by_brute_force_over_the_worlds_left_out(seed, allowed) -> None:
    program = random_program(seed)
    found, best = cheapest_but_for(program, allowed), by_brute_force(program, allowed)
    if found.levels is None:
        assert found.status == "infeasible"
        assert best == math.inf
        assert found.blocked.sum() > allowed or found.blocked.any() or len(program.fixed)
    else:
        assert found.status == "optimal"
        assert program.cost @ found.levels == pytest.approx(best, abs=1e-6)
        assert program.failing(found.levels).sum() <= allowed
        assert (program.low <= found.levels).all()
        assert (found.levels <= program.high).all()


@given(seeds, st.integers(0, 4))
def test_one_level_is_an_order_statistic(seed, allowed) -> None:
    """Against every end of every world's interval; upper limits among them."""
    program = random_program(seed, levels=1)
    found = cheapest_but_for(program, allowed)
    slopes, bounds = program.coefficients[..., 0], program.bounds
    ends = np.divide(bounds, slopes, out=np.zeros_like(bounds), where=slopes != 0).ravel()
    limits = (-program.fixed_bounds / np.where(program.fixed[:, 0] == 0, np.nan, -program.fixed[:, 0])).tolist()
    tried = [*ends.tolist(), *limits, *program.low.tolist(), *program.high.tolist()]
    good = [
        program.cost[0] * x
        for x in tried
        if program.low[0] <= x <= program.high[0]
        and (program.fixed[:, 0] * x >= program.fixed_bounds - 1e-9).all()
        and program.failing(np.array([x])).sum() <= allowed
    ]
    if found.levels is None:
        assert good == []
    else:
        assert program.cost @ found.levels == pytest.approx(min(good), abs=1e-9)
        assert program.failing(found.levels).sum() <= allowed


@settings(max_examples=30)
@given(seeds)
def test_more_failing_worlds_never_cost_more(seed) -> None:
    program = random_program(seed)
    costs = []
    for allowed in range(4):
        found = cheapest_but_for(program, allowed)
        costs.append(math.inf if found.levels is None else float(program.cost @ found.levels))
    assert all(more <= fewer + 1e-6 for fewer, more in itertools.pairwise(costs))


@given(seeds, st.integers(0, 3))
def test_the_floor_of_a_row_bounds_all_that_fails_in_few_worlds(seed, budget) -> None:
    """Against random points of the box that break few of the worlds."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(0.2, 0.3, (6, 1, 3))
    scaled = Scaled(np.ones(3), matrix, rng.normal(0, 0.2, (6, 1)), np.zeros((0, 3)), np.zeros(0), 1.0)
    slope = rng.normal(size=3)
    floor = floor_of(scaled, slope, 0, np.ones(6, dtype=bool), budget)
    for z in rng.uniform(size=(200, 3)):
        if scaled.broken(z).any(axis=1).sum() <= budget:
            assert slope @ z >= floor - 1e-9


@given(st.integers(1, 40), st.integers(1, 4), shares, st.sampled_from([0.9, 0.99]))
def test_the_sample_bound_in_fractions(draws, levels, risk, confidence) -> None:
    """The sum over j up to k of C(j+d-1, j) P(at most j+d-1 of N), term by term."""
    e, wanted = Fraction(risk), 1 - Fraction(confidence)
    total, largest = Fraction(0), -1
    for j in range(draws - levels + 1):
        few = sum(math.comb(draws, i) * e**i * (1 - e) ** (draws - i) for i in range(j + levels))
        total += math.comb(j + levels - 1, j) * few
        if total > wanted:
            break
        largest = j
    assert allowed_failures(draws, levels, risk, confidence) == largest


@given(st.integers(1, 6), shares, st.sampled_from([0.5, 0.9, 0.99]))
def test_needed_draws_are_the_fewest(levels, risk, confidence) -> None:
    needed = needed_draws(levels, risk, confidence)
    assert allowed_failures(needed, levels, risk, confidence) >= 0
    assert allowed_failures(needed - 1, levels, risk, confidence) == -1


@given(st.integers(1, 60), st.integers(0, 60), st.sampled_from([0.9, 0.99]))
def test_clopper_pearson_against_scipy(draws, failing, confidence) -> None:
    failing = min(failing, draws)
    found, tail = clopper_pearson(failing, draws, confidence), (1 - confidence) / 2
    assert found.low == pytest.approx(beta.ppf(tail, failing, draws - failing + 1) if failing else 0)
    assert found.high == pytest.approx(beta.ppf(1 - tail, failing + 1, draws - failing) if failing < draws else 1)
    assert 0 <= found.low <= failing / draws <= found.high <= 1


def test_the_statement_holds_as_often_as_it_says() -> None:
    """Two levels, each above its own uniform need: the share of worlds that fail is known."""
    rng, risk, confidence, draws = np.random.default_rng(0), 0.2, 0.9, 100
    allowed = allowed_failures(draws, 2, risk, confidence)
    rows, none = np.tile(np.eye(2), (draws, 1, 1)), np.zeros((0, 2))
    shares = []
    for _ in range(60):
        need = rng.uniform(size=(draws, 2))
        found = cheapest_but_for(
            SampledProgram(np.ones(2), np.zeros(2), np.ones(2), none, none[:, 0], rows, need), allowed
        )
        shares.append(1 - found.levels.prod())
    assert np.mean(np.array(shares) > risk) <= 1 - confidence
    assert np.mean(shares) > risk / 4


@settings(max_examples=10)
@given(seeds, st.sampled_from(["uniform", "triangular"]))
def test_drawn_worlds_keep_published_sums(seed, distribution) -> None:
    """Net cost of training: 8,100 in Germany, 14,300 in Austria, in every world."""
    for name, net in (("germany_2022", 8100), ("austria_2016", 14300)):
        worlds = tg.load_calibration(name).sample(50, np.random.default_rng(seed), distribution=distribution).numbers
        assert np.ptp(np.broadcast_to(worlds["training_cost"], 50)) >= 0
        assert np.allclose(worlds["training_cost"] - worlds["trainee_output"], net, rtol=0, atol=1e-8)


@settings(max_examples=6)
@given(seeds)
def test_the_cost_does_not_rise_with_the_risk(seed) -> None:
    asked = tg.question("school_enterprise", "germany_2022", ["training_subsidy", "school_grant"])
    costs = []
    for risk in (0.08, 0.2, 0.5):
        found = chance(asked, risk, draws=150, rng=seed, check=1_000)
        assert found.status == "optimal"
        assert found.failing <= found.allowed
        assert found.cost >= found.lower_bound - 1e-6
        costs.append(found.cost)
    assert costs[0] >= costs[1] >= costs[2]
