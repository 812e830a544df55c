"""Paths over time for several values of one quantity: how papers show the sensitivity of an evolutionary game."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array
from tvet_games.solve.dynamics.rules import REPLICATOR, Dynamic
from tvet_games.solve.dynamics.trajectory import Trajectory, trajectory
from tvet_games.study.evolution.inputs import Start, read_start
from tvet_games.study.setting import spread
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

VALUES = 5
"""Values over the range unless some are given."""


@dataclass(frozen=True, slots=True, eq=False)
class Fan(Shown):
    """Paths over time for several values of one quantity.

    Attributes
    ----------
    conflict : Conflict
    calibration : Calibration
    over : str
        The instrument or value.
    values : array, shape (V,)
    paths : tuple of Trajectory
        One a value, all at the same points of time.
    labels : Labels
    """

    conflict: Conflict = field(repr=False)
    calibration: Calibration = field(repr=False)
    over: str
    values: Array
    paths: tuple[Trajectory, ...] = field(repr=False)
    labels: Labels = field(repr=False)

    def __repr__(self) -> str:
        return f"Fan({self.conflict.name} on {self.calibration.name}, {self.over!r}, {len(self.paths)} paths)"

    def card(self, language: Language | None = None) -> Card:
        """Return where each path ends."""
        from tvet_games.study.evolution.fan_card import fan_card

        return fan_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a value and point of time, a column a share."""
        import pandas as pd

        return pd.concat({v: p.to_frame() for v, p in zip(self.values, self.paths, strict=True)}, names=[self.over])


def fan(
    conflict: Conflict | str,
    calibration: Calibration | str,
    over: str,
    values: Any = None,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    *,
    dynamic: Dynamic = REPLICATOR,
    start: Start = None,
    duration: float | None = None,
) -> Fan:
    """Follow a conflict from one start for several values of an instrument's level or of a parameter.

    Parameters
    ----------
    conflict, calibration, over, values, policy, instruments, dynamic, start
        As in :func:`long_run`; by default five values.
    duration : float, optional
        How long all paths are shown [1 / payoff]; by default as long as the slowest takes.

    Returns
    -------
    Fan

    Raises
    ------
    InputError
        If a name or number is wrong, or a value without range comes without values.

    Examples
    --------
    >>> found = fan("school_enterprise", "austria_2016", "training_subsidy", [8000, 12000, 24000])
    >>> [path.vertex for path in found.paths]
    [(1, 1), (1, 1), (0, 0)]
    """
    asked = spread(conflict, calibration, over, values, policy, instruments, VALUES)
    games = [asked.games[k] for k in range(len(asked.values))]
    state = read_start(games[0], start)
    if duration is None:
        duration = max(float(trajectory(game, state, dynamic=dynamic).times[-1]) for game in games)
    paths = tuple(trajectory(game, state, dynamic=dynamic, duration=duration) for game in games)
    return Fan(asked.around.conflict, asked.around.calibration, over, asked.values, paths, asked.labels)
