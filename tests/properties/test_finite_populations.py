"""Theorems about finite populations: what changes nothing, what chance alone gives, closed forms, the error bound."""

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tvet_games.errors import SolverError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.finite import ACCURACY, finite_population, role_symmetrised, symmetric_payoffs
from tvet_games.testing import bimatrix_games, fraction_arrays

squares = st.integers(2, 4).flatmap(lambda k: fraction_arrays(k, k))
sizes = st.integers(2, 30)


def symmetric(own: np.ndarray) -> NormalFormGame:
    names = [f"s{k}" for k in range(len(own))]
    return NormalFormGame.from_bimatrix(own, own.T, actions=[names, names])


def fixation(own: np.ndarray, resident: int, mutant: int, size: int, intensity: float) -> float:
    """1 / (1 + sum_k exp(-b (d_1 + ... + d_k))), d_i the lead of i mutants (Traulsen, Nowak and Pacheco 2006)."""
    a, r, m = own.astype(float), resident, mutant
    total, lead = 1.0, 0.0
    for i in range(1, size):
        ours = (i - 1) * a[m, m] + (size - i) * a[m, r]
        theirs = i * a[r, m] + (size - i - 1) * a[r, r]
        lead += (ours - theirs) / (size - 1)
        total += math.exp(-intensity * lead)
    return 1 / total


@given(squares, sizes, st.randoms())
def test_relabelling_permutes(own, size, random) -> None:
    order = random.sample(range(len(own)), len(own))
    found = finite_population(symmetric(own), size=size)
    relabelled = finite_population(symmetric(own[np.ix_(order, order)]), size=size)
    assert np.allclose(relabelled.fixation, found.fixation[np.ix_(order, order)], rtol=1e-9, atol=0)
    assert np.allclose(relabelled.stationary, found.stationary[order], rtol=0, atol=1e-9)


@given(squares, sizes, st.integers(-(10**9), 10**9), st.fractions(Fraction(1, 1000), 10**6))
def test_neither_a_constant_nor_the_currency_matters(own, size, constant, rate) -> None:
    """Bit for bit, for exact payoffs."""
    found = finite_population(symmetric(own), size=size)
    other = finite_population(symmetric(own * rate + constant), size=size)
    assert (other.fixation == found.fixation).all()
    assert (other.stationary == found.stationary).all()


@given(squares, sizes, st.integers(2, 9), st.floats(0, 10))
def test_intensity_is_per_unit_of_payoff(own, size, rate, strength) -> None:
    intensity = strength / (size * rate * 6)
    found = finite_population(symmetric(own * rate), size=size, intensity=intensity)
    other = finite_population(symmetric(own), size=size, intensity=intensity * rate)
    assert np.allclose(found.fixation, other.fixation, rtol=1e-9, atol=0)


@given(st.integers(2, 5), sizes, st.integers(-9, 9), st.floats(0, 5))
def test_chance_alone(count, size, payoff, intensity) -> None:
    neutral = finite_population(
        symmetric(np.full((count, count), payoff, dtype=object)), size=size, intensity=intensity
    )
    assert np.allclose(neutral.fixation, 1 / size, rtol=1e-12, atol=0)
    assert np.allclose(neutral.stationary, 1 / count, rtol=0, atol=1e-9)


@given(squares, sizes, st.floats(0, 0.3))
def test_fixation_against_the_sum(own, size, intensity) -> None:
    found = finite_population(symmetric(own), size=size, intensity=min(intensity, 6 / size))
    for r in range(len(own)):
        for m in range(len(own)):
            if r != m:
                expected = fixation(own, r, m, size, found.intensity)
                assert np.isclose(found.fixation[r, m], expected, rtol=1e-9, atol=0 if expected > 2e-7 else 1e-7)


@settings(max_examples=100)
@given(fraction_arrays(3, 3), st.integers(2, 40), st.floats(0.01, 2))
def test_the_error_is_a_bound(own, size, intensity) -> None:
    """Shares of time by spanning trees, from sums in which nothing is rounded to 0."""
    try:
        found = finite_population(symmetric(own), size=size, intensity=intensity)
    except SolverError:
        assume(False)
    rate = [[fixation(own, r, m, size, intensity) if r != m else 0.0 for m in range(3)] for r in range(3)]
    trees = []
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        trees.append(rate[j][i] * rate[k][i] + rate[j][k] * rate[k][i] + rate[k][j] * rate[j][i])
    assert np.abs(found.stationary - np.array(trees) / sum(trees)).max() <= found.error <= ACCURACY


@given(st.integers(1, 9), st.integers(1, 9), st.integers(2, 40))
def test_selection_favours_the_risk_dominant_equilibrium(first, second, size) -> None:
    """Payoffs on the diagonal only, intensity b: the ratio of times is exp(b (size / 2 - 1) |first - second|)."""
    assume(first != second)
    game = symmetric(np.array([[first, 0], [0, second]], dtype=object))
    winner = int(second > first)
    shares = [finite_population(game, size=size, intensity=s / (size * 9)).stationary[winner] for s in (0, 1, 5, 10)]
    # Of two different individuals neither meets its own strategy, so that neither is ahead.
    assert all(low < high for low, high in pairwise(shares)) or size == 2
    ratio = math.exp(10 / (size * 9) * abs(first - second) * (size / 2 - 1))
    assert np.isclose(shares[-1] / (1 - shares[-1]), ratio, rtol=1e-6)


@given(bimatrix_games(largest=3))
def test_role_games_are_symmetric_and_keep_what_is_strict(game) -> None:
    roles = role_symmetrised(game)
    own = symmetric_payoffs(roles)
    u1, u2 = game.payoffs
    for s in np.ndindex(game.shape):
        k = int(np.ravel_multi_index(s, game.shape))
        strict_here = (u1[s] > np.delete(u1[:, s[1]], s[0])).all() and (u2[s] > np.delete(u2[s[0]], s[1])).all()
        assert strict_here == (own[k, k] > np.delete(own[:, k], k)).all()


@settings(max_examples=30)
@given(bimatrix_games(largest=2), sizes)
def test_the_players_of_a_role_game_can_be_exchanged(game, size) -> None:
    turned = NormalFormGame.from_bimatrix(game.payoffs[1].T, game.payoffs[0].T)
    one = finite_population(role_symmetrised(game), size=size).stationary.reshape(game.shape)
    other = finite_population(role_symmetrised(turned), size=size).stationary.reshape(turned.shape)
    assert np.allclose(one, other.T, rtol=0, atol=1e-9)
