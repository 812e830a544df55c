"""The order of moves as a card: what each leader of each dyad brings about."""

from __future__ import annotations

import math
from typing import Any

from tvet_games.games.strategy_words import strategy_words
from tvet_games.solve.commitment import Commitment
from tvet_games.study.card_parts import about_line, answer_first, heading
from tvet_games.study.mechanisms.leadership import Dyad, Leadership
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Order of moves", "行动次序"),
    "leader": ("first", "先行"),
    "follower": ("then", "跟随"),
    "does": ("{player}: {action}", "{player}：{action}"),
    "has": ("first / then has", "先行 / 跟随者所得"),
    "pair": ("{one} / {other}", "{one} / {other}"),
    "holds": ("holds", "成立"),
    "cooperate": ("both cooperate", "双方合作"),
    "equilibrium": ("equilibrium", "均衡"),
    "secure": ("secure", "稳妥"),
    "join": (", ", "、"),
    "gain": ("first gains", "先行者多得"),
    "note": (
        "First gains: over its worst / its best equilibrium when both move at once. Equilibrium: also when both move "
        "at once. Secure: worth as much if the follower, where it is indifferent, replies as is worst for the leader.",
        "先行者多得：与双方同时行动时最差 / 最好的均衡相比。均衡：双方同时行动时也是均衡。稳妥：跟随者无差异时"
        "即使作出对先行者最不利的回应，价值也不变。",
    ),
}

KEYS = ("leader", "follower", "has", "gain", "holds")


def leadership_card(found: Leadership, language: Language) -> Card:
    """Return the card of what the order of moves does."""
    about = about_line([found.conflict], found.calibration, language, unit=found.unit, policy=found.policy)
    tables = (_table(found, language),) if found.dyads else ()
    return Card(fill(PHRASES, "title", language), about, answer_first(found.describe(language), *tables))


def _table(found: Leadership, language: Language) -> Table:
    """A row a dyad and leader; one more where a mixture is worth more than an action."""
    rows = tuple(row for dyad in found.dyads for row in _rows(dyad, language, named=len(found.dyads) > 1))
    heads = tuple(fill(PHRASES, key, language) for key in KEYS)
    first = (word("conflict", language),) if len(found.dyads) > 1 else ()
    right = tuple(len(first) + k for k in (2, 3))
    title, note = heading("who moves first", language), fill(PHRASES, "note", language)
    return Table((*first, *heads), rows, title, right, note=note)


def _rows(dyad: Dyad, language: Language, *, named: bool) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for i, lead in enumerate(dyad.leads):
        kinds = [(lead.pure, lead.secure, False), (lead.mixed, lead.mixed_secure, True)]
        for found, secure, mixed in kinds[: 2 if lead.mixing_gain else 1]:
            row = (
                *_played(dyad, found, language),
                _pair(found.leader_payoff, found.payoffs[1 - i], language),
                _pair(dyad.gain(i, mixed=mixed), found.gain, language),
                _holds(found, language, secure=secure),
            )
            rows.append((dyad.labels.of(dyad.conflict.name, language), *row) if named else row)
    return rows


def _played(dyad: Dyad, found: Commitment, language: Language) -> tuple[str, ...]:
    """Who commits to what, and who replies how."""
    own, other = (dyad.game.actions[i] for i in (found.leader, found.follower))
    label = dyad.labels.of
    strategy = strategy_words(found.strategy, [label(action, language) for action in own], language)
    reply = label(other[int(found.follower_action)], language)
    players = (label(dyad.game.players[i], language) for i in (found.leader, found.follower))
    pairs = zip(players, (strategy, reply), strict=True)
    return tuple(fill(PHRASES, "does", language, player=player, action=action) for player, action in pairs)


def _pair(one: Any, other: Any, language: Language) -> str:
    """Two amounts; a dash where there is no equilibrium to compare with."""
    told = ["-" if math.isnan(float(amount)) else money(amount) for amount in (one, other)]
    return fill(PHRASES, "pair", language, one=told[0], other=told[1])


def _holds(found: Commitment, language: Language, *, secure: bool) -> Cell:
    """Whether both cooperate, whether that is an equilibrium, and whether it is secure."""
    flags = {"cooperate": found.is_target, "equilibrium": found.is_equilibrium, "secure": secure}
    told = fill(PHRASES, "join", language).join(fill(PHRASES, key, language) for key, holds in flags.items() if holds)
    return Strong(told) if found.is_target else told
