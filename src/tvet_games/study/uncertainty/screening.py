"""Which uncertain values matter to an answer at all, with few worlds: Morris' elementary effects.

The output is one of :mod:`~tvet_games.study.uncertainty.outputs` under one policy. Each effect is what the output
changes by when one value moves through its whole range, the others standing somewhere. A distribution without ends has
no whole range; its outer tails of ``TAIL`` are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tvet_games.model.calibration import Calibration
from tvet_games.model.instrument import Instrument
from tvet_games.numerics import Array
from tvet_games.policy.criteria import Criterion
from tvet_games.study.uncertainty.cooperation import Wanted
from tvet_games.study.uncertainty.indices import MorrisEffects, morris_effects
from tvet_games.study.uncertainty.intervals import check_confidence
from tvet_games.study.uncertainty.subject import Policies, Subject
from tvet_games.study.uncertainty.variance import Asked, read_output
from tvet_games.study.worlds.designs import seed_of
from tvet_games.study.worlds.distributions import Distribution
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

TAIL = 0.005
"""Share left out at either end of a distribution without ends."""

NEGLIGIBLE = 0.01
"""A value whose mean effect is at most this part of the largest hardly matters."""

SOURCE = "screening"


@dataclass(frozen=True, slots=True, eq=False)
class Screening(Shown):
    """Which uncertain values matter to an output.

    Attributes
    ----------
    subject : Subject
        Conflicts, calibration, the policy, and how each value may lie.
    output : str
    verdict : tuple of str or Criterion
        What ``cooperation`` means.
    effects : MorrisEffects
        Of each value, the largest first; none where the output is constant.
    confidence : float
    undefined : float or None
        What counted where the output is infinite or undefined.
    undefined_share : float
        [share of the worlds] In which that was so.
    seed : int
    """

    subject: Subject = field(repr=False)
    output: str
    verdict: tuple[str | Criterion, ...]
    effects: MorrisEffects = field(repr=False)
    confidence: float
    undefined: float | None
    undefined_share: float
    seed: int

    def __repr__(self) -> str:
        return f"Screening({self.subject.where}, {self.output!r})"

    @property
    def is_constant(self) -> bool:
        """Whether the output is the same in all worlds that were played."""
        return not self.effects.names

    @property
    def matters(self) -> tuple[str, ...]:
        """Values whose mean effect is more than ``NEGLIGIBLE`` of the largest."""
        least = NEGLIGIBLE * self.effects.mu_star.max(initial=0.0)
        return tuple(n for n, size in zip(self.effects.names, self.effects.mu_star, strict=True) if size > least)

    def card(self, language: Language | None = None) -> Card:
        """Return a row a value."""
        from tvet_games.study.uncertainty.card import screening_card

        return screening_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a value, the largest mean effect first."""
        frame = self.effects.to_frame().rename_axis("value")
        provenance = [self.subject.calibration.values[name].provenance for name in self.effects.names]
        frame.insert(0, "provenance", provenance)
        return frame

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Say it in sentences, in English or Chinese."""
        from tvet_games.study.uncertainty.sensitivity_words import describe_screening

        return describe_screening(self, language)


def screening(
    conflicts: Asked,
    calibration: Calibration | str | None = None,
    policy: Policies = None,
    *,
    output: str = "margin",
    verdict: Wanted = "equilibrium",
    paths: int = 64,
    distribution: Distribution = "uniform",
    undefined: float | None = None,
    rng: int | np.random.Generator = 0,
    confidence: float = 0.95,
    instruments: Iterable[Instrument] | None = None,
) -> Screening:
    """Tell which uncertain values matter to an answer at all; parameters as in :func:`variance_sensitivity`.

    Parameters
    ----------
    conflicts, calibration, policy, output, verdict, distribution, undefined, rng, confidence, instruments
        As in :func:`variance_sensitivity`.
    paths : int
        At least 2; paths (values + 1) worlds are played.

    Returns
    -------
    Screening

    Raises
    ------
    UnknownNameError
        If a name is unknown.
    InputError
        As for :func:`variance_sensitivity`, or if there are too few paths.

    References
    ----------
    Morris (1991), Factorial sampling plans for preliminary computational experiments, Technometrics 33.
    doi:10.2307/1269043

    Examples
    --------
    >>> found = screening("school_enterprise", "austria_2016", paths=16)
    >>> found.matters[0]
    'retention'
    """
    subject, wanted, function, missing = read_output(
        conflicts, calibration, policy, output, verdict, distribution, undefined, instruments
    )
    level, seed = check_confidence(confidence, SOURCE), seed_of(rng, SOURCE)
    endless = np.array([not np.isfinite([q.low, q.high]).all() for q in subject.lie])

    def within(unit: Array) -> Array:
        return function(np.where(endless, TAIL + (1 - 2 * TAIL) * unit, unit))

    found = morris_effects(within, subject.names, paths=paths, seed=seed, confidence=level)
    share = float(np.concatenate(missing).mean())
    return Screening(subject, output, wanted, _ordered(found), level, undefined, share, seed)


def _ordered(found: MorrisEffects) -> MorrisEffects:
    order = np.argsort(-found.mu_star, kind="stable")
    columns = {name: getattr(found, name)[order] for name in ("mu", "mu_star", "sigma", "mu_star_half")}
    return replace(found, names=tuple(found.names[k] for k in order), **columns)
