"""SymPy numbers for the formula walker.

Every formula has passed the whitelist before it gets here, and SymPy never sees its text: the walker builds expressions
from numbers and symbols. ``Min`` and ``Max`` stay unevaluated, because SymPy can take minutes to simplify them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy


class SympyAlgebra:
    """SymPy expressions with exact numbers.

    Examples
    --------
    >>> from tvet_games.model.formula import evaluate, parse
    >>> f = parse("training_cost - 0.5*max(a, b)")
    >>> print(evaluate(f, {n: sympy.Symbol(n) for n in f.names}, SympyAlgebra()))
    training_cost - Max(a, b)/2
    """

    def number(self, value: Fraction) -> Any:
        """Turn into an exact rational."""
        return sympy.Rational(value.numerator, value.denominator)

    def power(self, base: Any, exponent: int) -> Any:
        """Raise to a whole exponent."""
        if base == 0 and exponent < 0:
            raise ZeroDivisionError
        return base**exponent

    def call(self, name: str, arguments: list[Any]) -> Any:
        """Apply a function symbolically; numbers are compared at once."""
        if name in ("min", "max"):
            if all(argument.is_number for argument in arguments):
                return min(arguments) if name == "min" else max(arguments)
            return (sympy.Min if name == "min" else sympy.Max)(*arguments, evaluate=False)
        return {"exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt}[name](arguments[0])
