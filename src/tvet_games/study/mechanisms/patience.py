"""Long-term cooperation: how patient the parties must be, and how a policy lowers that.

A conflict that is met again every period can be settled by what follows a breach. For each player there is a critical
discount factor, from which on cooperating for ever is worth more than deviating and being punished
(:mod:`tvet_games.solve.repeated`). It is given for two kinds of punishment: an equilibrium of the single period played
for ever, which is a credible threat, and the pure minmax, which is a bound only, for nobody need be willing to punish
so. A discount factor of a period of y years is ``delta ** (1/y)`` a year.

A breach that becomes known with probability q a period deters as one that is surely found does at the smaller discount
factor ``delta q / (1 - delta (1 - q))``. So the least level of an instrument at which ``delta`` is enough is the
threshold of cooperation that is sustainable at that discount factor.

References
----------
Friedman (1971), A non-cooperative equilibrium for supergames, Review of Economic Studies 38, 1-12. doi:10.2307/2296617
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, NotAffineError, Problem
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array, Number, exact
from tvet_games.policy.criteria import Sustainable
from tvet_games.policy.threshold.level import least_level
from tvet_games.policy.threshold.rows import alternatives, symbolic_problem
from tvet_games.policy.threshold.threshold import threshold
from tvet_games.solve.repeated import critical_discounts, effective_discount, per_year, punishment_profiles
from tvet_games.study.mechanisms.patience_words import describe
from tvet_games.study.setting import Setting, Spread, read_setting, spread
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

POINTS = 101
"""Values over the range unless some are given."""


@dataclass(frozen=True, slots=True, eq=False)
class PatienceCurve:
    """The critical discount factors against an instrument's level, or a value of the calibration.

    Attributes
    ----------
    over : str
    unit : str
        Of the values; empty for a pure number.
    values : array, shape (V,)
        [dimension of the quantity]
    factors : array, shape (V, n)
        [discount factor a period] Of each player, after an equilibrium of the single period; infinite where none is
        enough.
    least : Fraction, inf or None
        [dimension of the quantity] The least level of the instrument at which the discount factor asked for is enough,
        whatever the values; infinite where no level will do. None for a value of the calibration, without a discount
        factor, and where an effect is not affine in the level.
    high : float or None
        Upper bound of the instrument's level; None for a value of the calibration.
    labels : Labels
        Of the quantity.
    """

    over: str
    unit: str
    values: Array = field(repr=False)
    factors: Array = field(repr=False)
    least: Fraction | float | None
    high: float | None
    labels: Labels = field(repr=False)

    @property
    def largest(self) -> Array:
        """The discount factor from which everybody cooperates, at each value."""
        return np.asarray(self.factors.max(axis=-1))


@dataclass(frozen=True, slots=True, eq=False)
class Patience(Shown):
    """How patient the parties of a conflict must be for long-term cooperation.

    Attributes
    ----------
    conflict : Conflict
    calibration : Calibration
    policy : Policy
    detection : Fraction
        [probability a period] That a breach becomes known.
    delta : Fraction or None
        [discount factor a period] That was asked for.
    years : Fraction
        [years] Length of a period.
    game : NormalFormGame
        The single period, in fractions.
    factors : tuple of n (Fraction or inf)
        [discount factor a period] From which each player cooperates, if an equilibrium of the single period follows a
        breach for ever; infinite where no discount factor below 1 is enough.
    punishment : tuple of int
        That equilibrium: the action of each player; empty where there is none but cooperation itself.
    minmax : tuple of n (Fraction or inf)
        [discount factor a period] The same if each could be held to the pure minmax: a lower bound, not subgame
        perfect.
    curve : PatienceCurve or None
    labels : Labels
    """

    conflict: Conflict = field(repr=False)
    calibration: Calibration = field(repr=False)
    policy: Policy
    detection: Fraction
    delta: Fraction | None
    years: Fraction
    game: NormalFormGame = field(repr=False)
    factors: tuple[Fraction | float, ...]
    punishment: tuple[int, ...]
    minmax: tuple[Fraction | float, ...]
    curve: PatienceCurve | None
    labels: Labels = field(repr=False)

    def __repr__(self) -> str:
        return f"Patience({self.conflict.name} on {self.calibration.name}, {self.policy!r})"

    @property
    def largest(self) -> Fraction | float:
        """The discount factor a period from which everybody cooperates."""
        return max(self.factors)

    @property
    def is_enough(self) -> bool | None:
        """Whether the discount factor that was asked for is enough; None without one."""
        return None if self.delta is None else self.largest <= self.delta

    def card(self, language: Language | None = None) -> Card:
        """Return the discount factors, by player and by value."""
        from tvet_games.study.mechanisms.patience_card import patience_card

        return patience_card(self, spoken(language))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Say how patient each must be under which punishment, what minmax means, and what a policy does to it."""
        return describe(self, language)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a player and one for all; with a quantity, a row a value."""
        import pandas as pd

        players = list(self.game.players)
        if self.curve is not None:
            index = pd.Index(self.curve.values, name=self.curve.over)
            return pd.DataFrame(self.curve.factors, index=index, columns=players).assign(all=self.curve.largest)
        every = {"equilibrium": self.factors, "minmax": self.minmax}
        columns: dict[str, list[Any]] = {}
        for name, factors in every.items():
            columns[name] = [*factors, max(factors)]
            columns[f"{name}, per year"] = [float(per_year(float(f), float(self.years))) for f in columns[name]]
        return pd.DataFrame(columns, index=pd.Index([*players, "all"], name="player"))


def patience(
    conflict: Conflict | str,
    calibration: Calibration | str,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    *,
    over: str | None = None,
    values: Any = None,
    detection: Number = 1,
    delta: Number | None = None,
) -> Patience:
    """Tell how patient the parties must be for long-term cooperation, and how a policy lowers that.

    Parameters
    ----------
    conflict : Conflict or name
        Communities too.
    calibration : Calibration or name
        Of single values.
    policy : Policy, optional
        What is in force.
    instruments : iterable of Instrument, optional
        What the names mean; by default the shipped instruments.
    over : str, optional
        An instrument, or a value of the calibration, that moves.
    values : array_like, shape (V,), optional
        [dimension of the quantity] In increasing order; by default over the instrument's bounds or the value's range.
    detection : number
        [probability a period] Above 0, at most 1: that a breach becomes known. Published evaluations raise it.
    delta : number, optional
        [discount factor a period] At least 0, below 1: is it enough, and from which level of the instrument on?

    Returns
    -------
    Patience

    Raises
    ------
    InputError
        If a name or number is wrong, or a value without range comes without values.

    Notes
    -----
    A player whom the punishment would reward has an infinite factor, because no patience is enough from some point on;
    at a small discount factor such a player may cooperate all the same, and ``least`` counts that.

    Examples
    --------
    >>> found = patience("school_enterprise", "austria_2016")
    >>> print(found.describe()[2])
    No patience is enough for enterprise: deviating gains 9,040 and the punishment does not hurt (0 instead of -6,960).
    >>> found = patience(
    ...     "school_enterprise", "austria_2016", over="training_subsidy", values=[7000, 8000, 9000], delta=0.5)
    >>> found.curve.largest.round(3).tolist(), found.curve.least
    ([0.981, 0.5, 0.019], Fraction(8000, 1))
    """
    q = _read(detection, "detection", "a probability above 0 and at most 1", lambda x: 0 < x <= 1)
    weight = None
    if delta is not None:
        weight = _read(delta, "delta", "a discount factor of at least 0 and below 1", lambda x: 0 <= x < 1)
    if over is None and values is not None:
        raise InputError("values", [Problem("", "are of a quantity; name it, as in over='training_subsidy'")])
    asked = None if over is None else spread(conflict, calibration, over, values, policy, instruments, POINTS)
    around = read_setting(conflict, calibration, policy, instruments) if asked is None else asked.around
    game = around.game
    profile = punishment_profiles(game)
    return Patience(
        conflict=around.conflict,
        calibration=around.calibration,
        policy=around.policy,
        detection=q,
        delta=weight,
        years=around.calibration.period_years,
        game=game,
        factors=tuple(critical_discounts(game, detection=q)),
        punishment=tuple(int(a) for a in profile) if profile[0] >= 0 else (),
        minmax=tuple(critical_discounts(game, punishment="minmax", detection=q)),
        curve=None if asked is None else _curve(asked, q, weight),
        labels=around.labels,
    )


def _read(given: Number, name: str, what: str, is_good: Any) -> Fraction:
    try:
        number = exact(given)
    except FormulaError as error:
        raise InputError("", [Problem(name, str(error))]) from None
    if not is_good(number):
        raise InputError("", [Problem(name, f"expected {what}", str(given))])
    return number


def _curve(asked: Spread, detection: Fraction, delta: Fraction | None) -> PatienceCurve:
    around, over = asked.around, asked.over
    is_lever = over in around.known
    declared = around.known.get(over) or around.conflict.parameters.get(over)
    is_money = declared is not None and declared.dimension == "money"
    least = None
    if is_lever and delta is not None:
        least = _least(around, over, Sustainable(effective_discount(delta, detection), margin=0))
    return PatienceCurve(
        over=over,
        unit=around.calibration.unit_per(around.conflict.per) if is_money else "",
        values=asked.values,
        factors=critical_discounts(asked.games, detection=detection),
        least=least,
        high=around.range_of(over)[1] if is_lever else None,
        labels=asked.labels,
    )


def _least(around: Setting, over: str, criterion: Sustainable) -> Fraction | float | None:
    """The least level of an instrument, exact; beside what else is in force."""
    instrument, conflict, figures = around.known[over], around.conflict, around.calibration
    try:
        if not any(name != over for name in around.policy.active):
            return threshold(conflict, instrument, calibration=figures, criterion=criterion).at()
        base, slope = _beside(around, over)
    except NotAffineError:
        return None
    from tvet_games.symbolic.level_bounds import number_at
    from tvet_games.symbolic.payoffs import symbolic_values

    names = sorted(conflict.names | conflict.values_of(instrument))
    problem = symbolic_problem(conflict, instrument, symbolic_values(names, figures), figures)
    (arrays,) = problem.conflicts
    problem = replace(problem, conflicts=(replace(arrays, baseline=base, effect=slope[None]),))
    levels = [
        least_level([[number_at(c, {}) for c in row.coefficients] for row in each.rows])
        for each in alternatives(problem, criterion)
    ]
    return min((level for level in levels if level is not None), default=math.inf)


def _beside(around: Setting, over: str) -> tuple[Array, Array]:
    """Payoffs at level 0 beside the other instruments, and what a unit of the level adds.

    Raises
    ------
    NotAffineError
        If the second unit adds something else than the first.
    """
    zero, one, two = (
        replace(around, policy=Policy(**{**around.policy, over: level})).game.payoffs for level in (0, 1, 2)
    )
    if (two - one != one - zero).any():
        raise NotAffineError(f"{over}: an effect is not affine in its level")
    return zero, one - zero
