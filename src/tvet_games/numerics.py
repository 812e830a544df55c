"""Numbers: the one tolerance, exact conversion, and the axis order of payoff arrays.

Axis order, everywhere: batch axes first, then the player, then one axis an action: payoffs ``(..., n, a1, ..., an)``.
In memory the batch runs fastest. Exact numbers are :class:`fractions.Fraction`, kept in arrays of ``dtype=object``.

A float verdict calls two payoffs tied when they differ by at most ``TIE`` of the player's payoff span (largest less
smallest payoff of the game), and accepts an equilibrium whose regret is at most ``TOLERANCE`` of it. Exact payoffs are
compared exactly.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from tvet_games.errors import FormulaError, shorten

TOLERANCE = 1e-9
"""Largest regret, relative to the payoff span, of anything that the package calls an equilibrium [share]."""

TIE = TOLERANCE / 32
"""Payoffs closer than this share of the span count as tied: finer than ``TOLERANCE``, so that an equilibrium that rests
on several ties still has a regret within it."""

ROUNDING = 64 * float(np.finfo(np.float64).eps)
"""Sums of a few floats are rounded by at most this part of the largest of them [share]."""

MAX_EXPONENT = 30
"""Numbers of an input lie between 10**-30 and 10**30 in size, or are 0."""

MAX_DIGITS = 60
"""Most digits that a number of an input may have."""

Array = npt.NDArray[Any]
Number = int | float | Fraction | Decimal | str

_DECIMAL = re.compile(r"[+-]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][+-]?\d+)?")


def exact(number: object) -> Fraction:
    """Return a number as a fraction: what a person means by it, bounded in size.

    Parameters
    ----------
    number : int, float, Fraction, Decimal or str
        A float means its shortest decimal form: 0.1 becomes 1/10. A string may be a decimal or a quotient of two.

    Returns
    -------
    Fraction

    Raises
    ------
    FormulaError
        If it is not a finite number, or its size or length is beyond ``MAX_EXPONENT`` or ``MAX_DIGITS``.

    Examples
    --------
    >>> exact(0.1), exact("23/26"), exact("10_400")
    (Fraction(1, 10), Fraction(23, 26), Fraction(10400, 1))
    """
    if isinstance(number, Fraction):
        return number
    if isinstance(number, bool | np.bool_):
        raise FormulaError(f"{number!r} is true or false, expected a number")
    if isinstance(number, int | np.integer):
        return _bounded_int(int(number))
    if isinstance(number, float | np.floating):
        return _from_decimal(repr(float(number)))
    if isinstance(number, Decimal):
        return _from_decimal(str(number))
    if isinstance(number, str):
        above, slash, below = number.strip().partition("/")
        if not slash:
            return _from_decimal(above)
        divisor = _from_decimal(below.strip())
        if divisor == 0:
            raise FormulaError(f"{shorten(number)!r} divides by zero")
        return _from_decimal(above.strip()) / divisor
    raise FormulaError(f"{shorten(repr(number))} is not a number")


def _bounded_int(number: int) -> Fraction:
    if abs(number) > 10**MAX_EXPONENT:
        raise FormulaError(f"a number beyond 10**{MAX_EXPONENT} in size, which no payoff needs")
    return Fraction(number)


def _from_decimal(text: str) -> Fraction:
    """Read a decimal within bounds: a float of 10**308 or a Decimal of a million digits would cost seconds later."""
    if len(text) > MAX_DIGITS:
        raise FormulaError(f"{shorten(text)!r} has more than {MAX_DIGITS} characters")
    if not _DECIMAL.fullmatch(text):
        raise FormulaError(f"{shorten(text)!r} is not a finite decimal number")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise FormulaError(f"{shorten(text)!r} is not a finite decimal number") from None
    if value and not -MAX_EXPONENT <= value.adjusted() <= MAX_EXPONENT:
        raise FormulaError(f"{shorten(text)!r} is beyond 10**{MAX_EXPONENT} (or 10**-{MAX_EXPONENT}) in size")
    return Fraction(value)


def core(*index: Any) -> Any:
    """Index of the last axes of an array, whatever its batch axes: ``(..., *index)``.

    Examples
    --------
    >>> payoffs = np.arange(24).reshape(3, 2, 2, 2)      # three games, two players, two actions each
    >>> payoffs[core(0, 1, 1)].tolist()
    [3, 11, 19]
    """
    return (..., *index)


def is_exact(array: Array) -> bool:
    """Tell whether an array holds exact numbers (fractions or integers) rather than floats."""
    return array.dtype == object or np.issubdtype(array.dtype, np.integer)


def as_payoffs(values: object) -> Array:
    """Return an array of float64, or of fractions where every entry is an integer or a fraction.

    Raises
    ------
    FormulaError
        If an entry is not a finite number.
    """
    array = np.asarray(values)
    if np.issubdtype(array.dtype, np.integer):
        array = array.astype(object)
    if array.dtype == object:
        flat = [_entry(entry) for entry in array.ravel()]
        if any(isinstance(entry, float) for entry in flat):
            return _finite(np.array([float(entry) for entry in flat]).reshape(array.shape))
        out = np.empty(len(flat), dtype=object)
        out[:] = flat
        return out.reshape(array.shape)
    if not np.issubdtype(array.dtype, np.floating):
        raise FormulaError(f"payoffs of type {array.dtype} are not numbers")
    return _finite(array.astype(np.float64, copy=False))


def row_of_numbers(values: Iterable[Any], *, exact: bool = True) -> Array:
    """Return numbers as a one-dimensional array that keeps fractions and large integers; of floats if not exact.

    Examples
    --------
    >>> row_of_numbers([Fraction(1, 2), 3]).tolist(), row_of_numbers([Fraction(1, 2), 3], exact=False).tolist()
    ([Fraction(1, 2), 3], [0.5, 3.0])
    """
    listed = list(values)
    row = np.empty(len(listed), dtype=object)
    row[:] = listed
    return row if exact else row.astype(np.float64)


def _entry(entry: object) -> Fraction | float:
    if isinstance(entry, float | np.floating):
        return float(entry)
    if isinstance(entry, int | np.integer | Fraction) and not isinstance(entry, bool):
        return Fraction(int(entry)) if not isinstance(entry, Fraction) else entry
    raise FormulaError(f"the payoff {shorten(repr(entry))} is not a number")


def _finite(array: Array) -> Array:
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise FormulaError(f"the payoff at {where} is {array[where]}, expected a finite number")
    return array


def payoff_span(payoffs: Array, axes: tuple[int, ...]) -> Any:
    """Largest less smallest payoff over the given axes; 1 where all payoffs are equal."""
    span = payoffs.max(axis=axes) - payoffs.min(axis=axes)
    return np.where(span == 0, span + 1, span)


def to_float(number: object) -> float:
    """Convert a fraction or float to float; out of range becomes an error rather than infinity."""
    try:
        value = float(number)  # type: ignore[arg-type]
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise FormulaError("a value is too large for floating point")
    return value
