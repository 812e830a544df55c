"""Random worlds against a robust package: in floats, by the arrays of a batch of worlds, not by what found it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.model.calibration import Calibration
from tvet_games.numerics import TOLERANCE, Array, to_float
from tvet_games.policy.assembly import baselines
from tvet_games.policy.rows import batch_rows
from tvet_games.study.robust.worlds import standing

if TYPE_CHECKING:
    from tvet_games.study.robust.robust import RobustPolicy


def drawn_worlds(found: RobustPolicy, samples: int, rng: np.random.Generator) -> Calibration:
    """Draw worlds of the box: the first half uniform, the second half random vertices; derived values follow."""
    ties = found.question.calibration.with_ties()
    half = samples // 2
    draws = {}
    for name, ends in found.box.items():
        low, high = map(to_float, ends)
        vertices = np.where(rng.integers(0, 2, samples - half) == 1, high, low)
        draws[name] = np.concatenate([rng.uniform(low, high, half), vertices])
    return ties.replace(**draws)


def slacks(found: RobustPolicy, worlds: Calibration) -> tuple[Array, Array]:
    """How far inside every row the package is in some worlds, and the size of the money that is compared.

    Parameters
    ----------
    found : RobustPolicy
        With a package.
    worlds : Calibration
        With arrays of shape (W,), or single values.

    Returns
    -------
    slack : array, shape (W, R)
        [money] Of every condition of the package.
    size : array, shape (W, R)
        [money] Sum of the sizes of what is added up in it.
    """
    levers = found.solution.problem.levers
    fixed = {lever.name: (lever.low, lever.high) for lever in levers}  # as at the centre, whatever the world
    problem = found.question.replace(bounds=fixed, steps={}).problem(worlds, is_exact=False)
    coefficients, bounds = batch_rows(problem, found.conditions)
    stand = baselines(found.solution.problem, found.question.requirements.today)
    for r, condition in enumerate(found.conditions):
        if condition.kind == "worse_off":
            bounds[..., r] += standing(problem, stand, condition) - to_float(condition.bound)
    terms = coefficients * np.array([to_float(level) for level in found.vector])
    return terms.sum(axis=-1) - bounds, np.abs(terms).sum(axis=-1) + np.abs(bounds)


def violations(found: RobustPolicy, samples: int = 10_000, rng: Any = 0) -> int:
    """Count the random worlds of the box in which a package breaks a row of its criteria.

    Parameters
    ----------
    found : RobustPolicy
    samples : int
        The first half uniform in the box, the second half random vertices.
    rng : int or numpy.random.Generator

    Returns
    -------
    int
        0 within the tolerance of floats for a package called robust; all worlds where there is no package.
    """
    if not found.feasible:
        return samples
    worlds = drawn_worlds(found, samples, np.random.default_rng(rng))
    slack, size = slacks(found, worlds)
    broken = (slack < -TOLERANCE * (1 + size)).any(axis=-1)
    return int(broken.sum() if broken.ndim else broken * samples)
