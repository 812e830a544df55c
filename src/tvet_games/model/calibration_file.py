"""From a calibration file to a calibration: provenance, ranges, figures, formulas; all mistakes at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from tvet_games.errors import FormulaError, InputError, Problem, nearest
from tvet_games.model.calibration import (
    PROVENANCES,
    Calibration,
    Provenance,
    Unit,
    Value,
    evaluated,
    tie_problem,
    ties_as_formulas,
)
from tvet_games.model.figures import TRUSTED, figures
from tvet_games.model.formula import Formula, parse
from tvet_games.model.instrument import Parameter
from tvet_games.model.read_only import read_only
from tvet_games.model.schema import CalibrationFile, ValueTable
from tvet_games.numerics import exact
from tvet_games.tables.labels import Labels, Text


def build_calibration(file: CalibrationFile, source: str) -> Calibration:
    """Make a calibration of a checked file.

    Raises
    ------
    InputError
        With every mistake: provenance, ranges, figures, formulas, ties, circular values.
    """
    problems: list[Problem] = []
    table = file.calibration
    values = {}
    for name, entry in file.value.items():
        value = _value(name, entry, table.unit.currency, problems)
        if value is not None:
            values[name] = value
    for value in values.values():
        for field_name, formula in ((f"value.{value.name}", value.formula), (f"value.{value.name}.tied", value.tied)):
            problems += _missing(formula, field_name, file.value)
    formulas = {}
    heads: dict[str, Any] = {str(head): text for head, text in table.heads.items()}
    texts = {"breakdown": table.breakdown, "years": table.years, **heads}
    for field_name, text in texts.items():
        where = f"calibration.{'heads.' if field_name in table.heads else ''}{field_name}"
        formulas[field_name] = _formula(text, where, file.value, problems)
    problems += [
        Problem(f"parameter.{name}", "is described and has no value", name, nearest(name, file.value))
        for name in file.parameter
        if name not in file.value
    ]
    if problems:
        raise InputError(source, problems)
    numbers = evaluated(values, source)
    _check_ties(values, numbers, source)
    return Calibration(
        name=table.name,
        country=table.country,
        unit=Unit(table.unit.currency, table.unit.per, table.unit.prices_of),
        values=read_only(values),
        heads=read_only({head: formulas[head] for head in table.heads}),
        breakdown=formulas["breakdown"],
        years=formulas["years"],
        covers=tuple(table.covers),
        about=Text(table.about.en, table.about.zh),
        labels=Labels(file.label.en, file.label.zh),
        reproduces=tuple(file.reproduces),
        numbers=numbers,
        parameters={n: Parameter(n, p.dimension, p.meaning, p.symbol) for n, p in file.parameter.items()},
    )


def _formula(text: Any, field_name: str, names: Iterable[str], problems: list[Problem]) -> Formula:
    try:
        formula = parse(text)
    except FormulaError as error:
        problems.append(Problem(field_name, str(error)))
        return parse(0)
    problems += _missing(formula, field_name, names)
    return formula


def _missing(formula: Formula | None, field_name: str, names: Iterable[str]) -> list[Problem]:
    absent = sorted(formula.names - set(names)) if formula is not None else []
    return [Problem(field_name, "uses a value that is not there", name, nearest(name, names)) for name in absent]


def _check_ties(values: Mapping[str, Value], numbers: Mapping[str, Any], source: str) -> None:
    """Every tie must give its value's own number, and no value may hang on itself once ties are followed."""
    told = {v.name: tie_problem(v, v.tied, numbers) for v in values.values() if v.tied is not None}
    problems = [Problem(f"value.{name}.tied", what, str(values[name].tied)) for name, what in told.items() if what]
    if problems:
        raise InputError(source, problems)
    evaluated(ties_as_formulas(values), source)


def _value(name: str, entry: ValueTable, currency: str, problems: list[Problem]) -> Value | None:
    where = f"value.{name}"
    given = [p for p in PROVENANCES if getattr(entry, p) is not None]
    if len(given) != 1:
        has = f"has {' and '.join(given)}" if given else "has none"
        problems.append(Problem(where, f"needs exactly one of {', '.join(PROVENANCES)}; it {has}"))
        return None
    provenance = given[0]
    raw = getattr(entry, provenance)
    low, high = (None if end is None else exact(end) for end in (entry.low, entry.high))
    number, formula = None, None
    if provenance == "derived":
        try:
            formula = parse(raw)
        except FormulaError as error:
            problems.append(Problem(where, str(error)))
            return None
    else:
        number = exact(raw)
    problems += _range_problems(where, number, low, high)
    problems += _provenance_problems(where, provenance, entry, currency)
    return Value(
        name=name,
        provenance=provenance,
        number=number,
        formula=formula,
        low=low,
        high=high,
        tied=_tie(f"{where}.tied", provenance, entry.tied, problems),
        figures=tuple(entry.figure),
        source=entry.source,
        why=entry.why,
        note=entry.note,
    )


def _tie(where: str, provenance: Provenance, text: Any, problems: list[Problem]) -> Formula | None:
    if text is None:
        return None
    try:
        formula = parse(text)
    except FormulaError as error:
        problems.append(Problem(where, str(error)))
        return None
    if provenance == "derived":
        problems.append(Problem(where, "is not for a derived value, which follows its own formula"))
    if not formula.names:
        problems.append(
            Problem(where, "names no other value; for a fixed number leave out tied, low and high", str(text))
        )
    return formula


def _range_problems(where: str, number: Fraction | None, low: Fraction | None, high: Fraction | None) -> list[Problem]:
    if (low is None) != (high is None):
        return [Problem(where, "has one end of its range only; give low and high")]
    if low is not None and high is not None:
        if low > high:
            return [Problem(where, f"has low {low} above high {high}")]
        if number is not None and not low <= number <= high:
            return [Problem(where, f"lies outside its own range {low} to {high}", str(number))]
    return []


def _provenance_problems(where: str, provenance: Provenance, entry: ValueTable, currency: str) -> list[Problem]:
    problems = []
    if provenance in ("measured", "statutory") and not (entry.figure or entry.source):
        problems.append(Problem(where, f"is {provenance} and needs figure or source"))
    if provenance == "assumed" and (entry.low is None or not entry.why):
        problems.append(Problem(where, "is assumed and needs low, high and why"))
    known = figures()
    for figure in entry.figure:
        if figure not in known:
            problems.append(Problem(f"{where}.figure", "is not in the list of figures", figure, nearest(figure, known)))
        elif provenance != "assumed":
            if known[figure].grade not in TRUSTED:
                grade = known[figure].grade
                problems.append(Problem(where, f"is {provenance}, but the figure {figure} is {grade}: call it assumed"))
            if provenance != "derived" and known[figure].currency not in ("", currency):
                unit = known[figure].currency
                problems.append(Problem(where, f"mixes units: the figure {figure} is in {unit}, not in {currency}"))
    return problems
