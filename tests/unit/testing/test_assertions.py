"""Assertions hold where they should, and say who gains what where they do not."""

from fractions import Fraction

import pytest

import tvet_games as tg
from tvet_games import testing

DILEMMA = tg.NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])


def test_strategies_that_are_none() -> None:
    with pytest.raises(AssertionError, match="add up to 1/2"):
        testing.assert_equilibrium(DILEMMA, [[Fraction(1, 2), 0], [0, 1]])
    with pytest.raises(AssertionError, match="1 strategies for 2 players"):
        testing.assert_equilibrium(DILEMMA, [[1, 0]])


def test_lists_that_differ() -> None:
    found = tg.equilibria(DILEMMA)
    testing.assert_same_equilibria(found, [[[0, 1], [0, 1]]])
    with pytest.raises(AssertionError, match="missing: 1, 0; 1, 0"):
        testing.assert_same_equilibria(found, [[[1, 0], [1, 0]]])


def test_shares_outside_the_core() -> None:
    with pytest.raises(AssertionError, match="the shares add up to 1, not to 2"):
        testing.assert_in_core([0, 0, 0, 2], [1, 0])


def test_public_names_are_sorted_and_there() -> None:
    assert testing.__all__ == sorted(testing.__all__)
    assert all(hasattr(testing, name) for name in testing.__all__)
