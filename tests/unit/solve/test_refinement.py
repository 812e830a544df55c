"""Threshold beliefs of games whose answer is known, in one batch and in any shape."""

import math
from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.solve.refinement import p_dominance, payoff_table, risk_dominance, threshold_beliefs

NOT_AN_EQUILIBRIUM = ([[3, 0], [5, 1]], [[3, 5], [0, 1]])


def game(row: object, column: object) -> tg.NormalFormGame:
    return tg.NormalFormGame.from_bimatrix(row, column)


@pytest.mark.parametrize(
    ("row", "column", "thresholds"),
    [
        ([[4, 0], [3, 2]], [[4, 3], [0, 2]], (Fraction(2, 3), Fraction(2, 3))),
        ([[2, 0], [0, 1]], [[1, 0], [0, 2]], (Fraction(1, 3), Fraction(2, 3))),
        ([[1, 1], [0, 0]], [[1, 0], [1, 0]], (0, 0)),
        ([[1, 0], [1, 0]], [[1, 1], [1, 1]], (0, 0)),
        ([[1, 0], [1, 2]], [[1, 1], [0, 0]], (1, 0)),
        (*NOT_AN_EQUILIBRIUM, (math.inf, math.inf)),
        ([[1, 0, -3], [0, 0, 0]], [[1, 0, 0], [0, 0, 0]], (Fraction(3, 4), 0)),
        ([[2]], [[5]], (0, 0)),
        ([[2], [3]], [[5], [5]], (math.inf, 0)),
    ],
)
def test_known_games(row, column, thresholds) -> None:
    exact = game(row, column)
    assert tuple(threshold_beliefs(exact)) == thresholds
    assert p_dominance(exact) == max(thresholds)
    floats = exact.to_float()
    assert threshold_beliefs(floats) == pytest.approx([float(t) for t in thresholds])
    assert p_dominance(floats) == pytest.approx(float(max(thresholds)))
    if exact.shape == (2, 2):
        assert risk_dominance(exact) == sum(thresholds)
        assert risk_dominance(floats) == pytest.approx(float(sum(thresholds)))


def test_types_follow_the_game() -> None:
    hunt = game([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    assert isinstance(p_dominance(hunt), Fraction)
    assert isinstance(risk_dominance(hunt), Fraction)
    assert isinstance(p_dominance(game(*NOT_AN_EQUILIBRIUM)), float)
    assert threshold_beliefs(hunt.to_float()).dtype == np.float64


def test_a_public_good_of_three() -> None:
    """All three must help for anybody to gain 3, at a cost of 1: each must believe in it with 1/3."""
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    payoffs[:, 0, 0, 0] = 3
    for i in range(3):
        payoffs[(i, *(0 if j == i else slice(None) for j in range(3)))] -= 1
    assert list(threshold_beliefs(tg.NormalFormGame(payoffs))) == [Fraction(1, 3)] * 3


def test_ties_within_the_tolerance_are_ties() -> None:
    """A loss of a rounding error must not make an equilibrium vanish, nor a dominant action exposed."""
    tiny = 1e-13
    assert p_dominance(game([[1.0 - tiny, 1.0], [1.0, 0.0]], [[1.0, 0.0], [1.0, 0.0]])) == 0
    assert p_dominance(game([[1.0, 1.0 - tiny], [0.0, 1.0]], [[1.0, 0.0], [1.0, 0.0]])) == 0
    assert math.isinf(p_dominance(game([[1.0 - 1e-6, 1.0], [1.0, 0.0]], [[1.0, 0.0], [1.0, 0.0]])))


def test_batches_of_any_shape() -> None:
    payoffs = np.random.default_rng(1).normal(size=(4, 5, 3, 2, 3, 2))
    batch = tg.NormalFormGame(payoffs, players=["a", "b", "c"])
    levels = threshold_beliefs(batch)
    assert levels.shape == (4, 5, 3)
    assert p_dominance(batch).shape == (4, 5)
    assert p_dominance(batch)[2, 3] == p_dominance(batch[2, 3])
    assert payoff_table(batch, 1).shape == (4, 5, 3, 4)
    assert p_dominance(tg.NormalFormGame(np.zeros((0, 2, 2, 2)), players=["a", "b"])).shape == (0,)


def test_risk_dominance_needs_two_by_two() -> None:
    with pytest.raises(tg.TvetGamesError, match=r"2x2 games, this one has \(2, 3\)"):
        risk_dominance(game(np.zeros((2, 3)), np.zeros((2, 3))))
