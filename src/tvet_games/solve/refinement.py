"""How safe everybody's cooperation is as an equilibrium: threshold beliefs, p-dominance, risk dominance.

Symbols: player i, action b, profile of the others a_-i; the target t = (0, ..., 0) is everybody's cooperation;
``d_i(b, a_-i) = u_i(t_i, a_-i) - u_i(b, a_-i)`` is what i loses by deviating to b. The threshold belief of i is the
smallest p such that t_i is a best reply to every belief that puts at least p on the others playing t_-i. For one
deviation b, with m = min over a_-i != t_-i of d_i(b, a_-i), it is

    infinite if d_i(b, t_-i) < 0,   0 if m >= 0,   else -m / (d_i(b, t_-i) - m),

and the largest over b counts. The p-dominance level is the largest threshold over the players. The levels do not change
when a player's payoffs are multiplied by a positive number or shifted by what the player cannot influence.

Shapes: payoffs ``(..., n, a1, ..., an) -> thresholds (..., n)``. Exact games give fractions, with ``math.inf`` where a
level is infinite; in float games losses within ``TIE`` of the player's payoff span are 0.

References
----------
Morris, Rob and Shin (1995), p-dominance and belief potential, Econometrica 63, 145-157. doi:10.2307/2951700
Harsanyi and Selten (1988), A General Theory of Equilibrium Selection in Games, chapter 3.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, payoff_span


def p_dominance(game: NormalFormGame) -> Any:
    """Return the p-dominance level of everybody's cooperation.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch, any number of players and actions.

    Returns
    -------
    array, shape (...)
        [probability] 0 where cooperating is weakly dominant, below 1/2 where it is safe even against a coin flip,
        infinite where it is no equilibrium.

    References
    ----------
    Morris, Rob and Shin (1995), p-dominance and belief potential, Econometrica 63. doi:10.2307/2951700

    Examples
    --------
    >>> stag_hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> print(p_dominance(stag_hunt))
    2/3
    """
    a_game(game, "p_dominance")
    return threshold_beliefs(game).max(axis=-1)


def risk_dominance(game: NormalFormGame) -> Any:
    """Return the sum of the two players' threshold beliefs: cooperation is risk dominant where it is below 1.

    Parameters
    ----------
    game : NormalFormGame
        One 2x2 game or a batch.

    Returns
    -------
    array, shape (...)
        [probability] Below 1 strictly risk dominant, 1 a tie, infinite where cooperation is no equilibrium.

    Raises
    ------
    ShapeError
        If the game is not 2x2.

    Notes
    -----
    For two strict equilibria on the diagonal this is the criterion of Harsanyi and Selten, that the product of the
    losses from deviating is larger at cooperation than at the other one.

    References
    ----------
    Harsanyi and Selten (1988), A General Theory of Equilibrium Selection in Games, chapter 3.

    Examples
    --------
    >>> stag_hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> print(risk_dominance(stag_hunt))
    4/3
    """
    a_game(game, "risk_dominance")
    if game.shape != (2, 2):
        raise ShapeError(f"risk dominance is defined for 2x2 games, this one has {game.shape} actions")
    return threshold_beliefs(game).sum(axis=-1)


def threshold_beliefs(game: NormalFormGame) -> Array:
    """Return for each player the belief in the others' cooperation from which cooperating is a best reply.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch, any number of players and actions.

    Returns
    -------
    array, shape (..., n)
        [probability] Infinite where the player gains by leaving everybody's cooperation.

    Notes
    -----
    It is the belief that **all** others cooperate; what the rest of the belief says does not matter.

    Examples
    --------
    >>> game = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[5, 1], [0, 2]])
    >>> print(*threshold_beliefs(game))
    2/3 1/3
    """
    return np.stack([_threshold(game, i) for i in range(len(game.players))], axis=-1)


def payoff_table(game: NormalFormGame, player: int) -> Array:
    """Return a player's payoffs by own action and by what all others do.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch.
    player : int

    Returns
    -------
    array, shape (..., a_player, others)
        The others' profiles in row-major order, so that their cooperation comes first.

    Examples
    --------
    >>> game = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[5, 1], [0, 2]])
    >>> payoff_table(game, 1).astype(int).tolist()
    [[5, 0], [1, 2]]
    """
    payoffs = game.player_payoffs(player)
    count = len(game.players)
    moved = np.moveaxis(payoffs, payoffs.ndim - count + player, payoffs.ndim - count)
    others = math.prod(game.shape) // game.shape[player]
    return moved.reshape((*game.batch_shape, game.shape[player], others))


def _threshold(game: NormalFormGame, player: int) -> Array:
    """Threshold belief of one player, shape (...)."""
    table = payoff_table(game, player)
    zero: Any = Fraction(0) if game.is_exact else 0.0
    losses = table[..., :1, :] - table
    if not game.is_exact:
        slack = TIE * payoff_span(table, (-2, -1))[..., None, None]
        losses = np.where(np.abs(losses) <= slack, zero, losses)
    at_target = losses[..., 0]
    # A player whom nobody else can disturb has nothing to lose elsewhere.
    worst = np.minimum(losses[..., 1:].min(axis=-1), zero) if losses.shape[-1] > 1 else np.zeros_like(at_target) + zero
    stays = (at_target >= 0).astype(bool)
    exposed = stays & (worst < 0).astype(bool)
    levels = np.where(exposed, -worst / np.where(exposed, at_target - worst, zero + 1), zero)
    return np.asarray(np.where(stays, levels, math.inf).max(axis=-1))
