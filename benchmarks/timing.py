"""What the benchmarks share."""

from __future__ import annotations

import time
from collections.abc import Callable

ROW = tuple[str, str, str, str, str]
"""What is measured, value, target, peer, ratio."""


def seconds(run: Callable[[], object], repeat: int = 3) -> float:
    """The median time of a run."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return sorted(times)[repeat // 2]
