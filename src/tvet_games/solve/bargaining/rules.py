"""Rules of axiomatic bargaining on a Pareto frontier of corners, in fractions.

Symbols: disagreement point d, weights w, gains ``g = u - d``. All rules choose among the individually rational
agreements, those with gains of at least 0:

- Nash: the largest product ``g1**w1 g2**w2``. On an edge with gains ``(a + b t, c + e t)``, b > 0 > e, its logarithm is
  concave, with the largest value at ``t = -(w1 b c + w2 e a) / ((w1 + w2) b e)``. Going along the frontier, the
  optimum is on the first edge at the end of which the product no longer rises. So no products are compared, and the
  answer is exact with any rational weights.
- Kalai-Smorodinsky: gains in proportion to the largest that each could have.
- egalitarian (proportional): gains in proportion to the weights, as large as can be. The domain of its theorem are
  sets with free disposal; the point may be one that the frontier reaches only by giving something away.
- utilitarian: the largest ``w1 u1 + w2 u2``; where a whole edge has it, Nash's point on that edge.

References
----------
Nash (1950), The bargaining problem, Econometrica 18. doi:10.2307/1907266
Kalai and Smorodinsky (1975), Other solutions to Nash's bargaining problem, Econometrica 43. doi:10.2307/1914280
Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45. doi:10.2307/1913954
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from tvet_games.solve.bargaining.chain import Agreement, Chain, Pair, between

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule gives the players, and an agreement that gives each at least that.

    Attributes
    ----------
    payoffs : pair of Fraction
        [the game's unit]
    agreement : Agreement
        Its payoffs differ from those only where the egalitarian rule gives something away.
    """

    payoffs: Pair
    agreement: Agreement


def nash(chain: Chain, d: Pair, weights: Pair) -> Outcome:
    """Return Nash's solution, asymmetric where the weights differ.

    Parameters
    ----------
    chain : tuple of Agreement
        The individually rational part of the frontier.
    d : pair of Fraction
        The disagreement point [the game's unit].
    weights : pair of Fraction
        Not negative, not both 0.

    References
    ----------
    Nash (1950), doi:10.2307/1907266
    Kalai (1977), Nonsymmetric Nash solutions and replications of 2-person bargaining. doi:10.1007/BF01774658

    Examples
    --------
    >>> ends = Agreement((ZERO, Fraction(12))), Agreement((Fraction(6), ZERO))
    >>> print(*nash(ends, (ZERO, ZERO), (Fraction(1), Fraction(2))).payoffs)
    2 8
    """
    w1, w2 = weights
    for low, high in pairwise(chain):
        a, c = _gains(low, d)
        end1, end2 = _gains(high, d)
        b, e = end1 - a, end2 - c
        if w1 * b * end2 + w2 * e * end1 <= 0:
            share = -(w1 * b * c + w2 * e * a) / ((w1 + w2) * b * e)
            return _as_it_is(between(low, high, max(ZERO, share)))
    return _as_it_is(chain[-1])


def kalai_smorodinsky(chain: Chain, d: Pair) -> Outcome:
    """Return the agreement with gains in proportion to the largest individually rational gain of each.

    Parameters
    ----------
    chain, d
        As in :func:`nash`.

    Examples
    --------
    >>> corners = Agreement((ZERO, Fraction(2))), Agreement((Fraction(2), Fraction(2))), Agreement((Fraction(4), ZERO))
    >>> print(*kalai_smorodinsky(corners, (ZERO, ZERO)).payoffs)
    8/3 4/3
    """
    return egalitarian(chain, d, (_gains(chain[-1], d)[0], _gains(chain[0], d)[1]))


def egalitarian(chain: Chain, d: Pair, weights: Pair) -> Outcome:
    """Return the largest gains in proportion to the weights.

    Parameters
    ----------
    chain, d, weights
        As in :func:`nash`.

    Examples
    --------
    >>> only = (Agreement((Fraction(5), Fraction(2))),)
    >>> print(*egalitarian(only, (ZERO, ZERO), (Fraction(1), Fraction(1))).payoffs)
    2 2
    """
    leads = [_lead(agreement, d, weights) for agreement in chain]
    if leads[0] >= 0:
        return _disposed(chain[0], d, weights, 1)
    if leads[-1] <= 0:
        return _disposed(chain[-1], d, weights, 0)
    k = next(k for k, lead in enumerate(leads) if lead >= 0)
    return _as_it_is(between(chain[k - 1], chain[k], leads[k - 1] / (leads[k - 1] - leads[k])))


def utilitarian(chain: Chain, d: Pair, weights: Pair, slack: Fraction = ZERO) -> Outcome:
    """Return the agreement with the largest weighted sum of payoffs.

    Parameters
    ----------
    chain, d, weights
        As in :func:`nash`.
    slack : Fraction
        Sums that differ by at most this count as equal.

    Examples
    --------
    >>> corners = Agreement((ZERO, Fraction(3))), Agreement((Fraction(2), Fraction(2))), Agreement((Fraction(3), ZERO))
    >>> print(*utilitarian(corners, (ZERO, ZERO), (Fraction(1), Fraction(1))).payoffs)
    2 2
    """
    sums = [weights[0] * agreement.payoffs[0] + weights[1] * agreement.payoffs[1] for agreement in chain]
    best = max(sums) - slack
    return nash(tuple(agreement for agreement, value in zip(chain, sums, strict=True) if value >= best), d, weights)


def _gains(agreement: Agreement, d: Pair) -> Pair:
    return agreement.payoffs[0] - d[0], agreement.payoffs[1] - d[1]


def _lead(agreement: Agreement, d: Pair, weights: Pair) -> Fraction:
    """Positive where player 1 gains more than in proportion; it rises along the frontier."""
    g1, g2 = _gains(agreement, d)
    return g1 * weights[1] - g2 * weights[0]


def _as_it_is(agreement: Agreement) -> Outcome:
    return Outcome(agreement.payoffs, agreement)


def _disposed(agreement: Agreement, d: Pair, weights: Pair, scarce: int) -> Outcome:
    """Gains in proportion where the scarce player has its best and the other gives something away."""
    unit = _gains(agreement, d)[scarce] / weights[scarce]
    return Outcome((d[0] + unit * weights[0], d[1] + unit * weights[1]), agreement)
