"""One population: its field, evolutionarily and neutrally stable strategies, and what is refused."""

from fractions import Fraction

import numpy as np
import pytest

from tvet_games.errors import FormulaError, InputError, ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.symmetric import (
    LARGEST,
    evolutionarily_stable,
    is_evolutionarily_stable,
    is_neutrally_stable,
    symmetric_field,
)
from tvet_games.solve.dynamics.trajectory import trajectory

HAWK_DOVE = [[-1, 4], [0, 2]]
SCISSORS = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]
MIXED_TYPE = np.array([[-2, 5, 10 / 9], [0, 5 / 2, 10 / 9], [-10 / 9, 35 / 9, 10 / 9]])

HORN = [[1, -1, 1, 1, -1], [-1, 1, -1, 1, 1], [1, -1, 1, -1, 1], [1, 1, -1, 1, -1], [-1, 1, 1, -1, 1]]
"""Copositive, though it is no sum of a positive semidefinite matrix and one without negative entries (A. Horn)."""


def bordered(form: list[list[int]]) -> np.ndarray:
    """A game in which everything is a best reply to strategy 0, and mutants v against each other earn -v . form v."""
    out = np.zeros((len(form) + 1, len(form) + 1), dtype=int)
    out[1:, 1:] = -np.array(form)
    return out


def first(size: int) -> list[int]:
    return [1] + [0] * (size - 1)


def test_field_of_many_states_and_games() -> None:
    games = np.stack([HAWK_DOVE, [[8, 2], [5, 3]]]).astype(float)
    states = np.array([[0.5, 0.5], [0.25, 0.75], [1.0, 0.0]])
    field = symmetric_field(games[:, None], states)
    assert field.shape == (2, 3, 2)
    assert field[0, 0].tolist() == [0.125, -0.125]
    for g in range(2):
        for s in range(3):
            assert (field[g, s] == symmetric_field(games[g], states[s])).all()


def test_exact_in_exact_out() -> None:
    third = Fraction(1, 3)
    found = symmetric_field(HAWK_DOVE, [third, 1 - third], [[1, 0], [third, 1 - third]])
    assert all(isinstance(v, Fraction) for v in found)
    assert found.sum() == 0
    assert symmetric_field(HAWK_DOVE, [0.5, 0.5]).dtype == float


def test_mutation_where_all_are_alike() -> None:
    """Fitness 1 for everybody: shares follow the kernel alone, x' = x Q - x."""
    kernel = np.array([[0.9, 0.1, 0], [0.2, 0.5, 0.3], [0, 0, 1]])
    state = np.array([0.2, 0.3, 0.5])
    assert np.allclose(symmetric_field(np.ones((3, 3)), state, kernel), state @ kernel - state, rtol=0, atol=1e-16)


def test_two_populations_that_start_alike_are_one() -> None:
    """From equal shares the trajectory of A and its transpose follows the field of one population."""
    own = np.array([[3.0, 2.0, 3.0], [4.0, 1.0, 1.0], [2.0, 3.0, 1.0]])
    start, step = [0.2, 0.1], 1e-4
    states = trajectory(
        NormalFormGame.from_bimatrix(own, own.T), start * 2, times=[0, 1 - step, 1, 1 + step, 10]
    ).states
    x, y = states[:, :2], states[:, 2:]
    assert np.abs(x - y).max() < 1e-12
    growth = (x[3] - x[1]) / (2 * step)
    assert np.abs(symmetric_field(own, [*x[2], 1 - x[2].sum()])[:2] - growth).max() < 1e-6


def test_hawks_and_doves() -> None:
    (found,) = evolutionarily_stable(HAWK_DOVE)
    assert found.shares.tolist() == [Fraction(2, 3), Fraction(1, 3)]
    assert found.payoff == Fraction(2, 3)
    assert found.support == found.best_replies == (0, 1)
    frame = found.to_frame()
    assert frame["share"].tolist() == [Fraction(2, 3), Fraction(1, 3)]
    assert frame["best reply"].tolist() == [True, True]
    (floats,) = evolutionarily_stable(np.array(HAWK_DOVE, dtype=float))
    assert floats.shares.dtype == float
    assert floats.payoff == pytest.approx(2 / 3, abs=1e-15)
    assert is_evolutionarily_stable(HAWK_DOVE, floats.shares)


def test_several_at_once() -> None:
    """Every strategy of a coordination game; pairs of neighbours where only those can coexist."""
    assert [e.support for e in evolutionarily_stable(np.eye(4, dtype=int))] == [(0,), (1,), (2,), (3,)]
    ring = np.zeros((4, 4), dtype=int)
    for k in range(4):
        ring[k, (k + 1) % 4] = ring[(k + 1) % 4, k] = 1
    ring[0, 2] = ring[2, 0] = ring[1, 3] = ring[3, 1] = -1
    assert [e.support for e in evolutionarily_stable(ring)] == [(0, 1), (0, 3), (1, 2), (2, 3)]


@pytest.mark.parametrize(("win", "stable"), [(Fraction(3, 2), True), (1, False), (Fraction(1, 2), False)])
def test_scissors_by_what_a_win_is_worth(win, stable) -> None:
    """Win w, loss -1: stable above 1, neutral at 1, neither below (Hofbauer and Sigmund 1998, section 7.7)."""
    payoffs = np.array([[0, -1, win], [win, 0, -1], [-1, win, 0]], dtype=object)
    centre = [Fraction(1, 3)] * 3
    assert is_evolutionarily_stable(payoffs, centre) == stable
    assert is_neutrally_stable(payoffs, centre) == (win >= 1)
    assert [e.shares.tolist() for e in evolutionarily_stable(payoffs)] == ([centre] if stable else [])


def test_a_best_reply_outside_the_support() -> None:
    """A tie with a strategy that does badly against itself does not matter; one that does as well makes it neutral."""
    (found,) = evolutionarily_stable([[0, 0], [0, -1]])
    assert (found.support, found.best_replies) == ((0,), (0, 1))
    assert evolutionarily_stable([[0, 0], [0, 0]]) == ()
    assert is_neutrally_stable([[0, 0], [0, 0]], [1, 0])
    assert not is_neutrally_stable([[0, 0], [0, 1]], [1, 0])


def test_mutants_that_only_do_well_together() -> None:
    """Each of the two loses against itself, and they win against each other: only mixes of both invade."""
    assert is_evolutionarily_stable(bordered([[2, -1], [-1, 2]]), first(3))
    assert is_neutrally_stable(bordered([[1, -1], [-1, 1]]), first(3))
    assert not is_evolutionarily_stable(bordered([[1, -1], [-1, 1]]), first(3))
    assert not is_neutrally_stable(bordered([[1, -2], [-2, 1]]), first(3))
    # Copositive is less than positive definite: mutants cannot be fewer than none.
    assert is_evolutionarily_stable(bordered([[1, 2], [2, 1]]), first(3))


def test_horn() -> None:
    assert is_neutrally_stable(bordered(HORN), first(6))
    assert not is_evolutionarily_stable(bordered(HORN), first(6))
    more, less = np.array(HORN) * 10 + np.eye(5, dtype=int), np.array(HORN) * 10 - np.eye(5, dtype=int)
    assert is_evolutionarily_stable(bordered(more.tolist()), first(6))
    assert not is_neutrally_stable(bordered(less.tolist()), first(6))


def test_floats_count_ties_as_ties() -> None:
    """Thirds in floats: neutral, as in fractions."""
    assert evolutionarily_stable(MIXED_TYPE) == ()
    for part in (0.0, 0.3, 1.0):
        point = [part * 5 / 9, part * 4 / 9, 1 - part]
        assert is_neutrally_stable(MIXED_TYPE, point)
        assert not is_evolutionarily_stable(MIXED_TYPE, point)


def test_what_is_no_best_reply_is_not_stable() -> None:
    for shares in ([1, 0], [0, 1], [Fraction(1, 2), Fraction(1, 2)]):
        assert not is_neutrally_stable(HAWK_DOVE, shares)


def test_one_strategy() -> None:
    (only,) = evolutionarily_stable([[7]])
    assert only.shares.tolist() == [1]
    assert symmetric_field([[7]], [1]).tolist() == [0]


def test_as_many_as_there_may_be() -> None:
    rng = np.random.default_rng(0)
    for found in evolutionarily_stable(rng.integers(-9, 10, (LARGEST, LARGEST))):
        assert sum(found.shares) == 1


def test_refused() -> None:
    with pytest.raises(InputError, match=r"'11' expected at most 10 strategies"):
        evolutionarily_stable(np.eye(LARGEST + 1))
    with pytest.raises(ShapeError, match=r"square payoff matrix, \(..., m, m\), got shape \(2, 3\)"):
        symmetric_field([[1, 2, 3], [4, 5, 6]], [0.5, 0.5])
    with pytest.raises(ShapeError, match=r"takes one payoff matrix \(m, m\), got shape \(4, 2, 2\)"):
        evolutionarily_stable(np.ones((4, 2, 2)))
    with pytest.raises(ShapeError, match=r"a state has 2 shares, got shape \(3,\)"):
        symmetric_field(HAWK_DOVE, [0.2, 0.3, 0.5])
    with pytest.raises(ShapeError, match=r"a strategy has 2 shares, got shape \(1, 2\)"):
        is_neutrally_stable(HAWK_DOVE, [[0.5, 0.5]])
    for shares in ([0.5, 0.6], [1.5, -0.5], [Fraction(1, 3), Fraction(1, 3)]):
        with pytest.raises(ShapeError, match="lie between 0 and 1 and add to 1"):
            symmetric_field(HAWK_DOVE, shares)
    with pytest.raises(ShapeError, match="each row of the mutation matrix lie between 0 and 1"):
        symmetric_field(HAWK_DOVE, [0.5, 0.5], [[0.5, 0.4], [0, 1]])
    with pytest.raises(ShapeError, match=r"mutation matrix has shape \(1, 2\), expected \(2, 2\)"):
        symmetric_field(HAWK_DOVE, [0.5, 0.5], [[0.5, 0.5]])
    with pytest.raises(FormulaError, match="finite"):
        evolutionarily_stable([[np.nan, 1], [0, 1]])
