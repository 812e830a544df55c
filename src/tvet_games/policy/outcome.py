"""Before and after: the equilibria of each conflict, who gains, and what the public pays in what remains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from tvet_games.games.best_response import expected_payoffs, regret
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.linear_programs.certificate import ZERO
from tvet_games.numerics import Array
from tvet_games.policy.arrays import ConflictArrays
from tvet_games.policy.problem import PolicyProblem
from tvet_games.solve.nash import equilibria, pure_strategies
from tvet_games.solve.result import Equilibrium, EquilibriumSet


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One conflict before and after the policy.

    Attributes
    ----------
    arrays : ConflictArrays
    before, after : EquilibriumSet
        From the equilibrium engine; before: under the status quo.
    baseline : Equilibrium
        Where things stand: given, or the equilibrium of least welfare.
    baseline_is_given : bool
    gains : mapping of str to Fraction
        What each player has more at the target, after, than in the baseline equilibrium [money per head and period].
    """

    arrays: ConflictArrays
    before: EquilibriumSet
    after: EquilibriumSet
    baseline: Equilibrium
    baseline_is_given: bool
    gains: Mapping[str, Fraction]

    @property
    def name(self) -> str:
        """Name of the conflict."""
        return self.arrays.conflict.name

    @property
    def game(self) -> NormalFormGame:
        """The game after the policy."""
        return self.after.game

    @property
    def target_is_equilibrium(self) -> bool:
        """Whether cooperation is an equilibrium after the policy, by the engine's own word."""
        return self.after.target is not None

    @property
    def target_is_unique(self) -> bool:
        """Whether it is the only one of the equilibria in scope."""
        return len(self.after) == 1 and self.target_is_equilibrium


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """Where one conflict stands under the status quo.

    Attributes
    ----------
    before : EquilibriumSet
    equilibrium : Equilibrium
        Given, or the equilibrium of least welfare.
    is_given : bool
    """

    before: EquilibriumSet
    equilibrium: Equilibrium
    is_given: bool


def baseline_of(arrays: ConflictArrays, levels: Sequence[Fraction], today: Mapping[str, str] | None) -> Baseline:
    """Solve one conflict under the status quo."""
    before = game_equilibria(arrays, arrays.payoffs(levels))
    if today is not None:
        strategies = pure_strategies(arrays.conflict.shape, arrays.conflict.profile(today), exact=True)
        return Baseline(before, _as_profile(before.game, strategies), is_given=True)
    worst = min(before, key=lambda e: sum(e.payoffs)) if len(before) else _nobody(before.game)
    return Baseline(before, worst, is_given=False)


def outcome_of(arrays: ConflictArrays, levels: Sequence[Fraction], baseline: Baseline) -> Outcome:
    """Solve one conflict under the policy and compare."""
    after = game_equilibria(arrays, arrays.payoffs(levels))
    everyone: Any = (slice(None), *(0 for _ in arrays.conflict.shape))
    target = after.game.payoffs[everyone]
    gains = {name: target[i] - baseline.equilibrium.payoffs[i] for i, name in enumerate(arrays.conflict.player_names)}
    return Outcome(arrays, baseline.before, after, baseline.equilibrium, baseline.is_given, gains)


def game_equilibria(arrays: ConflictArrays, payoffs: Array) -> EquilibriumSet:
    """The equilibria of a conflict's payoffs, from the engine."""
    return equilibria(arrays.conflict.form(payoffs))


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
        game.labels,
    )


def elimination_is_exact(problem: PolicyProblem) -> bool:
    """Whether a unique equilibrium and elimination by dominance are the same thing under every policy of a question.

    They are in 2x2 conflicts, and in binary conflicts that are supermodular at all levels within their bounds.
    """
    return all(_is_two_by_two_or_supermodular(problem, arrays) for arrays in problem.conflicts)


def _is_two_by_two_or_supermodular(problem: PolicyProblem, arrays: ConflictArrays) -> bool:
    shape = tuple(arrays.conflict.shape)
    if set(shape) != {2}:
        return False
    return len(shape) == 2 or all(_least_help(problem, arrays, i) >= 0 for i in range(len(shape)))


def _least_help(problem: PolicyProblem, arrays: ConflictArrays, player: int) -> Any:
    """The least by which a player's gain from cooperating rises when one more cooperates, at any levels."""
    total = _help(arrays.baseline[player], player)
    for lever, effect in zip(problem.levers, arrays.effect, strict=True):
        own = _help(effect[player], player)
        total = total + np.minimum(own * lever.low, own * lever.high)
    return total.min()


def _help(payoffs: Array, player: int) -> Array:
    """Cross differences: by how much the gain from cooperating rises with each other who starts to (binary actions)."""
    gain = payoffs.take(0, axis=player) - payoffs.take(1, axis=player)
    return np.array([gain.take(0, axis=j) - gain.take(1, axis=j) for j in range(gain.ndim)], dtype=payoffs.dtype)


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
    return bool((_help(payoffs, player) >= 0).all())


def cost_in(problem: PolicyProblem, found: Sequence[Equilibrium], levels: Sequence[Fraction]) -> Fraction:
    """Public cost of a policy where each conflict is in a given equilibrium, each instrument billed once per head."""
    costs = [_unit_costs(arrays, e) for arrays, e in zip(problem.conflicts, found, strict=True)]
    return _once(problem, costs, levels)


def worst_cost(problem: PolicyProblem, outcomes: Sequence[Outcome], levels: Sequence[Fraction]) -> Fraction:
    """Public cost in the remaining equilibria that are together dearest to the public."""
    choices = [[_unit_costs(o.arrays, e) for e in o.after] or [[ZERO] * len(levels)] for o in outcomes]
    return max((_once(problem, together, levels) for together in product(*choices)), default=ZERO)


def _once(problem: PolicyProblem, costs: Sequence[Sequence[Fraction]], levels: Sequence[Fraction]) -> Fraction:
    total = ZERO
    for k, level in enumerate(levels):
        if level:
            shown = [own[k] for own, arrays in zip(costs, problem.conflicts, strict=True) if arrays.shows[k]]
            total += level * problem.heads[k] * max(shown, default=ZERO)
    return total


def _unit_costs(arrays: ConflictArrays, equilibrium: Equilibrium) -> list[Fraction]:
    """Expected cost of one unit of each level in an equilibrium, per head billed."""
    if equilibrium.profile is not None:
        return [cost[equilibrium.profile] for cost in arrays.cost]
    return [(cost * equilibrium.outcome).sum() for cost in arrays.cost]
