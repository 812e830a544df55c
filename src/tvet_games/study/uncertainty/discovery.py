"""Scenario discovery: the boxes of values in which a policy fails.

Worlds are drawn, those in which everybody's cooperation does not stand are told apart, and a few limits on few values
are sought that most failures have in common (:mod:`~tvet_games.study.uncertainty.boxes`). What is reported of a box was
counted in fresh worlds. A box is a statement about the ranges: outside the box the policy may fail too, and inside it
may hold.

References
----------
Bryant and Lempert (2010), Thinking inside the box: a participatory, computer-assisted approach to scenario discovery,
Technological Forecasting and Social Change 77. doi:10.1016/j.techfore.2009.08.002
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, whole
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.numerics import Array
from tvet_games.policy.criteria import Criterion
from tvet_games.study.chance.sample_bound import Interval, clopper_pearson
from tvet_games.study.uncertainty.boxes import Box, Drawn, find_boxes
from tvet_games.study.uncertainty.cooperation import Wanted, read_wanted
from tvet_games.study.uncertainty.intervals import check_confidence
from tvet_games.study.uncertainty.probability import held_in
from tvet_games.study.uncertainty.subject import Policies, Subject, read_subject
from tvet_games.study.worlds.designs import check_design, child_seed, seed_of, unit_points
from tvet_games.study.worlds.distributions import Distribution
from tvet_games.study.worlds.draw import at_points
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

SOURCE = "discover"

LEVEL = 0.05
"""Limits whose p-value on fresh worlds is larger are dropped."""


@dataclass(frozen=True, slots=True, eq=False)
class Discovery(Shown):
    """Where a policy fails.

    Attributes
    ----------
    subject : Subject
        Conflicts, calibration, the policy, and how each value may lie.
    verdict : tuple of str or Criterion
        What fails where it does not hold.
    boxes : tuple of Box
        The largest coverage first; none where the policy always holds, or always fails.
    failing : float
        [share] Of the fresh worlds in which the policy fails.
    interval : Interval
        Of Clopper and Pearson, for the share of all worlds.
    coverage, density : float
        [share] Of all boxes together: of the failures that lie in one, and of the worlds in one that fail; NaN without.
    wanted_density : float
        [share] That was asked for; boxes may fall short of it where none reaches it.
    draws : int
        Worlds that the boxes were made from, and as many fresh ones.
    seed : int
    """

    subject: Subject = field(repr=False)
    verdict: tuple[str | Criterion, ...]
    boxes: tuple[Box, ...]
    failing: float
    interval: Interval
    coverage: float
    density: float
    wanted_density: float
    draws: int
    seed: int

    def __repr__(self) -> str:
        return f"Discovery({self.subject.where}, {len(self.boxes)} boxes, failing={self.failing:.4g})"

    def card(self, language: Language | None = None) -> Card:
        """Return a row a limit of a box."""
        from tvet_games.study.uncertainty.card import discovery_card

        return discovery_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a limit of a box."""
        import pandas as pd

        rows = [
            {
                "box": k + 1,
                "value": limit.name,
                "provenance": self.subject.calibration.values[limit.name].provenance,
                "low": limit.low,
                "high": limit.high,
                "p-value": limit.p_value,
                "coverage": box.coverage,
                "density": box.density,
                "mass": box.mass,
            }
            for k, box in enumerate(self.boxes)
            for limit in box.limits
        ]
        columns = ("box", "value", "provenance", "low", "high", "p-value", "coverage", "density", "mass")
        return pd.DataFrame(rows, columns=list(columns)).set_index(["box", "value"])

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Say it in sentences, in English or Chinese."""
        from tvet_games.study.uncertainty.discovery_words import describe_discovery

        return describe_discovery(self, language)


def discover(
    conflicts: Conflict | str | Sequence[Conflict | str],
    calibration: Calibration | str,
    policy: Policies = None,
    *,
    verdict: Wanted = "equilibrium",
    density: float = 0.8,
    limits: int = 4,
    most: int = 4,
    draws: int = 8192,
    distribution: Distribution = "uniform",
    rng: int | np.random.Generator = 0,
    confidence: float = 0.95,
    instruments: Iterable[Instrument] | None = None,
) -> Discovery:
    """Find the boxes of values in which a policy fails.

    Parameters
    ----------
    conflicts : Conflict or name, or a sequence of them
        The policy fails where cooperation does not stand in one of them.
    calibration : Calibration or name
    policy : Policy or result with levels, optional
    verdict : str or Criterion, or a sequence of these
        As in :func:`cooperation_probability`.
    density : float
        [share] Of the worlds in a box that shall fail.
    limits, most : int
        Most limits of a box, and most boxes, at least 1 each.
    draws : int
        Worlds that the boxes are made from, and as many fresh ones to check them.
    distribution : str or mapping
        As in :func:`draw_worlds`.
    rng : int or numpy.random.Generator
    confidence : float
        [share] Of the interval of the share of worlds that fail.
    instruments : iterable of Instrument, optional

    Returns
    -------
    Discovery

    Raises
    ------
    UnknownNameError
        If a name is unknown.
    InputError
        If there is more than one policy, a number does not fit, nothing that the conflicts use is uncertain, or
        scikit-learn is not installed.

    Notes
    -----
    A tree cuts along the values, one at a time. Where a policy fails beyond a slanted boundary, several boxes or a
    lower density are the price of sentences that a reader can check.

    References
    ----------
    Bryant and Lempert (2010), doi:10.1016/j.techfore.2009.08.002

    Examples
    --------
    >>> from tvet_games.model.policy import Policy
    >>> found = discover("school_enterprise", "austria_2016", Policy(training_subsidy=15_000))
    >>> bool(found.boxes[0].density > 2 * found.failing)
    True
    """
    subject = read_subject(conflicts, calibration, policy, distribution, instruments)
    if len(subject.policies) > 1:
        raise InputError(SOURCE, [Problem("policy", "expected one policy", ", ".join(subject.policies))])
    wanted = read_wanted(verdict, subject.conflicts)
    least, level = _share(density), check_confidence(confidence, SOURCE)
    _check_counts(limits=limits, most=most)
    check_design(draws, "random")
    seed = seed_of(rng, SOURCE)
    made_from, fresh = (_drawn(subject, wanted, draws, child_seed(seed, k)) for k in range(2))
    boxes: tuple[Box, ...] = ()
    if 0 < made_from.failing.sum() < draws:
        boxes = find_boxes(made_from, fresh, subject.names, density=least, limits=limits, most=most, level=LEVEL)
    coverage, reached = _together(boxes, fresh, subject.names)
    interval = clopper_pearson(int(fresh.failing.sum()), draws, level)
    failing = float(fresh.failing.mean())
    return Discovery(subject, wanted, boxes, failing, interval, coverage, reached, least, int(draws), seed)


def _drawn(subject: Subject, wanted: Sequence[str | Criterion], draws: int, seed: int) -> Drawn:
    unit = unit_points(subject.names, draws, "random", seed)
    return Drawn(at_points(subject.lie, unit), ~held_in(subject, wanted, unit)[0])


def _together(boxes: Sequence[Box], fresh: Drawn, names: Sequence[str]) -> tuple[float, float]:
    """Coverage and density of the worlds that lie in at least one box."""
    if not boxes or not fresh.failing.any():
        return np.nan, np.nan
    values: dict[str, Array] = dict(zip(names, fresh.values.T, strict=True))
    inside = np.logical_or.reduce([box.holds(values) for box in boxes])
    caught = int((inside & fresh.failing).sum())
    return caught / int(fresh.failing.sum()), caught / int(inside.sum()) if inside.any() else np.nan


def _share(density: object) -> float:
    if isinstance(density, int | float | np.number) and 0 < float(density) <= 1:
        return float(density)
    raise InputError(SOURCE, [Problem("density", "expected a number above 0 and at most 1", str(density))])


def _check_counts(**counts: object) -> None:
    for name, count in counts.items():
        if whole(count, SOURCE, name) < 1:
            raise InputError(SOURCE, [Problem(name, "expected at least 1", str(count))])
