"""Before and after: the equilibria of each conflict, who gains, and what the public pays in what remains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from tvet_games.games.best_response import expected_payoffs, regret
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.policy.problem import ConflictArrays, PolicyProblem
from tvet_games.policy.solution import Outcome
from tvet_games.solve.nash import equilibria, pure_strategies
from tvet_games.solve.result import Equilibrium, EquilibriumSet


def outcome_of(arrays: ConflictArrays, levels: Sequence[Fraction], today: Mapping[str, str] | None) -> Outcome:
    """Solve one conflict before and after; the baseline is where things stand, or the equilibrium of least welfare."""
    before, after = (_equilibria(arrays, payoffs) for payoffs in (arrays.baseline, arrays.payoffs(levels)))
    if today is not None:
        profile = arrays.conflict.profile(today)
        strategies = pure_strategies(arrays.conflict.shape, profile, exact=True)
        baseline = _as_profile(before.game, strategies)
    else:
        baseline = min(before, key=lambda e: sum(e.payoffs)) if len(before) else _nobody(before.game)
    everyone: Any = (slice(None), *(0 for _ in arrays.conflict.shape))
    target = after.game.payoffs[everyone]
    gains = {name: target[i] - baseline.payoffs[i] for i, name in enumerate(arrays.conflict.player_names)}
    return Outcome(arrays, before, after, baseline, today is not None, gains)


def _nobody(game: NormalFormGame) -> Equilibrium:
    """Stands in as baseline where no pure equilibrium is known: everybody takes the last action."""
    return _as_profile(game, pure_strategies(game.shape, [size - 1 for size in game.shape], exact=True))


def _as_profile(game: NormalFormGame, strategies: Sequence[Array]) -> Equilibrium:
    return Equilibrium(
        tuple(strategies),
        expected_payoffs(game, strategies),
        regret(game, strategies),
        False,
        game.players,
        game.actions,
    )


def _equilibria(arrays: ConflictArrays, payoffs: Array) -> EquilibriumSet:
    conflict = arrays.conflict
    return equilibria(NormalFormGame(payoffs, players=conflict.player_names, actions=conflict.actions))


def elimination_is_exact(outcome: Outcome) -> bool:
    """Whether a unique equilibrium and elimination by dominance are the same thing: 2x2, or binary and supermodular."""
    game = outcome.after.game
    if set(game.shape) != {2}:
        return False
    return len(game.shape) == 2 or all(is_supermodular(game.payoffs[i], i) for i in range(len(game.shape)))


def is_supermodular(payoffs: Array, player: int) -> bool:
    """Whether a player's gain from cooperating never falls when another player starts to cooperate (binary actions).

    Parameters
    ----------
    payoffs : array, shape (2, ..., 2)
        Payoffs of that player.
    player : int

    References
    ----------
    Milgrom and Roberts (1990), Rationalizability, learning and equilibrium in games with strategic complementarities,
    Econometrica 58.
    """
    gain = payoffs.take(0, axis=player) - payoffs.take(1, axis=player)
    return all(bool((gain.take(0, axis=j) >= gain.take(1, axis=j)).all()) for j in range(gain.ndim))


def worst_cost(problem: PolicyProblem, outcomes: Sequence[Outcome], levels: Sequence[Fraction]) -> Fraction:
    """Public cost in the remaining equilibria that are together dearest to the public."""
    choices = [[_unit_costs(o.arrays, e) for e in o.after] or [[Fraction(0)] * len(levels)] for o in outcomes]
    worst = Fraction(0)
    for together in product(*choices):
        total = Fraction(0)
        for k, level in enumerate(levels):
            shown = [costs[k] for costs, o in zip(together, outcomes, strict=True) if o.arrays.shows[k]]
            total += level * problem.heads[k] * max(shown, default=Fraction(0))
        worst = max(worst, total)
    return worst


def _unit_costs(arrays: ConflictArrays, equilibrium: Equilibrium) -> list[Fraction]:
    """Expected cost of one unit of each level in an equilibrium, per head billed."""
    weights = np.array(Fraction(1), dtype=object)
    for strategy in equilibrium.strategies:
        weights = np.multiply.outer(weights, strategy)
    return [(cost * weights).sum() for cost in arrays.cost]
