"""Communication and coordination (section 4.2.2): what a mediator's advice is worth, and what it can bring about.

A mediator whom all listen to draws an outcome and tells each party only its own part. What all then follow is a
correlated equilibrium; where they promise to follow before they are told, a coarse one. The value of communication is
the best welfare with such advice less the best without it, at a Nash equilibrium.

References
----------
Aumann (1974), Subjectivity and correlation in randomized strategies. doi:10.1016/0304-4068(74)90037-8
Ashlagi, Monderer and Tennenholtz (2008), On the value of correlation, JAIR 33, 575-613. doi:10.1613/jair.2496
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.policy import Policy
from tvet_games.solve.correlated import CorrelatedEquilibrium, correlated_equilibrium
from tvet_games.solve.nash import equilibria
from tvet_games.solve.payoff_region import PayoffRegion, payoff_region
from tvet_games.solve.result import Equilibrium, EquilibriumSet
from tvet_games.study.setting import Setting, read_setting
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class Communication(Shown):
    """What advice does in one conflict.

    Attributes
    ----------
    setting : Setting
    game : NormalFormGame
    nash : EquilibriumSet
        Without advice; all extreme equilibria of two players, the pure ones of more.
    welfare : CorrelatedEquilibrium
        The advice that makes the sum of payoffs largest.
    target : CorrelatedEquilibrium
        The advice under which everybody cooperates most often.
    coarse_welfare, coarse_target : CorrelatedEquilibrium
        The same where all promise to follow before they are told.
    """

    setting: Setting = field(repr=False)
    game: NormalFormGame = field(repr=False)
    nash: EquilibriumSet
    welfare: CorrelatedEquilibrium
    target: CorrelatedEquilibrium
    coarse_welfare: CorrelatedEquilibrium
    coarse_target: CorrelatedEquilibrium

    def __repr__(self) -> str:
        around = self.setting
        return f"Communication({around.conflict.name} on {around.calibration.name}, {around.policy!r})"

    @property
    def best_nash(self) -> Equilibrium | None:
        """The equilibrium of largest welfare among those that are known; None where none is."""
        return max(self.nash, key=lambda e: e.payoffs.sum(), default=None)

    @property
    def value(self) -> Any:
        """What advice adds to the best welfare without it [money per head and period]; None where that is unknown.

        An upper bound where only the pure equilibria are known (three players and more).
        """
        return None if self.best_nash is None else self.welfare.welfare - self.best_nash.payoffs.sum()

    @property
    def is_bound(self) -> bool:
        """Whether the value is no more than an upper bound."""
        return self.nash.scope != "all" and self.value != 0

    @property
    def probability(self) -> Any:
        """The largest probability of everybody's cooperation under advice that all follow."""
        return self.target.target_probability

    def regions(self, players: tuple[str, str] | None = None) -> tuple[PayoffRegion, PayoffRegion]:
        """The payoffs that advice can give two players, and those of advice that all promise to follow."""
        return payoff_region(self.game, players), payoff_region(self.game, players, coarse=True)

    def card(self, language: Language | None = None) -> Card:
        """Return what each kind of advice brings."""
        from tvet_games.study.mechanisms.communication_card import communication_card

        return communication_card(self, spoken(language))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """What advice can do, in sentences."""
        from tvet_games.study.mechanisms.communication_words import describe

        return describe(self, language)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a kind of equilibrium; what it brings."""
        import pandas as pd

        best = self.best_nash
        rows: dict[str, dict[str, Any]] = {}
        if best is not None:
            rows["best Nash"] = _row(self.game, best.payoffs, _target(best))
        for name in ("welfare", "target", "coarse_welfare", "coarse_target"):
            found: CorrelatedEquilibrium = getattr(self, name)
            rows[NAMES[name]] = _row(self.game, found.payoffs, found.target_probability)
        return pd.DataFrame.from_dict(rows, orient="index")


NAMES = {
    "welfare": "correlated, best welfare",
    "target": "correlated, most cooperation",
    "coarse_welfare": "coarse, best welfare",
    "coarse_target": "coarse, most cooperation",
}


def communication(
    conflict: Conflict | str,
    calibration: Calibration | str,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
) -> Communication:
    """Tell what a mediator's advice can bring about in a conflict, and what it is worth.

    Parameters
    ----------
    conflict : Conflict or name
    calibration : Calibration or name
        Of single values.
    policy : Policy, optional
        What is in force.
    instruments : iterable of Instrument, optional
        What the names of the policy mean; by default the shipped instruments.

    Returns
    -------
    Communication
        In fractions.

    Raises
    ------
    InputError
        If a name is unknown or a value is missing.

    Examples
    --------
    >>> found = communication("school_student", "germany_2022")
    >>> print(found.probability, found.value)
    1 0
    >>> print(communication("school_enterprise", "germany_2022").probability)
    0
    """
    setting = read_setting(conflict, calibration, policy, instruments)
    game = setting.game
    best = {
        (objective, coarse): correlated_equilibrium(game, objective, coarse=coarse)
        for objective in ("welfare", "target")
        for coarse in (False, True)
    }
    return Communication(
        setting,
        game,
        equilibria(game),
        best["welfare", False],
        best["target", False],
        best["welfare", True],
        best["target", True],
    )


def _row(game: NormalFormGame, payoffs: Any, target: Any) -> dict[str, Any]:
    each = dict(zip(game.players, payoffs, strict=True))
    return {"welfare": payoffs.sum(), "everybody cooperates": target, **each}


def _target(found: Equilibrium) -> Any:
    return found.outcome[(0,) * found.outcome.ndim]
