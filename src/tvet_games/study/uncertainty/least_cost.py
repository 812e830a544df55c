"""What the cheapest package costs in each world: a linear program a world, solved in batches.

In each world the levels are chosen anew, so this is the cost for who knows the world; a package that must hold in most
worlds at once costs more (:func:`chance`, :func:`robust`). Bounds of levels, ceilings, budget and the limit on
liability are those of the central values, and so are the strategies that are played where things stand. Infinite where
no package within the bounds will do.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.model.calibration import Calibration
from tvet_games.numerics import Array, row_of_numbers, to_float
from tvet_games.policy.criteria import CRITERIA, Aligned, Dominant, Nash, PDominant, name_of
from tvet_games.policy.linear_batch import minimise_many
from tvet_games.policy.question import Question
from tvet_games.policy.rows import rows_of
from tvet_games.study.chance.drawn import rows_and_limits

SUPPORTED = (Nash, Dominant, PDominant, Aligned)
"""Criteria that are linear rows."""


def least_cost(question: Question) -> Callable[[Calibration, int], Array]:
    """Return the expected public cost of the cheapest package as a function of drawn worlds.

    Parameters
    ----------
    question : Question
        Of criteria that are linear, without whole steps and without a limit on the number of instruments.

    Returns
    -------
    callable
        Takes a calibration with drawn worlds and their number n to [money per head of the first kind], shape (n,).

    Raises
    ------
    InputError
        If the question is not linear, or offers no instrument.

    Examples
    --------
    >>> from tvet_games.policy.question import question
    >>> from tvet_games.study.worlds.draw import draw_worlds
    >>> asked = question("school_enterprise", "austria_2016", ["training_subsidy"])
    >>> worlds = draw_worlds("austria_2016", 3, names=["retention"], rng=1).calibration
    >>> bool((least_cost(asked)(worlds, 3) > 0).all())
    True
    """
    _check(question)
    problem = question.problem()
    rows, limits = rows_and_limits(question, problem)
    fixed = [row.constraint for row in rows_of(problem, limits)]
    count = len(problem.levers)
    slopes = np.array([row_of_numbers(c.coefficients, exact=False) for c in fixed]).reshape(len(fixed), count)
    ends = row_of_numbers([c.bound for c in fixed], exact=False)
    low, high = (row_of_numbers([getattr(v, end) for v in problem.levers], exact=False) for end in ("low", "high"))
    priced = question.replace(bounds={lever.name: (lever.low, lever.high) for lever in problem.levers})
    heads = to_float(next(iter(problem.counts.values())))

    def cost(worlds: Calibration, n: int) -> Array:
        coefficients, bounds = rows.rows(worlds)
        bill = np.broadcast_to(priced.problem(worlds, is_exact=False).expected_bill, (n, count))
        matrix = np.concatenate([coefficients, np.broadcast_to(slopes, (n, *slopes.shape))], axis=1)
        sides = np.concatenate([bounds, np.broadcast_to(ends, (n, len(ends)))], axis=1)
        return minimise_many(bill, low, high, matrix, sides).value / heads

    return cost


def _check(question: Question) -> None:
    names = {instrument.name for instrument in question.instruments}
    known = ", ".join(name for name, kind in CRITERIA.items() if kind in SUPPORTED)
    problems = [
        Problem("criterion", f"is not linear; there are: {known}", name_of(c))
        for c in question.requirements.criteria
        if not isinstance(c, SUPPORTED)
    ]
    if question.steps or question.requirements.at_most is not None:
        problems.append(Problem("question", "has whole steps or a limit on the number of instruments: not linear"))
    problems += [
        Problem(i.name, f"acts together with {', '.join(sorted(names & set(i.interacts)))}: not linear")
        for i in question.instruments
        if names & set(i.interacts)
    ]
    if not names:
        problems.append(Problem("instruments", "are none, so there is nothing to choose"))
    if problems:
        raise InputError("least_cost", problems)
