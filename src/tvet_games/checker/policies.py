"""Policies: the conditions of a question, the levels that meet them, their cost, and that no levels cost less.

The conditions that follow from payoffs, outside options, ceilings and bounds are derived here anew. A proof may rest on
further ones (a budget, a punishment, an order of elimination, whole steps): these are taken as stated, and named among
what was not checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, product
from typing import Any

from tvet_games.checker.linear import Row, combined, keeps
from tvet_games.checker.statement import (
    Profile,
    StatementError,
    Tensor,
    number,
    numbers,
    part,
    profiles,
    replaced,
    require,
    shape_of,
    tensor,
)

ZERO, ONE = Fraction(0), Fraction(1)

ENDS = ("low", "high", "heads")

AT_TARGET = ("nash", "unique", "risk_dominant", "basin", "p_dominant")
"""Criteria of which no deviation from everybody's cooperation may pay."""

UNDERIVED = {
    "dominant": "",
    "p_dominant": "",
    "nash": "",
    "unique": "that nothing else is an equilibrium: the order of elimination is taken as stated",
    "risk_dominant": "that the threshold beliefs add up to at most 1: their split is taken as stated",
    "sustainable": "that the punishment is one: its conditions are taken as stated",
    "basin": "the basin of attraction",
    "aligned": "that it is an equilibrium for who cares for the group: its conditions are taken as stated",
}
"""What of a criterion is not derived here."""

Cell = tuple[Fraction, tuple[Fraction, ...]]
"""A number without a policy, and what a unit of each level adds."""


@dataclass(frozen=True, slots=True)
class _Conflict:
    shape: Profile
    players: tuple[str, ...]
    heads: Fraction
    baseline: list[Tensor]
    effects: list[list[Tensor]]
    costs: list[Tensor]
    shows: list[bool]
    outside: list[Cell]

    @property
    def target(self) -> Profile:
        return (0,) * len(self.shape)

    def payoff(self, player: int, profile: Profile) -> Cell:
        return self.baseline[player][profile], tuple(own[player][profile] for own in self.effects)

    def loss(self, player: int, action: int, others: Profile) -> Cell:
        """What a player loses by an action instead of cooperating."""
        return _minus(self.payoff(player, others), self.payoff(player, replaced(others, player, action)))


@dataclass(frozen=True, slots=True)
class _Problem:
    conflicts: list[_Conflict]
    low: list[Fraction]
    high: list[Fraction]
    heads: list[Fraction]
    once: list[bool]
    breakdown: Fraction
    caps: list[tuple[list[int], Fraction]]


def check_policy(statement: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Check the levels of a policy, what they cost, and that nothing is cheaper; or that there is none."""
    problem = _problem(part(statement, "problem", Mapping))
    size = len(problem.low)
    criteria = [part(one, "kind", str) for one in part(statement, "criteria", list)]
    own = set(_derived(problem, statement))
    stated = [_row(one, size) for one in part(statement, "rows", list)]
    kinds = [part(one, "kind", str) for one in statement["rows"]]
    others = sorted({kind for row, kind in zip(stated, kinds, strict=True) if row not in own})
    left = [UNDERIVED[kind] for kind in criteria if UNDERIVED.get(kind, f"the criterion {kind}")]
    left += [f"conditions of the kind {kind!r}, which are taken as stated" for kind in others]
    checked = [f"{len(own)} conditions follow from payoffs, outside options, ceilings and bounds"]
    if part(statement, "status", str) == "infeasible":
        total, bound = combined(stated, _multipliers(statement), size)
        require(not any(total) and bound > 0, "the multipliers do not show that there is no policy")
        _leaves(statement, size, None, checked, left)
        return [*checked, "multipliers show that no levels meet them"], left
    levels = numbers(part(statement, "levels", list), "levels", size)
    keeps(sorted(own), levels, [f"condition {k + 1}" for k in range(len(own))])
    keeps(stated, levels, kinds)
    checked.append("the levels meet all of them")
    bill = _expected_bill(problem)
    cost = number(part(statement, "cost", (int, str)), "cost")
    spent = sum((unit * level for unit, level in zip(bill, levels, strict=True)), ZERO)
    require(spent == cost, f"the levels cost {spent}, not {cost}")
    checked.append(f"they cost {cost} in expectation")
    if statement["status"] == "optimal" and "multiplier" in str(statement["rows"][:1]):
        total, bound = combined(stated, _multipliers(statement), size)
        require(total == tuple(bill), "the multipliers do not make up the cost")
        require(bound == cost, f"the multipliers show a least cost of {bound}, not {cost}")
        checked.append("multipliers show that no levels that meet them cost less")
    else:
        left.append("that nothing is cheaper")
    _leaves(statement, size, cost, checked, left)
    return checked, left


def _leaves(
    statement: Mapping[str, Any], size: int, cost: Fraction | None, checked: list[str], left: list[str]
) -> None:
    """Proofs of the other branches of a choice: none has a policy, or none a cheaper one."""
    leaves = part(statement, "leaves", list)
    for leaf in leaves:
        rows = [_row(one, size) for one in part(leaf, "rows", list)]
        multipliers = [number(part(one, "multiplier", (int, str)), "multiplier") for one in leaf["rows"]]
        total, bound = combined(rows, multipliers, size)
        least = numbers(part(leaf, "cost", list), "cost", size)
        empty = not any(total) and bound > 0
        dear = cost is not None and total == tuple(least) and bound >= number(part(leaf, "bound", (int, str)), "bound")
        require(empty or dear, "the proof of a branch does not hold")
    if leaves:
        checked.append(f"the proofs of {len(leaves)} other branches")
        left.append("that the branches cover all cases")


def _derived(problem: _Problem, statement: Mapping[str, Any]) -> Iterator[Row]:
    """Every condition that follows from the question's numbers, as a row over the levels."""
    size = len(problem.low)
    for k in range(size):
        unit = tuple(ONE if j == k else ZERO for j in range(size))
        yield unit, problem.low[k]
        yield tuple(-u for u in unit), -problem.high[k]
    for one in part(statement, "criteria", list):
        yield from _criterion(problem, one)
    if part(statement, "participation", bool):
        stays = {
            (c, i): [_minus(conflict.payoff(i, conflict.target), conflict.outside[i])]
            for c, conflict in enumerate(problem.conflicts)
            for i in range(len(conflict.shape))
        }
        yield from _alone_and_together(problem, stays, ZERO)
    paid = _target_bill(problem)
    for members, limit in problem.caps:
        share = (-paid[k] / problem.heads[k] if k in members else ZERO for k in range(size))
        yield tuple(share), -limit


def _criterion(problem: _Problem, one: Mapping[str, Any]) -> Iterator[Row]:
    kind, margin = part(one, "kind", str), number(part(one, "margin", (int, str)), "margin")
    if kind == "dominant" or kind in AT_TARGET:
        moves = {
            (c, i): [
                conflict.loss(i, b, others)
                for b in range(1, conflict.shape[i])
                for others in (_others(conflict, i) if kind == "dominant" else [conflict.target])
            ]
            for c, conflict in enumerate(problem.conflicts)
            for i in range(len(conflict.shape))
        }
        yield from _alone_and_together(problem, moves, margin)
    if kind == "p_dominant":
        p = number(part(one, "p", (int, str)), "p")
        for conflict in problem.conflicts:
            for i in range(len(conflict.shape)):
                for b, others in product(range(1, conflict.shape[i]), _others(conflict, i)):
                    sure, unsure = conflict.loss(i, b, conflict.target), conflict.loss(i, b, others)
                    yield _at_least(_plus(_times(p, sure), _times(1 - p, unsure)), ZERO)


def _others(conflict: _Conflict, player: int) -> Iterator[Profile]:
    """Every profile of the others, the player cooperating."""
    return (profile for profile in profiles(conflict.shape) if not profile[player])


def _alone_and_together(
    problem: _Problem, moves: Mapping[tuple[int, int], Sequence[Cell]], bound: Fraction
) -> Iterator[Row]:
    """Each move alone, and moves of one stakeholder in several conflicts, payments received once counted once."""
    for own in moves.values():
        yield from (_at_least(cell, bound) for cell in own)
    where: dict[str, list[tuple[int, int]]] = {}
    for c, i in moves:
        where.setdefault(problem.conflicts[c].players[i], []).append((c, i))
    several = (
        chain.from_iterable(combinations(own, size) for size in range(2, len(own) + 1)) for own in where.values()
    )
    for places in chain.from_iterable(several):
        weights = [problem.conflicts[c].heads for c, _ in places]
        for cells in product(*(moves[place] for place in places)):
            base = sum((w * own for w, (own, _) in zip(weights, cells, strict=True)), ZERO)
            coefficients = []
            for k, once in enumerate(problem.once):
                each = [w * slopes[k] for w, (_, slopes) in zip(weights, cells, strict=True)]
                lost = sum((v for v in each if v < 0), ZERO) + max((v for v in each if v > 0), default=ZERO)
                coefficients.append(lost if once else sum(each, ZERO))
            yield tuple(coefficients), bound * max(weights) - base


def _at_least(cell: Cell, bound: Fraction) -> Row:
    return cell[1], bound - cell[0]


def _plus(a: Cell, b: Cell) -> Cell:
    return a[0] + b[0], tuple(x + y for x, y in zip(a[1], b[1], strict=True))


def _minus(a: Cell, b: Cell) -> Cell:
    return _plus(a, _times(-ONE, b))


def _times(weight: Fraction, a: Cell) -> Cell:
    return weight * a[0], tuple(weight * x for x in a[1])


def _target_bill(problem: _Problem) -> list[Fraction]:
    """What a unit of each level costs where everybody cooperates: once per head, the largest bill."""
    return _bill(problem, lambda conflict, k: conflict.costs[k][conflict.target])


def _expected_bill(problem: _Problem) -> list[Fraction]:
    """The same in expectation: with the chance of a breakdown, the mean where one breaks off, revenue not counted."""

    def broken(conflict: _Conflict, k: int) -> Fraction:
        alone = [
            max(conflict.costs[k][replaced(conflict.target, i, b)], ZERO)
            for i, size in enumerate(conflict.shape)
            for b in range(1, size)
        ]
        return sum(alone, ZERO) / len(alone) if alone else ZERO

    pairs = zip(_target_bill(problem), _bill(problem, broken), strict=True)
    return [(1 - problem.breakdown) * met + problem.breakdown * lost for met, lost in pairs]


def _bill(problem: _Problem, unit: Any) -> list[Fraction]:
    bills = []
    for k, heads in enumerate(problem.heads):
        shown = [unit(conflict, k) for conflict in problem.conflicts if conflict.shows[k]]
        bills.append(heads * max(shown) if shown else ZERO)
    return bills


def _multipliers(statement: Mapping[str, Any]) -> list[Fraction]:
    return [number(part(one, "multiplier", (int, str)), "multiplier") for one in statement["rows"]]


def _row(given: Any, size: int) -> Row:
    coefficients = numbers(part(given, "coefficients", list), "coefficients", size)
    return tuple(coefficients), number(part(given, "bound", (int, str)), "bound")


def _problem(given: Mapping[str, Any]) -> _Problem:
    levers = part(given, "levers", list)
    size = len(levers)
    caps = [([part({"k": k}, "k", int) for k in part(c, "members", list)], c) for c in part(given, "caps", list)]
    low, high, heads = (numbers([part(lever, key, (int, str)) for lever in levers], key) for key in ENDS)
    return _Problem(
        [_conflict(one, size) for one in part(given, "conflicts", list)],
        low,
        high,
        heads,
        [part(lever, "once", bool) for lever in levers],
        number(part(given, "breakdown", (int, str)), "breakdown"),
        [(members, number(part(cap, "limit", (int, str)), "limit")) for members, cap in caps],
    )


def _conflict(given: Mapping[str, Any], size: int) -> _Conflict:
    shape = shape_of(part(given, "shape", list))
    players, n = tuple(map(str, part(given, "players", list))), len(shape)
    effects, costs = part(given, "effects", list), part(given, "costs", list)
    slopes = part(given, "outside_effects", list)
    shows = part(given, "shows", list)
    if len(players) != n or not len(effects) == len(costs) == len(slopes) == len(shows) == size:
        raise StatementError("a conflict has not one entry a player or a lever")
    outside = numbers(part(given, "outside", list), "outside", n)
    by_player = [tuple(numbers(own, "outside_effects", n)[i] for own in slopes) for i in range(n)]
    return _Conflict(
        shape,
        players,
        number(part(given, "heads", (int, str)), "heads"),
        _tensors(part(given, "baseline", list), shape, "baseline"),
        [_tensors(own, shape, "effects") for own in effects],
        [tensor(own, shape, "costs") for own in costs],
        [bool(shown) for shown in shows],
        list(zip(outside, by_player, strict=True)),
    )


def _tensors(given: Any, shape: Profile, where: str) -> list[Tensor]:
    if not isinstance(given, list) or len(given) != len(shape):
        raise StatementError(f"{where} has not one table a player")
    return [tensor(own, shape, where) for own in given]
