"""States of populations: what they look like, and what is refused."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_games.errors import ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.state import (
    check_state,
    dimension,
    names_of,
    slices,
    state_of,
    strategies_of,
    vertex_state,
)

HALF = Fraction(1, 2)
EXACT = NormalFormGame(np.arange(12).reshape(2, 2, 3), players=["row", "column"])
FLOAT = EXACT.to_float()

shapes = st.lists(st.integers(1, 4), min_size=1, max_size=4).map(tuple)


@given(shapes, st.integers(0, 1000))
def test_a_state_and_its_strategies_say_the_same(shape: tuple[int, ...], seed: int) -> None:
    rng = np.random.default_rng(seed)
    strategies = [rng.dirichlet(np.ones(size), size=5) for size in shape]
    state = state_of(strategies)
    assert state.shape == (5, dimension(shape))
    for back, given_one in zip(strategies_of(shape, state), strategies, strict=True):
        assert np.allclose(back, given_one)
        assert back.sum(axis=-1) == pytest.approx(np.ones(5))


@given(shapes)
def test_slices_follow_one_another(shape: tuple[int, ...]) -> None:
    parts = slices(shape)
    assert [part.stop - part.start for part in parts] == [size - 1 for size in shape]
    assert parts[0].start == 0
    assert parts[-1].stop == dimension(shape)
    assert all(a.stop == b.start for a, b in pairwise(parts))


@given(shapes)
def test_vertices_are_pure_strategies(shape: tuple[int, ...]) -> None:
    for profile in np.ndindex(shape):
        strategies = strategies_of(shape, vertex_state(shape, profile))
        assert all(s[a] == 1 and s.sum() == 1 for s, a in zip(strategies, profile, strict=True))


def test_exact_vertices_are_fractions() -> None:
    state = vertex_state((2, 3), (0, 1), exact=True)
    assert state.tolist() == [1, 0, 1]
    assert all(isinstance(share, Fraction) for share in state)


def test_names_tell_the_action_where_there_are_several() -> None:
    game = NormalFormGame(
        np.zeros((3, 2, 3, 1)), players=["a", "b", "c"], actions=[["go", "stay"], ["x", "y", "z"], ["only"]]
    )
    assert names_of(game) == ("a", "b: x", "b: y")


def test_exact_states_of_exact_games_stay_exact() -> None:
    game, state = check_state(EXACT, [HALF, HALF, HALF])
    assert game.is_exact
    assert state.tolist() == [HALF] * 3
    for pair in ((EXACT, [0.5, 0.5, 0.5]), (FLOAT, [HALF, HALF, HALF])):
        game, state = check_state(*pair)
        assert not game.is_exact
        assert state.dtype == np.float64


def test_rounding_is_forgiven_in_floats_only() -> None:
    check_state(FLOAT, [1 + 1e-12, 0.7, 0.3 + 1e-12])
    check_state(FLOAT, [-1e-12, 0.7, 0.2])
    with pytest.raises(ShapeError, match="at most 1"):
        check_state(EXACT, [1, HALF, HALF + Fraction(1, 10**12)])


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ([0.5], r"3 shares \(row, column: action 1, column: action 2\), got shape \(1,\)"),
        (0.5, r"got shape \(\)"),
        ([0.5, 0.6, 0.6], "column has 0.6, 0.6"),
        ([1.1, 0.2, 0.2], "row has 1.1"),
        ([0.5, -0.1, 0.2], "column has -0.1"),
        ([0.5, float("nan"), 0.2], "a state has 3 numbers"),
        (["a", 0, 1], "a state has 3 numbers"),
        ([[0.1, 0.2, 0.3], [0.1, 0.2]], "a state has 3 numbers"),
        (None, "a state has 3 numbers"),
        ({0.5}, "a state has 3 numbers"),
    ],
)
def test_mistakes(state: object, said: str) -> None:
    with pytest.raises(ShapeError, match=said):
        check_state(FLOAT, state)


def test_one_of_many_states_is_wrong() -> None:
    states = np.full((4, 5, 3), 0.25)
    assert check_state(FLOAT, states)[1].shape == (4, 5, 3)
    states[2, 3, 0] = 2
    with pytest.raises(ShapeError, match="row has"):
        check_state(FLOAT, states)
