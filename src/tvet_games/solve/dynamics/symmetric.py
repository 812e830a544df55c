"""One population that plays a symmetric game of two players against itself: its dynamic and what no mutant can invade.

A is the payoff of the row strategy against the column strategy, x the shares of all m strategies. Papers on one
population write the whole vector x, so a state here has m entries that add to 1; those of
:mod:`~tvet_games.solve.dynamics.state` leave the last one out. With fitness f = A x the replicator-mutator dynamic is

    x_i' = sum_j x_j f_j Q_ji - x_i (x . f),

where Q_ji is the part of the offspring of j that is i; without mutation (Q = 1) it is the replicator dynamic. Two
populations with payoffs A and A^T that start from equal shares move as the one does, so
:func:`~tvet_games.solve.dynamics.trajectory.trajectory` follows it as well.

A strategy p is evolutionarily stable if nothing does better against it, and it does better against every other best
reply q than q does against itself: (p - q) . A q > 0; neutrally stable with >= 0. How that is decided, in fractions, is
told in :mod:`~tvet_games.solve.dynamics.haigh`; where A or p is of floats ``TIE`` of the payoff span counts as 0.

Shapes: payoffs ``(..., m, m)``, state ``(..., m)``.

References
----------
Maynard Smith and Price (1973), The logic of animal conflict. doi:10.1038/246015a0
Haigh (1975), Game theory and evolution. Advances in Applied Probability 7, 8-11.
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapters 6, 7 and 20.
doi:10.1017/CBO9781139173179
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError
from tvet_games.numerics import TIE, TOLERANCE, Array, as_payoffs, is_exact, payoff_span, row_of_numbers
from tvet_games.solve.dynamics.affine_face import EDGE
from tvet_games.solve.dynamics.haigh import Rows, best_replies, holds, indifferent, supports
from tvet_games.tables.shown import Shown

LARGEST = 10
"""Most strategies: every one of the 2^m - 1 supports is looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class EvolutionarilyStable(Shown):
    """One evolutionarily stable strategy.

    Attributes
    ----------
    shares : array, shape (m,)
        [share] Of all strategies.
    payoff : Fraction or float
        Of the strategy against itself.
    support : tuple of int
        The strategies that it mixes.
    best_replies : tuple of int
        The strategies that do as well against it; beyond the support only where the game is degenerate.
    """

    shares: Array = field(repr=False)
    payoff: Any
    support: tuple[int, ...]
    best_replies: tuple[int, ...]

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a strategy; its share, and whether it is a best reply."""
        import pandas as pd

        index = pd.Index(range(1, len(self.shares) + 1), name="strategy")
        best = [i in self.best_replies for i in range(len(self.shares))]
        return pd.DataFrame({"share": self.shares, "best reply": best}, index=index)


def symmetric_field(payoffs: Any, state: Any, mutation: Any = None) -> Array:
    """Return how fast the share of each strategy of one population grows.

    Parameters
    ----------
    payoffs : array_like, shape (..., m, m)
        [any unit] Of the row strategy against the column strategy.
    state : array_like, shape (..., m)
        [share] Of all strategies.
    mutation : array_like, shape (m, m), optional
        [share] Entry [j, i]: part of the offspring of j that is i. Rows add to 1.

    Returns
    -------
    array, shape (..., m)
        [share per unit of time, which is 1 / payoff] Fractions if all that is given is exact.

    Raises
    ------
    ShapeError
        If the shapes do not fit, or shares are negative or do not add to 1.
    FormulaError
        If a payoff or a share is not a finite number.

    Notes
    -----
    With mutation a constant added to all payoffs matters: it makes everybody breed, and mutate, faster.

    References
    ----------
    Taylor and Jonker (1978), doi:10.1016/0025-5564(78)90077-9
    Hofbauer and Sigmund (1998), chapter 20. doi:10.1017/CBO9781139173179

    Examples
    --------
    >>> hawk_dove = [[-1, 4], [0, 2]]
    >>> print(*symmetric_field(hawk_dove, [Fraction(1, 2), Fraction(1, 2)]))
    1/8 -1/8
    >>> symmetric_field(hawk_dove, [1.0, 0.0], mutation=[[0.75, 0.25], [0, 1]]).tolist()
    [0.25, -0.25]
    """
    matrix = _square(payoffs)
    shares = _shares(state, matrix.shape[-1])
    kernel = _kernel(np.eye(matrix.shape[-1], dtype=int) if mutation is None else mutation, matrix.shape[-1])
    if not all(is_exact(given) for given in (matrix, shares, kernel)):
        matrix, shares, kernel = (given.astype(np.float64) for given in (matrix, shares, kernel))
    born = shares * (matrix * shares[..., None, :]).sum(axis=-1)
    return np.asarray((born[..., :, None] * kernel).sum(axis=-2) - shares * born.sum(axis=-1, keepdims=True))


def evolutionarily_stable(payoffs: Any) -> tuple[EvolutionarilyStable, ...]:
    """Return all evolutionarily stable strategies of a symmetric game of two players.

    Parameters
    ----------
    payoffs : array_like, shape (m, m)
        [any unit] Of the row strategy against the column strategy, at most ``LARGEST`` strategies.

    Returns
    -------
    tuple of EvolutionarilyStable
        Pure ones first; empty where there is none. In fractions for exact payoffs.

    Raises
    ------
    ShapeError
        If it is not a square matrix.
    InputError
        If there are too many strategies.

    References
    ----------
    Haigh (1975), Advances in Applied Probability 7, 8-11.
    Abakuks (1980), Journal of Applied Probability 17, 559-562.

    Examples
    --------
    >>> for found in evolutionarily_stable([[-1, 4], [0, 2]]): print(*found.shares)
    2/3 1/3
    >>> evolutionarily_stable([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    ()
    """
    matrix = _small(payoffs)
    rows, slack = _rows(matrix), _slack(matrix, exact=is_exact(matrix))
    found = []
    for support in supports(len(rows)):
        shares = indifferent(rows, support, EDGE if slack else 0)
        if shares is None:
            continue
        replies = best_replies(rows, shares, support, slack)
        if replies is not None and holds(rows, support, replies, slack, strictly=True):
            numbers = row_of_numbers(shares, exact=not slack)
            payoff = sum(rows[support[0]][j] * shares[j] for j in support)
            found.append(EvolutionarilyStable(numbers, float(payoff) if slack else payoff, support, replies))
    return tuple(found)


def is_evolutionarily_stable(payoffs: Any, shares: Any) -> bool:
    """Tell whether a strategy of a symmetric game of two players is evolutionarily stable.

    Parameters
    ----------
    payoffs : array_like, shape (m, m)
        [any unit] At most ``LARGEST`` strategies.
    shares : array_like, shape (m,)

    Returns
    -------
    bool
        Exact if both are exact.

    Raises
    ------
    ShapeError
        If the shapes do not fit, or shares are negative or do not add to 1.
    InputError
        If there are too many strategies.

    References
    ----------
    Abakuks (1980), Journal of Applied Probability 17, 559-562.

    Examples
    --------
    >>> is_evolutionarily_stable([[-1, 4], [0, 2]], [Fraction(2, 3), Fraction(1, 3)])
    True
    """
    return _is_stable(payoffs, shares, strictly=True)


def is_neutrally_stable(payoffs: Any, shares: Any) -> bool:
    """Tell whether no mutant does better against itself than a strategy does against it, where both do equally well.

    Parameters
    ----------
    payoffs : array_like, shape (m, m)
        [any unit] At most ``LARGEST`` strategies.
    shares : array_like, shape (m,)

    Returns
    -------
    bool
        True for every evolutionarily stable strategy.

    Raises
    ------
    ShapeError
        If the shapes do not fit, or shares are negative or do not add to 1.
    InputError
        If there are too many strategies.

    References
    ----------
    Maynard Smith (1982), Evolution and the Theory of Games, appendix D. doi:10.1017/CBO9780511806292

    Examples
    --------
    >>> scissors = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]
    >>> is_neutrally_stable(scissors, [Fraction(1, 3)] * 3), is_evolutionarily_stable(scissors, [Fraction(1, 3)] * 3)
    (True, False)
    """
    return _is_stable(payoffs, shares, strictly=False)


def _is_stable(payoffs: Any, shares: Any, *, strictly: bool) -> bool:
    matrix = _small(payoffs)
    state = _shares(shares, len(matrix))
    if state.ndim != 1:
        raise ShapeError(f"a strategy has {len(matrix)} shares, got shape {state.shape}")
    slack = _slack(matrix, exact=is_exact(matrix) and is_exact(state))
    support = tuple(int(i) for i in np.flatnonzero(state > (EDGE if slack else 0)))
    rows = _rows(matrix)
    replies = best_replies(rows, [Fraction(v) for v in state.tolist()], support, slack)
    return replies is not None and holds(rows, support, replies, slack, strictly=strictly)


def _square(payoffs: Any) -> Array:
    matrix = as_payoffs(payoffs)
    if matrix.ndim < 2 or matrix.shape[-1] != matrix.shape[-2] or not matrix.shape[-1]:
        raise ShapeError(f"one population has a square payoff matrix, (..., m, m), got shape {matrix.shape}")
    return matrix


def _small(payoffs: Any) -> Array:
    matrix = _square(payoffs)
    if matrix.ndim != 2:
        raise ShapeError(f"this takes one payoff matrix (m, m), got shape {matrix.shape}")
    if len(matrix) > LARGEST:
        what = f"expected at most {LARGEST} strategies, as every set of them is looked at"
        raise InputError("payoffs", [Problem("", what, str(len(matrix)))])
    return matrix


def _shares(values: Any, count: int, what: str = "a state") -> Array:
    shares = as_payoffs(values)
    if shares.ndim < 1 or shares.shape[-1] != count:
        raise ShapeError(f"{what} has {count} shares, got shape {shares.shape}")
    slack = 0 if is_exact(shares) else TOLERANCE
    if np.any(shares < -slack) or np.any(np.abs(shares.sum(axis=-1) - 1) > slack):
        raise ShapeError(f"the shares of {what} lie between 0 and 1 and add to 1, got {shares.ravel()[:6].tolist()}")
    return shares


def _kernel(values: Any, count: int) -> Array:
    kernel = _shares(values, count, what="each row of the mutation matrix")
    if kernel.shape != (count, count):
        raise ShapeError(f"the mutation matrix has shape {kernel.shape}, expected {(count, count)}")
    return kernel


def _rows(matrix: Array) -> Rows:
    return [[Fraction(v) for v in row] for row in matrix.tolist()]


def _slack(matrix: Array, *, exact: bool) -> Fraction:
    """What counts as 0 [payoff]: nothing but 0 for exact numbers."""
    return Fraction(0) if exact else Fraction(TIE * float(payoff_span(matrix, (0, 1))))
