"""What was chosen on the page: one frozen object, which is also an address that can be kept, sent and opened again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tvet_games.errors import FormulaError, nearest, shorten
from tvet_games.games.csv_tables import number_text
from tvet_games.numerics import exact
from tvet_games.policy.criteria import CRITERIA
from tvet_games.show.explorer.words import said
from tvet_games.tables.labels import LANGUAGES, Language

STRENGTHS = {
    "p_dominant": ("p", "1/2"),
    "sustainable": ("delta", "9/10"),
    "basin": ("share", "1/2"),
    "aligned": ("alpha", "1"),
}
"""The number that a criterion has beside its margin, and what it is at first."""

LEVEL, VALUE = "level.", "value."

KEYS = ("conflict", "calibration", "criterion", "strength", "margin", "x", "y", "lang")
"""What an address says besides levels and values."""


@dataclass(frozen=True, slots=True)
class State:
    """What was chosen.

    Attributes
    ----------
    conflict, calibration : str
    levels : mapping of str to Fraction
        Of instruments; those that are not there are 0.
    values : mapping of str to Fraction
        That differ from the calibration's.
    criterion : str
        As files name it.
    strength : Fraction
        Of a criterion that has one.
    margin : Fraction
        [money per head and period, or share]
    axes : (str, str)
        Instruments of the map; empty for the first two.
    language : {"en", "zh"}
    """

    conflict: str = "school_enterprise"
    calibration: str = "germany_2022"
    levels: Mapping[str, Fraction] = field(default_factory=dict)
    values: Mapping[str, Fraction] = field(default_factory=dict)
    criterion: str = "nash"
    strength: Fraction = Fraction(1, 2)
    margin: Fraction = Fraction(1)
    axes: tuple[str, str] = ("", "")
    language: Language = "en"

    def with_level(self, name: str, level: Fraction) -> State:
        """The same with another level."""
        return replace(self, levels=_with(self.levels, name, level, keep=bool(level)))

    def with_value(self, name: str, value: Fraction, own: Fraction) -> State:
        """The same with another value; the calibration's own is not kept."""
        return replace(self, values=_with(self.values, name, value, keep=value != own))


def _with(table: Mapping[str, Fraction], name: str, number: Fraction, *, keep: bool) -> dict[str, Fraction]:
    rest = {key: one for key, one in table.items() if key != name}
    return {**rest, name: number} if keep else rest


def first_strength(criterion: str) -> Fraction:
    """The number that a criterion has beside its margin, at first.

    Examples
    --------
    >>> first_strength("sustainable")
    Fraction(9, 10)
    """
    return exact(STRENGTHS[criterion][1]) if criterion in STRENGTHS else State().strength


def to_query(state: State) -> dict[str, str]:
    """Write a state as the query of an address; what is as at first is left out.

    Examples
    --------
    >>> to_query(State(levels={"training_subsidy": Fraction(5100)}))
    {'conflict': 'school_enterprise', 'calibration': 'germany_2022', 'level.training_subsidy': '5100'}
    """
    first = State()
    told = {"conflict": state.conflict, "calibration": state.calibration}
    if state.criterion != first.criterion:
        told["criterion"] = state.criterion
    if state.criterion in STRENGTHS:
        told["strength"] = number_text(state.strength)
    if state.margin != first.margin:
        told["margin"] = number_text(state.margin)
    if all(state.axes):
        told["x"], told["y"] = state.axes
    if state.language != first.language:
        told["lang"] = state.language
    told |= {f"{LEVEL}{name}": number_text(level) for name, level in sorted(state.levels.items())}
    return told | {f"{VALUE}{name}": number_text(value) for name, value in sorted(state.values.items())}


def from_query(query: Mapping[str, str], first: State | None = None) -> tuple[State, tuple[str, ...]]:
    """Read a state from the query of an address.

    Parameters
    ----------
    query : mapping of str to str
    first : State, optional
        What holds where the query says nothing.

    Returns
    -------
    State
    tuple of str
        What could not be read and is left as at first. Whether conflicts, calibrations and instruments go by their
        names is for :mod:`~tvet_games.show.explorer.subject` to tell.

    Examples
    --------
    >>> state, problems = from_query({"level.training_subsidy": "many", "margin": "5"})
    >>> state.margin, problems
    (Fraction(5, 1), ("level.training_subsidy: 'many' is no number",))
    """
    state, problems = first or State(), list[str]()
    tongue = query.get("lang", state.language)
    if tongue not in LANGUAGES:
        problems.append(said("unknown", "en", field="lang", name=tongue, nearest=nearest(tongue, LANGUAGES)))
        tongue = "en"
    state = replace(state, language="zh" if tongue == "zh" else "en")
    criterion = query.get("criterion", state.criterion)
    if criterion not in CRITERIA:
        hint = nearest(criterion, CRITERIA)
        problems.append(said("unknown", state.language, field="criterion", name=criterion, nearest=hint))
        criterion = state.criterion
    strength = first_strength(criterion) if criterion in STRENGTHS else state.strength
    numbers = {"strength": strength, "margin": state.margin}
    tables: dict[str, dict[str, Fraction]] = {LEVEL: dict(state.levels), VALUE: dict(state.values)}
    for key, text in query.items():
        prefix = next((p for p in tables if key.startswith(p)), "")
        if not prefix and key not in KEYS:
            hint = nearest(key, KEYS)
            problems.append(said("no key", state.language, field=shorten(key), nearest=hint))
        if not prefix and key not in numbers:
            continue
        try:
            number = exact(text)
        except FormulaError:
            problems.append(said("no number", state.language, field=key, value=shorten(text)))
            continue
        if number < 0 and prefix != VALUE:
            problems.append(said("negative", state.language, field=key, value=text))
        elif prefix:
            tables[prefix][key.removeprefix(prefix)] = number
        else:
            numbers[key] = number
    read = replace(
        state,
        conflict=query.get("conflict", state.conflict),
        calibration=query.get("calibration", state.calibration),
        criterion=criterion,
        levels={name: level for name, level in tables[LEVEL].items() if level},
        values=tables[VALUE],
        axes=(query.get("x", state.axes[0]), query.get("y", state.axes[1])),
        strength=numbers["strength"],
        margin=numbers["margin"],
    )
    return read, tuple(problems)
