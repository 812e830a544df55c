"""What the shares of a 2x2 game do in the long run, in sentences and as a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.games.naming import Naming, naming
from tvet_games.solve.result import probability
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Math, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from tvet_games.solve.dynamics.motion import Motion

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Replicator dynamic of a 2x2 game: {kind}", "2x2 博弈的复制者动态：{kind}"),
    "incentives": ("What the first action gains", "采用第一种行动的得失"),
    "gain": (
        "{player} by {action}, where all of {other} take {taken}",
        "{other}全部采用{taken}时，{player}采用{action}",
    ),
    "one winner": (
        "From every starting point at which both actions of both are in use, the shares go to {stable}.",
        "只要双方的两种行动都有人采用，无论从哪里出发，最终都走向（{stable}）。",
    ),
    "two": ("It depends on the start: the shares go to {stable}.", "结果取决于起点：走向（{stable}）。"),
    "saddle": (
        "The border between the two passes through the saddle, at which {inner}.",
        "两者的分界线经过鞍点，该点处{inner}。",
    ),
    "closed orbits": (
        "The shares circle for ever; no state is stable, and the cycle depends on the start.",
        "双方的比例永远循环；没有稳定状态，循环的轨道取决于起点。",
    ),
    "centre": (
        "They circle round the point at which {inner}; over time they average to exactly that.",
        "它们围绕一个点循环，该点处{inner}；长期的时间平均恰好等于该点。",
    ),
    "period": (
        "A small circle takes {period} units of time (1 / payoff).",
        "小幅循环一周需要 {period} 个时间单位（1/收益）。",
    ),
    "tie": (
        "{player} gains nothing by either action where all of {other} take {action}: states on that edge rest.",
        "当 {other} 全部采用 {action} 时，{player} 采用哪种行动都一样：该边上的状态静止不动。",
    ),
    "stable": ("The stable state is {stable}.", "稳定状态是（{stable}）。"),
    "no stable": ("No state is stable.", "没有稳定状态。"),
    "profile": ("{player1}: {action1}, {player2}: {action2}", "{player1}：{action1}，{player2}：{action2}"),
    "share": ("{share} of {player} take {action}", "{player} 中 {share} 采用 {action}"),
    "or": (" or to ", "）或（"),
    "and": (" and ", "，"),
}


def describe(found: Motion, language: Language) -> list[str]:
    """Say what happens, in sentences that name the populations and their actions."""
    names = naming(found.game, language)
    players, actions = found.game.players, found.game.actions
    first, second = names.all(players)
    profiles = [
        fill(
            PHRASES,
            "profile",
            language,
            player1=first,
            action1=names(actions[0][i]),
            player2=second,
            action2=names(actions[1][j]),
        )
        for i, j in found.stable
    ]
    words = {"stable": fill(PHRASES, "or", language).join(profiles)}
    if found.inner is not None:
        words["inner"] = fill(PHRASES, "and", language).join(
            fill(PHRASES, "share", language, share=probability(share), player=names(player), action=names(own[0]))
            for share, player, own in zip(found.inner, players, actions, strict=True)
        )
    if found.period is not None:
        words["period"] = f"{found.period:.4g}"
    if found.kind == "degenerate":
        return [*_ties(found, names), fill(PHRASES, "stable" if profiles else "no stable", language, **words)]
    keys = {"one winner": ["one winner"], "closed orbits": ["closed orbits", "centre", "period"]}
    return [fill(PHRASES, key, language, **words) for key in keys.get(found.kind, ["two", "saddle"])]


def _ties(found: Motion, names: Naming) -> list[str]:
    players, actions = names.all(found.game.players), found.game.actions
    return [
        fill(PHRASES, "tie", names.language, player=players[i], other=players[1 - i], action=names(actions[1 - i][k]))
        for i, k in found.ties
    ]


def motion_card(found: Motion, language: Language) -> Card:
    """Return the card of a motion: what happens, and the four incentives that decide it."""
    names = naming(found.game, language)
    title = fill(PHRASES, "title", language, kind=names.word(found.kind))
    symbols = [Math(f"{letter}_{k}", f"{letter}{k}") for letter in "AB" for k in (1, 2)]
    rows = tuple(
        (symbol, _gain(found, names, k), names.number(value))
        for k, (symbol, value) in enumerate(zip(symbols, found.incentives, strict=True))
    )
    heads = ("", fill(PHRASES, "incentives", language), names.word("payoff"))
    said = names.said(*describe(found, language))
    return Card(title, unit_label(found.game.unit, language), (said, Table(heads, rows, right=(2,))))


def _gain(found: Motion, names: Naming, place: int) -> str:
    player, taken = divmod(place, 2)
    players, actions = names.all(found.game.players), found.game.actions
    return fill(
        PHRASES,
        "gain",
        names.language,
        player=players[player],
        other=players[1 - player],
        action=names(actions[player][0]),
        taken=names(actions[1 - player][taken]),
    )
