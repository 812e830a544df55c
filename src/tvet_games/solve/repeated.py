"""Long-term cooperation: the discount factors from which grim trigger sustains it in the repeated game.

Symbols: the target t is everybody's cooperation (action 0 of each); ``best_i`` is the most that player i can get while
the others cooperate, ``p_i`` the payoff in every later period once somebody has deviated. With discount factor delta a
period, cooperating for good is worth ``u_i(t)`` on average and the best deviation ``(1 - delta) best_i + delta p_i``.
So player i cooperates from

    delta_i = (best_i - u_i(t)) / (best_i - p_i)

on, if the punishment hurts (``p_i < u_i(t)``). Infinite where it does not: then no discount factor below 1 is enough.
Players who are as well off deviating as cooperating have 0, if the punishment does not reward them.

A breach need not become known. If it does with probability q a period (the same in every period, whatever happened
before), who deviates once does so until found out, for the others go on cooperating meanwhile. That is worth
``V = (1 - delta) best_i + delta (q p_i + (1 - q) V)``, hence

    V = ((1 - delta) best_i + delta q p_i) / (1 - delta (1 - q)),

and ``u_i(t) >= V`` exactly where ``(1 - delta) (best_i - u_i(t)) <= delta q (u_i(t) - p_i)``, so from

    delta_i = (best_i - u_i(t)) / ((best_i - u_i(t)) + q (u_i(t) - p_i))

on. Deviating a single time is deterred by the same condition. So a breach that is found with probability q is judged
as one that is found at once is at the smaller discount factor ``delta q / (1 - delta (1 - q))``
(:func:`effective_discount`). Published evaluations raise q.

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

from tvet_games.errors import FormulaError, InputError, Problem, ShapeError, expected, shorten, unknown
from tvet_games.games.best_response import pure_equilibria
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, Number, exact, payoff_span, row_of_numbers
from tvet_games.solve.refinement import payoff_table

PUNISHMENTS = ("equilibrium", "minmax")
"""What can follow a deviation."""


def critical_discount(game: NormalFormGame, *, punishment: str = "equilibrium", detection: Any = 1) -> Any:
    """Return the discount factor from which every player keeps cooperating.

    Parameters
    ----------
    game : NormalFormGame
        The stage game, one or a batch.
    punishment : str
        ``equilibrium`` or ``minmax``, see :func:`critical_discounts`.
    detection : number or array_like, shape (...)
        [probability a period] That a breach becomes known.

    Returns
    -------
    array, shape (...)
        [discount factor a period] The largest over the players; infinite where cooperation cannot be sustained.

    Raises
    ------
    InputError
        If there is no such punishment, or the detection is no probability above 0.

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> print(critical_discount(dilemma), critical_discount(dilemma, detection=0.5))
    1/2 2/3
    """
    return critical_discounts(game, punishment=punishment, detection=detection).max(axis=-1)


def critical_discounts(game: NormalFormGame, *, punishment: str = "equilibrium", detection: Any = 1) -> Array:
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
    detection : number or array_like, shape (...)
        [probability a period] Above 0, at most 1: that a breach becomes known; a player who is not found out goes on.
        It broadcasts with the batch of games.

    Returns
    -------
    array, shape (..., n)
        [discount factor a period] 0 for all where everybody's cooperation is an equilibrium of the stage game; infinite
        where the punishment does not hurt, and for all where the stage game has no pure equilibrium to punish with.

    Raises
    ------
    InputError
        If there is no such punishment, or the detection is no probability above 0.
    ShapeError
        If the detection does not fit the batch.

    References
    ----------
    Friedman (1971), A non-cooperative equilibrium for supergames. doi:10.2307/2296617

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 4], [0, 1]])
    >>> print(*critical_discounts(dilemma))
    1/2 1/3
    """
    expected(game, NormalFormGame, "critical_discounts", "a NormalFormGame")
    if punishment not in PUNISHMENTS:
        raise unknown("punishment", punishment, PUNISHMENTS, field="punishment")
    found = _detected(game, detection)
    factors = _after_equilibria(game, found) if punishment == "equilibrium" else _after_minmax(game, found)
    cooperation: Any = (..., *(0,) * len(game.players))
    stable = pure_equilibria(game)[cooperation]
    return np.where(stable[..., None], _zero(game), factors)


def punishment_profiles(game: NormalFormGame) -> Array:
    """Return the stage equilibrium with which :func:`critical_discounts` punishes.

    Parameters
    ----------
    game : NormalFormGame
        The stage game, one or a batch.

    Returns
    -------
    array of int, shape (..., n)
        The action of each player; -1 for all where no pure equilibrium but everybody's cooperation exists.

    Notes
    -----
    It is the same whatever the probability that a breach becomes known: that does not change which punishment leaves
    the largest factor least.

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> punishment_profiles(dilemma).tolist()
    [1, 1]
    """
    expected(game, NormalFormGame, "punishment_profiles", "a NormalFormGame")
    _, chosen = _punished(game, _detected(game, 1))
    profiles = np.stack(np.unravel_index(chosen, game.shape), axis=-1)
    return np.where((chosen == 0)[..., None], -1, profiles)


def minmax_payoffs(game: NormalFormGame) -> Array:
    """Return what each player can be held to by pure actions of the others.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch.

    Returns
    -------
    array, shape (..., n)
        [the game's unit] The least, over the others' pure actions, of the player's best payoff against them.

    Examples
    --------
    >>> print(*minmax_payoffs(NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])))
    1 1
    """
    held_to = [payoff_table(game, i).max(axis=-2).min(axis=-1) for i in range(len(game.players))]
    return np.stack(held_to, axis=-1)


def effective_discount(delta: Number, detection: Number) -> Fraction:
    """Return the discount factor at which a breach that is surely found deters as much as one found now and then.

    Parameters
    ----------
    delta : number
        [discount factor a period] From 0 to 1.
    detection : number
        [probability a period] Above 0, at most 1: that a breach becomes known.

    Returns
    -------
    Fraction
        [discount factor a period] ``delta q / (1 - delta (1 - q))``.

    Raises
    ------
    InputError
        If a number is out of its range.

    Examples
    --------
    >>> print(effective_discount(Fraction(2, 3), 0.5))
    1/2
    """
    weight, q = _probability(delta, "delta"), _probability(detection, "detection")
    if q == 0:
        raise InputError("", [Problem("detection", "expected a probability above 0 and at most 1", str(detection))])
    return weight * q / (1 - weight * (1 - q))


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


def _after_equilibria(game: NormalFormGame, found: Array) -> Array:
    """Factors after the pure stage equilibrium that makes the largest of them least, shape (..., n)."""
    factors, chosen = _punished(game, found)
    return np.take_along_axis(factors, chosen[..., None, None], axis=-1)[..., 0]


def _punished(game: NormalFormGame, found: Array) -> tuple[Array, Array]:
    """Factors after every profile, shape (..., n, profiles), infinite after no equilibrium; which profile is best."""
    count = len(game.players)
    profiles = math.prod(game.shape)
    payoffs = game.payoffs.reshape((*game.batch_shape, count, profiles))
    usable = pure_equilibria(game).reshape((*game.batch_shape, profiles))
    usable[..., 0] = False
    factors = np.where(usable[..., None, :], _factors(game, payoffs, found), math.inf)
    largest = factors.max(axis=-2)
    # Also where every factor is infinite, one that can be used.
    return factors, (usable & (largest == largest.min(axis=-1, keepdims=True))).argmax(axis=-1)


def _after_minmax(game: NormalFormGame, found: Array) -> Array:
    return _factors(game, minmax_payoffs(game)[..., None], found)[..., 0]


def _factors(game: NormalFormGame, punished: Array, found: Array) -> Array:
    """Critical factors after punishment payoffs of shape (..., n, k), in the same shape; breaches known as given."""
    per_player = []
    known = found[..., None]
    zero, one = _zero(game), _zero(game) + 1
    for i, size in enumerate(game.shape):
        table = payoff_table(game, i)
        slack = zero if game.is_exact else TIE * payoff_span(table, (-2, -1))[..., None]
        best, target = table[..., 0].max(axis=-1, keepdims=True), table[..., :1, 0]
        after = punished[..., i, :]
        tempted = (best - target > slack).astype(bool)
        hurts = (target - after > slack).astype(bool)
        rewards = (after - target > slack).astype(bool)
        # Where every breach is known the sum is taken at once: best - after.
        worth = np.where(known == 1, best - after, best - target + known * (target - after))
        ratio = np.where(hurts, best - target, zero) / np.where(hurts, worth, one)
        # Who has one action only cannot deviate, and so cannot seek a reward.
        lost = (tempted & ~hurts) | (rewards & (size > 1))
        per_player.append(np.where(lost, math.inf, np.where(tempted, ratio, zero)))
    return np.stack(np.broadcast_arrays(*per_player), axis=-2)


def _probability(given: Number, field: str) -> Fraction:
    try:
        number = exact(given)
    except FormulaError as error:
        raise InputError("", [Problem(field, str(error))]) from None
    if not 0 <= number <= 1:
        raise InputError("", [Problem(field, "expected a number from 0 to 1", str(given))])
    return number


def _detected(game: NormalFormGame, given: Any) -> Array:
    """The probability that a breach becomes known, in the game's kind of number, over the batch."""
    try:
        values = np.asarray(given)
        numbers = [exact(value) for value in values.ravel().tolist()]
    except (FormulaError, ValueError, TypeError):
        numbers = []
    if not numbers or not all(0 < q <= 1 for q in numbers):
        what = "expected a probability above 0 and at most 1"
        raise InputError("", [Problem("detection", what, shorten(repr(given)))])
    try:
        np.broadcast_shapes(values.shape, game.batch_shape)
    except ValueError:
        raise ShapeError(f"detection of shape {values.shape} does not fit games of batch {game.batch_shape}") from None
    return row_of_numbers(numbers, exact=game.is_exact).reshape(values.shape)


def _zero(game: NormalFormGame) -> Any:
    return Fraction(0) if game.is_exact else 0.0
