"""How likely cooperation is under each policy, over worlds drawn from what is known of the values.

The probability is the share of worlds in which everybody's cooperation stands, by a verdict of
:mod:`~tvet_games.study.uncertainty.cooperation`, in all conflicts. All policies meet the same worlds, so that their
differences are known better than the probabilities themselves; intervals are those of
:mod:`~tvet_games.study.uncertainty.intervals`. It is a statement about the numbers that nobody knows, not about chance
in any one world.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array
from tvet_games.policy.criteria import Criterion
from tvet_games.study.chance.sample_bound import Interval, clopper_pearson
from tvet_games.study.uncertainty.cooperation import Wanted, holds, read_wanted
from tvet_games.study.uncertainty.intervals import check_confidence, of_replicates, paired_difference, stretched
from tvet_games.study.uncertainty.subject import CELLS, Policies, Subject, read_subject
from tvet_games.study.worlds.designs import check_design, child_seed, seed_of, unit_points
from tvet_games.study.worlds.distributions import Distribution
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

REPLICATES = 16
"""Independent randomisations of a Latin hypercube or Sobol design."""

LEAST_EACH = 4
"""Fewest worlds of a replicate: with 2, 95 % intervals cover a probability of 0.1 in 87 % of the cases."""

SOURCE = "cooperation_probability"


@dataclass(frozen=True, slots=True, eq=False)
class PolicyChance:
    """How likely cooperation is under one policy.

    Attributes
    ----------
    name : str
    policy : Policy
    probability : float
        [share of worlds]
    interval : Interval
    method : str
        ``Clopper-Pearson``; ``replicates``; ``replicates agree`` where independent draws were counted instead.
    difference : float
        [share of worlds] More than under the first policy.
    difference_interval : Interval
    gained, lost : float
        [share of worlds] In which cooperation stands under this policy and not under the first, and the reverse.
    """

    name: str
    policy: Policy
    probability: float
    interval: Interval
    method: str
    difference: float
    difference_interval: Interval
    gained: float
    lost: float


@dataclass(frozen=True, slots=True, eq=False)
class CooperationProbability(Shown):
    """How likely cooperation is under each policy.

    Attributes
    ----------
    subject : Subject
        Conflicts, calibration, policies, and how each value may lie that was drawn.
    verdict : tuple of str or Criterion
        What had to hold in every conflict.
    policies : tuple of PolicyChance
        Compared with the first.
    draws : int
        Worlds in all.
    design : str
    replicates : int
        1 for independent worlds.
    confidence : float
    seed : int
    """

    subject: Subject = field(repr=False)
    verdict: tuple[str | Criterion, ...]
    policies: tuple[PolicyChance, ...]
    draws: int
    design: str
    replicates: int
    confidence: float
    seed: int

    def __repr__(self) -> str:
        return f"CooperationProbability({self.subject.where}, {len(self.policies)} policies, {self.draws:,} draws)"

    def card(self, language: Language | None = None) -> Card:
        """Return a row a policy."""
        from tvet_games.study.uncertainty.card import probability_card

        return probability_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a policy; probability and difference to the first, with ends."""
        import pandas as pd

        rows = [
            {
                "probability": p.probability,
                "low": p.interval.low,
                "high": p.interval.high,
                "difference": p.difference,
                "difference low": p.difference_interval.low,
                "difference high": p.difference_interval.high,
                "gained": p.gained,
                "lost": p.lost,
                "method": p.method,
            }
            for p in self.policies
        ]
        return pd.DataFrame(rows, index=pd.Index([p.name for p in self.policies], name="policy"))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Say it in sentences, in English or Chinese."""
        from tvet_games.study.uncertainty.probability_words import describe_probability

        return describe_probability(self, language)


def cooperation_probability(
    conflicts: Conflict | str | Sequence[Conflict | str],
    calibration: Calibration | str,
    policies: Policies = None,
    *,
    verdict: Wanted = "equilibrium",
    draws: int = 4096,
    distribution: Distribution = "uniform",
    design: str = "random",
    rng: int | np.random.Generator = 0,
    confidence: float = 0.95,
    instruments: Iterable[Instrument] | None = None,
) -> CooperationProbability:
    """Tell in how many worlds everybody cooperates under each policy, with confidence intervals.

    Parameters
    ----------
    conflicts : Conflict or name, or a sequence of them
        Cooperation must stand in all of them.
    calibration : Calibration or name
    policies : Policy, result with levels, sequence of these, or mapping of names to these, optional
        By default no policy. Each is compared with the first, in the same worlds.
    verdict : str or Criterion, or a sequence of these
        ``equilibrium``, ``strict``, ``unique``, ``dominant``, ``strictly_dominant``, ``risk_dominant``; or a criterion
        such as ``PDominant("0.6")`` or ``Basin("0.5")``.
    draws : int
        Worlds in all; 16 times a power of 2 for ``sobol``, a multiple of 16 for ``latin_hypercube``.
    distribution, design, rng
        As in :func:`draw_worlds`.
    confidence : float
        [share] Of the intervals.
    instruments : iterable of Instrument, optional
        What the names mean; by default the shipped instruments.

    Returns
    -------
    CooperationProbability

    Raises
    ------
    UnknownNameError
        If a name is unknown.
    InputError
        If the number of draws does not fit the design, a verdict does not fit a conflict, a drawn share leaves 0 to 1,
        or nothing that the conflicts use is uncertain.

    Notes
    -----
    For games of three or more players, ``unique`` asks for iterated strict dominance: enough, but not necessary.

    References
    ----------
    Clopper and Pearson (1934), The use of confidence or fiducial limits, Biometrika 26. doi:10.1093/biomet/26.4.404

    Examples
    --------
    >>> found = cooperation_probability("school_enterprise", "austria_2016", [None, Policy(training_subsidy=20_000)])
    >>> [bool(p.interval.low < p.probability < p.interval.high) for p in found.policies]
    [True, True]
    >>> found.policies[1].lost
    0.0
    """
    subject = read_subject(conflicts, calibration, policies, distribution, instruments)
    wanted = read_wanted(verdict, subject.conflicts)
    level = check_confidence(confidence, SOURCE)
    replicates = 1 if design == "random" else REPLICATES
    _check_draws(draws, design, replicates)
    seed = seed_of(rng, SOURCE)
    if replicates == 1:
        held = held_in(subject, wanted, unit_points(subject.names, draws, design, seed))
        found = _counted(subject, held, level)
    else:
        found = _replicated(subject, wanted, draws, design, seed, level)
    return CooperationProbability(subject, wanted, tuple(found), int(draws), design, replicates, level, seed)


def held_in(subject: Subject, wanted: Sequence[str | Criterion], unit: Array) -> Array:
    """Tell for each policy in which worlds the verdicts hold.

    Parameters
    ----------
    subject : Subject
    wanted : sequence of str or Criterion
    unit : array, shape (n, k)
        Points of the unit cube.

    Returns
    -------
    array of bool, shape (policies, n)
    """
    step = max(1, CELLS // subject.cells)
    held = np.empty((len(subject.policies), len(unit)), dtype=bool)
    for first in range(0, len(unit), step):
        part = unit[first : first + step]
        worlds = subject.worlds(part)
        for row, policy in zip(held, subject.policies.values(), strict=True):
            row[first : first + step] = holds(subject.games(worlds, policy, len(part)), wanted)
    return held


def _check_draws(draws: int, design: str, replicates: int) -> None:
    check_design(draws if replicates == 1 else 1, design)
    if replicates == 1:
        return
    check_design(draws, "random")
    each = max(1, round(draws / replicates))
    if design == "sobol":
        each = 1 << round(float(np.log2(each)))
    each = max(each, LEAST_EACH)
    if draws != each * replicates:
        kind = f"a power of 2 from {LEAST_EACH} on" if design == "sobol" else f"{LEAST_EACH} or more"
        what = f"a {design} design takes {replicates} replicates of {kind} of worlds"
        raise InputError(SOURCE, [Problem("draws", what, str(draws), nearest=str(each * replicates))])


def _counted(subject: Subject, held: Array, confidence: float) -> list[PolicyChance]:
    """What independent worlds say."""
    draws = held.shape[1]
    found: list[PolicyChance] = []
    for (name, policy), own in zip(subject.policies.items(), held, strict=True):
        count, gained, lost = int(own.sum()), int((own & ~held[0]).sum()), int((held[0] & ~own).sum())
        found.append(
            PolicyChance(
                name=name,
                policy=policy,
                probability=count / draws,
                interval=clopper_pearson(count, draws, confidence),
                method="Clopper-Pearson",
                difference=(gained - lost) / draws,
                difference_interval=paired_difference(gained, lost, draws, confidence)
                if found
                else Interval(0.0, 0.0, confidence),
                gained=gained / draws,
                lost=lost / draws,
            )
        )
    return found


def _replicated(subject: Subject, wanted: Any, draws: int, design: str, seed: int, level: float) -> list[PolicyChance]:
    """What independent replicates of a design say; independent worlds where all of them agree."""
    each = draws // REPLICATES
    points = (unit_points(subject.names, each, design, child_seed(seed, r)) for r in range(REPLICATES))
    held = np.stack([held_in(subject, wanted, unit) for unit in points], axis=1)

    @cache
    def counted() -> list[PolicyChance]:
        unit = unit_points(subject.names, draws, "random", child_seed(seed, REPLICATES))
        return _counted(subject, held_in(subject, wanted, unit), level)

    found = []
    for p, (name, policy) in enumerate(subject.policies.items()):
        means, differences = held[p].mean(axis=-1), held[p].mean(axis=-1) - held[0].mean(axis=-1)
        probability, difference = float(means.mean()), float(differences.mean())
        interval = of_replicates(means, level, 0.0)
        apart = of_replicates(differences, level, -1.0) if p else Interval(0.0, 0.0, level)
        found.append(
            PolicyChance(
                name=name,
                policy=policy,
                probability=probability,
                interval=interval or stretched(counted()[p].interval, probability),
                method="replicates" if interval else "replicates agree",
                difference=difference,
                difference_interval=apart or stretched(counted()[p].difference_interval, difference),
                gained=float((held[p] & ~held[0]).mean()),
                lost=float((held[0] & ~held[p]).mean()),
            )
        )
    return found
