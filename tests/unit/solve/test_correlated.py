"""Correlated equilibria by example: objectives, advice, draws, errors; the region of payoffs."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError, ShapeError
from tvet_games.solve.correlated import correlated_equilibrium
from tvet_games.solve.payoff_region import payoff_region

CHICKEN = tg.NormalFormGame.from_bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])
DILEMMA = tg.NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])


def test_advice_cannot_help_where_an_action_is_dominant() -> None:
    found = correlated_equilibrium(DILEMMA)
    assert found.probabilities.tolist() == [[0, 0], [0, 1]]
    assert found.to_frame().index.tolist() == [("row 2", "column 2")]
    assert correlated_equilibrium(DILEMMA, "target").value == 0


def test_weights_pick_whom_the_mediator_favours() -> None:
    assert correlated_equilibrium(CHICKEN, {"row": 1}).payoffs.tolist() == [7, 2]
    assert correlated_equilibrium(CHICKEN, {"column": Fraction(1, 2)}).payoffs.tolist() == [2, 7]


def test_draws_follow_the_probabilities() -> None:
    best = correlated_equilibrium(CHICKEN)
    drawn = best.draw(4000, rng=1)
    assert drawn.shape == (4000, 2)
    assert not (drawn == 1).all(axis=1).any()
    assert abs((drawn == 0).all(axis=1).mean() - 0.5) < 0.04
    assert (drawn == best.draw(4000, rng=1)).all()


def test_who_has_one_action_has_nothing_to_obey() -> None:
    alone = tg.NormalFormGame(np.array([[3]], dtype=object))
    assert correlated_equilibrium(alone).value == 3
    assert correlated_equilibrium(alone).advice().iloc[0].tolist() == [1, 3, None, None, False]


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_a_float_game_of_any_scale(scale) -> None:
    game = tg.NormalFormGame(CHICKEN.to_float().payoffs * [[[scale]], [[1 / scale]]] + 3)
    assert correlated_equilibrium(game, "target").value == pytest.approx(0.5)


@pytest.mark.parametrize("objective", ["wellfare", 3, None, {"rows": 1}, {"row": "much"}, ["row"]])
def test_an_objective_that_is_none(objective) -> None:
    with pytest.raises(InputError):
        correlated_equilibrium(CHICKEN, objective)


def test_one_game_at_a_time() -> None:
    batch = tg.NormalFormGame(np.zeros((3, 2, 2, 2)), players=["a", "b"])
    with pytest.raises(ShapeError, match="out of the batch"):
        correlated_equilibrium(batch)


def test_regions_that_are_points_and_segments() -> None:
    assert payoff_region(DILEMMA).vertices.tolist() == [[1, 1]]
    matching = tg.NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    assert payoff_region(matching).vertices.tolist() == [[0, 0]]
    alone = tg.NormalFormGame.from_bimatrix([[1, 1]], [[0, 0]])
    assert payoff_region(alone).vertices.tolist() == [[1, 0]]
    idle = tg.NormalFormGame.from_bimatrix([[0, 0], [2, 2]], [[1, 5], [1, 1]])
    assert payoff_region(idle).vertices.tolist() == [[2, 1]]
    indifferent = tg.NormalFormGame.from_bimatrix([[0, 4]], [[1, 1]])
    assert payoff_region(indifferent).vertices.tolist() == [[0, 1], [4, 1]]
    assert payoff_region(indifferent.to_float()).vertices.tolist() == [[0, 1], [4, 1]]


@pytest.mark.parametrize("players", [["row"], ["row", "row"], ["row", "columm"], 3])
def test_two_different_players(players) -> None:
    with pytest.raises(InputError):
        payoff_region(CHICKEN, players)


def test_frames() -> None:
    region = payoff_region(CHICKEN)
    assert list(region.to_frame().columns) == ["row", "column"]
    assert region.to_frame().shape == (4, 2)
    assert payoff_region(CHICKEN, coarse=True).vertices.tolist() == region.vertices.tolist()  # 2x2: the same


def test_a_tampered_answer_is_found_out() -> None:
    best = correlated_equilibrium(CHICKEN)
    assert not replace(best, probabilities=best.probabilities[::-1]).verify()
    assert not replace(best, game=DILEMMA).verify()
    fair = correlated_equilibrium(CHICKEN, "egalitarian")
    assert fair.verify()
    assert not replace(best, objective="target").verify()
    worse = np.array([[0, 1], [0, 0]]) * Fraction(1)
    assert not replace(best, probabilities=worse).verify()
    floats = correlated_equilibrium(CHICKEN.to_float())
    assert floats.verify()
    assert not replace(floats, probabilities=np.eye(2) / 2).verify()


def test_coarse_advice_is_against_a_fixed_action() -> None:
    shapley = tg.NormalFormGame.from_bimatrix([[0, 1, 2], [2, 0, 1], [1, 2, 0]], [[0, 2, 1], [1, 0, 2], [2, 1, 0]])
    advice = correlated_equilibrium(shapley, coarse=True).advice()
    assert advice.index.tolist() == [("row", "whatever"), ("column", "whatever")]
    assert (advice["obeying"] >= advice["other action"]).all()


@pytest.mark.parametrize(("size", "rng"), [(-1, 1), (2.5, 1), (1, "a"), (1, -3), (1, None)])
def test_draws_that_make_no_sense(size, rng) -> None:
    with pytest.raises(InputError):
        correlated_equilibrium(CHICKEN).draw(size, rng)


def test_flags_and_weights_are_checked() -> None:
    with pytest.raises(InputError, match="True or False"):
        correlated_equilibrium(CHICKEN, coarse="no")
    with pytest.raises(InputError, match="is empty"):
        correlated_equilibrium(CHICKEN, {})
