"""The front door: batches of any layout and size, what it returns, and what it refuses."""

from fractions import Fraction

import numpy as np
import pytest
from game_batches import batch

from tvet_games.errors import InputError, ShapeError, UnknownNameError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.basin import basin
from tvet_games.solve.refinement import p_dominance
from tvet_games.solve.verdict_codes.front import cells_first, dtype_of, verdict_codes, write_verdicts

DILEMMA = [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]
HUNT = [[[4, 0], [3, 2]], [[4, 3], [0, 2]]]
SHAPES = ((2, 2), (2, 2, 2), (2, 3), (2, 1, 2))


def games_of(shape: tuple[int, ...], *batch_shape: int) -> NormalFormGame:
    payoffs = batch(shape, "random", int(np.prod(batch_shape)))
    core = payoffs.shape[:-1]
    return NormalFormGame(
        np.moveaxis(payoffs, -1, 0).reshape(*batch_shape, *core), players=[f"p{i}" for i in range(len(shape))]
    )


def test_a_single_game() -> None:
    found = verdict_codes(NormalFormGame(DILEMMA), p_level=True, basin=True)
    assert found.classes == "dilemma"
    assert found.has("equilibrium_11")
    assert (found.p_level, found.basin) == (np.inf, 0)
    assert len(found.to_frame()) == 1


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("sizes", [(0,), (3, 0), (0, 2)], ids=str)
def test_no_games(shape, sizes) -> None:
    games = NormalFormGame(np.zeros((*sizes, len(shape), *shape)), players=[str(i) for i in range(len(shape))])
    found = verdict_codes(games, p_level=True, basin=shape == (2, 2), workers=3)
    assert found.code.shape == found.p_level.shape == sizes
    assert found.has("target_equilibrium").shape == sizes
    assert found.to_frame().empty


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_shape_of_a_batch_is_kept(shape) -> None:
    games = games_of(shape, 3, 4)
    found = verdict_codes(games, p_level=True)
    assert found.code.shape == found.p_level.shape == (3, 4)
    for place in np.ndindex(3, 4):
        single = verdict_codes(games[place], p_level=True)
        assert single.code == found.code[place]
        assert single.p_level == found.p_level[place]


def test_levels_are_those_of_their_own_functions() -> None:
    games = games_of((2, 2), 50)
    found = verdict_codes(games, p_level=True, basin=True)
    assert found.p_level == pytest.approx(p_dominance(games), rel=1e-12)
    assert found.basin == pytest.approx(basin(games), abs=1e-12)


def test_exact_games_are_judged_in_floats() -> None:
    third = Fraction(1, 3)
    exact = NormalFormGame([[[third, 0], [0, third]], [[third, 0], [0, third]]])
    assert exact.is_exact
    found = verdict_codes(exact)
    assert found.code == verdict_codes(exact.to_float()).code
    assert found.has("tie")


def test_to_frame_has_a_row_a_game_and_a_column_a_statement() -> None:
    games = NormalFormGame([DILEMMA, HUNT], players=("row", "column"))
    frame = verdict_codes(games, p_level=True, basin=True).to_frame()
    assert frame["class"].tolist() == ["dilemma", "coordination"]
    assert frame["target_equilibrium"].tolist() == [False, True]
    assert {"tie", "continuum", "p_level", "basin"} <= set(frame.columns)
    cubes = verdict_codes(games_of((2, 2, 2), 2, 3)).to_frame()
    assert len(cubes) == 6
    assert {"profiles", "other_pure_equilibrium"} <= set(cubes.columns)
    assert "class" not in cubes.columns


def test_equilibria_of_cubes_by_profile() -> None:
    payoffs = np.zeros((3, 2, 2, 2))
    for i in range(3):
        payoffs[i, 0, 0, 0], payoffs[i, 1, 1, 1] = 2, 1
    found = verdict_codes(NormalFormGame(payoffs))
    assert found.equilibria((0, 0, 0))
    assert found.equilibria((1, 1, 1), stable=True)
    assert not found.equilibria((0, 0, 1))
    with pytest.raises(ShapeError, match="not a profile"):
        found.equilibria((0, 0))
    with pytest.raises(ShapeError, match="2x2x2"):
        verdict_codes(NormalFormGame(DILEMMA)).equilibria((0, 0))


def test_what_is_not_defined_is_refused() -> None:
    with pytest.raises(ShapeError, match="basin"):
        verdict_codes(games_of((2, 3), 2), basin=True)
    code = np.empty(2, dtype=np.uint16)
    with pytest.raises(ShapeError, match="profiles"):
        write_verdicts(np.zeros((2, 2, 2, 2)), {"code": code, "profiles": code.copy()})
    with pytest.raises(UnknownNameError, match="did you mean 'p_level'"):
        dtype_of("p_levels")
    with pytest.raises(UnknownNameError, match="did you mean 'basin'"):
        write_verdicts(np.zeros((2, 2, 2, 2)), {"code": code, "basins": np.empty(2)})
    with pytest.raises(UnknownNameError, match="target_unique"):
        verdict_codes(NormalFormGame(DILEMMA)).has("target_uniq")


@pytest.mark.parametrize("workers", [0, -1, 1.5, "two", True])
def test_workers_are_counted(workers) -> None:
    with pytest.raises(InputError, match="workers"):
        verdict_codes(NormalFormGame(DILEMMA), workers=workers)


def test_cells_are_a_view_where_the_batch_runs_fastest() -> None:
    cells = batch((2, 3), "random", 30).reshape(2, 2, 3, 5, 6)
    payoffs = np.moveaxis(cells, (3, 4), (0, 1))
    assert np.shares_memory(cells_first(payoffs, 2), cells)
    assert (cells_first(payoffs, 2) == cells.reshape(2, 2, 3, 30)).all()


@pytest.mark.parametrize("levels", [np.float32, np.float64])
def test_levels_have_the_type_that_was_asked_for(levels) -> None:
    payoffs = batch((2, 2), "random", 20)
    out = {name: np.empty(20, dtype_of(name, levels=levels)) for name in ("code", "p_level", "basin")}
    write_verdicts(payoffs, out)
    games = NormalFormGame(np.moveaxis(payoffs, -1, 0), players=("a", "b"))
    assert out["p_level"].dtype == levels
    assert (out["p_level"] == verdict_codes(games, p_level=True).p_level.astype(levels)).all()
