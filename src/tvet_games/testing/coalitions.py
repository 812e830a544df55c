"""Coalitional games by family: ``2**n`` values, bit i of the index is player i, in fractions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tvet_games.games.coalitional import CoalitionalGame
from tvet_games.numerics import row_of_numbers
from tvet_games.testing.numbers import Numbers, small_integers


@st.composite
def coalitional_games(
    draw: st.DrawFn, *, least: int = 1, most: int = 4, entries: Numbers = small_integers
) -> CoalitionalGame:
    """Games with any values.

    Parameters
    ----------
    least, most : int
        Number of players.
    entries : SearchStrategy of numbers
        What coalitions bring; by default few whole numbers, so that ties, null players and empty cores are common.

    Returns
    -------
    SearchStrategy of CoalitionalGame

    Examples
    --------
    >>> from hypothesis import find
    >>> find(coalitional_games(), lambda game: game.total > 1).values.tolist()
    [Fraction(0, 1), Fraction(2, 1)]
    """
    n = draw(st.integers(least, most))
    return _game([0, *draw(_listed(entries, 2**n - 1))])


@st.composite
def superadditive_games(draw: st.DrawFn, *, least: int = 1, most: int = 4) -> CoalitionalGame:
    """Games in which two coalitions without a member in common never lose by joining.

    Parameters
    ----------
    least, most : int
        Number of players.

    Returns
    -------
    SearchStrategy of CoalitionalGame

    Examples
    --------
    >>> from hypothesis import find
    >>> find(superadditive_games(), lambda game: game.alone.tolist() == [1, 1]).values.tolist()
    [Fraction(0, 1), Fraction(1, 1), Fraction(1, 1), Fraction(2, 1)]
    """
    n = draw(st.integers(least, most))
    values = [0]
    for group, more in enumerate(draw(_listed(st.integers(0, 3), 2**n - 1)), start=1):
        parts = [values[part] + values[group ^ part] for part in _within(group) if part]
        values.append(more + max(parts, default=0))
    return _game(values)


@st.composite
def convex_games(draw: st.DrawFn, *, least: int = 1, most: int = 4) -> CoalitionalGame:
    """Games in which each newcomer adds the more, the more take part.

    Sums of what everybody brings alone, of either sign, and of what only whole groups bring.

    Parameters
    ----------
    least, most : int
        Number of players.

    Returns
    -------
    SearchStrategy of CoalitionalGame

    References
    ----------
    Shapley (1971), Cores of convex games, International Journal of Game Theory 1.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(convex_games(), lambda game: game.total > sum(game.alone)).values.tolist()
    [Fraction(0, 1), Fraction(0, 1), Fraction(0, 1), Fraction(1, 1)]
    """
    n = draw(st.integers(least, most))
    brings = [0, *draw(_listed(st.integers(0, 4), 2**n - 1))]
    for player, alone in enumerate(draw(_listed(st.integers(-4, 4), n))):
        brings[1 << player] = alone
    return _game(brings[group] + sum(brings[part] for part in _within(group)) for group in range(2**n))


@st.composite
def balanced_games(draw: st.DrawFn, *, least: int = 1, most: int = 4) -> CoalitionalGame:
    """Games with a core: no coalition brings more than its members have in a division that is drawn first.

    Parameters
    ----------
    least, most : int
        Number of players.

    Returns
    -------
    SearchStrategy of CoalitionalGame

    References
    ----------
    Shapley (1967), On balanced sets and cores, Naval Research Logistics Quarterly 14.

    Examples
    --------
    >>> from hypothesis import find
    >>> import tvet_games as tg
    >>> tg.core(find(balanced_games(least=3), lambda game: True)).is_empty
    False
    """
    n = draw(st.integers(least, most))
    shares = draw(_listed(st.integers(-2, 4), n))
    lacks = [0, *draw(_listed(st.integers(0, 3), 2**n - 2)), 0]
    return _game(sum(shares[i] for i in range(n) if group >> i & 1) - lacks[group] for group in range(2**n))


@st.composite
def games_with_empty_core(draw: st.DrawFn, *, most: int = 4) -> CoalitionalGame:
    """Games of three and more in which the coalitions of all but one bring together more than all can share.

    The values of all coalitions of n - 1 add up to more than n - 1 times what all bring: these coalitions, each with
    the weight 1/(n - 1), are a balanced collection that proves it.

    Parameters
    ----------
    most : int
        Most players; there are three at least.

    Returns
    -------
    SearchStrategy of CoalitionalGame

    Examples
    --------
    >>> from hypothesis import find
    >>> import tvet_games as tg
    >>> tg.core(find(games_with_empty_core(), lambda game: True)).is_empty
    True
    """
    n = draw(st.integers(3, max(most, 3)))
    values = [Fraction(0), *map(Fraction, draw(_listed(small_integers, 2**n - 1)))]
    together = sum((values[-1 - (1 << i)] for i in range(n)), Fraction(0))
    values[-1] = min(values[-1], (together - 1) / (n - 1))
    return _game(values)


@st.composite
def simple_games(draw: st.DrawFn, *, least: int = 1, most: int = 4) -> CoalitionalGame:
    """Games of votes: a coalition wins (1) or loses (0); all together win, and more members never lose what fewer win.

    Parameters
    ----------
    least, most : int
        Number of players.

    Returns
    -------
    SearchStrategy of CoalitionalGame

    References
    ----------
    Taylor and Zwicker (1999), Simple Games, Princeton University Press.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(simple_games(), lambda game: len(game.players) == 2).values.tolist()
    [Fraction(0, 1), Fraction(0, 1), Fraction(0, 1), Fraction(1, 1)]
    """
    n = draw(st.integers(least, most))
    everybody = 2**n - 1
    enough = {everybody, *draw(st.lists(st.integers(1, everybody), max_size=n))}
    return _game(int(any(group & one == one for one in enough)) for group in range(2**n))


@st.composite
def weighted_majority_games(draw: st.DrawFn, *, least: int = 1, most: int = 5) -> CoalitionalGame:
    """Games of votes: a coalition brings 1 if its weights reach a quota above half of all.

    Parameters
    ----------
    least, most : int
        Number of players.

    Returns
    -------
    SearchStrategy of CoalitionalGame

    References
    ----------
    Shapley and Shubik (1954), A method for evaluating the distribution of power in a committee system, American
    Political Science Review 48.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(weighted_majority_games(), lambda game: len(game.players) == 2).values.tolist()
    [Fraction(0, 1), Fraction(0, 1), Fraction(1, 1), Fraction(1, 1)]
    """
    weights = draw(st.lists(st.integers(0, 4), min_size=least, max_size=most).filter(any))
    quota = draw(st.integers(sum(weights) // 2 + 1, sum(weights)))
    votes = (sum(w for i, w in enumerate(weights) if group >> i & 1) for group in range(2 ** len(weights)))
    return _game(int(many >= quota) for many in votes)


def _game(values: Iterable[Any]) -> CoalitionalGame:
    return CoalitionalGame(row_of_numbers(map(Fraction, values)))


def _listed(entries: Numbers, size: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(entries, min_size=size, max_size=size)


def _within(group: int) -> Iterator[int]:
    """The coalitions within a coalition, but for itself, the empty one last."""
    part = group
    while part:
        part = (part - 1) & group
        yield part
