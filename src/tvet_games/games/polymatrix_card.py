"""A game on a graph as a card: who meets whom, and each pair's payoffs, folded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tvet_games.games.game_card import payoff_table
from tvet_games.games.naming import Naming, naming
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.games.polymatrix import PairwiseGame, PolymatrixGame
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Polymatrix game", "多矩阵博弈"),
    "said": (
        "{players} players in {edges} pairs; everybody takes one action with all of its partners.",
        "{players} 个参与者，{edges} 对；每个参与者对所有伙伴采取同一行动。",
    ),
    "pair": ("{first} and {second}", "{first}与{second}"),
    "batch": ("A batch of {shape} games.", "{shape} 个博弈的批次。"),
    "pairs": ("Who meets whom", "关系"),
}


def polymatrix_card(game: PolymatrixGame, language: Language) -> Card:
    """Return the card of a game on a graph."""
    names = naming(game, language)
    said = fill(PHRASES, "said", language, players=len(game.players), edges=len(game.edges))
    batch = np.broadcast_shapes(*(edge.payoffs.shape[:-3] for edge in game.edges))
    title = fill(PHRASES, "title", language)
    if batch:
        shape = " × ".join(map(str, batch))
        return Card(title, unit_label(game.unit, language), (said, fill(PHRASES, "batch", language, shape=shape)))
    tables = tuple(_pair(game, edge, names) for edge in game.edges)
    return Card(title, unit_label(game.unit, language), (said, _partners(game, names), *tables))


def _partners(game: PolymatrixGame, names: Naming) -> Table:
    """A row a player: its partners, and what it gets from all of them where everybody takes its first action."""
    rows = []
    for i, player in enumerate(game.players):
        own = [edge for edge in game.edges if i in edge.players]
        partners = [game.players[j] for edge in own for j in edge.players if j != i]
        total = sum(edge.payoffs[edge.players.index(i), 0, 0] for edge in own)
        rows.append((names(player), names.profile(partners), money(total)))
    heads = names.words("player", "partners", "payoff if all cooperate")
    return Table(heads, tuple(rows), fill(PHRASES, "pairs", names.language), right=(2,))


def _pair(game: PolymatrixGame, edge: PairwiseGame, names: Naming) -> Table:
    first, second = edge.players
    players, actions = (game.players[first], game.players[second]), (game.actions[first], game.actions[second])
    pair = NormalFormGame(edge.payoffs, players=players, actions=actions, labels=game.labels, unit=game.unit)
    title = fill(PHRASES, "pair", names.language, first=names(players[0]), second=names(players[1]))
    return replace(payoff_table(pair, names.language), title=title, folded=True)
