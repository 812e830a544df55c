"""Public strategies are what they say by construction, shrink to small examples, and assertions say who gains what."""

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games import testing
from tvet_games.games.best_response import pure_equilibria
from tvet_games.policy.outcome import is_supermodular

SIMPLE = settings(database=None, max_examples=500)


@given(testing.games_with_equilibrium())
def test_planted_equilibria_are_equilibria(planted: tuple) -> None:
    game, played = planted
    testing.assert_equilibrium(game, played)
    testing.assert_complete(tg.equilibria(game))


@given(testing.degenerate_games())
def test_a_doubled_action_ties(game: tg.NormalFormGame) -> None:
    """The last row or column is a mixture of the others, for both players."""
    A, B = game.payoffs
    rows = [np.array([[*M[:-1].T[j], M[-1, j]] for j in range(M.shape[1])]) for M in (A, B)]
    columns = [np.array([[*M.T[:-1].T[i], M[i, -1]] for i in range(M.shape[0])]) for M in (A, B)]
    assert _between(rows) or _between(columns)
    testing.assert_complete(tg.equilibria(game))


def _between(tables: list[np.ndarray]) -> bool:
    """Whether the last entry of each line lies between the least and the largest of the others."""
    lines = [line for table in tables for line in table.tolist()]
    return all(len(line) > 1 and min(line[:-1]) <= line[-1] <= max(line[:-1]) for line in lines)


@given(testing.near_degenerate_games())
def test_near_degenerate_games_are_solved(game: tg.NormalFormGame) -> None:
    found = tg.equilibria(game)
    for equilibrium in found:
        testing.assert_equilibrium(game, equilibrium.strategies, tolerance=1e-8)


@given(testing.badly_scaled_games())
def test_badly_scaled_games_are_solved(game: tg.NormalFormGame) -> None:
    testing.assert_certified(tg.equilibria(game))


@given(testing.zero_sum_games())
def test_zero_sum_games_have_one_value(game: tg.NormalFormGame) -> None:
    assert (game.payoffs[0] == -game.payoffs[1]).all()
    assert len({e.payoffs[0] for e in tg.equilibria(game)}) == 1


@given(testing.symmetric_games())
def test_symmetric_games_have_a_symmetric_equilibrium_set(game: tg.NormalFormGame) -> None:
    found = [tuple(map(tuple, e.strategies)) for e in tg.equilibria(game)]
    assert {(y, x) for x, y in found} == set(found)


@given(testing.coordination_games())
def test_coordination_games_have_the_diagonal(game: tg.NormalFormGame) -> None:
    strict = [e.strategies for e in tg.equilibria(game) if e.strict]
    n = game.shape[0]
    for k in range(n):
        assert any(x[k] == y[k] == 1 for x, y in strict)


@given(testing.cyclic_games())
def test_cyclic_games_have_no_pure_equilibrium(game: tg.NormalFormGame) -> None:
    found = tg.equilibria(game)
    assert len(found) == 1
    assert not pure_equilibria(game).any()


@given(testing.dominance_solvable_games(players=3))
def test_dominance_solvable_games_have_one_equilibrium(game: tg.NormalFormGame) -> None:
    found = tg.equilibria(game)
    assert [e.is_target for e in found] == [True]


@given(testing.supermodular_games(players=3))
def test_supermodular_games_are(game: tg.NormalFormGame) -> None:
    assert all(is_supermodular(game.payoffs[player], player) for player in range(3))
    assert len(tg.equilibria(game)) >= 1


@given(testing.potential_games(players=3))
def test_potential_games_have_a_pure_equilibrium(game: tg.NormalFormGame) -> None:
    assert len(tg.equilibria(game)) >= 1


@given(testing.convex_games())
def test_convex_games_have_their_shapley_value_in_the_core(game: tg.CoalitionalGame) -> None:
    testing.assert_in_core(game, tg.shapley(game).shares)


@given(testing.balanced_games())
def test_balanced_games_have_a_core(game: tg.CoalitionalGame) -> None:
    found = tg.core(game)
    assert not found.is_empty
    testing.assert_in_core(game, found.point)


@given(testing.games_with_empty_core())
def test_games_with_empty_core_have_none(game: tg.CoalitionalGame) -> None:
    found = tg.core(game)
    assert found.is_empty
    testing.assert_certified(found)


@given(testing.weighted_majority_games())
def test_votes_are_won_by_one_side_at_most(game: tg.CoalitionalGame) -> None:
    values = game.values
    assert set(values) <= {0, 1}
    assert values[-1] == 1
    assert all(values[s] + values[len(values) - 1 - s] <= 1 for s in range(len(values)))


@given(testing.questions())
def test_every_answer_is_certified(asked: tg.Question) -> None:
    testing.assert_certified(tg.answer(asked))


@given(testing.calibrations(), testing.policies())
def test_calibrations_and_policies_make_games(calibration: tg.Calibration, policy: tg.Policy) -> None:
    game = tg.load_conflict("school_enterprise").game(calibration, policy, exact=True)
    testing.assert_complete(tg.equilibria(game))


@pytest.mark.parametrize("kind", ["conflict", "calibration", "instrument", "scenario"])
def test_valid_files_are_and_broken_ones_are_told(kind: str) -> None:
    @settings(max_examples=20)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        right = data.draw(testing.valid_files(kind))  # type: ignore[arg-type]
        wrong, mistake = data.draw(testing.broken_files(kind))  # type: ignore[arg-type]
        with TemporaryDirectory() as folder:
            path = Path(folder) / "file.toml"
            path.write_text(right, encoding="utf-8")
            assert tg.check(path) == ()
            path.write_text(wrong, encoding="utf-8")
            assert tg.check(path) != (), mistake

    check()


@pytest.mark.parametrize(
    ("strategy", "smallest"),
    [
        (testing.bimatrix_games(), [[[0]], [[0]]]),
        (testing.zero_sum_games(), [[[0]], [[0]]]),
        (testing.degenerate_games(), [[[0], [0]], [[0], [0]]]),
        (testing.potential_games(), [[[0]], [[0]]]),
    ],
)
def test_examples_shrink(strategy: st.SearchStrategy, smallest: list) -> None:
    assert find(strategy, lambda _: True, settings=SIMPLE).payoffs.tolist() == smallest


def test_a_failing_example_is_readable() -> None:
    """The smallest game of two in which somebody has a strict incentive has one whole number that is not 0."""
    game = find(testing.bimatrix_games(), lambda g: len(set(g.payoffs[0].ravel())) > 1, settings=SIMPLE)
    assert sorted(abs(u) for u in game.payoffs.ravel())[-2:] == [0, 1]


def test_assertions_say_what_is_wrong() -> None:
    game = tg.NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    with pytest.raises(AssertionError, match="add up to 1/2"):
        testing.assert_equilibrium(game, [[Fraction(1, 2), 0], [0, 1]])
    with pytest.raises(AssertionError, match="1 strategies for 2 players"):
        testing.assert_equilibrium(game, [[1, 0]])
    with pytest.raises(AssertionError, match="missing: 1, 0; 1, 0"):
        testing.assert_same_equilibria(tg.equilibria(game), [[[1, 0], [1, 0]]])
    testing.assert_same_equilibria(tg.equilibria(game), [[[0, 1], [0, 1]]])
    with pytest.raises(AssertionError, match="the shares add up to 1, not to 2"):
        testing.assert_in_core([0, 0, 0, 2], [1, 0])


def test_public_names_are_sorted_and_there() -> None:
    assert testing.__all__ == sorted(testing.__all__)
    assert all(hasattr(testing, name) for name in testing.__all__)
