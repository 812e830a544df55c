"""Which worlds to leave out: a mixed-integer program that gains rows as its solutions break them.

With z the scaled levels and d_w = 1 where world w is left out: ``matrix[w, r] . z + M d_w >= bound[w, r]`` and
``sum d_w <= budget``. Of any budget + 1 worlds at least one holds, so ``a . z`` is at least the (budget+1)-th largest,
over the worlds, of its least value where the world's own row of the same kind holds: ``floor``. Then
``M = bound - floor``, and a row with floor >= bound holds in any case and needs no 0-1 variable.

References
----------
Luedtke, Ahmed and Nemhauser (2010), An integer programming approach for linear programs with probabilistic constraints,
Mathematical Programming 122. doi:10.1007/s10107-008-0247-4
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from tvet_games.errors import SolverError
from tvet_games.numerics import TIE, TOLERANCE, Array
from tvet_games.study.chance.kept_worlds import KeptWorlds, Scaled, Vertex, dense_program, quiet_solver

CLOSE = 10 * TOLERANCE
"""Gap between cost and bound at which the search ends [the largest cost of a level at its bound]."""

GENTLER = 1e-6
"""Least difference in the sum of levels relative to their bounds for which one of two cheapest points is preferred:
more than what the tolerance on the cost can buy."""

HALF = 0.5
"""A 0-1 variable above it counts as 1."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """What the search found, scaled: the point, which worlds were left out, and a bound on the value."""

    status: Literal["optimal", "bound", "infeasible"]
    z: Array | None
    lower: float
    blocked: Array


@dataclass(slots=True, eq=False)
class Rounds:
    """The search for the worlds to leave out.

    Attributes
    ----------
    scaled : Scaled
    out : array of bool, shape (W,)
        Worlds that are left out in any case.
    budget : int
        How many more may be left out.
    deadline : float
        [seconds] Of the monotonic clock.
    progress : function or None
        Called with how many worlds are left out at first, and how many may be.
    """

    scaled: Scaled
    out: Array
    budget: int
    deadline: float
    progress: Progress | None = None
    best: Vertex | None = None
    left_out: Array = field(default_factory=lambda: np.zeros(0, dtype=bool))
    floors: dict[tuple[int, int], float] = field(default_factory=dict)

    def search(self) -> Chosen:
        """Find the cheapest point that all but ``budget`` of the other worlds allow."""
        kept = KeptWorlds(self.scaled)
        kept.keep(~self.out)
        blocked = self._first_discards(kept)
        lower, finished = self._solve(kept)
        if self.best is None:
            if not finished:
                raise SolverError("no package was found within the time limit; allow more time or fewer draws")
            return Chosen("infeasible", None, np.inf, blocked)
        kept.keep(~self.left_out)
        gentle, z = kept.gentlest(self.best.value), self.best.z
        if gentle is not None and gentle.value < z.sum() - GENTLER:
            z = gentle.z
        status: Literal["optimal", "bound"] = "optimal" if finished else "bound"
        return Chosen(status, z, self.best.value if finished else lower, blocked)

    # A first choice

    def _first_discards(self, kept: KeptWorlds) -> Array:
        """Leave out the world of the largest multipliers, again and again; return what the others' being met needs."""
        out = self.out.copy()
        while True:
            vertex = kept.least_broken()
            if vertex.value <= TOLERANCE:
                break
            self._note(vertex)
            out[int(np.argmax(vertex.weights))] = True
            kept.keep(~out)
        blocked = out.copy()
        most = int(self.out.sum()) + self.budget
        while out.sum() <= most:
            found = kept.cheapest()
            if found is None:  # the kept worlds meet but for rounding
                break
            self._note(found)
            self._offer(found, out)
            worst = int(np.argmax(found.weights))
            if found.weights[worst] <= TIE or out.sum() == most:
                break
            out[worst] = True
            kept.keep(~out)
            if self.progress is not None:
                self.progress(int(out.sum()), most)
        return blocked

    def _offer(self, found: Vertex, out: Array) -> None:
        if self.best is None or found.value < self.best.value:
            self.best, self.left_out = found, out.copy()

    def _note(self, vertex: Vertex) -> None:
        """Rows that hold the point where it is are among those of the first round."""
        s = self.scaled
        worlds = np.flatnonzero(vertex.weights > TIE)
        tight = np.abs(s.matrix[worlds] @ vertex.z - s.bound[worlds]) <= np.maximum(TOLERANCE, vertex.value)
        for w, r in zip(*np.nonzero(tight), strict=True):
            self._add(int(worlds[w]), int(r))

    # Rounds

    def _solve(self, kept: KeptWorlds) -> tuple[float, bool]:
        """Solve, add the rows that the solution breaks, and so on; the best bound, and whether it is met."""
        lower = float(np.minimum(self.scaled.cost, 0.0).sum())
        while True:
            if self.best is not None and self.best.value - lower <= CLOSE:
                return self.best.value, True
            left = self.deadline - time.monotonic()
            if left <= 0:
                return lower, False
            status, bound, z, out = self._round(left)
            lower = max(lower, bound)
            if status == "infeasible":
                return np.inf, True
            if z is None:
                return lower, False
            kept.keep(~out)
            found = kept.cheapest()
            if found is not None:
                self._offer(found, out)
            broken = self.scaled.broken(z) & ~out[:, None]
            new = [(int(w), int(r)) for w, r in zip(*np.nonzero(broken), strict=True)]
            for w, r in new:
                self._add(w, r)
            if not new and status == "time":
                return lower, False
            if not new:
                return lower, found is not None

    def _round(self, seconds: float) -> tuple[str, float, Array | None, Array]:
        """The mixed-integer program of the rows so far: how it ended, bound, point, and worlds left out."""
        import highspy

        s = self.scaled
        rows = list(self.floors)
        soft = [(w, r) for (w, r), floor in self.floors.items() if floor < s.bound[w, r] - TIE]
        named = sorted({w for w, _ in soft})
        column = {w: len(s.cost) + j for j, w in enumerate(named)}
        matrix = np.zeros((len(s.fixed) + len(rows) + 1, len(s.cost) + len(named)))
        lower = np.concatenate([s.fixed_bound, [s.bound[w, r] for w, r in rows], [-self.budget]])
        matrix[: len(s.fixed), : len(s.cost)] = s.fixed
        matrix[-1, len(s.cost) :] = -1.0
        for j, (w, r) in enumerate(rows):
            matrix[len(s.fixed) + j, : len(s.cost)] = s.matrix[w, r]
            if self.floors[w, r] < s.bound[w, r] - TIE:
                matrix[len(s.fixed) + j, column[w]] = s.bound[w, r] - self.floors[w, r]
        model = dense_program(np.append(s.cost, np.zeros(len(named))), np.ones(matrix.shape[1]), matrix, lower)
        whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [real] * len(s.cost) + [whole] * len(named)
        solver = quiet_solver()
        solver.setOptionValue("time_limit", seconds)
        solver.setOptionValue("mip_rel_gap", TOLERANCE)
        solver.setOptionValue("mip_abs_gap", TOLERANCE)
        solver.passModel(model)
        if self.best is not None:
            start = highspy.HighsSolution()
            start.col_value = [*self.best.z.tolist(), *(float(self.left_out[w]) for w in named)]
            solver.setSolution(start)
        solver.run()
        return self._ended(solver, named)

    def _ended(self, solver: object, named: list[int]) -> tuple[str, float, Array | None, Array]:
        import highspy

        status = solver.getModelStatus()  # type: ignore[attr-defined]
        info = solver.getInfo()  # type: ignore[attr-defined]
        out = self.out.copy()
        if status == highspy.HighsModelStatus.kInfeasible:
            return "infeasible", np.inf, None, out
        bound = info.mip_dual_bound if named else info.objective_function_value
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return "time", bound, None, out
        values = np.array(solver.getSolution().col_value)  # type: ignore[attr-defined]
        count = len(self.scaled.cost)
        out[np.array(named, dtype=int)] |= values[count:] > HALF
        ended = "optimal" if status == highspy.HighsModelStatus.kOptimal else "time"
        return ended, bound, np.clip(values[:count], 0.0, 1.0), out

    def _add(self, w: int, r: int) -> None:
        if (w, r) not in self.floors:
            self.floors[w, r] = floor_of(self.scaled, self.scaled.matrix[w, r], r, ~self.out, self.budget)


def floor_of(scaled: Scaled, slope: Array, r: int, worlds: Array, budget: int) -> float:
    """The least that ``slope . z`` can be where all but ``budget`` of the worlds hold, by their rows r alone.

    For each world the least value over its row r and the box is that of a fractional knapsack: start where the slope
    is least, then move the levels that help the row most for what they cost. Any budget + 1 worlds hold one that
    holds, so the (budget+1)-th largest of these values is a floor.
    """
    start = (slope < 0).astype(np.float64)
    gain = scaled.matrix[worlds, r] * (1 - 2 * start)
    need = scaled.bound[worlds, r] - scaled.matrix[worlds, r] @ start
    base = float(slope @ start)
    if len(gain) <= budget:
        return base
    helps = gain > TIE
    price = np.where(helps, np.abs(slope) / np.where(helps, gain, 1.0), np.inf)
    order = np.argsort(price, axis=1)
    gain = np.take_along_axis(np.where(helps, gain, 0.0), order, axis=1)
    price = np.where(gain > 0, np.take_along_axis(price, order, axis=1), 0.0)
    before = np.cumsum(gain, axis=1) - gain
    values = base + (np.clip(need[:, None] - before, 0.0, gain) * price).sum(axis=1)
    values[need > gain.sum(axis=1) + TOLERANCE] = np.inf
    return float(np.partition(values, len(values) - 1 - budget)[len(values) - 1 - budget])
