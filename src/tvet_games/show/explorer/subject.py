"""A state with its names resolved: the conflict, its figures, the levers with their bounds, and the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from tvet_games.errors import InputError, nearest, shorten
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.plausible import check_shares
from tvet_games.numerics import to_float
from tvet_games.policy.criteria import CRITERIA, Criterion
from tvet_games.policy.levers import Lever, available
from tvet_games.policy.problem import PolicyProblem, Vector
from tvet_games.policy.question import Question, question
from tvet_games.show.explorer.shelf import Shelf
from tvet_games.show.explorer.state import STRENGTHS, State, first_strength
from tvet_games.show.explorer.words import said
from tvet_games.tables.words import money


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What a state is about.

    Attributes
    ----------
    state : State
        With what does not fit left out.
    conflict : Conflict
    calibration : Calibration
        With the values of the state.
    question : Question
        For the cheapest package; without instruments it has no levers.
    problem : PolicyProblem or None
        None where no instrument acts.
    problems : tuple of str
        What was left out of the state, and why.
    """

    state: State
    conflict: Conflict
    calibration: Calibration
    criterion: Criterion
    question: Question | None
    problem: PolicyProblem | None
    problems: tuple[str, ...]

    @property
    def levers(self) -> tuple[Lever, ...]:
        """The instruments that act, with their bounds."""
        return self.problem.levers if self.problem else ()

    @property
    def vector(self) -> Vector:
        """The levels of the state, in the order of the levers."""
        return tuple(self.state.levels.get(lever.name, Fraction(0)) for lever in self.levers)

    def at(self, levels: Mapping[str, Fraction]) -> Subject:
        """The same at other levels, kept within their bounds: nothing else is worked out anew."""
        bounds = {lever.name: (lever.low, lever.high) for lever in self.levers}
        kept = {name: min(max(level, bounds[name][0]), bounds[name][1]) for name, level in levels.items()}
        state = replace(self.state, levels={name: level for name, level in kept.items() if level})
        return replace(self, state=state, problems=())


def subject_of(state: State, shelf: Shelf) -> Subject:
    """Resolve a state; what does not fit is left out, and said.

    Parameters
    ----------
    state : State
    shelf : Shelf
        What there is to choose from.

    Returns
    -------
    Subject

    Examples
    --------
    >>> found = subject_of(State(levels={"training_subsidi": Fraction(5)}), Shelf())
    >>> found.state.levels, found.problems
    ({}, ("level: 'training_subsidi' is not known; did you mean training_subsidy?",))
    """
    problems: list[str] = []
    tongue = state.language
    name = _known(state.conflict, shelf.conflicts, "conflict", State().conflict, state, problems)
    conflict = shelf.conflict(name)
    fitting, first = shelf.fitting(name) or shelf.calibrations, State().calibration
    otherwise = first if first in fitting else fitting[0]
    country = _known(state.calibration, fitting, "calibration", otherwise, state, problems)
    calibration, values = _valued(conflict, shelf.calibration(country), state, problems)
    criterion, state = _criterion(state, problems)
    asked = _question(conflict, calibration, shelf, criterion)
    problem = asked.problem() if asked else None
    levers = {lever.name: lever for lever in problem.levers} if problem else {}
    levels: dict[str, Fraction] = {}
    for key, level in state.levels.items():
        if key not in levers:
            known = [i.name for i in shelf.instruments]
            hint = "" if key in known else nearest(key, known)
            told = said("acts not", tongue, field=f"level.{key}") if key in known else ""
            problems.append(told or said("unknown", tongue, field="level", name=key, nearest=hint))
            continue
        levels[key] = _within(key, level, levers[key].low, levers[key].high, state, problems)
    axes = _axes(state, tuple(levers), problems)
    kept = replace(state, conflict=name, calibration=country, levels=levels, values=values, axes=axes)
    return Subject(kept, conflict, calibration, criterion, asked, problem, tuple(problems))


def _known(given: str, names: tuple[str, ...], field: str, otherwise: str, state: State, problems: list[str]) -> str:
    if given in names:
        return given
    problems.append(said("unknown", state.language, field=field, name=given, nearest=nearest(given, names)))
    return otherwise


def _valued(
    conflict: Conflict, published: Calibration, state: State, problems: list[str]
) -> tuple[Calibration, Mapping[str, Fraction]]:
    """The calibration with the values of the state, those that it and the conflict can take."""
    calibration, values = published, dict[str, Fraction]()
    for name, value in state.values.items():
        known = published.values.get(name)
        if known is None or known.formula is not None:
            hint = nearest(name, published.values)
            problems.append(said("unknown", state.language, field="value", name=name, nearest=hint))
            continue
        try:
            tried = calibration.replace(**{name: value})
            check_shares([conflict], tried)
            conflict.game(tried, exact=True)
        except InputError as error:
            problems += [f"value.{name}: {problem.what}" for problem in error.problems]
            continue
        calibration, values = tried, {**values, name: value}
    return calibration, values


def _criterion(state: State, problems: list[str]) -> tuple[Criterion, State]:
    kind: Any = CRITERIA[state.criterion]
    named = {STRENGTHS[state.criterion][0]: state.strength} if state.criterion in STRENGTHS else {}
    try:
        return kind(**named, margin=state.margin), state
    except InputError as error:
        problems += [f"{problem.field} {problem.what}" for problem in error.problems]
    plain = replace(state, strength=first_strength(state.criterion), margin=State().margin)
    named = {STRENGTHS[state.criterion][0]: plain.strength} if named else {}
    return kind(**named, margin=plain.margin), plain


def _axes(state: State, levers: tuple[str, ...], problems: list[str]) -> tuple[str, str]:
    """The axes of the map: two of the levers, or the first two where they are not."""
    if not any(state.axes):
        return state.axes
    unknown = {field: axis for field, axis in zip("xy", state.axes, strict=True) if axis not in levers}
    for field, axis in unknown.items():
        hint = nearest(axis, levers)
        problems.append(said("unknown", state.language, field=field, name=shorten(axis), nearest=hint))
    return ("", "") if unknown or state.axes[0] == state.axes[1] else state.axes


def _question(conflict: Conflict, calibration: Calibration, shelf: Shelf, criterion: Criterion) -> Question | None:
    """The question after the cheapest package; None where no instrument acts."""
    acting = available([conflict], calibration, shelf.instruments)
    return question(conflict, calibration, acting, criterion=criterion) if acting else None


def _within(name: str, level: Fraction, low: Fraction, high: Fraction, state: State, problems: list[str]) -> Fraction:
    taken = min(max(level, low), high)
    if taken != level:
        told = {key: money(to_float(number)) for key, number in (("low", low), ("high", high), ("taken", taken))}
        problems.append(said("outside", state.language, field=f"level.{name}", value=money(level), **told))
    return taken
