"""Regret of games whose payoffs are large beside their span."""

import numpy as np
import pytest
from game_batches import batch

import tvet_games as tg
from tvet_games.games.best_response import regret


@pytest.mark.parametrize(("seed", "game"), [(77, 1641), (78, 486), (79, 21), (79, 1204)])
def test_a_large_payoff_that_all_outcomes_share_does_not_close_the_gate(seed, game):
    payoffs = batch((2, 3), "edges", 2_000, seed)[..., game]
    found = tg.equilibria(tg.NormalFormGame(payoffs))
    assert all(e.regret <= 1e-12 for e in found)


def test_regret_does_not_change_with_an_offset():
    row, column = np.random.default_rng(0).integers(-3, 4, (2, 50, 2, 3)).astype(float) * 2.0**-30
    x, y = np.array([0.25, 0.75]), np.array([0.5, 0.125, 0.375])
    for offset in (0.0, 1.0, -1024.0):
        games = tg.NormalFormGame.from_bimatrix(row + offset, column + offset)
        assert np.array_equal(regret(games, (x, y)), regret(tg.NormalFormGame.from_bimatrix(row, column), (x, y)))
