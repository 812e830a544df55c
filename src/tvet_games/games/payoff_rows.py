"""The payoffs of a game as rows: a row a profile, with the action of each player and what each gets.

Header: a column for each player under the player's name, holding actions, and a column ``payoff of NAME`` for each,
in any order; or first the players, then the same names again for what they get, as pandas writes what
``NormalFormGame.to_frame`` gives. Players are in the order of their columns, actions in the order in which they first
occur. Every profile, that is every combination of the actions that occur, has exactly one row, in any order.

Payoffs of shape ``(n, a1, ..., an)`` come of n + n columns and ``a1 * ... * an`` rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from typing import Any

import numpy as np

from tvet_games.errors import Problem, nearest, shorten
from tvet_games.games.csv_tables import INDEX, Listed, has_index, place
from tvet_games.numerics import Array, as_payoffs

PAYOFF = "payoff of "
"""What the name of a column of payoffs begins with."""

EXPECTED = "a column for each player, with actions, and a column 'payoff of NAME' for each"
"""The header, for messages."""

SHOWN = 3
"""Most missing profiles that an error lists."""

Cell = Callable[[Any, int, str, Listed], Any]
"""Reads a cell: what stands there, its row and column, and where to put what is wrong."""

Profile = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PayoffRows:
    """What a table says: arguments of a normal-form game.

    Attributes
    ----------
    payoffs : array, shape (n, a1, ..., an)
    players : tuple of str
    actions : tuple of tuples of str
    """

    payoffs: Array
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]


def payoff_rows(
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[Any]]],
    listed: Listed,
    label: Cell,
    number: Cell,
    sizes: tuple[int, int],
) -> PayoffRows:
    """Read a table of payoffs.

    Parameters
    ----------
    header : sequence of str
    rows : iterable of (int, sequence)
        The number of each row, for messages, and its cells.
    listed : Listed
        Problems found so far.
    label, number : callable
        How a cell is read as the name of an action, and as a payoff.
    sizes : (int, int)
        Most players and most profiles.

    Returns
    -------
    PayoffRows

    Raises
    ------
    InputError
        With every mistake: columns, cells, profiles that stand twice or nowhere.
    """
    players, columns = _columns(header, listed)
    if len(players) > sizes[0]:
        listed.add(Problem("header", f"names {len(players)} players, expected at most {sizes[0]}"))
    listed.stop()
    places = [header.index(name) for name in players]
    found: dict[Profile, tuple[int, list[Any]]] = {}
    ragged = False
    for row, cells in rows:
        if len(cells) != len(header):
            listed.add(Problem(f"row {row}", f"has {len(cells)} cells, the header has {len(header)}"))
            ragged = True
            continue
        profile = tuple(label(cells[k], row, header[k], listed) for k in places)
        paid = [number(cells[k], row, header[k], listed) for k in columns]
        if profile in found:
            what = f"stands in row {found[profile][0]} already; every profile has one row"
            listed.add(Problem(f"row {row}, profile", what, ", ".join(profile)))
        elif len(found) == sizes[1]:
            listed.add(Problem(f"row {row}", f"is one profile too many, expected at most {sizes[1]:,}"))
            break
        found.setdefault(profile, (row, paid))
    actions = tuple(tuple(dict.fromkeys(column)) for column in zip(*found, strict=True))
    if not found and not ragged:
        listed.add(Problem("", "has no profiles, expected a header and a row for each"))
    elif not ragged:
        _check_profiles(found, players, actions, listed)
    listed.stop()
    return PayoffRows(_array(found, actions), players, actions)


def _columns(header: Sequence[str], listed: Listed) -> tuple[tuple[str, ...], list[int]]:
    """The players, and the place of each one's column of payoffs."""
    half = len(header) // 2
    repeated = [name for k, name in enumerate(header) if name in header[:k]]
    players = tuple(header[:half])
    paid = tuple(header[half:])
    if half and len(set(players)) == half and paid in (players, tuple(PAYOFF + name for name in players)):
        return players, list(range(half, len(header)))
    if has_index(header):
        listed.add(Problem("header", INDEX, header[0] or " "))
        header, repeated = header[1:], [name for name in repeated if name != header[0]]
    for name in dict.fromkeys(repeated):
        listed.add(Problem("header", f"names two columns; expected {EXPECTED}", name))
    paid = tuple(name for name in header if name.startswith(PAYOFF))
    named = [name for name in dict.fromkeys(header) if not name.startswith(PAYOFF)]
    unpaid = [PAYOFF + name for name in named if PAYOFF + name not in paid]
    misspelt = {name: nearest(name, [u for u in unpaid if u != PAYOFF + name]) for name in named}
    players = tuple(name for name in named if PAYOFF + name in paid or not misspelt[name])
    for name in named:
        if name not in players:
            listed.add(Problem("header", "is no column of a table of payoffs", name, misspelt[name]))
        elif PAYOFF + name not in paid and PAYOFF + name not in misspelt.values():
            what = f"names a player without a column {PAYOFF + name!r}"
            listed.add(Problem("header", what, name, nearest(PAYOFF + name, _unclaimed(paid, players))))
    for name in _unclaimed(paid, players):
        near = nearest(name.removeprefix(PAYOFF), players)
        listed.add(Problem("header", "pays a player who has no column", name, near))
    if not players:
        listed.add(Problem("header", f"names no player; expected {EXPECTED}", ",".join(header)))
    return players, [header.index(PAYOFF + name) for name in players if PAYOFF + name in header]


def _unclaimed(paid: Sequence[str], players: Sequence[str]) -> list[str]:
    return [name for name in paid if name.removeprefix(PAYOFF) not in players]


def _check_profiles(
    found: Mapping[Profile, tuple[int, Any]],
    players: tuple[str, ...],
    actions: tuple[tuple[str, ...], ...],
    listed: Listed,
) -> None:
    """Every profile needs a row; an action that stands in one row only may be another one, misspelt."""
    absent = prod(map(len, actions)) - len(found)
    if not absent:
        return
    for i, (player, own) in enumerate(zip(players, actions, strict=True)):
        rows: dict[str, list[int]] = {action: [] for action in own}
        for profile, (row, _) in found.items():
            rows[profile[i]].append(row)
        lonely = [action for action in own if len(rows[action]) == 1]
        for action in lonely if len(lonely) < len(own) else ():
            near = nearest(action, [other for other in own if other != action])
            what = "stands in this row only; is it another action, misspelt?"
            listed.add(Problem(place(rows[action][0], player), what, ascii(action)[1:-1] or "''", near))
    missing = islice((profile for profile in product(*actions) if profile not in found), SHOWN)
    told = "; ".join(shorten(", ".join(f"{p} {a!r}" for p, a in zip(players, m, strict=True))) for m in missing)
    more = f"; ... ({absent:,} in all)" if absent > SHOWN else ""
    sizes = " x ".join(str(len(own)) for own in actions)
    listed.add(Problem("profiles", f"{sizes} actions make a row for each profile; there is none for {told}{more}"))


def _array(found: Mapping[Profile, tuple[int, list[Any]]], actions: tuple[tuple[str, ...], ...]) -> Array:
    """Payoffs of shape (n, a1, ..., an)."""
    indices = [{action: k for k, action in enumerate(own)} for own in actions]
    payoffs = np.empty((len(actions), *map(len, actions)), dtype=object)
    for profile, (_, paid) in found.items():
        where: Any = tuple(index[action] for index, action in zip(indices, profile, strict=True))
        payoffs[(slice(None), *where)] = paid
    return as_payoffs(payoffs)
