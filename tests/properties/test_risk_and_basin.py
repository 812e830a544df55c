"""Risk dominance and basins against brute force: no grid of levels holds anything cheaper than what is found."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from questions import Question, by_hand, lever

import tvet_games as tg
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.basin import basin
from tvet_games.solve.refinement import risk_dominance

QUICK, LONG = range(4), range(40)
ONE_SIDED, MANY_ONE_SIDED = range(6), range(6, 66)
POINTS = 61
"""Of each lever."""

DEARER = 1.001
TINY = 1e-4
"""[money] A strict inequality costs this at most: payments here are at most 15."""

PAYMENTS = (
    {0: [0, None]},
    {1: [None, 0]},
    {0: [0, 0]},
    {1: [0, 0]},
    {0: [0, 1]},
    {1: [1, 0]},
    {0: [0, 0], 1: [0, 0]},
    {0: [0, None], 1: [None, 0]},
)


def random_question(seed: int) -> tuple[Question, Fraction]:
    """A 2x2 conflict, two or three payments (some dear, some of little range), and a share."""
    rng = np.random.default_rng(seed)
    payoffs = rng.integers(-6, 7, size=(2, 2, 2)).astype(object)
    chosen = rng.choice(len(PAYMENTS), int(rng.integers(2, 4)), replace=False)
    levers = [lever(f"pay {k}", PAYMENTS[k], high=int(rng.integers(4, 16))) for k in chosen]
    return by_hand(tuple(payoffs), levers), Fraction(int(rng.integers(6, 20)), 20)


SIDES = (({0: [0, None]}, {0: [0, 0]}, {0: [0, 1]}), ({1: [None, 0]}, {1: [0, 0]}, {1: [1, 0]}))


def one_sided_question(seed: int) -> tuple[Question, Fraction]:
    """A 2x2 conflict, mostly of coordination, and one or two payments to the same player."""
    rng = np.random.default_rng(seed)
    payoffs = rng.integers(-6, 7, size=(2, 2, 2))
    if seed % 4:
        up = rng.integers(1, 6, 4)
        payoffs[0, 0, 0], payoffs[0, 1, 1] = payoffs[0, 1, 0] + up[0], payoffs[0, 0, 1] + up[1]
        payoffs[1, 0, 0], payoffs[1, 1, 1] = payoffs[1, 0, 1] + up[2], payoffs[1, 1, 0] + up[3]
    side = SIDES[seed % 2]
    chosen = rng.choice(3, int(rng.integers(1, 3)), replace=False)
    levers = [lever(f"pay {k}", side[k], high=int(rng.integers(2, 16))) for k in chosen]
    return by_hand(tuple(payoffs.astype(object)), levers), Fraction(int(rng.integers(6, 20)), 20)


def has_basin(share: Fraction) -> Callable[[NormalFormGame], np.ndarray]:
    return lambda game: basin(game) >= float(share)


def is_risk_dominant(game: NormalFormGame) -> np.ndarray:
    return risk_dominance(game) <= 1


def cheaper_on_the_grid(asked: Question, holds: Callable[[NormalFormGame], np.ndarray], cost: float) -> bool:
    """Whether a point of a grid of levels costs less and satisfies the criterion (and is an equilibrium)."""
    problem = asked.problem
    (arrays,) = problem.conflicts
    points = POINTS if len(problem.levers) > 1 else POINTS**2
    axes = [np.linspace(0, float(each.high), points) for each in problem.levers]
    levels = np.stack([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")])
    levels = levels[:, np.array(problem.expected_bill, dtype=float) @ levels < cost]
    payoffs = arrays.baseline.astype(float) + np.tensordot(levels.T, arrays.effect.astype(float), axes=1)
    row, column = payoffs[:, 0], payoffs[:, 1]
    payoffs = payoffs[(row[:, 0, 0] >= row[:, 1, 0]) & (column[:, 0, 0] >= column[:, 0, 1])]
    return bool(len(payoffs)) and bool(holds(NormalFormGame(payoffs, players=["first", "second"])).any())


def check(seeds: range, *, is_basin: bool, draw: Callable[[int], tuple[Question, Fraction]] = random_question) -> None:
    for seed in seeds:
        asked, share = draw(seed)
        holds = has_basin(share) if is_basin else is_risk_dominant
        found = asked.solve(tg.Basin(share, margin=0) if is_basin else tg.RiskDominant(margin=0))
        if not found.feasible:
            assert not cheaper_on_the_grid(asked, holds, np.inf), seed
            continue
        assert found.verify(), seed
        assert holds(found.outcomes[0].game), seed
        assert found.lower_bound <= found.cost
        assert not cheaper_on_the_grid(asked, holds, (float(found.cost) - TINY) / DEARER), seed


@pytest.mark.slow
def test_no_grid_of_levels_gives_the_basin_for_less() -> None:
    check(QUICK, is_basin=True)


@pytest.mark.slow
def test_no_grid_of_levels_is_risk_dominant_for_less() -> None:
    check(QUICK, is_basin=False)


@pytest.mark.parametrize("is_basin", [True, False])
def test_no_grid_is_cheaper_where_only_one_player_is_paid(*, is_basin: bool) -> None:
    check(ONE_SIDED, is_basin=is_basin, draw=one_sided_question)


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY_ONE_SIDED)
@pytest.mark.parametrize("is_basin", [True, False])
def test_no_grid_is_cheaper_in_sixty_questions_where_only_one_player_is_paid(seed: int, *, is_basin: bool) -> None:
    check(range(seed, seed + 1), is_basin=is_basin, draw=one_sided_question)


@pytest.mark.slow
@pytest.mark.parametrize("seed", LONG)
@pytest.mark.parametrize("is_basin", [True, False])
def test_no_grid_of_levels_is_cheaper_in_forty_questions(seed: int, is_basin: bool) -> None:
    check(range(seed, seed + 1), is_basin=is_basin)


@pytest.mark.parametrize("share", ["0.3", "0.5", "0.75"])
def test_the_symmetric_ladder(share: str) -> None:
    """One common payment x to each cooperator, b > a: by symmetry the separatrix of p = q, r = 1 gives the least x."""
    r, s, t, p = 3, 0, 4, 3
    row = np.array([[r, s], [t, p]], dtype=object)
    asked = by_hand((row, row.T), [lever("pay", {0: [0, None], 1: [None, 0]}, high=9)])
    found = asked.solve(tg.Basin(share, margin=0))
    x = float(found.levels["pay"])
    at, below = (
        float(
            basin(
                NormalFormGame(
                    np.array([row, row.T], dtype=float) + level * np.array([[[1, 1], [0, 0]], [[1, 0], [1, 0]]])
                )
            )
        )
        for level in (x, x - 1e-3)
    )
    assert below < float(share) <= at
    if share == "0.5":
        assert x == pytest.approx(2, abs=1e-3)  # (a + b)/2, where risk dominance begins
