"""The level of an instrument, or a value of the calibration, against long-run cooperation: a bifurcation diagram.

Where the set of stable vertices changes the long run can jump. Between such changes the shares of starting points that
lead to each vertex move gradually.

References
----------
Strogatz (2015), Nonlinear Dynamics and Chaos, chapter 3.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array
from tvet_games.solve.dynamics.destinations import destinations
from tvet_games.solve.dynamics.flow import OUTCOMES, flow
from tvet_games.solve.dynamics.rules import REPLICATOR, Dynamic
from tvet_games.solve.dynamics.stability import stable_vertices
from tvet_games.study.evolution.changes import changes, target_shares
from tvet_games.study.evolution.inputs import Start, read_start
from tvet_games.study.setting import spread
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

POINTS = 101
"""Values over the range unless some are given."""


@dataclass(frozen=True, slots=True, eq=False)
class LongRun(Shown):
    """Long-run cooperation against one quantity.

    Attributes
    ----------
    conflict : Conflict
    calibration : Calibration
    policy : Policy
        What else is in force.
    over : str
        The instrument or value.
    values : array, shape (V,)
        [dimension of the quantity]
    now : float
        Its value in the policy or calibration.
    start : array, shape (d,)
    ends : array, shape (V, d)
        [share] Where the path from the start ends; NaN where it never comes to rest.
    moving : array, shape (V,)
        [share of all starting points] That never come to rest.
    target_share, target_error : array, shape (V,)
        [share of all starting points] From which everybody comes to cooperate, with its standard error; exact for 2x2
        games under the replicator dynamic.
    stable : array of bool, shape (V, a1, ..., an)
        Which vertices are asymptotically stable.
    changes : tuple of float
        Where the set of stable vertices changes.
    labels : Labels
    """

    conflict: Conflict = field(repr=False)
    calibration: Calibration = field(repr=False)
    policy: Policy
    over: str
    values: Array = field(repr=False)
    now: float
    start: Array = field(repr=False)
    ends: Array = field(repr=False)
    moving: Array = field(repr=False)
    target_share: Array = field(repr=False)
    target_error: Array = field(repr=False)
    stable: Array = field(repr=False)
    changes: tuple[float, ...]
    labels: Labels = field(repr=False)

    def __repr__(self) -> str:
        return f"LongRun({self.conflict.name} on {self.calibration.name}, {self.over!r}, {self.policy!r})"

    def card(self, language: Language | None = None) -> Card:
        """Return what is stable from which value on."""
        from tvet_games.study.evolution.long_run_card import long_run_card

        return long_run_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a value; where starts and the path end, what is stable."""
        import pandas as pd

        frame = pd.DataFrame(index=pd.Index(self.values, name=self.over))
        frame["share of starts that end in cooperation"] = self.target_share
        frame["standard error"] = self.target_error
        frame["never at rest"] = self.moving
        names = [p.name for p in self.conflict.players for _ in p.actions[1:]]
        for k, name in enumerate(names):
            frame[f"end {k + 1}: {name}"] = self.ends[:, k]
        profiles = list(np.ndindex(self.conflict.shape))
        flat = self.stable.reshape(len(self.values), -1)
        words = [", ".join(a[k] for a, k in zip(self.conflict.actions, p, strict=True)) for p in profiles]
        frame["stable"] = ["; ".join(w for w, s in zip(words, row, strict=True) if s) for row in flat]
        return frame


def long_run(
    conflict: Conflict | str,
    calibration: Calibration | str,
    over: str,
    values: Any = None,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    *,
    dynamic: Dynamic = REPLICATOR,
    start: Start = None,
    starts: int = 256,
    seed: int = 0,
) -> LongRun:
    """Tell what becomes of cooperation at each value of an instrument's level or of a parameter.

    Parameters
    ----------
    conflict : Conflict or name
    calibration : Calibration or name
        Of single values.
    over : str
        An instrument, or a value of the calibration.
    values : array_like, shape (V,), optional
        [dimension of the quantity] In increasing order; by default over the instrument's bounds or the value's range.
    policy : Policy, optional
        Levels of the other instruments.
    instruments : iterable of Instrument, optional
        What the names mean; by default the shipped instruments.
    dynamic : Replicator, Logit or BestResponse
    start : mapping of player to share, or state, optional
        Where the path starts; by default at equal shares.
    starts, seed : int
        Of the destinations, as in :func:`destinations`.

    Returns
    -------
    LongRun

    Raises
    ------
    InputError
        If a name or number is wrong, or a value without range comes without values.

    See Also
    --------
    tvet_games.bifurcations : the changes as formulas.

    Examples
    --------
    >>> found = long_run("school_enterprise", "austria_2016", "training_subsidy", [0, 12000, 24000])
    >>> found.target_share.round(1).tolist(), [round(change, 2) for change in found.changes]
    ([0.0, 0.4, 1.0], [9040.0, 20448.0])
    """
    asked = spread(conflict, calibration, over, values, policy, instruments, POINTS)
    around, games, count = asked.around, asked.games, len(asked.values)
    state = read_start(games[0], start)
    ends = flow(games, np.broadcast_to(state, (count, len(state))), dynamic=dynamic)
    found = destinations(games, starts=starts, dynamic=dynamic, seed=seed)
    share, error = target_shares(games, found, dynamic)
    return LongRun(
        around.conflict,
        around.calibration,
        around.policy,
        over,
        asked.values,
        around.now(over),
        state,
        np.where((ends.outcome == OUTCOMES.index("moving"))[:, None], np.nan, ends.ends),
        found.moving,
        share,
        error,
        stable_vertices(games),
        changes(around, over, asked.values),
        asked.labels,
    )
