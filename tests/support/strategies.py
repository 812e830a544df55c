"""Hypothesis strategies of games and small policy questions, degenerate ones among them."""

from fractions import Fraction
from functools import cache
from math import ceil, floor

import numpy as np
from hypothesis import strategies as st

from tvet_games.games.normal_form import NormalFormGame


@cache
def small_fractions(low: Fraction, high: Fraction, *, max_denominator: int) -> st.SearchStrategy[Fraction]:
    """The values of ``st.fractions``, listed once: that one builds strategies at each draw, at five times the cost."""
    low, high = Fraction(low), Fraction(high)
    listed = []
    for d in range(1, max_denominator + 1):
        numerators = sorted(range(ceil(low * d), floor(high * d) + 1), key=lambda n: (abs(n), n < 0))
        listed.append([Fraction(n, d) for n in numerators])
    return st.one_of([st.sampled_from(values) for values in listed if values])


small_integers = st.integers(-3, 3)
"""Few values, so that ties are common: degenerate games are the normal case."""

fractions = small_fractions(-5, 5, max_denominator=7)


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


positive = small_fractions(Fraction(1, 9), 9, max_denominator=9)
