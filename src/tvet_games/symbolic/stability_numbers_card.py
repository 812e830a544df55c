"""A stability table at numbers as a card."""

from __future__ import annotations

from tvet_games.games.naming import naming
from tvet_games.symbolic.stability import StabilityNumbers
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Math, Strong, Table
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Stability of the vertices, at numbers", "顶点的稳定性（数值）"),
    "stable": ("Stable: {profiles}.", "稳定：{profiles}。"),
    "none": ("No vertex is stable.", "没有稳定的顶点。"),
}


def numbers_card(found: StabilityNumbers, language: Language) -> Card:
    """Return the card of a stability table at numbers."""
    names = naming(found, language)
    stable = [names.in_brackets(names.profile(row.actions)) for row in found.rows if row.stable]
    said = fill(PHRASES, "stable" if stable else "none", language, profiles=names.each(stable))
    rows: list[tuple[Cell, ...]] = []
    for row in found.rows:
        kind: Cell = Strong(names.word("stable")) if row.stable else ""
        rows.append((names.profile(row.actions), *map(names.number, row.eigenvalues), kind))
    count = len(found.rows[0].eigenvalues)
    lambdas = tuple(Math(rf"\lambda_{{{k + 1}}}", f"λ{k + 1}") for k in range(count))
    heads: tuple[Cell, ...] = (names.word("Vertex"), *lambdas, names.word("Stability"))
    table = Table(heads, tuple(rows), right=tuple(range(1, count + 1)))
    return Card(fill(PHRASES, "title", language), parts=(said, table))
