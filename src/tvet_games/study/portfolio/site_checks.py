"""Checks of levels at many sites on the games that they leave, which know nothing of how the levels were found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tvet_games.numerics import TOLERANCE, Array, payoff_span, to_float
from tvet_games.policy.criteria import Aligned, Criterion, Unique
from tvet_games.policy.verdict import verdict
from tvet_games.study.portfolio.site_programs import SitePrograms, eliminate


def holds(programs: SitePrograms, criteria: Sequence[Criterion], levels: Array, *, by_verdict: bool = True) -> Array:
    """Whether the game of every conflict under the levels satisfies every criterion, shape (S,).

    By the verdict of the policy layer, which knows nothing of rows; else dominance is looked at for all games at once.
    """
    good = np.ones(len(programs), dtype=bool)
    for c, payoffs in enumerate(programs.games(np.arange(len(programs)), levels)):
        game = programs.problem.conflicts[c].conflict.form(payoffs)
        for criterion in criteria:
            if isinstance(criterion, Unique) and not by_verdict:
                allowed = TOLERANCE * payoff_span(payoffs, tuple(range(1, payoffs.ndim)))
                good &= eliminate(payoffs)[0] >= to_float(criterion.margin) - allowed
                continue
            cost = _public_cost(programs, c, levels) if isinstance(criterion, Aligned) else None
            good &= np.asarray(verdict(game, criterion, public_cost=cost).holds)
    return good


def _public_cost(programs: SitePrograms, c: int, levels: Array) -> Array:
    """What the public pays at each profile per head of a conflict, with the cost of raising it."""
    problem = programs.problem
    shape = problem.conflicts[c].conflict.shape
    out = np.empty((len(programs), *shape))
    for profile in np.ndindex(*shape):
        out[(slice(None), *profile)] = (problem.public_cost(c, profile) * levels).sum(axis=1)
    return out * (1 + to_float(problem.public_funds))


def rows_hold(programs: SitePrograms, levels: Array) -> Array:
    """Whether the levels are within their bounds and every row that always holds is met, shape (S,)."""
    inside = ((levels >= programs.low) & (levels <= programs.high)).all(axis=1)
    met = np.matmul(programs.coefficients, levels[..., None])[..., 0]
    size = np.matmul(np.abs(programs.coefficients), np.abs(programs.high)[..., None])[..., 0] + np.abs(programs.bounds)
    return np.asarray(inside & (met - programs.bounds >= -TOLERANCE * size).all(axis=1))


def levels_today(programs: SitePrograms) -> Array:
    """The levels in force today at each site, shape (S, K)."""
    levels = np.array([to_float(level) for level in programs.problem.today])
    return np.broadcast_to(levels, programs.low.shape)
