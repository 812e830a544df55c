"""Foresight: which outcomes last when the parties look ahead to how the others would answer, as a graph model.

Only the order of preferences counts here, no amounts. A conflict becomes a graph model whose states are its outcomes; a
graph file has states and moves of its own. The answer: which states last by which kind of stability, what the parties
get to from where things stand, and what somebody would have to see differently for the wanted state to last.

References
----------
Fang, Hipel and Kilgour (1993), Interactive Decision Making: The Graph Model for Conflict Resolution, Wiley.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tvet_games.errors import InputError, Problem, expected, shorten
from tvet_games.games.graph_model import GraphModel, graph_model
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.graph import Graph
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import load_graph
from tvet_games.model.policy import Policy
from tvet_games.solve.graph_inverse import LeastChanges, least_changes
from tvet_games.solve.graph_stability import CONCEPTS, GraphStability, graph_stability
from tvet_games.solve.nash import equilibria
from tvet_games.solve.status_quo import StatusQuo, status_quo
from tvet_games.study.setting import read_setting
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class Foresight(Shown):
    """A conflict as a graph model.

    Attributes
    ----------
    name : str
    model : GraphModel
    stability : GraphStability
    start : str or None
        The state in which things stand.
    wanted : str or None
        The state that ought to last.
    by_improvements, by_moves : StatusQuo or None
        What can become of the start when each moves to what it prefers at once, and when anybody may do anything.
    changes : mapping of str to LeastChanges
        By concept: the least changes of preference that make the wanted state last.
    labels : Labels
    """

    name: str
    model: GraphModel
    stability: GraphStability
    start: str | None
    wanted: str | None
    by_improvements: StatusQuo | None = field(repr=False)
    by_moves: StatusQuo | None = field(repr=False)
    changes: Mapping[str, LeastChanges] = field(repr=False)
    labels: Labels = field(repr=False)
    _words: Callable[[str, Language], str] = field(repr=False)

    def __repr__(self) -> str:
        size = f"{len(self.model.states)} states"
        return f"Foresight({shorten(self.name)}, {size}, start={self.start!r}, wanted={self.wanted!r})"

    @property
    def strongest(self) -> str | None:
        """The most demanding stability by which the wanted state lasts; None where it lasts by none."""
        return None if self.wanted is None else self.stability.strongest(self.wanted)

    def words(self, state: str, language: Language = "en") -> str:
        """A state as people read it."""
        return self._words(state, language)

    def card(self, language: Language | None = None) -> Card:
        """Return a row a state."""
        from tvet_games.study.mechanisms.foresight_card import foresight_card

        return foresight_card(self, spoken(language))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """What lasts, what becomes of the start, and what the wanted state lacks, in sentences."""
        from tvet_games.study.mechanisms.foresight_words import describe

        return describe(self, language)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a state; by which concepts all are stable, moves from the start."""
        import pandas as pd

        columns: dict[str, Any] = {c: self.stability.is_equilibrium(c) for c in self.stability.stable}
        if self.by_improvements is not None:
            columns["moves from the start"] = [self.by_improvements.steps.get(s) for s in self.model.states]
        frame = pd.DataFrame(columns, index=list(self.model.states))
        return frame if self.by_improvements is None else frame.astype({"moves from the start": "Int64"})


def foresight(
    conflict: Conflict | str,
    calibration: Calibration | str,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    *,
    start: Mapping[str, str] | None = None,
    wanted: Mapping[str, str] | None = None,
) -> Foresight:
    """Analyse a conflict as a graph model: a state is an outcome, a move is a change of one player's own action.

    Parameters
    ----------
    conflict : Conflict or name
    calibration : Calibration or name
        Of single values: it says who prefers what.
    policy : Policy, optional
        What is in force.
    instruments : iterable of Instrument, optional
        What the names of the policy mean; by default the shipped instruments.
    start : mapping of player to action, optional
        Where things stand; by default the pure equilibrium of least welfare, or else that nobody cooperates.
    wanted : mapping of player to action, optional
        By default that everybody cooperates.

    Returns
    -------
    Foresight

    Raises
    ------
    InputError
        If a name is unknown or a value is missing.

    Examples
    --------
    >>> found = foresight("school_enterprise", "germany_2022")
    >>> print(found.start, "|", found.strongest)
    nominal, free_ride | None
    >>> found.changes["nash"].no_longer_preferred
    {'school': (), 'enterprise': ('co_train, free_ride',)}
    """
    setting = read_setting(conflict, calibration, policy, instruments)
    for name, given in (("start", start), ("wanted", wanted)):
        if given is not None:
            expected(given, Mapping, name, "actions by player, as in {'school': 'co_train'}")
            for part in (*given, *given.values()):
                expected(part, str, name, "names of players and actions")
    game, labels = setting.game, setting.labels
    model = graph_model(game)
    here = setting.conflict.profile(start) if start is not None else _worst(game)
    there = setting.conflict.profile(wanted) if wanted is not None else (0,) * len(game.players)
    places = {p: k for k, p in enumerate(_profiles(game.shape))}

    def words(state: str, language: Language) -> str:
        actions = zip(game.actions, _profiles(game.shape)[model.states.index(state)], strict=True)
        return ", ".join(labels.of(names[k], language) for names, k in actions)

    name = setting.conflict.name
    return _analysed(name, model, model.states[places[here]], model.states[places[there]], labels, words)


def analyse_graph(graph: Graph | GraphModel | str, *, start: str | None = None, wanted: str | None = None) -> Foresight:
    """Analyse a graph model: one that ships, a file, or one that was built.

    Parameters
    ----------
    graph : Graph, GraphModel, name or path
    start, wanted : str, optional
        States; by default those of the file.

    Returns
    -------
    Foresight

    Raises
    ------
    InputError
        If there is no such graph or state.

    Examples
    --------
    >>> found = analyse_graph("internship_placement")
    >>> print(found.words(found.start), "->", found.words(found.wanted), "|", found.by_improvements.steps[found.wanted])
    nothing is done -> train, supervise | 2
    """
    loaded = load_graph(graph) if isinstance(graph, str) else graph
    expected(loaded, (Graph, GraphModel), "graph", "a graph model, or the name or path of one")
    if isinstance(loaded, GraphModel):
        return _analysed("", loaded, start, wanted, Labels(), lambda state, _: state)
    here = loaded.status_quo if start is None else start
    there = loaded.wanted if wanted is None else wanted
    return _analysed(loaded.name, loaded.model, here, there, loaded.labels, loaded.words)


def _analysed(
    name: str,
    model: GraphModel,
    start: str | None,
    wanted: str | None,
    labels: Labels,
    words: Callable[[str, Language], str],
) -> Foresight:
    for field_name, state in (("start", start), ("wanted", wanted)):
        if state is not None and state not in model.states:
            shown = ", ".join(model.states[:6])
            raise InputError("graph model", [Problem(field_name, f"is no state; there are {shown} ...", str(state))])
    return Foresight(
        name,
        model,
        graph_stability(model),
        start,
        wanted,
        None if start is None else status_quo(model, start),
        None if start is None else status_quo(model, start, by="moves"),
        {} if wanted is None else {concept: least_changes(model, wanted, concept) for concept in CONCEPTS},
        labels,
        words,
    )


def _worst(game: Any) -> tuple[int, ...]:
    """The pure equilibrium of least welfare; where there is none that everybody takes the last action."""
    pure = [e for e in equilibria(game) if e.profile is not None]
    worst = min(pure, key=lambda e: e.payoffs.sum(), default=None)
    found = None if worst is None else worst.profile
    return found if found is not None else tuple(size - 1 for size in game.shape)


def _profiles(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    import numpy as np

    return [tuple(map(int, p)) for p in np.ndindex(shape)]
