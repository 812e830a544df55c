"""Linear programs with some 0-1 variables, built row by row and minimised by HiGHS.

References
----------
Huangfu and Hall (2018), Parallelizing the dual revised simplex method, Mathematical Programming Computation 10.
doi:10.1007/s12532-017-0130-5
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tvet_games.numerics import Array

INTEGRALITY = 1e-9
"""How far HiGHS may leave a 0-1 variable or a row from where it should be, in numbers of size 1."""


class ZeroOneProgram:
    """A linear program that rows can be added to.

    Give it numbers of size 1: its tolerance is absolute.

    Parameters
    ----------
    time_limit : float
        [seconds] Of each solution.
    """

    def __init__(self, time_limit: float = 60.0) -> None:
        import highspy

        self._highs = highspy.Highs()
        for name, value in (
            ("output_flag", False),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", INTEGRALITY),
            ("mip_feasibility_tolerance", INTEGRALITY),
            ("primal_feasibility_tolerance", INTEGRALITY),
            ("dual_feasibility_tolerance", INTEGRALITY),
            ("time_limit", float(time_limit)),
        ):
            self._highs.setOptionValue(name, value)
        self._count = 0
        self._is_linear = True

    def add_columns(self, cost: Array, *, low: Any = 0.0, high: Any = 1.0, integer: bool = False) -> Array:
        """Add variables with bounds; returns their indices."""
        import highspy

        size = len(cost)
        lows, highs = (np.array(np.broadcast_to(np.asarray(end, float), size)) for end in (low, high))
        none, empty = np.array([], dtype=np.int32), np.array([], dtype=float)
        self._highs.addCols(size, np.asarray(cost, float), lows, highs, 0, none, none, empty)
        new = np.arange(self._count, self._count + size, dtype=np.int32)
        if integer:
            self._highs.changeColsIntegrality(size, new, np.full(size, highspy.HighsVarType.kInteger))
            self._is_linear = False
        self._count += size
        return new

    def add_row(
        self, columns: Sequence[int] | Array, values: Any, *, low: float = -np.inf, high: float = np.inf
    ) -> None:
        """Add ``low <= values . columns <= high``."""
        values, columns = np.asarray(values, float), np.asarray(columns, dtype=np.int32)
        used = values != 0
        self._highs.addRow(low, high, int(used.sum()), columns[used], values[used])

    def start(self, point: Array) -> None:
        """Give a point to begin with."""
        import highspy

        solution = highspy.HighsSolution()
        solution.col_value = [float(v) for v in point]
        self._highs.setSolution(solution)

    def solve(self) -> tuple[Array | None, float]:
        """The best point found, None where there is none; and a bound on the least value, inf where infeasible."""
        import highspy

        self._highs.run()
        if self._highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None, float(np.inf)
        info = self._highs.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        point = np.array(self._highs.getSolution().col_value) if found else None
        return point, float(info.objective_function_value if self._is_linear else info.mip_dual_bound)
