"""Coalitional games by family: 2**n values, bit i of the index is player i."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from tvet_games.games.coalitional import CoalitionalGame
from tvet_games.numerics import row_of_numbers
from tvet_games.testing.games import Numbers
from tvet_games.testing.numbers import small_integers


@st.composite
def coalitional_games(
    draw: st.DrawFn, least: int = 1, most: int = 4, entries: Numbers = small_integers
) -> CoalitionalGame:
    """Games of ``least`` to ``most`` players with any values."""
    n = draw(st.integers(least, most))
    values = draw(st.lists(entries, min_size=2**n - 1, max_size=2**n - 1))
    return CoalitionalGame(row_of_numbers([Fraction(0), *map(Fraction, values)]))


@st.composite
def convex_games(draw: st.DrawFn, least: int = 1, most: int = 4) -> CoalitionalGame:
    """Games in which each newcomer adds the more, the more take part: sums of what only whole groups bring."""
    n = draw(st.integers(least, most))
    worth = draw(st.lists(st.integers(0, 3), min_size=2**n - 1, max_size=2**n - 1))
    return CoalitionalGame(row_of_numbers(Fraction(_within(group, worth)) for group in range(2**n)))


@st.composite
def balanced_games(draw: st.DrawFn, least: int = 1, most: int = 4) -> CoalitionalGame:
    """Games with a core: no coalition brings more than its members have in a division that is drawn first."""
    n = draw(st.integers(least, most))
    shares = draw(st.lists(st.integers(-2, 4), min_size=n, max_size=n))
    lacks = draw(st.lists(st.integers(0, 3), min_size=2**n - 2, max_size=2**n - 2))
    values = [Fraction(0)]
    for group in range(1, 2**n):
        has = sum(share for i, share in enumerate(shares) if group >> i & 1)
        values.append(Fraction(has - (lacks[group - 1] if group < 2**n - 1 else 0)))
    return CoalitionalGame(row_of_numbers(values))


@st.composite
def games_with_empty_core(draw: st.DrawFn, most: int = 4) -> CoalitionalGame:
    """Games of three and more in which the coalitions of all but one bring together more than all can share.

    The values of all coalitions of n - 1 add up to more than n - 1 times what all bring.
    """
    n = draw(st.integers(3, max(most, 3)))
    values = [Fraction(0), *map(Fraction, draw(st.lists(small_integers, min_size=2**n - 1, max_size=2**n - 1)))]
    everybody = 2**n - 1
    groups = [everybody ^ (1 << i) for i in range(n)]
    total = sum((values[group] for group in groups), Fraction(0))
    values[everybody] = min(values[everybody], (total - 1) / (n - 1))
    return CoalitionalGame(row_of_numbers(values))


@st.composite
def weighted_majority_games(draw: st.DrawFn, least: int = 1, most: int = 5) -> CoalitionalGame:
    """Games of votes: a coalition brings 1 if its weights reach a quota above half of all."""
    weights = draw(st.lists(st.integers(0, 4), min_size=least, max_size=most).filter(any))
    quota = draw(st.integers(sum(weights) // 2 + 1, sum(weights)))
    reach = (sum(w for i, w in enumerate(weights) if group >> i & 1) for group in range(2 ** len(weights)))
    return CoalitionalGame(row_of_numbers(Fraction(int(votes >= quota)) for votes in reach))


def _within(group: int, worth: list[int]) -> int:
    """The sum of what the coalitions within a coalition bring by themselves."""
    return sum(worth[part - 1] for part in range(1, group + 1) if part & group == part)
