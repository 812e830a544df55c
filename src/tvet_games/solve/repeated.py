"""Long-term cooperation: the discount factors from which grim trigger sustains it in the repeated game.

Symbols: the target t is everybody's cooperation (action 0 of each); ``best_i`` is the most that player i can get while
the others cooperate, ``p_i`` the payoff in every later period once somebody has deviated. With discount factor delta a
period, cooperating for good is worth ``u_i(t)`` on average and the best deviation ``(1 - delta) best_i + delta p_i``.
So player i cooperates from

    delta_i = (best_i - u_i(t)) / (best_i - p_i)

on, if the punishment hurts (``p_i < u_i(t)``). Infinite where it does not: then no discount factor below 1 is enough.
Players who are as well off deviating as cooperating have 0, if the punishment does not reward them.

Shapes: payoffs ``(..., n, a1, ..., an) -> factors (..., n)``. Exact games give fractions, with ``math.inf`` where a
factor is infinite; in float games gains within ``TIE`` of the player's payoff span are 0.

References
----------
Friedman (1971), A non-cooperative equilibrium for supergames, Review of Economic Studies 38, 1-12. doi:10.2307/2296617
Mailath and Samuelson (2006), Repeated Games and Reputations, chapters 2 and 3.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.games.best_response import pure_equilibria
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, payoff_span
from tvet_games.solve.refinement import payoff_table

PUNISHMENTS = ("equilibrium", "minmax")
"""What can follow a deviation."""


def critical_discount(game: NormalFormGame, *, punishment: str = "equilibrium") -> Any:
    """Return the discount factor from which every player keeps cooperating.

    Parameters
    ----------
    game : NormalFormGame
        The stage game, one or a batch.
    punishment : str
        ``equilibrium`` or ``minmax``, see :func:`critical_discounts`.

    Returns
    -------
    array, shape (...)
        [discount factor a period] The largest over the players; infinite where cooperation cannot be sustained.

    Raises
    ------
    UnknownNameError
        If there is no such punishment.

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> print(critical_discount(dilemma))
    1/2
    """
    return critical_discounts(game, punishment=punishment).max(axis=-1)


def critical_discounts(game: NormalFormGame, *, punishment: str = "equilibrium") -> Array:
    """Return for each player the discount factor from which grim trigger keeps the player cooperating.

    Parameters
    ----------
    game : NormalFormGame
        The stage game, one or a batch, any number of players and actions.
    punishment : str
        ``equilibrium``: a pure equilibrium of the stage game, for ever; of several the one that makes the largest
        factor of any player least (the first of equals in row-major order). ``minmax``: each player is held to the
        pure-action minmax payoff, which gives a lower bound but is **not subgame perfect**: nobody need be willing to
        punish.

    Returns
    -------
    array, shape (..., n)
        [discount factor a period] 0 for all where everybody's cooperation is an equilibrium of the stage game; infinite
        where the punishment does not hurt, and for all where the stage game has no pure equilibrium to punish with.

    Raises
    ------
    UnknownNameError
        If there is no such punishment.

    References
    ----------
    Friedman (1971), A non-cooperative equilibrium for supergames. doi:10.2307/2296617

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 4], [0, 1]])
    >>> print(*critical_discounts(dilemma))
    1/2 1/3
    """
    if punishment not in PUNISHMENTS:
        raise unknown("punishment", punishment, PUNISHMENTS, field="punishment")
    factors = _after_equilibria(game) if punishment == "equilibrium" else _after_minmax(game)
    cooperation: Any = (..., *(0,) * len(game.players))
    stable = pure_equilibria(game)[cooperation]
    return np.where(stable[..., None], _zero(game), factors)


def per_year(factor: Any, years: Any) -> Any:
    """Convert the discount factor of a period into that of a year.

    Parameters
    ----------
    factor : array_like
        [discount factor a period] Infinite stays infinite.
    years : array_like
        [years] Length of the period.

    Returns
    -------
    array of float
        [discount factor a year] ``factor ** (1 / years)``.

    Raises
    ------
    InputError
        If a length is not positive or a factor negative.

    Examples
    --------
    >>> round(float(per_year(0.5, 3)), 3)
    0.794
    """
    factors, lengths = np.asarray(factor).astype(np.float64), np.asarray(years).astype(np.float64)
    problems = []
    if not (np.isfinite(lengths) & (lengths > 0)).all():
        problems.append(Problem("years", "is not a positive number of years", value=str(years)))
    if not (factors >= 0).all():
        problems.append(Problem("factor", "is not a discount factor, which is 0 or more", value=str(factor)))
    if problems:
        raise InputError("", problems)
    return (factors ** (1 / lengths))[()]


def _after_equilibria(game: NormalFormGame) -> Array:
    """Factors after the pure stage equilibrium that makes the largest of them least, shape (..., n)."""
    count = len(game.players)
    profiles = math.prod(game.shape)
    payoffs = game.payoffs.reshape((*game.batch_shape, count, profiles))
    usable = pure_equilibria(game).reshape((*game.batch_shape, profiles))
    usable[..., 0] = False
    factors = np.where(usable[..., None, :], _factors(game, payoffs), math.inf)
    largest = factors.max(axis=-2)
    # Also where every factor is infinite, one that can be used.
    chosen = (usable & (largest == largest.min(axis=-1, keepdims=True))).argmax(axis=-1)
    return np.take_along_axis(factors, chosen[..., None, None], axis=-1)[..., 0]


def _after_minmax(game: NormalFormGame) -> Array:
    held_to = [payoff_table(game, i).max(axis=-2).min(axis=-1) for i in range(len(game.players))]
    return _factors(game, np.stack(held_to, axis=-1)[..., None])[..., 0]


def _factors(game: NormalFormGame, punished: Array) -> Array:
    """Critical factors after punishment payoffs of shape (..., n, k), in the same shape."""
    per_player = []
    zero, one = _zero(game), _zero(game) + 1
    for i, size in enumerate(game.shape):
        table = payoff_table(game, i)
        slack = zero if game.is_exact else TIE * payoff_span(table, (-2, -1))[..., None]
        best, target = table[..., 0].max(axis=-1, keepdims=True), table[..., :1, 0]
        after = punished[..., i, :]
        tempted = (best - target > slack).astype(bool)
        hurts = (target - after > slack).astype(bool)
        rewards = (after - target > slack).astype(bool)
        ratio = np.where(hurts, best - target, zero) / np.where(hurts, best - after, one)
        # Who has one action only cannot deviate, and so cannot seek a reward.
        lost = (tempted & ~hurts) | (rewards & (size > 1))
        per_player.append(np.where(lost, math.inf, np.where(tempted, ratio, zero)))
    return np.stack(np.broadcast_arrays(*per_player), axis=-2)


def _zero(game: NormalFormGame) -> Any:
    return Fraction(0) if game.is_exact else 0.0
