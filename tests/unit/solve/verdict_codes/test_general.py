"""Codes of games of any shape against the solvers of single games."""

import numpy as np
import pytest
from game_batches import (
    KINDS,
    all_equilibria,
    batch,
    exactly,
    game,
    is_solved_by_elimination,
    level_of,
    statements,
)

from tvet_games.solve.extreme import batch_equilibria, enumerable
from tvet_games.solve.verdict_codes.flags import UNDEFINED, flags_of, has_flag
from tvet_games.solve.verdict_codes.front import write_verdicts
from tvet_games.solve.verdict_codes.general import common_strategies, general_codes
from tvet_games.solve.verdict_codes.two_by_two import Workspace, write_codes

TWO_PLAYERS = ((3, 3), (2, 5), (1, 3), (3, 1), (1, 1), (2, 3))
MORE_PLAYERS = ((2, 3, 2), (1, 2, 3), (2,) * 4, (3,), (1,))


def check(single, code, shape, *, mixed: bool = True) -> None:
    expected = statements(single)
    expected["other_pure_equilibrium"] = expected.pop("other")
    if len(shape) != 2 or not enumerable(*shape):
        expected["target_unique"] = is_solved_by_elimination(single)
    elif mixed:
        expected |= all_equilibria(single)
    assert {name: bool(has_flag(code, name, shape)) for name in expected} == expected


@pytest.mark.parametrize("shape", TWO_PLAYERS + MORE_PLAYERS, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_every_statement_against_the_solvers(shape, kind: str) -> None:
    """At the edge of a tie the solvers of batches and of single games round mixed equilibria to different sides."""
    payoffs = batch(shape, kind, 30)
    for k, code in enumerate(general_codes(payoffs)):
        check(game(payoffs, k), code, shape, mixed=kind != "edges")


@pytest.mark.parametrize("shape", [(3, 3), (2, 3), (2, 3, 2)], ids=str)
def test_integers_against_fractions(shape) -> None:
    payoffs = batch(shape, "integers", 50, seed=1)
    for k, code in enumerate(general_codes(payoffs)):
        check(exactly(game(payoffs, k)), code, shape)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "edges"])
def test_two_by_two_games_get_the_same_statements(kind: str) -> None:
    """The general way does not know that there is a special one."""
    payoffs = batch((2, 2), kind, 400, seed=2)
    special = np.empty(400, dtype=np.uint16)
    write_codes(payoffs, special, Workspace.of(400))
    general = general_codes(payoffs)
    for name in set(flags_of((2, 2))) & set(flags_of((2, 3))) - {"tie"}:
        assert (has_flag(general, name, (2, 3)) == has_flag(special, name)).all(), name


@pytest.mark.parametrize("shape", [(2,) * 8, (9, 9)], ids=str)
def test_large_games(shape) -> None:
    """Too large to enumerate: unique is what elimination shows."""
    payoffs = batch(shape, "random", 12, seed=3)
    for i in range(len(shape)):
        np.moveaxis(payoffs[i], i, 0)[0, ..., :8] += 3
        np.moveaxis(payoffs[i], i, 0)[0, ..., 4:6] -= 2.5
    payoffs[0, ..., 10] = 0
    for k, code in enumerate(general_codes(payoffs)):
        check(game(payoffs, k), code, shape)
    assert "continuum" not in flags_of(shape)


def test_levels_against_one_game_at_a_time() -> None:
    for shape in ((3, 3), (2, 3, 2), (1, 2)):
        payoffs = batch(shape, "integers", 60, seed=5)
        code, level = np.empty(60, dtype=np.uint16), np.empty(60)
        write_verdicts(payoffs, {"code": code, "p_level": level})
        assert level.tolist() == [level_of(game(payoffs, k)) for k in range(60)]


def test_elimination_by_several_rounds() -> None:
    """Two for the row player, then two for the column player: iterated, never at once."""
    row = [[3, 2, 2], [2, 1, 3], [1, 0, 1]]
    column = [[3, 1, 2], [2, 1, 0], [0, 9, 9]]
    code = general_codes(np.array([row, column], dtype=float)[..., None])[0]
    assert has_flag(code, "target_unique", (3, 3))
    assert not has_flag(code, "target_dominant", (3, 3))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1.7e308])
@pytest.mark.parametrize("shape", [(2, 3), (2, 1, 2)], ids=str)
def test_payoffs_that_are_no_numbers_spoil_only_their_game(bad: float, shape) -> None:
    payoffs = batch(shape, "integers", 30, seed=4)
    before = general_codes(payoffs)
    spoilt = payoffs.copy()
    spoilt[..., ::7] = bad
    hit = np.arange(30) % 7 > 0
    found = general_codes(spoilt)
    assert (found[~hit] == UNDEFINED).all()
    assert (found[hit] == before[hit]).all()
    assert (general_codes(np.full((len(shape), *shape, 2), bad)) == UNDEFINED).all()


@pytest.mark.parametrize("shape", [(2, 3), (3, 2, 2)], ids=str)
@pytest.mark.parametrize("unit", [1e-280, 1e150, 1e300])
def test_units_do_not_matter_however_large(shape, unit: float) -> None:
    payoffs = batch(shape, "random", 100, seed=6)
    assert (general_codes(payoffs * 2.0 ** np.round(np.log2(unit))) == general_codes(payoffs)).all()


@pytest.mark.parametrize("kind", KINDS)
def test_an_only_equilibrium_has_no_other_beside_it(kind: str) -> None:
    """At the edge of a tie the solver finds one equilibrium fewer than the comparison of payoffs."""
    codes = general_codes(batch((2, 3), kind, 2_000))
    unique = has_flag(codes, "target_unique", (2, 3))
    assert unique.any()
    for name in ("other_pure_equilibrium", "mixed_equilibrium", "continuum"):
        assert not (unique & has_flag(codes, name, (2, 3))).any()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(3, 3), (2, 4)], ids=str)
def test_only_degenerate_games_have_strategies_in_common(shape, kind: str) -> None:
    """So that the search for them can leave out the others."""
    payoffs = np.moveaxis(batch(shape, kind, 500, seed=8), -1, 1)
    found = batch_equilibria(*payoffs)
    shares, repeats = common_strategies(found.game, found.row, found.column)
    assert found.degenerate[found.game[shares | repeats]].all()


def test_one_equilibrium_found_twice_is_one() -> None:
    """Nearly a tie, so that a vertex has two lists of labels; found twice, it would look like a continuum."""
    x = np.array([[1, 0], [1, 0], [1, 0], [1, 0], [0, 1], [1, 0]])
    y = np.array([[1, 0], [1, 0], [1, 0], [0, 1], [0.5, 0.5], [1, 0]])
    shares, repeats = common_strategies(np.array([0, 0, 1, 1, 1, 2]), x, y)
    assert shares.tolist() == [False, False, True, True, False, False]
    assert repeats.tolist() == [False, True, False, False, False, False]


@pytest.mark.parametrize("shape", [(2, 3, 2), (3, 2, 2), (2, 2, 3), (2, 2, 2, 2)], ids=str)
def test_elimination_in_fractions(shape) -> None:
    """Games biased towards cooperation, so that many are solvable, in one round or several."""
    payoffs = batch(shape, "integers", 250, seed=7)
    for i in range(len(shape)):
        np.moveaxis(payoffs[i], i, 0)[0] += 2
    expected = [is_solved_by_elimination(exactly(game(payoffs, k))) for k in range(250)]
    codes = general_codes(payoffs)
    assert has_flag(codes, "target_unique", shape).tolist() == expected
    several_rounds = has_flag(codes, "target_unique", shape) & ~has_flag(codes, "target_strictly_dominant", shape)
    assert 20 < several_rounds.sum() < 230
