"""Sweeps from end to end, payoffs from formulas and results on disk: points a second, memory, workers, growth."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator
from typing import Any

from machine import in_own_process
from timing import Row

POINTS = 10 ** int(os.environ.get("POINTS", "8"))
"""Points of the largest sweep; ``POINTS=9`` for a thousand million."""

SMALLEST = 10**5

CHUNKS = (2**16, 2**18, 2**20, 2**22)
"""Points of a chunk."""

MILLION = 1e6

KNOWN = """\
`school_enterprise` in `austria_2016` over levels of the training subsidy and of retention, the payoffs of each point
from the formulas of the file; where nothing else is said the verdict only, with one worker, in a store that begins
empty, a sweep each in a process of its own after a small one; worlds and sites are drawn beforehand. What is written
may still wait in memory for the disk when the clock stops. *On a core*: points over the processor seconds of all
workers. Peak: most that the process took, with processes the largest of these too. The check of a finished sweep reads
every chunk and compares its checksum."""


def rows() -> list[Row]:
    """All measurements."""
    return [
        *_whole(),
        *_workers(),
        _growth(),
        _by_chunk(),
        *_other_axes(),
    ]


def _run(repeat: int = 1, **asked: Any) -> dict[str, float]:
    """Medians over processes."""
    given = {"case": "grid", "points": POINTS, "workers": 1, "outputs": ["verdict"]} | asked
    runs = [in_own_process("sweep_process.py", **given) for _ in range(repeat)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def _whole() -> Iterator[Row]:
    """The sweep of the goal, also with more outputs, and in memory."""
    what = f"{POINTS:,} points"
    verdict = _run(3)
    yield Row(f"{what}, verdict, stored", _told(POINTS, verdict), "15 million, 2 GiB")
    yield Row(f"{what}, verdict and p-dominance level, stored", _told(POINTS, _run(outputs=["verdict", "p_level"])))
    money = _run(outputs=["verdict", "p_level", "margin", "cost"])
    yield Row(f"{what}, verdict, p-dominance level, margin and cost, stored", _told(POINTS, money))
    yield Row(f"{what}, verdict, in memory", _told(POINTS, _run(stored=False)))
    yield Row(f"{what}, check of a finished sweep", f"{verdict['again']:.2f} s on a core")


def _workers() -> Iterator[Row]:
    """The same with more workers, by the clock."""
    counts = [2**k for k in range((os.cpu_count() or 1).bit_length())]
    for name, pool in (("threads", False), ("processes", True)):
        runs = [_run(workers=n, pool=pool) for n in counts]
        said = "; ".join(
            f"{n}: {POINTS / r['clock'] / MILLION:.1f} ({POINTS / r['core'] / MILLION:.1f}), peak {_peak(r)}"
            for n, r in zip(counts, runs, strict=True)
        )
        best = runs[0]["clock"] / min(r["clock"] for r in runs)
        yield Row(f"million a second by the clock (on a core), by {name}", f"{said}; {best:.2f} times one")


def _growth() -> Row:
    """From small to large."""
    said, points = [], SMALLEST
    while points <= POINTS:
        run = _run(points=points)
        said.append(f"{points:,}: {points / run['core'] / MILLION:.1f}, peak {_peak(run)}")
        points *= 10
    return Row("million a second on a core, by points", "; ".join(said))


def _by_chunk() -> Row:
    """What the size of a chunk matters."""
    runs = [_run(points=POINTS // 10, chunk=size) for size in CHUNKS]
    said = [f"{n:,}: {POINTS / 10 / r['core'] / MILLION:.1f}" for n, r in zip(CHUNKS, runs, strict=True)]
    return Row("million a second on a core, by points of a chunk", "; ".join(said))


def _other_axes() -> Iterator[Row]:
    """A third player, a cloud of worlds, and sites."""
    few = POINTS // 10
    for name, case, points in (
        ("three players, {} points", "three_players", few),
        ("a cloud of {} worlds", "worlds", 10**6),
        ("1,000 sites by levels of the subsidy, {} points", "sites", few),
    ):
        yield Row(name.format(f"{points:,}"), _told(points, _run(case=case, points=points)))


def _told(points: int, run: dict[str, float]) -> str:
    core, clock = (f"{points / run[name] / MILLION:.3g}" for name in ("core", "clock"))
    disk = f", {run['disk'] / 2**20:,.0f} MiB on disk" if "disk" in run else ""
    return f"{core} million a second on a core ({clock} by the clock), peak {_peak(run)}{disk}"


def _peak(run: dict[str, float]) -> str:
    own = f"{run['peak'] / 2**30:.2f} GiB"
    return f"{own} + {run['child'] / 2**30:.2f} GiB each" if run["child"] else own
