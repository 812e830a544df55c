"""Extreme equilibria of batches: which games are flagged, numbers at the edge of floats, shapes at the edge of size."""

from unittest import mock

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.solve import extreme_batch
from tvet_games.solve.extreme_integers import solve_one

TYPICAL = np.array([[2.0, 0.0], [0.0, 1.0]])


def same(batch: tg.BatchEquilibria, game: int, row: np.ndarray, column: np.ndarray) -> bool:
    """Whether a game of the batch has the equilibria of the game alone, in their order where it is flagged."""
    alone = np.array([np.hstack(pair).astype(float) for pair in solve_one(row, column, exact=False)])
    many = np.hstack(batch.of(game))
    if not batch.degenerate[game]:
        alone, many = (rows[np.lexsort(rows.round(6).T)] for rows in (alone, many))
    return alone.shape == many.shape and np.allclose(alone, many, atol=1e-7)


def test_ties_that_bear_on_equilibria_are_flagged() -> None:
    """A weakly dominated action that is played; two equal rows; a tie far from any equilibrium; none."""
    weak = np.array([[1.0, 1.0], [1.0, 0.0]])
    twice = np.array([[3.0, 0.0], [3.0, 0.0]])
    far = np.array([[9.0, 8.0, 7.0], [1.0, 1.0, 0.0], [1.0, 2.0, 0.0]])
    flags = [
        tg.batch_equilibria([row], [column]).degenerate.tolist()
        for row, column in ((weak, weak), (twice, TYPICAL), (far, far.T), (TYPICAL, TYPICAL))
    ]
    assert flags == [[True], [True], [False], [False]]


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (2, 3), (3, 2), (3, 3), (4, 4), (2, 6), (6, 2)])
def test_flagged_games_equal_those_solved_one_by_one(shape: tuple[int, int]) -> None:
    row, column = np.random.default_rng(0).integers(-2, 3, size=(2, 30, *shape)).astype(float)
    batch = tg.batch_equilibria(row, column)
    assert batch.degenerate.shape == (30,)
    assert batch.degenerate.any() == (shape != (1, 1))
    assert all(same(batch, g, row[g], column[g]) for g in range(30))


def test_equal_strategies_that_are_rounded_differently_keep_their_order() -> None:
    """Payoffs in thirds: two ways to compute one half may differ in their last bit."""
    row, column = np.random.default_rng(3).integers(-2, 3, size=(2, 400, 4, 3)) / 3 + 0.1
    batch = tg.batch_equilibria(row, column)
    for g in np.flatnonzero(batch.degenerate):
        x, y = (side.round(6) for side in batch.of(g))
        mixed = np.count_nonzero(x, axis=1) + np.count_nonzero(y, axis=1) > 2
        keys = [(bool(later), *(-one), *(-other)) for later, one, other in zip(mixed, x, y, strict=True)]
        assert keys == sorted(keys)


def test_whole_payoffs_need_no_integers() -> None:
    row, column = np.random.default_rng(1).integers(-3, 4, size=(2, 400, 4, 4)).astype(float)
    with mock.patch.object(extreme_batch, "solve_one") as integers:
        batch = tg.batch_equilibria(row, column)
    integers.assert_not_called()
    assert 0.5 < batch.degenerate.mean() < 1


@pytest.mark.parametrize("size", [2, 3, 4])
def test_games_between_a_tie_and_none_are_solved_in_integers(size: int) -> None:
    """Two rows differ by about what counts as a tie, within floats but not within rounding."""
    rng = np.random.default_rng(size)
    row, column = rng.normal(size=(2, 12, size, size))
    row[:, -1] = row[:, 0] * (1 + rng.choice([1e-12, 3e-11, 1e-9], size=(12, 1)))
    batch = tg.batch_equilibria(row, column)
    assert batch.degenerate.any()
    assert all(same(batch, g, row[g], column[g]) for g in range(12))


def test_vertices_of_small_weights_and_a_tie_are_solved_in_integers() -> None:
    """Three rows tie where the first two, much alike, tie: beside so small a sum of weights rounding is not a tie."""
    near = 1 / 2**19
    row = np.array([[0.1, 0.1 + near, 1.1], [0.1 + near, 0.1, 1.1], [0.1 + near / 2, 0.1 + near / 2, 0.1]])
    column = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.3, 0.3, 0.0]])
    with mock.patch.object(extreme_batch, "solve_one", wraps=solve_one) as integers:
        batch = tg.batch_equilibria([row], [column])
    integers.assert_called_once()
    assert same(batch, 0, row, column)


def test_weights_tied_to_zero_are_zero() -> None:
    """Payoffs in thirds, whose differences are rounded."""
    row, column = np.random.default_rng(2).integers(-3, 4, size=(2, 60, 3, 3)) / 3 + 0.1
    batch = tg.batch_equilibria(row, column)
    assert batch.degenerate.any()
    for strategy in (batch.row, batch.column):
        assert strategy[strategy != 0].min() > 1e-6


@pytest.mark.parametrize("scale", [1e-300, 1e-15, 1e15, 1e300])
def test_scale_and_sign_of_the_payoffs_do_not_matter(scale: float) -> None:
    row, column = np.random.default_rng(0).integers(-3, 4, size=(2, 40, 3, 3)).astype(float)
    one, other = tg.batch_equilibria(row, column), tg.batch_equilibria(row * scale, column * scale)
    assert (one.game == other.game).all()
    assert np.allclose(one.row, other.row)


def test_spans_beyond_floats() -> None:
    """The difference of two payoffs overflows, alone and beside games in which it does not."""
    wide = np.array([[1e308, -1e308], [-1e308, 1e308]])
    batch = tg.batch_equilibria([TYPICAL, wide], [TYPICAL, -wide])
    assert batch.game.tolist() == [0, 0, 0, 1]
    assert np.allclose(batch.of(1), 0.5)
    assert batch.degenerate.tolist() == [False, True]
    wider = np.array([[1e308, 1.0], [2.0, -1e308]])
    assert same(tg.batch_equilibria([wider], [wider]), 0, wider, wider)


def test_a_large_offset_costs_no_digits() -> None:
    """Whole payoffs beside 2**40: differences are exact, and so are the equilibria."""
    row, column = np.random.default_rng(0).integers(-3, 4, size=(2, 40, 3, 3)).astype(float)
    one, other = tg.batch_equilibria(row, column), tg.batch_equilibria(row + 2.0**40, column - 2.0**40)
    assert (one.row == other.row).all()
    assert (one.column == other.column).all()


def test_the_payoffs_are_left_as_they_are() -> None:
    for count in (1, 2):
        row, column = np.random.default_rng(0).normal(size=(2, count, 2, 2))
        before = row.copy(), column.copy()
        tg.batch_equilibria(row, column)
        assert (row == before[0]).all()
        assert (column == before[1]).all()


@pytest.mark.parametrize("shape", [(2, 60), (60, 2), (7, 7), (1, 200)])
def test_unequal_and_large_shapes(shape: tuple[int, int]) -> None:
    row, column = np.random.default_rng(0).normal(size=(2, 2, *shape))
    row[1, 0], column[1, :, 0] = row[1, -1], column[1, :, -1]
    batch = tg.batch_equilibria(row, column)
    assert set(batch.game) == {0, 1}
    assert all(same(batch, g, row[g], column[g]) for g in range(2))


def test_chunks_shrink_with_the_games() -> None:
    assert extreme_batch.chunk_size(2, 2) == 2_560
    assert 8 <= extreme_batch.chunk_size(8, 8) < extreme_batch.chunk_size(5, 5) < 2_560
    assert extreme_batch.chunk_size(2, 159) == extreme_batch.chunk_size(159, 2) == 8
