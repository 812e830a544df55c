"""Polymatrix games: every player takes one decision and plays it against each neighbour on a graph.

The payoff of player i at profile s is the sum over its edges of the pairwise payoff ``A_ij[s_i, s_j]``.

References
----------
Yanovskaya (1968), Equilibrium points in polymatrix games.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array, as_payoffs
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class PairwiseGame:
    """One edge: the payoffs that two players give each other.

    Parameters
    ----------
    players : pair of int
        First and second player, by index.
    payoffs : array, shape (..., 2, m, n)
        Payoffs of the first and of the second, by the actions of the first and of the second.
    """

    players: tuple[int, int]
    payoffs: Array


@dataclass(frozen=True, slots=True, eq=False)
class PolymatrixGame(Shown):
    """A game on a graph.

    Parameters
    ----------
    players : tuple of str
    actions : tuple of tuples of str
    edges : tuple of PairwiseGame
    labels : Labels, optional
        Of players and actions.
    unit : str, optional
        Of the payoffs.

    Raises
    ------
    ShapeError
        If an edge names a player that does not exist or its payoffs do not fit the players' actions.

    Examples
    --------
    >>> edge = PairwiseGame((0, 1), np.array([[[2, 0], [0, 1]], [[2, 0], [0, 1]]], dtype=object))
    >>> PolymatrixGame(("a", "b"), (("x", "y"), ("x", "y")), (edge,)).to_normal_form().shape
    (2, 2)
    """

    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...] = field(repr=False)
    edges: tuple[PairwiseGame, ...] = field(repr=False)
    labels: Labels = field(default=Labels(), repr=False)
    unit: str = ""

    def __post_init__(self) -> None:
        sizes = tuple(len(names) for names in self.actions)
        for edge in self.edges:
            i, j = edge.players
            if not (0 <= i < len(sizes) and 0 <= j < len(sizes)) or i == j:
                raise ShapeError(f"an edge joins players {edge.players}, but there are {len(sizes)} players")
            if edge.payoffs.shape[-3:] != (2, sizes[i], sizes[j]):
                raise ShapeError(
                    f"the edge of {self.players[i]} and {self.players[j]} has payoffs of shape {edge.payoffs.shape}, "
                    f"expected (..., 2, {sizes[i]}, {sizes[j]})"
                )

    def to_normal_form(self) -> NormalFormGame:
        """Return the same game with one payoff tensor, shape (..., n, a1, ..., an)."""
        return NormalFormGame(
            add_edges(self.actions, self.edges),
            players=self.players,
            actions=self.actions,
            labels=self.labels,
            unit=self.unit,
        )

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a pair and its two actions; the payoffs of both (of one game)."""
        import pandas as pd

        rows = []
        for edge in self.edges:
            i, j = edge.players
            for a, b in np.ndindex(*edge.payoffs.shape[-2:]):
                who = {"first": self.players[i], "second": self.players[j]}
                what = {"action of first": self.actions[i][a], "action of second": self.actions[j][b]}
                payoffs = dict(
                    zip(("payoff of first", "payoff of second"), edge.payoffs[..., a, b].tolist(), strict=True)
                )
                rows.append(who | what | payoffs)
        return pd.DataFrame(rows)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.games.polymatrix_card import polymatrix_card

        return polymatrix_card(self, spoken(language))


def add_edges(actions: Sequence[Sequence[str]], edges: Sequence[PairwiseGame]) -> Array:
    """Sum the edges into one payoff tensor, shape (..., n, a1, ..., an); zero where a player has no edge."""
    count = len(actions)
    shape = tuple(len(names) for names in actions)
    exact = all(edge.payoffs.dtype == object for edge in edges)
    batch = np.broadcast_shapes(*(edge.payoffs.shape[:-3] for edge in edges))
    size = (*batch, count, *shape)
    total: Any = np.full(size, Fraction(0), dtype=object) if exact else np.zeros(size)
    for edge in edges:
        i, j = edge.players
        for k, player in enumerate((i, j)):
            total[(..., player, *(slice(None),) * count)] += spread(edge.payoffs[..., k, :, :], i, j, count)
    return total if exact else as_payoffs(total)


def spread(matrix: Array, first: int, second: int, count: int) -> Array:
    """View a (..., m, n) matrix with axes for all players, of length 1 where they do not matter."""
    if first > second:
        matrix, first, second = matrix.swapaxes(-1, -2), second, first
    shape = [1] * count
    shape[first], shape[second] = matrix.shape[-2:]
    return matrix.reshape(*matrix.shape[:-2], *shape)
