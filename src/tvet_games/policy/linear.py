"""Linear programs, solved by HiGHS for speed and in fractions for the answer.

Minimise ``cost . x`` subject to ``a . x >= b`` for every constraint, bounds among them. A vertex is given by as many
active constraints as there are variables. HiGHS (through highspy) finds such a set in floating point; from there an
exact simplex method on fractions finishes, usually with no step to make. So the answer, and the proof of it, are exact:

- optimal: a vertex x, and multipliers y >= 0 with ``sum y_r a_r = cost`` and ``y . b = cost . x`` (duality);
- infeasible: multipliers y >= 0 with ``sum y_r a_r = 0`` and ``y . b > 0`` (Farkas).

References
----------
Huangfu and Hall (2018), Parallelizing the dual revised simplex method, Mathematical Programming Computation 10.
doi:10.1007/s12532-017-0130-5
Dhiflaoui et al. (2003), Certifying and repairing solutions to large LPs, SODA.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tvet_games.errors import SolverError
from tvet_games.linear_algebra import solve_exactly
from tvet_games.numerics import to_float

MAX_STEPS = 2_000
"""Most exact simplex steps; problems here need a handful."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """``coefficients . x >= bound``.

    Attributes
    ----------
    coefficients : tuple of Fraction
    bound : Fraction
    """

    coefficients: tuple[Fraction, ...]
    bound: Fraction

    def slack(self, x: Sequence[Fraction]) -> Fraction:
        """How far inside the constraint a point is; negative outside."""
        return _dot(self.coefficients, x) - self.bound


@dataclass(frozen=True, slots=True)
class Certificate:
    """A proof in fractions, which anyone can check with additions and multiplications.

    Attributes
    ----------
    kind : str
        ``optimal`` or ``infeasible``.
    cost : tuple of Fraction
    constraints : tuple of Constraint
    x : tuple of Fraction
        The vertex; empty where infeasible.
    multipliers : mapping as tuple of (index, Fraction)
        Multiplier of each constraint that has one.
    """

    kind: str
    cost: tuple[Fraction, ...]
    constraints: tuple[Constraint, ...]
    x: tuple[Fraction, ...]
    multipliers: tuple[tuple[int, Fraction], ...]

    @property
    def value(self) -> Fraction:
        """Cost of the vertex."""
        return _dot(self.cost, self.x)

    def verify(self) -> bool:
        """Check the proof: feasibility, signs, the combination of constraints, and equal primal and dual values."""
        if any(y < 0 for _, y in self.multipliers):
            return False
        combined = [Fraction(0)] * len(self.cost)
        bound = Fraction(0)
        for r, y in self.multipliers:
            bound += y * self.constraints[r].bound
            combined = [s + y * a for s, a in zip(combined, self.constraints[r].coefficients, strict=True)]
        if self.kind == "infeasible":
            return not any(combined) and bound > 0
        feasible = all(constraint.slack(self.x) >= 0 for constraint in self.constraints)
        return feasible and tuple(combined) == self.cost and bound == self.value


def box(low: Sequence[Fraction], high: Sequence[Fraction | None]) -> list[Constraint]:
    """Bounds as constraints: for each variable its lower, then (where there is one) its upper bound."""
    constraints = []
    for k, (least, most) in enumerate(zip(low, high, strict=True)):
        unit = tuple(Fraction(int(j == k)) for j in range(len(low)))
        constraints.append(Constraint(unit, least))
        if most is not None:
            constraints.append(Constraint(tuple(-u for u in unit), -most))
    return constraints


def minimise(
    cost: Sequence[Fraction],
    low: Sequence[Fraction],
    high: Sequence[Fraction | None],
    rows: Sequence[Constraint],
) -> Certificate:
    """Solve a linear program exactly.

    Parameters
    ----------
    cost : n fractions
    low, high : n fractions
        Bounds; None for no upper bound, which needs a cost that is not negative.
    rows : sequence of Constraint

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
    bounds = box(low, high)
    constraints = (*bounds, *rows)
    simplex = _Simplex(tuple(cost), constraints)
    corner = _cheapest_corner(cost, high)
    start = _active_set(cost, low, high, rows) or corner
    certificate = simplex.finish(start)
    if certificate is None:
        certificate = simplex.finish(corner)
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
    matrix = np.array([[to_float(a) for a in row.coefficients] for row in rows]).reshape(len(rows), n) * scale
    size = np.maximum(np.abs(matrix).max(axis=1, initial=0.0), 1e-300) if n else np.ones(len(rows))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = n, len(rows)
    model.col_cost_ = np.array([to_float(c) for c in cost]) * scale
    model.col_lower_ = np.array([to_float(v) for v in low]) / scale
    model.col_upper_ = np.array([highspy.kHighsInf if v is None else to_float(v) for v in high]) / scale
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


@dataclass(frozen=True, slots=True)
class _Simplex:
    """The simplex method on active sets, in fractions, by Bland's rule (which cannot cycle)."""

    cost: tuple[Fraction, ...]
    constraints: tuple[Constraint, ...]

    def finish(self, start: Sequence[int]) -> Certificate | None:
        """Go on from an active set to a proof; None if the set is no basis or the steps run out."""
        active = sorted(start)
        if len(active) != len(self.cost):
            return None
        for _ in range(MAX_STEPS):
            x = self._vertex(active)
            y = self._combination(active, self.cost)
            if x is None or y is None:
                return None
            violated = next((r for r, c in enumerate(self.constraints) if r not in active and c.slack(x) < 0), None)
            negative = next((k for k, multiplier in enumerate(y) if multiplier < 0), None)
            if violated is None and negative is None:
                return self._certificate("optimal", x, zip(active, y, strict=True))
            if violated is not None and negative is not None:
                return None
            if violated is not None:
                step = self._dual_step(active, y, violated)
                if isinstance(step, Certificate):
                    return step
                active = step
            else:
                assert negative is not None
                primal = self._primal_step(active, x, negative)
                if primal is None:
                    return None
                active = primal
        return None

    def _vertex(self, active: Sequence[int]) -> list[Fraction] | None:
        rows = [self.constraints[r] for r in active]
        return solve_exactly([row.coefficients for row in rows], [row.bound for row in rows])

    def _combination(self, active: Sequence[int], vector: Sequence[Fraction]) -> list[Fraction] | None:
        """Write a vector as a combination of the active constraints."""
        columns = list(zip(*(self.constraints[r].coefficients for r in active), strict=True))
        return solve_exactly(columns, vector)

    def _dual_step(self, active: list[int], y: list[Fraction], entering: int) -> list[int] | Certificate:
        """Let a violated constraint in; the one that goes keeps all multipliers from turning negative."""
        alpha = self._combination(active, self.constraints[entering].coefficients)
        assert alpha is not None
        candidates = [(y[k] / a, active[k], k) for k, a in enumerate(alpha) if a > 0]
        if not candidates:
            proof = [(entering, Fraction(1)), *((active[k], -a) for k, a in enumerate(alpha))]
            return self._certificate("infeasible", [], proof)
        leaving = min(candidates)[2]
        return sorted([*active[:leaving], *active[leaving + 1 :], entering])

    def _primal_step(self, active: list[int], x: list[Fraction], leaving: int) -> list[int] | None:
        """Walk along the edge that a negative multiplier points to, up to the first constraint."""
        rows = [self.constraints[r].coefficients for r in active]
        edge = solve_exactly(rows, [Fraction(int(k == leaving)) for k in range(len(active))])
        assert edge is not None
        blocking = []
        for r, constraint in enumerate(self.constraints):
            speed = _dot(constraint.coefficients, edge)
            if r not in active and speed < 0:
                blocking.append((constraint.slack(x) / -speed, r))
        if not blocking:
            return None
        return sorted([*active[:leaving], *active[leaving + 1 :], min(blocking)[1]])

    def _certificate(self, kind: str, x: Sequence[Fraction], proof: object) -> Certificate:
        multipliers = tuple(sorted((r, y) for r, y in proof if y))  # type: ignore[attr-defined]
        return Certificate(kind, self.cost, self.constraints, tuple(x), multipliers)


def _dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True) if x and y), Fraction(0))
