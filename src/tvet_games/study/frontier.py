"""What a stronger criterion costs: least expected cost against the criterion's strength.

In the margin (and so in the budget, which is the same curve read the other way round) the cost is piecewise linear,
with exact breakpoints, unless the question is a choice (:mod:`~tvet_games.study.margin_curve`): then the curve is
checked, or with levels in whole steps, split beliefs or a basin a row of exact points. In p, delta, the basin share and
alpha it is piecewise rational: a fine curve of exact points. Where the curve is not exact, what lies between its points
is answered by the search itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import pairwise, takewhile
from typing import Any

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.linear_programs.certificate import ZERO
from tvet_games.model.policy import Policy
from tvet_games.numerics import Number, exact
from tvet_games.policy.question import Question
from tvet_games.policy.scenario import Asked, as_question
from tvet_games.policy.search import answer
from tvet_games.study.chunks.executor import run_in_order, worker_count
from tvet_games.study.margin_curve import STRENGTHS, FrontierPoint, Over, has_branches, margin_curve, with_strength
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

Progress = Callable[[int, int], None]
"""Is called with how many points are done, and how many there are."""

Point = tuple[Question, Over, Fraction]
"""What is searched for a point."""

Search = Callable[[Sequence[Point]], list[FrontierPoint]]
"""Searches points and returns them in their order."""

HALVINGS = 12
"""How often the distance between two points is halved to find what a budget buys there."""


@dataclass(frozen=True, slots=True, eq=False)
class Frontier(Shown):
    """Least cost against the strength of a criterion.

    Attributes
    ----------
    question : Question
    over : str
    points : tuple of FrontierPoint
        In the order of their strength; between two of them the cost is linear where ``is_exact``.
    is_exact : bool
        Whether every breakpoint is among the points: over the margin, where the question is no choice.
    is_checked : bool
        Whether the straight lines between the points agree with the search halfway. Always so where ``is_exact``;
        elsewhere a cheaper branch may still hide in between.
    """

    question: Question = field(repr=False)
    over: Over
    points: tuple[FrontierPoint, ...] = field(repr=False)
    is_exact: bool
    is_checked: bool = False

    @property
    def breakpoints(self) -> tuple[FrontierPoint, ...]:
        """The points at which the slope changes."""
        return tuple(point for point in self.points if point.is_breakpoint)

    def cost_at(self, strength: Number) -> Fraction | None:
        """Cost at a strength; None where no policy will do.

        Linear between the points where the curve is exact; elsewhere the question is answered at that strength, which
        takes a search.

        Raises
        ------
        InputError
            If it lies outside the frontier.
        """
        wanted = exact(strength)
        for point in self.points:
            if point.strength == wanted:
                return point.cost
        for before, after in pairwise(self.points):
            if before.strength < wanted < after.strength:
                if not self.is_exact:
                    return _searched(self.question, self.over, wanted).cost
                if before.cost is None or after.cost is None:
                    return None
                part = (wanted - before.strength) / (after.strength - before.strength)
                return before.cost + part * (after.cost - before.cost)
        ends = f"{self.points[0].strength} and {self.points[-1].strength}" if self.points else "any two strengths"
        raise InputError("frontier", [Problem("strength", f"is not between {ends}", str(strength))])

    def bought_by(self, budget: Number) -> Fraction | None:
        """The largest strength that a budget buys; None where it buys nothing.

        Exact where the curve is. A margin of another curve was searched and does not cost more than the budget; it
        falls short of the largest by at most the distance between two points over ``2**HALVINGS``. Of a p, a delta, a
        share or an alpha: the largest among the points.
        """
        return _bought(self, exact(budget))

    def card(self, language: Language | None = None) -> Card:
        """Return a row a point, and what the curve is in between."""
        from tvet_games.study.frontier_card import frontier_card

        return frontier_card(self, spoken(language))

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
    executor: Executor | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Frontier:
    """Draw the least cost against the strength of the criterion.

    Parameters
    ----------
    asked : Question, Scenario, name or path
    over : str
        ``margin`` (exact breakpoints, unless the question is a choice); ``budget``: the same curve up to a cost of
        ``stop``; ``p``, ``delta``, ``share`` or ``alpha``, where the question has such a criterion (exact points of a
        fine curve).
    start, stop : number, optional
        Ends of the strength; by default 0 to twice the margin (at least 100) for a margin, 0 to 1 for a share. For
        ``budget`` the largest cost, by default as far as any policy goes.
    points : int
        How many points a curve that is not piecewise linear has; where the margin's curve is checked, how many margins
        are searched before its corners.
    executor : concurrent.futures.Executor, optional
        A process pool or a cluster, for curves whose points are searched one by one; those of a margin are found one
        from the other, here. By default one thread: two are no faster, because fractions keep the interpreter.
    workers : int, optional
        Points at one time; by default as many as the executor has workers.
    progress : function, optional
        Called with how many points are done, and how many there are.

    Returns
    -------
    Frontier

    Raises
    ------
    InputError
        If the question has no criterion with that strength, the ends contradict each other, or there are fewer than
        two points.

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
    if points < 2:
        raise InputError("frontier", [Problem("points", "is below 2", str(points))])
    count = worker_count(workers, executor, alone=1)
    search = partial(run_in_order, _search_point, executor=executor, workers=count, progress=progress)
    if over == "budget":
        if start is not None:
            raise InputError(
                "frontier", [Problem("from", "has no meaning for a budget; give only the largest cost", str(start))]
            )
        if stop is not None and exact(stop) < 0:
            raise InputError("frontier", [Problem("to", "is below 0", str(stop))])
        return _budget_frontier(question, None if stop is None else exact(stop), points, search)
    low, high = _ends(question, over, start, stop)
    return _drawn(question, over, low, high, points, search)


def _ends(question: Question, over: Over, start: Number | None, stop: Number | None) -> tuple[Fraction, Fraction]:
    margin = max(c.margin for c in question.requirements.criteria)
    largest = max(2 * margin, Fraction(100)) if over == "margin" else Fraction(1)
    low = ZERO if start is None else exact(start)
    high = largest if stop is None else exact(stop)
    if not 0 <= low < high:
        raise InputError("frontier", [Problem("from, to", f"expected 0 <= from < to, got {low} and {high}")])
    return low, high


def _drawn(
    question: Question,
    over: Over,
    low: Fraction,
    high: Fraction,
    points: int,
    search: Search,
) -> Frontier:
    """The curve between two strengths."""
    grid = [low + (high - low) * Fraction(k, points - 1) for k in range(points)]
    if over == "margin" and has_branches(question):
        curve = margin_curve(question, low, high, grid)
        return Frontier(question, over, curve.points, curve.is_exact, curve.is_checked)
    asked = [(question, over, strength) for strength in grid]
    found = search(asked)
    return Frontier(question, over, tuple(found), is_exact=False)


def _search_point(asked: Point) -> FrontierPoint:
    return _searched(*asked)


def _searched(question: Question, over: Over, strength: Fraction) -> FrontierPoint:
    """The question answered at a strength."""
    solved = answer(with_strength(question, "margin" if over == "budget" else over, strength))
    return FrontierPoint(strength, solved.cost, solved.levels)


# What a budget buys


def _budget_frontier(question: Question, limit: Fraction | None, points: int, search: Search) -> Frontier:
    """The margin's curve, up to a cost or as far as any policy goes."""
    high = max(max(c.margin for c in question.requirements.criteria), Fraction(1))
    while _is_within(_searched(question, "margin", high), limit):
        high *= 4
    curve = _drawn(question, "margin", ZERO, high, points, search)
    kept = list(takewhile(lambda point: _is_within(point, limit), curve.points))
    last = _bought(curve, limit)
    if last is not None and last > kept[-1].strength:
        after = curve.points[len(kept)]
        kept.append(_on_line(kept[-1], after, last) if curve.is_exact else _searched(question, "margin", last))
    is_checked = curve.is_exact or (curve.is_checked and _is_checked_halfway(question, kept[-2:]))
    return Frontier(question, "budget", tuple(kept), curve.is_exact, is_checked)


def _is_checked_halfway(question: Question, ends: Sequence[FrontierPoint]) -> bool:
    """Whether the search agrees halfway between the last two points of a curve, the last of which is new."""
    if len(ends) < 2:
        return True
    before, after = ends
    middle = (before.strength + after.strength) / 2
    return _searched(question, "margin", middle).cost == _on_line(before, after, middle).cost


def _is_within(point: FrontierPoint, limit: Fraction | None) -> bool:
    return point.cost is not None and (limit is None or point.cost <= limit)


def _bought(curve: Frontier, limit: Fraction | None) -> Fraction | None:
    """The largest strength within a limit, or that any policy reaches."""
    bought = [k for k, point in enumerate(curve.points) if _is_within(point, limit)]
    if not bought:
        return None
    inside = curve.points[bought[-1]]
    if bought[-1] + 1 == len(curve.points) or curve.over not in ("margin", "budget"):
        return inside.strength
    outside = curve.points[bought[-1] + 1]
    guess = _guess(inside, outside, limit)
    return guess if curve.is_exact else _narrowed(curve.question, inside.strength, outside.strength, guess, limit)


def _guess(inside: FrontierPoint, outside: FrontierPoint, limit: Fraction | None) -> Fraction:
    """The strength at which a straight line between two points reaches the limit."""
    if limit is None or inside.cost is None or outside.cost is None:
        return inside.strength
    part = (limit - inside.cost) / (outside.cost - inside.cost)
    return inside.strength + part * (outside.strength - inside.strength)


def _narrowed(question: Question, low: Fraction, high: Fraction, guess: Fraction, limit: Fraction | None) -> Fraction:
    """The largest margin within the limit that a search confirms, between one that is (low) and one that is not."""

    def is_bought(margin: Fraction) -> bool:
        return _is_within(_searched(question, "margin", margin), limit)

    least = (high - low) / 2**HALVINGS
    # First the guess, and just beyond it: between two points of a checked curve that is nearly always the answer.
    for margin in (guess, guess + least):
        if low < margin < high:
            low, high = (margin, high) if is_bought(margin) else (low, margin)
    while high - low > least:
        middle = (low + high) / 2
        low, high = (middle, high) if is_bought(middle) else (low, middle)
    return low


def _on_line(before: FrontierPoint, after: FrontierPoint, strength: Fraction) -> FrontierPoint:
    """A point between two breakpoints: the levels move linearly where the cost does."""
    assert before.cost is not None
    assert after.cost is not None
    part = (strength - before.strength) / (after.strength - before.strength)
    levels = {name: level + part * (after.levels[name] - level) for name, level in before.levels.items()}
    return FrontierPoint(strength, before.cost + part * (after.cost - before.cost), Policy(**levels))
