"""What results must satisfy; an AssertionError says who gains what by which action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.games.best_response import expected_payoffs
from tvet_games.games.coalitional import CoalitionalGame
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import exact, payoff_span
from tvet_games.solve.result import EquilibriumSet
from tvet_games.study.certify.certify import certify


def assert_equilibrium(game: NormalFormGame, strategies: Sequence[Any], tolerance: float = 0) -> None:
    """Assert that nobody gains by another action.

    Parameters
    ----------
    game : NormalFormGame
        One game.
    strategies : sequence of arrays (a_i,)
        Probabilities of the actions of each player.
    tolerance : float
        [share of the payoff span] Largest gain allowed; also by how much probabilities may miss 1.

    Raises
    ------
    AssertionError
        With the player, the action and the gain.

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> assert_equilibrium(dilemma, [[0, 1], [0, 1]])
    >>> assert_equilibrium(dilemma, [[1, 0], [1, 0]])
    Traceback (most recent call last):
        ...
    AssertionError: row gains 2 by row 2
    """
    played = [np.asarray(own, dtype=object if game.is_exact else float) for own in strategies]
    assert len(played) == len(game.players), f"{len(played)} strategies for {len(game.players)} players"
    for player, own, size in zip(game.players, played, game.shape, strict=True):
        assert own.shape == (size,), f"{player} has {size} actions, and a strategy of shape {own.shape}"
        assert (own >= 0).all(), f"{player} has a negative probability"
        assert abs(own.sum() - 1) <= tolerance, f"the probabilities of {player} add up to {own.sum()}"
    has = expected_payoffs(game, played)
    for i, (player, actions) in enumerate(zip(game.players, game.actions, strict=True)):
        allowed = tolerance * payoff_span(game.payoffs[i], tuple(range(len(game.shape)))).item()
        for a, action in enumerate(actions):
            pure = [Fraction(int(k == a)) if game.is_exact else float(k == a) for k in range(game.shape[i])]
            other = [*played[:i], np.array(pure, dtype=played[i].dtype), *played[i + 1 :]]
            gain = expected_payoffs(game, other)[i] - has[i]
            assert gain <= allowed, f"{player} gains {gain} by {action}"


def assert_certified(result: Any) -> None:
    """Assert that a result holds before the independent checker; see :func:`tvet_games.certify`.

    Raises
    ------
    AssertionError
        With the first thing that is wrong.
    """
    found = certify(result)
    assert found, found.wrong


def assert_complete(found: EquilibriumSet) -> None:
    """Assert that a set of equilibria holds and that the checker finds no other.

    Raises
    ------
    AssertionError
        With what is wrong, or why completeness was not checked.
    """
    told = certify(found)
    assert told, told.wrong
    left = [one for one in told.not_checked if "complete" in one]
    assert not left, f"not checked: {'; '.join(left)}"


def assert_in_core(game: CoalitionalGame | Sequence[Any], shares: Sequence[Any]) -> None:
    """Assert that no coalition has more by leaving.

    Raises
    ------
    AssertionError
        With the coalition, what it brings and what it has.

    Examples
    --------
    >>> assert_in_core([0, 0, 0, 1], [0, 1])
    >>> assert_in_core([0, 1, 1, 1], [0, 1])
    Traceback (most recent call last):
        ...
    AssertionError: player 1 bring 1 and have 0
    """
    played = game if isinstance(game, CoalitionalGame) else CoalitionalGame(game)
    given = [exact(share) for share in shares]
    assert len(given) == len(played.players), f"{len(given)} shares for {len(played.players)} players"
    assert sum(given) == played.values[-1], f"the shares add up to {sum(given)}, not to {played.values[-1]}"
    for group in range(1, len(played.values)):
        members = [i for i in range(len(given)) if group >> i & 1]
        has, brings = sum((given[i] for i in members), Fraction(0)), played.values[group]
        who = ", ".join(played.players[i] for i in members)
        assert has >= brings, f"{who} bring {brings} and have {has}"


def assert_same_equilibria(
    found: Iterable[Sequence[Any]], expected: Iterable[Sequence[Any]], tolerance: float = 0
) -> None:
    """Assert that two lists hold the same strategies, in any order.

    Parameters
    ----------
    found, expected : iterables of equilibria, or of sequences of strategies
    tolerance : float
        By how much a probability may differ.

    Raises
    ------
    AssertionError
        With the first one that is missing on either side.
    """
    ours, theirs = ([getattr(one, "strategies", one) for one in side] for side in (found, expected))
    for name, some, others in (("missing", theirs, ours), ("unexpected", ours, theirs)):
        for one in some:
            there = any(_close(one, other, tolerance) for other in others)
            told = "; ".join(", ".join(map(str, own)) for own in one)
            assert there, f"{name}: {told}"


def _close(one: Sequence[Any], other: Sequence[Any], tolerance: float) -> bool:
    return len(one) == len(other) and all(
        len(x) == len(y) and all(abs(p - q) <= tolerance for p, q in zip(x, y, strict=True))
        for x, y in zip(one, other, strict=True)
    )
