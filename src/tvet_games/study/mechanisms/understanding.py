"""Common understanding (section 4.1.3): cooperation as a function of how well the parties judge their payoffs.

At rationality lambda each party takes an action with a probability in proportion to exp(lambda * expected payoff /
payoff span), and all expect that of each other: logit quantal response, on the principal branch
(:mod:`~tvet_games.solve.quantal`). Lambda 0 is guessing; in the limit the branch selects an equilibrium. Payoffs are
divided by the span, so lambda has no unit: of two actions of which one is worse by 10 % of the span, the better one is
chosen exp(0.1 lambda) times as often.

References
----------
McKelvey and Palfrey (1995), Quantal response equilibria for normal form games, Games and Economic Behavior 10, 6-38.
doi:10.1006/game.1995.1023
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, shorten
from tvet_games.games.best_response import pure_equilibria
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import instruments_by_name
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array, Number, exact
from tvet_games.solve.nash import equilibria
from tvet_games.solve.quantal import QuantalResponse, quantal_response
from tvet_games.solve.result import Equilibrium
from tvet_games.study.setting import Setting, read_setting, setting
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

PER_DECADE, DECADES = 20, (-1, 4)
"""The values of lambda unless some are given: 0, then this many a factor of 10, from 10**-1 to 10**4."""

NEAR = 0.01
"""Where all probabilities at the largest lambda are this close to an equilibrium, the branch leads to it."""

PARTS, ROUNDS = 64, 4
"""An interval of lambda is cut into so many parts, so many times over: to less than 10**-7 of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What becomes of one game as judgement improves.

    Attributes
    ----------
    response : QuantalResponse
    least : float or None
        The least lambda from which everybody's cooperation is more likely than the share, up to the largest lambda;
        None where it is not even there.
    selected : Equilibrium or None
        Where the branch ends; None where no known equilibrium is near it.
    is_possible : bool
        Whether everybody's cooperation is an equilibrium, selected or not.
    """

    response: QuantalResponse
    least: float | None
    selected: Equilibrium | None
    is_possible: bool


@dataclass(frozen=True, slots=True, eq=False)
class Understanding(Shown):
    """Cooperation against rationality.

    Attributes
    ----------
    setting : Setting
    rationality : array, shape (L,)
        lambda.
    share : Fraction
        What everybody's cooperation is to be more likely than.
    under : Judgement
        With the policy in force.
    without : Judgement
        Without it; the same where no policy is in force.
    """

    setting: Setting = field(repr=False)
    rationality: Array = field(repr=False)
    share: Fraction
    under: Judgement
    without: Judgement

    def __repr__(self) -> str:
        around = self.setting
        return f"Understanding({around.conflict.name} on {around.calibration.name}, {around.policy!r})"

    @property
    def has_policy(self) -> bool:
        """Whether a policy is in force."""
        return self.under is not self.without

    @property
    def cooperation(self) -> Array:
        """Probability of each player's cooperative action with the policy, shape (L, n)."""
        return self.under.response.cooperation

    @property
    def target(self) -> Array:
        """Probability that everybody cooperates, with the policy, shape (L,)."""
        return self.under.response.target

    @property
    def least(self) -> float | None:
        """The least lambda from which everybody's cooperation is more likely than the share, with the policy."""
        return self.under.least

    @property
    def selected(self) -> Equilibrium | None:
        """The equilibrium that the branch selects, with the policy."""
        return self.under.selected

    def card(self, language: Language | None = None) -> Card:
        """Return cooperation against rationality."""
        from tvet_games.study.mechanisms.understanding_card import understanding_card

        return understanding_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a lambda; each player's cooperation and everybody's."""
        import pandas as pd

        frame = pd.DataFrame(index=pd.Index(self.rationality, name="rationality"))
        kinds = {"": self.under, "without the policy: ": self.without}
        for name, found in list(kinds.items())[: 1 + self.has_policy]:
            for i, player in enumerate(self.setting.conflict.player_names):
                frame[f"{name}{player}"] = found.response.cooperation[:, i]
            frame[f"{name}everybody"] = found.response.target
        return frame

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Say what happens when the parties misjudge, and where better judgement leads."""
        from tvet_games.study.mechanisms.understanding_words import describe

        return describe(self, language)


def understanding(
    conflict: Conflict | str,
    calibration: Calibration | str,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    *,
    rationality: Any = None,
    share: Number = Fraction(1, 2),
) -> Understanding:
    """Tell how cooperation depends on how well the parties judge, with a policy and without it.

    Parameters
    ----------
    conflict : Conflict or name
    calibration : Calibration or name
        Of single values.
    policy : Policy, optional
        What is in force.
    instruments : iterable of Instrument, optional
        What the names of the policy mean; by default the shipped instruments.
    rationality : array_like, shape (L,), optional
        lambda, in increasing order; by default 0, and 0.1 to 10,000 in equal ratios.
    share : number
        [probability] What everybody's cooperation is to be more likely than.

    Returns
    -------
    Understanding

    Raises
    ------
    InputError
        If a name is unknown, a value is missing, lambda does not increase from at least 0, or the share is not in
        [0, 1).

    Examples
    --------
    >>> found = understanding("school_student", "germany_2022")
    >>> found.target[[0, -1]].tolist(), str(found.selected)
    ([0.25, 0.0], 'convenience, resist')
    >>> round(understanding("government_school", "germany_2022").least, 3)
    1.981
    """
    around = read_setting(conflict, calibration, policy, tuple(instruments_by_name(instruments).values()))
    wanted = _grid() if rationality is None else rationality
    limit = _share(share)
    under = _judgement(around.game, wanted, float(limit))
    without = under
    if around.policy.active:
        bare = setting(around.conflict, around.calibration, None, around.known.values())
        without = _judgement(bare.game, wanted, float(limit))
    return Understanding(around, under.response.rationality, limit, under, without)


def _grid() -> Array:
    low, high = DECADES
    steps = np.arange(low * PER_DECADE, high * PER_DECADE + 1)
    return np.concatenate([[0.0], 10.0 ** (steps / PER_DECADE)])


def _share(given: Any) -> Fraction:
    try:
        share = exact(given)
    except FormulaError as error:
        raise InputError("share", [Problem("", str(error))]) from None
    if not 0 <= share < 1:
        raise InputError("share", [Problem("", "expected at least 0 and less than 1", shorten(str(given)))])
    return share


def _judgement(game: NormalFormGame, rationality: Any, share: float) -> Judgement:
    response = quantal_response(game, rationality)
    is_possible = bool(pure_equilibria(game)[(0,) * len(game.players)])
    return Judgement(response, _least(game, response, share), _selected(game, response), is_possible)


def _least(game: NormalFormGame, response: QuantalResponse, share: float) -> float | None:
    """Where the target rises above a share for the last time: by cutting an interval ever smaller."""
    wanted, above = response.rationality, response.target > share
    if not above[-1]:
        return None
    for _ in range(ROUNDS):
        if above.all():
            return float(wanted[0])
        last = int(np.flatnonzero(~above)[-1])
        low, high = wanted[last], wanted[last + 1]
        wanted = np.unique(np.linspace(low, high, PARTS + 1))
        # The ends are known; that the first is not above and the last is must not be lost to rounding.
        above = quantal_response(game, wanted).target > share
        above[0], above[-1] = False, True
    return float(wanted[int(np.flatnonzero(~above)[-1]) + 1])


def _selected(game: NormalFormGame, response: QuantalResponse) -> Equilibrium | None:
    """The equilibrium nearest to where the branch ends, if it is near."""
    ends = [own[-1] for own in response.strategies]
    if not response.converged[-1]:
        return None

    def distance(found: Equilibrium) -> float:
        pairs = zip(found.strategies, ends, strict=True)
        return max(float(np.abs(own.astype(np.float64) - end).max()) for own, end in pairs)

    nearest = min(equilibria(game), key=distance, default=None)
    return nearest if nearest is not None and distance(nearest) <= NEAR else None
