"""Payoffs that react: the game at a state, its Jacobian, costs, and where it can rest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_games.errors import ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.feedback import FeedbackGame, own_eigenvalues, reacting_stability, vertex_games
from tvet_games.solve.dynamics.reacting_rest import reacting_rest_points
from tvet_games.solve.dynamics.rest_points import rest_points
from tvet_games.solve.dynamics.stability import vertex_eigenvalues, vertex_stability

HUNT = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])


def random_game(seed: int, shape: tuple[int, ...] = (2, 3)) -> FeedbackGame:
    """Two levels, quadratic in the state."""
    rng = np.random.default_rng(seed)
    size = sum(a - 1 for a in shape)
    a, b = rng.normal(size=(2, 2, size))
    return FeedbackGame(
        NormalFormGame(rng.normal(size=(len(shape), *shape))),
        rng.normal(size=(2, len(shape), *shape)),
        rng.uniform(size=(2, *shape)),
        lambda x: 1 + x @ a.T + (x**2) @ b.T,
        lambda x: a + 2 * x[..., None, :] * b,
        ("first", "second"),
    )


def constant(game: NormalFormGame, level: float) -> FeedbackGame:
    effect = np.zeros((1, *game.payoffs.shape))
    effect[0, 0, 0] = 1
    size = sum(a - 1 for a in game.shape)
    return FeedbackGame(
        game,
        effect,
        effect[:, 0],
        lambda x: np.full((*x.shape[:-1], 1), level),
        lambda x: np.zeros((*x.shape[:-1], 1, size)),
        ("grant",),
    )


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from([(2, 2), (2, 3), (2, 2, 2)]))
def test_the_jacobian_is_the_derivative_of_the_field(seed: int, shape: tuple[int, ...]) -> None:
    game, rng = random_game(seed, shape), np.random.default_rng(seed + 1)
    state = np.concatenate([rng.dirichlet(np.full(size, 3.0))[:-1] for size in shape])
    step = 1e-6 * np.eye(len(state))
    columns = [(game.field(state + s) - game.field(state - s)) / 2e-6 for s in step]
    assert game.jacobian(state) == pytest.approx(np.stack(columns, axis=-1), abs=1e-6)


@given(st.integers(0, 10**6))
def test_costs_by_hand(seed: int) -> None:
    game, rng = random_game(seed), np.random.default_rng(seed)
    x, y = rng.dirichlet(np.ones(2)), rng.dirichlet(np.ones(3))
    state = np.concatenate([x[:-1], y[:-1]])
    units = np.einsum("kab,a,b->k", game.costs, x, y)
    assert game.unit_costs(state) == pytest.approx(units)
    assert float(game.cost(state)) == pytest.approx(float(game.levels(state) @ units))
    extra = np.tensordot(game.levels(state), game.effects, axes=1)
    assert game.at(state).payoffs == pytest.approx(game.baseline.payoffs + extra)


def test_many_states_at_once() -> None:
    game, rng = random_game(1), np.random.default_rng(1)
    states = np.stack([np.concatenate([rng.dirichlet(np.ones(a))[:-1] for a in (2, 3)]) for _ in range(5)])
    assert game.at(states).payoffs.shape == (5, 2, 2, 3)
    for name in ("field", "jacobian", "unit_costs", "cost"):
        together = getattr(game, name)(states)
        assert together == pytest.approx(np.stack([getattr(game, name)(s) for s in states]))


def test_stability_is_that_of_the_game_at_each_vertex() -> None:
    game = random_game(3)
    table, batch = reacting_stability(game), vertex_games(game)
    for vertex in table:
        there = game.at(vertex.state.astype(float))
        assert batch.payoffs[vertex.profile] == pytest.approx(there.payoffs)
        assert vertex.eigenvalues == pytest.approx(vertex_eigenvalues(there)[vertex.profile])
        assert own_eigenvalues(game)[vertex.profile] == pytest.approx(vertex.eigenvalues)
        jacobian = game.jacobian(vertex.state.astype(float))
        assert sorted(np.linalg.eigvals(jacobian).real) == pytest.approx(sorted(vertex.eigenvalues), abs=1e-9)


@pytest.mark.parametrize("level", [0.0, 0.5, 3.0])
def test_levels_that_stay_have_the_rest_points_of_the_game(level: float) -> None:
    game = constant(HUNT, level)
    plain = NormalFormGame(HUNT.payoffs.astype(float) + level * game.effects[0])
    mine, exact = reacting_rest_points(game), rest_points(plain)
    assert not mine.complete
    assert len(mine) == len(exact)
    for point in exact:
        found = min(mine, key=lambda p: np.abs(p.state - point.state.astype(float)).max())
        assert found.state == pytest.approx(point.state.astype(float), abs=1e-6)
        assert found.kind == point.kind
        assert found.is_equilibrium == point.is_equilibrium
    assert [v.kind for v in reacting_stability(game)] == [v.kind for v in vertex_stability(plain)]


def test_without_rest_points_inside_nothing_goes_wrong() -> None:
    """A dominant action: Newton's method runs to the border, where shares round to 0 or 1."""
    dilemma = NormalFormGame.from_bimatrix([[3, 0], [4, 1]], [[3, 4], [0, 1]])
    found = reacting_rest_points(constant(dilemma, 0.25))
    assert [p.mixing for p in found] == [()] * 4
    assert [p.stable for p in found] == [False, False, False, True]


def test_two_actions_each() -> None:
    with pytest.raises(ShapeError, match="two actions each"):
        reacting_rest_points(random_game(0))


def test_shapes() -> None:
    game = constant(HUNT, 1.0)
    batch = NormalFormGame(np.stack([HUNT.payoffs] * 2), players=HUNT.players)
    with pytest.raises(ShapeError, match="not a batch"):
        FeedbackGame(batch, game.effects, game.costs, game.levels, game.slopes, ("grant",))
    for effects, costs in ((game.effects[0], game.costs), (game.effects, game.costs[0])):
        with pytest.raises(ShapeError, match="1 levels of this game"):
            FeedbackGame(HUNT, effects, costs, game.levels, game.slopes, ("grant",))
    with pytest.raises(ShapeError, match="2 levels of this game"):
        FeedbackGame(HUNT, game.effects, game.costs, game.levels, game.slopes, ("grant", "other"))
    with pytest.raises(ShapeError, match="2 shares"):
        game.field([0.5])
    assert not game.baseline.is_exact
    assert game.players == HUNT.players
    assert game.actions == HUNT.actions
    assert game.shape == (2, 2)
