"""From conflicts, a calibration and instruments to the arrays of a policy question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, NotAffineError, Problem
from tvet_games.model.algebra import ARRAYS, FRACTIONS, Affine, AffineAlgebra, Degree, DegreeAlgebra
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import Algebra, Formula, evaluate
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.numerics import Array, core
from tvet_games.policy.arrays import ConflictArrays
from tvet_games.policy.levers import Bounds, Lever, all_rows, bounded_lever, ceilings
from tvet_games.policy.problem import PolicyProblem


def build_problem(
    conflicts: Sequence[Conflict],
    calibration: Calibration,
    instruments: Sequence[Instrument],
    *,
    bounds: Mapping[str, Bounds] | None = None,
    steps: Mapping[str, Fraction] | None = None,
    heads: Mapping[str, Fraction] | None = None,
    status_quo: Mapping[str, Fraction] | None = None,
    public_funds: Fraction = Fraction(0),
    exact: bool = True,
    clipped: bool = False,
) -> PolicyProblem:
    """Turn a policy question into arrays.

    Parameters
    ----------
    conflicts : sequence of Conflict
    calibration : Calibration
        Of single values, or with arrays where ``exact`` is false.
    instruments : sequence of Instrument
        The levers.
    bounds : mapping of str to (low, high), optional
        Narrower bounds of a lever; None keeps the instrument's own.
    steps : mapping of str to Fraction, optional
        Levers whose level is a whole multiple of a step.
    heads : mapping of str to Fraction, optional
        How many trainees, teachers and sites; by default one of the calibration's first kind and what goes with it.
    status_quo : mapping of str to Fraction, optional
        Levels in force today.
    public_funds : Fraction
        [share] Marginal cost of public funds beyond the money itself.
    exact : bool
        Fractions, or floats over the batch of worlds that the calibration is.
    clipped : bool
        Whether an instrument without room in some world is of no use there, rather than a mistake.

    Raises
    ------
    InputError
        If a value is missing, an instrument does nothing in any of the conflicts, or bounds contradict each other.
    NotAffineError
        If an effect or a cost is not affine in the levels; the message names the term.
    FormulaError
        If an effect does something at level 0.
    """
    algebra: Algebra[Any] = FRACTIONS if exact else ARRAYS
    numbers = _exact_numbers(calibration) if exact else calibration.floats()
    ratios = {head: evaluate(formula, numbers, algebra) for head, formula in calibration.heads.items()}
    total = {**ratios, **{h: n if exact else float(n) for h, n in (heads or {}).items()}}
    levers = tuple(
        bounded_lever(
            i,
            numbers,
            (bounds or {}).get(i.name, (None, None)),
            calibration,
            algebra,
            (steps or {}).get(i.name),
            clipped=clipped,
        )
        for i in instruments
    )
    for lever in levers:
        if not any(conflict.touched_by(lever.instrument) for conflict in conflicts):
            names = ", ".join(conflict.name for conflict in conflicts)
            raise InputError("instruments", [Problem(lever.name, f"does nothing in {names}")])
    arrays = tuple(
        _arrays(conflict, calibration, numbers, levers, ratios[conflict.per], algebra) for conflict in conflicts
    )
    shapes = [] if exact else [np.shape(np.asarray(n)) for n in numbers.values()]
    return PolicyProblem(
        conflicts=arrays,
        levers=levers,
        heads=tuple(total[lever.instrument.paid_once_per] for lever in levers),
        counts=total,
        breakdown=evaluate(calibration.breakdown, numbers, algebra),
        caps=ceilings(levers, numbers, algebra),
        calibration=calibration,
        status_quo=tuple((status_quo or {}).get(lever.name, Fraction(0)) for lever in levers) if status_quo else (),
        public_funds=public_funds,
        batch_shape=np.broadcast_shapes(*shapes),
    )


def _exact_numbers(calibration: Calibration) -> dict[str, Fraction]:
    if not calibration.is_exact:
        names = sorted(n for n, v in calibration.numbers.items() if not isinstance(v, Fraction))
        what = "is an array; the policy search takes one world at a time"
        raise InputError(calibration.name, [Problem(name, what) for name in names])
    return dict(calibration.numbers)


def _arrays(
    conflict: Conflict,
    calibration: Calibration,
    numbers: Mapping[str, Any],
    levers: Sequence[Lever],
    heads: Any,
    algebra: Algebra[Any],
) -> ConflictArrays:
    exact = algebra is not ARRAYS
    baseline = conflict.payoffs(calibration, exact=exact)
    n, shape = len(conflict.players), conflict.shape
    effects, costs, outside, shows = [], [], [], []
    nothing = baseline[core(*(slice(0, 1),) * (n + 1))] * 0
    for lever in levers:
        shows.append(conflict.touched_by(lever.instrument))
        if shows[-1]:
            effect, cost, shift = _unit(conflict, calibration, lever.instrument, algebra)
        else:
            effect, cost, shift = nothing, nothing[core(0, *(slice(None),) * n)], nothing[core(*(0,) * n)]
        effects.append(effect)
        costs.append(cost)
        outside.append(shift)
    options = conflict.outside_options(numbers, algebra)
    return ConflictArrays(
        conflict=conflict,
        baseline=baseline,
        effect=_stacked(effects, (n, *shape), exact),
        cost=_stacked(costs, shape, exact),
        shows=tuple(shows),
        outside=tuple(options) if exact else np.stack(np.broadcast_arrays(*map(np.asarray, options)), axis=-1),
        outside_effect=_stacked(outside, (n,), exact),
        heads=heads,
    )


def _unit(
    conflict: Conflict, calibration: Calibration, instrument: Instrument, algebra: Algebra[Any]
) -> tuple[Array, Array, Array]:
    """Effect, public cost and shift of the outside options of one unit of a level."""
    if algebra is not ARRAYS:
        _check_affine(conflict, instrument, conflict.values(calibration, instrument, exact=True))
    amounts = {**dict.fromkeys(instrument.interacts, algebra.number(Fraction(0))), LEVEL: algebra.number(Fraction(1))}
    effect, cost = conflict.charged_effect(instrument, calibration, amounts, algebra)
    worst = effect.min(axis=tuple(range(-len(conflict.shape), 0)))
    shift = worst * 0 if instrument.escapable_by_exit else np.minimum(worst, worst * 0)
    return effect, cost, shift


def _check_affine(conflict: Conflict, instrument: Instrument, values: Mapping[str, Any]) -> None:
    """Every formula of an effect must be affine in its level and nothing at level zero."""
    names = frozenset({LEVEL, *instrument.interacts})
    levels = {name: Affine(Fraction(0), {name: Fraction(1)}) for name in names}
    for row in all_rows([conflict], instrument):
        for formula in [*row.formulas.values(), *([row.public_cost] if row.public_cost else [])]:
            if _is_linear(formula, frozenset(instrument.interacts)):
                continue
            try:
                form = evaluate(formula, {**values, **levels}, AffineAlgebra(FRACTIONS))
            except NotAffineError as error:
                raise NotAffineError(f"{row.field}: {error}, so the search cannot be a linear program") from None
            constant = form.constant if isinstance(form, Affine) else form
            if constant:
                raise FormulaError(
                    f"{row.field}: {formula.text!r} is {constant} at level 0; a policy of zero must do nothing"
                )
            alone = [n for n in instrument.interacts if isinstance(form, Affine) and form.slopes.get(n)]
            if alone:
                raise FormulaError(f"{row.field}: {formula.text!r} moves with {alone[0]} although its own level is 0")


@lru_cache(maxsize=4096)
def _is_linear(formula: Formula, others: frozenset[str]) -> bool:
    """Whether a formula is its own level times constants whatever the values; otherwise these must decide."""
    if formula.names & others:
        return False
    return evaluate(formula, {n: Degree(int(n == LEVEL)) for n in formula.names}, DegreeAlgebra()).value == 1


def _stacked(parts: Sequence[Array], shape: tuple[int, ...], exact: bool) -> Array:
    """Stack one array a lever before the core axes, batch axes broadcast."""
    batch = np.broadcast_shapes(*(part.shape[: part.ndim - len(shape)] for part in parts))
    out: Array = np.empty((*batch, len(parts), *shape), dtype=object if exact else np.float64)
    every = (slice(None),) * len(shape)
    if exact:
        out[...] = Fraction(0)
    for k, part in enumerate(parts):
        out[core(k, *every)] = part
    return out
