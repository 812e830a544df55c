"""Feasible sets: frontiers of hulls, curves, totals, and what is refused."""

import math
from fractions import Fraction

import numpy as np
import pytest

from tvet_games.errors import FormulaError, InputError, ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.bargaining.bargain import bargain, can_gain
from tvet_games.solve.bargaining.feasible_set import FeasibleSet


def corners(points) -> list:
    return [tuple(int(u) for u in a.payoffs) for a in FeasibleSet.from_points(points).frontier]


def test_frontiers() -> None:
    assert corners([[1, 1]]) == [(1, 1)]
    assert corners([[1, 1], [1, 1], [0, 1], [1, 0]]) == [(1, 1)]
    assert corners([[0, 4], [1, 3], [2, 2], [4, 0]]) == [(0, 4), (4, 0)]
    assert corners([[0, 4], [1, 1], [4, 0], [3, 3], [-9, 4], [4, -9]]) == [(0, 4), (3, 3), (4, 0)]
    frame = FeasibleSet.from_points([[0.5, 4.0], [4.0, 0.5]]).to_frame()
    assert frame["point"].tolist() == [0, 1]
    assert frame["player 1"].tolist() == [0.5, 4.0]


def test_a_set_of_a_game_keeps_the_profiles() -> None:
    game = NormalFormGame.from_bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    hull = FeasibleSet.of_game(game)
    assert [a.lottery[0][0] for a in hull.frontier] == [1, 0, 2]
    found = bargain(hull, "utilitarian", disagreement=[0, 0], weights=(1, 9))
    assert found.lottery.shape == (2, 2)
    assert found.lottery[0, 1] == 1
    assert bargain(hull, disagreement=[0, 0]).to_frame().index.tolist() == ["row", "column"]


def test_lotteries_of_points_in_words() -> None:
    found = bargain(FeasibleSet.from_points([[0, 12], [6, 0]]), disagreement=[1, 2])
    assert str(found).endswith("1/2 (point 1) + 1/2 (point 2)")


def test_a_curve_of_square_roots() -> None:
    """A wage of z splits 1: u1 = sqrt(z), u2 = 1 - z; Nash at z = 1/3, equal gains at the golden ratio."""
    wage = FeasibleSet.from_function(math.sqrt, lambda z: 1 - z, 0, 1, players=("worker", "firm"))
    nash = bargain(wage, disagreement=[0, 0])
    assert nash.level == pytest.approx(1 / 3, abs=1e-7)
    assert nash.lottery is None
    assert "Agreed level: 0.3333" in str(nash)
    golden = (math.sqrt(5) - 1) / 2
    for rule in ("egalitarian", "kalai_smorodinsky"):
        assert np.allclose(bargain(wage, rule, disagreement=[0, 0]).payoffs, golden)
    utilitarian = bargain(wage, "utilitarian", disagreement=[0, 0])
    assert utilitarian.level == pytest.approx(1 / 4, abs=1e-7)
    assert bargain(wage, "nash", disagreement=[0, 0], weights=(1, 0)).level == pytest.approx(1)
    assert bargain(wage, "utilitarian", disagreement=[0.5, 0.5]).level == pytest.approx(1 / 4, abs=1e-7)


def test_alternating_offers_on_a_curve() -> None:
    """The pair of proposals of the definition, and the corners of a fine hull."""
    wage = FeasibleSet.from_function(math.sqrt, lambda z: 1 - z, 0, 1)
    swapped = FeasibleSet.from_function(lambda z: z, lambda z: math.sqrt(1 - z), 0, 1)
    fine = FeasibleSet.from_points([[math.sqrt(z), 1 - z] for z in np.linspace(0, 1, 401)])
    for options in ({}, {"rounds": 5}, {"outside": [0.1, 0.5]}):
        terms = {"disagreement": [0, 0], "discounts": (0.8, 0.6)} | options
        x = bargain(wage, "rubinstein", **terms).payoffs
        assert np.allclose(x, bargain(fine, "rubinstein", **terms).payoffs, atol=1e-4)
    x = bargain(wage, "rubinstein", disagreement=[0, 0], discounts=(0.8, 0.6)).payoffs
    y = bargain(swapped, "rubinstein", disagreement=[0, 0], discounts=(0.6, 0.8)).payoffs[::-1]
    assert x[1] == pytest.approx(0.6 * y[1])
    assert y[0] == pytest.approx(0.8 * x[0])


def test_a_linear_curve_is_a_tie_that_nash_decides() -> None:
    pie = FeasibleSet.from_function(lambda z: z, lambda z: 10 - z, 0, 10)
    found = bargain(pie, "utilitarian", disagreement=[2, 0])
    assert np.allclose(found.payoffs, [6, 4], atol=1e-6)


def test_disposal_on_a_curve() -> None:
    short = FeasibleSet.from_function(lambda z: 5 + z, lambda z: 3 - z, 0, 1)
    found = bargain(short, "egalitarian", disagreement=[0, 0])
    assert np.allclose(found.payoffs, [3, 3])
    assert np.allclose(found.surplus_left, [2, 0])
    tall = FeasibleSet.from_function(lambda z: z, lambda z: 9 - z, 0, 1)
    assert np.allclose(bargain(tall, "egalitarian", disagreement=[0, 0]).surplus_left, [0, 7])


def test_nothing_to_gain_on_a_curve() -> None:
    wage = FeasibleSet.from_function(math.sqrt, lambda z: 1 - z, 0, 1)
    for d in ([1, 0], [0, 1], [0.8, 0.8], [math.sqrt(0.5), 0.5]):
        assert not can_gain(wage, d)
    with pytest.raises(InputError, match=r"nothing to gain.*player 1 1, player 2 1"):
        bargain(wage, disagreement=[0.8, 0.8])


def test_a_total_of_many() -> None:
    three = FeasibleSet.transferable(12, players=("a", "b", "c"))
    assert list(bargain(three, disagreement=[0, 0, 3]).payoffs) == [3, 3, 6]
    assert bargain(FeasibleSet.transferable(12.5), disagreement=[0, 0]).payoffs.tolist() == [6.25, 6.25]
    assert list(bargain(FeasibleSet.transferable(12), disagreement=[0, 0], transferable=True).payoffs) == [6, 6]
    assert FeasibleSet.transferable(1).individually_rational((Fraction(1), Fraction(1))) == ()


def test_what_is_refused() -> None:
    one = FeasibleSet.from_points([[1, 1]])
    for points in ([1, 2], [[1, 2, 3]], np.zeros((0, 2))):
        with pytest.raises(ShapeError, match="payoff pairs"):
            FeasibleSet.from_points(points)
    with pytest.raises(FormulaError, match="finite"):
        FeasibleSet.from_points([[0.0, math.nan]])
    with pytest.raises(ShapeError, match="different names"):
        FeasibleSet.from_points([[1, 1]], players=("a", "a"))
    with pytest.raises(InputError, match="finite"):
        FeasibleSet.transferable(math.inf)
    with pytest.raises(ShapeError, match="one game of two players"):
        FeasibleSet.of_game(NormalFormGame(np.zeros((3, 2, 2, 2))))
    with pytest.raises(InputError, match="no equilibria"):
        bargain(one)
    with pytest.raises(InputError, match="transferable\\(total\\)"):
        bargain(one, disagreement=[0, 0], transferable=True)
    with pytest.raises(InputError, match="profile"):
        bargain(one, disagreement=[0, 0], profile=(0, 0))
    with pytest.raises(ShapeError, match="disagreement"):
        bargain(one, disagreement=[[0, 0], [0, 0]])
    wage = FeasibleSet.from_function(math.sqrt, lambda z: 1 - z, 0, 1)
    with pytest.raises(ShapeError, match="frontier of corners"):
        wage.individually_rational((Fraction(0), Fraction(0)))


@pytest.mark.parametrize(
    ("first", "second", "low", "high", "message"),
    [
        (lambda z: z, lambda z: 1 - z, 1, 0, "low below high"),
        (lambda z: z, lambda z: 1 - z, 0, math.inf, "finite"),
        (lambda z: -z, lambda z: 1 - z, 0, 1, "first payoff must rise"),
        (lambda z: z, lambda z: z, 0, 1, "second fall"),
        (lambda z: z**2, lambda z: (1 - z) ** 2, 0, 1, "concave"),
        (lambda z: math.nan, lambda z: 1 - z, 0, 1, "not finite"),
    ],
)
def test_curves_that_are_no_frontier(first, second, low, high, message) -> None:
    with pytest.raises(InputError, match=message):
        FeasibleSet.from_function(first, second, low, high)
