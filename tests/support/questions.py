"""Policy questions built by hand from payoff arrays, past files and formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from types import SimpleNamespace

import numpy as np

import tvet_games as tg
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.calibration import Calibration
from tvet_games.policy.arrays import ConflictArrays
from tvet_games.policy.criteria import Criterion
from tvet_games.policy.levers import Lever
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.requirements import Requirements
from tvet_games.policy.search import solve_problem
from tvet_games.tables.labels import Labels


@dataclass(frozen=True)
class HandLever:
    """A payment of one unit to some players at some cells; the public pays the sum."""

    name: str
    cells: Mapping[int, Sequence[int | None]]
    high: Fraction
    step: Fraction | None = None


def lever(
    name: str, cells: Mapping[int, Sequence[int | None]], *, high: float, step: Fraction | None = None
) -> HandLever:
    return HandLever(name, cells, Fraction(high), step)


def payments(rng: np.random.Generator, count: int) -> list[HandLever]:
    """Random payments: a player, and a cell, row or column of the table in which it is paid."""
    out = []
    for k in range(count):
        cell = [None if v == 2 else int(v) for v in rng.integers(0, 3, 2)]
        out.append(lever(f"lever {k}", {int(rng.integers(0, 2)): cell}, high=int(rng.integers(1, 15))))
    return out


@dataclass(frozen=True)
class Question:
    problem: PolicyProblem

    def solve(self, *criteria: Criterion, participation: bool = False, at_most: int | None = None) -> tg.PolicySolution:
        return solve_problem(self.problem, Requirements(criteria, participation=participation, at_most=at_most))


def by_hand(payoffs: Sequence[np.ndarray], levers: Sequence[HandLever]) -> Question:
    """A question with one conflict, given by its payoffs (n arrays of shape (a1, ..., an))."""
    baseline = np.array([[Fraction(v) for v in p.ravel()] for p in payoffs], dtype=object)
    shape = payoffs[0].shape
    baseline = baseline.reshape(len(payoffs), *shape)
    effect = np.full((len(levers), *baseline.shape), Fraction(0), dtype=object)
    cost = np.full((len(levers), *shape), Fraction(0), dtype=object)
    for k, each in enumerate(levers):
        for player, cell in each.cells.items():
            where = tuple(slice(None) if a is None else a for a in cell)
            effect[(k, player, *where)] += 1
            cost[(k, *where)] += 1
    players = tuple(f"player {i}" for i in range(len(payoffs)))
    actions = tuple(tuple(f"action {a}" for a in range(size)) for size in shape)
    conflict = SimpleNamespace(
        name="by hand",
        shape=shape,
        labels=Labels(),
        players=tuple(
            SimpleNamespace(name=name, pays=False, actions=own) for name, own in zip(players, actions, strict=True)
        ),
        player_names=players,
        actions=actions,
        form=partial(NormalFormGame, players=players, actions=actions),
    )
    arrays = ConflictArrays(
        conflict=conflict,  # type: ignore[arg-type]
        baseline=baseline,
        effect=effect,
        cost=cost,
        shows=(True,) * len(levers),
        outside=(Fraction(0),) * len(payoffs),
        outside_effect=np.full((len(levers), len(payoffs)), Fraction(0), dtype=object),
        heads=Fraction(1),
    )
    problem = PolicyProblem(
        conflicts=(arrays,),
        levers=tuple(
            Lever(_Instrument(each.name), Fraction(0), each.high, each.step)  # type: ignore[arg-type]
            for each in levers
        ),
        heads=(Fraction(1),) * len(levers),
        counts={"trainee": Fraction(1)},
        breakdown=Fraction(0),
        caps=(),
        calibration=_no_calibration(),
    )
    return Question(problem)


@dataclass(frozen=True)
class _Instrument:
    name: str
    joint: str = "once"
    dimension: str = "money"
    paid_once_per: str = "trainee"
    persists: bool = False
    between: None = None
    labels: Labels = field(default_factory=Labels)


def _no_calibration() -> Calibration:
    return tg.load_calibration("austria_2016")


def target_rows(row: np.ndarray, column: np.ndarray) -> list[Fraction]:
    """Losses from deviating alone from the first cell."""
    return [*(row[0, 0] - row[1:, 0]), *(column[0, 0] - column[0, 1:])]
