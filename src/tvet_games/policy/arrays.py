"""One conflict of a policy question as three arrays, in fractions or, over a batch of worlds, in floats.

Baseline payoffs ``(..., n, a1, ..., an)``, the effect of one unit of each level ``(..., K, n, a1, ..., an)`` and its
public cost ``(..., K, a1, ..., an)``, so that payoffs are baseline + sum of level x effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from tvet_games.model.conflict import Conflict
from tvet_games.numerics import Array, core


@dataclass(frozen=True, slots=True, eq=False)
class ConflictArrays:
    """One conflict of a policy question.

    Attributes
    ----------
    conflict : Conflict
    baseline : array, shape (..., n, a1, ..., an)
        [money per head and period] Fractions, or floats.
    effect : array, shape (..., K, n, a1, ..., an)
        Per unit of each level.
    cost : array, shape (..., K, a1, ..., an)
        Public cost per unit of each level and head billed.
    shows : tuple of bool
        Which instruments have rows here.
    outside : array, shape (..., n)
        Outside option of each player.
    outside_effect : array, shape (..., K, n)
        What a unit of each level does to it.
    heads : number or array (...)
        Heads of this conflict for one head of the calibration's first kind.
    """

    conflict: Conflict
    baseline: Array
    effect: Array
    cost: Array
    shows: tuple[bool, ...]
    outside: Any
    outside_effect: Array
    heads: Any
    _cells: dict[Any, Any] = field(default_factory=dict, repr=False)

    def payoffs(self, levels: Sequence[Any]) -> Array:
        """Payoffs under the given levels, shape (..., n, a1, ..., an); at level zero the baseline itself.

        Parameters
        ----------
        levels : K numbers, or K arrays (...)
        """
        axes = len(self.conflict.shape) + 1
        if self.baseline.ndim == axes and self.baseline.dtype == object:
            return self._exact_payoffs(levels)
        total = self.baseline
        for k, level in enumerate(levels):
            if np.any(level != 0):
                amount = np.asarray(level)[core(*(None,) * axes)] if np.ndim(level) else level
                total = total + amount * self.effect.take(k, axis=-axes - 1)
        return total

    def _exact_payoffs(self, levels: Sequence[Fraction]) -> Array:
        """The same for a single problem in fractions, of which most entries are 0."""
        total: Array = self.baseline.copy()
        for k, level in enumerate(levels):
            if level and self.shows[k]:
                for place, unit in self._entries(k):
                    total[place] += level * unit
        return total

    def _entries(self, k: int) -> tuple[tuple[Any, Any], ...]:
        """Where a level of a single problem has an effect, and how large."""
        if k not in self._cells:
            self._cells[k] = tuple((place, unit) for place, unit in np.ndenumerate(self.effect[k]) if unit)
        return self._cells[k]  # type: ignore[no-any-return]

    def cell(self, player: int, profile: tuple[int, ...]) -> tuple[Any, tuple[tuple[int, Any], ...]]:
        """A payoff at level zero, and per unit of the levels that move it (a single problem)."""
        key = (player, profile)
        if key not in self._cells:
            slopes = self.effect[core(player, *profile)]
            self._cells[key] = self.baseline[core(player, *profile)], tuple((k, s) for k, s in enumerate(slopes) if s)
        return self._cells[key]  # type: ignore[no-any-return]

    def unit_cost(self, k: int, profile: tuple[int, ...]) -> Any:
        """Public cost of one unit of a level at a profile, per head billed: a fraction, or an array (...)."""
        return self.cost[k][profile] if self.cost.dtype == object else self.cost[core(k, *profile)]

    def outside_cell(self, player: int) -> tuple[Any, tuple[tuple[int, Any], ...]]:
        """An outside option at level zero, and per unit of the levels that move it (a single problem)."""
        slopes = self.outside_effect[:, player]
        return self.outside[player], tuple((k, s) for k, s in enumerate(slopes) if s)

    def deviations(self, player: int) -> Iterator[int]:
        """The player's actions other than the target."""
        return iter(range(1, self.conflict.shape[player]))

    def opponents(self, player: int) -> Iterator[tuple[int, ...]]:
        """Every profile of the others, with the player's own entry at the target."""
        sizes = [range(1) if i == player else range(size) for i, size in enumerate(self.conflict.shape)]
        return product(*sizes)
