"""Best-response polytopes of many games in floats: payoffs of span 1, their minors, and strategies at the vertices.

Arrays end in the games, which run fastest in memory; every operation is elementwise over them, so that a game gives the
same bits in whatever company it is solved. For minors and bases see :mod:`tvet_games.solve.vertices`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.numerics import TIE, Array
from tvet_games.solve.vertices import Bases, bases, minors


@dataclass(frozen=True, slots=True, eq=False)
class ReplyPolytopes:
    """The polytopes of one player's replies in many games.

    Attributes
    ----------
    payoffs : array, shape (r, c, games)
        Of the replying player, over their span: r replies to c actions of the other.
    minors : array, shape (number of minors, games)
    bases : Bases
        In the same order for both players: partners share an index.
    clear : float
        A minor larger than this has a sign; others are tied, or may be.
    """

    payoffs: Array
    minors: Array
    bases: Bases
    clear: float

    def of(self, games: Array) -> ReplyPolytopes:
        """Return the polytopes of some of the games."""
        return ReplyPolytopes(self.payoffs.take(games, axis=2), self.minors.take(games, axis=1), self.bases, self.clear)


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Strategies in many games: game (e,), row (e, m), column (e, n), sorted by game."""

    game: Array
    row: Array
    column: Array

    @classmethod
    def none(cls, m: int, n: int) -> Profiles:
        """No profile of m x n games."""
        return cls(np.empty(0, dtype=np.intp), np.empty((0, m)), np.empty((0, n)))

    def at(self, places: Array) -> Profiles:
        """Some of them, by index."""
        return Profiles(self.game[places], self.row.take(places, axis=0), self.column.take(places, axis=0))


def joined(parts: Sequence[Profiles]) -> Profiles:
    """Return profiles one after the other."""
    game, row, column = zip(*((part.game, part.row, part.column) for part in parts), strict=True)
    return Profiles(np.concatenate(game), np.concatenate(row), np.concatenate(column))


def polytopes(row: Array, column: Array) -> tuple[ReplyPolytopes, ReplyPolytopes]:
    """Return the polytopes of both players, payoffs of shape (games, m, n)."""
    m, n = row.shape[1:]
    a, b = _over_span(np.moveaxis(row, 0, -1)), _over_span(column.transpose(2, 1, 0))
    clear = TIE * _largest_total(min(m, n))
    return (
        ReplyPolytopes(a, minors(a), bases(m, n), clear),
        ReplyPolytopes(b, minors(b), bases(n, m, columns_first=True), clear),
    )


def _over_span(payoffs: Array) -> Array:
    """Payoffs (r, c, games) less the smallest, over their span; NaN, which passes no gate, where that overflows."""
    ordered = np.array(payoffs, order="C")
    ordered -= ordered.min(axis=(0, 1))
    span = ordered.max(axis=(0, 1))
    ordered /= np.where(span == 0, 1, span)
    return ordered


def _largest_total(k: int) -> float:
    """Bound on the sum of the weights of k columns, of payoffs of span 1: k minors, each within Hadamard's bound."""
    return float(k * max(k - 1, 1) ** ((k - 1) / 2))


def strategies(found: ReplyPolytopes, basis: Array, game: Array) -> Array:
    """Return the mixed strategies at vertices, shape (e, c).

    Parameters
    ----------
    found : ReplyPolytopes
    basis, game : array of int, shape (e,)
        Which basis of which game each vertex is: of its bases the smallest, which has no weight of 0.
    """
    known, (_, c, games) = found.bases, found.payoffs.shape
    strategy, values = np.zeros(len(basis) * c), found.minors.reshape(-1)
    size = known.size[basis]
    for k in range(1, known.support.shape[1] + 1):
        at = np.flatnonzero(size == k)
        chosen = basis[at]
        weights = np.abs(values.take(known.tests[:, :k].T.take(chosen, axis=1) * games + game[at]))
        strategy[known.support[:, :k].T.take(chosen, axis=1) + at * c] = weights / _sum(weights)
    return strategy.reshape(-1, c)


def regrets(found: ReplyPolytopes, game: Array, own: Array, other: Array) -> Any:
    """Return what the replying player could gain in each profile [share of the payoff span].

    Parameters
    ----------
    found : ReplyPolytopes
    game : array of int, shape (e,)
    own, other : array, shape (e, r) and (e, c)
        The strategies of the replying player and of the other.
    """
    played = found.payoffs.take(game, axis=2)
    earned = [_sum(line * other.T) for line in played]
    best = earned[0]
    for one in earned[1:]:
        best = np.maximum(best, one)
    return best - _sum([one * share for one, share in zip(earned, own.T, strict=True)])


def _sum(terms: Any) -> Any:
    """Sum in a fixed order, whatever the number of games."""
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total
