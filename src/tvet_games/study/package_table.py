"""A package that holds in many worlds beside the one for the central values, instrument by instrument."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tvet_games.policy.solution import PolicySolution
from tvet_games.policy.words import instrument_label
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("The package", "政策组合"),
    "central": ("level at the central values", "按中间值的水平"),
    "range": ("{low} to {high}", "{low} 至 {high}"),
}


def package_beside(
    solution: PolicySolution, levels: Mapping[str, Fraction], heading: str, language: Language
) -> tuple[Table, ...]:
    """Tabulate the levels of a package beside those for the central values; empty where neither uses anything.

    Parameters
    ----------
    solution : PolicySolution
        At the central values.
    levels : mapping of str to Fraction
        Of the package; empty where there is none.
    heading : str
        Of its column.
    language : {"en", "zh"}

    Returns
    -------
    tuple of Table
        None or one. Columns: instrument, level at the central values, level, bounds, expected cost.
    """
    rows = tuple(
        (
            instrument_label(solution, lever.name, language),
            money(solution.levels[lever.name]) if solution.feasible else "",
            Strong(money(levels[lever.name])) if levels else "",
            fill(PHRASES, "range", language, low=money(lever.low), high=money(lever.high)),
            money(bill * levels[lever.name]) if levels else "",
        )
        for lever, bill in zip(solution.problem.levers, solution.problem.expected_bill, strict=True)
        if solution.levels.get(lever.name) or levels.get(lever.name)
    )
    instrument, bounds, cost = (word(key, language) for key in ("instrument", "bounds", "expected cost"))
    heads = (instrument, fill(PHRASES, "central", language), heading, bounds, cost)
    return (Table(heads, rows, fill(PHRASES, "title", language), (1, 2, 3, 4)),) if rows else ()
