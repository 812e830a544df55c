"""A policy question: conflicts, a country's figures, levers, what to achieve and within which limits.

Everything that can be asked of a policy starts from one: the cheapest package, its frontier, robust and chance
constrained packages, a portfolio of sites, a comparison of countries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from tvet_games.errors import FormulaError, InputError, Problem, expected, nearest, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.lever_frame import lever_frame
from tvet_games.model.library import calibration_of, conflict_of, load_instrument, shipped_instruments
from tvet_games.model.plausible import check_shares
from tvet_games.numerics import Number, exact
from tvet_games.policy.build import build_problem
from tvet_games.policy.contract import contracts_of
from tvet_games.policy.criteria import CRITERIA, Criterion, Nash
from tvet_games.policy.levers import Bounds, available, lacking
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.requirements import Requirements, Today
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class Question(Shown):
    """A policy question.

    Attributes
    ----------
    conflicts : tuple of Conflict
    calibration : Calibration
        Of single values.
    instruments : tuple of Instrument
        The levers, contracts between players among them, and what is in force and stays as it is.
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

    def problem(
        self, calibration: Calibration | None = None, *, is_exact: bool = True, clipped: bool = False
    ) -> PolicyProblem:
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
            clipped=clipped,
        )

    def label(self, name: str, language: Language = "en") -> str:
        """Name of an instrument, of a value of the calibration or of a conflict, as people read it."""
        every = [i.labels for i in self.instruments] + [c.labels for c in self.conflicts] + [self.calibration.labels]
        every += [edge.conflict.labels for conflict in self.conflicts for edge in conflict.edges]
        having = [labels for labels in every if name in (labels.zh if language == "zh" else labels.en)]
        return (having or [Labels()])[0].of(name, language)

    def card(self, language: Language | None = None) -> Card:
        """Return what is asked, in which terms."""
        from tvet_games.policy.question_card import question_card

        return question_card(self, spoken(language))

    def __repr__(self) -> str:
        conflicts = ", ".join(c.name for c in self.conflicts)
        return f"Question({self.name!r}, conflicts=({conflicts}), calibration={self.calibration.name})"

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of its levers: a row an instrument; bounds, step, status quo."""
        names = [instrument.name for instrument in self.instruments]
        return lever_frame(names, self.bounds, self.steps, self.status_quo)

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
    contracts: bool | Sequence[str] = False,
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
    games = tuple(conflict_of(c, "conflicts") for c in _several(conflicts, (Conflict, str), "conflicts"))
    values = calibration_of(calibration)
    repeated = sorted({c.name for c in games if [g.name for g in games].count(c.name) > 1})
    if repeated:
        raise InputError("conflicts", [Problem("", "stands twice", name) for name in repeated])
    criteria = _criteria(criterion)
    check_shares(games, values)
    force = {name: _number("status_quo", name, level) for name, level in _mapping("status_quo", status_quo).items()}
    levers, unavailable = _levers(games, values, instruments)
    limits = {name: _pair(name, pair) for name, pair in _mapping("bounds", bounds).items()}
    levers += contracts_of(games, values, levers, limits, _contracts(contracts))
    kept = _in_force(games, levers, force)
    _check_names("bounds", limits, levers)
    _check_names("steps", _mapping("steps", steps), levers)
    if at_most is not None and (not isinstance(at_most, int) or isinstance(at_most, bool) or at_most < 0):
        raise InputError("at_most", [Problem("", "expected a whole number of at least 0", str(at_most))])
    for name, flag in (("participation", participation), ("no_one_worse_off", no_one_worse_off)):
        expected(flag, bool, name, "True or False")
    funds = _number("public_funds", "", public_funds)
    if funds < 0:
        raise InputError("public_funds", [Problem("", "is below 0", str(public_funds))])
    _check_today(_mapping("today", today), games)
    return Question(
        conflicts=games,
        calibration=values,
        instruments=(*levers, *kept),
        requirements=Requirements(
            criteria,
            participation,
            no_one_worse_off,
            None if budget is None else _number("budget", "", budget),
            None if liability is None else _number("liability", "", liability),
            at_most,
            today or {},
        ),
        bounds={**limits, **{i.name: (force[i.name], force[i.name]) for i in kept}},
        steps={name: _step(name, step) for name, step in (steps or {}).items()},
        heads={head: _head(values, head, number) for head, number in _mapping("heads", heads).items()},
        status_quo=force,
        public_funds=funds,
        unavailable=unavailable,
    )


def _levers(
    conflicts: Sequence[Conflict], calibration: Calibration, instruments: Sequence[Instrument | str] | None
) -> tuple[list[Instrument], dict[str, tuple[str, ...]]]:
    """The instruments of the question; and those that are left out for want of values."""
    if instruments is not None:
        what = "an instrument or its name"
        chosen = [
            load_instrument(i) if isinstance(i, str) else expected(i, Instrument, "instruments", what)
            for i in _several(instruments, (Instrument, str), "instruments")
        ]
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


def _contracts(given: object) -> bool | list[str]:
    """Whether there are contracts, or in which conflicts."""
    if isinstance(given, bool):
        return given
    what = "True, False or names of conflicts"
    names = [given] if isinstance(given, str) else expected(given, Iterable, "contracts", what)
    return [expected(name, str, "contracts", what) for name in names]


def _check_names(source: str, given: Mapping[str, object], levers: Sequence[Instrument]) -> None:
    names = [i.name for i in levers]
    for name in given:
        if name not in names:
            raise unknown("instrument of this question", name, names, source=source)


def _criteria(given: object) -> tuple[Criterion, ...]:
    kinds = tuple(CRITERIA.values())
    criteria = tuple(_several(given, (*kinds, str, type), "criterion"))
    if not criteria:
        raise InputError("criterion", [Problem("", f"is empty; there are {', '.join(CRITERIA)}")])
    for criterion in criteria:
        if not isinstance(criterion, kinds):
            names = [kind.__name__ for kind in kinds]
            what = f"is not a criterion; expected one such as Nash(margin=1) of {', '.join(names)}"
            said = criterion if isinstance(criterion, str) else getattr(criterion, "__name__", repr(criterion))
            raise InputError("criterion", [Problem("", what, str(said), nearest(str(said).capitalize(), names))])
    return criteria


def _check_today(today: Mapping[str, Any], conflicts: Sequence[Conflict]) -> None:
    known = {conflict.name: conflict for conflict in conflicts}
    for name, profile in today.items():
        if name not in known:
            raise unknown("conflict of this question", name, known, source="today")
        known[name].profile(_mapping(f"today.{name}", profile))


def _head(calibration: Calibration, head: str, number: Number) -> Fraction:
    if head not in calibration.heads:
        raise unknown("head of the calibration", head, calibration.heads, source="heads")
    count = _number("heads", head, number)
    if count <= 0:
        raise InputError("heads", [Problem(head, "must be more than 0", str(number))])
    return count


def _pair(name: str, given: Any) -> Bounds:
    try:
        low, high = given
    except (TypeError, ValueError):
        raise InputError("bounds", [Problem(name, "expected (low, high)", str(given))]) from None
    return _or_none(low), _or_none(high)


def _mapping(name: str, given: Any) -> Mapping[str, Any]:
    return {} if given is None else expected(given, Mapping, name, "a mapping by name")


def _number(source: str, field: str, given: Any) -> Fraction:
    try:
        return exact(given)
    except FormulaError as error:
        raise InputError(source, [Problem(field, str(error))]) from None


def _step(name: str, value: Number) -> Fraction:
    step = _number("steps", name, value)
    if step <= 0:
        raise InputError("steps", [Problem(name, "must be more than 0", str(value))])
    return step


def _several(given: Any, single: tuple[type, ...], source: str) -> list[Any]:
    if isinstance(given, single):
        return [given]
    return list(expected(given, Iterable, source, "one or several"))


def _or_none(number: Number | None) -> Fraction | None:
    return None if number is None else exact(number)
