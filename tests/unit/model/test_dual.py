"""Dual numbers: the rules of differentiation, against finite differences and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_games.model.algebra import ARRAYS
from tvet_games.model.dual import DUALS, Dual
from tvet_games.model.formula import evaluate, parse

FORMULAS = [
    "3*x - 2*y + 7",
    "x*y + x/(1 + y)",
    "-(x - y)*(x + y)",
    "1/(1 + x*x) - 2/(3 - y)",
    "x**3 - y**2 + (x + y)**1",
    "(1 + x)**-2",
    "exp(x - 2*y) + log(1 + x) + sqrt(1 + y)",
    "exp(log(2 + x)*sqrt(4))",
    "c*x - y/c",
    "5000*(1 - y)",
    "max(2*x, y + 2) + min(x, y + 2)",
]
STEP = 1e-6


def at(formula: str, x: np.ndarray, y: np.ndarray) -> Dual:
    axes = np.eye(2)
    names = {
        "x": Dual(x, np.broadcast_to(axes[0], (*x.shape, 2))),
        "y": Dual(y, np.broadcast_to(axes[1], (*y.shape, 2))),
        "c": 1.5,
    }
    # Rules are evaluated like this: what a slope is where there is none is no news.
    with np.errstate(all="ignore"):
        return evaluate(parse(formula), names, DUALS)


@pytest.mark.parametrize("formula", FORMULAS)
@given(st.lists(st.floats(0.01, 0.99), min_size=2, max_size=6))
def test_slopes_are_those_of_finite_differences(formula: str, numbers: list[float]) -> None:
    x, y = np.array(numbers), np.array(numbers[::-1])
    found = at(formula, x, y)

    def plain(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.asarray(evaluate(parse(formula), {"x": a, "y": b, "c": 1.5}, ARRAYS))

    assert np.allclose(found.value, plain(x, y), rtol=1e-12)
    by_x = (plain(x + STEP, y) - plain(x - STEP, y)) / (2 * STEP)
    by_y = (plain(x, y + STEP) - plain(x, y - STEP)) / (2 * STEP)
    slope = np.broadcast_to(found.slope, (*x.shape, 2))
    assert np.allclose(slope, np.stack([by_x, by_y], axis=-1), rtol=1e-5, atol=1e-5)


def test_by_hand() -> None:
    x = Dual(np.array(3.0), np.array([1.0, 0.0]))
    y = Dual(np.array(2.0), np.array([0.0, 1.0]))
    cases = [
        (-x, -3, (-1, 0)),
        (x + y, 5, (1, 1)),
        (1 + x, 4, (1, 0)),
        (x - y, 1, (1, -1)),
        (10 - x, 7, (-1, 0)),
        (x - 10, -7, (1, 0)),
        (x * y, 6, (2, 3)),
        (4 * x, 12, (4, 0)),
        (x / y, 1.5, (0.5, -0.75)),
        (x / 2, 1.5, (0.5, 0)),
        (6 / y, 3, (0, -1.5)),
        (y.inverse(), 0.5, (0, -0.25)),
    ]
    for found, value, slope in cases:
        assert found.value.item() == pytest.approx(value)
        assert found.slope.tolist() == pytest.approx(list(slope))


def test_an_array_does_not_take_the_operation_apart() -> None:
    x = Dual(np.array([1.0, 2.0]), np.ones((2, 1)))
    for found in (np.array([10.0, 20.0]) * x, x * np.array([10.0, 20.0])):
        assert isinstance(found, Dual)
        assert found.value.tolist() == [10, 40]
        assert found.slope.tolist() == [[10], [20]]
    assert (np.array([5.0, 5.0]) - x).value.tolist() == [4, 3]
    assert (np.array([2.0, 2.0]) / x).slope.tolist() == [[-2], [-0.5]]


def test_at_a_tie_the_first_argument_counts() -> None:
    x = np.array([0.5])
    assert at("min(x, 1 - x)", x, x).slope.tolist() == [[1, 0]]
    assert at("min(1 - x, x)", x, x).slope.tolist() == [[-1, 0]]
    assert at("max(x, 1 - x)", x, x).slope.tolist() == [[1, 0]]
    assert at("max(0, min(x, y, 1/4))", x, x).slope.tolist() == [[0, 0]]


def test_functions_of_constants_have_no_slope() -> None:
    x = np.array([0.25, 0.75])
    for formula in ("exp(1)", "log(c)", "max(1, 2)", "min(c, 3)"):
        assert not np.any(at(formula, x, x).slope)
    assert at("x + exp(0)", x, x).slope.tolist() == [[1, 0], [1, 0]]


def test_a_power_of_0_is_constant_also_at_0() -> None:
    x = np.array([0.0, 0.5])
    found = at("x**0 + y", x, x)
    assert found.value.tolist() == [1, 1.5]
    assert np.broadcast_to(found.slope, (2, 2)).tolist() == [[0, 1], [0, 1]]
