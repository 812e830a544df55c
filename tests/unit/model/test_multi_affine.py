"""Multi-affine numbers: what stays one, what is refused and by which name, and payoff arrays of them."""

from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import FormulaError, NotMultiAffineError
from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.formula import evaluate, parse
from tvet_games.model.instrument import LEVEL
from tvet_games.model.multi_affine import Extreme, MultiAffine, MultiAffineAlgebra, least, parameter, value_at

BOX = {"x": (Fraction(1), Fraction(2)), "y": (Fraction(-1), Fraction(3)), "z": (Fraction(4), Fraction(8))}
X, Y, Z = (parameter(name, BOX) for name in BOX)


def formula(text: str) -> object:
    return evaluate(parse(text), {"x": X, "y": Y, "z": Z, "c": Fraction(5)}, MultiAffineAlgebra())


TEXTS = [
    "x*y - 2*y + 1",
    "(x + y)*(z - c)/2",
    "x*y/z",
    "c/z + x**-1",
    "x*z/x - z",
    "min(c, 3)*x + max(c, 3)*x**0",
    "max(x, 0) + min(z, 9) - z",
    "+x - x + sqrt(c - 1)",
]


@pytest.mark.parametrize("text", TEXTS)
def test_values_are_those_of_fractions(text: str) -> None:
    world = {"x": Fraction(3, 2), "y": Fraction(2), "z": Fraction(6), "c": Fraction(5)}
    assert value_at(formula(text), world) == evaluate(parse(text), world, FRACTIONS)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x*y*x", ("x",)),
        ("(x + y)**2", ("x", "y")),
        ("1/(x + z)", ("x", "z")),
        ("1/x/x", ("x",)),
        ("exp(x)", ("x",)),
        ("max(y, 0)", ("y",)),
        ("min(x, y)", ("y",)),
    ],
)
def test_what_is_not_affine_each_by_itself_is_refused_by_name(text: str, names: tuple[str, ...]) -> None:
    with pytest.raises(NotMultiAffineError, match=names[0]) as caught:
        formula(text)
    assert caught.value.names == names


def test_constants_are_fractions_and_reciprocals_cancel() -> None:
    assert Fraction(0) == X - X
    assert isinstance(X - X, Fraction)
    assert X * Z / X == Z
    assert (1 / X) * X == 1
    assert hash(X + Y) == hash(Y + X)
    assert X != Y
    assert str(2 * X) == "2*x"
    assert (X * Y / Z).names == {"x", "y", "z"}


def test_what_it_cannot_compute_with() -> None:
    for wrong in (lambda: X + 0.5, lambda: X * "a", lambda: 0.5 / X, lambda: X / 0.5, lambda: 0.5 - X):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(FormulaError, match="divides by y, whose range -1 to 3 holds 0"):
        1 / Y
    with pytest.raises(FormulaError, match="'x' has no value"):
        X.at({})
    with pytest.raises(FormulaError, match="'x' has no range"):
        X.minimum({})


def test_order_on_the_box() -> None:
    assert X > 0
    assert X >= 1
    assert not X < 1
    assert Z > X
    assert max(X, Z) is Z
    assert np.maximum(np.array([X, Z], dtype=object), np.array([Z, X], dtype=object)).tolist() == [Z, Z]
    with pytest.raises(NotMultiAffineError, match="order depends on y"):
        assert Y > 0
    with pytest.raises(NotMultiAffineError):
        assert parameter("free", {}) > 0


def test_least_values() -> None:
    assert (X * Y).minimum() == Extreme(Fraction(-2), {"x": Fraction(2), "y": Fraction(-1)})
    assert (X * Y).maximum().value == 6
    assert (1 / X).minimum() == Extreme(Fraction(1, 2), {"x": Fraction(2)})
    assert (X - X * Y + Y).minimum().value == -1  # 1 wherever x = 1, and 2 - y wherever x = 2
    assert least(Fraction(7)) == Extreme(Fraction(7), {})
    assert (X + Z).minimum({"x": (Fraction(5), Fraction(6)), "z": (Fraction(0), Fraction(1))}).value == 5
    low, high = (X * Y - Z).bounds()
    assert (low, high) == (Fraction(-10), Fraction(2))
    assert (X * Y).minimum().to_frame().loc["x", "value"] == 2


def test_a_parameter_against_its_reciprocal() -> None:
    """x + 3/x falls, then rises: its least value lies between the ends of [1, 2]; x - 3/x and -x - 3/x lie at ends."""
    with pytest.raises(NotMultiAffineError, match="both x and 1/x") as caught:
        (X + 3 / X).minimum()
    assert caught.value.names == ("x",)
    assert (X - 3 / X).minimum() == Extreme(Fraction(-2), {"x": Fraction(1)})
    assert (X + 9 / X).minimum() == Extreme(Fraction(13, 2), {"x": Fraction(2)})
    assert (-X - 3 / X).minimum().value == -4
    assert (X + 3 / X).maximum().value == 4


@pytest.mark.parametrize("name", ["school_enterprise", "training_models", "community", "government_school_enterprise"])
def test_payoff_arrays(name: str) -> None:
    """Baseline and effects over all ranges of a calibration are its games, at the centre and at a random vertex."""
    conflict, germany = tg.load_conflict(name), tg.load_calibration("germany_2022").with_ties()
    algebra = MultiAffineAlgebra()
    box = germany.ranges
    numbers = germany.with_symbols({n: parameter(n, box) for n in box}, algebra)
    rng = np.random.default_rng(0)
    vertex = {n: ends[int(rng.integers(0, 2))] for n, ends in box.items()}
    baseline = conflict.baseline(numbers, algebra)
    assert any(isinstance(entry, MultiAffine) for entry in baseline.ravel())
    for world in (dict(germany.numbers), vertex):
        there = germany.replace(**{n: world[n] for n in box})
        assert (at(baseline, world) == conflict.payoffs(there, exact=True)).all()
        for instrument in (i for i in map(tg.load_instrument, tg.instruments()) if i.name != "tax_credit"):
            if conflict.touched_by(instrument):
                effect, cost = conflict.effect(instrument, {**numbers, LEVEL: Fraction(1)}, algebra)
                there_values = {**there.numbers, LEVEL: Fraction(1)}
                wanted = conflict.effect(instrument, there_values, FRACTIONS)
                assert (at(effect, world) == wanted[0]).all()
                assert (at(cost, world) == wanted[1]).all()


def at(array: np.ndarray, world: dict) -> np.ndarray:
    return np.array([value_at(entry, world) for entry in array.ravel()], dtype=object).reshape(array.shape)
