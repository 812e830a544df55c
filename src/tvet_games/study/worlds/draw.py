"""Worlds: every uncertain value drawn at once, derived and tied values following.

Points of the unit cube (:mod:`~tvet_games.study.worlds.designs`) are taken through the quantile function of each value
(:mod:`~tvet_games.study.worlds.distributions`). Values are independent of each other but for the ties and formulas of
the calibration, so published sums stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.model.calibration import Calibration, evaluated
from tvet_games.model.conflict import Conflict
from tvet_games.model.library import calibration_of
from tvet_games.numerics import Array
from tvet_games.study.worlds.designs import seed_of, unit_points
from tvet_games.study.worlds.distributions import Distribution, Quantile, named, quantiles
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class Worlds(Shown):
    """Drawn worlds.

    Attributes
    ----------
    names : tuple of str
        The k values that were drawn.
    unit : array, shape (n, k)
        [share] The points of the unit cube.
    values : array, shape (n, k)
        [dimension of each value]
    calibration : Calibration
        Whose drawn values are arrays of shape (n,); derived and tied values follow.
    seed : int
    design : str
        ``random``, ``latin_hypercube`` or ``sobol``.
    distributions : mapping of str to str
        How each value was drawn.
    provenance : mapping of str to str
        Of each value: measured, statutory or assumed.
    """

    names: tuple[str, ...]
    unit: Array = field(repr=False)
    values: Array = field(repr=False)
    calibration: Calibration
    seed: int
    design: str
    distributions: Mapping[str, str] = field(repr=False)
    provenance: Mapping[str, str] = field(repr=False)

    def __repr__(self) -> str:
        drawn = f"{len(self)} of {self.calibration.name}, {len(self.names)} values"
        return f"Worlds({drawn}, design={self.design!r}, seed={self.seed})"

    def __len__(self) -> int:
        """Number of worlds."""
        return len(self.unit)

    def card(self, language: Language | None = None) -> Card:
        """Return how each value was drawn, and what came out."""
        from tvet_games.study.worlds.card import worlds_card

        return worlds_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a world, a column a drawn value."""
        import pandas as pd

        return pd.DataFrame(self.values, columns=list(self.names))


def draw_worlds(
    calibration: Calibration | str,
    n: int,
    *,
    distribution: Distribution = "uniform",
    design: str = "random",
    names: Iterable[str] | None = None,
    rng: int | np.random.Generator = 0,
) -> Worlds:
    """Draw worlds from what is known of the values of a calibration.

    Parameters
    ----------
    calibration : Calibration or name
    n : int
        Number of worlds; a power of 2 for ``sobol``.
    distribution : str or mapping
        ``uniform`` over the range; ``triangular`` with its mode at the value; or by name one of these, a frozen
        distribution of SciPy, or observed numbers, the others being uniform.
    design : str
        ``random``, ``latin_hypercube`` or ``sobol``.
    names : iterable of str, optional
        Values to draw; by default all that have a range or a given distribution. The others keep their numbers.
    rng : int or numpy.random.Generator
        Same seed, same bits.

    Returns
    -------
    Worlds

    Raises
    ------
    UnknownNameError
        If a name, distribution or design is unknown.
    InputError
        If n does not fit the design, a value cannot be drawn, or the calibration holds arrays.

    Notes
    -----
    In a random design the draws of a value depend on the seed and its name only: the first worlds stay when n grows,
    and a value that is drawn in addition leaves the others alone. See :mod:`~tvet_games.study.worlds.designs` for the
    other designs.

    References
    ----------
    Owen (1998), Scrambling Sobol' and Niederreiter-Xing points, Journal of Complexity 14. doi:10.1006/jcom.1998.0487

    Examples
    --------
    >>> worlds = draw_worlds("germany_2022", 4, design="latin_hypercube", names=["training_cost"])
    >>> worlds.values.shape, worlds.provenance["training_cost"]
    ((4, 1), 'measured')
    >>> (worlds.calibration.numbers["training_cost"] - worlds.calibration.numbers["trainee_output"]).round(6).tolist()
    [8100.0, 8100.0, 8100.0, 8100.0]
    """
    figures = calibration_of(calibration)
    if not figures.is_exact:
        raise InputError(figures.name, [Problem("", "holds arrays; expected single values")])
    lie = named(quantiles(figures, distribution), names, figures)
    seed = seed_of(rng)
    drawn = tuple(q.name for q in lie)
    unit = unit_points(drawn, n, design, seed)
    values = at_points(lie, unit)
    return Worlds(
        names=drawn,
        unit=unit,
        values=values,
        calibration=calibration_at(figures.with_ties(), drawn, values),
        seed=seed,
        design=design,
        distributions=MappingProxyType({q.name: q.kind for q in lie}),
        provenance=MappingProxyType({name: figures.values[name].provenance for name in drawn}),
    )


def at_points(lie: Sequence[Quantile], unit: Array) -> Array:
    """Take points of the unit cube, shape (n, k), through the quantile function of each value."""
    values = np.empty(unit.shape, order="F")
    for k, quantile in enumerate(lie):
        values[:, k] = quantile(unit[:, k])
    wrong = [q.name for q, column in zip(lie, values.T, strict=True) if not np.isfinite(column).all()]
    if wrong:
        what = "its distribution gives numbers that are not finite at the ends of the unit interval"
        raise InputError("worlds", [Problem(name, what) for name in wrong])
    return values


def calibration_at(calibration: Calibration, names: Sequence[str], values: Array) -> Calibration:
    """Return the calibration with drawn numbers, shape (n, k), for some values; provenance and ranges stay.

    Parameters
    ----------
    calibration : Calibration
        With its ties as derived values (:meth:`Calibration.with_ties`), so that what is tied follows.
    names : sequence of str
    values : array, shape (n, k)
    """
    moved = dict(calibration.values)
    for name, column in zip(names, values.T, strict=True):
        moved[name] = replace(moved[name], number=np.ascontiguousarray(column))
    return replace(calibration, values=MappingProxyType(moved), numbers=evaluated(moved, calibration.name))


def check_drawn_shares(conflicts: Iterable[Conflict], worlds: Calibration) -> None:
    """Refuse worlds in which a drawn share of a conflict does not lie between 0 and 1.

    Raises
    ------
    InputError
        With every such value, and the end that is out of bounds.
    """
    problems = {}
    chosen = list(conflicts)
    for conflict in (*chosen, *(edge.conflict for c in chosen for edge in c.edges)):
        for name, parameter in conflict.parameters.items():
            drawn = worlds.numbers.get(name)
            if parameter.dimension == "share" and isinstance(drawn, np.ndarray) and drawn.size:
                low, high = float(drawn.min()), float(drawn.max())
                if low < 0 or high > 1:
                    out = low if low < 0 else high
                    what = "is a share, but worlds were drawn in which it is not between 0 and 1"
                    problems[name] = Problem(name, what, f"{out:g}")
    if problems:
        raise InputError("worlds", list(problems.values()))
