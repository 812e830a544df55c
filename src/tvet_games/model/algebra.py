"""Kinds of numbers that a formula can be evaluated over.

``FRACTIONS`` computes exactly (a root, logarithm or exponential is rounded once, to the nearest double), ``ARRAYS`` in
floating point and broadcasting, :class:`Affine` keeps track of the levels of instruments, :class:`Dimension` checks
that money is only added to money. SymPy symbols have their own algebra in :mod:`tvet_games.symbolic`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np

from tvet_games.errors import DimensionError, FormulaError, NotAffineError
from tvet_games.model.formula import Algebra

MAX_BITS = 20_000
"""Longest numerator or denominator that exact evaluation carries on."""


class FractionAlgebra:
    """Exact rational numbers."""

    def number(self, value: Fraction) -> Fraction:
        """Keep the number as it is."""
        return value

    def power(self, base: Fraction, exponent: int) -> Fraction:
        """Raise to a whole exponent, exactly."""
        return base**exponent

    def call(self, name: str, arguments: list[Fraction]) -> Fraction:
        """Apply a function; exp, log and sqrt are rounded to a double unless the root is exact."""
        if name in ("min", "max"):
            return min(arguments) if name == "min" else max(arguments)
        (x,) = arguments
        if name == "sqrt" and x >= 0:
            above, below = math.isqrt(x.numerator), math.isqrt(x.denominator)
            if above * above == x.numerator and below * below == x.denominator:
                return Fraction(above, below)
        try:
            return Fraction({"exp": math.exp, "log": math.log, "sqrt": math.sqrt}[name](float(x)))
        except (ValueError, OverflowError):
            raise FormulaError(f"{name} has no finite value at {float(x):g}") from None


class ArrayAlgebra:
    """Floats and arrays of floats; arrays broadcast against each other."""

    def number(self, value: Fraction) -> Any:
        """Round to the nearest double."""
        return float(value)

    def power(self, base: Any, exponent: int) -> Any:
        """Raise to a whole exponent."""
        return base**exponent

    def call(self, name: str, arguments: list[Any]) -> Any:
        """Apply a function elementwise; a value that does not exist becomes NaN and is refused by the game."""
        if name in ("min", "max"):
            return reduce(np.minimum if name == "min" else np.maximum, arguments)
        with np.errstate(all="ignore"):
            return {"exp": np.exp, "log": np.log, "sqrt": np.sqrt}[name](arguments[0])


FRACTIONS = FractionAlgebra()
ARRAYS = ArrayAlgebra()


@dataclass(frozen=True, slots=True, eq=False)
class Affine:
    """A number that is affine in levels: ``constant + sum of slopes[name] * level``.

    Parameters
    ----------
    constant : Fraction, float or array
    slopes : mapping of str to Fraction, float or array
        One entry a level that occurs.

    Raises
    ------
    NotAffineError
        When an operation would leave the affine forms, such as the product of two levels.
    """

    constant: Any
    slopes: Mapping[str, Any]

    __array_ufunc__ = None  # so that array + Affine is ours to answer, not an array of objects

    def __neg__(self) -> Any:
        return Affine(-self.constant, {name: -slope for name, slope in self.slopes.items()})

    def __add__(self, other: Any) -> Affine:
        if not isinstance(other, Affine):
            return Affine(self.constant + other, self.slopes)
        slopes = dict(self.slopes)
        for name, slope in other.slopes.items():
            slopes[name] = slopes[name] + slope if name in slopes else slope
        return Affine(self.constant + other.constant, slopes)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Affine):
            if self.slopes and other.slopes:
                raise NotAffineError(f"multiplies levels ({_listed(self, other)})")
            return self * other.constant if not other.slopes else other * self.constant
        return Affine(self.constant * other, {name: slope * other for name, slope in self.slopes.items()})

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Affine:
        if isinstance(other, Affine):
            if other.slopes:
                raise NotAffineError(f"divides by a level ({_listed(other)})")
            other = other.constant
        return Affine(self.constant / other, {name: slope / other for name, slope in self.slopes.items()})

    def __rtruediv__(self, other: Any) -> Affine:
        if self.slopes:
            raise NotAffineError(f"divides by a level ({_listed(self)})")
        return Affine(other / self.constant, {})


def _listed(*forms: Affine) -> str:
    return ", ".join(sorted({name for form in forms for name in form.slopes}))


@dataclass(frozen=True, slots=True)
class AffineAlgebra:
    """Affine forms over another algebra; constants pass through to it."""

    base: Algebra[Any]

    def number(self, value: Fraction) -> Any:
        """Turn into a number of the base algebra."""
        return self.base.number(value)

    def power(self, base: Any, exponent: int) -> Any:
        """Raise to a whole exponent; a level only to the first power (or to the power 0)."""
        if not isinstance(base, Affine) or not base.slopes:
            return self.base.power(_constant(base), exponent)
        if exponent == 1:
            return base
        if exponent == 0:
            return self.number(Fraction(1))
        raise NotAffineError(f"raises a level to the power {exponent} ({_listed(base)})")

    def call(self, name: str, arguments: list[Any]) -> Any:
        """Apply a function, which must not see a level."""
        moving = [a for a in arguments if isinstance(a, Affine) and a.slopes]
        if moving:
            raise NotAffineError(f"takes {name} of a level ({_listed(*moving)})")
        return self.base.call(name, [_constant(a) for a in arguments])


def _constant(value: Any) -> Any:
    return value.constant if isinstance(value, Affine) else value


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a number measures: a power of money, or nothing stated (``None``) for a number written in a formula.

    Shares, ratios and counts are the power 0. A written number fits wherever it stands: ``training_cost - 14300``.
    """

    power: Fraction | None

    def __neg__(self) -> Dimension:
        return self

    def __add__(self, other: Dimension) -> Dimension:
        if self.power is None or other.power is None:
            return other if self.power is None else self
        if self.power != other.power:
            raise DimensionError(f"adds or compares {self} and {other}")
        return self

    __sub__ = __add__

    def __mul__(self, other: Dimension) -> Dimension:
        return self._combine(other, 1)

    def __truediv__(self, other: Dimension) -> Dimension:
        return self._combine(other, -1)

    def _combine(self, other: Dimension, sign: int) -> Dimension:
        if self.power is None and other.power is None:
            return self
        return Dimension((self.power or Fraction(0)) + sign * (other.power or Fraction(0)))

    def __str__(self) -> str:
        if not self.power:
            return "a pure number"
        return "money" if self.power == 1 else f"money**{self.power}"


DIMENSIONS = {
    "money": Dimension(Fraction(1)),
    "share": Dimension(Fraction(0)),
    "ratio": Dimension(Fraction(0)),
    "count": Dimension(Fraction(0)),
}


class DimensionAlgebra:
    """Dimensions: computes what a formula measures, and finds what cannot be added."""

    def number(self, value: Fraction) -> Dimension:  # noqa: ARG002  # every written number fits
        """Return the dimension that fits anywhere."""
        return Dimension(None)

    def power(self, base: Dimension, exponent: int) -> Dimension:
        """Multiply the power."""
        return base if base.power is None else Dimension(base.power * exponent)

    def call(self, name: str, arguments: list[Dimension]) -> Dimension:
        """Compare for min and max, halve for sqrt, and ask for a pure number in exp and log."""
        if name in ("min", "max"):
            return reduce(Dimension.__add__, arguments)
        (x,) = arguments
        if name == "sqrt":
            return x if x.power is None else Dimension(x.power / 2)
        if x.power:
            raise DimensionError(f"takes {name} of {x}, which is not a pure number")
        return Dimension(Fraction(0))


class DegreeAlgebra:
    """Degrees in the levels: 0 for a constant, 1 for a sum of levels times constants, ``None`` for anything else.

    A formula of degree 1 is affine in its level, and nothing at level zero, whatever the values.
    """

    def number(self, value: Fraction) -> Degree:  # noqa: ARG002  # every written number is a constant
        """A constant."""
        return Degree(0)

    def power(self, base: Degree, exponent: int) -> Degree:
        """Constants stay constants; a level only to the first power."""
        return base if exponent == 1 or base.value == 0 else Degree(None)

    def call(self, name: str, arguments: list[Degree]) -> Degree:  # noqa: ARG002  # any function of a constant is one
        """A function of constants is a constant."""
        return Degree(0) if all(a.value == 0 for a in arguments) else Degree(None)


@dataclass(frozen=True, slots=True)
class Degree:
    """The degree of a formula in the levels."""

    value: int | None

    def __neg__(self) -> Degree:
        return self

    def __add__(self, other: Degree) -> Degree:
        return self if self.value == other.value else Degree(None)

    __sub__ = __add__

    def __mul__(self, other: Degree) -> Degree:
        if self.value is None or other.value is None or self.value + other.value > 1:
            return Degree(None)
        return Degree(self.value + other.value)

    def __truediv__(self, other: Degree) -> Degree:
        return self if other.value == 0 else Degree(None)


def bounded(value: Fraction) -> Fraction:
    """Refuse an exact value that has grown too long to go on computing with."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        raise FormulaError(f"an exact value has more than {MAX_BITS // 3:,} digits")
    return value
