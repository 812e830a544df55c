"""A package that holds in many worlds beside the one for the central values, instrument by instrument."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from tvet_games.policy.levers import Lever
from tvet_games.policy.solution import PolicySolution
from tvet_games.policy.words import instrument_label
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import between, fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("The package", "政策组合"),
    "title alone": ("The package at the central values", "按中间值的政策组合"),
    "central": ("level at the central values", "按中间值的水平"),
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
        None or one. Columns: instrument, level at the central values, level, bounds, expected cost; without those of a
        package that there is not.
    """
    columns: list[tuple[str, Callable[[Lever, Fraction], Cell]]] = [
        (word("instrument", language), lambda lever, _: instrument_label(solution, lever.name, language))
    ]
    if solution.feasible:
        central = fill(PHRASES, "central", language) if levels else word("level", language)
        columns.append((central, lambda lever, _: money(solution.levels[lever.name])))
    if levels:
        columns.append((heading, lambda lever, _: Strong(money(levels[lever.name]))))
    columns.append((word("bounds", language), lambda lever, _: _bounds(lever, language)))
    if levels:
        columns.append((word("expected cost", language), lambda lever, bill: money(bill * levels[lever.name])))
    rows = tuple(
        tuple(cell(lever, bill) for _, cell in columns)
        for lever, bill in zip(solution.problem.levers, solution.problem.expected_bill, strict=True)
        if solution.levels.get(lever.name) or levels.get(lever.name)
    )
    heads = tuple(head for head, _ in columns)
    title = fill(PHRASES, "title" if levels else "title alone", language)
    return (Table(heads, rows, title, tuple(range(1, len(heads)))),) if rows else ()


def _bounds(lever: Lever, language: Language) -> str:
    return between(money(lever.low), money(lever.high), language)
