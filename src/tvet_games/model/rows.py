"""Rows of payoffs: which cells of the table, and a formula for some of the players.

A row applies to every profile that agrees with its ``when``; rows that match the same profile add up. Evaluated over
any algebra, rows become a tensor of shape ``(..., n, a1, ..., an)``, batch last in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import DimensionError, FormulaError, Problem, nearest
from tvet_games.model.algebra import ARRAYS, DIMENSIONS, Dimension, DimensionAlgebra
from tvet_games.model.formula import Algebra, Formula, evaluate, parse
from tvet_games.numerics import Array

When = tuple[int | None, ...]
"""The action index of each player; None where the player may do anything."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes
    ----------
    when : tuple of int or None
        The profiles it applies to.
    formulas : mapping of int to Formula
        By player index.
    public_cost : Formula or None
        What the treasury pays there (negative: revenue); only in effects of instruments.
    field : str
        Where it stands in its file, for messages.
    """

    when: When
    formulas: Mapping[int, Formula]
    public_cost: Formula | None = None
    field: str = ""

    @property
    def names(self) -> frozenset[str]:
        """All names that its formulas use."""
        every = [*self.formulas.values(), *([self.public_cost] if self.public_cost else [])]
        return frozenset().union(*(formula.names for formula in every))

    def restricted(self, other: When) -> Row | None:
        """Return the row with a further condition; None where the two contradict each other."""
        when = []
        for a, b in zip(self.when, other, strict=True):
            if a is not None and b is not None and a != b:
                return None
            when.append(b if a is None else a)
        return Row(tuple(when), self.formulas, self.public_cost, self.field)


def resolve_when(
    when: Mapping[str, str],
    players: Sequence[str],
    actions: Sequence[Sequence[str]],
    field: str,
    problems: list[Problem],
) -> When:
    """Turn ``{player = "action"}`` into action indices; collects a problem for each unknown name."""
    out: list[int | None] = [None] * len(players)
    for player, action in when.items():
        if player not in players:
            problems.append(Problem(f"{field}.when", "is not a player", player, nearest(player, players)))
            continue
        own = actions[players.index(player)]
        if action not in own:
            hint = nearest(action, own)
            problems.append(
                Problem(f"{field}.when.{player}", f"is not an action; there are {', '.join(own)}", action, hint)
            )
            continue
        out[players.index(player)] = own.index(action)
    return tuple(out)


def resolve_formulas(
    formulas: Mapping[str, Any], players: Sequence[str], keys: Sequence[str], field: str, problems: list[Problem]
) -> dict[int, Formula]:
    """Parse the formula of each player that a row names."""
    out = {}
    for player, text in formulas.items():
        if player not in players:
            hint = nearest(player, [*players, *keys])
            valid = ", ".join([*players, *keys])
            problems.append(
                Problem(f"{field}.{player}", f"is not a player of the conflict; a row has {valid}", nearest=hint)
            )
            continue
        formula = parse_field(text, f"{field}.{player}", problems)
        if formula is not None:
            out[players.index(player)] = formula
    return out


def parse_field(text: Any, field: str, problems: list[Problem]) -> Formula | None:
    """Parse a formula of a file; collects a problem where it is not one."""
    try:
        return parse(text)
    except FormulaError as error:
        problems.append(Problem(field, str(error)))
        return None


def check_formula(
    formula: Formula, dimensions: Mapping[str, str], wanted: str, field: str, problems: list[Problem]
) -> None:
    """Check that a formula uses declared names only, and measures what it should."""
    missing = sorted(formula.names - dimensions.keys())
    for name in missing:
        problems.append(Problem(field, "is not a declared parameter", name, nearest(name, dimensions)))
    if missing:
        return
    try:
        found = evaluate(formula, {n: DIMENSIONS[dimensions[n]] for n in formula.names}, DimensionAlgebra())
        if found.power is not None and found != DIMENSIONS[wanted]:
            problems.append(
                Problem(field, f"measures {found}, expected {Dimension(DIMENSIONS[wanted].power)}", formula.text)
            )
    except DimensionError as error:
        problems.append(Problem(field, f"{error}", formula.text))
    except FormulaError as error:
        problems.append(Problem(field, str(error)))


def tensor(rows: Iterable[Row], shape: Sequence[int], values: Mapping[str, Any], algebra: Algebra[Any]) -> Array:
    """Add up rows into payoffs.

    Parameters
    ----------
    rows : iterable of Row
    shape : n ints
        Number of actions of each player.
    values : mapping
        Numbers of the algebra: fractions, or floats and broadcastable arrays, or others.
    algebra : Algebra

    Returns
    -------
    array, shape (..., n, a1, ..., an)
        Where no row applies the entry is 0.
    """
    entries = [
        (player, row.when, _named(row, formula, values, algebra))
        for row in rows
        for player, formula in row.formulas.items()
    ]
    return add_cells(entries, len(shape), shape, exact=algebra is not ARRAYS)


def public_costs(rows: Iterable[Row], shape: Sequence[int], values: Mapping[str, Any], algebra: Algebra[Any]) -> Array:
    """Add up what the treasury pays at each profile, shape (..., a1, ..., an)."""
    entries = [(0, row.when, _named(row, row.public_cost, values, algebra)) for row in rows if row.public_cost]
    only: Any = (..., 0, *(slice(None),) * len(shape))
    return np.asarray(add_cells(entries, 1, shape, exact=algebra is not ARRAYS)[only])


def _named(row: Row, formula: Formula, values: Mapping[str, Any], algebra: Any) -> Any:
    try:
        return evaluate(formula, values, algebra)
    except FormulaError as error:
        raise type(error)(f"{row.field}: {error}") from None


def add_cells(entries: Sequence[tuple[int, When, Any]], count: int, shape: Sequence[int], *, exact: bool) -> Array:
    """Sum (player, when, value) into a tensor of shape (..., count, a1, ..., an), batch last in memory.

    ``exact``: the values are objects (fractions, or numbers of another algebra) rather than floats.
    """
    batch = () if exact else np.broadcast_shapes(*(np.shape(value) for _, _, value in entries))
    size = (count, *shape, *batch)
    out: Array = np.full(size, Fraction(0), dtype=object) if exact else np.zeros(size)
    for player, when, value in entries:
        out[(player, *(slice(None) if action is None else action for action in when))] += value
    if not batch:
        return out
    return np.moveaxis(out, tuple(range(len(shape) + 1)), tuple(range(-len(shape) - 1, 0)))
