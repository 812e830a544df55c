"""What contracts between the players achieve: alone, and how much public money is still needed beside them.

A question is answered three times: *without* contracts; with contracts *alone*, nothing public beyond what is in force
today; and *together*. Together is never dearer to the public than without, for a contract may always be left at 0.
What contracts alone lack is the least sum of money that would have to reach the players from outside where everybody
cooperates: of a two-player conflict at margin m it is ``max(0, 2m - A1 - B1)`` (:mod:`~tvet_games.policy.contract`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.linear_programs.certificate import ZERO
from tvet_games.model.formula import parse
from tvet_games.model.instrument import Instrument
from tvet_games.numerics import Array
from tvet_games.policy.arrays import ConflictArrays
from tvet_games.policy.contract import Payment, contracts_of, payments
from tvet_games.policy.levers import Lever
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.scenario import Asked, as_question
from tvet_games.policy.search import answer, solve_problem
from tvet_games.policy.solution import PolicySolution
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, Text, spoken
from tvet_games.tables.shown import Shown

AMPLE = 1_000
"""How many times what stands in the rows money from outside may come to: no bound in practice."""


@dataclass(frozen=True, slots=True, eq=False)
class ContractEffect(Shown):
    """What contracts achieve.

    Attributes
    ----------
    question : Question
        With its contracts.
    without : PolicySolution
        Of the question without contracts.
    alone : PolicySolution
        Of contracts with nothing public beyond what is in force today.
    together : PolicySolution
        Of the question.
    missing : Fraction or None
        [money per head of the first kind and period] The least that would have to reach the players from outside,
        where everybody cooperates, for contracts alone to do; None where no amount would.
    """

    question: Question = field(repr=False)
    without: PolicySolution = field(repr=False)
    alone: PolicySolution = field(repr=False)
    together: PolicySolution = field(repr=False)
    missing: Fraction | None

    @property
    def public_cost_without(self) -> Fraction | None:
        """Expected public cost without contracts [money, all heads]; None where no policy will do."""
        return self.without.cost

    @property
    def public_cost_with(self) -> Fraction | None:
        """Expected public cost beside contracts [money, all heads]; None where no policy will do."""
        return self.together.cost

    @property
    def saved(self) -> Fraction | None:
        """Public money that contracts save [money, all heads]; None where there is no policy to compare."""
        before, after = self.without.cost, self.together.cost
        return None if before is None or after is None else before - after

    @property
    def payments(self) -> tuple[Payment, ...]:
        """Who pays whom how much in the policy with contracts."""
        return payments(self.together)

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """The comparison in sentences."""
        from tvet_games.study.contract_words import describe

        return describe(self, language)

    def card(self, language: Language | None = None) -> Card:
        """Return what is needed without contracts, with them alone, and with both."""
        from tvet_games.study.contract_card import contract_card

        return contract_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row each for without, alone and together.

        What is missing and what is paid by contract are per head of the first kind, the public cost is for all heads.
        """
        import pandas as pd

        every = {"without": self.without, "alone": self.alone, "together": self.together}
        rows = [
            {
                "status": found.status,
                "public cost": found.cost,
                "missing": self.missing if name == "alone" else None,
                "paid by contract": _moved(found),
            }
            for name, found in every.items()
        ]
        return pd.DataFrame(rows, index=list(every), dtype=object)


def contract_effect(asked: Asked) -> ContractEffect:
    """Say what contracts achieve alone, and how much public money is still needed beside them.

    Parameters
    ----------
    asked : Question, Scenario, name or path
        Where it has no contracts, those of all of its conflicts are added.

    Returns
    -------
    ContractEffect

    Raises
    ------
    InputError
        If no conflict has two players between whom there could be a contract.

    Examples
    --------
    >>> found = contract_effect("germany_apprenticeship")
    >>> [round(float(cost), 2) for cost in (found.public_cost_without, found.public_cost_with, found.missing)]
    [3186.4, 1118.57, 3217.33]
    >>> [(paid.payer, paid.payee, round(paid.amount)) for paid in found.payments]
    [('school', 'enterprise', 2442)]
    """
    question = _with_contracts(as_question(asked))
    alone = _alone(question)
    found = answer(alone)
    return ContractEffect(
        question=question,
        without=answer(_without(question)),
        alone=found,
        together=answer(question),
        missing=ZERO if found.feasible else _from_outside(found),
    )


# The three questions


def _with_contracts(asked: Question) -> Question:
    if any(i.between for i in asked.instruments):
        return asked
    added = contracts_of(asked.conflicts, asked.calibration, asked.instruments, asked.bounds)
    if not added:
        names = ", ".join(conflict.name for conflict in asked.conflicts)
        raise InputError("contracts", [Problem("", "has no two players who bear no public cost", names)])
    return asked.replace(instruments=(*asked.instruments, *added))


def _without(asked: Question) -> Question:
    """The question without contracts; one that is in force today ends."""
    ended = {i.name for i in asked.instruments if i.between and i.name in asked.status_quo}
    kept = tuple(i for i in asked.instruments if not i.between or i.name in ended)
    return _only(asked, kept, dict.fromkeys(ended, ZERO))


def _alone(asked: Question) -> Question:
    """The question with contracts, and as it is what is in force or has a fixed level."""
    pinned = {name: low for name, (low, high) in asked.bounds.items() if low is not None and low == high}
    force = {**pinned, **asked.status_quo}
    fixed = {i.name: force[i.name] for i in asked.instruments if not i.between and i.name in force}
    return _only(asked, tuple(i for i in asked.instruments if i.between or i.name in fixed), fixed)


def _only(asked: Question, kept: tuple[Instrument, ...], fixed: dict[str, Fraction]) -> Question:
    names = {i.name for i in kept}
    bounds = {n: b for n, b in asked.bounds.items() if n in names} | {n: (x, x) for n, x in fixed.items()}
    steps = {n: s for n, s in asked.steps.items() if n in names and n not in fixed}
    return asked.replace(instruments=kept, bounds=bounds, steps=steps)


def _moved(found: PolicySolution) -> Fraction:
    """What all contracts come to per head of the first kind."""
    levers, first = found.problem.levers, next(iter(found.problem.counts.values()))
    own = zip(levers, found.problem.heads, found.vector, strict=True)
    return sum((heads * level / first for lever, heads, level in own if lever.instrument.between), ZERO)


# What is missing


def _from_outside(alone: PolicySolution) -> Fraction | None:
    """The least money from outside that contracts alone lack, per head of the first kind."""
    problem = _endowed(alone)
    wanted = replace(alone.requirements, budget=None, liability=None, at_most=None)
    found = solve_problem(problem, wanted)
    if found.costs is None:
        return None
    added = range(len(alone.problem.levers), len(problem.levers))
    paid = sum((problem.target_bill[k] * found.vector[k] for k in added), ZERO)
    return Fraction(paid / next(iter(problem.counts.values())))


def _endowed(alone: PolicySolution) -> PolicyProblem:
    """The problem with a payment to every player at the target, at a cost of as much."""
    problem = alone.problem
    places = [(c, i) for c, arrays in enumerate(problem.conflicts) for i in range(len(arrays.conflict.players))]
    rows = [abs(row.constraint.bound) for row in alone.rows]
    high = AMPLE * (max([*rows, *(c.margin for c in alone.criteria)], default=ZERO) + 1)
    first = next(iter(problem.counts.values()))
    return replace(
        problem,
        conflicts=tuple(
            _paid(arrays, [i if d == c else None for d, i in places]) for c, arrays in enumerate(problem.conflicts)
        ),
        levers=(*problem.levers, *(Lever(_outside(c, i), ZERO, high) for c, i in places)),
        heads=(*problem.heads, *(problem.conflicts[c].heads * first for c, _ in places)),
        status_quo=(*problem.status_quo, *(ZERO for _ in places)) if problem.status_quo else (),
    )


def _paid(arrays: ConflictArrays, players: Sequence[int | None]) -> ConflictArrays:
    """A conflict with one more lever for each entry: a unit to that player where everybody cooperates."""
    n, shape, count = len(arrays.conflict.shape), arrays.conflict.shape, len(players)
    effect: Array = np.full((count, n, *shape), ZERO, dtype=object)
    cost: Array = np.full((count, *shape), ZERO, dtype=object)
    for k, player in enumerate(players):
        if player is not None:
            effect[(k, player, *(0,) * n)] = cost[(k, *(0,) * n)] = Fraction(1)
    return replace(
        arrays,
        effect=np.concatenate([arrays.effect, effect]),
        cost=np.concatenate([arrays.cost, cost]),
        shows=(*arrays.shows, *(player is not None for player in players)),
        outside_effect=np.concatenate([arrays.outside_effect, np.full((count, n), ZERO, dtype=object)]),
        _cells={},
    )


def _outside(conflict: int, player: int) -> Instrument:
    return Instrument(
        name=f"outside_{conflict}_{player}",
        dimension="money",
        low=parse(0),
        high=parse(0),
        paid_once_per="trainee",
        joint="each",
        persists=True,
        escapable_by_exit=True,
        cap=None,
        interacts=(),
        section="",
        about=Text(),
        basis=(),
        parameters={},
        effects=(),
        labels=Labels(),
        source="",
    )
