"""Theorems about repeated games: detection, scale, bounds, and what is sustainable against what is critical."""

import math
from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.games.best_response import pure_equilibria
from tvet_games.numerics import TOLERANCE
from tvet_games.solve.polygon import distances, hull
from tvet_games.solve.repeated import (
    critical_discount,
    critical_discounts,
    effective_discount,
    minmax_payoffs,
    punishment_profiles,
)
from tvet_games.solve.repeated_payoffs import sustainable_payoffs
from tvet_games.testing import normal_form_games, small_fractions

detections = small_fractions(Fraction(1, 8), 1, max_denominator=8)
deltas = small_fractions(0, Fraction(19, 20), max_denominator=20)


def games(players: int = 2, most: int = 3) -> st.SearchStrategy[tg.NormalFormGame]:
    return normal_form_games(players=players, largest=most, entries=st.integers(-5, 5))


@st.composite
def dilemmas(draw: st.DrawFn) -> tg.NormalFormGame:
    """T > R > P > S for each player, with other numbers for each."""
    rows = []
    for _ in range(2):
        s, p, r, t = np.cumsum([draw(st.integers(1, 6)) for _ in range(4)])
        rows.append(np.array([[r, s], [t, p]], dtype=object))
    return tg.NormalFormGame.from_bimatrix(rows[0], rows[1].T)


@given(games(), detections, st.sampled_from(["equilibrium", "minmax"]))
def test_the_factor_is_the_least_at_which_deviating_until_found_does_not_pay(game, q, punishment) -> None:
    """V = (1 - delta) best + delta (q p + (1 - q) V), by the equation itself, at the factor and on both sides."""
    factors = critical_discounts(game, punishment=punishment, detection=q)
    profile = tuple(punishment_profiles(game))
    for i, factor in enumerate(factors):
        if math.isinf(factor) or factor == 0:
            continue
        line = game.payoffs[i, :, 0] if i == 0 else game.payoffs[i, 0, :]
        best, target = line.max(), line[0]
        after = minmax_payoffs(game)[i] if punishment == "minmax" else game.payoffs[(i, *profile)]

        def gain(delta, best=best, target=target, after=after):
            value = ((1 - delta) * best + delta * q * after) / (1 - delta * (1 - q))
            assert value == (1 - delta) * best + delta * (q * after + (1 - q) * value)
            return value - target

        assert gain(factor) == 0
        assert gain((1 + factor) / 2) < 0 < gain(factor / 2)


@given(games(players=3, most=2), detections)
def test_hidden_breaches_ask_for_more_patience(game, q) -> None:
    """By exactly what the effective discount factor says; what no patience sustains is the same."""
    for punishment in ("equilibrium", "minmax"):
        known = critical_discount(game, punishment=punishment)
        hidden = critical_discount(game, punishment=punishment, detection=q)
        assert hidden >= known
        assert math.isinf(hidden) == math.isinf(known)
        if not math.isinf(hidden):
            assert effective_discount(hidden, q) == known
    factors = critical_discounts(game, detection=q)
    if max(factors) > 0 and punishment_profiles(game)[0] >= 0:
        alone = _after(game, tuple(punishment_profiles(game)), q)
        assert list(factors) == alone


def _after(game: tg.NormalFormGame, profile: tuple[int, ...], q: Fraction) -> list[Fraction | float]:
    """Factors after one punishment, by the formula."""
    found: list[Fraction | float] = []
    for i in range(3):
        line = game.payoffs[i][tuple(slice(None) if j == i else 0 for j in range(3))]
        gain, loss = line.max() - line[0], line[0] - game.payoffs[(i, *profile)]
        lost = loss <= 0 if gain > 0 else loss < 0 and len(line) > 1
        found.append(math.inf if lost else gain / (gain + q * loss) if gain else Fraction(0))
    return found


@given(st.integers(0, 10**6))
def test_known_breaches_give_the_textbook_value_bit_for_bit(seed) -> None:
    """In floats, (T - R) / (T - P) with the default and with a detection of 1."""
    s, p, r, t = np.sort(np.random.default_rng(seed).normal(size=(4, 50)), axis=0)
    row = np.stack([np.stack([r, s], axis=-1), np.stack([t, p], axis=-1)], axis=-2)
    batch = tg.NormalFormGame.from_bimatrix(row, np.swapaxes(row, -1, -2))
    for factors in (critical_discounts(batch), critical_discounts(batch, detection=np.ones(50))):
        assert (factors == ((t - r) / (t - p))[:, None]).all()


@given(games(), detections, st.integers(1, 9), st.integers(-9, 9))
def test_units_do_not_matter(game, q, scale, shift) -> None:
    moved = tg.NormalFormGame(game.payoffs * scale + shift)
    assert (critical_discounts(moved, detection=q) == critical_discounts(game, detection=q)).all()


@given(dilemmas(), deltas)
def test_cooperation_in_the_dilemma_is_sustained_from_the_critical_factor_on(game, delta) -> None:
    """The stage equilibrium is the minmax there, so grim trigger is the strongest threat."""
    critical = critical_discount(game)
    assert critical == critical_discount(game, punishment="minmax")
    found = sustainable_payoffs(game, delta)
    assert found.target_sustained == (delta >= critical)
    at = sustainable_payoffs(game, critical)
    assert at.target_sustained
    assert at.contains(game.payoffs[:, 0, 0])
    if _is_efficient(game):
        assert found.contains(game.payoffs[:, 0, 0]) == (delta >= critical)


def _is_efficient(game: tg.NormalFormGame) -> bool:
    """Whether cooperation is a corner of what is feasible, so that nothing but cooperation gives as much."""
    target, *others = game.payoffs.reshape(2, -1).T.astype(float)
    return bool(distances(target[None], hull(np.array(others)))[0] > 0.01)


@given(games(), deltas)
def test_the_critical_factors_are_bounds_of_what_is_sustained(game, delta) -> None:
    """Grim trigger suffices; minmax is necessary."""
    found = sustainable_payoffs(game, delta)
    assume(found.converged)
    if critical_discount(game) <= delta:
        assert found.target_sustained
    if found.target_sustained:
        assert critical_discount(game, punishment="minmax") <= delta + Fraction(1, 10**6)


@settings(max_examples=40)
@given(games(), st.lists(deltas, min_size=2, max_size=2, unique=True))
def test_patience_never_loses_payoffs(game, two) -> None:
    low, high = (sustainable_payoffs(game, delta) for delta in sorted(two))
    assume(low.converged and high.converged)
    if not low.is_empty:
        span = np.where(np.ptp(low.feasible, axis=0) > 0, np.ptp(low.feasible, axis=0), 1)
        assert distances(low.vertices / span, high.vertices / span).max() <= 1000 * TOLERANCE
        assert (high.punishments <= low.punishments + 1000 * TOLERANCE * span).all()


@settings(max_examples=40)
@given(games(), deltas)
def test_sustainable_payoffs_lie_between_lotteries_over_equilibria_and_the_limit(game, delta) -> None:
    found = sustainable_payoffs(game, delta)
    for profile in np.argwhere(pure_equilibria(game)):
        assert found.contains(game.payoffs[(slice(None), *profile)])
    if not found.is_empty:
        span = np.where(np.ptp(found.feasible, axis=0) > 0, np.ptp(found.feasible, axis=0), 1)
        limit = found.individually_rational / span
        assert distances(found.vertices / span, limit).max() <= TOLERANCE
        assert (found.vertices >= found.punishments - TOLERANCE * span / 0.05).all()
        assert (found.punishments >= minmax_payoffs(game).astype(float) - TOLERANCE * span).all()


@settings(max_examples=30)
@given(games(), deltas, st.integers(1, 9), st.integers(-9, 9))
def test_the_set_moves_with_the_units(game, delta, scale, shift) -> None:
    found = sustainable_payoffs(game, delta)
    moved = sustainable_payoffs(tg.NormalFormGame(game.payoffs * scale + shift), delta)
    assert moved.is_empty == found.is_empty
    if not found.is_empty:
        assert distances(moved.vertices, found.vertices * scale + shift).max() <= scale * 1e-6
        assert distances(found.vertices * scale + shift, moved.vertices).max() <= scale * 1e-6
