"""Detection that deters, and the inspection game: known values, shapes, what is refused."""

import math
from fractions import Fraction

import numpy as np
import pytest

from tvet_games.errors import InputError
from tvet_games.solve.inspection import deterring_detection, inspection_game, least_detection
from tvet_games.solve.nash import equilibria

HALF = Fraction(1, 2)


def test_the_values_of_the_design() -> None:
    """Article 66: a gain that is confiscated and fined one to five times."""
    assert deterring_detection(1) == HALF
    assert deterring_detection(5) == Fraction(1, 6)
    assert deterring_detection(0) == 1
    assert isinstance(deterring_detection(1), Fraction)


def test_arrays_keep_their_kind() -> None:
    assert deterring_detection([1, 5]).tolist() == [HALF, Fraction(1, 6)]
    np.testing.assert_array_equal(deterring_detection(np.array([[1.0], [4.0]])), [[0.5], [0.2]])
    assert isinstance(deterring_detection(0.25), float)
    grid = least_detection(np.arange(3)[:, None], [2, 4])
    assert grid.tolist() == [[0, 0], [HALF, Fraction(1, 4)], [1, HALF]]
    assert least_detection([1, 2.0], 4).dtype == np.float64


def test_nothing_to_gain_and_nothing_to_lose() -> None:
    assert least_detection(0, 0) == 0
    assert least_detection(-3, 5) == 0
    assert least_detection(3, 0) == math.inf
    assert least_detection(3, 2) == Fraction(3, 2)
    assert least_detection([0, 1], [0, 0]).tolist() == [0, math.inf]


def test_false_positives_blunt_inspection() -> None:
    assert deterring_detection(1, false_positives=HALF) == 1
    assert deterring_detection(1, false_positives=1) == math.inf
    assert least_detection(0, 1, false_positives=1) == 0


def test_the_inspection_game() -> None:
    game = inspection_game(300, 600, 150)
    assert game.players == ("inspectee", "inspector")
    assert game.actions == (("comply", "violate"), ("inspect", "refrain"))
    assert game.player_payoffs(0).tolist() == [[0, 0], [-300, 300]]
    assert game.player_payoffs(1).tolist() == [[-150, 0], [450, 0]]
    (found,) = equilibria(game)
    assert [strategy.tolist() for strategy in found.strategies] == [[Fraction(3, 4), Fraction(1, 4)], [HALF, HALF]]


def test_where_the_game_is_no_puzzle() -> None:
    (dear,) = equilibria(inspection_game(300, 600, 700))
    assert dear.profile == (1, 1)
    (mild,) = equilibria(inspection_game(300, 200, 100))
    assert mild.profile == (1, 0)
    (honest,) = equilibria(inspection_game(-1, 200, 100))
    assert honest.profile == (0, 1)


def test_what_the_inspector_does_not_collect_does_not_drive_it() -> None:
    (kept,) = equilibria(inspection_game(300, 600, 150, recovered=200, harm=100))
    assert kept.strategies[0][1] == HALF
    (lost,) = equilibria(inspection_game(300, 600, 150, recovered=0))
    assert lost.profile == (1, 1)


def test_a_batch_of_games() -> None:
    games = inspection_game([[100.0], [200.0]], 400, [50, 60, 70])
    assert games.payoffs.shape == (2, 3, 2, 2, 2)
    np.testing.assert_array_equal(games[1, 2].player_payoffs(0), [[0, 0], [-200, 200]])
    np.testing.assert_array_equal(games[1, 2].player_payoffs(1), [[-70, 0], [330, 0]])


@pytest.mark.parametrize("bad", ["much", None, float("nan"), math.inf, True, {}, [[1], [1, 2]], -1, 1j])
def test_bad_numbers_are_refused(bad) -> None:
    with pytest.raises(InputError, match=r"^fine_multiple: .*expected numbers"):
        deterring_detection(bad)
    with pytest.raises(InputError, match=r"^penalty: .*expected numbers"):
        least_detection(1, bad)
    with pytest.raises(InputError, match=r"^inspection_cost: .*expected numbers"):
        inspection_game(1, 2, bad)


def test_shares_and_shapes_are_checked() -> None:
    with pytest.raises(InputError, match=r"false_positives: .*expected numbers between 0 and 1"):
        deterring_detection(1, false_positives=1.5)
    with pytest.raises(InputError, match=r"shapes that do not fit each other"):
        least_detection([1, 2], [1, 2, 3])
