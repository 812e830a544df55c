"""A conflict at every point of a grid, a cloud of worlds, a table of sites, or their product.

The points are cut into chunks that threads, processes or a cluster compute. With a store, every finished chunk is
written and entered in a map, so that a run that was killed goes on where it stopped. How a sweep is cut, and who
computes it, does not change a bit of its result on one kind of machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tvet_games.errors import InputError, Problem, expected, whole
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array
from tvet_games.study.chunks.blocks import Block, block_shape, chunk_shape
from tvet_games.study.chunks.executor import worker_count
from tvet_games.study.chunks.opening import open_store
from tvet_games.study.chunks.run import Work, run_in_memory, run_in_store
from tvet_games.study.chunks.store import Layout
from tvet_games.study.portfolio.sites import Sites
from tvet_games.study.setting import read_setting
from tvet_games.study.sweep.axes import columns_of, read_axes, where
from tvet_games.study.sweep.dataset import coordinates, identity, labelled, variables
from tvet_games.study.sweep.plan import CHUNK, SweepPlan, check_room, plan_of
from tvet_games.study.sweep.points import Points, check_outputs, compute
from tvet_games.study.worlds.draw import Worlds

OUTPUTS = ("verdict", "p_level")
"""What a sweep says of each point if nobody asks for more."""


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """A sweep that is ready to run, the shape of its games, and how many quantities move."""

    work: Work
    actions: tuple[int, ...]
    moving: int

    def plan(self, *, stored: bool) -> SweepPlan:
        """How large it is."""
        return plan_of(self.work.layout, self.actions, self.moving, self.work.workers, stored=stored)


def sweep(
    conflict: Conflict | str,
    calibration: Calibration | str,
    over: Mapping[str, Any] | None = None,
    *,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    worlds: Worlds | None = None,
    sites: Sites | None = None,
    outputs: Iterable[str] = OUTPUTS,
    ties: bool = False,
    store: str | Path | None = None,
    resume: bool = False,
    executor: Executor | None = None,
    workers: int | None = None,
    chunk: int = CHUNK,
    progress: Callable[[int, int], None] | None = None,
) -> Any:
    """Say what a conflict is at every point of a grid, a cloud of worlds, a table of sites, or their product.

    Parameters
    ----------
    conflict, calibration : objects, names or paths
    over : mapping of str to array_like
        The values of an instrument's level or of a value of the calibration; an axis each.
    policy : Policy, optional
        Levels that stay the same.
    instruments : iterable of Instrument, optional
        By default the shipped ones.
    worlds : Worlds, optional
        From :func:`draw_worlds`; the axis ``world``.
    sites : Sites, optional
        The axis ``site``.
    outputs : iterable of str
        ``verdict`` (always there), ``p_level``, ``margin`` and ``cost`` [money per head], ``basin`` (2x2 games, a
        hundred times slower), ``profiles`` (2x2x2 games: all pure equilibria and stable vertices).
    ties : bool
        Whether values that are tied to one that moves follow it; with worlds or sites they do in any case.
    store : path, optional
        A folder for the result, which may then be larger than memory and survives a kill.
    resume : bool
        Go on with the same sweep in a store that an earlier run left; chunks that were damaged are computed again.
    executor : concurrent.futures.Executor, optional
        A process pool, or ``dask.distributed.Client(...).get_executor()``, whose workers must see the store under the
        same path. Without one, ``workers`` threads.
    workers : int, optional
        Chunks at one time; by default as many as the executor has workers, or one. Threads gain nothing on two
        processors, where two processes were 1.35 times as fast (``benchmarks/README.md``).
    chunk : int
        Points of a chunk, at most.
    progress : function, optional
        Called with how many chunks are done, and how many there are.

    Returns
    -------
    xarray.Dataset
        An axis a coordinate, with units and provenance; :func:`has_flag` takes verdicts apart. From a store it is
        read when it is used.

    Raises
    ------
    InputError
        If something asked for is wrong, does not fit into memory, or the store is of another study.
    ShapeError
        If an output is not defined for games of this shape.
    StoreError
        If the store cannot be used: in use, damaged beyond repair, no room.
    StudyError
        If chunks failed; with a store the others are kept.

    Notes
    -----
    Levels and money are stored in float32. A point at which some payoff is not finite is flagged ``undefined``. The
    values of worlds and sites are held in memory; their product with a grid is not.

    Examples
    --------
    >>> found = sweep("school_enterprise", "austria_2016", {"training_subsidy": [0, 10_000, 30_000]})
    >>> from tvet_games.solve.verdict_codes.flags import has_flag
    >>> has_flag(found.verdict, "target_equilibrium").values.tolist()
    [False, True, True]
    >>> found.training_subsidy.units
    'EUR per apprenticeship'
    """
    place = None if store is None else _place(store)
    ready = prepare(
        conflict,
        calibration,
        over,
        policy,
        instruments,
        worlds,
        sites,
        outputs,
        chunk=chunk,
        workers=workers,
        ties=ties,
        executor=executor,
        identified=place is not None,
    )
    check_room(ready.plan(stored=place is not None), place)
    if place is None:
        layout = ready.work.layout
        return labelled(layout, run_in_memory(ready.work, executor, progress))
    kept = run_in_store(ready.work, place, executor, progress, resume=resume)
    return open_store(place).assign_attrs(chunks_found=kept.found, chunks_damaged=kept.damaged)


def _place(store: str | Path) -> Path:
    """Where a store lies, wherever a worker may stand."""
    given = expected(store, (str, Path), "store", "a path, as in 'out.zarr'")
    if not str(given):
        raise InputError("store", [Problem("", "expected a path, as in 'out.zarr'", "''")])
    return Path(given).resolve()


def plan_sweep(
    conflict: Conflict | str,
    calibration: Calibration | str,
    over: Mapping[str, Any] | None = None,
    *,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    worlds: Worlds | None = None,
    sites: Sites | None = None,
    outputs: Iterable[str] = OUTPUTS,
    stored: bool = False,
    workers: int | None = None,
    chunk: int = CHUNK,
) -> SweepPlan:
    """Say how large a sweep would be, in points, on disk and in memory; the arguments are those of :func:`sweep`.

    Raises
    ------
    InputError
        If something asked for is wrong.

    Examples
    --------
    >>> import numpy as np
    >>> over = {"training_subsidy": np.linspace(0, 30_000, 10_000), "retention": np.linspace(0, 1, 10_000)}
    >>> print(*plan_sweep("school_enterprise", "austria_2016", over, stored=True, workers=2).describe())
    100,000,000 points, chunks: 97; results 600 MB before compression, about 147 MB of memory at one time.
    """
    ready = prepare(
        conflict, calibration, over, policy, instruments, worlds, sites, outputs, chunk=chunk, workers=workers
    )
    return ready.plan(stored=stored)


def prepare(
    conflict: Conflict | str,
    calibration: Calibration | str,
    over: Mapping[str, Any] | None,
    policy: Policy | None,
    instruments: Iterable[Instrument] | None,
    worlds: Worlds | None,
    sites: Sites | None,
    outputs: Iterable[str],
    *,
    chunk: int,
    workers: int | None,
    ties: bool = False,
    executor: Executor | None = None,
    identified: bool = False,
) -> Sweep:
    """Check everything that is asked of a sweep; ``identified`` where a store is to remember what it is of."""
    setting = read_setting(conflict, calibration, policy, instruments)
    follow = replace(setting, ties=ties or worlds is not None or sites is not None)
    asked = check_outputs((outputs,) if isinstance(outputs, str) else tuple(outputs), follow.conflict.shape)
    axes = read_axes(follow, over, worlds, sites, costs="cost" in asked)
    points = Points(follow, asked)
    sizes = {axis.name: len(axis) for axis in axes}
    layout = Layout(
        sizes=sizes,
        chunk=chunk_shape(tuple(sizes.values()), whole(chunk, "sweep", "chunk", least=1)),
        variables=variables(points),
        coordinates=coordinates(points, axes, worlds, sites),
        identity=identity(points, axes, sites) if identified else {},
    )
    work = Work(
        layout=layout,
        compute=compute_block,
        common=points,
        own=lambda block: columns_of(axes, block),
        where=lambda block: where(axes, block),
        workers=worker_count(workers, executor, alone=1),
    )
    return Sweep(work, follow.conflict.shape, sum(len(axis.columns) for axis in axes))


def compute_block(points: Points, columns: Mapping[str, Array], block: Block) -> dict[str, Array]:
    """Compute a block of a sweep, wherever it is handed out to."""
    return compute(points, columns, block_shape(block))
