"""How large a sweep is, before it starts."""

from __future__ import annotations

import math
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, StoreError
from tvet_games.model.labels import Language
from tvet_games.policy.words import fill
from tvet_games.study.chunks.store import Layout
from tvet_games.study.sweep.points import STRIP

CHUNK = 1 << 20
"""Points of a chunk: large beside what starting one costs, small beside memory."""

MOST_IN_MEMORY = 0.5
"""Largest part of the machine's memory that a result without a store may take."""

PHRASES = {
    "plan": (
        "{points} points in {chunks} chunks; results {size}, at most {memory} of memory at one time.",
        "{points} 个点，分 {chunks} 块；结果 {size}，同时最多占用内存 {memory}。",
    ),
}


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """How large a sweep is.

    Attributes
    ----------
    sizes : tuple of (str, int)
        The axes and their lengths.
    chunks : int
    result_bytes : int
        Of the results before compression.
    memory_bytes : int
        Estimate of what is held at one time, the results too where there is no store.
    """

    sizes: tuple[tuple[str, int], ...]
    chunks: int
    result_bytes: int
    memory_bytes: int

    @property
    def points(self) -> int:
        """Number of games."""
        return math.prod(size for _, size in self.sizes)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of one row."""
        import pandas as pd

        own = {"points": self.points, "chunks": self.chunks}
        return pd.DataFrame([own | {"result bytes": self.result_bytes, "memory bytes": self.memory_bytes}])

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """The size in a sentence."""
        said = {"points": f"{self.points:,}", "chunks": f"{self.chunks:,}"}
        sizes = {"size": in_bytes(self.result_bytes), "memory": in_bytes(self.memory_bytes)}
        return (fill(PHRASES, "plan", language, **said, **sizes),)


def plan_of(layout: Layout, cells: int, workers: int, *, stored: bool) -> SweepPlan:
    """How large a sweep of games with ``cells`` payoffs each is."""
    point = sum(np.dtype(v.dtype).itemsize for v in layout.variables.values())
    size = math.prod(layout.shape) * point
    # Payoffs and some arrays of their size in passing, and the results of the chunks that are out.
    strip = min(STRIP, math.prod(layout.chunk)) * cells * 8 * 4
    held = workers * strip + 3 * workers * math.prod(layout.chunk) * point
    return SweepPlan(tuple(layout.sizes.items()), layout.count, size, held + (0 if stored else size))


def check_room(plan: SweepPlan, store: Path | None) -> None:
    """Refuse a sweep that does not fit.

    Raises
    ------
    InputError
        If a result without a store would fill the memory.
    StoreError
        If the disk has less room than a hundredth of the results need: nothing compresses more than that.
    """
    if store is None:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else math.inf
        if plan.memory_bytes > MOST_IN_MEMORY * memory:
            what = f"needs {in_bytes(plan.memory_bytes)} of memory; give store=... to write it to disk as it goes"
            raise InputError("sweep", [Problem("over", what, f"{plan.points:,} points")])
        return
    there = next(folder for folder in (store.absolute(), *store.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if free < plan.result_bytes / 100:
        raise StoreError(f"{store}: {in_bytes(free)} are free, for results of {in_bytes(plan.result_bytes)}")


def in_bytes(size: float) -> str:
    """A number of bytes for people.

    Examples
    --------
    >>> in_bytes(3_200_000_000), in_bytes(12)
    ('3.2 GB', '12 B')
    """
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1_000:
            return f"{size:.3g} {unit}"
        size /= 1_000
    return f"{size:.3g} TB"
