"""Agreements as cards: a solution, its contract, and what can be agreed on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from tvet_games.games.naming import Naming, naming
from tvet_games.solve.bargaining.contract import Contract
from tvet_games.solve.bargaining.contract_words import describe
from tvet_games.solve.bargaining.feasible_set import FeasibleSet
from tvet_games.solve.bargaining.solution import BargainingSolution
from tvet_games.solve.result import probability
from tvet_games.tables.card import Card, Part
from tvet_games.tables.frame import frame_table
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "nash": ("Nash solution", "纳什解"),
    "kalai_smorodinsky": ("Kalai-Smorodinsky solution", "卡莱-斯莫罗丁斯基解"),
    "egalitarian": ("Egalitarian solution", "平均主义解"),
    "utilitarian": ("Utilitarian solution", "功利主义解"),
    "rubinstein": ("Rubinstein's alternating offers", "鲁宾斯坦轮流出价"),
    "agreed": ("{shares}.", "{shares}。"),
    "gets": ("{player} gets {payoff}", "{player}得 {payoff}"),
    "batch": (
        "{count} games, in {some} of which there is something to gain.",
        "{count} 个博弈，其中 {some} 个有可得之利。",
    ),
    "weights": ("Weights: {values}.", "权重：{values}。"),
    "discounts": ("Discount factors a round: {values}.", "每轮贴现因子：{values}。"),
    "rounds": ("Last round: {count}.", "最后一轮：{count}。"),
    "pure": ("They agree on ({profile}).", "双方约定（{profile}）。"),
    "point": ("They agree on point {number}.", "双方约定点 {number}。"),
    "lottery": ("They draw lots.", "双方抽签决定。"),
    "level": ("They agree on the level {level}.", "双方约定水平 {level}。"),
    "left": ("The lottery pays {amounts} beyond it.", "抽签实际多付 {amounts}。"),
    "how": ("Method: {method}.", "方法：{method}。"),
    "lots": ("What is drawn", "抽签内容"),
    "contract": ("Contract", "合同"),
    "discount none": ("none", "无"),
    "contract note": (
        "Room: what the player loses by its best deviation without the contract; margin: with it. "
        "Patience: discount factor from which it keeps to the contract in the repeated game (∞: never).",
        "余地：无合同时最佳背离的损失；合同下余地：有合同时的损失。所需耐心：重复博弈中遵守合同所需的贴现因子（∞：绝不）。",
    ),
    "set": ("What players can agree on", "可达成的协议"),
    "hull": (
        "Lotteries over {points} points; the Pareto frontier has {corners} corners.",
        "{points} 个点上的抽签；帕累托前沿有 {corners} 个顶点。",
    ),
    "line": ("{players} divide {total}.", "{players}分配 {total}。"),
    "curve": (
        "A curve: {first} has {a} to {b} while {second} has {c} to {d}.",
        "一条曲线：{first}从 {a} 到 {b}，{second}从 {c} 到 {d}。",
    ),
    "frontier": ("Corners of the Pareto frontier", "帕累托前沿的顶点"),
}


def solution_card(found: BargainingSolution, language: Language) -> Card:
    """Return the card of a bargaining solution: who gets what, by which agreement, and the contract."""
    names = naming(found, language)
    title = fill(PHRASES, found.solution, language)
    how = fill(PHRASES, "how", language, method=names.word(found.method))
    if not found.is_single:
        said = fill(PHRASES, "batch", language, count=f"{found.agrees.size:,}", some=f"{int(found.agrees.sum()):,}")
        return Card(
            title,
            unit_label(found.unit, language),
            (said, frame_table(found.to_frame(), "", found.labels, language), how),
        )
    shares = [
        fill(PHRASES, "gets", language, player=names(player), payoff=names.number(payoff))
        for player, payoff in zip(found.players, found.payoffs, strict=True)
    ]
    said = names.said(fill(PHRASES, "agreed", language, shares=names.join(shares)), _agreement(found, names))
    parts: list[Part] = [said, _shares(found, names), *_lots(found, names), *_terms(found, names)]
    if found.contract is not None:
        parts += [names.said(*describe(found.contract, language)), _contract_table(found.contract, names)]
    return Card(title, unit_label(found.unit, language), (*parts, how))


def _shares(found: BargainingSolution, names: Naming) -> Table:
    rows = tuple(
        (names(player), *names.numbers(values))
        for player, *values in zip(found.players, found.disagreement, found.payoffs, found.gains, strict=True)
    )
    return Table(names.words("player", "without an agreement", "payoff", "gain"), rows, right=(1, 2, 3))


def _agreement(found: BargainingSolution, names: Naming) -> str:
    """What they agree on: a profile, a lottery or a level."""
    language = names.language
    if found.level is not None:
        return fill(PHRASES, "level", language, level=names.number(found.level))
    drawn = _drawn(found)
    if len(drawn) != 1:
        return fill(PHRASES, "lottery", language) if drawn else ""
    if not found.actions:
        return fill(PHRASES, "point", language, number=drawn[0][0] + 1)
    return fill(PHRASES, "pure", language, profile=names.at(found.actions, drawn[0]))


def _drawn(found: BargainingSolution) -> list[tuple[int, ...]]:
    """Profiles or points that the agreement may lead to."""
    return [] if found.lottery is None else [tuple(map(int, place)) for place in np.argwhere(found.lottery > 0)]


def _lots(found: BargainingSolution, names: Naming) -> tuple[Table, ...]:
    drawn = _drawn(found)
    if found.lottery is None or len(drawn) < 2:
        return ()
    rows = tuple(
        (names.at(found.actions, place) if found.actions else str(place[0] + 1), probability(found.lottery[place]))
        for place in drawn
    )
    head = names.word("profile" if found.actions else "point")
    return (Table((head, names.word("probability")), rows, fill(PHRASES, "lots", names.language), right=(1,)),)


def _terms(found: BargainingSolution, names: Naming) -> list[str]:
    said = [
        fill(PHRASES, key, names.language, values=_named(found, values, names))
        for key, values in (("weights", found.weights), ("discounts", found.discounts))
        if values is not None
    ]
    if found.rounds is not None:
        said.append(fill(PHRASES, "rounds", names.language, count=found.rounds))
    if found.surplus_left is not None and any(found.surplus_left):
        said.append(fill(PHRASES, "left", names.language, amounts=_named(found, found.surplus_left, names)))
    return said


def _named(found: BargainingSolution, values: Iterable[Any], names: Naming) -> str:
    """A number for each player."""
    return names.join(f"{names(p)} {names.number(value)}" for p, value in zip(found.players, values, strict=True))


def contract_card(found: Contract, language: Language) -> Card:
    """Return the card of a contract: who pays whom, whether it holds, and for whom how firmly."""
    names = naming(found, language)
    said = names.said(*describe(found, language))
    return Card(
        fill(PHRASES, "contract", language), unit_label(found.unit, language), (said, _contract_table(found, names))
    )


def _contract_table(found: Contract, names: Naming) -> Table:
    rows = []
    for i, player in enumerate(found.players):
        action = names(found.actions[i][found.profile[i]])
        row = (names(player), action, *names.numbers((found.payments[i], found.room[i], found.margins[i])))
        discounts = found.critical_discounts
        rows.append(row if discounts is None else (*row, names.number(discounts[i])))
    patience = ("patience",) if found.critical_discounts is not None else ()
    heads = names.words("player", "action", "payment", "room", "margin", *patience)
    note = fill(PHRASES, "contract note", names.language)
    return Table(heads, tuple(rows), right=tuple(range(2, len(heads))), note=note)


def feasible_card(found: FeasibleSet, language: Language) -> Card:
    """Return the card of what players can agree on."""
    names = naming(found, language)
    title = fill(PHRASES, "set", language)
    if found.curve is not None:
        low, high = (found.curve.at(end).payoffs for end in (0.0, 1.0))
        first, second = names.all(found.players)
        ends = dict(zip("abcd", names.numbers((low[0], high[0], low[1], high[1])), strict=True))
        return Card(
            title,
            unit_label(found.unit, language),
            (fill(PHRASES, "curve", language, first=first, second=second, **ends),),
        )
    if found.total is not None:
        divided = fill(PHRASES, "line", language, players=names.listed(found.players), total=names.number(found.total))
        return Card(title, unit_label(found.unit, language), (divided,))
    count = 0 if found.points is None else len(found.points)
    said = fill(PHRASES, "hull", language, points=count, corners=len(found.frontier))
    return Card(title, unit_label(found.unit, language), (said, _frontier(found, names)))


def _frontier(found: FeasibleSet, names: Naming) -> Table:
    rows = []
    for agreement in found.frontier:
        place = agreement.lottery[0][0]
        sizes = tuple(map(len, found.actions))
        where = names.at(found.actions, np.unravel_index(place, sizes)) if found.actions else str(place + 1)
        rows.append((where, *names.numbers(agreement.payoffs)))
    heads = (names.word("profile" if found.actions else "point"), *map(names.payoff_of, found.players))
    return Table(heads, tuple(rows), fill(PHRASES, "frontier", names.language), right=(1, 2))
