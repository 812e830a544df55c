"""Who gains and loses what under a policy, what the public pays, and welfare net of public cost.

All sums are for all heads and one period, at the target against where things stand today. What a stakeholder receives
once although several conflicts show it counts once here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tvet_games.linear_programs.certificate import ZERO
from tvet_games.policy.joint import stakeholder_places
from tvet_games.policy.outcome import cost_in
from tvet_games.policy.standing import at_equilibria, at_target, worth

if TYPE_CHECKING:
    from tvet_games.policy.solution import PolicySolution


@dataclass(frozen=True, slots=True)
class Accounts:
    """The balance of a policy [money, all heads, per period].

    Attributes
    ----------
    gains : mapping of str to Fraction
        What each stakeholder has more at the target than today.
    public_cost : Fraction
        What the public pays at the target beyond what the status quo costs today.
    cost_of_funds : Fraction
        What raising that money costs society beyond the money itself.
    """

    gains: Mapping[str, Fraction]
    public_cost: Fraction
    cost_of_funds: Fraction

    @property
    def welfare(self) -> Fraction:
        """Sum of the gains net of public cost and of the cost of raising it: a transfer alone creates no value."""
        return sum(self.gains.values(), ZERO) - self.public_cost - self.cost_of_funds

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a stakeholder, then the public and the sum."""
        import pandas as pd

        rows = {
            **self.gains,
            "public": -self.public_cost,
            "cost of funds": -self.cost_of_funds,
            "welfare": self.welfare,
        }
        return pd.DataFrame({"gain": rows})


def accounts(solution: PolicySolution) -> Accounts:
    """Draw up the balance of a policy; all zero where there is none.

    Parameters
    ----------
    solution : PolicySolution

    Returns
    -------
    Accounts
    """
    problem = solution.problem
    if solution.costs is None:
        return Accounts(dict.fromkeys(stakeholder_places(problem), ZERO), ZERO, ZERO)
    count = next(iter(problem.counts.values()))
    pays = any(p.pays for arrays in problem.conflicts for p in arrays.conflict.players)
    gains = {}
    today, target = at_equilibria([o.baseline for o in solution.outcomes]), at_target(problem)
    for name, places in stakeholder_places(problem).items():
        has = worth(problem, solution.vector, places, target)
        gains[name] = count * (has - worth(problem, problem.today, places, today))
    spent = cost_in(problem, [o.baseline for o in solution.outcomes], problem.today)
    burden = solution.costs.at_target - spent
    paid = ZERO if pays else burden
    return Accounts(gains, paid, problem.public_funds * max(burden, ZERO))
