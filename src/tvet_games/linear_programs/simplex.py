"""The simplex method on active sets, in fractions.

A vertex is given by as many active constraints as there are variables. A dual step lets a violated constraint in, a
primal step lets one with a negative multiplier go; Bland's rule keeps both from cycling.

References
----------
Bland (1977), New finite pivoting rules for the simplex method, Mathematics of Operations Research 2.
doi:10.1287/moor.2.2.103
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tvet_games.linear_algebra import solve_exactly
from tvet_games.linear_programs.certificate import ONE, ZERO, Certificate, Constraint, in_whole_numbers

MAX_STEPS = 2_000
"""Most exact simplex steps; problems here need a handful."""


@dataclass(frozen=True, slots=True)
class Simplex:
    """A linear program, to be solved from an active set.

    Most active constraints are bounds, which fix a variable each, so that only the rows among them are a system.
    """

    cost: tuple[Fraction, ...]
    bounds: tuple[Constraint, ...]
    rows: tuple[Constraint, ...]

    def finish(self, start: Sequence[int]) -> Certificate | None:
        """Go on from an active set to a proof; None if the set is no basis or the steps run out."""
        active = sorted(start)
        if len(active) != len(self.cost):
            return None
        y = self._combination(active, dict(enumerate(self.cost)))
        for _ in range(MAX_STEPS):
            x = self._solution(active, [self._at(r).bound for r in active])
            if x is None or y is None:
                return None
            within, (whole, divisor) = set(active), in_whole_numbers(x)
            violated = next((r for r, c in self._all() if r not in within and c.is_violated(whole, divisor)), None)
            negative = next((k for k, multiplier in enumerate(y) if multiplier < 0), None)
            if violated is None and negative is None:
                return self._certificate("optimal", x, zip(active, y, strict=True), active)
            if violated is not None and negative is not None:
                return None
            if violated is not None:
                step = self._dual_step(active, y, violated)
                if isinstance(step, Certificate):
                    return step
                active, y = step
            else:
                assert negative is not None
                primal = self._primal_step(active, x, negative)
                if primal is None:
                    return None
                active, y = primal, self._combination(primal, dict(enumerate(self.cost)))
        return None

    def _at(self, index: int) -> Constraint:
        return self.bounds[index] if index < len(self.bounds) else self.rows[index - len(self.bounds)]

    def _all(self) -> Iterable[tuple[int, Constraint]]:
        return enumerate((*self.bounds, *self.rows))

    def _system(self, active: Sequence[int]) -> tuple[dict[int, int], list[int], list[int]] | None:
        """Variables fixed by a bound (with its place in the active set), places of the rows, free variables."""
        fixed: dict[int, int] = {}
        rows = []
        for place, r in enumerate(active):
            if r >= len(self.bounds):
                rows.append(place)
                continue
            ((k, _),) = self.bounds[r].terms
            if k in fixed:
                return None
            fixed[k] = place
        free = [k for k in range(len(self.cost)) if k not in fixed]
        return (fixed, rows, free) if len(free) == len(rows) else None

    def _solution(self, active: Sequence[int], right: Sequence[Fraction]) -> list[Fraction] | None:
        """The point at which the active constraints take the given values."""
        system = self._system(active)
        if system is None:
            return None
        fixed, rows, free = system
        x = [ZERO] * len(self.cost)
        for k, place in fixed.items():
            x[k] = right[place] * self.bounds[active[place]].terms[0][1]
        column = {k: j for j, k in enumerate(free)}
        matrix, sides = [], []
        for place in rows:
            line, side = [ZERO] * len(free), right[place]
            for k, a in self._at(active[place]).terms:
                if k in column:
                    line[column[k]] = a
                elif x[k]:
                    side -= a * x[k]
            matrix.append(line)
            sides.append(side)
        solved = solve_exactly(matrix, sides)
        if solved is None:
            return None
        for k, value in zip(free, solved, strict=True):
            x[k] = value
        return x

    def _combination(self, active: Sequence[int], vector: dict[int, Fraction]) -> list[Fraction] | None:
        """Write a vector as a combination of the active constraints."""
        system = self._system(active)
        if system is None:
            return None
        fixed, rows, free = system
        lines = [dict(self._at(active[place]).terms) for place in rows]
        matrix = [[line.get(k, ZERO) for line in lines] for k in free]
        solved = solve_exactly(matrix, [vector.get(k, ZERO) for k in free])
        if solved is None:
            return None
        y = [ZERO] * len(active)
        rest = dict(vector)
        for place, line, value in zip(rows, lines, solved, strict=True):
            y[place] = value
            if value:
                for k, a in line.items():
                    rest[k] = rest.get(k, ZERO) - value * a
        for k, place in fixed.items():
            y[place] = rest.get(k, ZERO) * self.bounds[active[place]].terms[0][1]
        return y

    def _dual_step(
        self, active: list[int], y: list[Fraction], entering: int
    ) -> tuple[list[int], list[Fraction]] | Certificate:
        """Let a violated constraint in; the one that goes keeps all multipliers from turning negative."""
        alpha = self._combination(active, dict(self._at(entering).terms))
        assert alpha is not None
        candidates = [(y[k] / a, active[k], k) for k, a in enumerate(alpha) if a > 0]
        if not candidates:
            proof = [(entering, ONE), *((active[k], -a) for k, a in enumerate(alpha))]
            return self._certificate("infeasible", [], proof, [])
        share, _, leaving = min(candidates)
        multipliers = {r: m - share * a if a else m for r, m, a in zip(active, y, alpha, strict=True)} | {
            entering: share
        }
        following = sorted([*active[:leaving], *active[leaving + 1 :], entering])
        return following, [multipliers[r] for r in following]

    def _primal_step(self, active: list[int], x: list[Fraction], leaving: int) -> list[int] | None:
        """Walk along the edge that a negative multiplier points to, up to the first constraint."""
        edge = self._solution(active, [ONE if k == leaving else ZERO for k in range(len(active))])
        assert edge is not None
        blocking = []
        within = set(active)
        for r, constraint in self._all():
            speed = sum((a * edge[k] for k, a in constraint.terms), ZERO)
            if r not in within and speed < 0:
                blocking.append((constraint.slack(x) / -speed, r))
        if not blocking:
            return None
        return sorted([*active[:leaving], *active[leaving + 1 :], min(blocking)[1]])

    def _certificate(
        self, kind: str, x: Sequence[Fraction], proof: Iterable[tuple[int, Fraction]], active: Sequence[int]
    ) -> Certificate:
        multipliers = tuple(sorted((r, y) for r, y in proof if y))
        return Certificate(kind, self.cost, (*self.bounds, *self.rows), tuple(x), multipliers, tuple(active))
