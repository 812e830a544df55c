"""The page of this folder, written from ``results.json``: a table a section, each headed by its own date."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from timing import Row

HERE = Path(__file__).parent
RESULTS, PAGE = HERE / "results.json", HERE / "README.md"

Results = dict[str, dict[str, Any]]
"""By section what :func:`machine.description` tells, how long it took, its rows, and what is to be known of them."""

HEAD = """\
# Benchmarks

`make bench` measures everything below in one run and rewrites this page; `make bench SECTIONS="engine sweeps"` measures
these sections anew. Times are medians; the two sides of a ratio are taken in turn, games of peers are built beforehand,
and compiled code is warmed up. *On a core*: by processor time, which does not depend on who else uses the machine;
*by the clock* is what passes on the wall. A ratio says how often the package does it while the peer does it once.
`LIMIT=60` makes nashpy's searches give up after as many seconds, `POINTS=9` takes sweeps to 10^9 points. pygambit
compiles where there is no wheel of it.
"""


def read_results() -> Results:
    """What was measured so far."""
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}


def write(results: Results, sections: Sequence[str]) -> None:
    """Keep the results and write the page.

    Parameters
    ----------
    results : mapping of section to results
    sections : sequence of str
        Their order.
    """
    ordered = {name: results[name] for name in sections if name in results}
    RESULTS.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    parts = [HEAD, *(_section(name, found) for name, found in ordered.items())]
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def _section(name: str, found: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{library} {number}" for library, number in found["libraries"].items())
    machine = f"{found['date']}, {found['processor']}, {found['cores']} cores, Python {found['python']}, {versions}."
    took = f" Measured in {found['seconds']:.0f} s, {found['load']:.1f} processes waiting for a core before."
    lines = [f"## {name.replace('_', ' ').capitalize()}", "", machine + took, "", *_table(found["rows"])]
    return "\n".join(lines + ["", found["known"]] * bool(found["known"])) + "\n"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows under their head, without columns that are empty."""
    cells = [Row("measurement", "value", "goal", "peer", "ratio"), *rows]
    used = [k for k in range(len(Row._fields)) if any(row[k] for row in rows)]
    lines = ["| " + " | ".join(row[k] for k in used) + " |" for row in cells]
    return [lines[0], "|" + "---|" * len(used), *lines[1:]]
