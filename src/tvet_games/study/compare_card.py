"""Scenarios or countries side by side, as a card: a column each, or a row each where there are many."""

from __future__ import annotations

from tvet_games.policy.words import conflict_label, instrument_label
from tvet_games.study.compare import Comparison, ComparisonRow
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, listed, money, percent

MOST_COLUMNS = 5
"""More than these stand in rows."""

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Comparison", "比较"),
    "about": ("share of gross: of {value}", "占总成本比例：相对于 {value}"),
    "units": (
        "Costs per head, in each calibration's own unit; money of different units is never added.",
        "成本按人计，各用其校准的货币单位；不同单位的金额从不相加。",
    ),
    "count": ("{conflict} {before} → {after}", "{conflict} {before} → {after}"),
    "join": ("; ", "；"),
}


def comparison_card(found: Comparison, language: Language) -> Card:
    """Return the card of a comparison."""
    lines = [_facts(row, language) for row in found.rows]
    names = tuple(_name(row, language) for row in found.rows)
    keys = tuple(lines[0]) if lines else ()
    if len(names) > MOST_COLUMNS:
        rows = tuple((name, *facts.values()) for name, facts in zip(names, lines, strict=True))
        table = Table(("", *(word(key, language) for key in keys)), rows)
    else:
        table = Table(("", *names), tuple((word(key, language), *(facts[key] for facts in lines)) for key in keys))
    about = fill(PHRASES, "about", language, value=found.relative_to.replace("_", " "))
    return Card(fill(PHRASES, "title", language), about, (table, fill(PHRASES, "units", language)))


def _name(row: ComparisonRow, language: Language) -> str:
    """The name of a question; the country and year where it has none of its own."""
    calibration = row.solution.problem.calibration
    return calibration.label(language) if row.name == calibration.name else row.name


def _facts(row: ComparisonRow, language: Language) -> dict[str, Cell]:
    """What is said of one question, by its heading."""
    none = word("none", language)
    levels = [f"{instrument_label(row.solution, n, language)} {money(row.solution.levels[n])}" for n in row.instruments]
    return {
        "country": row.country,
        "unit": unit_label(row.unit, language),
        "status": word(row.status, language),
        "expected cost": none if row.cost is None else money(row.cost),
        "per year": none if row.cost_per_year is None else money(row.cost_per_year),
        "share of gross": none if row.share_of_gross is None else f"{float(row.share_of_gross):.1%}",
        "cheapest package": listed(levels, language) or none,
        "equilibria": fill(PHRASES, "join", language).join(_counts(row, language)),
        "assumed": percent(row.assumed),
    }


def _counts(row: ComparisonRow, language: Language) -> list[str]:
    """How many equilibria each conflict has before, and after where there is a policy."""
    return [
        fill(
            PHRASES,
            "count",
            language,
            conflict=conflict_label(row.solution, o.name, language),
            before=len(o.before),
            after=len(o.after) if row.solution.feasible else "-",
        )
        for o in row.solution.outcomes
    ]
