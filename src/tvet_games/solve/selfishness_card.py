"""A selfishness level as a card: how much everybody must care for the group, and whose temptation sets it."""

from __future__ import annotations

import math

import numpy as np

from tvet_games.games.naming import Naming, naming
from tvet_games.solve.alignment import SelfishnessLevel
from tvet_games.tables.card import Card
from tvet_games.tables.frame import frame_table
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Selfishness level", "自私水平"),
    "zero": ("({profile}) is an equilibrium as it is.", "（{profile}）本来就是均衡。"),
    "finite": (
        "({profile}) is an equilibrium once everybody gives the group's payoff a weight of {level}.",
        "当各方给予群体收益的权重达到 {level} 时，（{profile}）成为均衡。",
    ),
    "infinite": (
        "No weight of the group's payoff makes ({profile}) an equilibrium.",
        "给予群体收益任何权重都不能使（{profile}）成为均衡。",
    ),
    "highest": (
        "Above {highest} somebody leaves it for the sake of the group.",
        "权重超过 {highest} 时，有人会为群体利益而离开它。",
    ),
    "deviation": (
        "What sets it: {player} gains {gain} by {action}, which costs the group {loss}.",
        "决定因素：{player}改选{action}可多得 {gain}，而群体损失 {loss}。",
    ),
    "deviation good": (
        "What sets it: {player} gains {gain} by {action}, and the group gains {loss}.",
        "决定因素：{player}改选{action}可多得 {gain}，群体也多得 {loss}。",
    ),
    "welfare": ("No profile has a larger sum of payoffs.", "没有其他组合的总收益更大。"),
    "no welfare": ("Another profile has a larger sum of payoffs.", "另有组合的总收益更大。"),
}


def selfishness_card(found: SelfishnessLevel, language: Language) -> Card:
    """Return the card of a selfishness level; of a batch a row a game."""
    game, title = found.game, fill(PHRASES, "title", language)
    if not game.is_single:
        return Card(title, unit_label(game.unit, language), (frame_table(found.to_frame(), "", game.labels, language),))
    names = naming(game, language)
    profile = names.at(game.actions, np.ravel(found.profile))
    level, highest = (np.asarray(value).item() for value in (found.level, found.highest))
    key = "zero" if level == 0 else "infinite" if math.isinf(level) else "finite"
    above = math.isfinite(highest) and math.isfinite(level)
    welfare = "welfare" if found.is_welfare_maximal else "no welfare"
    said = names.said(
        fill(PHRASES, key, language, profile=profile, level=names.number(level)),
        _deviation(found, names),
        fill(PHRASES, "highest", language, highest=names.number(highest)) if above else "",
        fill(PHRASES, welfare, language),
    )
    return Card(
        title,
        unit_label(game.unit, language),
        (said, frame_table(found.to_frame(), "", game.labels, language, folded=True)),
    )


def _deviation(found: SelfishnessLevel, names: Naming) -> str:
    """Whose temptation sets the level."""
    player, action = int(found.player), int(found.action)
    if player < 0:
        return ""
    loss = np.asarray(found.loss).item()
    said = {"gain": names.number(np.asarray(found.gain).item()), "loss": names.number(abs(loss))}
    who, what = names(found.game.players[player]), names(found.game.actions[player][action])
    key = "deviation" if loss >= 0 else "deviation good"
    return fill(PHRASES, key, names.language, player=who, action=what, **said)
