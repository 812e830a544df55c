"""Games of the families that theorems speak of; whatever the family leaves open is drawn."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
from hypothesis import strategies as st

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.games.polymatrix import PairwiseGame, PolymatrixGame
from tvet_games.testing.games import bimatrix_games, normal_form_games
from tvet_games.testing.numbers import Numbers, fraction_arrays, small_fractions, small_integers

_BETTER = small_fractions(Fraction(1, 2), 3, max_denominator=2)
"""By how much something is strictly better."""


def zero_sum_games(
    *, least: int = 1, largest: int = 4, entries: Numbers = small_integers
) -> st.SearchStrategy[NormalFormGame]:
    """Games of two in which one loses what the other gains.

    Parameters
    ----------
    least, largest : int
        Number of actions of each player.
    entries : SearchStrategy of numbers

    Returns
    -------
    SearchStrategy of NormalFormGame

    Examples
    --------
    >>> from hypothesis import find
    >>> bool(find(zero_sum_games(), lambda game: game.payoffs[0].any()).payoffs.sum(axis=0).any())
    False
    """
    games = bimatrix_games(least=least, largest=largest, entries=entries)
    return games.map(lambda game: NormalFormGame.from_bimatrix(game.payoffs[0], -game.payoffs[0]))


@st.composite
def symmetric_games(
    draw: st.DrawFn, *, least: int = 1, largest: int = 4, entries: Numbers = small_integers
) -> NormalFormGame:
    """Games of two that look the same from both sides.

    Parameters
    ----------
    least, largest : int
        Number of actions of each player.
    entries : SearchStrategy of numbers

    Returns
    -------
    SearchStrategy of NormalFormGame

    Examples
    --------
    >>> from hypothesis import find
    >>> game = find(symmetric_games(), lambda game: game.payoffs[0, -1, 0] > 0)
    >>> bool((game.payoffs[1] == game.payoffs[0].T).all())
    True
    """
    size = draw(st.integers(least, largest))
    first = draw(fraction_arrays(size, size, entries=entries))
    return NormalFormGame.from_bimatrix(first, first.T)


@st.composite
def coordination_games(draw: st.DrawFn, *, largest: int = 4) -> NormalFormGame:
    """Games of two with as many actions each, of which every pair of the same place is a strict equilibrium.

    Parameters
    ----------
    largest : int
        Most actions of each player; there are two at least.

    Returns
    -------
    SearchStrategy of NormalFormGame

    Examples
    --------
    >>> from hypothesis import find
    >>> find(coordination_games(), lambda game: True).shape
    (2, 2)
    """
    size = draw(st.integers(2, largest))
    first, second = draw(fraction_arrays(2, size, size))
    for k in range(size):
        first[k, k] = max(first[:, k]) + draw(_BETTER)
        second[k, k] = max(second[k, :]) + draw(_BETTER)
    return NormalFormGame.from_bimatrix(first, second)


@st.composite
def cyclic_games(draw: st.DrawFn, *, largest: int = 2) -> NormalFormGame:
    """Games of two with as many actions each, whose best responses go round: no equilibrium is pure.

    The first player wants to match, the second to be one further. Of two actions each, the mixed equilibrium is the
    only one.

    Parameters
    ----------
    largest : int
        Most actions of each player; there are two at least.

    Returns
    -------
    SearchStrategy of NormalFormGame

    Examples
    --------
    >>> from hypothesis import find
    >>> import tvet_games as tg
    >>> len(tg.equilibria(find(cyclic_games(), lambda game: True)))
    1
    """
    size = draw(st.integers(2, largest))
    first, second = draw(fraction_arrays(2, size, size))
    for k in range(size):
        first[k, k] = max(first[:, k]) + draw(_BETTER)
        second[k, (k + 1) % size] = max(second[k, :]) + draw(_BETTER)
    return NormalFormGame.from_bimatrix(first, second)


@st.composite
def dominance_solvable_games(draw: st.DrawFn, *, players: int = 2, largest: int = 3) -> NormalFormGame:
    """Games in which everybody's first action is what iterated strict dominance leaves.

    The players take turns, in a drawn order: each prefers the first action strictly to the others wherever those who
    came before take theirs; what it gets elsewhere is drawn.

    Parameters
    ----------
    players : int
    largest : int
        Most actions of each player.

    Returns
    -------
    SearchStrategy of NormalFormGame

    Examples
    --------
    >>> from hypothesis import find
    >>> import tvet_games as tg
    >>> game = find(dominance_solvable_games(), lambda game: game.shape == (2, 2))
    >>> [[int(p) for p in own] for own in tg.equilibria(game)[0].strategies]
    [[1, 0], [1, 0]]
    """
    payoffs = draw(normal_form_games(players=players, largest=largest)).payoffs.copy()
    order = draw(st.permutations(range(players)))
    for turn, player in enumerate(order):
        own = np.moveaxis(payoffs[player], player, 0)
        where = tuple(0 if other in order[:turn] else slice(None) for other in range(players) if other != player)
        rest = (slice(1, None), *where)
        own[rest] = np.minimum(own[rest], own[(0, *where)] - Fraction(1, 2))
    return NormalFormGame(payoffs)


@st.composite
def supermodular_games(draw: st.DrawFn, *, players: int = 2, largest: int = 2) -> NormalFormGame:
    """Games in which an action nearer to the first one gains the more, the nearer to it the others are.

    Parameters
    ----------
    players : int
    largest : int
        Most actions of each player; there are two at least.

    Returns
    -------
    SearchStrategy of NormalFormGame

    References
    ----------
    Milgrom and Roberts (1990), Rationalizability, learning and equilibrium in games with strategic complementarities,
    Econometrica 58.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(supermodular_games(), lambda game: True).shape
    (2, 2)
    """
    shape = tuple(draw(st.integers(2, largest)) for _ in range(players))
    payoffs = draw(fraction_arrays(players, *shape))
    for player, size in enumerate(shape):
        own = np.moveaxis(payoffs[player], player, 0)
        for action in reversed(range(size - 1)):
            gain: Any = Fraction(draw(st.integers(-4, 2)))
            for many in shape[:player] + shape[player + 1 :]:
                helps = [Fraction(0), *draw(fraction_arrays(many - 1, entries=st.integers(0, 2)))]
                gain = np.add.outer(gain, np.cumsum(helps)[::-1])
            own[action] = own[action + 1] + gain
    return NormalFormGame(payoffs)


@st.composite
def potential_games(draw: st.DrawFn, *, players: int = 2, largest: int = 3) -> NormalFormGame:
    """Games whose deviations pay as much as they raise one function of the profile: a pure equilibrium exists.

    Parameters
    ----------
    players : int
    largest : int
        Most actions of each player.

    Returns
    -------
    SearchStrategy of NormalFormGame

    References
    ----------
    Monderer and Shapley (1996), Potential games, Games and Economic Behavior 14.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(potential_games(players=3), lambda game: True).shape
    (1, 1, 1)
    """
    shape = tuple(draw(st.integers(1, largest)) for _ in range(players))
    potential = draw(fraction_arrays(*shape))
    anyway = [draw(fraction_arrays(*shape[:player], 1, *shape[player + 1 :])) for player in range(players)]
    return NormalFormGame(np.stack([potential + given for given in anyway]))


@st.composite
def polymatrix_games(
    draw: st.DrawFn, *, players: int = 3, largest: int = 2, entries: Numbers = small_integers
) -> PolymatrixGame:
    """Games on a graph: everybody takes one decision and plays it against each neighbour.

    Parameters
    ----------
    players : int
    largest : int
        Most actions of each player.
    entries : SearchStrategy of numbers

    Returns
    -------
    SearchStrategy of PolymatrixGame

    References
    ----------
    Yanovskaya (1968), Equilibrium points in polymatrix games.

    Examples
    --------
    >>> from hypothesis import find
    >>> len(find(polymatrix_games(), lambda game: len(game.edges) > 1).edges)
    2
    """
    shape = [draw(st.integers(1, largest)) for _ in range(players)]
    pairs = draw(st.lists(st.sampled_from(list(combinations(range(players), 2))), unique=True))
    payoffs = [draw(fraction_arrays(2, shape[i], shape[j], entries=entries)) for i, j in pairs]
    edges = tuple(PairwiseGame(pair, own) for pair, own in zip(pairs, payoffs, strict=True))
    actions = tuple(tuple(f"action {a + 1}" for a in range(size)) for size in shape)
    return PolymatrixGame(tuple(f"player {i + 1}" for i in range(players)), actions, edges)
