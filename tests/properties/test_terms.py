"""The terms of a formula add up to it, whatever it is and whatever the values are."""

from fractions import Fraction

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from tvet_games.errors import FormulaError
from tvet_games.model.algebra import ARRAYS, FRACTIONS
from tvet_games.model.formula import evaluate, parse
from tvet_games.model.terms import split

NAMES = ("a", "b", "c")

numbers = st.one_of(st.integers(0, 20).map(str), st.decimals(0, 9, places=2).map(str))

formulas = st.recursive(
    st.one_of(numbers, st.sampled_from(NAMES)),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-**/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda f: f"-{f}"),
        st.tuples(inner, st.integers(-1, 3)).map(lambda t: f"({t[0]})**{t[1]}"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
    ),
    max_leaves=14,
)

values = st.fixed_dictionaries({name: st.fractions(-9, 9, max_denominator=8) for name in NAMES})


def worth(text: str, at: dict[str, Fraction]) -> Fraction:
    try:
        return evaluate(parse(text), at, FRACTIONS)
    except FormulaError:
        assume(False)
        raise


@given(formulas, values)
def test_terms_add_up_exactly(text, at) -> None:
    total = worth(text, at)
    assert sum((term.value(at, FRACTIONS) for term in split(parse(text))), Fraction(0)) == total


@given(formulas, values)
def test_a_term_is_what_it_says(text, at) -> None:
    """Its text is a formula worth the same, apart from the sign; its names are those of the text."""
    worth(text, at)
    for term in split(parse(text)):
        written = parse(str(term))
        assert written.names == term.names
        assert term.sign * evaluate(written, at, FRACTIONS) == term.value(at, FRACTIONS)


@given(formulas, values)
def test_no_term_is_a_sum_that_could_be_opened(text, at) -> None:
    """A term splits into itself: nothing is left to multiply out."""
    worth(text, at)
    for term in split(parse(text)):
        (again,) = split(parse(str(term)))
        assert again.key == term.key


@given(formulas, st.lists(values, min_size=2, max_size=3))
def test_terms_add_up_over_arrays(text, worlds) -> None:
    exact = [worth(text, at) for at in worlds]
    terms = split(parse(text))
    parts = [[term.value(at, FRACTIONS) for term in terms] for at in worlds]
    at = {name: np.array([float(world[name]) for world in worlds]) for name in NAMES}
    with np.errstate(all="ignore"):
        total = sum((term.value(at, ARRAYS) for term in terms), np.zeros(len(worlds)))
    for found, wanted, row in zip(total, exact, parts, strict=True):
        size = max([1.0, *(abs(float(part)) for part in row)])
        assume(size < 1e9)
        assert abs(found - float(wanted)) <= 1e-6 * size or not np.isfinite(found)
