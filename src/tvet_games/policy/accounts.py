"""Who gains and loses what under a policy, what the public pays, and welfare net of public cost.

All sums are for all heads and one period, at the target against where things stand today. What a stakeholder receives
once although several conflicts show it counts once here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tvet_games.policy.certificate import ZERO
from tvet_games.policy.problem import PolicyProblem

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
        return Accounts(dict.fromkeys(_stakeholders(problem), ZERO), ZERO, ZERO)
    count = next(iter(problem.counts.values()))
    pays = any(p.pays for arrays in problem.conflicts for p in arrays.conflict.players)
    gains = {}
    for name, places in _stakeholders(problem).items():
        own = sum((_own_gain(solution, c, i) for c, i in places), ZERO)
        gains[name] = count * (own + _received(problem, solution.vector, places))
    paid = ZERO if pays else solution.costs.at_target - solution.costs.today
    burden = solution.costs.at_target - solution.costs.today
    return Accounts(gains, paid, problem.public_funds * max(burden, ZERO))


def _stakeholders(problem: PolicyProblem) -> dict[str, list[tuple[int, int]]]:
    places: dict[str, list[tuple[int, int]]] = {}
    for c, arrays in enumerate(problem.conflicts):
        for i, name in enumerate(arrays.conflict.player_names):
            places.setdefault(name, []).append((c, i))
    return places


def _own_gain(solution: PolicySolution, c: int, i: int) -> Fraction:
    """Payoff at the target without policy less payoff where things stand, per head of the first kind."""
    arrays, outcome = solution.problem.conflicts[c], solution.outcomes[c]
    target = (0,) * len(arrays.conflict.shape)
    gain: Fraction = arrays.heads * (arrays.baseline[(i, *target)] - outcome.baseline.payoffs[i])
    return gain


def _received(problem: PolicyProblem, levels: tuple[Fraction, ...], places: list[tuple[int, int]]) -> Fraction:
    """What the levels bring a stakeholder at the target, per head of the first kind."""
    total = ZERO
    for k, level in enumerate(levels):
        if not level:
            continue
        each = [
            problem.conflicts[c].heads
            * problem.conflicts[c].effect[(k, i, *(0,) * len(problem.conflicts[c].conflict.shape))]
            for c, i in places
        ]
        if problem.levers[k].instrument.joint == "once":
            paid = sum((v for v in each if v < 0), ZERO) + max((v for v in each if v > 0), default=ZERO)
        else:
            paid = sum(each, ZERO)
        total += level * paid
    return total
