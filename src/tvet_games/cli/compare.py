"""tvet-games compare."""

from __future__ import annotations

from dataclasses import asdict, fields

from tvet_games.cli.output import console, language, print_card, print_json, progress
from tvet_games.study.compare import ComparisonRow, compare


def run(*, scenarios: list[str], json: bool, lang: str) -> None:
    """Print a column a scenario."""
    tongue = language(lang)
    with progress("compare") as step:
        found = compare(scenarios, progress=step)
    if json:
        names = [f.name for f in fields(ComparisonRow) if f.name != "solution"]
        rows = [{n: getattr(row, n) for n in names} | {"costs": _costs(row)} for row in found.rows]
        print_json({"relative_to": found.relative_to, "rows": rows})
        return
    print_card(console(), found.card(tongue))


def _costs(row: ComparisonRow) -> dict[str, object] | None:
    return None if row.solution.costs is None else asdict(row.solution.costs)
