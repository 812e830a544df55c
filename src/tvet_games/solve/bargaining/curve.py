"""Pareto frontiers given as functions, and the rules of bargaining on them in floating point.

A frontier is a curve ``(u1(z), u2(z))``, z from low to high: u1 rises, u2 falls, and the set below the curve is convex.
z is what the players bargain about, such as a wage or a share. Inside, z runs from 0 to 1. The rules are those of
:mod:`tvet_games.solve.bargaining.rules`; roots are found by Brent's method, largest values by a bounded search, which
finds z to about 1e-8 of the range, because a largest value is flat.

References
----------
Brent (1973), Algorithms for Minimization without Derivatives, chapters 4 and 5.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tvet_games.errors import InputError, Problem
from tvet_games.numerics import TIE, TOLERANCE
from tvet_games.solve.bargaining.alternating_offers import reply, with_last_round

Point = tuple[float, float]

SAMPLES = 129
"""Places at which a curve is checked."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A point of the curve: its payoffs, and where it is between low (0) and high (1)."""

    payoffs: Point
    share: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A concave Pareto frontier as a parametric curve.

    Parameters
    ----------
    first, second : callable
        Payoffs of the two players at a level z: the first rises, the second falls.
    low, high : float
        The range of z.

    Raises
    ------
    InputError
        If a sample of the curve is not finite, not monotone or not concave.
    """

    first: Callable[[float], float]
    second: Callable[[float], float]
    low: float
    high: float

    def __post_init__(self) -> None:
        _check(self)

    def level(self, share: float) -> float:
        """The level z at a share of the range."""
        return self.low + share * (self.high - self.low)

    def at(self, share: float) -> CurvePoint:
        """The point at a share of the range."""
        z = self.level(share)
        return CurvePoint((float(self.first(z)), float(self.second(z))), share)

    @property
    def spans(self) -> Point:
        """Largest less smallest payoff of each player."""
        left, right = self.at(0.0).payoffs, self.at(1.0).payoffs
        return right[0] - left[0], left[1] - right[1]

    def best(self, player: int, least: float) -> CurvePoint:
        """The point that is best for a player and leaves the other at least a payoff."""
        other, end = 1 - player, 1.0 - player
        if self.at(end).payoffs[other] >= least:
            return self.at(end)
        return self.at(_root(lambda s: self.at(s).payoffs[other] - least))


@dataclass(frozen=True, slots=True)
class CurveOutcome:
    """What a rule gives the players, and the point that gives each at least that."""

    payoffs: Point
    point: CurvePoint


@dataclass(frozen=True, slots=True)
class RationalCurve:
    """The part of a curve on which both players gain, and the rules on it.

    Attributes
    ----------
    curve : Curve
    d : pair of float
        The disagreement point.
    left, right : CurvePoint
        Best for player 2, best for player 1.
    """

    curve: Curve
    d: Point
    left: CurvePoint
    right: CurvePoint

    @classmethod
    def of(cls, curve: Curve, d: Point) -> RationalCurve | None:
        """Cut a curve at the disagreement point; None where no point of it gives both players more."""
        if curve.at(1.0).payoffs[0] <= d[0] or curve.at(0.0).payoffs[1] <= d[1]:
            return None
        left, right = curve.best(1, d[0]), curve.best(0, d[1])
        middle = curve.at((left.share + right.share) / 2)
        gains = [(u - v) / span for u, v, span in zip(middle.payoffs, d, curve.spans, strict=True)]
        return cls(curve, d, left, right) if left.share <= right.share and min(gains) > TIE else None

    def nash(self, weights: Point) -> CurveOutcome:
        """Return the point with the largest product of gains, raised to the weights."""
        top = self.right.payoffs[0] - self.d[0], self.left.payoffs[1] - self.d[1]
        powers = weights[0] / max(weights), weights[1] / max(weights)

        def product(point: CurvePoint) -> float:
            g1, g2 = self._gains(point)
            return math.pow(max(g1, 0.0) / top[0], powers[0]) * math.pow(max(g2, 0.0) / top[1], powers[1])

        return self._best(product)

    def kalai_smorodinsky(self) -> CurveOutcome:
        """Return the point with gains in proportion to the largest of each."""
        return self.egalitarian((self._gains(self.right)[0], self._gains(self.left)[1]))

    def egalitarian(self, weights: Point) -> CurveOutcome:
        """Return the largest gains in proportion to the weights, giving away what is beyond."""

        def lead(point: CurvePoint) -> float:
            g1, g2 = self._gains(point)
            return g1 * weights[1] - g2 * weights[0]

        if lead(self.left) >= 0:
            return self._disposed(self.left, weights, 1)
        if lead(self.right) <= 0:
            return self._disposed(self.right, weights, 0)
        return self._as_it_is(self._at(_root(lambda s: lead(self._at(s)))))

    def utilitarian(self, weights: Point) -> CurveOutcome:
        """Return the point with the largest weighted sum; Nash's where that has it as well."""

        def value(point: CurvePoint) -> float:
            return weights[0] * point.payoffs[0] + weights[1] * point.payoffs[1]

        chosen, nash = self._best(value), self.nash(weights)
        scale = sum(w * s for w, s in zip(weights, self.curve.spans, strict=True))
        return nash if value(nash.point) >= value(chosen.point) - TIE * scale else chosen

    def alternating_offers(self, discounts: Point, outside: Point, rounds: int | None) -> CurveOutcome:
        """Return the first proposal under alternating offers, with or without a last round."""
        if rounds is not None:
            return self._as_it_is(with_last_round(self.curve.best, self.d, discounts, outside, rounds))
        answer = reply(self.curve.best, self.d, discounts, outside)
        low, high = self.d[0], self.right.payoffs[0]
        share = _root(lambda s: answer(low + s * (high - low)).payoffs[0] - (low + s * (high - low)))
        return self._as_it_is(answer(low + share * (high - low)))

    def _gains(self, point: CurvePoint) -> Point:
        return point.payoffs[0] - self.d[0], point.payoffs[1] - self.d[1]

    def _at(self, share: float) -> CurvePoint:
        """The point at a share of the rational part."""
        return self.curve.at(self.left.share + share * (self.right.share - self.left.share))

    def _best(self, value: Callable[[CurvePoint], float]) -> CurveOutcome:
        """The point of the largest value, which falls on both sides of it; the ends are looked at themselves."""
        from scipy.optimize import minimize_scalar

        inside = minimize_scalar(lambda s: -value(self._at(float(s))), bounds=(0, 1), options={"xatol": TIE})
        return self._as_it_is(max(self._at(float(inside.x)), self.left, self.right, key=value))

    def _as_it_is(self, point: CurvePoint) -> CurveOutcome:
        return CurveOutcome(point.payoffs, point)

    def _disposed(self, point: CurvePoint, weights: Point, scarce: int) -> CurveOutcome:
        unit = self._gains(point)[scarce] / weights[scarce]
        return CurveOutcome((self.d[0] + unit * weights[0], self.d[1] + unit * weights[1]), point)


def _root(function: Callable[[float], float]) -> float:
    """The root of a monotone function between 0 and 1; an end where the function does not change sign by rounding."""
    from scipy.optimize import brentq

    ends = {share: function(share) for share in (0.0, 1.0)}
    if ends[0.0] * ends[1.0] >= 0:
        return min(ends, key=lambda share: abs(ends[share]))
    return float(brentq(function, 0.0, 1.0))


def _check(curve: Curve) -> None:
    if not (math.isfinite(curve.low) and math.isfinite(curve.high) and curve.low < curve.high):
        what = "is not a range of levels; expected two finite numbers, low below high"
        raise InputError("frontier", [Problem("low, high", what, f"{curve.low}, {curve.high}")])
    points = [curve.at(k / (SAMPLES - 1)).payoffs for k in range(SAMPLES)]
    for k, (point, following) in enumerate(pairwise(points)):
        z = curve.level(k / (SAMPLES - 1))
        if not all(map(math.isfinite, (*point, *following))):
            _refuse(z, point, "is not finite; expected finite payoffs on the whole range")
        if following[0] <= point[0] or following[1] >= point[1]:
            _refuse(z, point, "is not on a Pareto frontier: as z rises the first payoff must rise and the second fall")
    slack = TOLERANCE * curve.spans[0] * curve.spans[1]
    for k in range(1, SAMPLES - 1):
        (a, b), (c, e), (g, h) = points[k - 1 : k + 2]
        if (c - a) * (h - e) - (e - b) * (g - c) > slack:
            _refuse(
                curve.level(k / (SAMPLES - 1)),
                points[k],
                "lies below the line between its neighbours; expected a "
                "concave frontier (players who may draw lots would never stay on another)",
            )


def _refuse(z: float, point: Any, what: str) -> None:
    raise InputError("frontier", [Problem(f"z = {z:.6g}", what, f"({point[0]:.6g}, {point[1]:.6g})")])
