"""Theorems about batches of games: company, order and units of the payoffs change nothing."""

from unittest import mock

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.games.best_response import regret
from tvet_games.solve import extreme_batch
from tvet_games.solve.extreme_integers import solve_one

sizes = st.integers(1, 4)
seeds = st.integers(0, 2**32 - 1)
COUNT = 19


def games(seed: int, m: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Half of them whole payoffs, with many ties, half generic."""
    rng = np.random.default_rng(seed)
    whole = rng.integers(-2, 3, size=(2, COUNT, m, n))
    row, column = np.where(rng.random((COUNT, 1, 1)) < 0.5, whole, rng.normal(size=(2, COUNT, m, n)))
    return row, column


def sets(batch: tg.BatchEquilibria) -> list[set[tuple[float, ...]]]:
    return [{tuple(profile) for profile in np.hstack(batch.of(game)).round(7) + 0.0} for game in range(batch.count)]


@given(seeds, sizes, sizes, st.sampled_from([8, 16]))
def test_chunks_give_the_same_bits(seed, m, n, step) -> None:
    row, column = games(seed, m, n)
    whole = tg.batch_equilibria(row, column)
    with mock.patch.object(extreme_batch, "chunk_size", return_value=step):
        parts = tg.batch_equilibria(row, column)
    alone = [tg.batch_equilibria(row[g : g + 1], column[g : g + 1]) for g in range(COUNT)]
    for name in ("game", "row", "column", "degenerate"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name))
    for name in ("row", "column", "degenerate"):
        assert np.array_equal(getattr(whole, name), np.concatenate([getattr(one, name) for one in alone]))


@given(seeds, sizes, sizes)
def test_games_are_those_solved_in_integers(seed, m, n) -> None:
    """In the same order where they are flagged, pure equilibria first in all."""
    row, column = games(seed, m, n)
    batch = tg.batch_equilibria(row, column)
    for g in range(COUNT):
        alone = np.array([np.hstack(pair).astype(float) for pair in solve_one(row[g], column[g], exact=False)])
        many = np.hstack(batch.of(g))
        pure = np.count_nonzero(many, axis=1) == 2
        assert (np.sort(~pure) == ~pure).all()
        assert np.allclose(many[pure], alone[: pure.sum()])
        if not batch.degenerate[g]:
            alone, many = (rows[np.lexsort(rows.round(6).T)] for rows in (alone, many))
        assert np.allclose(many, alone, atol=1e-7)


@given(seeds, sizes, sizes, st.randoms(use_true_random=False))
def test_relabelling_relabels(seed, m, n, random) -> None:
    row, column = games(seed, m, n)
    rows, columns = random.sample(range(m), m), random.sample(range(n), n)
    one = tg.batch_equilibria(row, column)
    moved = tg.batch_equilibria(row[:, rows][:, :, columns], column[:, rows][:, :, columns])
    back = tg.BatchEquilibria(
        moved.game, moved.row[:, np.argsort(rows)], moved.column[:, np.argsort(columns)], COUNT, moved.degenerate
    )
    assert sets(back) == sets(one)
    assert (moved.degenerate == one.degenerate).all()


@given(seeds, sizes, sizes, st.integers(-9, 9), st.integers(1, 9))
def test_positive_affine_transformations_change_nothing(seed, m, n, shift, scale) -> None:
    """And what a player cannot influence does not matter to that player."""
    row, column = games(seed, m, n)
    given_column = np.random.default_rng(seed).integers(-3, 4, size=(COUNT, 1, n))
    moved = tg.batch_equilibria(scale * row + given_column + shift, column / scale - shift)
    assert sets(moved) == sets(tg.batch_equilibria(row, column))


@given(seeds, sizes, sizes)
def test_exchanging_the_players_exchanges_the_strategies(seed, m, n) -> None:
    row, column = games(seed, m, n)
    one, other = tg.batch_equilibria(row, column), tg.batch_equilibria(column.swapaxes(1, 2), row.swapaxes(1, 2))
    assert sets(one) == sets(tg.BatchEquilibria(other.game, other.column, other.row, COUNT, other.degenerate))
    assert (one.degenerate == other.degenerate).all()


@given(seeds, sizes, sizes)
def test_each_game_has_an_equilibrium_and_each_is_gated(seed, m, n) -> None:
    row, column = games(seed, m, n)
    batch = tg.batch_equilibria(row, column)
    assert set(batch.game) == set(range(COUNT))
    checked = tg.NormalFormGame.from_bimatrix(row[batch.game], column[batch.game])
    assert (regret(checked, [batch.row, batch.column]) <= 1e-9).all()
    assert all(len(np.unique(np.hstack(batch.of(g)).round(9), axis=0)) == len(batch.of(g)[0]) for g in range(COUNT))
    odd = np.bincount(batch.game) % 2 == 1
    assert odd[~batch.degenerate].all()
