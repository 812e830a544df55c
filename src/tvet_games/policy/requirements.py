"""From criteria and limits to conditions: what is linear as rows, what is a choice as branches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from tvet_games.errors import InputError, Problem
from tvet_games.linear_programs.certificate import ZERO
from tvet_games.policy.choices.branching import Choice
from tvet_games.policy.choices.elimination import Elimination
from tvet_games.policy.choices.punishment import Punishment
from tvet_games.policy.choices.splits import Split
from tvet_games.policy.choices.whole_levels import WholeLevels
from tvet_games.policy.criteria import (
    Aligned,
    Basin,
    Criterion,
    Dominant,
    Nash,
    PDominant,
    RiskDominant,
    Sustainable,
    Unique,
)
from tvet_games.policy.joint import Place, joint_places
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Condition, Move, Part, combined, loss

Today = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a policy must achieve and keep within.

    Attributes
    ----------
    criteria : tuple of Criterion
        Each must hold in every conflict.
    participation : bool
        Nobody at the target below the outside option.
    no_one_worse_off : bool
        Nobody at the target below where things stand.
    budget, liability : Fraction or None
        [money, all heads, per period] Limits on the expected cost beyond what the status quo costs today, and on the
        most that can fall due.
    at_most : int or None
        Most instruments with a level above 0.
    today : mapping of conflict to {player: action}
        Where things stand; otherwise the equilibrium of least welfare.
    """

    criteria: tuple[Criterion, ...]
    participation: bool = True
    no_one_worse_off: bool = False
    budget: Fraction | None = None
    liability: Fraction | None = None
    at_most: int | None = None
    today: Today = field(default_factory=dict)


def conditions_of(
    problem: PolicyProblem,
    wanted: Requirements,
    baselines: Sequence[Sequence[Fraction]] = (),
    spent: Fraction = ZERO,
    together: Mapping[tuple[Place, ...], Fraction] | None = None,
) -> list[Condition]:
    """All conditions that hold whatever the choices.

    Parameters
    ----------
    problem : PolicyProblem
    wanted : Requirements
    baselines : payoffs of the players of each conflict where things stand
        Needed for ``no_one_worse_off``.
    spent : Fraction
        What the status quo costs today.
    together : mapping of places to Fraction, optional
        What stakeholders have today in several conflicts that share a payment, per head of the first kind.

    Returns
    -------
    list of Condition

    Raises
    ------
    InputError
        If nobody may be worse off in conflicts that share a payment, and what they have together is not given.
    """
    conditions = [c for criterion in wanted.criteria for c in criterion_conditions(problem, criterion)]
    if wanted.participation:
        conditions += participation_conditions(problem)
    if wanted.no_one_worse_off:
        conditions += worse_off_conditions(problem, baselines, together)
    conditions += [Condition("cap", what=group, index=k) for k, (group, _, _) in enumerate(problem.caps)]
    if wanted.budget is not None:
        conditions.append(Condition("budget", bound=wanted.budget + spent))
    if wanted.liability is not None:
        count = len(problem.liabilities)
        conditions += [Condition("liability", bound=wanted.liability, index=k) for k in range(count)]
    return conditions


def choices_of(problem: PolicyProblem, wanted: Requirements) -> list[Choice]:
    """What of the requirements is a choice between sets of rows."""
    choices: list[Choice] = []
    if wanted.at_most is not None or any(lever.step is not None for lever in problem.levers):
        choices.append(WholeLevels(problem, wanted.at_most))
    for criterion in wanted.criteria:
        if isinstance(criterion, Unique):
            choices.append(Elimination(problem, criterion.margin))
        elif isinstance(criterion, RiskDominant):
            choices.append(Split(problem, lambda s: 1 - s))
        elif isinstance(criterion, Sustainable):
            choices.append(Punishment(problem, criterion.delta, criterion.margin))
    return choices


def criterion_conditions(problem: PolicyProblem, criterion: Criterion) -> list[Condition]:
    """The linear conditions of a criterion, joint deviations included; for a choice those that always hold."""
    if isinstance(criterion, Nash | Unique | RiskDominant | Basin):
        return target_conditions(problem, criterion.margin, loss)
    if isinstance(criterion, PDominant):
        return [*target_conditions(problem, criterion.margin, loss), *belief_conditions(problem, criterion.p)]
    if isinstance(criterion, Aligned):
        return target_conditions(problem, criterion.margin, lambda m: _aligned_loss(problem, m, criterion.alpha))
    if isinstance(criterion, Dominant):
        return deviation_conditions(problem, criterion.margin, lambda c, i: problem.conflicts[c].opponents(i), loss)
    return []


def target_conditions(problem: PolicyProblem, margin: Fraction, part: Callable[[Move], Part]) -> list[Condition]:
    """No deviation from the target pays."""

    def target(c: int, _: int) -> Iterator[tuple[int, ...]]:
        yield (0,) * len(problem.conflicts[c].conflict.shape)

    return deviation_conditions(problem, margin, target, part)


def deviation_conditions(
    problem: PolicyProblem,
    margin: Fraction,
    others: Callable[[int, int], Iterator[tuple[int, ...]]],
    part: Callable[[Move], Part],
) -> list[Condition]:
    """No deviation pays against the given profiles of the others, alone or in several conflicts at once.

    For one move the margin is per head of its conflict; for several it is per head of the calibration's first kind.
    """
    moves = {
        (c, i): [Move(c, i, b, profile) for b in arrays.deviations(i) for profile in others(c, i)]
        for c, arrays in enumerate(problem.conflicts)
        for i in range(len(arrays.conflict.players))
    }
    conditions = [Condition("deviation", (part(m),), margin, (m,)) for own in moves.values() for m in own]
    for places in joint_places(problem):
        for together in product(*(moves[place] for place in places)):
            conditions.append(Condition("deviation", tuple(map(part, together)), margin, together))
    return conditions


def belief_conditions(problem: PolicyProblem, p: Fraction) -> list[Condition]:
    """``p d_i(b, t_-i) + (1 - p) d_i(b, a_-i) >= 0`` for every player, deviation and profile of the others."""
    conditions = []
    for c, arrays in enumerate(problem.conflicts):
        target = (0,) * len(arrays.conflict.shape)
        for i in range(len(target)):
            for b, others in product(arrays.deviations(i), arrays.opponents(i)):
                if others != target:
                    part = combined(loss(Move(c, i, b, target), p), loss(Move(c, i, b, others), 1 - p))
                    conditions.append(Condition("deviation", (part,), ZERO, (Move(c, i, b, others),), f"belief {p}"))
    return conditions


def _aligned_loss(problem: PolicyProblem, move: Move, alpha: Fraction) -> Part:
    """The deviation's loss to the player, and alpha times its loss to the group net of public cost."""
    n = len(move.others)
    group = [(sign * alpha, j, p) for sign, p in ((1, move.others), (-1, move.profile)) for j in range(n)]
    price = alpha * (1 + problem.public_funds)
    public = ((-price, move.others), (price, move.profile))
    return combined(loss(move), Part(move.conflict, tuple(group), (), public))


def participation_conditions(problem: PolicyProblem) -> list[Condition]:
    """Everybody gets at the target at least the outside option, also leaving several conflicts at once."""
    conditions = []
    singles: list[tuple[Place, ...]] = [
        ((c, i),) for c, a in enumerate(problem.conflicts) for i in range(len(a.conflict.players))
    ]
    for places in [*singles, *joint_places(problem)]:
        moves = tuple(Move(c, i, -1, (0,) * len(problem.conflicts[c].conflict.shape)) for c, i in places)
        one = Fraction(1)
        parts = tuple(Part(m.conflict, ((one, m.player, m.others),), ((-one, m.player),)) for m in moves)
        conditions.append(Condition("participation", parts, ZERO, moves))
    return conditions


def worse_off_conditions(
    problem: PolicyProblem,
    baselines: Sequence[Sequence[Fraction]],
    together: Mapping[tuple[Place, ...], Fraction] | None,
) -> list[Condition]:
    """Everybody gets at the target at least what it has where things stand, also in several conflicts together."""
    conditions = []
    for places in joint_places(problem):
        if together is None:
            what = "is not supported here for conflicts that share a payment; the search itself does it"
            raise InputError("limit", [Problem("no_one_worse_off", what)])
        one = Fraction(1)
        moves = tuple(Move(c, i, -1, (0,) * len(problem.conflicts[c].conflict.shape)) for c, i in places)
        parts = tuple(Part(m.conflict, ((one, m.player, m.others),)) for m in moves)
        largest = max(problem.conflicts[c].heads for c, _ in places)
        conditions.append(Condition("worse_off", parts, together[places] / largest, moves))
    for c, (arrays, payoffs) in enumerate(zip(problem.conflicts, baselines, strict=True)):
        target = (0,) * len(arrays.conflict.shape)
        for i, payoff in enumerate(payoffs):
            part = Part(c, ((Fraction(1), i, target),))
            conditions.append(Condition("worse_off", (part,), payoff, (Move(c, i, -1, target),)))
    return conditions
