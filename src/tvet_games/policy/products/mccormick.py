"""Lifted forms: what is not affine in the levels becomes an auxiliary variable with linear rows that hold for it.

Formulas are walked over forms ``constant + sum of a_k x_k``. Every variable has an interval. A product of two forms
becomes a variable w with the four rows of McCormick, which are its convex and concave envelope over the box:

    w >= x_low y + y_low x - x_low y_low,     w <= x_high y + y_low x - x_high y_low,
    w >= x_high y + y_high x - x_high y_high, w <= x_low y + y_high x - x_low y_high.

A function that bends one way (1/x, sqrt, exp, log, the larger of 0 and x) lies between its chord and its tangents.
Everything is in fractions; a root, exponential or logarithm is rounded to the side on which the row still holds.

References
----------
McCormick (1976), Computability of global solutions to factorable nonconvex programs, Mathematical Programming 10.
doi:10.1007/BF01580665
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tvet_games.errors import FormulaError
from tvet_games.linear_programs.certificate import ONE, ZERO
from tvet_games.model.algebra import FRACTIONS

ROUNDING = Fraction(1, 2**40)
"""By which share a rounded value is moved to the safe side: far more than a double is off."""

TANGENTS = 3
"""Tangents of a bent function, at both ends and between."""

Terms = dict[int, Fraction]


@dataclass(slots=True)
class Lift:
    """The variables and rows that a set of formulas needs.

    Attributes
    ----------
    low, high : list of Fraction
        Interval of each variable.
    rows : list of (terms, bound)
        ``sum of terms >= bound``.

    Examples
    --------
    >>> lift = Lift()
    >>> x, y = lift.variable(ZERO, 2 * ONE), lift.variable(ONE, 3 * ONE)
    >>> [str(end) for end in (x * y).interval], len(lift.rows)
    (['0', '6'], 4)
    """

    low: list[Fraction] = field(default_factory=list)
    high: list[Fraction] = field(default_factory=list)
    rows: list[tuple[Terms, Fraction]] = field(default_factory=list)
    _known: dict[object, Form] = field(default_factory=dict)

    def variable(self, low: Fraction, high: Fraction) -> Form:
        """A new variable."""
        self.low.append(low)
        self.high.append(high)
        return Form(self, ZERO, {len(self.low) - 1: ONE})

    def require(self, form: Form) -> None:
        """The form is at least 0."""
        self.rows.append((form.terms, -form.constant))

    def once(self, key: object, make: Callable[[], Form]) -> Form:
        """The same expression is the same variable."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def product(self, x: Form, y: Form) -> Form:
        """A variable for the product of two forms."""
        first, second = sorted((x.key, y.key), key=repr)
        return self.once(("*", first, second), lambda: self._product(x, y))

    def _product(self, x: Form, y: Form) -> Form:
        (x0, x1), (y0, y1) = x.interval, y.interval
        corners = [x0 * y0, x0 * y1, x1 * y0, x1 * y1]
        square = x.key == y.key
        w = self.variable(max(min(corners), ZERO) if square else min(corners), max(corners))
        self.require(w - x0 * y - y0 * x + x0 * y0)
        self.require(w - x1 * y - y1 * x + x1 * y1)
        self.require(x1 * y + y0 * x - x1 * y0 - w)
        self.require(x0 * y + y1 * x - x0 * y1 - w)
        if square:
            middle = (x0 + x1) / 2
            self.require(w - 2 * middle * x + middle * middle)
        return w

    def bent(self, key: object, x: Form, ends: tuple[Fraction, Fraction], lines: Sequence[Form], convex: bool) -> Form:
        """A variable for a function of x that bends one way, given its values at the ends and its tangents."""

        def make() -> Form:
            x0, x1 = x.interval
            w = self.variable(min(ends), max(ends))
            chord = ends[0] + (ends[1] - ends[0]) / (x1 - x0) * (x - x0)
            self.require(chord - w if convex else w - chord)
            for line in lines:
                self.require(w - line if convex else line - w)
            return w

        return self.once((key, x.key), make)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """``constant + sum of terms[k] * variable k``.

    Attributes
    ----------
    lift : Lift
    constant : Fraction
    terms : dict of int to Fraction
    """

    lift: Lift
    constant: Fraction
    terms: Terms

    @property
    def key(self) -> object:
        """Equal for equal forms."""
        return (self.constant, tuple(sorted((k, a) for k, a in self.terms.items() if a)))

    @property
    def interval(self) -> tuple[Fraction, Fraction]:
        """Least and largest value over the box."""
        low = high = self.constant
        for k, a in self.terms.items():
            ends = (a * self.lift.low[k], a * self.lift.high[k])
            low, high = low + min(ends), high + max(ends)
        return low, high

    def __neg__(self) -> Form:
        return Form(self.lift, -self.constant, {k: -a for k, a in self.terms.items()})

    def __add__(self, other: Any) -> Form:
        if not isinstance(other, Form):
            return Form(self.lift, self.constant + other, self.terms)
        terms = dict(self.terms)
        for k, a in other.terms.items():
            terms[k] = terms.get(k, ZERO) + a
        return Form(self.lift, self.constant + other.constant, terms)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if not isinstance(other, Form):
            return Form(self.lift, self.constant * other, {k: a * other for k, a in self.terms.items()})
        if not self.varies:
            return other * self.interval[0]
        return self * other.interval[0] if not other.varies else self.lift.product(self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return self * (reciprocal(other) if isinstance(other, Form) else 1 / Fraction(other))

    def __rtruediv__(self, other: Any) -> Any:
        return reciprocal(self) * other

    @property
    def varies(self) -> bool:
        """Whether it can take more than one value."""
        low, high = self.interval
        return low < high

    # The larger of two bills is one of them wherever the box decides; elsewhere either bounds it from below.
    def __ge__(self, other: Any) -> bool:
        return self.interval[0] >= (other.interval[1] if isinstance(other, Form) else other)

    def __le__(self, other: Any) -> bool:
        return not self >= other

    __gt__, __lt__ = __ge__, __le__


class LiftedAlgebra:
    """Formulas over forms; numbers stay fractions."""

    def number(self, value: Fraction) -> Fraction:
        """Keep the number as it is."""
        return value

    def power(self, base: Any, exponent: int) -> Any:
        """Multiply as often."""
        if not isinstance(base, Form):
            return FRACTIONS.power(base, exponent)
        result: Any = ONE
        for _ in range(abs(exponent)):
            result = base * result
        return 1 / result if exponent < 0 else result

    def call(self, name: str, arguments: list[Any]) -> Any:
        """Apply a function: what bends one way becomes a variable between its chord and its tangents."""
        if not any(isinstance(a, Form) for a in arguments):
            return FRACTIONS.call(name, arguments)
        if name in ("min", "max"):
            sign = 1 if name == "max" else -1
            largest = sign * arguments[0]
            for other in arguments[1:]:
                largest = largest + _above_zero(sign * other - largest)
            return sign * largest
        (x,) = arguments
        if not x.varies:
            return FRACTIONS.call(name, [x.interval[0]])
        return {"sqrt": _root, "exp": _exponential, "log": _logarithm}[name](x)


def _above_zero(x: Any) -> Any:
    """The larger of a form and 0."""
    if not isinstance(x, Form):
        return max(x, ZERO)
    low, high = x.interval
    if low >= 0 or high <= 0:
        return x if low >= 0 else ZERO
    return x.lift.bent("max", x, (ZERO, high), [x, 0 * x], convex=True)


def reciprocal(x: Form) -> Any:
    """One over a form."""
    low, high = x.interval
    if low <= 0 <= high:
        raise FormulaError("a formula may divide by zero within the bounds of the levels")
    if high < 0:
        return -reciprocal(-x)
    lines = [2 / m - x / (m * m) for m in _between(low, high)]
    return x.lift.bent("1/", x, (1 / low, 1 / high), lines, convex=True) if x.varies else 1 / low


def _root(x: Form) -> Form:
    low, high = x.interval
    if low < 0:
        raise FormulaError("a formula may take the root of a negative number within the bounds of the levels")
    lines = [s / 2 + x / (2 * s) for s in (FRACTIONS.call("sqrt", [m]) for m in _between(low, high)) if s]
    return _rounded("sqrt", x, lines, convex=False)


def _exponential(x: Form) -> Form:
    tops = [FRACTIONS.call("exp", [m]) for m in _between(*x.interval)]
    lines = [t * (1 + x - _up(FRACTIONS.call("log", [t]))) for t in tops if t]
    return _rounded("exp", x, lines, convex=True)


def _logarithm(x: Form) -> Form:
    low, high = x.interval
    if low <= 0:
        raise FormulaError("a formula may take the logarithm of what is not positive within the bounds of the levels")
    lines = [x / t + (_up(FRACTIONS.call("log", [t])) - 1) for t in _between(low, high)]
    return _rounded("log", x, lines, convex=False)


def _rounded(name: str, x: Form, lines: Sequence[Form], convex: bool) -> Form:
    ends = [FRACTIONS.call(name, [v]) for v in x.interval]
    safe = [_up(v) if convex else _down(v) for v in ends]
    w = x.lift.bent(name, x, (safe[0], safe[1]), lines, convex=convex)
    (k,) = w.terms
    x.lift.low[k], x.lift.high[k] = _down(min(ends)), _up(max(ends))
    return w


def _up(value: Fraction) -> Fraction:
    return value + abs(value) * ROUNDING + ROUNDING**2


def _down(value: Fraction) -> Fraction:
    return -_up(-value)


def _between(low: Fraction, high: Fraction) -> list[Fraction]:
    """Where the tangents touch, in numbers that a double holds."""
    points = [low + (high - low) * k / (TANGENTS - 1) for k in range(TANGENTS)]
    return [low, *(min(max(Fraction(float(v)), low), high) for v in points[1:-1]), high]
