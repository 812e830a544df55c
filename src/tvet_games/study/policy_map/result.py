"""What a policy map holds: its regions, the cheapest package, the line of its cost, the levels of today, a budget."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from tvet_games.errors import InputError, Problem
from tvet_games.linear_programs.certificate import ZERO
from tvet_games.numerics import Number, exact
from tvet_games.policy.levers import Lever
from tvet_games.policy.question import Question
from tvet_games.policy.solution import PolicySolution
from tvet_games.study.policy_map.planes import Point, Polygon, area, common, is_inside, kept, outline
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

Standing = Literal["only", "among", "not", "none"]
"""Everybody's cooperation is the only pure equilibrium, one of several, not one of them, or there is none."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the map in which the equilibria are the same.

    Attributes
    ----------
    standings : tuple of str
        For each conflict, whether everybody's cooperation is the ``only`` pure equilibrium, ``among`` several, ``not``
        one of those that there are, or whether there is ``none``.
    equilibria : tuple of tuple of str, or None
        The pure equilibria by their actions, where the map is of one conflict between two; None where it only tells
        how cooperation stands.
    cells : tuple of polygons
        Convex parts, which together are the region.
    share : Fraction
        [share of the map]
    """

    standings: tuple[Standing, ...]
    equilibria: tuple[tuple[str, ...], ...] | None
    cells: tuple[Polygon, ...] = field(repr=False)
    share: Fraction

    @property
    def rings(self) -> tuple[Polygon, ...]:
        """The border: counter-clockwise around the region, clockwise around its holes."""
        return outline(self.cells)

    def within(self, polygon: Polygon) -> tuple[Polygon, ...]:
        """The border of that part of the region which lies in a convex polygon."""
        parts = (common(cell, polygon) for cell in self.cells)
        return outline(part for part in parts if area(part) > 0)

    def has(self, point: Point) -> bool:
        """Whether a point lies in the region or on its border."""
        return any(is_inside(cell, point) for cell in self.cells)


@dataclass(frozen=True, slots=True, eq=False)
class PolicyMap(Shown):
    """What each pair of levels of two instruments makes of a conflict.

    Attributes
    ----------
    question : Question
        With all that was asked: conflicts, figures, instruments, requirements.
    x, y : Lever
        The instruments on the axes, with their bounds.
    box : polygon
        The corners of the map: from the lower bounds to a little beyond the last border, or to the upper bounds.
    regions : tuple of Region
        The largest first.
    ceiling : polygon
        Where no ceiling on support to one party is exceeded; the whole map where there is none.
    allowed : polygon or None
        Where all requirements are met (criterion, participation, ceilings); empty if nowhere in the map; None where
        they are no intersection of half planes (a criterion that is a choice, levels in steps).
    solution : PolicySolution
        The cheapest package of these two instruments, or why there is none.
    today : point or None
        The levels in force today, where the question names a status quo.
    budget : Fraction or None
        [money, all heads, per period]
    spent : Fraction
        What the status quo costs today; a budget is for what comes on top.
    """

    question: Question = field(repr=False)
    x: Lever = field(repr=False)
    y: Lever = field(repr=False)
    box: Polygon = field(repr=False)
    regions: tuple[Region, ...] = field(repr=False)
    ceiling: Polygon = field(repr=False)
    allowed: Polygon | None = field(repr=False)
    solution: PolicySolution = field(repr=False)
    today: Point | None
    budget: Fraction | None
    spent: Fraction = field(repr=False)

    @property
    def is_detailed(self) -> bool:
        """Whether regions differ by their pure equilibria, not only by how cooperation stands."""
        return self.regions[0].equilibria is not None

    @property
    def optimum(self) -> Point | None:
        """The levels of the cheapest package; None where there is none."""
        if not self.solution.feasible:
            return None
        return self.solution.levels[self.x.name], self.solution.levels[self.y.name]

    @property
    def is_affordable(self) -> bool | None:
        """Whether the budget pays for the cheapest package; None without a budget."""
        if self.budget is None:
            return None
        return self.solution.cost is not None and self.solution.cost <= self.budget + self.spent

    def cost_at(self, x: Number, y: Number) -> Fraction:
        """Expected public cost at two levels, what stays as it is included [money, all heads, per period]."""
        levels = dict(zip((self.x.name, self.y.name), (exact(x), exact(y)), strict=True))
        problem = self.solution.problem
        pairs = zip(problem.expected_bill, problem.levers, strict=True)
        return sum((unit * levels.get(lever.name, lever.low) for unit, lever in pairs), ZERO)

    def budget_line(self, cost: Number | None = None) -> tuple[Point, Point] | None:
        """Where a cost is exactly spent: the ends of a straight line; by default the cost of the cheapest package.

        None where the line does not cross the map, or there is no package.
        """
        spent = self.solution.cost if cost is None else exact(cost)
        if spent is None:
            return None
        here = self.cost_at(0, 0)
        line = self.cost_at(1, 0) - here, self.cost_at(0, 1) - here, here - spent
        on = kept(kept(self.box, line), (-line[0], -line[1], -line[2])) if line[0] or line[1] else ()
        return (min(on), max(on)) if len(on) > 1 else None

    def region_at(self, x: Number, y: Number) -> Region:
        """The region in which a pair of levels lies; on a border the largest of those that meet there.

        Raises
        ------
        InputError
            If the levels are not on the map.
        """
        point = exact(x), exact(y)
        found = next((region for region in self.regions if region.has(point)), None)
        if found is None:
            (left, low), _, (right, high), _ = self.box
            what = f"are not on the map, which goes from {left} to {right} and from {low} to {high}"
            raise InputError("policy_map", [Problem("levels", what, f"{x}, {y}")])
        return found

    def card(self, language: Language | None = None) -> Card:
        """What notebooks, papers and shells show of it: the sentences, and the regions as a table."""
        from tvet_games.study.policy_map.words import card_of

        return card_of(self, spoken(language))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """The map in sentences."""
        from tvet_games.study.policy_map.words import describe

        return describe(self, language)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a region; share of the map, standing, equilibria, corners."""
        import pandas as pd

        from tvet_games.study.policy_map.words import name_of

        rows = []
        for region in self.regions:
            played = None if region.equilibria is None else tuple(" / ".join(e) for e in region.equilibria)
            standings = dict(zip((c.name for c in self.question.conflicts), region.standings, strict=True))
            rows.append(
                {"share of the map": float(region.share), **standings, "equilibria": played, "corners": region.rings}
            )
        return pd.DataFrame(rows, index=pd.Index([name_of(self, r) for r in self.regions], name="region"))
