"""What lasts in a graph model as cards: stable states, what can become of the status quo, what would have to change."""

from __future__ import annotations

import numpy as np

from tvet_games.games.graph_card import shown_states, state_cells, state_heads, state_text, states_text
from tvet_games.games.naming import Naming, naming
from tvet_games.solve.graph_inverse import LeastChanges
from tvet_games.solve.graph_stability import GraphStability
from tvet_games.solve.status_quo import StatusQuo
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Stability in a graph model", "图模型的稳定性"),
    "equilibria": ("Nobody can improve by moving alone (Nash): {states}.", "纳什稳定（无人可单独改善）：{states}。"),
    "none": ("In every state somebody can improve by moving alone.", "在每一状态下都有人可通过单独行动改善。"),
    "who": ("all", "各方"),
    "nobody": ("–", "–"),
    "nash": ("Nash", "纳什"),
    "sequential": ("sequential", "序贯"),
    "smr": ("symmetric metarational", "对称亚理性"),
    "gmr": ("metarational", "一般亚理性"),
    "simultaneous": ("simultaneous", "同时行动"),
    "note": (
        "For whom a state is stable: who cannot gain by leaving it, given the answers of others that it fears: none "
        "(Nash), improvements of theirs (sequential), any that it cannot escape, any.",
        "对谁稳定：考虑所忌惮的回应后，离开并无好处的一方。所忌惮的回应：无（纳什）、他人的改善（序贯）、无法摆脱的、任何。",
    ),
    "changes": ("What would have to change", "须改变的偏好"),
    "wanted": ("For {state} to last ({concept}):", "要使“{state}”持续（{concept}）："),
    "nothing": ("{state} lasts as it is ({concept}).", "“{state}”本来就能持续（{concept}）。"),
    "change": ("{decider} must no longer prefer {states}", "{decider}须不再偏好：{states}"),
    "fails": (
        "Even then it is no equilibrium: changed preferences weaken a threat.",
        "即便如此也不是均衡：偏好改变削弱了威胁。",
    ),
    "status quo": ("From the status quo", "从现状出发"),
    "from": (
        "From {start} {count} other states can be reached by {by}.",
        "从“{start}”出发，通过{by}可到达另外 {count} 个状态。",
    ),
    "stays": ("From {start} nobody moves by {by}.", "从“{start}”出发，没有人通过{by}离开。"),
    "step": ("{decider} to {state}", "{decider}至“{state}”"),
}


def stability_card(found: GraphStability, language: Language) -> Card:
    """Return the card of a stability analysis: what lasts, and for whom each state is stable."""
    model = found.model
    names = naming(model, language)
    lasting = list(found.equilibria("nash"))
    said = (
        fill(PHRASES, "equilibria", language, states=states_text(model, lasting, names))
        if lasting
        else fill(PHRASES, "none", language)
    )
    picked, cut = shown_states(model, names)
    rows = tuple(
        (*state_cells(model, k, names), *(_stable_for(found, concept, k, names) for concept in found.stable))
        for k in picked
    )
    heads = (*state_heads(model, names), *(fill(PHRASES, concept, language) for concept in found.stable))
    table = Table(heads, rows, note=names.said(fill(PHRASES, "note", language), cut))
    return Card(fill(PHRASES, "title", language), parts=(said, table))


def _stable_for(found: GraphStability, concept: str, state: int, names: Naming) -> Cell:
    stable = found.stable[concept][:, state]
    if stable.all():
        return Strong(fill(PHRASES, "who", names.language))
    who = [names(found.model.deciders[i]) for i in np.flatnonzero(stable)]
    return names.join(who) or fill(PHRASES, "nobody", names.language)


def changes_card(found: LeastChanges, language: Language) -> Card:
    """Return the card of the least changes."""
    names = naming(found.model, language)
    said = {
        "state": state_text(found.model, found.state, names),
        "concept": fill(PHRASES, found.concept, language) if found.concept in PHRASES else names(found.concept),
    }
    title = fill(PHRASES, "changes", language)
    if not found.total:
        return Card(title, parts=(fill(PHRASES, "nothing", language, **said),))
    rows = tuple(
        (names(decider), str(len(states)), names.each(state_text(found.model, s, names) for s in states))
        for decider, states in found.no_longer_preferred.items()
        if states
    )
    heads = names.words("decider", "changes", "must no longer prefer")
    fails = () if found.holds else (fill(PHRASES, "fails", language),)
    return Card(title, parts=(fill(PHRASES, "wanted", language, **said), Table(heads, rows, right=(1,)), *fails))


def status_quo_card(found: StatusQuo, language: Language) -> Card:
    """Return the card of what can become of the status quo: each state that can be reached, and a shortest path."""
    model = found.model
    names = naming(model, language)
    said = {"start": state_text(model, found.start, names), "by": names.word(found.by)}
    count = len(found.steps) - 1
    sentence = fill(PHRASES, "from" if count else "stays", language, count=count, **said)
    order = sorted((s for s in found.steps if s != found.start), key=lambda s: (found.steps[s], model.states.index(s)))
    rows = tuple(
        (*state_cells(model, model.states.index(s), names), str(found.steps[s]), _path(found, s, names)) for s in order
    )
    heads = (*state_heads(model, names), *names.words("moves", "path"))
    table = (Table(heads, rows, right=(len(heads) - 2,)),) if rows else ()
    return Card(fill(PHRASES, "status quo", language), parts=(sentence, *table))


def _path(found: StatusQuo, state: str, names: Naming) -> str:
    return " → ".join(
        fill(
            PHRASES,
            "step",
            names.language,
            decider=names(step.decider),
            state=state_text(found.model, step.after, names),
        )
        for step in found.paths[state]
    )
