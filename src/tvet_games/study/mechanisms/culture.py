"""A common culture: what cultural distance costs, and what a cultural programme is worth against money.

Cultural distance k in [0, 1] scales every cost of friction: a payoff holds the terms ``-k*friction``. A cultural
programme at level x removes the part x of each of them, ``+x*k*friction``, and keeps more graduates,
``+x*loyalty_gain*hiring_saving``; it costs ``x*programme_cost`` per trainee, and its effect stays when it ends.

With C(k) the cost of the cheapest package at distance k, with or without the programme among the levers:

- the *slope* of C at the distance of the calibration is the shadow value of distance. Without the programme, k only
  moves the right-hand sides of the linear program, so C is piecewise linear and the slope is exact; with it, k also
  multiplies the level, and there is a slope where C is linear all the same (such as at the full level);
- the worth of the programme is what it saves. It has two parts, each the saving of a programme that has this effect
  only: without its terms in ``loyalty_gain``, and with these alone. The two need not add up;
- the *break-even* price is the largest ``programme_cost`` at which the programme is still in the package. In the price
  the least cost is concave and piecewise linear, so the line of the package at one price meets the cost without the
  programme at or below it; going there until they agree takes finitely many steps and is exact (Dinkelbach 1967).

References
----------
Dinkelbach (1967), On nonlinear fractional programming, Management Science 13, 492-498. doi:10.1287/mnsc.13.7.492
The paper, section 4.1.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

from tvet_games.errors import FormulaError, InputError, Problem, expected, shorten
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.library import load_instrument
from tvet_games.numerics import Number, exact
from tvet_games.policy.criteria import Basin, Criterion, Nash
from tvet_games.policy.levers import available
from tvet_games.policy.question import Question, question
from tvet_games.policy.solution import PolicySolution
from tvet_games.study.mechanisms.programme import DISTANCE, PROGRAMME, ProgrammeWorth, answered, programme_worth
from tvet_games.symbolic.payoff_terms import PayoffTerm, instrument_terms, payoff_terms
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

POINTS = 21
"""Distances over [0, 1] unless some are given."""

HALVINGS = 12
"""How often the neighbourhood of a distance is halved to find where the cost is linear."""

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Friction:
    """What distance costs one player of a conflict where everybody cooperates [money per head and period].

    Attributes
    ----------
    conflict, player : str
    cost : Fraction
        Of friction, at the distance of the calibration and without a programme.
    removed, loyalty : Fraction
        What the full programme is worth to this player: friction removed, and the rest of its effect (loyalty).
    unit : str
    """

    conflict: str
    player: str
    cost: Fraction
    removed: Fraction
    loyalty: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class CulturePoint:
    """The cheapest packages at one cultural distance.

    Attributes
    ----------
    distance : Fraction
    cost : Fraction or None
        [money, all heads] Expected, with the programme among the levers; None where no package will do.
    cost_without : Fraction or None
        Without it.
    level : Fraction
        Of the programme; 0 where there is none.
    """

    distance: Fraction
    cost: Fraction | None
    cost_without: Fraction | None
    level: Fraction


@dataclass(frozen=True, slots=True)
class Slopes:
    """Derivatives of the least cost at the distance of the calibration [money, all heads, per unit of distance].

    Attributes
    ----------
    below, above : Fraction or None
        To either side; None at an end of [0, 1], and where the cost is not linear next to it or there is no package.
    """

    below: Fraction | None
    above: Fraction | None


@dataclass(frozen=True, slots=True, eq=False)
class Culture(Shown):
    """What cultural distance costs, and what a programme against it is worth.

    Attributes
    ----------
    question : Question
        With the programme among the levers, where it acts here.
    solution : PolicySolution
        Its answer.
    distance : Fraction
        Of the calibration.
    frictions : tuple of Friction
        Of every player who bears one, or to whom the programme is worth something.
    curve : tuple of CulturePoint
        In increasing order of the distance; that of the calibration is among them.
    slopes, slopes_without : Slopes
        Of the least cost with the programme among the levers, and without it.
    programme : ProgrammeWorth or None
        None where it does not act in these conflicts, or the calibration lacks a value for it.
    """

    question: Question = field(repr=False)
    solution: PolicySolution = field(repr=False)
    distance: Fraction
    frictions: tuple[Friction, ...]
    curve: tuple[CulturePoint, ...] = field(repr=False)
    slopes: Slopes
    slopes_without: Slopes
    programme: ProgrammeWorth | None

    def __repr__(self) -> str:
        names = ", ".join(conflict.name for conflict in self.question.conflicts)
        return f"Culture({shorten(names)} on {self.question.calibration.name}, distance={float(self.distance):.4g})"

    def card(self, language: Language | None = None) -> Card:
        """Return frictions, and costs against the distance."""
        from tvet_games.study.mechanisms.culture_card import culture_card

        return culture_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of the curve: a row a distance; the costs and the programme's level."""
        import pandas as pd

        names = [name for name in CulturePoint.__dataclass_fields__ if name != "distance"]
        index = pd.Index([point.distance for point in self.curve], name="distance")
        rows = [{name: getattr(point, name) for name in names} for point in self.curve]
        return pd.DataFrame(rows, index=index, columns=names, dtype=object)

    def burden(self) -> Any:
        """Return a :class:`pandas.DataFrame` of the frictions: a row a conflict and player."""
        import pandas as pd

        names = list(Friction.__dataclass_fields__)
        return pd.DataFrame([{name: getattr(f, name) for name in names} for f in self.frictions], columns=names)

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Say what distance costs whom, what the programme is worth, and what remains of it."""
        from tvet_games.study.mechanisms.culture_words import describe

        return describe(self, language)


def culture(
    conflicts: Conflict | str | Sequence[Conflict | str],
    calibration: Calibration | str,
    instruments: Sequence[Instrument | str] | None = None,
    *,
    criterion: Criterion | Sequence[Criterion] = Nash(),
    distances: Iterable[Number] | None = None,
) -> Culture:
    """Price cultural distance, and compare a cultural programme with money.

    Parameters
    ----------
    conflicts : Conflict, name, or a sequence of them
    calibration : Calibration or name
        Of single values, with one for ``cultural_distance``.
    instruments : sequence of Instrument or name, optional
        The levers, as in :func:`cheapest_policy`; the cultural programme is added where it acts.
    criterion : Criterion or sequence of them
        Any but :class:`Basin`, whose search is not exact.
    distances : iterable of number, optional
        [share] Where the curve is computed; by default 21 from 0 to 1. That of the calibration is added.

    Returns
    -------
    Culture

    Raises
    ------
    InputError
        If a name is unknown, a value is missing, or a distance is not between 0 and 1.

    Examples
    --------
    >>> found = culture("school_enterprise", "germany_2022", distances=[0, 1])
    >>> str(found.programme.level), [round(float(x), 2) for x in (found.programme.saving, found.programme.break_even)]
    ('1', [78.28, 578.28])
    >>> [str(slopes.above) for slopes in (found.slopes_without, found.slopes)]
    ['5115/4', '0']
    """
    asked = _asked(conflicts, calibration, instruments, criterion)
    programme = next((i for i in asked.instruments if i.name == PROGRAMME), None)
    without = _without(asked, programme)
    today = asked.calibration.numbers[DISTANCE]

    @cache
    def at(distance: Fraction, has_programme: bool) -> PolicySolution:
        return answered(asked if has_programme else without, {DISTANCE: distance})

    def curve(has_programme: bool) -> Callable[[Fraction], Fraction | None]:
        return lambda distance: at(distance, has_programme and programme is not None).cost

    with_, plain = curve(True), curve(False)
    points = [
        CulturePoint(k, with_(k), plain(k), at(k, programme is not None).levels.get(PROGRAMME, ZERO))
        for k in sorted({*_grid(distances), today})
    ]
    solution = at(today, programme is not None)
    return Culture(
        question=asked,
        solution=solution,
        distance=today,
        frictions=tuple(_frictions(asked, programme)),
        curve=tuple(points),
        slopes=_slopes(with_, today),
        slopes_without=_slopes(plain, today),
        programme=None if programme is None else programme_worth(asked, programme, solution, at(today, False)),
    )


# What is asked


def _asked(conflicts: Any, calibration: Any, instruments: Any, criterion: Any) -> Question:
    asked = question(conflicts, calibration, instruments, criterion=criterion)
    if any(isinstance(wanted, Basin) for wanted in asked.requirements.criteria):
        raise InputError("criterion", [Problem("", "has no exact search; expected any other", "Basin")])
    figures = asked.calibration
    if DISTANCE not in figures.numbers:
        raise InputError(figures.name, [Problem(DISTANCE, "has no value; without it there is no cultural distance")])
    if not figures.is_exact:
        raise InputError(figures.name, [Problem("", "holds arrays; expected single values")])
    check_distance(figures.numbers[DISTANCE], figures.name)
    if any(i.name == PROGRAMME for i in asked.instruments):
        return asked
    added = available(asked.conflicts, figures, [load_instrument(PROGRAMME)])
    return asked.replace(instruments=(*asked.instruments, *added))


def check_distance(distance: Fraction, source: str) -> None:
    """Refuse a cultural distance that is not between 0 and 1.

    Raises
    ------
    InputError
        If it is not.
    """
    if not 0 <= distance <= 1:
        raise InputError(source, [Problem(DISTANCE, "is a share, expected 0 to 1", str(distance))])


def _grid(given: Any) -> list[Fraction]:
    if given is None:
        return [Fraction(k, POINTS - 1) for k in range(POINTS)]
    what = "numbers between 0 and 1"
    if isinstance(given, str | Mapping):
        raise InputError("distances", [Problem("", f"expected {what}", str(given))])
    grid = []
    for number in expected(given, Iterable, "distances", what):
        try:
            grid.append(exact(number))
        except FormulaError as error:
            raise InputError("distances", [Problem("", str(error))]) from None
        check_distance(grid[-1], "distances")
    return grid


def _without(asked: Question, programme: Instrument | None) -> Question:
    return asked.replace(instruments=tuple(i for i in asked.instruments if i is not programme))


# Friction and slopes


def _frictions(asked: Question, programme: Instrument | None) -> Iterable[Friction]:
    figures = asked.calibration
    for conflict in asked.conflicts:
        target = (0,) * len(conflict.shape)
        own = payoff_terms(conflict, figures, target)
        full: tuple[PayoffTerm, ...] = ()
        if programme is not None and conflict.touched_by(programme):
            full = instrument_terms(conflict, programme, figures, {LEVEL: ONE}, target)
        effects = [term for term in full if not term.is_bill]
        for i, name in enumerate(conflict.player_names):
            cost = -_sum(own, i, of_distance=True)
            removed, loyalty = (_sum(effects, i, of_distance=which) for which in (True, False))
            if cost or removed or loyalty:
                yield Friction(conflict.name, name, cost, removed, loyalty, figures.unit_per(conflict.per))


def _sum(terms: Iterable[PayoffTerm], player: int, *, of_distance: bool) -> Fraction:
    """What the terms that have distance in them, or the others, are worth to a player."""
    own = (t.amount for t in terms if t.player == player and (DISTANCE in t.term.names) is of_distance)
    return sum(own, ZERO)


def _slopes(cost: Callable[[Fraction], Fraction | None], at: Fraction) -> Slopes:
    return Slopes(_slope(cost, at, -at), _slope(cost, at, ONE - at))


def _slope(cost: Callable[[Fraction], Fraction | None], at: Fraction, reach: Fraction) -> Fraction | None:
    """Slope on the nearest stretch on which four points of the cost lie on a line; None where there is none."""
    start = cost(at)
    if start is None or not reach:
        return None
    for _ in range(HALVINGS):
        third, half, end = (_rise(cost(at + part * reach), start) for part in (Fraction(1, 3), Fraction(1, 2), ONE))
        if None not in (third, half, end) and 3 * third == 2 * half == end:
            return end / reach  # type: ignore[no-any-return]
        reach /= 2
    return None


def _rise(value: Fraction | None, start: Fraction) -> Any:
    return None if value is None else value - start
