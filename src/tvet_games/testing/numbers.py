"""Payoffs: few values, so that ties are common, or exact fractions of small size."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import ceil, floor

from hypothesis import strategies as st

small_integers = st.integers(-3, 3)
"""Few values, so that ties are common: degenerate games are the normal case."""


@cache
def small_fractions(low: Fraction | int, high: Fraction | int, *, max_denominator: int) -> st.SearchStrategy[Fraction]:
    """Fractions between two ends, whole numbers and those near zero first.

    The values of ``hypothesis.strategies.fractions``, listed once: that one builds strategies at each draw, at five
    times the cost.

    Parameters
    ----------
    low, high : number
    max_denominator : int

    Returns
    -------
    SearchStrategy of Fraction

    Examples
    --------
    >>> from hypothesis import find
    >>> find(small_fractions(-1, 1, max_denominator=3), lambda x: x > 0)
    Fraction(1, 1)
    """
    low, high = Fraction(low), Fraction(high)
    listed = []
    for d in range(1, max_denominator + 1):
        numerators = sorted(range(ceil(low * d), floor(high * d) + 1), key=lambda n: (abs(n), n < 0))
        listed.append([Fraction(n, d) for n in numerators])
    return st.one_of([st.sampled_from(values) for values in listed if values])


fractions = small_fractions(-5, 5, max_denominator=7)
"""Fractions from -5 to 5, of denominators up to 7."""
