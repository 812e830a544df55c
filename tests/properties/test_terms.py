"""The terms of a formula add up to it, whatever it is and whatever the values are."""

from fractions import Fraction

import numpy as np
from formula_texts import NAMES, exact, formulas, values
from hypothesis import assume, given
from hypothesis import strategies as st

from tvet_games.model.algebra import ARRAYS, FRACTIONS
from tvet_games.model.formula import evaluate, parse
from tvet_games.model.terms import split


@given(formulas(-1), values)
def test_terms_add_up_exactly(text, at) -> None:
    total = exact(text, at)
    assert sum((term.value(at, FRACTIONS) for term in split(parse(text))), Fraction(0)) == total


@given(formulas(-1), values)
def test_a_term_is_what_it_says(text, at) -> None:
    """Its text is a formula worth the same, apart from the sign; its names are those of the text."""
    exact(text, at)
    for term in split(parse(text)):
        written = parse(str(term))
        assert written.names == term.names
        assert term.sign * evaluate(written, at, FRACTIONS) == term.value(at, FRACTIONS)


@given(formulas(-1), values)
def test_no_term_is_a_sum_that_could_be_opened(text, at) -> None:
    """A term splits into itself: nothing is left to multiply out."""
    exact(text, at)
    for term in split(parse(text)):
        (again,) = split(parse(str(term)))
        assert again.key == term.key


@given(formulas(-1), st.lists(values, min_size=2, max_size=3))
def test_terms_add_up_over_arrays(text, worlds) -> None:
    totals = [exact(text, at) for at in worlds]
    terms = split(parse(text))
    parts = [[term.value(at, FRACTIONS) for term in terms] for at in worlds]
    at = {name: np.array([float(world[name]) for world in worlds]) for name in NAMES}
    with np.errstate(all="ignore"):
        total = sum((term.value(at, ARRAYS) for term in terms), np.zeros(len(worlds)))
    for found, wanted, row in zip(total, totals, parts, strict=True):
        size = max([1.0, *(abs(float(part)) for part in row)])
        assume(size < 1e9)
        assert abs(found - float(wanted)) <= 1e-6 * size or not np.isfinite(found)
