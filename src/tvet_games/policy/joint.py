"""Which conflicts a stakeholder would leave together.

A payment that several conflicts show is received once, so a stakeholder who deviates in several of them at once loses
it once: every subset of a stakeholder's conflicts that share such a payment has conditions of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from tvet_games.linear_programs.certificate import ZERO
from tvet_games.policy.levers import Lever
from tvet_games.policy.problem import PolicyProblem

Place = tuple[int, int]
"""A player of a conflict."""


def joint_places(problem: PolicyProblem) -> tuple[tuple[Place, ...], ...]:
    """Sets of (conflict, player) of one stakeholder, connected by payments received once."""
    return tuple(
        subset
        for own in stakeholder_places(problem).values()
        for size in range(2, len(own) + 1)
        for subset in combinations(own, size)
        if _connected(problem, subset)
    )


def stakeholder_places(problem: PolicyProblem) -> dict[str, list[Place]]:
    """Where each stakeholder plays."""
    places: dict[str, list[Place]] = {}
    for c, arrays in enumerate(problem.conflicts):
        for i, name in enumerate(arrays.conflict.player_names):
            places.setdefault(name, []).append((c, i))
    return places


def received(lever: Lever, each: Sequence[Fraction]) -> Fraction:
    """What a unit of a level brings in several places: what is received once counts where it is largest."""
    if lever.instrument.joint == "once":
        return sum((v for v in each if v < 0), ZERO) + max((v for v in each if v > 0), default=ZERO)
    return sum(each, ZERO)


def _connected(problem: PolicyProblem, places: Sequence[Place]) -> bool:
    """Whether shared payments link all of the places; otherwise smaller sets say all that there is to say."""
    once = {k for k, lever in enumerate(problem.levers) if lever.instrument.joint == "once"}
    shared = [{k for k in once if (c, i, k) in problem.touched} for c, i in places]
    reached, todo = {0}, [0]
    while todo:
        here = todo.pop()
        new = {p for p in range(len(places)) if p not in reached and shared[p] & shared[here]}
        reached |= new
        todo += new
    return len(reached) == len(places)
