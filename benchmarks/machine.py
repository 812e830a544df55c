"""The machine that measures, memory that a run takes, and processes of their own."""

from __future__ import annotations

import datetime
import json
import os
import platform
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

LIBRARIES = (
    "numpy",
    "scipy",
    "numba",
    "highspy",
    "zarr",
    "SALib",
    "nashpy",
    "quantecon",
    "pygambit",
    "coopgt",
    "egttools",
    "nicegui",
    "playwright",
)
"""Whose versions are told."""

COPIED = 512 * 2**20
"""Bytes of the array whose copying tells the bandwidth: far beyond any cache."""


def description() -> dict[str, Any]:
    """Date, processor, how busy it is, and versions."""
    return {
        "date": str(datetime.date.today()),
        "processor": processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0,
        "python": platform.python_version(),
        "libraries": {name: found for name in LIBRARIES if (found := _version(name))},
    }


def processor() -> str:
    """Name of the processor, where the system tells it."""
    told = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*:\s*(.+)$", told.read_text(), re.MULTILINE) if told.exists() else None
    return found[1].strip() if found else platform.processor() or platform.machine()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def copying() -> Callable[[], object]:
    """Return a run that copies ``COPIED`` bytes from one place of the memory to another."""
    source = np.ones(COPIED // 8)
    target = np.zeros_like(source)
    return lambda: np.copyto(target, source)


def beyond_input(run: Callable[[], object]) -> int:
    """Return how many bytes a run holds at most, beside what was there before it; the result counts."""
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def in_own_process(script: str, **asked: Any) -> dict[str, Any]:
    """Run a script of this folder in a process of its own, with a JSON text for what is asked; return what it tells."""
    command = [sys.executable, str(Path(__file__).with_name(script)), json.dumps(asked)]
    told: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return told


def peak() -> int:
    """Return how many bytes of memory this process has taken at most, where the system tells it; or 0."""
    told = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", told.read_text()) if told.exists() else None
    return int(found[1]) * 1024 if found else 0
