"""What one mechanism does to one conflict: a cell of the comparison of mechanisms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from tvet_games.study.mechanisms.call import Call

Standing = Literal["settles", "possible", "partly", "fails", "none"]

STANDINGS: tuple[Standing, ...] = ("settles", "possible", "partly", "fails", "none")
"""From best to worst.

settles   cooperation is the only equilibrium left, or the mechanism itself selects it
possible  cooperation is an equilibrium, but not the only one: the parties may end elsewhere
partly    cooperation comes about with some probability
fails     within its limits (bounds, ceilings, nobody better off staying out) it does not bring cooperation about
none      the mechanism does not apply to this conflict
"""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cell:
    """What a mechanism does to a conflict.

    Attributes
    ----------
    conflict, mechanism : str
    standing : str
        One of ``STANDINGS``.
    level : number or None
        How much of the mechanism it takes, or what it reaches where it does not settle the conflict.
    measure : str
        What the level measures, such as ``discount factor a year``.
    public_cost : Fraction or None
        [money per head of the conflict's country, per period] In expectation; None where the mechanism does not bring
        cooperation about.
    remains : tuple of str
        Side effect: the other equilibria that are left.
    losers : mapping of str to Fraction
        Side effect: who has less where everybody cooperates than today, and how much [money per head and period].
    stays_out : tuple of str
        Side effect: who has less where everybody cooperates than by staying out of the partnership. Packages are
        searched for so that nobody does.
    persists : bool or None
        Side effect: whether cooperation stays an equilibrium when the public money ends; None where there is none.
    notes : tuple of str
        Keys of further sentences (:mod:`compare_words`).
    call : Call or None
        The call that made it; None where the mechanism does not apply.
    result : object
        What that call returned.
    """

    conflict: str
    mechanism: str
    standing: Standing
    level: Any
    measure: str
    public_cost: Fraction | None
    remains: tuple[str, ...]
    losers: Mapping[str, Fraction]
    stays_out: tuple[str, ...]
    persists: bool | None
    notes: tuple[str, ...]
    call: Call | None
    result: Any

    def __repr__(self) -> str:
        return f"Cell({self.conflict}, {self.mechanism}: {self.standing}, {self.call})"

    @property
    def settles(self) -> bool:
        """Whether cooperation is an equilibrium under the mechanism, or is what it selects."""
        return self.standing in ("settles", "possible")
