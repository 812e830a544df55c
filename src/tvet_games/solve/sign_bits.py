"""Tests of all bases of many games at once, on bits: one bit a game, eight games a byte.

Arrays of bits have the shape (minors or bases, bytes). Tests, minors and bases: :mod:`tvet_games.solve.vertices`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tvet_games.numerics import Array
from tvet_games.solve.vertices import Bases


def signs(minors: Array, clear: float) -> Array:
    """Return which minors (minors, games) are positive, then which are negative, by more than ``clear``.

    Examples
    --------
    >>> signs(np.array([[1.0, -2.0, 0.0]]), clear=0.1).tolist()      # games 1 and 2 of 8 bits
    [[128], [64]]
    """
    return np.concatenate([np.packbits(minors > clear, axis=1), np.packbits(minors < -clear, axis=1)])


def signs_or_ties(signed: Array) -> Array:
    """Return which minors are not negative, then which are not positive."""
    positive, negative = np.split(signed, 2)
    return ~np.concatenate([negative, positive])


def passed(known: Bases, signed: Array) -> Any:
    """Return for each basis the games in which all its tests have one sign, or all the other."""
    opposite = len(signed) // 2
    up, down = (known.tests + opposite * (known.signs == sign) for sign in (-1, 1))
    every_up, every_down = signed[up[:, 0]], signed[down[:, 0]]
    for q in range(1, up.shape[1]):
        every_up &= signed[up[:, q]]
        every_down &= signed[down[:, q]]
    return every_up | every_down


def any_weight(known: Bases, large: Array) -> Array:
    """Return for each basis the games in which one of its weights is among those minors that are large."""
    found = large[known.tests[:, 0]]
    for t in range(1, known.support.shape[1]):
        has = known.size > t
        found[has] |= large[known.tests[has, t]]
    return found


def in_any(bits: Any, games: int) -> Array:
    """Return in which games any of the bits is set, shape (games,)."""
    return np.unpackbits(np.bitwise_or.reduce(bits, axis=0), count=games).view(bool)


def places(bits: Any, games: int) -> tuple[Array, Array]:
    """Return the basis and the game of each bit that is set, basis by basis."""
    flat = np.flatnonzero(np.unpackbits(bits, axis=1, count=games).view(bool))
    basis, game = np.divmod(flat, games)
    return basis, game
