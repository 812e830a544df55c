"""All extreme equilibria of bimatrix games, degenerate or not.

An extreme equilibrium is a pair of vertices of the two best-response polytopes whose labels together cover every
action. Every equilibrium is a convex combination of extreme ones (see :mod:`tvet_games.solve.components`).

A single game is solved in integers: exactly for fractions, and for floats with ties judged to ``TIE`` of the payoff
span but no rounding in between (:mod:`tvet_games.solve.extreme_integers`). A batch of float games is solved by the same
minors over arrays (:mod:`tvet_games.solve.extreme_batch`). In a game without ties a vertex has one basis, and that of
its partner is known beforehand: the same with rows and columns exchanged. Games in which a tie bears on an equilibrium
are found on the way and solved by labels (:mod:`tvet_games.solve.extreme_ties`), or in integers where floats cannot
decide.

References
----------
Avis, Rosenberg, Savani and von Stengel (2010), Enumeration of Nash equilibria for two-player games,
Economic Theory 42, 9-37. doi:10.1007/s00199-009-0449-x
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array, as_payoffs
from tvet_games.solve.extreme_batch import solve_batch
from tvet_games.solve.extreme_integers import solve_one
from tvet_games.solve.result import EquilibriumSet, gated
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

MAX_BASES = 13_000
"""Largest number of bases C(m+n, m) of a game whose extreme equilibria are enumerated: 8 x 8 has 12,870."""


@dataclass(frozen=True, slots=True, eq=False)
class BatchEquilibria(Shown):
    """Extreme equilibria of a batch of games, as flat arrays sorted by game.

    In each game pure equilibria, in order of the actions, stand before mixed ones: these in order of the strategies
    where the game is degenerate, else of the supports.

    Attributes
    ----------
    game : array of int, shape (e,)
        Index of the game in the flattened batch.
    row, column : array, shape (e, m) and (e, n)
        The strategies.
    count : int
        Number of games in the batch.
    degenerate : array of bool, shape (count,)
        Games in which a tie, or what floats cannot tell from one, bears on the equilibria. They were completed by
        labels or in integers. Games whose ties bear on no equilibrium are not among them.
    """

    game: Array = field(repr=False)
    row: Array = field(repr=False)
    column: Array = field(repr=False)
    count: int
    degenerate: Array = field(repr=False)

    def of(self, game: int) -> tuple[Array, Array]:
        """Strategies of the row and of the column player in the equilibria of one game, shape (e, m) and (e, n)."""
        first, last = np.searchsorted(self.game, [game, game + 1])
        return self.row[first:last], self.column[first:last]

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.batch_card import batch_card

        return batch_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row an equilibrium."""
        import pandas as pd

        columns = {f"row {i + 1}": self.row[:, i] for i in range(self.row.shape[1])}
        columns |= {f"column {j + 1}": self.column[:, j] for j in range(self.column.shape[1])}
        return pd.DataFrame({"game": self.game} | columns)


def enumerable(m: int, n: int) -> bool:
    """Tell whether all extreme equilibria of an m x n game can be enumerated."""
    return math.comb(m + n, m) <= MAX_BASES


def extreme_equilibria(row: Any, column: Any) -> EquilibriumSet:
    """Return all extreme equilibria of one bimatrix game.

    Parameters
    ----------
    row, column : array_like, shape (m, n)
        [any unit] Payoffs of the two players. Integers and fractions give fractions, floats give floats.

    Returns
    -------
    EquilibriumSet
        Of scope ``all``; never empty. Pure equilibria in order of the actions stand before mixed ones.

    Raises
    ------
    ShapeError
        If the matrices do not fit together, are a batch, or are too large (C(m+n, m) > 13,000).

    Examples
    --------
    >>> for e in extreme_equilibria([[2, 0], [0, 1]], [[1, 0], [0, 2]]):
    ...     print(*e.strategies[0], "|", *e.strategies[1])
    1 0 | 1 0
    0 1 | 0 1
    2/3 1/3 | 1/3 2/3

    References
    ----------
    Avis, Rosenberg, Savani and von Stengel (2010).
    """
    return extreme_equilibria_of(NormalFormGame.from_bimatrix(row, column))


def extreme_equilibria_of(game: NormalFormGame) -> EquilibriumSet:
    """Return all extreme equilibria of a two-player game, with its labels."""
    if len(game.players) != 2 or not game.is_single:
        raise ShapeError("extreme equilibria are defined for one game of two players; for batches use batch_equilibria")
    m, n = game.shape
    if not enumerable(m, n):
        raise ShapeError(f"a {m} x {n} game has {math.comb(m + n, m):,} bases, at most {MAX_BASES:,} are enumerated")
    pairs = solve_one(game.payoffs[0], game.payoffs[1], exact=game.is_exact)
    if not game.is_exact:
        pairs = [(x.astype(np.float64), y.astype(np.float64)) for x, y in pairs]
    return gated(game, pairs, scope="all", method="extreme equilibria")


def batch_equilibria(row: Any, column: Any) -> BatchEquilibria:
    """Return all extreme equilibria of every game of a batch, in floating point.

    Parameters
    ----------
    row, column : array_like, shape (..., m, n)
        Payoffs of the two players.

    Returns
    -------
    BatchEquilibria
        Each game has at least one equilibrium; each has passed the regret gate.

    Raises
    ------
    ShapeError
        If the shapes differ or a game is too large.

    Examples
    --------
    >>> batch = batch_equilibria([[[2., 0.], [0., 1.]]] * 3, [[[1., 0.], [0., 2.]]] * 3)
    >>> batch.game.tolist()
    [0, 0, 0, 1, 1, 1, 2, 2, 2]
    """
    a, b = (as_payoffs(payoffs).astype(np.float64, copy=False) for payoffs in (row, column))
    if a.shape != b.shape or a.ndim < 2 or 0 in a.shape[-2:]:
        raise ShapeError(f"the payoffs have shapes {a.shape} and {b.shape}, expected the same (..., m, n)")
    m, n = a.shape[-2:]
    if not enumerable(m, n):
        raise ShapeError(f"a {m} x {n} game has {math.comb(m + n, m):,} bases, at most {MAX_BASES:,} are enumerated")
    found, degenerate = solve_batch(a.reshape(-1, m, n), b.reshape(-1, m, n))
    return BatchEquilibria(found.game, found.row, found.column, len(degenerate), degenerate)
