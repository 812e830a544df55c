"""Running a sweep: chunks are handed out, their results put into memory or into a store."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tvet_games.errors import StoreError, StudyError, shorten
from tvet_games.numerics import Array
from tvet_games.study.chunks.blocks import Block, block_shape
from tvet_games.study.chunks.executor import run_chunks, workforce
from tvet_games.study.chunks.lock import locked
from tvet_games.study.chunks.store import ChunkStore, Layout, write_block
from tvet_games.study.sweep.axes import Axis, columns_of
from tvet_games.study.sweep.dataset import labelled
from tvet_games.study.sweep.plan import SweepPlan, plan_of
from tvet_games.study.sweep.points import Points, compute, unpacked

Progress = Callable[[int, int], None]

SHOWN = 3
"""Most failed chunks whose error is told."""


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """A sweep that is ready to run."""

    points: Points
    axes: tuple[Axis, ...]
    layout: Layout
    workers: int

    def plan(self, *, stored: bool) -> SweepPlan:
        """How large it is."""
        conflict = self.points.setting.conflict
        cells = len(conflict.shape) * int(np.prod(conflict.shape))
        return plan_of(self.layout, cells, self.workers, stored=stored)


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One chunk, as whoever computes it gets it."""

    points: Points | bytes
    columns: Mapping[str, Array] = field(repr=False)
    block: Block
    store: str | None


def run_task(task: Task) -> tuple[dict[str, Array], int]:
    """Compute a chunk; give back its arrays, or, where there is a store, write them and give back their checksum."""
    points = unpacked(task.points) if isinstance(task.points, bytes) else task.points
    arrays = compute(points, task.columns, block_shape(task.block))
    return (arrays, 0) if task.store is None else ({}, write_block(task.store, task.block, arrays))


def run_in_memory(sweep: Sweep, executor: Executor | None, progress: Progress | None) -> Any:
    """Run a sweep and return its result.

    Raises
    ------
    StudyError
        If a chunk failed.
    """
    layout = sweep.layout
    every = layout.blocks
    results = {name: np.empty(layout.shape, dtype=told.dtype) for name, told in layout.variables.items()}
    with workforce(executor, sweep.workers) as staff:
        for count, done in enumerate(_run(sweep, range(len(every)), every, None, staff)):
            if done.result is None:
                raise StudyError(_failures({done.item: str(done.error)}, sweep, every)) from done.error
            for name, array in done.result[0].items():
                results[name][every[done.item]] = array
            if progress is not None:
                progress(count + 1, len(every))
    return labelled(layout.coordinates, layout.sizes, layout.variables, results)


def run_in_store(
    sweep: Sweep, path: Path, executor: Executor | None, progress: Progress | None, *, resume: bool
) -> dict[str, int]:
    """Run what is left of a sweep and write it; return how many chunks were there, and how many of them damaged.

    Raises
    ------
    StoreError
        If the store cannot be used.
    StudyError
        If chunks failed; the others are kept.
    """
    every = sweep.layout.blocks
    with locked(path):
        store = (
            ChunkStore.resume(path, sweep.layout) if resume and path.exists() else ChunkStore.create(path, sweep.layout)
        )
        there, damaged = int(store.finished.sum()), store.damaged()
        for chunk in damaged:
            store.forget(chunk)
        failed: dict[int, str] = {}
        todo = store.left
        with workforce(executor, sweep.workers) as staff:
            for count, done in enumerate(_run(sweep, todo, every, str(path), staff)):
                if done.result is not None:
                    store.enter(done.item, done.result[1])
                elif isinstance(done.error, OSError):
                    raise _stopped(path, done.error, store) from None
                else:
                    failed[done.item] = str(done.error)
                if progress is not None:
                    progress(len(every) - len(todo) + count + 1, len(every))
        store.record(failed)
        if failed:
            raise StudyError(f"{path}: {_failures(failed, sweep, every)} The other chunks are kept.")
    return {"chunks_found": there, "chunks_damaged": len(damaged)}


def _run(sweep: Sweep, todo: Sequence[int], every: Sequence[Block], store: str | None, staff: Executor) -> Any:
    """Compute chunks, in any order."""
    points: Points | bytes = sweep.points if isinstance(staff, ThreadPoolExecutor) else sweep.points.packed()

    def task(chunk: int) -> Task:
        return Task(points, columns_of(sweep.axes, every[chunk]), every[chunk], store)

    return run_chunks(run_task, todo, task, staff, sweep.workers)


def _stopped(path: Path, error: OSError, store: ChunkStore) -> StoreError:
    """The error of a run whose store takes no more."""
    kept = f"{int(store.finished.sum()):,} of {len(store.finished):,} chunks are kept"
    why = "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror or str(error)
    return StoreError(f"{path}: {why}; {kept}. Make room, then go on with resume.")


def _failures(failed: Mapping[int, str], sweep: Sweep, every: Sequence[Block]) -> str:
    """Which chunks failed, where they lie and why."""
    told = []
    for chunk in sorted(failed)[:SHOWN]:
        sides = (
            f"{axis.name} {axis.labels[part.start]} .. {axis.labels[part.stop - 1]}"
            for axis, part in zip(sweep.axes, every[chunk], strict=True)
        )
        told.append(f"chunk {chunk} ({', '.join(sides)}): {shorten(failed[chunk])}.")
    return f"{len(failed):,} of {len(every):,} chunks failed. {' '.join(told)}"
