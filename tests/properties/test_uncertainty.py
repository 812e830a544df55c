"""Theorems about intervals, indices and boxes: symmetry, scale, sums over groups, and what boxes count."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tvet_games.study.uncertainty.boxes import Drawn, find_boxes
from tvet_games.study.uncertainty.indices import morris_effects, sobol_indices
from tvet_games.study.uncertainty.intervals import of_replicates, paired_difference

seeds = st.integers(0, 10**6)
confidences = st.sampled_from([0.5, 0.9, 0.95, 0.99])
weights = st.lists(st.integers(-5, 5), min_size=2, max_size=5).filter(lambda w: sum(map(abs, w)) > 0)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 900), confidences)
def test_a_difference_the_other_way_round(first, second, others, confidence) -> None:
    draws = first + second + others + 1
    there, back = (paired_difference(*pair, draws, confidence) for pair in ((first, second), (second, first)))
    np.testing.assert_allclose([there.low, there.high], [-back.high, -back.low])
    assert -1 <= there.low < there.high <= 1
    wider = paired_difference(first, second, draws, (1 + confidence) / 2)
    assert wider.low <= there.low <= there.high <= wider.high


@pytest.mark.parametrize(("gained", "lost"), [(0.3, 0.05), (0.02, 0.01), (0.1, 0.1), (0.02, 0.0)])
def test_intervals_of_differences_cover(gained, lost) -> None:
    counts = np.random.default_rng(0).multinomial(200, [gained, lost, 1 - gained - lost], size=2000)
    cover = 0
    for first, second, _ in counts.tolist():
        found = paired_difference(first, second, 200, 0.95)
        cover += found.low <= gained - lost <= found.high
    assert cover / 2000 > 0.94


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20), confidences)
def test_replicates_have_the_interval_of_student(means, confidence) -> None:
    found = of_replicates(np.array(means), confidence, 0.0)
    if found is None:
        assert np.ptp(means) < 1e-9
        return
    expected = stats.t.interval(confidence, len(means) - 1, np.mean(means), stats.sem(means))
    np.testing.assert_allclose([found.low, found.high], np.clip(expected, 0, 1), atol=1e-9)


@settings(max_examples=20)
@given(weights, st.integers(-9, 9), st.integers(1, 9), seeds)
def test_indices_of_a_sum(slopes, shift, scale, seed) -> None:
    """First and total are w^2 / sum w^2, whatever the unit and the zero of the output; those of groups are sums."""
    w = np.array(slopes, dtype=float)
    names = [f"v{k}" for k in range(len(w))]
    expected = w**2 / (w**2).sum()

    def function(x: np.ndarray) -> np.ndarray:
        return shift + scale * (x @ w)

    found = sobol_indices(function, names, n=1024, seed=seed)
    np.testing.assert_allclose(found.first, expected, atol=0.1)
    np.testing.assert_allclose(found.total, expected, atol=0.1)
    plain = sobol_indices(lambda x: x @ w, names, n=1024, seed=seed)
    np.testing.assert_allclose(found.total, plain.total, atol=1e-6)
    groups = ["odd" if k % 2 else "even" for k in range(len(w))]
    grouped = sobol_indices(function, names, groups=groups, n=1024, seed=seed)
    by_name = dict(zip(grouped.names, grouped.first, strict=True))
    assert abs(by_name["even"] - expected[::2].sum()) < 0.1
    assert abs(grouped.first.sum() - 1) < 0.1


@settings(max_examples=20)
@given(weights, seeds)
def test_effects_of_a_sum(slopes, seed) -> None:
    w = np.array(slopes, dtype=float)
    found = morris_effects(lambda x: x @ w, [f"v{k}" for k in range(len(w))], paths=4, seed=seed)
    np.testing.assert_allclose(found.mu, w, atol=1e-9)
    np.testing.assert_allclose(found.mu_star, np.abs(w), atol=1e-9)
    np.testing.assert_allclose(found.sigma, 0, atol=1e-9)


@settings(max_examples=25)
@given(seeds, st.floats(0.02, 0.5), st.floats(0.3, 1.0), st.integers(1, 5))
def test_what_a_box_counts(seed, width, density, limits) -> None:
    rng = np.random.default_rng(seed)
    names = ["a", "b", "c"]

    def worlds() -> Drawn:
        values = rng.random((600, 3))
        return Drawn(values, (values[:, 0] < width) ^ (rng.random(600) < 0.1))

    first, fresh = worlds(), worlds()
    boxes = find_boxes(first, fresh, names, density=density, limits=limits, most=3, level=0.05)
    for box in boxes:
        inside = box.holds(dict(zip(names, fresh.values.T, strict=True)))
        assert (int(inside.sum()), int((inside & fresh.failing).sum())) == (box.worlds, box.failing)
        assert 1 <= len(box.limits) <= limits
        assert box.failing == round(box.coverage * fresh.failing.sum()) == round(box.density * box.worlds)
        assert all(limit.p_value <= 0.05 for limit in box.limits)
        assert box.density > fresh.failing.mean()
