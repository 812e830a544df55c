"""The search over levels: what a search over directions leaves is taken off lever by lever, in floats.

A direction that the levels can only just reach lies between the points of any grid of directions: where a lever moves
one player only, the other's threshold belief has one value. The levels themselves have no such gap. From a point with
the basin the search goes on towards cheaper points, along each lever, and over each pair of levers: for every level of
one the least of the other, on a grid that gets finer. All games of a step are done at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from tvet_games.numerics import TOLERANCE, Array, to_float
from tvet_games.policy.basin.directions import incentive_forms
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Row

SURE = 1e-7
"""A basin is larger than the share by this: more than its error where the incentives are not of unlike size."""

SCAN, HALVINGS = 65, 40
"""Points along one line, and halvings between the last one without and the first one with the basin."""

WIDE, NARROW, FEW, ROUNDS = 17, 7, 9, 7
"""Levels of the first of a pair, again in each finer window, points along the second, and how often it gets finer."""

TRIED = 2
"""Best points around which a pair is refined."""

MOST_PAIRS, PASSES = 8, 4
"""Pairs in a pass, those of levers in use first, and passes."""

GAIN = 1e-4
"""A pass that saves a smaller part of the cost is the last one."""

ASCENT, STEP = 10, 1e-6
"""Steps towards the largest basin, and the part of a lever's range over which its effect is measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """The levels that are allowed, and the basins that they lead to, in floats.

    Attributes
    ----------
    base, slopes : array, shape (C, 4), (C, 4, K)
        Incentives at level zero, and per unit of each level.
    cost, low, high : array, shape (K,)
    coefficients, bounds, slack : array, shape (R, K), (R,), (R,)
        The rows, and by how much each may be missed.
    share, least : float
        Of the starting points; what counts as a gain.
    """

    base: Array
    slopes: Array
    cost: Array
    low: Array
    high: Array
    coefficients: Array
    bounds: Array
    slack: Array
    share: float
    least: float

    @classmethod
    def of(cls, problem: PolicyProblem, rows: Sequence[Row], share: Fraction, least: Fraction) -> Levels:
        """The levels of a question."""
        base, slopes = incentive_forms(problem)
        low, high = (np.array([to_float(getattr(v, end)) for v in problem.levers]) for end in ("low", "high"))
        cost = np.array([to_float(v) for v in problem.expected_bill])
        every = np.array([[to_float(a) for a in row.constraint.coefficients] for row in rows]).reshape(-1, len(cost))
        bounds = np.array([to_float(row.constraint.bound) for row in rows])
        slack = TOLERANCE * (np.abs(bounds) + np.abs(every) @ np.maximum(np.abs(low), np.abs(high)))
        return cls(base, slopes, cost, low, high, every, bounds, slack, float(share), float(least))

    def basins(self, x: Array, *, least: float = 0.0) -> Array:
        """The smallest basin of any conflict at points ``(N, K)``; 0 where a bound says that it is below ``least``."""
        from tvet_games.solve.basin import basin_of_incentives

        values = self.base + np.moveaxis(self.slopes @ x.T, -1, 0)
        values = np.where((values > 0) & (values < self.least), 0.0, values)
        a1, a2, b1, b2 = np.moveaxis(values, -1, 0)
        strict = (a1 > 0) & (b1 > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            beliefs = np.clip(-a2 / (a1 - a2), 0, 1) * np.clip(-b2 / (b1 - b2), 0, 1)
        able = (strict & ~(beliefs > 1 - least)).all(axis=1)
        out = np.zeros(len(x))
        if able.any():
            out[able] = np.asarray(basin_of_incentives(*(v[able] for v in (a1, a2, b1, b2)))).min(axis=1)
        return out

    def holds(self, x: Array) -> Array:
        """Whether points ``(N, K)`` surely have the basin."""
        sure = min(self.share + SURE, 1.0)
        return np.asarray(self.basins(x, least=self.share) >= sure)

    def descend(self, start: Array, cheaper: Array) -> Array:
        """Go on from a point with the basin to the cheapest that is found, at first towards some cheaper points."""
        x = self._towards(start, cheaper)
        for _ in range(PASSES):
            before = x
            for k in range(len(x)):
                if x[k] > self.low[k]:
                    x = self._better(x, self._least(x[None], k, float(self.cost @ x), SCAN, HALVINGS))
            for pair in self._pairs(x):
                x = self._plane(x, *pair)
            if self.cost @ (before - x) <= GAIN * abs(self.cost @ x):
                break
        return x

    def ascend(self, start: Array, farthest: Array) -> Array:
        """Go from a point towards the largest basin: each step to the best of some allowed points, or part of the way.

        ``farthest`` are allowed points ``(N, K)``.
        """
        x, parts = start, np.linspace(0, 1, SCAN)[:, None, None]
        for _ in range(ASCENT):
            line = (x + parts * (farthest - x)).reshape(-1, len(x))
            basins = self.basins(line)
            best = line[int(np.argmax(basins))]
            if not basins.max() > self.basins(x[None])[0] + STEP:
                break
            x = best
        return x

    def gradient(self, x: Array) -> Array:
        """How the basin changes at a point, per unit of each lever."""
        step = STEP * (self.high - self.low)
        moved = np.where(x + step <= self.high, step, -step)
        change: Array = self.basins(x + np.diag(moved)) - self.basins(x[None])
        return np.divide(change, moved, out=np.zeros_like(change), where=moved != 0)

    def _better(self, x: Array, found: Array) -> Array:
        """The cheapest of a point and of points ``(N, K)``, nan where there is none."""
        costs = np.where(np.isnan(found).any(axis=1), np.inf, found @ self.cost)
        n = int(np.argmin(costs))
        return found[n] if costs[n] < self.cost @ x else x

    def _towards(self, x: Array, cheaper: Array) -> Array:
        """As far as the basin lasts on the way to some allowed points."""
        parts = np.linspace(0, 1, SCAN)
        for end in cheaper[np.argsort(cheaper @ self.cost, kind="stable")]:
            if not self.cost @ end < self.cost @ x:
                continue
            line = end + parts[:, None] * (x - end)
            first = np.flatnonzero(self.holds(line))
            if not len(first):
                continue
            good = parts[first[0]]
            bad = parts[max(first[0] - 1, 0)]
            for _ in range(HALVINGS if good > bad else 0):
                middle = (good + bad) / 2
                if self.holds((end + middle * (x - end))[None])[0]:
                    good = middle
                else:
                    bad = middle
            x = end + good * (x - end)
        return x

    def _pairs(self, x: Array) -> list[tuple[int, int]]:
        """Pairs of levers of which one is in use at least, those in use first, both ways round."""
        used = x > self.low
        moving = [k for k in range(len(x)) if self.high[k] > self.low[k]]
        pairs = sorted((p for p in combinations(moving, 2) if used[list(p)].any()), key=lambda p: -used[list(p)].sum())
        return [way for pair in pairs[:MOST_PAIRS] for way in (pair, pair[::-1])]

    def _plane(self, x: Array, j: int, k: int) -> Array:
        """The cheapest levels of a pair of levers, the others as they are."""
        dear = float(self.cost @ x)
        rest = dear - self.cost[[j, k]] @ x[[j, k]] + self.cost[k] * self.low[k]
        top = min(self.high[j], (dear - rest) / self.cost[j]) if self.cost[j] > 0 else self.high[j]
        levels, width = np.linspace(self.low[j], top, WIDE), (top - self.low[j]) / (WIDE - 1)
        halvings = 6
        for _ in range(ROUNDS):
            points = np.repeat(x[None], len(levels), axis=0)
            points[:, j] = levels
            found = self._least(points, k, dear, FEW, halvings)
            costs = np.where(np.isnan(found).any(axis=1), np.inf, found @ self.cost)
            order = [n for n in np.argsort(costs, kind="stable")[:TRIED] if np.isfinite(costs[n])]
            if not order:
                break
            x = self._better(x, found)
            levels = np.concatenate([np.linspace(levels[n] - width, levels[n] + width, NARROW) for n in order])
            levels = np.unique(np.clip(levels, self.low[j], top))
            width, halvings = 2 * width / (NARROW - 1), halvings + 3
        return x

    def _least(self, points: Array, k: int, dear: float, count: int, halvings: int) -> Array:
        """Points with the least level of one lever that has the basin and costs no more; nan where there is none."""
        low, high = self._range(points, k, dear)
        parts = np.linspace(0, 1, count)
        inside = high >= low
        scanned = np.repeat(points[:, None], count, axis=1)
        scanned[..., k] = low[:, None] + parts * np.where(inside, high - low, 0.0)[:, None]
        held = np.zeros(scanned.shape[:2], dtype=bool)
        if inside.any():
            held[inside] = self.holds(scanned[inside].reshape(-1, points.shape[1])).reshape(-1, count)
        first = held.argmax(axis=1)
        rows = np.arange(len(points))
        good, bad = scanned[rows, first, k], scanned[rows, np.maximum(first - 1, 0), k]
        open_ = held.any(axis=1) & (first > 0)
        out = points.copy()
        for _ in range(halvings if open_.any() else 0):
            out[:, k] = (good + bad) / 2
            yes = self.holds(out[open_])
            good[open_] = np.where(yes, out[open_, k], good[open_])
            bad[open_] = np.where(yes, bad[open_], out[open_, k])
        out[:, k] = np.where(held.any(axis=1), good, np.nan)
        return out

    def _range(self, points: Array, k: int, dear: float) -> tuple[Array, Array]:
        """The levels of one lever that the rows allow and that cost no more than so much, the others as they are."""
        others = points.copy()
        others[:, k] = 0.0
        missing = self.bounds - self.slack - others @ self.coefficients.T
        slopes = np.broadcast_to(self.coefficients[:, k], missing.shape)
        with np.errstate(divide="ignore", invalid="ignore"):
            ends = missing / slopes
        low = np.where(slopes > 0, ends, self.low[k]).max(axis=1, initial=self.low[k])
        high = np.where(slopes < 0, ends, self.high[k]).min(axis=1, initial=self.high[k])
        if self.cost[k] > 0:
            high = np.minimum(high, (dear - others @ self.cost) / self.cost[k])
        return low, np.where(((slopes == 0) & (missing > 0)).any(axis=1), -np.inf, high)
