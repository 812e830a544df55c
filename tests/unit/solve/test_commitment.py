"""Moving first by example: published games, ties, what is refused."""

from fractions import Fraction

import numpy as np
import pytest

from tvet_games.errors import InputError, ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.commitment import commitment

HUNT = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
INSPECTION = NormalFormGame.from_bimatrix([[0, -6], [-1, -1]], [[0, 1], [0, -9]])


def test_a_stag_hunt_is_settled_by_moving_first() -> None:
    for leader in HUNT.players:
        found = commitment(HUNT, leader)
        assert found.is_target
        assert found.is_equilibrium
        assert (found.gain, found.gain_on_worst) == (0, 2)
    row = found.to_frame().iloc[0]
    assert (row["row"], row["column"], row["payoff: row"], row["gain on worst equilibrium"]) == (
        "row 1",
        "column 1",
        4,
        2,
    )


def test_a_dilemma_is_not() -> None:
    dilemma = NormalFormGame.from_bimatrix([[2, 0], [3, 1]], [[2, 3], [0, 1]])
    for mixed in (False, True):
        found = commitment(dilemma, 0, mixed=mixed)
        assert (found.leader_action, found.follower_action, found.gain) == (1, 1, 0)
        assert found.is_equilibrium


def test_without_a_pure_equilibrium() -> None:
    """Moving first in matching pennies: the maxmin payoffs, pure and mixed."""
    pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    pure, mixed = commitment(pennies, 0), commitment(pennies, 0, mixed=True)
    assert (pure.leader_payoff, mixed.leader_payoff) == (-1, 0)
    assert np.isnan(pure.gain)
    assert mixed.strategy.tolist() == [Fraction(1, 2)] * 2
    assert (mixed.leader_action, bool(mixed.is_target)) == (-1, False)
    assert mixed.to_frame()["row"].tolist() == ["0.5 row 1 + 0.5 row 2"]


def test_the_game_of_conitzer_and_sandholm() -> None:
    game = NormalFormGame.from_bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 1]])
    mixed = commitment(game, "row", mixed=True)
    assert (mixed.leader_payoff, mixed.gain) == (Fraction(7, 2), Fraction(3, 2))
    assert not mixed.is_equilibrium
    weak = commitment(game, "row", mixed=True, ties="pessimistic")
    assert weak.leader_payoff == Fraction(7, 2)
    assert not weak.attained  # at the mixture itself the follower may as well go left


def test_inspection_announced_deters() -> None:
    """Player 1 wastes the least on inspecting that makes legal behaviour a best reply (Avenhaus and others 2002)."""
    found = commitment(INSPECTION, 0, mixed=True)
    assert found.strategy.tolist() == [Fraction(9, 10), Fraction(1, 10)]
    assert found.leader_payoff == Fraction(-1, 10)
    assert found.follower_action == 0
    assert commitment(INSPECTION, 0).leader_payoff == -1


def test_actions_alike_for_the_follower() -> None:
    """Nothing makes it take the one that is good for the leader, and no supremum is missed."""
    game = NormalFormGame.from_bimatrix([[5, 1, 0], [5, 2, 0]], [[1, 1, 0], [1, 1, 0]])
    assert commitment(game, 0).leader_payoff == 5
    for mixed in (False, True):
        weak = commitment(game, 0, mixed=mixed, ties="pessimistic")
        assert (weak.leader_payoff, weak.leader_action, weak.follower_action, weak.attained) == (2, 1, 1, True)


def test_ties_within_the_tolerance() -> None:
    """A difference of rounding is none."""
    follow = [[0.1 + 0.2, 0.3], [0.0, 1.0]]
    game = NormalFormGame.from_bimatrix([[0.0, 1.0], [0.5, 0.5]], follow)
    assert commitment(game, 0).payoffs[0] == 1
    assert commitment(game, 0, mixed=True).payoffs[0] == 1
    assert commitment(game, 0, ties="pessimistic").payoffs[0] == 0.5


def test_many_games_at_once() -> None:
    rng = np.random.default_rng(0)
    games = NormalFormGame(rng.normal(size=(200_000, 2, 2, 2)), players=("a", "b"))
    found = commitment(games, 1)
    known = np.isfinite(found.best_equilibrium)
    assert (found.gain[known] >= -1e-9).all()
    assert found.payoffs.shape == (200_000, 2)
    assert len(commitment(games[:5], 1).to_frame()) == 5


def test_larger_mixed_commitments() -> None:
    rng = np.random.default_rng(1)
    game = NormalFormGame(rng.integers(-50, 50, size=(2, 8, 8)))
    strong, weak = (commitment(game, 0, mixed=True, ties=t) for t in ("optimistic", "pessimistic"))
    assert strong.leader_payoff == weak.leader_payoff  # generic payoffs: nothing hangs on ties
    assert strong.leader_payoff >= commitment(game, 0).leader_payoff


@pytest.mark.parametrize("leader", [2, -1, "rwo", 0.0, True, None, [0]])
def test_no_such_player(leader) -> None:
    with pytest.raises(InputError, match="leader"):
        commitment(HUNT, leader)


def test_what_is_refused() -> None:
    three = NormalFormGame(np.zeros((3, 2, 2, 2), dtype=int))
    with pytest.raises(ShapeError, match="3 players"):
        commitment(three, 0)
    batch = NormalFormGame(np.zeros((4, 2, 2, 2)), players=("a", "b"))
    with pytest.raises(ShapeError, match="one game"):
        commitment(batch, 0, mixed=True)
    with pytest.raises(InputError, match=r"ties.*did you mean 'optimistic'"):
        commitment(HUNT, 0, ties="optimist")
    with pytest.raises(InputError, match="mixed"):
        commitment(HUNT, 0, mixed="yes")
    with pytest.raises(InputError, match="NormalFormGame"):
        commitment([[1]], 0)
