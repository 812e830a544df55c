"""Very many small linear programs of one form, in floating point: one basis serves many worlds.

For each world w: minimise ``cost[w] . x`` subject to ``low[w] <= x <= high[w]`` and
``coefficients[w] @ x >= bounds[w]``. Shapes: cost, low, high ``(W, K)``, coefficients ``(W, R, K)``, bounds ``(W, R)``,
for W worlds, K levels, R rows. Worlds of a study differ little, so few optimal bases serve nearly all of them:

1. HiGHS solves one open world. Its basis names the basic levels B, the tight rows T (as many), and the levels at their
   upper ends; every other level is at its lower end.
2. That basis is tried on all open worlds at once: ``A[T, B] x[B] = b[T] - A[T, N] x[N]`` and ``y A[T, B] = cost[B]``.
   A world is solved where (x, y) proves itself: x in the box and in the rows, y >= 0, and no gap between the values.
3. A world without a point takes instead the basis of the least violation t of ``A x + size t >= b``; the multipliers of
   that basis prove every world infeasible in which they put t above the tolerance, whatever x is in the box.

Each test is a proof by weak duality and asks nothing about where the basis comes from, so degenerate programs (ties,
duplicate rows, costs of 0, fixed levels) need no care. A world between the two tests is tried again with its rows let
down by the tolerance, and what no basis proves is solved in fractions (``linear_programs.exact.minimise``).

A row holds where ``A x >= b - TIE size``, its size being ``|b| + |A| max(|low|, |high|)``; the bounds hold exactly. A
value is within ``TIE max(|cost| (high - low))`` of the best. Infeasible: no x in the box satisfies the rows that far.

References
----------
Gal and Nedoma (1972), Multiparametric linear programming, Management Science 18. doi:10.1287/mnsc.18.7.406
Huangfu and Hall (2018), Parallelizing the dual revised simplex method, Mathematical Programming Computation 10.
doi:10.1007/s12532-017-0130-5
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError
from tvet_games.linear_programs.certificate import Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.numerics import MAX_EXPONENT, TIE, TOLERANCE, Array

CHUNK = 2_000_000
"""Most coefficients of the worlds that are held scaled at one time: 16 MB, and a few times that in passing."""

SAMPLE = 32
"""Open worlds on which a basis is tried first, the one that it comes from among them."""

FEWEST = 2
"""Worlds of the sample that a basis must serve to be tried on all. A solution by HiGHS costs as much as about a hundred
trials, so a basis that serves fewer is not worth them: very different worlds are in effect solved one by one."""

MOST_KNOWN = 100
"""Bases, those that served most worlds, that are tried first on the next chunk of worlds."""

FINEST = 1e-10
"""Feasibility tolerance asked of HiGHS: the finest that it takes."""

COST = 100.0
"""Size of the largest cost given to HiGHS, which makes ``FINEST`` finer than ``TIE`` for costs."""


@dataclass(frozen=True, slots=True, eq=False)
class LinearBatch:
    """Solutions of many linear programs.

    Attributes
    ----------
    levels : array, shape (W, K)
        [unit of each level] A best point; nan where there is none.
    value : array, shape (W,)
        [unit of the cost] Least cost; inf where infeasible.
    feasible : array of bool, shape (W,)
    multipliers : array, shape (W, R)
        [cost per unit of the row's bound] What a unit more in the bound of each row costs, at least 0. With them
        ``value = multipliers . bounds + sum min(d low, d high)``, where ``d = cost - multipliers @ coefficients``.
        0 where infeasible.
    bases : int
        How many times HiGHS was needed.
    """

    levels: Array
    value: Array
    feasible: Array
    multipliers: Array
    bases: int

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a world."""
        import pandas as pd

        frame = pd.DataFrame(self.levels, columns=[f"level_{k}" for k in range(self.levels.shape[1])])
        frame.insert(0, "feasible", self.feasible)
        frame.insert(1, "value", self.value)
        return frame.rename_axis("world")


def minimise_many(cost: Any, low: Any, high: Any, coefficients: Any, bounds: Any) -> LinearBatch:
    """Solve many linear programs of one form.

    Parameters
    ----------
    cost : array_like, shape (W, K) or (K,)
        [cost per unit of each level] Of any sign.
    low, high : array_like, shape (W, K) or (K,) or ()
        [unit of each level] Finite bounds, ``low <= high``; equal where a level is fixed.
    coefficients : array_like, shape (W, R, K) or (R, K)
        [unit of each row per unit of each level]
    bounds : array_like, shape (W, R) or (R,) or ()
        [unit of each row] The rows are ``coefficients @ x >= bounds``.

    Returns
    -------
    LinearBatch
        W is 1 where no argument has worlds.

    Raises
    ------
    ShapeError
        If the arguments do not broadcast to these shapes, or there is no level.
    InputError
        If a number is not finite or beyond ``10**30``, or a lower bound is above its upper one.

    Notes
    -----
    Precision as in the docstring of the module. The inputs are not copied as a whole. Where several points are best,
    which one comes out depends on the other worlds; its value does not.

    Examples
    --------
    Pay at least 3, 4, ... 12 in all, the second half price and up to 5:

    >>> need = np.arange(3, 13)[:, None]
    >>> found = minimise_many([1, 0.5], 0, [[6, 5]], [[1, 1]], need)
    >>> found.value.tolist()
    [1.5, 2.0, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, inf]
    >>> found.bases, found.levels[5].tolist(), found.multipliers[5].tolist()
    (4, [3.0, 5.0], [1.0])
    """
    programs = _checked(cost, low, high, coefficients, bounds)
    worlds, rows, levels = programs.coefficients.shape
    found = LinearBatch(
        levels=np.full((worlds, levels), np.nan),
        value=np.full(worlds, np.inf),
        feasible=np.zeros(worlds, dtype=bool),
        multipliers=np.zeros((worlds, rows)),
        bases=0,
    )
    search = _Search(found, _highs())
    step = max(1, CHUNK // (rows * levels + 1))
    # Tiny sizes and singular bases give infinities, which no test below lets pass.
    with np.errstate(all="ignore"):
        for first in range(0, worlds, step):
            search.solve(programs.part(slice(first, first + step)), first)
    found.value[found.feasible] = np.einsum("wk,wk->w", programs.cost, found.levels)[found.feasible]
    return replace(found, bases=search.solutions)


@dataclass(frozen=True, slots=True, eq=False)
class _Programs:
    """The arguments, broadcast."""

    cost: Array
    low: Array
    high: Array
    coefficients: Array
    bounds: Array

    def part(self, worlds: slice) -> _Programs:
        """Some of the worlds, not copied."""
        return _Programs(*(getattr(self, field.name)[worlds] for field in fields(self)))

    def sizes(self) -> Array:
        """Size of each row: the largest that its two sides can be; 1 where the row is empty."""
        reach = np.maximum(np.abs(self.low), np.abs(self.high))
        size = np.abs(self.bounds) + np.einsum("wrk,wk->wr", np.abs(self.coefficients), reach)
        return np.where(size > 0, size, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Scaled:
    """Worlds with levels z in [0, 1], rows and costs of size 1; the last level is the common violation t."""

    cost: Array
    matrix: Array
    bound: Array
    size: Array
    cost_size: Array


@dataclass(slots=True, eq=False)
class _Basis:
    """Basic levels and tight rows, as many of each, and the levels at their upper ends; ``violation``: of least t."""

    basic: Array
    tight: Array
    upper: Array
    violation: bool
    served: int = 0


def _checked(cost: Any, low: Any, high: Any, coefficients: Any, bounds: Any) -> _Programs:
    """Check the arguments one by one, before they are broadcast, and broadcast them."""
    names = ("cost", "low", "high", "coefficients", "bounds")
    arrays = [np.asarray(a, dtype=np.float64) for a in (cost, low, high, coefficients, bounds)]
    for name, array in zip(names, arrays, strict=True):
        if array.size and not max(abs(array.max()), abs(array.min())) <= 10.0**MAX_EXPONENT:
            what = f"has a number that is not finite or is beyond 10**{MAX_EXPONENT}"
            raise InputError("", [Problem(name, what)])
    matrix = arrays[3]
    told = ", ".join(f"{name} {array.shape}" for name, array in zip(names, arrays, strict=True))
    if matrix.ndim not in (2, 3) or any(a.ndim > 2 for k, a in enumerate(arrays) if k != 3) or not matrix.shape[-1]:
        raise ShapeError(f"{told}: expected coefficients (W, R, K) or (R, K) with a level, the others (W, .) or (.)")
    rows, levels = matrix.shape[-2:]
    try:
        batch = np.broadcast_shapes((1,), matrix.shape[:-2], *(a.shape[:-1] for k, a in enumerate(arrays) if k != 3))
        shapes = [(*batch, levels)] * 3 + [(*batch, rows, levels), (*batch, rows)]
        programs = _Programs(*(np.broadcast_to(a, shape) for a, shape in zip(arrays, shapes, strict=True)))
    except ValueError:
        raise ShapeError(f"{told}: do not broadcast to {levels} levels, {rows} rows and one number of worlds") from None
    crossed = np.argwhere(programs.low > programs.high)
    if crossed.size:
        w, k = (int(i) for i in crossed[0])
        what = f"is above high, {programs.high[w, k]}"
        raise InputError("", [Problem(f"low[{w}, {k}]", what, value=str(programs.low[w, k]))])
    return programs


def _scaled(programs: _Programs) -> _Scaled:
    span, size = programs.high - programs.low, programs.sizes()
    matrix = np.ones((*size.shape, span.shape[1] + 1))
    np.multiply(programs.coefficients, span[:, None, :], out=matrix[..., :-1])
    matrix[..., :-1] /= size[..., None]
    bound = (programs.bounds - np.einsum("wrk,wk->wr", programs.coefficients, programs.low)) / size
    cost = np.zeros((len(span), span.shape[1] + 1))
    cost[:, :-1] = programs.cost * span
    cost_size = np.abs(cost).max(axis=1)
    cost_size[cost_size == 0] = 1.0
    return _Scaled(cost / cost_size[:, None], matrix, bound, size, cost_size)


@dataclass(slots=True, eq=False)
class _Search:
    """The results so far, HiGHS and how often it was asked, and the bases that served."""

    found: LinearBatch
    highs: Any
    solutions: int = 0
    known: list[_Basis] = field(default_factory=list)

    def solve(self, programs: _Programs, first: int) -> None:
        """Solve a chunk of worlds, the first of which is world ``first`` of all."""
        scaled = _scaled(programs)
        left = np.arange(len(scaled.cost))
        for basis in self.known:
            left = self._share(programs, scaled, first, basis, left)
        while left.size:
            world = int(left[0])
            for basis in self._bases(scaled, world):
                self.known.append(basis)
                left = self._share(programs, scaled, first, basis, left)
                if not left.size or left[0] != world:
                    break
            else:
                self._exactly(programs.part(slice(world, world + 1)), first + world)
                left = left[1:]
        self.known = sorted(self.known, key=lambda basis: -basis.served)[:MOST_KNOWN]

    def _share(self, programs: _Programs, scaled: _Scaled, first: int, basis: _Basis, left: Array) -> Array:
        """Note the results of the open worlds that a basis serves; return those that are left."""
        sample = left[:: max(1, -(-len(left) // SAMPLE))]
        served = self._serve(programs, scaled, first, basis, sample)
        left = np.setdiff1d(left, served, assume_unique=True)
        if served.size < FEWEST:
            return left
        served = self._serve(programs, scaled, first, basis, left)
        return np.setdiff1d(left, served, assume_unique=True)

    def _serve(self, programs: _Programs, scaled: _Scaled, first: int, basis: _Basis, worlds: Array) -> Array:
        """Note the results of the worlds in which a basis proves itself, and return these worlds."""
        if basis.violation:
            worlds = _without_point(scaled, basis, worlds)
        else:
            worlds, z, y = _best_points(scaled, basis, worlds)
            low, high = programs.low[worlds], programs.high[worlds]
            self.found.levels[first + worlds] = np.clip(low + (high - low) * z[:, :-1], low, high)
            self.found.feasible[first + worlds] = True
            unit = scaled.cost_size[worlds, None] / scaled.size[worlds[:, None], basis.tight]
            self.found.multipliers[first + worlds[:, None], basis.tight] = y * unit
        basis.served += len(worlds)
        return worlds

    def _bases(self, scaled: _Scaled, world: int) -> Iterator[_Basis]:
        """Bases to try for a world: of a best point, else of the least violation, else with its rows let down."""
        cost, matrix, bound = scaled.cost[world], scaled.matrix[world], scaled.bound[world]
        least = _violation(len(cost))
        for aim, rows, violation in ((cost, bound, False), (least, bound, True), (cost, bound - TIE, False)):
            self.solutions += 1
            basis = _solve_one(self.highs, aim, matrix, rows, violation=violation)
            if basis is not None:
                yield basis

    def _exactly(self, one: _Programs, world: int) -> None:
        """Solve one world in fractions; if it has no point, once more with its rows let down as far as they may be."""
        cost, low, high = ([Fraction(v) for v in vector[0].tolist()] for vector in (one.cost, one.low, one.high))
        for bounds in (one.bounds[0], one.bounds[0] - TIE * one.sizes()[0]):
            rows = [
                Constraint(tuple(Fraction(a) for a in row), Fraction(b))
                for row, b in zip(one.coefficients[0].tolist(), bounds.tolist(), strict=True)
            ]
            self.solutions += 1
            certificate = minimise(cost, low, high, rows)
            if certificate.kind == "optimal":
                self.found.levels[world] = [float(x) for x in certificate.x]
                self.found.feasible[world] = True
                for r, y in certificate.multipliers:
                    if r >= 2 * len(low):
                        self.found.multipliers[world, r - 2 * len(low)] = float(y)
                return


def _best_points(scaled: _Scaled, basis: _Basis, worlds: Array) -> tuple[Array, Array, Array]:
    """The worlds in which a basis is proved best, with their points z and the multipliers y of the tight rows."""
    matrix = scaled.matrix[worlds[:, None, None], basis.tight[:, None], basis.basic]
    at_upper = scaled.matrix[worlds[:, None, None], basis.tight[:, None], np.flatnonzero(basis.upper)].sum(axis=2)
    point = _solved(matrix, scaled.bound[worlds[:, None], basis.tight] - at_upper)
    inside = ((point >= -TOLERANCE) & (point <= 1 + TOLERANCE)).all(axis=1)
    worlds, point, matrix = worlds[inside], point[inside], matrix[inside]
    z = np.tile(basis.upper.astype(np.float64), (len(worlds), 1))
    z[:, basis.basic] = np.clip(point, 0.0, 1.0)
    cost = scaled.cost[worlds]
    y, least = _dual(scaled, basis, worlds, cost, matrix)
    gap = np.abs(np.einsum("wk,wk->w", cost, z) - least)
    proved = gap <= TIE
    worlds, z, y = worlds[proved], z[proved], y[proved]
    slack = np.matmul(scaled.matrix[worlds], z[:, :, None])[:, :, 0] - scaled.bound[worlds]
    holds = (slack >= -TIE).all(axis=1)
    return worlds[holds], z[holds], y[holds]


def _without_point(scaled: _Scaled, basis: _Basis, worlds: Array) -> Array:
    """The worlds in which the multipliers of a basis put the least violation above the tolerance."""
    matrix = scaled.matrix[worlds[:, None, None], basis.tight[:, None], basis.basic]
    cost = np.tile(_violation(scaled.matrix.shape[2]), (len(worlds), 1))
    _, least = _dual(scaled, basis, worlds, cost, matrix)
    return worlds[least > TIE]


def _dual(scaled: _Scaled, basis: _Basis, worlds: Array, cost: Array, matrix: Array) -> tuple[Array, Array]:
    """Multipliers of the tight rows, made at least 0, and the bound from below that they prove, whatever they are."""
    y = np.maximum(_solved(matrix.transpose(0, 2, 1), cost[:, basis.basic]), 0.0)
    reduced = cost - np.matmul(y[:, None, :], scaled.matrix[worlds[:, None], basis.tight])[:, 0]
    if not basis.violation:
        reduced = reduced[:, :-1]
    bound = np.einsum("wr,wr->w", y, scaled.bound[worlds[:, None], basis.tight])
    return y, bound + np.minimum(reduced, 0.0).sum(axis=1)


def _solved(matrix: Array, right: Array) -> Array:
    """Solve many square systems; nan where one is singular."""
    try:
        return np.linalg.solve(matrix, right[..., None])[..., 0]
    except np.linalg.LinAlgError:
        regular = np.linalg.slogdet(matrix).sign != 0
        out = np.full(right.shape, np.nan)
        out[regular] = np.linalg.solve(matrix[regular], right[regular][..., None])[..., 0]
        return out


def _violation(levels: int) -> Array:
    """The cost of nothing but the common violation, the last level."""
    cost = np.zeros(levels)
    cost[-1] = 1.0
    return cost


def _highs() -> Any:
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("primal_feasibility_tolerance", FINEST)
    solver.setOptionValue("dual_feasibility_tolerance", FINEST)
    return solver


def _solve_one(solver: Any, cost: Array, matrix: Array, bound: Array, *, violation: bool) -> _Basis | None:
    """HiGHS's optimal basis for levels in [0, 1], the last of them the violation; None where it has none."""
    import highspy

    rows, levels = matrix.shape
    size = np.abs(matrix[:, : levels if violation else -1]).max(axis=1)
    size[size == 0] = 1.0
    most = np.ones(levels)
    most[-1] = float(violation)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = levels, rows
    model.col_cost_ = COST * cost
    model.col_lower_, model.col_upper_ = np.zeros(levels), most
    model.row_lower_, model.row_upper_ = bound / size, np.full(rows, highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.arange(rows + 1) * levels
    model.a_matrix_.index_ = np.tile(np.arange(levels), rows)
    model.a_matrix_.value_ = (matrix / size[:, None]).ravel()
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    status = highspy.HighsBasisStatus.kBasic
    basis = solver.getBasis()
    basic = np.array([entry == status for entry in basis.col_status], dtype=bool)
    tight = np.array([entry != status for entry in basis.row_status], dtype=bool)
    upper = ~basic & (np.array(solver.getSolution().col_value) > 0.5)
    return _Basis(np.flatnonzero(basic), np.flatnonzero(tight), upper, violation)
