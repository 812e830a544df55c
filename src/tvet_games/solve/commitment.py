"""Order of moves: what a player gains by moving first, the leader-follower (Stackelberg) solution of two-player games.

The leader commits to an action a, or to a mixed action x, and tells it; the follower then takes a best reply. Write
``l(a, b)`` and ``f(a, b)`` for the payoffs of leader and follower. Of several best replies the follower takes

- ``optimistic``: the one that is best for the leader (strong solution; it always exists);
- ``pessimistic``: the one that is worst for the leader (weak solution).

*Pure* commitment is the best of the leader's actions. *Mixed* commitment is one linear program for each follower action
b: maximise ``sum_a x_a l(a, b)`` over the mixed actions x to which b is a best reply. With pessimistic ties the largest
payoff may be a supremum that no mixed action attains, but some come as near as one likes; then ``attained`` is False,
and the strategy given is where they tend to (:mod:`~tvet_games.solve.commitment_mixed`).

With optimistic ties a pure commitment gives the leader at least its best pure equilibrium, and a mixed one at least its
best equilibrium, mixed ones among them. Neither helps the follower in general, and moving second may be better still.

Shapes: payoffs ``(..., 2, m, n) -> actions (...), payoffs (..., 2)``; mixed commitment takes single games. Exact games
give fractions; in float games payoffs within ``TIE`` of the player's payoff span are tied.

References
----------
von Stackelberg (1934), Marktform und Gleichgewicht.
Conitzer and Sandholm (2006), Computing the optimal strategy to commit to, ACM EC. doi:10.1145/1134707.1134717
von Stengel and Zamir (2010), Leadership games with convex strategy sets, Games and Economic Behavior 69.
doi:10.1016/j.geb.2009.11.008
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from numbers import Integral
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError, expected, shorten, unknown
from tvet_games.games.best_response import pure_equilibria
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, payoff_span
from tvet_games.solve.commitment_mixed import mixed_commitment
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

TIES = ("optimistic", "pessimistic")
"""Which of several best replies the follower takes: the best or the worst for the leader."""


@dataclass(frozen=True, slots=True, eq=False)
class Commitment(Shown):
    """What the leader commits to, what the follower replies, and what it is worth.

    Attributes
    ----------
    game : NormalFormGame
    leader : int
        Index of the leader; the other player follows.
    mixed : bool
        Whether the leader may commit to a mixed action.
    ties : str
        One of ``TIES``.
    strategy : array, shape (..., m)
        [probability] Of each of the leader's actions.
    follower_action : array of int, shape (...)
    payoffs : array, shape (..., 2)
        [the game's unit] In the order of the players.
    attained : bool
        False where the leader's payoff is a supremum (mixed, pessimistic ties).
    is_equilibrium : array of bool, shape (...)
        Whether the outcome is an equilibrium also when both move at once.
    best_equilibrium, worst_equilibrium : array, shape (...)
        [the game's unit] The leader's payoff at its best and at its worst pure equilibrium; NaN where there is none.
    """

    game: NormalFormGame = field(repr=False)
    leader: int
    mixed: bool
    ties: str
    strategy: Array = field(repr=False)
    follower_action: Array = field(repr=False)
    payoffs: Array = field(repr=False)
    attained: bool
    is_equilibrium: Array = field(repr=False)
    best_equilibrium: Array = field(repr=False)
    worst_equilibrium: Array = field(repr=False)

    @property
    def follower(self) -> int:
        """Index of the follower."""
        return 1 - self.leader

    @property
    def leader_action(self) -> Array:
        """The leader's action, shape (...); -1 where it mixes."""
        pure = np.asarray(self.strategy == 1)
        return np.where(pure.any(axis=-1), pure.argmax(axis=-1), -1)[()]

    @property
    def leader_payoff(self) -> Any:
        """What the leader gets, shape (...) [the game's unit]."""
        return self.payoffs[..., self.leader]

    @property
    def is_target(self) -> Array:
        """Whether both take their first, cooperative action, shape (...)."""
        return np.asarray((self.leader_action == 0) & (self.follower_action == 0))

    @property
    def gain(self) -> Any:
        """The leader's payoff less that at its best pure equilibrium, shape (...); NaN where there is none."""
        return self.leader_payoff - self.best_equilibrium

    @property
    def gain_on_worst(self) -> Any:
        """The leader's payoff less that at its worst pure equilibrium, shape (...); NaN where there is none."""
        return self.leader_payoff - self.worst_equilibrium

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.commitment_card import commitment_card

        return commitment_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a game; what both do, what they get, what leading is worth."""
        import pandas as pd

        m, names = self.game.shape[self.leader], self.game.players
        rows = zip(self.strategy.reshape(-1, m), np.ravel(self.follower_action), strict=True)
        first, second = (self.game.actions[i] for i in (self.leader, self.follower))
        columns: dict[str, Any] = {names[self.leader]: [], names[self.follower]: []}
        for strategy, reply in rows:
            columns[names[self.leader]].append(_words(strategy, first))
            columns[names[self.follower]].append(second[reply])
        payoffs = self.payoffs.reshape(-1, 2)
        columns |= {f"payoff: {name}": payoffs[:, i] for i, name in enumerate(names)}
        columns |= {
            "target": np.ravel(self.is_target),
            "equilibrium": np.ravel(self.is_equilibrium),
            "gain on best equilibrium": np.ravel(self.gain),
            "gain on worst equilibrium": np.ravel(self.gain_on_worst),
        }
        return pd.DataFrame(columns)


def commitment(game: NormalFormGame, leader: int | str, *, mixed: bool = False, ties: str = "optimistic") -> Commitment:
    """Find what a player does and gets who moves first.

    Parameters
    ----------
    game : NormalFormGame
        Of two players: one game or a batch (a single one if mixed). Fractions in, fractions out.
    leader : int or str
        Index or name of the player who moves first.
    mixed : bool
        Whether the leader may commit to a mixed action. Where no mixture is better, the pure commitment is given.
    ties : str
        ``optimistic`` or ``pessimistic``: the reply among several best ones. Of replies, and of actions of the leader,
        that are as good in this too, the first.

    Returns
    -------
    Commitment

    Raises
    ------
    ShapeError
        If there are not two players, or the games are a batch and mixed commitment is asked for.
    InputError
        If there is no such player or rule for ties.

    Examples
    --------
    The game of Conitzer and Sandholm, in which leading with a mixture is worth more than with an action:

    >>> game = NormalFormGame.from_bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 1]])
    >>> [str(commitment(game, "row", mixed=mixed).leader_payoff) for mixed in (False, True)]
    ['3', '7/2']
    >>> print(*commitment(game, "row", mixed=True).strategy)
    1/2 1/2
    """
    expected(game, NormalFormGame, "commitment", "a NormalFormGame")
    if len(game.players) != 2:
        raise ShapeError(
            f"commitment() is for a leader and one follower, this game has {len(game.players)} players; "
            "of a community take the dyads one by one"
        )
    first = _index(game, leader)
    if ties not in TIES:
        raise unknown("rule for ties", str(ties), TIES, source="commitment", field="ties")
    if expected(mixed, bool, "commitment", "mixed to be True or False") and not game.is_single:
        raise ShapeError("mixed commitment takes one game; take one out of the batch, as in game[0]")
    lead, follow = _tables(game, first)
    slacks = [0 if game.is_exact else TIE * payoff_span(table, (-2, -1)) for table in (lead, follow)]
    action, reply = _pure(lead, follow, slacks, optimistic=ties == "optimistic")
    strategy, attained = _one_hot(action, lead), True
    if mixed:
        found = mixed_commitment(lead, follow, slacks[1], optimistic=ties == "optimistic")
        if found.value > lead[action, reply] + slacks[0]:
            strategy, reply, attained = found.strategy, np.asarray(found.reply)[()], found.attained
    return _described(game, first, mixed, ties, strategy, reply, attained, slacks[0])


def _index(game: NormalFormGame, leader: int | str) -> int:
    if isinstance(leader, str):
        if leader not in game.players:
            raise unknown("player", leader, game.players, source="commitment", field="leader")
        return game.players.index(leader)
    if not isinstance(leader, Integral) or isinstance(leader, bool) or leader not in (0, 1):
        what = f"expected 0 or 1, or one of {', '.join(game.players)}"
        raise InputError("commitment", [Problem("leader", what, shorten(repr(leader)))])
    return int(leader)


def _tables(game: NormalFormGame, leader: int) -> tuple[Array, Array]:
    """Payoffs of leader and follower, each by the leader's action, then the follower's, shape (..., m, n)."""
    tables = [game.player_payoffs(i) for i in (leader, 1 - leader)]
    lead, follow = tables if leader == 0 else [table.swapaxes(-1, -2) for table in tables]
    return lead, follow


def _pure(lead: Array, follow: Array, slacks: list[Any], *, optimistic: bool) -> tuple[Array, Array]:
    """The leader's action and the follower's reply, each of shape (...)."""
    own, other = (np.asarray(slack) for slack in slacks)
    best = follow >= follow.max(axis=-1, keepdims=True) - other[..., None, None]
    sign = 1 if optimistic else -1
    wanted = np.where(best, sign * lead, -math.inf)
    replies = (wanted >= wanted.max(axis=-1, keepdims=True) - own[..., None, None]).argmax(axis=-1)
    values = np.take_along_axis(lead, replies[..., None], axis=-1)[..., 0]
    action = (values >= values.max(axis=-1, keepdims=True) - own[..., None]).argmax(axis=-1)
    return action, np.take_along_axis(replies, np.asarray(action)[..., None], axis=-1)[..., 0]


def _one_hot(action: Array, lead: Array) -> Array:
    chosen = np.arange(lead.shape[-2]) == np.asarray(action)[..., None]
    zero = lead[..., 0] * 0
    return np.where(chosen, zero + 1, zero)


def _described(
    game: NormalFormGame,
    leader: int,
    mixed: bool,
    ties: str,
    strategy: Array,
    reply: Array,
    attained: bool,
    slack: Any,
) -> Commitment:
    """What the commitment is worth to both, and how it compares with moving at once."""
    lead, follow = _tables(game, leader)
    column = np.asarray(reply)[..., None, None]
    against = [np.take_along_axis(table, column, axis=-1)[..., 0] for table in (lead, follow)]
    worth = [(strategy * each).sum(axis=-1) for each in against]
    stable = pure_equilibria(game) if leader == 0 else pure_equilibria(game).swapaxes(-1, -2)
    some = stable.any(axis=(-2, -1))
    return Commitment(
        game=game,
        leader=leader,
        mixed=mixed,
        ties=ties,
        strategy=strategy,
        follower_action=reply,
        payoffs=np.stack(worth if leader == 0 else worth[::-1], axis=-1),
        attained=attained,
        is_equilibrium=np.asarray(worth[0] >= against[0].max(axis=-1) - slack),
        best_equilibrium=np.where(some, np.where(stable, lead, -math.inf).max(axis=(-2, -1)), math.nan)[()],
        worst_equilibrium=np.where(some, np.where(stable, lead, math.inf).min(axis=(-2, -1)), math.nan)[()],
    )


def _words(strategy: Array, names: tuple[str, ...]) -> str:
    """A mixed action as text; only the name where it is pure."""
    parts = [(share, name) for share, name in zip(strategy, names, strict=True) if share]
    if len(parts) == 1:
        return parts[0][1]
    return " + ".join(f"{float(share):.3g} {name}" for share, name in parts)
