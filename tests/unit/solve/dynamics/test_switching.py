"""Best-response paths: switches in closed form, and against small steps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_games.games.best_response import action_payoffs
from tvet_games.solve.dynamics.state import strategies_of, vertex_state
from tvet_games.solve.dynamics.switching import end_state, follow_best_responses
from tvet_games.solve.dynamics.systems import NEAR

HUNT = np.array([[[4.0, 0], [3, 2]], [[4, 3], [0, 2]]])
PENNIES = np.array([[[1.0, -1], [-1, 1]], [[-1, 1], [1, -1]]])
LINE = 2 / 3
"""Share of the other population from which cooperation is the best reply in the hunt."""


@given(st.floats(0.7, 0.99), st.floats(0.05, 0.6))
def test_time_to_the_switching_line(x: float, y: float) -> None:
    """The row comes down to 2/3, or the column comes up to it, whichever is first."""
    down = np.log(x / LINE)
    up = np.log((1 - y) / (1 - LINE))
    path = follow_best_responses(HUNT, np.array([x, y]), 100.0)
    assert path.times[1] == pytest.approx(min(down, up), rel=1e-9)
    assert path.aims[0].tolist() == [0, 1]
    if down < up:
        assert path.corners[1] == pytest.approx([LINE, 1 - (1 - y) * LINE / x])
        assert end_state(path, (2, 2))[1] == 3
    else:
        assert path.corners[1] == pytest.approx([x * (1 - LINE) / (1 - y), LINE])
        assert end_state(path, (2, 2))[1] == 0


@given(st.floats(0.7, 0.99), st.floats(0.7, 0.99))
def test_time_to_the_vertex(x: float, y: float) -> None:
    path = follow_best_responses(HUNT, np.array([x, y]), 100.0)
    assert path.outcome == "vertex"
    if max(1 - x, 1 - y) > NEAR and len(path.times) > 1:
        assert path.times[-1] == pytest.approx(np.log(max(1 - x, 1 - y) / NEAR), rel=1e-6)
    assert end_state(path, (2, 2))[1] == 0


def test_the_spiral_of_matching_pennies() -> None:
    """From one switching line to the next the distance falls from d to d / (1 + 2d): a mid-line is met at 1/2."""
    path = follow_best_responses(PENNIES, np.array([0.75, 0.5]), 100.0)
    assert path.outcome == "rest"
    distance = 0.25
    for corner in path.corners[1:6]:
        distance = distance / (1 + 2 * distance)
        assert np.abs(corner - 0.5).max() == pytest.approx(distance)
        assert np.abs(corner - 0.5).min() < 1e-9


def euler(payoffs: np.ndarray, start: np.ndarray, duration: float, steps: int) -> np.ndarray:
    state, step = start.copy(), duration / steps
    for _ in range(steps):
        strategies = strategies_of(payoffs.shape[1:], state)
        best = [int(action_payoffs(payoffs[i], i, strategies).argmax()) for i in range(len(strategies))]
        state = state + (vertex_state(payoffs.shape[1:], best) - state) * (1 - np.exp(-step))
    return state


@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 3, 2)])
@pytest.mark.parametrize("seed", range(6))
def test_switches_of_three_populations_against_small_steps(shape: tuple[int, ...], seed: int) -> None:
    rng = np.random.default_rng(seed)
    payoffs = rng.normal(size=(3, *shape))
    start = np.concatenate([rng.dirichlet(np.ones(size) * 2)[:-1] for size in shape])
    path = follow_best_responses(payoffs, start, 1.5)
    assert path.corners[-1] == pytest.approx(euler(payoffs, start, path.times[-1], 2000), abs=5e-3)


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_best_replies_stay_best_between_corners(seed: int) -> None:
    rng = np.random.default_rng(seed)
    payoffs = rng.normal(size=(3, 2, 2, 2))
    path = follow_best_responses(payoffs, rng.uniform(0.05, 0.95, size=3), 5.0)
    for k in range(len(path.aims)):
        for part in (0.01, 0.5, 0.99):
            state = path.at(path.times[k] + part * (path.times[k + 1] - path.times[k]))
            strategies = strategies_of((2, 2, 2), state)
            for i in range(3):
                earned = action_payoffs(payoffs[i], i, strategies)
                reply = 0 if path.aims[k, i] == 1 else 1
                assert earned[reply] >= earned.max() - 1e-7


def test_states_at_times() -> None:
    path = follow_best_responses(HUNT, np.array([0.9, 0.5]), 100.0)
    assert path.at(path.times) == pytest.approx(path.corners)
    assert path.at(-1.0) == pytest.approx(path.corners[0])
    assert path.at(1e9) == pytest.approx(path.corners[-1])
    middle = path.times[1] / 2
    assert path.at(middle) == pytest.approx([0.9 * np.exp(-middle), 1 - 0.5 * np.exp(-middle)])
    assert path.at([[0, middle], [0, 1]]).shape == (2, 2, 2)


def test_time_is_over_on_the_way() -> None:
    path = follow_best_responses(HUNT, np.array([0.9, 0.5]), 0.1)
    assert path.outcome == "moving"
    assert path.times.tolist() == pytest.approx([0, 0.1])
    assert path.corners[-1] == pytest.approx([0.9 * np.exp(-0.1), 1 - 0.5 * np.exp(-0.1)])
    assert end_state(path, (2, 2))[1] == -1


@pytest.mark.parametrize(("start", "outcome", "vertex"), [([1, 1], "vertex", 0), ([LINE, LINE], "rest", -1)])
def test_at_an_equilibrium_it_stays(start: list[float], outcome: str, vertex: int) -> None:
    path = follow_best_responses(HUNT, np.array(start, dtype=float), 10.0)
    assert path.outcome == outcome
    assert len(path.corners) == 1
    assert path.at([0, 5]).tolist() == [start, start]
    assert end_state(path, (2, 2))[1] == vertex


def test_from_a_vertex_that_is_none_it_leaves() -> None:
    dilemma = np.array([[[3.0, 0], [4, 1]], [[3, 4], [0, 1]]])
    path = follow_best_responses(dilemma, np.array([1.0, 1.0]), 100.0)
    assert path.times[-1] == pytest.approx(np.log(1 / NEAR))
    assert end_state(path, (2, 2))[1] == 3


def test_frame() -> None:
    frame = follow_best_responses(HUNT, np.array([0.9, 0.5]), 100.0).to_frame()
    assert frame.index.name == "time"
    assert frame.shape == (3, 2)
