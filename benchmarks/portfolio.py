"""Portfolios of many sites: seconds and memory by the number of sites."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from timing import Row

GOALS = {310: "1 s", 10_000: "30 s, 2 GiB", 100_000: ""}
"""By number of sites."""

KNOWN = """\
Synthetic sites: twelve values of each drawn around the centre. Each in a process of its own, after a warm-up with
twenty sites; by the clock. Memory: most that the process took."""


def rows() -> list[Row]:
    """Five conflicts, with all instruments, cooperation the only equilibrium."""
    found = []
    for count, goal in GOALS.items():
        command = [sys.executable, str(Path(__file__).with_name("portfolio_process.py")), str(count)]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        half = f"half the budget {told['half_seconds']:.2f} s, {told['status']}"
        value = f"{told['seconds']:.2f} s, peak {told['peak'] / 2**30:.2f} GiB; {half}"
        found.append(Row(f"portfolio: {count:,} sites x 5 conflicts, unique", value, goal))
    return found
