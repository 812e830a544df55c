"""The Pareto frontier of a convex hull of payoff pairs, as a chain of agreements in fractions.

The chain runs from the best for player 2 to the best for player 1: payoffs of player 1 rise, those of player 2 fall,
and the slopes between neighbours fall too, because the hull is convex. Every agreement knows its lottery: which points
of the hull it mixes, and with which probabilities. Players are 0 and 1 here.

References
----------
Andrew (1979), Another efficient algorithm for convex hulls in two dimensions, Information Processing Letters 9.
doi:10.1016/0020-0190(79)90072-3
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Pair = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A point of the hull that the players can agree on.

    Attributes
    ----------
    payoffs : pair of Fraction
        [the game's unit]
    lottery : tuple of (index of a point, probability)
        Empty on a transferable-utility line.
    """

    payoffs: Pair
    lottery: tuple[tuple[int, Fraction], ...] = ()


Chain = tuple[Agreement, ...]


def pareto_frontier(points: Sequence[Pair]) -> Chain:
    """Return the corners of the Pareto frontier of the convex hull of points.

    Parameters
    ----------
    points : sequence of pairs of Fraction
        Payoffs of the two players [the game's unit]; at least one pair.

    Returns
    -------
    tuple of Agreement
        From the best for player 2 to the best for player 1; of equal points the first.

    Examples
    --------
    >>> corners = [(0, 0), (0, 3), (2, 2), (1, 1), (3, 0)]
    >>> [a.lottery[0][0] for a in pareto_frontier([(Fraction(x), Fraction(y)) for x, y in corners])]
    [1, 2, 4]
    """
    kept: list[tuple[Pair, int]] = []
    for point, index in sorted(((p, k) for k, p in enumerate(points)), key=lambda e: (-e[0][0], -e[0][1], e[1])):
        if kept and point[1] <= kept[-1][0][1]:
            continue
        while len(kept) > 1 and _is_not_left(kept[-2][0], kept[-1][0], point):
            kept.pop()
        kept.append((point, index))
    return tuple(Agreement(point, ((index, Fraction(1)),)) for point, index in reversed(kept))


def _is_not_left(p: Pair, q: Pair, r: Pair) -> bool:
    """Whether the turn p, q, r is not to the left, so that q is no corner of the hull."""
    return (q[0] - p[0]) * (r[1] - p[1]) <= (q[1] - p[1]) * (r[0] - p[0])


def between(first: Agreement, second: Agreement, share: Fraction) -> Agreement:
    """Return the agreement that mixes two, with a share of the second one.

    Examples
    --------
    >>> ends = pareto_frontier([(Fraction(0), Fraction(4)), (Fraction(4), Fraction(0))])
    >>> print(*between(*ends, Fraction(1, 4)).payoffs)
    1 3
    """
    if share in (0, 1):
        return second if share else first
    (a, c), (b, e) = first.payoffs, second.payoffs
    chances: dict[int, Fraction] = {}
    for agreement, weight in ((first, 1 - share), (second, share)):
        for index, chance in agreement.lottery:
            chances[index] = chances.get(index, Fraction(0)) + weight * chance
    return Agreement((a + share * (b - a), c + share * (e - c)), tuple(sorted(chances.items())))


def at_least(chain: Chain, player: int, least: Fraction) -> Chain:
    """Return the part of a chain that gives a player at least a payoff; empty where nothing does.

    Parameters
    ----------
    chain : tuple of Agreement
    player : int
        0 or 1.
    least : Fraction
        [the game's unit]

    Examples
    --------
    >>> ends = pareto_frontier([(Fraction(0), Fraction(4)), (Fraction(4), Fraction(0))])
    >>> [f"{a.payoffs[0]} {a.payoffs[1]}" for a in at_least(ends, 0, Fraction(1))]
    ['1 3', '4 0']
    """
    rising = chain if player == 0 else chain[::-1]
    kept = [agreement for agreement in rising if agreement.payoffs[player] >= least]
    dropped = len(rising) - len(kept)
    if kept and dropped and kept[0].payoffs[player] > least:
        low, high = rising[dropped - 1], kept[0]
        rise = high.payoffs[player] - low.payoffs[player]
        kept.insert(0, between(low, high, (least - low.payoffs[player]) / rise))
    return tuple(kept if player == 0 else reversed(kept))


def individually_rational(chain: Chain, disagreement: Pair) -> Chain:
    """Return the part of a chain that gives each player at least the disagreement payoff; it may be empty."""
    return at_least(at_least(chain, 0, disagreement[0]), 1, disagreement[1])
