"""Linear programs, solved by HiGHS for speed and in fractions for the answer.

HiGHS (through highspy) finds an active set in floating point, or a program that differs by a few rows has left one;
from there an exact simplex method on fractions finishes, usually with few steps to make. So the answer, and the proof
of it, are exact.

References
----------
Huangfu and Hall (2018), Parallelizing the dual revised simplex method, Mathematical Programming Computation 10.
doi:10.1007/s12532-017-0130-5
Dhiflaoui et al. (2003), Certifying and repairing solutions to large LPs, SODA.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from tvet_games.errors import SolverError
from tvet_games.linear_programs.certificate import Certificate, Constraint, box
from tvet_games.linear_programs.simplex import MAX_STEPS, Simplex
from tvet_games.numerics import to_float


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
    simplex = Simplex(tuple(cost), box(tuple(low), tuple(high)), tuple(rows))
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
