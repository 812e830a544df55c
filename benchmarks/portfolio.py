"""Portfolios of many sites: seconds and memory by the number of sites and of workers."""

from __future__ import annotations

import os
from typing import Any

from machine import in_own_process
from timing import Row

GOALS = {310: "1 s", 10_000: "30 s, 2 GiB", 100_000: ""}
"""By number of sites."""

SHARED = 10_000
"""Sites of the portfolios that workers share."""

KNOWN = """\
Synthetic sites: twelve values of each drawn around the centre. Each in a process of its own, after a warm-up with
twenty sites; with one worker where nothing else is said. Memory: most that the process took. *Half*: the same again
under half the budget that all sites need."""


def rows() -> list[Row]:
    """Five conflicts, with all instruments, cooperation the only equilibrium."""
    found = []
    for sites, goal in GOALS.items():
        told = in_own_process("portfolio_process.py", sites=sites, workers=1)
        value = (
            f"{_seconds(told)}, peak {told['peak'] / 2**30:.2f} GiB; half {told['half_core']:.2f} s, {told['status']}"
        )
        found.append(Row(f"portfolio: {sites:,} sites x 5 conflicts, unique", value, goal))
    for workers in range(2, (os.cpu_count() or 1) + 1):
        told = in_own_process("portfolio_process.py", sites=SHARED, workers=workers)
        found.append(Row(f"portfolio: {SHARED:,} sites, {workers} threads", _seconds(told)))
    return found


def _seconds(told: dict[str, Any]) -> str:
    return f"{told['core']:.2f} s on a core ({told['clock']:.2f} s by the clock)"
