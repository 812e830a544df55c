"""A coalitional game as a card: what each coalition can reach."""

from __future__ import annotations

from tvet_games.games.coalitional import CoalitionalGame
from tvet_games.games.naming import Naming, naming
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Coalitional game", "联盟博弈"),
    "said": (
        "{players}: {total} together, {alone} in sum alone.",
        "{players}：合作共得 {total}，各自单干合计 {alone}。",
    ),
    "nobody": ("nobody", "无人"),
    "cut": ("{shown} of {count} coalitions, the largest.", "{count} 个联盟中最大的 {shown} 个。"),
}

MOST_ROWS = 40
"""Most coalitions that the table shows."""


def coalitional_card(game: CoalitionalGame, language: Language) -> Card:
    """Return the card of a coalitional game: a row a coalition, the largest first."""
    names = naming(game, language)
    said = fill(
        PHRASES,
        "said",
        language,
        players=names.listed(game.players),
        total=names.number(game.total),
        alone=names.number(game.alone.sum()),
    )
    order = sorted(range(1, len(game.values)), key=lambda k: (-k.bit_count(), k))
    picked = order[:MOST_ROWS]
    note = fill(PHRASES, "cut", language, shown=len(picked), count=len(order)) if len(picked) < len(order) else ""
    rows = tuple((coalition_text(game, k, names), names.number(game.values[k])) for k in picked)
    return Card(
        fill(PHRASES, "title", language),
        unit_label(game.unit, language),
        (said, Table(names.words("coalition", "value"), rows, "", (1,), note=note)),
    )


def coalition_text(game: CoalitionalGame, index: int, names: Naming) -> str:
    """The players of a coalition."""
    return " + ".join(names.all(game.members(index))) or fill(PHRASES, "nobody", names.language)
