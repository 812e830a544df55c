"""From the search over levels back to fractions: a first policy where no direction gave one, and the last step.

Levels in floats become fractions that read well where that costs little; the direction of the incentives there is taken
in fractions, and the linear program of that direction is solved with every choice (:mod:`directions`), so it is never
dearer than they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor, log10

import numpy as np

from tvet_games.errors import SolverError
from tvet_games.linear_programs.certificate import ONE, ZERO, Certificate, Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.numerics import Array, to_float
from tvet_games.policy.basin.directions import FINE, exact_directions, exact_rows, smallest_gain
from tvet_games.policy.basin.levels import Levels
from tvet_games.policy.choices.branching import Choice, Found, Solve, search
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Condition, Row, row_of

SIZES = (100, 1_000, 10_000, FINE, FINE**2)
"""Parts of the power of ten in a lever's largest level that are tried for a level, the coarsest first."""

PLAIN = 1 + Fraction(1, 10_000)
"""How much dearer levels in simpler fractions may be."""

MIXES = ((1, 0), (4, 1), (1, 1), (1, 4), (0, 1))
"""Weights of the two players' incentives, for points with large basins."""


Answer = tuple[list[Row], Found]
"""Rows of directions, and the solution of their linear program with every choice."""


def finished(
    problem: PolicyProblem,
    rows: Sequence[Row],
    choices: Sequence[Choice],
    share: Fraction,
    best: Answer | None,
    points: Sequence[Sequence[Fraction]],
) -> Answer | None:
    """Go on in the levels from the best answer, or from a point with the largest basin.

    Parameters
    ----------
    problem : PolicyProblem
        Of 2x2 conflicts.
    rows : sequence of Row
        All that holds whatever the choices.
    choices : sequence of Choice
        Of the criteria beside the basin.
    share : Fraction
        Of the starting points.
    best : Answer or None
        Of the search over directions.
    points : sequence of points
        Allowed, and cheap.

    Returns
    -------
    Answer or None
        The given one unless another is cheaper by more than simpler fractions may cost.
    """
    least = smallest_gain(problem)
    if best is None:
        levels = Levels.of(problem, rows, share, least)
        x = largest_basin(problem, rows, choices, levels)
        best = None if x is None else _cheaper(problem, rows, choices, share, in_fractions(problem, rows, levels, x))
        if best is None:
            return None
    kept = [*rows, *(best[1].settled if choices else ())]
    levels = Levels.of(problem, kept, share, least)
    cheap = np.array([[to_float(v) for v in x] for x in points if _is_allowed(kept, x)])
    start = np.array([to_float(v) for v in best[1].certificate.x])
    x = levels.descend(start, cheap.reshape(-1, len(start)))
    return _cheaper(problem, rows, choices, share, in_fractions(problem, kept, levels, x), best) or best


def _cheaper(
    problem: PolicyProblem,
    rows: Sequence[Row],
    choices: Sequence[Choice],
    share: Fraction,
    points: Sequence[Sequence[Fraction]],
    best: Answer | None = None,
) -> Answer | None:
    """The answer in the direction of the first of some points that is cheaper than the best."""
    from tvet_games.policy.assembly import least_cost

    least = smallest_gain(problem)
    for x in points:
        own = around(problem, x, least)
        found = search(choices, least_cost(problem, [*rows, *own]))
        if found is None or not reaches(problem, found.certificate.x, share):
            continue
        if best is None or found.certificate.value * PLAIN < best[1].certificate.value:
            return own, found
    return None


def around(problem: PolicyProblem, levels: Sequence[Fraction], least: Fraction) -> list[Row]:
    """Rows that hold at a point with the basin, and under which every point has it."""
    rows = exact_rows(problem, exact_directions(problem, levels, least), least)
    if all(row.constraint.slack(levels) >= 0 for row in rows):
        return rows
    return [
        row_of(problem, Condition("level", bound=x, index=k, sign=sign))
        for k, x in enumerate(levels)
        for sign in (1, -1)
    ]


def reaches(problem: PolicyProblem, levels: Sequence[Fraction], share: Fraction) -> bool:
    """Whether every conflict has its basin, by the solver's own word."""
    from tvet_games.solve.basin import basin

    games = (a.conflict.form(a.payoffs(levels)) for a in problem.conflicts)
    return all(float(basin(game)) >= to_float(share) for game in games)


def largest_basin(
    problem: PolicyProblem, rows: Sequence[Row], choices: Sequence[Choice], levels: Levels
) -> Array | None:
    """Look for a point with the basin where it is largest: between points where the incentives are.

    Parameters
    ----------
    problem : PolicyProblem
    rows : sequence of Row
        All that holds whatever the choices.
    choices : sequence of Choice
        Of the criteria beside the basin.
    levels : Levels
        The same question in floats.

    Returns
    -------
    array, shape (K,), or None
        None where the largest basin that is found is too small.
    """
    unit = 1 / np.maximum(np.abs(levels.base).sum(axis=-1, keepdims=True), levels.least)
    effects = (levels.slopes * unit[..., None]).sum(axis=0)
    goals = [np.array([first, first, second, second]) @ effects for first, second in MIXES]
    points = [point for goal in goals if (point := _farthest(problem, rows, choices, goal)) is not None]
    if not points:
        return None
    x = max(points, key=lambda point: float(levels.basins(point[None])[0]))
    for _ in range(len(MIXES)):
        x = levels.ascend(x, np.array(points))
        if levels.holds(x[None])[0]:
            return x
        further = _farthest(problem, rows, choices, levels.gradient(x))
        if further is None or any(np.array_equal(further, point) for point in points):
            return None
        points.append(further)
    return None


def _farthest(problem: PolicyProblem, rows: Sequence[Row], choices: Sequence[Choice], goal: Array) -> Array | None:
    """The allowed point that is farthest in a direction."""
    cost = [Fraction(float(-v)).limit_denominator(FINE) for v in goal / (np.abs(goal).max() or 1.0)]
    try:
        found = search(choices, _least(problem, rows, cost))
    except SolverError:
        return None
    return None if found is None else np.array([to_float(v) for v in found.certificate.x])


def _least(problem: PolicyProblem, rows: Sequence[Row], cost: Sequence[Fraction]) -> Solve:
    low, high = [lever.low for lever in problem.levers], [lever.high for lever in problem.levers]
    fixed = [row.constraint for row in rows]

    def solve(further: Sequence[Row], start: Sequence[int]) -> Certificate:
        return minimise(cost, low, high, [*fixed, *(row.constraint for row in further)], start=start)

    return solve


def in_fractions(problem: PolicyProblem, rows: Sequence[Row], levels: Levels, x: Array) -> list[list[Fraction]]:
    """Points near the given one that satisfy the rows in fractions and have the basin.

    Parameters
    ----------
    problem : PolicyProblem
    rows : sequence of Row
    levels : Levels
        The same question in floats.
    x : array, shape (K,)

    Returns
    -------
    list of points
        The nearest; before it a simpler one, where that is hardly dearer.
    """
    most = float(levels.cost @ x) * float(PLAIN)
    simple = (point for size in SIZES for way in (_up, round) for point in [_rounded(problem, x, size, way)])
    fits = (p for p in simple if _is_allowed(rows, p) and _costs(problem, p) <= most and _has(levels, p))
    nearest = _nearest(problem, rows, x)
    every = [next(fits, None), nearest if nearest is not None and _has(levels, nearest) else None]
    return [point for point in every if point is not None]


def _up(value: Fraction) -> int:
    """The next whole number above, except for an error of rounding."""
    return ceil(value - Fraction(1, FINE))


def _rounded(problem: PolicyProblem, x: Array, size: int, way: object) -> list[Fraction]:
    out = []
    for lever, level in zip(problem.levers, x, strict=True):
        unit = Fraction(f"1e{floor(log10(lever.high))}") / size if lever.high > 0 else ONE
        rounded = way(Fraction(float(level)) / unit) * unit  # type: ignore[operator]
        out.append(min(max(rounded, lever.low), lever.high))
    return out


def _is_allowed(rows: Sequence[Row], x: Sequence[Fraction]) -> bool:
    return all(row.constraint.slack(x) >= 0 for row in rows)


def _costs(problem: PolicyProblem, x: Sequence[Fraction]) -> Fraction:
    return sum((c * v for c, v in zip(problem.expected_bill, x, strict=True)), ZERO)


def _has(levels: Levels, x: Sequence[Fraction]) -> bool:
    return bool(levels.holds(np.array([[to_float(v) for v in x]]))[0])


def _nearest(problem: PolicyProblem, rows: Sequence[Row], x: Array) -> list[Fraction] | None:
    """The allowed point that is nearest in the sum of the distances: one further variable for each distance."""
    count, point = len(problem.levers), [Fraction(float(v)) for v in x]
    wide = [Constraint((*row.constraint.coefficients, *(ZERO,) * count), row.constraint.bound) for row in rows]
    for k, value in enumerate(point):
        for sign in (1, -1):
            own = [ZERO] * (2 * count)
            own[k], own[count + k] = Fraction(sign), ONE
            wide.append(Constraint(tuple(own), sign * value))
    low = [*(lever.low for lever in problem.levers), *(ZERO,) * count]
    high: list[Fraction | None] = [*(lever.high for lever in problem.levers), *(None,) * count]
    found = minimise([*(ZERO,) * count, *(ONE,) * count], low, high, wide)
    return None if found.kind != "optimal" else list(found.x[:count])
