"""What a study is about: a conflict, a country's figures and what is in force, under one or many values of a quantity.

A quantity is an instrument (its level) or a value of the calibration; derived values follow it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, nearest
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import Algebra
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.library import calibration_of, conflict_of, instruments_by_name
from tvet_games.model.plausible import check_shares
from tvet_games.model.policy import Policy, policy_of
from tvet_games.numerics import Array, row_of_numbers, to_float
from tvet_games.policy.question import question
from tvet_games.study.needed import used
from tvet_games.tables.labels import Labels


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A conflict with what stays the same.

    Attributes
    ----------
    conflict : Conflict
    calibration : Calibration
    policy : Policy
    known : mapping of str to Instrument
    ties : bool
        Whether values that are tied to one that moves move along.
    """

    conflict: Conflict
    calibration: Calibration
    policy: Policy
    known: Mapping[str, Instrument]
    ties: bool = False

    @property
    def game(self) -> NormalFormGame:
        """The game in fractions."""
        return self.conflict.game(self.calibration, self.policy, self.known.values(), exact=True)

    @property
    def labels(self) -> Labels:
        """Names of players, actions and values as people read them; those of the dyads of a community among them."""
        labels = self.conflict.labels.over(self.calibration.labels)
        for edge in self.conflict.edges:
            labels = labels.over(edge.conflict.labels)
        return labels

    def games(self, name: str, numbers: Array) -> NormalFormGame:
        """The games at several values of a quantity, a batch (numbers,)."""
        if name in self.known:
            levels = Policy(**{**self.policy, name: np.asarray(numbers, dtype=np.float64)})
            return self._game(self.calibration, levels, len(numbers))
        figures = self.calibration.with_ties() if self.ties else self.calibration
        moved = figures.replace(**{name: np.asarray(numbers, dtype=np.float64)})
        return self._game(moved, self.policy, len(numbers))

    def _game(self, calibration: Calibration, policy: Policy, count: int) -> NormalFormGame:
        game = self.conflict.game(calibration, policy, self.known.values())
        if not game.is_single:
            return game
        # Nothing here depends on the quantity, or its level is 0 throughout.
        payoffs = np.broadcast_to(game.payoffs, (count, *game.payoffs.shape))
        return game.with_payoffs(payoffs)

    def public_cost(self, calibration: Calibration, policy: Policy, algebra: Algebra[Any]) -> Array:
        """What instruments cost at each profile per head of the conflict, shape (..., a1, ..., an)."""
        conflict, is_exact = self.conflict, algebra is FRACTIONS
        total: Any = np.full(conflict.shape, Fraction(0), dtype=object) if is_exact else np.zeros(conflict.shape)
        for name, level in policy.active.items():
            instrument = self.known[name]
            amounts: Mapping[str, Any] = {LEVEL: level, **{n: policy.get(n, Fraction(0)) for n in instrument.interacts}}
            if not is_exact:
                amounts = {n: to_float(v) if isinstance(v, Fraction) else v for n, v in amounts.items()}
            values = conflict.values(calibration, instrument, exact=is_exact)
            _, cost = conflict.effect(instrument, {**values, **amounts}, algebra)
            ratio = calibration.heads_for(instrument.paid_once_per, conflict.per, values, algebra)
            heads = np.asarray(ratio, dtype=total.dtype)[(..., *(None,) * len(conflict.shape))]
            total = total + cost * heads
        return np.asarray(total)

    def now(self, name: str) -> float:
        """The value of a quantity in the setting itself."""
        return to_float(self.policy.get(name, 0) if name in self.known else self.calibration.numbers[name])

    def range_of(self, name: str) -> tuple[float, float]:
        """From where to where a quantity goes: the bounds of an instrument, the range of a value.

        Raises
        ------
        InputError
            If a value of the calibration has no range.
        """
        if name in self.known:
            (lever,) = question(self.conflict, self.calibration, [self.known[name]]).problem().levers
            return to_float(lever.low), to_float(lever.high)
        if name not in self.calibration.ranges:
            what = "has no range in the calibration; give the values"
            raise InputError(self.calibration.name, [Problem(name, what)])
        low, high = self.calibration.ranges[name]
        return to_float(low), to_float(high)

    def matters(self) -> list[str]:
        """Values with a range that the payoffs use."""
        names = used([self.conflict], [self.known[name] for name in self.policy.active])
        roots = self.calibration.with_ties().roots(names & self.calibration.values.keys())
        return [name for name in self.calibration.ranges if name in roots]

    def check(self, name: str) -> None:
        """Check that a name is an instrument that acts here, or a value.

        Raises
        ------
        InputError
            If it is neither.
        """
        if isinstance(name, str) and name in self.known:
            if not self.conflict.touched_by(self.known[name]):
                raise InputError("over", [Problem(name, f"does nothing in the conflict {self.conflict.name}")])
            return
        if not isinstance(name, str) or name not in self.calibration.values:
            names = (*self.calibration.values, *(n for n, i in self.known.items() if self.conflict.touched_by(i)))
            what = "is neither a value of the calibration nor an instrument"
            raise InputError("over", [Problem("", what, str(name), nearest(str(name), names))])

    def check_values(self, name: str, numbers: Array) -> None:
        """Check that levels are not below 0, and shares between 0 and 1.

        Raises
        ------
        InputError
            If a number is out of bounds.
        """
        declared = self.known.get(name) or next(
            (
                c.parameters[name]
                for c in (self.conflict, *(e.conflict for e in self.conflict.edges))
                if name in c.parameters
            ),
            None,
        )
        is_share = declared is not None and declared.dimension == "share"
        low = 0.0 if is_share or name in self.known else -np.inf
        if numbers[0] < low or (is_share and numbers[-1] > 1):
            wanted = "between 0 and 1" if is_share else "at least 0"
            shown = f"{numbers[0]:g} .. {numbers[-1]:g}"
            raise InputError("values", [Problem(name, f"expected {wanted}", shown)])


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """A setting under several values of one quantity.

    Attributes
    ----------
    around : Setting
    over : str
    values : array, shape (V,)
    games : NormalFormGame
        A batch (V,).
    """

    around: Setting
    over: str
    values: Array
    games: NormalFormGame

    @property
    def labels(self) -> Labels:
        """Names of the quantity as people read them."""
        known, conflict = self.around.known, self.around.conflict
        return known[self.over].labels if self.over in known else self.around.calibration.labels.over(conflict.labels)


def spread(
    conflict: Conflict | str,
    calibration: Calibration | str,
    over: str,
    values: Any,
    policy: Policy | None,
    instruments: Iterable[Instrument] | None,
    count: int,
) -> Spread:
    """Read what is asked of one quantity: the values that are given, or ``count`` over its range.

    Raises
    ------
    InputError
        If a name or number is wrong, or a value without range comes without values.
    """
    around = read_setting(conflict, calibration, policy, instruments)
    around.check(over)
    grid = _read_values(over, values, around.range_of(over) if values is None else None, count)
    around.check_values(over, grid)
    return Spread(around, over, grid, around.games(over, grid))


def read_setting(
    conflict: Conflict | str,
    calibration: Calibration | str,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
) -> Setting:
    """Read what a study is about: objects or names; by default no policy, and the shipped instruments.

    Raises
    ------
    InputError
        If something is neither an object of its kind nor a name, or the calibration or policy holds arrays.
    """
    chosen, figures = read_inputs(conflict, calibration, policy)
    return setting(chosen, figures, policy, instruments)


def read_inputs(
    conflict: Conflict | str, calibration: Calibration | str, policy: Policy | None
) -> tuple[Conflict, Calibration]:
    """Load what is given by name, and check the types.

    Raises
    ------
    InputError
        If something is neither an object of its kind nor a name, or the calibration holds arrays.
    """
    chosen, values = conflict_of(conflict), calibration_of(calibration)
    levels = policy_of(policy).active
    check_shares([chosen], values)
    if not values.is_exact:
        raise InputError(values.name, [Problem("", "holds arrays; expected single values")])
    arrays = [name for name, level in levels.items() if np.ndim(level)]
    if arrays:
        raise InputError("policy", [Problem(name, "is an array; expected one level") for name in arrays])
    return chosen, values


def setting(
    conflict: Conflict, calibration: Calibration, policy: Policy | None, instruments: Iterable[Instrument] | None
) -> Setting:
    """Put a setting together."""
    return Setting(conflict, calibration, policy or Policy(), instruments_by_name(instruments))


def _read_values(name: str, given: Any, ends: tuple[float, float] | None, count: int) -> Array:
    """The values of a quantity that are given, or some over its range.

    Raises
    ------
    InputError
        If they are not increasing numbers.
    """
    if given is None:
        assert ends is not None
        return np.linspace(*ends, count)
    what = "expected numbers that increase"
    values = numbers_of(name, given, "values", what)
    if (np.diff(values) <= 0).any():
        raise InputError("values", [Problem(name, what, str(given))])
    return values


def numbers_of(name: str, given: Any, source: str, what: str = "expected finite numbers, at least one") -> Array:
    """The finite numbers that are given for a quantity, at least one.

    Raises
    ------
    InputError
        If they are none.
    """
    try:
        if np.iscomplexobj(given):
            raise TypeError
        values = row_of_numbers(np.ravel(given), exact=False)
    except (TypeError, ValueError):
        raise InputError(source, [Problem(name, "expected numbers", str(given))]) from None
    if not len(values) or not np.isfinite(values).all():
        raise InputError(source, [Problem(name, what, str(given))])
    return values
