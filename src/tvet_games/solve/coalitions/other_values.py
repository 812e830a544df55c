"""Further divisions: the tau value, the Gately point, and the Johnston index of voting games.

Symbols: ``M_i = v(N) - v(N - i)`` what the others lose without player i, the most it can ask for; ``m_i`` the most that
is left for i in some coalition S that pays its other members all they can ask for.

References
----------
Tijs (1981), Bounds for the core and the tau value, in Game Theory and Mathematical Economics.
Gately (1974), Sharing the gains from regional cooperation, International Economic Review 15. doi:10.2307/2526099
Johnston (1978), On the measurement of power, Environment and Planning A 10. doi:10.1068/a100907
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.games.coalitional import CoalitionalGame, as_coalitional, coalition_sums
from tvet_games.numerics import Array
from tvet_games.solve.coalitions.allocation import Allocation, slack


def tau_value(game: Any) -> Allocation:
    """Return the efficient point between what each can be sure of and the most it can ask for.

    Parameters
    ----------
    game : CoalitionalGame or array_like, shape (2**n,)

    Returns
    -------
    Allocation

    Raises
    ------
    InputError
        If the game is not quasi-balanced, and so has no tau value.

    References
    ----------
    Tijs (1981), Bounds for the core and the tau value.

    Examples
    --------
    >>> print(*tau_value([0, 0, 0, 1, 0, 2, 1, 3]).shares)
    6/5 3/5 6/5
    """
    v = as_coalitional(game)
    most = _utopia(v)
    left = v.values - coalition_sums(most)
    index = np.arange(len(v.values))
    least = np.array([left[(index >> i & 1).astype(bool)].max() for i in range(len(most))], dtype=most.dtype) + most
    allowed = slack(v)
    if (least > most + allowed).any() or least.sum() > v.total + allowed or most.sum() < v.total - allowed:
        raise _no_answer("the game is not quasi-balanced: what the players can ask for does not enclose what there is")
    width = most.sum() - least.sum()
    weight = (v.total - least.sum()) / width if abs(width) > allowed else 0 * width
    return Allocation(v, "tau_value", least + weight * (most - least))


def gately_point(game: Any) -> Allocation:
    """Return the division at which everybody is equally tempted to break up the grand coalition.

    Parameters
    ----------
    game : CoalitionalGame or array_like, shape (2**n,)

    Returns
    -------
    Allocation

    Raises
    ------
    InputError
        If there is a surplus to share although nobody adds anything to the others, or somebody less than it has alone.

    References
    ----------
    Littlechild and Vaidya (1976), The propensity to disrupt and the disruption nucleolus of a characteristic function
    game, International Journal of Game Theory 5, 151-161. doi:10.1007/BF01753316

    Examples
    --------
    >>> print(*gately_point([0, 0, 0, 4, 0, 0, 3, 6]).shares)
    18/11 36/11 12/11
    """
    v = as_coalitional(game)
    beyond = _utopia(v) - v.alone
    weight, surplus = beyond.sum(), v.total - v.alone.sum()
    if abs(weight) <= slack(v):
        if abs(surplus) <= slack(v):
            return Allocation(v, "gately_point", v.alone)
        raise _no_answer(
            "what the players add to the others comes to nothing in sum, so no division is equally tempting"
        )
    if (beyond < -slack(v)).any() and abs(surplus) > slack(v):
        raise _no_answer("somebody adds less to the others than it has alone, so no imputation is equally tempting")
    return Allocation(v, "gately_point", v.alone + beyond * surplus / weight)


def johnston_index(game: Any) -> Allocation:
    """Return the Johnston index of a voting game: power in each winning coalition goes to those it cannot do without.

    Parameters
    ----------
    game : CoalitionalGame or array_like, shape (2**n,)
        Of values 0 and 1.

    Returns
    -------
    Allocation
        Shares that add up to 1.

    Raises
    ------
    InputError
        If the game is not simple: values 0 and 1, 1 for everybody, and no winning coalition loses by a newcomer.

    References
    ----------
    Johnston (1978), On the measurement of power.

    Examples
    --------
    >>> print(*johnston_index(CoalitionalGame.weighted_voting(4, [3, 2, 1])).shares)
    2/3 1/6 1/6
    """
    v = as_coalitional(game)
    wins, index = (v.values == 1).astype(int), np.arange(len(v.values))
    if ((v.values != 0) & (v.values != 1)).any():
        raise _no_answer("the Johnston index is for voting games, whose values are 0 and 1")
    if not wins[-1] or any((wins[index | 1 << i] < wins).any() for i in range(len(v.players))):
        raise _no_answer("the Johnston index is for voting games: everybody together wins, and nobody's joining loses")
    critical = np.array([wins * (index >> i & 1) * (1 - wins[index & ~(1 << i)]) for i in range(len(v.players))])
    count = critical.sum(axis=0)
    one = v.values[0] + 1
    power = np.array([(critical[i][count > 0] * (one / (count[count > 0] * one))).sum() for i in range(len(critical))])
    return Allocation(v, "johnston_index", power / power.sum())


def _no_answer(why: str) -> InputError:
    return InputError("", [Problem("", why)])


def _utopia(v: CoalitionalGame) -> Array:
    """What the others lose without each player, shape (n,)."""
    everyone = len(v.values) - 1
    return np.asarray(v.total - v.values[[everyone & ~(1 << i) for i in range(len(v.players))]])
