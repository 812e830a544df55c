"""Scenarios: the question of a what-if, as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from tvet_games.errors import FormulaError, InputError, Problem, nearest
from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import evaluate
from tvet_games.model.instrument import Instrument
from tvet_games.model.lever_frame import lever_frame
from tvet_games.model.library import load_calibration, load_conflict, load_instrument, shipped_instruments
from tvet_games.model.plausible import implausible
from tvet_games.model.schema import (
    FrontierTable,
    LeverTable,
    PortfolioTable,
    ScenarioFile,
    TakeUpTable,
    UncertaintyTable,
)
from tvet_games.numerics import exact
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, Text, spoken
from tvet_games.tables.shown import Shown

Bounds = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True, eq=False)
class Scenario(Shown):
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
    steps : mapping of str to Fraction
        Levels that come in whole multiples.
    criteria : mapping of str to mapping of str to Fraction
        Criteria by name, each with its numbers: margin [money per head and period], p, delta, share, alpha.
    heads : mapping of str to Fraction
        How many trainees, teachers, sites; empty for one trainee and what goes with it.
    today : mapping of conflict to {player: action}
    status_quo : mapping of str to Fraction
        Levels in force today.
    public_funds : Fraction
        [share] Marginal cost of public funds beyond the money itself.
    contracts : bool or tuple of str
        Whether players may pay each other where everybody cooperates, or in which conflicts.
    participation, no_one_worse_off : bool
    budget, liability : Fraction or None
        [money, all heads]
    at_most : int or None
        Most instruments with a level above 0.
    uncertainty, frontier, portfolio, take_up : tables of the file, or None
        What else is asked.
    folder : Path
        Where relative paths of the file start.
    """

    name: str
    question: Text
    conflicts: tuple[Conflict, ...]
    calibration: Calibration
    instruments: tuple[Instrument, ...] | None
    bounds: Mapping[str, Bounds]
    steps: Mapping[str, Fraction]
    criteria: Mapping[str, Mapping[str, Fraction]]
    heads: Mapping[str, Fraction]
    today: Mapping[str, Mapping[str, str]]
    status_quo: Mapping[str, Fraction]
    public_funds: Fraction
    contracts: bool | tuple[str, ...]
    participation: bool
    no_one_worse_off: bool
    budget: Fraction | None
    liability: Fraction | None
    at_most: int | None
    uncertainty: UncertaintyTable | None
    frontier: FrontierTable | None
    portfolio: PortfolioTable | None
    take_up: TakeUpTable | None
    folder: Path
    labels: Labels = field(repr=False)

    def __repr__(self) -> str:
        conflicts = ", ".join(c.name for c in self.conflicts)
        return f"Scenario({self.name!r}, conflicts=({conflicts}), calibration={self.calibration.name})"

    def card(self, language: Language | None = None) -> Card:
        """Return its question, and what it asks in which terms."""
        from tvet_games.model.scenario_card import scenario_card

        return scenario_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of its levers: a row an instrument; bounds, step, status quo."""
        chosen = shipped_instruments() if self.instruments is None else [i.name for i in self.instruments]
        names = list(dict.fromkeys([*chosen, *self.bounds, *self.steps, *self.status_quo]))
        return lever_frame(names, self.bounds, self.steps, self.status_quo)


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
    levers = _instruments(file, folder, problems)
    bounds = {
        levers[written].name if written in levers else written: _bounds(lever, f"instrument.{written}", problems)
        for written, lever in file.instrument.items()
    }
    _check_today(table.today, conflicts, problems)
    _check_contracts(table.contracts, conflicts, problems)
    steps = _steps(file, bounds, levers, calibration, problems)
    criteria = _criteria(file, problems)
    _check_status_quo(table.status_quo, levers.values(), problems)
    if exact(table.public_funds) < 0:
        problems.append(Problem("scenario.public_funds", "is below 0", str(table.public_funds)))
    _check_uncertainty(file, problems)
    for head, count in table.heads.items():
        if exact(count) <= 0:
            problems.append(Problem(f"scenario.heads.{head}", "must be more than 0", str(count)))
    if calibration is not None:
        problems += [Problem(f"scenario.{p.field}", p.what, p.value) for p in implausible(conflicts, calibration)]
    if problems or calibration is None:
        raise InputError(source, problems)
    return Scenario(
        name=table.name,
        question=Text(table.question.en, table.question.zh),
        conflicts=tuple(conflicts),
        calibration=calibration,
        instruments=tuple(levers.values()) if file.instrument else None,
        bounds=bounds,
        steps=steps,
        criteria=criteria,
        heads={head: exact(count) for head, count in table.heads.items()},
        today=table.today,
        status_quo={name: exact(level) for name, level in table.status_quo.items()},
        public_funds=exact(table.public_funds),
        contracts=table.contracts,
        participation=file.limit.participation,
        no_one_worse_off=file.limit.no_one_worse_off,
        budget=None if file.limit.budget is None else exact(file.limit.budget),
        liability=None if file.limit.liability is None else exact(file.limit.liability),
        at_most=file.limit.instruments,
        uncertainty=file.uncertainty,
        frontier=file.frontier,
        portfolio=file.portfolio,
        take_up=file.take_up,
        folder=folder,
        labels=Labels(file.label.en, file.label.zh),
    )


def _resolved(name: str, folder: Path) -> str | Path:
    return folder / name if name.endswith((".toml", ".csv")) else name


def _within(field_name: str, given: str, error: InputError, problem: Problem) -> Problem:
    """A problem of a file that the scenario names, told with the place in both."""
    if problem.value == given:
        return Problem(field_name, problem.what, problem.value, problem.nearest)
    where = " ".join(part for part in (error.source, problem.field) if part)
    return Problem(f"{field_name} > {where}", problem.what, problem.value, problem.nearest)


def _instruments(file: ScenarioFile, folder: Path, problems: list[Problem]) -> dict[str, Instrument]:
    """The instruments as the file writes them: by name, or by the path of a file, whose name may be another."""
    instruments = {}
    for name in file.instrument:
        try:
            instruments[name] = load_instrument(_resolved(name, folder))
        except InputError as error:
            hint = nearest(name, shipped_instruments())
            known = [Problem("instrument", p.what, name, hint) if p.value == name else p for p in error.problems]
            problems += known
    return instruments


def _bounds(lever: LeverTable, where: str, problems: list[Problem]) -> Bounds:
    low, high, fixed = (None if v is None else exact(v) for v in (lever.low, lever.high, lever.fixed))
    if fixed is not None and (low is not None or high is not None):
        problems.append(Problem(where, "has fixed beside low or high; give one or the other"))
    if low is not None and high is not None and low > high:
        problems.append(Problem(where, f"has low {low} above high {high}"))
    if any(v is not None and v < 0 for v in (low, high, fixed)):
        problems.append(Problem(where, "has a level below 0"))
    return (fixed, fixed) if fixed is not None else (low, high)


def _steps(
    file: ScenarioFile,
    bounds: Mapping[str, Bounds],
    levers: Mapping[str, Instrument],
    calibration: Calibration | None,
    problems: list[Problem],
) -> dict[str, Fraction]:
    """Steps of levels; on or off means a step as large as the upper bound."""
    steps = {}
    for written, lever in file.instrument.items():
        name, where = levers[written].name if written in levers else written, f"instrument.{written}"
        if lever.on_off and lever.step is not None:
            problems.append(Problem(where, "has on_off beside step; give one or the other"))
        elif lever.step is not None:
            if exact(lever.step) <= 0:
                problems.append(Problem(f"{where}.step", "must be more than 0", str(lever.step)))
            else:
                steps[name] = exact(lever.step)
        elif lever.on_off and calibration is not None and written in levers:
            high = bounds[name][1]
            try:
                steps[name] = evaluate(levers[written].high, calibration.numbers, FRACTIONS) if high is None else high
            except FormulaError as error:
                problems.append(Problem(where, str(error)))
            if steps.get(name) == 0:
                problems.append(Problem(where, "is on or off, but its upper bound is 0"))
    return steps


def _criteria(file: ScenarioFile, problems: list[Problem]) -> dict[str, dict[str, Fraction]]:
    """Each criterion that is named, with its numbers in range."""
    table = file.criterion
    fields = type(table).model_fields
    found = {name: getattr(table, name).model_dump() for name in fields if getattr(table, name) is not None}
    if not found:
        problems.append(Problem("criterion", f"names none of {', '.join(fields)}"))
    criteria = {name: {key: exact(number) for key, number in numbers.items()} for name, numbers in found.items()}
    for name, numbers in criteria.items():
        for key, number in numbers.items():
            if number < 0:
                problems.append(Problem(f"criterion.{name}.{key}", "is below 0", str(number)))
            elif key in ("p", "delta", "share") and number > 1:
                problems.append(Problem(f"criterion.{name}.{key}", "is not between 0 and 1", str(number)))
    return criteria


def _check_status_quo(levels: Mapping[str, object], instruments: Iterable[Instrument], problems: list[Problem]) -> None:
    known = {*shipped_instruments(), *(i.name for i in instruments)}
    for name, level in levels.items():
        if name not in known:
            problems.append(Problem("scenario.status_quo", "is not an instrument", name, nearest(name, known)))
        elif exact(level) < 0:
            problems.append(Problem(f"scenario.status_quo.{name}", "is below 0", str(level)))


def _check_uncertainty(file: ScenarioFile, problems: list[Problem]) -> None:
    table = file.uncertainty
    if table is None:
        return
    if table.robust == (table.risk is not None):
        problems.append(Problem("uncertainty", "needs either robust = true or a risk, as in risk = 0.1"))
    if table.risk is not None and not 0 < exact(table.risk) < 1:
        problems.append(Problem("uncertainty.risk", "is not between 0 and 1", str(table.risk)))


def _check_contracts(named: bool | tuple[str, ...], conflicts: list[Conflict], problems: list[Problem]) -> None:
    known = [conflict.name for conflict in conflicts]
    for name in () if isinstance(named, bool) else named:
        if name not in known:
            hint = nearest(name, known)
            problems.append(Problem("scenario.contracts", "is not a conflict of the scenario", name, hint))


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
