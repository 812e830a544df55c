"""Expressions as people read them: what is added first, what is taken away last, inequalities without minus signs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy
from sympy.printing.str import StrPrinter

from tvet_games.model.latex import symbol_of


class _Printer(StrPrinter):  # type: ignore[misc]  # SymPy has no types
    """SymPy's own text, with the terms of a sum in another order."""

    def _as_ordered_terms(self, expr: Any, order: Any = None) -> list[Any]:
        terms = super()._as_ordered_terms(expr, order)
        return sorted(terms, key=lambda term: bool(term.could_extract_minus_sign()))


def text_of(expression: Any) -> str:
    """Write an expression as text.

    Examples
    --------
    >>> cost, output = sympy.Symbol("training_cost"), sympy.Symbol("output")
    >>> text_of(cost - output)
    'training_cost - output'
    """
    return str(_Printer().doprint(expression))


def at_least_zero(expression: Any) -> str:
    """Write that an expression is at least 0, what is taken away on the other side.

    Examples
    --------
    >>> gain, effort = sympy.Symbol("gain"), sympy.Symbol("effort")
    >>> at_least_zero(-effort + gain), at_least_zero(gain - 3), at_least_zero(2 - effort)
    ('gain >= effort', 'gain >= 3', 'effort <= 2')
    """
    left, right = _sides(expression)
    return f"{text_of(right)} <= {text_of(left)}" if left.is_number else f"{text_of(left)} >= {text_of(right)}"


def below_zero(expression: Any) -> str:
    """Write that an expression is below 0, what is taken away on the other side.

    Examples
    --------
    >>> gain, effort = sympy.Symbol("gain"), sympy.Symbol("effort")
    >>> below_zero(gain - effort), below_zero(effort - 3), below_zero(2 - effort), below_zero(-gain)
    ('gain < effort', 'effort < 3', 'effort > 2', 'gain > 0')
    """
    left, right = _sides(expression)
    return f"{text_of(right)} > {text_of(left)}" if left.is_number else f"{text_of(left)} < {text_of(right)}"


def latex_below_zero(expression: Any, symbols: Mapping[str, str]) -> str:
    r"""Write the same in LaTeX.

    Examples
    --------
    >>> print(latex_below_zero(sympy.Symbol("training_cost") - sympy.Symbol("gain"), {"training_cost": "C"}))
    C < \mathrm{gain}
    """
    left, right = _sides(expression)
    one, other, sign = (right, left, ">") if left.is_number else (left, right, "<")
    return f"{latex_of(one, symbols)} {sign} {latex_of(other, symbols)}"


def latex_at_least_zero(expression: Any, symbols: Mapping[str, str]) -> str:
    r"""Write that an expression is at least 0, what is taken away on the other side, in LaTeX.

    Examples
    --------
    >>> gain, cost = sympy.Symbol("gain"), sympy.Symbol("C")
    >>> print(latex_at_least_zero(gain - 3, {"gain": "G"}), latex_at_least_zero(2 - cost, {}))
    G \geq 3 C \leq 2
    """
    left, right = _sides(expression)
    one, other, sign = (right, left, r"\leq") if left.is_number else (left, right, r"\geq")
    return f"{latex_of(one, symbols)} {sign} {latex_of(other, symbols)}"


def _sides(expression: Any) -> tuple[Any, Any]:
    """What is added and what is taken away."""
    terms = sympy.Add.make_args(expression)
    taken = [-term for term in terms if term.could_extract_minus_sign()]
    given = [term for term in terms if not term.could_extract_minus_sign()]
    return sympy.Add(*given), sympy.Add(*taken)


def latex_of(expression: Any, symbols: Mapping[str, str]) -> str:
    r"""Write an expression in LaTeX with the given symbols, other names upright.

    Examples
    --------
    >>> print(latex_of(1 - sympy.Symbol("fine_multiple"), {}), latex_of(1 / sympy.Symbol("gain"), {"gain": "G"}))
    1 - \mathrm{fine\_multiple} \frac{1}{G}
    >>> print(latex_of(sympy.Symbol("alpha") * sympy.Symbol("C_s"), {}))
    C_{s} \alpha
    """
    names = {s: symbol_of(s.name, symbols.get(s.name, "")) for s in expression.free_symbols}
    # Names of several letters need a space between them.
    apart = r" \, " if any(r"\mathrm" in name for name in names.values()) else " "
    return str(sympy.latex(expression, symbol_names=names, mul_symbol=apart))
