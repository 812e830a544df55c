"""One finite population that imitates what pays: how easily a strategy takes over, and which one is seen how often.

A population of N individuals plays a symmetric game of two players, everybody against everybody else; A is the payoff
of the row strategy against the column strategy. With k individuals of strategy i among N - k of strategy j these earn

    f_i(k) = ((k - 1) A_ii + (N - k) A_ij) / (N - 1),    f_j(k) = (k A_ji + (N - k - 1) A_jj) / (N - 1).

Time and again one individual looks at another and imitates it with probability 1 / (1 + exp(-b (f_other - f_own))),
where b is the intensity of selection [1 / payoff]: at b = 0 chance alone decides. Now and then an individual tries a
strategy at random. If that is so rare that its strategy dies out or takes over before the next trial, everybody has
the same strategy nearly all the time, and the population moves between such states as a Markov chain: from resident r
to mutant m at the rate of the fixation probability. The stationary distribution of the chain is the long-run share of
time of each strategy. Where two strategies can coexist, this takes far rarer trials than elsewhere (Wu et al. 2012).

Two populations, such as schools and enterprises, become one by :func:`role_symmetrised`: an individual can be in
either role, is in each half of the time, and has an action for both; its strategy is an action profile. So this is a
model of people who change sides, or who teach and learn over the boundary of the two populations. It leaves out that a
school only imitates schools, that the populations differ in size or speed, and it passes on an individual's two actions
together: an action that does not matter in one role can spread because the other one pays.

The library egttools computes both (extra ``finite``). It calls 0 what is below ``CUT``; how far that can move the
stationary distribution is part of the result, and an answer that rests on it is refused.

Shapes: payoffs ``(2, k, k) -> fixation (k, k)`` as [resident, mutant], ``stationary (k,)``.

References
----------
Traulsen, Nowak and Pacheco (2006), Stochastic dynamics of invasion and fixation. doi:10.1103/PhysRevE.74.011909
Fudenberg and Imhof (2006), Imitation processes with small mutations. doi:10.1016/j.jet.2005.04.006
Wu, Gokhale, Wang and Traulsen (2012), How small are small mutation rates? doi:10.1007/s00285-011-0430-8
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10. doi:10.1017/CBO9781139173179
Meyer (1975), The role of the group generalized inverse in the theory of finite Markov chains. doi:10.1137/1017044
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError, SolverError, expected, missing, shorten
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, TOLERANCE, Array, core, payoff_span, to_float
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

SELECTION = 10
"""Default strength of selection, size x intensity x payoff span: if a strategy earned the whole span more than another
at any mix of the two, it would replace it about exp(10) = 22 000 times as easily as the other way round."""

CUT = 1e-7
"""egttools calls 0 a fixation probability below this."""

ACCURACY = 1e-3
"""Largest error of a share of time, by the bound that comes with it, in an answer that is given."""

LARGEST = 700
"""Largest intensity x payoff span: the exponential of more is no floating-point number."""

MAX_STEPS = 1_000_000
"""Most terms of the sums, k (k - 1) (size - 1); egttools takes about a minute for them."""


@dataclass(frozen=True, slots=True, eq=False)
class FinitePopulation(Shown):
    """What becomes of a finite population in which new strategies are rare.

    Attributes
    ----------
    strategies : tuple of str
    fixation : array, shape (k, k)
        [probability] Entry [r, m]: that a single individual of strategy m takes over a population of strategy r.
        On the diagonal 1 / size, because the newcomer is like everybody else.
    stationary : array, shape (k,)
        [share of time] In which everybody has the strategy.
    error : float
        Bound on the error of each of these shares from what egttools rounds off.
    size : int
    intensity : float
        [1 / payoff] Of selection.
    method : str
    labels : Labels, optional
        Of the strategies.
    """

    strategies: tuple[str, ...] = field(repr=False)
    fixation: Array = field(repr=False)
    stationary: Array = field(repr=False)
    error: float
    size: int
    intensity: float
    method: str
    labels: Labels = field(default=Labels(), repr=False)

    @property
    def most_likely(self) -> str:
        """The strategy that is seen most of the time; the first one of several."""
        return self.strategies[int(np.argmax(self.stationary >= self.stationary.max() - TOLERANCE))]

    @property
    def cooperation(self) -> float:
        """Long-run share of time in which everybody takes action 0, in a role game in either role."""
        return float(self.stationary[0])

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.dynamics.finite_card import finite_card

        return finite_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a strategy; its share of time, then who can take over from it."""
        import pandas as pd

        takers = pd.MultiIndex.from_tuples([("share of time", ""), *(("taken over by", s) for s in self.strategies)])
        rows = np.column_stack([self.stationary, self.fixation])
        return pd.DataFrame(rows, index=pd.Index(self.strategies, name="strategy"), columns=takers)


def finite_population(game: NormalFormGame, *, size: int = 100, intensity: Any = None) -> FinitePopulation:
    """Return how easily strategies take over a finite population, and how long each one stays.

    Parameters
    ----------
    game : NormalFormGame
        A symmetric game of two players; :func:`role_symmetrised` makes one of any game of two players. Strategies have
        the names of the first player's actions.
    size : int
        Individuals, at least 2.
    intensity : number, optional
        [1 / payoff] Of selection, so it depends on the currency. By default ``SELECTION / (size * span)`` with the
        payoff span of the game, which does not.

    Returns
    -------
    FinitePopulation

    Raises
    ------
    ShapeError
        If it is not a single game of two players with equally many actions.
    InputError
        If the game is not symmetric, the size or the intensity is not one, both are too large, or egttools is missing.
    SolverError
        If the share of time cannot be told to ``ACCURACY``, because a strategy takes over too rarely.

    References
    ----------
    Traulsen, Nowak and Pacheco (2006), doi:10.1103/PhysRevE.74.011909

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]], actions=[["stag", "hare"]] * 2)
    >>> found = finite_population(hunt)
    >>> found.most_likely, round(found.cooperation, 3), found.fixation.round(3).tolist()
    ('hare', 0.214, [[0.01, 0.009], [0.003, 0.01]])
    """
    payoffs = symmetric_payoffs(game)
    span = payoff_span(payoffs, (0, 1)).item()
    _check_size(size, len(payoffs))
    if intensity is None:
        strength, intensity = SELECTION / size, float(SELECTION / (size * span))
    else:
        strength = _strength(intensity, span)
    # Payoffs on the scale from 0 to 1: neither a currency nor a constant added to all can overflow or cost digits.
    scaled = ((payoffs - payoffs.min()) / span).astype(np.float64)
    transition, fixation, stationary, version = _by_egttools(scaled, int(size), strength)
    error = _error_bound(transition, fixation, stationary)
    if not error <= ACCURACY:
        raise SolverError(
            f"the share of time of each strategy cannot be told to {ACCURACY}: strategies take over with a probability "
            f"below {CUT}, which egttools calls 0; take a smaller intensity than {float(intensity):g} or a smaller "
            f"population than {size}"
        )
    np.fill_diagonal(fixation, 1 / size)
    method = f"pairwise comparison (Fermi), rare mutation; egttools {version}"
    names = game.actions[0]
    return FinitePopulation(names, fixation, stationary, error, int(size), float(intensity), method, game.labels)


def role_symmetrised(game: NormalFormGame) -> NormalFormGame:
    """Return the symmetric game of individuals who are in either role of a game half of the time.

    Parameters
    ----------
    game : NormalFormGame
        One game of two players, or a batch; m and n actions.

    Returns
    -------
    NormalFormGame
        Payoffs of shape (..., 2, m n, m n); strategy (s1, s2) against (t1, t2) gets (u1(s1, t2) + u2(t1, s2)) / 2, the
        average over both roles. Fractions stay fractions. Strategy 0 takes action 0 in both roles.

    Raises
    ------
    ShapeError
        If the game does not have two players.

    Notes
    -----
    What the model means and leaves out stands at the top of this module. A profile is evolutionarily stable in the role
    game exactly if it is a strict equilibrium of the game.

    References
    ----------
    Hofbauer and Sigmund (1998), chapter 10. doi:10.1017/CBO9781139173179

    Examples
    --------
    >>> training = NormalFormGame.from_bimatrix([[3, 1], [2, 2]], [[5, 4], [1, 2]], actions=[["open", "shut"]] * 2)
    >>> roles = role_symmetrised(training)
    >>> roles.actions[0]
    ('open, open', 'open, shut', 'shut, open', 'shut, shut')
    >>> print(*roles.player_payoffs(0)[0])
    4 3 2 1
    """
    _check_two_players(game)
    first, second = game.player_payoffs(0), game.player_payoffs(1).swapaxes(-1, -2)
    # Axes (..., s1, s2, t1, t2): player 1's payoff has s1 and t2, player 2's, turned, has s2 and t1.
    both = first[core(slice(None), None, None, slice(None))] + second[core(None, slice(None), slice(None), None)]
    half = Fraction(1, 2) if game.is_exact else 0.5
    count = math.prod(game.shape)
    own = (both * half).reshape(*game.batch_shape, count, count)
    names = [", ".join(profile) for profile in product(*game.actions)]
    return NormalFormGame.from_bimatrix(own, own.swapaxes(-1, -2), players=("one", "other"), actions=[names, names])


def symmetric_payoffs(game: NormalFormGame) -> Array:
    """Return the payoffs (k, k) of a strategy against a strategy in a symmetric game of two players.

    Raises
    ------
    ShapeError
        If it is not a single game of two players with equally many actions.
    InputError
        If the players' payoffs differ where their actions are exchanged; it says where most.

    Examples
    --------
    >>> print(*symmetric_payoffs(NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])).ravel())
    4 0 3 2
    """
    _check_two_players(game)
    if not game.is_single:
        raise ShapeError(f"this is a batch of shape {game.batch_shape}; take one game out of it first, as in game[0]")
    m, n = game.shape
    if m != n:
        raise ShapeError(
            f"one population has the same actions in either position, but the players have {m} and {n}; "
            "role_symmetrised(game) makes a symmetric game"
        )
    own, exchanged = game.player_payoffs(0), game.player_payoffs(1).T
    gap = np.abs(own - exchanged)
    if gap.max() > (0 if game.is_exact else TIE * payoff_span(own, (0, 1))):
        i, j = (int(k) for k in np.unravel_index(int(np.argmax(gap)), gap.shape))
        raise InputError("", [_asymmetry(game, i, j)])
    return own


def _asymmetry(game: NormalFormGame, i: int, j: int) -> Problem:
    (one, other), (rows, columns) = game.players, game.actions
    return Problem(
        "game",
        f"is not symmetric: at {rows[i]}, {columns[j]} {one} gets {game.payoffs[0, i, j]}, but at {rows[j]}, "
        f"{columns[i]} {other} gets {game.payoffs[1, j, i]}; role_symmetrised(game) makes a symmetric game",
    )


def _check_two_players(game: NormalFormGame) -> None:
    expected(game, NormalFormGame, "game", "a NormalFormGame")
    if len(game.players) != 2:
        raise ShapeError(
            f"finite populations play games of two players, this one has {len(game.players)}: with more, what an "
            "individual earns depends on who fills every other role, which the pairs of one population do not say"
        )


def _check_size(size: Any, strategies: int) -> None:
    if not isinstance(size, int | np.integer) or isinstance(size, bool) or size < 2:
        raise InputError("", [Problem("size", "expected a whole number of at least 2", shorten(repr(size)))])
    if strategies * (strategies - 1) * (int(size) - 1) > MAX_STEPS:
        what = f"is too many for {strategies} strategies; k (k - 1) (size - 1) is at most {MAX_STEPS}"
        raise InputError("", [Problem("size", what, str(size))])


def _strength(intensity: Any, span: Any) -> float:
    """Intensity x payoff span, within what the exponential can take."""
    spread = to_float(span)
    try:
        value = float(intensity)
    except (TypeError, ValueError, OverflowError):
        value = math.nan
    if isinstance(intensity, bool) or not (value >= 0 and value * spread <= LARGEST):
        what = f"expected a number from 0 to {LARGEST / spread:g}, which is {LARGEST} / payoff span"
        raise InputError("", [Problem("intensity", what, shorten(repr(intensity)))])
    return value * spread


def _by_egttools(payoffs: Array, size: int, intensity: float) -> tuple[Array, Array, Array, str]:
    """Transition matrix with rows that add to 1, fixation [resident, mutant], stationary distribution, version."""
    try:
        import egttools  # type: ignore[import, unused-ignore]
        from egttools.analytical import PairwiseComparison  # type: ignore[import, unused-ignore]
        from egttools.games import Matrix2PlayerGameHolder  # type: ignore[import, unused-ignore]
        from egttools.utils import calculate_stationary_distribution  # type: ignore[import, unused-ignore]
    except ImportError as error:
        raise missing("egttools", "finite populations need", "finite") from error
    # PairwiseComparison does not keep its game alive: without a name of its own it is freed, and the process crashes.
    holder = Matrix2PlayerGameHolder(len(payoffs), payoffs)
    transition, fixation = PairwiseComparison(size, holder).calculate_transition_and_fixation_matrix_sml(intensity)
    with warnings.catch_warnings():
        # It warns where a strategy hardly ever goes; whether the answer stands on that is judged by its error.
        warnings.simplefilter("ignore", RuntimeWarning)
        stationary = calculate_stationary_distribution(transition.T)
    return transition, fixation, stationary, str(egttools.__version__).strip('"')


def _error_bound(transition: Array, fixation: Array, stationary: Array) -> float:
    """Bound on the error of each share of time; infinite where the chain has no unique stationary distribution.

    If p is stationary for P, and q for P + E, then q - p = q E Z with Z = (I - P + 1 p)^-1, so that its entries add in
    size to at most the largest row of E times the largest row of Z (Meyer 1975). A row of E has what egttools calls 0,
    rounding, and what the given p lacks of being stationary.
    """
    numbers = (fixation, transition, stationary)
    if not all(np.isfinite(a).all() and (a >= -TOLERANCE).all() and (a <= 1 + TOLERANCE).all() for a in numbers):
        return math.inf
    count = len(stationary)
    try:
        inverse = np.linalg.inv(np.eye(count) - transition + stationary)
    except np.linalg.LinAlgError:
        return math.inf
    called_zero = int((fixation == 0).sum(axis=1).max()) - 1
    cut = 2 * called_zero * CUT / max(count - 1, 1)
    lacking = np.abs(stationary @ transition - stationary).sum() + abs(stationary.sum() - 1)
    return float((cut + lacking + count * np.finfo(np.float64).eps) * np.abs(inverse).sum(axis=1).max())
