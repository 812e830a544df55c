"""A package that fails in few worlds, as a card."""

from __future__ import annotations

from tvet_games.policy.words import cost_unit
from tvet_games.study.chance.chance import ChancePolicy
from tvet_games.study.package_table import package_beside
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Strong
from tvet_games.tables.words import fill, percent

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Under uncertainty: what holds in most worlds", "不确定性下在多数情形中成立的组合"),
    "level": ("level that fails in at most {risk}", "至多 {risk} 不成立的水平"),
}


def chance_card(found: ChancePolicy, language: Language) -> Card:
    """Return the card of a chance-constrained package: the answer, its levels beside the central ones, how it fails."""
    first, *others = found.describe(language)
    heading = fill(PHRASES, "level", language, risk=percent(found.risk))
    table = package_beside(found.solution, found.levels, heading, language)
    about = f"{found.question.calibration.label(language)} · {cost_unit(found.solution, language)}"
    return Card(fill(PHRASES, "title", language), about, (Strong(first), *others[:1], *table, *others[1:]))
