"""Where trajectories go as cards: one, many, the shares of the starting points, and the line between two basins."""

from __future__ import annotations

from typing import Any

import numpy as np

from tvet_games.games.naming import Naming, naming
from tvet_games.numerics import Array
from tvet_games.solve.dynamics.destinations import Destinations
from tvet_games.solve.dynamics.flow import OUTCOMES, Flow
from tvet_games.solve.dynamics.preparation import AnyGame
from tvet_games.solve.dynamics.separatrix import Separatrix
from tvet_games.solve.dynamics.trajectory import Trajectory
from tvet_games.tables.card import Card
from tvet_games.tables.frame import frame_table
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import spread
from tvet_games.tables.table import Table
from tvet_games.tables.words import fill, percent

PHRASES: dict[str, tuple[str, str]] = {
    "trajectory": ("Trajectory", "轨迹"),
    "flow": ("Where trajectories end", "轨迹的终点"),
    "destinations": ("Where the dynamic leads", "动态的去向"),
    "separatrix": ("Border between two basins", "两个吸引域的分界线"),
    "starts": ("It starts where {state}.", "起点：{state}。"),
    "vertex": ("It reaches ({profile}) at time {time}.", "它在时间 {time} 到达（{profile}）。"),
    "vertex later": ("It goes to ({profile}).", "它走向（{profile}）。"),
    "rest": ("It comes to rest where {state}.", "它静止于：{state}。"),
    "moving": ("It does not come to rest; at the end of the time {state}.", "它始终不静止；时间结束时：{state}。"),
    "share": ("{share} of {player}", "{player} {share}"),
    "take": ("{share} of {player} take {action}", "{player}中 {share} 采用{action}"),
    "each": ("Trajectories", "各条轨迹"),
    "points": ("Shares over time", "各时点的比例"),
    "count": ("{count} trajectories: {ends}.", "{count} 条轨迹：{ends}。"),
    "to": ("{share} end in ({profile})", "{share} 终于（{profile}）"),
    "elsewhere": ("at rest elsewhere", "静止于他处"),
    "still moving": ("still moving", "仍在运动"),
    "most": (
        "From {share} of the starting points it leads to ({profile}).",
        "{share} 的起点走向（{profile}）。",
    ),
    "all": ("From everywhere it leads to ({profile}).", "从所有起点都走向（{profile}）。"),
    "none": ("From no starting point it leads to a vertex.", "没有起点走向顶点。"),
    "cooperation": ("In the end {shares} cooperate on average.", "最终平均合作比例：{shares}。"),
    "sample": ("{count} starting points, drawn evenly (seed {seed}).", "{count} 个均匀抽取的起点（种子 {seed}）。"),
    "games": ("{count} games.", "{count} 个博弈。"),
    "saddle": (
        "It runs through the saddle, where {state}; on either side the shares go to another equilibrium.",
        "它经过鞍点（{state}）；两侧走向不同的均衡。",
    ),
    "no line": ("The game has no such line.", "该博弈没有这样的分界线。"),
    "dynamic": ("{dynamic} dynamic", "{dynamic}动态"),
}

LEAST = 0.001
"""Shares below it are not told apart."""

MOST_POINTS = 12
"""Points of time that a table shows of a trajectory."""


def trajectory_card(found: Trajectory, language: Language) -> Card:
    """Return the card of a trajectory: where it starts and ends, then some of its points."""
    names = naming(found.game, language)
    start = fill(PHRASES, "starts", language, state=state_text(found.game, found.states[0], names))
    heads = (names.word("time"), *share_names(found.game, names))
    rows = tuple((names.number(found.times[k]), *map(percent_text, found.states[k])) for k in evenly(len(found.times)))
    table = Table(heads, rows, fill(PHRASES, "points", language), right=tuple(range(len(heads))))
    about = dynamic_text(found.dynamic.name, names)
    return Card(fill(PHRASES, "trajectory", language), about, (names.said(start, _end(found, names)), table))


def evenly(count: int) -> list[int]:
    """Some of many places, spread evenly, the first and the last among them.

    Examples
    --------
    >>> evenly(3), len(evenly(1000)), evenly(0)
    ([0, 1, 2], 12, [])
    """
    return list(spread(range(count), MOST_POINTS))


def _end(found: Trajectory, names: Naming) -> str:
    language = names.language
    if found.outcome == "vertex" and found.vertex is not None:
        profile = names.at(found.game.actions, found.vertex)
        if found.arrives is None:
            return fill(PHRASES, "vertex later", language, profile=profile)
        return fill(PHRASES, "vertex", language, profile=profile, time=names.number(found.arrives))
    return fill(PHRASES, found.outcome, language, state=state_text(found.game, found.states[-1], names))


def state_text(game: AnyGame, state: Array, names: Naming) -> str:
    """The shares of a state in words."""
    pairs = zip(_owners(game), state, strict=True)
    return names.join(
        fill(PHRASES, "take", names.language, share=percent_text(x), player=names(player), action=names(action))
        for (player, action), x in pairs
    )


def share_names(game: AnyGame, names: Naming) -> tuple[str, ...]:
    """Headers of the shares of a state: the population and its action."""
    return tuple(names.share(f"{player}: {action}") for player, action in _owners(game))


def _owners(game: AnyGame) -> list[tuple[str, str]]:
    """Population and action of each share."""
    return [(player, action) for player, own in zip(game.players, game.actions, strict=True) for action in own[:-1]]


def percent_text(share: Any) -> str:
    """A share in percent; very small ones are not told apart.

    Examples
    --------
    >>> percent_text(0.25), percent_text(0.00002), percent_text(0)
    ('25 %', '< 0.1 %', '0 %')
    """
    number = float(share)
    return percent(number) if number == 0 or number >= LEAST else f"< {percent(LEAST)}"


def dynamic_text(name: str, names: Naming) -> str:
    """The name of a dynamic."""
    return fill(PHRASES, "dynamic", names.language, dynamic=names.word(name))


def flow_card(found: Flow, language: Language) -> Card:
    """Return the card of many trajectories: how many end where, and each of them, folded."""
    names = naming(found.game, language)
    ends = _ends(found, names)
    rows = tuple((end, f"{count:,}", percent(count / found.vertex.size), time) for end, count, time in ends)
    heads = names.words("end", "count", "share", "mean time until then")
    title, about = fill(PHRASES, "flow", language), dynamic_text(found.dynamic.name, names)
    return Card(title, about, (Table(heads, rows, right=(1, 2, 3)), _each(found, names)))


def _each(found: Flow, names: Naming) -> Table:
    """Some of the trajectories: where each starts and ends."""
    first = share_names(found.game, names)
    starts = found.starts.reshape(-1, len(first))
    vertices, times, outcomes = found.vertex.ravel(), found.time.ravel(), found.outcome.ravel()
    rows = []
    for k in evenly(len(starts)):
        profile = np.unravel_index(max(int(vertices[k]), 0), found.game.shape)
        key = "still moving" if outcomes[k] == OUTCOMES.index("moving") else "elsewhere"
        end = names.at(found.game.actions, profile) if vertices[k] >= 0 else fill(PHRASES, key, names.language)
        rows.append((*map(percent_text, starts[k]), end, names.number(times[k])))
    title, right = fill(PHRASES, "each", names.language), (*range(len(first)), len(first) + 1)
    return Table((*first, *names.words("end", "time")), tuple(rows), title, right=right, folded=True)


def _ends(found: Flow, names: Naming) -> list[tuple[str, int, str]]:
    """Each end with how many get there and when on average, the most frequent first."""
    ends: list[tuple[str, int, str]] = []
    vertices, times = found.vertex.ravel(), found.time.ravel()
    for index in np.unique(vertices[vertices >= 0]):
        here = vertices == index
        profile = np.unravel_index(int(index), found.game.shape)
        ends.append((names.at(found.game.actions, profile), int(here.sum()), names.number(times[here].mean())))
    for outcome, key in (("rest", "elsewhere"), ("moving", "still moving")):
        here = found.outcome.ravel() == OUTCOMES.index(outcome)
        if here.any():
            time = names.number(times[here].mean()) if outcome == "rest" else ""
            ends.append((fill(PHRASES, key, names.language), int(here.sum()), time))
    return sorted(ends, key=lambda end: -end[1])


def destinations_card(found: Destinations, language: Language) -> Card:
    """Return the card of the destinations: the most frequent end in a sentence, then a row an end."""
    names = naming(found.game, language)
    title, about = fill(PHRASES, "destinations", language), dynamic_text(found.dynamic.name, names)
    sample = fill(PHRASES, "sample", language, count=f"{found.starts:,}", seed=found.seed)
    if found.shares.ndim > len(found.game.shape):
        table = frame_table(found.to_frame(), "", found.game.labels, language)
        return Card(title, about, (sample, table))
    said = names.said(_most(found, names), _cooperation(found, names))
    return Card(title, about, (said, _rows(found, names), sample))


def _most(found: Destinations, names: Naming) -> str:
    index = np.unravel_index(int(found.shares.argmax()), found.shares.shape)
    share = float(found.shares[index])
    key = "all" if share == 1 else "most" if share else "none"
    profile = names.at(found.game.actions, index)
    return fill(PHRASES, key, names.language, share=percent(share), profile=profile)


def _cooperation(found: Destinations, names: Naming) -> str:
    shares = [
        fill(PHRASES, "share", names.language, share=percent(float(share)), player=names(player))
        for player, share in zip(found.game.players, found.cooperation, strict=True)
    ]
    return fill(PHRASES, "cooperation", names.language, shares=names.join(shares))


def _rows(found: Destinations, names: Naming) -> Table:
    rows: list[tuple[str, str, str]] = []
    for index in np.ndindex(found.shares.shape):
        share, error = float(found.shares[index]), float(found.standard_errors[index])
        if share:
            rows.append((names.at(found.game.actions, index), percent(share), percent(error)))
    for key, share in (("elsewhere", float(found.at_rest)), ("still moving", float(found.moving))):
        if share:
            rows.append((fill(PHRASES, key, names.language), percent(share), ""))
    rows.sort(key=lambda row: -float(row[1].removeprefix("> ").removesuffix(" %")))
    return Table(names.words("end", "share of starts", "standard error"), tuple(rows), right=(1, 2))


def separatrix_card(found: Separatrix, language: Language) -> Card:
    """Return the card of a separatrix: the saddle, and the line as a table, folded."""
    names = naming(found.game, language)
    title = fill(PHRASES, "separatrix", language)
    if found.saddle is None:
        return Card(title, parts=(fill(PHRASES, "no line", language),))
    said = fill(PHRASES, "saddle", language, state=state_text(found.game, found.saddle, names))
    return Card(title, parts=(said, _points(found.points, found.game, names)))


def _points(points: Array, game: AnyGame, names: Naming) -> Table:
    rows = tuple(tuple(map(percent_text, points[k])) for k in evenly(len(points)))
    heads = share_names(game, names)
    return Table(heads, rows, names.word("points"), right=tuple(range(len(heads))))
