"""A conflict as a card: payoffs as formulas, and what each parameter means."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from tvet_games.model.conflict import Conflict
from tvet_games.model.latex import LATEX, Latex, symbol_of, symbols
from tvet_games.numerics import Array
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Math, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "about": ("{name}, section {section} of the paper", "{name}，论文第 {section} 节"),
    "payoffs": ("Payoffs per {per}", "收益（每{per}）"),
    "parameters": ("Parameters", "参数"),
    "edges": ("Conflicts of two in it", "所含双边冲突"),
    "player pays": ("{player} pays what a policy costs the public.", "政策的公共成本由{player}承担。"),
}


def conflict_card(conflict: Conflict, language: Language) -> Card:
    """Return the card of a conflict: its payoff table, or its dyads, and its parameters."""
    label = conflict.labels.of
    where = fill(PHRASES, "about", language, name=conflict.name, section=conflict.section)
    about = where if conflict.section else conflict.name
    pays = [fill(PHRASES, "player pays", language, player=label(p.name, language)) for p in conflict.players if p.pays]
    main = _edges(conflict, language) if conflict.edges else _payoffs(conflict, language)
    text = conflict.about.of(language)
    parts: tuple[Part, ...] = (*([text] if text else []), *pays, main, *_parameters(conflict, language))
    return Card(label(conflict.name, language), about, parts)


def formulas(conflict: Conflict) -> Array:
    """Return the payoffs of a conflict of no dyads in LaTeX, shape (n, a1, ..., an)."""
    return conflict.baseline(symbols(_symbols(conflict)), LATEX)


def _symbols(conflict: Conflict) -> dict[str, str]:
    """The symbols of the file; parameters that share one go by their names."""
    given = {name: parameter.symbol for name, parameter in conflict.parameters.items()}
    times = Counter(given.values())
    return {name: symbol if times[symbol] == 1 else "" for name, symbol in given.items()}


def _payoffs(conflict: Conflict, language: Language) -> Table:
    label = conflict.labels.of
    payoffs = formulas(conflict)
    players = tuple(label(name, language) for name in conflict.player_names)
    rows: list[tuple[Cell, ...]] = []
    for profile in np.ndindex(*conflict.shape):
        actions = [label(own[a], language) for own, a in zip(conflict.actions, profile, strict=True)]
        rows.append((", ".join(actions), *(_formula(conflict, payoffs, i, profile) for i in range(len(players)))))
    title = fill(PHRASES, "payoffs", language, per=word(conflict.per, language))
    return Table((", ".join(players), *players), tuple(rows), title)


def _formula(conflict: Conflict, payoffs: Array, player: int, profile: tuple[int, ...]) -> Cell:
    index: Any = (player, *profile)
    term = payoffs[index]
    return Math(term.text, _as_written(conflict, player, profile)) if isinstance(term, Latex) else str(term)


def _as_written(conflict: Conflict, player: int, profile: tuple[int, ...]) -> str:
    """The formulas of the rows that apply, as the file writes them."""
    rows = [r for r in conflict.rows if player in r.formulas]
    fits = [r for r in rows if all(w in (None, a) for w, a in zip(r.when, profile, strict=True))]
    return " + ".join(str(r.formulas[player]) for r in fits)


def _edges(conflict: Conflict, language: Language) -> Table:
    rows = []
    for edge in conflict.edges:
        who = ", ".join(conflict.labels.of(conflict.player_names[i], language) for i in edge.players)
        changed = "; ".join(f"{name} = {formula}" for name, formula in edge.values.items())
        rows.append(
            (who, edge.conflict.labels.of(edge.conflict.name, language), str(edge.weight), changed, edge.carries)
        )
    heads = tuple(word(key, language) for key in ("player", "conflict", "weight", "value", "carries"))
    return Table(heads, tuple(rows), fill(PHRASES, "edges", language))


def _parameters(conflict: Conflict, language: Language) -> tuple[Table, ...]:
    shown = _symbols(conflict)
    rows = tuple(
        (
            Math(symbol_of(name, shown[name]), name),
            conflict.labels.of(name, language),
            word(parameter.dimension, language),
            parameter.meaning,
        )
        for name, parameter in conflict.parameters.items()
    )
    heads = ("", *(word(key, language) for key in ("parameter", "dimension", "meaning")))
    return (Table(heads, rows, fill(PHRASES, "parameters", language)),) if rows else ()
