"""Calibrations: one country's values in one money unit, each with its provenance.

The provenance of a value is exactly one of ``measured`` (published and read), ``derived`` (a formula over other
values), ``statutory`` (set by law) and ``assumed`` (nobody measured it; it has a range and a reason). Derived values
follow when others are replaced or drawn, so that published sums stay exact. A value with its own number may be *tied*
to others by a formula that gives this number: it follows the formula when worlds are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, nearest, unknown
from tvet_games.model.algebra import ARRAYS, FRACTIONS, bounded
from tvet_games.model.formula import Algebra, Formula, evaluate, parse
from tvet_games.model.instrument import Parameter
from tvet_games.model.read_only import read_only
from tvet_games.model.schema import ReproducesTable
from tvet_games.numerics import exact, to_float
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, Text, spoken
from tvet_games.tables.shown import Shown

Provenance = Literal["measured", "derived", "statutory", "assumed"]

PROVENANCES: tuple[Provenance, ...] = ("measured", "derived", "statutory", "assumed")

DISTRIBUTIONS = ("uniform", "triangular")
"""How a value may be drawn from its range; a triangle has its mode at the value."""


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """One value of a calibration.

    Attributes
    ----------
    name : str
    provenance : str
    number : Fraction, array, or None
        None where it is derived.
    formula : Formula or None
        How it is derived.
    low, high : Fraction or None
        Range within which it could well lie.
    tied : Formula or None
        What it follows when worlds are drawn; gives its own number at the numbers of the others.
    figures : tuple of str
        Ids of the published figures behind it.
    source, why, note : str
    """

    name: str
    provenance: Provenance
    number: Any = None
    formula: Formula | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    tied: Formula | None = None
    figures: tuple[str, ...] = ()
    source: str = ""
    why: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Money unit: a currency, per what, in the prices of which year."""

    currency: str
    per: str
    prices_of: int

    def __str__(self) -> str:
        return f"{self.currency} per {self.per}"


@dataclass(frozen=True, slots=True, eq=False)
class Calibration(Shown):
    """One country's figures.

    Attributes
    ----------
    name, country : str
    unit : Unit
    values : mapping of str to Value
    heads : mapping of str to Formula
        How many heads of each kind there are for one of the first kind.
    breakdown : Formula
        [share] Probability that cooperation breaks off although everybody meant to cooperate.
    years : Formula
        [years] Length of one period.
    numbers : mapping of str to Fraction or array
        Every value, derived ones computed.
    parameters : mapping of str to Parameter
        What those values mean that no conflict and no instrument declares.
    """

    name: str
    country: str
    unit: Unit
    values: Mapping[str, Value] = field(repr=False)
    heads: Mapping[str, Formula] = field(repr=False)
    breakdown: Formula = field(repr=False)
    years: Formula = field(repr=False)
    covers: tuple[str, ...] = field(repr=False)
    about: Text = field(repr=False)
    labels: Labels = field(repr=False)
    reproduces: tuple[ReproducesTable, ...] = field(repr=False)
    numbers: Mapping[str, Any] = field(repr=False)
    parameters: Mapping[str, Parameter] = field(repr=False)

    def label(self, language: Language = "en") -> str:
        """Return the name as people read it: country and year.

        Examples
        --------
        >>> from tvet_games.model.library import load_calibration
        >>> load_calibration("austria_2016").label(), load_calibration("austria_2016").label("zh")
        ('Austria 2016', '奥地利 2016')
        """
        return self.labels.of(self.name, language)

    @property
    def is_exact(self) -> bool:
        """Whether every value is a single exact number (nothing drawn, no arrays)."""
        return all(isinstance(number, Fraction) for number in self.numbers.values())

    @property
    def period_years(self) -> Any:
        """Length of a period [years]: a fraction, or an array where it rests on one.

        Examples
        --------
        >>> from tvet_games.model.library import load_calibration
        >>> load_calibration("austria_2016").period_years
        Fraction(7, 2)
        """
        return _derive(self.years, self.numbers)

    def heads_for(self, billed: str, head: str, values: Mapping[str, Any], algebra: Algebra[Any]) -> Any:
        """How many heads of the kind that something is billed for come with one head of another kind.

        Examples
        --------
        >>> from tvet_games.model.library import load_calibration
        >>> germany = load_calibration("germany_2022")
        >>> print(germany.heads_for("trainee", "teacher", germany.numbers, FRACTIONS))
        20
        """
        return evaluate(self.heads[billed], values, algebra) / evaluate(self.heads[head], values, algebra)

    def unit_per(self, head: str) -> str:
        """Money unit per head of a conflict, which may count by another head than the calibration.

        Examples
        --------
        >>> from tvet_games.model.library import load_calibration
        >>> load_calibration("germany_2022").unit_per("teacher")
        'EUR per teacher-year'
        """
        first = next(iter(self.heads))
        if head in self.unit.per or head == first:
            return str(self.unit)
        per = self.unit.per.replace(first, head) if first in self.unit.per else f"{head} and {self.unit.per}"
        return f"{self.unit.currency} per {per}"

    def floats(self) -> dict[str, Any]:
        """Every value as a float or an array of floats."""
        return {k: to_float(v) if isinstance(v, Fraction) else v for k, v in self.numbers.items()}

    def replace(self, **changes: Any) -> Calibration:
        """Return a calibration with other values for some parameters; derived values follow, tied ones do not.

        A tie of, or to, a replaced value is dropped: what was tied keeps its number, and is drawn from its own range.

        Parameters
        ----------
        **changes : number, array, or formula
            New values by name. A float means its decimal form: 0.9 becomes 9/10. Arrays (of any broadcastable shapes)
            make every game of this calibration a batch.

        Raises
        ------
        UnknownNameError
            If there is no such value; the message gives the nearest name.

        Examples
        --------
        >>> from tvet_games.model.library import load_calibration
        >>> load_calibration("austria_2016").replace(training_cost=80_000).numbers["trainee_output"]
        Fraction(65700, 1)
        """
        values = dict(self.values)
        for name, change in changes.items():
            if name not in values:
                raise unknown("value of the calibration", name, values, source=self.name)
            values[name] = _replaced(values[name], change, self.name)
        for name, value in values.items():
            if value.tied is not None and _rested_on(value.tied.names, values) & changes.keys():
                values[name] = replace(value, tied=None)
        return self._with_values(values)

    @property
    def ranges(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        """Low and high of every value that is drawn: not derived, not tied, and not a single point."""
        ends = {n: (v.low, v.high) for n, v in self.values.items() if v.formula is None and v.tied is None}
        return read_only({n: (a, b) for n, (a, b) in ends.items() if a is not None and b is not None and a < b})

    def with_ties(self) -> Calibration:
        """Return the calibration with every tied value derived by its tie; no number changes.

        Examples
        --------
        >>> from tvet_games.model.library import load_calibration
        >>> germany = load_calibration("germany_2022")
        >>> germany.replace(training_cost=30_000).numbers["trainee_output"]
        Fraction(18100, 1)
        >>> germany.with_ties().replace(training_cost=30_000).numbers["trainee_output"]
        Fraction(21900, 1)
        """
        return self._with_values(ties_as_formulas(self.values))

    def sample(self, n: int, rng: np.random.Generator, *, distribution: str = "uniform") -> Calibration:
        """Draw worlds: every value with a range becomes an array of n draws; derived and tied values follow.

        Parameters
        ----------
        n : int
            Number of worlds.
        rng : numpy.random.Generator
        distribution : str
            ``uniform`` over the range, or ``triangular`` with its mode at the value.

        Returns
        -------
        Calibration
            Whose numbers are arrays of shape (n,); its ties are derived values.

        Raises
        ------
        UnknownNameError
            If there is no such distribution.

        Examples
        --------
        >>> from tvet_games.model.library import load_calibration
        >>> worlds = load_calibration("germany_2022").sample(3, np.random.default_rng(0), distribution="triangular")
        >>> (worlds.numbers["training_cost"] - worlds.numbers["trainee_output"]).round(6).tolist()
        [8100.0, 8100.0, 8100.0]
        """
        if distribution not in DISTRIBUTIONS:
            raise unknown("distribution", distribution, DISTRIBUTIONS, source=self.name, field="distribution")
        worlds = self.with_ties()
        values = dict(worlds.values)
        for name, ends in worlds.ranges.items():
            low, high = map(to_float, ends)
            if distribution == "uniform":
                draws = rng.uniform(low, high, n)
            else:
                draws = rng.triangular(low, to_float(worlds.numbers[name]), high, n)
            values[name] = replace(values[name], number=draws)
        return worlds._with_values(values)

    def _with_values(self, values: Mapping[str, Value]) -> Calibration:
        return replace(self, values=read_only(values), numbers=evaluated(values, self.name))

    def values_drawn(self) -> dict[str, Any]:
        """The values that are arrays and not derived from others."""
        return {n: v.number for n, v in self.values.items() if isinstance(v.number, np.ndarray)}

    def with_symbols(self, symbols: Mapping[str, Any], algebra: Algebra[Any]) -> dict[str, Any]:
        """Return the numbers with other kinds of number for some values; derived ones follow over the algebra."""
        numbers: dict[str, Any] = {**self.numbers, **symbols}
        for name in _order(self.values, self.name):
            formula = self.values[name].formula
            if formula is not None and name not in symbols and self.roots([name]) & symbols.keys():
                numbers[name] = evaluate(formula, numbers, algebra)
        return numbers

    def shares(self, names: Iterable[str]) -> dict[str, float]:
        """Share of the given inputs that each provenance holds [share]; derived values count as what they rest on."""
        roots = self.roots(names)
        count = max(1, len(roots))
        return {p: sum(self.values[n].provenance == p for n in roots) / count for p in PROVENANCES}

    def rested_on(self, names: Iterable[str]) -> set[str]:
        """The given values and all that they are derived from, directly or through others."""
        return _rested_on(names, self.values)

    def roots(self, names: Iterable[str]) -> set[str]:
        """The values that the given ones rest on, derived ones followed to what they are computed from."""
        formulas = {name: self.values[name].formula for name in _rested_on(names, self.values)}
        return {name for name, formula in formulas.items() if formula is None or not formula.names}

    def card(self, language: Language | None = None) -> Card:
        """Return every value with its range, provenance and source."""
        from tvet_games.model.calibration_card import calibration_card

        return calibration_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a value, with range, provenance and source."""
        import pandas as pd

        rows = [
            {
                "value": self.numbers[v.name],
                "low": v.low,
                "high": v.high,
                "provenance": v.provenance,
                "formula": str(v.formula or ""),
                "tied": str(v.tied or ""),
                "figures": " ".join(v.figures),
                "why": v.why or v.note or v.source,
            }
            for v in self.values.values()
        ]
        return pd.DataFrame(rows, index=list(self.values))


def _replaced(value: Value, change: Any, source: str) -> Value:
    new = Value(value.name, "assumed", why="replaced by the user")
    try:
        if isinstance(change, np.ndarray):
            array = change.astype(np.float64)
            if not np.isfinite(array).all():
                raise FormulaError("holds a value that is not finite")
            return replace(new, number=array)
        if isinstance(change, str):
            formula = parse(change)
            if formula.names:
                return replace(new, provenance="derived", formula=formula)
            return replace(new, number=evaluate(formula, {}, FRACTIONS))
        return replace(new, number=exact(change))
    except FormulaError as error:
        raise InputError(source, [Problem(value.name, str(error))]) from None


def ties_as_formulas(values: Mapping[str, Value]) -> dict[str, Value]:
    """Make every tied value one that its tie derives."""
    return {
        name: v if v.tied is None else replace(v, provenance="derived", number=None, formula=v.tied, tied=None)
        for name, v in values.items()
    }


def tie_problem(value: Value, tied: Formula, numbers: Mapping[str, Any]) -> str:
    """Say why a tie does not give the value's own number; an empty text where it does."""
    try:
        given = _derive(tied, numbers)
    except FormulaError as error:
        return str(error)
    if given == value.number:
        return ""
    return f"is {value.number}, but its tie gives {given} at the central values of the others; they must agree"


def evaluated(values: Mapping[str, Value], source: str) -> Mapping[str, Any]:
    """Compute derived values in the order of their dependence."""
    numbers: dict[str, Any] = {}
    problems = []
    for name in _order(values, source):
        value = values.get(name)
        if value is None:
            problems.append(Problem("value", "is used but not there", name, nearest(name, values)))
        elif value.formula is None:
            numbers[name] = value.number
        elif value.formula.names <= numbers.keys():
            try:
                numbers[name] = _derive(value.formula, numbers)
            except FormulaError as error:
                problems.append(Problem(f"value.{name}", str(error)))
    if problems:
        raise InputError(source, problems)
    return read_only(numbers)


def _order(values: Mapping[str, Value], source: str) -> tuple[str, ...]:
    """Names in an order in which every value comes after those that it is derived from."""
    graph = {name: (value.formula.names if value.formula else ()) for name, value in values.items()}
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise InputError(source, [Problem("value", f"is circular: {circle}")]) from None


def _rested_on(names: Iterable[str], values: Mapping[str, Value]) -> set[str]:
    """The given values and all that they are derived from, directly or through others."""
    todo, seen = list(names), set[str]()
    while todo:
        name = todo.pop()
        if name in values and name not in seen:
            seen.add(name)
            formula = values[name].formula
            todo += formula.names if formula is not None else ()
    return seen


def _derive(formula: Formula, numbers: Mapping[str, Any]) -> Any:
    if all(isinstance(numbers[name], Fraction) for name in formula.names):
        return bounded(evaluate(formula, numbers, FRACTIONS))
    floats = {n: to_float(numbers[n]) if isinstance(numbers[n], Fraction) else numbers[n] for n in formula.names}
    return evaluate(formula, floats, ARRAYS)
