"""Where an expression that must be below 0 changes sign as one symbol moves, as formulas and as numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any, Literal

import sympy

from tvet_games.symbolic.level_bounds import linear_bound, number_at
from tvet_games.symbolic.signs import Signs

MAX_BRANCHES = 64
"""Most ways in which the ``min`` and ``max`` of one eigenvalue are resolved for the phases."""

Side = Literal["above", "below"]

SIDES: dict[int, Side] = {1: "below", -1: "above"}
"""Where something is below 0 by the sign of its slope at 0."""


def thresholds(gain: Any, moved: Any, signs: Signs) -> list[tuple[Any, Side | None]]:
    """Return where an expression is 0, and on which side of that it is below 0.

    Parameters
    ----------
    gain : expression
    moved : symbol
    signs : Signs
        What is known of the symbols.

    Returns
    -------
    list of (expression or None, str or None)
        No formula: None, where it is neither of degree 1 or 2 nor a polynomial with numbers. No side: not proved. A
        single threshold with a side says everything; next to the threshold is meant where there are several.

    Examples
    --------
    >>> p, a = (sympy.Symbol(name, real=True) for name in "pa")
    >>> thresholds(a - 2 * p, p, Signs({"p": "money", "a": "money"}))
    [(a/2, 'above')]
    """
    above, below = sympy.fraction(sympy.together(gain))
    if not above.is_polynomial(moved):
        return [(None, None)]
    poly = sympy.Poly(above, moved)
    if poly.degree() < 1:
        return []
    if poly.degree() == 1:
        return [_affine(poly.all_coeffs(), below, signs)]
    if all(c.is_Rational for c in poly.all_coeffs()):
        return _at_roots(poly, next((s for s in (1, -1) if signs.is_never_negative(s * below)), 0))
    if poly.degree() > 2:
        return [(None, None)]
    c2, c1, c0 = poly.all_coeffs()
    root = sympy.sqrt(sympy.expand(c1**2 - 4 * c0 * c2))
    return [((-c1 - root) / (2 * c2), None), ((-c1 + root) / (2 * c2), None)]


def _affine(coefficients: Sequence[Any], below: Any, signs: Signs) -> tuple[Any, Side | None]:
    """The threshold of ``(c0 + c1 p)/below``, which grows with p through 0 where ``c1*below`` is above 0."""
    c1, c0 = coefficients
    threshold = linear_bound((c0, c1), signs).expression
    for sign, side in SIDES.items():
        if signs.is_never_negative(sign * c1 * below):
            return threshold, side
    return threshold, None


def _at_roots(poly: Any, below: int) -> list[tuple[Any, Side | None]]:
    """The roots of a polynomial over something of sign ``below``; it has one sign beyond the last of them."""
    found: list[tuple[Any, Side | None]] = []
    slope = below * int(sympy.sign(poly.LC()))
    for root, times in reversed(poly.real_roots(multiple=False)):
        found.insert(0, (root, SIDES.get(slope) if times % 2 else None))
        slope *= (-1) ** times
    return found


def zeros_and_poles(gain: Any, moved: Any) -> set[Fraction] | None:
    """Return numbers among which are all zeros and poles of an expression in one symbol.

    Parameters
    ----------
    gain : expression
        Rational in the symbol, ``min`` and ``max`` apart.
    moved : symbol

    Returns
    -------
    set of Fraction, or None
        Exact where they are rational, else rounded to a double; None where the expression is not of that form.

    Examples
    --------
    >>> p = sympy.Symbol("p", real=True)
    >>> sorted(str(zero) for zero in zeros_and_poles(sympy.Max(3 - p, p - 8, evaluate=False) + 1 / p - 1 / p, p))
    ['3', '8']
    """
    zeros: set[Fraction] = set()
    for branch in _branches(gain):
        for part in sympy.fraction(sympy.together(branch)):
            poly = sympy.Poly(part, moved) if part.is_polynomial(moved) else None
            if poly is None or not all(c.is_Rational for c in poly.all_coeffs()):
                return None
            if poly.degree() > 0:
                zeros |= {number_at(root, {}) for root in poly.real_roots()}
    return zeros


def _branches(gain: Any) -> list[Any]:
    """The expression with one argument for each ``min`` and ``max``, in every way; as it is where they are too many."""
    choices = sorted(gain.atoms(sympy.Min, sympy.Max), key=sympy.default_sort_key)
    if math.prod(len(choice.args) for choice in choices) > MAX_BRANCHES:
        return [gain]
    if not choices:
        return [gain]
    picked = (dict(zip(choices, arguments, strict=True)) for arguments in product(*(c.args for c in choices)))
    return [branch for pick in picked for branch in _branches(gain.xreplace(pick))]
