"""Divisions among players as cards: what a rule gives each, the core, the least core, and the kind of game."""

from __future__ import annotations

import numpy as np

from tvet_games.games.coalitional import CoalitionalGame
from tvet_games.games.coalitional_card import MOST_ROWS, coalition_text
from tvet_games.games.naming import Naming, naming
from tvet_games.numerics import Array
from tvet_games.solve.coalitions.allocation import Allocation
from tvet_games.solve.coalitions.core import Core, LeastCore
from tvet_games.solve.result import probability
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "allocation": ("Division by {rule}", "分配规则：{rule}"),
    "shapley": ("the Shapley value", "沙普利值"),
    "banzhaf": ("the Banzhaf value", "班扎夫值"),
    "normalized_banzhaf": ("the Banzhaf value, scaled to the total", "归一化班扎夫值"),
    "nucleolus": ("the nucleolus", "核仁"),
    "prenucleolus": ("the prenucleolus", "预核仁"),
    "equal_surplus": ("equal surplus", "均分剩余"),
    "tau_value": ("the tau value", "τ 值"),
    "gately_point": ("the Gately point", "盖特利点"),
    "johnston_index": ("the Johnston index", "约翰斯顿指数"),
    "least_core": ("the least core", "最小核"),
    "in core": (
        "It is in the core: no group has more by going its own way.",
        "它在核内：任何群体自行其是都不会更多。",
    ),
    "not in core": (
        "It is not in the core: {coalition} would have {excess} more by going its own way.",
        "它不在核内：{coalition}自行其是可多得 {excess}。",
    ),
    "not efficient": (
        "The shares add up to {sum}, all together reach {total}.",
        "各方份额合计 {sum}，全体可得 {total}。",
    ),
    "core": ("Core", "核"),
    "full": (
        "There are divisions that no group leaves; the table shows one.",
        "存在任何群体都不会背离的分配；下表给出其中一个。",
    ),
    "empty": (
        "Empty: whatever the division, some group has more by going its own way.",
        "空集：无论如何分配，总有群体自行其是更有利。",
    ),
    "stability": (
        "{cost} from outside would be needed for a division that nobody leaves.",
        "需要外部资金 {cost}，才有无人背离的分配。",
    ),
    "proof": ("Why it is empty: these groups alone would have more", "为何为空：这些群体各自所得合计更多"),
    "proof note": (
        "The weights add up to 1 for each player; the weighted values add up to {sum}, all together reach {total}.",
        "每个参与者的权重之和为 1；加权价值合计 {sum}，而全体可得 {total}。",
    ),
    "groups": ("What each group can reach", "各群体可得"),
    "least": ("Least core", "最小核"),
    "misses": (
        "The worst-off group misses {epsilon} of what it can reach.",
        "处境最差的群体比其可得少 {epsilon}。",
    ),
    "exceeds": (
        "Every group has at least {epsilon} more than it can reach.",
        "每个群体至少比其可得多 {epsilon}。",
    ),
    "tight": ("Every group has what it can reach, and no more can be had for all.", "每个群体恰得其可得。"),
}


def allocation_card(found: Allocation, language: Language) -> Card:
    """Return the card of a division: a row a player, and whether some group would leave."""
    names = naming(found.game, language)
    rule = fill(PHRASES, found.rule, language) if found.rule in PHRASES else names(found.rule)
    said = names.said(*_judged(found, names))
    title = fill(PHRASES, "allocation", language, rule=rule)
    return Card(title, unit_label(found.game.unit, language), (said, _players(found.game, found.shares, names)))


def _judged(found: Allocation, names: Naming) -> list[str]:
    game, language = found.game, names.language
    said = []
    if not found.is_efficient:
        total = {"sum": names.number(found.shares.sum()), "total": names.number(game.total)}
        said.append(fill(PHRASES, "not efficient", language, **total))
    if found.in_core:
        return [*said, fill(PHRASES, "in core", language)]
    worst = max(range(1, len(game.values)), key=lambda k: found.excesses[k])
    if found.excesses[worst] > 0:
        who = coalition_text(game, worst, names)
        said.append(fill(PHRASES, "not in core", language, coalition=who, excess=names.number(found.excesses[worst])))
    return said


def _players(game: CoalitionalGame, shares: Array, names: Naming) -> Table:
    rows = tuple(
        (names(player), *names.numbers((share, alone, share - alone)))
        for player, share, alone in zip(game.players, shares, game.alone, strict=True)
    )
    return Table(names.words("player", "share of the total", "alone", "gain"), rows, right=(1, 2, 3))


def core_card(found: Core, language: Language) -> Card:
    """Return the card of a core: whether it is empty, a division in it, or the proof that there is none."""
    game = found.game
    names = naming(game, language)
    parts: list[Part]
    if found.point is not None:
        parts = [fill(PHRASES, "full", language), _players(game, found.point, names), _groups(found, names)]
    else:
        cost = fill(PHRASES, "stability", language, cost=names.number(found.cost_of_stability))
        parts = [names.said(fill(PHRASES, "empty", language), cost), _proof(found, names)]
    return Card(fill(PHRASES, "core", language), unit_label(game.unit, language), tuple(parts))


def _groups(found: Core, names: Naming) -> Table:
    """The groups that have least to spare at the point."""
    game = found.game
    spare = -Allocation(game, "", found.point).excesses if found.point is not None else np.zeros(len(game.values))
    order = sorted(range(1, len(game.values) - 1), key=lambda k: spare[k])[:MOST_ROWS]
    rows = tuple(
        (coalition_text(game, k, names), *names.numbers((game.values[k], game.values[k] + spare[k]))) for k in order
    )
    heads = names.words("coalition", "value", "what it has")
    return Table(heads, rows, fill(PHRASES, "groups", names.language), right=(1, 2), folded=True)


def _proof(found: Core, names: Naming) -> Table:
    game = found.game
    rows = tuple(
        (" + ".join(names.all(b.coalition)), probability(b.weight), names.number(game.value(*b.coalition)))
        for b in found.balancing
    )
    total = sum(b.weight * game.value(*b.coalition) for b in found.balancing)
    note = fill(PHRASES, "proof note", names.language, sum=names.number(total), total=names.number(game.total))
    heads = names.words("coalition", "weight", "value")
    return Table(heads, rows, fill(PHRASES, "proof", names.language), right=(1, 2), note=note)


def least_core_card(found: LeastCore, language: Language) -> Card:
    """Return the card of a least core."""
    names = naming(found.game, language)
    key = "misses" if found.epsilon > 0 else "exceeds" if found.epsilon < 0 else "tight"
    said = fill(PHRASES, key, language, epsilon=names.number(abs(found.epsilon)))
    return Card(
        fill(PHRASES, "least", language),
        unit_label(found.game.unit, language),
        (said, _players(found.game, found.point, names)),
    )
