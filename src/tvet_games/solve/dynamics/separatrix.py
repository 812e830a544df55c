"""The line between the two basins of a 2x2 game, drawn exactly.

In a coordination game the stable manifold of the saddle runs from the corner (0, 1) through the saddle to (1, 0): above
it both populations come to cooperate, below it neither. In a game of anti-coordination (each does better by doing what
the other does not) the same line runs from (0, 0) to (1, 1). It is a level curve of the first integral
(:mod:`~tvet_games.solve.level_curve`), not a simulated path.

Shapes: points ``(m, 2)`` of (x, y), the shares that take the first action.

References
----------
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10. doi:10.1017/CBO9781139173179
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.solve.basin import saddle
from tvet_games.solve.dynamics.state import names_of
from tvet_games.solve.level_curve import CurveRule, curve_points
from tvet_games.solve.two_by_two import snapped_incentives
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

FINE = CurveRule(spacing=0.05, steps=80, careful=True)
"""About a hundred points, close enough for a picture."""


@dataclass(frozen=True, slots=True, eq=False)
class Separatrix(Shown):
    """The line between two basins.

    Attributes
    ----------
    game : NormalFormGame
    saddle : array, shape (2,), or None
        [share] The rest point that the line runs through; None where the game has no such line.
    points : array, shape (m, 2)
        [share] From left to right; empty where the game has no such line.
    """

    game: NormalFormGame = field(repr=False)
    saddle: Array | None
    points: Array = field(repr=False)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.dynamics.flow_card import separatrix_card

        return separatrix_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a point."""
        import pandas as pd

        return pd.DataFrame(self.points, columns=list(names_of(self.game)))


def separatrix(game: NormalFormGame) -> Separatrix:
    """Return the line that separates the two basins of a 2x2 game.

    Parameters
    ----------
    game : NormalFormGame
        One 2x2 game.

    Returns
    -------
    Separatrix
        Without points unless it divides the square: two stable corners and a saddle inside, or on the border between
        cases, where the basin is the limit.

    Raises
    ------
    ShapeError
        If the game is not one 2x2 game.

    References
    ----------
    Hofbauer and Sigmund (1998), chapter 10. doi:10.1017/CBO9781139173179

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> line = separatrix(hunt)
    >>> line.saddle.round(3).tolist(), line.points[[0, -1]].tolist()
    ([0.667, 0.667], [[0.0, 1.0], [1.0, 0.0]])
    """
    a_game(game, "separatrix")
    if not game.is_single:
        raise ShapeError("a separatrix is of one game; take one out of the batch first, as in game[0]")
    a1, a2, b1, b2 = (float(d) for d in snapped_incentives(game))
    if a1 > 0 >= a2 and b1 > 0 >= b2 and a2 + b2 < 0:
        return _line(game, (a1, -a2, b1, -b2), flipped=False)
    if a1 <= 0 < a2 and b1 < 0 <= b2 and a1 < b2:
        # With the second population's actions in the other order this is a coordination game.
        return _line(game, (a2, -a1, -b1, b2), flipped=True)
    return Separatrix(game, None, np.empty((0, 2)))


def _line(game: NormalFormGame, numbers: tuple[float, float, float, float], *, flipped: bool) -> Separatrix:
    """The line of a coordination game that gains g and loses l: g1, l1, g2, l2."""
    odds_x, odds_y, speed = saddle(*(np.array([d]) for d in numbers))
    with np.errstate(all="ignore"):
        at = curve_points(odds_x, odds_y, speed, FINE)
    middle = np.concatenate([1 / (1 + 1 / odds_x), 1 / (1 + 1 / odds_y)])
    inner = np.concatenate([np.concatenate([at.x, at.y], axis=1), middle[None]])
    points = np.concatenate([[[0.0, 1.0]], inner[np.lexsort((-inner[:, 1], inner[:, 0]))], [[1.0, 0.0]]])
    if flipped:
        points, middle = points * [1, -1] + [0, 1], middle * [1, -1] + [0, 1]
    return Separatrix(game, middle, points)
