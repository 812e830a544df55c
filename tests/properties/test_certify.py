"""Every answer holds before a checker that did not find it, and no answer that was tampered with does."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.checker.check import verify
from tvet_games.errors import InputError
from tvet_games.testing import bimatrix_games, normal_form_games, small_integers

QUICK = ("germany_apprenticeship", "austria_apprenticeship", "germany_premium", "china_internship")
SCENARIOS = [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in tg.scenarios()]


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_shipped_answer_holds(name: str) -> None:
    found = tg.certify(tg.search(name))
    assert found, found.wrong
    assert "the levels meet all of them" in found.checked


def test_what_rests_on_rows_alone_is_checked_whole() -> None:
    for name in ("germany_apprenticeship", "china_internship"):
        assert tg.certify(tg.search(name)).not_checked == ()
    assert any("order of elimination" in one for one in tg.certify(tg.search("austria_apprenticeship")).not_checked)


@pytest.mark.parametrize(
    "criterion", [tg.Nash(margin=1), tg.Dominant(margin=5), tg.PDominant(p="2/3"), tg.Aligned(alpha="1/10")]
)
@pytest.mark.parametrize("conflict", ["school_enterprise", "school_student", "government_school_enterprise"])
def test_criteria_are_derived_anew(conflict: str, criterion: Any) -> None:
    found = tg.certify(tg.cheapest_policy(conflict, "germany_2022", criterion=criterion))
    assert found, found.wrong


def test_that_there_is_no_policy_is_checked_too() -> None:
    none = tg.cheapest_policy("school_enterprise", "germany_2022", ["school_grant"])
    found = tg.certify(none)
    assert found, found.wrong
    assert "multipliers show that no levels meet them" in found.checked


@given(bimatrix_games(largest=4))
def test_sets_of_equilibria_are_complete(game: tg.NormalFormGame) -> None:
    found = tg.certify(tg.equilibria(game))
    assert found, found.wrong
    assert found.not_checked == ()


@given(normal_form_games(players=3, largest=3))
def test_pure_equilibria_are_complete(game: tg.NormalFormGame) -> None:
    found = tg.certify(tg.equilibria(game))
    assert found, found.wrong


@given(bimatrix_games(largest=3, entries=st.floats(-5, 5).map(Fraction)))
def test_equilibria_of_floats_hold_within_their_tolerance(game: tg.NormalFormGame) -> None:
    found = tg.certify(tg.equilibria(game.to_float()))
    assert found, found.wrong


@pytest.mark.slow
def test_a_thousand_degenerate_games(data: Path) -> None:
    games = json.loads((data / "extreme_equilibria.json").read_text())
    for game in games:
        a, b = ([[Fraction(u) for u in row] for row in game[key]] for key in ("A", "B"))
        found = tg.certify(tg.equilibria(tg.NormalFormGame.from_bimatrix(a, b)))
        assert found, found.wrong


@given(st.lists(small_integers, min_size=7, max_size=7))
def test_cores_and_shapley_values(values: list[int]) -> None:
    game = [0, *values]
    assert tg.certify(tg.core(game))
    assert tg.certify(tg.shapley(game))


@given(bimatrix_games(largest=3))
def test_correlated_equilibria(game: tg.NormalFormGame) -> None:
    assert tg.certify(tg.correlated_equilibrium(game))


def numbers_of(statement: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where the numbers of a part of a statement are."""
    if isinstance(statement, dict):
        return [place for key, value in statement.items() for place in numbers_of(value, (*at, key))]
    if isinstance(statement, list):
        return [place for k, value in enumerate(statement) for place in numbers_of(value, (*at, k))]
    return [at] if isinstance(statement, str) and statement.lstrip("-").replace("/", "").isdigit() else []


def changed(statement: Any, place: tuple[Any, ...], by: Fraction) -> Any:
    """The same with one number another."""
    copy = json.loads(json.dumps(statement))
    here = copy
    for key in place[:-1]:
        here = here[key]
    here[place[-1]] = str(Fraction(here[place[-1]]) + by)
    return copy


steps = st.sampled_from([Fraction(1), Fraction(-1), Fraction(1, 7), Fraction(-1, 10**9)])


@given(st.data(), steps)
def test_a_policy_that_was_tampered_with_is_refused(data: st.DataObject, by: Fraction) -> None:
    """Levels, costs, multipliers and rows of the proof; a payoff may change where nothing hangs on it."""
    told = tg.statement_of(tg.search("germany_apprenticeship"))
    proof = {key: told[key] for key in ("levels", "cost", "rows")}
    place = data.draw(st.sampled_from(numbers_of(proof)))
    assert verify(told)
    assert not verify(changed(told, place, by))


@given(bimatrix_games(largest=3), st.data(), steps)
def test_equilibria_that_were_tampered_with_are_refused(
    game: tg.NormalFormGame, data: st.DataObject, by: Fraction
) -> None:
    told = tg.statement_of(tg.equilibria(game))
    place = data.draw(st.sampled_from(numbers_of({"equilibria": told["equilibria"]})))
    assert not verify(changed(told, place, by))
    fewer = {**told, "equilibria": told["equilibria"][1:], "components": []}
    assert not verify(fewer)


def test_other_results_are_refused_by_name() -> None:
    with pytest.raises(InputError, match="is a Policy; expected one of EquilibriumSet, PolicySolution"):
        tg.certify(tg.Policy())
    with pytest.raises(InputError, match="outside the core"):
        tg.certify(tg.nucleolus([0, 0, 0, 1, 0, 1, 1, 1]))
