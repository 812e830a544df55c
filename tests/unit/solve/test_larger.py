"""Games too large to enumerate: guarded, gated, and said to be incomplete."""

import time

import numpy as np
import pytest

import tvet_games as tg


@pytest.mark.parametrize("size", [9, 12])
def test_one_equilibrium_of_a_larger_game(size: int) -> None:
    row, column = np.random.default_rng(size).integers(0, 100, size=(2, size, size))
    exact = tg.equilibria(tg.NormalFormGame.from_bimatrix(row, column))
    floats = tg.equilibria(tg.NormalFormGame.from_bimatrix(row.astype(float), column.astype(float)))
    assert exact.scope == floats.scope == "some"
    assert len(exact) >= 1
    assert len(floats) >= 1
    assert all(e.regret == 0 for e in exact)
    assert all(e.regret <= 1e-9 for e in floats)


def test_the_time_limit_holds() -> None:
    row, column = np.random.default_rng(3).normal(size=(2, 30, 30))
    start = time.monotonic()
    found = tg.equilibria(tg.NormalFormGame.from_bimatrix(row, column), time_limit=0.2)
    assert time.monotonic() - start < 3
    assert found.scope == "some"
    assert all(e.regret <= 1e-9 for e in found)


def test_components_need_a_complete_set() -> None:
    row, column = np.random.default_rng(1).integers(0, 9, size=(2, 12, 12))
    with pytest.raises(tg.TvetGamesError, match="complete equilibrium set"):
        _ = tg.equilibria(tg.NormalFormGame.from_bimatrix(row, column)).components
    with pytest.raises(tg.TvetGamesError, match="bases"):
        tg.extreme_equilibria(row, column)


def test_batches_and_shapes() -> None:
    batch = tg.NormalFormGame(np.zeros((5, 2, 2, 3)), players=["a", "b"])
    assert batch.batch_shape == (5,)
    assert batch[0].is_single
    with pytest.raises(tg.TvetGamesError, match="takes one game"):
        tg.equilibria(batch)
    for payoffs in (np.zeros((3, 2, 2)), np.zeros((2, 2)), np.zeros((2, 0, 2)), np.zeros(()), [[["a"]]]):
        with pytest.raises(tg.TvetGamesError):
            tg.NormalFormGame(payoffs)
    assert tg.batch_equilibria(np.zeros((0, 2, 3)), np.zeros((0, 2, 3))).count == 0
