"""A lower bound for a basin of attraction: linear programs over boxes of directions.

Where both players' incentives are those of a coordination game, its direction is a threshold belief p of the first
player, one of the second, q, and a strength r (:mod:`directions`). In a box [p0, p1] x [r0, r1] no basin is larger than
that of the direction ``(1 - p0, -p0, r1 (1 - q), -r0 q)``, which is above all of them in every entry; so q is at most
the belief at which that one still has the share, and never above ``(1 - share) / p0``. That, and that the point is in
the box, are linear rows. The other two parts are dominance of either player. The basin is computed in floats, here with
a safety margin; all else is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from tvet_games.linear_programs.certificate import ONE, ZERO
from tvet_games.numerics import to_float
from tvet_games.policy.basin.best_bound import LowerBound, best_bound, relaxation
from tvet_games.policy.basin.directions import FINE, incentives_at, move
from tvet_games.policy.choices.branching import Found
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Condition, Row, combined, loss, row_of

MAX_BOXES = 150
"""Most linear programs."""

MAX_BOXES_OF_CHOICES = 15
"""The same where every box is a branch and bound of its own."""

SAFETY = 1e-6
"""Larger than the error of a basin."""

PROBES = 32
"""Beliefs tried at once on the way to the largest one."""

WIDE = 4
"""By which factor a box without end in r is cut from its end."""


@dataclass(frozen=True, slots=True)
class Box:
    """Directions of one conflict.

    Attributes
    ----------
    kind : str
        ``any``, ``saddle``, or whose cooperation is dominant: ``first``, ``second``.
    p0, p1, r0 : Fraction
    r1 : Fraction or None
        None for no end.
    """

    kind: str
    p0: Fraction = ZERO
    p1: Fraction = ONE
    r0: Fraction = ZERO
    r1: Fraction | None = None


Part = tuple[Box, ...]


def basin_bound(
    problem: PolicyProblem,
    rows: Sequence[Row],
    choices: Sequence[object],
    share: Fraction,
    cost: Fraction | None,
    most: int = MAX_BOXES,
) -> LowerBound:
    """Bound the least expected cost from below.

    Parameters
    ----------
    problem : PolicyProblem
        Of 2x2 conflicts.
    rows : sequence of Row
        All that holds whatever the choices.
    choices : sequence of Choice
        Of the criteria beside the basin.
    share : Fraction
        Of the starting points.
    cost : Fraction or None
        Of a policy that is known.
    most : int
        Most linear programs.

    Returns
    -------
    LowerBound
    """
    low, high = [lever.low for lever in problem.levers], [lever.high for lever in problem.levers]

    def solve(part: Part) -> tuple[Found | None, Sequence[object]]:
        own = [row for c, box in enumerate(part) for row in _rows(problem, c, box, share)]
        return relaxation(problem.expected_bill, low, high, [*rows, *own], choices)

    def split(part: Part, found: Found) -> list[Part]:
        deficits = [_deficit(problem, c, found.certificate.x, share) for c in range(len(part))]
        c = max(range(len(part)), key=lambda k: (part[k].kind in ("any", "saddle"), deficits[k]))
        if deficits[c] <= 0 or part[c].kind not in ("any", "saddle"):
            return []
        return [(*part[:c], box, *part[c + 1 :]) for box in _parts(part[c], _strength(problem, c, found.certificate.x))]

    return best_bound((Box("any"),) * len(problem.conflicts), solve, split, cost, most)  # type: ignore[arg-type]


def _deficit(problem: PolicyProblem, c: int, levels: Sequence[Fraction], share: Fraction) -> float:
    """What is missing to the basin at a point."""
    from tvet_games.solve.basin import basin_of_incentives

    return to_float(share) - float(basin_of_incentives(*map(to_float, incentives_at(problem, c, levels))))


def _strength(problem: PolicyProblem, c: int, levels: Sequence[Fraction]) -> Fraction:
    """The strength at a point, or 1, as a simple fraction."""
    a1, a2, b1, b2 = incentives_at(problem, c, levels)
    if a1 <= a2 or b1 <= b2:
        return ONE
    r = (b1 - b2) / (a1 - a2)
    return r.limit_denominator(FINE) or ONE / FINE


def _parts(box: Box, strength: Fraction) -> list[Box]:
    """Cut a box where it is widest, the strength counted in logarithms."""
    if box.kind == "any":
        return [Box("first"), Box("second"), Box("saddle")]
    p0, p1, r0, r1 = box.p0, box.p1, box.r0, box.r1
    if r1 is None:
        cut = strength * WIDE if strength > r0 else r0 * WIDE
    elif r0 == 0:
        cut = min(strength, r1) / WIDE
    elif r1 / r0 > (1 + (p1 - p0)) ** WIDE:
        cut = Fraction(float(r0 * r1) ** 0.5).limit_denominator(FINE)
    else:
        middle = (p0 + p1) / 2
        return [Box("saddle", p0, middle, r0, r1), Box("saddle", middle, p1, r0, r1)]
    if not r0 < cut or (r1 is not None and not cut < r1):
        return []
    return [Box("saddle", p0, p1, r0, cut), Box("saddle", p0, p1, cut, r1)]


def _rows(problem: PolicyProblem, c: int, box: Box, share: Fraction) -> list[Row]:
    """What every direction of a box with the basin satisfies."""
    one = Fraction(1)
    conditions: list[tuple[Fraction, Fraction, Fraction, Fraction]] = []
    if box.kind in ("first", "second"):
        conditions.append((ZERO, one, ZERO, ZERO) if box.kind == "first" else (ZERO, ZERO, ZERO, one))
    elif box.kind == "saddle":
        q = _largest_belief(box, share)
        conditions += [
            (ZERO, -one, ZERO, ZERO),
            (ZERO, ZERO, ZERO, -one),
            (box.p1, 1 - box.p1, ZERO, ZERO),
            (-box.p0, box.p0 - 1, ZERO, ZERO),
            (ZERO, ZERO, q, 1 - q),
            (-box.r0, box.r0, one, -one),
        ]
        if box.r1 is not None:
            conditions.append((box.r1, -box.r1, -one, one))
    moves = [move(c, player, other) for player in (0, 1) for other in (0, 1)]
    rows = []
    for weights in conditions:
        parts = [loss(m, w) for m, w in zip(moves, weights, strict=True) if w]
        rows.append(row_of(problem, Condition("deviation", (combined(*parts),), what="basin")))
    return rows


def _largest_belief(box: Box, share: Fraction) -> Fraction:
    """No direction in a box with the basin has a larger belief q."""
    from tvet_games.solve.basin import basin_of_incentives

    p0, r0 = float(box.p0), float(box.r0)
    r1 = float(box.r1) if box.r1 is not None else None
    bound = ONE if box.p0 <= 1 - share else (1 - share) / box.p0
    if r1 is None:
        return bound

    low, high = 0.0, 1.0
    while high - low > 1.0 / FINE:
        q = np.linspace(low, high, PROBES + 1)
        held = basin_of_incentives(1 - p0, -p0, r1 * (1 - q), -r0 * q) >= float(share) - SAFETY
        last = int(np.flatnonzero(held).max(initial=0))
        low, high = q[last], q[min(last + 1, PROBES)]
    return min(bound, Fraction(ceil(high * FINE), FINE))
