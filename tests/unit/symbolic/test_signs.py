"""Signs that are proved hold at random points; the effects of instruments agree with the search's arrays."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.policy.build import build_problem
from tvet_games.symbolic.payoffs import symbolic_effect, symbolic_values
from tvet_games.symbolic.signs import Signs
from tvet_games.testing import small_fractions

X, Y, S, T = (sympy.Symbol(name, real=True) for name in "xyst")
SIGNS = Signs({"x": "money", "y": "money", "s": "share", "t": "share"}, {"x": Fraction(2), "y": Fraction(3)})

coefficients = st.lists(st.integers(-2, 3), min_size=6, max_size=6)
points = st.tuples(*[small_fractions(0, 9, max_denominator=4)] * 2, *[small_fractions(0, 1, max_denominator=4)] * 2)


@given(coefficients, coefficients, points)
def test_what_is_proved_holds(above, below, point) -> None:
    terms = (1, X, X * S, Y * T, X * S * T, S)
    numerator, denominator = (sum(c * t for c, t in zip(own, terms, strict=True)) for own in (above, below))
    if denominator != 0 and SIGNS.is_never_negative(sympy.Integer(0) + numerator / denominator):
        at = dict(zip((X, Y, S, T), map(sympy.Rational, map(str, point)), strict=True))
        value = (numerator / denominator + sympy.Integer(0)).subs(at)
        assert not value.is_finite or value >= 0


@pytest.mark.parametrize(
    ("expression", "never_negative"),
    [(X, True), (-X, False), (1 - S, True), (X - S * X, True), (1 - S * T, True), (S - T, False), (X**2 - X, False)],
)
def test_examples(expression: sympy.Expr, never_negative: bool) -> None:
    assert SIGNS.is_never_negative(expression) is never_negative


def test_a_product_that_cancels_is_a_number() -> None:
    zero = (X + 1) ** 2 - X**2 - 2 * X - 1
    assert SIGNS.is_at_least(zero, sympy.Integer(0))
    assert SIGNS.is_at_least(1 + zero, sympy.Integer(1))
    assert not SIGNS.is_at_least(zero, sympy.Integer(1))


def test_a_sign_that_is_not_proved_is_read_off_the_numbers() -> None:
    assert SIGNS.of(X - Y).value == -1
    assert not SIGNS.of(X - Y).is_proved
    assert SIGNS.of(-X).is_proved
    assert not SIGNS.is_never_negative(sympy.Symbol("undeclared", real=True))


@pytest.mark.parametrize("conflict", ["school_enterprise", "enterprise_student", "community", "training_models"])
@pytest.mark.parametrize("instrument", ["training_subsidy", "public_recognition"])
def test_effects_are_those_of_the_search(conflict: str, instrument: str) -> None:
    game, lever, values = (
        tg.load_conflict(conflict),
        tg.load_instrument(instrument),
        tg.load_calibration("germany_2022"),
    )
    if not game.touched_by(lever):
        with pytest.raises(tg.InputError, match="does nothing"):
            build_problem([game], values, [lever])
        return
    (arrays,) = build_problem([game], values, [lever]).conflicts
    found = symbolic_effect(game, lever, symbolic_values([], values))
    assert (found.payoffs == arrays.effect[0]).all()
    assert (found.public_cost == arrays.cost[0]).all()
    assert found.to_frame().shape == (found.public_cost.size, len(game.players) + 1)
