"""Thousands of games before independent solvers: Gambit in fractions, and quantecon where nothing is degenerate."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from oracles import oracle

import tvet_games as tg
from tvet_games.testing import assert_same_equilibria

pytestmark = pytest.mark.slow

COUNTS = {2: 2_000, 3: 1_600, 4: 1_000, 5: 400}
"""How many games of so many actions at most, 5,000 in all."""


@pytest.mark.parametrize("most", COUNTS)
def test_gambit_finds_the_same_extreme_equilibria(most: int) -> None:
    """Half of the games have payoffs from -1 to 1, so that most are degenerate."""
    pygambit = oracle("pygambit")
    rng = np.random.default_rng(most)
    different = []
    for k in range(COUNTS[most]):
        m, n = (most, most) if k % 2 else rng.integers(1, most + 1, 2)
        width = 1 if k % 4 < 2 else 9
        A, B = (rng.integers(-width, width + 1, (m, n)).tolist() for _ in range(2))
        game = tg.NormalFormGame.from_bimatrix(A, B)
        ours = {tuple(map(tuple, e.strategies)) for e in tg.equilibria(game)}
        if ours != _gambit(pygambit, game):
            different.append((A, B))
    assert different == []


def _gambit(pygambit: Any, game: tg.NormalFormGame) -> set[tuple[tuple[Fraction, ...], ...]]:
    theirs = tg.to_gambit(game)
    found = pygambit.nash.enummixed_solve(theirs, rational=True).equilibria
    return {tuple(tuple(Fraction(e[s]) for s in p.strategies) for p in theirs.players) for e in found}


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 4)])
def test_quantecon_finds_the_same_on_generic_games(shape: tuple[int, int]) -> None:
    game_theory = oracle("quantecon.game_theory")
    rng = np.random.default_rng(shape[1])
    for _ in range(200):
        A, B = rng.standard_normal(shape), rng.standard_normal(shape)
        players = game_theory.Player(A), game_theory.Player(B.T.copy())
        theirs = game_theory.support_enumeration(game_theory.NormalFormGame(players))
        assert_same_equilibria(tg.equilibria(tg.NormalFormGame.from_bimatrix(A, B)), theirs, tolerance=1e-8)
