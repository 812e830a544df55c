"""Some equilibria of bimatrix games too large to enumerate: Lemke-Howson on nashpy's tableaux, guarded.

Lemke-Howson can cycle on degenerate games and lose its way in rounding errors, and then never returns. Here nashpy's
pivots run under a deadline, and only a profile that passes the regret gate is kept; else the next label is dropped.
In an exact game the supports found are solved again in fractions.

References
----------
Lemke and Howson (1964), Equilibrium points of bimatrix games, SIAM Journal 12, 413-423. doi:10.1137/0112033
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import cycle
from typing import Any

import numpy as np

from tvet_games.games.best_response import regret
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.linear_algebra import solve_exactly
from tvet_games.numerics import TOLERANCE, Array, payoff_span
from tvet_games.solve.result import EquilibriumSet, gated

TIME_LIMIT = 10.0
"""[s] Longest search for an equilibrium of a large game."""


def some_equilibria(game: NormalFormGame, pure: Sequence[Sequence[Array]], *, time_limit: float) -> EquilibriumSet:
    """Return the pure equilibria of a large bimatrix game and the first one that Lemke-Howson finds.

    Parameters
    ----------
    game : NormalFormGame
        Two players, a single game.
    pure : sequence of strategy profiles
        Its pure equilibria, found beforehand.
    time_limit : float
        [s] After it the set is returned with what was found, which may be nothing.

    Returns
    -------
    EquilibriumSet
        Of scope ``some``.
    """
    deadline = time.monotonic() + time_limit
    profiles = [list(profile) for profile in pure]
    for profile in _lemke_howson(game, deadline):
        if profile is not None:
            if not any(all((p == q).all() for p, q in zip(profile, known, strict=True)) for known in profiles):
                profiles.append(profile)
            break
    return gated(game, profiles, scope="some", method="pure profiles and Lemke-Howson (nashpy)")


def _lemke_howson(game: NormalFormGame, deadline: float) -> Iterator[list[Array] | None]:
    """Try every label, with and without lexicographic pivoting; yield what passes the gate."""
    floats = game.payoffs.astype(np.float64)
    span = payoff_span(floats, (1, 2))[:, None, None]
    a, b = (floats - floats.min(axis=(1, 2), keepdims=True)) / span
    for lexicographic in (True, False):
        for label in range(sum(game.shape)):
            if time.monotonic() >= deadline:
                return
            profile = _follow_path(a, b, label, lexicographic, deadline)
            if profile is not None and game.is_exact:
                profile = _exactly(game, profile)
            if profile is not None and _passes(game, profile):
                yield profile


def _follow_path(a: Array, b: Array, label: int, lexicographic: bool, deadline: float) -> list[Array] | None:
    """Pivot from the artificial equilibrium until all labels are there; None when time is up or a pivot fails."""
    from nashpy.linalg import create_col_tableau, create_row_tableau

    columns = create_col_tableau(a, lexicographic)
    rows = create_row_tableau(b, lexicographic)
    order: list[Any] = [rows, columns] if label in rows.non_basic_variables else [columns, rows]
    entering = label
    with np.errstate(all="ignore"):
        for tableau in cycle(order):
            if time.monotonic() >= deadline:
                return None
            try:
                entering = tableau.pivot_and_drop_label(entering)
            except (ValueError, IndexError, ZeroDivisionError, KeyError):
                return None
            if columns.non_basic_variables | rows.non_basic_variables == columns.labels:
                break
        profile = [rows.to_strategy(columns.non_basic_variables), columns.to_strategy(rows.non_basic_variables)]
    cleaned = [np.clip(np.nan_to_num(np.asarray(s, dtype=np.float64)), 0, None) for s in profile]
    if [len(s) for s in cleaned] != [len(a), len(a[0])] or not all(s.sum() > 0 for s in cleaned):
        return None
    return [s / s.sum() for s in cleaned]


def _passes(game: NormalFormGame, profile: list[Array]) -> bool:
    return bool(regret(game, profile) <= (0 if game.is_exact else TOLERANCE))


def _exactly(game: NormalFormGame, profile: list[Array]) -> list[Array] | None:
    """Solve the indifference equations of the supports that floats suggest, in fractions."""
    rows, columns = ([int(k) for k in np.flatnonzero(strategy > TOLERANCE)] for strategy in profile)
    if len(rows) != len(columns):
        return None
    y = _indifferent(game.payoffs[0], rows, columns)
    x = _indifferent(game.payoffs[1].T, columns, rows)
    return None if x is None or y is None or min(*x, *y) < 0 else [x, y]


def _indifferent(payoffs: Array, replies: list[int], support: list[int]) -> Array | None:
    """Strategy on the support that makes all the replies earn the same."""
    one, zero = Fraction(1), Fraction(0)
    matrix = [[*(payoffs[i, j] for j in support), -one] for i in replies] + [[*(one for _ in support), zero]]
    solution = solve_exactly(matrix, [*(zero for _ in replies), one])
    if solution is None:
        return None
    strategy = np.full(payoffs.shape[1], zero, dtype=object)
    strategy[support] = solution[:-1]
    return strategy
