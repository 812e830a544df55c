"""Drawn worlds as a card: how each value was drawn, and what came out."""

from __future__ import annotations

import numpy as np

from tvet_games.model.parameter_labels import value_labels
from tvet_games.study.worlds.draw import Worlds
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import MOST_ROWS
from tvet_games.tables.table import Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Drawn worlds", "抽取的情形"),
    "about": (
        "{count} of {calibration}, {design}, seed {seed}",
        "{calibration} 的 {count} 个，{design}，种子 {seed}",
    ),
    "values": (
        "{count} values were drawn; derived and tied values follow",
        "抽取了 {count} 个数值；推算与关联的数值随之变动",
    ),
}


def worlds_card(worlds: Worlds, language: Language) -> Card:
    """Return the card of drawn worlds: a row a drawn value."""
    calibration, labels = worlds.calibration, value_labels(worlds.calibration)
    rows = tuple(
        (
            labels.of(name, language),
            word(worlds.distributions[name], language),
            *(money(float(of(column))) for of in (np.min, np.mean, np.max) if column.size),
            word(worlds.provenance[name], language),
        )
        for name, column in zip(worlds.names, worlds.values.T, strict=True)
    )
    keys = ("parameter", "distribution", "least", "mean", "largest", "provenance")
    heads = tuple(word(key, language) for key in keys)
    title = fill(PHRASES, "values", language, count=len(rows))
    table = Table(heads, rows, title, right=(2, 3, 4), folded=len(rows) > MOST_ROWS)
    design = word(worlds.design.replace("_", " "), language)
    count = f"{len(worlds):,}"
    label = calibration.label(language)
    about = fill(PHRASES, "about", language, count=count, calibration=label, design=design, seed=worlds.seed)
    return Card(fill(PHRASES, "title", language), about, (table,))
