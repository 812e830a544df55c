"""Paths for several values of one quantity as a card: where each path ends, and when."""

from __future__ import annotations

from tvet_games.games.naming import Naming
from tvet_games.solve.dynamics.flow_card import dynamic_text, percent_text, share_names
from tvet_games.solve.dynamics.trajectory import Trajectory
from tvet_games.study.card_parts import about_line
from tvet_games.study.evolution.fan import Fan
from tvet_games.study.evolution.words import profile_words, share_words
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.words import fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Paths over time", "随时间的路径"),
    "start": (
        "All paths start where {shares}; they are followed until time {time} ({dynamic}).",
        "所有路径的起点：{shares}；跟踪至时间 {time}（{dynamic}）。",
    ),
    "target": (
        "Of {count} paths everybody comes to cooperate in {reached}: where {name} is {values}.",
        "在 {count} 条路径中，有 {reached} 条最终各方都合作：{name}为 {values}。",
    ),
    "never": ("On none of the {count} paths everybody comes to cooperate.", "{count} 条路径中没有一条最终各方都合作。"),
    "end": ("end", "结局"),
    "arrives": ("arrives at time", "到达时间"),
    "rest": ("at rest elsewhere", "静止于他处"),
    "moving": ("still moving", "仍在变化"),
}


def fan_card(found: Fan, language: Language) -> Card:
    """Return the card of a fan of paths."""
    names = Naming(found.conflict.labels, language)
    about = about_line([found.conflict], found.calibration, language)
    heads = (
        found.labels.of(found.over, language),
        fill(PHRASES, "end", language),
        *share_names(found.paths[0].game, names),
        fill(PHRASES, "arrives", language),
    )
    rows = tuple(_row(found, value, path, names) for value, path in zip(found.values, found.paths, strict=True))
    table = Table(heads, rows, right=(0, *range(2, len(heads))))
    return Card(fill(PHRASES, "title", language), about, (_reached(found, language), table, _start(found, names)))


def _row(found: Fan, value: float, path: Trajectory, names: Naming) -> tuple[Cell, ...]:
    vertex, language = path.vertex, names.language
    end = fill(PHRASES, path.outcome, language) if vertex is None else profile_words(found.conflict, vertex, language)
    time = "" if path.arrives is None else names.number(path.arrives)
    return (money(value), end, *map(percent_text, path.states[-1]), time)


def _reached(found: Fan, language: Language) -> str:
    """On how many paths everybody comes to cooperate."""
    ends = [path.vertex is not None and not any(path.vertex) for path in found.paths]
    values = [money(value) for value, end in zip(found.values, ends, strict=True) if end]
    said = {"name": found.labels.of(found.over, language), "values": listed(values, language)}
    return fill(PHRASES, "target" if values else "never", language, count=len(ends), reached=len(values), **said)


def _start(found: Fan, names: Naming) -> str:
    first, language = found.paths[0], names.language
    shares = share_words(found.conflict, first.states[0], language)
    said = {"time": names.number(first.times[-1]), "dynamic": dynamic_text(first.dynamic.name, names)}
    return fill(PHRASES, "start", language, shares=shares, **said)
