"""Critical discount factors of textbook games, and what each kind of punishment can do."""

import math
from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.solve.repeated import critical_discount, critical_discounts, per_year


def game(row: object, column: object) -> tg.NormalFormGame:
    return tg.NormalFormGame.from_bimatrix(row, column)


DILEMMA = game([[3, 0], [5, 1]], [[3, 5], [0, 1]])


def test_the_prisoners_dilemma() -> None:
    """(T - R) / (T - P)."""
    for punishment in ("equilibrium", "minmax"):
        assert list(critical_discounts(DILEMMA, punishment=punishment)) == [Fraction(1, 2)] * 2
        assert critical_discount(DILEMMA, punishment=punishment) == Fraction(1, 2)
        assert critical_discount(DILEMMA.to_float(), punishment=punishment) == 0.5


def test_an_equilibrium_of_the_stage_game_needs_no_patience() -> None:
    assert critical_discount(game([[4, 0], [3, 2]], [[4, 3], [0, 2]])) == 0
    assert critical_discount(game([[1]], [[1]])) == 0
    unpunished = game([[1, 0], [0, 0]], [[1, 0], [2, 3]])
    assert critical_discount(unpunished) == critical_discount(unpunished, punishment="minmax") == 0


def test_a_punishment_that_does_not_hurt() -> None:
    """The only equilibrium is as good as cooperation for the tempted player: no patience is enough."""
    same = game([[2, 0], [3, 2]], [[2, 0], [0, 1]])
    assert list(critical_discounts(same)) == [math.inf, 0]
    assert critical_discount(same.to_float()) == math.inf


def test_a_reward_for_deviating() -> None:
    """Player 2 gains nothing now, but likes the punishment better: it would bring it about."""
    rewarding = game([[3, 0], [4, 1]], [[3, 3], [0, 5]])
    assert list(critical_discounts(rewarding)) == [Fraction(1, 3), math.inf]


def test_no_equilibrium_to_punish_with() -> None:
    pennies = game([[0, 1], [1, 0]], [[1, 0], [0, 1]])
    assert list(critical_discounts(pennies)) == [math.inf, math.inf]
    assert critical_discounts(pennies, punishment="minmax")[1] == 0


def test_of_several_equilibria_the_one_that_asks_least() -> None:
    """Two punishments: at (1, 1) factors 1/2 and 1/2, at (2, 2) factors 1/3 and 1/3."""
    row = [[3, 0, -9], [5, 1, -9], [0, -9, -1]]
    both = game(row, np.array(row).T)
    assert list(critical_discounts(both)) == [Fraction(1, 3)] * 2
    assert list(critical_discounts(both, punishment="minmax")) == [Fraction(1, 3)] * 2


def test_minmax_is_a_lower_bound() -> None:
    """Minmax is at most any equilibrium payoff, so it never asks for more patience."""
    payoffs = np.random.default_rng(3).integers(-4, 5, size=(400, 2, 3, 3)).astype(object)
    batch = tg.NormalFormGame(payoffs, players=["a", "b"])
    least = critical_discount(batch, punishment="minmax")
    factors = critical_discount(batch)
    assert (least <= factors).all()
    assert (least < factors).any()


def test_three_players_in_a_batch() -> None:
    """A public good: each unit given is worth m/3 to everybody. Free riding pays 1 - m/3; the factor is (3-m)/(2m)."""
    multipliers = np.array([[Fraction(3, 2), Fraction(2)], [Fraction(5, 2), Fraction(4)]], dtype=object)
    given = np.stack(np.meshgrid([1, 0], [1, 0], [1, 0], indexing="ij")).astype(object)
    payoffs = multipliers[..., None, None, None, None] * given.sum(axis=0) / 3 - given
    batch = tg.NormalFormGame(payoffs, players=["a", "b", "c"])
    expected = [[Fraction(1, 2), Fraction(1, 4)], [Fraction(1, 10), 0]]
    assert critical_discount(batch).tolist() == expected
    assert critical_discounts(batch).shape == (2, 2, 3)
    assert critical_discount(batch.to_float()) == pytest.approx(np.array(expected, dtype=float))


def test_per_year() -> None:
    assert per_year(Fraction(1, 8), 3) == pytest.approx(0.5)
    assert per_year([0.25, math.inf, 0.0], [2, 3, 1]).tolist() == [0.5, math.inf, 0.0]
    with pytest.raises(tg.InputError, match="years: '0' is not a positive number") as caught:
        per_year(-0.5, 0)
    assert [problem.field for problem in caught.value.problems] == ["years", "factor"]


def test_an_unknown_punishment() -> None:
    with pytest.raises(tg.InputError, match=r"did you mean 'minmax'\?"):
        critical_discount(DILEMMA, punishment="minimax")
