"""Theorems of logit quantal response on the principal branch: its ends, invariance, symmetry, batches."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import as_fractions, positive

from tvet_games.games.best_response import action_payoffs
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import payoff_span
from tvet_games.solve.quantal import quantal_response
from tvet_games.testing import bimatrix_games, normal_form_games

WANTED = [0, 0.3, 1, 3, 10, 30, 100, 1000]

SAME = 1e-6
"""How close probabilities of one game written in two ways are [share]: near a turn rounding counts as its root."""

two_by_two = bimatrix_games(least=2, largest=2, entries=st.integers(-5, 5))
games = st.one_of(two_by_two, bimatrix_games(largest=3), normal_form_games(players=3, largest=2))
orders = st.permutations([0, 1])


def generic_game(shape: tuple[int, ...], seed: int) -> NormalFormGame:
    """A game whose branch neither crosses another nor (but with probability 0) comes near one."""
    return NormalFormGame(np.random.default_rng(seed).normal(size=(len(shape), *shape)))


generic = st.builds(generic_game, st.sampled_from([(2, 2), (3, 2), (3, 3), (2, 2, 2)]), st.integers(0, 10**6))


@given(games)
def test_all_is_found_and_starts_at_random_choice(game) -> None:
    found = quantal_response(game, WANTED)
    assert found.unconverged == 0
    for own in found.strategies:
        np.testing.assert_allclose(own[0], 1 / own.shape[-1], rtol=1e-15)


@given(games)
def test_regret_is_bounded_by_entropy_over_lambda(game) -> None:
    found = quantal_response(game, WANTED)
    sizes = np.array(game.shape)
    bound = np.minimum(np.log(sizes), (sizes - 1) / np.e).max()
    assert (found.regret[1:] * found.rationality[1:] <= bound + 1e-9).all()
    assert (found.regret >= -1e-15).all()


@given(games)
def test_actions_are_odds_of_what_they_gain(game) -> None:
    """The definition itself, in logarithms, written down anew."""
    found = quantal_response(game, WANTED)
    axes = tuple(range(-len(game.players), 0))
    for k, factor in enumerate(WANTED):
        chosen = [own[k] for own in found.strategies]
        for i, own in enumerate(chosen):
            payoffs = game.to_float().player_payoffs(i)
            logits = factor * action_payoffs(payoffs, i, chosen) / payoff_span(payoffs, axes)
            weights = np.exp(logits - logits.max())
            np.testing.assert_allclose(own, weights / weights.sum(), atol=1e-9)


@settings(max_examples=15)
@given(generic, st.lists(positive, min_size=3, max_size=3), st.lists(st.integers(-9, 9), min_size=3, max_size=3))
def test_units_and_offsets_of_payoffs_do_not_matter(game, units, offsets) -> None:
    payoffs = [
        game.player_payoffs(i) * float(unit) + offset
        for i, (unit, offset) in enumerate(zip(units[: len(game.players)], offsets, strict=False))
    ]
    found, moved = (quantal_response(g, WANTED) for g in (game, NormalFormGame(np.stack(payoffs))))
    for own, other in zip(found.strategies, moved.strategies, strict=True):
        np.testing.assert_allclose(own, other, atol=SAME)


@pytest.mark.slow
@given(two_by_two, positive, positive, st.integers(-9, 9))
def test_units_do_not_matter_where_branches_cross_either(game, first, second, offset) -> None:
    """Integers from -5 to 5 are often symmetric; fractions and their floats have to take the same way."""
    row, column = game.payoffs
    moved = NormalFormGame.from_bimatrix(row * first + offset, column * second - offset)
    for other in (moved, moved.to_float()):
        found, again = quantal_response(game, WANTED), quantal_response(other, WANTED)
        np.testing.assert_allclose(found.cooperation, again.cooperation, atol=SAME)


@pytest.mark.slow
@settings(max_examples=15)
@given(generic, st.randoms(use_true_random=False))
def test_names_do_not_matter(game, random) -> None:
    """Players and actions in another order: the same answer in that order."""
    count = len(game.players)
    players = random.sample(range(count), count)
    actions = [random.sample(range(size), size) for size in game.shape]
    payoffs = game.payoffs
    for j, order in enumerate(actions):
        payoffs = payoffs.take(order, axis=j + 1)
    renamed = NormalFormGame(payoffs.transpose(0, *(1 + p for p in players))[players])
    found, other = quantal_response(game, WANTED), quantal_response(renamed, WANTED)
    for place, p in enumerate(players):
        np.testing.assert_allclose(other.strategies[place], found.strategies[p][:, actions[p]], atol=SAME)


@given(two_by_two, orders, orders, st.booleans())
def test_names_do_not_matter_where_branches_cross_either(game, first, second, swap) -> None:
    payoffs = game.payoffs.take(first, axis=1).take(second, axis=2)
    payoffs = payoffs.swapaxes(1, 2)[::-1] if swap else payoffs
    found, other = quantal_response(game, WANTED), quantal_response(NormalFormGame(payoffs), WANTED)
    expected = [found.strategies[0][:, first], found.strategies[1][:, second]]
    for own, wanted in zip(other.strategies, expected[::-1] if swap else expected, strict=True):
        np.testing.assert_allclose(own, wanted, atol=SAME)


@settings(max_examples=25)
@given(st.integers(2, 3), st.lists(st.integers(-4, 4), min_size=9, max_size=9))
def test_symmetric_games_stay_symmetric(size, flat) -> None:
    row = as_fractions([flat[k * size : (k + 1) * size] for k in range(size)])
    first, second = quantal_response(NormalFormGame.from_bimatrix(row, row.T), WANTED).strategies
    np.testing.assert_allclose(first, second, atol=SAME)


@given(st.lists(st.integers(1, 9), min_size=4, max_size=4), st.lists(st.integers(-4, 4), min_size=2, max_size=2))
def test_dominant_actions_are_taken_more_and_more_often(gains, others) -> None:
    """Player 1's does not depend on player 2 where the gain is constant; player 2's gain grows with player 1's."""
    gain, least, more = gains[0], gains[1], gains[2]
    row = np.array([[gain + others[0], gain + others[1]], others])
    column = np.array([[least + more, 0], [least, 0]])
    found = quantal_response(NormalFormGame.from_bimatrix(row, column), np.linspace(0, 60, 61))
    assert (np.diff(found.cooperation, axis=0) >= -1e-12).all()
    span = np.ptp(row)
    np.testing.assert_allclose(found.cooperation[:, 0], 1 / (1 + np.exp(-found.rationality * gain / span)), atol=1e-12)


@pytest.mark.slow
@settings(max_examples=12)
@given(st.sampled_from([(2, 2), (3, 2), (2, 2, 2)]), st.integers(0, 10**6), st.integers(2, 4))
def test_a_batch_gives_what_each_game_gives_bit_for_bit(shape, seed, count) -> None:
    payoffs = np.random.default_rng(seed).integers(-3, 4, size=(count, len(shape), *shape)).astype(float)
    batch = NormalFormGame(payoffs, players=[f"player {i}" for i in range(len(shape))])
    together = quantal_response(batch, WANTED)
    for k in range(count):
        alone = quantal_response(NormalFormGame(payoffs[k]), WANTED)
        for many, one in zip(together.strategies, alone.strategies, strict=True):
            assert (many[k] == one).all()
        assert (together.regret[k] == alone.regret).all()


@pytest.mark.slow
@given(games)
def test_at_small_lambda_it_is_where_repeated_response_leads(game) -> None:
    """Responses to responses come together there, so that there is one fixed point."""
    wanted = [0.2, 0.5, 1.0]
    found = quantal_response(game, wanted)
    floats, axes = game.to_float(), tuple(range(-len(game.players), 0))
    for k, factor in enumerate(wanted):
        chosen = [np.full(size, 1 / size) for size in game.shape]
        for _ in range(80):
            response = []
            for i in range(len(chosen)):
                payoffs = floats.player_payoffs(i)
                weights = np.exp(factor * action_payoffs(payoffs, i, chosen) / payoff_span(payoffs, axes))
                response.append(weights / weights.sum())
            chosen = [(old + new) / 2 for old, new in zip(chosen, response, strict=True)]
        for own, other in zip(found.strategies, chosen, strict=True):
            np.testing.assert_allclose(own[k], other, atol=1e-9)
