"""Chunks on threads, on processes or on a cluster: a few at a time, so that memory stays bounded.

Anything with the interface of :class:`concurrent.futures.Executor` will do: a thread pool, a process pool, or
``dask.distributed.Client(...).get_executor()``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from tvet_games.errors import expected, whole

AHEAD = 2
"""Chunks that are handed out for each worker: one is computed, one waits."""


@runtime_checkable
class Submits(Protocol):
    """What takes tasks and gives back futures."""

    def submit(self, task: Any, /, *arguments: Any) -> Any:
        """Take a task."""


Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Done(Generic[Item, Result]):
    """A chunk that came back: with a result, or with the error that ended it."""

    item: Item
    result: Result | None
    error: Exception | None


def processors() -> int:
    """Number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def worker_count(workers: int | None, executor: Executor | None, *, alone: int | None = None) -> int:
    """How many chunks may be computed at one time.

    Parameters
    ----------
    workers : int or None
        As many as the executor has workers if nobody says.
    executor : concurrent.futures.Executor or None
    alone : int, optional
        Threads if nobody says anything; by default as many as the machine has processors.

    Raises
    ------
    InputError
        If the number of workers is not a whole number from 1 on.
    """
    if workers is not None:
        return whole(workers, "executor", "workers", least=1)
    # Pools say how many workers they have; a cluster is given a fair number of chunks at a time.
    return (alone or processors()) if executor is None else int(getattr(executor, "_max_workers", 0)) or 16


@contextmanager
def workforce(executor: Executor | None, workers: int) -> Iterator[Executor]:
    """Give the executor, or a pool of threads that ends with the block."""
    if executor is not None:
        yield expected(executor, Submits, "executor", "an executor, as in concurrent.futures.ThreadPoolExecutor(2)")
        return
    threads = ThreadPoolExecutor(workers, thread_name_prefix="tvet_games")
    try:
        yield threads
    finally:
        threads.shutdown(cancel_futures=True)


def run_chunks(
    task: Callable[[Any], Result], items: Sequence[Item], given: Callable[[Item], Any], executor: Executor, workers: int
) -> Iterator[Done[Item, Result]]:
    """Compute a task for every item and give back each as soon as it is done, in any order.

    Parameters
    ----------
    task : function
        At the top of a module, where processes are to find it.
    items : sequence
        What the chunks are called.
    given : function
        What the task gets of an item; called when the item's turn comes.
    executor : concurrent.futures.Executor
    workers : int
        At most ``AHEAD`` times as many items are out at one time.

    Raises
    ------
    BrokenExecutor
        If nobody computes any more.
    """
    waiting = iter(items)
    out: dict[Future[Result], Item] = {}
    try:
        while True:
            for item in waiting:
                out[_submitted(executor, task, given(item))] = item
                if len(out) >= AHEAD * workers:
                    break
            if not out:
                return
            finished, _ = wait(out, return_when=FIRST_COMPLETED)
            for future in finished:
                yield _done(out.pop(future), future)
    finally:
        for future in out:
            future.cancel()


def run_in_order(
    task: Callable[[Item], Result],
    items: Sequence[Item],
    executor: Executor | None,
    workers: int,
    progress: Callable[[int, int], None] | None = None,
) -> list[Result]:
    """Compute a task for every item and return the results in the order of the items.

    Parameters
    ----------
    task : function
        At the top of a module, where processes are to find it.
    items : sequence
    executor : concurrent.futures.Executor or None
        Threads by default.
    workers : int
        Items at one time.
    progress : function, optional
        Called with how many items are done, and how many there are.

    Raises
    ------
    Exception
        The first error of a task, as it was raised; what is still out is cancelled.

    Examples
    --------
    >>> run_in_order(abs, [-3, 2, -1], None, 2)
    [3, 2, 1]
    """
    found: dict[int, Any] = {}
    with workforce(executor, workers) as staff:
        for done in run_chunks(task, range(len(items)), items.__getitem__, staff, workers):
            if done.error is not None:
                raise done.error
            found[done.item] = done.result
            if progress is not None:
                progress(len(found), len(items))
    return [found[k] for k in range(len(items))]


def _submitted(executor: Executor, task: Callable[[Any], Result], argument: Any) -> Future[Result]:
    """Hand out a chunk.

    Raises
    ------
    BrokenExecutor
        If nobody takes it: the executor was shut down, or a worker of it died.
    """
    try:
        return executor.submit(task, argument)
    except RuntimeError as error:
        raise BrokenExecutor(str(error)) from error


def _done(item: Item, future: Future[Result]) -> Done[Item, Result]:
    try:
        return Done(item, future.result(), None)
    except Exception as error:  # recorded and told by whoever asked
        return Done(item, None, error)
