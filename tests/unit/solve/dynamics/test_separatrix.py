"""The line between two basins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_games.errors import ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.motion import constant_of_motion
from tvet_games.solve.dynamics.separatrix import separatrix

GAIN = st.floats(0.1, 10)


@given(GAIN)
def test_of_pure_coordination_it_is_the_diagonal(gain: float) -> None:
    game = NormalFormGame.from_bimatrix([[gain, 0], [0, gain]], [[gain, 0], [0, gain]])
    line = separatrix(game)
    assert line.saddle == pytest.approx([0.5, 0.5])
    assert line.points.sum(axis=1) == pytest.approx(np.ones(len(line.points)))
    assert line.points[[0, -1]].tolist() == [[0, 1], [1, 0]]
    flipped = separatrix(NormalFormGame(game.payoffs[:, :, ::-1]))
    assert flipped.points[:, 0] == pytest.approx(flipped.points[:, 1])
    assert flipped.points[[0, -1]].tolist() == [[0, 0], [1, 1]]


@settings(max_examples=30)
@given(GAIN, GAIN, GAIN, GAIN)
def test_the_first_integral_is_the_same_all_along(g1: float, l1: float, g2: float, l2: float) -> None:
    game = NormalFormGame.from_bimatrix([[g1, 0], [0, l1]], [[g2, 0], [0, l2]])
    line = separatrix(game)
    assert line.saddle == pytest.approx([l2 / (g2 + l2), l1 / (g1 + l1)])
    inner = line.points[((line.points > 1e-9) & (line.points < 1 - 1e-9)).all(axis=1)]
    kept = constant_of_motion(game, inner)
    at_saddle = constant_of_motion(game, line.saddle)
    assert kept == pytest.approx(np.full(len(inner), float(at_saddle)), rel=1e-6, abs=1e-6)
    assert (np.diff(line.points[:, 0]) >= 0).all()
    assert (np.diff(line.points[:, 1]) <= 0).all()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ([[3, 0], [4, 1]], [[3, 4], [0, 1]]),
        ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]),
        ([[1, 0], [0, 0]], [[1, 0], [0, 0]]),
        ([[0, 0], [0, 0]], [[0, 0], [0, 0]]),
    ],
)
def test_games_without_such_a_line(row: list[list[int]], column: list[list[int]]) -> None:
    line = separatrix(NormalFormGame.from_bimatrix(row, column))
    assert line.saddle is None
    assert line.points.shape == (0, 2)
    assert line.to_frame().empty


def test_frame() -> None:
    hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]], players=["firm", "school"])
    frame = separatrix(hunt).to_frame()
    assert frame.columns.tolist() == ["firm", "school"]
    assert len(frame) == len(separatrix(hunt).points)


def test_one_game_of_two_by_two() -> None:
    hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    with pytest.raises(ShapeError, match=r"game\[0\]"):
        separatrix(NormalFormGame(np.stack([hunt.payoffs] * 2), players=hunt.players))
    for shape in ((2, 2, 3), (3, 2, 2, 2)):
        with pytest.raises(ShapeError):
            separatrix(NormalFormGame(np.zeros(shape)))
