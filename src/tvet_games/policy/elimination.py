"""The cheapest order in which iterated dominance leaves only the target.

A state is the set of actions removed so far. Removing action b of player i needs ``d_i(b, a_-i) >= margin`` for every
profile of the others that is still there; the earlier an action goes, the more it must be dominated against. Whatever
is still to be removed must at least lose against the target, which gives every state a linear relaxation. Best-first
branch and bound over states therefore ends with the cheapest order, and without the large constants of a mixed-integer
program, whose tolerances would blur a tie between orders.

References
----------
Land and Doig (1960), An automatic method of solving discrete programming problems, Econometrica 28.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from tvet_games.errors import SolverError
from tvet_games.policy.criteria import Move, Row, deviation_row
from tvet_games.policy.linear import Certificate
from tvet_games.policy.problem import PolicyProblem

MAX_STATES = 3_000
"""Most states that are examined; beyond it the best order found so far is returned with its bound."""

Solve = Callable[[list[Row]], Certificate | None]
"""Solves the linear program with some more rows; None where it is infeasible."""


@dataclass(frozen=True, slots=True)
class Order:
    """A state of the search.

    Attributes
    ----------
    removed : tuple of (conflict, player, action)
        In the order of removal.
    rows : tuple of Row
        What that order needs.
    """

    removed: tuple[tuple[int, int, int], ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Elimination:
    """What the search found.

    Attributes
    ----------
    order : Order
    certificate : Certificate
        Of the linear program of that order.
    bound : Fraction
        No order costs less; equal to the certificate's value where the search was finished.
    """

    order: Order
    certificate: Certificate
    bound: Fraction


def cheapest_order(problem: PolicyProblem, margin: Fraction, solve: Solve) -> Elimination | None:
    """Find the cheapest order of elimination.

    Parameters
    ----------
    problem : PolicyProblem
    margin : Fraction
        [money per head and period]
    solve : function
        Solves the linear program with the rows of an order added to those that always hold.

    Returns
    -------
    Elimination, or None
        None where no order is feasible.

    Raises
    ------
    SolverError
        If the states run out before any order is complete.
    """
    start = solve([])
    if start is None:
        return None
    tick = count()
    heap = [(start.value, next(tick), Order(), start)]
    seen: set[tuple[frozenset[tuple[int, int, int]], frozenset[Row]]] = set()
    best: Elimination | None = None
    for _ in range(MAX_STATES):
        if not heap or (best is not None and heap[0][0] >= best.certificate.value):
            break
        cost, _, order, certificate = heapq.heappop(heap)
        options = list(_next(problem, order, margin))
        if not options:
            return Elimination(order, certificate, cost)
        for following in options:
            key = (frozenset(following.removed), frozenset(following.rows))
            if key in seen:
                continue
            seen.add(key)
            solved = solve(list(following.rows))
            if solved is None:
                continue
            heapq.heappush(heap, (solved.value, next(tick), following, solved))
            if _is_complete(problem, following) and (best is None or solved.value < best.certificate.value):
                best = Elimination(following, solved, solved.value)
    if best is None and heap:
        raise SolverError(f"no order of elimination was completed within {MAX_STATES:,} states; the game is too large")
    if best is None:
        return None
    bound = min([best.certificate.value, *(entry[0] for entry in heap[:1])])
    return Elimination(best.order, best.certificate, bound)


def _next(problem: PolicyProblem, order: Order, margin: Fraction) -> Iterator[Order]:
    """Remove one more action, in the first conflict that is not done: conflicts do not depend on each other's order."""
    for c, arrays in enumerate(problem.conflicts):
        left = [(i, b) for i in range(len(arrays.conflict.shape)) for b in arrays.deviations(i)]
        left = [(i, b) for i, b in left if (c, i, b) not in order.removed]
        if not left:
            continue
        gone = {(i, b) for k, i, b in order.removed if k == c}
        for i, b in left:
            profiles = [p for p in arrays.opponents(i) if not any((j, a) in gone for j, a in enumerate(p) if j != i)]
            rows = tuple(deviation_row(problem, (Move(c, i, b, p),), margin) for p in profiles)
            yield Order((*order.removed, (c, i, b)), (*order.rows, *rows))
        return


def _is_complete(problem: PolicyProblem, order: Order) -> bool:
    return len(order.removed) == sum(sum(size - 1 for size in a.conflict.shape) for a in problem.conflicts)
