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
from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.numerics import TOLERANCE, Array
from tvet_games.study.portfolio.zero_one import ZeroOneProgram

CORES = (100, 400, 1_600)
"""Sites nearest to the margin among which a choice is sought before all that are open are looked at."""

MIN_SECONDS = 1.0
"""Time that every integer program gets [seconds]."""

SET = 0.5
"""Above it a 0-1 variable of HiGHS is 1."""


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
        [money] inf for no limit.
    time_limit : float
        [seconds] After which the best choice so far is returned with its bound.

    Returns
    -------
    SiteChoice

    Notes
    -----
    Among equally good choices the cheapest of those that exchange no more than the 100 sites nearest to the margin.

    Examples
    --------
    >>> found = choose_sites(np.array([10.0, 6, 5]), np.array([10.0, 5, 5]), budget=10)
    >>> found.chosen.tolist(), found.value, found.bound
    ([False, True, True], 11.0, 11.0)
    """
    if not np.isfinite(budget):
        chosen = np.isfinite(cost)
        return SiteChoice(chosen, float(heads[chosen].sum()), float(heads[chosen].sum()), None)
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
    Of the others, the core, first only those nearest to the margin are chosen from: that is mostly enough to reach the
    linear bound.
    """
    ends = time.monotonic() + time_limit
    inside = _greedy(heads, cost, left)
    ratio = _critical_ratio(heads, cost, left)
    gain = heads - ratio * cost
    most = _whole(ratio * left + float(np.maximum(gain, 0).sum()), heads)
    core = np.flatnonzero(np.abs(gain) <= most + 1 - heads[inside].sum())
    core = core[np.argsort(np.abs(gain[core]), kind="stable")]
    for size in (*(n for n in CORES if n < len(core)), len(core)):
        if heads[inside].sum() >= most * (1 - TOLERANCE):
            break
        near, settled = core[:size], gain > 0
        settled[near] = False
        rest = left - cost[settled].sum()
        seconds = max(ends - time.monotonic(), MIN_SECONDS)
        found, bound = _most_trainees(heads[near], cost[near], rest, seconds)
        if size == len(core):
            most = min(most, _whole(float(heads[settled].sum()) + bound, heads))
        if found is not None:
            settled[near[found]] = True
            fits = cost[settled].sum() <= left + TOLERANCE * abs(left)
            inside = settled if fits and heads[settled].sum() > heads[inside].sum() else inside
    value = float(heads[inside].sum())
    _make_cheaper(heads, cost, inside, core[: CORES[0]], max(ends - time.monotonic(), MIN_SECONDS))
    return inside, value if most <= value * (1 + TOLERANCE) else most


def _whole(most: float, heads: Array) -> float:
    """A bound on trainees; a whole number where all heads are."""
    return float(np.floor(most + TOLERANCE * abs(most))) if (heads == np.round(heads)).all() else most


def _most_trainees(heads: Array, cost: Array, left: float, seconds: float) -> tuple[Array | None, float]:
    """The sites with most trainees, and a bound on these."""
    program = ZeroOneProgram(seconds)
    columns = program.add_columns(-heads / heads.max(), integer=True)
    program.add_row(columns, cost / cost.max(), high=left / cost.max())
    found, bound = program.solve()
    return None if found is None else found > SET, -bound * float(heads.max())


def _make_cheaper(heads: Array, cost: Array, inside: Array, near: Array, seconds: float) -> None:
    """Exchange sites of a core so that as many trainees cost less."""
    before = inside[near]
    if not before.any():
        return
    program = ZeroOneProgram(seconds)
    size, most = cost[near].max(), heads[near].max()
    columns = program.add_columns(cost[near] / size, integer=True)
    program.add_row(columns, heads[near] / most, low=heads[near][before].sum() / most)
    program.start(before)
    found, _ = program.solve()
    if found is None:
        return
    after = found > SET
    as_many = heads[near][after].sum() >= heads[near][before].sum() * (1 - TOLERANCE)
    if as_many and cost[near][after].sum() < cost[near][before].sum():
        inside[near] = after


def _greedy(heads: Array, cost: Array, left: float) -> Array:
    """Take what fits, in the order of trainees per unit of money."""
    inside = np.zeros(len(cost), dtype=bool)
    for s in np.argsort(-heads / cost, kind="stable"):
        if cost[s] <= left:
            inside[s], left = True, left - cost[s]
    return inside
