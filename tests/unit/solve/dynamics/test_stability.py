"""Tables of the vertices."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from tvet_games.errors import ShapeError
from tvet_games.games.best_response import pure_equilibria
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.stability import kind_of, stable_vertices, vertex_eigenvalues, vertex_stability
from tvet_games.testing import normal_form_games

DILEMMA = NormalFormGame.from_bimatrix([[3, 0], [4, 1]], [[3, 4], [0, 1]])


@given(normal_form_games(players=3, largest=3))
def test_stable_vertices_are_pure_equilibria_that_lose_by_every_deviation(game: NormalFormGame) -> None:
    stable, pure = stable_vertices(game), pure_equilibria(game)
    assert (pure | ~stable).all()
    assert [v.profile for v in vertex_stability(game).stable] == [tuple(map(int, p)) for p in np.argwhere(stable)]
    assert (pure == (vertex_eigenvalues(game) <= 0).all(axis=-1)).all()


def test_the_dilemma() -> None:
    table = vertex_stability(DILEMMA)
    assert len(table) == 4
    assert [v.kind for v in table] == ["source", "saddle", "saddle", "stable"]
    assert table.target is table[0]
    assert table.target.eigenvalues.tolist() == [1, 1]
    assert [v.profile for v in table[1:3]] == [(0, 1), (1, 0)]
    assert table.stable[0].actions == ("row 2", "column 2")
    assert table.stable[0].state.tolist() == [0, 0]
    assert all(isinstance(value, Fraction) for v in table for value in v.eigenvalues)


def test_eigenvalues_come_population_by_population_and_action_by_action() -> None:
    game = NormalFormGame.from_bimatrix([[0, 0, 0], [5, 6, 7]], [[1, 2, 4], [8, 16, 32]])
    assert vertex_eigenvalues(game)[0, 1].tolist() == [6, -1, 2]
    assert vertex_eigenvalues(game)[1, 2].tolist() == [-7, -24, -16]
    frame = vertex_stability(game).to_frame()
    assert frame.columns.tolist() == ["eigenvalue 1", "eigenvalue 2", "eigenvalue 3", "kind", "stable"]
    assert frame.index.names == ["row", "column"]
    assert frame.loc[("row 2", "column 3"), "kind"] == "stable"
    assert frame["stable"].sum() == 1


def test_ties_are_never_stable() -> None:
    weak = NormalFormGame.from_bimatrix([[1, 0], [1, 0]], [[1, 0], [0, 0]])
    assert [v.kind for v in vertex_stability(weak)] == ["not stable"] * 4
    nearly = NormalFormGame(weak.payoffs.astype(float) + np.array([0, 1e-13])[:, None, None] * np.eye(2))
    assert not stable_vertices(nearly).any()
    lost = NormalFormGame.from_bimatrix([[1, 0], [1 - 1e-6, 0]], [[1.0, 0], [0, 0]])
    assert [v.profile for v in vertex_stability(lost).stable] == [(0, 0)]


@pytest.mark.parametrize(
    ("values", "kind"),
    [([-1, -2], "stable"), ([1, -2], "saddle"), ([1, 2], "source"), ([0, -1], "not stable"), ([0, 1], "not stable")],
)
def test_kinds(values: list[int], kind: str) -> None:
    assert kind_of(np.array(values)) == kind


def test_batches() -> None:
    batch = NormalFormGame(np.stack([DILEMMA.payoffs, -DILEMMA.payoffs]), players=DILEMMA.players)
    assert vertex_eigenvalues(batch).shape == (2, 2, 2, 2)
    assert stable_vertices(batch).tolist() == [[[False, False], [False, True]], [[True, False], [False, False]]]
    with pytest.raises(ShapeError, match=r"game\[0\]"):
        vertex_stability(batch)


def test_populations_with_one_action_have_no_eigenvalues() -> None:
    game = NormalFormGame(np.zeros((2, 1, 1)))
    assert vertex_eigenvalues(game).shape == (1, 1, 0)
    assert vertex_stability(game)[0].stable
