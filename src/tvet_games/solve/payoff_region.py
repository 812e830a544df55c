"""The payoffs that correlated equilibria give two players: a convex polygon.

Its vertices are found by linear programs in directions: from two points of the region, the farthest point beyond the
line through them, until there is none.

References
----------
Nau, Gomez Canovas and Hansen (2004), On the geometry of Nash equilibria and correlated equilibria, International J.
Game Theory 32, 443-453. doi:10.1007/s001820300162
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected, unknown
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TOLERANCE, Array, payoff_span
from tvet_games.solve.correlated import correlated_equilibrium
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class PayoffRegion(Shown):
    """Payoff pairs of all (coarse) correlated equilibria.

    Attributes
    ----------
    game : NormalFormGame
    players : (str, str)
    coarse : bool
    vertices : array, shape (k, 2)
        Counter-clockwise; one for a point, two for a segment. Fractions for fractions.
    """

    game: NormalFormGame = field(repr=False)
    players: tuple[str, str]
    coarse: bool
    vertices: Array = field(repr=False)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.region_card import region_card

        return region_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a vertex, a column a player."""
        import pandas as pd

        return pd.DataFrame(self.vertices, columns=list(self.players))


def payoff_region(game: NormalFormGame, players: Sequence[str] | None = None, *, coarse: bool = False) -> PayoffRegion:
    """Find the payoffs that correlated equilibria can give two players.

    Parameters
    ----------
    game : NormalFormGame
        A single game.
    players : two names, optional
        By default the first two.
    coarse : bool
        Of coarse correlated equilibria.

    Returns
    -------
    PayoffRegion

    Raises
    ------
    InputError
        If two different players are not named.

    Examples
    --------
    >>> chicken = NormalFormGame.from_bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> [[str(v) for v in vertex] for vertex in payoff_region(chicken).vertices]
    [['18/5', '18/5'], ['7', '2'], ['21/4', '21/4'], ['2', '7']]
    """
    expected(game, NormalFormGame, "game", "a NormalFormGame")
    pair = _pair(game, players)
    places = [game.players.index(name) for name in pair]
    spans = np.array([payoff_span(game.player_payoffs(i), tuple(range(len(game.shape))))[()] for i in places])

    def farthest(direction: Sequence[Any]) -> Array:
        """In units of the payoff spans, so that neither player's scale matters."""
        weights = dict(zip(pair, np.asarray(direction) / spans, strict=True))
        return np.asarray(correlated_equilibrium(game, weights, coarse=coarse).payoffs[places] / spans)

    slack = Fraction(0) if game.is_exact else TOLERANCE
    return PayoffRegion(game, pair, coarse, convex_polygon(farthest, slack) * spans)


def convex_polygon(farthest: Callable[[Sequence[int]], Array], slack: Any) -> Array:
    """Find the vertices of a convex set of which the farthest point in any direction can be asked.

    Parameters
    ----------
    farthest : function of a direction (2,)
        Returns a point (2,).
    slack : number
        Points nearer than this to a line are on it.

    Returns
    -------
    array, shape (k, 2)
        Counter-clockwise; one for a point, two for a segment.
    """
    extremes = [farthest(direction) for direction in ((-1, 0), (0, -1), (1, 0), (0, 1))]
    points: list[Array] = []
    for k, first in enumerate(extremes):
        points += _chain(farthest, first, extremes[(k + 1) % 4], slack)
    apart = [p for k, p in enumerate(points) if not _same(p, points[k - 1], slack)] or points[:1]
    around = [(apart[k - 1], p, apart[(k + 1) % len(apart)]) for k, p in enumerate(apart)]
    corners = [p for before, p, after in around if _turn(before, p, after) > slack] if len(apart) > 2 else apart
    # On a segment every point is in line with its neighbours, but two of them are farthest apart.
    return np.stack(corners or [min(apart, key=tuple), max(apart, key=tuple)])


def _chain(farthest: Callable[[Sequence[int]], Array], first: Array, last: Array, slack: Any) -> list[Array]:
    """The vertices from one point to another, the first among them, to the right of the line between them."""
    if _same(first, last, slack):
        return [first]
    found = farthest([last[1] - first[1], first[0] - last[0]])
    if _turn(first, found, last) <= slack:
        return [first]
    return [*_chain(farthest, first, found, slack), *_chain(farthest, found, last, slack)]


def _turn(first: Array, second: Array, third: Array) -> Any:
    """Twice the area of a triangle: positive where the second point lies to the right of the line to the third."""
    (a, b), (c, d) = second - first, third - first
    return a * d - b * c


def _same(first: Array, second: Array, slack: Any) -> bool:
    return bool(abs(first - second).max() <= slack)


def _pair(game: NormalFormGame, players: Sequence[str] | None) -> tuple[str, str]:
    names = game.players[:2] if players is None else tuple(expected(players, Sequence, "players", "two names"))
    for name in names:
        if name not in game.players:
            raise unknown("player", str(name), game.players, source="players")
    if len(names) != 2 or names[0] == names[1]:
        raise InputError("players", [Problem("", "expected two different players", str(names))])
    return names[0], names[1]
