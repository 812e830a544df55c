"""Games are of the family that they say, by its definition or before another program, and shrink to small ones."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import tvet_games as tg
from tvet_games import testing
from tvet_games.games.best_response import pure_equilibria

SIMPLE = settings(database=None, max_examples=1_000)


def deviations(game: tg.NormalFormGame):
    """Each profile with a player and another action of that player."""
    for profile in product(*map(range, game.shape)):
        for player, size in enumerate(game.shape):
            for action in range(size):
                yield profile, player, (*profile[:player], action, *profile[player + 1 :])


@given(testing.zero_sum_games())
def test_zero_sum_games_have_the_value_of_a_linear_program(game: tg.NormalFormGame) -> None:
    A, B = game.payoffs
    assert (A == -B).all()
    m, n = A.shape
    rows = np.hstack([-A.T.astype(float), np.ones((n, 1))])
    best = linprog([*[0] * m, -1], rows, np.zeros(n), [[*[1] * m, 0]], [1], [(0, 1)] * m + [(None, None)])
    (value,) = {e.payoffs[0] for e in tg.equilibria(game)}
    assert float(value) == pytest.approx(-best.fun, abs=1e-9)


@given(testing.symmetric_games())
def test_symmetric_games_have_a_symmetric_equilibrium_set(game: tg.NormalFormGame) -> None:
    assert (game.payoffs[1] == game.payoffs[0].T).all()
    found = [tuple(map(tuple, e.strategies)) for e in tg.equilibria(game)]
    assert {(y, x) for x, y in found} == set(found)


@given(testing.coordination_games())
def test_coordination_games_have_the_diagonal(game: tg.NormalFormGame) -> None:
    for profile, player, other in deviations(game):
        if len(set(profile)) == 1 and other != profile:
            assert game.payoffs[player][other] < game.payoffs[player][profile]


@given(testing.cyclic_games(largest=3))
def test_cyclic_games_have_no_pure_equilibrium(game: tg.NormalFormGame) -> None:
    assert all(
        any(game.payoffs[i][other] > game.payoffs[i][profile] for p, i, other in deviations(game) if p == profile)
        for profile in product(*map(range, game.shape))
    )


@given(testing.cyclic_games())
def test_cyclic_games_of_two_actions_have_one_equilibrium(game: tg.NormalFormGame) -> None:
    assert len(tg.equilibria(game)) == 1


@given(st.integers(2, 3).flatmap(lambda n: testing.dominance_solvable_games(players=n)))
def test_dominance_solvable_games_are_solved_by_elimination(game: tg.NormalFormGame) -> None:
    left = [set(range(size)) for size in game.shape]
    while any(len(own) > 1 for own in left):
        gone = [
            (player, action)
            for player, own in enumerate(left)
            for action in own
            if any(better(game, player, other, action, left) for other in own)
        ]
        assert gone
        for player, action in gone:
            left[player].discard(action)
    assert left == [{0}] * len(left)
    assert [e.is_target for e in tg.equilibria(game)] == [True]


def better(game: tg.NormalFormGame, player: int, one: int, other: int, left: list[set[int]]) -> bool:
    """Whether an action is strictly better than another against all that is left of the others."""
    own = np.moveaxis(game.payoffs[player], player, 0)[[one, other]]
    rest = own[np.ix_(range(2), *(sorted(a) for j, a in enumerate(left) if j != player))]
    return bool((rest[0] > rest[1]).all())


@given(st.integers(2, 3).flatmap(lambda n: testing.supermodular_games(players=n, largest=3)))
def test_supermodular_games_have_increasing_differences(game: tg.NormalFormGame) -> None:
    """And a pure equilibrium (Topkis 1979)."""
    for player, size in enumerate(game.shape):
        own = np.moveaxis(game.payoffs[player], player, 0)
        for k in range(size - 1):
            gain = own[k] - own[k + 1]
            for axis in range(gain.ndim):
                assert (np.diff(gain, axis=axis) <= 0).all()
    assert pure_equilibria(game).any()


@given(st.integers(2, 3).flatmap(lambda n: testing.potential_games(players=n)))
def test_potential_games_gain_nothing_on_a_round_trip(game: tg.NormalFormGame) -> None:
    """Four deviations of two players that come back (Monderer and Shapley 1996); a pure equilibrium exists."""
    u = game.payoffs
    for i, j in combinations(range(len(game.shape)), 2):
        first, second = (np.moveaxis(u[k], (i, j), (0, 1)) for k in (i, j))
        mine = first[:, None, :, None] - first[None, :, :, None]  # from a' to a at b
        theirs = second[:, None, :, None] - second[:, None, None, :]  # at a, from b' to b
        assert np.array_equal(
            mine - (first[:, None, None, :] - first[None, :, None, :]),
            theirs - (second[None, :, :, None] - second[None, :, None, :]),
        )
    assert pure_equilibria(game).any()


@given(st.integers(2, 4).flatmap(lambda n: testing.polymatrix_games(players=n)))
def test_payoffs_of_games_on_a_graph_add_up(game: tg.PolymatrixGame) -> None:
    assert len({frozenset(edge.players) for edge in game.edges}) == len(game.edges)
    tensor = game.to_normal_form().payoffs
    for profile in product(*(range(len(own)) for own in game.actions)):
        total = [0] * len(profile)
        for edge in game.edges:
            i, j = edge.players
            total[i] += edge.payoffs[0, profile[i], profile[j]]
            total[j] += edge.payoffs[1, profile[i], profile[j]]
        assert [own[profile] for own in tensor] == total


@pytest.mark.parametrize(
    ("strategy", "smallest"),
    [
        (testing.zero_sum_games(), [[[0]], [[0]]]),
        (testing.symmetric_games(), [[[0]], [[0]]]),
        (testing.potential_games(), [[[0]], [[0]]]),
        (testing.dominance_solvable_games(), [[[0]], [[0]]]),
        (testing.coordination_games(), [[[1, 0], [0, 1]]] * 2),
        (testing.cyclic_games(), [[[1, 0], [0, 1]], [[0, 1], [1, 0]]]),
        (testing.supermodular_games(), [[[0, 0], [0, 0]]] * 2),
    ],
    ids=["zero sum", "symmetric", "potential", "dominance", "coordination", "cyclic", "supermodular"],
)
def test_examples_shrink(strategy: st.SearchStrategy, smallest: list) -> None:
    assert find(strategy, lambda _: True, settings=SIMPLE).payoffs.tolist() == smallest
