"""How many of the drawn worlds may fail, so that few of all worlds do.

N worlds are drawn independently and d levels chosen so that at most k of these worlds fail. Write V for the share of
all worlds that fail. For levels that are the optimum of a convex program over the other worlds, and fail in j of them,

    P(V > risk) <= C(j+d-1, j) sum_{i=0}^{j+d-1} C(N, i) risk^i (1 - risk)^(N-i),

whatever rule picks the j worlds (Campi and Garatti). The number j that does fail is only known afterwards, so the
bound used here is the sum over j = 0, ..., k (a union bound; the last term dominates). Everything is in logarithms.

References
----------
Campi and Garatti (2011), A sampling-and-discarding approach to chance-constrained optimization: feasibility and
optimality, Journal of Optimization Theory and Applications 148. doi:10.1007/s10957-010-9754-6
Calafiore (2010), Random convex programs, SIAM Journal on Optimization 20 (samples that leave nothing feasible).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.numerics import Array


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval that covers a share with a given confidence.

    Attributes
    ----------
    low, high : float
        [share]
    confidence : float
        [share]
    """

    low: float
    high: float
    confidence: float

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of one row."""
        import pandas as pd

        return pd.DataFrame([{"low": self.low, "high": self.high, "confidence": self.confidence}])


def allowed_failures(draws: int, levels: int, risk: float, confidence: float) -> int:
    """Return how many drawn worlds may fail, so that with some confidence at most a share of all worlds fails.

    Parameters
    ----------
    draws : int
        N, how many worlds are drawn.
    levels : int
        d, how many levels are chosen.
    risk, confidence : float
        [share] Strictly between 0 and 1.

    Returns
    -------
    int
        The largest k; -1 where there are too few draws even for k = 0.

    Examples
    --------
    >>> allowed_failures(500, 1, 0.1, 0.99), allowed_failures(500, 8, 0.1, 0.99), allowed_failures(50, 8, 0.1, 0.99)
    (32, 11, -1)
    """
    if draws < levels:
        return -1
    below = np.logaddexp.accumulate(_log_binomial(draws, risk))
    j = np.arange(draws - levels + 1)
    terms = _log_choose(j + levels - 1, j) + below[j + levels - 1]
    return int((np.logaddexp.accumulate(terms) <= math.log1p(-confidence)).sum()) - 1


def needed_draws(levels: int, risk: float, confidence: float) -> int:
    """Return the fewest draws with which at least no failing world is allowed (k = 0).

    Parameters
    ----------
    levels : int
        d, how many levels are chosen.
    risk, confidence : float
        [share] Strictly between 0 and 1.

    Returns
    -------
    int

    Examples
    --------
    >>> needed_draws(1, 0.1, 0.99), needed_draws(8, 0.1, 0.99)
    (44, 156)
    """
    few, enough = levels - 1, levels
    while allowed_failures(enough, levels, risk, confidence) < 0:
        few, enough = enough, 2 * enough
    while enough - few > 1:
        middle = (few + enough) // 2
        if allowed_failures(middle, levels, risk, confidence) < 0:
            few = middle
        else:
            enough = middle
    return enough


def clopper_pearson(failing: int, draws: int, confidence: float) -> Interval:
    """Return the interval of shares that a count of failing worlds does not contradict.

    Parameters
    ----------
    failing, draws : int
    confidence : float
        [share] At least that often the interval covers the true share.

    References
    ----------
    Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the binomial,
    Biometrika 26. doi:10.1093/biomet/26.4.404

    Examples
    --------
    >>> found = clopper_pearson(0, 100, 0.95)
    >>> found.low, round(found.high, 4)
    (0.0, 0.0362)
    """
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    low = float(betaincinv(failing, draws - failing + 1, tail)) if failing else 0.0
    high = float(betaincinv(failing + 1, draws - failing, 1 - tail)) if failing < draws else 1.0
    return Interval(low, high, confidence)


def _log_choose(n: Array, k: Array) -> Array:
    factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, int(n.max()) + 1)))])
    return np.asarray(factorials[n] - factorials[k] - factorials[n - k])


def _log_binomial(n: int, p: float) -> Array:
    """Logarithms of the probabilities of 0, ..., n successes."""
    i = np.arange(n + 1)
    return np.asarray(_log_choose(np.array(n), i) + i * math.log(p) + (n - i) * math.log1p(-p))
