"""Games: any, with ties, almost with ties, badly scaled, or with an equilibrium that is known by construction.

Payoffs have the axes ``(n, a1, ..., an)`` and are fractions, but for the two families whose matter is rounding. For
floats write ``bimatrix_games().map(NormalFormGame.to_float)``, for other payoffs give ``entries``.
"""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.testing.numbers import Numbers, fraction_arrays, mixed_strategies, small_fractions, small_integers

Mixed = tuple[Array, ...]
"""A strategy of each player."""

_SLACK = small_fractions(0, 1, max_denominator=2)
"""By how much an action that is not in use is worse; 0 is a tie."""

_LEAST_NEAR, _MOST_NEAR = -15, -9
"""Powers of ten of what near-ties differ by, as a share of the payoff span."""

_LARGEST_UNIT, _LARGEST_OFFSET = 12, 6
"""Powers of ten of units of payoffs, and of what is paid anyway [payoff spans]."""


def bimatrix_games(
    *, least: int = 1, largest: int = 4, entries: Numbers = small_integers
) -> st.SearchStrategy[NormalFormGame]:
    """Games of two players.

    Parameters
    ----------
    least, largest : int
        Number of actions of each player.
    entries : SearchStrategy of numbers
        Payoffs; by default few whole numbers, so that ties are common.

    Returns
    -------
    SearchStrategy of NormalFormGame

    Examples
    --------
    >>> from hypothesis import find
    >>> find(bimatrix_games(), lambda game: game.shape == (1, 2)).payoffs.shape
    (2, 1, 2)
    """
    return normal_form_games(players=2, least=least, largest=largest, entries=entries)


@st.composite
def normal_form_games(
    draw: st.DrawFn, *, players: int = 3, least: int = 1, largest: int = 3, entries: Numbers = small_integers
) -> NormalFormGame:
    """Games of any number of players.

    Parameters
    ----------
    players : int
    least, largest : int
        Number of actions of each player.
    entries : SearchStrategy of numbers
        Payoffs; by default few whole numbers, so that ties are common.

    Returns
    -------
    SearchStrategy of NormalFormGame

    Examples
    --------
    >>> from hypothesis import find
    >>> find(normal_form_games(players=4, least=2, largest=2), lambda game: True).shape
    (2, 2, 2, 2)
    """
    kept = tuple(slice(draw(st.integers(least, largest))) for _ in range(players))
    # Of a table of the largest shape: a smaller game is a corner of a larger one, so that examples shrink well.
    table = draw(fraction_arrays(*[largest] * players, players, entries=entries))
    return NormalFormGame(np.moveaxis(table[kept], -1, 0))


@st.composite
def degenerate_games(
    draw: st.DrawFn, *, least: int = 1, largest: int = 3, entries: Numbers = small_integers
) -> NormalFormGame:
    """Games of two in which one action of a player pays everybody what a mixture of that player's others pays.

    The mixture may be one action, which then stands twice. Wherever it is used, the game has infinitely many
    equilibria, or equilibria that share a strategy.

    Parameters
    ----------
    least, largest : int
        Number of actions of each player before one is added.
    entries : SearchStrategy of numbers

    Returns
    -------
    SearchStrategy of NormalFormGame

    References
    ----------
    von Stengel (2002), Computing equilibria for two-person games, Handbook of Game Theory 3, section 2.6.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(degenerate_games(), lambda game: True).payoffs[0].tolist()
    [[Fraction(0, 1)], [Fraction(0, 1)]]
    """
    game = draw(bimatrix_games(least=least, largest=largest, entries=entries))
    player = draw(st.integers(0, 1))
    payoffs = _with_mixture(game, player, draw(mixed_strategies(game.shape[player])))
    return NormalFormGame(np.take(payoffs, draw(st.permutations(range(payoffs.shape[player + 1]))), axis=player + 1))


@st.composite
def near_degenerate_games(
    draw: st.DrawFn, *, least: int = 1, largest: int = 3, entries: Numbers = small_integers
) -> NormalFormGame:
    """Degenerate games in floats, whose payoffs are moved by 1e-15 to 1e-9 of the span.

    Whether they tie still is for a tolerance to say.

    Parameters
    ----------
    least, largest : int
        Number of actions of each player before one is added, see :func:`degenerate_games`.
    entries : SearchStrategy of numbers

    Returns
    -------
    SearchStrategy of NormalFormGame, in floats

    Examples
    --------
    >>> from hypothesis import find
    >>> find(near_degenerate_games(), lambda game: True).payoffs.dtype
    dtype('float64')
    """
    game = draw(degenerate_games(least=least, largest=largest, entries=entries)).to_float()
    size = 10.0 ** draw(st.integers(_LEAST_NEAR, _MOST_NEAR))
    moves = draw(fraction_arrays(*game.payoffs.shape, entries=st.integers(-1, 1)))
    return NormalFormGame(game.payoffs + size * _span(game.payoffs) * moves.astype(float))


@st.composite
def badly_scaled_games(
    draw: st.DrawFn, *, least: int = 1, largest: int = 3, entries: Numbers = small_integers
) -> NormalFormGame:
    """Games of two in floats, each player's payoffs in a unit of its own, from 1e-12 to 1e12, and far from zero.

    Parameters
    ----------
    least, largest : int
        Number of actions of each player.
    entries : SearchStrategy of numbers

    Returns
    -------
    SearchStrategy of NormalFormGame, in floats

    Examples
    --------
    >>> from hypothesis import find
    >>> float(find(badly_scaled_games(), lambda game: game.payoffs.max() >= 1e12).payoffs.max())
    1000000000000.0
    """
    game = draw(bimatrix_games(least=least, largest=largest, entries=entries)).to_float()
    offset = st.just(0.0) | st.integers(0, _LARGEST_OFFSET).map(lambda power: 10.0**power)
    payoffs = []
    for own in game.payoffs:
        unit = 10.0 ** draw(st.integers(-_LARGEST_UNIT, _LARGEST_UNIT))
        payoffs.append((own + draw(offset) * _span(own)) * unit)
    return NormalFormGame(np.stack(payoffs))


@st.composite
def games_with_equilibrium(draw: st.DrawFn, *, least: int = 1, largest: int = 3) -> tuple[NormalFormGame, Mixed]:
    """Games of two with an equilibrium that is known by construction, and that equilibrium.

    Its strategies are drawn first; then the payoffs of each player are moved so that the actions in use are equally
    good against the other's strategy, and no other is better, though it may be as good.

    Parameters
    ----------
    least, largest : int
        Number of actions of each player.

    Returns
    -------
    SearchStrategy of (NormalFormGame, pair of arrays (a_i,))

    Examples
    --------
    >>> from hypothesis import find
    >>> game, (row, column) = find(games_with_equilibrium(), lambda planted: (planted[1][0] > 0).sum() > 1)
    >>> row.tolist()
    [Fraction(1, 2), Fraction(1, 2)]
    """
    game = draw(bimatrix_games(least=least, largest=largest))
    played = tuple(draw(mixed_strategies(size)) for size in game.shape)
    payoffs = game.payoffs.copy()
    for player, own in enumerate(payoffs):
        mine = own if player == 0 else own.T
        worth = mine @ played[1 - player]
        for action, used in enumerate(played[player]):
            mine[action] += max(worth) - worth[action] - (0 if used else draw(_SLACK))
    return NormalFormGame.from_bimatrix(*payoffs), played


@st.composite
def games_with_continuum(
    draw: st.DrawFn, *, least: int = 1, largest: int = 3
) -> tuple[NormalFormGame, tuple[Mixed, Mixed]]:
    """Games of two with a line of equilibria, and the two ends of a part of it.

    To a game with a known equilibrium an action is added that pays everybody what one of its strategies pays: every
    mixture of that strategy and the action is an equilibrium with the other's strategy.

    Parameters
    ----------
    least, largest : int
        Number of actions of each player before one is added, see :func:`games_with_equilibrium`.

    Returns
    -------
    SearchStrategy of (NormalFormGame, two pairs of arrays (a_i,))

    Examples
    --------
    >>> from hypothesis import find
    >>> game, (one, other) = find(games_with_continuum(), lambda drawn: True)
    >>> [[int(p) for p in own] for own in one], [[int(p) for p in own] for own in other]
    ([[1, 0], [1]], [[0, 1], [1]])
    """
    game, played = draw(games_with_equilibrium(least=least, largest=largest))
    player = draw(st.integers(0, 1))
    payoffs = _with_mixture(game, player, played[player])
    order = draw(st.permutations(range(payoffs.shape[player + 1])))
    ends = []
    for own in ([*played[player], 0], [*(0 * played[player]), 1]):
        pair = [*played]
        pair[player] = np.array(own, dtype=object)[list(order)]
        ends.append(tuple(pair))
    return NormalFormGame(np.take(payoffs, order, axis=player + 1)), (ends[0], ends[1])


def _with_mixture(game: NormalFormGame, player: int, mixture: Array) -> Array:
    """Payoffs with one more action of a player, which pays everybody what a mixture of the others pays."""
    own = np.moveaxis(game.payoffs, player + 1, -1)
    return np.moveaxis(np.concatenate([own, (own @ mixture)[..., None]], axis=-1), -1, player + 1)


def _span(payoffs: Array) -> float:
    return float(np.ptp(payoffs)) or 1.0
