"""The basin of attraction of cooperation in 2x2 games: the exact share of starting points that end in it.

Two populations meet; x and y are the shares that cooperate (take their first action). With

    A1 = u1(0,0) - u1(1,0),  A2 = u1(0,1) - u1(1,1),  B1 = u2(0,0) - u2(0,1),  B2 = u2(1,0) - u2(1,1)

the two-population replicator dynamic is x' = x(1-x)(A2 + (A1-A2)y), y' = y(1-y)(B2 + (B1-B2)x). The basin is the area
of the starting points (x, y), drawn evenly from the unit square, from which both shares go to 1.

- everybody's cooperation is no strict equilibrium (A1 <= 0 or B1 <= 0): 0;
- it is strict, and a player cooperates whatever the other does (A2 > 0 or B2 > 0), or A2 = B2 = 0: 1;
- else the area above the stable manifold of the saddle y* = -A2/(A1-A2), x* = -B2/(B1-B2). Where A2 or B2 is 0 the
  saddle lies on the border, and the area is the limit of those with the saddle inside.

The manifold is followed in t, the difference of the logits v of x and u of y, as :mod:`~tvet_games.solve.level_curve`
tells. With f = 1 / (1 + e^-t) the area below is

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

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import MAX_EXPONENT, Array, as_payoffs
from tvet_games.solve.level_curve import CAREFUL, QUICK, REACH, CurveRule, curve_points
from tvet_games.solve.two_by_two import snapped_incentives
from tvet_games.tables.shown import Shown

LEAST_SHARE = 1e-12
"""A saddle nearer to the border than this is moved to this distance, which changes the basin by less than 1e-10."""

DOUBT = 1e-5
"""Difference between the rule with all nodes and with half of them from which a game is done again with finer nodes;
the error is about its square."""

CAUTION = 0.1
"""The error is estimated as this part of that difference. For moderate payoffs it is about the square of the
difference; where incentives differ by factors of a million it comes near to a tenth of it."""

LAST_STEP = 1e-2
"""Largest last step of the root finder that is trusted: convergence is cubic."""

CHUNK = 384
"""Games done together, so that the working arrays stay in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class BasinEstimate(Shown):
    """Basins of cooperation with how far they may be off.

    Attributes
    ----------
    share : array, shape (...)
        [share of the unit square]
    error : array, shape (...)
        Cautious estimate of the absolute error: a tenth of the difference between the trapezoidal rule with all nodes
        and with half of them, the cube of the root finder's last step, and the tails left out; 0 where the basin is
        known to be 0 or 1.
    """

    share: Any = field(repr=False)
    error: Any = field(repr=False)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a game."""
        import pandas as pd

        return pd.DataFrame({"basin": np.ravel(self.share), "error": np.ravel(self.error)})


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
    a_game(game, "basin")
    return basin_estimate(game).share


def basin_estimate(game: NormalFormGame) -> BasinEstimate:
    """Return the basin of :func:`basin` together with an estimate of its error.

    Parameters
    ----------
    game : NormalFormGame
        One 2x2 game or a batch.

    Returns
    -------
    BasinEstimate

    Raises
    ------
    ShapeError
        If the game is not 2x2.

    References
    ----------
    Trefethen and Weideman (2014), doi:10.1137/130932132

    Examples
    --------
    >>> stag_hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> bool(basin_estimate(stag_hunt).error < 1e-9)
    True
    """
    a_game(game, "basin_estimate")
    return _estimate(*(number.astype(np.float64) for number in snapped_incentives(game)))


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
    return _estimate(a1, a2, b1, b2).share


def _estimate(*incentives_: Any) -> BasinEstimate:
    arrays = np.broadcast_arrays(*(as_payoffs(d).astype(np.float64, copy=False) for d in incentives_))
    g1, l1, g2, l2 = (d.ravel() for d in (arrays[0], -arrays[1], arrays[2], -arrays[3]))
    strict = (g1 > 0) & (g2 > 0)
    open_question = strict & (l1 >= 0) & (l2 >= 0) & ((l1 > 0) | (l2 > 0))
    share, error = np.where(strict, 1.0, 0.0), np.zeros(strict.shape)
    share[open_question], error[open_question] = _coordination(*(d[open_question] for d in (g1, l1, g2, l2)))
    return BasinEstimate(share.reshape(arrays[0].shape)[()], error.reshape(arrays[0].shape)[()])


def _coordination(g1: Array, l1: Array, g2: Array, l2: Array) -> tuple[Array, Array]:
    """Basin where cooperating gains g > 0 against a cooperator and loses l >= 0 otherwise: quickly, then carefully."""
    odds_x, odds_y, speed = saddle(g1, l1, g2, l2)
    with np.errstate(all="ignore"):
        share, error, doubtful = _in_chunks(odds_x, odds_y, speed, QUICK)
        if doubtful.any():
            part = _in_chunks(odds_x[doubtful], odds_y[doubtful], speed[doubtful], CAREFUL)
            share[doubtful], error[doubtful], _ = part
    return share, error


def saddle(g1: Array, l1: Array, g2: Array, l2: Array) -> tuple[Array, Array, Array]:
    """Odds x*/(1-x*) and y*/(1-y*) of the saddle of coordination games, and the speed (B1-B2)/(A1-A2)."""
    with np.errstate(all="ignore"):
        largest = 1 / LEAST_SHARE
        odds_y = np.clip(l1 / g1, LEAST_SHARE, largest)
        odds_x = np.clip(l2 / g2, LEAST_SHARE, largest)
        # Halved first: a sum of finite numbers can overflow.
        speed = np.clip((g2 / 2 + l2 / 2) / (g1 / 2 + l1 / 2), 10.0 ** (-2 * MAX_EXPONENT), 10.0 ** (2 * MAX_EXPONENT))
    return odds_x, odds_y, speed


def _in_chunks(odds_x: Array, odds_y: Array, speed: Array, rule: CurveRule) -> tuple[Array, Array, Array]:
    share, error, doubtful = np.empty(speed.shape), np.empty(speed.shape), np.empty(speed.shape, dtype=bool)
    for start in range(0, speed.size, CHUNK):
        part = slice(start, start + CHUNK)
        share[part], error[part], doubtful[part] = _area_above(odds_x[part], odds_y[part], speed[part], rule)
    return share, error, doubtful


def _area_above(odds_x: Array, odds_y: Array, speed: Array, rule: CurveRule) -> tuple[Array, Array, Array]:
    """Area above the curve, its error, shape (games,), and where it is to be doubted."""
    at = curve_points(odds_x, odds_y, speed, rule)
    f = 1 / (1 + np.exp(-at.t))
    not_f = 1 - f
    terms = at.weight * at.x * at.y * (f * at.not_x * at.along + not_f * at.not_y * (1 - at.along) + f * not_f)
    even, odd = terms[::2].sum(axis=0), terms[1::2].sum(axis=0)
    share, gap = 1 - even - odd, np.abs(even - odd)
    # Written so that NaN counts as doubt.
    doubtful = ~((gap <= DOUBT) & (at.last_step <= LAST_STEP))
    error = gap * CAUTION + at.last_step**3 + 2 * np.exp(-REACH)
    return np.clip(share, 0.0, 1.0), error, doubtful
