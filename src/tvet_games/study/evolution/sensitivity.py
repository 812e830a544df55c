"""What each uncertain value of a calibration does to where a conflict ends.

Every value moves alone over its range; values tied to it or derived from it follow. The outcome is the share of all
starting points from which everybody comes to cooperate (exact for 2x2 games under the replicator dynamic), and the mean
share that cooperates in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected, nearest
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array
from tvet_games.solve.dynamics.destinations import destinations
from tvet_games.solve.dynamics.rules import REPLICATOR, Dynamic
from tvet_games.study.evolution.changes import changes, target_shares
from tvet_games.study.setting import Setting, read_inputs, setting
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

POINTS = 21
"""Values over each range."""


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """What one value does to the outcome.

    Attributes
    ----------
    name : str
    provenance : str
        measured, derived, statutory or assumed.
    values : array, shape (V,)
        [dimension of the value] Over its range.
    now : float
    target_share : array, shape (V,)
        [share of all starting points] From which everybody comes to cooperate.
    cooperation : array, shape (V,)
        [share] Mean over populations and starting points of the share that cooperates in the end; NaN where some starts
        never come to rest.
    changes : tuple of float
        Where the set of stable vertices changes.
    """

    name: str
    provenance: str
    values: Array = field(repr=False)
    now: float
    target_share: Array = field(repr=False)
    cooperation: Array = field(repr=False)
    changes: tuple[float, ...]

    @property
    def swing(self) -> float:
        """How far the share of starting points that end in cooperation moves over the range."""
        return float(self.target_share.max() - self.target_share.min())

    @property
    def drift(self) -> float:
        """How far the share that cooperates in the end moves over the range."""
        settled = self.cooperation[np.isfinite(self.cooperation)]
        return float(settled.max() - settled.min()) if len(settled) else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeSensitivity(Shown):
    """What each uncertain value does to where a conflict ends, the strongest first.

    Attributes
    ----------
    conflict : Conflict
    calibration : Calibration
    policy : Policy
    target_share, cooperation : float
        At the calibration's own values.
    effects : tuple of Effect
    """

    conflict: Conflict = field(repr=False)
    calibration: Calibration = field(repr=False)
    policy: Policy
    target_share: float
    cooperation: float
    effects: tuple[Effect, ...]

    def __repr__(self) -> str:
        return f"OutcomeSensitivity({self.conflict.name} on {self.calibration.name}, {self.policy!r})"

    def card(self, language: Language | None = None) -> Card:
        """Return a row a value, the strongest first."""
        from tvet_games.study.evolution.sensitivity_card import outcome_sensitivity_card

        return outcome_sensitivity_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a value; range, outcomes at its ends, swing, changes."""
        import pandas as pd

        rows = [
            {
                "low": e.values[0],
                "now": e.now,
                "high": e.values[-1],
                "provenance": e.provenance,
                "share of starts at low": e.target_share[0],
                "share of starts at high": e.target_share[-1],
                "swing": e.swing,
                "cooperation at low": e.cooperation[0],
                "cooperation at high": e.cooperation[-1],
                "changes": ", ".join(f"{change:.6g}" for change in e.changes),
            }
            for e in self.effects
        ]
        return pd.DataFrame(rows, index=pd.Index([e.name for e in self.effects], name="value"))


def outcome_sensitivity(
    conflict: Conflict | str,
    calibration: Calibration | str,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    *,
    names: Sequence[str] | None = None,
    dynamic: Dynamic = REPLICATOR,
    starts: int = 256,
    seed: int = 0,
) -> OutcomeSensitivity:
    """Tell what each uncertain value does to where a conflict ends.

    Parameters
    ----------
    conflict : Conflict or name
    calibration : Calibration or name
        Its ranges say how far each value may move.
    policy : Policy, optional
    instruments : iterable of Instrument, optional
        What the names mean; by default the shipped instruments.
    names : sequence of str, optional
        Values to move; by default all that matter and have a range.
    dynamic : Replicator, Logit or BestResponse
    starts, seed : int
        Of the destinations, as in :func:`destinations`.

    Returns
    -------
    OutcomeSensitivity
        Values that the calibration ties to the one that moves move along, as in drawn worlds;
        :func:`long_run` and :func:`bifurcations` hold them.

    Raises
    ------
    InputError
        If a name is unknown, or has no range.

    Examples
    --------
    >>> found = outcome_sensitivity("school_teacher", "germany_2022", names=["career_value", "release_cost"])
    >>> [effect.name for effect in found.effects]
    ['career_value', 'release_cost']
    """
    chosen, figures = read_inputs(conflict, calibration, policy)
    around = replace(setting(chosen, figures, policy, instruments), ties=True)
    moved = around.matters() if names is None else _named(around, names)
    effects = [_effect(around, name, dynamic, starts, seed) for name in moved]
    base, mean = _outcomes(around, None, np.zeros(1), dynamic, starts, seed)
    ordered = sorted(effects, key=lambda e: (-e.swing, -e.drift))
    return OutcomeSensitivity(chosen, figures, around.policy, float(base[0]), float(mean[0]), tuple(ordered))


def _named(around: Setting, names: Sequence[str]) -> list[str]:
    known = around.calibration.ranges
    what = "has no range in the calibration"
    given = [names] if isinstance(names, str) else list(expected(names, Iterable, "names", "names of values"))
    problems = [Problem("", what, str(n), nearest(str(n), known)) for n in given if n not in known]
    if problems:
        raise InputError("names", problems)
    return given


def _effect(around: Setting, name: str, dynamic: Dynamic, starts: int, seed: int) -> Effect:
    grid = np.linspace(*around.range_of(name), POINTS)
    shares, cooperation = _outcomes(around, name, grid, dynamic, starts, seed)
    provenance = around.calibration.values[name].provenance
    return Effect(name, provenance, grid, around.now(name), shares, cooperation, changes(around, name, grid))


def _outcomes(
    around: Setting, name: str | None, grid: Array, dynamic: Dynamic, starts: int, seed: int
) -> tuple[Array, Array]:
    """Share of starting points that end in cooperation, and mean cooperation in the end, at each value."""
    games = around.conflict.game(around.calibration, around.policy, around.known.values())
    games = games if name is None else around.games(name, grid)
    found = destinations(games, starts=starts, dynamic=dynamic, seed=seed)
    share, _ = target_shares(games, found, dynamic)
    settled = np.where(found.moving > 0, np.nan, found.cooperation.mean(axis=-1))
    return np.atleast_1d(share), np.atleast_1d(settled)
