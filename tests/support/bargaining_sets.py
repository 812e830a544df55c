"""Hypothesis strategies of bargaining problems in fractions: few values, so that ties and flat edges are common."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.bargaining.bargain import can_gain
from tvet_games.solve.bargaining.feasible_set import FeasibleSet
from tvet_games.testing import bimatrix_games, small_fractions

HULL_RULES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
WEIGHTED = ("nash", "egalitarian", "utilitarian")

numbers = st.integers(-3, 4)
pairs = st.tuples(numbers, numbers)
positive_weights = st.tuples(st.integers(1, 4), st.integers(1, 4))
discount = small_fractions(0, Fraction(9, 10), max_denominator=10)
discounts = st.tuples(discount, discount)


@dataclass(frozen=True)
class Bargain:
    """Points of a hull, and a disagreement point that leaves something to gain."""

    points: list
    d: tuple

    @property
    def feasible(self) -> FeasibleSet:
        return FeasibleSet.from_points(self.points)

    def mapped(self, change) -> "Bargain":
        return Bargain([change(p) for p in self.points], change(self.d))

    def with_points(self, more) -> "Bargain":
        return Bargain([*self.points, *more], self.d)


@st.composite
def bargains(draw: st.DrawFn, largest: int = 7) -> Bargain:
    points = draw(st.lists(pairs, min_size=1, max_size=largest))
    top = draw(st.sampled_from(points))
    below = draw(st.tuples(small_fractions(0, 5, max_denominator=3), small_fractions(0, 5, max_denominator=3)))
    problem = Bargain(points, (top[0] - below[0], top[1] - below[1]))
    assume(can_gain(problem.feasible, problem.d))
    return problem


def two_player_games(largest: int = 3) -> st.SearchStrategy[NormalFormGame]:
    return bimatrix_games(largest=largest, entries=numbers)


def points_of_hull(points: list, seed: int, count: int = 20) -> list:
    """Random points of the convex hull, in fractions, the corners among them."""
    rng = np.random.default_rng(seed)
    found = [tuple(map(Fraction, p)) for p in points]
    for _ in range(count):
        shares = rng.integers(0, 5, len(points)) + (rng.integers(0, len(points)) == np.arange(len(points)))
        total = int(shares.sum())
        found.append(
            tuple(sum(Fraction(int(s), total) * p[i] for s, p in zip(shares, points, strict=True)) for i in (0, 1))
        )
    return found
