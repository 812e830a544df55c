"""One conflict of the comparison of mechanisms, with what every column needs of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from tvet_games.linear_programs.certificate import ZERO
from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.policy.criteria import Basin, Criterion, Nash, RiskDominant, Unique
from tvet_games.policy.levers import available
from tvet_games.policy.search import cheapest_policy
from tvet_games.policy.solution import PolicySolution
from tvet_games.policy.verdict import verdict
from tvet_games.solve.result import EquilibriumSet
from tvet_games.study.mechanisms.call import Call
from tvet_games.study.mechanisms.cell import Cell, Standing


@dataclass(frozen=True)
class Matter:
    """One conflict of the comparison and what is asked of every mechanism.

    Attributes
    ----------
    conflict : Conflict
    calibration : Calibration
    instruments : tuple of Instrument
        That act here and for which the calibration has values.
    criterion : Criterion
        What mechanisms that pay must achieve.
    patience : Fraction
        [discount factor a year] That the parties have.
    purpose : Fraction
        Largest weight that somebody can be expected to give the group's payoff.
    """

    conflict: Conflict
    calibration: Calibration
    instruments: tuple[Instrument, ...]
    criterion: Criterion
    patience: Fraction
    purpose: Fraction

    @property
    def asked(self) -> tuple[Conflict, Calibration]:
        """The first arguments of every call."""
        return self.conflict, self.calibration

    @property
    def options(self) -> dict[str, Any]:
        """The criterion, where it is not the default of the search."""
        return {} if self.criterion == Nash() else {"criterion": self.criterion}

    @cached_property
    def today(self) -> PolicySolution:
        """The conflict as it stands, without any instrument."""
        return cheapest_policy(*self.asked, [])

    @cached_property
    def losers(self) -> Mapping[str, Fraction]:
        """Who has less where everybody cooperates, without any payment, than today."""
        return losses(self.today.outcomes[0].gains)

    @cached_property
    def stays_out(self) -> tuple[str, ...]:
        """Who has less where everybody cooperates, without any payment, than by staying out."""
        game = self.today.outcomes[0].before.game
        outside = self.conflict.outside_options(self.calibration.numbers, FRACTIONS)
        everyone: Any = (slice(None), *(0,) * len(game.shape))
        at_target = game.payoffs[everyone]
        return tuple(n for n, has, out in zip(game.players, at_target, outside, strict=True) if has < out)

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The equilibria of today in which not everybody cooperates."""
        return others(self.today.outcomes[0].before)

    @property
    def has_criterion(self) -> bool:
        """Whether the criterion is defined for the conflict: some are for two players with two actions only."""
        return not isinstance(self.criterion, Basin | RiskDominant) or self.conflict.shape == (2, 2)

    def none(self, mechanism: str) -> Cell:
        """The cell of a mechanism that does not apply."""
        return self.cell(mechanism, "none", None, "", None, None)

    def cell(
        self, mechanism: str, standing: Standing, level: Any, measure: str, call: Call | None, result: Any, **more: Any
    ) -> Cell:
        """A cell of this conflict; by default at no public cost, and with the losers of bare cooperation."""
        shown: dict[str, Any] = {
            "public_cost": ZERO if standing in ("settles", "possible", "partly") else None,
            "remains": self.others if standing == "possible" else (),
            "losers": self.losers if standing in ("settles", "possible") else {},
            "stays_out": self.stays_out if standing in ("settles", "possible") else (),
            "persists": None,
            "notes": (),
        }
        if standing in ("fails", "none"):
            more.pop("notes", None)
        return Cell(
            self.conflict.name, mechanism, standing, level, measure, **{**shown, **more}, call=call, result=result
        )


def matter_of(
    conflict: Conflict,
    calibration: Calibration,
    instruments: Sequence[Instrument],
    criterion: Criterion,
    patience: Fraction,
    purpose: Fraction,
) -> Matter:
    """Put a matter together: of the instruments those that act here and for which the calibration has values."""
    acting = tuple(available([conflict], calibration, instruments))
    return Matter(conflict, calibration, acting, criterion, patience, purpose)


def standing_of(found: EquilibriumSet) -> Standing:
    """Whether everybody's cooperation is an equilibrium, and the only one.

    Of three players and more only the pure equilibria are known; there it is the only one if iterated strict dominance
    leaves nothing else.
    """
    if found.target is None:
        return "fails"
    if len(found) > 1:
        return "possible"
    return "settles" if found.scope == "all" or verdict(found.game, Unique(margin=0)).slack > 0 else "possible"


def others(found: EquilibriumSet) -> tuple[str, ...]:
    """The other equilibria: pure ones, or where there are none those in which somebody mixes."""
    rest = [e for e in found if not e.is_target]
    return tuple(str(e) for e in [e for e in rest if e.profile is not None] or rest)


def losses(gains: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What those lose who do not gain."""
    return {name: -gain for name, gain in gains.items() if gain < 0}
