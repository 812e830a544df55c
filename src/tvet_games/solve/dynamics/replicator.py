"""The replicator dynamic of any number of populations with any number of actions: vector field and Jacobian.

A share grows as fast as its action does better than the population's average:

    x_ia' = x_ia (u_i(a, x_-i) - u_i(x)).

Time has the unit of 1 / payoff: all populations are taken to move at the same speed a unit of payoff. States are those
of :mod:`~tvet_games.solve.dynamics.state`; so the Jacobian is d x d and has no eigenvalue that only says that shares
add to 1.

Shapes: payoffs ``(..., n, a1, ..., an)``, state ``(..., d) -> field (..., d), Jacobian (..., d, d)``.

References
----------
Taylor and Jonker (1978), Evolutionary stable strategies and game dynamics. doi:10.1016/0025-5564(78)90077-9
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10. doi:10.1017/CBO9781139173179
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tvet_games.games.best_response import action_payoffs
from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.solve.dynamics.state import check_state, strategies_of


def replicator_field(game: NormalFormGame, state: Any) -> Array:
    """Return how fast each share grows.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch; its batch axes are broadcast with those of the states.
    state : array_like, shape (..., d)
        [share] Of every action but the last of each population; with two actions each the shares that cooperate.

    Returns
    -------
    array, shape (..., d)
        [share per unit of time, which is 1 / payoff] Fractions for an exact game at fractions.

    Raises
    ------
    ShapeError
        If the state does not fit the game.

    References
    ----------
    Taylor and Jonker (1978), doi:10.1016/0025-5564(78)90077-9

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> replicator_field(hunt, [[1, 0.75], [0.5, 0.5]]).tolist()
    [[0.0, 0.1875], [-0.125, -0.125]]
    """
    a_game(game, "replicator_field")
    game, values = check_state(game, state)
    strategies = strategies_of(game.shape, values)
    parts = []
    for i, own in enumerate(strategies):
        earned = action_payoffs(game.player_payoffs(i), i, strategies)
        ahead = earned - (earned * own).sum(axis=-1, keepdims=True)
        parts.append((own * ahead)[..., :-1])
    return np.concatenate(_broadcast(parts), axis=-1)


def replicator_jacobian(game: NormalFormGame, state: Any) -> Array:
    """Return how the growth of each share changes with each share.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch.
    state : array_like, shape (..., d)
        [share]

    Returns
    -------
    array, shape (..., d, d)
        Entry [r, c] is the derivative of share r's growth by share c. Fractions for an exact game at fractions.

    Raises
    ------
    ShapeError
        If the state does not fit the game.

    References
    ----------
    Hofbauer and Sigmund (1998), section 10.3. doi:10.1017/CBO9781139173179

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> replicator_jacobian(hunt, [0.5, 0.5]).tolist()
    [[0.0, 0.75], [0.75, 0.0]]
    """
    a_game(game, "replicator_jacobian")
    game, values = check_state(game, state)
    strategies = strategies_of(game.shape, values)
    rows = []
    for i, own in enumerate(strategies):
        payoffs = game.player_payoffs(i)
        earned = action_payoffs(payoffs, i, strategies)
        ahead = earned - (earned * own).sum(axis=-1, keepdims=True)
        blocks = [
            _own_block(own, earned, ahead) if i == j else _cross_block(own, pair_payoffs(payoffs, i, j, strategies))
            for j in range(len(strategies))
        ]
        blocks = _broadcast(blocks, keep=2)
        rows.append(np.concatenate(blocks, axis=-1))
    return np.concatenate(_broadcast(rows, keep=2), axis=-2)


def pair_payoffs(payoffs: Array, player: int, other: int, strategies: Sequence[Array]) -> Array:
    """Expected payoff of each action of a player against each action of one other, shape (..., a_player, a_other)."""
    # The other's pure strategies stand on an axis in front of the batch, which goes to the end afterwards.
    count = len(strategies)
    batch = max(payoffs.ndim - count, *(s.ndim - 1 for s in strategies))
    pure = np.eye(payoffs.shape[other - count], dtype=int)[:, *(None,) * batch]
    held = [pure if j == other else s[None] for j, s in enumerate(strategies)]
    return np.moveaxis(action_payoffs(payoffs[None], player, held), 0, -1)


def _own_block(own: Array, earned: Array, ahead: Array) -> Array:
    """Derivatives by the population's own shares; the last share is 1 less the others."""
    growth = np.eye(own.shape[-1], dtype=int) * ahead[..., None]
    full = growth - own[..., :, None] * earned[..., None, :]
    return np.asarray((full[..., :-1] - full[..., -1:])[..., :-1, :])


def _cross_block(own: Array, pair: Array) -> Array:
    """Derivatives by the shares of another population."""
    change = pair[..., :-1] - pair[..., -1:]
    average = (own[..., :, None] * change).sum(axis=-2, keepdims=True)
    return np.asarray((own[..., :, None] * (change - average))[..., :-1, :])


def _broadcast(parts: Sequence[Array], keep: int = 1) -> list[Array]:
    """Give all arrays the same batch axes; the last ``keep`` axes stay as they are."""
    batch = np.broadcast_shapes(*(part.shape[:-keep] for part in parts))
    return [np.broadcast_to(part, (*batch, *part.shape[-keep:])) for part in parts]
