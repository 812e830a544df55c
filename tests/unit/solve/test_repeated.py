"""Critical discount factors of textbook games, and what each kind of punishment can do."""

import math
from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError, ShapeError
from tvet_games.solve.repeated import (
    critical_discount,
    critical_discounts,
    effective_discount,
    minmax_payoffs,
    per_year,
    punishment_profiles,
)


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


def test_a_breach_that_is_found_now_and_then() -> None:
    """(T - R) / ((T - R) + q (R - P)): 2 / (2 + 2q)."""
    for q in (1, Fraction(1, 2), 0.25, "1/3"):
        share = Fraction(str(q)) if isinstance(q, float | str) else Fraction(q)
        assert list(critical_discounts(DILEMMA, detection=q)) == [1 / (1 + share)] * 2
    for punishment in ("equilibrium", "minmax"):
        assert critical_discount(DILEMMA, punishment=punishment, detection=0.5) == Fraction(2, 3)
    same = game([[2, 0], [3, 2]], [[2, 0], [0, 1]])
    assert list(critical_discounts(same, detection=0.5)) == [math.inf, 0]
    assert critical_discount(game([[4, 0], [3, 2]], [[4, 3], [0, 2]]), detection=0.01) == 0


def test_detection_broadcasts_with_the_batch() -> None:
    several = critical_discounts(DILEMMA, detection=[1, 0.5, 0.25])
    assert several.tolist() == [[Fraction(1, 2)] * 2, [Fraction(2, 3)] * 2, [Fraction(4, 5)] * 2]
    payoffs = np.random.default_rng(0).normal(size=(5, 2, 3, 3))
    batch = tg.NormalFormGame(payoffs, players=["a", "b"])
    shares = np.array([0.2, 0.4, 0.6, 0.8, 1.0])
    for punishment in ("equilibrium", "minmax"):
        table = critical_discounts(batch, punishment=punishment, detection=shares[:, None])
        assert table.shape == (5, 5, 2)
        for k, share in enumerate(shares):
            assert (table[k] == critical_discounts(batch, punishment=punishment, detection=share)).all()


def test_which_equilibrium_punishes() -> None:
    assert punishment_profiles(DILEMMA).tolist() == [1, 1]
    pennies = game([[0, 1], [1, 0]], [[1, 0], [0, 1]])
    assert punishment_profiles(pennies).tolist() == [-1, -1]
    same = game([[2, 0], [3, 2]], [[2, 0], [0, 1]])
    assert punishment_profiles(same).tolist() == [1, 1]  # it does not hurt, and is the only one
    batch = tg.NormalFormGame(np.stack([DILEMMA.payoffs, pennies.payoffs]), players=["a", "b"])
    assert punishment_profiles(batch).tolist() == [[1, 1], [-1, -1]]
    row = [[3, 0, -9], [5, 1, -9], [0, -9, -1]]
    assert punishment_profiles(game(row, np.array(row).T)).tolist() == [2, 2]


def test_pure_minmax() -> None:
    assert list(minmax_payoffs(game([[3, 0], [5, 1]], [[3, 5], [0, 1]]))) == [1, 1]
    assert list(minmax_payoffs(game([[0, 1], [1, 0]], [[1, 0], [0, 1]]))) == [1, 1]
    assert minmax_payoffs(tg.NormalFormGame(np.zeros((4, 3, 2, 2, 2)), players=list("abc"))).shape == (4, 3)


def test_effective_discount() -> None:
    assert effective_discount(Fraction(2, 3), Fraction(1, 2)) == Fraction(1, 2)
    assert effective_discount(0.3, 1) == Fraction(3, 10)
    assert effective_discount(1, 0.5) == 1
    for delta, detection in [(1.2, 1), (0.5, 0), ("x", 1), (0.5, float("nan")), (None, 1)]:
        with pytest.raises(InputError, match=r"delta|detection"):
            effective_discount(delta, detection)


@pytest.mark.parametrize(
    "detection", [0, -0.5, 1.5, math.nan, "often", None, [], [0.5, 2], {}, True, 1j, [[1], [1, 2]]]
)
def test_detection_must_be_a_probability(detection) -> None:
    for exact in (DILEMMA, DILEMMA.to_float()):
        with pytest.raises(InputError, match=r"detection: .* expected a probability above 0 and at most 1"):
            critical_discounts(exact, detection=detection)


def test_other_bad_input() -> None:
    batch = tg.NormalFormGame(np.zeros((3, 2, 2, 2)), players=["a", "b"])
    with pytest.raises(ShapeError, match="does not fit games of batch"):
        critical_discounts(batch, detection=[0.5, 0.6])
    with pytest.raises(InputError, match="expected a NormalFormGame"):
        critical_discounts([[1, 2], [3, 4]])
    with pytest.raises(InputError, match="expected a NormalFormGame"):
        punishment_profiles(None)
