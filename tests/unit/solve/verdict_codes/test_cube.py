"""Codes and profiles of 2x2x2 games against best responses, stability and elimination in fractions."""

import numpy as np
import pytest
from game_batches import KINDS, batch, exactly, game, is_solved_by_elimination, level_of, statements

from tvet_games.games.best_response import pure_equilibria
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.stability import stable_vertices
from tvet_games.solve.verdict_codes.cube import PROFILES, STABLE_SHIFT
from tvet_games.solve.verdict_codes.flags import UNDEFINED, has_flag
from tvet_games.solve.verdict_codes.front import write_verdicts

SHAPE = (2, 2, 2)
NAMES = ("one", "two", "three")


def written(payoffs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    games = payoffs.shape[-1]
    code, profiles = np.empty((2, games), dtype=np.uint16)
    level = np.empty(games)
    write_verdicts(payoffs, {"code": code, "profiles": profiles, "p_level": level})
    return code, profiles, level


def bits(profiles: np.ndarray, shift: int) -> np.ndarray:
    """Which profiles are marked, shape (games, 2, 2, 2)."""
    return (profiles[:, None] >> (np.arange(8) + shift) & 1).astype(bool).reshape(-1, *SHAPE)


@pytest.mark.parametrize("kind", KINDS)
def test_profiles_against_best_responses_and_stability(kind: str) -> None:
    payoffs = batch(SHAPE, kind, 5_000)
    games = NormalFormGame(np.moveaxis(payoffs, -1, 0), players=NAMES)
    _, profiles, _ = written(payoffs)
    assert (bits(profiles, 0) == pure_equilibria(games)).all()
    assert (bits(profiles, STABLE_SHIFT) == stable_vertices(games)).all()


@pytest.mark.parametrize("kind", KINDS)
def test_statements_against_one_game_at_a_time(kind: str) -> None:
    payoffs = batch(SHAPE, kind, 150, seed=1)
    codes, _, levels = written(payoffs)
    for k, (code, level) in enumerate(zip(codes, levels, strict=True)):
        single = game(payoffs, k)
        expected = statements(single) | {"target_unique": is_solved_by_elimination(single)}
        expected["other_pure_equilibrium"] = expected.pop("other")
        assert {name: bool(has_flag(code, name, SHAPE)) for name in expected} == expected
        assert level == pytest.approx(level_of(single), rel=1e-12, abs=0)


def test_unique_means_that_elimination_in_fractions_ends_at_the_target() -> None:
    """Games biased towards cooperation, so that about a third is solvable, in one, two and three rounds."""
    payoffs = batch(SHAPE, "integers", 300, seed=2)
    for i in range(3):
        np.moveaxis(payoffs[i], i, 0)[0] += 1.5
    codes, _, _ = written(payoffs)
    expected = [is_solved_by_elimination(exactly(game(payoffs, k))) for k in range(300)]
    assert 30 < sum(expected) < 270
    assert has_flag(codes, "target_unique", SHAPE).tolist() == expected


def test_a_chain_of_three_rounds() -> None:
    """Player 3 cooperates anyway, player 2 because 3 does, player 1 because both do, in any order of the players."""
    payoffs = np.zeros((3, *SHAPE))
    payoffs[2, :, :, 0] = 1
    payoffs[1, :, 0, 0], payoffs[1, :, 1, 1] = 1, 1
    payoffs[0, 0, 0, 0], payoffs[0, 1, 1, :], payoffs[0, 1, :, 1] = 1, 1, 1
    orders = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
    moved = np.stack([payoffs[list(order)].transpose(0, *(j + 1 for j in order)) for order in orders], axis=-1)
    codes, _, _ = written(moved)
    assert has_flag(codes, "target_unique", SHAPE).all()
    assert not has_flag(codes, "target_dominant", SHAPE).any()


def test_profiles_are_in_row_major_order() -> None:
    assert tuple(np.ndindex(SHAPE)) == PROFILES


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1.7e308])
def test_payoffs_that_are_no_numbers_spoil_only_their_game(bad: float) -> None:
    payoffs = batch(SHAPE, "integers", 40, seed=3)
    before = written(payoffs)
    spoilt = payoffs.copy()
    spoilt[0, 0, 0, 0, ::7] = spoilt[0, 1, 0, 0, ::7] = bad
    hit = np.arange(40) % 7 > 0
    found = written(spoilt)
    assert (found[0][~hit] == UNDEFINED).all()
    assert (found[1][~hit] == 0).all()
    assert np.isnan(found[2][~hit]).all()
    for old, new in zip(before, found, strict=True):
        assert (new[hit] == old[hit]).all()
    everything = written(np.full((3, *SHAPE, 2), bad))
    assert (everything[0] == UNDEFINED).all()


@pytest.mark.parametrize("unit", [1e-290, 1e-12, 1e150, 1e300])
def test_units_do_not_matter_however_large(unit: float) -> None:
    payoffs = batch(SHAPE, "random", 200, seed=4)
    scaled = payoffs * 2.0 ** np.round(np.log2(unit))
    codes, profiles, _ = written(payoffs)
    both = written(np.concatenate([payoffs, scaled], axis=-1))
    assert (both[0] == np.tile(codes, 2)).all()
    assert (both[1] == np.tile(profiles, 2)).all()
    assert (written(scaled)[0] == codes).all()
