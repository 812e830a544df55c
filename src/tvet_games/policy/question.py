"""A policy question: conflicts, a country's figures, levers, what to achieve and within which limits.

Everything that can be asked of a policy starts from one: the cheapest package, its frontier, robust and chance
constrained packages, a portfolio of sites, a comparison of countries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.labels import Labels, Language
from tvet_games.model.library import load_calibration, load_conflict, load_instrument, shipped_instruments
from tvet_games.numerics import Number, exact
from tvet_games.policy.build import build_problem
from tvet_games.policy.criteria import CRITERIA, Criterion, Nash
from tvet_games.policy.levers import Bounds, available, lacking
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.requirements import Requirements, Today


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A policy question.

    Attributes
    ----------
    conflicts : tuple of Conflict
    calibration : Calibration
        Of single values.
    instruments : tuple of Instrument
        The levers, and what is in force and stays as it is.
    requirements : Requirements
    bounds : mapping of str to (low, high)
    steps : mapping of str to Fraction
    heads : mapping of str to Fraction
    status_quo : mapping of str to Fraction
    public_funds : Fraction
    unavailable : mapping of str to tuple of str
        Instruments left out because the calibration lacks values for them.
    name : str
    """

    conflicts: tuple[Conflict, ...]
    calibration: Calibration
    instruments: tuple[Instrument, ...]
    requirements: Requirements
    bounds: Mapping[str, Bounds] = field(default_factory=dict)
    steps: Mapping[str, Fraction] = field(default_factory=dict)
    heads: Mapping[str, Fraction] = field(default_factory=dict)
    status_quo: Mapping[str, Fraction] = field(default_factory=dict)
    public_funds: Fraction = Fraction(0)
    unavailable: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    name: str = ""

    def problem(self, calibration: Calibration | None = None, *, is_exact: bool = True) -> PolicyProblem:
        """The question as arrays, for its own calibration or for another (drawn worlds, another site)."""
        return build_problem(
            self.conflicts,
            calibration or self.calibration,
            self.instruments,
            bounds=self.bounds,
            steps=self.steps,
            heads=self.heads,
            status_quo=self.status_quo,
            public_funds=self.public_funds,
            exact=is_exact,
        )

    def label(self, name: str, language: Language = "en") -> str:
        """Name of an instrument, of a value of the calibration or of a conflict, as people read it."""
        every = [i.labels for i in self.instruments] + [c.labels for c in self.conflicts] + [self.calibration.labels]
        every += [edge.conflict.labels for conflict in self.conflicts for edge in conflict.edges]
        having = [labels for labels in every if name in (labels.zh if language == "zh" else labels.en)]
        return (having or [Labels()])[0].of(name, language)

    def replace(self, **changes: Any) -> Question:
        """Return the question with other fields; those of ``requirements`` may be given directly.

        Raises
        ------
        UnknownNameError
            If there is no such field.
        """
        limits = {n: changes.pop(n) for n in list(changes) if n in Requirements.__dataclass_fields__}
        for name in changes:
            if name not in self.__dataclass_fields__:
                raise unknown(
                    "part of a question", name, [*self.__dataclass_fields__, *Requirements.__dataclass_fields__]
                )
        wanted = changes.pop("requirements", self.requirements)
        return replace(self, requirements=replace(wanted, **limits), **changes)


def question(
    conflicts: Conflict | str | Sequence[Conflict | str],
    calibration: Calibration | str,
    instruments: Sequence[Instrument | str] | None = None,
    *,
    criterion: Criterion | Sequence[Criterion] = Nash(),
    participation: bool = True,
    no_one_worse_off: bool = False,
    budget: Number | None = None,
    liability: Number | None = None,
    at_most: int | None = None,
    bounds: Mapping[str, tuple[Number | None, Number | None]] | None = None,
    steps: Mapping[str, Number] | None = None,
    heads: Mapping[str, Number] | None = None,
    today: Today | None = None,
    status_quo: Mapping[str, Number] | None = None,
    public_funds: Number = 0,
) -> Question:
    """Put a policy question together and check its names; parameters as in :func:`cheapest_policy`.

    Returns
    -------
    Question

    Raises
    ------
    InputError
        If a name is unknown or stands twice, or a limit makes no sense.

    Examples
    --------
    >>> asked = question("school_enterprise", "germany_2022", ["training_subsidy"], criterion=Nash(margin=10))
    >>> asked.replace(participation=False).requirements.participation
    False
    """
    games = tuple(load_conflict(c) if isinstance(c, str) else c for c in _several(conflicts, (Conflict, str)))
    values = load_calibration(calibration) if isinstance(calibration, str) else calibration
    repeated = sorted({c.name for c in games if [g.name for g in games].count(c.name) > 1})
    if repeated:
        raise InputError("conflicts", [Problem("", "stands twice", name) for name in repeated])
    criteria = tuple(_several(criterion, tuple(CRITERIA.values())))
    if not criteria:
        raise InputError("criterion", [Problem("", f"is empty; there are {', '.join(CRITERIA)}")])
    force = {name: exact(level) for name, level in (status_quo or {}).items()}
    levers, unavailable = _levers(games, values, instruments)
    kept = _in_force(games, levers, force)
    limits = {name: (_or_none(low), _or_none(high)) for name, (low, high) in (bounds or {}).items()}
    _check_names("bounds", limits, levers)
    _check_names("steps", steps or {}, levers)
    if at_most is not None and at_most < 0:
        raise InputError("at_most", [Problem("", "is below 0", str(at_most))])
    return Question(
        conflicts=games,
        calibration=values,
        instruments=(*levers, *kept),
        requirements=Requirements(
            criteria, participation, no_one_worse_off, _or_none(budget), _or_none(liability), at_most, today or {}
        ),
        bounds={**limits, **{i.name: (force[i.name], force[i.name]) for i in kept}},
        steps={name: _step(name, step) for name, step in (steps or {}).items()},
        heads={head: exact(number) for head, number in (heads or {}).items()},
        status_quo=force,
        public_funds=exact(public_funds),
        unavailable=unavailable,
    )


def _levers(
    conflicts: Sequence[Conflict], calibration: Calibration, instruments: Sequence[Instrument | str] | None
) -> tuple[list[Instrument], dict[str, tuple[str, ...]]]:
    """The instruments of the question; and those that are left out for want of values."""
    if instruments is not None:
        chosen = [load_instrument(i) if isinstance(i, str) else i for i in instruments]
        repeated = sorted({i.name for i in chosen if [c.name for c in chosen].count(i.name) > 1})
        if repeated:
            raise InputError("instruments", [Problem("", "stands twice", name) for name in repeated])
        return chosen, {}
    acting = [i for i in shipped_instruments().values() if any(c.touched_by(i) for c in conflicts)]
    without = {i.name: tuple(lacking(conflicts, calibration, i)) for i in acting}
    return available(conflicts, calibration, acting), {name: missing for name, missing in without.items() if missing}


def _in_force(
    conflicts: Sequence[Conflict], levers: Sequence[Instrument], force: Mapping[str, Fraction]
) -> list[Instrument]:
    """Instruments in force today that are not among the levers: they stay as they are."""
    known = {**shipped_instruments(), **{i.name: i for i in levers}}
    kept = []
    for name, level in force.items():
        if name not in known:
            raise unknown("instrument", name, known, source="status_quo")
        if level < 0:
            raise InputError("status_quo", [Problem(name, "is below 0", str(level))])
        if known[name] not in levers:
            if not any(c.touched_by(known[name]) for c in conflicts):
                raise InputError(
                    "status_quo", [Problem(name, f"does nothing in {', '.join(c.name for c in conflicts)}")]
                )
            kept.append(known[name])
    return kept


def _check_names(source: str, given: Mapping[str, object], levers: Sequence[Instrument]) -> None:
    names = [i.name for i in levers]
    for name in given:
        if name not in names:
            raise unknown("instrument of this question", name, names, source=source)


def _step(name: str, value: Number) -> Fraction:
    step = exact(value)
    if step <= 0:
        raise InputError("steps", [Problem(name, "must be more than 0", str(value))])
    return step


def _several(given: object, single: tuple[type, ...]) -> list:  # type: ignore[type-arg]
    return [given] if isinstance(given, single) else list(given)  # type: ignore[call-overload]


def _or_none(number: Number | None) -> Fraction | None:
    return None if number is None else exact(number)
