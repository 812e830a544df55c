"""Theorems about many linear programs at once: SciPy and exact answers, duality, symmetry under order and units."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tvet_games.linear_programs.certificate import Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.numerics import TIE, TOLERANCE
from tvet_games.policy import linear_batch
from tvet_games.policy.linear_batch import LinearBatch, minimise_many

seeds = st.integers(0, 10**6)
WORLDS = 12


def whole(rng) -> list[np.ndarray]:
    """Degenerate: small integers, costs of 0 or below, fixed levels, rows twice, empty rows; some worlds infeasible."""
    k, r = rng.integers(1, 6), rng.integers(1, 8)
    low = rng.integers(-2, 2, size=(WORLDS, k))
    rows = rng.integers(-2, 3, size=(WORLDS, r, k)) * rng.integers(0, 2, size=(WORLDS, r, 1))
    bounds = rng.integers(-4, 3, size=(WORLDS, r))
    rows, bounds = np.concatenate([rows, rows[:, :2]], axis=1), np.concatenate([bounds, bounds[:, :2]], axis=1)
    return [rng.integers(-1, 2, size=(WORLDS, k)), low, low + rng.integers(0, 4, size=(WORLDS, k)), rows, bounds]


def money(rng) -> list[np.ndarray]:
    """Similar worlds with levels up to 100,000 beside shares, cheap beside dear; some worlds infeasible."""
    k, r = rng.integers(2, 8), rng.integers(1, 12)
    high = np.where(np.arange(k) % 2, 1e5, 1.0)
    rows = rng.normal(size=(r, k)) / high * np.where(np.arange(r) % 3, 1.0, 1e4)[:, None]
    rows = rows * rng.uniform(0.95, 1.05, size=(WORLDS, r, k))
    inside = rng.uniform(size=(WORLDS, k)) * high
    bounds = np.einsum("wrk,wk->wr", rows, inside)
    bounds += np.abs(rows @ high) * rng.uniform(-0.2, 0.05, size=(WORLDS, r))
    return [rng.choice([0, 1, 2, -0.5], size=k) / high, np.zeros(k), high, rows, bounds]


def different(rng) -> list[np.ndarray]:
    """Random worlds that share nothing, with levels away from 0."""
    k, r = rng.integers(1, 8), rng.integers(0, 12)
    low = rng.uniform(-5, 5, size=(WORLDS, k))
    rows, bounds = rng.normal(size=(WORLDS, r, k)), rng.normal(size=(WORLDS, r)) - 1
    return [rng.normal(size=(WORLDS, k)), low, low + rng.uniform(0, 3, size=(WORLDS, k)), rows, bounds]


def equalities(rng) -> list[np.ndarray]:
    """Rows in pairs that leave no room: feasible but for rounding."""
    k = int(rng.integers(2, 6))
    rows = rng.normal(size=(k - 1, k))
    bounds = rng.uniform(size=(WORLDS, k)) @ rows.T
    return [rng.integers(0, 3, size=k), np.zeros(k), 1, np.concatenate([rows, -rows]), np.hstack([bounds, -bounds])]


kinds = st.sampled_from([whole, money, different, equalities])


def full(batch) -> list[np.ndarray]:
    """The five arrays with all their axes."""
    cost, low, high, rows, bounds = (np.asarray(a, dtype=float) for a in batch)
    r, k = rows.shape[-2:]
    shapes = [(WORLDS, k)] * 3 + [(WORLDS, r, k), (WORLDS, r)]
    return [np.broadcast_to(a, s) for a, s in zip((cost, low, high, rows, bounds), shapes, strict=True)]


def scales(batch) -> np.ndarray:
    """What a value of each world is measured against: the most that the levels can cost."""
    cost, low, high, *_ = full(batch)
    return (np.abs(cost) * np.maximum(np.abs(low), np.abs(high))).sum(axis=1) + TIE


def assert_same(one: LinearBatch, other: LinearBatch, scale: np.ndarray) -> None:
    np.testing.assert_array_equal(one.feasible, other.feasible)
    there = one.feasible
    assert (np.abs(one.value[there] - other.value[there]) <= TOLERANCE * scale[there]).all()


@pytest.mark.slow
@settings(max_examples=60)
@given(seeds, kinds)
def test_against_scipy_world_by_world(seed, kind) -> None:
    batch = kind(np.random.default_rng(seed))
    found = minimise_many(*batch)
    for w, (cost, low, high, rows, bounds) in enumerate(zip(*full(batch), strict=True)):
        other = linprog(cost, A_ub=-rows, b_ub=-bounds, bounds=np.column_stack([low, high]), method="highs")
        if other.status in (0, 2):
            assert found.feasible[w] == (other.status == 0)
        if other.status == 0:
            # SciPy's tolerance, 1e-7, is coarser than the one under test.
            assert abs(found.value[w] - other.fun) <= 100 * 1e-7 * scales(batch)[w]


@settings(max_examples=100)
@given(seeds, kinds)
def test_every_answer_proves_itself(seed, kind) -> None:
    """Bounds exactly, rows to TIE of their size, multipliers at least 0, and strong duality."""
    batch = kind(np.random.default_rng(seed))
    found = minimise_many(*batch)
    cost, low, high, rows, bounds = full(batch)
    there = found.feasible
    x, y = found.levels, found.multipliers
    assert ((x >= low) & (x <= high))[there].all()
    size = np.abs(bounds) + np.einsum("wrk,wk->wr", np.abs(rows), np.maximum(np.abs(low), np.abs(high)))
    assert (np.einsum("wrk,wk->wr", rows, x) - bounds >= -1.01 * TIE * size)[there].all()
    assert (y >= 0).all()
    reduced = cost - np.einsum("wr,wrk->wk", y, rows)
    dual = (y * bounds).sum(axis=1) + np.minimum(reduced * low, reduced * high).sum(axis=1)
    assert (np.abs(dual - found.value)[there] <= TOLERANCE * scales(batch)[there]).all()
    assert np.isnan(x[~there]).all()
    assert np.isposinf(found.value[~there]).all()
    assert not y[~there].any()


@settings(max_examples=30)
@given(seeds)
def test_against_the_exact_simplex_method(seed) -> None:
    batch = whole(np.random.default_rng(seed))
    found = minimise_many(*batch)
    for w, (cost, low, high, rows, bounds) in enumerate(zip(*batch, strict=True)):
        cost, low, high = ([Fraction(int(v)) for v in vector] for vector in (cost, low, high))
        constraints = [
            Constraint(tuple(Fraction(int(a)) for a in row), Fraction(int(b)))
            for row, b in zip(rows, bounds, strict=True)
        ]
        certificate = minimise(cost, low, high, constraints)
        assert found.feasible[w] == (certificate.kind == "optimal")
        if found.feasible[w]:
            assert abs(found.value[w] - float(certificate.value)) <= TOLERANCE * scales(batch)[w]


@given(seeds, kinds)
def test_the_order_of_worlds_changes_no_value(seed, kind) -> None:
    rng = np.random.default_rng(seed)
    batch = full(kind(rng))
    order = rng.permutation(WORLDS)
    plain, moved = minimise_many(*batch), minimise_many(*(a[order] for a in batch))
    back = np.argsort(order)
    moved = LinearBatch(moved.levels[back], moved.value[back], moved.feasible[back], moved.multipliers[back], 0)
    assert_same(plain, moved, scales(batch))


@given(seeds, kinds)
def test_units_of_rows_and_levels_change_no_value(seed, kind) -> None:
    rng = np.random.default_rng(seed)
    batch = cost, low, high, rows, bounds = full(kind(rng))
    k = 10.0 ** rng.integers(-4, 5, size=cost.shape[1])
    r = 10.0 ** rng.integers(-4, 5, size=bounds.shape[1])
    scaled = minimise_many(cost * k, low / k, high / k, rows * k * r[:, None], bounds * r)
    plain = minimise_many(*batch)
    assert_same(plain, scaled, scales(batch))


@given(seeds, kinds, st.integers(1, 200))
def test_chunks_change_no_value(seed, kind, numbers) -> None:
    batch = kind(np.random.default_rng(seed))
    plain = minimise_many(*full(batch))
    whole_chunk, linear_batch.CHUNK = linear_batch.CHUNK, numbers
    try:
        assert_same(plain, minimise_many(*full(batch)), scales(batch))
    finally:
        linear_batch.CHUNK = whole_chunk


@settings(max_examples=30)
@given(seeds, kinds)
def test_alone_or_in_company(seed, kind) -> None:
    """A world has the same value whether solved alone or among others."""
    batch = full(kind(np.random.default_rng(seed)))
    together = minimise_many(*batch)
    alone = [minimise_many(*(a[w] for a in batch)) for w in range(WORLDS)]
    assert_same(
        together,
        LinearBatch(
            np.concatenate([one.levels for one in alone]),
            np.concatenate([one.value for one in alone]),
            np.concatenate([one.feasible for one in alone]),
            np.concatenate([one.multipliers for one in alone]),
            sum(one.bases for one in alone),
        ),
        scales(batch),
    )
