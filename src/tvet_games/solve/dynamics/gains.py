"""What each action gains over the last one of its population, at many states and in many games at once.

The replicator dynamic needs no more: the log-odds ``v_ia = ln x_ia - ln x_i,last`` of a share grow as fast as its
action does better than the last one, ``v_ia' = u_i(a, x_-i) - u_i(last, x_-i)``.

Shapes: the batch comes last here, because whole batches are added and multiplied: shares ``(a_i, batch)`` of each
population ``-> gains (d, batch)``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from tvet_games.numerics import Array

Shares = Sequence[Array]
"""n arrays ``(a_i, batch)``: the shares of all actions of each population."""


class Gains(Protocol):
    """What actions gain at a state: constant payoffs, or payoffs that react to the shares."""

    def at(self, shares: Shares) -> Array:
        """Gains ``(d, batch)``."""
        ...

    def take(self, keep: Array) -> Gains:
        """The same for some of the batch."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class ConstantGains:
    """Gains of a game, or of a batch of games, with constant payoffs.

    Attributes
    ----------
    ahead : tuple of n arrays (a_i - 1, other populations' actions, batch or 1)
        Payoff of each action less that of the last one.
    """

    ahead: tuple[Array, ...]

    def at(self, shares: Shares) -> Array:
        """Gains ``(d, batch)``."""
        out = np.empty((sum(len(table) for table in self.ahead), shares[0].shape[1]))
        row = 0
        for i, table in enumerate(self.ahead):
            expected = table
            for j in range(len(shares) - 1, -1, -1):
                if j != i:
                    expected = _averaged(expected, shares[j])
            out[row : row + len(table)] = expected
            row += len(table)
        return out

    def take(self, keep: Array) -> ConstantGains:
        """The same for some of the batch."""
        if all(table.shape[-1] == 1 for table in self.ahead):
            return self
        return ConstantGains(tuple(table[..., keep] for table in self.ahead))


@dataclass(frozen=True, slots=True, eq=False)
class ReactingGains:
    """Gains where the levels of some effects react to the shares: baseline + sum of level(x) x effect.

    Attributes
    ----------
    baseline : Gains
    effects : tuple of Gains
        Of one unit of each level.
    levels : callable
        From shares to levels ``(K, batch)``.
    """

    baseline: Gains
    effects: tuple[Gains, ...]
    levels: Callable[[Shares], Array]

    def at(self, shares: Shares) -> Array:
        """Gains ``(d, batch)``."""
        total = self.baseline.at(shares)
        for level, effect in zip(self.levels(shares), self.effects, strict=True):
            total = total + level * effect.at(shares)
        return total

    def take(self, keep: Array) -> ReactingGains:
        """The same for some of the batch; the rule of the levels is one for all."""
        return ReactingGains(self.baseline.take(keep), tuple(e.take(keep) for e in self.effects), self.levels)


def _averaged(table: Array, share: Array) -> Array:
    """Average over the last population in the table, ``(..., a, batch)``."""
    if len(share) == 2:
        first, second = table[..., 0, :], table[..., 1, :]
        return np.asarray(second + share[0] * (first - second))
    return np.asarray((table * share).sum(axis=-2))
