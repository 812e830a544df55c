"""Cutting planes over a box of worlds: the cheapest package that holds in all of them, or why there is none.

Solve with the rows of the worlds known so far, find the worst world of every row at the levels found, add the rows that
are broken there, and repeat until none is. Where there is no package, limits are lifted one after the other as in
:mod:`~tvet_games.policy.shortfall`; in the end the least sum by which every deviation would have to be forgiven in its
worst world says how much is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tvet_games.errors import SolverError
from tvet_games.linear_programs.certificate import ZERO, Certificate, Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.model.box_minimum import Extreme
from tvet_games.policy.assembly import least_cost, refined, spent_today
from tvet_games.policy.choices.branching import Choice, Solve, search
from tvet_games.policy.choices.whole_levels import WholeLevels
from tvet_games.policy.criteria import Unique
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.requirements import choices_of, conditions_of
from tvet_games.policy.rows import Condition, Row
from tvet_games.policy.shortfall import ORDER
from tvet_games.study.robust.moving_rows import World
from tvet_games.study.robust.orders import OrderInEveryWorld
from tvet_games.study.robust.worlds import MOVING, Worlds

MAX_ROUNDS = 1_000
"""Most rounds of looking for worst worlds; questions here need a handful."""


@dataclass(frozen=True, slots=True)
class WorstWorld:
    """A row that is tight in its worst world: what makes the package as dear as it is.

    Attributes
    ----------
    row : Row
        With the numbers of that world.
    values : mapping of str to Fraction
        Of the parameters that differ from the central values; empty where these are the worst.
    price : Fraction
        Expected public cost of one more unit of money on the row's right-hand side; where there is no package, the
        weight of the row in the proof.
    """

    row: Row
    values: World
    price: Fraction


@dataclass(frozen=True, slots=True)
class RobustShortfall:
    """Why no package holds in every world.

    Attributes
    ----------
    kind : str
        What stands in the way, as in :class:`~tvet_games.policy.solution.Shortfall`.
    missing : Fraction
        [money] How much is missing: per head and period for a deviation or participation, else for all heads.
    worlds : tuple of WorstWorld
        The rows that cannot be met together, and the worlds in which they stand.
    at_bound : tuple of str
        Instruments that are at their upper bound there.
    certificate : Certificate
        Proof in fractions that no package holds in the worlds that were looked at.
    leaves : tuple of Certificate
        Where the question is a choice: the proof for every branch.
    """

    kind: str
    missing: Fraction
    worlds: tuple[WorstWorld, ...]
    at_bound: tuple[str, ...]
    certificate: Certificate = field(repr=False)
    leaves: tuple[Certificate, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Cheapest:
    """The cheapest package that holds in every world.

    Attributes
    ----------
    levels : tuple of Fraction
    certificate : Certificate
    leaves : tuple of Certificate
    bound : Fraction
        Nothing costs less.
    worlds : tuple of WorstWorld
        The rows that bind.
    dearest : Extreme
        Largest expected cost, and the values that differ from the central ones there.
    conditions : tuple of Condition
        What holds in every world.
    """

    levels: tuple[Fraction, ...]
    certificate: Certificate
    leaves: tuple[Certificate, ...]
    bound: Fraction
    worlds: tuple[WorstWorld, ...]
    dearest: Extreme
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CuttingPlanes:
    """A question over a box, and the rows of the worlds looked at so far.

    Attributes
    ----------
    question : Question
    worlds : Worlds
    """

    question: Question
    worlds: Worlds

    def solve(self) -> Cheapest | RobustShortfall:
        """Find the cheapest package that holds in every world, or why there is none.

        Raises
        ------
        NotMultiAffineError
            If a parameter must be on a grid and is not.
        SolverError
            If worst worlds keep coming.
        """
        conditions = self._conditions()
        for _ in range(MAX_ROUNDS):
            rows = self._rows(conditions)
            refuted: list[Certificate] = []
            found = search(self._choices(), _noting(least_cost(self._problem, rows), refuted))
            if found is None:
                return self._shortfall(conditions, refuted)
            moving = _moving([*conditions, *(row.condition for row in found.settled)])
            if self.worlds.cut(moving, found.certificate.x, {}):
                continue
            levels, _ = refined(self._problem, [*rows, *found.settled], found.certificate)
            if self.worlds.cut(moving, levels, {}):
                continue
            return Cheapest(
                levels=tuple(levels),
                certificate=found.certificate,
                leaves=found.leaves,
                bound=found.bound,
                worlds=self._priced(found.certificate, [*rows, *found.rows]),
                dearest=self._dearest(levels),
                conditions=moving,
            )
        raise SolverError(f"the search for worst worlds did not end within {MAX_ROUNDS:,} rounds")

    @property
    def _problem(self) -> PolicyProblem:
        return self.worlds.central

    def _conditions(self) -> list[Condition]:
        """All conditions that hold whatever the choices."""
        payoffs = [list(b.equilibrium.payoffs) for b in self.worlds.stand]
        spent = spent_today(self._problem, self.worlds.stand)
        return conditions_of(self._problem, self.question.requirements, payoffs, spent)

    def _choices(self) -> list[Choice]:
        """Whole levels, and the orders of elimination."""
        wanted = self.question.requirements
        levels: list[Choice] = [c for c in choices_of(self._problem, wanted) if isinstance(c, WholeLevels)]
        return levels + [OrderInEveryWorld(self.worlds, c.margin) for c in wanted.criteria if isinstance(c, Unique)]

    def _rows(self, conditions: Sequence[Condition]) -> list[Row]:
        """Rows of the conditions in every world looked at, each constraint once."""
        rows = {row.constraint: row for c in reversed(conditions) for row in reversed(self.worlds.rows(c))}
        return list(rows.values())[::-1]

    def _priced(self, certificate: Certificate, rows: Sequence[Row]) -> tuple[WorstWorld, ...]:
        """The rows that the multipliers of a certificate name, each with its world."""
        first = len(certificate.constraints) - len(rows)
        priced = [(rows[r - first], price) for r, price in certificate.multipliers if r >= first]
        return tuple(WorstWorld(row, self.worlds.places.get(row, {}), price) for row, price in priced)

    def _dearest(self, levels: Sequence[Fraction]) -> Extreme:
        found = self.worlds.dearest(levels)
        return Extreme(found.value, self.worlds.moved(found.at))

    # Where there is no package

    def _shortfall(self, conditions: Sequence[Condition], refuted: Sequence[Certificate]) -> RobustShortfall:
        for k, kind in enumerate(ORDER):
            if kind == "deviation":  # within the limits of the question first; then whatever must give way
                attempts = [(conditions, set(MOVING)), (conditions, set(ORDER))]
            else:
                attempts = [([c for c in conditions if c.kind not in ORDER[:k]], {kind})]
            found = None
            for kept, soft in attempts:
                found = found or self._forgiving(kept, soft, whole=k < ORDER.index("level"))
            if found is None:
                continue
            certificate, rows = found
            named = {r for r, _ in certificate.multipliers}
            levers = self._problem.levers
            return RobustShortfall(
                kind=kind,
                missing=certificate.value,
                worlds=self._priced(certificate, rows),
                at_bound=tuple(lever.name for j, lever in enumerate(levers) if 2 * j + 1 in named),
                certificate=refuted[0],
                leaves=tuple(refuted[1:]),
            )
        raise AssertionError("forgiving every row leaves a feasible question")

    def _forgiving(
        self, conditions: Sequence[Condition], soft: set[str], *, whole: bool
    ) -> tuple[Certificate, list[Row]] | None:
        """Minimise one more variable that every soft row may lean on, in every world; None where that does not help."""
        levers = self._problem.levers
        low, high = [*(lever.low for lever in levers), ZERO], [*(lever.high for lever in levers), None]
        cost = [*(ZERO for _ in levers), Fraction(1)]
        choices = [c for c in self._choices() if whole or not isinstance(c, WholeLevels)]

        def wide(row: Row) -> Constraint:
            constraint = row.constraint
            return Constraint((*constraint.coefficients, Fraction(int(row.kind in soft))), constraint.bound)

        for _ in range(MAX_ROUNDS):
            rows = self._rows(conditions)
            fixed = [wide(row) for row in rows]

            def solve(extra: Sequence[Row], start: Sequence[int], fixed: list[Constraint] = fixed) -> Certificate:
                return minimise(cost, low, high, [*fixed, *map(wide, extra)], start=start)

            found = search(choices, solve, forgives="deviation" in soft)
            if found is None:
                return None
            *levels, missing = found.certificate.x
            moving = _moving([*conditions, *(row.condition for row in found.settled)])
            if not self.worlds.cut(moving, levels, dict.fromkeys(soft, missing)):
                return found.certificate, [*rows, *found.rows]
        raise SolverError(f"the search for worst worlds did not end within {MAX_ROUNDS:,} rounds")


def _moving(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """Those that depend on the world, each once."""
    return tuple(dict.fromkeys(c for c in conditions if c.kind in MOVING))


def _noting(solve: Solve, refuted: list[Certificate]) -> Solve:
    """Note the programs that have no solution."""

    def noting(extra: Sequence[Row], start: Sequence[int]) -> Certificate:
        certificate = solve(extra, start)
        if certificate.kind == "infeasible":
            refuted.append(certificate)
        return certificate

    return noting
