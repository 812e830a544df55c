"""Graph models as files: who decides on which options, and what each prefers; no payoffs and no figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from tvet_games.errors import InputError, Problem
from tvet_games.games.graph_model import GraphModel
from tvet_games.games.options import Preference, Priorities, Ranking, option_model
from tvet_games.model.schema import File, Name, Table, Text, Texts
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.labels import Text as TwoTexts
from tvet_games.tables.shown import Shown


class GraphTable(Table):
    """What the dispute is about, which states cannot be, where things stand, and what is wanted."""

    name: Name
    section: str = ""
    about: Text = Text()
    infeasible: list[str] = Field(default_factory=list)
    irreversible: list[str] = Field(default_factory=list)
    status_quo: str | None = None
    wanted: str | None = None


class DeciderTable(Table):
    """A decider with its options, and its preferences in one of two forms."""

    name: Name
    options: list[Name] = Field(min_length=1)
    ranking: list[Texts] | None = None
    priorities: list[str] | None = None


class GraphFile(File):
    """A graph model."""

    graph: GraphTable
    decider: list[DeciderTable] = Field(min_length=1)


@dataclass(frozen=True, slots=True, eq=False)
class Graph(Shown):
    """A dispute as a graph model, with its names.

    Attributes
    ----------
    name, section : str
    about : Text
    model : GraphModel
    options : tuple of str
        In the order of the letters of a state.
    status_quo, wanted : str or None
        States.
    labels : Labels
    """

    name: str
    section: str
    about: TwoTexts = field(repr=False)
    model: GraphModel = field(repr=False)
    options: tuple[str, ...]
    status_quo: str | None
    wanted: str | None
    labels: Labels = field(repr=False)
    source: str = field(repr=False)

    def words(self, state: str, language: Language = "en") -> str:
        """A state in words: the options that are taken."""
        taken = [self.labels.of(name, language) for name, c in zip(self.options, state, strict=True) if c == "Y"]
        none = "nothing is done" if language == "en" else "均不采取"
        return ("、" if language == "zh" else ", ").join(taken) or none

    def card(self, language: Language | None = None) -> Card:
        """Return its options, and each decider's rank of every state."""
        from tvet_games.model.graph_card import graph_card

        return graph_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a state; ranks and moves."""
        return self.model.to_frame()


def build_graph(file: GraphFile, source: str) -> Graph:
    """Make a graph model of a checked file.

    Raises
    ------
    InputError
        With every mistake of its options, patterns and statements.
    """
    table = file.graph
    names = [d.name for d in file.decider]
    problems = [Problem("decider.name", "stands twice", n) for n in sorted({n for n in names if names.count(n) > 1})]
    problems += [
        Problem(f"decider[{k + 1}]", "needs either a ranking or priorities, and not both", d.name)
        for k, d in enumerate(file.decider)
        if (d.ranking is None) == (d.priorities is None)
    ]
    if problems:
        raise InputError(source, problems)
    options = {d.name: list(d.options) for d in file.decider}
    try:
        model = option_model(
            options,
            {d.name: _preference(d) for d in file.decider},
            infeasible=table.infeasible,
            irreversible=table.irreversible,
            labels=Labels(file.label.en, file.label.zh),
        )
    except InputError as error:
        count = sum(len(own) for own in options.values())
        raise InputError(
            source, [*error.problems, *_states(table, lambda s: len(s) == count and set(s) <= set("YN"))]
        ) from None
    problems = _states(table, lambda state: state in model.states)
    if problems:
        raise InputError(source, problems)
    return Graph(
        table.name,
        table.section,
        TwoTexts(table.about.en, table.about.zh),
        model,
        tuple(name for own in options.values() for name in own),
        table.status_quo,
        table.wanted,
        Labels(file.label.en, file.label.zh),
        source,
    )


def _states(table: GraphTable, is_possible: Callable[[str], bool]) -> list[Problem]:
    """Mistakes in the states that the file names."""
    what = "is no state that is possible here; expected a letter Y or N for each option"
    return [
        Problem(f"graph.{key}", what, state)
        for key, state in (("status_quo", table.status_quo), ("wanted", table.wanted))
        if state is not None and not is_possible(state)
    ]


def _preference(decider: DeciderTable) -> Preference:
    if decider.ranking is not None:
        return Ranking(tuple(tuple(group) for group in decider.ranking))
    return Priorities(tuple(decider.priorities or ()))
