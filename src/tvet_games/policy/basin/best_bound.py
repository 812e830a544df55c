"""A lower bound from relaxations of parts: the part of least value is split until the bound meets a known cost.

The parts together cover everything that is allowed, so the least of their values bounds the cost from below, and the
certificates of all open parts prove it.

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
from typing import Any, TypeVar

from tvet_games.linear_programs.certificate import Certificate
from tvet_games.linear_programs.exact import minimise
from tvet_games.policy.choices.branching import GAP, Found, search
from tvet_games.policy.rows import Row

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class LowerBound:
    """What no policy can go below.

    Attributes
    ----------
    value : Fraction or None
        Least value of the relaxations; None where none has a solution.
    certificates : tuple of Certificate
        One for every open part, none of less value, and for every part without a solution.
    parts : int
        How many were solved.
    """

    value: Fraction | None
    certificates: tuple[Certificate, ...]
    parts: int


def best_bound(
    first: Part,
    solve: Callable[[Part], tuple[Found | None, Sequence[Certificate]]],
    split: Callable[[Part, Found], Sequence[Part]],
    cost: Fraction | None,
    most: int,
) -> LowerBound:
    """Bound a least cost from below.

    Parameters
    ----------
    first : part
        Everything that is allowed.
    solve : function
        Least value of the relaxation of a part; or None, and the proofs that it has no solution.
    split : function
        The parts of a part; empty where that would not help.
    cost : Fraction or None
        Of an answer that is known: the end, once the bound is within the gap of branch and bound. None: no splitting.
    most : int
        Most relaxations.

    Returns
    -------
    LowerBound
    """
    tick, solved = count(), 0
    heap: list[tuple[Fraction, int, Any, Found]] = []
    closed: list[Certificate] = []
    todo: Sequence[Part] = [first]
    while True:
        for part in todo:
            found, proofs = solve(part)
            solved += 1
            if found is None:
                closed += proofs
            else:
                heapq.heappush(heap, (found.bound, next(tick), part, found))
        if not heap:
            return LowerBound(None, tuple(closed), solved)
        value, _, part, found = heap[0]
        open_ = cost is not None and cost - value > GAP * abs(cost) and solved < most
        todo = split(part, found) if open_ else ()
        if not todo:
            every = [c for entry in heap for c in (entry[3].certificate, *entry[3].leaves)]
            return LowerBound(value, (*every, *closed), solved)
        heapq.heappop(heap)


def relaxation(
    cost: Sequence[Fraction],
    low: Sequence[Fraction],
    high: Sequence[Fraction],
    rows: Sequence[Row],
    choices: Sequence[Any],
) -> tuple[Found | None, list[Certificate]]:
    """Least cost under rows and choices; or None, and the proofs that there is no solution."""
    fixed = [row.constraint for row in rows]
    proofs: list[Certificate] = []

    def solve(further: Sequence[Row], start: Sequence[int]) -> Certificate:
        own = [*fixed, *(row.constraint for row in further)]
        certificate = minimise(cost, low, high, own, start=start)
        if certificate.kind == "infeasible":
            proofs.append(certificate)
        return certificate

    return search(choices, solve), proofs
