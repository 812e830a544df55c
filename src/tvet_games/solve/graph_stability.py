"""Which states of a graph model last: Nash, metarational, symmetric metarational and sequential stability.

A state s is stable for decider i if i has no improvement from it, or if i is deterred from each by what the others
could do next. With ``R(s1)`` the states that the others reach from s1:

    nash          no improvement from s
    gmr           each improvement s1 has an s2 in R(s1) that i does not prefer to s
    smr           the same, and from s2 no move of i leads to a state that it prefers to s
    sequential    as gmr, where the others sanction by improvements of their own only
    simultaneous  each improvement, made at the same time as a sequence of improvements of the others from s, leads to
                  an existing state that i does not prefer to s

**Sanction rule**: what the others reach is every state at the end of any legal sequence of their moves, one or more, in
which nobody moves twice in succession; a sanction by improvements is such a sequence in which each mover prefers where
it moves to where it moves from. A state that is stable for all is an equilibrium of its kind.

References
----------
Howard (1971), Paradoxes of Rationality.
Fraser and Hipel (1984), Conflict Analysis: Models and Resolutions.
Fang, Hipel and Kilgour (1993), Interactive Decision Making, chapters 3 and 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected, unknown
from tvet_games.games.graph_model import GraphModel
from tvet_games.numerics import Array
from tvet_games.solve.graph_reachability import Edges, least_reached
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

CONCEPTS = ("nash", "sequential", "smr", "gmr")
"""The four stabilities that every graph model has, the most demanding first and the least last."""


@dataclass(frozen=True, slots=True, eq=False)
class GraphStability(Shown):
    """Which states are stable for whom.

    Attributes
    ----------
    model : GraphModel
    stable : mapping of str to array of bool, shape (n, S)
        By concept; ``simultaneous`` is there where each state is one choice of each decider.
    """

    model: GraphModel = field(repr=False)
    stable: dict[str, Array] = field(repr=False)

    def is_equilibrium(self, concept: str = "nash") -> Array:
        """Whether each state is stable for all, shape (S,).

        Raises
        ------
        UnknownNameError
            If there is no such concept here.
        """
        if not isinstance(concept, str) or concept not in self.stable:
            raise unknown("stability", str(concept), self.stable)
        return np.asarray(self.stable[concept].all(axis=0))

    def equilibria(self, concept: str = "nash") -> tuple[str, ...]:
        """The states that are stable for all."""
        return tuple(self.model.states[k] for k in np.flatnonzero(self.is_equilibrium(concept)))

    def strongest(self, state: str | int) -> str | None:
        """The most demanding of the four concepts by which a state is an equilibrium; None where it is by none."""
        place = self.model.place(state)
        return next((c for c in CONCEPTS if self.is_equilibrium(c)[place]), None)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.graph_card import stability_card

        return stability_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a state, a column a concept and decider, then the equilibria."""
        import pandas as pd

        columns: dict[tuple[str, str], Any] = {}
        for concept, table in self.stable.items():
            for decider, row in zip(self.model.deciders, table, strict=True):
                columns[concept, decider] = row
            columns[concept, "all"] = table.all(axis=0)
        return pd.DataFrame(columns, index=list(self.model.states))


def graph_stability(model: GraphModel) -> GraphStability:
    """Find the states of a graph model that are stable for each decider.

    Parameters
    ----------
    model : GraphModel

    Returns
    -------
    GraphStability

    Raises
    ------
    InputError
        If it is no graph model.

    Examples
    --------
    >>> from tvet_games.games.graph_model import graph_model
    >>> from tvet_games.games.normal_form import NormalFormGame
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> found = graph_stability(graph_model(dilemma))
    >>> found.equilibria("nash"), found.equilibria("sequential")
    (('row 2, column 2',), ('row 1, column 1', 'row 2, column 2'))
    """
    expected(model, GraphModel, "model", "a GraphModel")
    concepts = (*CONCEPTS, *(["simultaneous"] if model.choices is not None else []))
    return GraphStability(model, {concept: stable_states(model, concept) for concept in concepts})


def stable_states(model: GraphModel, concept: str) -> Array:
    """Which states are stable for whom by one concept, shape (n, S).

    Parameters
    ----------
    model : GraphModel
    concept : str
        One of ``CONCEPTS``, or ``simultaneous``.
    """
    everyone = range(len(model.deciders))
    if concept == "simultaneous":
        return np.stack([_simultaneous(model, i) for i in everyone])
    improvements = [Edges.of(model.improvements(i)) for i in everyone]
    moves = improvements if concept == "sequential" else [Edges.of(own) for own in model.moves]
    rows = []
    for i in everyone:
        ranks, own = model.preferences[i], improvements[i]
        if concept == "nash":
            worst = np.full(len(ranks), np.inf)
        else:
            values = _best_left(ranks, moves[i]) if concept == "smr" else ranks
            worst = least_reached([moves[j] for j in everyone if j != i], values)
        # What follows an improvement deters where the others can make it no better than staying.
        stable = np.ones(len(ranks), dtype=bool)
        if len(own.targets):
            stable[own.sources] = np.maximum.reduceat(worst[own.targets], own.begins) <= ranks[own.sources]
        rows.append(stable)
    return np.stack(rows)


def _best_left(ranks: Array, own: Edges) -> Array:
    """The best rank that a decider can still get to from each state, staying included."""
    best = ranks.copy()
    if len(own.targets):
        best[own.sources] = np.maximum(ranks[own.sources], np.maximum.reduceat(ranks[own.targets], own.begins))
    return best


def sanctions(model: GraphModel, decider: int, concept: str) -> Array:
    """What the others reach from each state, by any moves or, for ``sequential``, by improvements, shape (S, S)."""
    others = [j for j in range(len(model.deciders)) if j != decider]
    return reachable([model.improvements(j) if concept == "sequential" else model.moves[j] for j in others], model)


def reachable(moves: Iterable[Array], model: GraphModel) -> Array:
    """States at the end of sequences of moves in which nobody moves twice in succession, shape (S, S).

    Parameters
    ----------
    moves : arrays of bool, shape (S, S)
        Of each mover.
    model : GraphModel
    """
    targets = [[np.flatnonzero(row).tolist() for row in own] for own in moves]
    size = len(model.states)
    # Sets of states as the bits of whole numbers: what is reached from a state when a mover moves first.
    first = [[0] * size for _ in targets]
    changed = True
    while changed:
        changed = False
        for j, own in enumerate(targets):
            rest = [other for k, other in enumerate(first) if k != j]
            after = [reduce(or_, (found[s] for found in rest), 1 << s) for s in range(size)]
            for s, ends in enumerate(own):
                found = reduce(or_, (after[end] for end in ends), 0)
                if found != first[j][s]:
                    first[j][s], changed = found, True
    return _as_rows([reduce(or_, (found[s] for found in first), 0) for s in range(size)], size)


def _as_rows(sets: Sequence[int], size: int) -> Array:
    """Sets of states as rows of bool, shape (len(sets), size)."""
    width = -(-size // 8)
    packed = np.frombuffer(b"".join(bits.to_bytes(width, "little") for bits in sets), dtype=np.uint8)
    return np.unpackbits(packed.reshape(len(sets), width), axis=1, bitorder="little")[:, :size].astype(bool)


def _simultaneous(model: GraphModel, decider: int) -> Array:
    """Stability against improvements of the others that are made at the same time."""
    assert model.choices is not None
    digits = np.stack([np.unique(column, return_inverse=True)[1] for column in model.choices.T], axis=-1)
    weights = np.concatenate([[1], np.cumprod(digits.max(axis=0) + 1)[:-1]])
    codes = digits @ weights
    order = np.argsort(codes)
    own = digits[:, decider] * weights[decider]
    ranks, tempting = model.preferences[decider], model.improvements(decider)
    others = sanctions(model, decider, "sequential")
    stable = np.asarray(~tempting.any(axis=1))
    for s in np.flatnonzero(~stable):
        away, replies = np.flatnonzero(tempting[s]), np.flatnonzero(others[s])
        if not len(replies):
            continue
        both = codes[replies][None, :] + own[away][:, None] - own[replies][None, :]
        met = order[np.searchsorted(codes, both, sorter=order).clip(max=len(order) - 1)]
        stable[s] = ((codes[met] == both) & (ranks[met] <= ranks[s])).any(axis=1).all()
    return np.asarray(stable)


def check_concept(concept: object) -> str:
    """Return one of the four concepts after checking its name.

    Raises
    ------
    InputError
        If it is none of them.
    """
    if concept not in CONCEPTS:
        raise InputError("concept", [Problem("", f"is no stability; there are {', '.join(CONCEPTS)}", str(concept))])
    return str(concept)
