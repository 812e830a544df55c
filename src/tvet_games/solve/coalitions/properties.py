"""What kind of coalitional game it is.

- superadditive: ``v(S + T) >= v(S) + v(T)`` for disjoint S, T: groups lose nothing by joining;
- convex: ``v(S + i + j) - v(S + j) >= v(S + i) - v(S)``: the more take part, the more a newcomer adds; then the core is
  not empty and the Shapley value lies in it;
- monotone: nobody's joining does harm; essential: all together reach more than each alone in sum.

References
----------
Shapley (1971), Cores of convex games, International Journal of Game Theory 1. doi:10.1007/BF01753431
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.coalitional import CoalitionalGame, as_coalitional, coalition_sums, whole_numbers
from tvet_games.numerics import Array
from tvet_games.solve.coalitions.allocation import slack
from tvet_games.tables.shown import Shown

SUPERADDITIVE_PLAYERS = 14
"""Most players for whom all pairs of disjoint coalitions are looked at: 3**n of them."""


@dataclass(frozen=True, slots=True)
class GameProperties(Shown):
    """What kind of game it is.

    Attributes
    ----------
    is_convex, is_monotone, is_essential : bool
    is_superadditive : bool or None
        None where there are too many players to tell and the game is not convex.
    """

    is_convex: bool
    is_superadditive: bool | None
    is_monotone: bool
    is_essential: bool

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a property."""
        import pandas as pd

        names = ("convex", "superadditive", "monotone", "essential")
        values = [self.is_convex, self.is_superadditive, self.is_monotone, self.is_essential]
        return pd.DataFrame({"holds": values}, index=pd.Index(names, name="property"))


def properties(game: Any) -> GameProperties:
    """Tell what kind of game it is.

    Parameters
    ----------
    game : CoalitionalGame or array_like, shape (2**n,)

    Returns
    -------
    GameProperties

    Examples
    --------
    >>> properties([0, 0, 0, 1, 0, 2, 1, 4]).is_convex
    True
    """
    v = as_coalitional(game)
    convex, known = is_convex(v), len(v.players) <= SUPERADDITIVE_PLAYERS
    return GameProperties(
        is_convex=convex,
        is_superadditive=True if convex else is_superadditive(v) if known else None,
        is_monotone=_is_monotone(v),
        is_essential=bool(v.total - v.alone.sum() > slack(v)),
    )


def is_convex(game: Any) -> bool:
    """Whether a newcomer adds the more, the more take part; see :func:`properties`."""
    v = as_coalitional(game)
    values, _ = whole_numbers(v)
    n, index = len(v.players), np.arange(len(values))
    for i in range(n):
        for j in range(i):
            both = 1 << i | 1 << j
            s = index[index & both == 0]
            gain = values[s | both] - values[s | 1 << i] - values[s | 1 << j] + values[s]
            if gain.size and gain.min() < -slack(v):
                return False
    return True


def is_superadditive(game: Any) -> bool:
    """Whether groups lose nothing by joining; see :func:`properties`.

    Raises
    ------
    ShapeError
        If there are more than ``SUPERADDITIVE_PLAYERS`` players.
    """
    v = as_coalitional(game)
    n = len(v.players)
    if n > SUPERADDITIVE_PLAYERS:
        raise ShapeError(f"superadditivity is checked for up to {SUPERADDITIVE_PLAYERS} players, this game has {n}")
    allowed, (values, _) = slack(v), whole_numbers(v)
    for s in range(1, 2 ** (n - 1)):  # the last player is never in S alone: T has it, or neither
        t = _subsets_outside(s, n)
        if (values[s | t] - values[t] - values[s]).min() < -allowed:
            return False
    return True


def _subsets_outside(coalition: int, count: int) -> Array:
    """Indices of all coalitions of the players outside a coalition."""
    return coalition_sums(np.array([1 << i for i in range(count) if not coalition >> i & 1], dtype=np.int64))


def _is_monotone(v: CoalitionalGame) -> bool:
    values, _ = whole_numbers(v)
    index = np.arange(len(values))
    added = [values[index | 1 << i] - values for i in range(len(v.players))]
    return bool(min(a.min() for a in added) >= -slack(v))
