"""Components of the equilibrium set of a bimatrix game, from its extreme equilibria.

Join the vertices x and y whenever (x, y) is an extreme equilibrium. A maximal biclique X x Y of this bipartite graph
is a maximal Nash subset: every pair of a mixture of X and a mixture of Y is an equilibrium. The connected components
of the graph are the topological components of the equilibrium set.

References
----------
Avis, Rosenberg, Savani and von Stengel (2010), Enumeration of Nash equilibria for two-player games, section 3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from tvet_games.errors import ShapeError
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

if TYPE_CHECKING:
    from tvet_games.games.normal_form import NormalFormGame
    from tvet_games.numerics import Array
    from tvet_games.solve.result import EquilibriumSet


@dataclass(frozen=True, slots=True, eq=False)
class NashSubset:
    """All pairs of a mixture of ``row`` and a mixture of ``column`` are equilibria.

    Attributes
    ----------
    row, column : tuple of arrays
        Extreme strategies of the two players.
    """

    row: tuple[Array, ...] = field(repr=False)
    column: tuple[Array, ...] = field(repr=False)

    @property
    def is_point(self) -> bool:
        """Whether it is a single equilibrium."""
        return len(self.row) == len(self.column) == 1


@dataclass(frozen=True, slots=True, eq=False)
class Component(Shown):
    """A connected set of equilibria: the union of its maximal Nash subsets.

    Attributes
    ----------
    subsets : tuple of NashSubset
    game : NormalFormGame
    """

    subsets: tuple[NashSubset, ...] = field(repr=False)
    game: NormalFormGame = field(repr=False)

    @property
    def is_point(self) -> bool:
        """Whether the component is an isolated equilibrium."""
        return len(self.subsets) == 1 and self.subsets[0].is_point

    def __repr__(self) -> str:
        return f"Component({len(self.subsets)} subsets, is_point={self.is_point})"

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.equilibrium_card import component_card

        return component_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row an extreme strategy; the subset, the player, its probabilities."""
        import pandas as pd

        rows = []
        for number, subset in enumerate(self.subsets, 1):
            for player, own, strategies in zip(
                self.game.players, self.game.actions, (subset.row, subset.column), strict=True
            ):
                rows += [{"subset": number, "player": player} | dict(zip(own, s, strict=True)) for s in strategies]
        return pd.DataFrame(rows)


def components(equilibria: EquilibriumSet) -> tuple[Component, ...]:
    """Group the extreme equilibria of a bimatrix game into components and maximal Nash subsets.

    Parameters
    ----------
    equilibria : EquilibriumSet
        Of scope ``all``, of a two-player game.

    Returns
    -------
    tuple of Component
        In the order of their first extreme equilibrium.

    Raises
    ------
    ShapeError
        If the set is not complete, because components of an incomplete set mean nothing.

    Examples
    --------
    >>> from tvet_games.solve.extreme import extreme_equilibria
    >>> [len(c.subsets) for c in components(extreme_equilibria([[1, 1], [0, 1]], [[1, 1], [0, 1]]))]
    [2]
    """
    if equilibria.scope != "all" or len(equilibria.game.players) != 2:
        raise ShapeError("components are defined for the complete equilibrium set of a two-player game")
    import networkx as nx

    strategies: dict[tuple[int, tuple[object, ...]], Array] = {}
    graph = nx.Graph()
    for e in equilibria:
        x, y = ((side, tuple(strategy)) for side, strategy in enumerate(e.strategies))
        strategies[x], strategies[y] = e.strategies
        graph.add_edge(x, y)
    return tuple(
        Component(
            tuple(_subset(sorted(clique, key=_position), strategies) for clique in _bicliques(graph.subgraph(part))),
            equilibria.game,
        )
        for part in nx.connected_components(graph)
    )


def _bicliques(graph: object) -> list[list[tuple[int, tuple[object, ...]]]]:
    """Maximal bicliques: maximal cliques once all nodes of one side are joined to each other."""
    import networkx as nx

    joined = nx.Graph(graph)
    for side in (0, 1):
        joined.add_edges_from(combinations([node for node in joined if node[0] == side], 2))
    cliques = [clique for clique in nx.find_cliques(joined) if len({node[0] for node in clique}) == 2]
    return sorted(cliques, key=lambda clique: sorted(map(_position, clique)))


def _position(node: tuple[int, tuple[object, ...]]) -> tuple[object, ...]:
    return (node[0], *(-p for p in node[1]))  # type: ignore[operator]


def _subset(
    nodes: list[tuple[int, tuple[object, ...]]], strategies: dict[tuple[int, tuple[object, ...]], Array]
) -> NashSubset:
    row, column = (tuple(strategies[node] for node in nodes if node[0] == side) for side in (0, 1))
    return NashSubset(row, column)
