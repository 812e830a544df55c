"""Coalitional games are of the family that they say, by its definition, and shrink to small ones."""

from itertools import product

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games import testing

SIMPLE = settings(database=None, max_examples=1_000)


@given(testing.superadditive_games())
def test_joining_never_loses(game: tg.CoalitionalGame) -> None:
    v = game.values
    assert all(v[s | t] >= v[s] + v[t] for s, t in product(range(len(v)), repeat=2) if not s & t)


@given(testing.convex_games())
def test_convex_games_are_and_their_shapley_value_is_in_the_core(game: tg.CoalitionalGame) -> None:
    v = game.values
    assert all(v[s | t] + v[s & t] >= v[s] + v[t] for s, t in product(range(len(v)), repeat=2))
    testing.assert_in_core(game, tg.shapley(game).shares)


@given(testing.balanced_games())
def test_balanced_games_have_a_core(game: tg.CoalitionalGame) -> None:
    found = tg.core(game)
    assert not found.is_empty
    testing.assert_in_core(game, found.point)


@given(testing.games_with_empty_core())
def test_games_with_empty_core_have_none(game: tg.CoalitionalGame) -> None:
    n = len(game.players)
    assert sum(game.values[-1 - (1 << i)] for i in range(n)) > (n - 1) * game.total
    found = tg.core(game)
    assert found.is_empty
    testing.assert_certified(found)


@given(testing.simple_games())
def test_votes_are_won_or_lost_and_more_members_never_lose(game: tg.CoalitionalGame) -> None:
    v = game.values
    assert set(v) <= {0, 1}
    assert v[-1] == 1
    assert all(v[s] <= v[t] for s, t in product(range(len(v)), repeat=2) if s & t == s)


@given(testing.weighted_majority_games())
def test_votes_are_won_by_one_side_at_most(game: tg.CoalitionalGame) -> None:
    v = game.values
    assert set(v) <= {0, 1}
    assert v[-1] == 1
    assert all(v[s] + v[len(v) - 1 - s] <= 1 for s in range(len(v)))


@pytest.mark.parametrize(
    ("strategy", "smallest"),
    [
        (testing.coalitional_games(), [0, 0]),
        (testing.superadditive_games(), [0, 0]),
        (testing.convex_games(), [0, 0]),
        (testing.balanced_games(), [0, 0]),
        (testing.simple_games(), [0, 1]),
        (testing.weighted_majority_games(), [0, 1]),
    ],
    ids=["any", "superadditive", "convex", "balanced", "simple", "weighted"],
)
def test_examples_shrink(strategy: st.SearchStrategy, smallest: list) -> None:
    assert find(strategy, lambda _: True, settings=SIMPLE).values.tolist() == smallest


def test_the_smallest_empty_core() -> None:
    game = find(testing.games_with_empty_core(), lambda _: True, settings=SIMPLE)
    assert game.values[:-1].tolist() == [0] * 7
    assert game.total < 0
