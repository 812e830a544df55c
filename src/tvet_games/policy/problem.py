"""A policy question as three arrays, in fractions.

For each conflict: baseline payoffs ``(n, a1, ..., an)``, the effect of one unit of each level ``(K, n, a1, ..., an)``
and its public cost ``(K, a1, ..., an)``, so that payoffs are baseline + sum of level x effect. Money is per head:
effects per head of the conflict, costs per head that the instrument is billed for; ``heads`` gives the total.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from tvet_games.errors import InputError, NotAffineError, Problem
from tvet_games.model.algebra import FRACTIONS, Affine, AffineAlgebra
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import evaluate
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.numerics import Array
from tvet_games.policy.levers import Lever, all_rows, bounded_lever, ceilings

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ConflictArrays:
    """One conflict of a policy question.

    Attributes
    ----------
    conflict : Conflict
    baseline : array of Fraction, shape (n, a1, ..., an)
        [money per head and period]
    effect : array of Fraction, shape (K, n, a1, ..., an)
        Per unit of each level.
    cost : array of Fraction, shape (K, a1, ..., an)
        Public cost per unit of each level and head billed.
    shows : tuple of bool
        Which instruments have rows here.
    outside : tuple of Fraction
        Outside option of each player.
    outside_effect : array of Fraction, shape (K, n)
        What a unit of each level does to it.
    heads : Fraction
        Heads of this conflict for one head of the calibration's first kind.
    """

    conflict: Conflict
    baseline: Array
    effect: Array
    cost: Array
    shows: tuple[bool, ...]
    outside: Vector
    outside_effect: Array
    heads: Fraction

    def payoffs(self, levels: Sequence[Fraction]) -> Array:
        """Payoffs under the given levels, shape (n, a1, ..., an); at level zero the baseline itself."""
        total = self.baseline
        for level, effect in zip(levels, self.effect, strict=True):
            if level:
                total = total + level * effect
        return total

    def deviations(self, player: int) -> Iterator[int]:
        """The player's actions other than the target."""
        return iter(range(1, self.conflict.shape[player]))

    def opponents(self, player: int) -> Iterator[tuple[int, ...]]:
        """Every profile of the others, with the player's own entry at the target."""
        sizes = [range(1) if i == player else range(size) for i, size in enumerate(self.conflict.shape)]
        return product(*sizes)


@dataclass(frozen=True, slots=True, eq=False)
class PolicyProblem:
    """A policy question.

    Attributes
    ----------
    conflicts : tuple of ConflictArrays
    levers : tuple of Lever
        K of them.
    heads : tuple of Fraction
        Heads billed for each lever.
    counts : mapping of str to Fraction
        How many heads of each kind the costs are for.
    breakdown : Fraction
        [share] Probability that one partner breaks off.
    caps : tuple of (group, members, limit)
        Ceilings on the public payments at the target of a group of levers, per head.
    calibration : Calibration
    """

    conflicts: tuple[ConflictArrays, ...]
    levers: tuple[Lever, ...]
    heads: Vector
    counts: Mapping[str, Fraction]
    breakdown: Fraction
    caps: tuple[tuple[str, tuple[int, ...], Fraction], ...]
    calibration: Calibration

    @property
    def target_bill(self) -> Vector:
        """Public cost of one unit of each level where everybody cooperates, all heads."""
        return self._bill(lambda arrays, k: arrays.cost[k][(0,) * len(arrays.conflict.shape)])

    @property
    def expected_bill(self) -> Vector:
        """Expected public cost of one unit of each level when cooperation is the equilibrium, all heads.

        With probability ``breakdown`` one partner breaks off: then the mean over the profiles with one deviation. What
        a fine would bring in there is not counted, or a country could pay for its schools by hoping for breaches.
        """
        broken = self._bill(_mean_after_breakdown)
        pairs = zip(self.target_bill, broken, strict=True)
        return tuple((1 - self.breakdown) * met + self.breakdown * lost for met, lost in pairs)

    @property
    def liabilities(self) -> tuple[Vector, ...]:
        """Rows of unit costs; the liability is the largest of them: the most that can fall due, all heads.

        One conflict: a row a profile. Several: one row with each lever's dearest profile, which bounds what can happen.
        """
        if len(self.conflicts) == 1:
            (arrays,) = self.conflicts
            profiles = product(*(range(size) for size in arrays.conflict.shape))
            return tuple(tuple(arrays.cost[(k, *p)] * self.heads[k] for k in range(len(self.levers))) for p in profiles)
        return (self._bill(lambda arrays, k: arrays.cost[k].max()),)

    def _bill(self, unit_cost: Any) -> Vector:
        """Once per head: the largest bill that any conflict shows, never the sum."""
        bills = []
        for k, heads in enumerate(self.heads):
            shown = [unit_cost(arrays, k) for arrays in self.conflicts if arrays.shows[k]]
            bills.append(heads * max(shown, default=Fraction(0)))
        return tuple(bills)


def _mean_after_breakdown(arrays: ConflictArrays, k: int) -> Fraction:
    """Mean cost over the profiles in which one partner breaks off, revenue counted as nothing."""
    shape = arrays.conflict.shape
    costs = [
        max(Fraction(0), arrays.cost[(k, *(b if j == i else 0 for j in range(len(shape))))])
        for i in range(len(shape))
        for b in range(1, shape[i])
    ]
    return sum(costs, Fraction(0)) / len(costs) if costs else Fraction(0)


def build_problem(
    conflicts: Sequence[Conflict],
    calibration: Calibration,
    instruments: Sequence[Instrument],
    *,
    bounds: Mapping[str, tuple[Fraction | None, Fraction | None]] | None = None,
    heads: Mapping[str, Fraction] | None = None,
) -> PolicyProblem:
    """Turn a policy question into arrays.

    Parameters
    ----------
    conflicts : sequence of Conflict
    calibration : Calibration
        Of single values; arrays are refused.
    instruments : sequence of Instrument
        The levers.
    bounds : mapping of str to (low, high), optional
        Narrower bounds of a lever; None keeps the instrument's own.
    heads : mapping of str to Fraction, optional
        How many trainees, teachers and sites; by default one of the calibration's first kind and what goes with it.

    Raises
    ------
    InputError
        If a value is missing, an instrument does nothing in any of the conflicts, or bounds contradict each other.
    NotAffineError
        If an effect or a cost is not affine in its level; the message names the term.
    """
    numbers = _exact_numbers(calibration)
    ratios = {head: evaluate(formula, numbers, FRACTIONS) for head, formula in calibration.heads.items()}
    total = {**ratios, **(heads or {})}
    levers = tuple(
        bounded_lever(i, numbers, (bounds or {}).get(i.name, (None, None)), calibration) for i in instruments
    )
    for lever in levers:
        if not any(conflict.touched_by(lever.instrument) for conflict in conflicts):
            names = ", ".join(conflict.name for conflict in conflicts)
            raise InputError("instruments", [Problem(lever.name, f"does nothing in {names}")])
    arrays = tuple(_arrays(conflict, calibration, levers, ratios[conflict.per]) for conflict in conflicts)
    return PolicyProblem(
        conflicts=arrays,
        levers=levers,
        heads=tuple(total[lever.instrument.paid_once_per] for lever in levers),
        counts=total,
        breakdown=evaluate(calibration.breakdown, numbers, FRACTIONS),
        caps=ceilings(levers, numbers),
        calibration=calibration,
    )


def _exact_numbers(calibration: Calibration) -> dict[str, Fraction]:
    if not calibration.is_exact:
        names = sorted(n for n, v in calibration.numbers.items() if not isinstance(v, Fraction))
        what = "is an array; the policy search takes one world at a time"
        raise InputError(calibration.name, [Problem(name, what) for name in names])
    return dict(calibration.numbers)


def _arrays(conflict: Conflict, calibration: Calibration, levers: Sequence[Lever], heads: Fraction) -> ConflictArrays:
    baseline = conflict.payoffs(calibration, exact=True)
    effects, costs, outside, shows = [], [], [], []
    for lever in levers:
        shows.append(conflict.touched_by(lever.instrument))
        effect, cost, shift = _unit(conflict, calibration, lever.instrument) if shows[-1] else _nothing(baseline)
        effects.append(effect)
        costs.append(cost)
        outside.append(shift)
    count, n = len(levers), len(conflict.players)
    values = conflict.values(calibration, exact=True)
    return ConflictArrays(
        conflict=conflict,
        baseline=baseline,
        effect=_stacked(effects, (count, *baseline.shape)),
        cost=_stacked(costs, (count, *baseline.shape[1:])),
        shows=tuple(shows),
        outside=tuple(conflict.outside_options(values, exact=True)),
        outside_effect=_stacked(outside, (count, n)),
        heads=heads,
    )


def _unit(conflict: Conflict, calibration: Calibration, instrument: Instrument) -> tuple[Array, Array, Array]:
    """Effect, public cost and shift of the outside options of one unit of a level."""
    values = conflict.values(calibration, exact=True)
    _check_affine(conflict, instrument, values)
    effect, cost = conflict.effect(instrument, {**values, LEVEL: Fraction(1)}, exact=True)
    effect = conflict.charged(effect, cost, instrument, calibration, exact=True)
    worst = effect.reshape(len(effect), -1).min(axis=1)
    shift = worst * 0 if instrument.escapable_by_exit else np.minimum(worst, worst * 0)
    return effect, cost, shift


def _check_affine(conflict: Conflict, instrument: Instrument, values: Mapping[str, Any]) -> None:
    """Every formula of an effect must be affine in its level and nothing at level zero."""
    seen = {**values, LEVEL: Affine(Fraction(0), {LEVEL: Fraction(1)})}
    for row in all_rows([conflict], instrument):
        for formula in [*row.formulas.values(), *([row.public_cost] if row.public_cost else [])]:
            try:
                form = evaluate(formula, seen, AffineAlgebra(FRACTIONS))
            except NotAffineError as error:
                raise NotAffineError(f"{row.field}: {error}, so the search cannot be a linear program") from None
            constant = form.constant if isinstance(form, Affine) else form
            if constant:
                raise NotAffineError(
                    f"{row.field}: {formula.text!r} is {constant} at level 0; a policy of zero must do nothing"
                )


def _nothing(baseline: Array) -> tuple[Array, Array, Array]:
    zero = baseline * 0
    return zero, zero[0], zero.reshape(len(zero), -1)[:, 0]


def _stacked(parts: Sequence[Array], shape: tuple[int, ...]) -> Array:
    out = np.full(shape, Fraction(0), dtype=object)
    for k, part in enumerate(parts):
        out[k] = part
    return out
