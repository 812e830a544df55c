"""The cheapest levels that at most k of many worlds may contradict.

Minimise ``cost . x`` over ``low <= x <= high`` and ``fixed @ x >= fixed_bounds`` such that all but k of W worlds hold;
world w holds where ``coefficients[w] @ x >= bounds[w]``. Shapes: cost, low, high ``(K,)``, fixed ``(F, K)``,
coefficients ``(W, R, K)``, bounds ``(W, R)``.

One level: each world holds in an interval, so the answer is an order statistic of their ends. Several levels: a
mixed-integer program (:mod:`~tvet_games.study.chance.discarding_rounds`) that starts from levels found by leaving out
one by one the world whose rows have the largest multipliers. Among the cheapest levels it takes those of least sum
relative to their bounds.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tvet_games.numerics import TIE, TOLERANCE, Array
from tvet_games.policy.linear_batch import minimise_many
from tvet_games.study.chance.discarding_rounds import Progress, Rounds
from tvet_games.study.chance.kept_worlds import Scaled


@dataclass(frozen=True, slots=True, eq=False)
class SampledProgram:
    """A linear program with rows in each of many worlds; see the docstring of the module for shapes."""

    cost: Array
    low: Array
    high: Array
    fixed: Array
    fixed_bounds: Array
    coefficients: Array
    bounds: Array

    def failing(self, levels: Array) -> Array:
        """Tell for each world whether it contradicts the levels, shape (W,)."""
        return fails(levels, self.coefficients, self.bounds, np.maximum(np.abs(self.low), np.abs(self.high)))


@dataclass(frozen=True, slots=True, eq=False)
class Discarded:
    """Levels that all but some worlds allow.

    Attributes
    ----------
    status : str
        ``optimal``; ``bound`` where the time ran out; ``infeasible``.
    levels : array (K,) or None
    lower_bound : float
        No levels that enough worlds allow cost less; infinite where there are none.
    unreachable : array of bool (W,)
        Worlds that no levels satisfy.
    blocked : array of bool (W,)
        These and the worlds that had to be left out until the others could be satisfied together.
    """

    status: Literal["optimal", "bound", "infeasible"]
    levels: Array | None
    lower_bound: float
    unreachable: Array
    blocked: Array


def fails(levels: Array, coefficients: Array, bounds: Array, reach: Array) -> Array:
    """Tell in which worlds a row is broken by more than ``TOLERANCE`` of its size.

    Parameters
    ----------
    levels : array, shape (K,)
    coefficients : array, shape (W, R, K)
    bounds : array, shape (W, R)
    reach : array, shape (K,)
        Largest size of each level; a row's size is ``|bound| + |coefficients| . reach``.

    Returns
    -------
    array of bool, shape (W,)
    """
    size = np.abs(bounds) + np.abs(coefficients) @ reach
    return np.asarray((coefficients @ levels - bounds < -TOLERANCE * size).any(axis=-1))


def cheapest_but_for(
    program: SampledProgram, allowed: int, *, time_limit: float = 60, progress: Progress | None = None
) -> Discarded:
    """Find the cheapest levels that at most some of the worlds contradict.

    Parameters
    ----------
    program : SampledProgram
    allowed : int
        How many worlds may fail.
    time_limit : float
        [seconds] Of the mixed-integer programs; the closed form of one level needs none.
    progress : function, optional
        Called with how many worlds are discarded at first, and how many may be.

    Returns
    -------
    Discarded

    Raises
    ------
    SolverError
        If the time runs out before any levels are found.

    Examples
    --------
    A level of at least 1, 2, 3, 4, of which one may fail:

    >>> need = np.array([[1.0], [2.0], [3.0], [4.0]])
    >>> one, none = np.ones(1), np.zeros((0, 1))
    >>> program = SampledProgram(one, 0 * one, 9 * one, none, none[:, 0], np.ones((4, 1, 1)), need)
    >>> cheapest_but_for(program, 1).levels.tolist()
    [3.0]
    """
    free = program.low < program.high
    rest = np.where(free, 0.0, program.low)
    if free.sum() <= 1:
        return _one_level(program, int(np.argmax(free)), rest, allowed)
    part = SampledProgram(
        program.cost[free],
        program.low[free],
        program.high[free],
        program.fixed[:, free],
        program.fixed_bounds - program.fixed @ rest,
        program.coefficients[..., free],
        program.bounds - program.coefficients @ rest,
    )
    found = _several_levels(part, allowed, time.monotonic() + time_limit, progress)
    levels = None
    if found.levels is not None:
        levels = program.low.astype(np.float64)
        levels[free] = found.levels
    lower = found.lower_bound + float(program.cost @ rest)
    return Discarded(found.status, levels, lower, found.unreachable, found.blocked)


# One level


def _one_level(program: SampledProgram, k: int, rest: Array, allowed: int) -> Discarded:
    """Order statistic of the ends of the worlds' intervals."""
    others = np.where(np.arange(len(rest)) == k, 0.0, program.low)
    span = float(program.low[k]), float(program.high[k])
    low, high = _interval(program.fixed[:, k], program.fixed_bounds - program.fixed @ others, *span)
    least, most = _interval(program.coefficients[..., k], program.bounds - program.coefficients @ others, *span)
    least, most = np.maximum(least, low), np.minimum(most, high)
    unreachable = ~(least <= most + TOLERANCE * (span[1] - span[0]))
    least, most = least[~unreachable], np.maximum(least, most)[~unreachable]
    upward = program.cost[k] >= 0
    ends = np.unique(np.append(least, low) if upward else np.append(most, high))
    below, above = np.sort(least), np.sort(most)
    broken = len(least) - np.searchsorted(below, ends, "right") + np.searchsorted(above, ends, "left")
    good = np.flatnonzero(broken <= allowed - unreachable.sum())
    if not good.size or not low <= high + TOLERANCE * (span[1] - span[0]):
        blocked = unreachable.copy()
        if good.size == 0 and len(ends):
            blocked[~unreachable] = _outside(ends[int(np.argmin(broken))], least, most)
        return Discarded("infeasible", None, np.inf, unreachable, blocked)
    levels = others.copy()
    levels[k] = min(max(ends[good[0] if upward else good[-1]], span[0]), span[1])
    return Discarded("optimal", levels, float(program.cost @ levels), unreachable, unreachable)


def _outside(level: float, least: Array, most: Array) -> Array:
    return (level < least) | (level > most)


def _interval(slope: Array, bound: Array, low: float, high: float) -> tuple[Array, Array]:
    """Where ``slope x >= bound`` holds for every row of the last axis, within [low, high]; empty where low > high."""
    size = np.abs(bound) + np.abs(slope) * max(abs(low), abs(high))
    flat = np.abs(slope) * max(abs(low), abs(high)) <= TIE * size
    with np.errstate(divide="ignore", invalid="ignore"):
        end = bound / slope
    lowest = np.where(flat, np.where(bound > TOLERANCE * size, np.inf, low), np.where(slope > 0, end, low))
    highest = np.where(~flat & (slope < 0), end, high)
    return lowest.max(axis=-1, initial=low), highest.min(axis=-1, initial=high)


# Several levels


def _several_levels(program: SampledProgram, allowed: int, deadline: float, progress: Progress | None) -> Discarded:
    p = program
    worlds = len(p.bounds)
    fixed = np.broadcast_to(p.fixed, (worlds, *p.fixed.shape))
    fixed_bounds = np.broadcast_to(p.fixed_bounds, (worlds, len(p.fixed)))
    rows, bounds = np.concatenate([p.coefficients, fixed], 1), np.concatenate([p.bounds, fixed_bounds], 1)
    unreachable = ~minimise_many(p.cost, p.low, p.high, rows, bounds).feasible
    budget = allowed - int(unreachable.sum())
    if budget < 0:
        return Discarded("infeasible", None, np.inf, unreachable, unreachable)
    scaled = _scaled(p)
    found = Rounds(scaled, unreachable, budget, deadline, progress).search()
    start = float(p.cost @ p.low)
    levels = None if found.z is None else p.low + (p.high - p.low) * found.z
    return Discarded(found.status, levels, start + scaled.unit * found.lower, unreachable, found.blocked)


def _scaled(program: SampledProgram) -> Scaled:
    span = program.high - program.low
    cost = program.cost * span
    unit = float(np.abs(cost).max()) or 1.0
    rows = _scaled_rows(program.coefficients, program.bounds, program.low, program.high)
    fixed = _scaled_rows(program.fixed, program.fixed_bounds, program.low, program.high)
    return Scaled(cost / unit, *rows, *fixed, unit)


def _scaled_rows(coefficients: Array, bounds: Array, low: Array, high: Array) -> tuple[Array, Array]:
    size = np.abs(bounds) + np.abs(coefficients) @ np.maximum(np.abs(low), np.abs(high))
    size = np.where(size > 0, size, 1.0)
    return coefficients * (high - low) / size[..., None], (bounds - coefficients @ low) / size
