"""How the values of a calibration may lie: a quantile function for each.

A quantile function takes a share u in [0, 1] to the number below which the value lies with probability u. So the same
points of a unit cube serve every design and every distribution. With ends a < b and mode c a triangle has

    Q(u) = a + sqrt(u (b - a)(c - a))               for u <= (c - a) / (b - a),
           b - sqrt((1 - u)(b - a)(b - c))          above.

Observed numbers come back as they are, each as often as it was observed: Q(u) is the smallest of them that at least the
share u of all does not exceed.

References
----------
Devroye (1986), Non-Uniform Random Variate Generation, chapter II.2. doi:10.1007/978-1-4613-8643-8
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.model.calibration import DISTRIBUTIONS, Calibration
from tvet_games.numerics import Array, to_float

SOURCE = "distribution"

Distribution = str | Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Quantile:
    """How one value may lie.

    Attributes
    ----------
    name : str
        Of the value.
    kind : str
        ``uniform``, ``triangular``, ``observed``, or the name of a distribution of SciPy.
    low, high : float
        [dimension of the value] Ends of what is possible; infinite where there are none.
    function : callable
        Takes shares, shape (n,), to numbers, shape (n,).
    """

    name: str
    kind: str
    low: float
    high: float
    function: Callable[[Array], Array] = field(repr=False)

    def __call__(self, shares: Array) -> Array:
        """Return the quantiles of shares, shape (n,)."""
        return np.asarray(self.function(shares), dtype=np.float64)


def quantiles(calibration: Calibration, distribution: Distribution = "uniform") -> dict[str, Quantile]:
    """Return how each value with a range, or with a given distribution, may lie.

    Parameters
    ----------
    calibration : Calibration
        With single values.
    distribution : str or mapping
        ``uniform`` over the range; ``triangular`` with its mode at the value; or by name one of these, a frozen
        distribution of SciPy, or observed numbers, the others being uniform.

    Returns
    -------
    dict of str to Quantile
        In the order of the calibration.

    Raises
    ------
    UnknownNameError
        If there is no such distribution, or no such value.
    InputError
        If a value is derived or tied, has no range, or what is given is no distribution.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration
    >>> lie = quantiles(load_calibration("austria_2016"), {"retention": [0.5, 0.5, 0.75]})
    >>> lie["retention"](np.array([0.1, 0.6, 0.9])).tolist(), lie["training_cost"].kind
    ([0.5, 0.5, 0.75], 'uniform')
    """
    given = distribution if isinstance(distribution, Mapping) else {}
    usual = "uniform" if given or isinstance(distribution, Mapping) else distribution
    if not isinstance(usual, str) or usual not in DISTRIBUTIONS:
        raise unknown("distribution", str(usual), DISTRIBUTIONS, source=SOURCE)
    _check_names(calibration, given)
    names = [name for name in calibration.values if name in given or name in calibration.ranges]
    return {name: _quantile(calibration, name, given.get(name, usual)) for name in names}


def named(found: Mapping[str, Quantile], names: Iterable[str] | None, calibration: Calibration) -> list[Quantile]:
    """Return the quantile functions of some values, by default of all.

    Raises
    ------
    InputError
        If one of them has neither a range nor a given distribution.
    """
    if names is None:
        return list(found.values())
    chosen = [names] if isinstance(names, str) else list(names)
    missing = [name for name in chosen if name not in found]
    for name in missing:
        if name not in calibration.values:
            raise unknown("value of the calibration", str(name), found, source=calibration.name)
    if missing:
        what = "has neither a range nor a given distribution, so it cannot be drawn"
        raise InputError(calibration.name, [Problem(name, what) for name in missing])
    return [found[name] for name in dict.fromkeys(chosen)]


def _check_names(calibration: Calibration, given: Mapping[str, Any]) -> None:
    problems = []
    for name in given:
        if name not in calibration.values:
            raise unknown("value of the calibration", str(name), calibration.values, source=SOURCE)
        value = calibration.values[name]
        rests = value.formula or value.tied
        if rests is not None and rests.names:
            what = f"follows {', '.join(sorted(rests.names))}: give distributions to these instead"
            problems.append(Problem(str(name), what))
    if problems:
        raise InputError(SOURCE, problems)


def _quantile(calibration: Calibration, name: str, given: Any) -> Quantile:
    if isinstance(given, str):
        return _from_range(calibration, name, given)
    if callable(getattr(given, "ppf", None)) and callable(getattr(given, "support", None)):
        low, high = (float(end) for end in given.support())
        return Quantile(name, getattr(getattr(given, "dist", None), "name", "given"), low, high, given.ppf)
    return _observed(name, given)


def _from_range(calibration: Calibration, name: str, kind: str) -> Quantile:
    if kind not in DISTRIBUTIONS:
        raise unknown("distribution", kind, DISTRIBUTIONS, source=SOURCE, field=name)
    if name not in calibration.ranges:
        what = "has no range in the calibration; give a distribution of SciPy or observed numbers"
        raise InputError(SOURCE, [Problem(name, what)])
    low, high = map(to_float, calibration.ranges[name])
    if kind == "uniform":
        return Quantile(name, kind, low, high, lambda u: low + (high - low) * u)
    mode = to_float(calibration.numbers[name])
    return Quantile(name, kind, low, high, lambda u: _triangle(u, low, mode, high))


def _triangle(u: Array, low: float, mode: float, high: float) -> Array:
    width = high - low
    rising = low + np.sqrt(u * width * (mode - low))
    falling = high - np.sqrt((1 - u) * width * (high - mode))
    return np.where(u * width <= mode - low, rising, falling)


def _observed(name: str, given: Any) -> Quantile:
    try:
        numbers = np.sort(np.ravel(np.asarray(given, dtype=np.float64)))
    except (TypeError, ValueError):
        numbers = np.empty(0)
    if not len(numbers) or not np.isfinite(numbers).all():
        what = "expected uniform, triangular, a frozen distribution of SciPy, or observed numbers"
        raise InputError(SOURCE, [Problem(name, what, repr(given))])
    count = len(numbers)

    def function(u: Array) -> Array:
        return np.asarray(numbers[np.clip(np.ceil(u * count).astype(int) - 1, 0, count - 1)])

    return Quantile(name, "observed", float(numbers[0]), float(numbers[-1]), function)
