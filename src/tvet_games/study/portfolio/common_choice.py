"""Which sites a common package reaches when it cannot, or may not, reach all: a mixed-integer linear program.

One 0-1 variable y a site, levels x common to all. The rows of site s hold where y = 1; elsewhere they are let down by
the most that they can be broken within the bounds of the levels. What site s costs, w >= c . x where y = 1 and 0 where
y = 0, counts at the sites that are kept, and adds up to at most the budget. Where cooperation must be the only
equilibrium, one more 0-1 variable for each order of elimination of each conflict says which of them holds. HiGHS
maximises the trainees at the sites kept. It begins with a package that suits the sites that are cheapest by head, and
the trainees that the budget would reach with levels of each site's own bound what it can find.

References
----------
Nemhauser and Wolsey (1988), Integer and Combinatorial Optimization, section I.1.5.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import permutations
from math import factorial
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.numerics import TOLERANCE, Array
from tvet_games.policy.choices.elimination import Order
from tvet_games.policy.rows import Move
from tvet_games.study.portfolio.common_levels import CommonLevels, common_levels, scaled
from tvet_games.study.portfolio.site_choice import choose_sites
from tvet_games.study.portfolio.site_levels import SiteLevels
from tvet_games.study.portfolio.site_programs import SitePrograms
from tvet_games.study.portfolio.zero_one import INTEGRALITY, ZeroOneProgram

MAX_ORDERS = 24
"""Most orders of elimination of one conflict that the program tells apart: those of four actions."""

CANDIDATES = 40
"""Sites whose own packages are tried as the common one."""

MAX_NUMBERS = 3_000_000
"""Most numbers of a program that is given to HiGHS; beyond it the package that was begun with is the answer."""


@dataclass(frozen=True, slots=True, eq=False)
class CommonChoice:
    """A common package and the sites that it reaches.

    Attributes
    ----------
    levels : array, shape (K,)
        [unit of each level] nan where no site is kept.
    kept : array of bool, shape (S,)
    value, bound : float
        [trainees] At the sites that are kept; and how many there can be at most.
    """

    levels: Array
    kept: Array
    value: float
    bound: float

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a site."""
        import pandas as pd

        return pd.DataFrame({"kept": self.kept}).rename_axis("site")


def common_choice(
    programs: SitePrograms, own: SiteLevels, heads: Array, budget: float, *, time_limit: float = 60.0
) -> CommonChoice:
    """Find the common package that reaches most trainees within a budget.

    Parameters
    ----------
    programs : SitePrograms
    own : SiteLevels
        The cheapest levels of each site alone.
    heads : array, shape (S,)
        [trainees]
    budget : float
        [money] inf for none.
    time_limit : float
        [seconds]

    Returns
    -------
    CommonChoice

    Raises
    ------
    InputError
        If a conflict has more orders of elimination than ``MAX_ORDERS``.
    """
    ends = time.monotonic() + time_limit
    sites = np.flatnonzero(own.feasible)
    orders = [_orders(programs, c) for c in range(len(programs.problem.conflicts))]
    most = float(heads[sites].sum())
    if np.isfinite(budget):
        most = choose_sites(heads, own.cost, budget, time_limit=time_limit / 4).bound
    begun = _begin(programs, own, heads, budget, sites)
    best, bound = _result(heads, begun, most), most
    count = sum(len(o.moves) for each in orders for o in each) + programs.bounds.shape[1]
    if best.value < most * (1 - TOLERANCE) and count * len(sites) * programs.low.shape[1] <= MAX_NUMBERS:
        program = _Choice(programs, sites, heads, budget, orders, max(ends - time.monotonic(), 1.0))
        kept, bound = program.solve(best)
        if kept.any() and heads[kept].sum() > best.value:
            found = common_levels(programs, np.flatnonzero(kept), time_limit=time_limit / 4)
            if found.feasible and is_within(found.cost, budget):
                best = _result(heads, (found, kept), most)
    bound = min(bound, most)
    if (heads == np.round(heads)).all():
        bound = float(np.floor(bound + TOLERANCE * bound))
    return CommonChoice(best.levels, best.kept, best.value, max(bound, best.value))


def _result(heads: Array, found: tuple[CommonLevels, Array], bound: float) -> CommonChoice:
    package, kept = found
    return CommonChoice(package.levels, kept, float(heads[kept].sum()), bound)


def is_within(cost: float, budget: float) -> bool:
    """Whether a cost keeps to a budget, which may be inf."""
    return cost <= budget + (TOLERANCE * abs(budget) if np.isfinite(budget) else 0)


def _begin(
    programs: SitePrograms, own: SiteLevels, heads: Array, budget: float, sites: Array
) -> tuple[CommonLevels, Array]:
    """The package of as many sites as possible in the order of their own cost by head, and whom else it reaches."""
    order = sites[np.argsort(own.cost[sites] / heads[sites], kind="stable")]
    none = np.zeros(len(heads), dtype=bool)
    best = CommonLevels(np.full(programs.low.shape[1], np.nan), np.inf, np.inf), none
    few, many = 0, len(order)
    while few < many:
        size = (few + many + 1) // 2
        found = common_levels(programs, order[:size], most=budget, time_limit=1.0)
        if found.feasible and is_within(found.cost, budget):
            few, best = size, _extended(programs, heads, budget, found, order[:size], sites)
        else:
            many = size - 1
    for s in order[np.unique(np.linspace(0, len(order) - 1, CANDIDATES).astype(int))]:
        package = own.levels[s]
        other = _extended(programs, heads, budget, CommonLevels(package, np.inf, np.inf), order[:0], sites)
        if heads[other[1]].sum() > heads[best[1]].sum():
            best = other
    return best


def _extended(
    programs: SitePrograms, heads: Array, budget: float, found: CommonLevels, first: Array, sites: Array
) -> tuple[CommonLevels, Array]:
    """Which sites to keep of those at which a package will do."""
    good = sites[reached(programs, sites, found.levels)]
    good = np.union1d(good, first)
    cost = programs.cost[good] @ found.levels
    kept = np.zeros(len(heads), dtype=bool)
    kept[first] = True
    inside = np.ones(len(good), dtype=bool)
    if np.isfinite(budget):
        inside = choose_sites(heads[good], cost, budget, time_limit=1.0).chosen
    if heads[good[inside]].sum() > heads[first].sum():
        kept[:] = False
        kept[good[inside]] = True
    total = float((programs.cost[kept] @ found.levels).sum())
    return CommonLevels(found.levels, total, total), kept


def reached(programs: SitePrograms, sites: Array, levels: Array) -> Array:
    """At which of some sites a common package keeps every row, and leaves an order of elimination."""
    inside = (levels >= programs.low[sites]).all(axis=1) & (levels <= programs.high[sites]).all(axis=1)
    matrix, bounds = programs.coefficients[sites], programs.bounds[sites]
    size = np.abs(matrix) @ np.abs(levels) + np.abs(bounds)
    holds = (matrix @ levels - bounds >= -TOLERANCE * size).all(axis=1)
    lacking, _ = programs.stuck(sites, np.broadcast_to(levels, (len(sites), len(levels))))
    return np.asarray(inside & holds & ~(lacking > 0).any(axis=1))


def _orders(programs: SitePrograms, c: int) -> list[Order]:
    """The orders of elimination of a conflict that need least; none where no order is asked for."""
    if programs.margin is None:
        return []
    actions = programs.actions(c)
    if factorial(len(actions)) > MAX_ORDERS:
        name = programs.problem.conflicts[c].conflict.name
        what = f"has more than {MAX_ORDERS} orders of elimination; ask for local levels, or for another criterion"
        raise InputError("portfolio", [Problem(name, what)])
    full = []
    for sequence in permutations(actions):
        order = Order()
        for action in sequence:
            order = programs.without(order, action)
        full.append(order)
    moves = dict.fromkeys(order.moves for order in full)
    least = [own for own in moves if not any(other < own for other in moves)]
    return [Order(full[0].removed, own) for own in least]


class _Choice:
    """The mixed-integer program; columns: levels in [0, 1], sites, their costs, orders."""

    def __init__(
        self,
        programs: SitePrograms,
        sites: Array,
        heads: Array,
        budget: float,
        orders: list[list[Order]],
        time_limit: float,
    ) -> None:
        self.programs, self.sites, self.heads, self.budget = programs, sites, heads, budget
        self.low, self.high = programs.low[sites].min(axis=0), programs.high[sites].max(axis=0)
        self.milp = ZeroOneProgram(time_limit)
        self.level = self.milp.add_columns(np.zeros(len(self.low)))
        self.site = self.milp.add_columns(-heads[sites] / heads[sites].max(), integer=True)
        self._rows()
        self.unit = self._costs() if np.isfinite(budget) else 1.0
        self.choices: list[tuple[int, int, list[Order]]] = []
        if programs.margin is not None:
            self._orders_of_sites(orders)

    def solve(self, start: CommonChoice) -> tuple[Array, float]:
        """The sites to keep, and how many trainees there can be at most."""
        if start.kept.any():
            self.milp.start(self._point(start))
        point, bound = self.milp.solve()
        kept = np.zeros(len(self.heads), dtype=bool)
        if point is not None:
            kept[self.sites[point[self.site] > 0.5]] = True
        return kept, -bound * float(self.heads[self.sites].max())

    def _rows(self) -> None:
        """Rows and bounds of the levels of each site, let down where it is not kept."""
        own = self.programs
        matrix, bound = scaled(own.coefficients[self.sites], own.bounds[self.sites], self.low, self.high)
        span = np.where(self.high > self.low, self.high - self.low, 1.0)
        least, highest = (own.low[self.sites] - self.low) / span, (own.high[self.sites] - self.low) / span
        for s, y in enumerate(self.site):
            for row, right in zip(matrix[s], bound[s], strict=True):
                self._if_one(row, float(right), y)
            for k in range(len(self.low)):
                if least[s, k] > 0:
                    self.milp.add_row([self.level[k], y], [1, -least[s, k]], low=0)
                if highest[s, k] < 1:
                    self.milp.add_row([self.level[k], y], [1, 1 - highest[s, k]], high=1)

    def _if_one(self, row: Array, right: float, switch: int) -> None:
        """``row . z >= right`` where a 0-1 variable is 1."""
        down = right - float(np.minimum(row, 0).sum())
        if down > INTEGRALITY:
            self.milp.add_row([*self.level, switch], [*row, -down], low=right - down)

    def _costs(self) -> float:
        """Costs of the sites that are kept, at most the budget; returns the unit in which they are counted."""
        own = self.programs.cost[self.sites]
        span = self.high - self.low
        fixed, slopes = own @ self.low, own * span
        most, least = fixed + np.maximum(slopes, 0).sum(axis=1), fixed + np.minimum(slopes, 0).sum(axis=1)
        unit = float(np.abs([most, least]).max()) or 1.0
        self.paid = self.milp.add_columns(0 * fixed, low=np.minimum(least, 0) / unit, high=np.maximum(most, 0) / unit)
        for s, (y, w) in enumerate(zip(self.site, self.paid, strict=True)):
            self.milp.add_row(
                [*self.level, y, w], [*(-slopes[s] / unit), -most[s] / unit, 1], low=(fixed - most)[s] / unit
            )
            self.milp.add_row([y, w], [-least[s] / unit, 1], low=0)
        self.milp.add_row(self.paid, 0 * fixed + 1, high=self.budget / unit)
        return unit

    def _orders_of_sites(self, orders: list[list[Order]]) -> None:
        """A site that is kept has an order in every conflict."""
        for s, y in enumerate(self.site):
            for c, each in enumerate(orders):
                if not all(order.moves for order in each):
                    continue
                self.choices.append((s, c, each))
                switches = self.milp.add_columns(np.zeros(len(each)), integer=True)
                self.milp.add_row([*switches, y], [*([1] * len(each)), -1], low=0)
                for switch, order in zip(switches, each, strict=True):
                    for move in order.moves:
                        row, right = self._move(s, move)
                        self._if_one(row, right, switch)

    def _move(self, s: int, move: Move) -> tuple[Array, float]:
        matrix, bounds = self.programs.row(move)
        own = self.sites[s]
        row, right = scaled(matrix[own][None], bounds[own][None], self.low, self.high)
        return row[0], float(right[0])

    def _point(self, start: CommonChoice) -> Array:
        """A package as a point of the program."""
        span = np.where(self.high > self.low, self.high - self.low, 1.0)
        level = (start.levels - self.low) / span
        kept = start.kept[self.sites].astype(float)
        parts = [level, kept]
        if np.isfinite(self.budget):
            parts.append(kept * (self.programs.cost[self.sites] @ start.levels) / self.unit)
        for s, _, each in self.choices:
            worst = [
                min(float(row @ level) - right for row, right in (self._move(s, m) for m in o.moves)) for o in each
            ]
            switches = np.zeros(len(each))
            switches[int(np.argmax(worst))] = kept[s]
            parts.append(switches)
        return np.concatenate(parts)
