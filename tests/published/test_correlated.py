"""Correlated equilibria that the literature states: Aumann's chicken, and games of Nau."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np

import tvet_games as tg
from tvet_games.numerics import exact
from tvet_games.solve.correlated import correlated_equilibrium
from tvet_games.solve.obedience import obedience

FILE = Path(__file__).parents[1] / "data" / "published" / "correlated_equilibrium.json"
CASES = {case["name"]: case for case in json.loads(FILE.read_text(encoding="utf-8"))["cases"]}
CHICKEN, SEXES = CASES["Chicken correlated equilibrium"], CASES["Nau 2004 battle of sexes"]


def numbers(rows: list) -> np.ndarray:
    return np.vectorize(exact, otypes=[object])(np.array(rows, dtype=object))


def game(case: dict) -> tg.NormalFormGame:
    return tg.NormalFormGame.from_bimatrix(numbers(case["payoffs"]["A"]), numbers(case["payoffs"]["B"]))


def profiles(found: tg.EquilibriumSet) -> set:
    return {tuple(tuple(s) for s in e.strategies) for e in found}


def test_the_nash_equilibria_of_chicken() -> None:
    found = tg.equilibria(game(CHICKEN))
    wanted = {tuple(tuple(Fraction(p) for p in s) for s in pair) for pair in CHICKEN["expected"]["nash"]}
    assert profiles(found) == wanted
    (mixed,) = (e for e in found if e.profile is None)
    assert set(mixed.payoffs) == {Fraction(CHICKEN["expected"]["mixed_nash_payoff"])}


def test_the_stated_advice_is_followed() -> None:
    chicken, expected = game(CHICKEN), CHICKEN["expected"]
    z = numbers(expected["correlated_equilibrium_z"])
    assert (obedience(chicken).rows @ z.ravel() >= 0).all()
    payoffs = (chicken.payoffs * z).sum(axis=(1, 2))
    assert set(payoffs) == {expected["its_payoff_each"]}
    told = z[0] / z[0].sum()
    assert told @ chicken.payoffs[0][0] == expected["obedience_when_told_C"]["obey"]
    assert told @ chicken.payoffs[0][1] == Fraction(expected["obedience_when_told_C"]["deviate"])


def test_the_best_advice() -> None:
    best, stated = correlated_equilibrium(game(CHICKEN)), CHICKEN["rederived"]
    assert best.probabilities.tolist() == numbers(stated["welfare_max_symmetric_CE_z"]).tolist()
    assert set(best.payoffs) == {Fraction(stated["payoff_each"])}
    told = best.advice().loc[("row", "row 1")]
    assert "14/3 (binding)" in stated["check"]
    assert told["obeying"] == told["other action"] == Fraction(14, 3)


def test_battle_of_the_sexes() -> None:
    """All three Nash equilibria lie on the boundary of the polytope (Nau, Gomez Canovas and Hansen 2004)."""
    sexes = game(SEXES)
    found = tg.equilibria(sexes)
    assert len(found) == SEXES["expected"]["number_of_nash"]
    for e in found:
        slack = obedience(sexes).rows @ e.outcome.ravel()
        assert (slack >= 0).all()
        assert not (e.outcome > 0).all() or (slack == 0).any()
