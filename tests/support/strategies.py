"""Hypothesis strategies of games and small policy questions, degenerate ones among them."""

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from tvet_games.games.normal_form import NormalFormGame

small_integers = st.integers(-3, 3)
"""Few values, so that ties are common: degenerate games are the normal case."""

fractions = st.fractions(-5, 5, max_denominator=7)


def as_fractions(rows: list[list[object]]) -> np.ndarray:
    out = np.empty((len(rows), len(rows[0])), dtype=object)
    for i, row in enumerate(rows):
        out[i] = [Fraction(entry) for entry in row]
    return out


@st.composite
def matrices(draw: st.DrawFn, m: int, n: int, entries: st.SearchStrategy = small_integers) -> np.ndarray:
    return as_fractions(draw(st.lists(st.lists(entries, min_size=n, max_size=n), min_size=m, max_size=m)))


@st.composite
def bimatrix_games(draw: st.DrawFn, largest: int = 4, entries: st.SearchStrategy = small_integers) -> NormalFormGame:
    m, n = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    return NormalFormGame.from_bimatrix(draw(matrices(m, n, entries)), draw(matrices(m, n, entries)))


@st.composite
def normal_form_games(draw: st.DrawFn, players: int = 3, largest: int = 3) -> NormalFormGame:
    shape = [draw(st.integers(1, largest)) for _ in range(players)]
    size = players * int(np.prod(shape))
    flat = draw(st.lists(small_integers, min_size=size, max_size=size))
    payoffs = np.array([Fraction(v) for v in flat], dtype=object).reshape(players, *shape)
    return NormalFormGame(payoffs)


positive = st.fractions(Fraction(1, 9), 9, max_denominator=9)
