"""What the policy search returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from tvet_games.errors import shorten
from tvet_games.linear_programs.certificate import Certificate
from tvet_games.model.policy import Policy
from tvet_games.policy.criteria import Criterion
from tvet_games.policy.outcome import Outcome
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.requirements import Requirements
from tvet_games.policy.rows import Row
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown
from tvet_games.tables.words import money

if TYPE_CHECKING:
    from tvet_games.policy.accounts import Accounts
    from tvet_games.policy.shadow import ShadowPrice
    from tvet_games.policy.verdict import Measures

Status = Literal["optimal", "bound", "infeasible"]


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
    today : Fraction
        What the status quo costs where things stand; the others less this are the cost against the status quo.
    """

    expected: Fraction
    at_target: Fraction
    at_worst_equilibrium: Fraction
    liability: Fraction
    today: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Binding:
    """A row that holds with equality and why it matters.

    Attributes
    ----------
    row : Row
    shadow_price : Fraction
        Expected public cost of one more unit of money on the row's right-hand side; where the optimum is degenerate
        one of several (:meth:`PolicySolution.shadow_prices` gives both derivatives).
    """

    row: Row
    shadow_price: Fraction


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why no policy within the bounds will do.

    Attributes
    ----------
    kind : str
        What stands in the way: ``deviation``, ``participation``, ``worse_off``, ``cap``, ``budget``, ``liability`` or
        ``level`` (whole steps, at most k instruments).
    rows : tuple of Row
        The rows that cannot be met together.
    missing : Fraction
        [money] How much is missing: per head and period for a deviation or participation, else for all heads.
    at_bound : tuple of str
        Instruments that are at their bound there: moving one of these bounds would help.
    moves : mapping of str to Fraction or None
        For each of those, the least upper bound of its level at which the question has an answer, the other bounds
        as they are; None where moving this bound alone does not help.
    certificate : Certificate
        Proof in fractions that the question has no answer.
    leaves : tuple of Certificate
        Where the question is a choice: the proof for every branch.
    """

    kind: str
    rows: tuple[Row, ...]
    missing: Fraction
    at_bound: tuple[str, ...]
    moves: Mapping[str, Fraction | None]
    certificate: Certificate
    leaves: tuple[Certificate, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class PolicySolution(Shown):
    """The cheapest policy, or the reason why there is none.

    Attributes
    ----------
    problem : PolicyProblem
    requirements : Requirements
    levels : Policy
        The levels of all instruments of the question; empty where infeasible.
    costs : Costs or None
    status : str
        ``optimal``; ``bound`` where there is no more than a lower bound (see ``gap``); ``infeasible``.
    lower_bound : Fraction or None
        No policy that satisfies the criteria costs less (expected, all heads).
    attained : bool
        False where the cost is an infimum, to be exceeded by any amount (Dominant or Unique with margin 0).
    binding : tuple of Binding
    ties : tuple of str
        Instruments whose levels could be different at the same cost, liability and intrusion.
    outcomes : tuple of Outcome
    certificate : Certificate
        Of the linear program whose vertex the policy is, or of infeasibility.
    leaves : tuple of Certificate
        Of the branches that were pruned: each infeasible, or no cheaper than the lower bound.
    rows : tuple of Row
        Every row of that linear program.
    shortfall : Shortfall or None
    unavailable : mapping of str to tuple of str
        Instruments left out because the calibration lacks values for them.
    method : str
        How it was found.
    notes : tuple of (str, str)
        What else to know, in English and Chinese: terms that are not affine, limits of the method.
    """

    problem: PolicyProblem = field(repr=False)
    requirements: Requirements = field(repr=False)
    levels: Policy
    costs: Costs | None
    status: Status
    lower_bound: Fraction | None
    attained: bool
    binding: tuple[Binding, ...] = field(repr=False)
    ties: tuple[str, ...]
    outcomes: tuple[Outcome, ...] = field(repr=False)
    certificate: Certificate = field(repr=False)
    leaves: tuple[Certificate, ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    shortfall: Shortfall | None
    unavailable: Mapping[str, tuple[str, ...]] = field(repr=False)
    method: str = "linear program"
    notes: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def __repr__(self) -> str:
        used = ", ".join(f"{name}={money(level)}" for name, level in self.levels.items() if level)
        cost = "" if self.cost is None else f", cost={money(self.cost)}"
        return f"PolicySolution({self.status}: {shorten(used) or 'no instrument'}{cost})"

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What cooperation had to satisfy."""
        return self.requirements.criteria

    @property
    def feasible(self) -> bool:
        """Whether there is a policy."""
        return self.status != "infeasible"

    @property
    def cost(self) -> Fraction | None:
        """Expected public cost, all heads and per period; None where infeasible."""
        return self.costs.expected if self.costs else None

    @property
    def gap(self) -> Fraction | None:
        """How far the cost may be above the least possible, as a share of the cost; 0 where it is optimal."""
        if self.costs is None or self.lower_bound is None:
            return None
        above = self.costs.expected - self.lower_bound
        return above / abs(self.costs.expected) if above else Fraction(0)

    @property
    def vector(self) -> tuple[Fraction, ...]:
        """The levels in the order of the problem's levers; zero where infeasible."""
        return tuple(self.levels.get(lever.name, Fraction(0)) for lever in self.problem.levers)

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

    @property
    def measures(self) -> tuple[Measures, ...]:
        """For each conflict p-dominance, risk dominance, basin and critical discount factor, before and after."""
        from tvet_games.policy.verdict import measures

        return tuple(measures(outcome, self.problem.calibration) for outcome in self.outcomes)

    @property
    def accounts(self) -> Accounts:
        """Who gains and loses what, the public's balance, and welfare net of public cost."""
        from tvet_games.policy.accounts import accounts

        return accounts(self)

    def shadow_prices(self) -> tuple[ShadowPrice, ...]:
        """For each binding row what one unit more, or less, on its right-hand side costs or saves the public."""
        from tvet_games.policy.shadow import shadow_prices

        return shadow_prices(self)

    def withdrawal(self) -> dict[str, bool]:
        """For each conflict whether cooperation is still an equilibrium when all that does not persist has ended."""
        from tvet_games.policy.verdict import withdrawal

        return withdrawal(self)

    def verify(self) -> bool:
        """Check the whole answer in fractions, from the problem and the requirements.

        Returns
        -------
        bool
            True if levels, costs, bound and status agree; the program is that of the requirements and its vertex is
            optimal; every pruned branch is infeasible or no cheaper than the lower bound; and the game under the
            policy satisfies each criterion. Where there is none: if every branch has a Farkas proof.
        """
        from tvet_games.policy.verify import verify

        return verify(self)

    def describe(self, language: Literal["en", "zh"] = "en") -> tuple[str, ...]:
        """The answer in sentences: what, why, and what would have to change."""
        from tvet_games.policy.words import describe

        return describe(self, language)

    def card(self, language: Language | None = None) -> Card:
        """Return the answer, the package, why, and every conflict before and after; the rest folded."""
        from tvet_games.policy.solution_card import solution_card

        return solution_card(self, spoken(language))

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
