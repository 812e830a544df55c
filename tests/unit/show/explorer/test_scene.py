"""What the page shows is what the package says."""

from fractions import Fraction
from xml.etree import ElementTree

import pytest

import tvet_games as tg
from tvet_games.policy.criteria import CRITERIA
from tvet_games.show.explorer.portrait import portrait_of
from tvet_games.show.explorer.region_map import axes_of, map_of, map_svg
from tvet_games.show.explorer.scene import scene_of
from tvet_games.show.explorer.shelf import Shelf
from tvet_games.show.explorer.state import STRENGTHS, State
from tvet_games.show.explorer.subject import Subject, subject_of
from tvet_games.tables.words import money

SHELF = Shelf()


def subject(**parts: object) -> Subject:
    return subject_of(State(**parts), SHELF)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("conflict", tg.conflicts())
def test_every_conflict_has_its_scene(conflict: str, language: str) -> None:
    calibration = SHELF.fitting(conflict)[0]
    found = subject(conflict=conflict, calibration=calibration, language=language)
    scene = scene_of(found)
    game = tg.load_conflict(conflict).game(calibration, exact=True)
    solved = tg.equilibria(game)
    assert (scene.standing == "not") == (solved.target is None)
    assert (scene.standing == "only") == (solved.target is not None and len(solved) == 1)
    assert scene.game.payoffs.tolist() == game.payoffs.tolist()
    assert scene.verdict
    portrait = portrait_of(scene.game, "en" if language == "en" else "zh")
    if portrait.svg:
        assert ElementTree.fromstring(portrait.svg).get("role") == "img"
    assert portrait.told


def test_costs_and_gains_are_those_of_the_search() -> None:
    solution = tg.cheapest_policy("school_enterprise", "germany_2022", criterion=tg.Nash(margin=1))
    scene = scene_of(subject(levels={name: level for name, level in solution.levels.items() if level}))
    assert solution.costs is not None
    assert f">{money(solution.costs.expected)}<" in scene.costs
    assert f">{money(solution.costs.at_target)}<" in scene.costs
    for gain in solution.outcomes[0].gains.values():
        assert f">+{money(gain)}<" in scene.costs
    assert scene.standing == "among"
    assert scene.asked == "Asked for: a Nash equilibrium (margin 1). It is met."


def test_who_leaves_and_for_what() -> None:
    scene = scene_of(subject(levels={"training_subsidy": Fraction(4675)}))
    assert scene.verdict == "Cooperation is not an equilibrium: enterprise gains 0.3333 EUR by “free-ride”."
    enough = scene_of(subject(levels={"training_subsidy": Fraction(4676)}))
    assert enough.standing == "among"


def test_moving_a_level_is_the_same_as_asking_anew() -> None:
    levels = {"training_subsidy": Fraction(5000), "school_grant": Fraction(10**6)}
    moved, anew = subject().at(levels), subject(levels=levels)
    assert moved.state == anew.state
    assert scene_of(moved).costs == scene_of(anew).costs


def test_the_map_has_the_instruments_that_matter_and_the_exact_borders() -> None:
    found = subject()
    assert axes_of(found) == ("training_subsidy", "cultural_programme")
    drawn = map_of(found)
    assert drawn.found is not None
    own = tg.policy_map("school_enterprise", "germany_2022", "training_subsidy", "cultural_programme")
    assert [region.share for region in drawn.found.regions] == [region.share for region in own.regions]
    svg = ElementTree.fromstring(map_svg(drawn.found, (10**9, 0.5), "en"))
    dots = [e for e in svg.iter() if e.tag == "circle"]
    assert len(dots) == 1


def test_where_no_instrument_acts_there_is_neither_map_nor_costs() -> None:
    found = subject(conflict="industry_standard")
    assert map_of(found).found is None
    assert map_of(found).why == "No instrument acts on this conflict."
    assert scene_of(found).costs == ""


def test_basin_is_shaded_only_where_cooperation_spreads() -> None:
    never = portrait_of(scene_of(subject()).game, "en")
    assert "(nowhere)" in never.told
    always = portrait_of(tg.NormalFormGame.from_bimatrix([[3, 2], [1, 0]], [[3, 1], [2, 0]]), "en")
    assert "(100 %)" in always.told


@pytest.mark.parametrize("criterion", list(CRITERIA))
@pytest.mark.parametrize("conflict", ["school_enterprise", "school_enterprise_student", "training_models"])
def test_every_criterion_can_be_asked_for(conflict: str, criterion: str) -> None:
    strength = Fraction(STRENGTHS[criterion][1]) if criterion in STRENGTHS else Fraction(1, 2)
    found = subject(conflict=conflict, calibration="austria_2016", criterion=criterion, strength=strength)
    assert found.problems == ()
    asked = scene_of(found).asked
    two_by_two = found.conflict.shape == (2, 2)
    assert bool(asked) == (two_by_two or criterion not in ("risk_dominant", "basin"))
