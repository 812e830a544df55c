"""Why sites cannot be won: the least amount of money by which every deviation would have to be forgiven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tvet_games.numerics import Array
from tvet_games.policy.rows import Condition, Move
from tvet_games.study.portfolio.site_levels import cheapest_levels
from tvet_games.study.portfolio.site_programs import SitePrograms
from tvet_games.study.portfolio.sites import Sites

NOTHING = -1
"""Stands for no condition."""


@dataclass(frozen=True, slots=True)
class SiteShortfall:
    """Why a site cannot be won within the bounds.

    Attributes
    ----------
    site : int
    name : str
    condition : Condition or None
        Which fails worst when everything is done that the bounds allow; None where not even the ceilings can be kept.
    missing : float
        [money per head and period] By how much.
    """

    site: int
    name: str
    condition: Condition | None
    missing: float


def every_condition(programs: SitePrograms) -> tuple[Condition, ...]:
    """All conditions that a site can fail by: those that always hold, then those of any order of elimination."""
    removals: list[Condition] = []
    if programs.margin is not None:
        removals = [
            programs.removal(Move(c, i, action, others))
            for c, arrays in enumerate(programs.problem.conflicts)
            for _, i, action in programs.actions(c)
            for others in arrays.opponents(i)
            if any(others)
        ]
    return tuple(dict.fromkeys((*programs.conditions, *removals)))


def what_is_missing(programs: SitePrograms, conditions: Sequence[Condition]) -> tuple[Array, Array]:
    """How much is missing at each site, shape (S,), and the number of the condition that it is missing for."""
    least = cheapest_levels(programs.forgiving())
    number = {condition: k for k, condition in enumerate(conditions)}
    return least.cost, np.array([NOTHING if row is None else number[row] for row in least.rows], dtype=np.int32)


def shortfalls(
    conditions: Sequence[Condition], sites: Sites, failed: Array, missing: Array, numbers: Array
) -> tuple[SiteShortfall, ...]:
    """Say why some of the sites cannot be won; ``missing`` and ``numbers`` are of all sites."""
    return tuple(
        SiteShortfall(
            int(s),
            sites.names[s],
            None if numbers[s] == NOTHING else conditions[numbers[s]],
            float(missing[s]),
        )
        for s in failed
    )
