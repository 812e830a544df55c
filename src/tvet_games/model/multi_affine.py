"""Numbers that are affine in each named parameter by itself, exact, and their least value over a box.

A number is a sum of monomials ``c x y ...`` in which no parameter stands twice. The reciprocal of a parameter x is a
variable of its own, ``1/x``, which falls where x grows; a monomial with both cancels them. A parameter has a range,
low to high, and the ranges of all parameters are a box. With the other parameters held, the number is linear in x (or
in 1/x), so over the box it is least at a vertex: :mod:`~tvet_games.model.box_minimum` finds it.

Two numbers have an order where one is at least the other on the whole box: so ``min``, ``max`` and comparisons work,
and anything else raises :class:`~tvet_games.errors.NotMultiAffineError`. A number without parameters is a Fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import Any

from tvet_games.errors import FormulaError, NotMultiAffineError
from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.box_minimum import (
    CONSTANT,
    ONE,
    ZERO,
    Box,
    Extreme,
    Interval,
    Monomial,
    Terms,
    bounds_of,
    influence,
    plain,
    substituted,
    terms_minimum,
    twin,
)


@dataclass(frozen=True, slots=True, eq=False)
class MultiAffine:
    """A number that is affine in each parameter by itself.

    Parameters
    ----------
    terms : mapping of frozenset of str to Fraction
        Coefficient of each monomial, none of them 0; ``1/x`` is the reciprocal of x.
    ranges : mapping of str to (low, high)
        Of the parameters; by it two numbers are compared.

    Raises
    ------
    NotMultiAffineError
        When an operation would leave these numbers, such as the square of a parameter.

    Examples
    --------
    >>> box = {"x": (Fraction(1), Fraction(2)), "y": (Fraction(0), Fraction(3))}
    >>> x, y = (parameter(name, box) for name in box)
    >>> (x * y - 2 * y + 1 / x).minimum()
    Extreme(value=Fraction(-2, 1), at={'y': Fraction(3, 1), 'x': Fraction(1, 1)})
    """

    terms: Terms
    ranges: Box = field(default_factory=dict, repr=False)

    @property
    def names(self) -> frozenset[str]:
        """The parameters it depends on."""
        return frozenset(plain(v) for monomial in self.terms for v in monomial)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MultiAffine) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms.items()))

    def __str__(self) -> str:
        return " + ".join("*".join([str(c), *sorted(m)]) for m, c in self.terms.items())

    # Arithmetic

    def __neg__(self) -> Form:
        return _form({m: -c for m, c in self.terms.items()}, self.ranges)

    def __add__(self, other: Any) -> Any:
        if not isinstance(other, MultiAffine | Fraction | int):
            return NotImplemented
        terms = dict(self.terms)
        for monomial, c in _terms(other).items():
            terms[monomial] = terms.get(monomial, ZERO) + c
        return _form(terms, self.ranges)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self + -other if isinstance(other, MultiAffine | Fraction | int) else NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return -self + other if isinstance(other, Fraction | int) else NotImplemented

    def __mul__(self, other: Any) -> Any:
        if not isinstance(other, MultiAffine | Fraction | int):
            return NotImplemented
        terms: dict[Monomial, Fraction] = {}
        for right, d in _terms(other).items():
            for left, c in self.terms.items():
                monomial = _product(left, right)
                terms[monomial] = terms.get(monomial, ZERO) + c * d
        return _form(terms, self.ranges)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, MultiAffine):
            return self * other.reciprocal()
        return self * (ONE / other) if isinstance(other, Fraction | int) else NotImplemented

    def __rtruediv__(self, other: Any) -> Any:
        return self.reciprocal() * other if isinstance(other, Fraction | int) else NotImplemented

    def reciprocal(self) -> MultiAffine:
        """Return 1 over a single monomial."""
        if len(self.terms) > 1:
            raise NotMultiAffineError(f"divides by a sum with {_listed(self.names)}", sorted(self.names))
        ((monomial, c),) = self.terms.items()
        for name in sorted(map(plain, monomial)):
            low, high = self.ranges.get(name, (ONE, ONE))
            if low <= 0 <= high:
                raise FormulaError(f"divides by {name}, whose range {low} to {high} holds 0")
        return MultiAffine({frozenset(map(twin, monomial)): ONE / c}, self.ranges)

    # Order: one number is at least the other on the whole box

    def __lt__(self, other: Any) -> bool:
        return self._sign(other) < 0

    def __le__(self, other: Any) -> bool:
        return self._sign(other) <= 0

    def __gt__(self, other: Any) -> bool:
        return self._sign(other) > 0

    def __ge__(self, other: Any) -> bool:
        return self._sign(other) >= 0

    def _sign(self, other: Any) -> int:
        """Order of two numbers on the box: 1 or -1 where they differ somewhere, 0 where they nowhere do."""
        gap = self - other
        if isinstance(gap, Fraction):
            return (gap > 0) - (gap < 0)
        if gap.names <= self.ranges.keys():
            if gap.minimum().value >= 0:
                return 1
            if gap.maximum().value <= 0:
                return -1
        widest = sorted(gap.names, key=lambda n: (-influence(gap.terms, n, gap.ranges), n))
        raise NotMultiAffineError(f"compares numbers whose order depends on {_listed(widest)}", widest[:1])

    # Values

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """Value at a point; more names do no harm.

        Raises
        ------
        FormulaError
            If a parameter has no value.
        """
        for name in sorted(self.names - values.keys()):
            raise FormulaError(f"{name!r} has no value")
        return _constant(reduce(lambda terms, n: substituted(terms, n, values[n]), self.names, self.terms))

    def bounds(self, box: Box | None = None) -> Interval:
        """An interval that holds every value over a box (by default the ranges), not always the tightest one."""
        return bounds_of(self.terms, self._box(box))

    def minimum(self, box: Box | None = None) -> Extreme:
        """Least value over a box (by default the ranges), exact, with a vertex at which it is taken.

        Raises
        ------
        NotMultiAffineError
            If a parameter and its reciprocal pull against each other, so that the least value may lie between its ends.
        """
        return terms_minimum(self.terms, self._box(box))

    def maximum(self, box: Box | None = None) -> Extreme:
        """Largest value over a box (by default the ranges), exact, with a vertex at which it is taken."""
        least = terms_minimum({m: -c for m, c in self.terms.items()}, self._box(box))
        return Extreme(-least.value, least.at)

    def _box(self, box: Box | None) -> Box:
        box = self.ranges if box is None else box
        for name in sorted(self.names - box.keys()):
            raise FormulaError(f"{name!r} has no range")
        return box


Form = MultiAffine | Fraction
"""A number of this algebra; those without a parameter are fractions."""


class MultiAffineAlgebra:
    """Numbers that are affine in each parameter by itself.

    Examples
    --------
    >>> from tvet_games.model.formula import evaluate, parse
    >>> box = {"cost": (Fraction(10), Fraction(20))}
    >>> str(evaluate(parse("max(cost/2, 3)"), {"cost": parameter("cost", box)}, MultiAffineAlgebra()))
    '1/2*cost'
    """

    def number(self, value: Fraction) -> Form:
        """Keep the number as it is."""
        return value

    def power(self, base: Form, exponent: int) -> Form:
        """Raise to a whole exponent; a parameter only to the powers -1, 0 and 1."""
        if isinstance(base, Fraction):
            return FRACTIONS.power(base, exponent)
        if exponent in (0, 1):
            return base if exponent else ONE
        if exponent == -1:
            return base.reciprocal()
        raise NotMultiAffineError(f"raises {_listed(base.names)} to the power {exponent}", sorted(base.names))

    def call(self, name: str, arguments: list[Form]) -> Form:
        """Take the least or largest of numbers that have an order on the box; other functions take constants only."""
        moving = [a for a in arguments if isinstance(a, MultiAffine)]
        if not moving:
            return FRACTIONS.call(name, [Fraction(a) for a in arguments if isinstance(a, Fraction)])
        if name == "min":
            return reduce(lambda a, b: a if a <= b else b, arguments)
        if name == "max":
            return reduce(lambda a, b: a if a >= b else b, arguments)
        names = frozenset().union(*(a.names for a in moving))
        raise NotMultiAffineError(f"takes {name} of {_listed(names)}", sorted(names))


def parameter(name: str, ranges: Box) -> MultiAffine:
    """Return a parameter as a number.

    Parameters
    ----------
    name : str
    ranges : mapping of str to (low, high)
        Of all parameters that are to be computed with.
    """
    return MultiAffine({frozenset([name]): ONE}, ranges)


def value_at(form: Form, values: Mapping[str, Fraction]) -> Fraction:
    """Value of a number at a point, with or without parameters."""
    return form.at(values) if isinstance(form, MultiAffine) else form


def least(form: Form) -> Extreme:
    """Least value of a number over its ranges, with or without parameters."""
    return form.minimum() if isinstance(form, MultiAffine) else Extreme(form, {})


def _form(terms: Terms, ranges: Box) -> Form:
    kept = {m: c for m, c in terms.items() if c}
    return MultiAffine(kept, ranges) if kept.keys() - {CONSTANT} else _constant(kept)


def _terms(number: MultiAffine | Fraction | int) -> Terms:
    return number.terms if isinstance(number, MultiAffine) else {CONSTANT: Fraction(number)}


def _constant(terms: Terms) -> Fraction:
    return terms.get(CONSTANT, ZERO)


def _product(left: Monomial, right: Monomial) -> Monomial:
    twice = sorted(map(plain, left & right))
    if twice:
        raise NotMultiAffineError(f"multiplies {_listed(twice)} by itself", twice)
    both = left | right
    return frozenset(v for v in both if twin(v) not in both)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
