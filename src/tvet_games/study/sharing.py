"""Sharing the benefit of cooperation among all who take part: who gets what under each rule, and what it takes.

The game is that of the coalitions of a conflict, of a community or of a table: what each group can reach on its own
while the others do not cooperate. Each rule divides what all together reach. Where that is what they have when they all
cooperate, a division is a set of side payments there (a contract), and it can be asked whether anybody would still
leave.

References
----------
Shapley (1953), A value for n-person games, in Contributions to the Theory of Games II.
Schmeidler (1969), The nucleolus of a characteristic function game, SIAM J. Applied Mathematics 17. doi:10.1137/0117107
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, TvetGamesError, expected, shorten, unknown
from tvet_games.games.coalition_form import coalitional_game
from tvet_games.games.coalitional import CoalitionalGame
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import (
    calibration_of,
    conflicts,
    kind_of,
    load_conflict,
    load_scenario,
    scenarios,
    shipped_instruments,
)
from tvet_games.model.policy import Policy
from tvet_games.model.scenario import Scenario
from tvet_games.model.toml import read_toml
from tvet_games.solve.bargaining.contract import Contract, contract_at
from tvet_games.solve.coalitions.allocation import Allocation
from tvet_games.solve.coalitions.core import Core, core
from tvet_games.solve.coalitions.nucleolus import MAX_PLAYERS as NUCLEOLUS_PLAYERS
from tvet_games.solve.coalitions.nucleolus import nucleolus
from tvet_games.solve.coalitions.other_values import gately_point, tau_value
from tvet_games.solve.coalitions.properties import GameProperties, properties
from tvet_games.solve.coalitions.values import banzhaf, equal_surplus, shapley
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """What one rule gives each, and the side payments that bring it about.

    Attributes
    ----------
    allocation : Allocation
    contract : Contract or None
        Side payments where all together have most; None for a game without outcomes (a table).
    """

    allocation: Allocation
    contract: Contract | None

    @property
    def rule(self) -> str:
        """Name of the rule."""
        return self.allocation.rule

    @property
    def outside_money(self) -> Any:
        """Money from outside without which somebody would leave alone; None for a game without outcomes."""
        return None if self.contract is None else self.contract.outside_money


@dataclass(frozen=True, slots=True, eq=False)
class Sharing(Shown):
    """A coalitional game, its divisions side by side, and its core.

    Attributes
    ----------
    game : CoalitionalGame
    outcomes : NormalFormGame or None
        The game that it comes from.
    profile : tuple of int or None
        Where all together have most (cooperation, if that is one of several).
    divisions : tuple of Division
    undefined : tuple of (str, str)
        Rules that the game has no answer to, with the reason.
    core : Core
    properties : GameProperties
    name, unit : str
        Of the conflict or the table, and the money unit; empty for a table.
    """

    game: CoalitionalGame
    outcomes: NormalFormGame | None = field(repr=False)
    profile: tuple[int, ...] | None
    divisions: tuple[Division, ...]
    undefined: tuple[tuple[str, str], ...]
    core: Core = field(repr=False)
    properties: GameProperties = field(repr=False)
    name: str
    unit: str
    labels: Labels = field(default=Labels(), repr=False)

    def __repr__(self) -> str:
        rules = ", ".join(d.rule for d in self.divisions)
        return f"Sharing({shorten(self.name) or len(self.game.players)}, rules: {shorten(rules)})"

    @property
    def cooperation(self) -> Contract | None:
        """Everybody's cooperation without payments: what each would lose by leaving; None for a table."""
        if self.outcomes is None:
            return None
        return contract_at(self.outcomes, [0] * len(self.game.players))

    @property
    def cheapest(self) -> tuple[Division, ...]:
        """The divisions that are cheapest to sustain: least outside money; empty for a game without outcomes."""
        costs = [(d, d.outside_money) for d in self.divisions if d.contract is not None]
        least = min((cost for _, cost in costs), default=None)
        return tuple(d for d, cost in costs if cost == least)

    def card(self, language: Language | None = None) -> Card:
        """Return who gets what by which rule."""
        from tvet_games.study.sharing_card import sharing_card

        return sharing_card(self, spoken(language))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Whether there is something to share, whether it can be shared stably, and what it takes."""
        from tvet_games.study.sharing_words import describe

        return describe(self, language)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a rule; shares, core, and what the contract takes."""
        import pandas as pd

        rows = []
        for d in self.divisions:
            row: dict[str, Any] = dict(zip(self.game.players, d.allocation.shares, strict=True))
            row["in core"] = d.allocation.in_core
            if d.contract is not None:
                row |= {"holds": d.contract.holds, "outside money": d.outside_money}
            rows.append(row)
        return pd.DataFrame(rows, index=pd.Index([d.rule for d in self.divisions], name="rule"))


Shared = CoalitionalGame | Conflict | Scenario | str | Path | Sequence[Any]
"""A coalitional game or its values, a conflict, or a scenario; conflicts and scenarios also by name or path."""


def share(
    asked: Shared,
    calibration: Calibration | str | None = None,
    policy: Policy | None = None,
    instruments: Sequence[Instrument] | None = None,
) -> Sharing:
    """Divide the benefit of cooperation by every rule, and say which divisions are stable.

    Parameters
    ----------
    asked : CoalitionalGame, 2**n values, Conflict, Scenario, name or path
        A scenario brings its calibration, and its status quo as the policy in force.
    calibration : Calibration or name, optional
        For a conflict.
    policy : Policy, optional
        Levels of instruments in force: outside money that the coalitions take as given.
    instruments : sequence of Instrument, optional
        What the names of the policy mean; by default the shipped instruments.

    Returns
    -------
    Sharing
        In fractions where the game is exact.

    Raises
    ------
    InputError
        If a conflict comes without a calibration, a table with one, or a scenario has several conflicts.

    Examples
    --------
    >>> found = share("community", "germany_2022")
    >>> found.core.is_empty, found.properties.is_superadditive
    (False, True)
    """
    if isinstance(asked, CoalitionalGame) or not isinstance(asked, Conflict | Scenario | str | Path):
        game = asked if isinstance(asked, CoalitionalGame) else CoalitionalGame(asked)
        for name, value in (("calibration", calibration), ("policy", policy), ("instruments", instruments)):
            if value is not None:
                raise InputError("share", [Problem(name, "is for conflicts; a coalitional game has its values")])
        return _shared(game, None)
    conflict, values, levels, known = _conflict(asked, calibration, policy, instruments)
    outcomes = conflict.game(values, levels, known, exact=True)
    found = _shared(coalitional_game(outcomes), outcomes)
    return replace(found, name=conflict.name, unit=str(values.unit), labels=conflict.labels)


def _conflict(
    asked: Conflict | Scenario | str | Path,
    calibration: Calibration | str | None,
    policy: Policy | None,
    instruments: Sequence[Instrument] | None,
) -> tuple[Conflict, Calibration, Policy | None, Sequence[Instrument] | None]:
    found = _loaded(asked)
    if isinstance(found, Scenario):
        for name, value in (("calibration", calibration), ("policy", policy), ("instruments", instruments)):
            if value is not None:
                raise InputError("share", [Problem(name, f"comes with the scenario {found.name}")])
        if len(found.conflicts) != 1:
            names = ", ".join(c.name for c in found.conflicts)
            what = "has several conflicts; a coalitional game is of one (a community joins dyads)"
            raise InputError(found.name, [Problem("scenario.conflicts", what, names)])
        known = None if found.instruments is None else (*shipped_instruments().values(), *found.instruments)
        return found.conflicts[0], found.calibration, Policy(**found.status_quo), known
    if calibration is None:
        raise InputError("share", [Problem("calibration", f"is needed for the conflict {found.name}")])
    values = calibration_of(calibration)
    expected(policy, (Policy, type(None)), "policy", "a Policy, as in Policy(training_subsidy=5100)")
    return found, values, policy, instruments


def _loaded(asked: Conflict | Scenario | str | Path) -> Conflict | Scenario:
    """A conflict or scenario by name or path."""
    if isinstance(asked, Conflict | Scenario):
        return asked
    text = str(asked)
    is_path = isinstance(asked, Path) or text.endswith(".toml")
    if is_path:
        return load_scenario(asked) if kind_of(read_toml(Path(asked)), text) == "scenario" else load_conflict(asked)
    if text in scenarios():
        return load_scenario(text)
    if text not in conflicts():
        raise unknown("conflict or scenario", text, (*conflicts(), *scenarios()))
    return load_conflict(text)


def _shared(game: CoalitionalGame, outcomes: NormalFormGame | None) -> Sharing:
    profile = None if outcomes is None else _best_profile(outcomes)
    divisions, undefined = [], []
    for name, solve in _rules(game).items():
        try:
            found = solve(game)
        except TvetGamesError as error:
            undefined.append((name, str(error)))
            continue
        divisions.append(Division(found, _contract(outcomes, profile, found)))
    return Sharing(game, outcomes, profile, tuple(divisions), tuple(undefined), core(game), properties(game), "", "")


def _rules(game: CoalitionalGame) -> dict[str, Callable[[CoalitionalGame], Allocation]]:
    rules: dict[str, Callable[[CoalitionalGame], Allocation]] = {
        "equal_surplus": equal_surplus,
        "shapley": shapley,
        "normalized_banzhaf": lambda v: banzhaf(v, normalized=True),
    }
    if len(game.players) <= NUCLEOLUS_PLAYERS:
        rules["nucleolus"] = nucleolus
    return {**rules, "tau_value": tau_value, "gately_point": gately_point}


def _best_profile(outcomes: NormalFormGame) -> tuple[int, ...]:
    """Where all together have most; the target before others."""
    total = outcomes.payoffs.sum(axis=0)
    return tuple(int(a) for a in np.unravel_index(int(total.argmax()), total.shape))


def _contract(outcomes: NormalFormGame | None, profile: tuple[int, ...] | None, found: Allocation) -> Contract | None:
    if outcomes is None or profile is None:
        return None
    return contract_at(outcomes, payoffs=found.shares, profile=profile)
