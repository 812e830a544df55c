"""Signs of expressions in parameters that are not negative, shares among them between 0 and 1.

A polynomial is never negative if none of its coefficients is, or if this holds at both ends 0 and 1 of a share in which
it is affine: the least value of an affine function lies at an end. A quotient is never negative if its numerator and
denominator have one sign. This proves much and refutes nothing; a sign that is not proved can be looked up at the
numbers of a calibration. Polynomials are kept as plain dictionaries, because many differences are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy

MAX_SHARES = 8
"""A proof splits at most this many shares, so it looks at no more than 2**8 ends."""

AMOUNTS = (1, 0, 10, 3, 100)
"""Amounts that are tried before a proof."""

SHARES = tuple(Fraction(k, 4) for k in (4, 0, 2, 3, 1))
"""Shares that are tried before a proof."""

Monomial = frozenset[tuple[str, int]]
"""Names with their exponents."""

Polynomial = dict[Monomial, Fraction]

ONE: Polynomial = {frozenset(): Fraction(1)}


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign of an expression.

    Attributes
    ----------
    value : int
        1, 0 or -1.
    is_proved : bool
        False where it is read off a calibration, or supposed.
    """

    value: int
    is_proved: bool


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of the parameters.

    Attributes
    ----------
    dimensions : mapping of str to str
        Names that are not among them may have any sign.
    numbers : mapping of str to Fraction
        Of a calibration, for signs that no proof is found for.

    Examples
    --------
    >>> a, g = (sympy.Symbol(name, real=True) for name in "ag")
    >>> signs = Signs({"a": "share", "g": "share"})
    >>> signs.is_never_negative(1 + g - a), signs.is_never_negative(g - a), signs.is_at_least(1 / g, a / g)
    (True, False, True)
    """

    dimensions: Mapping[str, str]
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    _quotients: dict[Any, tuple[Polynomial, Polynomial]] = field(default_factory=dict, repr=False)

    def of(self, expression: Any) -> Sign:
        """Sign of an expression; where it is not proved, that at the numbers, or else 1."""
        if expression.is_number:
            return Sign(int(sympy.sign(expression)), True)
        for value in (1, -1):
            if self.is_never_negative(value * expression):
                return Sign(value, True)
        known = {s: self.numbers[s.name] for s in expression.free_symbols if s.name in self.numbers}
        at = expression.xreplace({s: sympy.Rational(v.numerator, v.denominator) for s, v in known.items()})
        return Sign(-1 if at.is_number and at < 0 else 1, False)

    def is_never_negative(self, expression: Any) -> bool:
        """Whether a proof is found that an expression is at least 0 wherever it has a value."""
        return self.is_at_least(expression, sympy.Integer(0))

    def is_at_least(self, left: Any, right: Any) -> bool:
        """Whether a proof is found that one expression is at least another wherever both have values."""
        if left.is_number and right.is_number:
            return bool(left >= right)
        (a, b), (c, d) = self._quotient(left), self._quotient(right)
        if b == d:
            return self._is_proved(_difference(a, c), b)
        return self._is_proved(_difference(_product(a, d), _product(c, b)), _product(b, d))

    def _quotient(self, expression: Any) -> tuple[Polynomial, Polynomial]:
        if expression not in self._quotients:
            above, below = sympy.fraction(sympy.together(expression))
            self._quotients[expression] = _polynomial(above), _polynomial(below)
        return self._quotients[expression]

    def _is_proved(self, above: Polynomial, below: Polynomial) -> bool:
        names = sorted({name for monomial in (*above, *below) for name, _ in monomial})
        if any(_value(above, point) * _value(below, point) < 0 for point in self._tries(names)):
            return False
        return any(self._ends(_times(above, s)) and self._ends(_times(below, s)) for s in (1, -1))

    def _tries(self, names: list[str]) -> Iterator[dict[str, Fraction]]:
        """A few points, to save proofs that cannot succeed."""
        if all(name in self.dimensions for name in names):
            for k in range(2 * len(AMOUNTS)):
                yield {name: self._try(name, k + j * (1 + k // len(AMOUNTS))) for j, name in enumerate(names)}

    def _try(self, name: str, k: int) -> Fraction:
        options = SHARES if self.dimensions[name] == "share" else AMOUNTS
        return Fraction(options[k % len(options)])

    def _ends(self, polynomial: Polynomial, depth: int = 0) -> bool:
        """Whether no coefficient is negative, if need be at both ends of the shares."""
        if all(c >= 0 and all(n in self.dimensions or e % 2 == 0 for n, e in m) for m, c in polynomial.items()):
            return True
        if depth == MAX_SHARES:
            return False
        share = self._share(polynomial)
        return share != "" and all(self._ends(_at_end(polynomial, share, end), depth + 1) for end in (0, 1))

    def _share(self, polynomial: Polynomial) -> str:
        """A share in which the polynomial is affine, among those with a negative coefficient if there is one."""
        degrees: dict[str, int] = {}
        signed = set[str]()
        for monomial, coefficient in polynomial.items():
            for name, exponent in monomial:
                degrees[name] = max(exponent, degrees.get(name, 0))
                if coefficient < 0:
                    signed.add(name)
        affine = sorted(n for n, e in degrees.items() if e == 1 and self.dimensions.get(n) == "share")
        return next((n for n in affine if n in signed), affine[0] if affine else "")


def _polynomial(expression: Any) -> Polynomial:
    """A polynomial as a dictionary; what is not a symbol counts as a name of its own."""
    plain = sympy.expand(expression)  # a product that cancels is a number, of which SymPy makes no polynomial
    if plain.is_Rational:
        return {frozenset(): Fraction(int(plain.p), int(plain.q))} if plain else {}
    poly = sympy.Poly(plain)
    names = [g.name if g.is_Symbol else str(g) for g in poly.gens]
    out: Polynomial = {}
    for exponents, coefficient in poly.terms():
        monomial = frozenset((n, int(e)) for n, e in zip(names, exponents, strict=True) if e)
        out[monomial] = Fraction(int(coefficient.p), int(coefficient.q))
    return out


def _difference(left: Polynomial, right: Polynomial) -> Polynomial:
    out = dict(left)
    for monomial, coefficient in right.items():
        out[monomial] = out.get(monomial, Fraction(0)) - coefficient
    return {m: c for m, c in out.items() if c}


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    if right == ONE or left == ONE:
        return left if right == ONE else right
    out: Polynomial = {}
    for first, a in left.items():
        for second, b in right.items():
            exponents = dict(first)
            for name, exponent in second:
                exponents[name] = exponents.get(name, 0) + exponent
            monomial = frozenset(exponents.items())
            out[monomial] = out.get(monomial, Fraction(0)) + a * b
    return {m: c for m, c in out.items() if c}


def _times(polynomial: Polynomial, sign: int) -> Polynomial:
    return {m: sign * c for m, c in polynomial.items()}


def _at_end(polynomial: Polynomial, share: str, end: int) -> Polynomial:
    """The polynomial with a share at 0 or 1."""
    out: Polynomial = {}
    for monomial, coefficient in polynomial.items():
        rest = monomial - {(share, 1)}
        if end or len(rest) == len(monomial):
            out[rest] = out.get(rest, Fraction(0)) + coefficient
    return out


def _value(polynomial: Polynomial, point: Mapping[str, Fraction]) -> Fraction:
    total = Fraction(0)
    for monomial, coefficient in polynomial.items():
        for name, exponent in monomial:
            coefficient *= point[name] ** exponent
        total += coefficient
    return total
