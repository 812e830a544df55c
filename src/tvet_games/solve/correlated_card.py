"""A correlated equilibrium as a card: what the mediator advises, and why everybody follows."""

from __future__ import annotations

import numpy as np

from tvet_games.games.naming import Naming, naming
from tvet_games.solve.correlated import CorrelatedEquilibrium
from tvet_games.solve.result import probability
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Correlated equilibrium", "相关均衡"),
    "coarse": ("Coarse correlated equilibrium", "粗相关均衡"),
    "welfare": ("The largest sum of payoffs that advice can bring: {value}.", "建议所能带来的最大总收益：{value}。"),
    "target": (
        "The largest probability of everybody's cooperation: {value}.",
        "各方合作的最大概率：{value}。",
    ),
    "egalitarian": ("The largest payoff of whoever has least: {value}.", "收益最少一方的最大收益：{value}。"),
    "weights": ("The largest weighted sum of payoffs: {value}.", "最大的加权收益之和：{value}。"),
    "payoffs": ("Expected payoffs: {payoffs}.", "预期收益：{payoffs}。"),
    "target probability": ("Everybody cooperates with a probability of {p}.", "各方合作的概率为 {p}。"),
    "proof": ("Exact; that no other is better is proved (verify()).", "精确；最优性已证明（verify()）。"),
    "floats": ("Largest gain from disobeying: {regret} of the payoff span.", "不听从的最大得益：收益跨度的 {regret}。"),
    "profiles": ("What is advised", "建议"),
    "advice": ("Why everybody follows", "为何听从"),
    "whatever": ("whatever is advised", "任何建议"),
}


def correlated_card(found: CorrelatedEquilibrium, language: Language) -> Card:
    """Return the card of a correlated equilibrium."""
    names = naming(found.game, language)
    payoffs = names.join(
        f"{names(player)} {names.number(u)}" for player, u in zip(found.game.players, found.payoffs, strict=True)
    )
    value = probability(found.value) if found.objective == "target" else names.number(found.value)
    chance = probability(found.target_probability)
    said = names.said(
        fill(PHRASES, found.objective, language, value=value),
        fill(PHRASES, "payoffs", language, payoffs=payoffs),
        fill(PHRASES, "target probability", language, p=chance) if found.objective != "target" else "",
    )
    sure = (
        fill(PHRASES, "proof", language)
        if found.certificate is not None
        else fill(PHRASES, "floats", language, regret=f"{float(found.regret):.1g}")
    )
    title = fill(PHRASES, "coarse" if found.coarse else "title", language)
    return Card(
        title, unit_label(found.game.unit, language), (said, _profiles(found, names), _advice(found, names), sure)
    )


def _profiles(found: CorrelatedEquilibrium, names: Naming) -> Table:
    rows, framed = [], set()
    for place, profile in enumerate(map(tuple, np.argwhere(found.probabilities > 0))):
        actions = (names(own[a]) for own, a in zip(found.game.actions, profile, strict=True))
        payoffs = found.game.payoffs[(slice(None), *profile)]
        rows.append((*actions, probability(found.probabilities[profile]), *names.numbers(payoffs)))
        framed |= {(place, k) for k in range(len(profile))} if not any(profile) else set()
    players = found.game.players
    heads = (*names.all(players), names.word("probability"), *map(names.payoff_of, players))
    right = tuple(range(len(players), len(heads)))
    return Table(heads, tuple(rows), fill(PHRASES, "profiles", names.language), right, frozenset(framed))


def _advice(found: CorrelatedEquilibrium, names: Naming) -> Table:
    """What obeying brings, and what the best other action would bring."""
    rows = []
    for (player, told), row in found.advice().iterrows():
        advised = fill(PHRASES, "whatever", names.language) if found.coarse else names(told)
        other = row["best other action"]
        rows.append(
            (
                names(player),
                advised,
                names.number(row["obeying"]),
                names(other) if isinstance(other, str) else "",
                names.number(row["other action"]),
            )
        )
    heads = names.words("player", "recommended", "obeying", "best other action", "other action")
    return Table(heads, tuple(rows), fill(PHRASES, "advice", names.language), right=(2, 4))
