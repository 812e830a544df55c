"""Commitment to mixed actions, by linear programs in fractions.

Symbols: mixed action x of the leader, follower's action b, expected payoffs ``l(x, b)`` and ``f(x, b)``; the region
``X(b)`` of the mixed actions to which b is a best reply. The regions are closed and cover all mixed actions.

With *optimistic* ties the leader gets ``max_b max_{x in X(b)} l(x, b)``: one program for each b.

With *pessimistic* ties it gets at x the least ``l(x, k)`` over all best replies k. Let ``E(b)`` be the actions that are
worth the same to the follower as b whatever the leader does. Where ``X(b)`` is as wide as the mixed actions themselves
(some x makes b better than all actions outside ``E(b)``), the leader comes as near as it likes to ``max_{x in X(b)}
min_{k in E(b)} l(x, k)`` by staying inside the region; narrower regions add nothing, for each of their points lies in a
wide one too. The supremum is the largest of these. It is attained exactly if there is an x in such a region that gives
as much, and at which every other best reply gives as much: looked for by adding, as long as there are any, the
actions that are tied on the whole set of candidates.

References
----------
Conitzer and Sandholm (2006), Computing the optimal strategy to commit to, ACM EC. doi:10.1145/1134707.1134717
von Stengel and Zamir (2010), Leadership games with convex strategy sets, Games and Economic Behavior 69.
doi:10.1016/j.geb.2009.11.008
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.linear_programs.certificate import ONE, ZERO, Certificate, Constraint
from tvet_games.numerics import Array

Table = list[list[Fraction]]
"""Payoffs by the leader's action, then the follower's."""


@dataclass(frozen=True, slots=True, eq=False)
class MixedCommitment:
    """The best mixed action to commit to.

    Attributes
    ----------
    strategy : array, shape (m,)
        [probability]
    reply : int
        The follower's action; where the value is not attained, the one near the strategy.
    value : number
        [the game's unit] What the leader gets, or the supremum of it.
    attained : bool
    """

    strategy: Array
    reply: int
    value: Any
    attained: bool


@dataclass(frozen=True, slots=True)
class _Sides:
    """Payoffs in fractions, and how close two of the follower's must be to be tied."""

    lead: Table
    follow: Table
    slack: Fraction

    @property
    def actions(self) -> range:
        return range(len(self.lead))

    @property
    def replies(self) -> range:
        return range(len(self.lead[0]))

    def column(self, b: int) -> list[Fraction]:
        """What the leader gets by each action against b."""
        return [row[b] for row in self.lead]

    def edge(self, b: int, k: int) -> list[Fraction]:
        """What the follower has more by b than by k, for each action of the leader."""
        return [row[b] - row[k] for row in self.follow]

    def alike(self, b: int) -> list[int]:
        """The actions worth the same to the follower as b whatever the leader does, b first."""
        others = [k for k in self.replies if k != b and all(abs(d) <= self.slack for d in self.edge(b, k))]
        return [b, *others]


def mixed_commitment(lead: Array, follow: Array, slack: Any, *, optimistic: bool = True) -> MixedCommitment:
    """Find the best mixed action to commit to.

    Parameters
    ----------
    lead, follow : array, shape (m, n)
        [any unit] Payoffs of leader and follower, by the leader's action, then the follower's.
    slack : number
        [same unit] The follower's payoffs within it are tied.
    optimistic : bool
        Whether the follower takes the best or the worst of tied replies for the leader.

    Returns
    -------
    MixedCommitment
        In fractions for fractions.

    Examples
    --------
    >>> found = mixed_commitment(np.array([[2, 4], [1, 3]], dtype=object), np.array([[1, 0], [0, 1]], dtype=object), 0)
    >>> print(*found.strategy, found.reply, found.value)
    1/2 1/2 1 7/2
    """
    sides = _Sides(_fractions(lead), _fractions(follow), Fraction(np.asarray(slack).item()))
    shares, reply, attained = _strong(sides) if optimistic else _weak(sides)
    value = _dot(shares, sides.column(reply))
    if not optimistic:
        value = min(_dot(shares, sides.column(k)) for k in sides.alike(reply))
    strategy: Array = np.empty(len(shares), dtype=object)
    strategy[:] = shares
    if lead.dtype != object:
        return MixedCommitment(strategy.astype(np.float64), reply, float(value), attained)
    return MixedCommitment(strategy, reply, value, attained)


def _strong(sides: _Sides) -> tuple[list[Fraction], int, bool]:
    best: tuple[Fraction, int, list[Fraction]] | None = None
    for b in sides.replies:
        if best is not None and max(sides.column(b)) <= best[0]:
            continue
        found = _most(sides, sides.column(b), _region(sides, b))
        if found is not None and (best is None or found[0] > best[0]):
            best = found[0], b, found[1]
    assert best is not None  # the regions cover all mixed actions
    return best[2], best[1], True


def _weak(sides: _Sides) -> tuple[list[Fraction], int, bool]:
    candidates = []
    for b in sides.replies:
        alike = sides.alike(b)
        if b == min(alike) and _is_wide(sides, b, alike):
            value, shares = _most_of_least(sides, b, alike)
            candidates.append((value, b, shares))
    top = max(value for value, _, _ in candidates)
    best = [(b, shares) for value, b, shares in candidates if value == top]
    for b, _ in best:
        kept = _attaining(sides, b, top)
        if kept is not None:
            return kept, _worst(sides, b, kept), True
    b, shares = best[0]
    return shares, _worst(sides, b, shares), False


def _region(sides: _Sides, b: int) -> list[Constraint]:
    """The mixed actions to which b is a best reply."""
    return [Constraint(tuple(sides.edge(b, k)), -sides.slack) for k in sides.replies if k != b]


def _is_wide(sides: _Sides, b: int, alike: Sequence[int]) -> bool:
    """Whether some mixed action makes b better to the follower than everything that is not alike."""
    edges = [sides.edge(b, k) for k in sides.replies if k not in alike]
    if not edges:
        return True
    rows = [Constraint((*edge, -ONE), ZERO) for edge in edges]
    top = max(abs(d) for edge in edges for d in edge)
    found = _solved(sides, [*(ZERO for _ in sides.actions), -ONE], rows, top)
    return found.kind == "optimal" and -found.value > sides.slack


def _most_of_least(sides: _Sides, b: int, alike: Sequence[int]) -> tuple[Fraction, list[Fraction]]:
    """The largest of the least payoffs of the leader over the actions alike, in the region of b."""
    columns = [sides.column(k) for k in alike]
    low, high = (pick(value for column in columns for value in column) for pick in (min, max))
    rows = [Constraint((*row.coefficients, ZERO), row.bound) for row in _region(sides, b)]
    rows += [Constraint((*(value - low for value in column), -ONE), ZERO) for column in columns]
    found = _solved(sides, [*(ZERO for _ in sides.actions), -ONE], rows, high - low)
    return low - found.value, list(found.x[:-1])


def _attaining(sides: _Sides, b: int, value: Fraction) -> list[Fraction] | None:
    """A mixed action in the region of b at which every best reply gives the leader the value; None if there is none."""
    enough = set(sides.alike(b))
    while True:
        rows = _region(sides, b) + [Constraint(tuple(sides.column(k)), value) for k in sorted(enough)]
        points, tied = [], set()
        for k in sides.replies:
            if k in enough:
                continue
            found = _most(sides, sides.edge(b, k), rows)
            if found is None:
                return None
            points.append(found[1])
            if found[0] <= sides.slack:
                tied.add(k)
        if not tied:
            # At the mean of the points each of these replies is worse than b, since it is so at one of them.
            if points:
                return _mean(points)
            least, shares = _most_of_least(sides, b, sorted(enough))
            return shares if least >= value else None
        enough |= tied


def _worst(sides: _Sides, b: int, shares: Sequence[Fraction]) -> int:
    """Of the actions alike the one that is worst for the leader; the first of equals."""
    return min(sorted(sides.alike(b)), key=lambda k: _dot(shares, sides.column(k)))


def _most(
    sides: _Sides, gain: Sequence[Fraction], rows: Sequence[Constraint]
) -> tuple[Fraction, list[Fraction]] | None:
    """The largest expected gain over the mixed actions within some rows, and where; None where there is no such one."""
    found = _solved(sides, [-g for g in gain], rows)
    return (-found.value, list(found.x)) if found.kind == "optimal" else None


def _solved(
    sides: _Sides, cost: Sequence[Fraction], rows: Sequence[Constraint], top: Fraction | None = None
) -> Certificate:
    """Minimise over the mixed actions, and a further variable from 0 to ``top`` if that is given."""
    from tvet_games.linear_programs.exact import minimise

    count = len(sides.actions)
    more = () if top is None else (ZERO,)
    total = [Constraint((*(sign for _ in range(count)), *more), sign) for sign in (ONE, -ONE)]
    high = [ONE] * count + ([] if top is None else [top])
    return minimise(cost, [ZERO] * len(high), high, [*rows, *total])


def _mean(points: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    return [sum(column, ZERO) / len(points) for column in zip(*points, strict=True)]


def _dot(shares: Iterable[Fraction], column: Iterable[Fraction]) -> Fraction:
    return sum((p * v for p, v in zip(shares, column, strict=True)), ZERO)


def _fractions(table: Array) -> Table:
    return [[Fraction(entry) for entry in row] for row in table.tolist()]
