"""Common understanding as a card: cooperation against how well the parties judge, with a policy and without it."""

from __future__ import annotations

import numpy as np

from tvet_games.solve.dynamics.flow_card import percent_text
from tvet_games.study.card_parts import about_line, answer_first
from tvet_games.study.mechanisms.understanding import Understanding
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import spread
from tvet_games.tables.table import Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Common understanding", "共同理解"),
    "table": ("Probability of cooperating, by rationality", "按理性度的合作概率"),
    "without": ("{name}, without the policy", "{name}（无政策）"),
    "cut": ("{shown} of {count} values; to_frame() has all.", "{count} 个取值中的 {shown} 个；to_frame() 含全部。"),
}

MOST_ROWS = 16
"""Values of the rationality that are shown, spread evenly."""


def understanding_card(found: Understanding, language: Language) -> Card:
    """Return the card of cooperation against rationality."""
    around = found.setting
    about = about_line([around.conflict], around.calibration, language, policy=around.policy)
    scale, *said = found.describe(language)
    parts = (*answer_first(said, _table(found, language)), scale)
    return Card(fill(PHRASES, "title", language), about, parts)


def _table(found: Understanding, language: Language) -> Table:
    """A row a value of the rationality: each player's cooperation, and everybody's."""
    count = len(found.rationality)
    picked = spread(range(count), MOST_ROWS)
    heads, columns = [word("rationality", language)], [[money(found.rationality[k]) for k in picked]]
    players = [found.setting.labels.of(player, language) for player in found.setting.conflict.player_names]
    for judged in [found.under, found.without][: 1 + found.has_policy]:
        names = [*players, word("everybody", language)]
        told = names if judged is found.under else [fill(PHRASES, "without", language, name=name) for name in names]
        shares = np.column_stack([judged.response.cooperation, judged.response.target])
        heads += told
        columns += [[percent_text(shares[k, i]) for k in picked] for i in range(shares.shape[1])]
    note = fill(PHRASES, "cut", language, shown=len(picked), count=count) if len(picked) < count else ""
    rows = tuple(zip(*columns, strict=True))
    return Table(tuple(heads), rows, fill(PHRASES, "table", language), tuple(range(len(heads))), note=note)
