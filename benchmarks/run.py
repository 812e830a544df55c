"""Measures the package, also against its peers, and writes ``README.md``: ``make bench``.

``python benchmarks/run.py [SECTION ...]``: all sections in one process, or those that are named. Results stay in
``results.json``, from which the page is written after every section, so that an interrupted run loses one at most.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module
from typing import Any

import machine
import page

SECTIONS = (
    "start_up",
    "engine",
    "equilibria",
    "policy",
    "portfolio",
    "sweeps",
    "uncertainty",
    "dynamics",
    "mechanisms",
    "sharing",
    "explorer",
)
"""A file each, with the function ``rows``; what is to be known of the rows is its ``KNOWN``."""


def main(asked: list[str]) -> None:
    """Measure sections, and write the page after each."""
    unknown = set(asked) - set(SECTIONS)
    if unknown:
        sys.exit(f"no such section: {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    for name in asked or SECTIONS:
        found = _measured(name)
        page.write(page.read_results() | {name: found}, SECTIONS)
        print(f"{name}: {found['seconds']:.0f} s", flush=True)


def _measured(name: str) -> dict[str, Any]:
    section, before = import_module(name), machine.description()
    start = time.perf_counter()
    rows = section.rows()
    seconds = round(time.perf_counter() - start, 1)
    return before | {"seconds": seconds, "known": getattr(section, "KNOWN", ""), "rows": rows}


if __name__ == "__main__":
    main(sys.argv[1:])
