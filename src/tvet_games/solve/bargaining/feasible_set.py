"""What players can agree on: the feasible set of a bargaining problem.

One of three kinds:

- a hull: the convex hull of payoff pairs, reached by lotteries over the profiles of a game, or over given points;
- a curve: two concave payoff functions of what is bargained about, such as a wage (see
  :mod:`tvet_games.solve.bargaining.curve`);
- a line: all divisions of a total, where payments are possible.

Each is taken with free disposal: what is below a point can be had as well. Frontiers of hulls are in fractions, also
those of float payoffs, so that rounding moves no corner; ``is_exact`` says what the answers are in.

Examples
--------
>>> options = FeasibleSet.from_points([[60, 80], [50, 110], [30, 150], [20, 20]])
>>> [f"{a.payoffs[0]} {a.payoffs[1]}" for a in options.frontier]
['30 150', '50 110', '60 80']

References
----------
Nash (1950), The bargaining problem, Econometrica 18, 155-162. doi:10.2307/1907266
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from tvet_games.errors import FormulaError, InputError, Problem, ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, as_payoffs, is_exact, payoff_span, row_of_numbers
from tvet_games.solve.bargaining.chain import Chain, Pair, individually_rational, pareto_frontier
from tvet_games.solve.bargaining.curve import Curve
from tvet_games.solve.bargaining.line import rational_line
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

PLAYERS = ("player 1", "player 2")


@dataclass(frozen=True, slots=True, eq=False)
class FeasibleSet(Shown):
    """What players can agree on; see the constructors.

    Attributes
    ----------
    players : tuple of str
    is_exact : bool
        Whether answers are fractions.
    points : array, shape (k, 2), or None
        Payoffs of the profiles or points of a hull [the game's unit], profiles in row-major order.
    actions : tuple of tuples of str
        Those of the game of a hull; empty without a game.
    frontier : tuple of Agreement
        Corners of the Pareto frontier of a hull, from the best for player 2 to the best for player 1.
    curve : Curve or None
    total : number or None
        What is divided on a line [the game's unit].
    labels : Labels, optional
        Of players and actions.
    unit : str, optional
        Of the payoffs.
    """

    players: tuple[str, ...]
    is_exact: bool
    points: Array | None = field(default=None, repr=False)
    actions: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    frontier: Chain = field(default=(), repr=False)
    curve: Curve | None = None
    total: Any = None
    labels: Labels = field(default=Labels(), repr=False)
    unit: str = ""

    @classmethod
    def of_game(cls, game: NormalFormGame) -> FeasibleSet:
        """Build the convex hull of the payoff pairs of a game.

        Parameters
        ----------
        game : NormalFormGame
            A single game of two players.

        Raises
        ------
        ShapeError
            If it is a batch, or has another number of players.
        """
        if len(game.players) != 2 or not game.is_single:
            raise ShapeError(
                "a feasible set comes from one game of two players; take one out of a batch, as in game[0]"
            )
        found = _hull(game.payoffs.reshape(2, -1).T, game.players, game.actions)
        return replace(found, labels=game.labels, unit=game.unit)

    @classmethod
    def from_points(cls, points: Any, *, players: Sequence[str] = PLAYERS) -> FeasibleSet:
        """Build the convex hull of payoff pairs.

        Parameters
        ----------
        points : array_like, shape (k, 2)
            [any unit] Integers and fractions stay exact.
        players : pair of str

        Raises
        ------
        ShapeError
            If these are not pairs, or the names not two.
        FormulaError
            If a payoff is not a finite number.
        """
        array = as_payoffs(points)
        if array.ndim != 2 or array.shape[1] != 2 or not len(array):
            raise ShapeError(f"points of shape {array.shape} are no payoff pairs, expected (k, 2), k at least 1")
        return _hull(array, _names(players, 2), ())

    @classmethod
    def from_function(
        cls,
        first: Callable[[float], float],
        second: Callable[[float], float],
        low: float,
        high: float,
        *,
        players: Sequence[str] = PLAYERS,
    ) -> FeasibleSet:
        """Build the set below a concave frontier ``(first(z), second(z))``.

        Parameters
        ----------
        first, second : callable
            Payoffs at a level z, floats in and out: the first rises, the second falls.
        low, high : float
            The range of z.
        players : pair of str

        Raises
        ------
        InputError
            If samples of the curve are not finite, not monotone or not concave.

        Examples
        --------
        >>> FeasibleSet.from_function(lambda z: z**0.5, lambda z: 1 - z, 0, 1).is_exact
        False
        """
        return cls(_names(players, 2), False, curve=Curve(first, second, float(low), float(high)))

    @classmethod
    def transferable(cls, total: Any, *, players: Sequence[str] = PLAYERS) -> FeasibleSet:
        """Build the set of all divisions of a total among any number of players.

        Parameters
        ----------
        total : number
            [money] Integers and fractions stay exact.
        players : sequence of str
            Two or more.

        Raises
        ------
        InputError
            If the total is not a finite number.
        """
        try:
            number = as_payoffs(row_of_numbers([total]))
        except FormulaError as error:
            problem = Problem("total", str(error).replace("payoff", "number"))
            raise InputError("transferable utility", [problem]) from None
        return cls(_names(players), is_exact(number), total=number[0])

    def individually_rational(self, disagreement: Pair) -> Chain:
        """Return the part of the frontier that gives each of two players at least a point; it may be empty.

        Parameters
        ----------
        disagreement : pair of Fraction
            [the game's unit]

        Raises
        ------
        ShapeError
            If the frontier is a curve, which has no corners, or a line of more than two players.

        Examples
        --------
        >>> options = FeasibleSet.from_points([[0, 4], [4, 0]])
        >>> [str(a.payoffs[0]) for a in options.individually_rational((Fraction(1), Fraction(1)))]
        ['1', '3']
        """
        if self.curve is not None or len(self.players) != 2:
            raise ShapeError("only hulls, and lines of two players, have a frontier of corners")
        if self.total is None:
            return individually_rational(self.frontier, disagreement)
        total = Fraction(self.total)
        return rational_line(disagreement, total) if total >= sum(disagreement) else ()

    def slack(self, d: Pair) -> Pair:
        """Gains of two players up to this size are rounding; 0 where payoffs are exact."""
        if self.is_exact:
            return Fraction(0), Fraction(0)
        if self.points is None:
            size = Fraction(TIE) * (abs(Fraction(self.total)) + abs(d[0]) + abs(d[1]))
            return size, size
        first, second = (Fraction(TIE) * Fraction(float(span)) for span in payoff_span(self.points, (0,)))
        return first, second

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.bargaining.bargaining_card import feasible_card

        return feasible_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return the corners of the frontier of a hull as a :class:`pandas.DataFrame`: payoffs and index of point."""
        import pandas as pd

        convert = (lambda v: v) if self.is_exact else float
        rows = [[*map(convert, a.payoffs), a.lottery[0][0]] for a in self.frontier]
        return pd.DataFrame(rows, columns=[*self.players, "point"])


def _hull(points: Array, players: tuple[str, ...], actions: tuple[tuple[str, ...], ...]) -> FeasibleSet:
    pairs = [(Fraction(u), Fraction(v)) for u, v in points.tolist()]
    return FeasibleSet(players, is_exact(points), points=points, actions=actions, frontier=pareto_frontier(pairs))


def _names(players: Sequence[str], count: int | None = None) -> tuple[str, ...]:
    names = tuple(players)
    expected = "two or more" if count is None else str(count)
    if len(names) < 2 or (count and len(names) != count) or len(set(names)) != len(names):
        raise ShapeError(f"expected {expected} different names of players, got {names}")
    return names


def rational(numbers: Any) -> Pair:
    """Two numbers as fractions, floats with their exact value."""
    first, second = (n if isinstance(n, Fraction) else Fraction(n) for n in numbers)
    return first, second
