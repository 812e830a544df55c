"""A game whose payoffs react to the shares as a card: its levels where everybody does the same, and what they add."""

from __future__ import annotations

from typing import Any

import numpy as np

from tvet_games.games.game_card import payoff_table
from tvet_games.games.naming import Naming, naming
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.state import vertex_state
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Game with payoffs that react to the shares", "收益随比例变化的博弈"),
    "said": ("These levels react: {names}.", "随比例变化的水平：{names}。"),
    "levels": ("Levels where everybody takes the same action", "各群体行动一致时的水平"),
    "effects": ("What a unit of a level adds", "每单位水平的影响"),
    "baseline": ("Payoffs with all levels at 0", "所有水平为 0 时的收益"),
}


def feedback_card(found: FeedbackGame, language: Language) -> Card:
    """Return the card of a game with feedback."""
    names = naming(found, language)
    said = fill(PHRASES, "said", language, names=names.listed(found.names))
    payoffs = payoff_table(found.baseline, language)
    baseline = Table(
        payoffs.headers,
        payoffs.rows,
        fill(PHRASES, "baseline", language),
        payoffs.right,
        payoffs.framed,
        note=payoffs.note,
    )
    parts = (said, _levels(found, names), _effects(found, names), baseline)
    return Card(fill(PHRASES, "title", language), unit_label(found.unit, language), parts)


def _levels(found: FeedbackGame, names: Naming) -> Table:
    rows = []
    for profile in np.ndindex(found.shape):
        state = vertex_state(found.shape, profile).astype(np.float64)
        rows.append((names.at(found.actions, profile), *names.numbers(np.ravel(found.levels(state)))))
    heads = (names.word("profile"), *names.all(found.names))
    return Table(heads, tuple(rows), fill(PHRASES, "levels", names.language), right=tuple(range(1, len(heads))))


def _effects(found: FeedbackGame, names: Naming) -> Table:
    """A row for each level and profile at which it does something."""
    rows = []
    for level, name in enumerate(found.names):
        for profile in np.ndindex(found.shape):
            index: Any = (level, slice(None), *profile)
            added, cost = found.effects[index], found.costs[(level, *profile)]
            if any(added) or cost:
                rows.append((names(name), names.at(found.actions, profile), *names.numbers(added), names.number(cost)))
    heads = (*names.words("level", "profile"), *map(names.payoff_of, found.players), names.word("cost"))
    title = fill(PHRASES, "effects", names.language)
    return Table(heads, tuple(rows), title, right=tuple(range(2, len(heads))), folded=True)
