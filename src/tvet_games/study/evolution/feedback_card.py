"""Incentives that react as a card: where they lead and what they cost, beside the best constant levels."""

from __future__ import annotations

from tvet_games.games.naming import number_text
from tvet_games.study.card_parts import about_line, answer_first, heading, policy_words
from tvet_games.study.evolution.feedback import Feedback
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.vocabulary import word, yes_or_no
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {"title": ("Incentives that react", "随行为调整的激励")}

KEYS = ("level", "target", "spent on the way", "time", "per period at the end")


def feedback_card(found: Feedback, language: Language) -> Card:
    """Return the card of incentives that react."""
    about = about_line([found.conflict], found.calibration, language, unit=found.unit, policy=found.policy)
    heads = ("", *(word(key, language) for key in KEYS))
    rows = tuple(_row(found, str(name), row, language) for name, row in found.to_frame().iterrows())
    table = Table(heads, rows, heading("incentives that react, and constant ones", language), (3, 4, 5))
    return Card(fill(PHRASES, "title", language), about, answer_first(found.describe(language), table))


def _row(found: Feedback, name: str, row: dict[str, object], language: Language) -> tuple[Cell, ...]:
    constant = policy_words({} if found.constant is None else found.constant.levels, language)
    numbers = [row[key] for key in ("spent on the way", "time", "cost per period at the end")]
    return (
        word(name, language),
        str(row["levels"]) if name == "reacting" else constant or "0",
        yes_or_no(row["reaches the target"], language),
        *(number_text(round(float(str(number)), 2)) for number in numbers),
    )
