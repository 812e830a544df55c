"""A question with terms that are not affine, at fixed levels of some instruments: then it is affine in the others.

A formula of an instrument may multiply its level by itself or by another's level, or take a function of them. With the
levels fixed that make it so (the factors), every effect is so much per unit again: of an instrument that is itself
fixed, its effect at that level divided by the level. So payoffs, bills, ceilings and joint deviations at these levels
are exactly those of an ordinary problem in arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, NotAffineError
from tvet_games.linear_programs.certificate import ONE, ZERO
from tvet_games.model.algebra import ARRAYS, FRACTIONS, Affine, AffineAlgebra
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import Algebra, Formula, evaluate
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.rows import Row
from tvet_games.numerics import Array
from tvet_games.policy.arrays import ConflictArrays
from tvet_games.policy.build import build_problem
from tvet_games.policy.levers import Lever, all_rows, bounded_lever, ceilings
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question

ANY = Fraction(5, 7)
"""Stands for a level that is fixed while it is asked whether a term is affine in the others."""


@dataclass(frozen=True, eq=False)
class FixedLevels:
    """A question and the levels that have to be fixed to make it affine.

    Attributes
    ----------
    asked : Question
    bent : frozenset of str
        Instruments with a term that is not affine.
    factors : tuple of str
        The instruments whose levels are fixed, in the order of the question.
    terms : tuple of str
        The terms that are not affine, in words.
    """

    asked: Question
    bent: frozenset[str]
    factors: tuple[str, ...]
    terms: tuple[str, ...]

    @classmethod
    def of(cls, asked: Question) -> FixedLevels:
        """Find the terms of a question that are not affine.

        Raises
        ------
        FormulaError
            If an effect does something at level 0.
        """
        bent, factors, terms = set[str](), set[str](), list[str]()
        names = {i.name for i in asked.instruments}
        for instrument in asked.instruments:
            for row, formula in _formulas(asked.conflicts, instrument):
                others = sorted(set(instrument.interacts) & formula.names)
                _check_nothing_at_zero(asked, row, formula, others)
                said = _not_affine(asked, formula, (LEVEL, *others))
                if said or others:
                    bent.add(instrument.name)
                    factors |= set(others) & names
                if said:
                    terms.append(f"{row.field}: {said}")
                if _not_affine(asked, formula, (LEVEL,), others):
                    factors.add(instrument.name)
        order = tuple(i.name for i in asked.instruments if i.name in factors)
        return cls(asked, frozenset(bent), order, tuple(dict.fromkeys(terms)))

    @cached_property
    def exact_levers(self) -> dict[str, Lever]:
        """Every instrument of the question with its bounds, in fractions."""
        return self._levers(FRACTIONS)

    def problem(self, fixed: Mapping[str, Any], *, is_exact: bool = True) -> PolicyProblem:
        """The question in arrays at fixed levels of the factors.

        Parameters
        ----------
        fixed : mapping of str to Fraction, or to array (W,)
            A level for every factor.
        is_exact : bool
            Fractions, or floats over a batch of W sets of levels.

        Returns
        -------
        PolicyProblem
            Payoffs and bills are right at these levels of the factors.
        """
        algebra: Algebra[Any] = FRACTIONS if is_exact else ARRAYS
        straight = self._straight[is_exact]
        levers = {
            name: replace(lever, low=fixed[name], high=fixed[name]) if name in self.factors else lever
            for name, lever in (self.exact_levers if is_exact else self._float_levers).items()
        }
        conflicts = tuple(self._arrays(arrays, levers, fixed, algebra) for arrays in straight.conflicts)
        ordered = tuple(levers.values())
        return replace(
            straight,
            conflicts=conflicts,
            levers=ordered,
            heads=tuple(straight.counts[lever.instrument.paid_once_per] for lever in ordered),
            caps=ceilings(ordered, self._numbers(is_exact), algebra),
            status_quo=tuple(self.asked.status_quo.get(n, ZERO) for n in levers) if self.asked.status_quo else (),
            batch_shape=np.broadcast_shapes(*(np.shape(v) for v in fixed.values())),
        )

    def with_bounds(self, problem: PolicyProblem) -> PolicyProblem:
        """The same problem with the instruments' own bounds in place of the fixed levels."""
        return replace(problem, levers=tuple(self.exact_levers.values()))

    @cached_property
    def today(self) -> dict[str, Fraction]:
        """The levels of the factors today."""
        return {name: self.asked.status_quo.get(name, ZERO) for name in self.factors}

    def amounts(self, instrument: Instrument, levels: Mapping[str, Any], algebra: Algebra[Any]) -> dict[str, Any]:
        """The levels of others that the formulas of an instrument see; 0 for what is not in the question."""
        return {other: levels.get(other, algebra.number(ZERO)) for other in instrument.interacts}

    @cached_property
    def _float_levers(self) -> dict[str, Lever]:
        return self._levers(ARRAYS)

    @cached_property
    def _straight(self) -> dict[bool, PolicyProblem]:
        """The instruments without such terms in arrays."""
        asked = self.asked
        plain = [i for i in asked.instruments if i.name not in self.bent]
        return {
            exact: build_problem(
                asked.conflicts,
                asked.calibration,
                plain,
                bounds=asked.bounds,
                steps=asked.steps,
                heads=asked.heads,
                public_funds=asked.public_funds,
                exact=exact,
            )
            for exact in (True, False)
        }

    def _numbers(self, is_exact: bool) -> dict[str, Any]:
        calibration = self.asked.calibration
        return dict(calibration.numbers) if is_exact else calibration.floats()

    def _levers(self, algebra: Algebra[Any]) -> dict[str, Lever]:
        asked = self.asked
        numbers = self._numbers(algebra is FRACTIONS)
        return {
            i.name: bounded_lever(
                i, numbers, asked.bounds.get(i.name, (None, None)), asked.calibration, algebra, asked.steps.get(i.name)
            )
            for i in asked.instruments
        }

    def _arrays(
        self, arrays: ConflictArrays, levers: Mapping[str, Lever], fixed: Mapping[str, Any], algebra: Algebra[Any]
    ) -> ConflictArrays:
        """Put the instruments with such terms between the others."""
        core = len(arrays.conflict.shape)
        plain = iter(range(len(arrays.shows)))
        units, shows = [], []
        for name, lever in levers.items():
            if name not in self.bent:
                k = next(plain)
                shows.append(arrays.shows[k])
                units.append(
                    (
                        arrays.effect.take(k, axis=-core - 2),
                        arrays.cost.take(k, axis=-core - 1),
                        arrays.outside_effect.take(k, axis=-2),
                    )
                )
            else:
                shows.append(arrays.conflict.touched_by(lever.instrument))
                units.append(self._unit(arrays, lever.instrument, fixed, algebra, shows[-1]))
        effects, costs, shifts = zip(*units, strict=True)
        return ConflictArrays(
            conflict=arrays.conflict,
            baseline=arrays.baseline,
            effect=_stacked(effects, core + 1),
            cost=_stacked(costs, core),
            shows=tuple(shows),
            outside=arrays.outside,
            outside_effect=_stacked(shifts, 1),
            heads=arrays.heads,
        )

    def _unit(
        self,
        arrays: ConflictArrays,
        instrument: Instrument,
        fixed: Mapping[str, Any],
        algebra: Algebra[Any],
        shows: bool,
    ) -> tuple[Array, Array, Array]:
        """Effect, public cost and shift of the outside options per unit of a level, at the fixed levels."""
        conflict, calibration = arrays.conflict, self.asked.calibration
        core = len(conflict.shape)
        nothing = arrays.baseline * 0
        if not shows:
            target: Any = (..., *(0,) * core)
            return nothing, nothing.take(0, axis=-core - 1), nothing[target]
        values = conflict.values(calibration, instrument, exact=algebra is FRACTIONS)
        level = fixed[instrument.name] if instrument.name in self.factors else algebra.number(ONE)
        seen = {**values, **self.amounts(instrument, fixed, algebra), LEVEL: level}
        effect, cost = conflict.effect(instrument, seen, algebra)
        effect = conflict.charged(effect, cost, instrument, calibration, values, algebra)
        effect, cost = _per_unit(effect, level, core + 1), _per_unit(cost, level, core)
        worst = effect.min(axis=tuple(range(-core, 0)))
        return effect, cost, worst * 0 if instrument.escapable_by_exit else np.minimum(worst, worst * 0)


def _formulas(conflicts: Iterable[Conflict], instrument: Instrument) -> Iterable[tuple[Row, Formula]]:
    for row in all_rows(list(conflicts), instrument):
        for formula in [*row.formulas.values(), *([row.public_cost] if row.public_cost else [])]:
            yield row, formula


def _not_affine(asked: Question, formula: Formula, moving: Iterable[str], constant: Iterable[str] = ()) -> str:
    """What is not affine in the moving names, the others at some constant; empty where it is."""
    values: dict[str, Any] = dict(asked.calibration.numbers)
    values |= {name: Affine(ZERO, {name: ONE}) for name in moving}
    values |= dict.fromkeys(constant, ANY)
    try:
        evaluate(formula, values, AffineAlgebra(FRACTIONS))
    except NotAffineError as error:
        return str(error)
    return ""


def _check_nothing_at_zero(asked: Question, row: Row, formula: Formula, others: Iterable[str]) -> None:
    for amount in (ZERO, ONE):
        values = {**asked.calibration.numbers, LEVEL: ZERO, **dict.fromkeys(others, amount)}
        value = evaluate(formula, values, FRACTIONS)
        if value:
            raise FormulaError(f"{row.field}: {formula.text!r} is {value} at level 0; a policy of zero must do nothing")


def _per_unit(total: Array, level: Any, core: int) -> Array:
    """What there is for each unit of a level; nothing where the level is 0."""
    if not np.ndim(level):
        return total / level if level else total * 0
    divisor = level[(..., *(None,) * core)]
    return np.where(divisor == 0, 0.0, total / np.where(divisor == 0, 1.0, divisor))


def _stacked(parts: Iterable[Array], core: int) -> Array:
    """Stack one array a lever before the core axes."""
    return np.stack(np.broadcast_arrays(*parts), axis=-core - 1)
