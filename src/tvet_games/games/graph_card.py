"""A graph model as a card: its states, the best first for each decider, and who can leave them."""

from __future__ import annotations

import numpy as np

from tvet_games.games.graph_model import GraphModel
from tvet_games.games.naming import Naming, naming
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Graph model", "图模型"),
    "said": (
        "{deciders} decide; {states} states, {moves} moves.",
        "决策者：{deciders}；{states} 个状态，{moves} 种行动。",
    ),
    "best": ("{decider} likes best: {states}.", "{decider}最偏好：{states}。"),
    "more": ("{states} and {count} more", "{states}等另 {count} 个"),
    "none": ("nothing is done", "均不采取"),
    "ranks": ("Preferences: the larger the better", "偏好次序：越大越好"),
    "moves": ("Where each can move", "各方可到达的状态"),
    "cut": ("{shown} of {count} states.", "{count} 个状态中的 {shown} 个。"),
}

MOST_STATES = 40
"""Most states that a table shows."""

MOST_LISTED = 3
"""Most states that a sentence lists."""


def graph_model_card(model: GraphModel, language: Language) -> Card:
    """Return the card of a graph model.

    Examples
    --------
    >>> from tvet_games.games.graph_model import graph_model
    >>> from tvet_games.games.normal_form import NormalFormGame
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> print(graph_model_card(graph_model(dilemma), "en").parts[1])
    row likes best: row 2, column 1.
    """
    names = naming(model, language)
    count = int(model.moves.sum())
    deciders = names.listed(model.deciders)
    said = fill(PHRASES, "said", language, deciders=deciders, states=len(model.states), moves=count)
    best = [_best(model, i, names) for i in range(len(model.deciders))]
    return Card(fill(PHRASES, "title", language), parts=(said, *best, _ranks(model, names), _moves(model, names)))


def state_text(model: GraphModel, state: str, names: Naming) -> str:
    """A state in words: the options that are taken, or the actions."""
    if model.options and len(state) == len(model.options):
        taken = [option for option, letter in zip(model.options, state, strict=True) if letter == "Y"]
        return names.profile(taken) or fill(PHRASES, "none", names.language)
    return names.profile(state.split(", "))


def states_text(model: GraphModel, states: list[str], names: Naming) -> str:
    """Some states in words, the first few of many."""
    said = names.each(state_text(model, state, names) for state in states[:MOST_LISTED])
    more = len(states) - MOST_LISTED
    return said if more <= 0 else fill(PHRASES, "more", names.language, states=said, count=more)


def shown_states(model: GraphModel, names: Naming) -> tuple[range, str]:
    """The places of the states that a table shows, and a note where they are not all."""
    count = len(model.states)
    picked = range(min(count, MOST_STATES))
    cut = fill(PHRASES, "cut", names.language, shown=len(picked), count=count)
    return picked, cut if count > MOST_STATES else ""


def state_heads(model: GraphModel, names: Naming) -> tuple[str, ...]:
    """Headers of the columns that tell a state: its letters, where it has some, and its words."""
    return names.words("state", "in words") if model.options else names.words("state")


def state_cells(model: GraphModel, place: int, names: Naming) -> tuple[str, ...]:
    """The cells under these headers."""
    state = model.states[place]
    return (state, state_text(model, state, names)) if model.options else (state_text(model, state, names),)


def _best(model: GraphModel, decider: int, names: Naming) -> str:
    ranks = model.preferences[decider]
    states = [model.states[k] for k in np.flatnonzero(ranks == ranks.max())]
    said = states_text(model, states, names)
    return fill(PHRASES, "best", names.language, decider=names(model.deciders[decider]), states=said)


def _ranks(model: GraphModel, names: Naming) -> Table:
    picked, note = shown_states(model, names)
    rows = tuple((*state_cells(model, k, names), *map(str, model.preferences[:, k])) for k in picked)
    heads = (*state_heads(model, names), *names.all(model.deciders))
    first = len(heads) - len(model.deciders)
    title = fill(PHRASES, "ranks", names.language)
    return Table(heads, rows, title, right=tuple(range(first, len(heads))), note=note)


def _moves(model: GraphModel, names: Naming) -> Table:
    picked, note = shown_states(model, names)
    rows: list[tuple[Cell, ...]] = []
    for k in picked:
        reached = [states_text(model, [model.states[j] for j in np.flatnonzero(own[k])], names) for own in model.moves]
        rows.append((*state_cells(model, k, names), *reached))
    heads = (*state_heads(model, names), *names.all(model.deciders))
    return Table(heads, tuple(rows), fill(PHRASES, "moves", names.language), folded=True, note=note)
