"""A policy question as arrays: conflicts, levers, heads, and what the public pays.

Money is per head: effects per head of the conflict, costs per head that the instrument is billed for; ``heads`` gives
the total. Everything is a fraction, or over a batch of worlds an array.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from tvet_games.model.calibration import Calibration
from tvet_games.policy.arrays import ConflictArrays
from tvet_games.policy.levers import Lever

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, eq=False)
class PolicyProblem:
    """A policy question.

    Attributes
    ----------
    conflicts : tuple of ConflictArrays
    levers : tuple of Lever
        K of them.
    heads : tuple of numbers or arrays (...)
        Heads billed for each lever.
    counts : mapping of str to number
        How many heads of each kind the costs are for.
    breakdown : number or array (...)
        [share] Probability that one partner breaks off.
    caps : tuple of (group, members, limit)
        Ceilings on the public payments at the target of a group of levers, per head.
    calibration : Calibration
    status_quo : tuple of Fraction
        The levels that are in force today; empty for none.
    public_funds : Fraction
        [share] What raising one unit of public money costs society beyond that unit.
    batch_shape : tuple of int
        Batch axes of the arrays; empty for a single problem.
    """

    conflicts: tuple[ConflictArrays, ...]
    levers: tuple[Lever, ...]
    heads: tuple[Any, ...]
    counts: Mapping[str, Any]
    breakdown: Any
    caps: tuple[tuple[str, tuple[int, ...], Any], ...]
    calibration: Calibration
    status_quo: Vector = ()
    public_funds: Fraction = Fraction(0)
    batch_shape: tuple[int, ...] = ()

    @cached_property
    def is_exact(self) -> bool:
        """Whether the arrays hold fractions."""
        return all(arrays.baseline.dtype == object for arrays in self.conflicts)

    @cached_property
    def today(self) -> Vector:
        """The levels in force today: zero where there is no status quo."""
        return self.status_quo or (Fraction(0),) * len(self.levers)

    @cached_property
    def touched(self) -> frozenset[tuple[int, int, int]]:
        """Which lever moves the payoffs of which player: (conflict, player, lever)."""
        places = set()
        for c, arrays in enumerate(self.conflicts):
            n, ndim = len(arrays.conflict.shape), arrays.effect.ndim
            moved = (arrays.effect != 0).any(axis=(*range(ndim - n - 2), *range(ndim - n, ndim)))
            places |= {(c, int(i), int(k)) for k, i in np.argwhere(moved)}
        return frozenset(places)

    @cached_property
    def target_bill(self) -> Any:
        """Public cost of one unit of each level where everybody cooperates, all heads: K fractions, or (..., K)."""
        return self._bill(lambda arrays, k: arrays.unit_cost(k, (0,) * len(arrays.conflict.shape)))

    @cached_property
    def expected_bill(self) -> Any:
        """Expected public cost of one unit of each level when cooperation is the equilibrium, all heads.

        With probability ``breakdown`` one partner breaks off: then the mean over the profiles with one deviation. What
        a fine would bring in there is not counted, or a country could pay for its schools by hoping for breaches.
        """
        pairs = zip(self.per_lever(self.target_bill), self.per_lever(self._bill(_mean_after_breakdown)), strict=True)
        return self._vector([(1 - self.breakdown) * met + self.breakdown * lost for met, lost in pairs])

    @cached_property
    def liabilities(self) -> tuple[Any, ...]:
        """Rows of unit costs; the liability is the largest of them: the most that can fall due, all heads.

        One conflict: a row a profile. Several: one row with each lever's dearest profile, which bounds what can happen.
        """
        if len(self.conflicts) == 1:
            (arrays,) = self.conflicts
            profiles = product(*(range(size) for size in arrays.conflict.shape))
            return tuple(self._vector([arrays.unit_cost(k, p) * h for k, h in enumerate(self.heads)]) for p in profiles)
        return (self._bill(_dearest),)

    def public_cost(self, conflict: int, profile: tuple[int, ...]) -> Any:
        """Public cost of one unit of each level at a profile, per head of a conflict; nothing where a player pays."""
        arrays = self.conflicts[conflict]
        if any(player.pays for player in arrays.conflict.players):
            return self._vector([0 * h for h in self.heads])
        own = arrays.heads * next(iter(self.counts.values()))
        return self._vector([arrays.unit_cost(k, profile) * h / own for k, h in enumerate(self.heads)])

    def per_lever(self, bill: Any) -> list[Any]:
        """A bill as a list with an entry a lever."""
        return list(bill) if self.is_exact else [bill[..., k] for k in range(len(self.levers))]

    def _vector(self, entries: Sequence[Any]) -> Any:
        if self.is_exact:
            return tuple(entries)
        size = (*self.batch_shape, len(entries))
        return (
            np.stack([np.broadcast_to(entry, size[:-1]) for entry in entries], axis=-1) if entries else np.zeros(size)
        )

    def _bill(self, unit_cost: Any) -> Any:
        """Once per head: the largest bill that any conflict shows, never the sum."""
        bills = []
        for k, heads in enumerate(self.heads):
            shown = [unit_cost(arrays, k) for arrays in self.conflicts if arrays.shows[k]]
            largest = shown[0] if shown else 0 * heads
            for other in shown[1:]:
                largest = _larger(largest, other)
            bills.append(heads * largest)
        return self._vector(bills)


def _mean_after_breakdown(arrays: ConflictArrays, k: int) -> Any:
    """Mean cost over the profiles in which one partner breaks off, revenue counted as nothing."""
    shape = arrays.conflict.shape
    costs = [
        _larger(arrays.unit_cost(k, tuple(b if j == i else 0 for j in range(len(shape)))), arrays.heads * 0)
        for i in range(len(shape))
        for b in range(1, shape[i])
    ]
    return sum(costs[1:], costs[0]) / len(costs) if costs else 0 * arrays.heads


def _larger(first: Any, second: Any) -> Any:
    return max(first, second) if isinstance(first, Fraction) else np.maximum(first, second)


def _dearest(arrays: ConflictArrays, k: int) -> Any:
    n = len(arrays.conflict.shape)
    return arrays.cost.take(k, axis=-n - 1).max(axis=tuple(range(-n, 0)))
