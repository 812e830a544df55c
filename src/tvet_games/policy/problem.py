"""A policy question as three arrays, in fractions or, over a batch of worlds, in floats.

For each conflict: baseline payoffs ``(..., n, a1, ..., an)``, the effect of one unit of each level
``(..., K, n, a1, ..., an)`` and its public cost ``(..., K, a1, ..., an)``, so that payoffs are baseline + sum of
level x effect. Money is per head: effects per head of the conflict, costs per head that the instrument is billed for;
``heads`` gives the total.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import product
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, NotAffineError, Problem
from tvet_games.model.algebra import ARRAYS, FRACTIONS, Affine, AffineAlgebra, Degree, DegreeAlgebra
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import Algebra, Formula, evaluate
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.numerics import Array, core
from tvet_games.policy.levers import Bounds, Lever, all_rows, bounded_lever, ceilings

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ConflictArrays:
    """One conflict of a policy question.

    Attributes
    ----------
    conflict : Conflict
    baseline : array, shape (..., n, a1, ..., an)
        [money per head and period] Fractions, or floats.
    effect : array, shape (..., K, n, a1, ..., an)
        Per unit of each level.
    cost : array, shape (..., K, a1, ..., an)
        Public cost per unit of each level and head billed.
    shows : tuple of bool
        Which instruments have rows here.
    outside : array, shape (..., n)
        Outside option of each player.
    outside_effect : array, shape (..., K, n)
        What a unit of each level does to it.
    heads : number or array (...)
        Heads of this conflict for one head of the calibration's first kind.
    """

    conflict: Conflict
    baseline: Array
    effect: Array
    cost: Array
    shows: tuple[bool, ...]
    outside: Any
    outside_effect: Array
    heads: Any
    _cells: dict[Any, Any] = field(default_factory=dict, repr=False)

    def payoffs(self, levels: Sequence[Any]) -> Array:
        """Payoffs under the given levels, shape (..., n, a1, ..., an); at level zero the baseline itself.

        Parameters
        ----------
        levels : K numbers, or K arrays (...)
        """
        axes = len(self.conflict.shape) + 1
        if self.baseline.ndim == axes and self.baseline.dtype == object:
            return self._exact_payoffs(levels)
        total = self.baseline
        for k, level in enumerate(levels):
            if np.any(level != 0):
                amount = np.asarray(level)[core(*(None,) * axes)] if np.ndim(level) else level
                total = total + amount * self.effect.take(k, axis=-axes - 1)
        return total

    def _exact_payoffs(self, levels: Sequence[Fraction]) -> Array:
        """The same for a single problem in fractions, of which most entries are 0."""
        total: Array = self.baseline.copy()
        for k, level in enumerate(levels):
            if level and self.shows[k]:
                for place, unit in self._entries(k):
                    total[place] += level * unit
        return total

    def _entries(self, k: int) -> tuple[tuple[Any, Any], ...]:
        """Where a level of a single problem has an effect, and how large."""
        if k not in self._cells:
            self._cells[k] = tuple((place, unit) for place, unit in np.ndenumerate(self.effect[k]) if unit)
        return self._cells[k]  # type: ignore[no-any-return]

    def cell(self, player: int, profile: tuple[int, ...]) -> tuple[Any, tuple[tuple[int, Any], ...]]:
        """A payoff at level zero, and per unit of the levels that move it (a single problem)."""
        key = (player, profile)
        if key not in self._cells:
            slopes = self.effect[core(player, *profile)]
            self._cells[key] = self.baseline[core(player, *profile)], tuple((k, s) for k, s in enumerate(slopes) if s)
        return self._cells[key]  # type: ignore[no-any-return]

    def unit_cost(self, k: int, profile: tuple[int, ...]) -> Any:
        """Public cost of one unit of a level at a profile, per head billed: a fraction, or an array (...)."""
        return self.cost[k][profile] if self.cost.dtype == object else self.cost[core(k, *profile)]

    def outside_cell(self, player: int) -> tuple[Any, tuple[tuple[int, Any], ...]]:
        """An outside option at level zero, and per unit of the levels that move it (a single problem)."""
        slopes = self.outside_effect[:, player]
        return self.outside[player], tuple((k, s) for k, s in enumerate(slopes) if s)

    def deviations(self, player: int) -> Iterator[int]:
        """The player's actions other than the target."""
        return iter(range(1, self.conflict.shape[player]))

    def opponents(self, player: int) -> Iterator[tuple[int, ...]]:
        """Every profile of the others, with the player's own entry at the target."""
        sizes = [range(1) if i == player else range(size) for i, size in enumerate(self.conflict.shape)]
        return product(*sizes)


@dataclass(frozen=True, eq=False)
class PolicyProblem:
    """A policy question.

    Attributes
    ----------
    conflicts : tuple of ConflictArrays
    levers : tuple of Lever
        K of them.
    heads : tuple of numbers or arrays (...)
        Heads billed for each lever.
    counts : mapping of str to number
        How many heads of each kind the costs are for.
    breakdown : number or array (...)
        [share] Probability that one partner breaks off.
    caps : tuple of (group, members, limit)
        Ceilings on the public payments at the target of a group of levers, per head.
    calibration : Calibration
    status_quo : tuple of Fraction
        The levels that are in force today; empty for none.
    public_funds : Fraction
        [share] What raising one unit of public money costs society beyond that unit.
    batch_shape : tuple of int
        Batch axes of the arrays; empty for a single problem.
    """

    conflicts: tuple[ConflictArrays, ...]
    levers: tuple[Lever, ...]
    heads: tuple[Any, ...]
    counts: Mapping[str, Any]
    breakdown: Any
    caps: tuple[tuple[str, tuple[int, ...], Any], ...]
    calibration: Calibration
    status_quo: Vector = ()
    public_funds: Fraction = Fraction(0)
    batch_shape: tuple[int, ...] = ()

    @cached_property
    def is_exact(self) -> bool:
        """Whether the arrays hold fractions."""
        return all(arrays.baseline.dtype == object for arrays in self.conflicts)

    @cached_property
    def today(self) -> Vector:
        """The levels in force today: zero where there is no status quo."""
        return self.status_quo or (Fraction(0),) * len(self.levers)

    @cached_property
    def touched(self) -> frozenset[tuple[int, int, int]]:
        """Which lever moves the payoffs of which player: (conflict, player, lever)."""
        places = set()
        for c, arrays in enumerate(self.conflicts):
            n, ndim = len(arrays.conflict.shape), arrays.effect.ndim
            moved = (arrays.effect != 0).any(axis=(*range(ndim - n - 2), *range(ndim - n, ndim)))
            places |= {(c, int(i), int(k)) for k, i in np.argwhere(moved)}
        return frozenset(places)

    @cached_property
    def target_bill(self) -> Any:
        """Public cost of one unit of each level where everybody cooperates, all heads: K fractions, or (..., K)."""
        return self._bill(lambda arrays, k: arrays.unit_cost(k, (0,) * len(arrays.conflict.shape)))

    @cached_property
    def expected_bill(self) -> Any:
        """Expected public cost of one unit of each level when cooperation is the equilibrium, all heads.

        With probability ``breakdown`` one partner breaks off: then the mean over the profiles with one deviation. What
        a fine would bring in there is not counted, or a country could pay for its schools by hoping for breaches.
        """
        pairs = zip(self.per_lever(self.target_bill), self.per_lever(self._bill(_mean_after_breakdown)), strict=True)
        return self._vector([(1 - self.breakdown) * met + self.breakdown * lost for met, lost in pairs])

    @cached_property
    def liabilities(self) -> tuple[Any, ...]:
        """Rows of unit costs; the liability is the largest of them: the most that can fall due, all heads.

        One conflict: a row a profile. Several: one row with each lever's dearest profile, which bounds what can happen.
        """
        if len(self.conflicts) == 1:
            (arrays,) = self.conflicts
            profiles = product(*(range(size) for size in arrays.conflict.shape))
            return tuple(self._vector([arrays.unit_cost(k, p) * h for k, h in enumerate(self.heads)]) for p in profiles)
        return (self._bill(_dearest),)

    def public_cost(self, conflict: int, profile: tuple[int, ...]) -> Any:
        """Public cost of one unit of each level at a profile, per head of a conflict; nothing where a player pays."""
        arrays = self.conflicts[conflict]
        if any(player.pays for player in arrays.conflict.players):
            return self._vector([0 * h for h in self.heads])
        own = arrays.heads * next(iter(self.counts.values()))
        return self._vector([arrays.unit_cost(k, profile) * h / own for k, h in enumerate(self.heads)])

    def per_lever(self, bill: Any) -> list[Any]:
        """A bill as a list with an entry a lever."""
        return list(bill) if self.is_exact else [bill[..., k] for k in range(len(self.levers))]

    def _vector(self, entries: Sequence[Any]) -> Any:
        if self.is_exact:
            return tuple(entries)
        size = (*self.batch_shape, len(entries))
        return (
            np.stack([np.broadcast_to(entry, size[:-1]) for entry in entries], axis=-1) if entries else np.zeros(size)
        )

    def _bill(self, unit_cost: Any) -> Any:
        """Once per head: the largest bill that any conflict shows, never the sum."""
        bills = []
        for k, heads in enumerate(self.heads):
            shown = [unit_cost(arrays, k) for arrays in self.conflicts if arrays.shows[k]]
            largest = shown[0] if shown else 0 * heads
            for other in shown[1:]:
                largest = _larger(largest, other)
            bills.append(heads * largest)
        return self._vector(bills)


def _mean_after_breakdown(arrays: ConflictArrays, k: int) -> Any:
    """Mean cost over the profiles in which one partner breaks off, revenue counted as nothing."""
    shape = arrays.conflict.shape
    costs = [
        _larger(arrays.unit_cost(k, tuple(b if j == i else 0 for j in range(len(shape)))), arrays.heads * 0)
        for i in range(len(shape))
        for b in range(1, shape[i])
    ]
    return sum(costs[1:], costs[0]) / len(costs) if costs else 0 * arrays.heads


def _larger(first: Any, second: Any) -> Any:
    return max(first, second) if isinstance(first, Fraction) else np.maximum(first, second)


def _dearest(arrays: ConflictArrays, k: int) -> Any:
    n = len(arrays.conflict.shape)
    return arrays.cost.take(k, axis=-n - 1).max(axis=tuple(range(-n, 0)))


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
            i, numbers, (bounds or {}).get(i.name, (None, None)), calibration, algebra, (steps or {}).get(i.name)
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
            effect, cost, shift = _unit(conflict, calibration, numbers, lever.instrument, algebra)
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
    conflict: Conflict,
    calibration: Calibration,
    numbers: Mapping[str, Any],
    instrument: Instrument,
    algebra: Algebra[Any],
) -> tuple[Array, Array, Array]:
    """Effect, public cost and shift of the outside options of one unit of a level."""
    exact = algebra is not ARRAYS
    values = conflict.values(calibration, instrument, exact=exact)
    if exact:
        _check_affine(conflict, instrument, values)
    others = dict.fromkeys(instrument.interacts, algebra.number(Fraction(0)))
    effect, cost = conflict.effect(instrument, {**values, **others, LEVEL: algebra.number(Fraction(1))}, algebra)
    effect = conflict.charged(effect, cost, instrument, calibration, numbers, algebra)
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
