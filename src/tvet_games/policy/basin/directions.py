"""A basin of attraction as a choice of direction: for each direction of the incentives the question is linear.

Write A1, A2 for what player 1 of a 2x2 conflict loses by not cooperating while the other does, and does not; B1, B2
for player 2. Where A2 and B2 are negative, the target has a basin that depends on the direction of (A1, A2, B1, B2)
only, and grows with each of the four (the replicator dynamic of such a game is cooperative). So for a direction
``a = (1 - p, -p)``, ``b = r (1 - q, -q)`` whose basin is the share, every point with ``(A, B) >= t (a, b)`` for some
t > 0 has at least that basin. Without t that is four rows:

    p A1 + (1 - p) A2 >= 0,   q B1 + (1 - q) B2 >= 0,   r q A1 + (1 - p) B2 >= 0,   p B1 + r (1 - q) A2 >= 0.

Nothing is lost: the best levels are among the points of their own direction. Where A2 or B2 is positive one player's
cooperation is dominant, and the basin is everything.

References
----------
Hirsch (1985), Systems of differential equations that are competitive or cooperative II, SIAM J. Math. Anal. 16.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np

from tvet_games.linear_programs.certificate import ONE, ZERO
from tvet_games.numerics import Array, to_float
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.rows import Condition, Move, Row, combined, loss, row_of

ROWS = 6
"""Rows of one conflict: the four of a direction, and that the target is a strict equilibrium."""

STEPS = 9
"""Steps of the false position method for the belief that goes with a basin."""

FINE = 10**6
"""Part of the largest payoff that counts as dominance: one of so many."""


@dataclass(frozen=True, slots=True)
class Direction:
    """How one conflict reaches its basin.

    Attributes
    ----------
    kind : str
        ``saddle``, or which player's cooperation is dominant: ``first``, ``second``.
    p, q : float or Fraction
        Threshold beliefs of the two players.
    r : float or Fraction
        How much stronger the second player's incentives are, ``(B1 - B2) / (A1 - A2)``.
    """

    kind: str
    p: float | Fraction = 0.5
    q: float | Fraction = 0.5
    r: float | Fraction = 1.0


def smallest_gain(problem: PolicyProblem) -> Fraction:
    """What counts as a gain from cooperating [money]: a power of ten, a millionth of the largest payoff or less."""
    largest = max(
        to_float(abs(v))
        for arrays in problem.conflicts
        for v in [*arrays.baseline.ravel(), *arrays.payoffs([lever.high for lever in problem.levers]).ravel(), ONE]
    )
    return Fraction(f"1e{floor(np.log10(largest))}") / FINE


# Exact rows


def move(c: int, player: int, other: int) -> Move:
    """A player of a 2x2 conflict not cooperating, while the other takes an action."""
    return Move(c, player, 1, (0, other) if player == 0 else (other, 0))


def exact_rows(problem: PolicyProblem, directions: Sequence[Direction], least: Fraction) -> list[Row]:
    """The rows of a direction for each conflict, in fractions."""
    conditions = [condition for c, d in enumerate(directions) for condition in _conditions(c, d, least)]
    return [row_of(problem, condition) for condition in conditions]


def _conditions(c: int, direction: Direction, least: Fraction) -> list[Condition]:
    a1, a2, b1, b2 = (move(c, player, other) for player in (0, 1) for other in (0, 1))
    conditions = [Condition("deviation", (loss(m),), least, (m,)) for m in (a1, b1)]
    if direction.kind != "saddle":
        own = a2 if direction.kind == "first" else b2
        return [*conditions, Condition("deviation", (loss(own),), least, (own,))]
    p, q, r = (Fraction(v) for v in (direction.p, direction.q, direction.r))
    for first, w, second, v, what in (
        (a1, p, a2, 1 - p, f"belief {p}"),
        (b1, q, b2, 1 - q, f"belief {q}"),
        (a1, r * q, b2, 1 - p, "basin"),
        (b1, p, a2, r * (1 - q), "basin"),
    ):
        conditions.append(Condition("deviation", (combined(loss(first, w), loss(second, v)),), ZERO, (second,), what))
    return conditions


def incentives_at(problem: PolicyProblem, c: int, levels: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """A1, A2, B1, B2 of a conflict at a point."""
    conditions = (Condition("deviation", (loss(move(c, player, other)),)) for player in (0, 1) for other in (0, 1))
    return tuple(row_of(problem, condition).constraint.slack(levels) for condition in conditions)


def exact_directions(problem: PolicyProblem, levels: Sequence[Fraction], least: Fraction) -> list[Direction]:
    """The direction of each conflict at a point, in fractions."""
    found = []
    for c in range(len(problem.conflicts)):
        a1, a2, b1, b2 = incentives_at(problem, c, levels)
        if a2 >= least or b2 >= least:
            found.append(Direction("first" if a2 >= least else "second"))
        elif a1 > max(a2, ZERO) and b1 > max(b2, ZERO):
            found.append(
                Direction("saddle", max(-a2, ZERO) / (a1 - a2), max(-b2, ZERO) / (b1 - b2), (b1 - b2) / (a1 - a2))
            )
        else:
            found.append(Direction("first"))
    return found


# Many directions at once, in floats


def incentive_forms(problem: PolicyProblem) -> tuple[Array, Array]:
    """A1, A2, B1, B2 of each conflict at level zero ``(C, 4)`` and per unit of each level ``(C, 4, K)``."""
    count = len(problem.levers)
    base, slopes = np.zeros((len(problem.conflicts), 4)), np.zeros((len(problem.conflicts), 4, count))
    for c in range(len(problem.conflicts)):
        for k, own in enumerate(move(c, player, other) for player in (0, 1) for other in (0, 1)):
            constraint = row_of(problem, Condition("deviation", (loss(own),))).constraint
            base[c, k] = -to_float(constraint.bound)
            slopes[c, k] = [to_float(a) for a in constraint.coefficients]
    return base, slopes


def row_weights(kinds: Array, p: Array, q: Array, r: Array, least: float) -> tuple[Array, Array]:
    """Weights of A1, A2, B1, B2 in each row ``(..., ROWS, 4)`` and what the row is at least ``(..., ROWS)``.

    Parameters
    ----------
    kinds : array of int, shape (...)
        0 for a saddle, 1 and 2 for the player whose cooperation is dominant.
    p, q, r : array, shape (...)
    least : float
    """
    weights, bounds = np.zeros((*kinds.shape, ROWS, 4)), np.zeros((*kinds.shape, ROWS))
    size = r * q + 1 - p
    other = p + r * (1 - q)
    weights[..., 0, 0], weights[..., 0, 1] = p, 1 - p
    weights[..., 1, 2], weights[..., 1, 3] = q, 1 - q
    weights[..., 2, 0], weights[..., 2, 3] = r * q / size, (1 - p) / size
    weights[..., 3, 2], weights[..., 3, 1] = p / other, r * (1 - q) / other
    for player in (1, 2):
        chosen = kinds == player
        weights[chosen, :4] = 0.0
        weights[chosen, :4, 2 * player - 1] = 1.0
        bounds[chosen, :4] = least
    weights[..., 4, 0] = weights[..., 5, 2] = 1.0
    bounds[..., 4:] = least
    return weights, bounds


def matching_belief(p: Array, r: Array, share: float) -> Array:
    """The largest belief q of the second player at which the basin is still the share, for arrays p and r.

    The basin falls with q; the false position method (Illinois) keeps an end on the safe side, which is returned; nan
    where no belief will do.

    Examples
    --------
    >>> matching_belief(np.array([0.5]), np.array([1.0]), 0.5).round(3).tolist()
    [0.5]
    """
    from tvet_games.solve.basin import basin_of_incentives

    def above(q: Array) -> Array:
        return np.asarray(basin_of_incentives(1 - p, -p, r * (1 - q), -r * q)) - share

    tiny = 1.0 / FINE**2
    safe, beyond = np.full(p.shape, tiny), np.full(p.shape, 1 - 1.0 / FINE)
    at_safe, at_beyond = above(safe), above(beyond)
    whole, never = at_beyond >= 0, at_safe < 0
    side = np.zeros(p.shape, dtype=int)
    for _ in range(STEPS):
        width = at_safe - at_beyond
        guess = beyond + (safe - beyond) * np.clip(-at_beyond / np.where(width == 0, 1, width), 0.01, 0.99)
        value = above(guess)
        good = value >= 0
        at_beyond = np.where(good & (side == 1), at_beyond / 2, np.where(good, at_beyond, value))
        at_safe = np.where(~good & (side == -1), at_safe / 2, np.where(good, value, at_safe))
        safe, beyond = np.where(good, guess, safe), np.where(good, beyond, guess)
        side = np.where(good, 1, -1)
    return np.where(never, np.nan, np.where(whole, 1 - 1.0 / FINE, safe))


def simplified(direction: Direction, share: float, size: int) -> Direction | None:
    """A direction near the given one in fractions with at most ``size`` parts and the share; None if there is none."""
    if direction.kind != "saddle":
        return Direction(direction.kind, ZERO, ZERO, ONE)
    p = min(max(Fraction(round(float(direction.p) * size), size), Fraction(1, size)), Fraction(size - 1, size))
    r = Fraction(float(direction.r))
    r = r.limit_denominator(size) if r >= 1 else 1 / (1 / r).limit_denominator(size)
    q = matching_belief(np.array([float(p)]), np.array([float(r)]), share)[0]
    return None if np.isnan(q) else Direction("saddle", p, Fraction(floor(q * size), size), r)


def direction_at(incentives: Array, least: float) -> Direction:
    """The direction of A1, A2, B1, B2 at a point."""
    a1, a2, b1, b2 = (float(v) for v in incentives)
    if a2 >= least or b2 >= least:
        return Direction("first" if a2 >= least else "second")
    tiny = 1.0 / FINE
    p, q = (min(max(-v / max(u - v, least), tiny), 1 - tiny) for u, v in ((a1, a2), (b1, b2)))
    return Direction("saddle", p, q, max(b1 - b2, least) / max(a1 - a2, least))
