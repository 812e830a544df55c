"""The state of populations: the shares of every action but the last of each, one after another.

Population i has ``a_i`` actions whose shares add to 1, so ``a_i - 1`` of them say everything. A state is the flat
vector of ``d = sum(a_i - 1)`` such shares: with two actions each (x, y, z, ...), the shares that cooperate. At a vertex
every population takes one action; action profile (0, 0) of a 2x2 game is the state (1, 1).

Shapes: state ``(..., d)``, strategies ``(..., a_i)`` for each population.

References
----------
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10. doi:10.1017/CBO9781139173179
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from tvet_games.errors import FormulaError, ShapeError, shorten
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import ROUNDING, TOLERANCE, Array, as_payoffs, is_exact, row_of_numbers


class Populations(Protocol):
    """What has populations with names and actions: a game with constant payoffs, or with payoffs that react."""

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the populations."""
        ...

    @property
    def actions(self) -> tuple[tuple[str, ...], ...]:
        """Names of the actions of each."""
        ...


def dimension(shape: Sequence[int]) -> int:
    """Number of shares in a state."""
    return sum(size - 1 for size in shape)


def slices(shape: Sequence[int]) -> list[slice]:
    """Where the shares of each population stand in a state.

    Examples
    --------
    >>> slices((2, 3))
    [slice(0, 1, None), slice(1, 3, None)]
    """
    ends = np.cumsum([0, *(size - 1 for size in shape)])
    return [slice(int(low), int(high)) for low, high in pairwise(ends)]


def strategies_of(shape: Sequence[int], state: Array) -> tuple[Array, ...]:
    """The shares of all actions, one array ``(..., a_i)`` a population.

    Examples
    --------
    >>> [s.tolist() for s in strategies_of((2, 3), np.array([0.25, 0.5, 0.5]))]
    [[0.25, 0.75], [0.5, 0.5, 0.0]]
    """
    parts = []
    for part in slices(shape):
        own = state[..., part]
        rest = 1 - own.sum(axis=-1, keepdims=True)
        if own.shape[-1] > 1 and own.dtype != object:
            # A sum of shares that is 1 but for rounding leaves nothing.
            rest = np.where(np.abs(rest) <= ROUNDING, 0.0, rest)
        parts.append(np.concatenate([own, rest], axis=-1))
    return tuple(parts)


def state_of(strategies: Sequence[Any]) -> Array:
    """The state ``(..., d)`` in which populations have these strategies."""
    return np.concatenate([np.asarray(s)[..., :-1] for s in strategies], axis=-1)


def vertex_state(shape: Sequence[int], profile: Sequence[int], *, exact: bool = False) -> Array:
    """The state in which every population takes one action.

    Examples
    --------
    >>> vertex_state((2, 3), (0, 2)).tolist()
    [1.0, 0.0, 0.0]
    """
    one = Fraction(1) if exact else 1.0
    numbers = [one * (a == k) for a, size in zip(profile, shape, strict=True) for k in range(size - 1)]
    return row_of_numbers(numbers, exact=exact)


def names_of(game: Populations) -> tuple[str, ...]:
    """Name of each share of a state: the population, with its action where it has more than two.

    Examples
    --------
    >>> names_of(NormalFormGame.from_bimatrix([[1, 0, 0], [0, 1, 0]], [[1, 0, 0], [0, 1, 0]]))
    ('row', 'column: column 1', 'column: column 2')
    """
    return tuple(
        player if len(actions) == 2 else f"{player}: {action}"
        for player, actions in zip(game.players, game.actions, strict=True)
        for action in actions[:-1]
    )


def check_state(game: NormalFormGame, state: Any) -> tuple[NormalFormGame, Array]:
    """Check that numbers are states of a game; return both in fractions if both are exact, in floats otherwise.

    Raises
    ------
    ShapeError
        If there are not d shares, one is below 0 or not a number, or those of a population add to more than 1.
    """
    size, names = dimension(game.shape), ", ".join(names_of(game))
    try:
        values = as_payoffs(state)
    except (FormulaError, ValueError):
        raise ShapeError(f"a state has {size} numbers ({names}), got {shorten(str(state))}") from None
    if values.ndim < 1 or values.shape[-1] != size:
        raise ShapeError(f"a state of this game has {size} shares ({names}), got shape {values.shape}")
    both_exact = game.is_exact and is_exact(values)
    slack = 0 if both_exact else TOLERANCE
    for player, part in zip(game.players, slices(game.shape), strict=True):
        own = values[..., part]
        if (own < -slack).any() or np.any(own.sum(axis=-1) > 1 + slack):
            shown = ", ".join(str(v) for v in own.reshape(-1)[:6])
            raise ShapeError(
                f"shares lie between 0 and 1 and those of a population add to at most 1; {player} has {shown}"
            )
    if both_exact:
        return game, values
    return game.to_float() if game.is_exact else game, values.astype(np.float64)
