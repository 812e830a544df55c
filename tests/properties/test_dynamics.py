"""Theorems of the dynamics: fields, stability, flows that do not depend on company, and what paths keep."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.basin import basin, basin_estimate
from tvet_games.solve.dynamics.destinations import destinations
from tvet_games.solve.dynamics.feedback import FeedbackGame, reacting_stability
from tvet_games.solve.dynamics.flow import OUTCOMES, flow
from tvet_games.solve.dynamics.motion import constant_of_motion
from tvet_games.solve.dynamics.reacting_rest import reacting_rest_points
from tvet_games.solve.dynamics.replicator import replicator_field, replicator_jacobian
from tvet_games.solve.dynamics.rest_points import rest_points
from tvet_games.solve.dynamics.rules import BestResponse, Logit
from tvet_games.solve.dynamics.separatrix import separatrix
from tvet_games.solve.dynamics.spending import constant_spending, spending
from tvet_games.solve.dynamics.stability import stable_vertices, vertex_eigenvalues, vertex_stability
from tvet_games.solve.dynamics.state import dimension, state_of, strategies_of
from tvet_games.solve.dynamics.trajectory import trajectory
from tvet_games.testing import normal_form_games

SHAPES = st.sampled_from([(2, 2), (2, 3), (3, 3), (2, 2, 2), (3, 2, 2), (2, 2, 2, 2)])


@st.composite
def games_and_states(draw):
    shape, seed = draw(SHAPES), draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    game = NormalFormGame(rng.integers(-4, 5, size=(len(shape), *shape)).astype(float))
    state = state_of([rng.dirichlet(np.ones(size), size=4) for size in shape])
    return game, state


@given(games_and_states())
def test_jacobian_is_the_derivative_of_the_field(drawn):
    game, state = drawn
    step = 1e-6
    moves = step * np.eye(state.shape[-1])
    columns = [(replicator_field(game, state + m) - replicator_field(game, state - m)) / (2 * step) for m in moves]
    assert np.allclose(replicator_jacobian(game, state), np.stack(columns, axis=-1), atol=1e-6)


@given(games_and_states(), st.integers(1, 9), st.integers(-9, 9))
def test_field_scales_with_payoffs_and_ignores_what_a_player_cannot_change(drawn, factor, offset):
    game, state = drawn
    moved = NormalFormGame(game.payoffs * factor + offset)
    assert np.allclose(replicator_field(moved, state), factor * replicator_field(game, state), atol=1e-9)


@given(games_and_states())
def test_faces_are_kept(drawn):
    """A share of 0 stays 0, and shares of a population add to 1."""
    game, state = drawn
    strategies = strategies_of(game.shape, state)
    gone = [np.where(np.arange(s.shape[-1]) == 0, 0.0, s) for s in strategies]
    gone = [g / g.sum(axis=-1, keepdims=True) for g in gone]
    field = replicator_field(game, state_of(gone))
    firsts = np.cumsum([0, *(size - 1 for size in game.shape)])[:-1]
    assert (field[..., firsts] == 0).all()


@given(games_and_states())
def test_exact_and_float_games_agree(drawn):
    game, _ = drawn
    exact = NormalFormGame(game.payoffs.astype(int))
    assert (vertex_eigenvalues(exact).astype(float) == vertex_eigenvalues(game)).all()
    assert (stable_vertices(exact) == stable_vertices(game)).all()


@given(normal_form_games(players=3, largest=3))
def test_vertex_eigenvalues_are_those_of_the_jacobian(game):
    for vertex in vertex_stability(game):
        jacobian = replicator_jacobian(game, vertex.state).astype(float).reshape(2 * [dimension(game.shape)])
        found = sorted(np.linalg.eigvals(jacobian).real) if jacobian.size else []
        assert np.allclose(found, sorted(vertex.eigenvalues.astype(float)), atol=1e-7)


@settings(max_examples=10)
@given(st.integers(0, 10**6))
def test_strict_equilibria_are_the_stable_vertices_that_trajectories_come_back_to(seed):
    """Ritzberger and Weibull (1995): from near a strict equilibrium back to it, from near another vertex away."""
    game = NormalFormGame(np.random.default_rng(seed).normal(size=(3, 2, 2, 2)))
    table = vertex_stability(game)
    near = np.array([np.clip(v.state, 1e-3, 1 - 1e-3) for v in table])
    ends = flow(game, near).vertex
    for k, vertex in enumerate(table):
        assert (ends[k] == k) == vertex.stable
    assert not any(point.stable for point in rest_points(game).mixed)


@settings(max_examples=20)
@given(games_and_states())
def test_a_trajectory_does_not_depend_on_its_company(drawn):
    game, state = drawn
    together, alone = flow(game, state, duration=10), [flow(game, s, duration=10) for s in state]
    assert (together.ends == np.stack([a.ends for a in alone])).all()
    assert together.vertex.tolist() == [int(a.vertex) for a in alone]
    batch = NormalFormGame(np.stack([game.payoffs] * len(state)), players=game.players)
    assert (flow(batch, state, duration=10).ends == together.ends).all()


@settings(max_examples=10)
@given(st.integers(0, 10**6))
def test_flow_and_trajectory_end_at_the_same_vertex(seed):
    rng = np.random.default_rng(seed)
    game = NormalFormGame(rng.normal(size=(3, 2, 2, 2)))
    start = rng.uniform(0.05, 0.95, size=3)
    path = trajectory(game, start)
    if path.outcome == "vertex":
        state = vertex_stability(game)[int(np.ravel_multi_index(path.vertex, game.shape))].state
        assert np.abs(path.states[-1] - state).max() < 1e-3


cyclic_numbers = st.lists(st.floats(0.2, 5), min_size=4, max_size=4)


def cyclic_game(numbers: list[float]) -> NormalFormGame:
    a, b, c, d = numbers
    return NormalFormGame.from_bimatrix([[a, 0], [0, b]], [[0, c], [d, 0]])


@settings(max_examples=5)
@given(cyclic_numbers, st.floats(0.2, 0.8), st.floats(0.2, 0.8))
def test_cyclic_games_keep_their_constant_of_motion(numbers, x, y):
    game = cyclic_game(numbers)
    path = trajectory(game, [x, y], duration=30.0)
    kept = constant_of_motion(game, path.states)
    assert np.ptp(kept) < 1e-6 * (1 + np.abs(kept).max())
    assert path.outcome == "moving"
    assert float(basin(game)) == 0


@pytest.mark.slow
def test_constant_of_motion_over_a_thousand_units_of_time():
    game = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    for start in ([0.4, 0.3], [0.95, 0.5]):
        kept = constant_of_motion(game, trajectory(game, start, duration=1000.0).states)
        assert np.ptp(kept) < 1e-6


def coordination(rng: np.random.Generator, count: int, spread: float) -> NormalFormGame:
    g1, l1, g2, l2 = 10 ** rng.uniform(-spread / 2, spread / 2, size=(4, count))
    zero = np.zeros(count)
    row = np.stack([np.stack([g1, -l1], -1), np.stack([zero, zero], -1)], -2)
    column = np.stack([np.stack([g2, zero], -1), np.stack([-l2, zero], -1)], -2)
    return NormalFormGame.from_bimatrix(row, column)


@pytest.mark.slow
def test_basin_agrees_with_integrated_trajectories():
    """200 coordination games with payoff ratios to 1,000; the border is found by bisection between trajectories."""
    game = coordination(np.random.default_rng(7), 200, 3.0)
    t = 2 * np.sinh(np.linspace(-3.2, 3.2, 96))[:, None]
    low, high = np.full((96, 200), -40.0), np.full((96, 200), 40.0)
    for _ in range(18):
        middle = (low + high) / 2
        # On the line where the logits of x and y differ by t, how far up the diagonal the border lies.
        logits = np.stack(np.broadcast_arrays(middle + t / 2, middle - t / 2), axis=-1)
        above = flow(game, 1 / (1 + np.exp(-logits))).vertex == 0
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    x, y = (1 / (1 + np.exp(-(low + sign * t / 2))) for sign in (1, -1))
    ends = np.zeros((1, 200))
    x, y = np.concatenate([ends, x, ends + 1]), np.concatenate([ends + 1, y, ends])
    found = basin_estimate(game)
    assert np.abs(1 - np.trapezoid(y, x, axis=0) - found.share).max() < 1e-3
    assert found.error.max() < 1e-5


@given(st.floats(0.01, 100), st.floats(0.01, 100), st.floats(0.01, 100), st.floats(0.01, 100), st.floats(0.001, 10))
def test_basin_grows_with_a_subsidy_to_cooperators(g1, l1, g2, l2, subsidy):
    def share(extra: float) -> float:
        row = [[g1 + extra, -l1 + extra], [0, 0]]
        return float(basin(NormalFormGame.from_bimatrix(row, [[g2, 0], [-l2, 0]])))

    assert share(subsidy) >= share(0) - 1e-6


def test_basin_where_cooperation_is_weakly_dominant():
    game = NormalFormGame.from_bimatrix([[1, 0], [0, 0]], [[1, 0], [-1, 0]])
    assert float(basin(game)) == pytest.approx(5 / 6, abs=1e-9)


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_destinations_agree_with_the_exact_basin(seed):
    game = coordination(np.random.default_rng(seed), 1, 2.0)[0]
    found = destinations(game)
    error = max(5 * float(found.standard_errors[0, 0]), 0.01)
    assert abs(float(found.shares[0, 0]) - float(basin(game))) < error
    assert float(found.shares.sum() + found.at_rest + found.moving) == pytest.approx(1)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.booleans())
def test_separatrix_separates(seed, is_anti):
    game = coordination(np.random.default_rng(seed), 1, 2.0)[0]
    if is_anti:
        game = NormalFormGame(game.payoffs[:, :, ::-1], players=game.players)
    line = separatrix(game)
    inner = line.points[((line.points > 0.01) & (line.points < 0.99)).all(axis=1)]
    above, below = (flow(game, inner + np.array([0, shift])).vertex for shift in (1e-3, -1e-3))
    assert len(set(above)) == len(set(below)) == 1
    assert above[0] != below[0]
    assert (np.diff(line.points[:, 0]) >= 0).all()
    assert np.abs(line.points - line.saddle).max(axis=1).min() < 1e-12


@given(st.integers(0, 10**6), st.floats(0.02, 2))
def test_logit_dynamic_rests_where_choices_reproduce_themselves(seed, noise):
    rng = np.random.default_rng(seed)
    game = NormalFormGame(rng.normal(size=(2, 2, 3)))
    found = flow(game, state_of([np.full(2, 1 / 2), np.full(3, 1 / 3)]), dynamic=Logit(noise))
    if OUTCOMES[int(found.outcome)] == "moving":
        return
    x, y = strategies_of(game.shape, found.ends)
    for own, payoffs, span in (
        (x, game.payoffs[0] @ y, np.ptp(game.payoffs[0])),
        (y, x @ game.payoffs[1], np.ptp(game.payoffs[1])),
    ):
        choice = np.exp((payoffs - payoffs.max()) / (noise * span))
        assert np.allclose(own, choice / choice.sum(), atol=1e-5)


@settings(max_examples=8)
@given(cyclic_numbers, st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_best_responses_spiral_into_the_equilibrium_of_a_cyclic_game(numbers, x, y):
    """Hofbauer and Sigmund (1998), section 8.4: the inner equilibrium attracts, unlike in the replicator dynamic."""
    game = cyclic_game(numbers)
    a, b, c, d = numbers
    found = flow(game, [x, y], dynamic=BestResponse())
    assert OUTCOMES[int(found.outcome)] == "rest"
    assert np.allclose(found.ends, [d / (c + d), b / (a + b)], atol=0.05)


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_best_response_paths_solve_their_equation(seed, x, y):
    """Between corners the speed is the best reply less the state."""
    game = NormalFormGame(np.random.default_rng(seed).normal(size=(2, 2, 2)))
    path = trajectory(game, [x, y], dynamic=BestResponse(), duration=3.0)
    change = np.diff(path.states, axis=0) / np.diff(path.times)[:, None]
    x_of, y_of = strategies_of((2, 2), path.states)
    gains = np.stack([-np.diff(y_of @ game.payoffs[0].T)[:, 0], -np.diff(x_of @ game.payoffs[1])[:, 0]], axis=1)
    for k in range(2):
        # Within a step in which the best reply switches there is no one speed.
        steady = (gains[:-1, k] * gains[1:, k] > 0) & (np.abs(gains[:-1, k]) > 0.05)
        replies = (gains[:-1, k] > 0).astype(float)
        assert change[steady, k] == pytest.approx((replies - path.states[:-1, k])[steady], abs=0.02)


def fading_grant(height: float) -> FeedbackGame:
    """A grant to the first population's cooperators that fades as they become more."""
    baseline = NormalFormGame([[[-1, -1], [0, 0]], [[1, 0], [-1, 0]]], players=["firm", "school"])
    grant = np.zeros((1, 2, 2, 2))
    grant[0, 0, 0] = 1
    return FeedbackGame(
        baseline,
        grant,
        grant[:, 0],
        lambda x: height * (1 - x[..., :1]),
        lambda x: np.broadcast_to([[-height, 0.0]], (*x.shape[:-1], 1, 2)),
        ("grant",),
    )


@pytest.mark.slow
@settings(max_examples=20)
@given(st.floats(2.5, 50))
def test_feedback_holds_an_inner_point_that_no_constant_level_can(height):
    game = fading_grant(height)
    share = 1 - 1 / height
    stable = [point for point in reacting_rest_points(game) if point.stable]
    inner = [point for point in stable if point.mixing]
    assert inner
    for point in inner:
        assert point.state[0] == pytest.approx(share, abs=1e-6)
        frozen = replicator_jacobian(game.at(point.state), point.state)
        assert np.linalg.eigvals(frozen).real.max() >= -1e-9
    found = flow(game, [[0.6, 0.9], [0.9, 0.9]])
    assert np.allclose(found.ends[:, 0], share, atol=1e-4)


@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (2, 2, 2)])
def test_feedback_that_does_not_react_is_a_constant_policy(shape):
    rng = np.random.default_rng(5)
    game = NormalFormGame(rng.normal(size=(len(shape), *shape)))
    state = state_of([rng.dirichlet(np.ones(size), size=4) for size in shape])
    effects, costs = rng.normal(size=(2, *game.payoffs.shape)), rng.uniform(size=(2, *game.shape))
    levels = rng.uniform(size=2)
    still = FeedbackGame(
        game,
        effects,
        costs,
        lambda x: np.broadcast_to(levels, (*x.shape[:-1], 2)),
        lambda x: np.zeros((*x.shape[:-1], 2, x.shape[-1])),
        ("a", "b"),
    )
    fixed = NormalFormGame(game.payoffs + np.tensordot(levels, effects, axes=1))
    assert np.allclose(still.field(state), replicator_field(fixed, state))
    assert np.allclose(still.jacobian(state), replicator_jacobian(fixed, state))
    assert [v.kind for v in reacting_stability(still)] == [v.kind for v in vertex_stability(fixed)]
    reacting, constant = spending(still, state[0]), constant_spending(still, levels[None], state[0])
    assert reacting.outcome == constant.outcome[0] == 0
    assert float(reacting.total) == pytest.approx(float(constant.total[0]), rel=2e-3)


def test_money_spent_on_the_way_is_the_integral_of_its_rate():
    game = fading_grant(4.0)
    found = spending(game, [0.2, 0.9])
    path = trajectory(game, [0.2, 0.9], times=np.linspace(0, float(found.time), 20_001))
    assert float(found.total) == pytest.approx(float(np.trapezoid(game.cost(path.states), path.times)), rel=1e-5)
