"""Formulas as people could write them, with values for their names."""

from fractions import Fraction

from hypothesis import assume
from hypothesis import strategies as st

from tvet_games.errors import FormulaError
from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.formula import evaluate, parse
from tvet_games.testing import small_fractions

NAMES = ("a", "b", "c")

numbers = st.one_of(st.integers(0, 20).map(str), st.decimals(0, 9, places=2).map(str))

values = st.fixed_dictionaries({name: small_fractions(-9, 9, max_denominator=8) for name in NAMES})


def formulas(least_power: int = 0) -> st.SearchStrategy[str]:
    """Sums, products, quotients, powers from some exponent to 3, minima and maxima."""
    return st.recursive(
        st.one_of(numbers, st.sampled_from(NAMES)),
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
            inner.map(lambda f: f"-{f}"),
            st.tuples(inner, st.integers(least_power, 3)).map(lambda t: f"({t[0]})**{t[1]}"),
            st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        ),
        max_leaves=14,
    )


def exact(text: str, at: dict[str, Fraction]) -> Fraction:
    """The value of a formula; a formula without one is left aside."""
    try:
        return evaluate(parse(text), at, FRACTIONS)
    except FormulaError:
        assume(False)
        raise
