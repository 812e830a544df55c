"""What the spread of a function on the unit cube comes from: Sobol' indices and Morris' elementary effects.

With Y = f(X), X uniform on the unit cube, the indices of a coordinate, or of a group u of coordinates, are

    first  S_u = Var(E(Y | X_u)) / Var(Y)              what it explains alone,
    total  T_u = 1 - Var(E(Y | X_not_u)) / Var(Y)      what it explains alone and together with the others.

The first indices of groups that cover everything add up to 1 for a function that is a sum over the groups, else to
less. They are estimated by SALib: pick-freeze on scrambled Sobol points, the half-widths of the intervals by
resampling.

Morris moves one coordinate after another along random paths on a grid; ``mu_star`` is the mean size of the effect of
moving through the whole range, ``sigma`` its standard deviation: large where the effect is not linear, or depends on
the others.

Shapes: points ``(n, k) -> outputs (n,)``.

References
----------
Saltelli and others (2010), Variance based sensitivity analysis of model output, Computer Physics Communications 181.
doi:10.1016/j.cpc.2009.09.018
Morris (1991), Factorial sampling plans for preliminary computational experiments, Technometrics 33.
doi:10.2307/1269043
Campolongo, Cariboni and Saltelli (2007), Environmental Modelling and Software 22. doi:10.1016/j.envsoft.2006.10.004
Iwanaga, Usher and Herman (2022), Toward SALib 2.0, Socio-Environmental Systems Modelling 4. doi:10.18174/sesmo.18155
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, missing, whole
from tvet_games.numerics import ROUNDING, Array
from tvet_games.study.uncertainty.outputs import Function
from tvet_games.study.worlds.designs import check_design, check_size, child_seed

LEVELS = 4
"""Levels of Morris' grid."""


@dataclass(frozen=True, slots=True, eq=False)
class SobolIndices:
    """Sobol' indices of a function on the unit cube; no indices where it is constant.

    Attributes
    ----------
    names : tuple of str
        Of the coordinates or groups, g of them; empty where the function is constant.
    first, total : array, shape (g,)
        [share of the variance] Estimates may lie a little outside 0 to 1.
    first_half, total_half : array, shape (g,)
        Half-widths of their confidence intervals.
    mean, deviation : float
        Of the outputs.
    evaluations : int
    """

    names: tuple[str, ...]
    first: Array = field(repr=False)
    first_half: Array = field(repr=False)
    total: Array = field(repr=False)
    total_half: Array = field(repr=False)
    mean: float
    deviation: float
    evaluations: int

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a coordinate or group."""
        import pandas as pd

        columns = {
            "first": self.first,
            "first half-width": self.first_half,
            "total": self.total,
            "total half-width": self.total_half,
        }
        return pd.DataFrame(columns, index=pd.Index(self.names, name="name"))


@dataclass(frozen=True, slots=True, eq=False)
class MorrisEffects:
    """Elementary effects of a function on the unit cube; none where it is constant.

    Attributes
    ----------
    names : tuple of str
        k of them; empty where the function is constant.
    mu, mu_star, sigma, mu_star_half : array, shape (k,)
        [unit of the output] Mean effect of moving through the whole range, mean of its size, its standard deviation,
        and the half-width of the confidence interval of the size.
    mean : float
        Of the outputs.
    evaluations : int
    """

    names: tuple[str, ...]
    mu: Array = field(repr=False)
    mu_star: Array = field(repr=False)
    sigma: Array = field(repr=False)
    mu_star_half: Array = field(repr=False)
    mean: float
    evaluations: int

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a coordinate."""
        import pandas as pd

        columns = {"mu": self.mu, "mu_star": self.mu_star, "sigma": self.sigma, "half-width": self.mu_star_half}
        return pd.DataFrame(columns, index=pd.Index(self.names, name="name"))


def sobol_indices(
    function: Function,
    names: Sequence[str],
    *,
    groups: Sequence[str] | None = None,
    n: int = 1024,
    seed: int = 0,
    confidence: float = 0.95,
) -> SobolIndices:
    """Return Sobol' indices of a function on the unit cube.

    Parameters
    ----------
    function : callable
        Takes points, shape (m, k), to finite numbers, shape (m,).
    names : sequence of str
        Of the k coordinates.
    groups : sequence of str, optional
        The group of each coordinate: indices of groups instead of coordinates.
    n : int
        A power of 2; (groups or coordinates + 2) n points are evaluated.
    seed : int
    confidence : float
        [share] Of the intervals.

    Returns
    -------
    SobolIndices

    Raises
    ------
    InputError
        If n is no power of 2 or too large, or an output is not finite.

    References
    ----------
    Saltelli and others (2010), doi:10.1016/j.cpc.2009.09.018

    Examples
    --------
    >>> found = sobol_indices(lambda x: x[:, 0] + 2 * x[:, 1], ["a", "b"], n=4096)
    >>> found.first.round(1).tolist(), found.names
    ([0.2, 0.8], ('a', 'b'))
    """
    _need_salib()
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sample

    check_design(n, "sobol")
    whose = tuple(dict.fromkeys(groups if groups is not None else names))
    check_size(n * (len(whose) + 2), len(names), "sensitivity")
    if len(whose) == 1:
        return _alone(function, len(names), whose, n, seed)
    problem = _problem(names, groups)
    unit = sample.sample(problem, n, calc_second_order=False, seed=seed)
    found = _outputs(function, unit)
    if _is_constant(found):
        return _no_indices(found)
    # A resample of a rare event may be constant; its half-width is then not a number.
    with np.errstate(all="ignore"):
        result = analysis.analyze(
            problem, found, calc_second_order=False, conf_level=confidence, seed=child_seed(seed, 1) | 1
        )
    keys = {"first": "S1", "first_half": "S1_conf", "total": "ST", "total_half": "ST_conf"}
    columns: dict[str, Any] = {name: np.asarray(result[key], dtype=np.float64) for name, key in keys.items()}
    return replace(_no_indices(found), names=whose, deviation=float(found.std()), **columns)


def morris_effects(
    function: Function, names: Sequence[str], *, paths: int = 64, seed: int = 0, confidence: float = 0.95
) -> MorrisEffects:
    """Return Morris' elementary effects of a function on the unit cube.

    Parameters
    ----------
    function : callable
        Takes points, shape (m, k), to finite numbers, shape (m,).
    names : sequence of str
        Of the k coordinates.
    paths : int
        At least 2; paths (k + 1) points are evaluated.
    seed : int
    confidence : float
        [share] Of the intervals.

    Returns
    -------
    MorrisEffects

    Raises
    ------
    InputError
        If there are too few paths, or an output is not finite.

    References
    ----------
    Morris (1991), doi:10.2307/1269043

    Examples
    --------
    >>> found = morris_effects(lambda x: x[:, 0] - 2 * x[:, 1], ["a", "b"], paths=8)
    >>> found.mu.round(6).tolist(), found.mu_star.round(6).tolist(), found.sigma.round(6).tolist()
    ([1.0, -2.0], [1.0, 2.0], [0.0, 0.0])
    """
    _need_salib()
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as sample

    if whole(paths, "screening", "paths") < 2:
        raise InputError("screening", [Problem("paths", "expected at least 2", str(paths))])
    problem = _problem(names, None)
    unit = sample.sample(problem, paths, num_levels=LEVELS, seed=seed)
    found = _outputs(function, unit)
    nothing = np.empty(0)
    none = MorrisEffects((), nothing, nothing, nothing, nothing, float(found.mean()), len(found))
    if _is_constant(found):
        return none
    result = analysis.analyze(
        problem, unit, found, conf_level=confidence, num_levels=LEVELS, seed=child_seed(seed, 1) % 2**32 | 1
    )
    keys = {"mu": "mu", "mu_star": "mu_star", "sigma": "sigma", "mu_star_half": "mu_star_conf"}
    columns: dict[str, Any] = {name: np.asarray(result[key], dtype=np.float64) for name, key in keys.items()}
    return replace(none, names=tuple(names), **columns)


def _problem(names: Sequence[str], groups: Sequence[str] | None) -> dict[str, Any]:
    problem: dict[str, Any] = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    return problem if groups is None else {**problem, "groups": list(groups)}


def _outputs(function: Function, unit: Array) -> Array:
    found = np.asarray(function(unit), dtype=np.float64)
    bad = int((~np.isfinite(found)).sum())
    if bad:
        what = f"is infinite or undefined at {bad:,} of {len(found):,} points"
        raise InputError("sensitivity", [Problem("output", what)])
    return found


def _is_constant(found: Array) -> bool:
    """Whether outputs differ by no more than rounding."""
    return bool(np.ptp(found) <= ROUNDING * np.abs(found).max())


def _no_indices(found: Array) -> SobolIndices:
    nothing = np.empty(0)
    return SobolIndices((), nothing, nothing, nothing, nothing, float(found.mean()), 0.0, len(found))


def _alone(function: Function, k: int, whose: tuple[str, ...], n: int, seed: int) -> SobolIndices:
    """One coordinate, or one group of all: it explains everything."""
    from scipy.stats import qmc

    found = _outputs(function, qmc.Sobol(d=k, rng=np.random.default_rng(seed)).random(n))
    if _is_constant(found):
        return _no_indices(found)
    one, zero = np.ones(1), np.zeros(1)
    return SobolIndices(whose, one, zero, one, zero, float(found.mean()), float(found.std()), n)


def _need_salib() -> None:
    """Say how to get SALib where it is missing.

    Raises
    ------
    InputError
        If it is not installed.
    """
    try:
        import SALib  # noqa: F401
    except ImportError as error:
        raise missing("SALib", "sensitivity needs", "sensitivity") from error
