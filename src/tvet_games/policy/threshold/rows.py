"""What a criterion asks of the level of one instrument, over expressions: one of several sets of conditions.

Each condition is a polynomial ``c0 + c1*level (+ c2*level**2) >= 0`` in the level. Nash, Dominant, PDominant and
Aligned are one set. Sustainable has a set for each punishment, Unique for each order in which the players' other
actions are eliminated. Risk dominance has three: A1, B1 >= margin with A2 >= 0, or with B2 >= 0, or with
``A1 B1 >= A2 B2``, which is of degree two in the level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.linear_programs.certificate import ZERO
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.numerics import Array
from tvet_games.policy.arrays import ConflictArrays
from tvet_games.policy.choices.punishment import Punishment
from tvet_games.policy.choices.splits import check_two_by_two
from tvet_games.policy.criteria import Basin, Criterion, RiskDominant, Sustainable, Unique
from tvet_games.policy.levers import Lever
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.requirements import criterion_conditions
from tvet_games.policy.rows import Condition, Move, Profile, loss, row_of


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A condition on the level.

    Attributes
    ----------
    coefficients : tuple of 2 or 3 expressions
        Of the powers of the level: their sum is at least 0.
    move : Move
        The deviation that it rules out; its action is -1 where it concerns all players.
    what : str
        How the deviation is weighed (a belief, a punishment).
    """

    coefficients: tuple[Any, ...]
    move: Move
    what: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """A set of conditions that is enough for the criterion.

    Attributes
    ----------
    what : str
        Which punishment or order of elimination, for people.
    rows : tuple of LevelRow
    """

    what: str
    rows: tuple[LevelRow, ...]


def alternatives(problem: PolicyProblem, criterion: Criterion) -> list[Alternative]:
    """Return the sets of conditions of which one must hold.

    Parameters
    ----------
    problem : PolicyProblem
        Of one conflict and one lever, over expressions (:func:`symbolic_problem`).
    criterion : Criterion

    Raises
    ------
    InputError
        If the criterion has no closed form for such a conflict.
    """
    if isinstance(criterion, Basin):
        what = "has no closed form in the level; tvet_games.cheapest_policy searches for it"
        raise InputError("criterion", [Problem("basin", what)])
    if isinstance(criterion, Sustainable):
        return list(_punishments(problem, criterion))
    if isinstance(criterion, Unique):
        return list(_orders(problem, criterion))
    rows = _rows(problem, criterion_conditions(problem, criterion))
    if isinstance(criterion, RiskDominant):
        check_two_by_two(problem, "risk dominance")
        return [Alternative(what, (*rows, more)) for what, more in _risk_dominance(problem)]
    return [Alternative("", rows)]


def symbolic_problem(
    conflict: Conflict, instrument: Instrument, values: Mapping[str, Any], calibration: Calibration | None
) -> PolicyProblem:
    """Return the question of one conflict and one lever as arrays of expressions, bounds of the level left out.

    Parameters
    ----------
    conflict : Conflict
    instrument : Instrument
    values : mapping of str to expression
    calibration : Calibration or None
        How many heads there are of each kind.

    Raises
    ------
    InputError
        If public cost counts, is billed for another kind of head, and no calibration says how many there are.
    """
    from tvet_games.symbolic.payoffs import every_payoff, symbolic_effect

    effect = symbolic_effect(conflict, instrument, values)
    heads = _heads(conflict, instrument, values, calibration)
    payoffs = effect.payoffs
    if any(player.pays for player in conflict.players):
        payoffs = _charged(conflict, payoffs, effect.public_cost * heads)
    n = len(conflict.players)
    arrays = ConflictArrays(
        conflict=conflict,
        baseline=every_payoff(conflict, values),
        effect=payoffs[None],
        cost=effect.public_cost[None],
        shows=(True,),
        outside=(ZERO,) * n,
        outside_effect=np.full((1, n), ZERO, dtype=object),
        heads=Fraction(1),
    )
    return PolicyProblem(
        conflicts=(arrays,),
        levers=(Lever(instrument, ZERO, None),),
        heads=(heads,),
        counts={conflict.per: Fraction(1)},
        breakdown=ZERO,
        caps=(),
        calibration=calibration,  # type: ignore[arg-type]  # conditions never read it
    )


def _heads(
    conflict: Conflict, instrument: Instrument, values: Mapping[str, Any], calibration: Calibration | None
) -> Any:
    """Heads that the instrument is billed for, per head of the conflict."""
    from tvet_games.symbolic.payoffs import ALGEBRA

    if instrument.paid_once_per == conflict.per:
        return Fraction(1)
    if calibration is None:
        what = (
            f"is billed per {instrument.paid_once_per}, {conflict.name} counts per {conflict.per}: give a calibration"
        )
        raise InputError("threshold", [Problem(instrument.name, what)])
    return calibration.heads_for(instrument.paid_once_per, conflict.per, values, ALGEBRA)


def _charged(conflict: Conflict, payoffs: Array, cost: Array) -> Array:
    """The effect after charging the public cost to the players who bear it."""
    out = payoffs.copy()
    for i, player in enumerate(conflict.players):
        if player.pays:
            out[i] = out[i] - cost
    return out


def _rows(problem: PolicyProblem, conditions: list[Condition]) -> tuple[LevelRow, ...]:
    """Read off the coefficients of conditions, each once."""
    from tvet_games.symbolic.level_bounds import tidy

    rows: dict[tuple[Any, ...], LevelRow] = {}
    for condition in conditions:
        constraint = row_of(problem, condition).constraint
        coefficients = (tidy(-constraint.bound), tidy(constraint.coefficients[0]))
        rows.setdefault(coefficients, LevelRow(coefficients, condition.moves[0], condition.what))
    return tuple(rows.values())


def _punishments(problem: PolicyProblem, criterion: Sustainable) -> Iterator[Alternative]:
    """A set of conditions for each profile that may follow a deviation for ever."""
    (arrays,) = problem.conflicts
    choice = Punishment(problem, criterion.delta, criterion.margin)
    for profile in product(*(range(size) for size in arrays.conflict.shape)):
        conditions = [row.condition for row in choice.rows((profile,))]
        names = [own[a] for own, a in zip(arrays.conflict.actions, profile, strict=True)]
        what = f"punishment {', '.join(names)}" if any(profile) else "no punishment"
        yield Alternative(what, _rows(problem, conditions))


def _orders(problem: PolicyProblem, criterion: Unique) -> Iterator[Alternative]:
    """A set of conditions for each order of elimination: who goes later has more of the others at the target."""
    (arrays,) = problem.conflicts
    conflict = arrays.conflict
    if set(conflict.shape) != {2}:
        what = f"has no closed form for {' x '.join(map(str, conflict.shape))} actions, only for two actions a player"
        raise InputError("criterion", [Problem("unique", f"{what}; tvet_games.cheapest_policy searches for it")])
    for order in permutations(range(len(conflict.players))):
        conditions = []
        for k, i in enumerate(order):
            for others in arrays.opponents(i):
                if not any(others[j] for j in order[:k]):
                    move = Move(0, i, 1, others)
                    conditions.append(Condition("deviation", (loss(move),), criterion.margin, (move,)))
        what = ", then ".join(conflict.player_names[i] for i in order)
        yield Alternative(what, _rows(problem, conditions))


def _risk_dominance(problem: PolicyProblem) -> Iterator[tuple[str, LevelRow]]:
    """Beyond the Nash conditions: a player cooperates in any case, or the product of the losses is larger."""
    from tvet_games.symbolic.level_bounds import product_row

    (arrays,) = problem.conflicts
    moves: list[list[tuple[int, Profile]]] = [[(0, (0, 0)), (0, (0, 1))], [(1, (0, 0)), (1, (1, 0))]]
    conditions = [
        Condition("deviation", (loss(m),), ZERO, (m,)) for own in moves for m in (Move(0, i, 1, p) for i, p in own)
    ]
    a1, a2, b1, b2 = (_rows(problem, [condition])[0] for condition in conditions)
    yield f"{arrays.conflict.player_names[0]} cooperates in any case", a2
    yield f"{arrays.conflict.player_names[1]} cooperates in any case", b2
    product_of = product_row(a1.coefficients, b1.coefficients, a2.coefficients, b2.coefficients)
    yield "", LevelRow(product_of, Move(0, -1, -1, (0, 0)), "product of the losses")
