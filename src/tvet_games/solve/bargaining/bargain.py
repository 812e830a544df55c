"""The front door to bargaining: what the players of a game agree on, under one of five solutions.

Symbols: feasible set F of payoffs u, disagreement point d, gains u - d, weights w. The solutions:

- ``nash``: the largest product of gains, each to the power of its weight;
- ``kalai_smorodinsky``: gains in proportion to the largest that each could have;
- ``egalitarian``: gains in proportion to the weights;
- ``utilitarian``: the largest weighted sum;
- ``rubinstein``: what is agreed on at once under alternating offers, when delay costs.

F is the convex hull of the payoffs, reached by lotteries over profiles, or with ``transferable=True`` all divisions of
the largest sum of payoffs, reached by payments at one profile: a contract.

Shapes: payoffs ``(..., n, a1, ..., an) -> solution (..., n)``.

Examples
--------
>>> from tvet_games.games.normal_form import NormalFormGame
>>> chicken = NormalFormGame.from_bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])
>>> print(bargain(chicken, disagreement="maxmin"))
Nash solution: row 6 (gain 4), column 6 (gain 4). (row 1, column 1)

References
----------
Nash (1950), The bargaining problem, Econometrica 18, 155-162. doi:10.2307/1907266
Thomson (1994), Cooperative models of bargaining, Handbook of Game Theory 2, chapter 35.
doi:10.1016/S1574-0005(05)80067-0
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError, expected, shorten
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.solve.bargaining.disagreement import disagreement_point
from tvet_games.solve.bargaining.feasible_set import FeasibleSet
from tvet_games.solve.bargaining.line import is_positive, surplus
from tvet_games.solve.bargaining.many import gains_in_games, solve_games, solve_transferable, totals
from tvet_games.solve.bargaining.single import gains_for_all, solve_set
from tvet_games.solve.bargaining.solution import BargainingSolution
from tvet_games.solve.bargaining.terms import Terms, player_numbers, read_terms


def bargain(
    game: NormalFormGame | FeasibleSet,
    solution: str = "nash",
    *,
    disagreement: Any = "worst_equilibrium",
    weights: Any = None,
    discounts: Any = None,
    rounds: int | None = None,
    outside: Any = None,
    transferable: bool = False,
    profile: Sequence[int] | None = None,
) -> BargainingSolution:
    """Return what the players agree on.

    Parameters
    ----------
    game : NormalFormGame or FeasibleSet
        One game or a batch, of two players; of more with transferable utility. Fractions in, fractions out.
    solution : str
        ``nash``, ``kalai_smorodinsky``, ``egalitarian``, ``utilitarian`` or ``rubinstein``.
    disagreement : str, array_like of shape (..., n), mapping or Equilibrium
        [the game's unit] ``worst_equilibrium`` (of least welfare), ``maxmin`` (what each can secure in mixed
        strategies), ``outside`` (the outside options), numbers, or an equilibrium. Numbers for a feasible set.
    weights : sequence of n numbers, or mapping from players, optional
        Bargaining power, for ``nash``, ``egalitarian`` and ``utilitarian``; equal by default.
    discounts : pair of numbers, or mapping from players, optional
        [discount factor a round] From 0 to below 1; needed for ``rubinstein``. The first player proposes first.
    rounds : int, optional
        Number of proposals for ``rubinstein``; by default there is no last one.
    outside : array_like of shape (..., n), or mapping, optional
        [the game's unit] Outside options. For ``rubinstein`` what a player has who leaves instead of answering; for
        ``disagreement="outside"`` the disagreement point.
    transferable : bool
        Whether payments are possible, in the unit of the payoffs.
    profile : sequence of int, optional
        With transferable utility the profile at which payments are made; by default that of the largest sum.

    Returns
    -------
    BargainingSolution
        Payoffs of shape (..., n), with the lottery or the contract that gives them.

    Raises
    ------
    UnknownNameError
        If there is no such solution, disagreement point or player.
    InputError
        If no agreement gives every player more than the disagreement point (in a batch: NaN, see ``agrees``), or an
        option is missing, out of range or not used.
    ShapeError
        If numbers do not fit the game, or it has more than two players without transferable utility.

    Notes
    -----
    Individually rational agreements only. Sets are taken with free disposal, which only matters to the egalitarian rule
    and to the floors of alternating offers. Where a whole edge has the largest weighted sum, the utilitarian rule takes
    Nash's point on it.

    References
    ----------
    Nash (1950), doi:10.2307/1907266
    Kalai and Smorodinsky (1975), doi:10.2307/1914280
    Kalai (1977), doi:10.2307/1913954
    Rubinstein (1982), doi:10.2307/1912531
    Binmore, Rubinstein and Wolinsky (1986), doi:10.2307/2555382

    Examples
    --------
    >>> options = FeasibleSet.from_points([[60, 80], [50, 110], [30, 150]])
    >>> print(bargain(options, "kalai_smorodinsky", disagreement=[0, 0]))
    Kalai-Smorodinsky solution: player 1 140/3 (gain 140/3), player 2 350/3 (gain 350/3). 5/6 (point 2) + 1/6 (point 3)
    >>> dilemma = NormalFormGame.from_bimatrix([[4, 0], [5, 1]], [[4, 5], [0, 1]])
    >>> print(*bargain(dilemma, "rubinstein", discounts=(0.9, 0.5), transferable=True).payoffs)
    71/11 17/11
    """
    expected(game, (NormalFormGame, FeasibleSet), "bargaining", "a NormalFormGame or a FeasibleSet")
    terms = read_terms(solution, game.players, weights=weights, discounts=discounts, rounds=rounds)
    _check_outside(terms, disagreement, outside)
    if isinstance(game, FeasibleSet):
        return _in_set(game, terms, disagreement, outside, transferable, profile)
    _check_kind(game, transferable, profile)
    d = disagreement_point(game, disagreement, outside)
    options = None
    if outside is not None:
        options = player_numbers(outside, game.players, "outside", fractions=game.is_exact, batch=game.batch_shape)
    if transferable:
        return solve_transferable(game, d, terms, options, profile)
    if game.is_single:
        return solve_set(FeasibleSet.of_game(game), d, terms, options)
    return solve_games(game, d, terms, options)


def can_gain(
    game: NormalFormGame | FeasibleSet,
    disagreement: Any,
    *,
    transferable: bool = False,
    profile: Sequence[int] | None = None,
) -> Array:
    """Tell whether some agreement gives every player more than the disagreement point.

    Parameters
    ----------
    game : NormalFormGame or FeasibleSet
        One game or a batch.
    disagreement, transferable, profile
        As in :func:`bargain`; a disagreement point by name ``outside`` needs numbers here.

    Returns
    -------
    array of bool, shape (...)

    Raises
    ------
    UnknownNameError, InputError, ShapeError
        As in :func:`bargain`.

    References
    ----------
    Nash (1950), doi:10.2307/1907266

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[4, 0], [5, 1]], [[4, 5], [0, 1]])
    >>> bool(can_gain(dilemma, [1, 1])), bool(can_gain(dilemma, [4, 4]))
    (True, False)
    """
    expected(game, (NormalFormGame, FeasibleSet), "bargaining", "a NormalFormGame or a FeasibleSet")
    if isinstance(game, FeasibleSet):
        _check_set(game, transferable, profile)
        return np.array(gains_for_all(game, _set_point(game, disagreement, None)))
    _check_kind(game, transferable, profile)
    d = disagreement_point(game, disagreement)
    if transferable:
        return is_positive(surplus(totals(game, profile).total, d))
    return gains_in_games(game, d)


def _in_set(
    feasible: FeasibleSet,
    terms: Terms,
    disagreement: Any,
    outside: Any,
    transferable: bool,
    profile: Sequence[int] | None,
) -> BargainingSolution:
    _check_set(feasible, transferable, profile)
    options = None
    if outside is not None:
        options = player_numbers(outside, feasible.players, "outside", fractions=feasible.is_exact)
    return solve_set(feasible, _set_point(feasible, disagreement, options), terms, options)


def _set_point(feasible: FeasibleSet, disagreement: Any, options: Array | None) -> Array:
    if isinstance(disagreement, str):
        if disagreement == "outside" and options is not None:
            return options
        what = "is not known for a feasible set, which has no equilibria; give numbers, as in disagreement=[0, 0]"
        raise InputError("bargaining", [Problem("disagreement", what, disagreement)])
    d = player_numbers(disagreement, feasible.players, "disagreement", fractions=feasible.is_exact)
    if d.ndim != 1:
        raise ShapeError(f"disagreement has the shape {d.shape}, expected {(len(feasible.players),)}")
    return d


def _check_outside(terms: Terms, disagreement: Any, outside: Any) -> None:
    is_point = isinstance(disagreement, str) and disagreement == "outside"
    if outside is not None and terms.solution != "rubinstein" and not is_point:
        what = "is not used by these terms; leave it out, or choose solution='rubinstein' or disagreement='outside'"
        raise InputError("bargaining", [Problem("outside", what, shorten(str(outside)))])


def _check_set(feasible: FeasibleSet, transferable: bool, profile: Sequence[int] | None) -> None:
    if profile is not None or (transferable and feasible.total is None):
        what = "is about games; use FeasibleSet.transferable(total) for a total to divide"
        raise InputError("bargaining", [Problem("profile" if profile is not None else "transferable", what)])


def _check_kind(game: NormalFormGame, transferable: bool, profile: Sequence[int] | None) -> None:
    count = len(game.players)
    if count < 2 or (count > 2 and not transferable):
        hint = "; more than two can share a sum of payoffs: give transferable=True" if count > 2 else ""
        raise ShapeError(f"bargaining is between two players, this game has {count}{hint}")
    if profile is not None and not transferable:
        what = "is where payments are made; give transferable=True as well, or leave it out"
        raise InputError("bargaining", [Problem("profile", what, str(tuple(profile)))])
