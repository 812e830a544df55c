"""What bargaining returns: payoffs, the lottery or the contract that gives them, and how they were found.

Shapes: batch axes first, then players: payoffs ``(..., n)``. A lottery has an axis for the actions of each player,
``(..., a1, ..., an)``, or one for the points given, ``(k,)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.numerics import Array
from tvet_games.solve.bargaining.contract import Contract, amount
from tvet_games.solve.bargaining.terms import TITLES
from tvet_games.solve.result import probability
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class BargainingSolution(Shown):
    """What the players of one game, or of a batch, agree on.

    Attributes
    ----------
    solution : str
        ``nash``, ``kalai_smorodinsky``, ``egalitarian``, ``utilitarian`` or ``rubinstein``.
    payoffs : array, shape (..., n)
        [the game's unit] The solution; NaN in games of a batch with nothing to gain.
    disagreement : array, shape (..., n)
        [the game's unit] What the players have without an agreement.
    agrees : array of bool, shape (...)
        Whether some agreement gives every player more than the disagreement point; True for single games.
    lottery : array, shape (..., a1, ..., an) or (k,), or None
        Probabilities of the profiles (or points) whose expected payoffs are those of the solution, or more (see
        ``surplus_left``). With transferable utility the profile that is played, before the payments. None for frontiers
        given as functions and for totals.
    surplus_left : array, shape (..., n), or None
        [the game's unit] What the lottery pays beyond the solution: 0 except where the egalitarian rule gives something
        away; its theorem is about sets with free disposal.
    contract : Contract or None
        The payments that give the solution, with transferable utility and a single game.
    weights : tuple of Fraction or None
    discounts : tuple of Fraction or None
        [discount factor a round]
    rounds : int or None
    outside : array, shape (..., n), or None
        [the game's unit] Outside options.
    level : float or None
        The level z of the agreement on a frontier given as functions.
    method : str
        How it was found.
    players : tuple of str
    actions : tuple of tuples of str
        Empty for sets that do not come from a game.
    labels : Labels, optional
        Of players and actions.
    unit : str, optional
        Of the payoffs.
    """

    solution: str
    payoffs: Array = field(repr=False)
    disagreement: Array = field(repr=False)
    agrees: Array = field(repr=False)
    lottery: Array | None = field(repr=False)
    surplus_left: Array | None = field(repr=False)
    contract: Contract | None = field(repr=False)
    weights: tuple[Fraction, ...] | None = field(repr=False)
    discounts: tuple[Fraction, Fraction] | None = field(repr=False)
    rounds: int | None
    outside: Array | None = field(repr=False)
    level: float | None
    method: str
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...] = field(repr=False)
    labels: Labels = field(default=Labels(), repr=False)
    unit: str = ""

    @property
    def gains(self) -> Array:
        """What each player gains over the disagreement point, shape (..., n)."""
        return np.asarray(self.payoffs - self.disagreement)

    @property
    def is_single(self) -> bool:
        """Whether this is about one game, not a batch."""
        return self.payoffs.ndim == 1

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.bargaining.bargaining_card import solution_card

        return solution_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a player (of each game); disagreement, payoff, gain and payment."""
        import pandas as pd

        columns = {
            "disagreement": self.disagreement.ravel(),
            "payoff": self.payoffs.ravel(),
            "gain": self.gains.ravel(),
        }
        if self.contract is not None:
            columns["payment"] = self.contract.payments
        if self.is_single:
            return pd.DataFrame(columns, index=pd.Index(self.players, name="player"))
        games = [index if len(index) > 1 else index[0] for index in np.ndindex(self.payoffs.shape[:-1])]
        index = pd.MultiIndex.from_tuples([(g, p) for g in games for p in self.players], names=["game", "player"])
        return pd.DataFrame(columns, index=index)

    def __str__(self) -> str:
        title = f"{TITLES[self.solution][:1].upper()}{TITLES[self.solution][1:]} solution"
        if not self.is_single:
            return (
                f"{title} of {self.agrees.size} games, in {int(self.agrees.sum())} of which there is something to gain"
            )
        parts = [
            f"{player} {amount(payoff)} (gain {amount(gain)})"
            for player, payoff, gain in zip(self.players, self.payoffs, self.gains, strict=True)
        ]
        how = " ".join(self.contract.describe()) if self.contract is not None else self._drawn()
        return f"{title}: {', '.join(parts)}" + (f". {how}" if how else "")

    def _drawn(self) -> str:
        """The lottery, or the level, in words."""
        if self.level is not None:
            return f"Agreed level: {self.level:.6g}"
        if self.lottery is None:
            return ""
        drawn = [(index, self.lottery[index]) for index in np.ndindex(self.lottery.shape) if self.lottery[index]]
        return " + ".join(f"{'' if p == 1 else f'{probability(p)} '}({self._place(index)})" for index, p in drawn)

    def _place(self, index: tuple[int, ...]) -> str:
        if not self.actions:
            return f"point {index[0] + 1}"
        return ", ".join(names[k] for names, k in zip(self.actions, index, strict=True))
