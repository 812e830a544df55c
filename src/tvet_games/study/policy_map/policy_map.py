"""A map of two instruments: the equilibria at each pair of levels, the cheapest pair, and what costs as much.

The axes are two levels, everything else stays as it is. Borders between regions, the part in which the requirements
are met and the line of equal cost are straight and exact: they follow from the payoffs, not from a grid. On a border
somebody is indifferent, and the equilibria of both sides are equilibria.

References
----------
Monderer and Tennenholtz (2004), k-Implementation, JAIR 21, 37-62. doi:10.1613/jair.1231
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tvet_games.errors import InputError, NotAffineError, Problem
from tvet_games.linear_programs.certificate import ZERO
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import load_instrument
from tvet_games.numerics import Number, exact
from tvet_games.policy.assembly import baselines, spent_today
from tvet_games.policy.criteria import Basin
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question, question
from tvet_games.policy.requirements import choices_of
from tvet_games.policy.rows import Condition, Row, row_of
from tvet_games.policy.search import solve_problem
from tvet_games.policy.solution import PolicySolution
from tvet_games.study.policy_map.planes import Polygon, area, kept, rectangle, seen
from tvet_games.study.policy_map.result import PolicyMap, Region, Standing
from tvet_games.study.policy_map.structure import Pure, line_of, structure_of

MOST_PROFILES = 64
"""Most profiles of a conflict: a map of more has too many lines to be read."""


def policy_map(
    conflicts: Conflict | str | Sequence[Conflict | str],
    calibration: Calibration | str,
    x: Instrument | str,
    y: Instrument | str,
    *,
    budget: Number | None = None,
    **limits: Any,
) -> PolicyMap:
    """Draw up the map of two instruments: regions by their equilibria, the cheapest package, the line of its cost.

    Parameters
    ----------
    conflicts : Conflict, name, or a sequence of them
        Of one conflict between two, regions differ by their pure equilibria; of several, or of a community, by how
        everybody's cooperation stands in each.
    calibration : Calibration or name
    x, y : Instrument or name
        On the axes: from the least level to a little beyond the last border, or to the largest level that is allowed
        if that comes first; with ``bounds``, between those.
    budget : number, optional
        [money, all heads, per period] For which a line is drawn, beyond what the status quo costs today; it does not
        restrict the cheapest package.
    **limits
        ``criterion``, ``participation``, ``bounds``, ``status_quo`` and all else that :func:`cheapest_policy` takes,
        except contracts. Other instruments of the status quo stay as they are.

    Returns
    -------
    PolicyMap

    Raises
    ------
    InputError
        If the instruments are the same, do nothing here or have no room, their effects are not affine in the levels,
        or a conflict has too many profiles for a map.

    Examples
    --------
    >>> found = policy_map("school_enterprise", "germany_2022", "training_subsidy", "school_grant")
    >>> [float(level) for level in found.optimum], round(float(found.solution.cost))
    ([4676.333333333333, 0.0], 3987)
    >>> print(found.describe()[0])
    Pure equilibria on 34.8 % of the map: only nominal / free-ride.
    """
    given = (x, y)
    names = [i.name if isinstance(i, Instrument) else i for i in given]
    if names[0] == names[1]:
        raise InputError(
            "policy_map", [Problem("y", "is the instrument on the other axis; expected another one", names[1])]
        )
    if limits.pop("contracts", False):
        raise InputError("policy_map", [Problem("contracts", "have no axis; a map is of two public instruments")])
    return map_question(question(conflicts, calibration, list(given), **limits), names[0], names[1], budget)


def map_question(asked: Question, x: str, y: str, budget: Number | None = None) -> PolicyMap:
    """The map of a policy question over two of its instruments; see :func:`policy_map`.

    Parameters
    ----------
    asked : Question
        Of its instruments only the two, and what is in force today, are left.
    x, y : str
        Names; of the shipped instruments too.
    budget : number, optional
        [money, all heads, per period]
    """
    own = _narrowed(asked, x, y)
    try:
        problem = own.problem()
    except NotAffineError as error:
        raise InputError("policy_map", [Problem("", f"needs effects that are affine in the levels: {error}")]) from None
    names = [lever.name for lever in problem.levers]
    pair = names.index(x), names.index(y)
    _check(problem, pair)
    solved = solve_problem(problem, own.requirements, unavailable=own.unavailable)
    structure, bounds = structure_of(problem, pair), _bounds(problem, pair)
    borders = [polygon for polygon, _ in structure.parts(bounds)]
    given = _is_given(own, x), _is_given(own, y)
    box = seen(bounds, [*borders, _kept(solved, pair, bounds, solved.rows), _least(solved, pair)], given)
    today = None
    if problem.status_quo:
        today = problem.status_quo[pair[0]], problem.status_quo[pair[1]]
    return PolicyMap(
        question=own,
        x=problem.levers[pair[0]],
        y=problem.levers[pair[1]],
        box=box,
        regions=_regions(problem, structure.parts(box), area(box)),
        ceiling=_kept(solved, pair, box, _ceilings(problem)),
        allowed=_kept(solved, pair, box, solved.rows) if _is_linear(solved) else None,
        solution=solved,
        today=today,
        budget=None if budget is None else exact(budget),
        spent=spent_today(problem, baselines(problem, own.requirements.today)) if problem.status_quo else ZERO,
    )


def _narrowed(asked: Question, x: str, y: str) -> Question:
    """The question with two levers, and what is in force and stays."""
    known = {i.name: i for i in asked.instruments}
    held = {name: level for name, level in asked.status_quo.items() if name not in (x, y)}
    chosen = [known.get(name) or load_instrument(name) for name in (x, y)]
    bounds = {name: pair for name, pair in asked.bounds.items() if name in (x, y)}
    return asked.replace(
        instruments=(*chosen, *(known[name] for name in held)),
        bounds=bounds | {name: (level, level) for name, level in held.items()},
        steps={name: step for name, step in asked.steps.items() if name in (x, y)},
    )


def _is_given(asked: Question, name: str) -> bool:
    """Whether the question says itself how far a level goes."""
    return name in asked.bounds and asked.bounds[name][1] is not None


def _check(problem: PolicyProblem, pair: tuple[int, int]) -> None:
    problems = [
        Problem(lever.name, f"has no room: its level is {lever.low}")
        for lever in (problem.levers[k] for k in pair)
        if lever.low == lever.high
    ]
    for arrays in problem.conflicts:
        count = arrays.baseline[0].size
        if count > MOST_PROFILES:
            what = f"has {count} profiles of actions; a map is for conflicts of at most {MOST_PROFILES}"
            problems.append(Problem(arrays.conflict.name, what))
    if problems:
        raise InputError("policy_map", problems)


def _regions(problem: PolicyProblem, parts: Sequence[tuple[Polygon, Pure]], whole: Fraction) -> tuple[Region, ...]:
    """Cells with the same equilibria, or the same standing of cooperation, together."""
    conflicts = [arrays.conflict for arrays in problem.conflicts]
    is_detailed = len(conflicts) == 1 and len(conflicts[0].players) == 2
    together: dict[tuple[Any, ...], list[Polygon]] = {}
    for polygon, pure in parts:
        standings = tuple(_standing(own) for own in pure)
        together.setdefault((standings, pure[0] if is_detailed else None), []).append(polygon)
    regions = []
    for (standings, profiles), polygons in together.items():
        played = None if profiles is None else tuple(_actions(conflicts[0], profile) for profile in profiles)
        regions.append(Region(standings, played, tuple(polygons), sum(map(area, polygons), ZERO) / whole))
    return tuple(sorted(regions, key=lambda region: -region.share))


def _standing(pure: Sequence[Sequence[int]]) -> Standing:
    target = sum(not any(profile) for profile in pure)
    if not pure:
        return "none"
    return "not" if not target else "only" if len(pure) == 1 else "among"


def _actions(conflict: Conflict, profile: Sequence[int]) -> tuple[str, ...]:
    return tuple(own[a] for own, a in zip(conflict.actions, profile, strict=True))


def _bounds(problem: PolicyProblem, pair: tuple[int, int]) -> Polygon:
    x, y = (problem.levers[k] for k in pair)
    return rectangle((x.low, x.high), (y.low, y.high))


def _is_linear(solved: PolicySolution) -> bool:
    """Whether the requirements are an intersection of half planes."""
    basin = any(isinstance(criterion, Basin) for criterion in solved.criteria)
    return not basin and not choices_of(solved.problem, solved.requirements)


def _kept(solved: PolicySolution, pair: tuple[int, int], polygon: Polygon, rows: Sequence[Row]) -> Polygon:
    """The part of a polygon that rows of the search leave."""
    for row in rows:
        polygon = kept(polygon, line_of(row.constraint, solved.problem, pair))
    return polygon


def _ceilings(problem: PolicyProblem) -> list[Row]:
    """The ceilings on support to one party."""
    return [row_of(problem, Condition("cap", what=group, index=k)) for k, (group, _, _) in enumerate(problem.caps)]


def _least(solved: PolicySolution, pair: tuple[int, int]) -> Polygon:
    """The cheapest package as a polygon of one corner, or of none."""
    return ((solved.vector[pair[0]], solved.vector[pair[1]]),) if solved.feasible else ()
