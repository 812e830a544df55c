"""Order of moves: what becomes of a conflict when one of the two moves first and the other replies.

The paper's school "usually takes the initiative": it commits itself to joint training before the firm decides. Every
dyad of a conflict (a two-player conflict itself, the edges of a community) is asked under each possible leader, who
commits to an action or to a mixture of actions (:mod:`~tvet_games.solve.commitment`), and compared with moving at once:
with the equilibrium of least welfare, and with the leader's best pure equilibrium.

A dyad of a community is its edge alone, with the effects of the policy on it: what the two give each other, not what
they decide in the whole community. Each benefit and cost counts once in a community, so an edge holds only a part of
what the conflict of the same two holds that stands alone. What a player of a community pays for the public is a bill of
the whole, and in no dyad. Money is per head and period of the conflict that is asked (edges are weighted).

References
----------
von Stengel and Zamir (2010), Leadership games with convex strategy sets, Games and Economic Behavior 69.
doi:10.1016/j.geb.2009.11.008
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tvet_games.errors import InputError, Problem
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict, Edge
from tvet_games.model.formula import evaluate
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array
from tvet_games.solve.bargaining.disagreement import worst_equilibrium
from tvet_games.solve.commitment import Commitment, commitment
from tvet_games.study.setting import Setting, read_setting
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

INITIATIVE = "school"
"""Who usually takes the initiative (3.2.2 of the paper)."""


@dataclass(frozen=True, slots=True, eq=False)
class Lead:
    """One player of a dyad moves first.

    Attributes
    ----------
    leader, follower : str
    pure : Commitment
        To an action.
    mixed : Commitment
        To a mixture of actions; the pure one where no mixture gives the leader more.
    secure, mixed_secure : bool
        Whether the commitment is worth as much (or as nearly as the leader likes) if the follower, where it is
        indifferent, replies as is worst for the leader.
    """

    leader: str
    follower: str
    pure: Commitment
    mixed: Commitment
    secure: bool
    mixed_secure: bool

    @property
    def mixing_gain(self) -> Any:
        """What the leader has more by a mixture than by an action [money]."""
        return self.mixed.leader_payoff - self.pure.leader_payoff


@dataclass(frozen=True, slots=True, eq=False)
class Dyad:
    """Two players and what they give each other, under each order of moves.

    Attributes
    ----------
    conflict : Conflict
    game : NormalFormGame
    at_once : array, shape (2,)
        [money per head and period] Payoffs at the equilibrium of least welfare when both move at once.
    leads : pair of Lead
        The first player leads, the second leads.
    labels : Labels
    """

    conflict: Conflict
    game: NormalFormGame = field(repr=False)
    at_once: Array
    leads: tuple[Lead, Lead]
    labels: Labels = field(repr=False)

    def gain(self, player: int, *, mixed: bool = False) -> Any:
        """What a player has more when it leads than at the equilibrium of least welfare [money]."""
        lead = self.leads[player]
        return (lead.mixed if mixed else lead.pure).leader_payoff - self.at_once[player]

    def prefers(self, player: int) -> str:
        """Whom a player would rather have move first (with pure commitments); empty where it makes no difference."""
        first, second = (lead.pure.payoffs[player] for lead in self.leads)
        return "" if first == second else self.game.players[0 if first > second else 1]


@dataclass(frozen=True, slots=True, eq=False)
class Leadership(Shown):
    """What the order of moves does in every dyad of a conflict.

    Attributes
    ----------
    conflict : Conflict
    calibration : Calibration
    policy : Policy
        What is in force.
    dyads : tuple of Dyad
    uncharged : tuple of str
        Players who bear the public cost of the policy in the whole community, but in none of its dyads.
    """

    conflict: Conflict = field(repr=False)
    calibration: Calibration = field(repr=False)
    policy: Policy
    dyads: tuple[Dyad, ...]
    uncharged: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Leadership({self.conflict.name} on {self.calibration.name}, {self.policy!r})"

    @property
    def unit(self) -> str:
        """Money unit of the payoffs."""
        return self.calibration.unit_per(self.conflict.per)

    def card(self, language: Language | None = None) -> Card:
        """Return a row a dyad and leader."""
        from tvet_games.study.mechanisms.leadership_card import leadership_card

        return leadership_card(self, spoken(language))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Who brings about what by moving first, and who would want to, in sentences."""
        from tvet_games.study.mechanisms.leadership_words import describe

        return describe(self, language)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a dyad, leader and kind of commitment."""
        import pandas as pd

        rows = []
        for dyad in self.dyads:
            for i, lead in enumerate(dyad.leads):
                for kind, found in (("pure", lead.pure), ("mixed", lead.mixed)):
                    (told,) = found.to_frame().to_dict("records")
                    rows.append(
                        {
                            "dyad": dyad.conflict.name,
                            "leader": lead.leader,
                            "commitment": kind,
                            "leader does": told[lead.leader],
                            "follower does": told[lead.follower],
                            "leader gets": found.leader_payoff,
                            "follower gets": found.payoffs[1 - i],
                            "cooperation": bool(found.is_target),
                            "equilibrium": bool(found.is_equilibrium),
                            "secure": lead.secure if kind == "pure" else lead.mixed_secure,
                            "gain on worst equilibrium": dyad.gain(i, mixed=kind == "mixed"),
                            "gain on best pure equilibrium": found.gain,
                        }
                    )
        return pd.DataFrame(rows).set_index(["dyad", "leader", "commitment"])


def leadership(
    conflict: Conflict | str,
    calibration: Calibration | str,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
) -> Leadership:
    """Tell what becomes of each dyad of a conflict when one of the two moves first.

    Parameters
    ----------
    conflict : Conflict or name
        Of two players, or a community of dyads.
    calibration : Calibration or name
        Of single values.
    policy : Policy, optional
        Levels of instruments in force; none by default.
    instruments : iterable of Instrument, optional
        What the names mean; by default the shipped instruments.

    Returns
    -------
    Leadership
        In fractions.

    Raises
    ------
    InputError
        If a name or level is wrong, a value is missing, or the conflict is neither of two players nor of dyads.

    Examples
    --------
    >>> (dyad,) = leadership("agency_coordination", "germany_2022").dyads
    >>> for lead in dyad.leads: print(lead.leader, lead.pure.is_target, *lead.pure.payoffs, "instead of", *dyad.at_once)
    education_administration True 350 350 instead of 0 0
    human_resources_department True 350 350 instead of 0 0
    """
    around = read_setting(conflict, calibration, policy, instruments)
    asked = around.conflict
    if len(asked.players) != 2 and not asked.edges:
        what = f"has {len(asked.players)} players who do not meet in pairs; expected two players, or a community"
        raise InputError(asked.name, [Problem("player", what)])
    payers = tuple(player.name for player in asked.players if player.pays) if asked.edges else ()
    return Leadership(
        asked,
        around.calibration,
        around.policy,
        tuple(_dyads(around)),
        payers if around.policy.active else (),
    )


def _dyads(around: Setting) -> list[Dyad]:
    whole = around.game  # checks the policy and the values
    if not around.conflict.edges:
        return [_dyad(around.conflict, whole, around.labels)]
    values = around.conflict.values(around.calibration, exact=True)
    return [
        _dyad(edge.conflict, _edge_game(around, edge, values), edge.conflict.labels.over(around.labels))
        for edge in around.conflict.edges
    ]


def _dyad(conflict: Conflict, game: NormalFormGame, labels: Labels) -> Dyad:
    names = game.players
    return Dyad(conflict, game, worst_equilibrium(game), (_lead(game, *names), _lead(game, *names[::-1])), labels)


def _lead(game: NormalFormGame, leader: str, follower: str) -> Lead:
    pure, mixed = (commitment(game, leader, mixed=mixed) for mixed in (False, True))
    secure, mixed_secure = (
        bool(commitment(game, leader, mixed=found.mixed, ties="pessimistic").leader_payoff == found.leader_payoff)
        for found in (pure, mixed)
    )
    return Lead(leader, follower, pure, mixed, secure, mixed_secure)


def _edge_game(around: Setting, edge: Edge, values: Mapping[str, Any]) -> NormalFormGame:
    """The game of an edge under the policy, in the unit of the community."""
    own = {name: evaluate(formula, values, FRACTIONS) for name, formula in edge.values.items()}
    payoffs = edge.conflict.baseline({**values, **own}, FRACTIONS)
    for name, level in around.policy.active.items():
        instrument = around.known[name]
        if name in edge.without or not edge.conflict.touched_by(instrument):
            continue
        amounts = {other: around.policy.get(other, Fraction(0)) for other in instrument.interacts}
        needed = around.conflict.values(around.calibration, instrument, exact=True)
        effect, _ = edge.conflict.effect(instrument, {**needed, **own, **amounts, LEVEL: level}, FRACTIONS)
        payoffs = payoffs + effect
    weight = evaluate(edge.weight, values, FRACTIONS)
    names = [around.conflict.player_names[i] for i in edge.players]
    return NormalFormGame(payoffs * weight, players=names, actions=edge.conflict.actions)
