"""Coalitional games with transferable utility: what each group of players can reach on its own.

A game of n players has 2**n values. **Bit i of the index is player i**: of players a, b, c the value at index 5 (binary
101) is that of the coalition {a, c}. The empty coalition has index 0 and the value 0, all together 2**n - 1.

Integers and fractions are kept as fractions and solved exactly; floats are solved in floating point.

Examples
--------
>>> gloves = CoalitionalGame([0, 0, 0, 0, 0, 1, 1, 1], players=("left", "left too", "right"))
>>> gloves.value("left", "right"), gloves.members(6)
(Fraction(1, 1), ('left too', 'right'))

References
----------
von Neumann and Morgenstern (1944), Theory of Games and Economic Behavior, chapter 6.
Peleg and Sudhölter (2007), Introduction to the Theory of Cooperative Games, section 2.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, ShapeError, shorten, unknown
from tvet_games.linear_programs.certificate import in_whole_numbers
from tvet_games.numerics import Array, as_payoffs, is_exact, row_of_numbers
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

MAX_PLAYERS = 20
"""Most players of a coalitional game: a million coalitions."""

INT64_BITS = 62
"""Sums below 2 to this power are added in machine integers."""


@dataclass(frozen=True, slots=True, eq=False, init=False)
class CoalitionalGame(Shown):
    """A coalitional game.

    Parameters
    ----------
    values : array_like, shape (2**n,)
        [money, or any unit] What each coalition can reach; bit i of the index is player i. Integers and fractions stay
        exact.
    players : sequence of str, optional
        n names.
    labels : Labels, optional
        Of the players, as people read them.
    unit : str, optional
        Of the values.

    Raises
    ------
    ShapeError
        If there are not 2**n values for 1 to ``MAX_PLAYERS`` players, or the names do not fit.
    InputError
        If the empty coalition has a value, or a value is not a finite number; the message names the coalition.
    """

    values: Array = field(repr=False)
    players: tuple[str, ...]
    labels: Labels = field(repr=False)
    unit: str

    def __init__(
        self,
        values: Any,
        *,
        players: Sequence[str] | None = None,
        labels: Labels | None = None,
        unit: str = "",
    ) -> None:
        array = _numbers(values)
        count = array.size.bit_length() - 1
        if array.ndim != 1 or array.size != 2**count or not 1 <= count <= MAX_PLAYERS:
            raise ShapeError(
                "a coalitional game of n players needs 2**n values, one for each coalition, the first 0; n is 1 "
                f"to {MAX_PLAYERS}; got an array of shape {array.shape}"
            )
        names = tuple(players) if players is not None else tuple(f"player {i + 1}" for i in range(count))
        if len(names) != count or len(set(names)) != count or not all(isinstance(n, str) for n in names):
            raise ShapeError(f"{array.size} values are a game of {count} players with different names, got {names}")
        _check_empty(array)
        array = array.view()
        array.flags.writeable = False
        object.__setattr__(self, "values", array)
        object.__setattr__(self, "players", names)
        object.__setattr__(self, "labels", labels or Labels())
        object.__setattr__(self, "unit", unit)

    @classmethod
    def from_listed(cls, values: Sequence[Any], *, players: Sequence[str] | None = None) -> CoalitionalGame:
        """Build a game from values listed by size: singletons, pairs, triples ..., each in lexicographic order.

        This is how most of the literature prints a game; the empty coalition is left out.

        Parameters
        ----------
        values : sequence of 2**n - 1 numbers
        players : sequence of str, optional

        Examples
        --------
        >>> CoalitionalGame.from_listed([1, 2, 3, 12, 13, 23, 123]).values.astype(int).tolist()
        [0, 1, 2, 12, 3, 13, 23, 123]
        """
        listed = list(values)
        count = (len(listed) + 1).bit_length() - 1
        if not listed or len(listed) != 2**count - 1 or count > MAX_PLAYERS:
            raise ShapeError(f"a game of n players lists 2**n - 1 values, got {len(listed)}")
        table: list[Any] = [0] * 2**count
        order = (
            sum(1 << i for i in group) for size in range(1, count + 1) for group in combinations(range(count), size)
        )
        for index, value in zip(order, listed, strict=True):
            table[index] = value
        return cls(_column(table), players=players)

    @classmethod
    def from_costs(cls, costs: Any, *, players: Sequence[str] | None = None) -> CoalitionalGame:
        """Build the game of what coalitions save by sharing costs: the sum of what each pays alone less the joint cost.

        Parameters
        ----------
        costs : array_like, shape (2**n,)
            [money] Cost of each coalition; bit i of the index is player i.

        Examples
        --------
        >>> CoalitionalGame.from_costs([0, 300, 270, 410]).values.astype(int).tolist()
        [0, 0, 0, 160]
        """
        game = cls(costs, players=players)
        alone = game.values[[1 << i for i in range(len(game.players))]]
        return cls(coalition_sums(alone) - game.values, players=game.players)

    @classmethod
    def bankruptcy(cls, estate: Any, claims: Sequence[Any], *, players: Sequence[str] | None = None) -> CoalitionalGame:
        """Build the bankruptcy game: a coalition gets what is left of the estate when the others' claims are paid.

        Parameters
        ----------
        estate : number
        claims : sequence of n numbers

        References
        ----------
        O'Neill (1982), A problem of rights arbitration from the Talmud, Mathematical Social Sciences 2.

        Examples
        --------
        >>> CoalitionalGame.bankruptcy(200, [100, 200, 300]).value("player 2", "player 3")
        Fraction(100, 1)
        """
        owed, total = _column(list(claims)), _column([estate])[0]
        for name, number in (("estate", total), *(("claims", claim) for claim in owed)):
            if number < 0:
                raise InputError("bankruptcy", [Problem(name, "is below 0", str(number))])
        claimed = coalition_sums(owed)
        return cls(np.maximum(total - claimed[::-1], claimed[0]), players=players)

    @classmethod
    def weighted_voting(
        cls, quota: Any, weights: Sequence[Any], *, players: Sequence[str] | None = None
    ) -> CoalitionalGame:
        """Build the voting game: a coalition wins, with the value 1, whose weights reach the quota.

        Examples
        --------
        >>> CoalitionalGame.weighted_voting(51, [50, 49, 1]).values.astype(int).tolist()
        [0, 0, 0, 1, 0, 1, 0, 1]
        """
        needed = _column([quota])[0]
        return cls((coalition_sums(_column(list(weights))) >= needed).astype(int), players=players)

    @property
    def is_exact(self) -> bool:
        """Whether the values are fractions."""
        return is_exact(self.values)

    @property
    def total(self) -> Any:
        """What all players together can reach."""
        return self.values[-1]

    @property
    def alone(self) -> Array:
        """What each player can reach alone, shape (n,)."""
        return self.values[[1 << i for i in range(len(self.players))]]

    def index(self, *names: str) -> int:
        """Index of a coalition.

        Raises
        ------
        UnknownNameError
            If a name is not that of a player.
        """
        for name in names:
            if name not in self.players:
                raise unknown("player", name, self.players, source="coalition")
        return sum(1 << self.players.index(name) for name in set(names))

    def value(self, *names: str) -> Any:
        """What a coalition can reach; see :meth:`index`."""
        return self.values[self.index(*names)]

    def members(self, index: int) -> tuple[str, ...]:
        """Names of the players of the coalition at an index.

        Raises
        ------
        ShapeError
            If there is no coalition at it.
        """
        if not 0 <= index < len(self.values):
            raise ShapeError(
                f"coalitions of {len(self.players)} players stand at 0 to {len(self.values) - 1}, got {index}"
            )
        return tuple(name for i, name in enumerate(self.players) if index >> i & 1)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.games.coalitional_card import coalitional_card

        return coalitional_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a coalition, smaller ones first; size and value."""
        import pandas as pd

        sizes = coalition_sizes(len(self.players))
        order = np.argsort(sizes, kind="stable")
        names = [" + ".join(self.members(int(k))) or "nobody" for k in order]
        return pd.DataFrame(
            {"size": sizes[order], "value": self.values[order]}, index=pd.Index(names, name="coalition")
        )


def as_coalitional(game: Any) -> CoalitionalGame:
    """Return a coalitional game as it is, or build it from its 2**n values."""
    return game if isinstance(game, CoalitionalGame) else CoalitionalGame(game)


def coalition_sizes(count: int) -> Array:
    """Number of players of each coalition, shape (2**n,)."""
    return coalition_sums(np.ones(count, dtype=np.int64))


def coalition_sums(shares: Array) -> Array:
    """What the members of each coalition have together.

    Parameters
    ----------
    shares : array, shape (n, ...)
        One number a player.

    Returns
    -------
    array, shape (2**n, ...)

    Examples
    --------
    >>> coalition_sums(np.array([1, 10, 100])).tolist()
    [0, 1, 10, 11, 100, 101, 110, 111]
    """
    sums = np.zeros((1, *shares.shape[1:]), dtype=shares.dtype)
    if shares.dtype == object:
        sums[...] = shares[0] * 0 if len(shares) else Fraction(0)  # whole numbers stay whole
    for share in shares:
        sums = np.concatenate([sums, sums + share])
    return sums


def whole_numbers(game: CoalitionalGame) -> tuple[Array, int]:
    """Return the values as whole numbers over a common divisor; floats as they are.

    Examples
    --------
    >>> values, divisor = whole_numbers(CoalitionalGame([0, Fraction(1, 2), Fraction(1, 3), 1]))
    >>> values.tolist(), divisor
    ([0, 3, 2, 6], 6)
    """
    if not game.is_exact:
        return game.values, 1
    whole, divisor = in_whole_numbers(game.values.tolist())
    if max(map(abs, whole)).bit_length() + len(game.players) < INT64_BITS:
        return np.array(whole, dtype=np.int64), divisor
    return np.array(whole, dtype=object), divisor


def _numbers(values: Any) -> Array:
    try:
        array = np.asarray(values if isinstance(values, np.ndarray) else _column(list(values)))
        return as_payoffs(array)
    except TypeError:
        raise ShapeError(f"expected the values of 2**n coalitions, got {shorten(repr(values))}") from None
    except FormulaError as error:
        raise InputError("coalitional game", [Problem("values", str(error).replace("payoff", "value"))]) from None


def _column(values: Iterable[Any]) -> Array:
    """A list as an array that keeps fractions and large integers."""
    return as_payoffs(row_of_numbers(values))


def _check_empty(array: Array) -> None:
    if array[0] != 0:
        what = "is the value of the empty coalition; expected 0"
        raise InputError("coalitional game", [Problem("values[0]", what, str(array[0]))])
