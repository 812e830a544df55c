"""A threshold and the search agree on every shipped instrument, and its formula agrees with its numbers."""

import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.model.calibration import Calibration
from tvet_games.policy.levers import lacking
from tvet_games.policy.threshold.threshold import Threshold
from tvet_games.symbolic.payoffs import symbol
from tvet_games.testing import small_fractions

UNBOUNDED = 10**9

MOST_PLAYERS = 4
"""Formulas of more players run to thousands of terms; their numbers are tested on their own."""

SHIPPED = [
    (conflict, instrument, calibration)
    for conflict in map(tg.load_conflict, tg.conflicts())
    for instrument in (replace(tg.load_instrument(name), cap=None) for name in tg.instruments())
    for calibration in map(tg.load_calibration, tg.calibrations())
    if len(conflict.players) <= MOST_PLAYERS
    and conflict.touched_by(instrument)
    and not lacking([conflict], calibration, instrument)
    and conflict.names <= calibration.numbers.keys()
]

margins = st.sampled_from([0, 1, Fraction(50)])
shares = small_fractions(0, 1, max_denominator=4)


def criteria(*, unique: bool) -> st.SearchStrategy[Any]:
    kinds = [
        st.builds(tg.Nash, margins),
        st.builds(tg.Dominant, margins),
        st.builds(tg.PDominant, shares, margins),
        st.builds(tg.Sustainable, shares, margins),
        st.builds(tg.Aligned, shares, margins),
    ]
    return st.one_of(*kinds, *([st.builds(tg.Unique, margins)] if unique else []))


@st.composite
def questions(draw: st.DrawFn) -> tuple[tg.Conflict, tg.Instrument, Calibration, Any]:
    conflict, instrument, calibration = draw(st.sampled_from(SHIPPED))
    return conflict, instrument, calibration, draw(criteria(unique=set(conflict.shape) == {2}))


@settings(max_examples=80)
@given(questions())
def test_the_search_finds_the_threshold(asked) -> None:
    """Alone, without its own bounds and ceilings, the cheapest level is the least; infeasible is infinite."""
    conflict, instrument, calibration, criterion = asked
    least = tg.threshold(conflict, instrument, calibration=calibration, criterion=criterion)
    most = 1 if instrument.dimension == "share" else UNBOUNDED  # a share ends at 1 in the search
    found = tg.cheapest_policy(
        conflict,
        calibration,
        [instrument],
        criterion=criterion,
        participation=False,
        bounds={instrument.name: (0, most)},
    )
    assert (least.at() <= most) == found.feasible
    assert not found.feasible or least.at() == found.levels[instrument.name]
    assert shown(least, {}) == least.at()


@settings(max_examples=60)
@given(questions(), st.data())
def test_the_formula_gives_the_numbers(asked, data) -> None:
    """At any values of the free parameters: the formula, its exact value and the threshold of a replaced world."""
    conflict, instrument, calibration, criterion = asked
    names = sorted(conflict.names | conflict.values_of(instrument))
    free = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    least = tg.threshold(conflict, instrument, calibration=calibration, free=free, criterion=criterion)
    values = {name: data.draw(st.sampled_from(nearby(calibration, name)), label=name) for name in free}
    world = tg.threshold(conflict, instrument, calibration=calibration.replace(**values), criterion=criterion)
    assert least.at(**values) == world.at()
    assume(all(number(term.where, values) > 0 for term in least.terms if term.where is not None))
    assert shown(least, values) == world.at()


def nearby(calibration: Calibration, name: str) -> list[Fraction]:
    """The value and others of the same size, shares no more than 1."""
    value = calibration.numbers[name]
    return [value, value / 2, value * Fraction(3, 4), *([value * 2] if value > 1 else [])]


def shown(least: Threshold, values: dict[str, Fraction]) -> Any:
    """The value of the formula where its conditions hold."""
    if any(number(condition, values) < 0 for condition in least.conditions):
        return math.inf
    value = number(least.expression, values)
    return math.inf if value == sympy.oo else value


def number(expression: Any, values: dict[str, Fraction]) -> Any:
    return expression.xreplace({symbol(n): sympy.Rational(v.numerator, v.denominator) for n, v in values.items()})


@pytest.mark.parametrize("criterion", [tg.Nash(1), tg.Dominant(1), tg.PDominant(Fraction(1, 2), 1)], ids=str)
def test_eight_players(criterion) -> None:
    conflict, germany = tg.load_conflict("community_of_eight"), tg.load_calibration("germany_2022")
    instrument = replace(tg.load_instrument("training_subsidy"), cap=None)
    least = tg.threshold(conflict, instrument, calibration=germany, criterion=criterion)
    found = tg.cheapest_policy(
        conflict,
        germany,
        [instrument],
        criterion=criterion,
        participation=False,
        bounds={instrument.name: (0, UNBOUNDED)},
    )
    assert found.feasible is not math.isinf(least.at())
    assert not found.feasible or least.at() == found.levels[instrument.name]
