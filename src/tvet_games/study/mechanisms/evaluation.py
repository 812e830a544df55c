"""Evaluation and feedback: how much monitoring deters, what a warning costs, and what published ratings add.

Whoever is inspected is tempted by what deviating brings while all others cooperate; who is found out loses the illegal
gain and a multiple of it. Three mechanisms of section 4.2.4 of the paper are applied to a conflict:

- inspection: the detection probability that deters on the illegal gain alone, ``1/(1 + fine multiple)``, and the one
  that deters here, where other payoffs hang on the deviation too; the cheapest policy of inspection alone, of public
  recognition alone and of both; what an inspector does who is free to look or not;
- rectification opinions and follow-up: warnings before a sanction, as a repeated inspection;
- publicised results: a breach becomes known for certain, not only when an inspection finds it, so that less patience is
  needed for lasting cooperation (the critical discount factors of :mod:`~tvet_games.solve.repeated`).

References
----------
Avenhaus, von Stengel and Zamir (2002), Inspection games, Handbook of Game Theory 3, chapter 51.
doi:10.1016/S1574-0005(02)03014-X
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, shorten
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array, Number, exact
from tvet_games.policy.criteria import Nash
from tvet_games.policy.levers import Lever
from tvet_games.policy.search import cheapest_policy
from tvet_games.policy.solution import PolicySolution
from tvet_games.solve.inspection_process import AfterSanction
from tvet_games.solve.repeated import critical_discounts
from tvet_games.solve.repeated_inspection import repeated_inspection
from tvet_games.study.mechanisms.exposures import (
    FINE,
    INSPECTION,
    Exposure,
    exposures_of,
    fine_multiple,
    inspection_lever,
    least_level,
)
from tvet_games.study.setting import Setting, read_setting, setting
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

if TYPE_CHECKING:
    from tvet_games.policy.threshold.threshold import Threshold

RECOGNITION = "public_recognition"
"""Name of the instrument."""

DISCOUNT = Fraction(9, 10)
"""Discount factor of a period unless one is given. What a warned firm does rests on it only where warnings expire or a
sanction changes their number."""


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """What published ratings do for lasting cooperation.

    Attributes
    ----------
    detection : Fraction
        [probability] That a breach becomes known without them.
    without, published : array, shape (n,)
        [discount factor a period] From which each player keeps cooperating; infinite where none is enough.
    """

    detection: Fraction
    without: Array
    published: Array


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation(Shown):
    """What evaluation and feedback do in a conflict.

    Attributes
    ----------
    conflict : Conflict
    calibration : Calibration
    policy : Policy
        What is in force; inspection aside for everything but the ratings.
    lever : Lever or None
        Inspection with the bounds of its level (a detection probability); None where it does nothing here.
    fine_multiple : Fraction or None
    exposures : tuple of Exposure
    least_level : Fraction or float
        [probability] Detection from which nobody gains by deviating; infinite where inspection alone is not enough.
    inspection, both, recognition : PolicySolution or None
        The cheapest policy with inspection alone, with recognition beside it, with recognition alone, on top of what is
        in force; None where an instrument does nothing here.
    detection : Fraction
        [probability] At which repeated inspection and ratings are looked at.
    ratings : Ratings
    labels : Labels
    """

    conflict: Conflict = field(repr=False)
    calibration: Calibration = field(repr=False)
    policy: Policy
    lever: Lever | None = field(repr=False)
    fine_multiple: Fraction | None
    exposures: tuple[Exposure, ...]
    least_level: Any
    inspection: PolicySolution | None = field(repr=False)
    both: PolicySolution | None = field(repr=False)
    recognition: PolicySolution | None = field(repr=False)
    detection: Fraction
    ratings: Ratings = field(repr=False)
    labels: Labels = field(repr=False)

    def __repr__(self) -> str:
        return f"Evaluation({self.conflict.name} on {self.calibration.name}, {self.policy!r})"

    @property
    def unit(self) -> str:
        """Unit of the payoffs."""
        return self.calibration.unit_per(self.conflict.per)

    @property
    def within_bound(self) -> bool:
        """Whether inspection alone, within its bound, leaves nobody a gain from deviating."""
        return self.lever is not None and self.least_level <= self.lever.high

    def threshold(self) -> Threshold | None:
        """The least level of inspection alone as a formula in the fine multiple; None where it does nothing here.

        Other instruments are at level 0, whatever is in force.
        """
        from tvet_games.policy.threshold.threshold import threshold

        if self.lever is None:
            return None
        at, free = self.calibration, (FINE,)
        return threshold(self.conflict, self.lever.instrument, criterion=Nash(margin=0), calibration=at, free=free)

    def card(self, language: Language | None = None) -> Card:
        """Return exposures, packages and ratings."""
        from tvet_games.study.mechanisms.evaluation_card import evaluation_card

        return evaluation_card(self, spoken(language))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """What it comes to, in sentences."""
        from tvet_games.study.mechanisms.evaluation_words import describe

        return describe(self, language)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a player (and action that inspection is directed against)."""
        import pandas as pd

        rows = []
        for i, player in enumerate(self.conflict.player_names):
            factors = {
                "critical discount factor, found by inspection": self.ratings.without[i],
                "critical discount factor, published": self.ratings.published[i],
            }
            own = [e for e in self.exposures if e.player == player]
            rows += [{"player": player, "action": e.action} | _row(e) | factors for e in own]
            rows += [] if own else [{"player": player, "action": ""} | factors]
        return pd.DataFrame(rows).set_index(["player", "action"])

    def packages_to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a package; status, levels, expected public cost."""
        import pandas as pd

        found = {"inspection": self.inspection, "both": self.both, "recognition": self.recognition}
        kept = {name: package for name, package in found.items() if package is not None}
        columns = ["status", INSPECTION, RECOGNITION, "expected cost"]
        rows = [[p.status, p.levels.get(INSPECTION), p.levels.get(RECOGNITION), p.cost] for p in kept.values()]
        return pd.DataFrame(rows, columns=columns, index=pd.Index(list(kept), name="package"))


def _row(exposure: Exposure) -> dict[str, Any]:
    repeated = exposure.repeated
    return {
        "illegal gain": exposure.illegal_gain,
        "deterring detection": exposure.deterring,
        "temptation": exposure.temptation,
        "least detection here": exposure.least_detection,
        "share exploited": Fraction(0) if repeated is None else repeated.share_exploited,
        "periods exploited": Fraction(0) if repeated is None else repeated.periods_exploited,
        "violation rate": exposure.violation_rate,
    }


def evaluation(
    conflict: Conflict | str,
    calibration: Calibration | str,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    *,
    warnings: int = 1,
    discount: Number | None = None,
    detection: Number | None = None,
    expiry: Number = 0,
    detection_after_warning: Number | None = None,
    after_sanction: AfterSanction = "stays",
) -> Evaluation:
    """Tell what inspection, warnings, recognition and published ratings do in a conflict.

    Parameters
    ----------
    conflict : Conflict or name
        Where inspection does nothing there are only ratings and, where it acts, recognition.
    calibration : Calibration or name
        Of single values.
    policy : Policy, optional
        Levels in force.
    instruments : iterable of Instrument, optional
        What the names mean; by default the shipped instruments.
    warnings : int
        Before a sanction.
    discount : number, optional
        [factor a period] At least 0, below 1; by default ``DISCOUNT``.
    detection : number, optional
        [probability] At which repeated inspection and ratings are looked at; by default the level of inspection in
        force, or else the highest within its bound.
    expiry, detection_after_warning, after_sanction
        As in :func:`~tvet_games.solve.repeated_inspection.repeated_inspection`.

    Returns
    -------
    Evaluation

    Raises
    ------
    InputError
        If a name or number is wrong, a value is missing, or there is neither an inspection nor a detection probability.

    See Also
    --------
    tvet_games.study.evolution.feedback.feedback : incentives that react to the state of cooperation.

    Examples
    --------
    >>> found = evaluation("school_student", "china_2021")
    >>> (school,) = found.exposures
    >>> print(school.deterring, school.least_detection, found.inspection.status, found.both.levels)
    1/2 43/80 infeasible Policy(inspection=1/2, public_recognition=301)
    """
    around = read_setting(conflict, calibration, policy, instruments)
    lever = inspection_lever(around)
    seen = _detection(around, detection)
    bare = Policy(**{name: level for name, level in around.policy.items() if name != INSPECTION})
    without = setting(around.conflict, around.calibration, bare, around.known.values())
    terms: dict[str, Any] = {
        "warnings": warnings,
        "discount": DISCOUNT if discount is None else discount,
        "expiry": expiry,
        "detection_after_warning": detection_after_warning,
        "after_sanction": after_sanction,
    }
    # Also where nobody is tempted wrong terms are refused.
    repeated_inspection(1, seen, **terms)
    multiple = None if lever is None else fine_multiple(around, lever.instrument)
    exposures = () if lever is None else exposures_of(without, lever.instrument, seen, terms)
    recognition = around.known.get(RECOGNITION)
    acting = [] if lever is None else [lever.instrument]
    praised = [recognition] if recognition is not None and around.conflict.touched_by(recognition) else []
    return Evaluation(
        around.conflict,
        around.calibration,
        around.policy,
        lever,
        multiple,
        exposures,
        least_level(without.game, exposures),
        _package(without, acting),
        _package(without, [*acting, *praised]) if acting and praised else None,
        _package(without, praised),
        seen,
        _ratings(around.game, seen),
        around.labels,
    )


def _detection(around: Setting, given: Number | None) -> Fraction:
    """The detection probability that is looked at."""
    if given is None:
        if around.policy.get(INSPECTION):
            return Fraction(around.policy[INSPECTION])
        known = around.known.get(INSPECTION)
        if known is None:
            what = "is needed where there is no inspection among the instruments"
            raise InputError("evaluation", [Problem("detection", what)])
        return _highest(around, known)
    try:
        number = exact(given)
    except FormulaError:
        number = Fraction(-1)
    if not 0 <= number <= 1:
        raise InputError("evaluation", [Problem("detection", "expected a number between 0 and 1", shorten(str(given)))])
    return number


def _highest(around: Setting, instrument: Instrument) -> Fraction:
    """The highest level of an instrument, also where it does nothing."""
    from tvet_games.model.algebra import FRACTIONS
    from tvet_games.policy.levers import bounded_lever

    numbers = around.calibration.numbers
    return Fraction(bounded_lever(instrument, numbers, (None, None), around.calibration, FRACTIONS).high)


def _package(around: Setting, chosen: Sequence[Instrument]) -> PolicySolution | None:
    """The cheapest policy with some instruments, on top of what is in force."""
    if not chosen:
        return None
    force = {n: v for n, v in around.policy.active.items() if n not in [i.name for i in chosen]}
    levers = [*chosen, *(around.known[name] for name in force)]
    fixed: dict[str, tuple[Number | None, Number | None]] = {name: (level, level) for name, level in force.items()}
    return cheapest_policy(around.conflict, around.calibration, levers, bounds=fixed, status_quo=force)


def _ratings(game: NormalFormGame, detection: Fraction) -> Ratings:
    """Critical discount factors where a breach becomes known with a probability, and for certain."""
    published = critical_discounts(game)
    if detection:
        return Ratings(detection, critical_discounts(game, detection=detection), published)
    return Ratings(detection, np.where(published == 0, published, math.inf), published)
