"""Levers: the instruments of a question with their bounds, and which instruments a calibration has values for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, nearest
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import Algebra, Formula, evaluate
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.rows import Row

Bounds = tuple[Fraction | None, Fraction | None]
"""Lowest and highest level; None keeps the instrument's own bound."""


@dataclass(frozen=True, slots=True)
class Lever:
    """How a search may use an instrument.

    Attributes
    ----------
    instrument : Instrument
    low, high : Fraction, or array (...) over a batch of worlds
        [dimension of the level]
    step : Fraction or None
        The level is a whole multiple of it; None: any level. A step of ``high`` makes it on or off.
    """

    instrument: Instrument
    low: Any
    high: Any
    step: Fraction | None = None

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
    return sorted(needed - {LEVEL, *instrument.interacts} - calibration.numbers.keys())


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
    numbers: Mapping[str, Any],
    given: Bounds,
    calibration: Calibration,
    algebra: Algebra[Any],
    step: Fraction | None = None,
    *,
    clipped: bool = False,
) -> Lever:
    """Evaluate the bounds of an instrument, or take the narrower ones that are given; whole steps where there is one.

    ``clipped``: in worlds that leave the instrument no room its bounds close up, which is then no mistake.

    Raises
    ------
    InputError
        If a bound needs a value that is not there, the bounds contradict each other, or no whole step lies in them.
    """
    own = (_number(f, numbers, instrument, calibration, algebra) for f in (instrument.low, instrument.high))
    low, high = (b if g is None else algebra.number(g) for b, g in zip(own, given, strict=True))
    if clipped:
        high = np.maximum(high, low)
    if instrument.dimension == "share" and np.any(high > 1):
        what = f"may go up to {_shown(high)}, but is a share; expected at most 1"
        raise InputError("instruments", [Problem(instrument.name, what)])
    if np.any(low < 0) or np.any(high < low):
        what = f"has bounds {_shown(low)} to {_shown(high)}; expected 0 <= low <= high"
        raise InputError("instruments", [Problem(instrument.name, what)])
    if step is not None:
        size = algebra.number(step)
        least, most = -(-low // size) * size, high // size * size
        if np.any(least > most):
            what = f"has no whole multiple of its step {step} between {_shown(low)} and {_shown(high)}"
            raise InputError("instruments", [Problem(instrument.name, what)])
        low, high = least, most
    return Lever(instrument, low, high, step)


def _shown(bound: Any) -> str:
    return str(bound) if isinstance(bound, Fraction) else f"{np.min(bound):g} .. {np.max(bound):g}"


def _number(
    formula: Formula,
    numbers: Mapping[str, Any],
    instrument: Instrument,
    calibration: Calibration,
    algebra: Algebra[Any],
) -> Any:
    missing = sorted(formula.names - numbers.keys())
    if missing:
        what = f"is needed by {instrument.name} for its bounds and has no value in {calibration.name}"
        raise InputError("instruments", [Problem("value", what, name, nearest(name, numbers)) for name in missing])
    try:
        with np.errstate(divide="ignore"):  # of many worlds some may divide by zero: there the other bound counts
            return evaluate(formula, numbers, algebra)
    except FormulaError as error:
        raise InputError("instruments", [Problem(instrument.name, str(error))]) from None


def ceilings(
    levers: Sequence[Lever], numbers: Mapping[str, Any], algebra: Algebra[Any]
) -> tuple[tuple[str, tuple[int, ...], Any], ...]:
    """Groups of levers with a common ceiling on what they pay at the target: (group, members, limit per head)."""
    groups: dict[str, list[int]] = {}
    limits: dict[str, Any] = {}
    for k, lever in enumerate(levers):
        cap = lever.instrument.cap
        if cap:
            missing = sorted(cap.limit.names - numbers.keys())
            if missing:
                what = f"is needed by {lever.name} for its ceiling and has no value"
                raise InputError("instruments", [Problem("value", what, n, nearest(n, numbers)) for n in missing])
            groups.setdefault(cap.group, []).append(k)
            limit = np.maximum(evaluate(cap.limit, numbers, algebra), algebra.number(Fraction(0)))
            limits[cap.group] = np.minimum(limit, limits.get(cap.group, limit))
    return tuple((group, tuple(members), limits[group]) for group, members in groups.items())
