"""Theorems about the selfishness level: closed forms, agreement with the criterion Aligned, what does not change it."""

import itertools
import math
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import positive

from tvet_games.games.best_response import pure_equilibria
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.policy.criteria import Aligned
from tvet_games.policy.verdict import verdict
from tvet_games.solve.alignment import aligned_game, game_selfishness_level, selfishness_level
from tvet_games.testing import bimatrix_games, fractions, normal_form_games, small_fractions, small_integers

games = st.one_of(bimatrix_games(largest=3), normal_form_games())
weights = small_fractions(0, 4, max_denominator=6)


def as_levels(values) -> list:
    return [math.inf if math.isinf(v) else v for v in np.ravel(values)]


@st.composite
def with_costs(draw: st.DrawFn):
    game = draw(games)
    size = int(np.prod(game.shape))
    costs = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    return game, np.array([Fraction(c) for c in costs], dtype=object).reshape(game.shape)


@given(with_costs(), weights)
def test_the_criterion_holds_between_the_level_and_the_highest(given, alpha) -> None:
    """Every larger weight keeps a welfare-maximal target; one at which a deviation helps the group, up to a point."""
    game, costs = given
    found = selfishness_level(game, public_cost=costs)
    criteria = [alpha, *(v for v in (found.level, found.highest) if not math.isinf(v))]
    for weight in criteria:
        holds = verdict(game, Aligned(weight, margin=0), public_cost=costs).holds
        assert bool(holds) == (found.level <= weight <= found.highest)
        aligned = aligned_game(game, weight, public_cost=costs)
        assert bool(pure_equilibria(aligned)[(0,) * len(game.shape)]) == bool(holds)
    if found.is_welfare_maximal:
        assert found.highest == math.inf


@given(with_costs(), st.data())
def test_the_level_is_the_definition(given, data) -> None:
    """By a loop over the deviations, at any profile."""
    game, costs = given
    profile = tuple(data.draw(st.integers(0, size - 1)) for size in game.shape)
    welfare = game.payoffs.sum(axis=0) - costs
    low, high = Fraction(0), math.inf
    for i, size in enumerate(game.shape):
        for b in range(size):
            other = (*profile[:i], b, *profile[i + 1 :])
            gain, loss = game.payoffs[(i, *other)] - game.payoffs[(i, *profile)], welfare[profile] - welfare[other]
            if gain > 0:
                low = max(low, gain / loss if loss > 0 else math.inf)
            elif loss < 0:
                high = min(high, gain / loss)
    found = selfishness_level(game, public_cost=costs, target=profile)
    assert found.level == (low if low <= high else math.inf)
    assert found.highest == high
    assert bool(found.is_welfare_maximal) == (welfare[profile] == welfare.max())
    if found.player >= 0:
        other = (*profile[: found.player], found.action, *profile[found.player + 1 :])
        assert found.gain == game.payoffs[(found.player, *other)] - game.payoffs[(found.player, *profile)]
        assert found.loss == welfare[profile] - welfare[other]
        assert low == (found.gain / found.loss if found.loss > 0 else math.inf)
    else:
        assert (found.gain, found.loss, low) == (0, 0, 0)


@given(games)
def test_zero_exactly_at_an_equilibrium(game) -> None:
    for profile in itertools.product(*map(range, game.shape)):
        assert (selfishness_level(game, target=profile).level == 0) == bool(pure_equilibria(game)[profile])


@given(games)
def test_the_level_of_a_game_is_the_least_over_its_optima(game) -> None:
    welfare = game.payoffs.sum(axis=0)
    best = [p for p in itertools.product(*map(range, game.shape)) if welfare[p] == welfare.max()]
    levels = [selfishness_level(game, target=p).level for p in best]
    found = game_selfishness_level(game)
    assert found.is_welfare_maximal
    assert found.level == min(levels)
    assert tuple(found.profile) == best[levels.index(min(levels))]


@given(games, positive, st.data())
def test_one_scale_for_all_and_a_constant_for_each_change_nothing(game, scale, data) -> None:
    more = np.array([data.draw(fractions) for _ in game.players], dtype=object)
    n = len(game.players)
    other = NormalFormGame(game.payoffs * scale + more.reshape(n, *(1,) * n))
    one, two = selfishness_level(game), selfishness_level(other)
    assert (one.level, one.highest, one.player, one.action) == (two.level, two.highest, two.player, two.action)
    assert bool(one.is_welfare_maximal) == bool(two.is_welfare_maximal)


def test_scales_of_their_own_do_change_it() -> None:
    """Payoffs are added up: the unit of each player counts."""
    dilemma = np.array([[[2, 0], [3, 1]], [[2, 3], [0, 1]]], dtype=object)
    assert selfishness_level(NormalFormGame(dilemma)).level == 1
    dilemma[1] = dilemma[1] * Fraction(3, 2)
    assert selfishness_level(NormalFormGame(dilemma)).level == 3
    dilemma[1] = dilemma[1] * Fraction(4, 3)
    assert selfishness_level(NormalFormGame(dilemma)).level == math.inf


@given(games, st.data())
def test_the_order_of_the_players_does_not_matter(game, data) -> None:
    n = len(game.players)
    order = data.draw(st.permutations(range(n)))
    other = NormalFormGame(game.payoffs[order].transpose(0, *(1 + i for i in order)))
    one, two = selfishness_level(game), selfishness_level(other)
    assert (one.level, one.highest, bool(one.is_welfare_maximal)) == (
        two.level,
        two.highest,
        bool(two.is_welfare_maximal),
    )


@settings(max_examples=50)
@given(st.lists(st.lists(small_integers, min_size=18, max_size=18), min_size=1, max_size=4))
def test_a_batch_is_its_games_and_floats_agree(rows) -> None:
    payoffs = np.array(rows, dtype=object).reshape(len(rows), 2, 3, 3)
    names = ("a", "b")
    batch = NormalFormGame(payoffs, players=names)
    floats = NormalFormGame(payoffs.astype(float), players=names)
    for solve in (selfishness_level, game_selfishness_level):
        found, near = solve(batch), solve(floats)
        each = [solve(batch[k]) for k in range(len(rows))]
        assert as_levels(found.level) == as_levels([one.level for one in each])
        assert as_levels(found.highest) == as_levels([one.highest for one in each])
        assert found.profile.tolist() == [list(one.profile) for one in each]
        assert found.player.tolist() == [one.player for one in each]
        assert found.is_welfare_maximal.tolist() == [bool(one.is_welfare_maximal) for one in each]
        np.testing.assert_allclose(near.level, found.level.astype(float), rtol=1e-12)
        assert near.is_welfare_maximal.tolist() == found.is_welfare_maximal.tolist()


# Closed forms


@given(small_integers, small_integers, small_integers, small_integers)
def test_the_symmetric_dilemma(r, s, t, p) -> None:
    """(T - R) / (2R - T - S) where temptation pays; for 3, 2, 1, 0 it is 1."""
    row = np.array([[r, s], [t, p]], dtype=object)
    found = selfishness_level(NormalFormGame.from_bimatrix(row, row.T))
    if t <= r and not found.is_welfare_maximal:
        return
    lost = 2 * r - t - s
    assert found.level == (0 if t <= r else Fraction(t - r, lost) if lost > 0 else math.inf)


@given(st.integers(2, 5), small_fractions(Fraction(11, 10), 6, max_denominator=10))
def test_the_public_good(n, c) -> None:
    """Apt and Schaefer (2014): max(0, (1 - c/n) / (c - 1)) for a contribution that is worth c in all."""
    given_ = 1 - np.indices((2,) * n)
    payoffs = given_.sum(axis=0) * (c / n) - given_
    found = selfishness_level(NormalFormGame(payoffs))
    assert found.is_welfare_maximal
    assert found.level == max(0, (1 - c / n) / (c - 1))


@given(st.integers(2, 5))
def test_the_dilemma_of_many(n) -> None:
    """Apt and Schaefer (2014): 1 / (2n - 3) for payoffs 1 - s_i + 2 sum of the others' s_j."""
    s = 1 - np.indices((2,) * n)
    payoffs = 1 - s + 2 * (s.sum(axis=0) - s)
    assert selfishness_level(NormalFormGame(payoffs)).level == Fraction(1, 2 * n - 3)


@settings(max_examples=5)
@given(st.integers(2, 20))
def test_the_travellers_dilemma(bonus) -> None:
    """Apt and Schaefer (2014): (b - 1) / 2 for claims from 100 down to 2."""
    claims = np.arange(100, 1, -1)
    low = np.minimum.outer(claims, claims)
    row = low + bonus * (np.sign(np.subtract.outer(claims, claims)) * -1)
    found = selfishness_level(NormalFormGame.from_bimatrix(row, row.T))
    assert found.level == Fraction(bonus - 1, 2)
    assert found.action == 1


def test_in_a_tragedy_of_the_commons_it_grows_without_bound() -> None:
    """Apt and Schaefer (2014): infinite for real-valued strategies; on a finer grid ever larger."""
    levels = []
    for steps in (4, 8, 16):
        use = np.array([Fraction(k, 4 * steps) for k in range(steps, 2 * steps + 1)])  # from the optimum 1/4 up
        total = np.add.outer(use, use)
        row = use[:, None] * (1 - total)
        found = selfishness_level(NormalFormGame.from_bimatrix(row, (use[None, :] * (1 - total))))
        assert found.is_welfare_maximal
        levels.append(found.level)
    assert levels[1] >= 2 * levels[0]
    assert levels[2] >= 2 * levels[1]
