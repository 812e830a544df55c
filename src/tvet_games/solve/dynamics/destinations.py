"""The share of starting points from which each vertex is reached.

Starting points are spread evenly over the states by scrambled Sobol nets. Several nets are drawn, each with its own
scrambling, and the spread of their shares gives the standard error.

Shapes: game ``(...) -> shares (..., a1, ..., an)``.

References
----------
Owen (1997), Scrambled net variance for integrals of smooth functions. doi:10.1214/aos/1031594731
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from numbers import Integral
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected, whole
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.flow import OUTCOMES, flow
from tvet_games.solve.dynamics.preparation import AnyGame
from tvet_games.solve.dynamics.rules import REPLICATOR, Dynamic
from tvet_games.solve.dynamics.state import dimension, slices, strategies_of
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

NETS = 8
"""Independent scramblings."""


MOST_RESTING = 10
"""Most places of rest that are listed."""

PLACES = 3
"""Decimals by which places of rest are told apart [share]."""


@dataclass(frozen=True, slots=True, eq=False)
class Resting(Shown):
    """A place of rest that is no vertex.

    Attributes
    ----------
    state : array, shape (d,)
        [share]
    share : float
        [share of the starting points] That end there.
    """

    state: Array
    share: float

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of one row."""
        import pandas as pd

        return pd.DataFrame([[*self.state, self.share]])


@dataclass(frozen=True, slots=True, eq=False)
class Destinations(Shown):
    """Where trajectories from everywhere end.

    Attributes
    ----------
    game : NormalFormGame or FeedbackGame
    dynamic : Replicator, Logit or BestResponse
    shares, standard_errors : array, shape (..., a1, ..., an)
        [share of the starting points] That end at each vertex. The error of a share that is 0 or 1 in every net is 0.
    at_rest, moving : array, shape (...)
        That come to rest elsewhere, and that are still moving when the time is over.
    resting : tuple of Resting
        Of a single game: where trajectories come to rest elsewhere, the most frequent first.
    cooperation : array, shape (..., n)
        [share] Mean over the starting points of the share of each population that takes its first action in the end.
    starts, seed : int
        How many starting points, and what their scrambling was drawn from.
    """

    game: AnyGame = field(repr=False)
    dynamic: Dynamic
    shares: Array = field(repr=False)
    standard_errors: Array = field(repr=False)
    at_rest: Array = field(repr=False)
    moving: Array = field(repr=False)
    resting: tuple[Resting, ...] = field(repr=False)
    cooperation: Array = field(repr=False)
    starts: int
    seed: int

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.dynamics.flow_card import destinations_card

        return destinations_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a vertex, and two for the rest (of a batch: for each game)."""
        import pandas as pd

        count = len(self.game.shape)
        profiles = list(np.ndindex(self.game.shape))
        names = [
            ", ".join(names[a] for names, a in zip(self.game.actions, profile, strict=True)) for profile in profiles
        ]
        batch = self.shares.shape[: self.shares.ndim - count]
        frames = []
        for index in np.ndindex(batch):
            shares = [*self.shares[index].ravel(), self.at_rest[index], self.moving[index]]
            errors = [*self.standard_errors[index].ravel(), np.nan, np.nan]
            rows = {"share": shares, "standard error": errors}
            frames.append(pd.DataFrame(rows, index=pd.Index([*names, "at rest elsewhere", "still moving"], name="end")))
        return frames[0] if not batch else pd.concat(dict(zip(np.ndindex(batch), frames, strict=True)), names=["game"])


def destinations(
    game: AnyGame,
    *,
    starts: int = 1024,
    dynamic: Dynamic = REPLICATOR,
    duration: float | None = None,
    seed: int = 0,
) -> Destinations:
    """Tell from which share of all starting points each vertex is reached.

    Parameters
    ----------
    game : NormalFormGame or FeedbackGame
        One game or a batch.
    starts : int
        How many starting points: 8 times a power of two.
    dynamic : Replicator, Logit or BestResponse
    duration : float, optional
        As in :func:`flow`.
    seed : int
        For the scrambling of the starting points.

    Returns
    -------
    Destinations

    Raises
    ------
    InputError
        If the number of starting points is another.

    See Also
    --------
    tvet_games.basin : the share without simulation, for 2x2 games.

    References
    ----------
    Owen (1997), doi:10.1214/aos/1031594731

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> found = destinations(hunt)
    >>> round(float(found.shares[0, 0]), 2), bool(found.standard_errors.max() < 0.01)
    (0.26, True)
    """
    expected(game, (NormalFormGame, FeedbackGame), "game", "a game")
    nets = _nets(game.shape, starts, seed)
    wide = game if isinstance(game, FeedbackGame) or game.is_single else _widened(game)
    batch = () if isinstance(game, FeedbackGame) else game.batch_shape
    found = flow(wide, np.broadcast_to(nets, (*batch, *nets.shape)), dynamic=dynamic, duration=duration)
    vertices = np.arange(int(np.prod(game.shape)))
    each = (found.vertex[..., None] == vertices).mean(axis=-2)
    return Destinations(
        game,
        dynamic,
        each.mean(axis=-2).reshape(*batch, *game.shape),
        (each.std(axis=-2, ddof=1) / np.sqrt(NETS)).reshape(*batch, *game.shape),
        (found.outcome == OUTCOMES.index("rest")).mean(axis=(-1, -2)),
        (found.outcome == OUTCOMES.index("moving")).mean(axis=(-1, -2)),
        () if batch else _resting(found.ends[found.outcome == OUTCOMES.index("rest")], found.outcome.size),
        np.stack([s[..., 0].mean(axis=(-1, -2)) for s in strategies_of(game.shape, found.ends)], axis=-1),
        starts,
        seed,
    )


def _resting(ends: Array, count: int) -> tuple[Resting, ...]:
    """Places of rest, those that round alike together."""
    places, which, times = np.unique(ends.round(PLACES), axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(-times, kind="stable")[:MOST_RESTING]
    means = [ends[which.ravel() == k].mean(axis=0) for k in order]
    return tuple(Resting(mean, float(times[k]) / count) for mean, k in zip(means, order, strict=True) if len(places))


def _widened(game: NormalFormGame) -> NormalFormGame:
    """Two more batch axes, for the nets and their points."""
    core = len(game.players) + 1
    payoffs = game.payoffs.reshape(*game.batch_shape, 1, 1, *game.payoffs.shape[game.payoffs.ndim - core :])
    return game.with_payoffs(payoffs)


def _nets(shape: Sequence[int], starts: int, seed: int) -> Array:
    """Starting points, shape (nets, points, d)."""
    from scipy.stats import qmc

    seed = whole(seed, "destinations", "seed")
    each = int(starts) // NETS if isinstance(starts, Integral) and not isinstance(starts, bool) else 0
    if each < 1 or each * NETS != starts or each & (each - 1):
        raise InputError("starts", [Problem("", f"expected {NETS} times a power of two, such as 1024", str(starts))])
    size = dimension(shape)
    if size == 0:
        return np.zeros((NETS, each, 0))
    rng = np.random.default_rng(seed)
    cubes = [qmc.Sobol(size, scramble=True, rng=rng).random(each) for _ in range(NETS)]
    return evenly(shape, np.stack(cubes))


def evenly(shape: Sequence[int], cube: Array) -> Array:
    """Turn points of the unit cube ``(..., d)`` into states, evenly spread if the points are.

    Examples
    --------
    >>> evenly((2, 3), np.array([0.25, 0.75, 0.5])).tolist()
    [0.25, 0.5, 0.25]
    """
    out = np.empty(cube.shape)
    for size, part in zip(shape, slices(shape), strict=True):
        left = np.ones(cube.shape[:-1])
        for k in range(size - 1):
            taken = left * (1 - (1 - cube[..., part][..., k]) ** (1 / (size - 1 - k)))
            out[..., part.start + k] = taken
            left = left - taken
    return out
