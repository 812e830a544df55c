"""A state is an address, and what does not fit is left out and said."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.policy.criteria import CRITERIA
from tvet_games.show.explorer.opening import open_file
from tvet_games.show.explorer.shelf import Shelf
from tvet_games.show.explorer.state import STRENGTHS, State, from_query, to_query
from tvet_games.show.explorer.subject import subject_of
from tvet_games.testing import small_fractions

SHELF = Shelf()

THIN = b"""
format = 1
[calibration]
name = "thin"
country = "AT"
unit = { currency = "EUR", per = "trainee", prices_of = 2020 }
covers = []
[value]
retention = { assumed = 0.5, low = 0.1, high = 0.9, why = "nobody knows" }
"""

levels = st.dictionaries(st.sampled_from(tg.instruments()), small_fractions(0, 50, max_denominator=6).filter(bool))
values = st.dictionaries(st.sampled_from(["retention", "standing"]), small_fractions(0, 1, max_denominator=6))


@st.composite
def states(draw: st.DrawFn) -> State:
    criterion = draw(st.sampled_from(list(CRITERIA)))
    first = State()
    strength = draw(small_fractions(0, 1, max_denominator=6)) if criterion in STRENGTHS else first.strength
    axes = draw(st.sampled_from([("", ""), ("training_subsidy", "school_grant")]))
    return State(
        conflict=draw(st.sampled_from(tg.conflicts())),
        calibration=draw(st.sampled_from(tg.calibrations())),
        levels=draw(levels),
        values=draw(values),
        criterion=criterion,
        strength=strength,
        margin=draw(small_fractions(0, 50, max_denominator=6)),
        axes=axes,
        language=draw(st.sampled_from(["en", "zh"])),
    )


@given(states())
def test_an_address_gives_the_state_back(state: State) -> None:
    assert from_query(to_query(state)) == (state, ())


@given(st.dictionaries(st.sampled_from([*to_query(State()), "level.x", "value.y", "margin", "lang", "x"]), st.text()))
def test_any_address_gives_a_page(query: dict[str, str]) -> None:
    state, problems = from_query(query)
    found = subject_of(state, SHELF)
    assert found.state.conflict in SHELF.conflicts
    assert found.state.calibration in SHELF.calibrations
    for key in ("lang", "margin"):
        told = any(problem.startswith(key) for problem in problems)
        assert told or key not in query or to_query(state).get(key, query[key]) is not None


@given(states())
def test_levels_stay_within_their_bounds(state: State) -> None:
    found = subject_of(state, SHELF)
    bounds = {lever.name: (lever.low, lever.high) for lever in found.levers}
    assert all(bounds[name][0] <= level <= bounds[name][1] for name, level in found.state.levels.items())
    assert subject_of(found.state, SHELF).problems == ()


def test_what_is_wrong_is_named_with_the_nearest() -> None:
    state, problems = from_query({"criterion": "nsah", "lang": "zz", "level.training_subsidy": "-3"})
    assert state.criterion == "nash"
    assert problems == (
        "lang: 'zz' is not known",
        "criterion: 'nsah' is not known; did you mean nash?",
        "level.training_subsidy: -3 is below 0",
    )
    found = subject_of(State(conflict="school_enterprize", levels={"training_subsidy": Fraction(10**6)}), SHELF)
    assert found.problems == (
        "conflict: 'school_enterprize' is not known; did you mean school_enterprise?",
        "level.training_subsidy: 1,000,000 is outside 0 to 26,200; taken as 26,200",
    )
    assert subject_of(State(values={"retention": Fraction(7)}), SHELF).problems[0].startswith("value.retention: ")


def test_only_calibrations_that_fit_are_offered() -> None:
    opened = open_file("thin.toml", THIN, SHELF, State())
    assert "thin" in opened.shelf.calibrations
    assert opened.shelf.fitting("school_enterprise") == SHELF.fitting("school_enterprise")
    found = subject_of(opened.state, opened.shelf)
    assert found.calibration.name != "thin"
    assert "calibration: 'thin' is not known" in found.problems[0]
