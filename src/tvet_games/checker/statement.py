"""Numbers and tables of a statement: read within bounds, refused in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

MOST_ENTRIES = 1_000_000
"""Of one table."""

MOST_DIGITS = 4_000
"""Of one number: multipliers of large programs are long; Python writes no longer ones."""

MOST_PLAYERS = 12

_NUMBER = re.compile(r"-?\d+(/\d+)?")

Profile = tuple[int, ...]

Tensor = Mapping[Profile, Fraction]


class StatementError(ValueError):
    """A statement that says nothing that can be checked."""


class Refuted(Exception):  # noqa: N818
    """A claim that does not hold, with the first thing that is wrong."""


def require(holds: bool, wrong: str) -> None:
    """Refute a claim unless something holds."""
    if not holds:
        raise Refuted(wrong)


def part(statement: Any, name: str, kind: type | tuple[type, ...]) -> Any:
    """A part of a statement.

    Raises
    ------
    StatementError
        If it is missing, or of another kind.
    """
    if not isinstance(statement, Mapping):
        raise StatementError(f"expected a table with {name!r}, got {type(statement).__name__}")
    if name not in statement:
        raise StatementError(f"{name!r} is missing")
    found = statement[name]
    if not isinstance(found, kind) or isinstance(found, bool) != (kind is bool):
        raise StatementError(f"{name!r} is of another kind: {type(found).__name__}")
    return found


def number(given: Any, where: str) -> Fraction:
    """A number: a whole one, or a text such as ``"7/3"``.

    Examples
    --------
    >>> number("-7/3", "x")
    Fraction(-7, 3)
    """
    if isinstance(given, int) and not isinstance(given, bool):
        return Fraction(given)
    if isinstance(given, str) and len(given) <= MOST_DIGITS and _NUMBER.fullmatch(given):
        above, _, below = given.partition("/")
        if below and not int(below):
            raise StatementError(f"{where} divides by zero")
        return Fraction(int(above), int(below or 1))
    raise StatementError(f"{where} is no exact number")


def numbers(given: Any, where: str, size: int | None = None) -> list[Fraction]:
    """A row of numbers, of a size."""
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST_ENTRIES:
        raise StatementError(f"{where} is no row of numbers")
    if size is not None and len(given) != size:
        raise StatementError(f"{where} has {len(given)} numbers, expected {size}")
    return [number(one, where) for one in given]


def shape_of(given: Any) -> Profile:
    """How many actions each player has."""
    if not isinstance(given, Sequence) or isinstance(given, str) or not 1 <= len(given) <= MOST_PLAYERS:
        raise StatementError(f"'shape' is no row of 1 to {MOST_PLAYERS} numbers")
    if not all(isinstance(size, int) and not isinstance(size, bool) and 1 <= size <= MOST_ENTRIES for size in given):
        raise StatementError("'shape' has an entry that is no number of actions")
    if prod(given) > MOST_ENTRIES:
        raise StatementError(f"'shape' has more than {MOST_ENTRIES:,} profiles")
    return tuple(given)


def profiles(shape: Sequence[int]) -> Iterator[Profile]:
    """Every profile of actions, the last player's running fastest."""
    return product(*map(range, shape))


def tensor(given: Any, shape: Sequence[int], where: str) -> dict[Profile, Fraction]:
    """A number a profile, from a row in the order of :func:`profiles`."""
    return dict(zip(profiles(shape), numbers(given, where, prod(shape)), strict=True))


def replaced(profile: Profile, player: int, action: int) -> Profile:
    """A profile in which one player takes another action."""
    return (*profile[:player], action, *profile[player + 1 :])
