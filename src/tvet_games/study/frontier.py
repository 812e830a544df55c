"""What a stronger criterion costs: least expected cost against the criterion's strength.

In the margin (and so in the budget, which is the same curve read the other way round) the cost is piecewise linear,
with exact breakpoints (:mod:`~tvet_games.study.margin_curve`). In p, delta, the basin share and alpha it is piecewise
rational: a fine curve of exact points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.model.policy import Policy
from tvet_games.numerics import Number, exact
from tvet_games.policy.certificate import ZERO
from tvet_games.policy.question import Question
from tvet_games.policy.scenario import Asked, as_question
from tvet_games.policy.search import answer
from tvet_games.study.margin_curve import STRENGTHS, FrontierPoint, Over, margin_points, with_strength


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """Least cost against the strength of a criterion.

    Attributes
    ----------
    question : Question
    over : str
    points : tuple of FrontierPoint
        In the order of their strength; between two of them the cost is linear where ``is_exact``.
    is_exact : bool
        Whether every breakpoint is among the points.
    """

    question: Question = field(repr=False)
    over: Over
    points: tuple[FrontierPoint, ...]
    is_exact: bool

    @property
    def breakpoints(self) -> tuple[FrontierPoint, ...]:
        """The points at which the slope changes."""
        return tuple(point for point in self.points if point.is_breakpoint)

    def cost_at(self, strength: Number) -> Fraction | None:
        """Cost at a strength, linear between the points; None where no policy will do.

        Raises
        ------
        InputError
            If it lies outside the frontier.
        """
        wanted = exact(strength)
        for before, after in pairwise(self.points):
            if before.strength <= wanted <= after.strength:
                if before.cost is None or after.cost is None:
                    return (
                        before.cost if wanted == before.strength else after.cost if wanted == after.strength else None
                    )
                part = (wanted - before.strength) / (after.strength - before.strength)
                return before.cost + part * (after.cost - before.cost)
        ends = f"{self.points[0].strength} and {self.points[-1].strength}"
        raise InputError("frontier", [Problem("strength", f"is not between {ends}", str(strength))])

    def bought_by(self, budget: Number) -> Fraction | None:
        """The largest strength that a budget buys; None where it buys nothing."""
        limit, best = exact(budget), None
        for before, after in pairwise(self.points):
            if before.cost is None or before.cost > limit:
                continue
            best = before.strength
            if after.cost is None:
                continue
            if after.cost <= limit:
                best = after.strength
            elif self.is_exact:
                part = (limit - before.cost) / (after.cost - before.cost)
                best = before.strength + part * (after.strength - before.strength)
        return best

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a point; cost and the level of each instrument."""
        import pandas as pd

        rows = [{"cost": p.cost, "breakpoint": p.is_breakpoint, **p.levels} for p in self.points]
        return pd.DataFrame(rows, index=pd.Index([p.strength for p in self.points], name=self.over))


def frontier(
    asked: Asked,
    over: Over = "margin",
    *,
    start: Number | None = None,
    stop: Number | None = None,
    points: int = 21,
    progress: Callable[[int, int], None] | None = None,
) -> Frontier:
    """Draw the least cost against the strength of the criterion.

    Parameters
    ----------
    asked : Question, Scenario, name or path
    over : str
        ``margin`` (exact breakpoints); ``budget``: the same curve up to a cost of ``stop``; ``p``, ``delta``,
        ``share`` or ``alpha``, where the question has such a criterion (exact points of a fine curve).
    start, stop : number, optional
        Ends of the strength; by default 0 to twice the margin (at least 100) for a margin, 0 to 1 for a share. For
        ``budget`` the largest cost, by default as far as any policy goes.
    points : int
        How many points a curve that is not piecewise linear has.
    progress : function, optional
        Called with how many points are done, and how many there are.

    Returns
    -------
    Frontier

    Raises
    ------
    InputError
        If the question has no criterion with that strength, or the ends contradict each other.

    Examples
    --------
    >>> from tvet_games.policy.question import question
    >>> curve = frontier(question("school_enterprise", "germany_2022", ["training_subsidy"]), start=0, stop=1_000)
    >>> [(int(p.strength), int(p.cost)) for p in curve.points]
    [(0, 3985), (1000, 4838)]
    """
    question = as_question(asked)
    if over not in STRENGTHS:
        raise unknown("strength of a criterion", over, STRENGTHS, source="frontier")
    if over == "budget":
        return _budget_frontier(question, None if stop is None else exact(stop))
    low, high = _ends(question, over, start, stop)
    if over == "margin":
        return Frontier(question, over, tuple(margin_points(question, low, high)), is_exact=True)
    found = []
    for k in range(points):
        strength = low + (high - low) * Fraction(k, points - 1)
        solved = answer(with_strength(question, over, strength))
        found.append(FrontierPoint(strength, solved.cost, solved.levels))
        if progress is not None:
            progress(k + 1, points)
    return Frontier(question, over, tuple(found), is_exact=False)


def _ends(question: Question, over: Over, start: Number | None, stop: Number | None) -> tuple[Fraction, Fraction]:
    margin = max(c.margin for c in question.requirements.criteria)
    largest = max(2 * margin, Fraction(100)) if over == "margin" else Fraction(1)
    low = ZERO if start is None else exact(start)
    high = largest if stop is None else exact(stop)
    if not 0 <= low < high:
        raise InputError("frontier", [Problem("from, to", f"expected 0 <= from < to, got {low} and {high}")])
    return low, high


# The margin, and the budget


def _budget_frontier(question: Question, limit: Fraction | None) -> Frontier:
    """The margin's curve, up to a cost or as far as any policy goes."""
    high = max(max(c.margin for c in question.requirements.criteria), Fraction(1))
    while True:
        points = margin_points(question, ZERO, high)
        last = points[-1].cost
        if last is None or (limit is not None and last >= limit):
            break
        high *= 4
    return Frontier(question, "budget", tuple(_cut(points, limit)), is_exact=True)


def _cut(points: Sequence[FrontierPoint], limit: Fraction | None) -> list[FrontierPoint]:
    """The points whose cost is within the limit, and the one at the limit."""
    kept: list[FrontierPoint] = []
    for point in points:
        if point.cost is None:
            break
        if limit is not None and point.cost > limit:
            if kept and kept[-1].cost is not None:
                before = kept[-1]
                part = (limit - before.cost) / (point.cost - before.cost)  # type: ignore[operator]
                strength = before.strength + part * (point.strength - before.strength)
                kept.append(FrontierPoint(strength, limit, _between(before.levels, point.levels, part)))
            break
        kept.append(point)
    return kept


def _between(first: Policy, second: Policy, part: Fraction) -> Policy:
    """Levels between two breakpoints: they move linearly where the cost does."""
    return Policy(**{name: level + part * (second[name] - level) for name, level in first.items()})
