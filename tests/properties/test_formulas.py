"""One walker, several kinds of number: they must agree, and a formula must mean what Python means by it."""

import re
from fractions import Fraction

import numpy as np
import pytest
import sympy
from formula_texts import NAMES, exact, formulas, values
from hypothesis import assume, given
from hypothesis import strategies as st

from tvet_games.errors import DimensionError, FormulaError, NotAffineError
from tvet_games.model.algebra import (
    ARRAYS,
    DIMENSIONS,
    FRACTIONS,
    Affine,
    AffineAlgebra,
    Dimension,
    DimensionAlgebra,
)
from tvet_games.model.formula import evaluate, parse, write
from tvet_games.symbolic.algebra import SympyAlgebra
from tvet_games.testing import small_fractions


@given(formulas(), values)
def test_fractions_mean_what_python_means(text, at) -> None:
    expected = exact(text, at)
    literal = re.sub(r"(?<![\w.*])(\d+(\.\d+)?)(?!\w)", r"Fraction('\1')", text)
    assert expected == eval(literal, {"Fraction": Fraction, "min": min, "max": max}, dict(at))


@given(formulas(), values)
def test_arrays_agree_with_fractions(text, at) -> None:
    expected = exact(text, at)
    grid = {name: np.full((2, 3), float(value)) for name, value in at.items()}
    with np.errstate(all="ignore"):
        found = np.broadcast_to(evaluate(parse(text), grid, ARRAYS), (2, 3))
    assume(np.isfinite(found).all() and abs(expected) < 1e12)
    size = max(1.0, *(abs(float(v)) for v in at.values())) ** 12
    assert np.allclose(found, float(expected), rtol=1e-6, atol=1e-9 * size)


@given(formulas(), values)
def test_sympy_agrees_with_fractions(text, at) -> None:
    expected = exact(text, at)
    symbols = {name: sympy.Rational(v.numerator, v.denominator) for name, v in at.items()}
    found = evaluate(parse(text), symbols, SympyAlgebra())
    assert found == sympy.Rational(expected.numerator, expected.denominator)


@given(formulas(), values)
def test_writing_and_reading_back_means_the_same(text, at) -> None:
    expected = exact(text, at)
    assert exact(write(parse(text).tree), at) == expected


@given(formulas(), values, small_fractions(-5, 5, max_denominator=6))
def test_affine_forms_agree_with_fractions(text, at, level) -> None:
    """Where a formula is affine in one name, constant and slope give its value at any level."""
    seen = {**at, "a": Affine(Fraction(0), {"a": Fraction(1)})}
    try:
        form = evaluate(parse(text), seen, AffineAlgebra(FRACTIONS))
    except (NotAffineError, FormulaError):
        return
    found = form.constant + form.slopes.get("a", 0) * level if isinstance(form, Affine) else form
    assert found == exact(text, {**at, "a": level})


of_money = st.recursive(
    st.sampled_from(NAMES),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda f: f"-{f}"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
    ),
    max_leaves=6,
)


@given(of_money)
def test_dimensions_scale_like_money(text) -> None:
    """A formula of dimension money**p grows by x**p when every amount of money is scaled by x."""
    try:
        power = evaluate(parse(text), dict.fromkeys(NAMES, DIMENSIONS["money"]), DimensionAlgebra()).power
    except DimensionError:
        return
    at = {"a": Fraction(3), "b": Fraction(5), "c": Fraction(7)}
    scaled = {name: 2 * value for name, value in at.items()}
    assert power is not None
    assert exact(text, scaled) == Fraction(2) ** int(power) * exact(text, at)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("training_cost - 14300", "money"),
        ("share*money_", "money"),
        ("min(training_cost, 2*money_)", "money"),
        ("training_cost/money_", "share"),
        ("sqrt(training_cost*money_)", "money"),
        ("exp(share)*money_", "money"),
    ],
)
def test_dimension(text: str, wanted: str) -> None:
    known = {"training_cost": DIMENSIONS["money"], "money_": DIMENSIONS["money"], "share": DIMENSIONS["share"]}
    assert evaluate(parse(text), known, DimensionAlgebra()) == Dimension(DIMENSIONS[wanted].power)


@pytest.mark.parametrize("text", ["m + s", "max(m, s)", "exp(m)", "log(m)", "m - s*m/m", "m + m*m"])
def test_wrong_dimension(text: str) -> None:
    with pytest.raises(DimensionError, match=r"'.+' (adds or compares|takes)"):
        evaluate(parse(text), {"m": DIMENSIONS["money"], "s": DIMENSIONS["share"]}, DimensionAlgebra())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a*b", "'a\\*b' multiplies levels"),
        ("1/a", "divides by a level"),
        ("a**2", "raises a level"),
        ("exp(a)", "takes exp"),
    ],
)
def test_what_is_not_affine_is_named(text: str, says: str) -> None:
    level = {n: Affine(Fraction(0), {n: Fraction(1)}) for n in "ab"}
    with pytest.raises(NotAffineError, match=says):
        evaluate(parse(text), level, AffineAlgebra(FRACTIONS))


def test_exact_roots_and_rounded_functions() -> None:
    assert evaluate(parse("sqrt(9/4)"), {}, FRACTIONS) == Fraction(3, 2)
    assert evaluate(parse("exp(1)"), {}, FRACTIONS) == Fraction(float(np.exp(1)))
    with pytest.raises(FormulaError, match="log has no finite value"):
        evaluate(parse("log(0)"), {}, FRACTIONS)


def test_arrays_broadcast() -> None:
    grid = {"a": np.arange(3.0)[:, None], "b": np.arange(4.0)[None, :], "c": 2.0}
    assert evaluate(parse("a*b + max(c, b)"), grid, ARRAYS).shape == (3, 4)
