"""Files that a user opens: a scenario, conflict, calibration or instrument, checked as everywhere, run as nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

from tvet_games.errors import InputError, Problem
from tvet_games.model.calibration import Calibration
from tvet_games.model.library import (
    kind_at,
    load_calibration,
    load_conflict,
    load_instrument,
    load_scenario,
)
from tvet_games.model.scenario import Scenario
from tvet_games.show.explorer.shelf import Shelf
from tvet_games.show.explorer.state import STRENGTHS, State

MOST_BYTES = 1_000_000
"""Larger files are not read."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a page has after a file was opened.

    Attributes
    ----------
    shelf : Shelf
    state : State
    name : str
        Of what was opened.
    is_partial : bool
        Whether the page shows only a part of it.
    """

    shelf: Shelf
    state: State
    name: str
    is_partial: bool = False


def open_file(file: str, content: bytes, shelf: Shelf, state: State) -> Opened:
    """Open a file.

    Parameters
    ----------
    file : str
        Its name, from wherever it comes; folders in it do not count.
    content : bytes
    shelf : Shelf
        What there was.
    state : State
        What was on the page.

    Returns
    -------
    Opened

    Raises
    ------
    InputError
        With every mistake of the file.
    """
    name = PureWindowsPath(PurePosixPath(file).name).name
    if len(content) > MOST_BYTES:
        raise InputError(name, [Problem("", f"has {len(content):,} bytes; expected at most {MOST_BYTES:,}")])
    if not name.endswith((".toml", ".csv")):
        raise InputError(name, [Problem("", "is no file of the package; expected one that ends in .toml or .csv")])
    with TemporaryDirectory() as folder:
        for known, bytes_ in shelf.files.values():
            (Path(folder) / known).write_bytes(bytes_)
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            return _opened(path, content, shelf, state)
        except InputError as error:
            problems = [replace(p, field=p.field.replace(f"{folder}/", "")) for p in error.problems]
            raise InputError(name, problems) from None


def open_scenario(scenario: Scenario, shelf: Shelf, language: str = "en") -> Opened:
    """Show a scenario: its first conflict, its values, its criterion, what is in force today."""
    calibration, conflict = scenario.calibration, scenario.conflicts[0]
    values = _changed(calibration, shelf)
    (criterion, numbers), *others = scenario.criteria.items()
    state = State(
        conflict=conflict.name,
        calibration=calibration.name,
        levels=dict(scenario.status_quo),
        values=values,
        criterion=criterion,
        margin=numbers["margin"],
        language="zh" if language == "zh" else "en",
    )
    if criterion in STRENGTHS:
        state = replace(state, strength=numbers[STRENGTHS[criterion][0]])
    limits = scenario.budget, scenario.liability, scenario.at_most, scenario.instruments, scenario.steps
    partial = bool(len(scenario.conflicts) > 1 or others or any(limits) or scenario.no_one_worse_off)
    return Opened(shelf, state, scenario.name, partial)


def _opened(path: Path, content: bytes, shelf: Shelf, state: State) -> Opened:
    kind = kind_at(path)
    if kind == "scenario":
        found = load_scenario(path)
        for conflict in found.conflicts:
            if conflict.name not in shelf.conflicts:
                raise InputError(path.name, [Problem("scenario.conflicts", "open its file first", conflict.name)])
        return open_scenario(found, shelf, state.language)
    if kind == "conflict":
        conflict = load_conflict(path)
        kept = shelf.with_file(conflict.name, path.name, content, own_conflicts={conflict.name: conflict})
        return Opened(kept, replace(state, conflict=conflict.name, levels={}, axes=("", "")), conflict.name)
    if kind == "calibration":
        calibration = load_calibration(path)
        kept = shelf.with_file(calibration.name, path.name, content, own_calibrations={calibration.name: calibration})
        return Opened(kept, replace(state, calibration=calibration.name, values={}), calibration.name)
    if kind == "instrument":
        instrument = load_instrument(path)
        kept = shelf.with_file(instrument.name, path.name, content, own_instruments={instrument.name: instrument})
        return Opened(kept, state, instrument.name)
    raise InputError(path.name, [Problem("", f"is a {kind}, which the page does not show")])


def _changed(calibration: Calibration, shelf: Shelf) -> dict[str, Fraction]:
    """The values in which a scenario's calibration differs from the one that it names."""
    plain = shelf.calibration(calibration.name)
    return {
        name: value.number
        for name, value in calibration.values.items()
        if value.formula is None and value.number != plain.values[name].number
    }
