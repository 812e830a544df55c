"""Best-first branch and bound over linear programs in fractions.

Some requirements are a choice between sets of rows: an order of elimination, a punishment, how two beliefs split, a
level that is a whole multiple of its step. Each is a :class:`Choice`. A node is a partial decision of every choice; its
linear program holds the rows decided so far, so its value bounds everything below it. The node of least value goes
first: where its vertex satisfies every choice, nothing is cheaper. Otherwise the first choice that it does not satisfy
branches. Every pruned node leaves its certificate, so the bound can be checked in fractions too.

References
----------
Land and Doig (1960), An automatic method of solving discrete programming problems, Econometrica 28.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Any, ClassVar, Protocol

from tvet_games.errors import SolverError
from tvet_games.linear_programs.certificate import ZERO, Certificate
from tvet_games.policy.rows import Row

MAX_NODES = 4_000
"""Most linear programs; beyond it the best answer found so far is returned with its bound."""

PATIENCE = 200
"""Linear programs after which something feasible is tried at every node."""

GAP = Fraction(1, 10**6)
"""Relative gap between cost and bound at which a search over a continuum (a split of beliefs) ends."""

Point = Sequence[Fraction]

Solve = Callable[[Sequence[Row], Sequence[int]], Certificate]
"""Solves the linear program with some more rows, from an active set."""


class Choice(Protocol):
    """A requirement that is a choice between sets of rows; its states are immutable.

    ``endless``: its branches never end by themselves (a split of a continuum), so that something feasible must be tried
    at every node.
    """

    endless: ClassVar[bool]

    def start(self) -> Any:
        """Nothing is decided."""
        ...

    def rows(self, state: Any) -> tuple[Row, ...]:
        """Rows that hold for everything below a state."""
        ...

    def branch(self, state: Any, x: Point, forgiven: Fraction) -> Sequence[Any] | None:
        """Decide more: the states that together cover this one; None where x already satisfies the choice.

        ``forgiven`` is an amount of money by which deviations are let off (for the search of a shortfall).
        """
        ...

    def settle(self, state: Any, x: Point, forgiven: Fraction) -> tuple[Row, ...] | None:
        """Rows under which every point satisfies the choice, near x; None where there is no such guess."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes
    ----------
    certificate : Certificate
        Of the linear program whose vertex is the answer.
    rows : tuple of Row
        The rows of that program beyond the fixed ones.
    settled : tuple of Row
        Rows under which every point satisfies the choices; they contain the answer.
    bound : Fraction
        Nothing costs less; equal to the certificate's value where the search was finished.
    leaves : tuple of Certificate
        Of the programs that were pruned: infeasible, or not cheaper than the bound.
    """

    certificate: Certificate
    rows: tuple[Row, ...]
    settled: tuple[Row, ...]
    bound: Fraction
    leaves: tuple[Certificate, ...]


def search(
    choices: Sequence[Choice], solve: Solve, *, levers: int | None = None, forgives: bool = False
) -> Found | None:
    """Find the cheapest point that satisfies every choice.

    Parameters
    ----------
    choices : sequence of Choice
    solve : function
        Solves the linear program with further rows.
    levers : int, optional
        How many variables of the program are levels, which the choices see; all of them by default.
    forgives : bool
        The last variable of the program is an amount by which deviations are forgiven.

    Returns
    -------
    Found, or None
        None where nothing is feasible.

    Raises
    ------
    SolverError
        If the nodes run out before anything feasible is found.
    """
    root = tuple(choice.start() for choice in choices)
    first = solve(_rows(choices, root), ())
    leaves: list[Certificate] = []
    if first.kind != "optimal":
        return None
    tick = count()
    heap = [(first.value, next(tick), root, first)]
    best: Found | None = None
    solved = 1
    while heap and solved < MAX_NODES:
        value, _, state, certificate = heapq.heappop(heap)
        if best is not None and _close(best.certificate.value, value):
            leaves += [certificate, *(entry[3] for entry in heap)]
            return _with_bound(best, min(value, best.certificate.value), leaves)
        x, forgiven = _point(certificate, levers, forgives)
        where, branches = _first_open(choices, state, x, forgiven)
        if branches is None:
            leaves += [entry[3] for entry in heap]
            rows = _rows(choices, state)
            return Found(certificate, rows, _settled(choices, state, x, forgiven), value, tuple(leaves))
        wanted = solved >= PATIENCE or any(choice.endless for choice in choices)
        attempt = _attempt(choices, state, certificate, solve, x, forgiven) if wanted else None
        solved += attempt is not None
        if attempt is not None and (best is None or attempt.certificate.value < best.certificate.value):
            best = attempt
        for own in branches:
            following = (*state[:where], own, *state[where + 1 :])
            below = solve(_rows(choices, following), certificate.active)
            solved += 1
            if below.kind == "optimal" and (best is None or below.value < best.certificate.value):
                heapq.heappush(heap, (below.value, next(tick), following, below))
            else:
                leaves.append(below)
    if best is not None:
        leaves += [entry[3] for entry in heap]
        return _with_bound(best, min([best.certificate.value, *(e[0] for e in heap)]), leaves)
    if heap:
        raise SolverError(f"nothing feasible was found within {MAX_NODES:,} linear programs; the question is too large")
    return None


def _close(best: Fraction, bound: Fraction) -> bool:
    return bound >= best or best - bound <= GAP * abs(best)


def _with_bound(found: Found, bound: Fraction, leaves: Sequence[Certificate]) -> Found:
    return Found(found.certificate, found.rows, found.settled, bound, tuple(leaves))


def _rows(choices: Sequence[Choice], state: Sequence[Any]) -> tuple[Row, ...]:
    return tuple(row for choice, own in zip(choices, state, strict=True) for row in choice.rows(own))


def _point(certificate: Certificate, levers: int | None, forgives: bool) -> tuple[Point, Fraction]:
    return certificate.x[:levers], certificate.x[-1] if forgives else ZERO


def _first_open(
    choices: Sequence[Choice], state: Sequence[Any], x: Point, forgiven: Fraction
) -> tuple[int, Sequence[Any] | None]:
    """The first choice that a point does not satisfy, and its branches."""
    for where, (choice, own) in enumerate(zip(choices, state, strict=True)):
        branches = choice.branch(own, x, forgiven)
        if branches is not None:
            return where, branches
    return -1, None


def _settled(choices: Sequence[Choice], state: Sequence[Any], x: Point, forgiven: Fraction) -> tuple[Row, ...]:
    every = (choice.settle(own, x, forgiven) for choice, own in zip(choices, state, strict=True))
    return tuple(row for rows in every for row in rows or ())


def _attempt(
    choices: Sequence[Choice],
    state: Sequence[Any],
    certificate: Certificate,
    solve: Solve,
    x: Point,
    forgiven: Fraction,
) -> Found | None:
    """Settle every choice near the node's vertex, for something feasible to prune with."""
    settled = [choice.settle(own, x, forgiven) for choice, own in zip(choices, state, strict=True)]
    if any(rows is None for rows in settled):
        return None
    rows = (*_rows(choices, state), *(row for own in settled for row in own or ()))
    solved = solve(rows, certificate.active)
    if solved.kind != "optimal":
        return None
    return Found(solved, rows, rows, solved.value, ())
