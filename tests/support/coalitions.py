"""Hypothesis strategies of coalitional games, with ties, null players and empty cores among them."""

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from tvet_games.games.coalitional import CoalitionalGame, coalition_sums

small_integers = st.integers(-4, 8)
"""Few values, so that ties are common."""


def game_of(values: list) -> CoalitionalGame:
    column = np.empty(len(values), dtype=object)
    column[:] = [Fraction(v) for v in values]
    return CoalitionalGame(column)


@st.composite
def coalitional_games(
    draw: st.DrawFn, most: int = 4, least: int = 1, entries: st.SearchStrategy = small_integers
) -> CoalitionalGame:
    n = draw(st.integers(least, most))
    size = 2**n - 1
    return game_of([0, *draw(st.lists(entries, min_size=size, max_size=size))])


@st.composite
def convex_games(draw: st.DrawFn, most: int = 4) -> CoalitionalGame:
    """Sums of unanimity games of at least two players with weights that are not negative, and of any additive game."""
    n = draw(st.integers(1, most))
    dividends = draw(st.lists(st.integers(0, 4), min_size=2**n, max_size=2**n))
    alone = draw(st.lists(st.integers(-4, 4), min_size=n, max_size=n))
    values = coalition_sums(np.array([Fraction(a) for a in alone], dtype=object))
    for coalition in range(1, 2**n):
        if coalition.bit_count() > 1:
            values = values + [Fraction(dividends[coalition] * (s & coalition == coalition)) for s in range(2**n)]
    return CoalitionalGame(values)


def relabelled(game: CoalitionalGame, order: list[int]) -> CoalitionalGame:
    """The game in which player i takes the place of player order[i]."""
    values = game.values.copy()
    for s in range(len(values)):
        values[sum(1 << order[i] for i in range(len(order)) if s >> i & 1)] = game.values[s]
    return CoalitionalGame(values)
