"""Scenarios: the question of a what-if, as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from tvet_games.errors import InputError, Problem, nearest
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.labels import Labels, Text
from tvet_games.model.library import load_calibration, load_conflict, load_instrument, shipped_instruments
from tvet_games.model.schema import LeverTable, ScenarioFile
from tvet_games.numerics import exact

Bounds = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """A policy question.

    Attributes
    ----------
    name : str
    question : Text
    conflicts : tuple of Conflict
    calibration : Calibration
        With the scenario's own figures put in.
    instruments : tuple of Instrument, or None
        The levers; None for all that act here.
    bounds : mapping of str to (low, high)
    margins : mapping of str to Fraction
        Criteria (nash, dominant, unique) with their margins [money per head and period].
    heads : mapping of str to Fraction
        How many trainees, teachers, sites; empty for one trainee and what goes with it.
    today : mapping of conflict to {player: action}
    participation : bool
    budget, liability : Fraction or None
        [money, all heads]
    """

    name: str
    question: Text
    conflicts: tuple[Conflict, ...]
    calibration: Calibration
    instruments: tuple[Instrument, ...] | None
    bounds: Mapping[str, Bounds]
    margins: Mapping[str, Fraction]
    heads: Mapping[str, Fraction]
    today: Mapping[str, Mapping[str, str]]
    participation: bool
    budget: Fraction | None
    liability: Fraction | None
    labels: Labels = field(repr=False)


def build_scenario(file: ScenarioFile, source: str, folder: Path) -> Scenario:
    """Make a scenario of a checked file.

    Parameters
    ----------
    file : ScenarioFile
    source : str
        The file, for messages.
    folder : Path
        Where the relative paths of the file start.

    Raises
    ------
    InputError
        With every mistake of the file, or those of a file that it names.
    """
    table, problems = file.scenario, list[Problem]()
    conflicts = []
    for k, name in enumerate(table.conflicts):
        try:
            conflicts.append(load_conflict(_resolved(name, folder)))
        except InputError as error:
            problems += [_within(f"scenario.conflicts[{k + 1}]", name, error, problem) for problem in error.problems]
    calibration = None
    try:
        calibration = load_calibration(_resolved(table.calibration, folder)).replace(**table.replace)
    except InputError as error:
        where = "scenario.calibration"
        problems += [_within(where, table.calibration, error, problem) for problem in error.problems]
    instruments = _instruments(file, folder, problems)
    bounds = {
        _instrument_name(name): _bounds(lever, f"instrument.{name}", problems)
        for name, lever in file.instrument.items()
    }
    _check_today(table.today, conflicts, problems)
    margins = {
        name: exact(criterion.margin)
        for name, criterion in (
            ("nash", file.criterion.nash),
            ("dominant", file.criterion.dominant),
            ("unique", file.criterion.unique),
        )
        if criterion is not None
    }
    if not margins:
        problems.append(Problem("criterion", "names none of nash, dominant, unique"))
    problems += [Problem(f"criterion.{n}.margin", "is below 0", str(m)) for n, m in margins.items() if m < 0]
    for head, count in table.heads.items():
        if exact(count) <= 0:
            problems.append(Problem(f"scenario.heads.{head}", "must be more than 0", str(count)))
    if problems or calibration is None:
        raise InputError(source, problems)
    return Scenario(
        name=table.name,
        question=Text(table.question.en, table.question.zh),
        conflicts=tuple(conflicts),
        calibration=calibration,
        instruments=instruments,
        bounds=bounds,
        margins=margins,
        heads={head: exact(count) for head, count in table.heads.items()},
        today=table.today,
        participation=file.limit.participation,
        budget=None if file.limit.budget is None else exact(file.limit.budget),
        liability=None if file.limit.liability is None else exact(file.limit.liability),
        labels=Labels(file.label.en, file.label.zh),
    )


def _resolved(name: str, folder: Path) -> str | Path:
    return folder / name if name.endswith(".toml") else name


def _instrument_name(name: str) -> str:
    return Path(name).stem if name.endswith(".toml") else name


def _within(field_name: str, given: str, error: InputError, problem: Problem) -> Problem:
    """A problem of a file that the scenario names, told with the place in both."""
    if problem.value == given:
        return Problem(field_name, problem.what, problem.value, problem.nearest)
    where = " ".join(part for part in (error.source, problem.field) if part)
    return Problem(f"{field_name} > {where}", problem.what, problem.value, problem.nearest)


def _instruments(file: ScenarioFile, folder: Path, problems: list[Problem]) -> tuple[Instrument, ...] | None:
    if not file.instrument:
        return None
    instruments = []
    for name in file.instrument:
        try:
            instruments.append(load_instrument(_resolved(name, folder)))
        except InputError as error:
            hint = nearest(name, shipped_instruments())
            known = [Problem("instrument", p.what, name, hint) if p.value == name else p for p in error.problems]
            problems += known
    return tuple(instruments)


def _bounds(lever: LeverTable, where: str, problems: list[Problem]) -> Bounds:
    low, high, fixed = (None if v is None else exact(v) for v in (lever.low, lever.high, lever.fixed))
    if fixed is not None and (low is not None or high is not None):
        problems.append(Problem(where, "has fixed beside low or high; give one or the other"))
    if low is not None and high is not None and low > high:
        problems.append(Problem(where, f"has low {low} above high {high}"))
    if any(v is not None and v < 0 for v in (low, high, fixed)):
        problems.append(Problem(where, "has a level below 0"))
    return (fixed, fixed) if fixed is not None else (low, high)


def _check_today(today: Mapping[str, Mapping[str, str]], conflicts: list[Conflict], problems: list[Problem]) -> None:
    known = {conflict.name: conflict for conflict in conflicts}
    for name, profile in today.items():
        if name not in known:
            problems.append(Problem("scenario.today", "is not a conflict of the scenario", name, nearest(name, known)))
            continue
        try:
            known[name].profile(profile)
        except InputError as error:
            problems += [Problem(f"scenario.today.{name}", p.what, p.value, p.nearest) for p in error.problems]
