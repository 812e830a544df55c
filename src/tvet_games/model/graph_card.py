"""A graph model of a file as a card: its options, and what each decider prefers in which state."""

from __future__ import annotations

from tvet_games.model.graph import Graph
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "about": ("{name}, section {section} of the paper", "{name}，论文第 {section} 节"),
    "options": ("Options", "选项"),
    "decider": ("decider", "决策者"),
    "note": (
        "Ranks: larger is better. A state has a letter for each option, in their order: Y for taken.",
        "次序越大越好。状态中每个选项依次对应一个字母，Y 表示采取。",
    ),
    "status quo": ("status quo", "现状"),
    "wanted": ("wanted", "期望"),
}


def graph_card(graph: Graph, language: Language) -> Card:
    """Return the card of a graph model."""
    name = graph.name
    about = fill(PHRASES, "about", language, name=name, section=graph.section) if graph.section else name
    text = graph.about.of(language)
    parts: tuple[Part, ...] = (*([text] if text else []), _options(graph, language), _states(graph, language))
    return Card(graph.labels.of(name, language), about, parts)


def _options(graph: Graph, language: Language) -> Table:
    rows = tuple((str(k), graph.labels.of(name, language), name) for k, name in enumerate(graph.options, start=1))
    return Table((), rows, fill(PHRASES, "options", language))


def _states(graph: Graph, language: Language) -> Table:
    model = graph.model
    ranks = word("rank (larger is better)", language)
    heads = ("", word("state", language), *(graph.labels.of(d, language) for d in model.deciders), "")
    rows: list[tuple[Cell, ...]] = []
    for k, state in enumerate(model.states):
        marks = [key for key, named in (("status quo", graph.status_quo), ("wanted", graph.wanted)) if named == state]
        mark = ", ".join(fill(PHRASES, key, language) for key in marks)
        words = graph.words(state, language)
        ranked = (str(own[k]) for own in model.preferences)
        rows.append((state, Strong(words) if marks else words, *ranked, mark))
    right = tuple(range(2, 2 + len(model.deciders)))
    return Table(heads, tuple(rows), ranks, right, note=fill(PHRASES, "note", language))
