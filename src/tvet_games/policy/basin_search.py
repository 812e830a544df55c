"""The cheapest policy under which a share of all starting points leads to cooperation, in every 2x2 conflict.

A basin is not linear in the levels, but for a fixed direction of the incentives it is (:mod:`directions`), so the
search runs over directions: two numbers a conflict, or which player's cooperation becomes dominant. Each direction is
a linear program, in floats for thousands of them at once, in fractions for the best. Several conflicts: seeded starts,
then one conflict after the other. Beside it stands a lower bound: starting points below both threshold beliefs never
reach cooperation, so ``p q <= 1 - share``, whose least cost branch and bound finds in fractions; where that leaves a
gap, a bound over boxes of directions is closer (:mod:`basin_bound`).

References
----------
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array, to_float
from tvet_games.policy.basin_bound import MAX_BOXES, basin_bound
from tvet_games.policy.branching import GAP, Found, search
from tvet_games.policy.criteria import Basin
from tvet_games.policy.directions import (
    FINE,
    Direction,
    direction_at,
    exact_directions,
    exact_rows,
    incentive_forms,
    matching_belief,
    row_weights,
    simplified,
    smallest_gain,
)
from tvet_games.policy.elimination import Elimination
from tvet_games.policy.linear import ONE
from tvet_games.policy.linear_batch import minimise_many
from tvet_games.policy.outcome import Baseline
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.requirements import Requirements, choices_of, conditions_of
from tvet_games.policy.rows import Condition, Row, row_of, rows_of
from tvet_games.policy.solution import PolicySolution
from tvet_games.policy.splits import Split, check_two_by_two

SEED = 20_240_229
"""Of the starts where there are several conflicts."""

STARTS = 256
"""Directions drawn for all conflicts together."""

TRIED = 3
"""Best starts from which the search goes on, and best points of a grid around which it is refined."""

GRID, FINER = (17, 25), (7, 7)
"""Beliefs by strengths of a first grid, and of the grids that refine it."""

ROUNDS = 7
"""Refinements; each makes a grid about three times finer."""

PASSES = 6
"""Most times that every conflict has its turn."""

SIZES = (100, 1_000, 10_000, FINE)
"""Parts of the fractions that are tried for a direction, the simplest first."""

PLAIN = 1 + Fraction(1, 10_000)
"""How much dearer a direction in simpler fractions may be."""

KINDS = ("saddle", "first", "second")


def solve_basin(
    problem: PolicyProblem,
    wanted: Requirements,
    unavailable: Mapping[str, tuple[str, ...]],
    stand: Sequence[Baseline] | None = None,
    spent: Fraction | None = None,
    boxes: int = MAX_BOXES,
) -> PolicySolution:
    """Find the levels of least expected cost that give the target its basin in every conflict.

    Parameters
    ----------
    problem : PolicyProblem
        Of 2x2 conflicts.
    wanted : Requirements
        With a :class:`Basin` among the criteria.
    unavailable : mapping of str to tuple of str
        Instruments that were left out, with the values that they lack; passed on to the result.
    stand : sequence of Baseline, optional
        Where each conflict stands today; by default worked out.
    spent : Fraction, optional
        What the status quo costs today; by default worked out.
    boxes : int
        Most linear programs for a closer lower bound.

    Returns
    -------
    PolicySolution
        ``optimal`` where the cost is the lower bound, else ``bound``; the proof of the bound is among the leaves.

    Raises
    ------
    InputError
        If a conflict is not of two players with two actions each.
    """
    from tvet_games.policy.basin_shortfall import without_basin
    from tvet_games.policy.search import baselines, least_cost, refined, solution, spent_today

    check_two_by_two(problem, "a basin of attraction")
    share = max(c.share for c in wanted.criteria if isinstance(c, Basin))
    stand = baselines(problem, wanted.today) if stand is None else stand
    spent = spent_today(problem, stand) if spent is None else spent
    payoffs = [list(b.equilibrium.payoffs) for b in stand]
    rows = rows_of(problem, conditions_of(problem, wanted, payoffs, spent))
    relaxation = search([*choices_of(problem, wanted), Split(problem, basin_curve(share))], least_cost(problem, rows))
    if relaxation is None:
        return without_basin(problem, wanted, rows, stand, unavailable, share)
    best = cheapest_direction(problem, wanted, rows, share, relaxation)
    if best is None:
        return without_basin(problem, wanted, rows, stand, unavailable, share, searched=True)
    own, found = best
    every = [*rows, *own]
    levels, tied = refined(problem, [*every, *found.settled], found.certificate)
    result = solution(problem, wanted, [*every, *found.rows], found, levels, tied, stand, unavailable)
    assert result.costs is not None
    bound, leaves = relaxation.bound, (relaxation.certificate, *relaxation.leaves)
    if boxes and result.costs.expected - bound > GAP * result.costs.expected:
        closer = basin_bound(problem, rows, choices_of(problem, wanted), share, result.costs.expected, boxes)
        if closer.value is not None and closer.value > bound:
            bound, leaves = min(closer.value, result.costs.expected), closer.certificates
    proven = bound == result.costs.expected
    return replace(
        result,
        costs=replace(result.costs, today=spent),
        status="optimal" if proven else "bound",
        lower_bound=bound,
        leaves=leaves,
        method="global search",
        notes=((_note("en"), _note("zh")),) if not proven else (),
    )


def basin_curve(share: Fraction) -> Any:
    """The largest belief q that goes with a belief p, for a lower bound: ``p q <= 1 - share``."""

    def curve(p: Fraction) -> Fraction:
        return ONE if p <= 1 - share else (1 - share) / p

    return curve


def _note(language: str) -> str:
    if language == "zh":
        return f"盆地条件非线性：在激励方向上做全局搜索（随机种子 {SEED}）；下界来自方向的分区。"
    return (
        f"A basin is not linear in the levels: a global search over directions of the incentives (seed {SEED}); "
        "the lower bound is that of parts of these directions."
    )


def cheapest_direction(
    problem: PolicyProblem, wanted: Requirements, rows: Sequence[Row], share: Fraction, relaxation: Found
) -> tuple[list[Row], Found] | None:
    """The best directions that the search finds, solved in fractions with every choice: rows and solution."""
    from tvet_games.policy.search import least_cost

    least = smallest_gain(problem)
    solve, choices = least_cost(problem, rows), choices_of(problem, wanted)
    if _reaches(problem, relaxation.certificate.x, share):
        return _around(problem, relaxation.certificate.x, least), relaxation
    space = Space.of(problem, rows, share, least)
    starts = [space.at(relaxation.certificate.x)]
    unique = search([*choices, Elimination(problem, least)], solve)
    if unique is not None:
        starts.append(space.at(unique.certificate.x))
    best: tuple[list[Row], Found] | None = None
    for directions in space.best(starts):
        for size in SIZES:
            own = exact_rows(problem, [simplified(d, float(share), size) for d in directions], least)
            found = search(choices, least_cost(problem, [*rows, *own]))
            if found is None or not _reaches(problem, found.certificate.x, share):
                continue
            if best is None or found.certificate.value * PLAIN < best[1].certificate.value:
                best = own, found
    return best


def _around(problem: PolicyProblem, levels: Sequence[Fraction], least: Fraction) -> list[Row]:
    """Rows that hold at a point with the basin, and under which every point has it."""
    rows = exact_rows(problem, exact_directions(problem, levels, least), least)
    if all(row.constraint.slack(levels) >= 0 for row in rows):
        return rows
    return [
        row_of(problem, Condition("level", bound=x, index=k, sign=sign))
        for k, x in enumerate(levels)
        for sign in (1, -1)
    ]


def _reaches(problem: PolicyProblem, levels: Sequence[Fraction], share: Fraction) -> bool:
    """Whether every conflict has its basin, by the solver's own word."""
    from tvet_games.solve.basin import basin

    games = (
        NormalFormGame(a.payoffs(levels), players=a.conflict.player_names, actions=a.conflict.actions)
        for a in problem.conflicts
    )
    return all(float(basin(game)) >= to_float(share) for game in games)


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """The directions of all conflicts, and the linear programs that they are, in floats.

    Attributes
    ----------
    base, slopes : array, shape (C, 4), (C, 4, K)
        Incentives at level zero, and per unit of each level.
    cost, low, high : array, shape (K,)
    coefficients, bounds : array, shape (R, K), (R,)
        The rows that hold whatever the direction.
    share, least : float
    strengths : array, shape (C, 2)
        Range of the logarithm of r.
    """

    base: Array
    slopes: Array
    cost: Array
    low: Array
    high: Array
    coefficients: Array
    bounds: Array
    share: float
    least: float
    strengths: Array

    @classmethod
    def of(cls, problem: PolicyProblem, rows: Sequence[Row], share: Fraction, least: Fraction) -> Space:
        """The space of a question."""
        base, slopes = incentive_forms(problem)
        cost, low, high = (
            np.array([to_float(v) for v in values])
            for values in (
                problem.expected_bill,
                [lever.low for lever in problem.levers],
                [lever.high for lever in problem.levers],
            )
        )
        coefficients = np.array([[to_float(a) for a in row.constraint.coefficients] for row in rows])
        return cls(
            base,
            slopes,
            cost,
            low,
            high,
            coefficients.reshape(len(rows), len(cost)),
            np.array([to_float(row.constraint.bound) for row in rows]),
            float(share),
            float(least),
            _strengths(base, slopes, low, high),
        )

    def at(self, levels: Sequence[Fraction]) -> tuple[Direction, ...]:
        """The directions at a point."""
        x = np.array([to_float(v) for v in levels])
        return tuple(direction_at(own, self.least) for own in self.base + self.slopes @ x)

    def values(self, kinds: Array, p: Array, q: Array, r: Array) -> Array:
        """Least cost of each of many directions, arrays of shape (N, C); infinite where infeasible."""
        weights, least = row_weights(kinds, p, q, r, self.least)
        count, levels = len(kinds), self.slopes.shape[-1]
        own = (weights @ self.slopes).reshape(count, -1, levels)
        sides = (least - (weights @ self.base[..., None])[..., 0]).reshape(count, -1)
        fixed = np.broadcast_to(self.coefficients, (count, *self.coefficients.shape))
        coefficients = np.concatenate([fixed, own], axis=1)
        bounds = np.concatenate([np.broadcast_to(self.bounds, (count, len(self.bounds))), sides], axis=1)
        return minimise_many(self.cost, self.low, self.high, coefficients, bounds).value

    def best(self, starts: Sequence[tuple[Direction, ...]]) -> list[tuple[Direction, ...]]:
        """The directions that the search ends at from the given and from drawn starts, the cheapest first."""
        if not len(self.cost):
            return list(starts)
        if len(self.base) > 1:
            starts = [*starts, *self._drawn()]
        ends = [self._descend(list(start)) for start in starts[: 1 if len(self.base) == 1 else None]]
        ends += [(cost, own) for start in starts for cost, own in [(self._value(start), start)]]
        order = sorted(range(len(ends)), key=lambda k: (ends[k][0], k))
        return [ends[k][1] for k in order if np.isfinite(ends[k][0])][: 2 * TRIED]

    def _value(self, directions: Sequence[Direction]) -> float:
        matched = [self._matched(d) for d in directions]
        kinds = np.array([[KINDS.index(d.kind) for d in matched]])
        p, q, r = (np.array([[float(getattr(d, name)) for d in matched]]) for name in "pqr")
        return float(self.values(kinds, p, q, r)[0])

    def _matched(self, direction: Direction) -> Direction:
        if direction.kind != "saddle":
            return direction
        q = matching_belief(np.array([float(direction.p)]), np.array([float(direction.r)]), self.share)[0]
        return Direction("saddle", direction.p, float(q), direction.r)

    def _drawn(self) -> list[tuple[Direction, ...]]:
        """The cheapest of many drawn directions, half of them with dominance in each conflict."""
        rng, size = np.random.default_rng(SEED), (STARTS, len(self.base))
        kinds = rng.choice(3, size, p=[0.5, 0.25, 0.25])
        p, r = rng.uniform(1 / FINE, 1, size), np.exp(rng.uniform(self.strengths[:, 0], self.strengths[:, 1], size))
        q = matching_belief(p, r, self.share)
        order = np.argsort(self.values(kinds, p, q, r), kind="stable")[:TRIED]
        return [tuple(Direction(KINDS[kinds[n, c]], p[n, c], q[n, c], r[n, c]) for c in range(size[1])) for n in order]

    def _descend(self, directions: list[Direction]) -> tuple[float, tuple[Direction, ...]]:
        """Give every conflict its best direction in turn, until nothing gets cheaper."""
        directions = [self._matched(d) for d in directions]
        cost = self._value(directions)
        for _ in range(PASSES if len(directions) > 1 else 1):
            before = cost
            for c in range(len(directions)):
                value, own = self._turn(directions, c)
                if value < cost:
                    cost, directions[c] = value, own
            if not cost < before * (1 - 1 / FINE):
                break
        return cost, tuple(directions)

    def _turn(self, directions: Sequence[Direction], c: int) -> tuple[float, Direction]:
        """The best direction of one conflict, the others as they are."""
        found = [(self._value([*directions[:c], d, *directions[c + 1 :]]), d) for d in map(Direction, KINDS[1:])]
        low, high = self.strengths[c]
        windows = [(0.0, 1.0, low, high)]
        for step in range(ROUNDS + 1 if self.share < 1 else 0):
            p, s = _grid(windows, GRID if step == 0 else FINER)
            r = np.exp(s)
            q = matching_belief(p, r, self.share)
            values = self._along(directions, c, p, q, r)
            order = np.argsort(values, kind="stable")[:TRIED]
            found.append((float(values[order[0]]), Direction("saddle", p[order[0]], q[order[0]], r[order[0]])))
            width = windows[0][1] - windows[0][0], windows[0][3] - windows[0][2]
            size = GRID if step == 0 else FINER
            dp, ds = width[0] / (size[0] - 1), width[1] / (size[1] - 1)
            windows = [(p[n] - dp, p[n] + dp, s[n] - ds, s[n] + ds) for n in order if np.isfinite(values[n])]
            if not windows:
                break
        return min(found, key=lambda pair: pair[0])

    def _along(self, directions: Sequence[Direction], c: int, p: Array, q: Array, r: Array) -> Array:
        kinds = np.array([[KINDS.index(d.kind) for d in directions]]).repeat(len(p), axis=0)
        every = [np.array([[float(getattr(d, n)) for d in directions]]).repeat(len(p), axis=0) for n in "pqr"]
        kinds[:, c] = 0
        for values, own in zip(every, (p, q, r), strict=True):
            values[:, c] = own
        return self.values(kinds, *every)


def _grid(windows: Sequence[tuple[float, float, float, float]], size: tuple[int, int]) -> tuple[Array, Array]:
    """The points of a grid in each window of beliefs and strengths."""
    beliefs, strengths = [], []
    for p0, p1, s0, s1 in windows:
        p, s = np.meshgrid(np.linspace(p0, p1, size[0]), np.linspace(s0, s1, size[1]), indexing="ij")
        beliefs.append(np.clip(p.ravel(), 1 / FINE, 1 - 1 / FINE))
        strengths.append(s.ravel())
    return np.concatenate(beliefs), np.concatenate(strengths)


def _strengths(base: Array, slopes: Array, low: Array, high: Array) -> Array:
    """The range of the logarithm of ``(B1 - B2) / (A1 - A2)`` over the box of levels, four decades at most a side."""

    def ranges(k: int) -> Iterator[tuple[float, float]]:
        for b, s in zip(base[:, k] - base[:, k + 1], slopes[:, k] - slopes[:, k + 1], strict=True):
            most = b + np.maximum(s * low, s * high).sum()
            least = b + np.minimum(s * low, s * high).sum()
            most = max(most, 1 / FINE)
            yield max(least, most / 10_000), most

    logs = [(np.log(b0 / a1), np.log(b1 / a0)) for (a0, a1), (b0, b1) in zip(ranges(0), ranges(2), strict=True)]
    return np.array(logs).reshape(-1, 2)
