"""One trajectory over time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_games.errors import InputError, ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.flow import flow
from tvet_games.solve.dynamics.replicator import replicator_field
from tvet_games.solve.dynamics.rules import BestResponse, Logit
from tvet_games.solve.dynamics.trajectory import AFTERWARDS, POINTS, UNSETTLED, trajectory

HUNT = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
PENNIES = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])


@given(st.floats(0.1, 1000), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_the_logistic_curve(gain: float, x: float, y: float) -> None:
    game = NormalFormGame.from_bimatrix([[gain, gain], [0, 0]], [[0, gain], [0, gain]])
    times = np.linspace(0, 8 / gain, 30)
    path = trajectory(game, [x, y], times=times)
    up = 1 / (1 + (1 / x - 1) * np.exp(-gain * times))
    down = 1 / (1 + (1 / y - 1) * np.exp(gain * times))
    assert path.states == pytest.approx(np.stack([up, down], axis=1), abs=1e-8)
    assert path.vertex == (0, 1)


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_its_slope_is_the_field(seed: int) -> None:
    rng = np.random.default_rng(seed)
    game = NormalFormGame(rng.normal(size=(2, 3, 2)))
    start = np.concatenate([rng.dirichlet(np.ones(3))[:-1], rng.uniform(0.1, 0.9, size=1)])
    step = 1e-4
    times = np.add.outer([0.5, 1, 2], [-step, 0, step]).ravel()
    states = trajectory(game, start, times=times).states.reshape(3, 3, 3)
    assert (states[:, 2] - states[:, 0]) / (2 * step) == pytest.approx(replicator_field(game, states[:, 1]), abs=1e-6)


def test_by_default_it_is_shown_a_little_longer_than_it_takes() -> None:
    path = trajectory(HUNT, [0.9, 0.6])
    assert len(path.times) == len(path.states) == POINTS
    assert path.arrives == float(flow(HUNT, [0.9, 0.6]).time)
    assert path.times[-1] == pytest.approx(AFTERWARDS * path.arrives)
    assert path.states[0] == pytest.approx([0.9, 0.6])
    assert np.abs(path.states[-1] - 1).max() < 1e-4


def test_orbits_are_shown_for_a_while() -> None:
    path = trajectory(PENNIES, [0.3, 0.4])
    assert path.outcome == "moving"
    assert path.vertex is None
    assert path.arrives is None
    assert path.times[-1] == pytest.approx(UNSETTLED / 2)


def test_the_outcome_is_what_happens_however_short_it_is_shown() -> None:
    path = trajectory(HUNT, [0.9, 0.6], duration=0.1)
    assert path.times[-1] == 0.1
    assert path.outcome == "vertex"
    assert path.states[-1, 1] < 0.7


def test_times_may_start_late_and_repeat() -> None:
    late = trajectory(HUNT, [0.9, 0.6], times=[1, 1, 3])
    full = trajectory(HUNT, [0.9, 0.6], times=[0, 1, 3])
    assert late.times.tolist() == [1, 1, 3]
    assert late.states == pytest.approx(full.states[[1, 1, 2]], abs=1e-9)
    assert trajectory(HUNT, [0.9, 0.6], times=[0]).states.tolist() == [pytest.approx([0.9, 0.6])]


@pytest.mark.parametrize("start", [[1, 1], [0, 1], [1, 0], [2 / 3, 2 / 3]])
def test_at_rest_it_stays(start: list[float]) -> None:
    path = trajectory(HUNT, start)
    assert path.states == pytest.approx(np.tile(start, (POINTS, 1)), abs=1e-6)
    assert path.outcome == ("rest" if start[0] == 2 / 3 else "vertex")


def test_on_an_edge_it_stays_on_the_edge() -> None:
    path = trajectory(HUNT, [1, 0.2])
    assert (path.states[:, 0] == 1).all()
    assert path.vertex == (0, 0)


@pytest.mark.parametrize("dynamic", [Logit(0.05), BestResponse()])
def test_other_dynamics(dynamic) -> None:
    path = trajectory(HUNT, [0.9, 0.9], dynamic=dynamic, times=np.linspace(0, 20, 401))
    assert path.states[-1] == pytest.approx([1, 1], abs=0.01)
    assert path.dynamic is dynamic
    # Nobody reconsiders more than once a unit of time.
    assert np.abs(np.diff(path.states, axis=0)).max() <= 20 / 400 + 1e-9


def test_frame() -> None:
    frame = trajectory(HUNT, [0.9, 0.6], times=[0, 1]).to_frame()
    assert frame.index.name == "time"
    assert frame.columns.tolist() == ["row", "column"]


@pytest.mark.parametrize("times", [[], [1, 0], [-1, 0], [0, float("nan")], [0, float("inf")]])
def test_times_that_make_no_sense(times: list[float]) -> None:
    with pytest.raises(InputError, match=r"times: .*from 0 upwards"):
        trajectory(HUNT, [0.5, 0.5], times=times)


@pytest.mark.parametrize("times", ["soon", [None], {"a": 1}])
def test_times_that_are_no_numbers(times: object) -> None:
    with pytest.raises(InputError, match="times"):
        trajectory(HUNT, [0.5, 0.5], times=times)


@pytest.mark.parametrize("duration", [0, -1, float("inf"), float("nan"), "x"])
def test_durations_that_make_no_sense(duration: object) -> None:
    with pytest.raises(InputError, match=r"duration: .*above 0"):
        trajectory(HUNT, [0.5, 0.5], duration=duration)


def test_one_of_a_kind() -> None:
    with pytest.raises(InputError, match="one of the two"):
        trajectory(HUNT, [0.5, 0.5], times=[0, 1], duration=1)
    with pytest.raises(ShapeError, match="one start"):
        trajectory(HUNT, [[0.5, 0.5], [0.2, 0.3]])
    batch = NormalFormGame(np.stack([HUNT.payoffs] * 2), players=HUNT.players)
    with pytest.raises(ShapeError, match=r"game\[0\]"):
        trajectory(batch, [0.5, 0.5])
    for game in ("hunt", None):
        with pytest.raises(InputError, match="expected a game"):
            trajectory(game, [0.5, 0.5])
