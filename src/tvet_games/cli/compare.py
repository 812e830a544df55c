"""tvet-games compare."""

from __future__ import annotations

from dataclasses import asdict, fields

from tvet_games.cli.output import console, language, print_json, progress, table
from tvet_games.policy.words import conflict_label, instrument_label
from tvet_games.study.compare import ComparisonRow, compare
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import listed, money


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
    none = word("none", tongue)
    lines: dict[str, list[str]] = {
        "country": [row.country for row in found.rows],
        "unit": [row.unit for row in found.rows],
        "status": [row.status for row in found.rows],
        "expected cost": [none if row.cost is None else money(row.cost) for row in found.rows],
        "per year": [none if row.cost_per_year is None else money(row.cost_per_year) for row in found.rows],
        "share of gross": [
            none if row.share_of_gross is None else f"{float(row.share_of_gross):.1%}" for row in found.rows
        ],
        "cheapest package": [
            listed(
                [
                    f"{instrument_label(row.solution, n, tongue)} {money(row.solution.levels[n])}"
                    for n in row.instruments
                ],
                tongue,
            )
            for row in found.rows
        ],
        "equilibria": [
            "; ".join(
                f"{conflict_label(row.solution, o.name, tongue)} {len(o.before)} -> {len(o.after)}"
                for o in row.solution.outcomes
            )
            for row in found.rows
        ],
        "assumed": [f"{row.assumed:.0%}" for row in found.rows],
    }
    out = console()
    body = [[word(name, tongue), *cells] for name, cells in lines.items()]
    out.print(table("", ["", *(row.name for row in found.rows)], body))
    said = (
        "Costs per head, in each calibration's own unit; money of different units is never added.",
        "成本按人计，各用其校准的货币单位；不同单位的金额从不相加。",
    )
    out.print(said[tongue == "zh"])


def _costs(row: ComparisonRow) -> dict[str, object] | None:
    return None if row.solution.costs is None else asdict(row.solution.costs)
