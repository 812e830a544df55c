"""The least level that satisfies polynomial conditions of degree at most two, in fractions.

Where it is not 0, the least level of ``{level >= 0 : every c0 + c1*level + c2*level**2 >= 0}`` is a root of one of the
conditions, because the set is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import isqrt

from tvet_games.linear_programs.certificate import ZERO

ROOT_SCALE = 10**18
"""An irrational root is given as fractions just below and just above it, this finely divided."""


def least_level(rows: Sequence[Sequence[Fraction]]) -> Fraction | None:
    """Return the least level, 0 or more, at which every condition holds; None where there is none.

    Parameters
    ----------
    rows : sequence of coefficients (c0, c1) or (c0, c1, c2)

    Returns
    -------
    Fraction or None
        Where the least level is irrational, a fraction just above it.

    Examples
    --------
    >>> least_level([(Fraction(-6), Fraction(4)), (Fraction(5), Fraction(-1))])
    Fraction(3, 2)
    >>> float(least_level([(Fraction(-2), Fraction(0), Fraction(1))]))
    1.4142135623730951
    """
    candidates = {ZERO} | {root for row in rows for root in _roots(row) if root > 0}
    return next((x for x in sorted(candidates) if all(_value(row, x) >= 0 for row in rows)), None)


def _value(row: Sequence[Fraction], x: Fraction) -> Fraction:
    return sum((c * x**k for k, c in enumerate(row)), ZERO)


def _roots(row: Sequence[Fraction]) -> Iterator[Fraction]:
    c0, c1, c2 = (*row, ZERO)[:3]
    if c2 == 0:
        if c1 != 0:
            yield -c0 / c1
        return
    inside = c1**2 - 4 * c0 * c2
    if inside < 0:
        return
    for root in _square_roots(inside):
        yield (-c1 - root) / (2 * c2)
        yield (-c1 + root) / (2 * c2)


def _square_roots(number: Fraction) -> tuple[Fraction, ...]:
    """The square root, or fractions on both sides of it where it is irrational."""
    scale = number.denominator * ROOT_SCALE
    scaled = number.numerator * number.denominator * ROOT_SCALE**2
    below = isqrt(scaled)
    ends = (below,) if below**2 == scaled else (below, below + 1)
    return tuple(Fraction(end, scale) for end in ends)
