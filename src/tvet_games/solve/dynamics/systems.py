"""The dynamics as systems of equations that the integrator can follow many at a time.

The replicator dynamic is followed in log-odds, so that a share of 1e-300 is as good as one of a half and no step leaves
the simplex. A population of two actions has one row, the log-odds of the first; one of more actions has a row an
action, the logarithm of its share up to a common constant. Shares that are 0 stay 0. The logit dynamic is followed in
the shares themselves.

Shapes: rows ``(m, batch)``, shares ``(a_i, batch)`` of each population.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from tvet_games.numerics import Array
from tvet_games.solve.dynamics.gains import Gains, Shares

NEAR = 1e-4
"""A trajectory has reached a vertex when all but this share of each population is there [share]."""

LIMIT = float(np.log(1 / NEAR - 1))
"""Log-odds at which a population of two actions is near a vertex."""

BEYOND = 1e-3
"""A step that is shortened to the arrival goes this part further."""

GONE = 1e-8
"""A share below this counts as gone where a trajectory comes to rest elsewhere [share]."""

REST = 1e-8
"""A population is at rest when no action in use does better than average by this part of what actions can gain."""

STILL = 1e-6
"""The logit dynamic is at rest when no share changes faster [share per unit of time]."""


class Cost(Protocol):
    """What a unit of time costs at a state."""

    def at(self, shares: Shares) -> Array:
        """Cost ``(batch,)``."""
        ...

    def take(self, keep: Array) -> Cost:
        """The same for some of the batch."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class ReplicatorSystem:
    """The replicator dynamic in log-odds.

    Attributes
    ----------
    sizes : tuple of int
        Number of actions of each population.
    gains : Gains
    strict : array of bool, shape (vertices, batch or 1)
        Which vertices are asymptotically stable.
    scale : array, shape (n, batch or 1)
        [payoff] The most that an action of a population can gain.
    moves : array of bool, shape (m, batch), or None
        False for shares that are 0 from the start.
    cost : Cost or None
        Adds a row: what has been paid so far.
    """

    sizes: tuple[int, ...]
    gains: Gains
    strict: Array
    scale: Array
    moves: Array | None = None
    cost: Cost | None = None

    def rate(self, values: Array) -> Array:
        """How fast the rows grow."""
        shares = self.shares(values)
        gains = self.gains.at(shares)
        if self.moves is None and self.cost is None and all(size == 2 for size in self.sizes):
            return gains
        return self._rows(gains, shares, values.shape)

    def _rows(self, gains: Array, shares: Shares, shape: tuple[int, ...]) -> Array:
        out = np.zeros(shape)
        row = first = 0
        for size in self.sizes:
            out[row : row + size - 1] = gains[first : first + size - 1]
            row, first = row + _rows(size), first + size - 1
        if self.moves is not None:
            out[: len(self.moves)] = np.where(self.moves, out[: len(self.moves)], 0.0)
        if self.cost is not None:
            out[-1] = self.cost.at(shares)
        return out

    def shares(self, values: Array) -> list[Array]:
        """Shares of all actions of each population; where log-odds are huge, exp overflows to the right limit."""
        out, row = [], 0
        for size in self.sizes:
            if size == 2:
                own = np.empty((2, values.shape[1]))
                np.divide(1, 1 + np.exp(-values[row]), out=own[0])
                np.subtract(1, own[0], out=own[1])
                out.append(own)
            else:
                own = values[row : row + size]
                weights = np.exp(own - own.max(axis=0))
                out.append(weights / weights.sum(axis=0))
            row += _rows(size)
        return out

    def finished(self, values: Array, rate: Array) -> Array:
        """At a stable vertex, or at rest."""
        near, inward, rest, vertex = self.position(values, rate)
        return inward & ((near & self._is_strict(vertex)) | rest)

    def position(self, values: Array, rate: Array) -> tuple[Array, Array, Array, Array]:
        """Whether it is near a vertex, moves towards it, is at rest; and the index of that vertex."""
        batch = values.shape[1]
        near, inward, rest = (np.ones(batch, dtype=bool) for _ in range(3))
        vertex, row = np.zeros(batch, dtype=np.int64), 0
        for i, size in enumerate(self.sizes):
            slack = REST * self.scale[i]
            if size == 2:
                place = _two_actions(values[row], rate[row], slack)
            else:
                place = _more_actions(values[row : row + size], rate[row : row + size], slack)
            near, inward, rest = near & place[0], inward & place[1], rest & place[2]
            vertex = vertex * size + place[3]
            row += _rows(size)
        return near, inward, rest, vertex

    def part(self, before: Array, after: Array) -> Array:
        """After which part of a step all populations were near their vertex, supposing straight paths in log-odds."""
        latest, row = np.zeros(before.shape[1]), 0
        for size in self.sizes:
            rows = slice(row, row + _rows(size))
            old, new = _ahead(before[rows], after[rows]), _ahead(after[rows], after[rows])
            with np.errstate(invalid="ignore", divide="ignore"):
                crossing = (LIMIT - old) / (new - old)
            latest = np.maximum(latest, np.where((old < LIMIT) & (new > old), crossing, 0.0))
            row += _rows(size)
        # A little further, so that it has arrived there.
        return np.asarray(np.where(latest > 0, np.minimum(latest * (1 + BEYOND), 1.0), 1.0))

    def _is_strict(self, vertex: Array) -> Array:
        if self.strict.shape[1] == 1:
            return np.asarray(self.strict[vertex, 0])
        return np.asarray(self.strict[vertex, np.arange(len(vertex))])

    def take(self, keep: Array) -> ReplicatorSystem:
        """The same for some of the batch."""
        return ReplicatorSystem(
            self.sizes,
            self.gains.take(keep),
            _some(self.strict, keep),
            _some(self.scale, keep),
            None if self.moves is None else self.moves[:, keep],
            None if self.cost is None else self.cost.take(keep),
        )


@dataclass(frozen=True, slots=True, eq=False)
class LogitSystem:
    """The logit dynamic in shares of every action but the last.

    Attributes
    ----------
    sizes : tuple of int
    gains : Gains
    noise : array, shape (n, batch or 1)
        [payoff]
    """

    sizes: tuple[int, ...]
    gains: Gains
    noise: Array

    def rate(self, values: Array) -> Array:
        """How fast the shares grow."""
        gains = self.gains.at(self.shares(values))
        parts, row = [], 0
        for i, size in enumerate(self.sizes):
            own = np.concatenate([gains[row : row + size - 1] / self.noise[i], np.zeros((1, gains.shape[1]))])
            weights = np.exp(own - own.max(axis=0))
            parts.append((weights / weights.sum(axis=0))[:-1])
            row += size - 1
        return np.concatenate(parts) - values

    def shares(self, values: Array) -> list[Array]:
        """Shares of all actions of each population."""
        out, row = [], 0
        for size in self.sizes:
            own = values[row : row + size - 1]
            out.append(np.concatenate([own, 1 - own.sum(axis=0, keepdims=True)]))
            row += size - 1
        return out

    def finished(self, values: Array, rate: Array) -> Array:  # noqa: ARG002 - one signature for all systems
        """At rest."""
        return np.asarray((np.abs(rate) <= STILL).all(axis=0))

    def part(self, before: Array, after: Array) -> Array:  # noqa: ARG002 - one signature for all systems
        """It comes to rest gradually: the whole step."""
        return np.ones(before.shape[1])

    def position(self, values: Array, rate: Array) -> tuple[Array, Array, Array, Array]:
        """Whether it is near a vertex, moves towards it, is at rest; and the index of that vertex."""
        shares = self.shares(values)
        near = np.all([s.max(axis=0) >= 1 - NEAR for s in shares], axis=0)
        vertex = np.ravel_multi_index([s.argmax(axis=0) for s in shares], self.sizes)
        rest = self.finished(values, rate)
        return near, rest, rest, vertex

    def take(self, keep: Array) -> Self:
        """The same for some of the batch."""
        return type(self)(self.sizes, self.gains.take(keep), _some(self.noise, keep))


def log_odds(sizes: Sequence[int], shares: Shares) -> tuple[Array, Array | None]:
    """The rows of shares, and which of them move (None if all do)."""
    rows = []
    with np.errstate(divide="ignore"):
        for size, share in zip(sizes, shares, strict=True):
            logs = np.log(np.maximum(share, 0.0))
            rows.append(logs[:1] - logs[1:] if size == 2 else logs)
    values = np.concatenate(rows)
    moves = np.isfinite(values)
    return values, None if moves.all() else moves


def _rows(size: int) -> int:
    return 1 if size == 2 else size


def _some(table: Array, keep: Array) -> Array:
    return table if table.shape[-1] == 1 else table[..., keep]


def _ahead(rows: Array, last: Array) -> Array:
    """Log-odds of the action that is ahead in the last rows, against all others."""
    if len(rows) == 1:
        return np.asarray(np.where(last[0] < 0, -rows[0], rows[0]))
    winner = last.argmax(axis=0)
    own = np.take_along_axis(rows, winner[None], axis=0)[0]
    others = np.where(np.arange(len(rows))[:, None] == winner, -np.inf, rows)
    return np.asarray(own - np.logaddexp.reduce(others, axis=0))


def _two_actions(odds: Array, gain: Array, slack: Array) -> tuple[Array, Array, Array, Array]:
    size, outward = np.abs(odds), np.where(odds < 0, -gain, gain)
    at_rest = (np.abs(gain) <= slack) | ((size >= -np.log(GONE)) & (outward >= -slack))
    return size >= LIMIT, outward >= 0, at_rest, (odds < 0).astype(np.int64)


def _more_actions(logs: Array, gain: Array, slack: Array) -> tuple[Array, Array, Array, Array]:
    weights = np.exp(logs - logs.max(axis=0))
    shares = weights / weights.sum(axis=0)
    ahead = gain - (shares * gain).sum(axis=0)
    used, there = shares > NEAR, shares > 0
    inward = (used | ~there | (ahead <= 0)).all(axis=0)
    at_rest = (~there | (np.abs(ahead) <= slack) | ((shares <= GONE) & (ahead <= slack))).all(axis=0)
    return shares.max(axis=0) >= 1 - NEAR, inward, at_rest, shares.argmax(axis=0)
