"""Who is exposed to inspection in a conflict: what tempts them, and what they lose when they are found out.

Temptation is what an action brings beyond cooperating while all others cooperate. The sanction is what inspection at
certain detection takes for it: the illegal gain, which is confiscated, and a fine of a multiple of it.

References
----------
Becker (1968), Crime and punishment, Journal of Political Economy 76, 169-217. doi:10.1086/259394
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tvet_games.errors import InputError, Problem
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.instrument import Instrument
from tvet_games.policy.levers import Lever
from tvet_games.policy.question import question
from tvet_games.solve.inspection import deterring_detection, inspection_game, least_detection
from tvet_games.solve.nash import equilibria
from tvet_games.solve.repeated_inspection import RepeatedInspection, repeated_inspection
from tvet_games.solve.result import Equilibrium
from tvet_games.study.setting import Setting

INSPECTION, FINE = "inspection", "fine_multiple"
"""Names of the instrument, and of the value that holds the fine as a multiple of the illegal gain."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """An action that inspection is directed against.

    Attributes
    ----------
    player, action : str
    illegal_gain : Fraction
        [money per head and period] What is confiscated.
    sanction : Fraction
        [money] The illegal gain and the fine.
    deterring : Fraction
        [probability] Detection that deters on the illegal gain alone: ``1/(1 + fine multiple)``.
    temptation : Fraction
        [money per head and period] What the action brings here, where all others cooperate; negative: it costs.
    least_detection : Fraction or float
        [probability] Detection that deters here: temptation over sanction.
    repeated : RepeatedInspection or None
        With warnings before the sanction; None where there is no temptation.
    free_inspector : Equilibrium
        What comes of it where the inspector may look or not, at the cost of an inspection, and collects the sanction.
    """

    player: str
    action: str
    illegal_gain: Fraction
    sanction: Fraction
    deterring: Fraction
    temptation: Fraction
    least_detection: Any
    repeated: RepeatedInspection | None = field(repr=False)
    free_inspector: Equilibrium = field(repr=False)

    @property
    def violation_rate(self) -> Fraction:
        """Share of periods with the action where the inspector is free [probability]."""
        return Fraction(self.free_inspector.strategies[0][1])

    @property
    def inspection_rate(self) -> Fraction:
        """Share of periods with an inspection there [probability]."""
        return Fraction(self.free_inspector.strategies[1][0])


def exposures_of(
    around: Setting, inspection: Instrument, detection: Fraction, terms: Mapping[str, Any]
) -> tuple[Exposure, ...]:
    """Find every action that inspection is directed against.

    Parameters
    ----------
    around : Setting
        Without inspection in force.
    inspection : Instrument
    detection : Fraction
        [probability] Of repeated inspection.
    terms : mapping
        Options of :func:`~tvet_games.solve.repeated_inspection.repeated_inspection`.

    Returns
    -------
    tuple of Exposure
        In the order of players and actions.

    Raises
    ------
    InputError
        If the calibration lacks a value.
    """
    multiple = fine_multiple(around, inspection)
    (arrays,) = question(around.conflict, around.calibration, [inspection]).problem().conflicts
    payoffs, players = around.game.payoffs, around.conflict.players
    target = (0,) * len(players)
    cost = arrays.unit_cost(0, target)
    found = []
    for i, player in enumerate(players):
        for b in range(1, len(player.actions)):
            profile = (*target[:i], b, *target[i + 1 :])
            sanction = arrays.effect[(0, i, *target)] - arrays.effect[(0, i, *profile)]
            if sanction <= 0:
                continue
            temptation = payoffs[(i, *profile)] - payoffs[(i, *target)]
            tempted = temptation > 0
            game = inspection_game(temptation, sanction, max(cost, Fraction(0)))
            found.append(
                Exposure(
                    player.name,
                    player.actions[b],
                    sanction / (1 + multiple),
                    sanction,
                    deterring_detection(multiple),
                    temptation,
                    least_detection(temptation, sanction),
                    repeated_inspection(temptation, detection, sanction=sanction, **terms) if tempted else None,
                    equilibria(game)[0],
                )
            )
    return tuple(found)


def inspection_lever(around: Setting) -> Lever | None:
    """Inspection with its bounds; None where it does nothing."""
    known = around.known.get(INSPECTION)
    if known is None or not around.conflict.touched_by(known):
        return None
    (lever,) = question(around.conflict, around.calibration, [known]).problem().levers
    return lever


def fine_multiple(around: Setting, instrument: Instrument) -> Fraction:
    """The fine as a multiple of the illegal gain."""
    if FINE not in instrument.parameters or FINE not in around.calibration.numbers:
        where = "the instrument" if FINE not in instrument.parameters else around.calibration.name
        raise InputError(INSPECTION, [Problem(FINE, f"is needed to tell gain and fine apart, and {where} has none")])
    return Fraction(around.calibration.numbers[FINE])


def least_level(game: NormalFormGame, exposures: Sequence[Exposure]) -> Any:
    """The level from which nobody gains by deviating from the target; infinite where a gain is out of its reach."""
    exposed = {(e.player, e.action): e.least_detection for e in exposures}
    levels = [Fraction(0), *exposed.values()]
    target = (0,) * len(game.players)
    for i, player in enumerate(game.players):
        for b in range(1, game.shape[i]):
            gain = game.payoffs[(i, *target[:i], b, *target[i + 1 :])] - game.payoffs[(i, *target)]
            if gain > 0 and (player, game.actions[i][b]) not in exposed:
                return math.inf
    return max(levels)
