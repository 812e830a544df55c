"""Where in the plane of two levels which profiles are equilibria.

A profile s of a conflict is an equilibrium where no deviation gains: ``u_i(s) - u_i(b, s_-i) >= 0`` for every player i
and action b. Payoffs are affine in the levels, so each of these conditions is a half plane: the borders are straight
lines that follow from the payoffs, exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from tvet_games.linear_programs.certificate import ZERO, Constraint
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Condition, Part, Profile, row_of
from tvet_games.study.policy_map.planes import Line, Polygon, cells

Side = tuple[int, bool]
"""A line, and whether a condition holds on its positive side."""

Pure = tuple[tuple[Profile, ...], ...]
"""For each conflict the profiles that are equilibria."""


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """The conditions of all profiles, as sides of lines.

    Attributes
    ----------
    lines : tuple of Line
        Each once, whatever the conditions that it belongs to.
    profiles : for each conflict a mapping of profile to sides
        All of which must hold; profiles that are no equilibrium anywhere are left out.
    """

    lines: tuple[Line, ...]
    profiles: tuple[Mapping[Profile, frozenset[Side]], ...]

    def parts(self, box: Polygon) -> list[tuple[Polygon, Pure]]:
        """The convex parts of a rectangle between the lines, and which profiles are equilibria inside them."""
        return [(cell.polygon, self._pure(cell.above)) for cell in cells(box, self.lines)]

    def _pure(self, above: frozenset[int]) -> Pure:
        return tuple(
            tuple(profile for profile, sides in own.items() if all((k in above) is up for k, up in sides))
            for own in self.profiles
        )


def structure_of(problem: PolicyProblem, pair: tuple[int, int]) -> Structure:
    """The lines of a question, and what holds on which side of them.

    Parameters
    ----------
    problem : PolicyProblem
        Exact. Levers other than those two stay at their lowest level.
    pair : (int, int)
        The levers on the axes.
    """
    numbers: dict[Line, int] = {}
    profiles = []
    for c, arrays in enumerate(problem.conflicts):
        own: dict[Profile, frozenset[Side]] = {}
        for profile in product(*(range(size) for size in arrays.conflict.shape)):
            sides = _sides(_conditions(problem, c, profile), problem, pair, numbers)
            if sides is not None:
                own[profile] = sides
        profiles.append(own)
    return Structure(tuple(numbers), tuple(profiles))


def _conditions(problem: PolicyProblem, conflict: int, profile: Profile) -> Iterator[Constraint]:
    one = Fraction(1)
    for i, size in enumerate(problem.conflicts[conflict].conflict.shape):
        for b in range(size):
            if b != profile[i]:
                left = (*profile[:i], b, *profile[i + 1 :])
                part = Part(conflict, ((one, i, profile), (-one, i, left)))
                yield row_of(problem, Condition("deviation", (part,))).constraint


def _sides(
    conditions: Iterator[Constraint], problem: PolicyProblem, pair: tuple[int, int], numbers: dict[Line, int]
) -> frozenset[Side] | None:
    """The sides on which conditions hold; None where one of them holds nowhere."""
    lines = [line_of(condition, problem, pair) for condition in conditions]
    if any(not a and not b and c < 0 for a, b, c in lines):
        return None
    sides = set()
    for a, b, c in lines:
        lead = a or b
        if lead:
            line = a / lead, b / lead, c / lead
            sides.add((numbers.setdefault(line, len(numbers)), lead > 0))
    return frozenset(sides)


def line_of(constraint: Constraint, problem: PolicyProblem, pair: Sequence[int]) -> Line:
    """A condition on the levels as a line in the plane of two of them; it holds on its positive side and on the line.

    The other levers stay at their lowest level.
    """
    held = sum(
        (
            slope * lever.low
            for k, (slope, lever) in enumerate(zip(constraint.coefficients, problem.levers, strict=True))
            if k not in pair
        ),
        ZERO,
    )
    return constraint.coefficients[pair[0]], constraint.coefficients[pair[1]], held - constraint.bound
