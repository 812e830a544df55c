"""Equilibria of a batch of games as a card: how many games have how many."""

from __future__ import annotations

import numpy as np

from tvet_games.solve.extreme import BatchEquilibria
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, percent

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Equilibria of a batch of games", "一批博弈的均衡"),
    "said": (
        "{games} games with {equilibria} extreme equilibria; of(k) gives those of one.",
        "{games} 个博弈，共 {equilibria} 个极点均衡；of(k) 给出其中一个博弈的均衡。",
    ),
    "degenerate": ("{count} games are degenerate.", "{count} 个博弈是退化的。"),
    "number": ("equilibria", "均衡数"),
    "games": ("games", "博弈数"),
    "pure": ("of them all pure", "其中全为纯策略"),
}


def batch_card(found: BatchEquilibria, language: Language) -> Card:
    """Return the card of the equilibria of a batch."""
    counts = np.bincount(found.game, minlength=found.count)
    mixed = ((found.row > 0).sum(axis=1) > 1) | ((found.column > 0).sum(axis=1) > 1)
    some_mixed = np.bincount(found.game[mixed], minlength=found.count) > 0
    said = [fill(PHRASES, "said", language, games=f"{found.count:,}", equilibria=f"{len(found.game):,}")]
    if found.degenerate.any():
        said.append(fill(PHRASES, "degenerate", language, count=f"{int(found.degenerate.sum()):,}"))
    rows = []
    for number in np.unique(counts):
        here = counts == number
        pure = int((here & ~some_mixed).sum())
        rows.append((str(number), f"{int(here.sum()):,}", percent(float(here.mean())), f"{pure:,}"))
    heads = (
        fill(PHRASES, "number", language),
        fill(PHRASES, "games", language),
        word("share", language),
        fill(PHRASES, "pure", language),
    )
    return Card(fill(PHRASES, "title", language), parts=(*said, Table(heads, tuple(rows), right=(0, 1, 2, 3))))
