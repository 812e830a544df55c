"""What cooperation must satisfy, as linear rows over the levels.

For player i and deviation b write ``d_i(b, a_-i) = u_i(t_i, a_-i) - u_i(b, a_-i)``, the loss from deviating, which is
affine in the levels. Nash asks for it against the target, Dominant against every profile of the others, Unique along an
order in which iterated dominance removes everything but the target.

A payment that several conflicts show is received once, so a stakeholder who deviates in several of them at once loses
it once: every subset of a stakeholder's conflicts that share such a payment has rows of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import Any, Literal

from tvet_games.numerics import Number, exact
from tvet_games.policy.linear import Constraint
from tvet_games.policy.problem import PolicyProblem

Kind = Literal["deviation", "participation", "cap", "budget", "liability"]


@dataclass(frozen=True, slots=True, init=False)
class Nash:
    """The target is a Nash equilibrium with a margin: every deviation alone loses at least ``margin``.

    Parameters
    ----------
    margin : number
        [money per head and period] More than 0 makes the equilibrium strict.

    References
    ----------
    Nash (1951); Monderer and Tennenholtz (2004), k-Implementation, JAIR 21. doi:10.1613/jair.1231
    """

    margin: Fraction

    def __init__(self, margin: Number = 1) -> None:
        object.__setattr__(self, "margin", exact(margin))


@dataclass(frozen=True, slots=True, init=False)
class Dominant:
    """Cooperating is dominant: every deviation loses at least ``margin``, whatever the others do.

    Parameters
    ----------
    margin : number
        [money per head and period] At 0 the result is an infimum: cooperation is then only weakly dominant.
    """

    margin: Fraction

    def __init__(self, margin: Number = 1) -> None:
        object.__setattr__(self, "margin", exact(margin))


@dataclass(frozen=True, slots=True, init=False)
class Unique:
    """The target is what iterated dominance leaves, so it is the only equilibrium.

    Parameters
    ----------
    margin : number
        [money per head and period] At 0 the result is an infimum.

    References
    ----------
    Segal (2003), Coordination and discrimination in contracting with externalities, J. Economic Theory 113.
    """

    margin: Fraction

    def __init__(self, margin: Number = 1) -> None:
        object.__setattr__(self, "margin", exact(margin))


Criterion = Nash | Dominant | Unique


@dataclass(frozen=True, slots=True)
class Move:
    """One player deviating in one conflict.

    Attributes
    ----------
    conflict, player, action : int
        Indices; the action is the one taken instead of the target.
    others : tuple of int
        What everybody plays, the player's own entry at the target.
    """

    conflict: int
    player: int
    action: int
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A constraint with its meaning.

    Attributes
    ----------
    constraint : Constraint
        Over the K levels.
    kind : str
    moves : tuple of Move
        The deviations that it rules out; for participation the players (the action is then -1).
    what : str
        The group of a cap.
    """

    constraint: Constraint
    kind: Kind
    moves: tuple[Move, ...] = ()
    what: str = ""


def nash_rows(problem: PolicyProblem, margin: Fraction) -> list[Row]:
    """Rows of :class:`Nash`, joint deviations included."""
    return _deviation_rows(problem, margin, lambda c, _: [(0,) * len(problem.conflicts[c].conflict.shape)])


def dominant_rows(problem: PolicyProblem, margin: Fraction) -> list[Row]:
    """Rows of :class:`Dominant`, joint deviations included."""
    return _deviation_rows(problem, margin, lambda c, i: list(problem.conflicts[c].opponents(i)))


def _deviation_rows(problem: PolicyProblem, margin: Fraction, others: Any) -> list[Row]:
    moves = {
        (c, i): [Move(c, i, b, profile) for b in arrays.deviations(i) for profile in others(c, i)]
        for c, arrays in enumerate(problem.conflicts)
        for i in range(len(arrays.conflict.players))
    }
    rows = [deviation_row(problem, (move,), margin) for own in moves.values() for move in own]
    for places in _joint_places(problem):
        rows += [deviation_row(problem, together, margin) for together in product(*(moves[p] for p in places))]
    return rows


def deviation_row(problem: PolicyProblem, moves: tuple[Move, ...], margin: Fraction) -> Row:
    """The row that makes deviating by some moves at once lose at least the margin.

    For one move money is per head of its conflict; for several it is per head of the calibration's first kind.
    """
    parts = [_loss(problem, move) for move in moves]
    constraint = _joint(problem, moves, parts, margin)
    return Row(constraint, "deviation", moves)


def _loss(problem: PolicyProblem, move: Move) -> tuple[Fraction, list[Fraction]]:
    """Loss from a move at level zero, and per unit of each level."""
    arrays = problem.conflicts[move.conflict]
    deviating = tuple(move.action if j == move.player else a for j, a in enumerate(move.others))
    base = arrays.baseline[(move.player, *move.others)] - arrays.baseline[(move.player, *deviating)]
    met: Any = (slice(None), move.player, *move.others)
    left: Any = (slice(None), move.player, *deviating)
    slopes = arrays.effect[met] - arrays.effect[left]
    return base, list(slopes)


def _joint(
    problem: PolicyProblem, moves: Sequence[Move], parts: Sequence[tuple[Fraction, list[Fraction]]], margin: Fraction
) -> Constraint:
    """Add up what several moves lose; what is received once is lost once."""
    if len(moves) == 1:
        base, slopes = parts[0]
        return Constraint(tuple(slopes), margin - base)
    weights = [problem.conflicts[move.conflict].heads for move in moves]
    base = sum((w * part[0] for w, part in zip(weights, parts, strict=True)), Fraction(0))
    total = []
    for k, lever in enumerate(problem.levers):
        each = [w * part[1][k] for w, part in zip(weights, parts, strict=True)]
        if lever.instrument.joint == "once":
            total.append(
                sum((v for v in each if v < 0), Fraction(0)) + max([v for v in each if v > 0], default=Fraction(0))
            )
        else:
            total.append(sum(each, Fraction(0)))
    return Constraint(tuple(total), margin * max(weights) - base)


def _joint_places(problem: PolicyProblem) -> Iterator[tuple[tuple[int, int], ...]]:
    """Sets of (conflict, player) of one stakeholder, connected by payments received once."""
    places: dict[str, list[tuple[int, int]]] = {}
    for c, arrays in enumerate(problem.conflicts):
        for i, name in enumerate(arrays.conflict.player_names):
            places.setdefault(name, []).append((c, i))
    for own in places.values():
        for size in range(2, len(own) + 1):
            for subset in combinations(own, size):
                if _connected(problem, subset):
                    yield subset


def _connected(problem: PolicyProblem, places: Sequence[tuple[int, int]]) -> bool:
    """Whether shared payments link all of the places; otherwise smaller sets say all that there is to say."""
    shared = [
        {k for k, lever in enumerate(problem.levers) if lever.instrument.joint == "once" and _touches(problem, c, i, k)}
        for c, i in places
    ]
    reached, todo = {0}, [0]
    while todo:
        here = todo.pop()
        new = {p for p in range(len(places)) if p not in reached and shared[p] & shared[here]}
        reached |= new
        todo += new
    return len(reached) == len(places)


def _touches(problem: PolicyProblem, c: int, i: int, k: int) -> bool:
    return bool((problem.conflicts[c].effect[k, i] != 0).any())


def participation_rows(problem: PolicyProblem) -> list[Row]:
    """Everybody gets at the target at least the outside option, also leaving several conflicts at once."""
    rows = []
    singles = [((c, i),) for c, a in enumerate(problem.conflicts) for i in range(len(a.conflict.players))]
    for places in [*singles, *_joint_places(problem)]:
        moves = tuple(Move(c, i, -1, (0,) * len(problem.conflicts[c].conflict.shape)) for c, i in places)
        parts = []
        for move in moves:
            arrays = problem.conflicts[move.conflict]
            base = arrays.baseline[(move.player, *move.others)] - arrays.outside[move.player]
            met: Any = (slice(None), move.player, *move.others)
            slopes = arrays.effect[met] - arrays.outside_effect[:, move.player]
            parts.append((base, list(slopes)))
        rows.append(Row(_joint(problem, moves, parts, Fraction(0)), "participation", moves))
    return rows


def cap_rows(problem: PolicyProblem) -> list[Row]:
    """What a group of instruments pays together at the target stays within its ceiling."""
    rows = []
    for group, members, limit in problem.caps:
        paid = [
            -problem.target_bill[k] / problem.heads[k] if k in members else Fraction(0)
            for k in range(len(problem.levers))
        ]
        rows.append(Row(Constraint(tuple(paid), -limit), "cap", what=group))
    return rows


def budget_row(problem: PolicyProblem, budget: Fraction) -> Row:
    """Expected public cost within the budget, all heads."""
    return Row(Constraint(tuple(-c for c in problem.expected_bill), -budget), "budget")


def liability_rows(problem: PolicyProblem, limit: Fraction) -> list[Row]:
    """The most that can fall due within a limit, all heads."""
    return [Row(Constraint(tuple(-c for c in bill), -limit), "liability") for bill in problem.liabilities]
