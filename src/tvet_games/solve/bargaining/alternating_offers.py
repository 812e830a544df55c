"""Alternating offers: what players agree on who bargain in turns and lose by delay.

Player 1 proposes first. A proposal that is turned down costs a period: player i's later gains count ``delta_i`` of what
they would now. The disagreement point d is what the players have while they bargain. The frontier is known by one
function, ``best(i, least)``: the agreement that is best for player i (0 or 1) and leaves the other at least a payoff.

- Without end: the pair of proposals x (of player 1) and y (of player 2) that make the other just accept,
  ``x2 - d2 = delta2 (y2 - d2)`` and ``y1 - d1 = delta1 (x1 - d1)``. With ``reply(x1)``, what player 1 can get
  if it gets x1 whenever it proposes again, x1 is the fixed point. On a frontier of corners ``reply`` is piecewise
  linear, and the fixed point is found exactly between two of its breakpoints.
- With a last round T: backward induction; the last proposer leaves the other no more than it must.
- Who may leave for an outside option instead of answering gets the larger of the option and of going on; so an option
  that is worth less than going on changes nothing (the outside option principle).

References
----------
Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50. doi:10.2307/1912531
Binmore, Rubinstein and Wolinsky (1986), The Nash bargaining solution in economic modelling, RAND Journal 17.
doi:10.2307/2555382
Stahl (1972), Bargaining Theory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Protocol, TypeVar

from tvet_games.solve.bargaining.chain import Agreement, Chain, Pair, at_least


class Proposal(Protocol):
    """An agreement on some frontier."""

    @property
    def payoffs(self) -> Any:
        """Payoffs of the two players."""


P = TypeVar("P", bound=Proposal)
Best = Callable[[int, Any], P]


def with_last_round(best: Best[P], d: Any, discounts: Sequence[Any], outside: Any, rounds: int) -> P:
    """Return the first proposal, which is accepted, where there is a last round.

    Parameters
    ----------
    best : callable
        ``best(i, least)``: the agreement that is best for player i and leaves the other at least ``least``.
    d : pair of numbers
        What the players have while they bargain [the game's unit].
    discounts : pair of numbers
        [discount factor a round]
    outside : pair of numbers
        What the players have if they leave; at least d.
    rounds : int
        Number of proposals; players take turns, player 1 begins.

    Examples
    --------
    >>> pie = Agreement((Fraction(0), Fraction(1))), Agreement((Fraction(1), Fraction(0)))
    >>> half = (Fraction(1, 2), Fraction(1, 2))
    >>> print(*with_last_round(best_of(pie), (0, 0), half, (0, 0), 2).payoffs)
    1/2 1/2
    """
    accepted = best((rounds - 1) % 2, outside[rounds % 2])
    for number in range(rounds - 1, 0, -1):
        responder = number % 2
        accepted = best(1 - responder, _floor(responder, accepted.payoffs[responder], d, discounts, outside))
    return accepted


def without_end(chain: Chain, d: Pair, discounts: Pair, outside: Pair) -> Agreement:
    """Return the first proposal, which is accepted, on a frontier of corners and without a last round.

    Parameters
    ----------
    chain : tuple of Agreement
        The individually rational part of the frontier.
    d, discounts, outside
        As in :func:`with_last_round`, in fractions.

    Examples
    --------
    >>> pie = Agreement((Fraction(0), Fraction(1))), Agreement((Fraction(1), Fraction(0)))
    >>> half, nothing = (Fraction(1, 2), Fraction(1, 2)), (Fraction(0), Fraction(0))
    >>> print(*without_end(pie, nothing, half, nothing).payoffs)
    2/3 1/3
    >>> print(*without_end(pie, nothing, half, (Fraction(0), Fraction(2, 5))).payoffs)
    3/5 2/5
    """
    answer = reply(best_of(chain), d, discounts, outside)
    marks = _breakpoints(chain, d, discounts, outside)
    for low, high in pairwise(marks):
        rise_low, rise_high = answer(low).payoffs[0] - low, answer(high).payoffs[0] - high
        if rise_low >= 0 >= rise_high and rise_low > rise_high:
            return answer(low + (high - low) * rise_low / (rise_low - rise_high))
    return answer(marks[-1])


def best_of(chain: Chain) -> Best[Agreement]:
    """Return the function that finds the best agreement for a player on a frontier of corners."""
    return lambda player, least: at_least(chain, 1 - player, least)[-1 if player == 0 else 0]


def reply(best: Best[P], d: Any, discounts: Sequence[Any], outside: Any) -> Callable[[Any], P]:
    """Return the function from what player 1 expects two rounds later to what it proposes now."""

    def propose(expected: Any) -> P:
        counter = best(1, _floor(0, expected, d, discounts, outside))
        return best(0, _floor(1, counter.payoffs[1], d, discounts, outside))

    return propose


def _floor(player: int, later: Any, d: Any, discounts: Sequence[Any], outside: Any) -> Any:
    """What a player must be left with who can get a payoff a round later, or leave at once."""
    return max(outside[player], d[player] + discounts[player] * (later - d[player]))


def _breakpoints(chain: Chain, d: Pair, discounts: Pair, outside: Pair) -> list[Fraction]:
    """Expectations of player 1 between which its reply is linear.

    At them the floor of player 1, or that of player 2 which follows from the counter-proposal, is at a corner of the
    frontier or at the outside option.
    """
    top = chain[-1].payoffs[0]
    marks = {d[0], top}
    if discounts[0]:
        floors = {outside[0], *(agreement.payoffs[0] for agreement in chain)}
        if discounts[1]:
            for second in {outside[1], *(agreement.payoffs[1] for agreement in chain)}:
                counter = at_least(chain, 1, d[1] + (second - d[1]) / discounts[1])
                floors |= {counter[-1].payoffs[0]} if counter else set()
        marks |= {d[0] + (first - d[0]) / discounts[0] for first in floors}
    return sorted(mark for mark in marks if d[0] <= mark <= top)
