"""Quantal responses as a card: cooperation as the rationality grows."""

from __future__ import annotations

import numpy as np

from tvet_games.games.naming import Naming, naming
from tvet_games.solve.quantal import QuantalResponse
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import spread
from tvet_games.tables.table import Cell, Math, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed, percent

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Quantal responses", "量化反应均衡"),
    "batch": (
        "{count} games, {lambdas} values of the rationality each; one game shows a table.",
        "{count} 个博弈，每个 {lambdas} 个理性度取值；单个博弈显示为表格。",
    ),
    "one": (
        "At the rationality {rationality}, {shares}; all do with a probability of {target}.",
        "理性度为 {rationality} 时，{shares}；各方同时如此的概率为 {target}。",
    ),
    "share": ("{player} takes {action} in {share}", "{player}以 {share} 的概率采用{action}"),
    "unconverged": ("{count} points were not found.", "有 {count} 个点未找到。"),
    "note": (
        "λ: rationality, in 1 / payoff; 0 is choice by chance. Regret: share of the payoff span.",
        "λ：理性度（1/收益）；0 表示完全随机。遗憾值：占收益跨度的比例。",
    ),
    "all": ("all", "各方同时"),
}

MOST_ROWS = 12
"""Values of the rationality that the table shows, spread evenly."""


def quantal_card(found: QuantalResponse, language: Language) -> Card:
    """Return the card of quantal responses on the principal branch."""
    names = naming(found.game, language)
    title, unit = fill(PHRASES, "title", language), unit_label(found.game.unit, language)
    lost = (fill(PHRASES, "unconverged", language, count=found.unconverged),) if found.unconverged else ()
    if not found.game.is_single:
        shape = {"count": f"{int(np.prod(found.game.batch_shape)):,}", "lambdas": len(found.rationality)}
        return Card(title, unit, (fill(PHRASES, "batch", language, **shape), *lost))
    if not len(found.rationality):
        return Card(title, unit, (_table(found, names),))
    return Card(title, unit, (_last(found, names), *lost, _table(found, names)))


def _last(found: QuantalResponse, names: Naming) -> str:
    """What holds at the largest rationality."""
    k = int(np.argmax(found.rationality))
    shares = [
        fill(PHRASES, "share", names.language, player=names(player), action=names(own[0]), share=_share(p))
        for player, own, p in zip(found.game.players, found.game.actions, found.cooperation[k], strict=True)
    ]
    said = {"rationality": names.number(found.rationality[k]), "target": _share(found.target[k])}
    return fill(PHRASES, "one", names.language, shares=listed(shares, names.language), **said)


def _table(found: QuantalResponse, names: Naming) -> Table:
    count = len(found.rationality)
    picked = spread(range(count), MOST_ROWS)
    pairs = [(p, a) for p, own in zip(found.game.players, found.game.actions, strict=True) for a in own[:-1]]
    shares = np.concatenate([s[..., :-1] for s in found.strategies], axis=-1)
    rows = tuple(
        (
            names.number(found.rationality[k]),
            *map(_share, shares[k]),
            _share(found.target[k]),
            f"{found.regret[k]:.2g}" if found.converged[k] else "–",
        )
        for k in picked
    )
    heads: tuple[Cell, ...] = (
        Math(r"\lambda", "λ"),
        *(names.share(f"{player}: {action}") for player, action in pairs),
        fill(PHRASES, "all", names.language),
        names.word("regret"),
    )
    return Table(heads, rows, right=tuple(range(len(heads))), note=fill(PHRASES, "note", names.language))


def _share(probability: float) -> str:
    return "–" if np.isnan(probability) else percent(float(probability))
