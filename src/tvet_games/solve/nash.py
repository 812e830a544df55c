"""The front door to Nash equilibria: picks the method by the size of the game and says how complete the answer is.

- 2 x 2: the complete answer in closed form;
- two players, up to 13,000 bases (8 x 8): all extreme equilibria;
- two players, larger: one or some equilibria, by Lemke-Howson with guards;
- three players and more: all pure equilibria.

References
----------
Nash (1951), Non-cooperative games, Annals of Mathematics 54, 286-295. doi:10.2307/1969529
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.best_response import pure_equilibria
from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.solve.extreme import enumerable, extreme_equilibria_of
from tvet_games.solve.larger import TIME_LIMIT, some_equilibria
from tvet_games.solve.result import EquilibriumSet, gated
from tvet_games.solve.two_by_two import corner_points, equilibrium_boxes, exact_corner_points


def equilibria(game: NormalFormGame, *, time_limit: float = TIME_LIMIT) -> EquilibriumSet:
    """Find the Nash equilibria of a game.

    Parameters
    ----------
    game : NormalFormGame
        A single game. Fractions in, fractions out; floats in, floats out.
    time_limit : float
        [s] For games too large to enumerate.

    Returns
    -------
    EquilibriumSet
        ``scope`` says whether these are ``all`` (extreme) equilibria, all ``pure`` ones, or ``some``.

    Raises
    ------
    ShapeError
        If the game is a batch.

    Examples
    --------
    >>> stag_hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> [str(e) for e in equilibria(stag_hunt)]
    ['row 1, column 1', 'row 2, column 2', '2/3 row 1 + 1/3 row 2, 2/3 column 1 + 1/3 column 2']
    """
    a_game(game, "equilibria")
    if not game.is_single:
        raise ShapeError(
            "equilibria() takes one game; take one out of the batch, as in game[0], or use batch_equilibria"
        )
    if len(game.players) != 2:
        profiles = [pure_strategies(game.shape, p, exact=game.is_exact) for p in _profiles(game)]
        return gated(game, profiles, scope="pure", method="enumeration of pure profiles")
    if game.shape == (2, 2):
        row, column = game.payoffs
        corners = exact_corner_points(row, column) if game.is_exact else corner_points(equilibrium_boxes(row, column))
        points = [(np.array([x, 1 - x]), np.array([y, 1 - y])) for x, y in corners]
        return gated(game, points, scope="all", method="closed form")
    if enumerable(*game.shape):
        return extreme_equilibria_of(game)
    pure = [pure_strategies(game.shape, p, exact=game.is_exact) for p in _profiles(game)]
    return some_equilibria(game, pure, time_limit=time_limit)


def pure_strategies(shape: Sequence[int], profile: Sequence[int], *, exact: bool = False) -> list[Array]:
    """Write a pure profile as degenerate mixed strategies."""
    from fractions import Fraction

    strategies = []
    for size, action in zip(shape, profile, strict=True):
        strategy = np.full(size, Fraction(0), dtype=object) if exact else np.zeros(size)
        strategy[action] = Fraction(1) if exact else 1.0
        strategies.append(strategy)
    return strategies


def _profiles(game: NormalFormGame) -> list[tuple[int, ...]]:
    return [tuple(int(a) for a in profile) for profile in np.argwhere(pure_equilibria(game))]
