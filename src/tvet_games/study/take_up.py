"""Take-up: firms differ, so a policy pays some who would have trained anyway and wins some who would not.

Write X for the net cost of training of a firm (training_cost - trainee_output, positive where the firm loses), spread
over trainee places with mean m, scale s and standard shape F (normal or logistic); p for the published share of places
with a net gain; g for what a unit of the level t gives the enterprise and c for what it costs the public where
everybody cooperates, both per trainee place. A firm trains where X - g t < 0, which holds for the share

    F(z + g t / s)  of places,  with  z = F^-1(p)  and  s = -m / z.

So the two moments m and p are met exactly: at level 0 the share is p. All that train take the money:

    cost = c t F(z + g t / s),  additional = F(z + g t / s) - p,  windfall share = p / F(z + g t / s).

Shapes: levels ``(...) -> (...)``.

References
----------
Muehlemann, Schweri, Winkelmann and Wolter (2005), A structural model of demand for apprentices, CESifo Working Paper
1417: net cost decides whether a firm trains, and subsidies to those that train already add little.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import NormalDist
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import calibration_of, calibrations, conflict_of, load_calibration, load_instrument
from tvet_games.numerics import MAX_EXPONENT, Array, to_float
from tvet_games.policy.build import build_problem
from tvet_games.policy.problem import PolicyProblem
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import percent

ENTERPRISE = "enterprise"
"""The player who decides whether to train."""

COST, OUTPUT, SHARE = "training_cost", "trainee_output", "net_gain_share"
"""Values of the calibration that the two moments are read from."""

HALF = 0.5
"""Share on either side of the mean of a symmetric distribution."""

DEFAULT_LEVELS = 21
"""Levels from 0 to the instrument's upper bound, where none are given."""

DISTRIBUTIONS = ("normal", "logistic")
"""Shapes of the distribution of net cost; two, to show what the assumption of a shape is worth."""


@dataclass(frozen=True, slots=True, eq=False)
class TakeUp(Shown):
    """What an instrument does to firms that differ; arrays have the shape of the levels.

    Attributes
    ----------
    calibration, conflict, instrument, distribution, unit : str
    mean : Fraction
        [money per trainee place] Mean net cost of training.
    spread : float
        [money per trainee place] Standard deviation of net cost over places.
    net_gain_share : Fraction
        [share] Published share of places with a net gain.
    provenance : str
        Of that share: measured, derived, statutory or assumed.
    figures : tuple of str
        Ids of the published figures behind it.
    gain, unit_cost : Fraction
        [money per trainee place and unit of level] What the enterprise gets and what the public pays.
    levels : array, shape (...)
        [dimension of the instrument]
    share : array, shape (...)
        [share of places] Where the firm trains.
    additional : array, shape (...)
        [share of places] Where it trains because of the policy.
    cost : array, shape (...)
        [money per place offered] What the public pays.
    cost_per_additional : array, shape (...)
        [money per additional trainee] Infinite where nobody is added, as at level 0.
    windfall_share : array, shape (...)
        [share of the money] What goes to firms that would have trained anyway.
    labels : Labels
        Of the instrument and the calibration.
    """

    calibration: str
    conflict: str = field(repr=False)
    instrument: str
    distribution: str
    unit: str
    mean: Fraction
    spread: float
    net_gain_share: Fraction
    provenance: str
    figures: tuple[str, ...] = field(repr=False)
    gain: Fraction = field(repr=False)
    unit_cost: Fraction = field(repr=False)
    levels: Array = field(repr=False)
    share: Array = field(repr=False)
    additional: Array = field(repr=False)
    cost: Array = field(repr=False)
    cost_per_additional: Array = field(repr=False)
    windfall_share: Array = field(repr=False)
    labels: Labels = field(default_factory=Labels, repr=False)

    @property
    def fitted(self) -> str:
        """Statement of what is fitted."""
        behind = ", ".join((self.provenance, *self.figures))
        return (
            f"Fitted are two moments of {self.calibration}: a mean net cost of {_plain(self.mean)} {self.unit} "
            f"({COST} - {OUTPUT}), and {percent(self.net_gain_share)} of places with a net gain ({behind}). "
            f"They leave a standard deviation of {_plain(self.spread)} {self.unit}."
        )

    @property
    def predicted(self) -> str:
        """Statement of what is predicted, with the highest level as an example."""
        top = np.unravel_index(int(np.argmax(self.levels)), self.levels.shape)
        told = (
            f"Predicted is everything at a level above 0: it follows from the {self.distribution} shape of net cost, "
            f"which nobody measured. At {self.instrument} = {_plain(self.levels[top])} firms train on "
            f"{percent(self.share[top])} of places, and "
        )
        if self.additional[top] <= 0:
            return f"{told}nobody is added."
        each, windfall = _plain(self.cost_per_additional[top]), percent(self.windfall_share[top])
        return f"{told}an additional trainee costs {each} {self.unit}; {windfall} of the money is windfall."

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """What is fitted and what is predicted, in sentences."""
        if language == "en":
            return self.fitted, self.predicted
        unit = unit_label(self.unit, language)
        top = np.unravel_index(int(np.argmax(self.levels)), self.levels.shape)
        behind = "，".join((word(self.provenance, language), *self.figures))
        lever, shape = self.labels.of(self.instrument, language), word(self.distribution, language)
        fitted = (
            f"拟合 {self.calibration} 的两个矩：平均净成本 {_plain(self.mean)} {unit}（{COST} - {OUTPUT}），"
            f"以及 {percent(self.net_gain_share)} 的名额有净收益（{behind}）；"
            f"由此得到标准差 {_plain(self.spread)} {unit}。"
        )
        predicted = (
            f"水平高于 0 的结果均为预测：取决于净成本的{shape}形状，而该形状未经测量。"
            f"当{lever} = {_plain(self.levels[top])} 时，企业在 {percent(self.share[top])} 的名额上培训"
        )
        if self.additional[top] <= 0:
            return fitted, f"{predicted}，没有新增。"
        each, windfall = _plain(self.cost_per_additional[top]), percent(self.windfall_share[top])
        return (
            fitted,
            f"{predicted}，每名新增学徒的成本为 {each} {unit}；{windfall} 的资金流向原本就会培训的企业。",
        )

    def card(self, language: Language | None = None) -> Card:
        """Return a row a level, what is predicted and what is fitted."""
        from tvet_games.study.take_up_card import take_up_card

        return take_up_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a level."""
        import pandas as pd

        names = ("share", "additional", "cost", "cost_per_additional", "windfall_share")
        index = pd.Index(np.ravel(self.levels), name=self.instrument)
        return pd.DataFrame({name: np.ravel(getattr(self, name)) for name in names}, index=index)


def take_up(
    calibration: Calibration | str,
    instrument: Instrument | str = "training_subsidy",
    *,
    levels: Any = None,
    conflict: Conflict | str = "school_enterprise",
    distribution: str = "normal",
) -> TakeUp:
    """Return how many firms train at each level of an instrument, and what an additional trainee costs.

    Parameters
    ----------
    calibration : Calibration or name
        With single values for ``training_cost``, ``trainee_output`` and ``net_gain_share``.
    instrument : Instrument or name
        Must give the enterprise something where everybody cooperates.
    levels : array_like, shape (...), optional
        [dimension of the instrument] At least 0; they may exceed the instrument's bounds. By default 21 levels from 0
        to its upper bound.
    conflict : Conflict or name
        Where the effect and the public cost of the instrument are read.
    distribution : str
        Shape of the distribution of net cost: ``normal`` or ``logistic``.

    Returns
    -------
    TakeUp

    Raises
    ------
    InputError
        If the calibration has no ``net_gain_share``, the share contradicts the mean net cost or does not fix a spread,
        the instrument gives the enterprise nothing at the target, or a level is negative or not finite.
    NotAffineError
        If the instrument's effect or cost is not affine in its level.

    Notes
    -----
    As the level goes to 0, the cost of an additional trainee goes to ``c p s / (g f(z))``, f the density of the shape:
    small subsidies are not cheap. Limits: the published shares are of places (or firms) that do train, and stand here
    for all places that might be offered; a firm weighs its net cost alone, not what it saves in hiring later.

    Examples
    --------
    >>> found = take_up("germany_2022", levels=[0, 4050, 8100])
    >>> found.share.round(3).tolist()
    [0.25, 0.368, 0.5]
    >>> found.cost_per_additional.round().tolist()
    [inf, 12633.0, 16200.0]
    """
    values = calibration_of(calibration)
    lever = load_instrument(instrument) if isinstance(instrument, str) else instrument
    game = conflict_of(conflict)
    if distribution not in DISTRIBUTIONS:
        raise unknown("distribution", distribution, DISTRIBUTIONS, field="distribution")
    _check_values(values)
    problem = build_problem([game], values, [lever])
    mean, published = values.numbers[COST] - values.numbers[OUTPUT], values.numbers[SHARE]
    _check_moments(mean, published, values.name)
    gain, unit_cost = _gain(problem), problem.target_bill[0]
    grid = _levels(levels, to_float(problem.levers[0].high))

    below, quantile, deviation = _shape(distribution)
    start = quantile(to_float(published))
    scale = -to_float(mean) / start
    today = below(start)
    share = np.vectorize(below, otypes=[np.float64])(start + to_float(gain) / scale * grid)
    additional = np.asarray(share - today)
    cost = np.asarray(to_float(unit_cost) * grid * share)
    each = np.divide(cost, additional, out=np.full(grid.shape, np.inf), where=additional > 0)
    return TakeUp(
        calibration=values.name,
        conflict=game.name,
        instrument=lever.name,
        distribution=distribution,
        unit=str(values.unit),
        mean=mean,
        spread=scale * deviation,
        net_gain_share=published,
        provenance=values.values[SHARE].provenance,
        figures=values.values[SHARE].figures,
        gain=gain,
        unit_cost=unit_cost,
        levels=grid,
        share=share,
        additional=additional,
        cost=cost,
        cost_per_additional=each,
        windfall_share=np.asarray(today / share),
        labels=lever.labels.over(values.labels),
    )


def _check_values(values: Calibration) -> None:
    missing = [name for name in (COST, OUTPUT, SHARE) if name not in values.numbers]
    if missing:
        having = [name for name in calibrations() if set(missing) <= load_calibration(name).values.keys()]
        what = f"is needed by take_up and has no value; of the shipped calibrations {', '.join(having)} have it"
        raise InputError(values.name, [Problem(f"value.{name}", what) for name in missing])


def _check_moments(mean: Fraction, share: Fraction, source: str) -> None:
    """A symmetric distribution has more than half of its places on the side of its mean."""
    p = to_float(share)
    told = f"the mean net cost {COST} - {OUTPUT} is {_plain(mean)}"
    if not 0 < p < 1:
        what = "must lie strictly between 0 and 1, or no spread of net cost fits"
    elif p == HALF and mean == 0:
        what = f"leaves the spread of net cost open, because {told}; expected values that differ from this"
    elif p == HALF or mean == 0 or (p > HALF) == (mean > 0):
        side = "exactly" if mean == 0 else "less than" if mean > 0 else "more than"
        what = f"contradicts the mean: {told}, so the share must be {side} 1/2"
    else:
        return
    raise InputError(source, [Problem(f"value.{SHARE}", what, _plain(share))])


def _gain(problem: PolicyProblem) -> Fraction:
    """What one unit of the level gives the enterprise at the target, per trainee place."""
    (arrays,), (lever,) = problem.conflicts, problem.levers
    players = arrays.conflict.player_names
    if ENTERPRISE not in players:
        raise InputError(arrays.conflict.name, [Problem("player", f"has no {ENTERPRISE}, whose decision this is")])
    target = (0,) * len(players)
    gain: Fraction = arrays.effect[(0, players.index(ENTERPRISE), *target)] * arrays.heads
    if gain <= 0:
        what = f"gives the {ENTERPRISE} {_plain(gain)} a unit where everybody cooperates in {arrays.conflict.name}"
        raise InputError("instrument", [Problem(lever.name, f"{what}; expected more than 0")])
    return gain


def _levels(levels: Any, upper: float) -> Array:
    if levels is None:
        return np.linspace(0.0, upper, DEFAULT_LEVELS)
    try:
        grid = np.asarray(levels, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise InputError("take_up", [Problem("levels", "are not an array of numbers")]) from None
    if not grid.size:
        raise InputError("take_up", [Problem("levels", "are empty; expected at least one")])
    wrong = grid[~((grid >= 0) & (grid <= 10.0**MAX_EXPONENT))]  # not a number is neither
    if wrong.size:
        raise InputError(
            "take_up", [Problem("levels", f"is not a level between 0 and 10**{MAX_EXPONENT}", str(wrong[0]))]
        )
    return grid


def _shape(distribution: str) -> tuple[Callable[[float], float], Callable[[float], float], float]:
    """Distribution function, quantile function and standard deviation of the standard form."""
    if distribution == "normal":
        return lambda x: math.erfc(-x / math.sqrt(2)) / 2, NormalDist().inv_cdf, 1.0
    return lambda x: 1 / (1 + math.exp(-x)), lambda p: math.log(p / (1 - p)), math.pi / math.sqrt(3)


def _plain(number: Any) -> str:
    """A number as it is read: at most six digits."""
    return f"{float(number):,.6g}"
