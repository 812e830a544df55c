"""Common goals: how much everybody must care for the group before cooperation is an equilibrium.

Symbols: profile t (everybody's cooperation unless another is given), welfare ``W(s)``: the sum of the payoffs less the
public cost of s, for a subsidy is not created value. In the aligned game with weight alpha player i gets

    u_i(s) + alpha W(s).

A deviation d of one player from t has the *gain* ``g = u_i(d) - u_i(t)`` to the player and the *loss*
``w = W(t) - W(d)`` to the group; it does not pay if ``g <= alpha w``. The *selfishness level* of t is the least
alpha >= 0 such that no deviation pays:

    level = max of 0 and g / w over the deviations with g > 0, and infinite if one of these loses nothing (w <= 0).

Where t is welfare-maximal, as Apt and Schaefer take it, all w are at least 0, and t is an equilibrium for every larger
alpha too. Elsewhere a deviation may be good for the group (w < 0): then who cares enough leaves t for the common good,
and t is an equilibrium from ``level`` up to ``highest``, the least g / w over the deviations with w < 0. If that is
below the level no alpha will do, and the level is infinite.

The level does not change when all payoffs are multiplied by one positive number or when each player gets a constant
more. It does change when the players' units differ in size, for W adds them up.

Shapes: payoffs ``(..., n, a1, ..., an), public cost (..., a1, ..., an) -> levels (...)``. Exact games give fractions,
with ``math.inf`` where a level is infinite; in float games gains within ``TIE`` of the player's payoff span are 0, and
losses within ``TIE`` of the sum of the spans.

References
----------
Apt and Schaefer (2014), Selfishness level of strategic games, JAIR 49, 207-240. doi:10.1613/jair.4164
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from numbers import Integral
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, ShapeError, expected, shorten
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, as_payoffs, core, payoff_span
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class SelfishnessLevel(Shown):
    """How much everybody must care for the group before a profile is an equilibrium.

    Attributes
    ----------
    game : NormalFormGame
    profile : array of int, shape (..., n)
        The profile t.
    level : array, shape (...)
        [weight of the group's payoff] Least alpha; 0 where t is an equilibrium, infinite where no alpha is enough.
    highest : array, shape (...)
        [weight of the group's payoff] Largest alpha; infinite where t is welfare-maximal. Below the least one that the
        other deviations ask for where the level is infinite for that reason.
    player, action : array of int, shape (...)
        The deviation that sets the level: who, and to which action; -1 where none pays.
    gain, loss : array, shape (...)
        [the game's unit] Of that deviation, to the player and to the group; 0 where none pays.
    is_welfare_maximal : array of bool, shape (...)
        Whether no profile has a larger welfare than t.
    """

    game: NormalFormGame = field(repr=False)
    profile: Array = field(repr=False)
    level: Any = field(repr=False)
    highest: Any = field(repr=False)
    player: Array = field(repr=False)
    action: Array = field(repr=False)
    gain: Any = field(repr=False)
    loss: Any = field(repr=False)
    is_welfare_maximal: Any = field(repr=False)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.selfishness_card import selfishness_card

        return selfishness_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a game."""
        import pandas as pd

        names = [*self.game.players, ""]
        who = [names[i] for i in np.ravel(self.player)]
        what = [
            "" if i < 0 else self.game.actions[i][a]
            for i, a in zip(np.ravel(self.player), np.ravel(self.action), strict=True)
        ]
        columns = {"level": self.level, "highest": self.highest}
        rest = {"gain": self.gain, "loss": self.loss, "welfare-maximal": self.is_welfare_maximal}
        return pd.DataFrame(
            {n: np.ravel(v) for n, v in columns.items()}
            | {"deviates": who, "to": what}
            | {n: np.ravel(v) for n, v in rest.items()}
        )


def selfishness_level(
    game: NormalFormGame, *, public_cost: Any = None, target: Sequence[int] | None = None
) -> SelfishnessLevel:
    """Return how much everybody must care for the group before cooperation is an equilibrium.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch, any number of players and actions. Fractions in, fractions out.
    public_cost : array_like, shape (..., a1, ..., an), optional
        [the game's unit] What the public pays at each profile; by default nothing.
    target : sequence of int, optional
        The profile; by default the first action of each.

    Returns
    -------
    SelfishnessLevel
        The deviation is the first, by player and action, of those that ask for the most.

    Raises
    ------
    ShapeError
        If the public cost does not fit the game.
    InputError
        If the public cost holds something other than finite numbers, or there is no such profile.

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[2, 0], [3, 1]], [[2, 3], [0, 1]])
    >>> found = selfishness_level(dilemma)
    >>> str(found.level), bool(found.is_welfare_maximal)
    ('1', True)
    """
    expected(game, NormalFormGame, "selfishness_level", "a NormalFormGame")
    profile = _profile(game, target)
    return _level(game, _costs(game, public_cost), profile)


def game_selfishness_level(game: NormalFormGame, *, public_cost: Any = None) -> SelfishnessLevel:
    """Return the selfishness level of games: the least over their welfare-maximal profiles.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch.
    public_cost : array_like, shape (..., a1, ..., an), optional
        [the game's unit] What the public pays at each profile; by default nothing.

    Returns
    -------
    SelfishnessLevel
        Of the welfare-maximal profile with the least level, the first of equals in row-major order.

    Raises
    ------
    ShapeError
        If the public cost does not fit the game.
    InputError
        If the public cost holds something other than finite numbers.

    Examples
    --------
    >>> battle = NormalFormGame.from_bimatrix([[0, 2], [1, 0]], [[0, 1], [2, 0]])
    >>> found = game_selfishness_level(battle)
    >>> found.level, found.profile.tolist()
    (Fraction(0, 1), [0, 1])
    """
    expected(game, NormalFormGame, "game_selfishness_level", "a NormalFormGame")
    costs = _costs(game, public_cost)
    best = _is_largest(game, costs)
    some = np.argwhere(best.any(axis=tuple(range(best.ndim - len(game.shape)))))
    return reduce(_least, (_level(game, costs, tuple(int(a) for a in profile)) for profile in some))


def aligned_game(game: NormalFormGame, alpha: Any, *, public_cost: Any = None) -> NormalFormGame:
    """Return the game in which everybody also cares for the group.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch.
    alpha : array_like, shape (...)
        [weight of the group's payoff] At least 0, finite; 0 changes nothing.
    public_cost : array_like, shape (..., a1, ..., an), optional
        [the game's unit] What the public pays at each profile; by default nothing.

    Returns
    -------
    NormalFormGame
        Payoffs ``u_i + alpha W``; fractions where everything is exact.

    Raises
    ------
    ShapeError
        If the public cost does not fit the game.
    InputError
        If alpha is below 0, or something is no finite number.

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[2, 0], [3, 1]], [[2, 3], [0, 1]])
    >>> aligned_game(dilemma, 1).player_payoffs(0).astype(int).tolist()
    [[6, 3], [6, 3]]
    """
    expected(game, NormalFormGame, "aligned_game", "a NormalFormGame")
    weight = _numbers(alpha, "aligned_game", "alpha")
    if (weight < 0).any():
        raise InputError("aligned_game", [Problem("alpha", "is below 0", shorten(str(alpha)))])
    _fitting(game, weight.shape, "weight alpha")
    if not game.is_exact:
        weight = weight.astype(np.float64)
    n = len(game.players)
    welfare = _welfare(game, _costs(game, public_cost))[(..., None, *(slice(None),) * n)]
    payoffs = game.payoffs + weight[(..., *(None,) * (n + 1))] * welfare
    return game.with_payoffs(payoffs)


# Welfare


def _costs(game: NormalFormGame, public_cost: Any) -> Array | None:
    if public_cost is None:
        return None
    costs = _numbers(public_cost, "public cost", "")
    n = len(game.players)
    if costs.shape[-n:] != game.shape:
        raise ShapeError(f"the public cost has shape {costs.shape}, expected (..., {', '.join(map(str, game.shape))})")
    _fitting(game, costs.shape[:-n], "public cost")
    return costs if game.is_exact else costs.astype(np.float64)


def _fitting(game: NormalFormGame, batch: tuple[int, ...], what: str) -> None:
    try:
        np.broadcast_shapes(batch, game.batch_shape)
    except ValueError:
        raise ShapeError(f"the {what} has batch axes {batch}, the games have {game.batch_shape}") from None


def _welfare(game: NormalFormGame, costs: Array | None) -> Array:
    """The sum of the payoffs less the public cost, shape (..., a1, ..., an)."""
    total = game.payoffs.sum(axis=-len(game.players) - 1)
    return np.asarray(total if costs is None else total - costs)


def _welfare_slack(game: NormalFormGame, costs: Array | None) -> Any:
    """How far two values of welfare may differ and be tied, shape (...)."""
    if game.is_exact and (costs is None or costs.dtype == object):
        return np.asarray(0)
    cells = tuple(range(-len(game.players), 0))
    spans = payoff_span(game.payoffs.astype(np.float64), cells).sum(axis=-1)
    return np.asarray(TIE * (spans if costs is None else spans + payoff_span(costs.astype(np.float64), cells)))


def _is_largest(game: NormalFormGame, costs: Array | None) -> Array:
    """Whether no profile has a larger welfare, shape (..., a1, ..., an)."""
    welfare, cells = _welfare(game, costs), tuple(range(-len(game.players), 0))
    slack = _welfare_slack(game, costs)[(..., *(None,) * len(game.players))]
    return np.asarray(welfare >= welfare.max(axis=cells, keepdims=True) - slack).astype(bool)


# Deviations


def _level(game: NormalFormGame, costs: Array | None, profile: tuple[int, ...]) -> SelfishnessLevel:
    # First the deviation that is none, so that it is the one that sets the level where no other pays.
    moves = [(-1, -1), *((i, b) for i, size in enumerate(game.shape) for b in range(size) if b != profile[i])]
    gains, losses = np.broadcast_arrays(_gains(game, profile, moves), _losses(game, costs, profile, moves))
    ratios = gains / np.where(losses == 0, losses + 1, losses)
    needed = np.where(gains > 0, np.where(losses > 0, ratios, math.inf), gains - gains)
    highest = np.where((losses < 0) & (gains <= 0), ratios, math.inf).min(axis=-1)
    most, first = needed.max(axis=-1), np.asarray(needed.argmax(axis=-1))

    def there(values: Any) -> Any:
        return np.take_along_axis(np.broadcast_to(values, gains.shape), first[..., None], axis=-1)[..., 0][()]

    player, action = (there([move[k] for move in moves]) for k in (0, 1))
    return SelfishnessLevel(
        game=game,
        profile=np.broadcast_to(np.array(profile), (*first.shape, len(profile))),
        level=np.where(most <= highest, most, math.inf)[()],
        highest=highest,
        player=player,
        action=action,
        gain=there(gains),
        loss=there(losses),
        is_welfare_maximal=np.broadcast_to(_is_largest(game, costs)[core(*profile)], first.shape)[()],
    )


def _gains(game: NormalFormGame, profile: tuple[int, ...], moves: Sequence[tuple[int, int]]) -> Array:
    """What each deviation gains for who makes it, shape (..., moves)."""
    gains = [0 * game.payoffs[core(0, *profile)]]
    for i, b in moves[1:]:
        own = game.player_payoffs(i)
        gain = own[core(*_moved(profile, i, b))] - own[core(*profile)]
        if not game.is_exact:
            span = payoff_span(own, tuple(range(-len(game.shape), 0)))
            gain = np.where(np.abs(gain) <= TIE * span, 0.0, gain)
        gains.append(gain)
    return np.stack([np.asarray(gain) for gain in gains], axis=-1)


def _losses(
    game: NormalFormGame, costs: Array | None, profile: tuple[int, ...], moves: Sequence[tuple[int, int]]
) -> Array:
    """What each deviation costs the group, shape (..., moves)."""
    welfare, slack = _welfare(game, costs), _welfare_slack(game, costs)
    profiles = [profile, *(_moved(profile, i, b) for i, b in moves[1:])]
    losses = np.stack([np.asarray(welfare[core(*profile)] - welfare[core(*other)]) for other in profiles], axis=-1)
    return np.where(np.abs(losses) <= slack[..., None], losses - losses, losses)


def _moved(profile: tuple[int, ...], player: int, action: int) -> tuple[int, ...]:
    return (*profile[:player], action, *profile[player + 1 :])


def _least(one: SelfishnessLevel, other: SelfishnessLevel) -> SelfishnessLevel:
    """Game by game the welfare-maximal one of two with the smaller level, the first of equals."""
    better = np.asarray(other.is_welfare_maximal & ~np.asarray(one.is_welfare_maximal))
    both = np.asarray(other.is_welfare_maximal) == np.asarray(one.is_welfare_maximal)
    better = better | (both & np.asarray(other.level < one.level).astype(bool))
    picked = {
        name: np.where(better, getattr(other, name), getattr(one, name))[()]
        for name in ("level", "highest", "player", "action", "gain", "loss", "is_welfare_maximal")
    }
    return replace(one, profile=np.where(better[..., None], other.profile, one.profile), **picked)


# Input


def _profile(game: NormalFormGame, target: Sequence[int] | None) -> tuple[int, ...]:
    if target is None:
        return (0,) * len(game.shape)
    given = list(expected(target, (Sequence, np.ndarray), "target", "a sequence of action indices"))
    fits = len(given) == len(game.shape) and all(
        isinstance(a, Integral) and not isinstance(a, bool) and 0 <= int(a) < size
        for a, size in zip(given, game.shape, strict=True)
    )
    if not fits:
        what = f"expected an action index of each of the players, below {', '.join(map(str, game.shape))}"
        raise InputError("target", [Problem("", what, shorten(str(target)))])
    return tuple(int(a) for a in given)


def _numbers(values: Any, source: str, field: str) -> Array:
    try:
        return as_payoffs(values)
    except (FormulaError, TypeError, ValueError):
        raise InputError(source, [Problem(field, "expected finite numbers", shorten(str(values)))]) from None
