"""The curve that separates the basins of a 2x2 coordination game, found point by point without simulation.

The two-population replicator dynamic has a first integral, so the stable manifold of the saddle (x*, y*) is a level
curve: (A1-A2) KL(y*, y) = (B1-B2) KL(x*, x), on the branch where y falls as x rises, with the relative entropy KL. At a
distance d from a share s in logits the relative entropy is K(d, s) = ln(1 + s(e^d - 1)) - s d. The curve is followed in
t = v - u, the difference of the logits v of x and u of y, in which both move at a speed between 0 and 1 however unequal
the payoffs are; and t = 2 sinh z, so that few nodes in z reach far out.

Shapes: games ``(games,) -> points (nodes, games)``.

References
----------
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10. doi:10.1017/CBO9781139173179
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tvet_games.numerics import TOLERANCE, Array

REACH = 22.0
"""The integral runs over |t| up to this: the two tails beyond are smaller than e**-22 each."""

SCALE = 2.0
"""The substitution is t = SCALE * sinh(z)."""

SERIES = 1e-3
"""Below this distance in logits the relative entropy is taken from its series, because the closed form cancels."""


@dataclass(frozen=True, slots=True)
class CurveRule:
    """Spacing of the nodes in z, most steps of the root finder, and whether it guards against all extremes."""

    spacing: float
    steps: int
    careful: bool

    @property
    def nodes(self) -> int:
        """How many."""
        return int(np.ceil(2 * np.arcsinh(REACH / SCALE) / self.spacing)) + 1


QUICK = CurveRule(spacing=0.25, steps=4, careful=False)
CAREFUL = CurveRule(spacing=0.15, steps=80, careful=True)


@dataclass(frozen=True, slots=True, eq=False)
class CurvePoints:
    """Points of the curves of many games, shape (nodes, games), as the difference t of the logits grows.

    Attributes
    ----------
    t, weight : array
        And the weights of the trapezoidal rule in t.
    x, not_x, y, not_y : array
        [share] With 1 - x and 1 - y, without cancellation.
    along : array
        How fast the logit of x moves with t, between 0 and 1; that of y moves by this less 1.
    last_step : array, shape (games,)
        Size of the root finder's last step.
    """

    t: Array
    weight: Array
    x: Array
    not_x: Array
    y: Array
    not_y: Array
    along: Array
    last_step: Array


def curve_points(odds_x: Array, odds_y: Array, speed: Array, rule: CurveRule) -> CurvePoints:
    """Return points of the curves ``speed * KL(x*, x) = KL(y*, y)``.

    Parameters
    ----------
    odds_x, odds_y : array, shape (games,)
        x*/(1-x*) and y*/(1-y*) of the saddle.
    speed : array, shape (games,)
        (B1-B2)/(A1-A2).
    rule : CurveRule
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
    return CurvePoints(t, weight, x, not_x, y, not_y, along, last_step)


def _nodes(t_saddle: Array, rule: CurveRule) -> tuple[Array, Array]:
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
    rule: CurveRule

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
