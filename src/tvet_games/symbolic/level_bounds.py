"""What conditions whose coefficients are expressions say of a level, and the least level that satisfies them.

A condition is ``c0 + c1*level + c2*level**2 >= 0``. With c2 = 0 it is a lower bound -c0/c1 where c1 > 0, an upper bound
where c1 < 0 and a condition on the parameters alone where c1 = 0. A set of conditions asks for a level between its
largest lower bound (or 0) and its least upper bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import sympy

from tvet_games.errors import FormulaError, shorten
from tvet_games.numerics import to_float
from tvet_games.symbolic.signs import Signs

Kind = Literal["at least", "at most", "condition"]

ZERO = sympy.Integer(0)


@dataclass(frozen=True, slots=True)
class Bound:
    """What one condition says of the level.

    Attributes
    ----------
    kind : str
    expression : sympy.Expr
        The level is at least, or at most, this; for a condition: this is at least 0.
    where : sympy.Expr or None
        More than 0 wherever the bound has this form; None where that is proved.
    """

    kind: Kind
    expression: Any
    where: Any = None


@dataclass(frozen=True, slots=True)
class Range:
    """The levels that a set of conditions leaves.

    Attributes
    ----------
    lower : tuple of sympy.Expr
        The least level is the largest of them; bounds that can never be the largest are left out.
    conditions : tuple of sympy.Expr
        At least 0 wherever there is such a level; what always holds is left out.
    is_possible : bool
        False where a condition fails whatever the parameters.
    """

    lower: tuple[Any, ...]
    conditions: tuple[Any, ...]
    is_possible: bool

    @property
    def least(self) -> Any:
        """The least level where all conditions hold."""
        return self.lower[0] if len(self.lower) == 1 else sympy.Max(*self.lower, evaluate=False)


def tidy(value: Any) -> Any:
    """Multiply out, and turn fractions into numbers of SymPy."""
    return sympy.expand(value + ZERO)


def product_row(
    first: Sequence[Any], second: Sequence[Any], third: Sequence[Any], fourth: Sequence[Any]
) -> tuple[Any, Any, Any]:
    """Coefficients of ``first*second - third*fourth`` for factors ``(c0, c1)`` that are affine in the level."""
    (a0, a1), (b0, b1), (c0, c1), (d0, d1) = first, second, third, fourth
    return (
        _shorter(a0 * b0 - c0 * d0),
        _shorter(a0 * b1 + a1 * b0 - c0 * d1 - c1 * d0),
        _shorter(a1 * b1 - c1 * d1),
    )


def _shorter(expression: Any) -> Any:
    """Multiplied out, unless that is longer."""
    return min(tidy(expression), expression + ZERO, key=sympy.count_ops)


def linear_bound(coefficients: Sequence[Any], signs: Signs) -> Bound:
    """What ``c0 + c1*level >= 0`` says of the level, in lowest terms."""
    c0, c1 = coefficients
    if c1 == 0:
        return Bound("condition", c0)
    sign = signs.of(c1)
    plain = sympy.expand(-c0 / c1) if c1.is_number else sympy.cancel(-c0 / c1)
    bound = _with_positive_denominator(min(plain, -c0 / c1, key=sympy.count_ops), signs)
    return Bound("at least" if sign.value > 0 else "at most", bound, None if sign.is_proved else sign.value * c1)


def _with_positive_denominator(quotient: Any, signs: Signs) -> Any:
    above, below = sympy.fraction(quotient)
    if below.is_number or not signs.is_never_negative(-below):
        return quotient
    return sympy.expand(-above) / sympy.expand(-below)


def quadratic_bounds(coefficients: Sequence[Any], signs: Signs) -> list[list[Bound]]:
    """What ``c0 + c1*level + c2*level**2 >= 0`` says of the level: one of several sets of bounds."""
    c0, c1, c2 = coefficients
    if c2 == 0:
        return [[linear_bound((c0, c1), signs)]]
    sign = signs.of(c2)
    where = None if sign.is_proved else sign.value * c2
    inside = _shorter(c1**2 - 4 * c0 * c2)
    real = Bound("condition", inside)
    if inside.is_number and inside < 0:
        return [[Bound("condition", -inside) if sign.value > 0 else real]]
    low, high = ((-c1 - s * sign.value * sympy.sqrt(inside)) / (2 * c2) for s in (1, -1))
    if sign.value < 0:
        return [[Bound("at least", low, where), Bound("at most", high, where), real]]
    return [[Bound("at least", high, where), real], [Bound("at most", low, where), real], [Bound("condition", -inside)]]


def range_of(bounds: Sequence[Bound | Any], signs: Signs) -> Range:
    """Put bounds together, without those that can never bind."""
    lower = _largest([b.expression for b in bounds if b.kind == "at least"], signs)
    upper = [b.expression for b in bounds if b.kind == "at most"]
    conditions = [b.expression for b in bounds if b.kind == "condition"]
    conditions += [tidy(high - low) for high in upper for low in {ZERO: None, **dict.fromkeys(lower)}]
    kept = [c for c in dict.fromkeys(conditions) if not signs.is_never_negative(c)]
    return Range(lower, tuple(kept), not any(c.is_number for c in kept))


def _largest(bounds: Sequence[Any], signs: Signs) -> tuple[Any, ...]:
    """The bounds of which one may be the largest, 0 among them."""
    floor = max([ZERO, *(b for b in bounds if b.is_number)])
    moving = [b for b in dict.fromkeys(bounds) if not b.is_number and not signs.is_at_least(floor, b)]
    kept: list[Any] = []
    for bound in moving:
        if not any(signs.is_at_least(other, bound) for other in kept):
            kept = [other for other in kept if not signs.is_at_least(bound, other)] + [bound]
    if not any(signs.is_at_least(bound, floor) for bound in kept):
        kept.insert(0, floor)
    return tuple(kept)


def without_dearer(ranges: Sequence[Range], signs: Signs) -> list[int]:
    """Indices of the ranges that may hold the least level of all."""
    kept: list[int] = []
    for k, own in enumerate(ranges):
        if own.is_possible and not any(_is_below(ranges[j], own, signs) for j in kept):
            kept = [j for j in kept if not _is_below(own, ranges[j], signs)] + [k]
    return kept


def _is_below(one: Range, other: Range, signs: Signs) -> bool:
    """Whether one range has a level wherever the other has, and never a larger one, as far as can be proved."""
    return set(one.conditions) <= set(other.conditions) and all(
        any(signs.is_at_least(high, low) for high in other.lower) for low in one.lower
    )


def least_of(ranges: Sequence[Range]) -> tuple[Any, tuple[Any, ...]]:
    """The least level over several ranges, and the conditions that all of them have.

    A range whose other conditions fail counts as infinite; so does having no range.
    """
    if not ranges:
        return sympy.oo, ()
    common = tuple(c for c in ranges[0].conditions if all(c in r.conditions for r in ranges))
    levels = [_where(r.least, [c for c in r.conditions if c not in common]) for r in ranges]
    return (levels[0] if len(levels) == 1 else sympy.Min(*levels, evaluate=False)), common


def _where(level: Any, conditions: Sequence[Any]) -> Any:
    if not conditions:
        return level
    return sympy.Piecewise((level, sympy.And(*(sympy.Ge(c, 0) for c in conditions))), (sympy.oo, True))


def number_at(expression: Any, values: Mapping[str, Fraction]) -> Fraction:
    """Value of an expression; exact, or rounded to a double where it is not rational.

    Raises
    ------
    FormulaError
        If it has no finite value there.
    """
    point = {s: sympy.Rational(values[s.name].numerator, values[s.name].denominator) for s in expression.free_symbols}
    value = expression.xreplace(point)
    if value.is_Rational:
        return Fraction(int(value.p), int(value.q))
    if not (value.is_number and value.is_real and value.is_finite):
        raise FormulaError(f"{shorten(str(expression))!r} has no finite value at these values")
    return Fraction(to_float(float(value)))
