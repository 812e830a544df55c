"""A commitment as a card: what the leader does, what the follower replies, and what leading is worth."""

from __future__ import annotations

import math

import numpy as np

from tvet_games.games.naming import Naming, naming
from tvet_games.solve.commitment import Commitment
from tvet_games.tables.card import Card
from tvet_games.tables.frame import frame_table
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Commitment of {leader}", "{leader}的承诺"),
    "said": (
        "{leader} moves first and commits to {strategy}; {follower} replies {reply}.",
        "{leader}先行动并承诺{strategy}；{follower}以{reply}回应。",
    ),
    "supremum": (
        "The payoff of {leader} is only approached: ties are broken against it.",
        "{leader}的收益只能逼近：无差异时对其不利。",
    ),
    "equilibrium": ("It is an equilibrium also when both move at once.", "双方同时行动时，这也是均衡。"),
    "no equilibrium": (
        "It is no equilibrium when both move at once: the leader must be bound.",
        "双方同时行动时，这不是均衡：先行者必须受约束。",
    ),
    "target": ("Both cooperate.", "双方合作。"),
    "gain": (
        "Leading is worth {best} over its best equilibrium, {worst} over its worst.",
        "先行的价值：比其最好的均衡多 {best}，比最差的均衡多 {worst}。",
    ),
    "gain one": ("Leading is worth {best} over the equilibrium.", "先行的价值：比均衡多 {best}。"),
    "no pure": ("There is no pure equilibrium to compare it with.", "没有可供比较的纯策略均衡。"),
    "ties": ("Where the follower is indifferent it replies {how} the leader.", "跟随者无差异时，{how}先行者。"),
    "optimistic": ("in favour of", "有利于"),
    "pessimistic": ("against", "不利于"),
}


def commitment_card(found: Commitment, language: Language) -> Card:
    """Return the card of a commitment; of a batch a row a game."""
    game = found.game
    names = naming(game, language)
    leader, follower = names(game.players[found.leader]), names(game.players[found.follower])
    title = fill(PHRASES, "title", language, leader=leader)
    how = fill(PHRASES, "ties", language, how=fill(PHRASES, found.ties, language))
    if not game.is_single:
        return Card(
            title, unit_label(game.unit, language), (frame_table(found.to_frame(), "", game.labels, language), how)
        )
    strategy = names.strategy(found.strategy, game.actions[found.leader])
    reply = names(game.actions[found.follower][int(found.follower_action)])
    said = names.said(
        fill(PHRASES, "said", language, leader=leader, strategy=strategy, follower=follower, reply=reply),
        fill(PHRASES, "target", language) if found.is_target else "",
        "" if found.attained else fill(PHRASES, "supremum", language, leader=leader),
        fill(PHRASES, "equilibrium" if found.is_equilibrium else "no equilibrium", language),
        _worth(found, names),
    )
    played = (strategy, reply) if found.leader == 0 else (reply, strategy)
    rows = tuple(
        (names(player), action, names.number(payoff))
        for player, action, payoff in zip(game.players, played, found.payoffs, strict=True)
    )
    table = Table(names.words("player", "strategy", "payoff"), rows, right=(2,))
    return Card(title, unit_label(game.unit, language), (said, table, how))


def _worth(found: Commitment, names: Naming) -> str:
    best, worst = (np.asarray(gain).item() for gain in (found.gain, found.gain_on_worst))
    if math.isnan(best):
        return fill(PHRASES, "no pure", names.language)
    key = "gain one" if best == worst else "gain"
    return fill(PHRASES, key, names.language, best=names.number(best), worst=names.number(worst))
