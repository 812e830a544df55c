"""Divisions of what a community brings: in the core, and by the Shapley value."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import factorial
from typing import Any

from tvet_games.checker.statement import StatementError, numbers, part, require

MOST = 16
"""Players of a game whose coalitions are gone through."""


def check_core(statement: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Check that a division is in the core: nobody together has more by leaving."""
    worth, n = _game(statement)
    shares = numbers(part(statement, "shares", list), "shares", n)
    require(sum(shares) == worth[-1], "the shares are not what all bring together")
    for group in range(1, len(worth)):
        has = sum((shares[i] for i in range(n) if group >> i & 1), Fraction(0))
        require(has >= worth[group], f"coalition {_members(group, n)} brings {worth[group]} and has {has}")
    return [f"no coalition of {n} has more by leaving"], []


def check_empty_core(statement: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Check that the core is empty: weights of coalitions that use everybody once bring more than all together."""
    worth, n = _game(statement)
    total, used = Fraction(0), [Fraction(0)] * n
    for entry in part(statement, "weights", list):
        group, weight = part(entry, "coalition", int), numbers([part(entry, "weight", (int, str))], "weight", 1)[0]
        if not 0 < group < len(worth):
            raise StatementError(f"there is no coalition {group}")
        require(weight >= 0, "a weight is negative")
        total += weight * worth[group]
        for i in range(n):
            used[i] += weight * (group >> i & 1)
    require(all(u == 1 for u in used), "the weights do not use everybody once")
    require(total > worth[-1], f"the coalitions bring {total}, not more than all together: {worth[-1]}")
    return ["balanced weights of coalitions bring more than all together: the core is empty"], []


def check_shapley(statement: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Check a Shapley value by its formula: the mean of what each adds to those who came before."""
    worth, n = _game(statement)
    shares = numbers(part(statement, "shares", list), "shares", n)
    for i in range(n):
        value = Fraction(0)
        for group in range(len(worth)):
            if not group >> i & 1:
                before = group.bit_count()
                ways = Fraction(factorial(before) * factorial(n - before - 1), factorial(n))
                value += ways * (worth[group | 1 << i] - worth[group])
        require(shares[i] == value, f"player {i + 1} has {shares[i]}, and the formula says {value}")
    return ["each share is the mean of what the player adds"], []


def _game(statement: Mapping[str, Any]) -> tuple[list[Fraction], int]:
    """What each coalition brings: bit i of the index is player i."""
    worth = numbers(part(statement, "values", list), "values")
    n = len(worth).bit_length() - 1
    if not 1 <= n <= MOST or len(worth) != 1 << n:
        raise StatementError(f"'values' has {len(worth)} numbers, expected 2 to the number of players, at most {MOST}")
    if worth[0]:
        raise StatementError("nobody brings something")
    return worth, n


def _members(group: int, n: int) -> str:
    return "{" + ", ".join(str(i + 1) for i in range(n) if group >> i & 1) + "}"
