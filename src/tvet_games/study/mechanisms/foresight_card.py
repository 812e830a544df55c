"""A graph model analysed, as a card: which states last by which stability, and how far off they are."""

from __future__ import annotations

from tvet_games.study.card_parts import answer_first, heading
from tvet_games.study.mechanisms.foresight import Foresight
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import cut_note, spread
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.vocabulary import word, yes_or_no
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Foresight", "远见"),
    "about": ("{name} · {count} states", "{name} · {count} 个状态"),
    "moves": ("moves from the start", "距现状步数"),
    "nash": ("Nash", "纳什"),
    "sequential": ("sequential", "序贯"),
    "smr": ("symmetric metarational", "对称亚理性"),
    "gmr": ("metarational", "一般亚理性"),
    "simultaneous": ("simultaneous", "同时"),
    "state": ("{state} ({words})", "{state}（{words}）"),
}


def foresight_card(found: Foresight, language: Language) -> Card:
    """Return the card of a graph model that was analysed."""
    name = found.labels.of(found.name, language)
    about = fill(PHRASES, "about", language, name=name, count=len(found.model.states))
    parts = answer_first(found.describe(language), _states(found, language))
    return Card(fill(PHRASES, "title", language), about, parts)


def _states(found: Foresight, language: Language) -> Table:
    """A row a state; start and wanted state are told, what lasts by all stands out."""
    concepts = tuple(found.stability.stable)
    rows = tuple(_row(found, state, concepts, language) for state in spread(found.model.states))
    steps = [] if found.by_improvements is None else [fill(PHRASES, "moves", language)]
    heads = (word("state", language), *(fill(PHRASES, concept, language) for concept in concepts), *steps)
    right = (len(heads) - 1,) if steps else ()
    note = cut_note(len(found.model.states), language)
    return Table(heads, rows, heading("states", language), right, note=note)


def _row(found: Foresight, state: str, concepts: tuple[str, ...], language: Language) -> tuple[Cell, ...]:
    at = found.model.states.index(state)
    holds = [bool(found.stability.is_equilibrium(concept)[at]) for concept in concepts]
    told = told_state(found, state, language)
    steps = [] if found.by_improvements is None else [found.by_improvements.steps.get(state)]
    cells = (yes_or_no(flag, language) for flag in holds)
    return (Strong(told) if holds and holds[0] else told, *cells, *("" if s is None else str(s) for s in steps))


def told_state(found: Foresight, state: str, language: Language) -> str:
    """A state by its name and what happens in it; the actions alone where they are its name."""
    words = found.words(state, language)
    return words if words == state or ", " in state else fill(PHRASES, "state", language, state=state, words=words)
