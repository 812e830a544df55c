"""Haigh's criterion: when a strategy of a symmetric game of two players is evolutionarily stable.

A best reply p to itself is evolutionarily stable exactly when ``-z . A z > 0`` for all z = q - p, other than 0, whose q
mixes best replies to p: for all z that add to 0 and are not negative outside the support of p. On the support the form
must be positive definite, and what elimination leaves of it on the other best replies must be strictly copositive.
Everything is computed in fractions; what floats cannot tell from 0 is given as a slack.

References
----------
Haigh (1975), Game theory and evolution, Advances in Applied Probability 7, 8-11.
Abakuks (1980), Conditions for evolutionarily stable strategies, Journal of Applied Probability 17, 559-562.
Hadeler (1983), On copositive matrices, Linear Algebra and its Applications 49, 79-89.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations

from tvet_games.linear_algebra import null_space, solve_exactly

Rows = list[list[Fraction]]


def supports(count: int) -> Iterator[tuple[int, ...]]:
    """Every set of strategies but the empty one, small ones first."""
    return chain.from_iterable(combinations(range(count), size) for size in range(1, count + 1))


def indifferent(rows: Rows, support: tuple[int, ...], edge: float) -> list[Fraction] | None:
    """The one mix of a support against which all of it does equally well; None where there is none, or many.

    Where there are many, their differences z have z . A z = 0, so that none is evolutionarily stable.
    """
    first = support[0]
    equal = [[rows[i][j] - rows[first][j] for j in support] for i in support[1:]]
    right = [Fraction(0)] * len(equal) + [Fraction(1)]
    solution = solve_exactly([*equal, [Fraction(1)] * len(support)], right)
    if solution is None or min(solution) <= edge:
        return None
    shares = [Fraction(0)] * len(rows)
    for i, share in zip(support, solution, strict=True):
        shares[i] = share
    return shares


def best_replies(
    rows: Rows, shares: list[Fraction], support: tuple[int, ...], slack: Fraction
) -> tuple[int, ...] | None:
    """The best replies to a strategy; None where it is not one itself."""
    earned = [sum((a * p for a, p in zip(row, shares, strict=True)), Fraction(0)) for row in rows]
    most = max(earned)
    replies = tuple(i for i, value in enumerate(earned) if most - value <= slack)
    return replies if set(support) <= set(replies) else None


def holds(rows: Rows, support: tuple[int, ...], replies: tuple[int, ...], slack: Fraction, *, strictly: bool) -> bool:
    """Whether -z . A z > 0 (or >= 0) for all z that add to 0 and are not negative outside the support."""
    last, *free = support
    order = [*free, *(i for i in replies if i not in support)]
    # z_last is minus the sum of the others; twice the symmetric part of what is left, with its sign turned.
    half = [[rows[i][last] + rows[last][j] - rows[i][j] - rows[last][last] for j in order] for i in order]
    form = [[half[i][j] + half[j][i] for j in range(len(order))] for i in range(len(order))]
    for _ in free:
        pivot, head = form[0][0], form[0]
        if pivot <= slack:
            # A direction in which the form is 0 must not be coupled with any other, or it is negative somewhere.
            if strictly or pivot < -slack or any(abs(entry) > slack for entry in head):
                return False
            form = [row[1:] for row in form[1:]]
        else:
            form = [[a - row[0] * b / pivot for a, b in zip(row[1:], head[1:], strict=True)] for row in form[1:]]
    return _is_copositive(form, slack, strictly=strictly)


def _is_copositive(form: Rows, slack: Fraction, *, strictly: bool) -> bool:
    """Whether v . M v is positive (or not negative) for every v >= 0 other than 0.

    If it is not, look at a smallest set of entries on which it is not. There its least value over the v that add to 1
    is taken inside, where M v = c 1 and c is that value; and v is the only such one, as along a line of them a smaller
    set would do. So it is enough to solve M w = 1, w = v / c, on every set, or M v = 0 where M is singular.
    """
    for entries in supports(len(form)):
        part = [[form[i][j] for j in entries] for i in entries]
        solution = solve_exactly(part, [Fraction(1)] * len(entries))
        if solution is None:
            kernel = null_space(part, len(entries))
            if strictly and len(kernel) == 1 and _of_one_sign(kernel[0]):
                return False
            continue
        if _of_one_sign(solution):
            least = 1 / sum(solution, Fraction(0))
            if least < -slack or (strictly and least <= slack):
                return False
    return True


def _of_one_sign(values: Sequence[Fraction]) -> bool:
    return all(v > 0 for v in values) or all(v < 0 for v in values)
