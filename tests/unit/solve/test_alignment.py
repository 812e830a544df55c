"""Selfishness levels by example: shapes, units, what is refused."""

import math
from fractions import Fraction

import numpy as np
import pytest

from tvet_games.errors import InputError, ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.alignment import aligned_game, game_selfishness_level, selfishness_level

DILEMMA = NormalFormGame.from_bimatrix([[2, 0], [3, 1]], [[2, 3], [0, 1]])
ZERO_SUM = NormalFormGame.from_bimatrix([[0.1, 0.2], [0.3, 0.7]], [[-0.1, -0.2], [-0.3, -0.7]])


def test_the_dilemma() -> None:
    found = selfishness_level(DILEMMA)
    assert (found.level, found.highest) == (1, math.inf)
    assert (int(found.player), int(found.action), found.gain, found.loss) == (0, 1, 1, 1)
    assert isinstance(found.level, Fraction)
    assert bool(found.is_welfare_maximal)
    row = found.to_frame().iloc[0]
    assert (row["level"], row["deviates"], row["to"]) == (1, "row", "row 2")


def test_a_deviation_that_loses_no_welfare() -> None:
    """Also where welfare is constant but for rounding."""
    found = selfishness_level(ZERO_SUM)
    assert found.level == math.inf
    assert found.loss == 0
    transfer = NormalFormGame.from_bimatrix([[2, 0], [3, 1]], [[2, 3], [1, 1]])
    assert selfishness_level(transfer).level == math.inf
    assert selfishness_level(transfer).loss == 0


def test_who_cares_too_much_leaves() -> None:
    """A cooperation that is not best for the group is kept only up to a weight."""
    game = NormalFormGame.from_bimatrix([[2, 2], [1, 1]], [[2, 0], [9, 0]])
    found = selfishness_level(game)
    assert (found.level, found.highest) == (0, Fraction(1, 6))
    assert not found.is_welfare_maximal
    assert found.to_frame()["deviates"].tolist() == [""]
    assert tuple(game_selfishness_level(game).profile) == (1, 0)
    none = NormalFormGame.from_bimatrix([[2, 2], [1, 1]], [[2, 3], [9, 0]])
    found = selfishness_level(none, public_cost=[[0, Fraction(3, 2)], [0, 0]])
    assert (found.level, found.highest, found.gain / found.loss) == (math.inf, Fraction(1, 6), 2)


def test_a_subsidy_is_not_created_value() -> None:
    """Half a unit for each cooperator halves the temptation; what defection saves the public counts."""
    half = Fraction(1, 2)
    paid = NormalFormGame.from_bimatrix([[2 + half, half], [3, 1]], [[2 + half, 3], [half, 1]])
    cost = [[1, half], [half, 0]]
    assert selfishness_level(paid).level == half / (5 - Fraction(7, 2))
    assert selfishness_level(paid, public_cost=cost).level == half


def test_one_action_each() -> None:
    found = selfishness_level(NormalFormGame([[3]]))
    assert (found.level, found.highest, int(found.player), found.gain) == (0, math.inf, -1, 0)


def test_batches_and_costs_of_a_batch() -> None:
    batch = NormalFormGame(np.stack([DILEMMA.payoffs, DILEMMA.payoffs * 2]), players=DILEMMA.players)
    costs = np.zeros((3, 1, 2, 2))
    costs[1, 0, 1, 0] = 1
    found = selfishness_level(batch, public_cost=costs)
    assert found.level.tolist() == [[1, 1], [1, 1], [1, 1]]
    assert found.player.tolist() == [[0, 0], [1, 1], [0, 0]]
    assert found.profile.shape == (3, 2, 2)
    assert len(found.to_frame()) == 6
    assert game_selfishness_level(batch, public_cost=costs).level.shape == (3, 2)


def test_aligned_games() -> None:
    assert aligned_game(DILEMMA, 0).payoffs.tolist() == DILEMMA.payoffs.tolist()
    batch = aligned_game(DILEMMA, np.array([Fraction(0), Fraction(1)]))
    assert batch.batch_shape == (2,)
    assert batch.is_exact
    assert batch.payoffs[1, 0].tolist() == [[6, 3], [6, 3]]
    assert aligned_game(DILEMMA.to_float(), Fraction(1, 2)).payoffs.dtype == np.float64
    assert aligned_game(DILEMMA, 1, public_cost=np.ones((2, 2), dtype=int)).payoffs[0].tolist() == [[5, 2], [5, 2]]


@pytest.mark.parametrize("alpha", [-1, "x", math.nan, math.inf, None, True, [1, -1]])
def test_wrong_weights(alpha) -> None:
    with pytest.raises(InputError, match="alpha"):
        aligned_game(DILEMMA, alpha)


@pytest.mark.parametrize("cost", ["x", [[1, math.nan], [0, 0]], [["a", 1], [0, 0]]])
def test_costs_that_are_no_numbers(cost) -> None:
    with pytest.raises(InputError, match="finite numbers"):
        selfishness_level(DILEMMA, public_cost=cost)


def test_what_does_not_fit() -> None:
    batch = NormalFormGame(np.stack([DILEMMA.payoffs] * 3), players=DILEMMA.players)
    with pytest.raises(ShapeError, match="the public cost has shape"):
        selfishness_level(DILEMMA, public_cost=np.zeros((2, 3)))
    with pytest.raises(ShapeError, match="batch axes"):
        selfishness_level(batch, public_cost=np.zeros((2, 2, 2)))
    with pytest.raises(ShapeError, match="weight alpha"):
        aligned_game(batch, np.zeros(2))
    for target in ([0], [0, 2], [0, -1], [0, 0.5], "ab", 3, [True, 0]):
        with pytest.raises(InputError, match="target"):
            selfishness_level(DILEMMA, target=target)
    with pytest.raises(InputError, match="NormalFormGame"):
        selfishness_level([[1]])
