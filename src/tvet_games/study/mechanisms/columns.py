"""The columns of the comparison of mechanisms: how each fills its cell of a conflict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TOLERANCE
from tvet_games.solve.alignment import aligned_game
from tvet_games.solve.nash import equilibria
from tvet_games.solve.repeated import per_year
from tvet_games.study.mechanisms.call import Call
from tvet_games.study.mechanisms.cell import Cell, Standing
from tvet_games.study.mechanisms.common_goals import common_goals
from tvet_games.study.mechanisms.communication import communication
from tvet_games.study.mechanisms.foresight import foresight
from tvet_games.study.mechanisms.leadership import INITIATIVE, leadership
from tvet_games.study.mechanisms.matter import Matter, others, standing_of
from tvet_games.study.mechanisms.packages import contract, package, today, together
from tvet_games.study.mechanisms.patience import patience
from tvet_games.study.mechanisms.understanding import understanding


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One column.

    Attributes
    ----------
    section : str
        Of the paper; empty for what the paper does not have.
    fill : function of a Matter
        Returns its cell.
    """

    section: str
    fill: Callable[[Matter], Cell]


def _long_term(matter: Matter) -> Cell:
    """Repetition: possible where the critical discount factor a year is not above the parties' patience."""
    call = Call(patience, matter.asked)
    found = call.run()
    yearly = float(per_year(float(found.largest), float(found.years)))
    standing: Standing = "possible" if yearly <= matter.patience + TOLERANCE else "fails"
    if standing == "possible" and not matter.others:
        standing = "settles"
    return matter.cell(
        "long_term_cooperation", standing, yearly, "discount factor a year", call, found, notes=("threat",)
    )


def _communication(matter: Matter) -> Cell:
    """A mediator's advice: settles where it may always be to cooperate."""
    call = Call(communication, matter.asked)
    found = call.run()
    share = found.probability
    standing: Standing = "settles" if share == 1 else "partly" if share else "fails"
    return matter.cell("communication", standing, share, "probability", call, found, notes=("trust",))


def _common_goals(matter: Matter) -> Cell:
    """Care for the group: possible where the selfishness level is not above what can be expected of anybody."""
    call = Call(common_goals, matter.asked, {"alphas": []})
    found = call.run()
    level = _scalar(found.found.level)
    if level > matter.purpose:
        return matter.cell("common_goals", "fails", level, "weight of the group", call, found)
    left = equilibria(aligned_game(found.game, level, public_cost=found.public_cost))
    return matter.cell(
        "common_goals", standing_of(left), level, "weight of the group", call, found, remains=others(left)
    )


def _common_understanding(matter: Matter) -> Cell:
    """Better judgement: settles where it leads to cooperation, as the parties learn to tell better from worse."""
    call = Call(understanding, matter.asked)
    found = call.run()
    selected, level = found.under.selected, found.under.least
    leads = selected is not None and selected.is_target and level is not None
    standing: Standing = "settles" if leads else "fails"
    shown = level if leads else None
    return matter.cell("common_understanding", standing, shown, "rationality", call, found, notes=("judgement",))


def _order_of_moves(matter: Matter) -> Cell:
    """Commitment: settles a conflict of two where a leader brings cooperation about; the school leads if it can."""
    if len(matter.conflict.players) != 2:
        return matter.none("order_of_moves")
    call = Call(leadership, matter.asked)
    found = call.run()
    (dyad,) = found.dyads
    leads = sorted(range(2), key=lambda k: dyad.game.players[k] != INITIATIVE)
    leader = next((k for k in leads if selects_cooperation(dyad.game, k)), None)
    if leader is None:
        return matter.cell("order_of_moves", "fails", None, "", call, found)
    name = dyad.game.players[leader]
    return matter.cell("order_of_moves", "settles", name, "leader", call, found, notes=("commitment",))


def selects_cooperation(game: NormalFormGame, leader: int) -> bool:
    """Whether every action that is best for a leader, whatever reply that is best the follower picks, is to cooperate.

    Parameters
    ----------
    game : NormalFormGame
        A single game of two players.
    leader : int
    """
    own, other = (np.moveaxis(game.player_payoffs(i), leader, 0) for i in (leader, 1 - leader))
    replies = other == other.max(axis=1, keepdims=True)
    if replies[0].tolist() != [True] + [False] * (replies.shape[1] - 1):
        return False
    # The most that any other action could bring the leader, if the follower is kind.
    rivals = [value for row, best in zip(own[1:], replies[1:], strict=True) for value in row[best]]
    return all(own[0, 0] > value for value in rivals)


def _foresight(matter: Matter) -> Cell:
    """Looking ahead: possible where cooperation lasts by one of the stabilities of the graph model."""
    call = Call(foresight, matter.asked)
    found = call.run()
    strongest = found.strongest
    if strongest is None:
        return matter.cell("foresight", "fails", None, "", call, found)
    left = tuple(state for state in found.stability.equilibria(strongest) if state != found.wanted)
    standing: Standing = "possible" if left else "settles"
    notes = () if strongest == "nash" else ("sanction",)
    return matter.cell("foresight", standing, strongest, "stability", call, found, remains=left, notes=notes)


def _scalar(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


EVALUATION, CULTURE = "4.2.4", "4.1.4"
"""Sections of the paper that the instruments of evaluation and of culture name in their files."""

ELSEWHERE = (EVALUATION, CULTURE)
"""Every other instrument counts as an incentive, one of the user's own without a section too."""

MECHANISMS: dict[str, Mechanism] = {
    "today": Mechanism("", today),
    "long_term_cooperation": Mechanism("4.2.1", _long_term),
    "communication": Mechanism("4.2.2", _communication),
    "contract": Mechanism("4.2.2", contract),
    "incentives": Mechanism("4.2.3", lambda matter: package(matter, "incentives", lambda s: s not in ELSEWHERE)),
    "evaluation": Mechanism("4.2.4", lambda matter: package(matter, "evaluation", lambda s: s == EVALUATION)),
    "common_goals": Mechanism("4.1.2", _common_goals),
    "common_understanding": Mechanism("4.1.3", _common_understanding),
    "common_culture": Mechanism("4.1.4", lambda matter: package(matter, "common_culture", lambda s: s == CULTURE)),
    "order_of_moves": Mechanism("3.2.2", _order_of_moves),
    "foresight": Mechanism("", _foresight),
    "together": Mechanism("4.2", together),
}
"""Mechanisms and paths by name, in the order of the columns; instruments belong to the section of their file."""
