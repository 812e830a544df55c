"""The cheapest levels of each of many sites, by branch and bound over linear programs that share bases.

The relaxation is solved at all sites in one batch. Where the games under its levels are left by iterated dominance with
nothing but the target, nothing is cheaper. The other sites are split by the conflict that is stuck and by the action
that goes next, each part is solved in one batch again, and a site leaves the search where its bound is not below the
best that it has.

References
----------
Land and Doig (1960), An automatic method of solving discrete programming problems, Econometrica 28.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.numerics import TOLERANCE, Array
from tvet_games.policy.linear_batch import LinearBatch, minimise_many
from tvet_games.study.portfolio.site_programs import SitePrograms, State


@dataclass(frozen=True, slots=True, eq=False)
class SiteLevels:
    """The cheapest levels of each site.

    Attributes
    ----------
    levels : array, shape (S, K)
        [unit of each level] nan where no levels will do.
    cost : array, shape (S,)
        [unit of the cost] inf where no levels will do.
    rows : array of Condition or None, shape (S,)
        For each site the condition of the largest multiplier: what is dearest to keep; None where none costs anything.
    """

    levels: Array
    cost: Array
    rows: Array

    @classmethod
    def empty(cls, size: int, count: int) -> SiteLevels:
        """Nothing is found yet at any site."""
        return cls(np.full((size, count), np.nan), np.full(size, np.inf), np.full(size, None, dtype=object))

    @property
    def feasible(self) -> Array:
        """Whether some levels will do, shape (S,)."""
        return np.isfinite(self.cost)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a site."""
        import pandas as pd

        frame = pd.DataFrame(self.levels, columns=[f"level_{k}" for k in range(self.levels.shape[1])])
        frame.insert(0, "cost", self.cost)
        return frame.rename_axis("site")


def cheapest_levels(programs: SitePrograms) -> SiteLevels:
    """Find the cheapest levels of each site.

    Parameters
    ----------
    programs : SitePrograms

    Returns
    -------
    SiteLevels
        Costs are least up to ``TOLERANCE`` of themselves.
    """
    size, count = programs.low.shape
    found = SiteLevels.empty(size, count)
    search = _Search(programs, found, {programs.start: [(np.arange(size), np.full(size, -np.inf))]})
    while search.open:
        search.step()
    return found


@dataclass(slots=True, eq=False)
class _Search:
    """The best of each site so far, and the open states with their sites and the bounds of these."""

    programs: SitePrograms
    found: SiteLevels
    open: dict[State, list[tuple[Array, Array]]]

    def step(self) -> None:
        """Solve the open state in which least is removed, at all sites that it may still be cheaper for."""
        state = min(self.open, key=lambda s: sum(len(order.removed) for order in s))
        sites, bound = (np.concatenate(parts) for parts in zip(*self.open.pop(state), strict=True))
        sites, first = np.unique(sites, return_index=True)
        sites = sites[self._below(sites, bound[first])]
        if not sites.size:
            return
        solved = self._solve(state, sites)
        kept = solved.feasible & self._below(sites, solved.value)
        sites, value, levels = sites[kept], solved.value[kept], solved.levels[kept]
        if not sites.size:
            return
        lacking, orders = self.programs.stuck(sites, levels)
        conflict = np.where((lacking > 0).any(axis=1), lacking.argmax(axis=1), -1)
        done = conflict < 0
        self._note(state, sites[done], value[done], levels[done], solved.multipliers[kept][done])
        if state == self.programs.start and not done.all():
            self._settle(sites[~done], [order[~done] for order in orders])
        for c in np.unique(conflict[~done]):
            here = conflict == c
            for child in self.programs.children(state, int(c)):
                self.open.setdefault(child, []).append((sites[here], value[here]))

    def _settle(self, sites: Array, orders: list[Array]) -> None:
        """Note the cheapest levels of the order that is least far from holding, for something to compare with."""
        groups, member = np.unique(np.concatenate(orders, axis=1), axis=0, return_inverse=True)
        ends = np.cumsum([order.shape[1] for order in orders])[:-1]
        for g, group in enumerate(groups):
            state = self.programs.settled(self.programs.start, [part.tolist() for part in np.split(group, ends)])
            own = sites[member.ravel() == g]
            found = self._solve(state, own)
            ok = found.feasible
            self._note(state, own[ok], found.value[ok], found.levels[ok], found.multipliers[ok])

    def _solve(self, state: State, sites: Array) -> LinearBatch:
        p = self.programs
        return minimise_many(p.cost[sites], p.low[sites], p.high[sites], *p.rows(sites, state))

    def _note(self, state: State, sites: Array, value: Array, levels: Array, multipliers: Array) -> None:
        better = value < self.found.cost[sites]
        sites = sites[better]
        if not sites.size:
            return
        self.found.cost[sites], self.found.levels[sites] = value[better], levels[better]
        conditions = [*self.programs.conditions, *self.programs.further(state)]
        if conditions:
            dearest = multipliers[better].argmax(axis=1)
            paid = multipliers[better].max(axis=1) > 0
            self.found.rows[sites] = [conditions[r] if yes else None for r, yes in zip(dearest, paid, strict=True)]

    def _below(self, sites: Array, value: Array) -> Array:
        """Where a value is below the best so far by more than the tolerance."""
        best = self.found.cost[sites]
        with np.errstate(invalid="ignore"):
            close = np.isfinite(best) & (value >= best - TOLERANCE * np.abs(best))
        return ~close
