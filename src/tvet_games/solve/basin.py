"""The basin of attraction of cooperation in 2x2 games: the exact share of starting points that end in it.

Two populations meet; x and y are the shares that cooperate (take their first action). With

    A1 = u1(0,0) - u1(1,0),  A2 = u1(0,1) - u1(1,1),  B1 = u2(0,0) - u2(0,1),  B2 = u2(1,0) - u2(1,1)

the two-population replicator dynamic is x' = x(1-x)(A2 + (A1-A2)y), y' = y(1-y)(B2 + (B1-B2)x). The basin is the area
of the starting points (x, y), drawn evenly from the unit square, from which both shares go to 1.

- everybody's cooperation is no strict equilibrium (A1 <= 0 or B1 <= 0): 0;
- it is strict, and a player cooperates whatever the other does (A2 > 0 or B2 > 0), or A2 = B2 = 0: 1;
- else the area above the stable manifold of the saddle y* = -A2/(A1-A2), x* = -B2/(B1-B2). Where A2 or B2 is 0 the
  saddle lies on the border, and the area is the limit of those with the saddle inside.

The dynamic has a first integral, so the manifold is a level curve: (A1-A2) KL(y*, y) = (B1-B2) KL(x*, x), on the branch
where y falls as x rises, with the relative entropy KL. At a distance d from a share s in logits the relative entropy is
K(d, s) = ln(1 + s(e^d - 1)) - s d. The curve is followed in t = v - u, the difference of the logits v of x and u of y,
in which both move at a speed between 0 and 1 however unequal the payoffs are. With f = 1 / (1 + e^-t) the area below is

    integral over t of  x y (f (1-x) v' + (1-f) (1-y) (1-v') + f (1-f)),

which is the integral of y dx after integrating the part (1-f) by parts. The integrand falls like e^-|t|, so the
trapezoidal rule in z, t = 2 sinh z, converges geometrically. No trajectory is simulated.

Shapes: incentives four ``(...) -> share (...)``. Inside, nodes come first and games last.

References
----------
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10. doi:10.1017/CBO9781139173179
Trefethen and Weideman (2014), The exponentially convergent trapezoidal rule, SIAM Review 56. doi:10.1137/130932132
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import MAX_EXPONENT, TIE, TOLERANCE, Array, as_payoffs, payoff_span
from tvet_games.solve.two_by_two import incentives

REACH = 22.0
"""The integral runs over |t| up to this: the two tails beyond are smaller than e**-22 each."""

SCALE = 2.0
"""The substitution is t = SCALE * sinh(z)."""

LEAST_SHARE = 1e-12
"""A saddle nearer to the border than this is moved to this distance, which changes the basin by less than 1e-10."""

DOUBT = 1e-5
"""Difference between the rule with all nodes and with half of them from which a game is done again with finer nodes;
the error is about its square."""

LAST_STEP = 1e-2
"""Largest last step of the root finder that is trusted: convergence is cubic."""

SERIES = 1e-3
"""Below this distance in logits the relative entropy is taken from its series, because the closed form cancels."""

CHUNK = 256
"""Games done together, so that the working arrays stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """Spacing of the nodes in z, most steps of the root finder, and whether it guards against all extremes."""

    spacing: float
    steps: int
    careful: bool

    @property
    def nodes(self) -> int:
        return int(np.ceil(2 * np.arcsinh(REACH / SCALE) / self.spacing)) + 1


QUICK = _Rule(spacing=0.25, steps=4, careful=False)
CAREFUL = _Rule(spacing=0.15, steps=80, careful=True)


def basin(game: NormalFormGame) -> Any:
    """Return the share of starting points from which everybody cooperates in the long run.

    Parameters
    ----------
    game : NormalFormGame
        One 2x2 game or a batch, [money] in the same unit for both players. Exact games are computed in floats.

    Returns
    -------
    array of float, shape (...)
        [share of the unit square] 0 where everybody's cooperation is no strict equilibrium.

    Raises
    ------
    ShapeError
        If the game is not 2x2.

    Notes
    -----
    Error below 1e-8 where the incentives of a game differ by less than a factor of 1,000, and below 2e-6 up to a factor
    of 10**12.

    Limits: how fast a population moves is taken to be its gain in money, at one rate for both. So the basin changes
    when one player's payoffs are given in another unit or for another number of people; never mix those in one game.
    The p-dominance level does not have this limit; report it beside the basin. The basin jumps where dominance becomes
    strict. In float games incentives within ``TIE`` of the payoff span are 0.

    References
    ----------
    Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10. doi:10.1017/CBO9781139173179

    Examples
    --------
    >>> stag_hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> round(float(basin(stag_hunt)), 4)
    0.2636
    """
    if game.shape != (2, 2):
        raise ShapeError(f"the basin is defined for 2x2 games, this one has {game.shape} actions")
    row, column = game.player_payoffs(0), game.player_payoffs(1)
    numbers = [value.astype(np.float64) for value in map(np.asarray, incentives(row, column))]
    if not game.is_exact:
        slack = [TIE * payoff_span(payoffs, (-2, -1)) for payoffs in (row, row, column, column)]
        numbers = [np.where(np.abs(d) <= s, 0.0, d) for d, s in zip(numbers, slack, strict=True)]
    return basin_of_incentives(*numbers)


def basin_of_incentives(a1: Any, a2: Any, b1: Any, b2: Any) -> Any:
    """Return the basin of cooperation from the four 2x2 numbers, compared with 0 as they stand.

    Parameters
    ----------
    a1, b1 : array_like, shape (...)
        [money] What player 1, player 2 gains by cooperating with a cooperator.
    a2, b2 : array_like, shape (...)
        [money] The same against the other action.

    Returns
    -------
    array of float, shape (...)
        [share of the unit square]

    Raises
    ------
    FormulaError
        If a number is not finite.

    Notes
    -----
    See :func:`basin` for the limits.

    Examples
    --------
    >>> [round(float(basin_of_incentives(1, a2, 1, -1)), 6) for a2 in (-1, 0, 1)]
    [0.5, 0.833333, 1.0]
    >>> basin_of_incentives(2 * np.array([0.1, 1, 10]), -1 * np.array([0.1, 1, 10]), 1, -2).round(3).tolist()
    [0.391, 0.5, 0.609]
    """
    arrays = np.broadcast_arrays(*(as_payoffs(d).astype(np.float64, copy=False) for d in (a1, a2, b1, b2)))
    g1, l1, g2, l2 = (d.ravel() for d in (arrays[0], -arrays[1], arrays[2], -arrays[3]))
    strict = (g1 > 0) & (g2 > 0)
    open_question = strict & (l1 >= 0) & (l2 >= 0) & ((l1 > 0) | (l2 > 0))
    share = np.where(strict, 1.0, 0.0)
    share[open_question] = _coordination(*(d[open_question] for d in (g1, l1, g2, l2)))
    return share.reshape(arrays[0].shape)[()]


def _coordination(g1: Array, l1: Array, g2: Array, l2: Array) -> Array:
    """Basin where cooperating gains g > 0 against a cooperator and loses l >= 0 otherwise: quickly, then carefully."""
    with np.errstate(all="ignore"):
        largest = 1 / LEAST_SHARE
        odds_y = np.clip(l1 / g1, LEAST_SHARE, largest)
        odds_x = np.clip(l2 / g2, LEAST_SHARE, largest)
        # Halved first: a sum of finite numbers can overflow.
        speed = np.clip((g2 / 2 + l2 / 2) / (g1 / 2 + l1 / 2), 10.0 ** (-2 * MAX_EXPONENT), 10.0 ** (2 * MAX_EXPONENT))
        share, doubtful = _in_chunks(odds_x, odds_y, speed, QUICK)
        if doubtful.any():
            share[doubtful], _ = _in_chunks(odds_x[doubtful], odds_y[doubtful], speed[doubtful], CAREFUL)
    return share


def _in_chunks(odds_x: Array, odds_y: Array, speed: Array, rule: _Rule) -> tuple[Array, Array]:
    share, doubtful = np.empty(speed.shape), np.empty(speed.shape, dtype=bool)
    for start in range(0, speed.size, CHUNK):
        part = slice(start, start + CHUNK)
        share[part], doubtful[part] = _area_above(odds_x[part], odds_y[part], speed[part], rule)
    return share, doubtful


def _area_above(odds_x: Array, odds_y: Array, speed: Array, rule: _Rule) -> tuple[Array, Array]:
    """Area above the curve ``speed * KL(x*, x) = KL(y*, y)``, shape (games,), and where it is to be doubted.

    The odds x*/(1-x*) and y*/(1-y*) of the saddle and the speed (B1-B2)/(A1-A2) say everything about a game.
    """
    t_saddle = np.log(odds_x) - np.log(odds_y)
    t, weight = _nodes(t_saddle, rule)
    distance = t - t_saddle
    side = np.where(distance > 0, 1.0, -1.0)
    distance = np.abs(distance)
    # Each share is counted so that its saddle lies at 1/2 or below: formulas that do not cancel need that.
    flip_x, flip_y = np.where(odds_x > 1, -1.0, 1.0), np.where(odds_y > 1, -1.0, 1.0)
    saddle_x, saddle_y = 1 / (1 + odds_x**-flip_x), 1 / (1 + odds_y**-flip_y)
    sign_x, sign_y = side * flip_x, -side * flip_y
    curve = _Curve(saddle_x, saddle_y, sign_x, sign_y, speed, distance, rule)
    move_x, last_step = curve.solve()
    x, not_x, slope_x = _share(sign_x * move_x, saddle_x, flip_x)
    y, not_y, slope_y = _share(sign_y * (distance - move_x), saddle_y, flip_y)
    along = slope_y / (speed * slope_x + slope_y)
    f = 1 / (1 + np.exp(-t))
    not_f = 1 - f
    terms = weight * x * y * (f * not_x * along + not_f * not_y * (1 - along) + f * not_f)
    even, odd = terms[::2].sum(axis=0), terms[1::2].sum(axis=0)
    share = 1 - even - odd
    # Written so that NaN counts as doubt.
    doubtful = ~((np.abs(even - odd) <= DOUBT) & (last_step <= LAST_STEP))
    return np.clip(share, 0.0, 1.0), doubtful


def _nodes(t_saddle: Array, rule: _Rule) -> tuple[Array, Array]:
    """Nodes t and their weights, shape (nodes, games), placed so that the saddle lies midway between two of them."""
    z_saddle = np.arcsinh(t_saddle / SCALE)
    first = np.floor((-np.arcsinh(REACH / SCALE) - z_saddle) / rule.spacing)
    z = z_saddle + rule.spacing * (first + 0.5 + np.arange(rule.nodes)[:, None])
    up = np.exp(z) * (SCALE / 2)
    down = (SCALE / 2) ** 2 / up
    return up - down, rule.spacing * (up + down)


@dataclass(frozen=True, slots=True)
class _Curve:
    """The point of the curve at each node, found by Halley's method.

    At a node x and y are moved apart by ``distance`` in logits, x by a part s of it and y by the rest r. The unknown is
    the logarithm of s/r, in which the equation ln(speed * K(s)) - ln(K(r)) = 0 is nearly linear, its slope 1 or more.
    """

    saddle_x: Array
    saddle_y: Array
    sign_x: Array
    sign_y: Array
    speed: Array
    distance: Array
    rule: _Rule

    def solve(self) -> tuple[Array, Array]:
        """Return how far x moves at each node, and for each game the size of the last step."""
        spread_x, spread_y = self.saddle_x * (1 - self.saddle_x), self.saddle_y * (1 - self.saddle_y)
        root = np.broadcast_to(np.log(spread_y / (self.speed * spread_x)) / 2, self.distance.shape)
        size = np.full(root.shape, np.inf)
        low = high = None
        for _ in range(self.rule.steps):
            value, step = self._step(root)
            following = root - step
            if self.rule.careful:
                if low is None or high is None:
                    low, high = np.minimum(root, root - value), np.maximum(root, root - value)
                low = np.where(value < 0, np.maximum(root, low), low)
                high = np.where(value > 0, np.minimum(root, high), high)
                # Bisect where a step leaves the bracket or the steps do not shrink.
                astray = (following < low) | (following > high) | (np.abs(step) > size / 2)
                following = np.where(astray & (np.abs(step) > TOLERANCE), (low + high) / 2, following)
            size = np.abs(following - root)
            root = following
            if self.rule.careful and size.max() <= TOLERANCE:
                break
        return self._move_x(root), size.max(axis=0)

    def _move_x(self, root: Array) -> Array:
        moved: Array = self.distance / (1 + np.exp(-root))
        return moved

    def _step(self, root: Array) -> tuple[Array, Array]:
        """The equation's value, and the step of Halley's method."""
        s = self._move_x(root)
        r = self.distance - s
        if self.rule.careful:
            r = self.distance / (1 + np.exp(root))
        k_x, elastic_x, bend_x = self._entropy(self.sign_x * s, self.saddle_x)
        k_y, elastic_y, bend_y = self._entropy(self.sign_y * r, self.saddle_y)
        value = np.log(self.speed * k_x / k_y)
        part = s * r / self.distance
        first = part * (self.sign_x * elastic_x + self.sign_y * elastic_y)
        second = (r - s) / self.distance * first + part * part * (bend_x - bend_y)
        newton = value / first
        return value, newton / np.clip(1 - newton * second / (2 * first), 0.5, 2.0)

    def _entropy(self, d: Array, share: Array) -> tuple[Array, Array, Array]:
        """K(d, share), and the first two derivatives of its logarithm."""
        rise = np.expm1(d) if self.rule.careful else np.exp(d) - 1
        gain = share * rise
        if self.rule.careful:
            spread = share * (1 - share)
            series = spread * d * d / 2 * (1 + (1 - 2 * share) * d / 3 + (1 - 6 * spread) * d * d / 12)
            k = np.where(np.abs(d) < SERIES, series, np.log1p(gain) - share * d)
        else:
            k = np.log(1 + gain) - share * d
        slope = (1 - share) * gain / (1 + gain)
        elastic = slope / k
        return k, elastic, (share + slope) * (1 - share - slope) / k - elastic * elastic


def _share(d: Array, saddle: Array, flip: Array) -> tuple[Array, Array, Array]:
    """Share of cooperators at a distance d in logits from the saddle, the rest, and the size of the entropy's slope."""
    rise = np.expm1(d)
    below = 1 + saddle * rise
    share, rest = saddle * (1 + rise) / below, (1 - saddle) / below
    slope = np.abs(saddle * rest * rise)
    return np.where(flip > 0, share, rest), np.where(flip > 0, rest, share), slope
