"""Games are what they say by construction, before other programs and definitions, and shrink to small ones."""

from fractions import Fraction
from random import Random

import nashpy
import numpy as np
import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import tvet_games as tg
from tvet_games import testing
from tvet_games.games.best_response import pure_equilibria

SIMPLE = settings(database=None, max_examples=2_000)


def is_mixture(tables: np.ndarray, action: int) -> bool:
    """Whether what an action pays is a mixture of what the others pay; tables (players, actions, others')."""
    own = np.concatenate(tables.astype(float), axis=1)
    others = np.delete(own, action, axis=0)
    rows, right = np.vstack([others.T, np.ones(len(others))]), np.append(own[action], 1)
    return bool(linprog(np.zeros(len(others)), A_eq=rows, b_eq=right).status == 0)


def has_mixture(game: tg.NormalFormGame) -> bool:
    """Whether some action of some player pays everybody what a mixture of the others pays."""
    for tables in (game.payoffs, np.swapaxes(game.payoffs, 1, 2)):
        size = tables.shape[1]
        if size > 1 and any(is_mixture(tables, action) for action in range(size)):
            return True
    return False


@given(testing.degenerate_games())
def test_degenerate_games_have_a_mixture_among_their_actions(game: tg.NormalFormGame) -> None:
    assert has_mixture(game)
    testing.assert_complete(tg.equilibria(game))


@given(testing.near_degenerate_games())
def test_near_degenerate_games_are_near_degenerate_ones(game: tg.NormalFormGame) -> None:
    simple = [Fraction(u).limit_denominator(12) for u in game.payoffs.ravel()]
    near = tg.NormalFormGame(np.array(simple, dtype=object).reshape(game.payoffs.shape))
    assert has_mixture(near)
    span = float(np.ptp(game.payoffs)) or 1.0
    assert abs(game.payoffs - near.payoffs.astype(float)).max() <= 1.1e-9 * max(span, 1)
    for equilibrium in tg.equilibria(game):
        testing.assert_equilibrium(game, equilibrium.strategies, tolerance=1e-8)


@pytest.mark.parametrize(("least", "most"), [(0, 1e-13), (1e-13, 1e-10), (1e-10, 1e-8)])
def test_near_ties_are_of_every_size(least: float, most: float) -> None:
    def moved(game: tg.NormalFormGame) -> float:
        return float(abs(game.payoffs - game.payoffs.round(6)).max())

    find(testing.near_degenerate_games(), lambda game: least < moved(game) < most, settings=SIMPLE)


@given(testing.badly_scaled_games())
def test_badly_scaled_games_are_solved(game: tg.NormalFormGame) -> None:
    testing.assert_certified(tg.equilibria(game))
    assert abs(game.payoffs).max() < 1e20


@pytest.mark.parametrize(("least", "most"), [(0, 1e-10), (1e10, 1e14), (1e14, 1e20)])
def test_scales_reach_both_ends(least: float, most: float) -> None:
    game = find(testing.badly_scaled_games(), lambda game: least < game.payoffs.max() < most, settings=SIMPLE)
    assert game.shape == (1, 1)


@given(testing.games_with_equilibrium())
def test_planted_equilibria_are_equilibria(planted: tuple) -> None:
    game, played = planted
    testing.assert_equilibrium(game, played)
    testing.assert_complete(tg.equilibria(game))
    other = nashpy.Game(*game.payoffs.astype(float))
    x, y = (own.astype(float) for own in played)
    worth = other[x, y]
    assert (game.payoffs[0].astype(float) @ y <= worth[0] + 1e-9).all()
    assert (x @ game.payoffs[1].astype(float) <= worth[1] + 1e-9).all()


@given(testing.games_with_continuum(), st.integers(0, 5))
def test_lines_of_equilibria_are(drawn: tuple, part: int) -> None:
    game, (one, other) = drawn
    share = Fraction(part, 5)
    testing.assert_equilibrium(game, [share * p + (1 - share) * q for p, q in zip(one, other, strict=True)])
    assert sum((p != q).any() for p, q in zip(one, other, strict=True)) == 1
    components = tg.equilibria(game).components
    assert any(not subset.is_point for component in components for subset in component.subsets)


@given(testing.normal_form_games(players=3, least=2, largest=3))
def test_sizes_are_as_asked(game: tg.NormalFormGame) -> None:
    assert len(game.shape) == 3
    assert set(game.shape) <= {2, 3}


@pytest.mark.parametrize(
    ("strategy", "smallest"),
    [
        (testing.bimatrix_games(), [[[0]], [[0]]]),
        (testing.degenerate_games(), [[[0], [0]], [[0], [0]]]),
        (testing.near_degenerate_games(), [[[0], [0]], [[0], [0]]]),
        (testing.badly_scaled_games(), [[[0]], [[0]]]),
        (testing.games_with_equilibrium().map(lambda planted: planted[0]), [[[0]], [[0]]]),
        (testing.games_with_continuum().map(lambda drawn: drawn[0]), [[[0], [0]], [[0], [0]]]),
    ],
    ids=["any", "degenerate", "near", "scaled", "planted", "line"],
)
def test_examples_shrink(strategy: st.SearchStrategy, smallest: list) -> None:
    assert find(strategy, lambda _: True, settings=SIMPLE).payoffs.tolist() == smallest


def test_a_failing_example_is_readable() -> None:
    """A game without a pure equilibrium: few actions, and a few payoffs that are not 0 but 1 or -1."""
    game = find(testing.bimatrix_games(), lambda g: not pure_equilibria(g).any(), settings=SIMPLE, random=Random(0))
    assert game.payoffs.size <= 2 * 2 * 3
    assert set(abs(game.payoffs).ravel()) == {0, 1}
    assert abs(game.payoffs).sum() <= 5
