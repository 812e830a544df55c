"""Best responses, regret and pure equilibria of normal-form games.

Symbols: player i, profile s, payoff ``u_i(s)``. The deviation payoff of action b is ``u_i(b, s_-i)``; the regret of a
mixed profile is the largest gain of a player who deviates alone, relative to that player's payoff span.

References
----------
Nash (1951), Non-cooperative games.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, payoff_span


def action_payoffs(payoffs: Array, player: int, strategies: Sequence[Array]) -> Array:
    """Expected payoff of each action of a player against the others' mixed strategies.

    Parameters
    ----------
    payoffs : array, shape (..., a1, ..., an)
        Payoffs of that player.
    player : int
    strategies : n arrays, strategy j of shape (..., aj)
        The player's own strategy is not used.

    Returns
    -------
    array, shape (..., a_player)
    """
    count = len(strategies)
    for other in reversed(range(count)):
        if other != player:
            # Later opponents are summed out already, so this one stands last, or before the player's own axis.
            tail = 1 if other > player else 2
            remaining = other + tail
            weights = strategies[other]
            if weights.ndim == 1 and np.count_nonzero(weights) == 1 and weights.max() == 1:  # pure: nothing to sum
                payoffs = payoffs.take(int(np.flatnonzero(weights)[0]), axis=-tail)
                continue
            shape = (*weights.shape[:-1], *(1,) * (remaining - tail), weights.shape[-1], *(1,) * (tail - 1))
            payoffs = (payoffs * weights.reshape(shape)).sum(axis=-tail)
    return payoffs


def regret(game: NormalFormGame, strategies: Sequence[Array]) -> Any:
    """Largest gain of any player from deviating alone, relative to that player's payoff span.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch.
    strategies : n arrays, strategy j of shape (..., aj)

    Returns
    -------
    array, shape (...)
        [share of the payoff span] 0 at an equilibrium; fractions for fractions.
    """
    gains = []
    core = tuple(range(-len(game.players), 0))
    for i in range(len(game.players)):
        payoffs = game.player_payoffs(i)
        if not game.is_exact:
            # Sums of payoffs that are large beside their span would be rounded by more than the gate lets through.
            payoffs = payoffs - payoffs.min(axis=core, keepdims=True)
        values = action_payoffs(payoffs, i, strategies)
        earned = (values * strategies[i]).sum(axis=-1)
        gains.append((values.max(axis=-1) - earned) / payoff_span(payoffs, core))
    return np.max(np.stack(np.broadcast_arrays(*gains)), axis=0)


def expected_payoffs(game: NormalFormGame, strategies: Sequence[Array]) -> Array:
    """Expected payoff of each player at a mixed profile, shape (..., n)."""
    each = [
        (action_payoffs(game.player_payoffs(i), i, strategies) * strategies[i]).sum(axis=-1)
        for i in range(len(game.players))
    ]
    return np.stack(np.broadcast_arrays(*each), axis=-1)


def deviation_losses(payoffs: Array, player: int, target: int = 0) -> Array:
    """What a player of a single game loses by each action instead of the target action, whatever the others do.

    Parameters
    ----------
    payoffs : array, shape (a1, ..., an)
        Payoffs of that player.
    player : int
    target : int
        The player's target action.

    Returns
    -------
    array, shape (a_player, others)
        Entry [b, s_-i] is u_i(target, s_-i) - u_i(b, s_-i), opponents' profiles in row-major order.
    """
    moved = np.moveaxis(payoffs, player, 0).reshape(payoffs.shape[player], -1)
    return moved[target] - moved  # type: ignore[no-any-return]


def best_responses(game: NormalFormGame) -> Array:
    """Tell for every player and profile whether the player's action is a best response to those of the others.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch.

    Returns
    -------
    array of bool, shape (..., n, a1, ..., an)
        Ties within the tolerance are ties.

    Examples
    --------
    >>> best_responses(NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]]))[0].tolist()
    [[True, False], [False, True]]
    """
    a_game(game, "best_responses")
    count = len(game.players)
    core = tuple(range(-count, 0))
    best = np.empty(game.payoffs.shape, dtype=bool)
    for i in range(count):
        payoffs = game.player_payoffs(i)
        gain = payoffs.max(axis=i - count, keepdims=True) - payoffs
        slack = 0 if game.is_exact else TIE * payoff_span(payoffs, core)[(..., *(None,) * count)]
        index: Any = (..., i, *(slice(None),) * count)
        best[index] = gain <= slack
    return best


def pure_equilibria(game: NormalFormGame) -> Array:
    """Tell for every profile whether it is a pure Nash equilibrium, ties within the tolerance counted as ties.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch.

    Returns
    -------
    array of bool, shape (..., a1, ..., an)

    Examples
    --------
    >>> game = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> pure_equilibria(game).tolist()
    [[True, False], [False, True]]
    """
    a_game(game, "pure_equilibria")
    return np.asarray(best_responses(game).all(axis=-len(game.players) - 1))


def is_strict(game: NormalFormGame, profile: Sequence[int]) -> bool:
    """Tell whether every player strictly loses by leaving a pure profile of a single game."""
    for i in range(len(game.players)):
        payoffs = game.payoffs[i]
        line = payoffs[tuple(slice(None) if j == i else a for j, a in enumerate(profile))]
        others = np.delete(line, profile[i])
        slack = 0 if game.is_exact else TIE * payoff_span(payoffs, tuple(range(payoffs.ndim)))
        if others.size and not (line[profile[i]] - others.max() > slack):
            return False
    return True
