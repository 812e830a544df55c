"""Correlated equilibria: a mediator's advice that nobody gains by disobeying."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tvet_games.checker.games import payoffs_of
from tvet_games.checker.statement import part, profiles, replaced, require, tensor


def check_correlated(statement: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Check that advice is obeyed: given what is said, no other action is worth more."""
    shape, payoffs = payoffs_of(part(statement, "game", Mapping))
    chance = tensor(part(statement, "distribution", list), shape, "distribution")
    require(all(p >= 0 for p in chance.values()), "a probability is negative")
    require(sum(chance.values()) == 1, "the probabilities do not add up to 1")
    for i, table in enumerate(payoffs):
        for told in range(shape[i]):
            for other in range(shape[i]):
                gain = sum(
                    (
                        p * (table[replaced(profile, i, other)] - table[profile])
                        for profile, p in chance.items()
                        if p and profile[i] == told
                    ),
                    Fraction(0),
                )
                require(gain <= 0, f"player {i + 1}, told action {told + 1}, gains {gain} by action {other + 1}")
    worth = [str(sum((chance[a] * table[a] for a in profiles(shape)), Fraction(0))) for table in payoffs]
    return [f"nobody gains by disobeying; it is worth {', '.join(worth)}"], ["that no other advice is better"]
