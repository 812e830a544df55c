"""Strategies in words: shares that a reader can add up, never all or nothing where it is not."""

import re
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tvet_games.games.strategy_words import strategy_words

MIXED = st.lists(st.integers(0, 10**6), min_size=2, max_size=4).filter(any)


@given(MIXED, st.booleans(), st.booleans())
def test_what_is_played_is_told_and_nothing_else(weights, fractions, floats) -> None:
    strategy = np.array([Fraction(weight, sum(weights)) for weight in weights])
    strategy = strategy.astype(np.float64) if floats else strategy
    actions = [f"action{k}" for k in range(len(weights))]
    told = strategy_words(strategy, actions, "en", fractions=fractions)
    played = [action for action, p in zip(actions, strategy, strict=True) if p]
    if told.startswith("almost always "):
        assert max(strategy) >= 0.999
        assert told.removeprefix("almost always ") == actions[int(np.argmax(strategy))]
        return
    assert re.findall(r"action\d", told) == played
    assert not re.search(r"(^| )(0|100) %", told)
    shares = [float(share) / 100 for share in re.findall(r"(?<!< )\b([\d.]+) %", told)]
    if shares:
        assert abs(sum(shares) - 1) < 0.001 * len(weights)


def test_short_fractions_are_told_where_they_are_wanted() -> None:
    half = np.array([Fraction(1, 2), Fraction(1, 2)])
    assert strategy_words(half, ["a", "b"], "en", fractions=True) == "1/2 a + 1/2 b"
    assert strategy_words(half, ["a", "b"], "en") == "50 % a + 50 % b"
    long = np.array([Fraction(1, 101), Fraction(100, 101)])
    assert strategy_words(long, ["a", "b"], "zh", fractions=True) == "1 % a + 99 % b"


def test_nearly_one_action() -> None:
    assert strategy_words([0.9999, 8.766e-05], ["共同培养", "名义合作"], "zh") == "几乎总是共同培养"
    assert strategy_words([0.5, 0.4995, 0.0005], ["a", "b", "c"], "en") == "50 % a + 50 % b + < 0.1 % c"
