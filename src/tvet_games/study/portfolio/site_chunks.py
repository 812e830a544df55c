"""What is found at each site by itself, chunk by chunk, in memory or in a store.

Nothing of it depends on the budget, so that one store answers for every budget. A chunk is a number of whole strips
(:mod:`~tvet_games.study.portfolio.site_reader`): how the sites are cut, and who computes them, does not change a bit of
the result on one kind of machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from tvet_games.numerics import Array
from tvet_games.study.chunks.blocks import Block, block_shape
from tvet_games.study.chunks.opening import open_store
from tvet_games.study.chunks.run import Progress, Work, run_in_memory, run_in_store
from tvet_games.study.portfolio.site_checks import holds, levels_today, rows_hold
from tvet_games.study.portfolio.site_dataset import site_layout
from tvet_games.study.portfolio.site_levels import cheapest_levels
from tvet_games.study.portfolio.site_reader import SiteReader
from tvet_games.study.portfolio.site_shortfalls import NOTHING, what_is_missing
from tvet_games.study.portfolio.sites import Sites


@dataclass(frozen=True, slots=True, eq=False)
class SiteAnswers:
    """What is found at each site by itself.

    Attributes
    ----------
    levels : array, shape (S, K)
        [unit of each level] The cheapest; nan where none will do.
    cost : array, shape (S,)
        [money of the site and period, beyond what the status quo costs there] inf where no levels will do.
    good : array of bool, shape (S,)
        Whether the games under these levels pass every check.
    before : array of bool, shape (S,)
        Whether cooperation holds under the levels in force today.
    missing : array, shape (S,)
        [money per head and period] How much is missing where no levels will do; 0 elsewhere.
    condition : array of int, shape (S,)
        For which of the reader's conditions; ``NOTHING`` for none.
    chunks_found, chunks_damaged : int
        Chunks that a store held already, and how many of them were damaged.
    """

    levels: Array
    cost: Array
    good: Array
    before: Array
    missing: Array
    condition: Array
    chunks_found: int = 0
    chunks_damaged: int = 0

    @property
    def feasible(self) -> Array:
        """Whether some levels will do, shape (S,)."""
        return np.isfinite(self.cost)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a site."""
        import pandas as pd

        own = {f.name: getattr(self, f.name) for f in fields(self)}
        columns = {name: array for name, array in own.items() if np.shape(array) == self.cost.shape}
        levels = {f"level_{k}": self.levels[:, k] for k in range(self.levels.shape[1])}
        return pd.DataFrame({**columns, **levels}).rename_axis("site")


def answer_sites(
    reader: SiteReader,
    sites: Sites,
    *,
    chunk: int,
    executor: Executor | None = None,
    workers: int = 1,
    store: Path | None = None,
    resume: bool = False,
    progress: Progress | None = None,
) -> SiteAnswers:
    """Find the cheapest levels of each site, and check them.

    Parameters
    ----------
    reader : SiteReader
    sites : Sites
    chunk : int
        Most sites of a chunk, but for whole strips.
    executor, workers, store, resume
        As :func:`portfolio` takes them.
    progress : function, optional
        Called with how many sites are done, and how many there are.

    Returns
    -------
    SiteAnswers

    Raises
    ------
    InputError
        If the values of a site contradict each other, or the store is of other sites or of another question.
    StoreError, StudyError
        As :func:`run_in_store` does.
    """
    count = len(sites)
    reader.check(sites)  # before a store is made: a table that is put right is another study
    layout = site_layout(reader, sites, chunk, stored=store is not None)

    def step(done: int, _: int) -> None:
        if progress is not None:
            progress(min(done * work.layout.chunk[0], count), count)

    work = Work(
        layout,
        compute_sites,
        reader,
        own=lambda block: sites.part(block[0]),
        where=lambda block: f"sites {sites.names[block[0].start]} .. {sites.names[block[0].stop - 1]}",
        workers=workers,
    )
    if store is None:
        return _answers(run_in_memory(work, executor, step))
    kept = run_in_store(work, store, executor, step, resume=resume)
    opened = open_store(store)
    found = _answers({name: opened[name].to_numpy() for name in layout.variables})
    return replace(found, chunks_found=kept.found, chunks_damaged=kept.damaged)


def _answers(found: Mapping[str, Array]) -> SiteAnswers:
    return SiteAnswers(
        levels=found["levels"],
        cost=found["cost"],
        good=found["good"].astype(bool),
        before=found["before"].astype(bool),
        missing=found["missing"],
        condition=found["condition"],
    )


def compute_sites(reader: SiteReader, sites: Sites, block: Block) -> dict[str, Array]:
    """Compute a chunk of sites, strip by strip."""
    parts = [_strip(reader, sites.part(part)) for part in reader.strips(*block_shape(block))]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _strip(reader: SiteReader, sites: Sites) -> dict[str, Array]:
    criteria = reader.question.requirements.criteria
    programs, spent = reader.programs(sites)
    own = cheapest_levels(programs)
    today = levels_today(programs)
    levels = np.where(own.feasible[:, None], own.levels, today)
    missing, condition = np.zeros(len(sites)), np.full(len(sites), NOTHING, dtype=np.int32)
    failed = np.flatnonzero(~own.feasible)
    if failed.size:
        missing[failed], condition[failed] = what_is_missing(reader.programs(sites.part(failed))[0], reader.conditions)
    return {
        "levels": own.levels,
        "cost": own.cost - spent,
        "feasible": own.feasible.astype(np.uint8),
        "good": (own.feasible & holds(programs, criteria, levels) & rows_hold(programs, levels)).astype(np.uint8),
        "before": holds(programs, criteria, today, by_verdict=False).astype(np.uint8),
        "missing": missing,
        "condition": condition,
    }
