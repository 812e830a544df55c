"""What stakeholders have in given outcomes of their conflicts, payments received once counted once.

An outcome of a conflict is a probability of each of its profiles: one for the target, others in a mixed equilibrium.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from tvet_games.linear_programs.certificate import ZERO
from tvet_games.numerics import Array
from tvet_games.policy.joint import Place, received
from tvet_games.policy.problem import PolicyProblem
from tvet_games.solve.result import Equilibrium


def at_target(problem: PolicyProblem) -> tuple[Array, ...]:
    """The outcome in which everybody cooperates, for each conflict an array of shape (a1, ..., an)."""
    outcomes = []
    for arrays in problem.conflicts:
        outcome: Array = np.full(arrays.conflict.shape, ZERO, dtype=object)
        outcome[(0,) * outcome.ndim] = Fraction(1)
        outcomes.append(outcome)
    return tuple(outcomes)


def at_equilibria(equilibria: Sequence[Equilibrium]) -> tuple[Array, ...]:
    """The outcome of an equilibrium of each conflict."""
    return tuple(equilibrium.outcome for equilibrium in equilibria)


def worth(
    problem: PolicyProblem, levels: Sequence[Fraction], places: Sequence[Place], outcomes: Sequence[Array]
) -> Fraction:
    """What a stakeholder has in all its places together [money per head of the first kind and period].

    Parameters
    ----------
    problem : PolicyProblem
    levels : K fractions
    places : sequence of (conflict, player)
        Of one stakeholder.
    outcomes : for each conflict an array of shape (a1, ..., an)

    Returns
    -------
    Fraction
        A payment that is received once (``joint = "once"``) counts where it is largest; what is taken counts in every
        place.
    """
    total = ZERO
    for c, i in places:
        arrays = problem.conflicts[c]
        total += arrays.heads * _mean(arrays.baseline[i], outcomes[c])
    for k, level in enumerate(levels):
        if not level:
            continue
        each = [
            problem.conflicts[c].heads * _mean(problem.conflicts[c].effect[k, i], outcomes[c])
            for c, i in places
            if (c, i, k) in problem.touched
        ]
        total += level * received(problem.levers[k], each)
    return total


def _mean(values: Array, outcome: Array) -> Fraction:
    return sum((p * v for p, v in zip(outcome.flat, values.flat, strict=True) if p), ZERO)
