"""What advice can do in a conflict as a card: its worth, what each kind brings, and the advice itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from tvet_games.study.card_parts import about_line, answer_first, heading, share_text
from tvet_games.study.mechanisms.communication import Communication
from tvet_games.tables.card import Card
from tvet_games.tables.frame import frame_table
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Communication", "沟通"),
    "best Nash": ("best equilibrium without advice", "无建议时的最佳均衡"),
    "correlated, best welfare": ("advice of largest welfare", "总收益最大的建议"),
    "correlated, most cooperation": ("advice with most cooperation", "合作最多的建议"),
    "coarse, best welfare": ("promised beforehand, largest welfare", "事先承诺，总收益最大"),
    "coarse, most cooperation": ("promised beforehand, most cooperation", "事先承诺，合作最多"),
    "sum": ("sum of payoffs", "收益之和"),
}


def communication_card(found: Communication, language: Language) -> Card:
    """Return the card of what a mediator's advice does."""
    around = found.setting
    unit = around.calibration.unit_per(around.conflict.per)
    about = about_line([around.conflict], around.calibration, language, unit=unit, policy=around.policy)
    advice = (("advice of largest welfare", found.welfare), ("advice with most cooperation", found.target))
    folded = [
        frame_table(a.advice(), heading(name, language), around.labels, language, folded=True) for name, a in advice
    ]
    parts = answer_first(found.describe(language), _brought(found, language), folded=folded)
    return Card(fill(PHRASES, "title", language), about, parts)


def _brought(found: Communication, language: Language) -> Table:
    """What each kind of equilibrium brings; kinds that bring the same in one row."""
    groups: dict[tuple[Any, ...], list[str]] = {}
    for name, row in found.to_frame().iterrows():
        groups.setdefault(tuple(row), []).append(fill(PHRASES, str(name), language))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        ("\n".join(names), *map(money, payoffs), money(welfare), share_text(np.float64(target)))
        for (welfare, target, *payoffs), names in groups.items()
    )
    players = (found.setting.labels.of(player, language) for player in found.game.players)
    heads = ("", *players, fill(PHRASES, "sum", language), word("everybody cooperates", language))
    return Table(heads, rows, heading("what advice brings", language), tuple(range(1, len(heads))))
