"""The linear program of the worlds that are kept, warm from one set of worlds to the next.

Scaled: levels z in [0, 1], rows of size 1, the largest cost 1. Shapes: cost ``(K,)``, matrix ``(W, R, K)``, bound
``(W, R)``, fixed ``(F, K)``, fixed_bound ``(F,)`` for W worlds, R rows each, K levels and F rows that hold in any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.numerics import TIE, TOLERANCE, Array
from tvet_games.policy.linear_batch import FINEST


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """A program in scaled form; ``unit`` is the size of the largest cost."""

    cost: Array
    matrix: Array
    bound: Array
    fixed: Array
    fixed_bound: Array
    unit: float

    def broken(self, z: Array) -> Array:
        """Rows that are broken at z by more than the tolerance, shape (W, R)."""
        return np.asarray(self.matrix @ z - self.bound < -TOLERANCE)

    @property
    def can_break(self) -> Array:
        """Rows that some z breaks, shape (W, R)."""
        return np.asarray(np.minimum(self.matrix, 0).sum(axis=-1) < self.bound - TIE)


@dataclass(frozen=True, slots=True, eq=False)
class Vertex:
    """A best point of the kept worlds.

    Attributes
    ----------
    value : float
    z : array, shape (K,)
    weights : array, shape (W,)
        Sum of the multipliers of each world's rows.
    """

    value: float
    z: Array
    weights: Array


class KeptWorlds:
    """A linear program whose worlds can be left out and taken back.

    Parameters
    ----------
    scaled : Scaled
    """

    def __init__(self, scaled: Scaled) -> None:
        self.scaled = scaled
        self.world, self.row = np.nonzero(scaled.can_break)
        self.kept = np.ones(len(scaled.bound), dtype=bool)
        self._first = len(scaled.fixed)
        self._solver = quiet_solver()
        self._pass_model()

    def keep(self, kept: Array) -> None:
        """Keep these worlds and leave out the others."""
        for r in np.flatnonzero((kept != self.kept)[self.world]):
            w = self.world[r]
            bound = float(self.scaled.bound[w, self.row[r]]) if kept[w] else -np.inf
            self._solver.changeRowBounds(int(self._first + r), bound, np.inf)
        self.kept = kept.copy()

    def cheapest(self) -> Vertex | None:
        """The cheapest point of the kept worlds; None where there is none."""
        return self._best(np.append(self.scaled.cost, 0.0), 0.0)

    def least_broken(self) -> Vertex:
        """The point at which the kept worlds are broken least, by a common violation; the value is that violation."""
        found = self._best(np.append(0 * self.scaled.cost, 1.0), 1.0)
        assert found is not None
        return found

    def gentlest(self, value: float) -> Vertex | None:
        """Of the points that cost no more than the value the one with the least sum of levels relative to bounds."""
        count = len(self.scaled.cost)
        self._solver.addRow(-np.inf, value + TIE, count, np.arange(count, dtype=np.int32), self.scaled.cost)
        return self._best(np.append(np.ones(count), 0.0), 0.0)

    def _best(self, cost: Array, most_broken: float) -> Vertex | None:
        import highspy

        count = len(cost)
        for k, c in enumerate(cost.tolist()):
            self._solver.changeColCost(k, c)
        self._solver.changeColBounds(count - 1, 0.0, most_broken)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._solver.getSolution()
        z = np.clip(np.array(solution.col_value)[: count - 1], 0.0, 1.0)
        duals = np.array(solution.row_dual)[self._first : self._first + len(self.world)]
        weights = np.bincount(self.world, np.maximum(duals, 0.0), len(self.scaled.bound))
        return Vertex(float(self._solver.getObjectiveValue()), z, weights)

    def _pass_model(self) -> None:
        s = self.scaled
        rows = s.matrix[self.world, self.row]
        lower = np.concatenate([s.fixed_bound, s.bound[self.world, self.row]])
        slack = np.concatenate([np.zeros(len(s.fixed)), np.ones(len(rows))])
        matrix = np.column_stack([np.concatenate([s.fixed, rows]), slack])
        upper = np.append(np.ones(len(s.cost)), 0.0)
        self._solver.passModel(dense_program(np.append(s.cost, 0.0), upper, matrix, lower))


def quiet_solver() -> Any:
    """HiGHS at its finest tolerances."""
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance", "mip_feasibility_tolerance"):
        solver.setOptionValue(name, FINEST)
    return solver


def dense_program(cost: Array, upper: Array, matrix: Array, lower: Array) -> Any:
    """A program with variables from 0 to ``upper`` and rows ``matrix @ x >= lower``; zeros are left out."""
    import highspy

    row, column = np.nonzero(matrix)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(lower)
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, np.zeros(len(cost)), upper
    model.row_lower_, model.row_upper_ = lower, np.full(len(lower), np.inf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.searchsorted(row, np.arange(len(lower) + 1))
    model.a_matrix_.index_, model.a_matrix_.value_ = column, matrix[row, column]
    return model
