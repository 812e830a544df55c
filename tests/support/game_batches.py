"""Batches of games in which verdicts are hard, and what single games say of themselves by the slow solvers."""

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, payoff_span
from tvet_games.solve.nash import equilibria
from tvet_games.solve.refinement import p_dominance, payoff_table
from tvet_games.solve.result import EquilibriumSet

KINDS = ("random", "integers", "scales", "near ties", "edges")
"""``scales``: each player of each game has a unit of money between 1e-12 and 1e12; ``near ties``: payoffs differ by
1e-15, 1e-12 or 1e-9 of the span; ``edges``: they differ by ``TIE`` of it, just less or just more."""


def batch(shape: tuple[int, ...], kind: str, games: int, seed: int = 0) -> np.ndarray:
    """Payoffs (n, a1, ..., an, games) of a kind."""
    rng = np.random.default_rng([seed, KINDS.index(kind), *shape])
    size = (len(shape), *shape, games)
    if kind == "random":
        return rng.standard_normal(size)
    whole = rng.integers(-2, 3, size).astype(float)
    if kind == "integers":
        return whole
    if kind == "scales":
        units = 10.0 ** rng.integers(-12, 13, (len(shape), *(1,) * len(shape), games))
        return np.where(rng.random(games) < 0.5, whole, rng.standard_normal(size)) * units
    steps = [1e-15, 1e-12, 1e-9] if kind == "near ties" else [TIE * (1 - 1e-6), TIE, TIE * (1 + 1e-6)]
    nudges = rng.choice([0.0, *steps, *(-step for step in steps)], size)
    if kind == "near ties":
        return whole + 4 * nudges
    # Levels 0 and 1 only, so that spans are 1 and nudges at 0 exact.
    return np.where(whole > 0, 1.0, 0.0) + nudges


def game(payoffs: np.ndarray, index: int) -> NormalFormGame:
    """One game of a batch."""
    return NormalFormGame(payoffs[..., index])


def exactly(single: NormalFormGame) -> NormalFormGame:
    """The same game in fractions."""
    flat = np.empty(single.payoffs.size, dtype=object)
    flat[:] = [Fraction(value) for value in single.payoffs.ravel()]
    return NormalFormGame(flat.reshape(single.payoffs.shape))


def losses(single: NormalFormGame) -> list[np.ndarray]:
    """What each player loses by each action instead of the first, (actions, others), in units of the tie."""
    tables = [payoff_table(single, i) for i in range(len(single.players))]
    slack = [0 if single.is_exact else TIE * payoff_span(table, (0, 1)) for table in tables]
    return [np.where(abs(table[0] - table) <= s, 0, table[0] - table) for table, s in zip(tables, slack, strict=True)]


def is_tied(single: NormalFormGame) -> bool:
    """Whether two actions of a player earn the same against some profile of the others."""
    for i in range(len(single.players)):
        table = payoff_table(single, i)
        slack = 0 if single.is_exact else TIE * payoff_span(table, (0, 1))
        for column in table.T:
            if any(b - a <= slack for a, b in pairwise(sorted(column))):
                return True
    return False


def statements(single: NormalFormGame) -> dict[str, bool]:
    """The statements of a code about the target and pure profiles, by best responses of one game."""
    lost = losses(single)
    others = [profile for profile in np.ndindex(single.shape) if any(profile)]
    return {
        "target_equilibrium": all((own[:, 0] >= 0).all() for own in lost),
        "target_strict": all((own[1:, 0] > 0).all() for own in lost),
        "target_dominant": bool(p_dominance(single) == 0),
        "target_strictly_dominant": all((own[1:] > 0).all() for own in lost),
        "other": any(is_equilibrium(single, profile) for profile in others),
        "tie": is_tied(single),
    }


def is_equilibrium(single: NormalFormGame, profile: tuple[int, ...]) -> bool:
    """Whether nobody gains by leaving a pure profile, by its definition."""
    for i, size in enumerate(single.shape):
        own = single.payoffs[i]
        slack = 0 if single.is_exact else TIE * payoff_span(own, tuple(range(own.ndim)))
        others = [own[(*profile[:i], b, *profile[i + 1 :])] for b in range(size)]
        if max(others) - own[profile] > slack:
            return False
    return True


def about_all(found: EquilibriumSet) -> dict[str, bool]:
    """The statements that rest on the complete set of equilibria."""
    points = [part.subsets[0] for part in found.components if part.is_point]
    return {
        "target_unique": len(found) == 1 and found.target is not None,
        "mixed_equilibrium": any(np.count_nonzero(p.row[0]) + np.count_nonzero(p.column[0]) > 2 for p in points),
        "continuum": not all(part.is_point for part in found.components),
    }


def all_equilibria(single: NormalFormGame) -> dict[str, bool]:
    """Like :func:`about_all`, solving the game."""
    return about_all(equilibria(single))


def is_solved_by_elimination(single: NormalFormGame) -> bool:
    """Whether iterated elimination of strictly dominated actions leaves only the target; one action at a time."""
    left = [list(range(size)) for size in single.shape]
    slack = [0 if single.is_exact else TIE * payoff_span(own, tuple(range(own.ndim))) for own in single.payoffs]
    while (found := _dominated(single, left, slack)) is not None:
        left[found[0]].remove(found[1])
    return all(actions == [0] for actions in left)


def _dominated(single: NormalFormGame, left: list[list[int]], slack: list[float]) -> tuple[int, int] | None:
    for i, actions in enumerate(left):
        part = np.moveaxis(single.payoffs[i][np.ix_(*left)], i, 0).reshape(len(actions), -1)
        for k, action in enumerate(actions):
            if any((part[other] - part[k] > slack[i]).all() for other in range(len(actions)) if other != k):
                return i, action
    return None


def level_of(single: NormalFormGame) -> float:
    """The p-dominance level as a float."""
    level = p_dominance(single)
    return math.inf if level == math.inf else float(level)
