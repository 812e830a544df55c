"""Trajectories of the best-response dynamic, followed from one switch of a best reply to the next.

While best replies stay the same, every share moves straight towards the vertex b at which they are played,
``x(t) = b + (x(0) - b) s`` with ``s = exp(-t)`` falling from 1 to 0. What an action gains over the best reply is then a
polynomial in s of degree n - 1, and the best reply changes at the largest root below 1. Nothing is stepped over. From a
tie several paths may lead away; the one taken keeps to replies that stay best, the lowest actions first. At an
equilibrium staying is a path, and it is taken.

References
----------
Gilboa and Matsui (1991), Social stability and equilibrium. doi:10.2307/2938230
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, section 8.4. doi:10.1017/CBO9781139173179
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from tvet_games.games.best_response import action_payoffs
from tvet_games.numerics import TIE, Array, payoff_span
from tvet_games.solve.dynamics.state import strategies_of, vertex_state
from tvet_games.solve.dynamics.systems import NEAR, REST
from tvet_games.tables.shown import Shown

MOST_SWITCHES = 3_000
"""A trajectory stops after this many switches of a best reply; it is then still moving."""

SOON = (1e-6, 1e-9, 1e-12)
"""A reply stays best a moment later if it is still best after this part of the way; a smaller one where none is."""

SETTLED = 3e-3
"""Round an equilibrium inside best replies switch ever faster, and it would never be reached. A trajectory rests when
several switches in a row came after less than this time, and no population could gain more than this part of its payoff
span."""

CIRCLES = 3
"""Every population has switched so many times in that row, there and back."""

Profile = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class BestResponsePath(Shown):
    """A trajectory of the best-response dynamic, straight between its corners.

    Attributes
    ----------
    times : array, shape (corners,)
    corners : array, shape (corners, d)
        States at which a best reply changes, the start and the end among them.
    aims : array, shape (corners - 1, d)
        The vertices that the pieces head for.
    outcome : str
        ``vertex``, ``rest`` or ``moving``.
    """

    times: Array = field(repr=False)
    corners: Array = field(repr=False)
    aims: Array = field(repr=False)
    outcome: str

    def at(self, times: Any) -> Array:
        """States at the given times, shape (..., d); after the end the end."""
        when = np.clip(np.asarray(times, dtype=np.float64), 0.0, self.times[-1])
        if not len(self.aims):
            return np.broadcast_to(self.corners[0], (*when.shape, self.corners.shape[1]))
        piece = np.clip(np.searchsorted(self.times, when, side="right") - 1, 0, len(self.aims) - 1)
        left = np.exp(self.times[piece] - when)[..., None]
        return np.asarray(self.aims[piece] + (self.corners[piece] - self.aims[piece]) * left)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a corner."""
        import pandas as pd

        return pd.DataFrame(self.corners, index=pd.Index(self.times, name="time"))


def follow_best_responses(payoffs: Array, start: Array, duration: float) -> BestResponsePath:
    """Follow one trajectory of the best-response dynamic.

    Parameters
    ----------
    payoffs : array of float, shape (n, a1, ..., an)
    start : array, shape (d,)
        [share]
    duration : float
        When to stop [time in which everybody reconsiders once].

    Returns
    -------
    BestResponsePath

    Examples
    --------
    >>> hunt = np.array([[[4.0, 0], [3, 2]], [[4, 3], [0, 2]]])
    >>> path = follow_best_responses(hunt, np.array([0.9, 0.5]), 100.0)
    >>> path.corners.round(3).tolist(), path.outcome
    ([[0.9, 0.5], [0.667, 0.63], [0.0, 0.0]], 'vertex')
    """
    shape = payoffs.shape[1:]
    scales = payoff_span(payoffs, tuple(range(1, payoffs.ndim)))
    times, corners, aims = [0.0], [np.asarray(start, dtype=np.float64)], []
    outcome, quick = "moving", 0
    for _ in range(MOST_SWITCHES):
        here = corners[-1]
        spirals = quick >= 2 * CIRCLES * len(shape)
        replies = _replies(payoffs, here, scales, SETTLED if spirals else REST)
        if replies is None:
            outcome = "vertex" if _is_near(here, np.round(here)) else "rest"
            break
        aim = vertex_state(shape, replies)
        part = _until_switch(payoffs, here, replies, aim, scales)
        if part == 0:
            part, outcome = min(1.0, NEAR / max(float(_distance(shape, here, aim)), NEAR)), "vertex"
        elapsed = -float(np.log(part))
        quick = quick + 1 if elapsed <= SETTLED else 0
        if times[-1] + elapsed > duration:
            elapsed, outcome = duration - times[-1], "moving"
        times.append(times[-1] + elapsed)
        aims.append(aim)
        corners.append(aim + (here - aim) * np.exp(-elapsed))
        if outcome == "vertex" or times[-1] >= duration:
            break
    return BestResponsePath(np.array(times), np.array(corners), np.array(aims).reshape(len(aims), len(start)), outcome)


def _replies(payoffs: Array, state: Array, scales: Array, allowed: float) -> Profile | None:
    """Best replies that stay best for a moment; None where nobody gains more than is allowed: it may rest there."""
    shape = payoffs.shape[1:]
    strategies = strategies_of(shape, state)
    earned = [action_payoffs(payoffs[i], i, strategies) for i in range(len(shape))]
    lost = [e.max() - (e * s).sum() for e, s in zip(earned, strategies, strict=True)]
    if all(loss <= allowed * scale for loss, scale in zip(lost, scales, strict=True)):
        return None
    tied = [np.flatnonzero(e >= e.max() - TIE * scale) for e, scale in zip(earned, scales, strict=True)]
    choices = [tuple(int(a) for a in choice) for choice in product(*tied)]
    if len(choices) == 1:
        return choices[0]
    return next((c for soon in SOON for c in choices if _stay_best(payoffs, state, c, soon)), choices[0])


def _stay_best(payoffs: Array, state: Array, replies: Profile, soon: float) -> bool:
    aim = vertex_state(payoffs.shape[1:], replies)
    gains = _gains(payoffs, aim + (state - aim) * (1 - soon), replies)
    return all((g <= 0).all() for g in gains)


def _gains(payoffs: Array, state: Array, replies: Profile) -> list[Array]:
    """What each action of each population gains over its reply."""
    strategies = strategies_of(payoffs.shape[1:], state)
    earned = [action_payoffs(payoffs[i], i, strategies) for i in range(len(replies))]
    return [e - e[reply] for e, reply in zip(earned, replies, strict=True)]


def _until_switch(payoffs: Array, state: Array, replies: Profile, aim: Array, scales: Array) -> float:
    """The largest s below 1 at which another action overtakes a reply; 0 if none does."""
    if len(replies) == 2:
        now, then = (np.concatenate(_gains(payoffs, at, replies)) for at in (state, aim))
        slack = np.repeat(TIE * scales, payoffs.shape[1:])
        overtakes = then > slack
        if not overtakes.any():
            return 0.0
        return float((then[overtakes] / (then[overtakes] - np.minimum(now[overtakes], 0.0))).max())
    degree = len(replies) - 1
    nodes = (1 + np.cos(np.pi * np.arange(degree + 1) / max(degree, 1))) / 2
    samples = [np.concatenate(_gains(payoffs, aim + (state - aim) * s, replies)) for s in nodes]
    polynomials = np.linalg.solve(np.vander(nodes), np.array(samples)).T
    switch = 0.0
    for polynomial in polynomials:
        size = np.abs(polynomial).max()
        if size == 0:
            continue
        roots = np.roots(np.where(np.abs(polynomial) <= TIE * size, 0.0, polynomial))
        for root in roots[np.abs(roots.imag) <= TIE].real:
            # Overtaking: at most as good just before, better just after.
            inside = SOON[0] < root < 1 - TIE
            if inside and root > switch and np.polyval(polynomial, root * (1 - SOON[0])) > 0:
                switch = float(root)
    return switch


def _distance(shape: Sequence[int], state: Array, aim: Array) -> float:
    """The largest part of a population that is not at the vertex."""
    parts = zip(strategies_of(shape, state), strategies_of(shape, aim), strict=True)
    return max(1 - float(own[aimed > 0].sum()) for own, aimed in parts)


def _is_near(state: Array, vertex: Array) -> bool:
    return bool((np.abs(state - vertex) <= NEAR).all())


def end_state(path: BestResponsePath, shape: Sequence[int]) -> tuple[Array, int]:
    """Where a path ends, and the index of the vertex it is at (-1 if at none)."""
    end = path.corners[-1]
    if path.outcome != "vertex":
        return end, -1
    profile = [int(s.argmax()) for s in strategies_of(shape, end)]
    return end, int(np.ravel_multi_index(profile, tuple(shape)))
