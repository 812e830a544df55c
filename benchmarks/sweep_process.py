"""One sweep in a process of its own: ``sweep_process.py '{"case": "grid", ...}'`` prints seconds, memory and size.

The cases are the functions of ``CASES``; every other entry is an argument of the sweep.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from machine import peak
from timing import in_turn

import tvet_games as tg
from tvet_games.study.portfolio.sites import Sites

WARM = 1_000
"""Points of the sweep that goes before."""

SUBSIDY, SHARE = 30_000, 1
"""[EUR per apprenticeship] and [share of apprentices]: where the axes end."""

PLACE = ("school_enterprise", "austria_2016")


def grid(points: int) -> dict[str, Any]:
    """Two axes of as many values each, as far as that goes."""
    rows = 10 ** (len(str(points)) // 2)
    over = {"training_subsidy": np.linspace(0, SUBSIDY, rows), "retention": np.linspace(0, SHARE, points // rows)}
    return {"conflict": PLACE[0], "calibration": PLACE[1], "over": over}


def three_players(points: int) -> dict[str, Any]:
    """The same axes where the government plays too."""
    return grid(points) | {"conflict": "government_school_enterprise"}


def worlds(points: int) -> dict[str, Any]:
    """A cloud of worlds at one policy."""
    return grid(1) | {"over": None, "worlds": tg.draw_worlds(PLACE[1], points)}


def sites(points: int) -> dict[str, Any]:
    """A thousand sites by levels of the subsidy."""
    count, rng = 1_000, np.random.default_rng(0)
    saving = float(tg.load_calibration(PLACE[1]).numbers["hiring_saving"])
    values = {"hiring_saving": saving * rng.uniform(0.8, 1.2, count), "retention": rng.uniform(0, 1, count)}
    table = Sites(tuple(f"site {s}" for s in range(count)), rng.integers(5, 60, count).astype(float), values)
    return grid(1) | {"over": {"training_subsidy": np.linspace(0, SUBSIDY, points // count)}, "sites": table}


CASES: dict[str, Callable[[int], dict[str, Any]]] = {
    "grid": grid,
    "three_players": three_players,
    "worlds": worlds,
    "sites": sites,
}


def main(case: str, points: int, *, pool: bool = False, stored: bool = True, **options: Any) -> None:
    """Run a sweep once, after a small one; then go on with it where all of it is there."""
    asked = CASES[case](points)
    executor = ProcessPoolExecutor(options["workers"]) if pool else None
    with tempfile.TemporaryDirectory() as folder:
        store, small = (Path(folder) / f"{name}.zarr" if stored else None for name in ("sweep", "small"))
        tg.sweep(**CASES[case](WARM), **options, store=small)
        (time,) = in_turn(lambda: _closed(executor, **asked, **options, store=store), repeat=1, warm=False)
        told = {**time._asdict(), "peak": peak()}
        told["child"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 if pool else 0
        if store is not None:
            told["disk"] = sum(file.stat().st_size for file in store.rglob("*") if file.is_file())
            (again,) = in_turn(lambda: tg.sweep(**asked, **options, store=store, resume=True), repeat=1, warm=False)
            told["again"] = again.core
    print(json.dumps(told))


def _closed(executor: Executor | None, **asked: Any) -> None:
    """Sweep and let the processes end, so that their time is known."""
    tg.sweep(**asked, executor=executor)
    if executor is not None:
        executor.shutdown()


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
