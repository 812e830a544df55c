"""Conditions on a policy as linear rows over the levels, for one exact problem or for a batch of worlds.

A condition says what must hold without numbers: a weighted sum of payoff cells (and outside options, and public cost)
is at least a bound. Read off the arrays of a problem it becomes ``coefficients . levels >= bound``: one
:class:`Constraint` in fractions, or arrays ``coefficients (..., R, K)`` and ``bounds (..., R)`` over a batch.

A payment that several conflicts show is received once, so a condition on several parts at once adds them up with
payments received once counted once (``joint = "once"`` of the instrument).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from tvet_games.linear_programs.certificate import ZERO, Constraint
from tvet_games.numerics import Array, core
from tvet_games.policy.joint import received
from tvet_games.policy.problem import PolicyProblem

Kind = Literal["deviation", "participation", "worse_off", "cap", "budget", "liability", "level", "product"]

Profile = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One player deviating in one conflict.

    Attributes
    ----------
    conflict, player, action : int
        Indices; the action is the one taken instead of the target, or -1 for staying out.
    others : tuple of int
        What everybody plays, the player's own entry at the target.
    """

    conflict: int
    player: int
    action: int
    others: Profile

    @property
    def profile(self) -> Profile:
        """What everybody plays when the player deviates."""
        return tuple(self.action if j == self.player else a for j, a in enumerate(self.others))


@dataclass(frozen=True, slots=True)
class Part:
    """A weighted sum of numbers of one conflict.

    Attributes
    ----------
    conflict : int
    cells : tuple of (weight, player, profile)
        Payoffs.
    outside : tuple of (weight, player)
        Outside options.
    public : tuple of (weight, profile)
        Public cost per head of the conflict.
    """

    conflict: int
    cells: tuple[tuple[Fraction, int, Profile], ...] = ()
    outside: tuple[tuple[Fraction, int], ...] = ()
    public: tuple[tuple[Fraction, Profile], ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold, without numbers.

    Attributes
    ----------
    kind : str
    parts : tuple of Part
        Their sum is at least ``bound`` (for deviations and participation).
    bound : Fraction
        [money per head and period] For one part per head of its conflict, for several per head of the first kind.
    moves : tuple of Move
        The deviations that it rules out.
    what : str
        The group of a cap, or how a deviation is weighed (a belief, a punishment).
    index, sign : int
        Which cap, liability or lever, and for a lever whether it bounds from below (1) or above (-1).
    """

    kind: Kind
    parts: tuple[Part, ...] = ()
    bound: Fraction = ZERO
    moves: tuple[Move, ...] = ()
    what: str = ""
    index: int = -1
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A condition with its numbers.

    Attributes
    ----------
    constraint : Constraint
        Over the K levels.
    condition : Condition
    """

    constraint: Constraint
    condition: Condition

    @property
    def kind(self) -> Kind:
        """Kind of the condition."""
        return self.condition.kind

    @property
    def moves(self) -> tuple[Move, ...]:
        """The deviations that it rules out."""
        return self.condition.moves


def loss(move: Move, weight: Fraction | int = 1) -> Part:
    """``d_i(b, a_-i) = u_i(t_i, a_-i) - u_i(b, a_-i)``: what a player loses by a deviation."""
    w = Fraction(weight)
    return Part(move.conflict, ((w, move.player, move.others), (-w, move.player, move.profile)))


def combined(*parts: Part) -> Part:
    """The sum of several parts of one conflict."""
    return Part(
        parts[0].conflict,
        tuple(cell for part in parts for cell in part.cells),
        tuple(entry for part in parts for entry in part.outside),
        tuple(entry for part in parts for entry in part.public),
    )


# One exact problem


def row_of(problem: PolicyProblem, condition: Condition) -> Row:
    """Read the numbers of a condition off an exact problem."""
    return Row(_constraint(problem, condition), condition)


def rows_of(problem: PolicyProblem, conditions: Sequence[Condition]) -> list[Row]:
    """Read the numbers of several conditions, each constraint once."""
    rows = {row.constraint: row for row in (row_of(problem, condition) for condition in reversed(conditions))}
    return list(rows.values())[::-1]


def _constraint(problem: PolicyProblem, condition: Condition) -> Constraint:
    count = len(problem.levers)
    if condition.kind == "level":
        unit = tuple(Fraction(condition.sign) if k == condition.index else ZERO for k in range(count))
        return Constraint(unit, condition.sign * condition.bound)
    if condition.kind in ("cap", "budget", "liability"):
        bill, limit = _bill(problem, condition)
        return Constraint(tuple(-c for c in bill), -limit)
    sums = [_exact_sum(problem, part) for part in condition.parts]
    if len(sums) == 1:
        base, slopes = sums[0]
        return Constraint(tuple(slopes.get(k, ZERO) for k in range(count)), condition.bound - base)
    weights = [problem.conflicts[part.conflict].heads for part in condition.parts]
    base = sum((w * own for w, (own, _) in zip(weights, sums, strict=True)), ZERO)
    coefficients = []
    for k, lever in enumerate(problem.levers):
        each = [w * slopes[k] for w, (_, slopes) in zip(weights, sums, strict=True) if k in slopes]
        coefficients.append(received(lever, each))
    return Constraint(tuple(coefficients), condition.bound * max(weights) - base)


def _exact_sum(problem: PolicyProblem, part: Part) -> tuple[Fraction, dict[int, Fraction]]:
    """A part at level zero, and per unit of each level that matters."""
    arrays = problem.conflicts[part.conflict]
    entries = [(weight, *arrays.cell(player, profile)) for weight, player, profile in part.cells]
    entries += [(weight, *arrays.outside_cell(player)) for weight, player in part.outside]
    for weight, profile in part.public:
        paid = tuple((k, cost) for k, cost in enumerate(problem.public_cost(part.conflict, profile)) if cost)
        entries.append((weight, ZERO, paid))
    base, slopes = ZERO, dict[int, Fraction]()
    for weight, value, moving in entries:
        plain = weight == 1 or weight == -1  # most weights: adding is cheaper than multiplying
        base = (base + value if weight == 1 else base - value) if plain else base + weight * value
        for k, slope in moving:
            change = (slope if weight == 1 else -slope) if plain else weight * slope
            slopes[k] = slopes[k] + change if k in slopes else change
    return base, slopes


def _bill(problem: PolicyProblem, condition: Condition) -> tuple[Any, Any]:
    """Unit costs of each level, and the limit on their sum, of a condition on public money."""
    if condition.kind == "budget":
        return problem.expected_bill, condition.bound
    if condition.kind == "liability":
        return problem.liabilities[condition.index], condition.bound
    _, members, limit = problem.caps[condition.index]
    paid = [bill / heads for bill, heads in zip(problem.per_lever(problem.target_bill), problem.heads, strict=True)]
    return [p if k in members else p * 0 for k, p in enumerate(paid)], limit


# A batch of worlds


def batch_rows(problem: PolicyProblem, conditions: Sequence[Condition]) -> tuple[Array, Array]:
    """Read the numbers of conditions off a problem in floats.

    Parameters
    ----------
    problem : PolicyProblem
        With batch axes (...).
    conditions : R conditions

    Returns
    -------
    coefficients : array, shape (..., R, K)
    bounds : array, shape (..., R)
        ``coefficients . levels >= bounds`` is what must hold.
    """
    count, batch = len(problem.levers), problem.batch_shape
    coefficients = np.zeros((*batch, len(conditions), count))
    bounds = np.zeros((*batch, len(conditions)))
    for r, condition in enumerate(conditions):
        slopes, bound = _batch_row(problem, condition)
        coefficients[..., r, :] = slopes
        bounds[..., r] = bound
    return coefficients, bounds


def _batch_row(problem: PolicyProblem, condition: Condition) -> tuple[Any, Any]:
    if condition.kind == "level":
        unit = np.zeros(len(problem.levers))
        unit[condition.index] = condition.sign
        return unit, condition.sign * float(condition.bound)
    if condition.kind in ("cap", "budget", "liability"):
        bill, limit = _bill(problem, condition)
        if condition.kind == "cap":
            bill = np.stack(np.broadcast_arrays(*bill), axis=-1)
        return -np.asarray(bill, dtype=float), -(float(limit) if isinstance(limit, Fraction) else limit)
    sums = [_batch_sum(problem, part) for part in condition.parts]
    bound = float(condition.bound)
    if len(sums) == 1:
        base, slopes = sums[0]
        return slopes, bound - base
    weights = [np.asarray(problem.conflicts[part.conflict].heads, dtype=float) for part in condition.parts]
    base = sum(w * own for w, (own, _) in zip(weights, sums, strict=True))
    each = np.stack(np.broadcast_arrays(*(w[..., None] * s for w, (_, s) in zip(weights, sums, strict=True))))
    once = np.minimum(each, 0).sum(axis=0) + np.maximum(each, 0).max(axis=0)
    joint_once = np.array([lever.instrument.joint == "once" for lever in problem.levers], dtype=bool)
    largest = np.max(np.stack(np.broadcast_arrays(*weights)), axis=0)
    return np.where(joint_once, once, each.sum(axis=0)), bound * largest - base


def _batch_sum(problem: PolicyProblem, part: Part) -> tuple[Any, Any]:
    arrays = problem.conflicts[part.conflict]
    base: Any = 0.0
    slopes: Any = 0.0
    for weight, player, profile in part.cells:
        base = base + float(weight) * arrays.baseline[core(player, *profile)]
        slopes = slopes + float(weight) * arrays.effect[core(player, *profile)]
    for weight, player in part.outside:
        base = base + float(weight) * arrays.outside[..., player]
        slopes = slopes + float(weight) * arrays.outside_effect[..., player]
    for weight, profile in part.public:
        slopes = slopes + float(weight) * problem.public_cost(part.conflict, profile)
    return base, slopes
