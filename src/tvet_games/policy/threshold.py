"""The least level of one instrument that makes cooperation an equilibrium, as a number or as an affine formula.

Every deviation gives a condition ``base + slope * level >= margin`` whose base is affine in any one value of the
calibration that is left free (where the payoffs are affine in it), so the least level is read off the affine form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.model.algebra import FRACTIONS, Affine, AffineAlgebra
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import evaluate
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.library import load_calibration, load_conflict, load_instrument
from tvet_games.model.rows import Row
from tvet_games.numerics import Number, exact


@dataclass(frozen=True, slots=True)
class AffineThreshold:
    """One condition on the level: at least ``constant + sum of slopes[name] * value``.

    Attributes
    ----------
    player, action : str
        The deviation that the level must stop.
    constant : Fraction
    slopes : mapping of str to Fraction
        By free value of the calibration.
    """

    player: str
    action: str
    constant: Fraction
    slopes: Mapping[str, Fraction]

    def at(self, **values: Number) -> Fraction:
        """The least level at given values of the free parameters."""
        return self.constant + sum((slope * exact(values[n]) for n, slope in self.slopes.items()), Fraction(0))

    def __str__(self) -> str:
        terms = "".join(f" {'-' if slope < 0 else '+'} {abs(slope)}*{name}" for name, slope in self.slopes.items())
        return f"level >= {self.constant}{terms}"


def threshold(
    conflict: Conflict | str,
    instrument: Instrument | str,
    calibration: Calibration | str,
    *,
    free: tuple[str, ...] = (),
    margin: Number = 0,
) -> tuple[AffineThreshold, ...]:
    """Least level of an instrument that makes everybody's cooperation a Nash equilibrium with a margin.

    Parameters
    ----------
    conflict, instrument, calibration : object or name
    free : tuple of str
        Values of the calibration that stay symbols.
    margin : number
        [money per head and period]

    Returns
    -------
    tuple of AffineThreshold
        A condition for each deviation that the instrument works against; the least level is the largest of them.
        A deviation that the instrument cannot reach has no entry.

    Raises
    ------
    InputError
        If a free name is not a value of the calibration, or the payoffs are not affine in the free values.

    Examples
    --------
    >>> at = load_calibration("austria_2016").replace(
    ...     spillover=0, standing=0, school_service=0, cultural_distance=0)
    >>> print(threshold("school_enterprise", "training_subsidy", at, free=("retention",))[0])
    level >= 14300 - 10400*retention
    """
    game = load_conflict(conflict) if isinstance(conflict, str) else conflict
    lever = load_instrument(instrument) if isinstance(instrument, str) else instrument
    values = load_calibration(calibration) if isinstance(calibration, str) else calibration
    for name in free:
        if name not in values.values:
            raise unknown("value of the calibration", name, values.values, source=values.name)
    if game.edges:
        raise InputError(game.name, [Problem("edge", "thresholds are read off dyads, not off a community")])
    symbols = {name: Affine(Fraction(0), {name: Fraction(1)}) for name in free}
    seen = values.with_symbols(symbols, AffineAlgebra(FRACTIONS))
    wanted, conditions = exact(margin), []
    for i, player in enumerate(game.players):
        for b in range(1, len(player.actions)):
            base = _loss(game.rows, i, b, seen)
            slope = _loss(game.effect_rows(lever), i, b, {**seen, LEVEL: Fraction(1)})
            if isinstance(slope, Affine):
                raise InputError(game.name, [Problem(lever.name, "has an effect that depends on the free values")])
            if slope > 0:
                form = (wanted - base) / slope if isinstance(base, Affine) else Affine((wanted - base) / slope, {})
                moving = {n: s for n, s in form.slopes.items() if s}
                conditions.append(AffineThreshold(player.name, player.actions[b], form.constant, moving))
    return tuple(conditions)


def _loss(rows: tuple[Row, ...], player: int, action: int, values: Mapping[str, Any]) -> Any:
    """What the player loses at the target by the action, as an affine form."""
    target = (0,) * len(rows[0].when) if rows else ()
    deviating = tuple(action if j == player else 0 for j in range(len(target)))
    return _sum(rows, player, target, values) - _sum(rows, player, deviating, values)


def _sum(rows: tuple[Row, ...], player: int, profile: tuple[int, ...], values: Mapping[str, Any]) -> Any:
    total: Any = Fraction(0)
    for row in rows:
        matches = all(w is None or w == a for w, a in zip(row.when, profile, strict=True))
        if matches and player in row.formulas:
            total = total + evaluate(row.formulas[player], values, AffineAlgebra(FRACTIONS))
    return total
