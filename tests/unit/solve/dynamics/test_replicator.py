"""The replicator field and its Jacobian, by hand."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_games.errors import ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.replicator import pair_payoffs, replicator_field, replicator_jacobian
from tvet_games.solve.dynamics.state import dimension, state_of

HUNT = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])


@given(st.integers(0, 10**6), st.fractions(0, 1), st.fractions(0, 1))
def test_two_by_two_as_textbooks_write_it(seed: int, x: Fraction, y: Fraction) -> None:
    """x' = x (1 - x) (gain of the first action), and the like for y."""
    payoffs = np.random.default_rng(seed).integers(-9, 10, size=(2, 2, 2)).astype(object)
    game = NormalFormGame(payoffs)
    a, b = payoffs
    gain_x = y * (a[0, 0] - a[1, 0]) + (1 - y) * (a[0, 1] - a[1, 1])
    gain_y = x * (b[0, 0] - b[0, 1]) + (1 - x) * (b[1, 0] - b[1, 1])
    slope_x = a[0, 0] - a[1, 0] - a[0, 1] + a[1, 1]
    slope_y = b[0, 0] - b[0, 1] - b[1, 0] + b[1, 1]
    assert replicator_field(game, [x, y]).tolist() == [x * (1 - x) * gain_x, y * (1 - y) * gain_y]
    assert replicator_jacobian(game, [x, y]).tolist() == [
        [(1 - 2 * x) * gain_x, x * (1 - x) * slope_x],
        [y * (1 - y) * slope_y, (1 - 2 * y) * gain_y],
    ]


def test_exact_in_exact_out() -> None:
    state = [Fraction(1, 3), Fraction(1, 4)]
    for found in (replicator_field(HUNT, state), replicator_jacobian(HUNT, state)):
        assert found.dtype == object
        assert all(isinstance(number, Fraction) for number in found.ravel())
    assert replicator_field(HUNT, [1 / 3, 0.25]).dtype == np.float64


def test_rock_paper_scissors_rests_in_the_middle() -> None:
    payoffs = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    game = NormalFormGame.from_bimatrix(payoffs, payoffs.T)
    third = [Fraction(1, 3)] * 4
    assert not replicator_field(game, third).any()
    # Hofbauer and Sigmund (1998), section 11.2: a zero-sum game has purely imaginary eigenvalues inside.
    eigenvalues = np.linalg.eigvals(replicator_jacobian(game, third).astype(float))
    assert np.abs(eigenvalues.real).max() < 1e-12
    assert np.sort(np.abs(eigenvalues.imag)) == pytest.approx([1 / np.sqrt(3)] * 4)


@given(st.integers(0, 10**6))
def test_payoffs_against_one_other_population(seed: int) -> None:
    rng = np.random.default_rng(seed)
    payoffs = rng.normal(size=(3, 2, 4))
    x, y, z = (rng.dirichlet(np.ones(size)) for size in payoffs.shape)
    assert np.allclose(pair_payoffs(payoffs, 0, 1, (x, y, z)), np.einsum("abc,c->ab", payoffs, z))
    assert np.allclose(pair_payoffs(payoffs, 2, 0, (x, y, z)), np.einsum("abc,b->ca", payoffs, y))


def test_batches_of_games_and_of_states_are_broadcast() -> None:
    rng = np.random.default_rng(3)
    batch = NormalFormGame(rng.normal(size=(4, 1, 2, 2, 3)), players=["row", "column"])
    states = state_of([rng.dirichlet(np.ones(size), size=5) for size in (2, 3)])
    field, jacobian = replicator_field(batch, states), replicator_jacobian(batch, states)
    assert field.shape == (4, 5, 3)
    assert jacobian.shape == (4, 5, 3, 3)
    for k in range(4):
        one = NormalFormGame(batch.payoffs[k, 0])
        assert np.allclose(field[k], replicator_field(one, states))
        assert np.allclose(jacobian[k], replicator_jacobian(one, states))


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_batch_of_games_at_one_state(count: int) -> None:
    batch = NormalFormGame(np.random.default_rng(1).normal(size=(count, 2, 2, 2)), players=["a", "b"])
    state = [0.3, 0.6]
    assert np.allclose(replicator_field(batch, state), [replicator_field(batch[k], state) for k in range(count)])
    jacobian = replicator_jacobian(batch, state)
    assert jacobian.shape == (count, 2, 2)
    assert np.allclose(jacobian, [replicator_jacobian(batch[k], state) for k in range(count)])


def test_a_population_with_one_action_does_not_move() -> None:
    game = NormalFormGame(np.array([[[1.0], [3.0]], [[5.0], [5.0]]]))
    assert dimension(game.shape) == 1
    assert replicator_field(game, [0.25]).tolist() == [0.25 * 0.75 * -2]
    assert replicator_jacobian(game, [0.25]).tolist() == [[-1.0]]


@pytest.mark.parametrize("call", [replicator_field, replicator_jacobian])
def test_states_that_do_not_fit(call) -> None:
    with pytest.raises(ShapeError, match="2 shares"):
        call(HUNT, [0.5, 0.5, 0.5])
    with pytest.raises(ShapeError, match="between 0 and 1"):
        call(HUNT, [0.5, 1.5])
