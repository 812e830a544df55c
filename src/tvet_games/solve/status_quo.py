"""From where things stand: which states the deciders can get to, in how many moves, and by whom.

A path is a sequence of moves in which nobody moves twice in succession; with improvements only, each mover prefers
where it moves to where it moves from.

References
----------
Li, Kilgour and Hipel (2005), Status quo analysis in the graph model for conflict resolution, J. Operational Research
Society 56, 699-707. doi:10.1057/palgrave.jors.2601870
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected, nearest, whole
from tvet_games.games.graph_model import GraphModel
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

BY = ("improvements", "moves")
"""What the deciders are supposed to do: only what each prefers at once, or anything that they can."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move: who, from where, to where."""

    decider: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, eq=False)
class StatusQuo(Shown):
    """What can become of the status quo.

    Attributes
    ----------
    model : GraphModel
    start : str
    by : str
    steps : mapping of str to int
        Least number of moves to each state that can be reached; 0 for the start itself.
    paths : mapping of str to tuple of Step
        One shortest path to each.
    """

    model: GraphModel = field(repr=False)
    start: str
    by: str
    steps: dict[str, int] = field(repr=False)
    paths: dict[str, tuple[Step, ...]] = field(repr=False)

    def reaches(self, state: str | int) -> bool:
        """Whether the deciders can get to a state."""
        return self.model.states[self.model.place(state)] in self.steps

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.graph_card import status_quo_card

        return status_quo_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a state that can be reached; moves, and a shortest path."""
        import pandas as pd

        names = sorted(self.steps, key=lambda s: (self.steps[s], self.model.states.index(s)))
        path = [" > ".join(f"{step.decider}: {step.after}" for step in self.paths[n]) for n in names]
        return pd.DataFrame({"moves": [self.steps[n] for n in names], "path": path}, index=names)


def status_quo(model: GraphModel, start: str | int, *, by: str = "improvements", most: int | None = None) -> StatusQuo:
    """Tell which states can be reached from the status quo, in how many moves.

    Parameters
    ----------
    model : GraphModel
    start : str or int
        Name or index of the state in which things stand.
    by : str
        ``improvements`` or ``moves``.
    most : int, optional
        Most moves.

    Returns
    -------
    StatusQuo

    Raises
    ------
    InputError
        If there is no such state or kind of move.

    Examples
    --------
    >>> from tvet_games.games.graph_model import graph_model
    >>> from tvet_games.games.normal_form import NormalFormGame
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> found = status_quo(graph_model(dilemma), "row 1, column 1")
    >>> found.steps["row 2, column 2"], found.paths["row 2, column 2"][0].decider
    (2, 'row')
    """
    expected(model, GraphModel, "model", "a GraphModel")
    if by not in BY:
        raise InputError("by", [Problem("", f"expected {' or '.join(BY)}", str(by), nearest(str(by), BY))])
    limit = None if most is None else whole(most, "", "most")
    here = model.place(start)
    allowed = [model.improvements(i) if by == "improvements" else model.moves[i] for i in range(len(model.deciders))]
    steps: dict[int, int] = {here: 0}
    paths: dict[int, tuple[Step, ...]] = {here: ()}
    # Where the deciders stand depends on who moved last, for that one has to wait.
    frontier: list[tuple[int, int, tuple[Step, ...]]] = [(here, -1, ())]
    seen = {(here, -1)}
    length = 0
    while frontier and (limit is None or length < limit):
        length += 1
        after = []
        for state, last, path in frontier:
            for i, moves in enumerate(allowed):
                for found in map(int, np.flatnonzero(moves[state])) if i != last else ():
                    if (found, i) in seen:
                        continue
                    seen.add((found, i))
                    taken = (*path, Step(model.deciders[i], model.states[state], model.states[found]))
                    after.append((found, i, taken))
                    if found not in steps:
                        steps[found], paths[found] = length, taken
        frontier = after
    named = {model.states[k]: n for k, n in steps.items()}
    return StatusQuo(model, model.states[here], by, named, {model.states[k]: p for k, p in paths.items()})
