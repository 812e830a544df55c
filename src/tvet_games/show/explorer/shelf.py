"""What there is to choose from: what ships, and the files that were opened on a page or named on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from tvet_games.errors import InputError
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import calibrations, conflicts, load_calibration, load_conflict, shipped_instruments
from tvet_games.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Shelf:
    """Conflicts, calibrations and instruments by name; opened ones come before shipped ones of the same name."""

    own_conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    own_calibrations: Mapping[str, Calibration] = field(default_factory=dict)
    own_instruments: Mapping[str, Instrument] = field(default_factory=dict)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Names of the conflicts."""
        return (*self.own_conflicts, *(name for name in conflicts() if name not in self.own_conflicts))

    @property
    def calibrations(self) -> tuple[str, ...]:
        """Names of the calibrations."""
        return (*self.own_calibrations, *(name for name in calibrations() if name not in self.own_calibrations))

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """The instruments."""
        return tuple({**shipped_instruments(), **self.own_instruments}.values())

    def conflict(self, name: str) -> Conflict:
        """A conflict by name."""
        return self.own_conflicts.get(name) or load_conflict(name)

    def calibration(self, name: str) -> Calibration:
        """A calibration by name."""
        return self.own_calibrations.get(name) or load_calibration(name)

    def fitting(self, conflict: str) -> tuple[str, ...]:
        """Names of the calibrations that have every value of a conflict."""
        chosen = self.conflict(conflict)
        return tuple(name for name in self.calibrations if _fits(chosen, self.calibration(name)))

    def with_scenario(self, scenario: Scenario) -> Shelf:
        """The same with what a scenario brings along that does not ship."""
        shelf = self
        for conflict in scenario.conflicts:
            shelf = shelf.with_conflict(conflict)
        own = {i.name: i for i in scenario.instruments or () if i is not shipped_instruments().get(i.name)}
        shelf = shelf.with_calibration(scenario.calibration)
        return replace(shelf, own_instruments={**shelf.own_instruments, **own})

    def with_conflict(self, conflict: Conflict) -> Shelf:
        """The same with one more conflict."""
        if conflict.name in conflicts() and conflict is load_conflict(conflict.name):
            return self
        return replace(self, own_conflicts={**self.own_conflicts, conflict.name: conflict})

    def with_calibration(self, calibration: Calibration) -> Shelf:
        """The same with one more calibration."""
        if calibration.name in calibrations() and calibration is load_calibration(calibration.name):
            return self
        return replace(self, own_calibrations={**self.own_calibrations, calibration.name: calibration})


@cache
def _fits(conflict: Conflict, calibration: Calibration) -> bool:
    try:
        conflict.game(calibration, exact=True)
    except InputError:
        return False
    return True
