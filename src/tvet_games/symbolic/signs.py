"""Signs of expressions in parameters that are not negative, shares among them between 0 and 1.

An expression is never negative if all its coefficients are, or if this holds at both ends 0 and 1 of each share in
which it is affine: the least value of an affine function lies at an end. This proves much and refutes nothing; what
cannot be proved can be looked up at the numbers of a calibration.
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

SHARES = tuple(sympy.Rational(k, 4) for k in (4, 0, 2, 3, 1))
"""Shares that are tried before a proof."""


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
    >>> signs.is_never_negative(1 + g - a), signs.is_never_negative(g - a)
    (True, False)
    """

    dimensions: Mapping[str, str]
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    _known: dict[Any, bool] = field(default_factory=dict, repr=False)

    def of(self, expression: Any) -> Sign:
        """Sign of an expression; where it is not proved, that at the numbers, or else 1."""
        if expression.is_number:
            return Sign(int(sympy.sign(expression)), True)
        for value in (1, -1):
            if self.is_never_negative(value * expression):
                return Sign(value, True)
        at = expression.xreplace(
            {s: _rational(self.numbers[s.name]) for s in expression.free_symbols if s.name in self.numbers}
        )
        return Sign(-1 if at.is_number and at < 0 else 1, False)

    def is_never_negative(self, expression: Any) -> bool:
        """Whether a proof is found that an expression is at least 0 wherever it has a value."""
        if expression.is_number:
            return bool(expression >= 0)
        if expression not in self._known:
            self._known[expression] = self._is_proved(expression)
        return self._known[expression]

    def _is_proved(self, expression: Any) -> bool:
        if any(value < 0 for value in self._tries(expression)):
            return False
        assumed = {
            s: sympy.Symbol(s.name, nonnegative=True) for s in expression.free_symbols if s.name in self.dimensions
        }
        above, below = sympy.fraction(sympy.together(expression.xreplace(assumed)))
        return any(self._ends(sympy.expand(s * above)) and self._ends(sympy.expand(s * below)) for s in (1, -1))

    def _tries(self, expression: Any) -> Iterator[Any]:
        """Values at a few points, to save proofs that cannot succeed."""
        names = sorted((s for s in expression.free_symbols if s.name in self.dimensions), key=lambda s: s.name)
        if len(names) < len(expression.free_symbols):
            return
        for k in range(2 * len(AMOUNTS)):
            point = {s: self._try(s.name, k + j * (1 + k // len(AMOUNTS))) for j, s in enumerate(names)}
            value = expression.xreplace(point)
            if value.is_real:
                yield value

    def _try(self, name: str, k: int) -> Any:
        options = SHARES if self.dimensions[name] == "share" else AMOUNTS
        return sympy.Integer(0) + options[k % len(options)]

    def _ends(self, expression: Any, depth: int = 0) -> bool:
        """Whether all coefficients are at least 0, if need be at both ends of the shares."""
        if expression.is_nonnegative:
            return True
        shares = [s for s in expression.free_symbols if self.dimensions.get(s.name) == "share"]
        for share in sorted(shares, key=lambda s: s.name):
            if depth < MAX_SHARES and expression.is_polynomial(share) and sympy.degree(expression, share) == 1:
                ends = (sympy.expand(expression.xreplace({share: sympy.Integer(end)})) for end in (0, 1))
                return all(self._ends(end, depth + 1) for end in ends)
        return False


def _rational(number: Fraction) -> Any:
    return sympy.Rational(number.numerator, number.denominator)
