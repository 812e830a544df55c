"""Which sites to fund when the money is not enough for all: a 0-1 knapsack, solved by HiGHS with its bound.

Site s has h trainees and costs c; among the sets of sites whose costs add up to at most the budget the one with most
trainees, and of those the cheapest. A site that costs nothing, or brings money in, is always in.

References
----------
Dantzig (1957), Discrete-variable extremum problems, Operations Research 5. doi:10.1287/opre.5.2.266
Kellerer, Pferschy and Pisinger (2004), Knapsack Problems, chapter 2. doi:10.1007/978-3-540-24777-7
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.numerics import TOLERANCE, Array

INTEGRALITY = 1e-9
"""How far HiGHS may leave a 0-1 variable or a row from where it should be, in numbers of size 1."""


@dataclass(frozen=True, slots=True, eq=False)
class SiteChoice:
    """The sites that are funded.

    Attributes
    ----------
    chosen : array of bool, shape (S,)
    value : float
        [trainees] At these sites.
    bound : float
        [trainees] No choice within the budget has more.
    shadow_price : float or None
        [trainees per unit of money] What one unit more would bring in the linear relaxation, in which a site may be
        funded in part; None where the budget is enough for all.
    """

    chosen: Array
    value: float
    bound: float
    shadow_price: float | None

    @property
    def gap(self) -> float:
        """How many more trainees might be possible, as a share of the bound [share]."""
        return 0.0 if self.bound <= self.value else (self.bound - self.value) / self.bound

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a site."""
        import pandas as pd

        return pd.DataFrame({"chosen": self.chosen}).rename_axis("site")


def choose_sites(heads: Array, cost: Array, budget: float, *, time_limit: float = 60.0) -> SiteChoice:
    """Choose the sites that bring most trainees into cooperation within a budget.

    Parameters
    ----------
    heads : array, shape (S,)
        [trainees] More than 0.
    cost : array, shape (S,)
        [money] Of each site; inf where it cannot be funded.
    budget : float
        [money]
    time_limit : float
        [seconds] After which the best choice so far is returned with its bound.

    Returns
    -------
    SiteChoice

    Examples
    --------
    >>> found = choose_sites(np.array([10.0, 6, 5]), np.array([10.0, 5, 5]), budget=10)
    >>> found.chosen.tolist(), found.value, found.bound
    ([False, True, True], 11.0, 11.0)
    """
    chosen = cost <= 0
    left = budget - cost[chosen].sum()
    slack = TOLERANCE * max(abs(budget), abs(left))
    open_sites = np.flatnonzero((cost > 0) & (cost <= left + slack))
    sure = float(heads[chosen].sum())
    if cost[open_sites].sum() <= left + slack:
        chosen[open_sites] = True
        beyond = cost[(cost > left + slack) & np.isfinite(cost)]
        price = _critical_ratio(heads, cost, left) if beyond.size else None
        return SiteChoice(chosen, float(heads[chosen].sum()), float(heads[chosen].sum()), price)
    price = _critical_ratio(heads, cost, left)
    inside, bound = _knapsack(heads[open_sites], cost[open_sites], left, time_limit)
    chosen[open_sites[inside]] = True
    return SiteChoice(chosen, float(heads[chosen].sum()), sure + bound, price)


def _critical_ratio(heads: Array, cost: Array, left: float) -> float:
    """Trainees per unit of money at the site that the linear relaxation funds in part."""
    paid = np.flatnonzero((cost > 0) & np.isfinite(cost))
    order = paid[np.argsort(-heads[paid] / cost[paid], kind="stable")]
    first = min(int(np.searchsorted(np.cumsum(cost[order]), left, side="right")), len(order) - 1)
    return float(heads[order[first]] / cost[order[first]])


def _knapsack(heads: Array, cost: Array, left: float, time_limit: float) -> tuple[Array, float]:
    """The sites inside, and a bound on their trainees; first the most trainees, then the least cost.

    A site whose presence or absence alone takes the linear bound below what the greedy choice has is settled by that.
    """
    started = time.monotonic()
    inside = _greedy(heads, cost, left)
    ratio = _critical_ratio(heads, cost, left)
    gain = heads - ratio * cost
    most = ratio * left + np.maximum(gain, 0).sum()
    core = np.flatnonzero(np.abs(gain) <= most - heads[inside].sum() + TOLERANCE * most)
    settled = gain > 0
    settled[core] = False
    own_left = left - cost[settled].sum()
    small, bound = _most_trainees(heads[core], cost[core], own_left, inside[core], time_limit)
    small = _cheaper(heads[core], cost[core], own_left, small, time_limit - (time.monotonic() - started))
    sure, inside = float(heads[settled].sum()), settled
    inside[core] = small
    return inside, sure + bound


def _most_trainees(
    heads: Array, cost: Array, left: float, greedy: Array, time_limit: float
) -> tuple[Array, float]:
    """The sites with most trainees, and a bound on these."""
    program = ZeroOneProgram(time_limit)
    columns = program.add_columns(-heads / heads.max(), integer=True)
    program.add_row(columns, cost / cost.max(), high=left / cost.max())
    program.start(greedy)
    found, bound = program.solve()
    inside = _best_within(heads, cost, left, found, greedy)
    value, most = float(heads[inside].sum()), float(-bound * heads.max())
    if (heads == np.round(heads)).all():
        most = float(np.floor(most + TOLERANCE * abs(most)))
    return inside, value if most <= value * (1 + TOLERANCE) else most


def _greedy(heads: Array, cost: Array, left: float) -> Array:
    """Take what fits, in the order of trainees per unit of money."""
    inside = np.zeros(len(cost), dtype=bool)
    for s in np.argsort(-heads / cost, kind="stable"):
        if cost[s] <= left:
            inside[s], left = True, left - cost[s]
    return inside


def _cheaper(heads: Array, cost: Array, left: float, inside: Array, time_limit: float) -> Array:
    """The least cost at which as many trainees are reached."""
    if time_limit <= 0:
        return inside
    program = ZeroOneProgram(time_limit)
    program.add_columns(cost / cost.max(), integer=True)
    program.add_row(range(len(cost)), heads / heads.max(), low=heads[inside].sum() / heads.max())
    program.start(inside)
    found, _ = program.solve()
    if found is None:
        return inside
    other = found > 0.5
    as_many = heads[other].sum() >= heads[inside].sum() * (1 - TOLERANCE)
    return other if as_many and cost[other].sum() < cost[inside].sum() else inside


def _best_within(heads: Array, cost: Array, left: float, found: Array | None, greedy: Array) -> Array:
    """The better of two choices, the first only if it keeps to the budget in exact addition."""
    if found is None:
        return greedy
    inside = found > 0.5
    fits = cost[inside].sum() <= left + TOLERANCE * abs(left)
    return inside if fits and heads[inside].sum() >= heads[greedy].sum() else greedy


class ZeroOneProgram:
    """A linear program with some 0-1 variables, minimised by HiGHS.

    Parameters
    ----------
    time_limit : float
        [seconds]
    """

    def __init__(self, time_limit: float) -> None:
        import highspy

        self._infinity = highspy.kHighsInf
        self._highs = highspy.Highs()
        for name, value in (
            ("output_flag", False),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", INTEGRALITY),
            ("mip_feasibility_tolerance", INTEGRALITY),
            ("primal_feasibility_tolerance", INTEGRALITY),
            ("time_limit", float(time_limit)),
        ):
            self._highs.setOptionValue(name, value)
        self._count = 0

    def add_columns(self, cost: Array, *, low: Any = 0.0, high: Any = 1.0, integer: bool = False) -> Array:
        """Add variables; returns their indices."""
        import highspy

        size = len(cost)
        lows, highs = (np.array(np.broadcast_to(np.asarray(end, float), size)) for end in (low, high))
        none = np.array([], dtype=np.int32)
        self._highs.addCols(size, np.asarray(cost, float), lows, highs, 0, none, none, np.array([], dtype=float))
        new = np.arange(self._count, self._count + size, dtype=np.int32)
        if integer:
            self._highs.changeColsIntegrality(size, new, np.full(size, highspy.HighsVarType.kInteger))
        self._count += size
        return new

    def add_row(
        self, columns: Sequence[int] | Array, values: Array, *, low: float = -np.inf, high: float = np.inf
    ) -> None:
        """Add ``low <= values . columns <= high``."""
        values = np.asarray(values, float)
        columns = np.asarray(columns, dtype=np.int32)
        used = values != 0
        ends = [self._infinity * np.sign(e) if np.isinf(e) else e for e in (low, high)]
        self._highs.addRow(*ends, int(used.sum()), columns[used], values[used])

    def start(self, point: Array) -> None:
        """Give a point to begin with."""
        import highspy

        solution = highspy.HighsSolution()
        solution.col_value = [float(v) for v in point]
        self._highs.setSolution(solution)

    def solve(self) -> tuple[Array | None, float]:
        """The best point found, None where there is none; and a bound on the least value, inf where infeasible."""
        import highspy

        self._highs.run()
        if self._highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None, float(np.inf)
        info = self._highs.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        point = np.array(self._highs.getSolution().col_value) if found else None
        return point, float(info.mip_dual_bound)
