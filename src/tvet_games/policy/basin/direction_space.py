"""The search over directions of the incentives of all conflicts: very many linear programs at once, in floats.

One conflict: a grid over belief and strength, refined around its best points. Several: from seeded starts each conflict
takes in turn the best direction, the others as they are, until nothing gets cheaper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from tvet_games.numerics import Array, to_float
from tvet_games.policy.basin.directions import (
    FINE,
    Direction,
    direction_at,
    incentive_forms,
    matching_belief,
    row_weights,
)
from tvet_games.policy.linear_batch import minimise_many
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Row

SEED = 20_240_229
"""Of the starts where there are several conflicts."""

STARTS = 256
"""Directions drawn for all conflicts together."""

TRIED = 3
"""Best starts from which the search goes on, and best points of a grid around which it is refined."""

GRID, FINER = (17, 25), (7, 7)
"""Beliefs by strengths of a first grid, and of the grids that refine it."""

ROUGH, ROUNDS = 2, 7
"""Refinements, from every start and from the best of where they end; each makes a grid three times finer."""

PASSES = 4
"""Most times that every conflict has its turn."""

KINDS = ("saddle", "first", "second")


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """The directions of all conflicts, and the linear programs that they are, in floats.

    Attributes
    ----------
    base, slopes : array, shape (C, 4), (C, 4, K)
        Incentives at level zero, and per unit of each level.
    cost, low, high : array, shape (K,)
    coefficients, bounds : array, shape (R, K), (R,)
        The rows that hold whatever the direction.
    share, least : float
    strengths : array, shape (C, 2)
        Range of the logarithm of r.
    first_grids : tuple of (p, logarithm of r, q)
        Of each conflict.
    """

    base: Array
    slopes: Array
    cost: Array
    low: Array
    high: Array
    coefficients: Array
    bounds: Array
    share: float
    least: float
    strengths: Array
    first_grids: tuple[tuple[Array, Array, Array], ...]

    @classmethod
    def of(cls, problem: PolicyProblem, rows: Sequence[Row], share: Fraction, least: Fraction) -> Space:
        """The space of a question."""
        base, slopes = incentive_forms(problem)
        cost, low, high = (
            np.array([to_float(v) for v in values])
            for values in (
                problem.expected_bill,
                [lever.low for lever in problem.levers],
                [lever.high for lever in problem.levers],
            )
        )
        strengths = _strengths(base, slopes, low, high)
        grids = []
        for least_s, most_s in strengths:
            p, s = _grid([(0.0, 1.0, least_s, most_s)], GRID)
            grids.append((p, s, matching_belief(p, np.exp(s), float(share))))
        coefficients = np.array([[to_float(a) for a in row.constraint.coefficients] for row in rows])
        return cls(
            base,
            slopes,
            cost,
            low,
            high,
            coefficients.reshape(len(rows), len(cost)),
            np.array([to_float(row.constraint.bound) for row in rows]),
            float(share),
            float(least),
            strengths,
            tuple(grids),
        )

    def at(self, levels: Sequence[Fraction]) -> tuple[Direction, ...]:
        """The directions at a point."""
        x = np.array([to_float(v) for v in levels])
        return tuple(direction_at(own, self.least) for own in self.base + self.slopes @ x)

    def values(self, kinds: Array, p: Array, q: Array, r: Array) -> Array:
        """Least cost of each of many directions, arrays of shape (N, C); infinite where infeasible, or q is nan."""
        without = np.isnan(q).any(axis=1)
        weights, least = row_weights(kinds, p, np.where(np.isnan(q), 0.0, q), r, self.least)
        count, levels = len(kinds), self.slopes.shape[-1]
        own = (weights @ self.slopes).reshape(count, -1, levels)
        sides = (least - (weights @ self.base[..., None])[..., 0]).reshape(count, -1)
        fixed = np.broadcast_to(self.coefficients, (count, *self.coefficients.shape))
        coefficients = np.concatenate([fixed, own], axis=1)
        bounds = np.concatenate([np.broadcast_to(self.bounds, (count, len(self.bounds))), sides], axis=1)
        return np.where(without, np.inf, minimise_many(self.cost, self.low, self.high, coefficients, bounds).value)

    def within(self, used: Sequence[int]) -> Space:
        """The same with only some of the levels."""
        own = np.zeros(len(self.high), dtype=bool)
        own[list(used)] = True
        return replace(self, high=np.where(own, self.high, self.low))

    def rough(self) -> float:
        """The least cost of a first grid, or of drawn directions where there are several conflicts."""
        if len(self.base) > 1:
            return float(self._draw()[-1].min())
        p, s, q = (values[:, None] for values in self.first_grids[0])
        dominant = np.array([[1], [2]])
        costs = self.values(np.zeros(p.shape, dtype=int), p, q, np.exp(s))
        return float(min(costs.min(), self.values(dominant, *(np.ones((2, 1)) / 2 for _ in "pqr")).min()))

    def best(self, starts: Sequence[tuple[Direction, ...]]) -> list[tuple[Direction, ...]]:
        """The directions that the search ends at from the given and from drawn starts, the cheapest first."""
        if not len(self.cost):
            return list(starts)
        if len(self.base) == 1:
            return self._ordered([*starts, self._descend(starts[0], ROUNDS)])
        rough = [self._descend(start, ROUGH) for start in [*starts, *self._drawn()]]
        fine = [self._descend(end, ROUNDS) for end in self._ordered(rough)[:1]]
        return self._ordered([*starts, *rough, *fine])

    def _ordered(self, every: Sequence[tuple[Direction, ...]]) -> list[tuple[Direction, ...]]:
        """The cheapest of some directions, without those that are not feasible."""
        costs = [self._value(directions) for directions in every]
        order = sorted(range(len(every)), key=lambda k: (costs[k], k))
        return [every[k] for k in order if np.isfinite(costs[k])][:TRIED]

    def _value(self, directions: Sequence[Direction]) -> float:
        matched = [self._matched(d) for d in directions]
        kinds = np.array([[KINDS.index(d.kind) for d in matched]])
        p, q, r = (np.array([[float(getattr(d, name)) for d in matched]]) for name in "pqr")
        return float(self.values(kinds, p, q, r)[0])

    def _matched(self, direction: Direction) -> Direction:
        if direction.kind != "saddle":
            return direction
        q = matching_belief(np.array([float(direction.p)]), np.array([float(direction.r)]), self.share)[0]
        return Direction("saddle", direction.p, float(q), direction.r)

    def _draw(self) -> tuple[Array, Array, Array, Array, Array]:
        """Kinds, p, q and r of many drawn directions, half of them with dominance in each conflict, and their cost."""
        rng, size = np.random.default_rng(SEED), (STARTS, len(self.base))
        kinds = rng.choice(3, size, p=[0.5, 0.25, 0.25])
        p, r = rng.uniform(1 / FINE, 1, size), np.exp(rng.uniform(self.strengths[:, 0], self.strengths[:, 1], size))
        q = np.where(kinds == 0, matching_belief(p, r, self.share), 0.5)
        return kinds, p, q, r, self.values(kinds, p, q, r)

    def _drawn(self) -> list[tuple[Direction, ...]]:
        """The cheapest of the drawn directions."""
        kinds, p, q, r, costs = self._draw()
        order = np.argsort(costs, kind="stable")[:TRIED]
        every = range(len(self.base))
        return [tuple(Direction(KINDS[kinds[n, c]], p[n, c], q[n, c], r[n, c]) for c in every) for n in order]

    def _descend(self, start: Sequence[Direction], rounds: int) -> tuple[Direction, ...]:
        """Give every conflict its best direction in turn, until nothing gets cheaper."""
        directions = [self._matched(d) for d in start]
        cost = self._value(directions)
        for _ in range(PASSES if len(directions) > 1 else 1):
            before = cost
            for c in range(len(directions)):
                value, own = self._turn(directions, c, rounds)
                if value < cost:
                    cost, directions[c] = value, own
            if not cost < before * (1 - 1 / FINE):
                break
        return tuple(directions)

    def _turn(self, directions: Sequence[Direction], c: int, rounds: int) -> tuple[float, Direction]:
        """The best direction of one conflict, the others as they are."""
        found = [(self._value([*directions[:c], d, *directions[c + 1 :]]), d) for d in map(Direction, KINDS[1:])]
        if self.share == 1:
            return min(found, key=lambda pair: pair[0])
        p, s, q = self.first_grids[c]
        low, high = self.strengths[c]
        dp, ds = 1 / (GRID[0] - 1), (high - low) / (GRID[1] - 1)
        for step in range(rounds + 1):
            values = self._along(directions, c, p, q, np.exp(s))
            order = [n for n in np.argsort(values, kind="stable")[:TRIED] if np.isfinite(values[n])]
            if not order:
                break
            best = order[0]
            found.append((float(values[best]), Direction("saddle", p[best], q[best], np.exp(s[best]))))
            if step < rounds:
                p, s = _grid([(p[n] - dp, p[n] + dp, s[n] - ds, s[n] + ds) for n in order], FINER)
                q = matching_belief(p, np.exp(s), self.share)
                dp, ds = 2 * dp / (FINER[0] - 1), 2 * ds / (FINER[1] - 1)
        return min(found, key=lambda pair: pair[0])

    def _along(self, directions: Sequence[Direction], c: int, p: Array, q: Array, r: Array) -> Array:
        kinds = np.array([[KINDS.index(d.kind) for d in directions]]).repeat(len(p), axis=0)
        every = [np.array([[float(getattr(d, n)) for d in directions]]).repeat(len(p), axis=0) for n in "pqr"]
        kinds[:, c] = 0
        for values, own in zip(every, (p, q, r), strict=True):
            values[:, c] = own
        return self.values(kinds, *every)


def _grid(windows: Sequence[tuple[float, float, float, float]], size: tuple[int, int]) -> tuple[Array, Array]:
    """The points of a grid in each window of beliefs and strengths."""
    beliefs, strengths = [], []
    for p0, p1, s0, s1 in windows:
        p, s = np.meshgrid(np.linspace(p0, p1, size[0]), np.linspace(s0, s1, size[1]), indexing="ij")
        beliefs.append(np.clip(p.ravel(), 1 / FINE, 1 - 1 / FINE))
        strengths.append(s.ravel())
    return np.concatenate(beliefs), np.concatenate(strengths)


def _strengths(base: Array, slopes: Array, low: Array, high: Array) -> Array:
    """The range of the logarithm of ``(B1 - B2) / (A1 - A2)`` over the box of levels, four decades at most a side."""

    def ranges(k: int) -> Iterator[tuple[float, float]]:
        for b, s in zip(base[:, k] - base[:, k + 1], slopes[:, k] - slopes[:, k + 1], strict=True):
            most = b + np.maximum(s * low, s * high).sum()
            least = b + np.minimum(s * low, s * high).sum()
            most = max(most, 1 / FINE)
            yield max(least, most / 10_000), most

    logs = [(np.log(b0 / a1), np.log(b1 / a0)) for (a0, a1), (b0, b1) in zip(ranges(0), ranges(2), strict=True)]
    return np.array(logs).reshape(-1, 2)
