"""Linear programs, solved by HiGHS for speed and in fractions for the answer.

Minimise ``cost . x`` subject to ``a . x >= b`` for every constraint, bounds among them. A vertex is given by as many
active constraints as there are variables. HiGHS (through highspy) finds such a set in floating point, or a program
that differs by a few rows has left one; from there an exact simplex method on fractions finishes, usually with few
steps to make. So the answer, and the proof of it, are exact:

- optimal: a vertex x, and multipliers y >= 0 with ``sum y_r a_r = cost`` and ``y . b = cost . x`` (duality);
- infeasible: multipliers y >= 0 with ``sum y_r a_r = 0`` and ``y . b > 0`` (Farkas).

References
----------
Huangfu and Hall (2018), Parallelizing the dual revised simplex method, Mathematical Programming Computation 10.
doi:10.1007/s12532-017-0130-5
Dhiflaoui et al. (2003), Certifying and repairing solutions to large LPs, SODA.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import lcm

import numpy as np

from tvet_games.errors import SolverError
from tvet_games.linear_algebra import solve_exactly
from tvet_games.numerics import to_float

MAX_STEPS = 2_000
"""Most exact simplex steps; problems here need a handful."""

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Constraint:
    """``coefficients . x >= bound``.

    Attributes
    ----------
    coefficients : tuple of Fraction
    bound : Fraction
    terms : tuple of (index, Fraction)
        The coefficients that are not zero.
    """

    coefficients: tuple[Fraction, ...] = field(compare=False)
    bound: Fraction
    terms: tuple[tuple[int, Fraction], ...] = field(init=False, repr=False)
    _whole: tuple[tuple[tuple[int, int], ...], int] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", tuple((k, a) for k, a in enumerate(self.coefficients) if a))
        object.__setattr__(self, "_whole", None)

    def slack(self, x: Sequence[Fraction]) -> Fraction:
        """How far inside the constraint a point is; negative outside."""
        return sum((a * x[k] for k, a in self.terms), -self.bound)

    def is_violated(self, x: Sequence[int], divisor: int) -> bool:
        """Whether the point ``x / divisor`` (in whole numbers, which is faster) is outside."""
        terms, bound = self._whole or self._in_whole_numbers()
        return sum([a * x[k] for k, a in terms]) < bound * divisor

    def _in_whole_numbers(self) -> tuple[tuple[tuple[int, int], ...], int]:
        """The same constraint with whole coefficients and bound; computed once, when it is first needed."""
        common = lcm(self.bound.denominator, *(a.denominator for _, a in self.terms))
        terms = tuple((k, a.numerator * (common // a.denominator)) for k, a in self.terms)
        whole = terms, self.bound.numerator * (common // self.bound.denominator)
        object.__setattr__(self, "_whole", whole)
        return whole


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proof in fractions, which anyone can check with additions and multiplications.

    Attributes
    ----------
    kind : str
        ``optimal`` or ``infeasible``.
    cost : tuple of Fraction
    constraints : tuple of Constraint
        The bounds of the variables (see :func:`box`), then the rows.
    x : tuple of Fraction
        The vertex; empty where infeasible.
    multipliers : tuple of (index, Fraction)
        Multiplier of each constraint that has one.
    active : tuple of int
        The active constraints of the vertex: where a program with further rows may start.
    """

    kind: str
    cost: tuple[Fraction, ...]
    constraints: tuple[Constraint, ...]
    x: tuple[Fraction, ...]
    multipliers: tuple[tuple[int, Fraction], ...]
    active: tuple[int, ...] = field(default=(), repr=False, compare=False)

    @property
    def value(self) -> Fraction:
        """Cost of the vertex."""
        return sum((c * x for c, x in zip(self.cost, self.x, strict=True) if c and x), ZERO)

    def verify(self) -> bool:
        """Check the proof: feasibility, signs, the combination of constraints, and equal primal and dual values."""
        if any(y < 0 for _, y in self.multipliers):
            return False
        combined = [ZERO] * len(self.cost)
        bound = ZERO
        for r, y in self.multipliers:
            bound += y * self.constraints[r].bound
            for k, a in self.constraints[r].terms:
                combined[k] += y * a
        if self.kind == "infeasible":
            return not any(combined) and bound > 0
        whole, divisor = in_whole_numbers(self.x)
        feasible = not any(constraint.is_violated(whole, divisor) for constraint in self.constraints)
        return feasible and tuple(combined) == self.cost and bound == self.value


@lru_cache(maxsize=256)
def box(low: tuple[Fraction, ...], high: tuple[Fraction | None, ...]) -> tuple[Constraint, ...]:
    """Bounds as constraints: for each variable its lower, then (where there is one) its upper bound."""
    constraints = []
    for k, (least, most) in enumerate(zip(low, high, strict=True)):
        unit = tuple(ONE if j == k else ZERO for j in range(len(low)))
        constraints.append(Constraint(unit, least))
        if most is not None:
            constraints.append(Constraint(tuple(-u for u in unit), -most))
    return tuple(constraints)


def minimise(
    cost: Sequence[Fraction],
    low: Sequence[Fraction],
    high: Sequence[Fraction | None],
    rows: Sequence[Constraint],
    *,
    start: Sequence[int] = (),
) -> Certificate:
    """Solve a linear program exactly.

    Parameters
    ----------
    cost : n fractions
    low, high : n fractions
        Bounds; None for no upper bound, which needs a cost that is not negative.
    rows : sequence of Constraint
    start : sequence of int, optional
        Active constraints of a program whose rows are the first of these (:attr:`Certificate.active`).

    Returns
    -------
    Certificate
        Its constraints are the bounds (see :func:`box`), then the rows.

    Raises
    ------
    SolverError
        If the exact simplex method does not end within ``MAX_STEPS``.

    Examples
    --------
    >>> one = Fraction(1)
    >>> c = minimise([one], [0 * one], [10 * one], [Constraint((2 * one,), 3 * one)])
    >>> c.kind, c.value, c.verify()
    ('optimal', Fraction(3, 2), True)
    """
    simplex = _Simplex(tuple(cost), box(tuple(low), tuple(high)), tuple(rows))
    certificate = simplex.finish(start) if start else None
    if certificate is None:
        corner = _cheapest_corner(cost, high)
        certificate = simplex.finish(_active_set(cost, low, high, rows) or corner) or simplex.finish(corner)
    if certificate is None:
        raise SolverError(f"the exact simplex method did not end within {MAX_STEPS} steps")
    return certificate


def _cheapest_corner(cost: Sequence[Fraction], high: Sequence[Fraction | None]) -> list[int]:
    """The active bounds at the corner of the box where the cost alone is least: a dual feasible start."""
    active, index = [], 0
    for c, most in zip(cost, high, strict=True):
        if c < 0 and most is None:
            raise SolverError("the linear program is unbounded: a level that earns money has no upper bound")
        active.append(index + 1 if c < 0 else index)
        index += 1 if most is None else 2
    return active


def _active_set(
    cost: Sequence[Fraction], low: Sequence[Fraction], high: Sequence[Fraction | None], rows: Sequence[Constraint]
) -> list[int] | None:
    """The active constraints of HiGHS's optimal basis; None where it has none."""
    import highspy

    n = len(cost)
    scale = [
        to_float(most - least) if most is not None and most > least else 1.0
        for least, most in zip(low, high, strict=True)
    ]
    matrix = np.zeros((len(rows), n))
    for r, row in enumerate(rows):
        for k, a in row.terms:
            matrix[r, k] = to_float(a) * scale[k]
    size = np.abs(matrix).max(axis=1, initial=0.0)
    size[size == 0] = 1.0
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = n, len(rows)
    model.col_cost_ = np.array([to_float(c) * s for c, s in zip(cost, scale, strict=True)])
    model.col_lower_ = np.array([to_float(v) / s for v, s in zip(low, scale, strict=True)])
    model.col_upper_ = np.array(
        [highspy.kHighsInf if v is None else to_float(v) / s for v, s in zip(high, scale, strict=True)]
    )
    model.row_lower_ = np.array([to_float(row.bound) for row in rows]) / size
    model.row_upper_ = np.full(len(rows), highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.arange(len(rows) + 1) * n
    model.a_matrix_.index_ = np.tile(np.arange(n), len(rows))
    model.a_matrix_.value_ = (matrix / size[:, None]).ravel()
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("presolve", "off")
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return _from_basis(solver.getBasis(), high)


def _from_basis(basis: object, high: Sequence[Fraction | None]) -> list[int]:
    """Nonbasic columns are at a bound, nonbasic rows are tight: together as many as there are variables."""
    import highspy

    status = highspy.HighsBasisStatus
    active, index = [], 0
    for entry, most in zip(basis.col_status, high, strict=True):  # type: ignore[attr-defined]
        if entry in (status.kLower, status.kUpper, status.kNonbasic, status.kZero):
            active.append(index + 1 if entry == status.kUpper and most is not None else index)
        index += 1 if most is None else 2
    active += [index + r for r, entry in enumerate(basis.row_status) if entry != status.kBasic]  # type: ignore[attr-defined]
    return active


def in_whole_numbers(x: Sequence[Fraction]) -> tuple[list[int], int]:
    """A point as whole numbers over a common divisor."""
    divisor = lcm(*(v.denominator for v in x))
    return [v.numerator * (divisor // v.denominator) for v in x], divisor


@dataclass(frozen=True, slots=True)
class _Simplex:
    """The simplex method on active sets, in fractions, by Bland's rule (which cannot cycle).

    Most active constraints are bounds, which fix a variable each, so that only the rows among them are a system.
    """

    cost: tuple[Fraction, ...]
    bounds: tuple[Constraint, ...]
    rows: tuple[Constraint, ...]

    def finish(self, start: Sequence[int]) -> Certificate | None:
        """Go on from an active set to a proof; None if the set is no basis or the steps run out."""
        active = sorted(start)
        if len(active) != len(self.cost):
            return None
        y = self._combination(active, dict(enumerate(self.cost)))
        for _ in range(MAX_STEPS):
            x = self._solution(active, [self._at(r).bound for r in active])
            if x is None or y is None:
                return None
            within, (whole, divisor) = set(active), in_whole_numbers(x)
            violated = next((r for r, c in self._all() if r not in within and c.is_violated(whole, divisor)), None)
            negative = next((k for k, multiplier in enumerate(y) if multiplier < 0), None)
            if violated is None and negative is None:
                return self._certificate("optimal", x, zip(active, y, strict=True), active)
            if violated is not None and negative is not None:
                return None
            if violated is not None:
                step = self._dual_step(active, y, violated)
                if isinstance(step, Certificate):
                    return step
                active, y = step
            else:
                assert negative is not None
                primal = self._primal_step(active, x, negative)
                if primal is None:
                    return None
                active, y = primal, self._combination(primal, dict(enumerate(self.cost)))
        return None

    def _at(self, index: int) -> Constraint:
        return self.bounds[index] if index < len(self.bounds) else self.rows[index - len(self.bounds)]

    def _all(self) -> Iterable[tuple[int, Constraint]]:
        return enumerate((*self.bounds, *self.rows))

    def _system(self, active: Sequence[int]) -> tuple[dict[int, int], list[int], list[int]] | None:
        """Variables fixed by a bound (with its place in the active set), places of the rows, free variables."""
        fixed: dict[int, int] = {}
        rows = []
        for place, r in enumerate(active):
            if r >= len(self.bounds):
                rows.append(place)
                continue
            ((k, _),) = self.bounds[r].terms
            if k in fixed:
                return None
            fixed[k] = place
        free = [k for k in range(len(self.cost)) if k not in fixed]
        return (fixed, rows, free) if len(free) == len(rows) else None

    def _solution(self, active: Sequence[int], right: Sequence[Fraction]) -> list[Fraction] | None:
        """The point at which the active constraints take the given values."""
        system = self._system(active)
        if system is None:
            return None
        fixed, rows, free = system
        x = [ZERO] * len(self.cost)
        for k, place in fixed.items():
            x[k] = right[place] * self.bounds[active[place]].terms[0][1]
        column = {k: j for j, k in enumerate(free)}
        matrix, sides = [], []
        for place in rows:
            line, side = [ZERO] * len(free), right[place]
            for k, a in self._at(active[place]).terms:
                if k in column:
                    line[column[k]] = a
                elif x[k]:
                    side -= a * x[k]
            matrix.append(line)
            sides.append(side)
        solved = solve_exactly(matrix, sides)
        if solved is None:
            return None
        for k, value in zip(free, solved, strict=True):
            x[k] = value
        return x

    def _combination(self, active: Sequence[int], vector: dict[int, Fraction]) -> list[Fraction] | None:
        """Write a vector as a combination of the active constraints."""
        system = self._system(active)
        if system is None:
            return None
        fixed, rows, free = system
        lines = [dict(self._at(active[place]).terms) for place in rows]
        matrix = [[line.get(k, ZERO) for line in lines] for k in free]
        solved = solve_exactly(matrix, [vector.get(k, ZERO) for k in free])
        if solved is None:
            return None
        y = [ZERO] * len(active)
        rest = dict(vector)
        for place, line, value in zip(rows, lines, solved, strict=True):
            y[place] = value
            if value:
                for k, a in line.items():
                    rest[k] = rest.get(k, ZERO) - value * a
        for k, place in fixed.items():
            y[place] = rest.get(k, ZERO) * self.bounds[active[place]].terms[0][1]
        return y

    def _dual_step(
        self, active: list[int], y: list[Fraction], entering: int
    ) -> tuple[list[int], list[Fraction]] | Certificate:
        """Let a violated constraint in; the one that goes keeps all multipliers from turning negative."""
        alpha = self._combination(active, dict(self._at(entering).terms))
        assert alpha is not None
        candidates = [(y[k] / a, active[k], k) for k, a in enumerate(alpha) if a > 0]
        if not candidates:
            proof = [(entering, ONE), *((active[k], -a) for k, a in enumerate(alpha))]
            return self._certificate("infeasible", [], proof, [])
        share, _, leaving = min(candidates)
        multipliers = {r: m - share * a if a else m for r, m, a in zip(active, y, alpha, strict=True)} | {
            entering: share
        }
        following = sorted([*active[:leaving], *active[leaving + 1 :], entering])
        return following, [multipliers[r] for r in following]

    def _primal_step(self, active: list[int], x: list[Fraction], leaving: int) -> list[int] | None:
        """Walk along the edge that a negative multiplier points to, up to the first constraint."""
        edge = self._solution(active, [ONE if k == leaving else ZERO for k in range(len(active))])
        assert edge is not None
        blocking = []
        within = set(active)
        for r, constraint in self._all():
            speed = sum((a * edge[k] for k, a in constraint.terms), ZERO)
            if r not in within and speed < 0:
                blocking.append((constraint.slack(x) / -speed, r))
        if not blocking:
            return None
        return sorted([*active[:leaving], *active[leaving + 1 :], min(blocking)[1]])

    def _certificate(
        self, kind: str, x: Sequence[Fraction], proof: Iterable[tuple[int, Fraction]], active: Sequence[int]
    ) -> Certificate:
        multipliers = tuple(sorted((r, y) for r, y in proof if y))
        return Certificate(kind, self.cost, (*self.bounds, *self.rows), tuple(x), multipliers, tuple(active))
