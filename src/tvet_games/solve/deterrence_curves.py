"""Deterrence against detection: what repeated inspection comes to at many detection probabilities.

For each number of warnings before a sanction and each detection probability p: the share of all periods in which a firm
exploits in the long run, and whether a firm without a warning complies. The gain is 1, for only its proportion to the
sanction counts.

Shapes: ``warnings (K,), detections (P,) -> share, deterred_at_start (K, P)``.

References
----------
Harrington (1988), Enforcement leverage when penalties are restricted, Journal of Public Economics 37, 29-53.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected, shorten
from tvet_games.numerics import Array, Number
from tvet_games.solve.inspection_process import AfterSanction, InspectionRule
from tvet_games.solve.repeated_inspection import repeated_inspection
from tvet_games.tables.shown import Shown

POINTS = 201
"""Detection probabilities unless some are given."""


@dataclass(frozen=True, slots=True, eq=False)
class DeterrenceCurves(Shown):
    """What repeated inspection comes to at many detection probabilities.

    Attributes
    ----------
    rules : tuple of InspectionRule, K
        One a number of warnings; their own detection probability counts for nothing.
    detections : array, shape (P,)
        [probability]
    share : array, shape (K, P)
        [share of all periods] Exploited in the long run.
    deterred_at_start : array of bool, shape (K, P)
        Whether a firm without a warning complies.
    least_detection : array, shape (K,)
        [probability] From which on a firm with all its warnings complies; infinite where none is enough.
    """

    rules: tuple[InspectionRule, ...] = field(repr=False)
    detections: Array = field(repr=False)
    share: Array = field(repr=False)
    deterred_at_start: Array = field(repr=False)
    least_detection: Array = field(repr=False)

    @property
    def warnings(self) -> tuple[int, ...]:
        """Numbers of warnings before a sanction."""
        return tuple(rule.warnings for rule in self.rules)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a detection probability, two columns a number of warnings."""
        import pandas as pd

        data: dict[str, Array] = {}
        for k, count in enumerate(self.warnings):
            data[f"share exploited, warnings: {count}"] = self.share[k]
            data[f"complies at the start, warnings: {count}"] = self.deterred_at_start[k]
        return pd.DataFrame(data, index=pd.Index(self.detections, name="detection"))


def deterrence_curves(
    fine_multiple: Number,
    *,
    discount: Number,
    warnings: Iterable[int] = (0, 1, 2),
    expiry: Number = 0,
    after_sanction: AfterSanction = "stays",
    detections: Any = None,
) -> DeterrenceCurves:
    """Tell what a firm does at each detection probability, by the number of warnings before a sanction.

    Parameters
    ----------
    fine_multiple, discount, expiry, after_sanction
        As in :func:`~tvet_games.solve.repeated_inspection.repeated_inspection`.
    warnings : iterable of int
    detections : array_like, shape (P,), optional
        [probability] In increasing order; by default ``POINTS`` from 0 to 1.

    Returns
    -------
    DeterrenceCurves

    Raises
    ------
    InputError
        If something is not a number within its bounds, or there is none.

    Examples
    --------
    >>> curves = deterrence_curves(1, discount=0.9, warnings=[0, 1], expiry=0.25, detections=[0.25, 0.75])
    >>> curves.share.tolist(), curves.deterred_at_start.tolist()
    ([[1.0, 0.0], [1.0, 0.25]], [[False, True], [False, False]])
    """
    points = _points(detections)
    counts = list(expected(warnings, Iterable, "warnings", "whole numbers, as in (0, 1, 2)"))
    if not counts:
        raise InputError("warnings", [Problem("", "expected at least one number of warnings")])
    share = np.empty((len(counts), len(points)))
    deterred = np.empty((len(counts), len(points)), dtype=bool)
    found = [
        repeated_inspection(
            1, 0, fine_multiple, warnings=count, discount=discount, expiry=expiry, after_sanction=after_sanction
        )
        for count in counts
    ]
    for k, count in enumerate(counts):
        rule = found[k].rule
        best = rule.behaviour(np.repeat(points[:, None], count + 1, axis=1))
        deterred[k] = ~best.exploits[:, 0]
        for j, exploits in enumerate(best.exploits):
            share[k, j] = rule.at(Fraction(float(points[j]))).long_run(exploits.tolist()).share
    least = np.array([float(one.least_detection[-1]) for one in found])
    return DeterrenceCurves(tuple(one.rule for one in found), points, share, deterred, least)


def _points(given: Any) -> Array:
    """Detection probabilities in increasing order."""
    if given is None:
        return np.linspace(0, 1, POINTS)
    wanted = InputError("detections", [Problem("", "expected probabilities that increase", shorten(str(given)))])
    try:
        points = np.atleast_1d(np.asarray(given, dtype=np.float64))
    except (TypeError, ValueError):
        raise wanted from None
    inside = points.ndim == 1 and len(points) > 0 and bool((points >= 0).all() and (points <= 1).all())
    if not inside or (np.diff(points) <= 0).any():
        raise wanted
    return points
