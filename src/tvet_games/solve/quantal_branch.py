"""The principal branch of logit quantal response, followed by arclength through its turning points.

The unknowns are the logits l_ia of all actions, and lambda; player i takes action a with probability
p_ia = exp(l_ia) / sum_b exp(l_ib). Quantal responses are the zeros of H(l, lambda) = l - lambda g(p(l)), where g_ia is
what action a gains over the player's expected payoff, relative to the payoff span; so logits of actions in use stay
small. They form curves; the one through l = 0 at lambda = 0 is the principal branch. A step goes along the tangent and
comes back to the curve by Newton's method in the plane across it, so that points where lambda turns back are no
different from others. Steps are small enough for probabilities to be resolved; one that reverses lambda or the
orientation of the curve is repeated until it is short, so that no other branch is taken for this one. Where branches
cross, as in symmetric games, the curve goes straight on.

Shapes: payoffs ``(games, a1, ..., an)`` of each player, lambda ``(L,) -> probabilities (games, L, a_i)``; points
``(games, d)``, d one more than there are actions. The games come first here because systems are solved game by game.

References
----------
Allgower and Georg (1990), Numerical Continuation Methods. doi:10.1007/978-3-642-61257-2
Turocy (2005), A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence.
doi:10.1016/j.geb.2004.04.003
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tvet_games.numerics import Array
from tvet_games.solve.dynamics.replicator import pair_payoffs

SETTLED = 1e-12
"""Newton's method has converged when a step is at most this part of lambda (or of 1)."""

NEAR = 1e-8
"""On the way between the lambdas that are asked for this is near enough."""

CORRECTIONS = 8
"""Most steps of Newton's method."""

FIRST = 0.1
"""First step along the curve."""

SHORT = 1e-4
"""A step that reverses lambda or the orientation is repeated until it is this short."""

SHORTEST = 1e-9
"""Where steps would have to be shorter than this, the curve is given up."""

MOST_STEPS = 4000
"""Steps after which a curve is given up."""

MOST_MOVED = 0.15
"""A step moves probabilities by at most this much [share]."""

MOST_CORRECTED = 0.02
"""Coming back to the curve moves them by at most this much [share]; by a quarter of it where the next step doubles."""

ALIGNED = 0.9
"""Least cosine of the angle between the tangents before and after a step."""


@dataclass(slots=True, eq=False)
class _Walk:
    """Where each curve is: games, points, tangents, step lengths, orientations, the next lambda that is wanted."""

    rows: Array
    at: Array
    tangent: Array
    step: Array
    side: Array
    wanted: Array

    def take(self, keep: Array) -> _Walk:
        return _Walk(*(getattr(self, name)[keep] for name in self.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """The equations of some games.

    Attributes
    ----------
    payoffs : tuple of n arrays, shape (games, a1, ..., an)
        [share of the payoff span]
    """

    payoffs: tuple[Array, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of actions of each player."""
        return self.payoffs[0].shape[1:]

    def take(self, rows: Array) -> System:
        """The same for some of the games."""
        return System(tuple(payoffs[rows] for payoffs in self.payoffs))

    def probabilities(self, points: Array) -> list[Array]:
        """Probabilities of each player's actions, shape (games, a_i)."""
        out, first = [], 0
        for size in self.sizes:
            logits = points[:, first : first + size]
            weights = np.exp(logits - logits.max(axis=1, keepdims=True))
            out.append(weights / weights.sum(axis=1, keepdims=True))
            first += size
        return out

    def at(self, points: Array) -> tuple[Array, Array]:
        """H, shape (games, d - 1), and its derivatives, shape (games, d - 1, d)."""
        chosen = self.probabilities(points)
        first = np.cumsum([0, *self.sizes])
        values, slopes = np.empty_like(points[:, :-1]), np.zeros((*points[:, 1:].shape, points.shape[1]))
        for i, own in enumerate(chosen):
            rows = slice(first[i], first[i + 1])
            ahead = self.payoffs[i] if len(self.sizes) == 1 else np.zeros_like(own)
            for j, p in enumerate(chosen):
                if j != i:
                    pair = self._pair(i, j, chosen)
                    ahead = (pair * p[:, None, :]).sum(axis=-1)
                    slopes[:, rows, first[j] : first[j + 1]] = p[:, None, :] * (pair - ahead[:, :, None])
            ahead = ahead - (own * ahead).sum(axis=1, keepdims=True)
            average = (own[:, :, None] * slopes[:, rows]).sum(axis=1)
            average[:, rows] += own * ahead
            slopes[:, rows] -= average[:, None, :]
            values[:, rows] = ahead
        factor = points[:, -1:]
        slopes *= -factor[:, None]
        diagonal = np.arange(values.shape[1])
        slopes[:, diagonal, diagonal] += 1.0
        slopes[:, :, -1] = -values
        return points[:, :-1] - factor * values, slopes

    def _pair(self, player: int, other: int, chosen: Sequence[Array]) -> Array:
        if len(self.sizes) == 2:
            return self.payoffs[player] if player == 0 else self.payoffs[player].swapaxes(1, 2)
        return pair_payoffs(self.payoffs[player], player, other, chosen)

    def moved(self, before: Array, after: Array) -> Array:
        """The largest change of a probability, shape (games,)."""
        pairs = zip(self.probabilities(before), self.probabilities(after), strict=True)
        return np.max([np.abs(new - old).max(axis=1) for old, new in pairs], axis=0)  # type: ignore[no-any-return]


def follow_branch(payoffs: Sequence[Array], rationality: Array) -> tuple[Array, ...]:
    """Return the probabilities at which the principal branch of each game first reaches each lambda.

    Parameters
    ----------
    payoffs : n arrays, shape (games, a1, ..., an)
        [share of the payoff span]
    rationality : array, shape (L,)
        Increasing.

    Returns
    -------
    tuple of n arrays, shape (games, L, a_i)
        NaN where the branch was given up.

    Examples
    --------
    >>> pennies = np.array([[[1.0, 0.0], [0.0, 1.0]]])
    >>> x, y = follow_branch([pennies, 1 - pennies], np.array([0.0, 50.0]))
    >>> x.round(6).tolist()
    [[[0.5, 0.5], [0.5, 0.5]]]
    """
    system = System(tuple(np.ascontiguousarray(p) for p in payoffs))
    games, actions = len(payoffs[0]), sum(system.sizes)
    found = np.full((games, len(rationality), actions), np.nan)
    passed = int(np.searchsorted(rationality, 0.0, side="right"))
    found[:, :passed] = 0.0
    walk = _set_out(system, games, passed)
    if passed < len(rationality):
        for _ in range(MOST_STEPS):
            walk, system = _advance(system, walk, rationality, found)
            if not len(walk.rows):
                break
    points = np.concatenate([found.reshape(-1, actions), np.zeros((games * len(rationality), 1))], axis=1)
    return tuple(p.reshape(games, len(rationality), -1) for p in system.probabilities(points))


def _set_out(system: System, games: int, passed: int) -> _Walk:
    at = np.zeros((games, sum(system.sizes) + 1))
    upwards = np.zeros_like(at)
    upwards[:, -1] = 1.0
    tangent, side = _tangent(system, at, upwards)
    return _Walk(np.arange(games), at, tangent, np.full(games, FIRST), side, np.full(games, passed))


def _advance(system: System, walk: _Walk, rationality: Array, found: Array) -> tuple[_Walk, System]:
    """One step of every curve, taken where it is safe and halved where it is not."""
    guess = walk.at + walk.step[:, None] * walk.tangent
    with np.errstate(over="ignore", invalid="ignore"):
        new, good = _corrected(system, guess, walk.tangent)
        tangent, side = _tangent(system, new, walk.tangent)
        off = system.moved(guess, new)
        good &= (off <= MOST_CORRECTED) & (system.moved(walk.at, new) <= MOST_MOVED)
    good &= (tangent * walk.tangent).sum(axis=1) >= ALIGNED
    short = walk.step <= SHORT
    good &= short | ((tangent[:, -1] * walk.tangent[:, -1] > 0) & (side == walk.side))
    good = _record(system, walk, new, good, rationality, found)
    step = np.where(good, np.where(off <= MOST_CORRECTED / 4, 2.0, 1.0), 0.5) * walk.step
    at = np.where(good[:, None], new, walk.at)
    tangent, side = np.where(good[:, None], tangent, walk.tangent), np.where(good, side, walk.side)
    keep = np.flatnonzero((walk.wanted < len(rationality)) & (step >= SHORTEST))
    after = _Walk(walk.rows, at, tangent, step, side, walk.wanted)
    return (after, system) if len(keep) == len(step) else (after.take(keep), system.take(keep))


def _record(system: System, walk: _Walk, new: Array, good: Array, rationality: Array, found: Array) -> Array:
    """Write down the lambdas that good steps reach first; a step on which one is not found is no good unless short."""
    good, last = good.copy(), len(rationality) - 1
    while True:
        target = rationality[np.minimum(walk.wanted, last)]
        reached = np.flatnonzero(good & (walk.wanted <= last) & (new[:, -1] >= target))
        if not len(reached):
            return good
        before, after, target = walk.at[reached], new[reached], target[reached]
        part = (target - before[:, -1]) / (after[:, -1] - before[:, -1])
        guess = before + part[:, None] * (after - before)
        guess[:, -1] = target
        across = np.zeros_like(guess)
        across[:, -1] = 1.0
        some = system.take(reached)
        with np.errstate(over="ignore", invalid="ignore"):
            point, sure = _corrected(some, guess, across, SETTLED)
            # Once more: where lambda is large, probabilities have to be exact to the last digit.
            point, again = _corrected(some, point, across, SETTLED)
            sure &= again & (some.moved(guess, point) <= MOST_CORRECTED)
        found[walk.rows[reached[sure]], walk.wanted[reached[sure]]] = point[sure, :-1]
        repeated = ~sure & (walk.step[reached] > SHORT)
        good[reached[repeated]] = False
        walk.wanted[reached[~repeated]] += 1


def _corrected(system: System, guess: Array, across: Array, accuracy: float = NEAR) -> tuple[Array, Array]:
    """Newton's method in the plane through the guess across a direction, and where it converged."""
    point, done = guess.copy(), np.zeros(len(guess), dtype=bool)
    rows = np.arange(len(guess))
    for _ in range(CORRECTIONS):
        value, slopes = system.at(point[rows])
        aside = ((point[rows] - guess[rows]) * across[rows]).sum(axis=1)
        step = _solved(slopes, across[rows], np.concatenate([-value, -aside[:, None]], axis=1))
        point[rows] += step
        settled = np.abs(step).max(axis=1) <= accuracy * (1 + np.abs(point[rows, -1]))
        done[rows] = settled
        go = np.flatnonzero(~settled & np.isfinite(step).all(axis=1))
        if not len(go):
            break
        rows = rows[go]
        system = system.take(go)
    return point, done


def _tangent(system: System, points: Array, along: Array) -> tuple[Array, Array]:
    """The direction of the curve that goes along with another, and the orientation of the curve."""
    _, slopes = system.at(points)
    right = np.zeros_like(points)
    right[:, -1] = 1.0
    tangent = _solved(slopes, along, right)
    length = np.sqrt((tangent**2).sum(axis=1, keepdims=True))
    sign, _ = np.linalg.slogdet(np.concatenate([slopes, along[:, None]], axis=1))
    return tangent / length, sign


def _solved(slopes: Array, last: Array, right: Array) -> Array:
    """Solve systems whose last equation is added; NaN where one is singular."""
    matrix = np.concatenate([slopes, last[:, None]], axis=1)
    try:
        return np.asarray(np.linalg.solve(matrix, right[..., None])[..., 0])
    except np.linalg.LinAlgError:
        if len(matrix) == 1:
            return np.full_like(right, np.nan)
        return np.concatenate(
            [_solved(s[None], row[None], r[None]) for s, row, r in zip(slopes, last, right, strict=True)]
        )
