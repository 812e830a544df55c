"""Many sites under one budget: the cheapest policy of each, or one for all, and whom the money reaches.

Sites differ in some values of one calibration and in their heads. Write c_s for the least expected cost at which
cooperation satisfies the criteria at site s, per head times its trainees.

- ``local``: each site has levels of its own. If the costs add up to no more than the budget, all are funded; otherwise
  those that bring most trainees into cooperation (a 0-1 knapsack), and of such sets the cheapest.
- ``common``: one package within the bounds of every site that it serves. If none will do everywhere, or it costs more
  than the budget, the one that serves most trainees; it is then promised to, and paid at, the sites that it serves.

Shapes: S sites, K levels. With local levels the sites are cut into chunks that threads, processes or a cluster
compute; with a store, a portfolio that was killed goes on where it stopped, and answers for another budget at once. How
the sites are cut, and who computes them, does not change a bit of the result on one kind of machine.

References
----------
Kellerer, Pferschy and Pisinger (2004), Knapsack Problems, chapter 2. doi:10.1007/978-3-540-24777-7
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, unknown, whole
from tvet_games.numerics import TOLERANCE, Number, exact, to_float
from tvet_games.policy.question import Question
from tvet_games.policy.scenario import Asked, as_question
from tvet_games.study.chunks.executor import worker_count
from tvet_games.study.portfolio.common_package import common_package
from tvet_games.study.portfolio.result import Mode, Portfolio
from tvet_games.study.portfolio.site_choice import choose_sites
from tvet_games.study.portfolio.site_chunks import SiteAnswers, answer_sites
from tvet_games.study.portfolio.site_programs import check_supported
from tvet_games.study.portfolio.site_reader import SiteReader
from tvet_games.study.portfolio.site_shortfalls import shortfalls
from tvet_games.study.portfolio.sites import Sites, read_sites

MODES: tuple[Mode, ...] = ("local", "common")

CHUNK = 2_048
"""Most sites of a chunk: what a kill loses, for each worker twice."""

Progress = Callable[[int, int], None]


def portfolio(
    asked: Asked,
    sites: Sites | Any,
    *,
    levels: Mode = "local",
    budget: Number | None = None,
    time_limit: float = 60.0,
    store: str | Path | None = None,
    resume: bool = False,
    executor: Executor | None = None,
    workers: int | None = None,
    chunk: int = CHUNK,
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
    store : path, optional
        A folder for what is found at each site, with local levels; :func:`open_store` opens it as labelled arrays.
    resume : bool
        Go on with the same sites and question in a store that an earlier run left, or answer for another budget.
    executor : concurrent.futures.Executor, optional
        A process pool, or ``dask.distributed.Client(...).get_executor()``, whose workers must see the store under the
        same path: two processes are twice as fast as one. By default one thread: two are hardly faster, because sites
        spend their time in the interpreter, which threads share.
    workers : int, optional
        Chunks at one time; by default as many as the executor has workers.
    chunk : int
        Most sites of a chunk, rounded to whole strips of sites that are solved together.
    progress : function, optional
        Called with how many sites are done, and how many there are.

    Returns
    -------
    Portfolio

    Raises
    ------
    InputError
        If the table is wrong, or the question asks for what many sites do not support: a criterion other than Nash,
        Dominant, PDominant, Aligned and Unique, stepped levels, at most k instruments, a limit on liability; or the
        store is of other sites or of another question.
    StoreError
        If the store cannot be used: in use, damaged beyond repair, no room.
    StudyError
        If chunks failed; with a store the others are kept.
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
    table = _table(sites, question)
    reader = SiteReader.of(question, table)
    if resume and store is None:
        raise InputError("portfolio", [Problem("resume", "needs the store to go on with")])
    if levels == "common":
        if store is not None:
            what = "is for local levels; a common package is one program, which cannot be resumed"
            raise InputError("portfolio", [Problem("store", what, str(store))])
        return _common(reader, table, limit, time_limit, progress)
    answers = answer_sites(
        reader,
        table,
        chunk=whole(chunk, "portfolio", "chunk", least=1),
        executor=executor,
        workers=worker_count(workers, executor, alone=1),
        store=None if store is None else Path(store),
        resume=resume,
        progress=progress,
    )
    return _local(reader, table, answers, limit, time_limit)


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


def _local(reader: SiteReader, sites: Sites, answers: SiteAnswers, limit: float | None, time_limit: float) -> Portfolio:
    """Choose whom the budget reaches."""
    cost, failed = answers.cost, np.flatnonzero(~answers.feasible)
    choice = choose_sites(sites.heads, cost, np.inf if limit is None else limit, time_limit=time_limit)
    everywhere = bool((choice.chosen | ~answers.feasible).all())
    return Portfolio(
        question=reader.question,
        sites=sites,
        mode="local",
        instruments=tuple(i.name for i in reader.question.instruments),
        levels=answers.levels,
        cost=cost,
        funded=choice.chosen,
        cooperates=np.where(choice.chosen, answers.good, answers.before),
        verified=bool(answers.good[choice.chosen].all()),
        status="infeasible" if failed.size == len(sites) else "bound" if choice.gap else "optimal",
        objective="cost" if everywhere else "trainees",
        bound=float(cost[choice.chosen].sum()) if everywhere else choice.bound,
        budget=limit,
        shadow_price=choice.shadow_price,
        shortfalls=shortfalls(reader.conditions, sites, failed, answers.missing, answers.condition),
        chunks_found=answers.chunks_found,
        chunks_damaged=answers.chunks_damaged,
    )


def _common(
    reader: SiteReader, sites: Sites, limit: float | None, time_limit: float, progress: Progress | None
) -> Portfolio:
    package = common_package(reader, sites, limit, time_limit=time_limit)
    if progress is not None:
        progress(len(sites), len(sites))
    failed = np.flatnonzero(~package.able)
    found = Portfolio(
        question=reader.question,
        sites=sites,
        mode="common",
        instruments=tuple(i.name for i in reader.question.instruments),
        levels=np.where(package.served[:, None], package.levels, np.nan),
        cost=package.cost,
        funded=package.served,
        cooperates=package.cooperates,
        verified=bool(package.good[package.served].all()),
        status="bound" if package.able.any() else "infeasible",
        objective="cost" if package.complete else "trainees",
        bound=package.bound,
        budget=limit,
        shadow_price=None,
        shortfalls=shortfalls(reader.conditions, sites, failed, package.missing, package.condition),
    )
    return (
        replace(found, status="optimal", bound=_value(found))
        if package.able.any() and found.gap <= TOLERANCE
        else found
    )


def _value(found: Portfolio) -> float:
    return found.total_cost if found.objective == "cost" else found.trainees_funded
