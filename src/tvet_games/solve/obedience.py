"""Obedience: when a mediator's recommendations are followed, as linear constraints on the distribution over profiles.

A mediator draws a profile s with probability z(s) and tells each player only its own part. With actions a and b of
player i, obeying the recommendation of a beats doing b if

    sum over s_-i of z(a, s_-i) (u_i(a, s_-i) - u_i(b, s_-i)) >= 0          (correlated equilibrium)

and, where a player has to promise obedience before being told anything, for every action b

    sum over s of z(s) (u_i(s) - u_i(b, s_-i)) >= 0                          (coarse correlated equilibrium)

Rows are in units of the player's payoff span, so that neither scale nor offset of a player's payoffs matters.

References
----------
Aumann (1974), Subjectivity and correlation in randomized strategies, J. Mathematical Economics 1, 67-96.
doi:10.1016/0304-4068(74)90037-8
Moulin and Vial (1978), Strategically zero-sum games, International J. Game Theory 7, 201-221. doi:10.1007/BF01769190
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array, payoff_span


@dataclass(frozen=True, slots=True, eq=False)
class Obedience:
    """The constraints of one game.

    Attributes
    ----------
    rows : array, shape (R, profiles)
        Coefficients of the probabilities of the profiles in row-major order; each row is at least 0.
    moves : tuple of (player, action, other)
        The recommendation of ``action`` against doing ``other``; ``action`` is -1 in coarse constraints.
    """

    rows: Array
    moves: tuple[tuple[int, int, int], ...]


def obedience(game: NormalFormGame, *, coarse: bool = False) -> Obedience:
    """Return the constraints of (coarse) correlated equilibria.

    Parameters
    ----------
    game : NormalFormGame
        A single game.
    coarse : bool
        Of coarse correlated equilibria.

    Returns
    -------
    Obedience
        Fractions for fractions.

    Examples
    --------
    >>> chicken = NormalFormGame.from_bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> (obedience(chicken).rows[0] * 7).astype(int).tolist()      # the row player, told to chicken out
    [-1, 2, 0, 0]
    """
    rows, moves = [], []
    for i, size in enumerate(game.shape):
        payoffs = game.player_payoffs(i)
        span = payoff_span(payoffs, tuple(range(payoffs.ndim)))
        own = np.moveaxis(payoffs, i, 0)
        # What obeying gains against doing b, whatever is recommended.
        gains = [np.moveaxis((own - own[b]) / span[()], 0, i) for b in range(size)]
        if coarse:
            rows += [gain.ravel() for gain in gains]
            moves += [(i, -1, b) for b in range(size)]
            continue
        for a, b in permutations(range(size), 2):
            told = gains[b] * 0
            told[_at(i, a)] = gains[b][_at(i, a)]
            rows.append(told.ravel())
            moves.append((i, a, b))
    if not rows:
        rows = [np.asarray(game.payoffs[0]).ravel() * 0]
        moves = [(0, 0, 0)]
    return Obedience(np.stack(rows), tuple(moves))


def _at(player: int, action: int) -> Any:
    return (*(slice(None),) * player, action)
