"""The least cost as a function of the margin: convex and piecewise linear for a branch, with exact breakpoints.

Two supporting lines meet, and either the curve goes through that point, or the point gives a further line. Where the
question is a choice (an order of elimination, a punishment, at most k instruments) the curve is the lower envelope over
its branches. A branch is known once it is the cheapest at a margin that was searched: first those of a grid, then every
corner of the envelope and every margin halfway between two corners, until the search finds nothing cheaper at any of
them. A branch that is the cheapest only in between stays unknown, so such a curve is checked and not exact.

References
----------
Gass and Saaty (1955), The computational algorithm for the parametric objective function, Naval Research Logistics 2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

from tvet_games.errors import InputError, NotAffineError, Problem
from tvet_games.model.policy import Policy
from tvet_games.policy.assembly import baselines, fixed_rows, least_cost
from tvet_games.policy.choices.branching import search
from tvet_games.policy.criteria import Basin, Criterion, name_of
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.requirements import choices_of
from tvet_games.policy.rows import Condition
from tvet_games.study.margin_branch import MARK, Branch, corners_of, last_feasible

Over = Literal["margin", "budget", "p", "delta", "share", "alpha"]

STRENGTHS: tuple[Over, ...] = ("margin", "budget", "p", "delta", "share", "alpha")

MAX_SEARCHES = 200
"""Most margins at which a question that is a choice is searched."""


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """A point of a frontier.

    Attributes
    ----------
    strength : Fraction
        Of the criterion: margin [money per head and period], p, delta, share or alpha.
    cost : Fraction or None
        [money, all heads, per period] Least expected public cost; None where no policy will do.
    levels : Policy
        Of the cheapest package there; empty where there is none.
    is_breakpoint : bool
        Whether the slope of the curve changes here.
    beyond : tuple of str or None
        Instruments of a cheapest package between here and the next point, where the curve is straight in between; else
        None.
    """

    strength: Fraction
    cost: Fraction | None
    levels: Policy
    is_breakpoint: bool = False
    beyond: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class MarginCurve:
    """Least cost over an interval of margins.

    Attributes
    ----------
    points : tuple of FrontierPoint
    is_exact : bool
        Whether the cost is linear between the points: the question is no choice.
    is_checked : bool
        Whether the straight lines between the points agree with the search at every point and halfway between any two.
        They do not where a branch ends and the cost jumps.
    """

    points: tuple[FrontierPoint, ...]
    is_exact: bool
    is_checked: bool

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a point; cost, and whether the slope changes there."""
        import pandas as pd

        rows = [{"cost": p.cost, "breakpoint": p.is_breakpoint, **p.levels} for p in self.points]
        return pd.DataFrame(rows, index=pd.Index([p.strength for p in self.points], name="margin"))


def with_strength(question: Question, over: Over, strength: Fraction) -> Question:
    """The question with another strength of its criteria."""
    if over == "margin":
        return question.replace(criteria=tuple(_with(c, margin=strength) for c in question.requirements.criteria))
    has = [c for c in question.requirements.criteria if hasattr(c, over)]
    if not has:
        named = ", ".join(name_of(c) for c in question.requirements.criteria)
        problem = Problem("over", f"needs a criterion with {over}; the question has {named}", over)
        raise InputError("frontier", [problem])
    changed = tuple(_with(c, **{over: strength}) if c in has else c for c in question.requirements.criteria)
    return question.replace(criteria=changed)


def _with(criterion: Criterion, **changes: Fraction) -> Criterion:
    numbers = {name: getattr(criterion, name) for name in type(criterion).__dataclass_fields__}
    return type(criterion)(**{**numbers, **changes})


def has_branches(question: Question) -> bool:
    """Whether the least cost is an envelope of finitely many linear programs in the margin.

    It is not with levels in whole steps (a staircase), beliefs that split a continuum, Basin, or terms that are not
    affine.
    """
    if any(isinstance(c, Basin) for c in question.requirements.criteria):
        return False
    try:
        problem = question.problem()
    except NotAffineError:
        return False
    stepped = any(lever.step is not None for lever in problem.levers)
    return not stepped and not any(choice.endless for choice in choices_of(problem, question.requirements))


def margin_curve(question: Question, low: Fraction, high: Fraction, grid: Sequence[Fraction] = ()) -> MarginCurve:
    """Draw the least cost between two margins, ends included.

    Parameters
    ----------
    question : Question
        One that :func:`has_branches`.
    low, high : Fraction
        [money per head and period]
    grid : sequence of Fraction
        Where a question that is a choice is searched first.
    """
    problem = question.problem()
    is_choice = bool(choices_of(problem, question.requirements))
    branches: list[Branch] = []
    searched: set[Fraction] = set()
    found: list[Fraction] = []
    wanted = sorted({low, high, *(grid if is_choice else ())})
    while wanted and len(searched) < MAX_SEARCHES:
        for margin in wanted[: MAX_SEARCHES - len(searched)]:
            _add_branch(question, problem, margin, branches)
            searched.add(margin)
        found = _bends(branches, _envelope(branches, low, high))
        halfway = [(a + b) / 2 for a, b in pairwise(found)] if is_choice else []
        wanted = sorted({*found, *halfway} - searched)
    halves = {a: _point(branches, (a + b) / 2, bends=False) for a, b in pairwise(found)}
    costs = {p.strength: p.cost for p in (*(_point(branches, m, bends=False) for m in found), *halves.values())}
    straight = all(_is_straight(costs, a, halves[a].strength, b) for a, b in pairwise(found))
    is_checked = straight and not wanted
    # Where the searches ran out, only what was searched is sure.
    rows = [_point(branches, m, m not in (low, high)) for m in found if m in searched]
    if is_checked:
        rows = _with_ways(rows, None if not is_choice else halves)
    return MarginCurve(tuple(rows), not is_choice, is_checked)


def _with_ways(rows: list[FrontierPoint], halves: Mapping[Fraction, FrontierPoint] | None) -> list[FrontierPoint]:
    """Tell what is in use between points: what is used halfway, or, on one branch, at either end.

    On one branch a mixture of the packages at both ends is a cheapest package between them.
    """
    between = [
        replace(
            a, beyond=tuple((a.levels.active | b.levels.active) if halves is None else halves[a.strength].levels.active)
        )
        for a, b in pairwise(rows)
        if b.cost is not None
    ]
    return [*between, *rows[len(between) :]]


def _add_branch(question: Question, problem: PolicyProblem, margin: Fraction, branches: list[Branch]) -> None:
    """Find the branch that is best at a margin, unless a known one is as good."""
    asked = with_strength(question, "margin", margin)
    marked = with_strength(question, "margin", MARK).requirements
    stand = baselines(problem, asked.requirements.today)
    rows = fixed_rows(problem, asked.requirements, stand)
    found = search(choices_of(problem, asked.requirements), least_cost(problem, rows))
    if found is None:
        return
    known = [b.at(margin) for b in branches]
    if any(c.kind == "optimal" and c.value <= found.certificate.value for c in known):
        return
    fixed = [row.condition for row in fixed_rows(problem, marked, stand)]
    settled = [_marked(row.condition, margin) for row in found.settled]
    branches.append(Branch(question, problem, tuple(dict.fromkeys([*fixed, *settled]))))


def _marked(condition: Condition, margin: Fraction) -> Condition:
    """A condition of a branch with the mark in place of the margin."""
    moves = condition.kind == "deviation" and condition.bound == margin
    fixed = condition.what == "credible" or condition.what.startswith("belief")
    return replace(condition, bound=MARK) if moves and not fixed else condition


def _envelope(branches: Sequence[Branch], low: Fraction, high: Fraction) -> list[Fraction]:
    """Margins at which the lower envelope of the branches may bend."""
    corners = {low, high}
    ends = []
    for branch in branches:
        end = last_feasible(branch, low, high)
        if end is None:
            continue
        ends.append(end)
        corners |= {end, *corners_of(branch, low, end)}
    ordered = sorted(corners)
    crossings: set[Fraction] = set()
    for a, b in pairwise(ordered):
        crossings |= _crossings(branches, a, b)
    return sorted(corners | crossings)


def _bends(branches: Sequence[Branch], corners: Sequence[Fraction]) -> list[Fraction]:
    """The ends, and the corners at which the envelope is not straight: corners of dearer branches are none of it."""
    values = {m: _point(branches, m, bends=False).cost for m in corners}
    kept = [corners[0]]
    for here, after in pairwise(corners[1:]):
        if not _is_straight(values, kept[-1], here, after):
            kept.append(here)
    return [*kept, corners[-1]]


def _is_straight(values: Mapping[Fraction, Fraction | None], a: Fraction, middle: Fraction, b: Fraction) -> bool:
    """Whether three points are on a line; beyond the last policy there is none to be on."""
    left, here, right = values[a], values[middle], values[b]
    if left is None or here is None or right is None:
        return here is None and right is None
    return (here - left) * (b - middle) == (right - here) * (middle - a)


def _crossings(branches: Sequence[Branch], a: Fraction, b: Fraction) -> set[Fraction]:
    """Where two branches, both linear between a and b, cross."""
    lines = [(p.value, q.value) for p, q in ((x.at(a), x.at(b)) for x in branches) if p.kind == q.kind == "optimal"]
    found = set()
    for k, (p, q) in enumerate(lines):
        for r, s in lines[:k]:
            if (p - r) * (q - s) < 0:
                found.add(a + (b - a) * (p - r) / ((p - r) - (q - s)))
    return found


def _point(branches: Sequence[Branch], margin: Fraction, bends: bool) -> FrontierPoint:
    solved = [c for c in (b.at(margin) for b in branches) if c.kind == "optimal"]
    if not solved:
        return FrontierPoint(margin, None, Policy())
    best = min(solved, key=lambda c: c.value)
    levers = branches[0].problem.levers
    return FrontierPoint(margin, best.value, Policy(**{v.name: x for v, x in zip(levers, best.x, strict=True)}), bends)
