"""One package for many sites: for all that can be won if there is one within the budget, else for as many as it can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.numerics import Array
from tvet_games.study.portfolio.common_choice import common_choice, is_within
from tvet_games.study.portfolio.common_levels import common_levels
from tvet_games.study.portfolio.site_checks import holds, levels_today, rows_hold
from tvet_games.study.portfolio.site_levels import cheapest_levels
from tvet_games.study.portfolio.site_reader import SiteReader
from tvet_games.study.portfolio.site_shortfalls import NOTHING, what_is_missing
from tvet_games.study.portfolio.sites import Sites

MOST_COMMON = 50_000_000
"""Most coefficients of a question about a common package, which needs all sites at one time."""


@dataclass(frozen=True, slots=True, eq=False)
class CommonPackage:
    """A common package, whom it serves, and what it does there.

    Attributes
    ----------
    levels : array, shape (K,)
        [unit of each level] nan where it serves no site.
    served, able : array of bool, shape (S,)
        The sites that it serves, and those that some levels of their own would win.
    cost : array, shape (S,)
        [money of the site and period, beyond what the status quo costs there] inf where it does not serve.
    bound : float
        [money] No package costs less, where this one serves all that can be won; else [trainees] none serves more.
    complete : bool
        Whether it serves all that can be won.
    cooperates, good : array of bool, shape (S,)
        Whether the games satisfy the criteria, and whether every row holds too; at the sites that are not served under
        the levels in force today.
    missing, condition : array, shape (S,)
        What is missing at a site that cannot be won, as :func:`what_is_missing` tells it.
    """

    levels: Array
    served: Array
    able: Array
    cost: Array
    bound: float
    complete: bool
    cooperates: Array
    good: Array
    missing: Array
    condition: Array

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a site."""
        import pandas as pd

        columns = {"served": self.served, "cost": self.cost, "cooperates": self.cooperates, "missing": self.missing}
        return pd.DataFrame(columns).rename_axis("site")


def common_package(reader: SiteReader, sites: Sites, limit: float | None, *, time_limit: float = 60.0) -> CommonPackage:
    """Find the cheapest package for all sites, or the one that reaches most trainees within a budget.

    Parameters
    ----------
    reader : SiteReader
    sites : Sites
    limit : float or None
        [money] The budget.
    time_limit : float
        [seconds] For each integer program.

    Returns
    -------
    CommonPackage

    Raises
    ------
    InputError
        If there are too many sites, or a budget for a question with a status quo.
    """
    _check(reader, len(sites), limit)
    programs, spent = reader.programs(sites)
    own = cheapest_levels(programs)
    able, budget = np.flatnonzero(own.feasible), np.inf if limit is None else limit
    served, package = np.zeros(len(sites), bool), np.full(programs.low.shape[1], np.nan)
    bound, complete = 0.0, False
    if able.size:
        every = common_levels(programs, able, most=budget, time_limit=time_limit)
        complete = every.feasible and is_within(every.cost, budget)
        if complete:
            served[able], package, bound = True, every.levels, every.bound - float(spent[able].sum())
        else:
            choice = common_choice(programs, own, sites.heads, budget, time_limit=time_limit)
            served, package, bound = choice.kept, choice.levels, choice.bound
    tried = np.where(served[:, None], package, levels_today(programs))
    cooperates = holds(programs, reader.question.requirements.criteria, tried)
    missing, condition = np.zeros(len(sites)), np.full(len(sites), NOTHING)
    failed = np.flatnonzero(~own.feasible)
    for part in reader.strips(failed.size):
        some = failed[part]
        missing[some], condition[some] = what_is_missing(reader.programs(sites.part(some))[0], reader.conditions)
    return CommonPackage(
        levels=package,
        served=served,
        able=own.feasible,
        cost=np.where(served, (programs.cost * tried).sum(axis=1) - spent, np.inf),
        bound=bound,
        complete=complete,
        cooperates=cooperates,
        good=cooperates & rows_hold(programs, tried),
        missing=missing,
        condition=condition,
    )


def _check(reader: SiteReader, count: int, limit: float | None) -> None:
    if count * reader.size > MOST_COMMON:
        what = f"are too many for a common package of this question; expected at most {MOST_COMMON // reader.size:,}"
        raise InputError("portfolio", [Problem("sites", what, str(count))])
    if limit is not None and reader.question.status_quo:
        what = "is not supported for a common package of a question with a status quo"
        raise InputError("portfolio", [Problem("budget", what, f"{limit:g}")])
