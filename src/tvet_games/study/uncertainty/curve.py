"""How likely cooperation is at each level of one instrument, and from which level on it is likely enough.

With levels x_1 < ... < x_L and p_l the share of worlds in which everybody's cooperation stands at x_l, the least level
for a share s is

    x_m   with   m = min {l : p_j >= s for every j >= l},

so that a curve that falls again counts from where it stays above. All levels meet the same worlds. Between the levels
that were looked at nothing is known; the intervals are those of each level by itself.

Shapes: levels ``(L,)``, probabilities and ends of intervals ``(L,)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, shorten, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import instruments_by_name
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array
from tvet_games.study.setting import numbers_of
from tvet_games.study.uncertainty.cooperation import Wanted
from tvet_games.study.uncertainty.probability import CooperationProbability, cooperation_probability
from tvet_games.study.uncertainty.subject import Policies, read_policies
from tvet_games.study.worlds.distributions import Distribution
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

SOURCE = "probability_curve"

ENOUGH = 0.8
"""Share of the worlds that is asked for unless another is given."""


@dataclass(frozen=True, slots=True, eq=False)
class ProbabilityCurve(Shown):
    """How likely cooperation is at each level of one instrument.

    Attributes
    ----------
    over : str
        The instrument.
    values : array, shape (L,)
        [dimension of the instrument] Levels, increasing.
    found : CooperationProbability
        A policy a level, with subject, verdict, draws, design and seed.
    at_least : float
        [share of worlds] That was asked for.
    """

    over: str
    values: Array
    found: CooperationProbability = field(repr=False)
    at_least: float

    def __repr__(self) -> str:
        return f"ProbabilityCurve({self.over!r}, {len(self.values)} levels, at_least={self.at_least:.4g})"

    @property
    def probability(self) -> Array:
        """[share of worlds] At each level, shape (L,)."""
        return np.array([one.probability for one in self.found.policies])

    @property
    def low(self) -> Array:
        """[share of worlds] Low ends of the intervals, shape (L,)."""
        return np.array([one.interval.low for one in self.found.policies])

    @property
    def high(self) -> Array:
        """[share of worlds] High ends of the intervals, shape (L,)."""
        return np.array([one.interval.high for one in self.found.policies])

    @property
    def instrument(self) -> Instrument:
        """The instrument whose level moves."""
        return self.found.subject.known[self.over]

    def least(self, share: float | None = None, *, surely: bool = False) -> float | None:
        """Return the least level from which on cooperation stands in at least a share of the worlds.

        Parameters
        ----------
        share : float, optional
            [share of worlds] By default the one that was asked for.
        surely : bool
            Whether the low end of the interval must reach the share, not only the estimate.

        Returns
        -------
        float or None
            [dimension of the instrument] One of the levels; None where the largest of them does not reach it.

        Raises
        ------
        InputError
            If the share is not above 0 and at most 1.
        """
        reached = (self.low if surely else self.probability) >= _share(self.at_least if share is None else share)
        staying = np.logical_and.accumulate(reached[::-1])[::-1]
        return float(self.values[int(np.argmax(staying))]) if staying.any() else None

    def card(self, language: Language | None = None) -> Card:
        """Return a row a level."""
        from tvet_games.study.uncertainty.card import curve_card

        return curve_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a level; probability and the ends of its interval."""
        import pandas as pd

        columns = {"probability": self.probability, "low": self.low, "high": self.high}
        return pd.DataFrame(columns, index=pd.Index(self.values, name=self.over))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Say it in sentences, in English or Chinese."""
        from tvet_games.study.uncertainty.curve_words import describe_curve

        return describe_curve(self, language)


def probability_curve(
    conflicts: Conflict | str | Sequence[Conflict | str],
    calibration: Calibration | str,
    over: str,
    values: Any,
    policy: Policies = None,
    *,
    at_least: float = ENOUGH,
    verdict: Wanted = "equilibrium",
    draws: int = 4096,
    distribution: Distribution = "uniform",
    design: str = "random",
    rng: int | np.random.Generator = 0,
    confidence: float = 0.95,
    instruments: Iterable[Instrument] | None = None,
) -> ProbabilityCurve:
    """Tell in how many worlds everybody cooperates at each level of an instrument, and from which level on in enough.

    Parameters
    ----------
    conflicts, calibration, verdict, draws, distribution, design, rng, confidence, instruments
        As in :func:`cooperation_probability`.
    over : str
        An instrument.
    values : array_like, shape (L,)
        [dimension of the instrument] Its levels, increasing, from 0 on.
    policy : Policy or result with levels, optional
        Of the other instruments.
    at_least : float
        [share of worlds] Above 0 and at most 1.

    Returns
    -------
    ProbabilityCurve

    Raises
    ------
    UnknownNameError
        If a name is unknown.
    InputError
        If the levels do not increase or are negative, the policy sets the same instrument, or as for
        :func:`cooperation_probability`.

    References
    ----------
    Clopper and Pearson (1934), The use of confidence or fiducial limits, Biometrika 26. doi:10.1093/biomet/26.4.404

    Examples
    --------
    >>> levels = np.linspace(0, 12_000, 25)
    >>> curve = probability_curve("school_enterprise", "germany_2022", "training_subsidy", levels)
    >>> curve.least(), curve.least(0.5), curve.least(surely=True)
    (6000.0, 4500.0, 6000.0)
    """
    known, share = instruments_by_name(instruments), _share(at_least)
    if over not in known:
        raise unknown("instrument", str(over), known, source=SOURCE, field="over")
    levels = _levels(over, values)
    around = _around(over, policy)
    policies = {f"{over}={level!r}".removesuffix(".0"): Policy(**{**around, over: level}) for level in levels.tolist()}
    found = cooperation_probability(
        conflicts,
        calibration,
        policies,
        verdict=verdict,
        draws=draws,
        distribution=distribution,
        design=design,
        rng=rng,
        confidence=confidence,
        instruments=known.values(),
    )
    return ProbabilityCurve(over, levels, found, share)


def _levels(over: str, given: Any) -> Array:
    what = "expected levels that increase, from 0 on"
    levels = numbers_of(over, given, "values", what)
    if (np.diff(levels) <= 0).any() or levels[0] < 0:
        raise InputError("values", [Problem(over, what, shorten(str(given)))])
    return levels


def _around(over: str, given: Policies) -> Mapping[str, Any]:
    """Levels of the other instruments."""
    policies = list(read_policies(given).values())
    if len(policies) > 1:
        raise InputError(SOURCE, [Problem("policy", "expected one policy", str(len(policies)))])
    levels = dict(policies[0].items())
    if over in levels:
        raise InputError(SOURCE, [Problem("policy", "sets the level that moves; leave it out", over)])
    return levels


def _share(given: object) -> float:
    if isinstance(given, int | float | np.number) and 0 < float(given) <= 1:
        return float(given)
    raise InputError(SOURCE, [Problem("at_least", "expected a share above 0 and at most 1", shorten(repr(given)))])
