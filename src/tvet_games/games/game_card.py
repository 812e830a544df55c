"""A game as a payoff table: best responses underlined, pure equilibria framed."""

from __future__ import annotations

from typing import Any

import numpy as np

from tvet_games.games.best_response import best_responses
from tvet_games.games.naming import number_text
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Best, Cell, Piece, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Game", "博弈"),
    "batch": ("Games", "一批博弈"),
    "shape": (
        "{count} games of {players}; game[0] takes one out.",
        "{count} 个{players}的博弈；game[0] 取出其中一个。",
    ),
    "marks": (
        "Best responses are marked, pure equilibria framed.",
        "带标记的为最优反应，加框的为纯策略均衡。",
    ),
    "corner": ("{row} \\ {column}", "{row} \\ {column}"),
}


def game_card(game: NormalFormGame, language: Language) -> Card:
    """Return the card of a game; a batch tells its size.

    Examples
    --------
    >>> print(game_card(NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]]), "en").tables[0].rows[0])
    ('row 1', (Best(text='4'), ' / ', Best(text='4')), ('0', ' / ', '3'))
    """
    names = [game.labels.of(player, language) for player in game.players]
    if not game.is_single:
        shape = " × ".join(map(str, game.batch_shape))
        said = fill(PHRASES, "shape", language, count=shape, players=listed(names, language))
        return Card(fill(PHRASES, "batch", language), unit_label(game.unit, language), (said,))
    return Card(fill(PHRASES, "title", language), unit_label(game.unit, language), (payoff_table(game, language),))


def payoff_table(game: NormalFormGame, language: Language) -> Table:
    """Return the payoffs of one game: a matrix for two players, else a row a profile."""
    best = best_responses(game)
    return _matrix(game, best, language) if len(game.players) == 2 else _list(game, best, language)


def _matrix(game: NormalFormGame, best: Array, language: Language) -> Table:
    row, column = (game.labels.of(player, language) for player in game.players)
    own, others = _actions(game, language)
    corner = fill(PHRASES, "corner", language, row=row, column=column)
    rows = tuple((action, *(_payoffs(game, best, (r, k)) for k in range(len(others)))) for r, action in enumerate(own))
    framed = frozenset((int(r), int(k) + 1) for r, k in np.argwhere(best.all(axis=0)))
    return Table((corner, *others), rows, framed=framed, note=fill(PHRASES, "marks", language))


def _list(game: NormalFormGame, best: Array, language: Language) -> Table:
    actions = _actions(game, language)
    profiles = list(np.ndindex(*game.shape))
    count = len(game.players)
    rows = tuple(
        (
            *(actions[i][a] for i, a in enumerate(profile)),
            *(_payoff(game, best, i, profile) for i in range(count)),
        )
        for profile in profiles
    )
    everybody = range(count, 2 * count)
    framed = frozenset((r, k) for r, p in enumerate(profiles) if best[(slice(None), *p)].all() for k in everybody)
    names = tuple(game.labels.of(player, language) for player in game.players)
    return Table((*names, *names), rows, right=tuple(everybody), framed=framed, note=fill(PHRASES, "marks", language))


def _actions(game: NormalFormGame, language: Language) -> list[list[str]]:
    return [[game.labels.of(action, language) for action in own] for own in game.actions]


def _payoffs(game: NormalFormGame, best: Array, profile: tuple[int, ...]) -> Cell:
    first, second = (_payoff(game, best, i, profile) for i in range(2))
    return first, " / ", second


def _payoff(game: NormalFormGame, best: Array, player: int, profile: tuple[int, ...]) -> Piece:
    index: Any = (player, *profile)
    text = number_text(game.payoffs[index])
    return Best(text) if best[index] else text
