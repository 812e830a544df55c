"""The inverse question: the least that deciders must come to see differently for a wanted state to be stable.

Whether a state s is stable for decider i depends only on which other states i prefers to it: the fewer, the more stable
(:mod:`~tvet_games.solve.graph_stability`). So the least change is a smallest set of states that i must no longer prefer
to s. It is a covering problem: each improvement s1 is either given up, or met by a sanction s2 that i no longer prefers
to s (and, for ``smr``, from which i can no longer get to a better state). HiGHS solves it as a mixed-integer program.

References
----------
Kinsara, Petersons, Hipel and Kilgour (2015), Advanced decision support for the graph model for conflict resolution,
J. Decision Systems 24, 117-145. doi:10.1080/12460125.2015.1046682
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import SolverError, expected
from tvet_games.games.graph_model import GraphModel
from tvet_games.numerics import Array
from tvet_games.solve.graph_stability import check_concept, sanctions, stable_states
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class LeastChanges(Shown):
    """What would have to change for a state to be an equilibrium.

    Attributes
    ----------
    model : GraphModel
        As it is.
    state, concept : str
    no_longer_preferred : mapping of str to tuple of str
        For each decider the states that it must come to think no better than the wanted one; none where the state is
        stable for it already. Each set is as small as can be, the others' preferences as they are.
    changed : GraphModel
        With all these changes: each of the states is then as good as the wanted one.
    holds : bool
        Whether the state is an equilibrium of the changed model. Only a sequential one can fail to be: a decider who
        no longer prefers a state no longer moves there to sanction others.
    """

    model: GraphModel = field(repr=False)
    state: str
    concept: str
    no_longer_preferred: dict[str, tuple[str, ...]] = field(repr=False)
    changed: GraphModel = field(repr=False)
    holds: bool

    @property
    def total(self) -> int:
        """How many preferences change in all."""
        return sum(len(states) for states in self.no_longer_preferred.values())

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.graph_card import changes_card

        return changes_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a decider; how many states, and which."""
        import pandas as pd

        rows = [{"changes": len(s), "no longer preferred": "; ".join(s)} for s in self.no_longer_preferred.values()]
        return pd.DataFrame(rows, index=list(self.no_longer_preferred))


def least_changes(model: GraphModel, state: str | int, concept: str = "nash") -> LeastChanges:
    """Find the least changes of preference that make a state stable for every decider.

    Parameters
    ----------
    model : GraphModel
    state : str or int
        The wanted state, by name or index.
    concept : str
        ``nash``, ``sequential``, ``smr`` or ``gmr``.

    Returns
    -------
    LeastChanges

    Raises
    ------
    InputError
        If there is no such state or concept.

    Examples
    --------
    >>> from tvet_games.games.graph_model import graph_model
    >>> from tvet_games.games.normal_form import NormalFormGame
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> found = least_changes(graph_model(dilemma), "row 1, column 1")
    >>> found.no_longer_preferred["row"], found.holds
    (('row 2, column 1',), True)
    """
    expected(model, GraphModel, "model", "a GraphModel")
    kind, place = check_concept(concept), model.place(state)
    given_up = [_least(model, i, place, kind) for i in range(len(model.deciders))]
    ranks = model.preferences.astype(np.float64)
    for i, states in enumerate(given_up):
        ranks[i, states] = ranks[i, place]
    changed = model.with_preferences(ranks)
    named = {
        name: tuple(model.states[k] for k in states) for name, states in zip(model.deciders, given_up, strict=True)
    }
    holds = bool(stable_states(changed, kind)[:, place].all())
    return LeastChanges(model, model.states[place], kind, named, changed, holds)


def _least(model: GraphModel, decider: int, place: int, concept: str) -> list[int]:
    """A smallest set of states that a decider must no longer prefer to the wanted one."""
    better = model.better(decider)[place]
    tempting = np.flatnonzero(model.improvements(decider)[place])
    if concept == "nash" or not len(tempting):
        return [int(k) for k in tempting]
    reached = sanctions(model, decider, concept)[tempting]
    useful = np.flatnonzero(reached.any(axis=0))
    # What has to be given up for a state to deter: itself, and where the decider could go from it.
    needs = np.zeros((len(useful), len(better)), dtype=bool)
    needs[np.arange(len(useful)), useful] = True
    if concept == "smr":
        needs |= model.moves[decider][useful]
    return _smallest_cover(tempting, reached[:, useful], needs & better, better)


def _smallest_cover(tempting: Array, reached: Array, needs: Array, better: Array) -> list[int]:
    """Fewest states to give up; binaries d (a state is given up) and y (a state deters): ``y <= d`` of its needs."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, hstack, vstack

    size, count = len(better), len(needs)
    covers = csr_array((np.ones(len(tempting)), (np.arange(len(tempting)), tempting)), shape=(len(tempting), size))
    met = hstack([covers, csr_array(reached.astype(float))])
    which, what = np.nonzero(needs)
    each = np.arange(len(which))
    given = csr_array((np.ones(len(which)), (each, what)), shape=(len(which), size))
    deters = csr_array((np.ones(len(which)), (each, which)), shape=(len(which), count))
    rows = vstack([met, hstack([given, -deters])])
    least = np.concatenate([np.ones(len(tempting)), np.zeros(len(which))])
    cost = np.concatenate([np.ones(size), np.zeros(count)])
    upper = np.concatenate([better.astype(float), np.ones(count)])
    found = milp(
        cost, constraints=LinearConstraint(rows, least, np.inf), bounds=Bounds(0, upper), integrality=np.ones(len(cost))
    )
    if found.x is None:
        raise SolverError(f"the least changes of preference were not found: {found.message}")
    return [int(k) for k in np.flatnonzero(found.x[:size] > 0.5)]
