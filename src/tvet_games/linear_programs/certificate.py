"""Linear constraints in fractions, and proofs about programs of them that anyone can check.

Minimise ``cost . x`` subject to ``a . x >= b`` for every constraint, bounds among them:

- optimal: a vertex x, and multipliers y >= 0 with ``sum y_r a_r = cost`` and ``y . b = cost . x`` (duality);
- infeasible: multipliers y >= 0 with ``sum y_r a_r = 0`` and ``y . b > 0`` (Farkas).

References
----------
Farkas (1902), Theorie der einfachen Ungleichungen, Journal für die reine und angewandte Mathematik 124.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import lcm

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Constraint:
    """``coefficients . x >= bound``.

    Attributes
    ----------
    coefficients : tuple of Fraction
    bound : Fraction
    terms : tuple of (index, Fraction)
        The coefficients that are not zero.
    """

    coefficients: tuple[Fraction, ...] = field(compare=False)
    bound: Fraction
    terms: tuple[tuple[int, Fraction], ...] = field(init=False, repr=False)
    _whole: tuple[tuple[tuple[int, int], ...], int] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", tuple((k, a) for k, a in enumerate(self.coefficients) if a))
        object.__setattr__(self, "_whole", None)

    def slack(self, x: Sequence[Fraction]) -> Fraction:
        """How far inside the constraint a point is; negative outside."""
        return sum((a * x[k] for k, a in self.terms), -self.bound)

    def is_violated(self, x: Sequence[int], divisor: int) -> bool:
        """Whether the point ``x / divisor`` (in whole numbers, which is faster) is outside."""
        terms, bound = self._whole or self._in_whole_numbers()
        return sum([a * x[k] for k, a in terms]) < bound * divisor

    def _in_whole_numbers(self) -> tuple[tuple[tuple[int, int], ...], int]:
        """The same constraint with whole coefficients and bound; computed once, when it is first needed."""
        common = lcm(self.bound.denominator, *(a.denominator for _, a in self.terms))
        terms = tuple((k, a.numerator * (common // a.denominator)) for k, a in self.terms)
        whole = terms, self.bound.numerator * (common // self.bound.denominator)
        object.__setattr__(self, "_whole", whole)
        return whole


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proof in fractions, which anyone can check with additions and multiplications.

    Attributes
    ----------
    kind : str
        ``optimal`` or ``infeasible``.
    cost : tuple of Fraction
    constraints : tuple of Constraint
        The bounds of the variables (see :func:`box`), then the rows.
    x : tuple of Fraction
        The vertex; empty where infeasible.
    multipliers : tuple of (index, Fraction)
        Multiplier of each constraint that has one.
    active : tuple of int
        The active constraints of the vertex: where a program with further rows may start.
    """

    kind: str
    cost: tuple[Fraction, ...]
    constraints: tuple[Constraint, ...]
    x: tuple[Fraction, ...]
    multipliers: tuple[tuple[int, Fraction], ...]
    active: tuple[int, ...] = field(default=(), repr=False, compare=False)

    @property
    def value(self) -> Fraction:
        """Cost of the vertex."""
        return sum((c * x for c, x in zip(self.cost, self.x, strict=True) if c and x), ZERO)

    def verify(self) -> bool:
        """Check the proof: feasibility, signs, the combination of constraints, and equal primal and dual values."""
        if any(y < 0 for _, y in self.multipliers):
            return False
        combined = [ZERO] * len(self.cost)
        bound = ZERO
        for r, y in self.multipliers:
            bound += y * self.constraints[r].bound
            for k, a in self.constraints[r].terms:
                combined[k] += y * a
        if self.kind == "infeasible":
            return not any(combined) and bound > 0
        whole, divisor = in_whole_numbers(self.x)
        feasible = not any(constraint.is_violated(whole, divisor) for constraint in self.constraints)
        return feasible and tuple(combined) == self.cost and bound == self.value


@lru_cache(maxsize=256)
def box(low: tuple[Fraction, ...], high: tuple[Fraction | None, ...]) -> tuple[Constraint, ...]:
    """Bounds as constraints: for each variable its lower, then (where there is one) its upper bound."""
    constraints = []
    for k, (least, most) in enumerate(zip(low, high, strict=True)):
        unit = tuple(ONE if j == k else ZERO for j in range(len(low)))
        constraints.append(Constraint(unit, least))
        if most is not None:
            constraints.append(Constraint(tuple(-u for u in unit), -most))
    return tuple(constraints)


def in_whole_numbers(x: Sequence[Fraction]) -> tuple[list[int], int]:
    """A point as whole numbers over a common divisor."""
    divisor = lcm(*(v.denominator for v in x))
    return [v.numerator * (divisor // v.denominator) for v in x], divisor
