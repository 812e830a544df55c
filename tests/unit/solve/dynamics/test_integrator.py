"""Steps of many systems at once: accuracy, independence, arrival."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.solve.dynamics.flow import OUTCOMES, flow
from tvet_games.solve.dynamics.integrator import integrate
from tvet_games.solve.dynamics.systems import LIMIT, NEAR


@dataclass(frozen=True)
class Linear:
    """x' = A x, one matrix a column of the batch; finished where the first value passes a bound upwards."""

    matrices: Array
    bound: float = np.inf

    def rate(self, values: Array) -> Array:
        # Term by term, so that every column is added up in the same order whatever the batch.
        out = np.zeros(values.shape)
        for j in range(len(values)):
            out += self.matrices[:, :, j].T * values[j]
        return out

    def finished(self, values: Array, rate: Array) -> Array:
        return values[0] >= self.bound

    def part(self, before: Array, after: Array) -> Array:
        step = after[0] - before[0]
        part = (self.bound - before[0]) / np.where(step > 0, step, 1.0) * 1.001
        return np.where((after[0] >= self.bound) & (step > 0), np.minimum(part, 1.0), 1.0)

    def take(self, keep: Array) -> Linear:
        return Linear(self.matrices[keep], self.bound)


def linear(seed: int, count: int = 6, size: int = 3) -> tuple[Linear, Array, Array]:
    rng = np.random.default_rng(seed)
    matrices = rng.normal(size=(count, size, size)) * 10 ** rng.uniform(-1, 1, size=(count, 1, 1))
    return Linear(matrices), rng.normal(size=(size, count)), rng.uniform(0.1, 2, size=count)


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_a_linear_system_follows_the_matrix_exponential(seed: int) -> None:
    system, start, duration = linear(seed)
    found = integrate(system, start, duration, 1e-10)
    exact = np.stack([expm(a * t) @ x for a, t, x in zip(system.matrices, duration, start.T, strict=True)], axis=-1)
    growth = np.array([np.exp(np.linalg.norm(a, 2) * t) for a, t in zip(system.matrices, duration, strict=True)])
    assert (np.abs(found.values - exact) <= 1e-7 * growth * (1 + np.abs(exact))).all()
    assert (found.time == duration).all()
    assert not found.finished.any()
    assert np.allclose(found.rate, system.rate(found.values), rtol=1e-12)


def test_error_falls_with_the_accuracy() -> None:
    turn = Linear(np.array([[[0.0, 1.0], [-1.0, 0.0]]]))
    errors = []
    for accuracy in (1e-4, 1e-6, 1e-8, 1e-10):
        found = integrate(turn, np.array([[1.0], [0.0]]), np.array([2 * np.pi]), accuracy)
        errors.append(np.abs(found.values[:, 0] - [1, 0]).max())
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 1e-8
    assert all(later < former / 20 for former, later in pairwise(errors))


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.permutations(range(6)))
def test_company_makes_no_difference(seed: int, order: list[int]) -> None:
    system, start, duration = linear(seed)
    system = Linear(system.matrices, 1.5)
    together = integrate(system, start, duration, 1e-7)
    shuffled = integrate(system.take(np.array(order)), start[:, order], duration[order], 1e-7)
    assert (shuffled.values == together.values[:, order]).all()
    assert (shuffled.time == together.time[order]).all()
    assert (shuffled.finished == together.finished[order]).all()
    for k in range(6):
        alone = integrate(system.take(np.array([k])), start[:, [k]], duration[[k]], 1e-7)
        assert (alone.values[:, 0] == together.values[:, k]).all()
        assert alone.time[0] == together.time[k]


@given(st.floats(0.01, 100), st.floats(-5, 0.5), st.floats(1, 50))
def test_arrival_at_a_constant_rate(rate: float, start: float, bound: float) -> None:
    system = Linear(np.array([[[0.0, rate], [0.0, 0.0]]]), bound)
    found = integrate(system, np.array([[start], [1.0]]), np.array([1e6]), 1e-9)
    assert found.finished[0]
    # A step that is nearly as long as what is left is not taken again: 1 part in 100 at most.
    assert found.time[0] == pytest.approx((bound - start) / rate, rel=0.011)
    assert found.values[0, 0] >= bound


@given(st.floats(0.01, 1e4), st.floats(1e-3, 0.999), st.floats(0.2, 5), st.floats(1e-3, 0.999))
def test_arrival_of_the_logistic_equation(gain: float, x: float, ratio: float, y: float) -> None:
    """x' = g x (1 - x): the log-odds grow by g a unit of time, so the arrival is known in closed form."""
    second = gain * ratio
    game = NormalFormGame.from_bimatrix([[gain, gain], [0, 0]], [[second, 0], [second, 0]])
    found = flow(game, [x, y])
    exact = max((LIMIT - np.log(s / (1 - s))) / g for s, g in ((x, gain), (y, second)))
    assert OUTCOMES[int(found.outcome)] == "vertex"
    assert float(found.time) == pytest.approx(exact, rel=1e-3)
    assert (found.ends >= 1 - NEAR).all()


def test_what_is_finished_or_has_no_time_stays_where_it_is() -> None:
    system = Linear(np.array([[[1.0]]] * 3), 1.5)
    found = integrate(system, np.array([[2.0, 1.0, 1.0]]), np.array([5.0, 0.0, 5.0]), 1e-8)
    assert found.values[0, :2].tolist() == [2, 1]
    assert found.time[:2].tolist() == [0, 0]
    assert found.finished.tolist() == [True, False, True]


def test_the_number_of_steps_is_limited() -> None:
    turn = Linear(np.array([[[0.0, 1.0], [-1.0, 0.0]]] * 2))
    found = integrate(turn, np.eye(2), np.array([1e9, 1.0]), 1e-8, 100)
    assert 0 < found.time[0] < 1e9
    assert found.time[1] == 1
    assert not found.finished.any()


def test_a_system_at_rest_is_followed_to_the_end() -> None:
    still = Linear(np.zeros((2, 1, 1)))
    found = integrate(still, np.array([[3.0, 0.0]]), np.array([7.0, 8.0]), 1e-8)
    assert found.values.tolist() == [[3, 0]]
    assert found.time.tolist() == [7, 8]
