"""Codes of 2x2 games, statement by statement, against the solvers of single games."""

from itertools import product

import numpy as np
import pytest
from game_batches import KINDS, all_equilibria, batch, exactly, game, is_equilibrium, level_of, losses, statements

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE
from tvet_games.solve.basin import basin
from tvet_games.solve.dynamics.motion import motion_kinds
from tvet_games.solve.refinement import risk_dominance
from tvet_games.solve.verdict_codes.flags import UNDEFINED, class_names, has_flag
from tvet_games.solve.verdict_codes.front import write_verdicts

GAMES = 150
SAME_CLASS = ("degenerate", "dominance", "coordination", "anti_coordination", "cyclic")
"""Classes in the order of the kinds of motion; a dilemma is a case of dominance."""


def written(payoffs: np.ndarray, *names: str) -> dict[str, np.ndarray]:
    out = {name: np.empty(payoffs.shape[-1], dtype=np.uint16 if name == "code" else float) for name in ("code", *names)}
    write_verdicts(payoffs, out)
    return out


def differences(single) -> tuple[list[float], list[float]]:
    """The four incentives and the two gains of cooperation, 0 where they are ties."""
    first, second = losses(single)
    row, column = single.payoffs
    tie = [0 if single.is_exact else TIE * (own.max() - own.min()) for own in (row, column)]
    gains = [own[0, 0] - own[1, 1] for own in (row, column)]
    return [*first[1], *second[1]], [0 if abs(gain) <= t else gain for gain, t in zip(gains, tie, strict=True)]


def check(single, code) -> None:
    """Compare one code with everything that other parts of the package say of the game."""
    (a1, a2, b1, b2), gains = differences(single)
    expected = statements(single) | all_equilibria(single)
    expected |= {f"equilibrium_{i}{j}": is_equilibrium(single, (i, j)) for i, j in ((0, 1), (1, 0), (1, 1))}
    del expected["other"]
    near = False
    if a1 > 0 > a2 and b1 > 0 > b2:
        gap = 1 - risk_dominance(single)
        near = abs(gap) <= TIE
        if TIE / 2 < abs(gap) < 2 * TIE:
            return
    defects = max(a1, a2, b1, b2) < 0
    expected["target_risk_dominant"] = expected["target_strict"] and risk_dominance(single) < 1 and not near
    expected["tie"] |= near or (defects and min(gains) == 0)
    assert {name: bool(has_flag(code, name)) for name in expected} == expected
    kind = SAME_CLASS[int(motion_kinds(single))]
    assert class_names(code) == ("dilemma" if defects and min(gains) > 0 else kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_statement_against_the_solvers(kind: str) -> None:
    payoffs = batch((2, 2), kind, GAMES)
    for k, code in enumerate(written(payoffs)["code"]):
        check(game(payoffs, k), code)


def test_integers_against_fractions() -> None:
    payoffs = batch((2, 2), "integers", GAMES, seed=1)
    for k, code in enumerate(written(payoffs)["code"]):
        check(exactly(game(payoffs, k)), code)


def test_all_patterns_of_signs() -> None:
    """The 81 patterns, each with three ways of comparing (0,0) with (1,1)."""
    cases = []
    for (a1, a2, b1, b2), gain in product(product((1, 0, -1), repeat=4), (3, 0, -3)):
        row, column = [[a1 + gain, a2], [gain, 0]], [[b1 + gain, gain], [b2, 0]]
        cases.append([row, column])
    payoffs = np.moveaxis(np.array(cases, dtype=float), 0, -1)
    codes = written(payoffs)["code"]
    for k, code in enumerate(codes):
        check(exactly(game(payoffs, k)), code)
    assert set(class_names(codes).tolist()) == {*SAME_CLASS, "dilemma"}


@pytest.mark.parametrize("kind", KINDS)
def test_levels_against_one_game_at_a_time(kind: str) -> None:
    payoffs = batch((2, 2), kind, GAMES, seed=2)
    found = written(payoffs, "p_level", "basin")
    assert found["p_level"] == pytest.approx([level_of(game(payoffs, k)) for k in range(GAMES)], rel=1e-12, abs=0)
    assert found["basin"] == pytest.approx([float(basin(game(payoffs, k))) for k in range(GAMES)], abs=1e-12)


def test_dilemmas_by_their_definition() -> None:
    dilemma = [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]
    no_gain = [[[1, 0], [5, 1]], [[3, 5], [0, 1]]]
    deadlock = [[[1, 0], [5, 3]], [[1, 5], [0, 3]]]
    codes = written(np.moveaxis(np.array([dilemma, no_gain, deadlock], dtype=float), 0, -1))["code"]
    assert class_names(codes).tolist() == ["dilemma", "dominance", "dominance"]
    assert has_flag(codes, "tie").tolist() == [False, True, False]
    assert has_flag(codes, "target_unique").tolist() == [False] * 3


def test_equal_risk_is_no_risk_dominance_but_a_tie() -> None:
    even = [[[2, 0], [0, 3]], [[3, 0], [0, 2]]]
    safe = [[[2, 0], [0, 3]], [[3, 0], [0, 1]]]
    payoffs = np.moveaxis(np.array([even, safe], dtype=float), 0, -1)
    codes = written(payoffs)["code"]
    assert has_flag(codes, "target_risk_dominant").tolist() == [False, True]
    assert has_flag(codes, "tie").tolist() == [True, False]


@pytest.mark.parametrize("gain", [1e-6, 1e-20, 0.0, -1e-6])
def test_a_small_gain_beside_a_game_for_millions(gain: float) -> None:
    """The first look takes the gain for a tie; whether it is one depends on the game's own span."""
    small = [[[1 + gain, 0], [3, 1]], [[1 + gain, 3], [0, 1]]]
    large = [[[1e6, 0], [0, 1e6]], [[1e6, 0], [0, 1e6]]]
    codes = written(np.moveaxis(np.array([small, large], dtype=float), 0, -1))["code"]
    check(NormalFormGame(small), codes[0])
    assert codes[0] == written(np.array(small)[..., None])["code"][0]


@pytest.mark.parametrize("unit", [1e-300, 1e-200, 1e-12, 1e150, 1e300])
def test_units_do_not_matter_however_large(unit: float) -> None:
    """Powers of 2, so that the games are the same to the last bit: products of payoffs would leave the range."""
    payoffs = batch((2, 2), "random", 400, seed=3)
    scaled = payoffs * 2.0 ** np.round(np.log2([[[[1.0]]], [[[unit]]]]))
    both = payoffs * 2.0 ** np.round(np.log2(unit))
    codes = written(payoffs)["code"]
    assert (written(scaled)["code"] == codes).all()
    assert (written(both)["code"] == codes).all()
    mixed = np.concatenate([payoffs, both, scaled], axis=-1)
    assert (written(mixed)["code"] == np.tile(codes, 3)).all()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1.7e308])
def test_payoffs_that_are_no_numbers_spoil_only_their_game(bad: float) -> None:
    payoffs = batch((2, 2), "integers", 60, seed=4)
    before = written(payoffs, "p_level", "basin")
    spoilt = payoffs.copy()
    spoilt[0, 0, 0, ::7] = spoilt[0, 1, 0, ::7] = spoilt[1, 0, 1, ::11] = bad
    hit = ~np.isin(np.arange(60), [*range(0, 60, 7), *range(0, 60, 11)])
    found = written(spoilt, "p_level", "basin")
    assert (found["code"][~hit] == UNDEFINED).all()
    assert np.isnan(found["p_level"][~hit]).all()
    assert np.isnan(found["basin"][~hit]).all()
    for name, values in found.items():
        assert (values[hit] == before[name][hit]).all()


def test_nothing_but_undefined_games() -> None:
    found = written(np.full((2, 2, 2, 3), np.nan), "p_level", "basin")
    assert (found["code"] == UNDEFINED).all()
    assert np.isnan([found["p_level"], found["basin"]]).all()
