"""The cheapest policy under which a share of all starting points leads to cooperation, in every 2x2 conflict.

A basin is not linear in the levels, but for a fixed direction of the incentives it is (:mod:`directions`), so the
search runs over directions: two numbers a conflict, or which player's cooperation becomes dominant. Each direction is
a linear program, in floats for thousands of them at once, in fractions for the best. Several conflicts: seeded starts,
then one conflict after the other. Beside it stands a lower bound: starting points below both threshold beliefs never
reach cooperation, so ``p q <= 1 - share``, whose least cost branch and bound finds in fractions; where that leaves a
gap, a bound over boxes of directions is closer (:mod:`bound`). Where the nodes of that branch and bound run out, the
least cost of an equilibrium stands in its place. What no grid of directions meets is found in the levels themselves
(:mod:`levels`).

References
----------
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, SolverError
from tvet_games.linear_programs.certificate import ONE
from tvet_games.policy.basin.bound import MAX_BOXES, MAX_BOXES_OF_CHOICES, basin_bound
from tvet_games.policy.basin.direction_space import SEED, TRIED, Space
from tvet_games.policy.basin.directions import (
    FINE,
    Direction,
    exact_rows,
    simplified,
    smallest_gain,
)
from tvet_games.policy.basin.finish import PLAIN, around, finished, reaches
from tvet_games.policy.choices.branching import GAP, Choice, Found, Solve, search
from tvet_games.policy.choices.elimination import Elimination
from tvet_games.policy.choices.splits import Split, check_two_by_two
from tvet_games.policy.criteria import Basin
from tvet_games.policy.outcome import Baseline
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.requirements import Requirements, choices_of
from tvet_games.policy.rows import Row, rows_of
from tvet_games.policy.solution import PolicySolution

SIZES = (100, 1_000, 10_000, FINE)
"""Parts of the fractions that are tried for a direction, the simplest first."""

MOST_SUPPORTS = 150
"""Most sets of instruments that are tried where only so many may be used."""


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
        If a conflict is not of two players with two actions each, or there is no lever to search over.
    """
    from tvet_games.policy.assembly import baselines, least_cost, refined, solution, spent_today, standing_conditions
    from tvet_games.policy.basin.shortfall import without_basin

    check_two_by_two(problem, "a basin of attraction")
    if not problem.levers:
        what = "is empty; a basin of attraction is searched over the levels of at least one instrument"
        raise InputError("instruments", [Problem("", what)])
    share = max(c.share for c in wanted.criteria if isinstance(c, Basin))
    stand = baselines(problem, wanted.today) if stand is None else stand
    spent = spent_today(problem, stand) if spent is None else spent
    rows = rows_of(problem, standing_conditions(problem, wanted, stand, spent))
    relaxation = _relaxation(choices_of(problem, wanted), Split(problem, basin_curve(share)), least_cost(problem, rows))
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
        choices = choices_of(problem, wanted)
        most = min(boxes, MAX_BOXES_OF_CHOICES) if choices else boxes
        closer = basin_bound(problem, rows, choices, share, result.costs.expected, most)
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


def _relaxation(choices: Sequence[Choice], split: Split, solve: Solve) -> Found | None:
    """The least cost with ``p q <= 1 - share``, or without it where the search for it has no end."""
    try:
        return search([*choices, split], solve)
    except SolverError:
        return search(choices, solve)


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
    from tvet_games.policy.assembly import least_cost

    least = smallest_gain(problem)
    solve, choices = least_cost(problem, rows), choices_of(problem, wanted)
    if reaches(problem, relaxation.certificate.x, share):
        return around(problem, relaxation.certificate.x, least), relaxation
    unique = _unique(choices, Elimination(problem, least), solve)
    best = None if unique is None else (around(problem, unique.certificate.x, least), unique)
    if best is not None and best[1].certificate.value - relaxation.bound <= GAP * abs(relaxation.bound):
        return best
    space = Space.of(problem, rows, share, least)
    points = [found.certificate.x for found in (relaxation, unique) if found is not None]

    def solved(directions: Sequence[Direction], size: int) -> tuple[list[Row], Found] | None:
        simple = [d for d in (simplified(d, float(share), size) for d in directions) if d is not None]
        if len(simple) < len(directions):
            return None
        own = exact_rows(problem, simple, least)
        found = search(choices, least_cost(problem, [*rows, *own]))
        return None if found is None or not reaches(problem, found.certificate.x, share) else (own, found)

    starts = [space.at(x) for x in points]
    spaces = [space, *(space.within(used) for used in _supports(space, wanted.at_most))]
    for directions in [directions for each in spaces for directions in each.best(starts)]:
        finest = solved(directions, SIZES[-1])
        if finest is None or (best is not None and best[1].certificate.value <= finest[1].certificate.value):
            continue
        simpler = (solved(directions, size) for size in SIZES)
        most = finest[1].certificate.value * PLAIN
        best = next((s for s in simpler if s is not None and s[1].certificate.value <= most), finest)
    return finished(problem, rows, choices, share, best, points)


def _unique(choices: Sequence[Choice], elimination: Elimination, solve: Solve) -> Found | None:
    """The least cost of dominance, which has every basin; None also where the search for it has no end."""
    try:
        return search([*choices, elimination], solve)
    except SolverError:
        return None


def _supports(space: Space, at_most: int | None) -> list[tuple[int, ...]]:
    """The cheapest sets of instruments of the size that is allowed, by a rough search; none where it has no end."""
    levels = range(len(space.cost))
    if at_most is None or at_most >= len(levels) or comb(len(levels), at_most) > MOST_SUPPORTS:
        return []
    every = [used for used in combinations(levels, at_most) if all(k in used or not space.low[k] for k in levels)]
    costs = [space.within(used).rough() for used in every]
    order = sorted(range(len(every)), key=lambda n: (costs[n], n))
    return [every[n] for n in order if np.isfinite(costs[n])][:TRIED]
