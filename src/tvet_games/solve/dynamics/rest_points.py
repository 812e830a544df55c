"""Every rest point of the replicator dynamic: vertices, points on faces and inside, with their eigenvalues and kind.

A state rests when every population is indifferent between the actions that it uses. So all vertices rest, and on a
face where some populations mix those points at which all of these are indifferent (see
:mod:`~tvet_games.solve.dynamics.faces`). A face with infinitely many is listed as a continuum. With constant payoffs no
rest point but a vertex is asymptotically stable (Ritzberger and Weibull 1995); what Nash equilibria add is that no
action that is not used does better.

References
----------
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapters 10 and 11.
doi:10.1017/CBO9781139173179
Ritzberger and Weibull (1995), Evolutionary selection in normal-form games. doi:10.2307/2171774
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, overload

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.best_response import regret
from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TOLERANCE, Array, is_exact, payoff_span
from tvet_games.solve.dynamics.faces import Face, Supports, solve_faces
from tvet_games.solve.dynamics.replicator import replicator_jacobian
from tvet_games.solve.dynamics.stability import kind_of, vertex_eigenvalues
from tvet_games.solve.dynamics.state import dimension, names_of, state_of, strategies_of, vertex_state
from tvet_games.solve.result import describe_strategy
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

RestKind = Literal["stable", "source", "saddle", "centre", "not stable", "undecided"]
"""``stable``: asymptotically; ``source``: every direction leads away; ``saddle``: some lead away, some lead back;
``centre``: closed orbits go round it; ``not stable``: not asymptotically stable, and no more is known;
``undecided``: the eigenvalues do not tell."""

DOUBLE = 8 * float(np.finfo(np.float64).eps) ** 0.5
"""Rounding of an eigenvalue that occurs twice, relative to its size: the root of the rounding of the entries."""


@dataclass(frozen=True, slots=True, eq=False)
class RestPoint(Shown):
    """One rest point.

    Attributes
    ----------
    state : array, shape (d,)
        [share]
    strategies : tuple of n arrays (a_i,)
        The shares of all actions.
    mixing : tuple of str
        The populations that mix; empty at a vertex.
    eigenvalues : array, shape (d,)
        [payoff] Of the Jacobian: exact at the vertices of exact games, otherwise floats, complex where they turn.
    kind : str
        See :data:`RestKind`.
    is_equilibrium : bool
        Whether it is a Nash equilibrium.
    stable : bool
        Whether it is asymptotically stable, which with constant payoffs is always decided.
    actions : tuple of tuples of str
        The game's names of the actions.
    labels : Labels, optional
        Of players and actions.
    """

    state: Array = field(repr=False)
    strategies: tuple[Array, ...]
    mixing: tuple[str, ...]
    eigenvalues: Array = field(repr=False)
    kind: RestKind
    is_equilibrium: bool
    stable: bool
    actions: tuple[tuple[str, ...], ...] = field(repr=False)
    labels: Labels = field(default=Labels(), repr=False)

    def __str__(self) -> str:
        pairs = zip(self.strategies, self.actions, strict=True)
        return f"{', '.join(describe_strategy(s, names) for s, names in pairs)}: {self.kind}"

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.dynamics.rest_card import rest_point_card

        return rest_point_card(self, spoken(language))


@dataclass(frozen=True, slots=True, eq=False)
class RestPoints(Shown, Sequence[RestPoint]):
    """The rest points of a game.

    Attributes
    ----------
    game : NormalFormGame
    points : tuple of RestPoint
        The vertices, then those that are alone on their face; those in which few mix first.
    continua : tuple of Face
        Faces with infinitely many rest points inside, or (dimension None) so many that they could not be told apart.
    complete : bool
        False where three populations or more with more than two actions left faces that were not looked at, or where
        payoffs react to the shares.
    """

    game: NormalFormGame = field(repr=False)
    points: tuple[RestPoint, ...] = field(repr=False)
    continua: tuple[Face, ...] = field(repr=False)
    complete: bool

    @overload
    def __getitem__(self, index: int) -> RestPoint: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[RestPoint]: ...
    def __getitem__(self, index: int | slice) -> RestPoint | Sequence[RestPoint]:
        return self.points[index]

    def __len__(self) -> int:
        return len(self.points)

    def __iter__(self) -> Iterator[RestPoint]:
        return iter(self.points)

    @property
    def stable(self) -> tuple[RestPoint, ...]:
        """Those that are asymptotically stable."""
        return tuple(point for point in self.points if point.stable)

    @property
    def mixed(self) -> tuple[RestPoint, ...]:
        """Those in which somebody mixes."""
        return tuple(point for point in self.points if point.mixing)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.dynamics.rest_card import rest_points_card

        return rest_points_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a point; what populations play, shares, eigenvalues, kind."""
        import pandas as pd

        game = self.game
        played = [[describe_strategy(s, a) for s, a in zip(p.strategies, p.actions, strict=True)] for p in self]
        frame = pd.DataFrame(played, columns=[f"plays: {player}" for player in game.players])
        names = names_of(game)
        for k, name in enumerate(names):
            frame[name] = [point.state[k] for point in self]
        for k in range(len(names)):
            frame[f"eigenvalue {k + 1}"] = [point.eigenvalues[k] for point in self]
        frame["kind"] = [point.kind for point in self]
        frame["equilibrium"] = [point.is_equilibrium for point in self]
        frame["stable"] = [point.stable for point in self]
        return frame


def rest_points(game: NormalFormGame) -> RestPoints:
    """Return every rest point of the replicator dynamic of a game.

    Parameters
    ----------
    game : NormalFormGame
        One game of any number of populations. Exact games give fractions wherever a point is found to be rational.

    Returns
    -------
    RestPoints
        Complete for two populations, for two actions each, and for polymatrix games.

    Raises
    ------
    ShapeError
        If it is a batch.
    SolverError
        If the state space has too many faces.

    Notes
    -----
    A point is reported where it is the only solution near it on its own face; it may be the end of a continuum of a
    larger face.

    References
    ----------
    Hofbauer and Sigmund (1998), doi:10.1017/CBO9781139173179

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> for point in rest_points(hunt): print(point)
    row 1, column 1: stable
    row 1, column 2: source
    row 2, column 1: source
    row 2, column 2: stable
    2/3 row 1 + 1/3 row 2, 2/3 column 1 + 1/3 column 2: saddle
    """
    a_game(game, "rest_points")
    if not game.is_single:
        raise ShapeError("rest_points() takes one game; take one out of the batch first, as in game[0]")
    found = solve_faces(game)
    points = (*_vertices(game), *_mixed(game, found.points))
    return RestPoints(game, points, tuple(found.continua), found.complete)


def classify(eigenvalues: Any, scale: float) -> RestKind:
    """Tell what the eigenvalues of the Jacobian say of a rest point of any smooth dynamic.

    Parameters
    ----------
    eigenvalues : array_like, shape (d,)
        Real or complex.
    scale : float
        [payoff] What real parts are compared with: ``TOLERANCE`` of it counts as 0.

    Returns
    -------
    str
        ``undecided`` where no real part is positive and one is 0: then terms of higher order decide.

    Examples
    --------
    >>> classify([-1, -0.5 + 2j, -0.5 - 2j], 1), classify([1, -1], 1), classify([2j, -2j], 1)
    ('stable', 'saddle', 'undecided')
    """
    values = np.asarray(eigenvalues, dtype=np.complex128)
    real = np.where(np.abs(values.real) <= np.maximum(TOLERANCE * scale, DOUBLE * np.abs(values)), 0, values.real)
    if (real < 0).all():
        return "stable"
    if not (real > 0).any():
        return "undecided"
    if (real < 0).any():
        return "saddle"
    return "source" if (real > 0).all() else "not stable"


def _vertices(game: NormalFormGame) -> Iterator[RestPoint]:
    eigenvalues = vertex_eigenvalues(game)
    for profile in np.ndindex(game.shape):
        values = eigenvalues[profile]
        state = vertex_state(game.shape, profile, exact=game.is_exact)
        kind = kind_of(values)
        yield RestPoint(
            state,
            strategies_of(game.shape, state),
            (),
            values,
            kind,
            bool((values <= 0).all()),
            kind == "stable",
            game.actions,
            game.labels,
        )


def _mixed(game: NormalFormGame, points: list[tuple[Supports, tuple[Array, ...]]]) -> Iterator[RestPoint]:
    """Points in which somebody mixes: none is asymptotically stable."""
    if not points:
        return
    in_floats = game.to_float()
    states = np.stack([state_of(strategies).astype(np.float64) for _, strategies in points])
    eigenvalues = np.linalg.eigvals(replicator_jacobian(in_floats, states))
    spans = [float(payoff_span(game.payoffs[i], tuple(range(len(game.players))))) for i in range(len(game.players))]
    regrets = np.asarray(regret(in_floats, strategies_of(game.shape, states))) <= TOLERANCE
    for (supports, strategies), values, no_regret in zip(points, eigenvalues, regrets, strict=True):
        rational = all(is_exact(s) for s in strategies)
        yield RestPoint(
            state_of(strategies),
            strategies,
            tuple(player for player, support in zip(game.players, supports, strict=True) if len(support) > 1),
            values.real if not np.iscomplex(values).any() else values,
            _kind_of_mixed(game, values, max(spans)),
            bool(regret(game, strategies) == 0) if game.is_exact and rational else bool(no_regret),
            False,
            game.actions,
            game.labels,
        )


def _kind_of_mixed(game: NormalFormGame, eigenvalues: Array, scale: float) -> RestKind:
    """The kind of a point in which somebody mixes; in a 2x2 game a constant of motion proves the centre."""
    kind = classify(eigenvalues, scale)
    if kind == "undecided":
        return "centre" if dimension(game.shape) == 2 and np.iscomplex(eigenvalues).all() else "not stable"
    return kind
