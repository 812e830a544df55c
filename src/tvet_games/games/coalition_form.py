"""The coalitional game of a normal-form game: what a group can reach by acting together.

``v(S)`` is the largest total that the players of S can reach by their joint actions while the others do not cooperate
(take any action but their first, cooperative one; of several the one that hurts S most):

    v(S) = max over a_S of min over a_-S, none of them 0, of sum over i in S of u_i(a_S, a_-S).

So a coalition of one has what its best reply to nobody's cooperation brings. Payoffs are added up: they must be in one
unit, and transfers must be possible.

References
----------
von Neumann and Morgenstern (1944), Theory of Games and Economic Behavior, chapter 6.
Aumann (1961), The core of a cooperative game without side payments, Transactions of the AMS 98. doi:10.2307/1993348
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.coalitional import MAX_PLAYERS, CoalitionalGame
from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import row_of_numbers


def coalitional_game(game: NormalFormGame) -> CoalitionalGame:
    """Return what each coalition of players can reach while the others do not cooperate.

    Parameters
    ----------
    game : NormalFormGame
        A single game; action 0 of every player is the cooperative one. Fractions in, fractions out.

    Returns
    -------
    CoalitionalGame
        Values of shape (2**n,) [unit of the game], bit i of the index is player i.

    Raises
    ------
    ShapeError
        If the game is a batch or has too many players.

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> coalitional_game(hunt).values.astype(int).tolist()
    [0, 2, 2, 8]
    """
    a_game(game, "coalitional_game")
    count = len(game.players)
    if not game.is_single:
        raise ShapeError("a coalitional game comes from one game; take one out of the batch, as in game[0]")
    if count > MAX_PLAYERS:
        raise ShapeError(f"a coalitional game has at most {MAX_PLAYERS} players, this one has {count}")
    values = row_of_numbers((_worth(game, coalition) for coalition in range(2**count)), exact=game.is_exact)
    return CoalitionalGame(values, players=game.players, labels=game.labels, unit=game.unit)


def _worth(game: NormalFormGame, coalition: int) -> Any:
    count = len(game.players)
    members = [i for i in range(count) if coalition >> i & 1]
    if not members:
        return Fraction(0) if game.is_exact else 0.0
    outsiders = tuple(i for i in range(count) if i not in members)
    # Who has one action only takes it.
    taken = tuple(slice(1, None) if i in outsiders and game.shape[i] > 1 else slice(None) for i in range(count))
    total = sum(game.payoffs[(i, *taken)] for i in members)
    return np.max(np.min(total, axis=outsiders)) if outsiders else np.max(total)
