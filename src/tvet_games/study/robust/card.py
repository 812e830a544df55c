"""A package that holds in every world, as a card."""

from __future__ import annotations

from tvet_games.policy.words import cost_unit
from tvet_games.study.package_table import package_beside
from tvet_games.study.robust.robust import RobustPolicy
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Strong
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Under uncertainty: what holds in every world", "不确定性下在所有情形中都成立的组合"),
    "level": ("level that holds in every world", "所有情形中都成立的水平"),
}


def robust_card(found: RobustPolicy, language: Language) -> Card:
    """Return the card of a robust package: the answer, its levels beside the central ones, the worst worlds."""
    first, *others = found.describe(language)
    table = package_beside(found.solution, found.levels, fill(PHRASES, "level", language), language)
    about = f"{found.question.calibration.label(language)} · {cost_unit(found.solution, language)}"
    return Card(fill(PHRASES, "title", language), about, (Strong(first), *others[:1], *table, *others[1:]))
