"""Contracts: payments among the players at one profile, made only if everybody plays it.

Symbols: profile s, payment ``p_i`` that player i receives net (negative: it pays), ``sum(p) = 0``. The room of player i
is what it loses without a contract by its best deviation from s alone,

    room_i = u_i(s) - max over other actions b of u_i(b, s_-i),

infinite for a player with one action. With the contract it loses ``room_i + p_i``. So the contract holds, the profile
is an equilibrium with it, exactly if ``room_i + p_i >= 0`` for all; and some contract holds exactly if the rooms add up
to at least 0 (in a 2x2 game at the first cell: A1 + B1 >= 0). Otherwise money from outside is needed, at least what the
rooms lack together.

References
----------
Monderer and Tennenholtz (2004), K-implementation, Journal of Artificial Intelligence Research 21. doi:10.1613/jair.1231
Jackson and Wilkie (2005), Endogenous games and mechanisms: side payments among players, Review of Economic Studies 72.
doi:10.1111/j.1467-937X.2005.00342.x
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError
from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import ROUNDING, TIE, TOLERANCE, Array, payoff_span
from tvet_games.solve.bargaining.terms import player_numbers
from tvet_games.solve.repeated import critical_discounts
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True)
class Transfer:
    """A payment from one player to another [the game's unit]."""

    payer: str
    payee: str
    amount: Any


@dataclass(frozen=True, slots=True, eq=False)
class Contract(Shown):
    """Payments at a profile, and whether they make it an equilibrium.

    Attributes
    ----------
    profile : tuple of int
        The actions that the contract is about.
    payments : array, shape (n,)
        [the game's unit] What each player receives net; they add up to 0.
    room : array, shape (n,)
        [the game's unit] What each player loses by its best deviation without the contract; infinite with one action.
    margins : array, shape (n,)
        [the game's unit] The same with the contract: room and payment; 0 where the sum is rounding.
    can_hold : bool
        Whether some contract at this profile holds.
    transfers : tuple of Transfer
        Who pays whom.
    players : tuple of str
    actions : tuple of tuples of str
    critical_discounts : array of shape (n,), or None
        [discount factor a period] From which each keeps to the contract in the repeated game (grim trigger, see
        :func:`tvet_games.solve.repeated.critical_discounts`); None unless the profile is everybody's cooperation.
    labels : Labels, optional
        Of players and actions.
    unit : str, optional
        Of the payoffs.
    """

    profile: tuple[int, ...]
    payments: Array = field(repr=False)
    room: Array = field(repr=False)
    margins: Array = field(repr=False)
    can_hold: bool
    transfers: tuple[Transfer, ...] = field(repr=False)
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...] = field(repr=False)
    critical_discounts: Array | None = field(default=None, repr=False)
    labels: Labels = field(default=Labels(), repr=False)
    unit: str = ""

    @property
    def holds(self) -> bool:
        """Whether the profile is an equilibrium with the contract."""
        return bool((self.margins >= 0).all())

    @property
    def outside_money(self) -> Any:
        """Money that is missing for this contract [the game's unit]."""
        return sum((-margin for margin in self.margins if margin < 0), 0 * self.payments[0])

    @property
    def least_outside_money(self) -> Any:
        """Money that is missing for the best contract at this profile [the game's unit]; 0 if one can hold."""
        return 0 * self.payments[0] if self.can_hold else -self.room.sum()

    def applied_to(self, game: NormalFormGame) -> NormalFormGame:
        """Return the game in which the payments are made at the profile.

        Raises
        ------
        ShapeError
            If the game does not have the players and actions of the contract.
        """
        if game.players != self.players or game.actions != self.actions or not game.is_single:
            raise ShapeError("the contract is one for a single game with the same players and actions")
        here = np.zeros(game.shape, dtype=bool)
        here[self.profile] = True
        payoffs = game.payoffs.copy()
        payoffs[:, here] += self.payments[:, None]
        return game.with_payoffs(payoffs)

    def describe(self, language: Language = "en") -> list[str]:
        """Say in sentences who pays whom, and whether the contract holds."""
        from tvet_games.solve.bargaining.contract_words import describe

        return describe(self, language)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.bargaining.bargaining_card import contract_card

        return contract_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a player; action, payment, room and margin."""
        import pandas as pd

        columns: dict[str, Any] = {
            "action": [names[k] for names, k in zip(self.actions, self.profile, strict=True)],
            "payment": self.payments,
            "room": self.room,
            "margin": self.margins,
        }
        if self.critical_discounts is not None:
            columns["critical discount"] = self.critical_discounts
        return pd.DataFrame(columns, index=pd.Index(self.players, name="player"))


def contract_at(
    game: NormalFormGame, payments: Any = None, *, payoffs: Any = None, profile: Sequence[int] | None = None
) -> Contract:
    """Judge the contract with given payments, or the one that gives the players the payoffs wanted.

    Parameters
    ----------
    game : NormalFormGame
        A single game of two or more players. Fractions in, fractions out.
    payments : array_like, shape (n,), or mapping
        [the game's unit] What each player receives net at the profile.
    payoffs : array_like, shape (n,), or mapping
        [the game's unit] Instead of payments: what each has at the profile after them.
    profile : sequence of int, optional
        By default everybody cooperates (takes action 0).

    Returns
    -------
    Contract

    Raises
    ------
    ShapeError
        If the game is a batch, or the numbers or the profile do not fit it.
    InputError
        If the payments do not add up to 0, or not one of payments and payoffs is given.

    References
    ----------
    Jackson and Wilkie (2005), doi:10.1111/j.1467-937X.2005.00342.x

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[2, 3], [0, 2]])
    >>> contract = contract_at(dilemma, [-1, 1])
    >>> contract.describe()[1]
    'The contract holds: nobody gains by deviating alone.'
    >>> contract.transfers
    (Transfer(payer='row', payee='column', amount=Fraction(1, 1)),)
    """
    a_game(game, "contract_at")
    if not game.is_single or len(game.players) < 2:
        raise ShapeError("a contract is one for a single game of two players or more, such as game[0] of a batch")
    if (payments is None) == (payoffs is None):
        what = "one of them is needed, not both: what each receives, or what each has in the end"
        raise InputError("contract", [Problem("payments, payoffs", what)])
    where = profile_of(game, profile)
    own = game.payoffs.reshape(len(game.players), -1)[:, np.ravel_multi_index(where, game.shape)]
    field, values = ("payments", payments) if payoffs is None else ("payoffs", payoffs)
    numbers = player_numbers(values, game.players, field, fractions=game.is_exact)
    if numbers.ndim != 1:
        raise ShapeError(f"{field} has the shape {numbers.shape}, expected {(len(game.players),)}")
    return contract_of(game, where, numbers if payoffs is None else numbers - own)


def contract_of(game: NormalFormGame, profile: tuple[int, ...], payments: Array) -> Contract:
    """Judge payments of shape (n,) at a profile that have been read already; see :func:`contract_at`."""
    spans = payoff_span(game.payoffs, tuple(range(1, len(game.players) + 1)))
    slack = np.zeros(len(game.players)) if game.is_exact else TIE * spans
    # Payments are often differences of payoffs, so their sum is rounded at the size of the payoffs.
    rounding = 0 if game.is_exact else ROUNDING * float(abs(game.payoffs).max())
    _check_balance(payments, 0 if game.is_exact else TOLERANCE * max(*spans, abs(payments).max()) + rounding)
    room = _snapped(_room(game, profile), slack)
    contract = Contract(
        profile,
        payments,
        room,
        _snapped(room + payments, slack),
        bool(room.sum() >= -slack.max()),
        _transfers(payments, slack.max(), game.players),
        game.players,
        game.actions,
        labels=game.labels,
        unit=game.unit,
    )
    if any(profile):
        return contract
    return replace(contract, critical_discounts=critical_discounts(contract.applied_to(game)))


def profile_of(game: NormalFormGame, profile: Sequence[int] | None) -> tuple[int, ...]:
    """Check a profile of action indices; by default everybody takes action 0.

    Raises
    ------
    ShapeError
        If there is not one action a player, or an action does not exist.
    """
    where = tuple(profile) if profile is not None else (0,) * len(game.players)
    whole = all(isinstance(k, int | np.integer) and not isinstance(k, bool) for k in where)
    if (
        len(where) != len(game.shape)
        or not whole
        or not all(0 <= k < m for k, m in zip(where, game.shape, strict=True))
    ):
        raise ShapeError(f"the profile {where} is not one of the game, which has {game.shape} actions, counted from 0")
    return tuple(int(k) for k in where)


def _check_balance(payments: Array, slack: Any) -> None:
    if abs(payments.sum()) > slack:
        what = "do not add up to 0; a contract among the players has no money from outside"
        shown = ", ".join(amount(p) for p in payments)
        raise InputError("contract", [Problem("payments", what, shown)])


def _room(game: NormalFormGame, profile: tuple[int, ...]) -> Array:
    rooms = np.empty(len(game.players), dtype=game.payoffs.dtype)
    for i, size in enumerate(game.shape):
        line = game.payoffs[(i, *(slice(None) if j == i else a for j, a in enumerate(profile)))]
        rooms[i] = line[profile[i]] - np.delete(line, profile[i]).max() if size > 1 else math.inf
    return rooms


def _snapped(values: Array, slack: Array) -> Array:
    """Count what is rounding as 0."""
    zero: Any = Fraction(0) if values.dtype == object else 0.0
    return np.where(abs(values) <= slack, zero, values)


def _transfers(payments: Array, slack: Any, players: Sequence[str]) -> tuple[Transfer, ...]:
    """Match who pays with who receives, in the order of the players."""
    left = list(payments)
    transfers = []
    for i, payer in enumerate(players):
        for j, payee in enumerate(players):
            paid = min(-left[i], left[j])
            if paid > slack:
                transfers.append(Transfer(payer, payee, paid))
                left[i], left[j] = left[i] + paid, left[j] - paid
    return tuple(transfers)


def amount(number: Any) -> str:
    """Write an amount for people: whole numbers and short fractions as they are, others in six digits.

    Examples
    --------
    >>> amount(Fraction(7, 2)), amount(1234567.0), amount(0.1 + 0.2)
    ('7/2', '1.23457e+06', '0.3')
    """
    return str(number) if isinstance(number, Fraction) and number.denominator < 1_000 else f"{float(number):.6g}"
