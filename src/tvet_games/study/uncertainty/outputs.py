"""Numbers that a world gives under a policy, as functions on the unit cube.

margin       [money per head] the least that any player loses by leaving everybody's cooperation alone; negative where
             somebody gains. Over several conflicts the least of all, each per head of its own
p_level      [probability] the p-dominance level of cooperation; infinite where it is no equilibrium
basin        [share] 2x2 games: of starting points from which everybody comes to cooperate
cooperation  1 where a verdict holds (:mod:`~tvet_games.study.uncertainty.cooperation`), else 0
cost         [money per head of the first kind] what the public pays where everybody cooperates
least_cost   [money per head of the first kind] of a question: the expected cost of the cheapest package in each world
             (:mod:`~tvet_games.study.uncertainty.least_cost`); infinite where none will do

Shapes: points of the unit cube ``(n, k) -> (n,)``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.numerics import Array
from tvet_games.policy.criteria import Criterion, Nash
from tvet_games.policy.question import Question
from tvet_games.policy.verdict import verdict
from tvet_games.solve.basin import basin
from tvet_games.solve.refinement import p_dominance
from tvet_games.study.uncertainty.cooperation import holds
from tvet_games.study.uncertainty.least_cost import least_cost
from tvet_games.study.uncertainty.subject import CELLS, Subject

OUTPUTS = ("margin", "p_level", "basin", "cooperation", "cost", "least_cost")

MONEY = ("margin", "cost", "least_cost")
"""Outputs that are money."""

Function = Callable[[Array], Array]


def check_output(output: str, conflicts: Sequence[Conflict]) -> None:
    """Refuse an output that does not exist, or not for these conflicts.

    Raises
    ------
    UnknownNameError
        If there is no such output.
    InputError
        If a basin is asked of a conflict that is not 2x2.
    """
    if output not in OUTPUTS:
        raise unknown("output", str(output), OUTPUTS, source="output")
    larger = [c.name for c in conflicts if c.shape != (2, 2)]
    if output == "basin" and larger:
        what = "is defined for 2x2 games"
        raise InputError("output", [Problem("basin", f"{what}, {name} is none") for name in larger])


def output_function(
    subject: Subject, output: str, wanted: Sequence[str | Criterion], question: Question | None = None
) -> Function:
    """Return an output under the only policy of a subject as a function of points of the unit cube.

    Parameters
    ----------
    subject : Subject
    output : str
    wanted : sequence of str or Criterion
        What ``cooperation`` means.
    question : Question, optional
        Whose least cost is asked for.

    Returns
    -------
    callable
        Takes points, shape (n, k), to numbers, shape (n,).
    """
    (policy,) = subject.policies.values()
    step = max(1, CELLS // subject.cells)

    cheapest = least_cost(question) if question is not None else None

    def part(worlds: Calibration, count: int) -> Array:
        if cheapest is not None:
            return cheapest(worlds, count)
        if output == "cost":
            return subject.cost(worlds, policy, count)
        return _MEASURES[output](subject.games(worlds, policy, count), wanted)

    def function(unit: Array) -> Array:
        found = np.empty(len(unit))
        for first in range(0, len(unit), step):
            points = unit[first : first + step]
            found[first : first + step] = part(subject.worlds(points), len(points))
        return found

    return function


def defined(found: Array, unit: Array, subject: Subject, output: str, undefined: float | None) -> Array:
    """Return outputs with a number where they are undefined, or say where that is.

    Parameters
    ----------
    found : array, shape (n,)
    unit : array, shape (n, k)
    subject : Subject
    output : str
    undefined : float or None
        What counts instead of infinite and undefined numbers; None allows none.

    Raises
    ------
    InputError
        If some are undefined and nothing counts instead; it says how many, and which value lies elsewhere there.
    """
    finite = np.isfinite(found)
    if finite.all():
        return found
    if undefined is not None:
        return np.where(finite, found, undefined)
    what = f"is infinite or undefined in {(~finite).sum():,} of {len(found):,} worlds"
    if finite.any():
        gaps = [_gap(unit[~finite, k], unit[finite, k]) for k in range(unit.shape[1])]
        k = int(np.argmax(np.abs(gaps)))
        where = "high" if gaps[k] > 0 else "low"
        what += f", most of all where {subject.names[k]} is {where}"
    what += "; give undefined=NUMBER (--undefined NUMBER in the shell) to count these worlds with a number"
    what += ", or take the output margin" if output == "p_level" else ""
    raise InputError("output", [Problem(output, what)])


def _gap(first: Array, second: Array) -> float:
    return float(first.mean() - second.mean())


def _margin(games: Sequence[NormalFormGame], _: Any) -> Array:
    return np.asarray(reduce(np.minimum, [verdict(game, Nash(margin=0)).slack for game in games]))


def _p_level(games: Sequence[NormalFormGame], _: Any) -> Array:
    return np.asarray(reduce(np.maximum, [p_dominance(game) for game in games]))


def _basin(games: Sequence[NormalFormGame], _: Any) -> Array:
    return np.asarray(reduce(np.minimum, [basin(game) for game in games]))


_MEASURES: dict[str, Callable[[Sequence[NormalFormGame], Any], Array]] = {
    "margin": _margin,
    "p_level": _p_level,
    "basin": _basin,
    "cooperation": holds,
}
