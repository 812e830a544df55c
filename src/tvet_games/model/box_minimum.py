"""The least value over a box of a sum of monomials in which no parameter stands twice.

Terms map monomials to coefficients; a monomial is a set of variables, each a parameter x or its reciprocal ``1/x``.
With the other parameters held, the sum is linear in x or in 1/x, so it is least at a vertex of the box. Where the
partial derivative in x has one sign on the whole box, x goes to its worse end and the rest is reduced again; what is
left undecided is branched over, the node of least interval bound first. Where x and 1/x both stand and pull against
each other, the least value may lie between the ends: that is refused.

References
----------
Rikun (1997), A convex envelope formula for multilinear functions, J. Global Optimization 10, 425-437.
doi:10.1023/A:1008217604285
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Any

from tvet_games.errors import NotMultiAffineError

Interval = tuple[Fraction, Fraction]

Box = Mapping[str, Interval]
"""Low and high of each parameter."""

Monomial = frozenset[str]

Terms = Mapping[Monomial, Fraction]

ZERO, ONE = Fraction(0), Fraction(1)

CONSTANT: Monomial = frozenset()

RECIPROCAL = "1/"


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or largest value of a number over a box.

    Attributes
    ----------
    value : Fraction
    at : mapping of str to Fraction
        A vertex where it is taken; parameters that do not matter there are left out.
    """

    value: Fraction
    at: Mapping[str, Fraction]

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a parameter of the vertex."""
        import pandas as pd

        return pd.DataFrame({"value": dict(self.at)}, index=list(self.at))


def terms_minimum(terms: Terms, box: Box) -> Extreme:
    """Return the least value over a box, exact, with a vertex at which it is taken.

    Parameters
    ----------
    terms : mapping of frozenset of str to Fraction
    box : mapping of str to (low, high)
        A range for every parameter.

    Returns
    -------
    Extreme

    Raises
    ------
    NotMultiAffineError
        If a parameter and its reciprocal pull against each other.

    Examples
    --------
    >>> one = Fraction(1)
    >>> xy = {frozenset("xy"): one, frozenset("x"): -one}
    >>> terms_minimum(xy, {"x": (one, 2 * one), "y": (-one, one)})
    Extreme(value=Fraction(-4, 1), at={'x': Fraction(2, 1), 'y': Fraction(-1, 1)})
    """
    tick = count()
    heap: list[tuple[Fraction, int, Terms, dict[str, Fraction]]] = []

    def push(terms: Terms, at: dict[str, Fraction]) -> None:
        terms, at = _reduced(terms, at, box)
        heapq.heappush(heap, (bounds_of(terms, box)[0], next(tick), terms, at))

    push(terms, {})
    while True:
        bound, _, terms, at = heapq.heappop(heap)  # of least bound, so one without parameters is least
        names = names_of(terms)
        if not names:
            return Extreme(bound, at)
        safe = [name for name in names if _has_vertex_minimum(terms, name, box)]
        if not safe:
            raise NotMultiAffineError(f"holds both {names[0]} and 1/{names[0]}, which pull apart", names[:1])
        name = max(safe, key=lambda n: (influence(terms, n, box), n))
        for end in box[name]:
            push(substituted(terms, name, end), {**at, name: end})


def _reduced(terms: Terms, at: dict[str, Fraction], box: Box) -> tuple[Terms, dict[str, Fraction]]:
    """Fix every parameter whose partial derivative has one sign at its worse end, until none is left."""
    todo = True
    while todo:
        todo = False
        for name in names_of(terms):
            if not _derivative(terms, name) and not _derivative(terms, RECIPROCAL + name):
                continue
            low, high = _slope(terms, name, box)
            if low >= 0 or high <= 0:
                end = box[name][0] if low >= 0 else box[name][1]
                terms, at, todo = substituted(terms, name, end), {**at, name: end}, True
    return terms, at


def names_of(terms: Terms) -> list[str]:
    """The parameters of the terms, sorted."""
    return sorted({plain(v) for monomial in terms for v in monomial})


def _derivative(terms: Terms, variable: str) -> Terms:
    return {monomial - {variable}: c for monomial, c in terms.items() if variable in monomial}


def _slope(terms: Terms, name: str, box: Box) -> Interval:
    """An interval that holds the sign of the partial derivative in a parameter everywhere."""
    straight, inverse = _derivative(terms, name), _derivative(terms, RECIPROCAL + name)
    slope = bounds_of(straight, box)
    if not inverse:
        return slope
    fall = bounds_of({m: -c for m, c in inverse.items()}, box)
    if not straight:
        return fall
    below, above = sorted(1 / end**2 for end in box[name])
    low, high = _times(fall, (below, above))
    return slope[0] + low, slope[1] + high


def _has_vertex_minimum(terms: Terms, name: str, box: Box) -> bool:
    """Whether the number is linear in x or in 1/x, or concave in x: then it is least at an end."""
    straight, inverse = _derivative(terms, name), _derivative(terms, RECIPROCAL + name)
    if not straight or not inverse:
        return True
    low, high = bounds_of(inverse, box)
    return high <= 0 if box[name][0] > 0 else low >= 0


def influence(terms: Terms, name: str, box: Box) -> Fraction:
    """The most by which a parameter can move the value over its range; 0 where a range is not known."""
    if any(other not in box for other in names_of(terms)):
        return ZERO
    low, high = _slope(terms, name, box)
    return max(-low, high) * (box[name][1] - box[name][0])


def substituted(terms: Terms, name: str, value: Fraction) -> Terms:
    """The terms with a value in the place of a parameter."""
    out: dict[Monomial, Fraction] = {}
    inverse = RECIPROCAL + name
    for monomial, c in terms.items():
        if name in monomial:
            monomial, c = monomial - {name}, c * value
        elif inverse in monomial:
            monomial, c = monomial - {inverse}, c / value
        out[monomial] = out.get(monomial, ZERO) + c
    return {m: c for m, c in out.items() if c}


def bounds_of(terms: Terms, box: Box) -> Interval:
    """An interval that holds every value over a box: the sum of those of the monomials."""
    low = high = ZERO
    for monomial, c in terms.items():
        least, most = c, c
        for variable in monomial:
            least, most = _times((least, most), _interval(variable, box))
        low, high = low + least, high + most
    return low, high


def _interval(variable: str, box: Box) -> Interval:
    low, high = box[plain(variable)]
    return (1 / high, 1 / low) if variable.startswith(RECIPROCAL) else (low, high)


def _times(a: Interval, b: Interval) -> Interval:
    if b[0] >= 0:
        return a[0] * (b[0] if a[0] >= 0 else b[1]), a[1] * (b[1] if a[1] >= 0 else b[0])
    ends = [x * y for x in a for y in b]
    return min(ends), max(ends)


def twin(variable: str) -> str:
    """The reciprocal of a variable."""
    return variable[len(RECIPROCAL) :] if variable.startswith(RECIPROCAL) else RECIPROCAL + variable


def plain(variable: str) -> str:
    """The parameter behind a variable."""
    return variable[len(RECIPROCAL) :] if variable.startswith(RECIPROCAL) else variable
