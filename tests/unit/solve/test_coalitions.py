"""Sharing: edges, errors and rounding."""

from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError, ShapeError, UnknownNameError
from tvet_games.games.coalitional import coalition_sums
from tvet_games.solve.coalitions.properties import SUPERADDITIVE_PLAYERS, is_superadditive

GLOVES = [0, 0, 0, 0, 0, 1, 1, 1]
MAJORITY = [0, 0, 0, 1, 0, 1, 1, 1]


def sizes(n: int) -> np.ndarray:
    return np.array([s.bit_count() for s in range(2**n)])


def test_one_player_gets_everything() -> None:
    for rule in (tg.shapley, tg.banzhaf, tg.nucleolus, tg.prenucleolus, tg.tau_value, tg.equal_surplus):
        assert rule([0, 5]).shares.tolist() == [5]
    assert tg.core([0, 5]).point.tolist() == [5]
    assert tg.core([0, 5]).vertices.tolist() == [[5]]
    assert tg.least_core([0, 5]).epsilon == 0


def test_a_game_of_nothing() -> None:
    zero = [0] * 8
    for rule in (tg.shapley, tg.banzhaf, tg.nucleolus, tg.tau_value, tg.gately_point):
        assert rule(zero).shares.tolist() == [0, 0, 0]
    assert tg.core(zero).vertices.tolist() == [[0, 0, 0]]
    assert tg.properties(zero) == tg.properties([0.0] * 8)


def test_allocations_go_by_name() -> None:
    found = tg.shapley(tg.CoalitionalGame(GLOVES, players=("left", "left too", "right")))
    assert found["right"] == Fraction(2, 3)
    assert not found.in_core
    assert str(found) == "shapley: left 1/6, left too 1/6, right 2/3"
    assert found.to_frame().loc["right", "gain"] == Fraction(2, 3)
    with pytest.raises(UnknownNameError, match="did you mean 'right'"):
        found["rigth"]


def test_an_empty_core() -> None:
    found = tg.core(MAJORITY)
    assert found.is_empty
    assert found.point is None
    assert found.cost_of_stability == tg.cost_of_stability(MAJORITY) == Fraction(1, 2)
    assert len(found.vertices) == 0
    assert {w.coalition: w.weight for w in found.balancing} == {
        ("player 1", "player 2"): Fraction(1, 2),
        ("player 1", "player 3"): Fraction(1, 2),
        ("player 2", "player 3"): Fraction(1, 2),
    }
    assert "at the point" not in found.to_frame()
    assert "at the point" in tg.core(GLOVES).to_frame()


def test_no_imputation() -> None:
    found = tg.nucleolus([0, 4, 2, 3])
    assert found.rule == "prenucleolus"
    assert found.shares.tolist() == [Fraction(5, 2), Fraction(1, 2)]
    assert tg.core([0, 4, 2, 3]).is_empty


def test_the_nucleolus_pays_nobody_less_than_alone_and_the_prenucleolus_may() -> None:
    """Player 3 adds nothing to the others and has 0 alone, but all are worth less together than in pairs."""
    game = [0, 0, 0, 10, 0, 2, 3, 4]
    assert tg.prenucleolus(game).shares.min() < 0
    assert tg.nucleolus(game).shares.min() == 0


def test_rounding_does_not_empty_a_core() -> None:
    shares = np.array([0.1, 0.2, 0.3, 0.7])
    additive = np.array([sum(shares[i] for i in range(4) if s >> i & 1) for s in range(16)])
    additive[-1] = np.nextafter(additive[-1], 0)
    found = tg.core(additive)
    assert not found.is_empty
    assert found.cost_of_stability == 0
    assert found.contains(found.point)
    assert np.allclose(found.vertices, [shares])
    assert tg.nucleolus(additive).rule == "nucleolus"
    assert np.allclose(tg.nucleolus(additive).shares, shares)
    assert tg.properties(additive).is_convex


def test_contains() -> None:
    found = tg.core(GLOVES)
    assert found.contains([0, 0, 1])
    assert found.contains(tg.nucleolus(GLOVES))
    assert not found.contains([0, 1, 0])
    assert not found.contains([0, 0, 2])
    with pytest.raises(ShapeError, match="expected 3"):
        found.contains([1, 2])
    with pytest.raises(InputError, match="finite"):
        found.contains([0, 0, float("nan")])


def test_limits_are_said() -> None:
    with pytest.raises(ShapeError, match="up to 12 players, this game has 13"):
        tg.nucleolus(np.zeros(2**13))
    with pytest.raises(ShapeError, match="up to 6 players, this game has 7"):
        _ = tg.core(np.zeros(2**7)).vertices
    big = sizes(SUPERADDITIVE_PLAYERS + 1)
    with pytest.raises(ShapeError, match=f"up to {SUPERADDITIVE_PLAYERS} players"):
        is_superadditive(big)
    assert tg.properties(big).is_superadditive is True
    concave = np.minimum(big, 3)
    assert tg.properties(concave).is_superadditive is None


@pytest.mark.parametrize("rule", [tg.shapley, tg.banzhaf, tg.nucleolus, tg.core, tg.cost_of_stability, tg.properties])
def test_tables_of_the_wrong_length_and_values_that_are_not_finite(rule) -> None:
    with pytest.raises(ShapeError, match=r"2\*\*n values"):
        rule([0, 1, 2])
    with pytest.raises(InputError, match="finite"):
        rule([0, 1, float("inf"), 2])


def test_rules_without_an_answer() -> None:
    with pytest.raises(InputError, match="quasi-balanced"):
        tg.tau_value(MAJORITY)
    with pytest.raises(InputError, match="add up to 0"):
        tg.banzhaf([0, 1, -1, 0], normalized=True)
    with pytest.raises(InputError, match="values are 0 and 1"):
        tg.johnston_index([0, 0, 0, 2])
    for game in ([0, 0, 0, 0], [0, 1, 0, 0]):
        with pytest.raises(InputError, match="everybody together wins"):
            tg.johnston_index(game)
    with pytest.raises(InputError, match="less to the others than it has alone"):
        tg.gately_point([0, 4, 0, 4, 0, 4, 9, 9])
    with pytest.raises(InputError, match="comes to nothing"):
        tg.gately_point([0, 0, 0, 3, 0, 3, 3, 3])


def test_large_whole_numbers_stay_exact() -> None:
    huge = 10**29
    game = tg.CoalitionalGame(np.array([0, huge, 1, huge + 1 + Fraction(1, 3)], dtype=object))
    assert tg.shapley(game).shares.sum() == huge + 1 + Fraction(1, 3)
    assert tg.banzhaf(game).shares.sum() == huge + 1 + Fraction(1, 3)


def test_twenty_players() -> None:
    """Additive games of the largest size; each player gets its own."""
    own = np.arange(1.0, 21.0)
    found = tg.shapley(coalition_sums(own))
    assert np.allclose(found.shares, own)
    assert np.allclose(tg.banzhaf(found.game).shares, own)


def test_twelve_players_exactly() -> None:
    """One seller, eleven buyers: the seller gets everything in the core."""
    game = np.array([int(s & 1 and s > 1) for s in range(2**12)])
    assert tg.nucleolus(game).shares.tolist() == [1] + [0] * 11
    assert tg.cost_of_stability(game) == 0
