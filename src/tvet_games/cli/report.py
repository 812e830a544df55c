"""tvet-games report."""

from __future__ import annotations

import sys

from tvet_games.cli.output import language, progress
from tvet_games.cli.registry import NOTHING_FOUND
from tvet_games.show.report.report import report


def run(*, scenario: str, output: str, date: str | None, draws: int, seed: int, lang: str) -> None:
    """Write the report; also where there is no policy (exit code 3)."""
    tongue = language(lang)
    with progress("report") as step:
        found = report(scenario, output, language=tongue, date=date, draws=draws, rng=seed, progress=step)
    print(f"wrote {output}", file=sys.stderr)
    if not found.solution.feasible:
        raise SystemExit(NOTHING_FOUND)
