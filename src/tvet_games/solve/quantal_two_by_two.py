r"""The principal branch of logit quantal response in 2x2 games, at every lambda by itself: no path is followed.

Write u and v for the log-odds with which player 1 and player 2 take their first action, x and y for the probabilities,
and A1, A2, B1, B2 for the incentives of :mod:`~tvet_games.solve.two_by_two`, relative to the payoff span. Then

    u = lambda g(y),  g(y) = A1 y + A2 (1 - y),      v = lambda h(x),  h(x) = B1 x + B2 (1 - x),

and u is a root of F(u) - u, where F(u) = lambda g(y(lambda h(x(u)))). F is made of logistic and affine functions, so
its Schwarzian derivative is negative: its slope has one peak. So if F rises it is first convex and then concave, and
Newton's method from the left of the next root cannot jump over it where F is convex; where F is concave, or steeper
than 1, there is one root ahead, which Newton's method finds from above. Three facts say which root lies on the
principal branch:

- (A1 - A2)(B1 - B2) <= 0: F does not rise, there is one root.
- Otherwise actions can be renamed so that F rises and g(1/2) >= 0. If h(1/2) >= 0, the branch stays where u, v >= 0; F
  is concave there and there is one root.
- If h(1/2) < 0, the branch is part of the level curve u h(x(u)) = v g(y(v)), from which lambda has dropped out. Let the
  first valley of v g(y) below v = 0 be at v = w, and let it be deeper than that of u h(x) above u = 0 (otherwise the
  players change places). As long as v > w, the curve is a function of u, and the first point that reaches lambda is the
  next root above the greater of u = 0 and the u at which v = w. Where F(u) < u at that one, the branch has come through
  the valley and reaches lambda first at the next root below.

Two shapes are left to :mod:`~tvet_games.solve.quantal_branch`: valleys of equal depth (the branch goes on straight),
and curves that both turn twice.

Shapes: incentives ``(4, games), lambda (L,) -> log-odds (games, L)``. In memory lambda runs fastest, then the games.

References
----------
McKelvey and Palfrey (1995), Quantal response equilibria for normal form games. doi:10.1006/game.1995.1023
Singer (1978), Stable orbits and bifurcation of maps of the interval. doi:10.1137/0135020
Turocy (2005), A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence.
doi:10.1016/j.geb.2004.04.003
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tvet_games.numerics import TIE, Array

SETTLED = 1e-12
"""Newton's method has converged when a step moves log-odds by at most this part of them (or of 1)."""

MOST_STEPS = 200
"""Steps of Newton's method or bisection after which a root counts as not found."""

AT_ONCE = 16384
"""Roots that are sought at once: their arrays fit the cache."""

STRONG, POLISHES = 100.0, 2
"""Where lambda times an incentive is larger than this, so many steps are made in both log-odds at once."""

HALVINGS = 60
"""Bisections that place a valley."""

FARTHEST = 700.0
"""Log-odds beyond these count as these: the odds are still a floating-point number."""

FLATTEST = 2.3993572805154676
"""Positive root of t tanh(t/2) = 2: beyond these log-odds a curve t h(x(t)) bends the other way."""


@dataclass(frozen=True, slots=True, eq=False)
class LogOdds:
    """Log-odds of the first actions on the principal branch.

    Attributes
    ----------
    first, second : array, shape (games, L)
        NaN where no root was found.
    unclear : array of bool, shape (games,)
        Games that have to be followed along the branch.
    """

    first: Array
    second: Array
    unclear: Array


@dataclass(frozen=True, slots=True, eq=False)
class _Turned:
    """Games after renaming players and actions."""

    numbers: Array
    renamed: Array
    turned: Array
    swapped: Array
    rises: Array
    centred: Array
    opposed: Array
    valley: Array
    unclear: Array


def branch_log_odds(incentives: Array, rationality: Array) -> LogOdds:
    """Return the log-odds at which the principal branch of each game first reaches each lambda.

    Parameters
    ----------
    incentives : array, shape (4, games)
        [share of the payoff span] A1, A2, B1, B2.
    rationality : array, shape (L,)

    Returns
    -------
    LogOdds

    Examples
    --------
    >>> found = branch_log_odds(np.array([[0.5], [0.5], [-0.25], [0.0]]), np.array([0.0, 4.0]))
    >>> found.first[0].tolist(), round(float(found.second[0, 1]), 3)
    ([0.0, 2.0], -0.881)
    """
    games, count = incentives.shape[1], len(rationality)
    turned = _turn(incentives)
    first, second = np.empty((games, count)), np.empty((games, count))
    chunk = max(1, AT_ONCE // count)
    for start in range(0, games, chunk):
        part = slice(start, start + chunk)
        pushes = (turned.numbers[:, part, None] * rationality).reshape(4, -1)
        rises, opposed, valley = (np.repeat(t[part], count) for t in (turned.rises, turned.opposed, turned.valley))
        u, v = _roots(pushes, rises, opposed, valley)
        centred = turned.centred[part, None]
        u, v = (np.where(centred, 0.0, t.reshape(-1, count)) for t in (u, v))
        first[part], second[part] = _named_back(turned, part, u, v)
    return LogOdds(first, second, turned.unclear)


def shares(log_odds: Array) -> tuple[Array, Array]:
    """The probabilities of the first and of the second action, both with all their digits."""
    odds = np.exp(np.clip(-log_odds, -FARTHEST, FARTHEST))
    first = 1 / (1 + odds)
    return first, odds * first


def _turn(incentives: Array) -> _Turned:
    """Rename so that F rises where it can, g(1/2) >= 0, and the branch goes up in u where the players are opposed."""
    a1, a2, b1, b2 = incentives
    rises = (a1 - a2) * (b1 - b2) > 0
    renamed = rises & (a1 < a2)
    a1, a2 = np.where(renamed, a2, a1), np.where(renamed, a1, a2)
    b1, b2 = np.where(renamed, -b1, b1), np.where(renamed, -b2, b2)
    # Twice g(1/2) and h(1/2); what is within the tie tolerance of the span is no preference.
    first, second = (np.where(np.abs(t) <= 2 * TIE, 0.0, t) for t in (a1 + a2, b1 + b2))
    turned = rises & ((first < 0) | ((first == 0) & (second < 0)))
    a1, a2 = np.where(turned, -a2, a1), np.where(turned, -a1, a2)
    b1, b2 = np.where(turned, -b2, b1), np.where(turned, -b1, b2)
    second = np.where(turned, -second, second)
    opposed = rises & (first != 0) & (second < 0)
    swapped, valley, unclear = np.zeros(len(a1), dtype=bool), np.full(len(a1), -np.inf), np.zeros(len(a1), dtype=bool)
    rows = np.flatnonzero(opposed)
    swapped[rows], valley[rows], unclear[rows] = _valleys(a1[rows], a2[rows], b1[rows], b2[rows])
    numbers = np.where(swapped, [-b2, -b1, -a2, -a1], [a1, a2, b1, b2])
    centred = rises & (first == 0) & (second == 0)
    return _Turned(numbers, renamed, turned, swapped, rises, centred, opposed, valley, unclear)


def _valleys(a1: Array, a2: Array, b1: Array, b2: Array) -> tuple[Array, Array, Array]:
    """Which valley is deeper: whether players swap, where the deeper one is (v < 0), and whether that is unclear."""
    # Probabilities of the other's action that would make each player indifferent, 1/2 halfway into its valley.
    own, other = -a2 / (a1 - a2), b1 / (b1 - b2)
    at_first, at_second = _valley(own), _valley(other)
    depth_first, depth_second = (a1 - a2) * _depth(at_first), (b1 - b2) * _depth(at_second)
    both = np.isfinite(at_first) & np.isfinite(at_second)
    swapped = depth_second > depth_first
    deepest = np.maximum(depth_first, depth_second)
    with np.errstate(invalid="ignore"):
        equal = both & (np.abs(depth_first - depth_second) <= TIE * deepest)
    turns_twice = both & (own < 0) & (other < 0)
    return swapped, np.where(swapped, at_second, at_first), equal | turns_twice


def _valley(indifferent: Array) -> Array:
    """The first v < 0 at which v (y(v) - indifferent) stops falling, -inf if it does not.

    There indifferent = y + v y (1 - y).
    """
    low, high = np.full(len(indifferent), -FLATTEST), np.zeros(len(indifferent))

    def level(v: Array) -> Array:
        y, not_y = shares(v)
        return np.asarray(y + v * y * not_y)

    exists = indifferent > level(low)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        above = level(middle) > indifferent
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.where(exists, (low + high) / 2, -np.inf)


def _depth(valley: Array) -> Array:
    y, not_y = shares(np.maximum(valley, -FLATTEST))
    return np.where(np.isfinite(valley), valley**2 * y * not_y, np.inf)


def _named_back(turned: _Turned, part: slice, u: Array, v: Array) -> tuple[Array, Array]:
    """Undo the renaming, the last one first."""
    swapped = turned.swapped[part, None]
    u, v = np.where(swapped, -v, u), np.where(swapped, -u, v)
    sign = np.where(turned.turned[part], -1.0, 1.0)[:, None]
    return sign * u, np.where(turned.renamed[part, None], -sign, sign) * v


def _roots(pushes: Array, rises: Array, opposed: Array, valley: Array) -> tuple[Array, Array]:
    """The root u of F(u) - u on the principal branch, and v; pushes (4, N) are incentives times lambda."""
    low, high = np.minimum(pushes[0], pushes[1]), np.maximum(pushes[0], pushes[1])
    low = np.where(rises, np.maximum(low, 0.0), low)
    start = np.where(rises, high, np.clip(0.0, low, high))
    u, flipped = np.zeros(len(low)), np.zeros(len(low), dtype=bool)
    rows = np.flatnonzero(opposed)
    open_ = np.ones(len(low), dtype=bool)
    if len(rows):
        ahead, some, flipped[rows] = _departure(pushes[:, rows], valley[rows])
        pushes[:, rows] = some
        u[rows], found = _next_root(some, ahead, some[0])
        low[rows], high[rows], start[rows], open_[rows] = u[rows], some[0], some[0], ~found
    rows = np.flatnonzero(open_)
    u[rows] = _bracketed(pushes[:, rows], start[rows], low[rows], high[rows])
    x, not_x = shares(u)
    v = pushes[2] * x + pushes[3] * not_x
    rows = np.flatnonzero(~rises & (np.abs(pushes).max(axis=0) > STRONG))
    u[rows], v[rows] = _polished(pushes[:, rows], u[rows], v[rows])
    return np.where(flipped, -u, u), np.where(flipped, -v, v)


def _polished(pushes: Array, u: Array, v: Array) -> tuple[Array, Array]:
    """Newton's method in both unknowns: near a mixed equilibrium u alone tells v only to lambda times its rounding."""
    a1, a2, b1, b2 = pushes
    for _ in range(POLISHES):
        x, not_x = shares(u)
        y, not_y = shares(v)
        gap_u, gap_v = a1 * y + a2 * not_y - u, b1 * x + b2 * not_x - v
        by_v, by_u = (a1 - a2) * (y * not_y), (b1 - b2) * (x * not_x)
        steep = 1 - by_v * by_u
        u, v = u + (gap_u + by_v * gap_v) / steep, v + (gap_v + by_u * gap_u) / steep
    return u, v


def _departure(pushes: Array, valley: Array) -> tuple[Array, Array, Array]:
    """Where to start, the pushes with those turned round whose root lies below, and which these are."""
    a1, _, b1, b2 = pushes
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (valley - b2) / (b1 - b2)
        start = np.log(x) - np.log1p(-x)
    # Where lambda is small, v stays above the valley for every u >= 0; where it is large, below it for every u.
    start = np.where(x > 0.5, np.where(x < 1, start, np.inf), 0.0)
    # No root lies above the largest value of F.
    start = np.minimum(start, a1)
    below = _reply(pushes, start)[0] < start
    return np.where(below, -start, start), np.where(below, -pushes[[1, 0, 3, 2]], pushes), below


def _reply(pushes: Array, u: Array) -> tuple[Array, Array, Array]:
    """F, its slope, and a number that is negative where F is convex (if it rises)."""
    a1, a2, b1, b2 = pushes
    x, not_x = shares(u)
    y, not_y = shares(b1 * x + b2 * not_x)
    speed = (b1 - b2) * (x * not_x)
    slope = (a1 - a2) * (y * not_y) * speed
    return a1 * y + a2 * not_y, slope, (x - not_x) + (y - not_y) * speed


def _next_root(pushes: Array, start: Array, high: Array) -> tuple[Array, Array]:
    """Newton's method to the right as long as F is convex: the root, or a bound below it, and which of them it is."""
    u, found, rows, new = start.copy(), np.zeros(len(start), dtype=bool), np.arange(len(start)), start
    for _ in range(MOST_STEPS):
        reply, slope, bend = _reply(pushes, new)
        gap, steep = reply - new, 1 - slope
        safe = (bend < 0) & (steep > 0)
        step = gap / np.where(safe, steep, 1.0)
        # Where F is convex, no step goes too far: a negative gap is rounding, at a root from which F turns away.
        arrived = (bend < 0) & ((gap <= 0) | (safe & (step <= SETTLED * (1 + np.abs(new)))))
        u[rows] = np.where(arrived | (gap > 0), new, u[rows])
        found[rows] = arrived
        new = new + step
        go = np.flatnonzero(safe & ~arrived & (new <= high))
        if not len(go):
            break
        rows, new, high, pushes = rows[go], new[go], high[go], pushes.take(go, axis=1)
    return u, found


def _bracketed(pushes: Array, start: Array, low: Array, high: Array) -> Array:
    """Newton's method between bounds, with bisection where it leaves them or slows; NaN where it does not end."""
    out = np.full(len(start), np.nan)
    rows, u, last = np.arange(len(start)), start, np.full(len(start), np.inf)
    for _ in range(MOST_STEPS):
        reply, slope, _ = _reply(pushes, u)
        gap, steep = reply - u, 1 - slope
        low, high = np.where(gap >= 0, u, low), np.where(gap <= 0, u, high)
        step = gap / np.where(steep > 0, steep, 1.0)
        new = u + step
        newton = (steep > 0) & (new >= low) & (new <= high) & (np.abs(step) <= last / 2)
        new = np.where(newton, new, (low + high) / 2)
        last = np.abs(new - u)
        open_ = last > SETTLED * (1 + np.abs(new))
        out[rows] = new
        go = np.flatnonzero(open_)
        if not len(go):
            return out
        rows, u, last, low, high = rows[go], new[go], last[go], low[go], high[go]
        pushes = pushes.take(go, axis=1)
    out[rows] = np.nan
    return out
