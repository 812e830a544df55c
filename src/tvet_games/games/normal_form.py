"""Normal-form games: payoffs with the names of players and actions.

A game of n players has payoffs of shape ``(..., n, a1, ..., an)``: batch axes, the player who is paid, then one axis
for each player's actions. Entry ``[..., i, s1, ..., sn]`` is what player i gets when player j takes action ``sj``.
Integers and fractions are kept as fractions and solved exactly; floats are solved in floating point.

Examples
--------
>>> game = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
>>> game.payoffs.shape, game.is_exact
((2, 2, 2), True)

References
----------
Osborne and Rubinstein (1994), A Course in Game Theory, section 2.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import ShapeError, shorten
from tvet_games.games.other_packages import payoffs_of_nashpy, payoffs_of_quantecon, quantecon_of
from tvet_games.games.payoff_frame import frame_payoffs
from tvet_games.numerics import Array, as_payoffs, is_exact
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

if TYPE_CHECKING:
    import nashpy

MAX_PROFILES = 1_000_000
"""Most action profiles of one game."""

MAX_PLAYERS = 63
"""Most players of one game: an array has at most 64 axes, one of which is the player who is paid."""


@dataclass(frozen=True, slots=True, eq=False, init=False)
class NormalFormGame(Shown):
    """A game in normal form, or a batch of games with the same players and actions.

    Parameters
    ----------
    payoffs : array_like, shape (..., n, a1, ..., an)
        [money, or any unit] Integers and fractions stay exact.
    players : sequence of str, optional
        n names. Needed where there are batch axes, because they cannot be told from players otherwise.
    actions : sequence of sequences of str, optional
        For each player the names of the actions.
    labels : Labels, optional
        Of players and actions, as people read them.
    unit : str, optional
        Of the payoffs.

    Raises
    ------
    ShapeError
        If the shape is not that of a game, or the labels do not fit it.
    FormulaError
        If a payoff is not a finite number.
    """

    payoffs: Array
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    labels: Labels = field(repr=False)
    unit: str

    def __init__(
        self,
        payoffs: Any,
        *,
        players: Sequence[str] | None = None,
        actions: Sequence[Sequence[str]] | None = None,
        labels: Labels | None = None,
        unit: str = "",
    ) -> None:
        array = as_payoffs(payoffs)
        count = len(players) if players is not None else (array.shape[0] if array.ndim else 0)
        if count < 1 or array.ndim < count + 1 or array.shape[-count - 1] != count:
            raise ShapeError(
                f"payoffs of shape {array.shape} are not a game; expected (..., n, a1, ..., an), such as (2, 3, 4) for "
                "two players with 3 and 4 actions; give players=[...] where there are batch axes"
            )
        if players is None and array.ndim != count + 1:
            raise ShapeError(
                f"payoffs of shape {array.shape} may have batch axes: give players=[...] to tell them apart"
            )
        shape = array.shape[array.ndim - count :]
        if 0 in shape:
            raise ShapeError(f"payoffs of shape {array.shape} leave a player without an action")
        array = array.view()
        array.flags.writeable = False
        object.__setattr__(self, "payoffs", array)
        names = tuple(players) if players is not None else tuple(f"player {i + 1}" for i in range(count))
        object.__setattr__(self, "players", _distinct(names, "player names"))
        object.__setattr__(self, "actions", _action_names(actions, shape))
        object.__setattr__(self, "labels", labels or Labels())
        object.__setattr__(self, "unit", unit)

    @classmethod
    def from_bimatrix(
        cls,
        row: Any,
        column: Any,
        *,
        players: Sequence[str] = ("row", "column"),
        actions: Sequence[Sequence[str]] | None = None,
    ) -> NormalFormGame:
        """Build a two-player game from its two payoff matrices.

        Parameters
        ----------
        row, column : array_like, shape (..., m, n)
            Payoffs of the row and of the column player.
        players, actions : optional
            Names.

        Returns
        -------
        NormalFormGame
            Payoffs of shape (..., 2, m, n).

        Raises
        ------
        ShapeError
            If the matrices do not have the same shape.

        Examples
        --------
        >>> NormalFormGame.from_bimatrix([[1, 0]], [[0, 1]]).actions
        (('row 1',), ('column 1', 'column 2'))
        """
        a, b = np.asarray(row), np.asarray(column)
        if a.shape != b.shape or a.ndim < 2:
            raise ShapeError(f"the payoff matrices have shapes {a.shape} and {b.shape}, expected the same (..., m, n)")
        if actions is None:
            actions = [
                [f"{player} {k + 1}" for k in range(size)] for player, size in zip(players, a.shape[-2:], strict=True)
            ]
        return cls(np.stack([a, b], axis=-3), players=players, actions=actions)

    @classmethod
    def from_frame(cls, frame: Any, *, labels: Labels | None = None, unit: str = "") -> NormalFormGame:
        """Build a game from a :class:`pandas.DataFrame`: what :meth:`to_frame` gives, or a table of payoffs.

        Parameters
        ----------
        frame : pandas.DataFrame
            A row a profile: players as levels of the index and as columns, or a column for each player, with actions,
            and a column ``payoff of NAME`` for each. Floats stay floats; texts such as 1/3 are exact.
        labels, unit : optional
            Which no table holds: those of the game that it comes from.

        Returns
        -------
        NormalFormGame

        Raises
        ------
        InputError
            With everything that is wrong with the table.

        Examples
        --------
        >>> import pandas as pd
        >>> table = pd.DataFrame({"Ann": ["stay", "go"], "payoff of Ann": [1, "1/3"]})
        >>> NormalFormGame.from_frame(table).payoffs.tolist()
        [[Fraction(1, 1), Fraction(1, 3)]]
        """
        table = frame_payoffs(frame, (MAX_PLAYERS, MAX_PROFILES))
        return cls(table.payoffs, players=table.players, actions=table.actions, labels=labels, unit=unit)

    @classmethod
    def from_nashpy(cls, game: nashpy.Game, **names: Any) -> NormalFormGame:
        """Build a game from a :class:`nashpy.Game`, which has no names; ``names`` are those of :meth:`from_bimatrix`.

        Raises
        ------
        InputError
            If it is something else.

        Examples
        --------
        >>> import nashpy
        >>> NormalFormGame.from_nashpy(nashpy.Game([[1, 0]]), players=("Ann", "Bob")).payoffs.astype(int).tolist()
        [[[1, 0]], [[-1, 0]]]
        """
        return cls.from_bimatrix(*payoffs_of_nashpy(game), **names)

    @classmethod
    def from_quantecon(cls, game: Any, **names: Any) -> NormalFormGame:
        """Build a game from a quantecon.game_theory.NormalFormGame; ``names`` are ``players`` and ``actions``.

        Raises
        ------
        InputError
            If it is something else.
        """
        return cls(payoffs_of_quantecon(game), **names)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of actions of each player."""
        return tuple(len(names) for names in self.actions)

    @property
    def batch_shape(self) -> tuple[int, ...]:
        """Shape of the batch; empty for a single game."""
        return self.payoffs.shape[: self.payoffs.ndim - len(self.players) - 1]

    @property
    def is_exact(self) -> bool:
        """Whether the payoffs are fractions."""
        return is_exact(self.payoffs)

    @property
    def is_single(self) -> bool:
        """Whether this is one game, not a batch."""
        return not self.batch_shape

    def player_payoffs(self, player: int) -> Array:
        """Payoffs of one player, shape (..., a1, ..., an)."""
        index: Any = (..., player, *(slice(None),) * len(self.players))
        return np.asarray(self.payoffs[index])

    def __getitem__(self, index: Any) -> NormalFormGame:
        """Take games out of a batch by an index over the batch axes."""
        if self.is_single:
            raise ShapeError("this is a single game; there is no batch to take from")
        core = (slice(None),) * (len(self.players) + 1)
        picked = index if isinstance(index, tuple) else (index,)
        return self.with_payoffs(self.payoffs[(*picked, ..., *core)])

    def to_float(self) -> NormalFormGame:
        """Return the same game with floating-point payoffs."""
        return self.with_payoffs(self.payoffs.astype(np.float64))

    def with_payoffs(self, payoffs: Any) -> NormalFormGame:
        """Return a game of the same players and actions with other payoffs, shape (..., n, a1, ..., an)."""
        return NormalFormGame(payoffs, players=self.players, actions=self.actions, labels=self.labels, unit=self.unit)

    def to_nashpy(self) -> nashpy.Game:
        """Return the two-player game as a :class:`nashpy.Game` with float payoffs.

        Raises
        ------
        ShapeError
            If it is a batch or does not have two players.
        """
        import nashpy

        if len(self.players) != 2 or not self.is_single:
            raise ShapeError("nashpy takes one game of two players")
        return nashpy.Game(*self.payoffs.astype(np.float64))

    def __repr__(self) -> str:
        shape = ", ".join(map(str, self.payoffs.shape))
        return f"NormalFormGame({shorten(' x '.join(self.players))}, payoffs of shape ({shape}))"

    def card(self, language: Language | None = None) -> Card:
        """Return the payoff table, best responses underlined and pure equilibria framed."""
        from tvet_games.games.game_card import game_card

        return game_card(self, spoken(language))

    def to_quantecon(self) -> Any:
        """Return the game as a quantecon.game_theory.NormalFormGame with float payoffs.

        Raises
        ------
        ShapeError
            If it is a batch.
        InputError
            If quantecon is not installed.
        """
        if not self.is_single:
            raise ShapeError("quantecon takes one game; take one out of the batch first, as in game[0]")
        return quantecon_of(self.payoffs)

    def to_frame(self) -> Any:
        """Return the payoffs as a :class:`pandas.DataFrame`: a row a profile, a column a player."""
        import pandas as pd

        if not self.is_single:
            raise ShapeError("a table shows one game; take one out of the batch first, as in game[0]")
        index = pd.MultiIndex.from_product(self.actions, names=self.players)
        return pd.DataFrame({name: self.payoffs[i].ravel() for i, name in enumerate(self.players)}, index=index)


def _action_names(actions: Sequence[Sequence[str]] | None, shape: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    if actions is None:
        return tuple(tuple(f"action {k + 1}" for k in range(size)) for size in shape)
    names = tuple(_distinct(tuple(row), "action names of a player") for row in actions)
    if tuple(len(row) for row in names) != shape:
        given = tuple(len(row) for row in names)
        raise ShapeError(f"there are names for {given} actions, but the payoffs have {shape}")
    return names


def _distinct(names: tuple[str, ...], what: str) -> tuple[str, ...]:
    if len(set(names)) != len(names) or not all(isinstance(name, str) for name in names):
        raise ShapeError(f"the {what} must be different texts, got {names}")
    return names
