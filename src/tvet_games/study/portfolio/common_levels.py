"""One package for many sites: the cheapest levels under which cooperation holds at every one of them.

The levels are common, so the rows of all sites stand over the same K variables, and of their thousands a few dozen
decide: rows are added as they are broken, until none is. Where cooperation must be the only equilibrium, the order of
elimination is a choice at every site and conflict: best-first branch and bound, in the conflict of the site that is
furthest from an order. A site whose rows are met settles many others, so few are ever branched on.

References
----------
Dantzig, Fulkerson and Johnson (1954), Solution of a large-scale traveling-salesman problem, Operations Research 2.
doi:10.1287/opre.2.4.393
Land and Doig (1960), An automatic method of solving discrete programming problems, Econometrica 28.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np

from tvet_games.numerics import TOLERANCE, Array
from tvet_games.policy.choices.elimination import Order
from tvet_games.policy.rows import Move
from tvet_games.study.portfolio.site_programs import SitePrograms
from tvet_games.study.portfolio.zero_one import INTEGRALITY, ZeroOneProgram

MAX_ROUNDS = 200
"""Most rounds in which orders are added until every game has one; problems here need a dozen."""

Decisions = Mapping[tuple[int, int], Order]
"""What is removed at a site in a conflict."""


@dataclass(frozen=True, slots=True, eq=False)
class CommonLevels:
    """Common levels of some sites.

    Attributes
    ----------
    levels : array, shape (K,)
        [unit of each level] nan where no levels will do.
    cost : float
        [money of all these sites] inf where no levels will do.
    bound : float
        [money] No common levels cost less.
    """

    levels: Array
    cost: float
    bound: float

    @property
    def feasible(self) -> bool:
        """Whether some levels will do at all of the sites."""
        return bool(np.isfinite(self.cost))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a level."""
        import pandas as pd

        return pd.DataFrame({"level": self.levels})


def common_levels(
    programs: SitePrograms, sites: Array, *, most: float = np.inf, time_limit: float = 60.0
) -> CommonLevels:
    """Find the cheapest levels that will do at all of some sites.

    Parameters
    ----------
    programs : SitePrograms
    sites : array of int
    most : float
        [money] What costs more is of no interest: the search ends where the bound is above it.
    time_limit : float
        [seconds] After which the best so far is returned with its bound.

    Returns
    -------
    CommonLevels
        Cost and bound agree up to ``TOLERANCE`` where the search was finished.
    """
    ends, shared = time.monotonic() + time_limit, _Shared.of(programs, sites)
    none = np.full(programs.low.shape[1], np.nan)
    if (shared.low > shared.high).any():
        return CommonLevels(none, np.inf, np.inf)
    tick = count()
    levels, value = shared.solve({})
    heap: list[tuple[float, int, Decisions, Array]] = [(value, next(tick), {}, levels)]
    best = CommonLevels(none, np.inf, np.inf)
    while heap:
        value, _, decisions, levels = heapq.heappop(heap)
        if not np.isfinite(value) or value > most or _close(value, best.cost):
            return CommonLevels(best.levels, best.cost, min(value, best.cost))
        lacking, orders = programs.stuck(sites, np.broadcast_to(levels, (len(sites), len(levels))))
        if not (lacking > 0).any():
            return CommonLevels(levels, value, value)
        if not decisions:
            best = shared.settled(levels, lacking, orders)
        if time.monotonic() > ends:
            return CommonLevels(best.levels, best.cost, value)
        s, c = (int(i) for i in np.unravel_index(lacking.argmax(), lacking.shape))
        order = decisions.get((s, c), Order())
        for action in programs.actions(c):
            if action not in order.removed:
                below = {**decisions, (s, c): programs.without(order, action)}
                levels, value = shared.solve(below)
                if np.isfinite(value):
                    heapq.heappush(heap, (value, next(tick), below, levels))
    return CommonLevels(best.levels, best.cost, best.cost)


def _close(bound: float, best: float) -> bool:
    return bool(np.isfinite(best)) and bound >= best - TOLERANCE * abs(best)


@dataclass(slots=True, eq=False)
class _Shared:
    """The rows of some sites over common levels, scaled to size 1, and those that were ever broken."""

    programs: SitePrograms
    sites: Array
    low: Array
    high: Array
    cost: Array
    matrix: Array
    bound: Array
    pool: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, programs: SitePrograms, sites: Array) -> _Shared:
        low, high = programs.low[sites].max(axis=0), programs.high[sites].min(axis=0)
        matrix, bound = scaled(programs.coefficients[sites], programs.bounds[sites], low, high)
        return cls(programs, sites, low, high, programs.cost[sites].sum(axis=0), matrix, bound)

    def solve(self, decisions: Decisions) -> tuple[Array, float]:
        """The cheapest levels under some decisions, and their cost; inf where there are none."""
        rows = [(s, move) for (s, _), order in decisions.items() for move in sorted(order.moves, key=repr)]
        return self._solve([self._row(s, move) for s, move in rows])

    def settled(self, levels: Array, lacking: Array, orders: list[Array]) -> CommonLevels:
        """Give the site that is furthest from each order that order, until every game has one."""
        rows: list[tuple[Array, float]] = []
        none = CommonLevels(np.full(len(self.low), np.nan), np.inf, np.inf)
        for _ in range(MAX_ROUNDS):
            for c, order in enumerate(orders):
                for one in np.unique(order[lacking[:, c] > 0], axis=0):
                    own = np.where((order == one).all(axis=1), lacking[:, c], -np.inf)
                    start = tuple(Order() for _ in orders)
                    sequence = [one.tolist() if k == c else [] for k in range(len(orders))]
                    full = self.programs.settled(start, sequence)[c]
                    rows += [self._row(int(own.argmax()), move) for move in full.moves]
            levels, value = self._solve(rows)
            if not np.isfinite(value):
                return none
            lacking, orders = self.programs.stuck(self.sites, np.broadcast_to(levels, (len(self.sites), len(levels))))
            if not (lacking > 0).any():
                return CommonLevels(levels, value, value)
        return none

    def _row(self, s: int, move: Move) -> tuple[Array, float]:
        matrix, bounds = self.programs.row(move)
        own = self.sites[s]
        row, bound = scaled(matrix[own][None, None], bounds[own][None, None], self.low, self.high)
        return row[0, 0], float(bound[0, 0])

    def _solve(self, rows: list[tuple[Array, float]]) -> tuple[Array, float]:
        span = self.high - self.low
        cost = self.cost * span
        program = ZeroOneProgram()
        columns = program.add_columns(cost / (np.abs(cost).max() or 1.0))
        for s, r in self.pool:
            program.add_row(columns, self.matrix[s, r], low=self.bound[s, r])
        for row, bound in rows:
            program.add_row(columns, row, low=bound)
        while True:
            point, _ = program.solve()
            if point is None:
                return np.full(len(span), np.nan), np.inf
            point = np.clip(point, 0, 1)
            broken = self.bound - self.matrix @ point
            worst = broken.argmax(axis=0) if broken.size else np.zeros(0, dtype=int)
            new = [(int(s), r) for r, s in enumerate(worst) if broken[s, r] > 2 * INTEGRALITY]
            new = [pair for pair in new if pair not in self.pool]
            if not new:
                levels = np.clip(self.low + span * point, self.low, self.high)
                return levels, float(self.cost @ levels)
            for s, r in new:
                program.add_row(columns, self.matrix[s, r], low=self.bound[s, r])
            self.pool += new


def scaled(matrix: Array, bounds: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """Rows ``matrix @ x >= bounds`` over ``z = (x - low) / (high - low)``, each of size 1."""
    own = matrix * (high - low)
    right = bounds - matrix @ low
    size = np.abs(own).sum(axis=-1) + np.abs(bounds)
    size = np.where(size > 0, size, 1.0)
    return own / size[..., None], right / size
