"""Numbers with their derivatives, so that a formula can be differentiated as it is evaluated.

A dual number is a value of shape ``(...)`` with its slope ``(..., d)`` by d variables; sums, products, quotients and
functions follow the rules of differentiation. At a tie ``min`` and ``max`` take the slope of the first argument.

References
----------
Griewank and Walther (2008), Evaluating Derivatives, chapter 3. doi:10.1137/1.9780898717761
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np

from tvet_games.numerics import Array


@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    """A value with its slope.

    Attributes
    ----------
    value : array, shape (...)
    slope : array, shape (..., d)

    Examples
    --------
    >>> x = Dual(np.array(3.0), np.array([1.0]))
    >>> (x * x + 1).value.item(), (x * x + 1).slope.item()
    (10.0, 6.0)
    """

    # Keeps arrays from taking the operation apart element by element.
    __array_ufunc__ = None

    value: Any
    slope: Any

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.slope)

    def __add__(self, other: Any) -> Dual:
        value, slope = _parts(other)
        return Dual(self.value + value, self.slope + slope)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Dual:
        return self.__add__(-other)

    def __rsub__(self, other: Any) -> Dual:
        return self.__neg__().__add__(other)

    def __mul__(self, other: Any) -> Dual:
        value, slope = _parts(other)
        return Dual(self.value * value, self.slope * _column(value) + _column(self.value) * slope)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Dual:
        return self.__mul__(other.inverse() if isinstance(other, Dual) else 1 / np.asarray(other))

    def __rtruediv__(self, other: Any) -> Dual:
        return self.inverse().__mul__(other)

    def inverse(self) -> Dual:
        """1 divided by it."""
        value = np.asarray(self.value)
        return Dual(1 / value, -self.slope / _column(value * value))


class DualAlgebra:
    """Dual numbers over arrays."""

    def number(self, value: Fraction) -> Any:
        """Round to the nearest double; a constant has no slope."""
        return float(value)

    def power(self, base: Any, exponent: int) -> Any:
        """Raise to a whole exponent."""
        if not isinstance(base, Dual) or exponent == 0:
            return (base.value if isinstance(base, Dual) else base) ** exponent
        return Dual(base.value**exponent, _column(exponent * base.value ** (exponent - 1)) * base.slope)

    def call(self, name: str, arguments: list[Any]) -> Any:
        """Apply a function."""
        if name in ("min", "max"):
            return reduce(_smaller if name == "min" else _larger, arguments)
        (argument,) = arguments
        value, slope = _parts(argument)
        result = {"exp": np.exp, "log": np.log, "sqrt": np.sqrt}[name](value)
        rate = {"exp": result, "log": 1 / np.asarray(value), "sqrt": 1 / (2 * np.asarray(result))}[name]
        return Dual(result, _column(rate) * slope)


DUALS = DualAlgebra()


def _parts(number: Any) -> tuple[Any, Any]:
    return (number.value, number.slope) if isinstance(number, Dual) else (number, 0.0)


def _column(value: Any) -> Array:
    return np.asarray(value)[..., None]


def _smaller(first: Any, second: Any) -> Any:
    return _picked(first, second, np.asarray(_parts(first)[0] <= _parts(second)[0]))


def _larger(first: Any, second: Any) -> Any:
    return _picked(first, second, np.asarray(_parts(first)[0] >= _parts(second)[0]))


def _picked(first: Any, second: Any, takes_first: Array) -> Any:
    (a, da), (b, db) = _parts(first), _parts(second)
    return Dual(np.where(takes_first, a, b), np.where(takes_first[..., None], da, db))
