"""Payoffs and mixed strategies: few values, so that ties are common, or exact fractions of small size."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from math import ceil, floor, prod
from typing import Any

from hypothesis import strategies as st

from tvet_games.numerics import Array, row_of_numbers

Numbers = st.SearchStrategy[Any]
"""A strategy of integers, fractions, decimals or floats; each is taken for exactly what it is."""

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


def fraction_arrays(*shape: int, entries: Numbers = small_integers) -> st.SearchStrategy[Array]:
    """Arrays of fractions of a shape.

    Parameters
    ----------
    *shape : int
    entries : SearchStrategy of numbers

    Returns
    -------
    SearchStrategy of array, shape ``shape``, dtype object

    Examples
    --------
    >>> from hypothesis import find
    >>> find(fraction_arrays(2, 1), lambda matrix: matrix.sum() > 0).tolist()
    [[Fraction(0, 1)], [Fraction(1, 1)]]
    """
    size = prod(shape)
    return st.lists(entries, min_size=size, max_size=size).map(lambda flat: _fractions(flat).reshape(shape))


def mixed_strategies(size: int) -> st.SearchStrategy[Array]:
    """Probabilities of some actions in fractions, the first action alone first.

    Parameters
    ----------
    size : int
        Number of actions.

    Returns
    -------
    SearchStrategy of array, shape (size,), dtype object

    Examples
    --------
    >>> from hypothesis import find
    >>> find(mixed_strategies(3), lambda p: (p > 0).all()).tolist()
    [Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)]
    """
    weights = st.tuples(*[st.integers(0, 4)] * size).map(lambda drawn: drawn if any(drawn) else (1, *drawn[1:]))
    return weights.map(lambda drawn: _fractions(Fraction(w, sum(drawn)) for w in drawn))


def _fractions(numbers: Iterable[Any]) -> Array:
    return row_of_numbers(map(Fraction, numbers))
