"""Games by family: payoffs ``(n, a1, ..., an)`` in fractions, or in floats where rounding is what is tested."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array, row_of_numbers
from tvet_games.testing.numbers import small_fractions, small_integers

Numbers = st.SearchStrategy[Any]

Mixed = tuple[Array, ...]

_GAPS = small_fractions(Fraction(1, 2), 3, max_denominator=2)
"""By how much something is strictly better."""

_LARGEST = 12
"""Powers of ten between which payoffs are scaled."""


@st.composite
def matrices(draw: st.DrawFn, m: int, n: int, entries: Numbers = small_integers) -> Array:
    """Matrices of fractions, shape (m, n)."""
    return row_of_numbers(map(Fraction, draw(st.lists(entries, min_size=m * n, max_size=m * n)))).reshape(m, n)


@st.composite
def bimatrix_games(draw: st.DrawFn, largest: int = 4, entries: Numbers = small_integers) -> NormalFormGame:
    """Games of two players with 1 to ``largest`` actions each.

    Parameters
    ----------
    largest : int
    entries : SearchStrategy
        Of payoffs; by default few whole numbers, so that ties are common.
    """
    m, n = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    return NormalFormGame.from_bimatrix(draw(matrices(m, n, entries)), draw(matrices(m, n, entries)))


@st.composite
def normal_form_games(
    draw: st.DrawFn, players: int = 3, largest: int = 3, entries: Numbers = small_integers
) -> NormalFormGame:
    """Games of some players with 1 to ``largest`` actions each."""
    shape = [draw(st.integers(1, largest)) for _ in range(players)]
    size = players * int(np.prod(shape))
    flat = draw(st.lists(entries, min_size=size, max_size=size))
    return NormalFormGame(row_of_numbers(map(Fraction, flat)).reshape(players, *shape))


@st.composite
def degenerate_games(draw: st.DrawFn, largest: int = 3, entries: Numbers = small_integers) -> NormalFormGame:
    """Games of two in which one action stands twice, or is a mixture of others, for both players.

    So the game has an equilibrium component that is no point, or equilibria that share a strategy, wherever the doubled
    action is used.
    """
    game = draw(bimatrix_games(largest, entries))
    first, second = (own.copy() for own in game.payoffs)
    player = draw(st.integers(0, 1))
    row, column = (first, second) if player == 0 else (second.T, first.T)
    weights = draw(st.lists(st.integers(0, 2), min_size=len(row), max_size=len(row)).filter(any))
    share = row_of_numbers(Fraction(w, sum(weights)) for w in weights)
    row, column = np.vstack([row, share @ row]), np.vstack([column, share @ column])
    pair = (row, column) if player == 0 else (column.T, row.T)
    return NormalFormGame.from_bimatrix(*pair)


@st.composite
def near_degenerate_games(draw: st.DrawFn, largest: int = 3) -> NormalFormGame:
    """Degenerate games in floats, in which payoffs are moved by 1e-15 to 1e-9 of the span."""
    game = draw(degenerate_games(largest)).to_float()
    size = 10.0 ** draw(st.integers(-15, -9))
    span = float(np.ptp(game.payoffs)) or 1.0
    count = game.payoffs.size
    moves = np.array(draw(st.lists(st.integers(-1, 1), min_size=count, max_size=count)), dtype=float)
    return NormalFormGame(game.payoffs + size * span * moves.reshape(game.payoffs.shape))


@st.composite
def badly_scaled_games(draw: st.DrawFn, largest: int = 3) -> NormalFormGame:
    """Games of two in floats, each player's payoffs in a unit of its own: 1e-12 to 1e12."""
    game = draw(bimatrix_games(largest)).to_float()
    units = [10.0 ** draw(st.integers(-_LARGEST, _LARGEST)) for _ in range(2)]
    return NormalFormGame(game.payoffs * np.array(units)[:, None, None])


@st.composite
def zero_sum_games(draw: st.DrawFn, largest: int = 4, entries: Numbers = small_integers) -> NormalFormGame:
    """Games of two in which one loses what the other gains."""
    first = draw(bimatrix_games(largest, entries)).payoffs[0]
    return NormalFormGame.from_bimatrix(first, -first)


@st.composite
def symmetric_games(draw: st.DrawFn, largest: int = 4, entries: Numbers = small_integers) -> NormalFormGame:
    """Games of two that look the same from both sides."""
    n = draw(st.integers(1, largest))
    first = draw(matrices(n, n, entries))
    return NormalFormGame.from_bimatrix(first, first.T)


@st.composite
def coordination_games(draw: st.DrawFn, largest: int = 4) -> NormalFormGame:
    """Games of two in which every pair of actions of the same place is a strict equilibrium."""
    n = draw(st.integers(2, largest))
    payoffs = [draw(matrices(n, n)) for _ in range(2)]
    for player, own in enumerate(payoffs):
        for k in range(n):
            others = own[:, k] if player == 0 else own[k, :]
            own[k, k] = max(others) + draw(_GAPS)
    return NormalFormGame.from_bimatrix(*payoffs)


@st.composite
def cyclic_games(draw: st.DrawFn) -> NormalFormGame:
    """Games of 2x2 whose only equilibrium is mixed: best responses go round."""
    first, second = draw(matrices(2, 2)), draw(matrices(2, 2))
    first[0, 0], first[1, 1] = first[1, 0] + draw(_GAPS), first[0, 1] + draw(_GAPS)
    second[0, 1], second[1, 0] = second[0, 0] + draw(_GAPS), second[1, 1] + draw(_GAPS)
    return NormalFormGame.from_bimatrix(first, second)


@st.composite
def dominance_solvable_games(draw: st.DrawFn, players: int = 2, largest: int = 3) -> NormalFormGame:
    """Games in which everybody's first action is what iterated strict dominance leaves, in a drawn order.

    The players take turns: each in turn prefers the first action strictly to the others while those who came before
    take their first one; what they get otherwise is drawn.
    """
    game = draw(normal_form_games(players, largest))
    payoffs = game.payoffs.copy()
    order = draw(st.permutations(range(players)))
    for turn, player in enumerate(order):
        before = order[:turn]
        for profile in product(*map(range, game.shape)):
            if profile[player] and not any(profile[j] for j in before):
                better = (*profile[:player], 0, *profile[player + 1 :])
                payoffs[(player, *profile)] = min(
                    payoffs[(player, *profile)], payoffs[(player, *better)] - Fraction(1, 2)
                )
    return NormalFormGame(payoffs)


@st.composite
def supermodular_games(draw: st.DrawFn, players: int = 2) -> NormalFormGame:
    """Games of two actions each in which cooperating pays the more, the more of the others cooperate."""
    shape = (2,) * players
    payoffs = row_of_numbers(map(Fraction, draw(_listed(small_integers, players * 2**players)))).reshape(
        players, *shape
    )
    for player in range(players):
        gains = draw(_listed(_GAPS, players))
        start = Fraction(draw(st.integers(-4, 2)))
        for profile in product(*map(range, shape)):
            if not profile[player]:
                refuses = (*profile[:player], 1, *profile[player + 1 :])
                helpers = sum(1 for j, a in enumerate(profile) if j != player and not a)
                payoffs[(player, *profile)] = payoffs[(player, *refuses)] + start + sum(gains[:helpers], Fraction(0))
    return NormalFormGame(payoffs)


@st.composite
def potential_games(draw: st.DrawFn, players: int = 2, largest: int = 3) -> NormalFormGame:
    """Games whose deviations pay as much as they raise one function of the profile: a pure equilibrium exists."""
    shape = tuple(draw(st.integers(1, largest)) for _ in range(players))
    size = int(np.prod(shape))
    potential = row_of_numbers(map(Fraction, draw(_listed(small_integers, size)))).reshape(shape)
    payoffs = []
    for player in range(players):
        rest = (*shape[:player], 1, *shape[player + 1 :])
        dummy = row_of_numbers(map(Fraction, draw(_listed(small_integers, int(np.prod(rest)))))).reshape(rest)
        payoffs.append(potential + dummy)
    return NormalFormGame(np.stack(payoffs))


@st.composite
def games_with_equilibrium(draw: st.DrawFn, largest: int = 3) -> tuple[NormalFormGame, Mixed]:
    """Games of two with an equilibrium that is known by construction, and that equilibrium.

    Its strategies are drawn first; then the payoffs of each player are moved so that the actions in use are equally
    good against the other's strategy, and no other is better.
    """
    shape = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    played = tuple(_mixture(draw(_listed(st.integers(0, 3), size).filter(any))) for size in shape)
    payoffs = [draw(matrices(*shape)) for _ in range(2)]
    for player, own in enumerate(payoffs):
        against = own if player == 0 else own.T
        worth = against @ played[1 - player]
        level = max(worth)
        for action, used in enumerate(played[player]):
            slack = Fraction(0) if used else draw(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)]))
            against[action] += level - worth[action] - slack
    return NormalFormGame.from_bimatrix(*payoffs), played


def _mixture(weights: Sequence[int]) -> Array:
    return row_of_numbers(Fraction(w, sum(weights)) for w in weights)


def _listed(entries: st.SearchStrategy[Any], size: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(entries, min_size=size, max_size=size)
