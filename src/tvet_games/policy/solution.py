"""What the policy search returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.policy import Policy
from tvet_games.policy.criteria import Criterion, Row
from tvet_games.policy.linear import Certificate
from tvet_games.policy.problem import ConflictArrays, PolicyProblem
from tvet_games.solve.result import Equilibrium, EquilibriumSet


@dataclass(frozen=True, slots=True)
class Costs:
    """Public cost of a policy, for all heads and per period [money unit of the calibration].

    Attributes
    ----------
    expected : Fraction
        When cooperation is the equilibrium and some partnerships break off.
    at_target : Fraction
        Where everybody cooperates.
    at_worst_equilibrium : Fraction
        In the equilibrium that remains and is dearest to the public.
    liability : Fraction
        The most that can fall due.
    """

    expected: Fraction
    at_target: Fraction
    at_worst_equilibrium: Fraction
    liability: Fraction


@dataclass(frozen=True, slots=True)
class Binding:
    """A row that holds with equality and why it matters.

    Attributes
    ----------
    row : Row
    shadow_price : Fraction
        Expected public cost of one more unit of money on the row's right-hand side.
    """

    row: Row
    shadow_price: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One conflict before and after the policy.

    Attributes
    ----------
    arrays : ConflictArrays
    before, after : EquilibriumSet
        From the equilibrium engine.
    baseline : Equilibrium or profile
        Where things stand without the policy.
    gains : mapping of str to Fraction
        What each player has more at the target, after, than in the baseline equilibrium [money per head and period].
    """

    arrays: ConflictArrays
    before: EquilibriumSet
    after: EquilibriumSet
    baseline: Equilibrium
    baseline_is_given: bool
    gains: Mapping[str, Fraction]

    @property
    def name(self) -> str:
        """Name of the conflict."""
        return self.arrays.conflict.name

    @property
    def game(self) -> NormalFormGame:
        """The game after the policy."""
        return self.after.game

    @property
    def target_is_equilibrium(self) -> bool:
        """Whether cooperation is an equilibrium after the policy, by the engine's own word."""
        return self.after.target is not None

    @property
    def target_is_unique(self) -> bool:
        """Whether it is the only one of the equilibria in scope."""
        return len(self.after) == 1 and self.target_is_equilibrium


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why no policy within the bounds will do.

    Attributes
    ----------
    kind : str
        What stands in the way: ``deviation``, ``participation``, ``cap``, ``budget`` or ``liability``.
    rows : tuple of Row
        The rows that cannot be met together.
    missing : Fraction
        [money] How much is missing: per head and period for a deviation or participation, else for all heads.
    at_bound : tuple of str
        Instruments that are at their bound there: moving one of these bounds would help.
    certificate : Certificate
        Proof in fractions that the question has no answer.
    """

    kind: str
    rows: tuple[Row, ...]
    missing: Fraction
    at_bound: tuple[str, ...]
    certificate: Certificate


@dataclass(frozen=True, slots=True, eq=False)
class PolicySolution:
    """The cheapest policy, or the reason why there is none.

    Attributes
    ----------
    problem : PolicyProblem
    criteria : tuple of Criterion
    levels : Policy
        The levels of all instruments of the question; empty where infeasible.
    costs : Costs or None
    status : str
        ``optimal``; ``bound`` where theory gives no more than a lower bound; ``infeasible``.
    lower_bound : Fraction or None
        No policy that satisfies the criteria costs less (expected, all heads).
    attained : bool
        False where the cost is an infimum, to be exceeded by any amount (Dominant or Unique with margin 0).
    binding : tuple of Binding
    ties : tuple of str
        Instruments whose levels could be different at the same cost, liability and intrusion.
    outcomes : tuple of Outcome
    certificate : Certificate
    shortfall : Shortfall or None
    unavailable : mapping of str to tuple of str
        Instruments left out because the calibration lacks values for them.
    """

    problem: PolicyProblem = field(repr=False)
    criteria: tuple[Criterion, ...]
    levels: Policy
    costs: Costs | None
    status: Literal["optimal", "bound", "infeasible"]
    lower_bound: Fraction | None
    attained: bool
    binding: tuple[Binding, ...] = field(repr=False)
    ties: tuple[str, ...]
    outcomes: tuple[Outcome, ...] = field(repr=False)
    certificate: Certificate = field(repr=False)
    shortfall: Shortfall | None
    unavailable: Mapping[str, tuple[str, ...]] = field(repr=False)

    @property
    def feasible(self) -> bool:
        """Whether there is a policy."""
        return self.status != "infeasible"

    @property
    def cost(self) -> Fraction | None:
        """Expected public cost, all heads and per period; None where infeasible."""
        return self.costs.expected if self.costs else None

    @property
    def inputs(self) -> frozenset[str]:
        """Values of the calibration that the answer uses."""
        names = frozenset().union(*(arrays.conflict.names for arrays in self.problem.conflicts))
        for k, lever in enumerate(self.problem.levers):
            used = self.levels.get(lever.name)
            if used or (not self.feasible and lever.high):
                for arrays in self.problem.conflicts:
                    if arrays.shows[k]:
                        names |= arrays.conflict.values_of(lever.instrument)
        return names

    @property
    def provenance(self) -> dict[str, float]:
        """Share of the inputs that each provenance holds [share]."""
        return self.problem.calibration.shares(self.inputs)

    def verify(self) -> bool:
        """Check the certificate in fractions, and that the engine agrees about the target."""
        agreed = all(o.target_is_equilibrium for o in self.outcomes) if self.feasible else True
        return self.certificate.verify() and agreed

    def explain(self, language: Literal["en", "zh"] = "en") -> tuple[str, ...]:
        """The answer in sentences: what, why, and what would have to change."""
        from tvet_games.policy.explain import explain

        return explain(self, language)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row an instrument; level, bounds, cost."""
        import pandas as pd

        bill = self.problem.expected_bill
        rows = [
            {
                "level": self.levels.get(lever.name),
                "low": lever.low,
                "high": lever.high,
                "expected cost": bill[k] * self.levels[lever.name] if self.feasible else None,
            }
            for k, lever in enumerate(self.problem.levers)
        ]
        return pd.DataFrame(rows, index=[lever.name for lever in self.problem.levers])
