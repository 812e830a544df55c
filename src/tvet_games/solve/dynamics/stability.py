"""The vertices of the replicator dynamic: eigenvalues, and which are asymptotically stable.

At the vertex where the profile a is played the Jacobian is triangular, and its eigenvalues are what deviations gain:
``u_i(b, a_-i) - u_i(a)`` for every population i and every other action b. With constant payoffs a vertex is
asymptotically stable, and an evolutionarily stable state of the populations, exactly when all of them are negative,
that is when a is a strict equilibrium; with an eigenvalue of 0 it is not. No other rest point is asymptotically stable.

References
----------
Selten (1980), A note on evolutionarily stable strategies in asymmetric animal conflicts.
doi:10.1016/S0022-5193(80)81038-1
Ritzberger and Weibull (1995), Evolutionary selection in normal-form games. doi:10.2307/2171774
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, overload

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, core, payoff_span, row_of_numbers
from tvet_games.solve.dynamics.state import names_of, vertex_state
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

VertexKind = Literal["stable", "source", "saddle", "not stable"]
"""``stable``: asymptotically; ``source``: every deviation gains; ``saddle``: some gain, some lose; ``not stable``: some
are as good, so that a population that was moved does not come back."""


@dataclass(frozen=True, slots=True, eq=False)
class Vertex(Shown):
    """One vertex of the replicator dynamic.

    Attributes
    ----------
    profile : tuple of int
        The action of each population.
    actions : tuple of str
        Their names.
    state : array, shape (d,)
        The shares there, 0 or 1.
    eigenvalues : array, shape (d,)
        [payoff] What deviating gains, population by population; differences within the tie tolerance count as 0.
    kind : str
    labels : Labels, optional
        Of players and actions.
    """

    profile: tuple[int, ...]
    actions: tuple[str, ...]
    state: Array = field(repr=False)
    eigenvalues: Array
    kind: VertexKind
    labels: Labels = field(default=Labels(), repr=False)

    @property
    def stable(self) -> bool:
        """Whether it is asymptotically stable: a strict equilibrium."""
        return self.kind == "stable"

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.dynamics.rest_card import vertex_card

        return vertex_card(self, spoken(language))


@dataclass(frozen=True, slots=True, eq=False)
class StabilityTable(Shown, Sequence[Vertex]):
    """Every vertex of a game with its eigenvalues.

    Attributes
    ----------
    game : NormalFormGame
    rows : tuple of Vertex
        In the order of the profiles.
    """

    game: NormalFormGame = field(repr=False)
    rows: tuple[Vertex, ...] = field(repr=False)

    @overload
    def __getitem__(self, index: int) -> Vertex: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Vertex]: ...
    def __getitem__(self, index: int | slice) -> Vertex | Sequence[Vertex]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Vertex]:
        return iter(self.rows)

    @property
    def stable(self) -> tuple[Vertex, ...]:
        """The asymptotically stable vertices: the evolutionarily stable states."""
        return tuple(vertex for vertex in self.rows if vertex.stable)

    @property
    def target(self) -> Vertex:
        """The vertex where everybody cooperates."""
        return self.rows[0]

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.dynamics.rest_card import stability_table_card

        return stability_table_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a vertex; actions, eigenvalues, kind."""
        import pandas as pd

        index = pd.MultiIndex.from_tuples([v.actions for v in self.rows], names=self.game.players)
        columns = [f"eigenvalue {k + 1}" for k in range(len(names_of(self.game)))]
        frame = pd.DataFrame([list(v.eigenvalues) for v in self.rows], index=index, columns=columns)
        frame["kind"] = [v.kind for v in self.rows]
        frame["stable"] = [v.stable for v in self.rows]
        return frame


def vertex_stability(game: NormalFormGame) -> StabilityTable:
    """Return every vertex of the replicator dynamic with its eigenvalues.

    Parameters
    ----------
    game : NormalFormGame
        One game of any number of populations and actions; exact games give exact eigenvalues.

    Returns
    -------
    StabilityTable

    Raises
    ------
    ShapeError
        If it is a batch; :func:`vertex_eigenvalues` takes batches.

    References
    ----------
    Ritzberger and Weibull (1995), doi:10.2307/2171774

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> for vertex in vertex_stability(hunt): print(vertex.profile, *vertex.eigenvalues, vertex.kind)
    (0, 0) -1 -1 stable
    (0, 1) 2 1 source
    (1, 0) 1 2 source
    (1, 1) -2 -2 stable
    """
    a_game(game, "vertex_stability")
    if not game.is_single:
        raise ShapeError("a table shows one game; take one out of the batch first, as in game[0]")
    return stability_table(game, vertex_eigenvalues(game))


def stability_table(game: NormalFormGame, eigenvalues: Array) -> StabilityTable:
    """Put eigenvalues (a1, ..., an, d) into a table with the names of a game."""
    rows = []
    for profile in np.ndindex(game.shape):
        values = eigenvalues[profile]
        actions = tuple(names[a] for names, a in zip(game.actions, profile, strict=True))
        state = vertex_state(game.shape, profile, exact=game.is_exact)
        rows.append(Vertex(profile, actions, state, values, kind_of(values), game.labels))
    return StabilityTable(game, tuple(rows))


def kind_of(eigenvalues: Array) -> VertexKind:
    """What the signs of a vertex's eigenvalues say."""
    if (eigenvalues < 0).all():
        return "stable"
    if (eigenvalues > 0).any() and (eigenvalues < 0).any():
        return "saddle"
    return "source" if (eigenvalues > 0).all() else "not stable"


def vertex_eigenvalues(game: NormalFormGame) -> Array:
    """Return the eigenvalues of every vertex: what each deviation gains.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch.

    Returns
    -------
    array, shape (..., a1, ..., an, d)
        [payoff] Population by population, the deviations of each in the order of its actions. In float games
        differences within ``TIE`` of the payoff span are 0.

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [4, 1]], [[3, 4], [0, 1]])
    >>> vertex_eigenvalues(dilemma)[1, 1].tolist()
    [Fraction(-1, 1), Fraction(-1, 1)]
    """
    a_game(game, "vertex_eigenvalues")
    count = len(game.players)
    columns = []
    for i, size in enumerate(game.shape):
        payoffs = game.player_payoffs(i)
        slack = 0 if game.is_exact else TIE * payoff_span(payoffs, tuple(range(-count, 0)))[core(*(None,) * count)]
        for step in range(1, size):
            # At action a the deviations come in the order of the actions, a itself left out.
            picked = [[b for b in range(size) if b != a][step - 1] for a in range(size)]
            gain = payoffs.take(picked, axis=i - count) - payoffs
            columns.append(gain if game.is_exact else np.where(np.abs(gain) <= slack, 0.0, gain))
    if not columns:
        return np.empty((*game.batch_shape, *game.shape, 0), dtype=row_of_numbers([], exact=game.is_exact).dtype)
    return np.stack(columns, axis=-1)


def stable_vertices(game: NormalFormGame) -> Array:
    """Tell for every vertex whether it is asymptotically stable, shape (..., a1, ..., an).

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> stable_vertices(hunt).tolist()
    [[True, False], [False, True]]
    """
    a_game(game, "stable_vertices")
    return np.asarray((vertex_eigenvalues(game) < 0).all(axis=-1))
