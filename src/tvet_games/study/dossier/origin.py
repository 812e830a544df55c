"""What makes a report again: the command, the versions, the seed, and the fingerprints of what it was made from."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tvet_games.model.library import shipped_instruments
from tvet_games.model.scenario import Scenario
from tvet_games.study.chunks.identity import NUMBERS_FROM, fingerprint, versions


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the numbers of a dossier come from.

    Attributes
    ----------
    command : str
        What writes the report again; files by their name, wherever they lie.
    versions : str
    draws, seed : int
        Of the worlds that were drawn.
    fingerprints : mapping of str to str
        Of each input, over all that a number depends on.
    """

    command: str
    versions: str
    draws: int
    seed: int
    fingerprints: Mapping[str, str]


def origin_of(asked: Scenario | str | Path, scenario: Scenario, draws: int, seed: int) -> Origin:
    """Say where the dossier of a scenario comes from."""
    named = scenario.name if isinstance(asked, Scenario) else Path(asked).name
    command = ["tvet-games", "report", named, "-o", "report.html", "--draws", str(draws), "--seed", str(seed)]
    levers = shipped_instruments().values() if scenario.instruments is None else scenario.instruments
    inputs = {thing.name: fingerprint(thing) for thing in (*scenario.conflicts, scenario.calibration, *levers)}
    return Origin(shlex.join(command), versions((*NUMBERS_FROM, "highspy", "scipy")), draws, seed, inputs)
