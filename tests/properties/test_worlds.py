"""Theorems about drawn worlds: same seed same bits, quantile functions, stratification, independence of the rest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import tvet_games as tg
from tvet_games.study.worlds.designs import DESIGNS, unit_points
from tvet_games.study.worlds.distributions import quantiles

AUSTRIA = tg.load_calibration("austria_2016")

seeds = st.integers(0, 2**63)
names = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6, unique=True)
powers = st.integers(0, 7).map(lambda k: 2**k)
designs = st.sampled_from(DESIGNS)


@given(names, powers, designs, seeds)
def test_same_seed_same_bits(drawn, n, design, seed) -> None:
    first, second = (unit_points(drawn, n, design, seed) for _ in range(2))
    assert first.tobytes() == second.tobytes()
    assert first.shape == (n, len(drawn))
    assert ((first >= 0) & (first < 1)).all()


@given(names, powers, powers, seeds, st.sampled_from(["random", "sobol"]))
def test_the_first_worlds_do_not_depend_on_how_many_follow(drawn, n, times, seed, design) -> None:
    few, many = unit_points(drawn, n, design, seed), unit_points(drawn, n * times, design, seed)
    np.testing.assert_array_equal(few, many[:n])


@given(names, powers, seeds, st.sampled_from(["random", "latin_hypercube"]))
def test_a_name_does_not_depend_on_the_others(drawn, n, seed, design) -> None:
    together = unit_points(drawn, n, design, seed)
    for k, name in enumerate(drawn):
        np.testing.assert_array_equal(together[:, k], unit_points([name], n, design, seed)[:, 0])


@given(names, powers, seeds, st.sampled_from(["latin_hypercube", "sobol"]))
def test_one_point_in_each_slice(drawn, n, seed, design) -> None:
    points = unit_points(drawn, n, design, seed)
    for column in points.T:
        assert sorted((column * n).astype(int)) == list(range(n))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.sampled_from(sorted(AUSTRIA.ranges)))
def test_triangles_are_those_of_scipy(shares, name) -> None:
    low, high = map(float, AUSTRIA.ranges[name])
    mode = float(AUSTRIA.numbers[name])
    expected = stats.triang((mode - low) / (high - low), low, high - low).ppf(shares)
    found = quantiles(AUSTRIA, "triangular")[name](np.array(shares))
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * (high - low))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12), st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_observed_numbers_are_quantiles(observed, shares) -> None:
    found = quantiles(AUSTRIA, {"standing": observed})["standing"](np.array(shares))
    np.testing.assert_array_equal(found, np.quantile(observed, shares, method="inverted_cdf"))


@settings(max_examples=20)
@given(seeds, st.sampled_from(["uniform", "triangular"]), st.sampled_from(tg.calibrations()), designs)
def test_worlds_keep_ranges_ties_and_what_is_not_drawn(seed, distribution, name, design) -> None:
    calibration = tg.load_calibration(name)
    chosen = list(calibration.ranges)[::3]
    worlds = tg.draw_worlds(calibration, 16, distribution=distribution, design=design, names=chosen, rng=seed)
    for value, (low, high) in calibration.ranges.items():
        numbers = worlds.calibration.numbers[value]
        if value in chosen:
            assert float(low) <= numbers.min() <= numbers.max() <= float(high)
        else:
            assert numbers == calibration.numbers[value]
    again = calibration.with_ties().replace(**dict(zip(worlds.names, worlds.values.T, strict=True)))
    for value, numbers in again.numbers.items():
        np.testing.assert_array_equal(numbers, worlds.calibration.numbers[value])


@pytest.mark.slow
@settings(max_examples=20)
@given(seeds, designs)
def test_draws_follow_their_distribution(seed, design) -> None:
    points = unit_points(["a", "b"], 4096, design, seed)
    assert all(stats.kstest(column, "uniform").pvalue > 1e-7 for column in points.T)
