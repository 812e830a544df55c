"""What there is to choose from: what ships, and the files that were opened on a page or named on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from tvet_games.errors import InputError
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import calibrations, conflicts, load_calibration, load_conflict, shipped_instruments


@dataclass(frozen=True, slots=True)
class Shelf:
    """Conflicts, calibrations and instruments by name; opened ones come before shipped ones of the same name.

    ``files`` keeps what was opened by the name of the thing in it: the name of the file, and its bytes.
    """

    own_conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    own_calibrations: Mapping[str, Calibration] = field(default_factory=dict)
    own_instruments: Mapping[str, Instrument] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

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

    def with_file(self, name: str, file: str, content: bytes, **own: Mapping[str, Any]) -> Shelf:
        """The same with what a file holds, by the field that it belongs to.

        Parameters
        ----------
        name : str
            Of the conflict, calibration or instrument.
        file : str
            Name of the file.
        content : bytes
        **own : mapping
            As in ``own_conflicts={"mine": conflict}``.
        """
        added = {kind: {**getattr(self, kind), **things} for kind, things in own.items()}
        return replace(self, files={**self.files, name: (file, content)}, **added)


@cache
def _fits(conflict: Conflict, calibration: Calibration) -> bool:
    try:
        conflict.game(calibration, exact=True)
    except InputError:
        return False
    return True
