"""Bargaining where payments are possible: any number of players share a total, in closed form.

The players can divide a total T as they like; the disagreement point is d, so the surplus ``S = T - sum(d)`` is shared.
Individually rational divisions give each at least d. Shares of the surplus:

- Nash and egalitarian: the weights, divided by their sum;
- Kalai-Smorodinsky: equal, because each could gain all of S;
- utilitarian: equal among the players of the largest weight, nothing for the others;
- alternating offers of two players: ``(1 - delta2) / (1 - delta1 delta2)`` for player 1, who proposes first; with a
  last round by backward induction on the line from (0, 1) to (1, 0).

Shapes: total ``(...)``, d ``(..., n)`` -> payoffs ``(..., n)``.

References
----------
Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50. doi:10.2307/1912531
Kalai (1977), Nonsymmetric Nash solutions and replications of 2-person bargaining, doi:10.1007/BF01774658
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from tvet_games.numerics import ROUNDING, Array, is_exact
from tvet_games.solve.bargaining.alternating_offers import best_of, with_last_round, without_end
from tvet_games.solve.bargaining.chain import Agreement, Chain, Pair
from tvet_games.solve.bargaining.terms import Terms

ZERO, ONE = Fraction(0), Fraction(1)


def surplus(total: Array, d: Array) -> Array:
    """What the players share beyond the disagreement point, shape (...); 0 where it is rounding.

    Parameters
    ----------
    total : array, shape (...)
        [the game's unit]
    d : array, shape (..., n)

    Examples
    --------
    >>> surplus(np.asarray(100.0), np.array([30.0, 20.0]))
    array(50.)
    """
    difference = np.asarray(total - d.sum(axis=-1))
    if is_exact(difference):
        return difference
    slack = ROUNDING * (np.abs(total) + np.abs(d).sum(axis=-1))
    return np.where(np.abs(difference) <= slack, 0.0, difference)


def is_positive(values: Array) -> Array:
    """Whether each number is positive; NaN, which exact games hold among fractions, is not."""
    if values.dtype != object:
        return np.asarray(values > 0)
    return np.array([bool(v > 0) for v in values.ravel()], dtype=bool).reshape(values.shape)


def shares(terms: Terms, count: int) -> tuple[Fraction, ...]:
    """Share of each player in the surplus, where no outside option binds.

    Parameters
    ----------
    terms : Terms
    count : int
        Number of players.

    Examples
    --------
    >>> from tvet_games.solve.bargaining.terms import read_terms
    >>> terms = read_terms("rubinstein", ("a", "b"), discounts=(Fraction(1, 2), Fraction(1, 2)))
    >>> print(*shares(terms, 2))
    2/3 1/3
    """
    if terms.solution == "rubinstein":
        nothing = (ZERO, ZERO)
        return alternating(rational_line(nothing, ONE), nothing, nothing, terms).payoffs
    weights = terms.weights or (ONE,) * count
    if terms.solution == "utilitarian":
        weights = tuple(ONE if w == max(weights) else ZERO for w in weights)
    return tuple(w / sum(weights) for w in weights)


def rational_line(d: Pair, total: Fraction) -> Chain:
    """The individually rational part of the line of two players: all of the surplus for one, or for the other."""
    return Agreement((d[0], total - d[0])), Agreement((total - d[1], d[1]))


def alternating(chain: Chain, d: Pair, outside: Pair, terms: Terms) -> Agreement:
    """What two players agree on who make alternating offers on a frontier of corners."""
    assert terms.discounts is not None
    if terms.rounds is None:
        return without_end(chain, d, terms.discounts, outside)
    return with_last_round(best_of(chain), d, terms.discounts, outside, terms.rounds)
