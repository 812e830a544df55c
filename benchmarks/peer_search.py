"""What a user would do today: nashpy in a loop under SciPy's differential evolution, with a penalty.

Same question, same margin, same constraints as the package's own search. Each evaluation builds the payoff matrices at
the levels, finds the equilibria with nashpy (two players) and adds a penalty for what is not yet satisfied. The clock
stops when the best feasible package costs at most 1 % more than the optimum, or at a limit.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import nashpy
import numpy as np
from scipy.optimize import differential_evolution
from timing import processor_time

import tvet_games as tg
from tvet_games.policy.criteria import Unique
from tvet_games.policy.rows import Row

PENALTY = 1_000.0
SLACK = 1e-6
"""Money by which a naive package may fall short and still count as feasible."""


@dataclass(frozen=True)
class PeerRun:
    """How far differential evolution got.

    Attributes
    ----------
    seconds : float
        Of processor time, until within 1 % of the optimum, or until it gave up.
    reached : bool
    best : float
        Cost of its cheapest feasible package; infinite if it found none.
    evaluations : int
    """

    seconds: float
    reached: bool
    best: float
    evaluations: int


class Naive:
    """The question of a scenario as a penalised cost function of the levels."""

    def __init__(self, solution: tg.PolicySolution) -> None:
        problem = solution.problem
        self.bill = np.array([float(c) for c in problem.expected_bill])
        self.bounds = [(float(v.low), float(v.high)) for v in problem.levers]
        self.games = [
            (a.baseline.astype(float), a.effect.astype(float), a.conflict.player_names) for a in problem.conflicts
        ]
        fixed = [r for r in solution.rows if _is_fixed(r, solution)]
        self.rows = np.array([[float(a) for a in r.constraint.coefficients] for r in fixed])
        self.right = np.array([float(r.constraint.bound) for r in fixed])
        self.unique = any(isinstance(c, Unique) for c in solution.criteria)
        self.evaluations, self.best = 0, np.inf

    def __call__(self, levels: np.ndarray) -> float:
        """Cost plus penalty."""
        self.evaluations += 1
        short = np.maximum(self.right - self.rows @ levels, 0).sum()
        short += sum(self._equilibria_missed(*game, levels) for game in self.games)
        cost = float(self.bill @ levels)
        if short <= SLACK:
            self.best = min(self.best, cost)
        return cost + PENALTY * short + (PENALTY if short > SLACK else 0)

    def _equilibria_missed(self, baseline, effect, players, levels) -> float:
        """Equilibria that should not be there, and the target if it is none."""
        payoffs = baseline + np.tensordot(levels, effect, axes=1)
        if len(players) != 2:
            pure = tg.pure_equilibria(tg.NormalFormGame(payoffs, players=players))
            return 0.0 if pure[(0,) * len(players)] else 1.0
        found = [tuple(np.argmax(s) for s in e) + tuple(s.max() for s in e) for e in _support_enumeration(payoffs)]
        at_target = any(e == (0, 0, 1.0, 1.0) for e in found)
        others = len(found) - at_target
        return float(not at_target) + (float(others) if self.unique else 0.0)


def _is_fixed(row: Row, solution: tg.PolicySolution) -> bool:
    """Rows that a user would state: not those of an order of elimination."""
    if row.kind != "deviation" or not any(isinstance(c, Unique) for c in solution.criteria):
        return True
    return all(not any(move.others) for move in row.moves)


def _support_enumeration(payoffs: np.ndarray):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nashpy calls games with an even number of finds degenerate
        return list(nashpy.Game(*payoffs).support_enumeration())


def run_peer(solution: tg.PolicySolution, limit: float) -> PeerRun:
    """Let differential evolution search until it is within 1 % of the optimum, or the limit [processor s] is over."""
    naive = Naive(solution)
    optimum = float(solution.cost)
    start = processor_time()

    def close() -> bool:
        return naive.best <= optimum + 0.01 * abs(optimum) + SLACK

    def stop(*_: object) -> bool:
        return close() or processor_time() - start > limit

    generation = 0
    while not stop():
        differential_evolution(
            naive, naive.bounds, rng=generation, maxiter=10_000, tol=0, atol=0, polish=False, callback=stop
        )
        generation += 1
    return PeerRun(processor_time() - start, close(), naive.best, naive.evaluations)
