"""Common goals: how much shared purpose makes cooperation an equilibrium, and how much money it replaces.

The paper's common goal (4.1.2) is a weight alpha that everybody gives to what all have together, W: the sum of the
payoffs net of what the public pays for the policy in force, for a subsidy is not created value. The *selfishness level*
is the least alpha with which everybody's cooperation is an equilibrium (:mod:`~tvet_games.solve.alignment`). It is
infinite where a deviation pays that costs the group nothing: there no common goal speaks for cooperation.

Money can do the same. For some alphas the cheapest policy is searched for with which cooperation is an equilibrium
among players who all have this purpose (criterion :class:`~tvet_games.policy.criteria.Aligned`): what a purpose saves
the public is the cost at alpha 0 less the cost at alpha. It need not save all: what keeps somebody from staying out is
still paid (participation), and where cooperation is not in the common interest purpose may even cost more. A player
who bears the public cost has it among its payoffs, so that it counts once.

References
----------
Apt and Schaefer (2014), Selfishness level of strategic games, JAIR 49, 207-240. doi:10.1613/jair.4164
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, expected, shorten
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.algebra import ARRAYS, FRACTIONS
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import Algebra
from tvet_games.model.instrument import Instrument
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array, Number, exact
from tvet_games.policy.criteria import Aligned
from tvet_games.policy.levers import available
from tvet_games.policy.search import cheapest_policy
from tvet_games.policy.solution import PolicySolution
from tvet_games.solve.alignment import SelfishnessLevel, selfishness_level
from tvet_games.study.setting import Setting, read_setting, spread
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

ALPHAS: tuple[Number, ...] = (0, "1/4", "1/2", 1)
"""Weights of the group for which the cheapest policy is searched for, unless others are given."""

POINTS = 101
"""Values over the range of a quantity unless some are given."""


@dataclass(frozen=True, slots=True, eq=False)
class Purpose:
    """A shared purpose, and the money that is still needed beside it.

    Attributes
    ----------
    alpha : Fraction
        [weight of the group's payoff]
    policy : PolicySolution
        The cheapest one with which cooperation is an equilibrium for players with this purpose.
    """

    alpha: Fraction
    policy: PolicySolution = field(repr=False)

    @property
    def cost(self) -> Fraction | None:
        """Expected public cost [money per head and period]; None where no policy will do."""
        return self.policy.cost


@dataclass(frozen=True, slots=True, eq=False)
class CommonGoals(Shown):
    """How much shared purpose cooperation takes.

    Attributes
    ----------
    conflict : Conflict
    calibration : Calibration
    policy : Policy
        What is in force.
    game : NormalFormGame
    public_cost : array, shape (a1, ..., an)
        [money per head of the conflict] What the public pays at each profile; 0 where a player bears it.
    found : SelfishnessLevel
        Of everybody's cooperation.
    best : tuple of int
        The profile of largest welfare, cooperation if it is one.
    purposes : tuple of Purpose
        The cheapest policy at some weights.
    over : str
        The instrument or value that is varied; empty for none.
    values, levels : array, shape (V,)
        [dimension of the quantity; weight] Its values, and the selfishness level at each; empty for none.
    labels : Labels
    """

    conflict: Conflict = field(repr=False)
    calibration: Calibration = field(repr=False)
    policy: Policy
    game: NormalFormGame = field(repr=False)
    public_cost: Array = field(repr=False)
    found: SelfishnessLevel
    best: tuple[int, ...]
    purposes: tuple[Purpose, ...]
    over: str
    values: Array = field(repr=False)
    levels: Array = field(repr=False)
    labels: Labels = field(repr=False)

    def __repr__(self) -> str:
        return f"CommonGoals({self.conflict.name} on {self.calibration.name}, {self.policy!r})"

    @property
    def welfare(self) -> Array:
        """Sum of the payoffs less the public cost at each profile [money per head and period]."""
        return np.asarray(self.game.payoffs.sum(axis=0) - self.public_cost)

    @property
    def unit(self) -> str:
        """Money unit per head of the conflict."""
        return self.calibration.unit_per(self.conflict.per)

    def card(self, language: Language | None = None) -> Card:
        """Return a row a weight of the group."""
        from tvet_games.study.mechanisms.common_goals_card import common_goals_card

        return common_goals_card(self, spoken(language))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """How much purpose it takes, what speaks against cooperation, and what purpose saves, in sentences."""
        from tvet_games.study.mechanisms.common_goals_words import describe

        return describe(self, language)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a weight of the group, with the cheapest policy."""
        import pandas as pd

        rows = [
            {"status": p.policy.status, "public cost": p.cost, **{n: x for n, x in p.policy.levels.items() if x}}
            for p in self.purposes
        ]
        return pd.DataFrame(rows, index=pd.Index([p.alpha for p in self.purposes], name="alpha"), dtype=object)

    def levels_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a value of the quantity, with the selfishness level."""
        import pandas as pd

        return pd.DataFrame({"selfishness level": self.levels}, index=pd.Index(self.values, name=self.over))


def common_goals(
    conflict: Conflict | str,
    calibration: Calibration | str,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    *,
    over: str | None = None,
    values: Any = None,
    alphas: Sequence[Number] = ALPHAS,
    participation: bool = True,
) -> CommonGoals:
    """Tell how much shared purpose makes cooperation an equilibrium, and how much public money it replaces.

    Parameters
    ----------
    conflict : Conflict or name
    calibration : Calibration or name
        Of single values.
    policy : Policy, optional
        Levels of instruments in force: for the selfishness level, and the status quo of the search for a policy.
    instruments : iterable of Instrument, optional
        What the names mean, and the levers of the search; by default the shipped instruments.
    over : str, optional
        An instrument, or a value of the calibration: the selfishness level at each of its values.
    values : array_like, shape (V,), optional
        [dimension of the quantity] In increasing order; by default over the instrument's bounds or the value's range.
    alphas : sequence of number
        [weight of the group's payoff] For which the cheapest policy is searched for, each at a margin of 1; may be
        empty.
    participation : bool
        Of that search: nobody at cooperation below the outside option.

    Returns
    -------
    CommonGoals
        In fractions, but for the levels over values.

    Raises
    ------
    InputError
        If a name or number is wrong, a value is missing, or values come without what they are values of.

    Examples
    --------
    >>> found = common_goals("school_student", "china_2021", alphas=[0, 1])
    >>> float(found.found.level), [round(float(p.cost)) for p in found.purposes]
    (8.6, [372, 109])
    """
    around = read_setting(conflict, calibration, policy, instruments)
    weights = _weights(alphas)
    game = around.game
    cost = _public_cost(around, around.calibration, around.policy, FRACTIONS)
    found = selfishness_level(game, public_cost=cost)
    welfare = game.payoffs.sum(axis=0) - cost
    grid, levels = _levels(around, over, values)
    varied = around.known.get(over or "")
    return CommonGoals(
        around.conflict,
        around.calibration,
        around.policy,
        game,
        cost,
        found,
        tuple(int(a) for a in np.unravel_index(int(welfare.argmax()), welfare.shape)),
        tuple(Purpose(alpha, _cheapest(around, alpha, participation)) for alpha in weights),
        over or "",
        grid,
        levels,
        varied.labels.over(around.labels) if varied else around.labels,
    )


def _weights(alphas: Sequence[Number]) -> list[Fraction]:
    what = "numbers of at least 0"
    if isinstance(alphas, str):
        raise InputError("alphas", [Problem("", f"expected {what}", shorten(alphas))])
    given = list(expected(alphas, Iterable, "alphas", what))
    try:
        weights = [exact(alpha) for alpha in given]
    except FormulaError:
        weights = [Fraction(-1)]
    if any(alpha < 0 for alpha in weights):
        raise InputError("alphas", [Problem("", f"expected {what}", shorten(str(given)))])
    return weights


def _cheapest(around: Setting, alpha: Fraction, participation: bool) -> PolicySolution:
    levers = available([around.conflict], around.calibration, list(around.known.values()))
    names = {i.name for i in levers}
    levers += [around.known[name] for name in around.policy.active if name not in names]
    return cheapest_policy(
        around.conflict,
        around.calibration,
        levers,
        criterion=Aligned(alpha, margin=1),
        participation=participation,
        status_quo=around.policy.active or None,
    )


def _levels(around: Setting, over: str | None, values: Any) -> tuple[Array, Array]:
    """Values of a quantity and the selfishness level at each."""
    if over is None:
        if values is not None:
            raise InputError("values", [Problem("", "come without what they are values of; give over=...")])
        return np.empty(0), np.empty(0)
    known = around.known.values()
    asked = spread(around.conflict, around.calibration, over, values, around.policy, known, POINTS)
    numbers = np.asarray(asked.values, dtype=np.float64)
    if over in around.known:
        moved, policy = around.calibration, Policy(**{**around.policy, over: numbers})
    else:
        moved, policy = around.calibration.replace(**{over: numbers}), around.policy
    cost = _public_cost(around, moved, policy, ARRAYS)
    return asked.values, selfishness_level(asked.games, public_cost=cost).level


def _public_cost(around: Setting, calibration: Calibration, policy: Policy, algebra: Algebra[Any]) -> Array:
    """What the public pays at each profile, shape (..., a1, ..., an): nothing beside what a player pays."""
    if any(player.pays for player in around.conflict.players):
        nothing: Any = Fraction(0) if algebra is FRACTIONS else 0.0
        return np.full(around.conflict.shape, nothing)
    return around.public_cost(calibration, policy, algebra)
