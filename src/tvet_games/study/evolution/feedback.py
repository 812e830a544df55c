"""Incentives that react to cooperation against constant ones: which reach the target, and what that costs.

Money is spent along the way until the target is reached. Time has no calendar, so amounts are stated for the unit of
time in which the largest gain at stake moves a population's log-odds by 1; what two policies cost in proportion does
not rest on that unit.

References
----------
Sandholm (2002), Evolutionary implementation and congestion pricing. doi:10.1111/1467-937X.t01-1-00026
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import instruments_by_name
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array, to_float
from tvet_games.policy.question import question
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.reacting_rest import reacting_rest_points
from tvet_games.solve.dynamics.rest_points import RestPoints
from tvet_games.solve.dynamics.spending import Spending, constant_spending, spending
from tvet_games.solve.dynamics.stability import vertex_eigenvalues
from tvet_games.study.evolution.inputs import Start, read_start
from tvet_games.study.evolution.rules import feedback_game
from tvet_games.study.setting import read_inputs
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

FIRST, AGAIN = 256, 64
"""Constant levels that are tried at first, and each time nearer to the best so far."""

ROUNDS, SHRINK = 12, 0.4
"""How often the search closes in, and to which part of its width each time."""


@dataclass(frozen=True, slots=True, eq=False)
class ConstantLevels:
    """The best constant levels that were found.

    Attributes
    ----------
    levels : Policy
    spending : Spending
        Of shape ().
    """

    levels: Policy
    spending: Spending = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Feedback(Shown):
    """Incentives that react, against constant ones.

    Attributes
    ----------
    conflict : Conflict
    calibration : Calibration
    policy : Policy
        Levels of other instruments.
    rules : mapping of str to str
    game : FeedbackGame
    start : array, shape (d,)
    rest : RestPoints
        Where shares can come to rest while the levels react, by the full Jacobian.
    spending : Spending
        Of the levels that react.
    constant : ConstantLevels or None
        The constant levels that spend least until the target is reached; None where no levels within the instruments'
        bounds, or those of the rule, reach it.
    unit_of_time : float
        [1 / payoff] In which the largest gain at stake moves log-odds by 1.
    """

    conflict: Conflict = field(repr=False)
    calibration: Calibration = field(repr=False)
    policy: Policy
    rules: Mapping[str, str]
    game: FeedbackGame = field(repr=False)
    start: Array = field(repr=False)
    rest: RestPoints = field(repr=False)
    spending: Spending = field(repr=False)
    constant: ConstantLevels | None
    unit_of_time: float

    def __repr__(self) -> str:
        return f"Feedback({self.conflict.name} on {self.calibration.name}, {self.policy!r})"

    @property
    def unit(self) -> str:
        """Unit of the money spent."""
        return self.calibration.unit_per(self.conflict.per)

    @property
    def spent(self) -> float:
        """Public cost along the way with levels that react [money per head, a unit of time counted as a period]."""
        return float(self.spending.total) / self.unit_of_time

    @property
    def spent_constant(self) -> float:
        """The same with the best constant levels; infinite where none reaches the target."""
        return float("inf") if self.constant is None else float(self.constant.spending.total) / self.unit_of_time

    @property
    def reaches_target(self) -> bool:
        """Whether everybody comes to cooperate."""
        return bool(self.spending.reaches_target)

    def card(self, language: Language | None = None) -> Card:
        """Return levels that react beside the best constant ones."""
        from tvet_games.study.evolution.feedback_card import feedback_card

        return feedback_card(self, spoken(language))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """What it comes to, in sentences."""
        from tvet_games.study.evolution.feedback_words import describe

        return describe(self, language)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: levels that react, and the best constant ones."""
        import pandas as pd

        rows = {"reacting": self.spending} | ({} if self.constant is None else {"constant": self.constant.spending})
        data = {
            name: {
                "levels": ", ".join(f"{k} = {v}" for k, v in self.rules.items())
                if name == "reacting"
                else ", ".join(f"{k} = {float(v):.6g}" for k, v in self.constant.levels.items()),  # type: ignore[union-attr]
                "reaches the target": bool(s.reaches_target),
                "spent on the way": float(s.total) / self.unit_of_time,
                "time": float(s.time) / self.unit_of_time,
                "cost per period at the end": float(s.rate_at_end),
            }
            for name, s in rows.items()
        }
        return pd.DataFrame.from_dict(data, orient="index")


def feedback(
    conflict: Conflict | str,
    calibration: Calibration | str,
    rules: Mapping[str, str | float],
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    *,
    start: Start = None,
) -> Feedback:
    """Compare incentives that react to the shares that cooperate with the best constant ones.

    Parameters
    ----------
    conflict, calibration, rules, policy, instruments
        As in :func:`feedback_game`.
    start : mapping of player to share, or state, optional
        By default half of each population cooperates.

    Returns
    -------
    Feedback

    Raises
    ------
    InputError
        If a name, a rule or a number is wrong.

    Notes
    -----
    The constant levels are the cheapest found by a search that closes in on the best of many, not proved to be.

    Examples
    --------
    >>> found = feedback("school_enterprise", "austria_2016", {"training_subsidy": "9041 + 10000*(1 - enterprise)"})
    >>> found.reaches_target, found.spent < found.spent_constant
    (True, False)
    """
    game = feedback_game(conflict, calibration, rules, policy, instruments)
    chosen, values = read_inputs(conflict, calibration, policy)
    state = read_start(game.baseline, start)
    known = instruments_by_name(instruments)
    levers = question(chosen, values, [known[name] for name in rules]).problem().levers
    bounds = np.array([[to_float(lever.low), to_float(lever.high)] for lever in levers])
    # The rule itself may go further than the bounds; then constant levels may as well.
    corners = game.levels(np.array(list(product(np.linspace(0, 1, 5), repeat=len(game.shape)))))
    bounds = np.stack([np.minimum(bounds[:, 0], corners.min(axis=0)), np.maximum(bounds[:, 1], corners.max(axis=0))], 1)
    largest = float(np.abs(vertex_eigenvalues(game.baseline)).max())
    return Feedback(
        chosen,
        values,
        policy or Policy(),
        {name: str(text) for name, text in rules.items()},
        game,
        state,
        reacting_rest_points(game),
        spending(game, state),
        _best_constant(game, bounds, state),
        1 / largest if largest else 1.0,
    )


def _best_constant(game: FeedbackGame, bounds: Array, start: Array) -> ConstantLevels | None:
    """Close in on the cheapest constant levels that reach the target."""
    low, high = bounds[:, 0], bounds[:, 1]
    best: tuple[float, Array] | None = None
    width, count = high - low, FIRST
    for _ in range(ROUNDS):
        middle = (low + high) / 2 if best is None else best[1]
        ends = np.maximum(middle - width / 2, low), np.minimum(middle + width / 2, high)
        levels = _spread(*ends, count)
        found = constant_spending(game, levels, start)
        cost = np.where(found.reaches_target, found.total, np.inf)
        k = int(cost.argmin())
        if not np.isfinite(cost[k]) and best is None:
            return None
        if best is None or cost[k] < best[0]:
            best = float(cost[k]), levels[k]
        width, count = width * SHRINK, AGAIN
    assert best is not None
    only = constant_spending(game, best[1][None], start)
    parts = (only.total, only.time, only.rate_at_end, only.ends, only.outcome, only.vertex)
    names = zip(game.names, best[1], strict=True)
    return ConstantLevels(Policy(**{name: float(level) for name, level in names}), Spending(*(p[0] for p in parts)))


def _spread(low: Array, high: Array, count: int) -> Array:
    """Levels spread over a box, shape (count, K)."""
    if len(low) == 1:
        return np.linspace(low, high, count)
    from scipy.stats import qmc

    points = qmc.Sobol(len(low), scramble=False).random(count)
    return np.asarray(low + points * (high - low))
