"""Take-up as a card: a row a level."""

from __future__ import annotations

import math

import numpy as np

from tvet_games.study.take_up import TakeUp
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import cut_note, spread
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Take-up: {instrument}", "参与情况：{instrument}"),
}

COLUMNS = (
    "level",
    "share that trains",
    "additional",
    "cost per place offered",
    "cost per additional trainee",
    "windfall",
)


def take_up_card(found: TakeUp, language: Language) -> Card:
    """Return the card of a take-up: what is predicted, a row a level, what is fitted."""
    label = found.labels.of(found.instrument, language)
    columns = (found.levels, found.share, found.additional, found.cost, found.cost_per_additional, found.windfall_share)
    every = list(zip(*map(np.ravel, columns), strict=True))
    rows = tuple(_row(*map(float, cells)) for cells in spread(every))
    heads = tuple(word(key, language) for key in COLUMNS)
    table = Table(heads, rows, right=tuple(range(len(COLUMNS))), note=cut_note(len(every), language))
    fitted, predicted = found.describe(language)
    about = f"{found.labels.of(found.calibration, language)} · {unit_label(found.unit, language)}"
    return Card(fill(PHRASES, "title", language, instrument=label), about, (table, predicted, fitted))


def _row(level: float, share: float, more: float, cost: float, each: float, windfall: float) -> tuple[Cell, ...]:
    dear = "-" if math.isinf(each) else money(each)
    return money(level), f"{share:.1%}", f"{more:+.1%}", money(cost), dear, f"{windfall:.1%}"
