"""A policy as a card: its levels."""

from __future__ import annotations

from typing import Any

import numpy as np

from tvet_games.model.policy import Policy
from tvet_games.model.scenario_card import instrument_labels
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Policy", "政策"),
    "none": ("No instrument is used.", "不使用任何工具。"),
    "batch": ("{count} levels, {low} to {high}", "{count} 个水平，{low} 至 {high}"),
    "zero": ("At level 0: {names}.", "水平为 0：{names}。"),
}


def policy_card(policy: Policy, language: Language) -> Card:
    """Return the card of a policy: the levels that are not 0 in a table, the others named."""
    labels, used = instrument_labels(None), policy.active
    rows = tuple((labels.of(name, language), _level(level, language)) for name, level in used.items())
    heads = (word("instrument", language), word("level", language))
    table = Table(heads, rows, right=(1,)) if rows else fill(PHRASES, "none", language)
    others = listed([labels.of(name, language) for name in policy if name not in used], language)
    said = (fill(PHRASES, "zero", language, names=others),) if others and rows else ()
    return Card(fill(PHRASES, "title", language), parts=(table, *said))


def _level(level: Any, language: Language) -> str:
    if not isinstance(level, np.ndarray):
        return money(level)
    low, high = money(level.min()), money(level.max())
    return fill(PHRASES, "batch", language, count=level.size, low=low, high=high)
