"""What each player of a coalitional game gets.

Symbols: x_i the share of player i, ``x(S)`` the sum over a coalition, the excess of S at x ``v(S) - x(S)``: what S
could gain by going its own way. x is in the core if it is efficient (``x(N) = v(N)``) and no excess is positive.

References
----------
Gillies (1959), Solutions to general non-zero-sum games, in Contributions to the Theory of Games IV.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, ShapeError, unknown
from tvet_games.games.coalitional import CoalitionalGame, coalition_sums
from tvet_games.numerics import TOLERANCE, Array, as_payoffs, payoff_span, row_of_numbers
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class Allocation(Shown):
    """What one rule gives each player.

    Attributes
    ----------
    game : CoalitionalGame
    rule : str
    shares : array, shape (n,)
        [unit of the game] Fractions for an exact game.
    """

    game: CoalitionalGame = field(repr=False)
    rule: str
    shares: Array = field(repr=False)

    def __getitem__(self, player: str) -> Any:
        """The share of a player, by name."""
        if player not in self.game.players:
            raise unknown("player", player, self.game.players, source=self.rule)
        return self.shares[self.game.players.index(player)]

    @property
    def excesses(self) -> Array:
        """What each coalition could gain by going its own way, shape (2**n,)."""
        return self.game.values - coalition_sums(self.shares)

    @property
    def is_efficient(self) -> bool:
        """Whether the shares add up to what all together reach."""
        return bool(abs(self.excesses[-1]) <= slack(self.game))

    @property
    def in_core(self) -> bool:
        """Whether the shares are efficient and no coalition has anything to gain."""
        excesses, allowed = self.excesses, slack(self.game)
        return bool(excesses.max() <= allowed and abs(excesses[-1]) <= allowed)

    def __str__(self) -> str:
        shares = ", ".join(f"{p} {s}" for p, s in zip(self.game.players, self.shares, strict=True))
        return f"{self.rule}: {shares}"

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.coalitions.division_card import allocation_card

        return allocation_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a player; share, what it has alone, and the gain."""
        import pandas as pd

        columns = {"share": self.shares, "alone": self.game.alone, "gain": self.shares - self.game.alone}
        return pd.DataFrame(columns, index=pd.Index(self.game.players, name="player"))


def slack(game: CoalitionalGame) -> Any:
    """How far a sum of floats may be off: 0 for exact games, else the tolerance of the span of the values."""
    return 0 if game.is_exact else TOLERANCE * float(payoff_span(game.values, (0,)))


def as_shares(shares: Any, game: CoalitionalGame) -> Array:
    """Read shares as an array, shape (n,).

    Raises
    ------
    ShapeError
        If there is not one for each player.
    InputError
        If one is not a finite number.
    """
    listed = shares.shares if isinstance(shares, Allocation) else shares
    try:
        column = as_payoffs(listed if isinstance(listed, np.ndarray) else row_of_numbers(listed))
    except (FormulaError, TypeError) as error:
        raise InputError("shares", [Problem("", str(error).replace("payoff", "share"))]) from None
    if column.shape != (len(game.players),):
        raise ShapeError(f"shares of shape {column.shape}; expected {len(game.players)}, one for each player")
    return column
