"""Running a study in chunks: what is handed out, and where the results go, into memory or into a store.

A chunk is a block of the study's arrays. What all chunks have in common travels once to each process; what is a chunk's
own travels with it.
"""

from __future__ import annotations

import errno
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from tvet_games.errors import InputError, StoreError, StudyError, TvetGamesError, shorten
from tvet_games.numerics import Array
from tvet_games.study.chunks.blocks import Block
from tvet_games.study.chunks.executor import Done, run_chunks, workforce
from tvet_games.study.chunks.lock import locked
from tvet_games.study.chunks.store import ChunkStore, Layout, write_block

Progress = Callable[[int, int], None]
"""Is called with how many chunks are done, and how many there are."""

Compute = Callable[[Any, Any, Block], Mapping[str, Array]]
"""From what is common, what is a chunk's own and its block to the arrays of the block."""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

SHOWN = 3
"""Most failed chunks whose error is told."""


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """A study that is ready to run.

    Attributes
    ----------
    layout : Layout
    compute : function
        At the top of a module, where processes find it.
    common : object
        What every chunk needs.
    own : function
        What a chunk needs beside it, by its block; called when its turn comes.
    where : function
        Where a block lies, in words.
    workers : int
        Chunks that are computed at one time.
    """

    layout: Layout
    compute: Compute
    common: Any = field(repr=False)
    own: Callable[[Block], Any]
    where: Callable[[Block], str]
    workers: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What a run in a store left.

    Attributes
    ----------
    store : ChunkStore
    found, damaged : int
        Chunks that were there before, and how many of them were damaged and computed again.
    """

    store: ChunkStore
    found: int
    damaged: int


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One chunk, as whoever computes it gets it."""

    compute: Compute
    common: Any = field(repr=False)
    own: Any = field(repr=False)
    block: Block
    store: str | None


def run_task(task: Task) -> tuple[Mapping[str, Array], int]:
    """Compute a chunk; give back its arrays, or, where there is a store, write them and give back their checksum."""
    common = _unpacked(task.common) if isinstance(task.common, bytes) else task.common
    arrays = task.compute(common, task.own, task.block)
    return (arrays, 0) if task.store is None else ({}, write_block(task.store, task.block, arrays))


@lru_cache(maxsize=4)
def _unpacked(common: bytes) -> Any:
    """What all chunks have in common; unpacked once in each process."""
    return pickle.loads(common)  # noqa: S301 - packed by the run itself, never read from a file


def run_in_memory(work: Work, executor: Executor | None = None, progress: Progress | None = None) -> dict[str, Array]:
    """Run a study and return its arrays.

    Raises
    ------
    InputError
        If a chunk failed because of what was asked.
    StudyError
        If a chunk failed otherwise.
    """
    layout = work.layout
    every = layout.blocks
    results = {
        name: np.empty((*layout.shape, *told.extra.values()), dtype=told.dtype)
        for name, told in layout.variables.items()
    }
    with workforce(executor, work.workers) as staff:
        for count, done in enumerate(_run(work, range(len(every)), every, None, staff)):
            if done.result is None:
                if isinstance(done.error, InputError):
                    raise done.error
                raise StudyError(_failures({done.item: done.error}, work, every)) from done.error
            for name, array in done.result[0].items():
                results[name][every[done.item]] = array
            if progress is not None:
                progress(count + 1, len(every))
    return results


def run_in_store(
    work: Work,
    path: Path,
    executor: Executor | None = None,
    progress: Progress | None = None,
    *,
    resume: bool = False,
) -> Kept:
    """Run what is left of a study and write it.

    Parameters
    ----------
    work : Work
    path : Path
    executor : concurrent.futures.Executor, optional
        Threads by default.
    progress : function, optional
    resume : bool
        Whether a store of the same study may be there; it keeps its chunks, and their shape.

    Raises
    ------
    StoreError
        If the store cannot be used, or takes no more; what is finished is kept.
    StudyError
        If chunks failed; the others are kept.
    """
    path = path.resolve()
    with locked(path):
        there = resume and path.exists() and not (path.is_dir() and not any(path.iterdir()))
        store = ChunkStore.resume(path, work.layout) if there else ChunkStore.create(path, work.layout)
        work = replace(work, layout=store.layout)
        found, damaged = int(store.finished.sum()), store.damaged()
        for chunk in damaged:
            store.forget(chunk)
        try:
            failed = _finish(work, store, executor, progress)
        except StoreError:
            raise
        except OSError as error:
            raise _stopped(store, error) from None
        except BrokenExecutor as error:
            what = f"nobody computes the chunks any more ({_reason(error)})"
            raise StudyError(f"{path}: {what}; {_kept(store)}. Go on with resume.") from None
        if failed:
            raise StudyError(f"{path}: {_failures(failed, work, store.layout.blocks)} The other chunks are kept.")
    return Kept(store, found, len(damaged))


def _finish(
    work: Work, store: ChunkStore, executor: Executor | None, progress: Progress | None
) -> dict[int, Exception | None]:
    """Compute and enter what is left; return the errors of the chunks that failed.

    Raises
    ------
    OSError
        If the store takes no more.
    BrokenExecutor
        If nobody computes the chunks.
    """
    every, todo = store.layout.blocks, store.left
    failed: dict[int, Exception | None] = {}
    with workforce(executor, work.workers) as staff:
        for count, done in enumerate(_run(work, todo, every, str(store.path), staff)):
            if done.result is not None:
                store.enter(done.item, done.result[1])
            elif isinstance(done.error, OSError | BrokenExecutor):
                raise done.error
            else:
                failed[done.item] = done.error
            if progress is not None:
                progress(len(every) - len(todo) + count + 1, len(every))
    store.record({chunk: _reason(error) for chunk, error in failed.items()})
    return failed


def _run(
    work: Work, todo: Sequence[int], every: Sequence[Block], store: str | None, staff: Executor
) -> Iterator[Done[int, tuple[Mapping[str, Array], int]]]:
    """Compute chunks, in any order."""
    common = work.common if isinstance(staff, ThreadPoolExecutor) else pickle.dumps(work.common)

    def task(chunk: int) -> Task:
        return Task(work.compute, common, work.own(every[chunk]), every[chunk], store)

    return run_chunks(run_task, todo, task, staff, work.workers)


def _stopped(store: ChunkStore, error: OSError) -> StoreError:
    """The error of a run whose store takes no more."""
    why = "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror or _reason(error)
    do = "Make room" if error.errno in NO_ROOM else "Mend it"
    return StoreError(f"{store.path}: {why}; {_kept(store)}. {do}, then go on with resume.")


def _kept(store: ChunkStore) -> str:
    return f"{int(store.finished.sum()):,} of {len(store.finished):,} chunks are kept"


def _failures(failed: Mapping[int, Exception | None], work: Work, every: Sequence[Block]) -> str:
    """Which chunks failed, where they lie and why."""
    told = [f"chunk {k} ({work.where(every[k])}): {_reason(failed[k])}." for k in sorted(failed)[:SHOWN]]
    return f"{len(failed):,} of {len(every):,} chunks failed. {' '.join(told)}"


def _reason(error: Exception | None) -> str:
    """What an error says, on one line, with its kind where it is none of the package's own."""
    said = " ".join(str(error).split())
    own = isinstance(error, TvetGamesError)
    return shorten(said if own else f"{type(error).__name__}: {said}" if said else type(error).__name__)
