"""Payoffs as expressions agree with payoffs as fractions, in every conflict and country."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

import tvet_games as tg

DYADS = [name for name in tg.conflicts() if not tg.load_conflict(name).edges]


@pytest.mark.parametrize("name", DYADS)
@pytest.mark.parametrize("calibration", ["austria_2016", "china_2021"])
def test_expressions_at_the_calibration_are_the_exact_payoffs(name: str, calibration: str) -> None:
    conflict, values = tg.load_conflict(name), tg.load_calibration(calibration)
    exact = conflict.game(values, exact=True).payoffs
    at = {sympy.Symbol(n, real=True): sympy.Rational(v.numerator, v.denominator) for n, v in values.numbers.items()}
    for table in (tg.symbolic_payoffs(conflict), tg.symbolic_payoffs(conflict, values)):
        for index in np.ndindex(exact.shape):
            number = sympy.sympify(table[index]).subs(at)
            assert Fraction(int(number.p), int(number.q)) == exact[index]


def test_derived_values_follow_a_free_one() -> None:
    """Austria's output is cost - 14,300, so the cost cancels in the firm's payoff at the target."""
    table = tg.symbolic_payoffs(
        tg.load_conflict("school_enterprise"), tg.load_calibration("austria_2016"), ["training_cost"]
    )
    assert not table[1, 0, 0].free_symbols
    assert {str(s) for s in table[1, 1, 0].free_symbols} == {"training_cost"}


def test_errors() -> None:
    with pytest.raises(tg.InputError, match="community"):
        tg.symbolic_payoffs(tg.load_conflict("community"))
    with pytest.raises(tg.InputError, match="did you mean 'retention'"):
        tg.symbolic_payoffs(tg.load_conflict("school_enterprise"), tg.load_calibration("china_2021"), ["retension"])
