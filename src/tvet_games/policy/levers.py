"""Levers: the instruments of a question with their bounds, and which instruments a calibration has values for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tvet_games.errors import FormulaError, InputError, Problem, nearest
from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import Formula, evaluate
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.rows import Row


@dataclass(frozen=True, slots=True)
class Lever:
    """How a search may use an instrument.

    Attributes
    ----------
    instrument : Instrument
    low, high : Fraction
        [dimension of the level]
    """

    instrument: Instrument
    low: Fraction
    high: Fraction

    @property
    def name(self) -> str:
        """Name of the instrument."""
        return self.instrument.name


def available(
    conflicts: Sequence[Conflict], calibration: Calibration, instruments: Sequence[Instrument]
) -> list[Instrument]:
    """The instruments that act in one of the conflicts and for which the calibration has every value."""
    return [
        i for i in instruments if any(c.touched_by(i) for c in conflicts) and not lacking(conflicts, calibration, i)
    ]


def lacking(conflicts: Sequence[Conflict], calibration: Calibration, instrument: Instrument) -> list[str]:
    """Values that an instrument needs in these conflicts and the calibration does not have."""
    needed = instrument.low.names | instrument.high.names
    if instrument.cap:
        needed |= instrument.cap.limit.names
    for rows in all_rows(conflicts, instrument):
        needed |= rows.names
    return sorted(needed - {LEVEL} - calibration.numbers.keys())


def all_rows(conflicts: Sequence[Conflict], instrument: Instrument) -> Iterator[Row]:
    """Every row of an instrument that acts in the conflicts or on their edges."""
    for conflict in conflicts:
        for edge in conflict.edges:
            if instrument.name not in edge.without:
                yield from edge.conflict.effect_rows(instrument)
        if not conflict.edges:
            yield from conflict.effect_rows(instrument)


def bounded_lever(
    instrument: Instrument,
    numbers: Mapping[str, Fraction],
    given: tuple[Fraction | None, Fraction | None],
    calibration: Calibration,
) -> Lever:
    """Evaluate the bounds of an instrument, or take the narrower ones that are given."""
    low, high = (_number(f, numbers, instrument, calibration) for f in (instrument.low, instrument.high))
    low = low if given[0] is None else given[0]
    high = high if given[1] is None else given[1]
    if low < 0 or high < low:
        what = f"has bounds {low} to {high}; expected 0 <= low <= high"
        raise InputError("instruments", [Problem(instrument.name, what)])
    return Lever(instrument, low, high)


def _number(
    formula: Formula, numbers: Mapping[str, Fraction], instrument: Instrument, calibration: Calibration
) -> Fraction:
    missing = sorted(formula.names - numbers.keys())
    if missing:
        what = f"is needed by {instrument.name} and has no value in {calibration.name}"
        raise InputError("instruments", [Problem("value", what, name, nearest(name, numbers)) for name in missing])
    try:
        return evaluate(formula, numbers, FRACTIONS)
    except FormulaError as error:
        raise InputError("instruments", [Problem(instrument.name, str(error))]) from None


def ceilings(
    levers: Sequence[Lever], numbers: Mapping[str, Fraction]
) -> tuple[tuple[str, tuple[int, ...], Fraction], ...]:
    """Groups of levers with a common ceiling on what they pay at the target: (group, members, limit per head)."""
    groups: dict[str, list[int]] = {}
    limits: dict[str, Fraction] = {}
    for k, lever in enumerate(levers):
        cap = lever.instrument.cap
        if cap:
            groups.setdefault(cap.group, []).append(k)
            limit = max(Fraction(0), evaluate(cap.limit, numbers, FRACTIONS))
            limits[cap.group] = min(limit, limits.get(cap.group, limit))
    return tuple((group, tuple(members), limits[group]) for group, members in groups.items())
