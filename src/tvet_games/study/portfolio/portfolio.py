"""Many sites under one budget: the cheapest policy of each, or one for all, and whom the money reaches.

Sites differ in some values of one calibration and in their heads. Write c_s for the least expected cost at which
cooperation satisfies the criteria at site s, per head times its trainees.

- ``local``: each site has levels of its own. If the costs add up to no more than the budget, all are funded; otherwise
  those that bring most trainees into cooperation (a 0-1 knapsack), and of such sets the cheapest.
- ``common``: one package within the bounds of every site that it serves. If none will do everywhere, or it costs more
  than the budget, the one that serves most trainees; it is then promised to, and paid at, the sites that it serves.

Shapes: S sites, K levels. Arrays of all sites are built in one pass, in chunks of sites that bound memory.

References
----------
Kellerer, Pferschy and Pisinger (2004), Knapsack Problems, chapter 2. doi:10.1007/978-3-540-24777-7
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.model.labels import Language
from tvet_games.numerics import TOLERANCE, Array, Number, exact, to_float
from tvet_games.policy.question import Question
from tvet_games.policy.scenario import Asked, as_question
from tvet_games.study.portfolio.common_choice import common_choice, is_within
from tvet_games.study.portfolio.common_levels import common_levels
from tvet_games.study.portfolio.site_checks import holds, levels_today, rows_hold
from tvet_games.study.portfolio.site_choice import choose_sites
from tvet_games.study.portfolio.site_levels import SiteLevels, cheapest_levels
from tvet_games.study.portfolio.site_programs import check_supported
from tvet_games.study.portfolio.site_reader import SiteReader, SiteShortfall
from tvet_games.study.portfolio.sites import Sites, read_sites, spreadsheet_frame

Mode = Literal["local", "common"]

MODES: tuple[Mode, ...] = ("local", "common")

MOST_COMMON = 50_000_000
"""Most coefficients of a question about a common package, which needs all sites at one time."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Portfolio:
    """Policies for many sites under one budget.

    Attributes
    ----------
    question : Question
    sites : Sites
    mode : str
        ``local`` or ``common``.
    instruments : tuple of str
    levels : array, shape (S, K)
        [unit of each level] The package of each site, funded or not; nan where none will do. Under a common package
        the levels at the sites that it serves.
    cost : array, shape (S,)
        [money of the site and period, beyond what the status quo costs there] Expected cost of these levels; inf where
        there are none.
    funded : array of bool, shape (S,)
    cooperates : array of bool, shape (S,)
        Whether cooperation satisfies the criteria in every conflict of the site, under its levels where it is funded
        and under those in force today where it is not.
    verified : bool
        Whether that was found at every funded site, and every row of its program holds.
    status : str
        ``optimal``, ``bound`` where the gap is not 0, ``infeasible`` where no site can be won.
    objective : str
        What was optimised: ``cost`` where every site that can be won is funded, else ``trainees``.
    bound : float
        The cost is no lower, or the trainees are no more.
    budget : float or None
        [money] None for no limit.
    shadow_price : float or None
        [trainees per unit of money] What one more unit of the budget brings in the linear relaxation of the choice of
        sites; None where the budget does not bind, and under a common package.
    shortfalls : tuple of SiteShortfall
        Of the sites that cannot be won.
    """

    question: Question = field(repr=False)
    sites: Sites
    mode: Mode
    instruments: tuple[str, ...]
    levels: Array = field(repr=False)
    cost: Array = field(repr=False)
    funded: Array = field(repr=False)
    cooperates: Array = field(repr=False)
    verified: bool
    status: Literal["optimal", "bound", "infeasible"]
    objective: Literal["cost", "trainees"]
    bound: float
    budget: float | None
    shadow_price: float | None
    shortfalls: tuple[SiteShortfall, ...] = field(repr=False)

    @property
    def total_cost(self) -> float:
        """Expected cost of the funded sites [money per period]."""
        return float(self.cost[self.funded].sum())

    @property
    def trainees_funded(self) -> float:
        """Trainees at the funded sites."""
        return float(self.sites.heads[self.funded].sum())

    @property
    def gap(self) -> float:
        """How far the objective may be from the best, as a share; 0 where it is optimal."""
        value = self.total_cost if self.objective == "cost" else self.trainees_funded
        size = max(abs(value), abs(self.bound))
        return 0.0 if self.status != "bound" or not size else abs(value - self.bound) / size

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a site."""
        import pandas as pd

        from tvet_games.study.portfolio.words import reason

        why = {short.site: reason(self, short) for short in self.shortfalls}
        columns = {
            "trainees": self.sites.heads,
            "funded": self.funded,
            "cooperates": self.cooperates,
            "cost": self.cost,
            **{name: self.levels[:, k] for k, name in enumerate(self.instruments)},
            "reason": [why.get(s, "") for s in range(len(self.sites))],
        }
        return pd.DataFrame(columns, index=pd.Index(self.sites.names, name="site"))

    def to_csv(self, path: str | Path) -> None:
        """Write the table for a spreadsheet, names that look like formulas escaped."""
        spreadsheet_frame(self.to_frame()).to_csv(path)

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """The answer in sentences: who is funded at what cost, what limits it, and who cannot be won and why."""
        from tvet_games.study.portfolio.words import describe

        return describe(self, language)


def portfolio(
    asked: Asked,
    sites: Sites | Any,
    *,
    levels: Mode = "local",
    budget: Number | None = None,
    time_limit: float = 60.0,
    progress: Progress | None = None,
) -> Portfolio:
    """Find the cheapest policies for many sites under one budget.

    Parameters
    ----------
    asked : Question, Scenario, name or path
        Its heads are replaced by those of the sites; whatever its calibration says holds where a site has no value of
        its own.
    sites : Sites, pandas.DataFrame or path of a CSV file
        As :func:`read_sites` takes them.
    levels : str
        ``local``: each site has levels of its own; ``common``: one package for all.
    budget : number, optional
        [money of all sites and period, beyond what the status quo costs] By default the question's own.
    time_limit : float
        [seconds] For each integer program, after which the best so far is returned with its bound.
    progress : function, optional
        Called with how many sites are done, and how many there are.

    Returns
    -------
    Portfolio

    Raises
    ------
    InputError
        If the table is wrong, or the question asks for what many sites do not support: a criterion other than Nash,
        Dominant, PDominant, Aligned and Unique, stepped levels, at most k instruments, a limit on liability.
    NotAffineError
        If an effect is not affine in the levels.

    Notes
    -----
    In floating point: the costs are those of the exact search to about nine digits. Where several packages of a site
    cost the same, the exact search prefers the one of least liability; here it may be any. ``Unique`` means by iterated
    dominance, which for conflicts of more than two players or actions may cost more than uniqueness alone.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"site": ["Ulm", "Jena"], "trainees": [10, 40], "trainee_output": [18_500, 15_000]})
    >>> found = portfolio("germany_apprenticeship", table, budget=400_000)
    >>> found.funded.tolist(), found.status, found.verified
    ([True, True], 'optimal', True)
    """
    question = as_question(asked).replace(heads={})
    if levels not in MODES:
        raise unknown("kind of levels", levels, MODES, source="portfolio", field="levels")
    check_supported(question)
    given = question.requirements.budget if budget is None else exact(budget)
    limit = None if given is None else to_float(given)
    if limit is not None and limit < 0:
        raise InputError("portfolio", [Problem("budget", "is below 0", str(budget))])
    reader = SiteReader(question, _table(sites, question))
    if levels == "local":
        return _local(reader, limit, time_limit, progress)
    return _common(reader, limit, time_limit, progress)


def _table(sites: Any, question: Question) -> Sites:
    if isinstance(sites, str | Path):
        table = read_sites(sites, question=question)
    elif isinstance(sites, Sites):
        table = sites
        table.check(question)
    else:
        table = Sites.from_frame(sites, question=question)
    if not len(table):
        raise InputError(table.source, [Problem("", "has no sites")])
    return table


# Local levels


def _local(reader: SiteReader, limit: float | None, time_limit: float, progress: Progress | None) -> Portfolio:
    question, sites = reader.question, reader.sites
    size, criteria = len(sites), question.requirements.criteria
    found, good, before = SiteLevels.empty(size, len(question.instruments)), np.zeros(size, bool), np.zeros(size, bool)
    for part in reader.chunks():
        programs, spent = reader.programs(part)
        own = cheapest_levels(programs)
        levels = np.where(own.feasible[:, None], own.levels, levels_today(programs))
        found.levels[part], found.cost[part] = own.levels, own.cost - spent
        good[part] = own.feasible & holds(programs, criteria, levels) & rows_hold(programs, levels)
        before[part] = holds(programs, criteria, levels_today(programs), by_verdict=False)
        if progress is not None:
            progress(int(part[-1]) + 1, size)
    failed = np.flatnonzero(~found.feasible)
    choice = choose_sites(sites.heads, found.cost, np.inf if limit is None else limit, time_limit=time_limit)
    everywhere = bool((choice.chosen | ~found.feasible).all())
    total = float(found.cost[choice.chosen].sum())
    return Portfolio(
        question=question,
        sites=sites,
        mode="local",
        instruments=tuple(i.name for i in question.instruments),
        levels=found.levels,
        cost=found.cost,
        funded=choice.chosen,
        cooperates=np.where(choice.chosen, good, before),
        verified=bool(good[choice.chosen].all()),
        status="infeasible" if failed.size == size else "bound" if choice.gap else "optimal",
        objective="cost" if everywhere else "trainees",
        bound=total if everywhere else choice.bound,
        budget=limit,
        shadow_price=choice.shadow_price,
        shortfalls=reader.shortfalls(failed),
    )


# A common package


def _common(reader: SiteReader, limit: float | None, time_limit: float, progress: Progress | None) -> Portfolio:
    question, sites = reader.question, reader.sites
    size = len(sites)
    if size * reader.size > MOST_COMMON:
        what = f"are too many for a common package of this question; expected at most {MOST_COMMON // reader.size:,}"
        raise InputError("portfolio", [Problem("sites", what, str(size))])
    if limit is not None and question.status_quo:
        what = "is not supported for a common package of a question with a status quo"
        raise InputError("portfolio", [Problem("budget", what, f"{limit:g}")])
    programs, spent = reader.programs(np.arange(size))
    own = cheapest_levels(programs)
    able, budget = np.flatnonzero(own.feasible), np.inf if limit is None else limit
    served, package, bound, complete = np.zeros(size, bool), np.full(programs.low.shape[1], np.nan), 0.0, False
    if able.size:
        every = common_levels(programs, able, most=budget, time_limit=time_limit)
        complete = every.feasible and is_within(every.cost, budget)
        if complete:
            served[able], package, bound = True, every.levels, every.bound - float(spent[able].sum())
        else:
            choice = common_choice(programs, own, sites.heads, budget, time_limit=time_limit)
            served, package, bound = choice.kept, choice.levels, choice.bound
    levels = np.where(served[:, None], package, np.nan)
    tried = np.where(served[:, None], package, levels_today(programs))
    criteria = question.requirements.criteria
    good, rows = holds(programs, criteria, tried), rows_hold(programs, tried)
    cost = np.where(served, (programs.cost * tried).sum(axis=1) - spent, np.inf)
    if progress is not None:
        progress(size, size)
    found = Portfolio(
        question=question,
        sites=sites,
        mode="common",
        instruments=tuple(i.name for i in question.instruments),
        levels=levels,
        cost=cost,
        funded=served,
        cooperates=good,
        verified=bool((good & rows)[served].all()),
        status="bound" if able.size else "infeasible",
        objective="cost" if complete else "trainees",
        bound=bound,
        budget=limit,
        shadow_price=None,
        shortfalls=reader.shortfalls(np.flatnonzero(~own.feasible)),
    )
    return replace(found, status="optimal", bound=_value(found)) if able.size and found.gap <= TOLERANCE else found


def _value(found: Portfolio) -> float:
    return found.total_cost if found.objective == "cost" else found.trainees_funded
