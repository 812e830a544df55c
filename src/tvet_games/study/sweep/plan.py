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
from tvet_games.study.chunks.store import Layout
from tvet_games.study.sweep.points import strip_size
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown
from tvet_games.tables.words import fill

CHUNK = 1 << 20
"""Points of a chunk: large beside what starting one costs, small beside memory."""

MOST_CHUNKS = 1_000_000
"""Most chunks of a sweep."""

PASSING = 6
"""Arrays of the size of the payoffs that are held in passing, as measured."""

MOST_IN_MEMORY = 0.5
"""Largest part of the machine's memory that a result without a store may take."""

PHRASES = {
    "plan": (
        "{points} points, chunks: {chunks}; results {size} before compression, about {memory} of memory at one time.",
        "{points} 个点，分 {chunks} 块；结果（压缩前）{size}，同时约占用内存 {memory}。",
    ),
}


@dataclass(frozen=True, slots=True)
class SweepPlan(Shown):
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

    def card(self, language: Language | None = None) -> Card:
        """Return the axes, and what it needs."""
        from tvet_games.study.sweep.card import plan_card

        return plan_card(self, spoken(language))

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


def plan_of(layout: Layout, actions: tuple[int, ...], moving: int, workers: int, *, stored: bool) -> SweepPlan:
    """How large a sweep is, of games of a shape, some of whose values move."""
    point = sum(np.dtype(v.dtype).itemsize for v in layout.variables.values())
    labels = int(layout.coordinates.nbytes)
    size = math.prod(layout.shape) * point
    chunk = math.prod(layout.chunk)
    # Of a strip: its payoffs and some arrays of their size in passing, and what moves, with what is derived from it.
    cells = len(actions) * math.prod(actions)
    strip = min(strip_size(actions), chunk) * 8 * (PASSING * cells + 2 * moving)
    held = min(workers, layout.count) * (strip + 3 * chunk * point) + labels
    return SweepPlan(tuple(layout.sizes.items()), layout.count, size + labels, held + (0 if stored else size))


def check_room(plan: SweepPlan, store: Path | None) -> None:
    """Refuse a sweep that does not fit, or is cut too finely.

    Raises
    ------
    InputError
        If a result without a store would fill the memory, or there are too many chunks.
    StoreError
        If the disk has less room than a hundredth of the results need: nothing compresses more than that.
    """
    if plan.chunks > MOST_CHUNKS:
        what = f"cuts the sweep into {plan.chunks:,} chunks; expected at most {MOST_CHUNKS:,}"
        raise InputError("sweep", [Problem("chunk", what)])
    if store is None:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else math.inf
        if plan.result_bytes > MOST_IN_MEMORY * memory:
            what = f"takes {in_bytes(plan.result_bytes)}, more than half the memory: give a store (--output out.zarr)"
            raise InputError("sweep", [Problem("over", what, f"{plan.points:,} points")])
        return
    there = next(folder for folder in (store.absolute(), *store.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if free < plan.result_bytes / 100 and not store.exists():
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
