"""What the benchmarks share: rows of the page, and times taken in turn."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the page.

    Attributes
    ----------
    what : str
        Is measured.
    value : str
        Of the package, with its unit.
    goal : str
    peer : str
        Who else does it, and the value there.
    ratio : str
        How often the package does it while the peer does it once.
    """

    what: str
    value: str = ""
    goal: str = ""
    peer: str = ""
    ratio: str = ""


class Time(NamedTuple):
    """How long a run takes.

    Attributes
    ----------
    clock : float
        [s] On the wall; depends on who else uses the machine.
    core : float
        [s] Of processor time, all threads and processes together: what a run with one takes on a core of its own.
    """

    clock: float
    core: float


def processor_time() -> float:
    """Return the processor time of this process and of those that it started and that ended [s]."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def in_turn(*runs: Callable[[], object], repeat: int = 5, warm: bool = True) -> list[Time]:
    """Return the median times of runs that are taken in turn, so that all meet the same machine.

    Parameters
    ----------
    *runs : functions
    repeat : int
        Times that each is measured.
    warm : bool
        Whether a round before them does not count.
    """
    clock: list[list[float]] = [[] for _ in runs]
    core: list[list[float]] = [[] for _ in runs]
    for k in range(repeat + warm):
        for run, walls, works in zip(runs, clock, core, strict=True):
            wall, work = time.perf_counter(), processor_time()
            run()
            if k >= warm:
                works.append(processor_time() - work)
                walls.append(time.perf_counter() - wall)
    return [Time(statistics.median(a), statistics.median(b)) for a, b in zip(clock, core, strict=True)]
