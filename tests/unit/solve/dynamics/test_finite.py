"""Finite populations: published numbers, closed forms, role games, and what is refused."""

import sys
from fractions import Fraction

import numpy as np
import pytest

from tvet_games.errors import InputError, ShapeError, SolverError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.finite import (
    CUT,
    SELECTION,
    finite_population,
    role_symmetrised,
    symmetric_payoffs,
)

HUNT = [[4, 0], [3, 2]]
DILEMMA = [[3, 0], [5, 1]]


def symmetric(rows, names=None) -> NormalFormGame:
    own = np.array(rows)
    return NormalFormGame.from_bimatrix(own, own.T, actions=names and [names, names])


def test_five_strategies_of_commitment() -> None:
    """Payoffs of Han, Pereira, Santos and Lenaerts (2013); shares as in alpha-Rank's tests, m = 20, alpha = 0.1."""
    payoffs = [[0.875, 0.75, 0, 2.75, 0.75], [1, 1, -1, -1, -1], [0, 2, 0, 0, 0], [-2, 2, 0, 0, 0], [1, 2, 0, 0, 0]]
    found = finite_population(symmetric(payoffs), size=20, intensity=0.1)
    published = [0.40966787, 0.07959841, 0.20506998, 0.08505983, 0.2206039]
    assert np.allclose(found.stationary, published, rtol=0, atol=1e-8)
    assert found.error < 1e-12


@pytest.mark.parametrize("size", [2, 7, 100])
def test_constant_selection(size) -> None:
    """One strategy earns 1 more whoever is met: 1 / (1 + q + ... + q^(size - 1)) with q = exp(-b), and 1 / q."""
    b = 0.05
    found = finite_population(symmetric([[1, 1], [0, 0]]), size=size, intensity=b)
    for (resident, mutant), q in {(1, 0): np.exp(-b), (0, 1): np.exp(b)}.items():
        assert found.fixation[resident, mutant] == pytest.approx(1 / sum(q**k for k in range(size)), rel=1e-12)
    assert found.stationary[0] / found.stationary[1] == pytest.approx(np.exp(b * (size - 1)), rel=1e-9)


def test_one_third_rule() -> None:
    """Weak selection: a mutant is favoured over a neutral one where it is a best reply at a share of a third."""
    for share, favoured in [(0.30, True), (0.36, False)]:
        payoffs = [[1 - share, 0], [0, share]]
        found = finite_population(symmetric(payoffs), size=400, intensity=0.0001)
        assert (found.fixation[1, 0] > 1 / 400) == favoured


def test_what_a_result_says() -> None:
    found = finite_population(symmetric(DILEMMA, ["help", "shirk"]))
    assert found.most_likely == "shirk"
    assert found.cooperation == found.stationary[0] < 0.05
    assert found.intensity == SELECTION / (100 * 5)
    assert found.method.startswith("pairwise comparison (Fermi), rare mutation; egttools 0")
    assert found.fixation.diagonal().tolist() == [0.01, 0.01]
    frame = found.to_frame()
    assert frame.index.tolist() == ["help", "shirk"]
    assert frame["share of time"].to_numpy().ravel().tolist() == found.stationary.tolist()
    assert frame.loc["help", ("taken over by", "shirk")] == found.fixation[0, 1]


def test_one_strategy_and_no_selection() -> None:
    alone = finite_population(symmetric([[3]]))
    assert alone.stationary.tolist() == [1]
    assert alone.most_likely == "row 1"
    drift = finite_population(symmetric(DILEMMA), intensity=0)
    assert np.allclose(drift.stationary, 0.5)
    assert drift.most_likely == "row 1"


def test_what_dominates_stays_where_egttools_rounds() -> None:
    found = finite_population(symmetric(DILEMMA), intensity=100)
    assert found.stationary.tolist() == [0, 1]
    assert CUT < found.error < 1e-6


def test_answers_that_rest_on_rounding_are_refused() -> None:
    """Two strict equilibria, each left with a probability that egttools calls 0."""
    with pytest.raises(SolverError, match="smaller intensity than 5 or a smaller population than 100"):
        finite_population(symmetric(HUNT), intensity=5)


def test_roles() -> None:
    game = NormalFormGame.from_bimatrix([[3, 1, 0], [2, 2, 5]], [[5, 4, 1], [1, 2, 7]])
    roles = role_symmetrised(game)
    payoffs = symmetric_payoffs(roles)
    u1, u2 = game.payoffs
    for s in np.ndindex(2, 3):
        for t in np.ndindex(2, 3):
            mean = (u1[s[0], t[1]] + u2[t[0], s[1]]) / Fraction(2)
            assert payoffs[np.ravel_multi_index(s, (2, 3)), np.ravel_multi_index(t, (2, 3))] == mean
    assert roles.actions[0][5] == "row 2, column 3"
    stacked = NormalFormGame(np.stack([game.payoffs, game.payoffs + 1]), players=game.players, actions=game.actions)
    batch = role_symmetrised(stacked)
    assert batch.batch_shape == (2,)
    assert (batch[1].payoffs == roles.payoffs + 1).all()
    assert not role_symmetrised(game.to_float()).is_exact


def test_cooperation_in_roles_is_the_target() -> None:
    """Both sides gain from training together and lose from trying alone: the sure thing is seen more often."""
    game = NormalFormGame.from_bimatrix([[4, 0], [3, 3]], [[4, 3], [0, 3]], actions=[["train", "not"]] * 2)
    found = finite_population(role_symmetrised(game), size=50)
    assert found.strategies[0] == "train, train"
    assert found.most_likely == "not, not"
    assert found.cooperation == found.stationary[0]


@pytest.mark.parametrize(
    ("game", "error", "words"),
    [
        (NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 9], [0, 2]]), InputError, "row gets 3, but at row 1, col"),
        (NormalFormGame.from_bimatrix([[4.0, 0], [3, 2]], [[4, 3.1], [0, 2]]), InputError, "role_symmetrised"),
        (NormalFormGame.from_bimatrix([[1, 2]], [[1, 2]]), ShapeError, "the players have 1 and 2"),
        (NormalFormGame(np.zeros((3, 2, 2, 2))), ShapeError, "this one has 3"),
        (NormalFormGame(np.zeros((4, 2, 2, 2)), players=["a", "b"]), ShapeError, r"batch of shape \(4,\)"),
        ("hunt", InputError, "expected a NormalFormGame"),
    ],
)
def test_games_that_are_refused(game, error, words) -> None:
    with pytest.raises(error, match=words):
        finite_population(game)


def test_roles_need_two_players() -> None:
    with pytest.raises(ShapeError, match="this one has 3"):
        role_symmetrised(NormalFormGame(np.zeros((3, 2, 2, 2))))


@pytest.mark.parametrize("size", [1, 0, -3, 2.5, True, "100", None])
def test_sizes_that_are_none(size) -> None:
    with pytest.raises(InputError, match=r"size: .* expected a whole number of at least 2"):
        finite_population(symmetric(HUNT), size=size)


def test_too_large() -> None:
    with pytest.raises(InputError, match="is too many for 2 strategies"):
        finite_population(symmetric(HUNT), size=10**6)


@pytest.mark.parametrize("intensity", [-1, float("nan"), float("inf"), 175.1, True, "much", [1, 2], 10**400])
def test_intensities_that_are_none(intensity) -> None:
    with pytest.raises(InputError, match=r"intensity: .* expected a number from 0 to 175, which is 700 / payoff span"):
        finite_population(symmetric(HUNT), intensity=intensity)


def test_the_library_is_an_extra(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "egttools", None)
    with pytest.raises(InputError, match=r'pip install "tvet_games\[finite\]"'):
        finite_population(symmetric(HUNT))
