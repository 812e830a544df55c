"""Repeated inspection with warnings before a sanction: what a firm does that is inspected for ever.

In each period the firm exploits, which gains g, or complies. A firm that exploits is found out with probability p. The
first w times it is warned, and may keep the gain; with w warnings held it is sanctioned: S is taken, which is (1 + m) g
where the gain is confiscated and fined m times. A warning expires with probability e after a period of complying. The
firm discounts by delta a period; the process is that of :mod:`~tvet_games.solve.inspection_process`. Without warnings
it complies from the static ``p = g/S = 1/(1 + m)`` on. With w >= 1 warnings that cost nothing:

1. **The first violations are free.** In state 0 exploiting brings g now and, whatever follows, no less than complying
   for ever, which is worth 0. So no p, fine or patience deters a firm without a warning, and where warnings never
   expire no firm with fewer than w.
2. **The last state is as in the static case** where warnings never expire: the firm stays there, so what it gains per
   period, g - p S, decides. From g/S on it exploits w/p periods in expectation, then complies for good; that is worth
   ``(1 - b**w) g/(1 - delta)`` to it, with ``b = delta p/(1 - delta + delta p)``. Patience changes the worth only.
3. **Where warnings expire the last state deters more**: complying now leads back to a free violation, which exploiting
   puts off. For w = 1, with detection p without and p' with a warning, it complies there from

       p' = (g/S) (1 - delta + delta p)/(1 - delta + delta (p + e))

   on (with more warnings the same where p' = p): g/S for delta = 0, and where p' = p in the limit of patience
   ``g/S - e``, or 0 if that is below. But then it exploits again whenever it is free to: a share e/(e + p) of all
   periods in the long run.
4. **A sanction that wipes the slate clean** (``cleared``) **deters less**: it buys w more free violations. Where
   warnings never expire a patient firm is deterred only from ``p = (w + 1) g/S`` on.

A warning that costs something (a published one its reputation, or the gain where it is confiscated) is a small
sanction, and can deter in state 0 too.

References
----------
Harrington (1988), Enforcement leverage when penalties are restricted, Journal of Public Economics 37, 29-53.
Mungan (2013), Optimal warning strategies, Review of Law and Economics 9. doi:10.1515/rle-2012-0010
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, expected, shorten, unknown, whole
from tvet_games.numerics import Array, Number, exact, row_of_numbers
from tvet_games.solve.inspection_process import AFTER_SANCTION, AfterSanction, InspectionRule
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

MOST_WARNINGS = 8
"""Most warnings before a sanction."""

GRID, ROUNDS = 64, 9
"""Into how many parts the detection probabilities are divided to find the least that deters, and how often again."""


@dataclass(frozen=True, slots=True)
class RepeatedInspection(Shown):
    """What a firm does that is inspected again and again.

    Attributes
    ----------
    rule : InspectionRule
    exploits : tuple of bool, w+1
        What it does with 0, 1, ..., w warnings.
    values : tuple of Fraction, w+1
        [money] Discounted sum of all periods, beyond complying for ever.
    share_exploited : Fraction
        [share of all periods] In the long run, starting without a warning.
    periods_exploited : Fraction or float
        [periods] Expected, before it first complies (or is closed); infinite where it never does.
    least_detection : tuple of Fraction or float, w+1
        [probability] From which on it complies with 0, 1, ..., w warnings; infinite where none is enough. A separate
        follow-up stays as it is for state 0, and alone moves for the others.
    at_once : RepeatedInspection or None
        The same with a sanction at once; None where it is.
    """

    rule: InspectionRule = field(repr=False)
    exploits: tuple[bool, ...]
    values: tuple[Fraction, ...] = field(repr=False)
    share_exploited: Fraction
    periods_exploited: Any
    least_detection: tuple[Any, ...] = field(repr=False)
    at_once: RepeatedInspection | None = field(repr=False)

    @property
    def deterred_at_start(self) -> bool:
        """Whether a firm without a warning complies."""
        return not self.exploits[0]

    @property
    def extra_share(self) -> Fraction:
        """What warnings cost in deterrence: the share exploited beyond that with a sanction at once."""
        return self.share_exploited - (self if self.at_once is None else self.at_once).share_exploited

    @property
    def extra_value(self) -> Fraction:
        """What warnings are worth to the firm [money], beyond a sanction at once."""
        return self.values[0] - (self if self.at_once is None else self.at_once).values[0]

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.inspection_card import inspection_card

        return inspection_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a number of warnings held."""
        import pandas as pd

        data = {
            "detection": self.rule.detections,
            "exploits": self.exploits,
            "value": self.values,
            "least detection that deters": self.least_detection,
        }
        return pd.DataFrame(data, index=pd.RangeIndex(len(self.exploits), name="warnings held"))


def repeated_inspection(
    gain: Number,
    detection: Number,
    fine_multiple: Number = 0,
    *,
    warnings: int = 1,
    discount: Number,
    expiry: Number = 0,
    detection_after_warning: Number | None = None,
    confiscate_on_warning: bool = False,
    warning_cost: Number = 0,
    after_sanction: AfterSanction = "stays",
    worth: Number = 0,
    sanction: Number | None = None,
) -> RepeatedInspection:
    """Find what a firm does that is warned before it is sanctioned.

    Parameters
    ----------
    gain : number
        [money a period] Of exploiting, at least 0.
    detection : number
        [probability] That a period of exploiting is found out.
    fine_multiple : number
        [ratio] The sanction confiscates the gain and fines this multiple of it.
    warnings : int
        Before a sanction, at most ``MOST_WARNINGS``; 0: sanction at once.
    discount : number
        [factor a period] At least 0, below 1.
    expiry : number
        [probability] That a warning expires after a period of complying.
    detection_after_warning : number, optional
        [probability] With a warning or more (follow-up evaluation); by default the same.
    confiscate_on_warning : bool
        Whether a warning takes the gain.
    warning_cost : number
        [money] What a warning costs the firm beside that, such as its name where it is published.
    after_sanction : str
        ``stays``: the warnings stay and the next violation is sanctioned too; ``cleared``: it starts afresh;
        ``closed``: the site is closed for good.
    worth : number
        [money a period] What the firm has from complying, which a closure ends.
    sanction : number, optional
        [money] All that a sanction takes, where that is not ``(1 + fine_multiple) * gain``.

    Returns
    -------
    RepeatedInspection

    Raises
    ------
    InputError
        If something is not a number within its bounds.

    Notes
    -----
    Floats mean their decimal form. Where both are equally good the firm complies. ``least_detection`` is exact in the
    last state where there is a closed form, otherwise found by bisection.

    References
    ----------
    Harrington (1988), Enforcement leverage when penalties are restricted, Journal of Public Economics 37, 29-53.
    Mungan (2013), Optimal warning strategies, Review of Law and Economics 9. doi:10.1515/rle-2012-0010

    Examples
    --------
    >>> found = repeated_inspection(300, "1/2", 1, discount=0.9)
    >>> print(found.exploits, found.periods_exploited, found.share_exploited, found.at_once.exploits)
    (True, False) 2 0 (False,)
    >>> print(*found.least_detection)
    inf 1/2
    >>> print(repeated_inspection(300, "1/2", 1, discount=0.9, expiry=0.25).share_exploited)
    1/3
    """
    if after_sanction not in AFTER_SANCTION:
        raise unknown("thing that follows a sanction", str(after_sanction), AFTER_SANCTION)
    held = whole(warnings, "repeated_inspection", "warnings")
    if held > MOST_WARNINGS:
        what = f"expected a whole number of at most {MOST_WARNINGS}"
        raise InputError("repeated_inspection", [Problem("warnings", what, shorten(str(warnings)))])
    gained = _within("gain", gain)
    factor = _within("discount", discount, 1)
    if factor == 1:
        raise InputError("repeated_inspection", [Problem("discount", "expected a number below 1", str(discount))])
    taken = expected(confiscate_on_warning, bool, "confiscate_on_warning", "True or False") * gained
    fined = (1 + _within("fine_multiple", fine_multiple)) * gained
    lost = _within("worth", worth) * factor / (1 - factor)
    later = None
    if detection_after_warning is not None:
        later = _within("detection_after_warning", detection_after_warning, 1)
    return _solved(
        InspectionRule(
            gain=gained,
            sanction=fined if sanction is None else _within("sanction", sanction),
            warnings=held,
            discount=factor,
            expiry=_within("expiry", expiry, 1),
            detection=_within("detection", detection, 1),
            follow_up=later,
            warning_loss=taken + _within("warning_cost", warning_cost),
            closure_loss=lost if after_sanction == "closed" else Fraction(0),
            after_sanction=after_sanction,
        )
    )


def _solved(rule: InspectionRule) -> RepeatedInspection:
    best = rule.behaviour(row_of_numbers(rule.detections))
    exploits = tuple(bool(e) for e in best.exploits)
    ahead = rule.long_run(exploits)
    return RepeatedInspection(
        rule,
        exploits,
        tuple(best.values),
        ahead.share,
        ahead.periods,
        tuple(_least_detection(rule, state) for state in range(rule.warnings + 1)),
        _solved(replace(rule, warnings=0)) if rule.warnings else None,
    )


def _within(name: str, given: object, high: int | None = None) -> Fraction:
    """A number of at least 0, and at most ``high``, as a fraction."""
    wanted = "a number of at least 0" if high is None else f"a number between 0 and {high}"
    try:
        number = exact(given)
    except FormulaError:
        number = Fraction(-1)
    if number < 0 or (high is not None and number > high):
        raise InputError("repeated_inspection", [Problem(name, f"expected {wanted}", shorten(str(given)))])
    return number


def _least_detection(rule: InspectionRule, state: int) -> Any:
    """The least detection probability from which on one complies in a state; infinite where there is none."""
    least = _in_last_state(rule) if state == rule.warnings else None
    if least is not None:
        return least if least <= 1 else math.inf
    low, high = 0.0, 1.0
    for _ in range(ROUNDS):
        points = np.linspace(low, high, GRID + 1)
        exploits = rule.behaviour(_with_detection(rule, state, points)).exploits[:, state]
        if exploits[-1]:
            return math.inf
        if not exploits.any():
            return low
        last = int(np.flatnonzero(exploits)[-1])
        low, high = points[last], points[last + 1]
    return float(high)


def _in_last_state(rule: InspectionRule) -> Fraction | None:
    """The same with all warnings held in closed form; None where there is none.

    There complying is worth ``(1 - delta) V`` a period, where V is the worth of the free violations that it leads to.
    """
    held, at_stake = rule.warnings, rule.sanction + rule.closure_loss
    if held and rule.after_sanction == "cleared":
        return None
    free = Fraction(0)
    if held and rule.expiry:
        if held > 1 or rule.follow_up is None or rule.after_sanction == "closed":
            return None
        first = max(rule.gain - rule.detection * rule.warning_loss, Fraction(0))
        fading = rule.discount * rule.expiry
        free = first * fading / (1 - rule.discount + rule.discount * rule.detection + fading)
    if rule.gain <= free:
        return Fraction(0)
    return (rule.gain - free) / at_stake if at_stake else Fraction(2)


def _with_detection(rule: InspectionRule, state: int, points: Array) -> Array:
    """Detection (k, w+1) where that of a state takes the given values (k,), with all states that have the same."""
    table = np.repeat(np.array([[float(p) for p in rule.detections]]), len(points), axis=0)
    if rule.follow_up is None:
        table[:] = points[:, None]
    elif state == 0:
        table[:, 0] = points
    else:
        table[:, 1:] = points[:, None]
    return table
