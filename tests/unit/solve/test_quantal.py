"""Quantal responses: known values, turning points against a tracing of its own, large lambda, batches, errors."""

from fractions import Fraction

import numpy as np
import pytest

from tvet_games.errors import InputError, ShapeError
from tvet_games.games.best_response import regret
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TOLERANCE
from tvet_games.solve import quantal_two_by_two
from tvet_games.solve.quantal import LARGEST, quantal_response
from tvet_games.solve.quantal_branch import follow_branch
from tvet_games.solve.quantal_two_by_two import branch_log_odds, shares

PENNIES = [[[9, 0], [0, 1]], [[0, 1], [1, 0]]]
TURNING_COORDINATION = [[[100, 0], [85, 1]], [[100, 61], [0, 78]]]
"""Two strict equilibria; the branch turns back at lambda 10.197 and again at 9.896."""
TURNING_DOMINANCE = [[[100, 0], [1, 7]], [[99, 100], [0, 70]]]
"""The branch stays near the first profile, which is no equilibrium, up to lambda 213.2, and turns back to 6.861."""
TURNING_THREE_ACTIONS = [[[5, 0, 5], [6, 5, 1], [4, 4, 1]], [[4, 2, 7], [2, 2, 2], [3, 9, 3]]]
TURNING_THREE_PLAYERS = [
    [[[4, 7], [4, 6]], [[0, 6], [7, 5]]],
    [[[1, 8], [1, 1]], [[1, 7], [7, 2]]],
    [[[3, 0], [3, 2]], [[0, 6], [9, 4]]],
]

GAMBIT = [
    (PENNIES, {1: [0.59652048, 0.45188907], 5: [0.63758281, 0.20167987], 20: [0.55240476, 0.10946763]}),
    ([[[4, 0], [3, 2]], [[4, 3], [0, 2]]], {1: [0.46163148, 0.46163148], 5: [0.11050296, 0.11050296]}),
    (
        TURNING_COORDINATION,
        {
            5: [0.55597223, 0.34353904],
            10: [0.58831653, 0.28563145],
            10.1: [0.59075067, 0.28964695],
            10.3: [0.75304919, 0.73904209],
            20: [0.95239357, 0.9987533],
        },
    ),
    (
        TURNING_DOMINANCE,
        {
            5: [0.7886747, 0.31451986],
            200: [0.99998673, 0.11901084],
            210: [0.99990856, 0.10781574],
            215: [2.9e-07, 0.0],
        },
    ),
    (
        TURNING_THREE_ACTIONS,
        {
            5: [0.13138296, 0.2000823],
            20: [0.00709506, 0.26014736],
            21: [0.00919842, 0.26655038],
            22: [0.99999915, 8.039e-05],
        },
    ),
    (
        TURNING_THREE_PLAYERS,
        {
            5: [0.76730811, 0.71647885, 0.66030549],
            9: [0.81167548, 0.59530067, 0.81554832],
            9.5: [0.01732326, 0.00036311, 0.99451646],
        },
    ),
    ([[[4, 0, 1], [2, 3, 0], [0, 1, 5]], [[1, 3, 0], [4, 0, 2], [0, 2, 3]]], {5: [0.04366869, 0.0275995]}),
]
"""Probabilities of the first actions on the principal branch, computed with Gambit 16.7 (lambda per payoff span)."""


def game_of(tables) -> NormalFormGame:
    return NormalFormGame(np.array(tables))


def random_games(shape: tuple[int, ...], count: int, seed: int) -> NormalFormGame:
    """Integer payoffs, so that ties are common."""
    payoffs = np.random.default_rng(seed).integers(-3, 4, size=(count, len(shape), *shape)).astype(float)
    return NormalFormGame(payoffs, players=[f"player {i}" for i in range(len(shape))])


@pytest.mark.parametrize(("tables", "values"), GAMBIT)
def test_known_values_before_and_after_turning_points(tables, values) -> None:
    found = quantal_response(game_of(tables), list(values))
    assert found.unconverged == 0
    np.testing.assert_allclose(found.cooperation, list(values.values()), atol=6e-9)


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 2, 2)])
def test_what_is_returned_is_a_fixed_point(shape) -> None:
    games = random_games(shape, 60, 1)
    found = quantal_response(games, np.geomspace(0.1, 1e4, 30))
    assert found.unconverged == 0
    assert found.residual.max() <= TOLERANCE
    wide = NormalFormGame(games.payoffs[:, None], players=games.players)
    np.testing.assert_allclose(found.regret, regret(wide, found.strategies), atol=1e-12)
    for own in found.strategies:
        np.testing.assert_allclose(own.sum(axis=-1), 1, atol=1e-14)


def traced(incentives, top: float, step: float) -> np.ndarray:
    """Points (log-odds of both, lambda) along the branch of a 2x2 game, by many short steps of equal length."""
    a1, a2, b1, b2 = incentives

    def equations(point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        x, y = 1 / (1 + np.exp(-point[:2]))
        g, h, factor = a1 * y + a2 * (1 - y), b1 * x + b2 * (1 - x), point[2]
        slopes = [
            [1, -factor * (a1 - a2) * y * (1 - y), -g],
            [-factor * (b1 - b2) * x * (1 - x), 1, -h],
        ]
        return np.array([point[0] - factor * g, point[1] - factor * h]), np.array(slopes)

    point, along, points = np.zeros(3), np.array([0.0, 0.0, 1.0]), [np.zeros(3)]
    while point[2] < top:
        slopes = equations(point)[1]
        tangent = np.cross(*slopes)
        tangent *= np.sign(tangent @ along) / np.linalg.norm(tangent)
        point, along = point + step * tangent, tangent
        for _ in range(2):
            value, slopes = equations(point)
            point = point - slopes.T @ np.linalg.solve(slopes @ slopes.T, value)
        points.append(point)
    return np.array(points)


TRACED = [
    ((0.15, -0.01, 0.39, -0.78), 14.0, (10.197, 9.896)),
    ((0.30, -0.01, 0.34, -0.95), 10.0, (7.216, 7.080)),
    ((0.96, -0.15, -0.02, -0.44), 70.0, (58.280, 8.016)),
    ((0.60, -0.25, 0.02, -0.50), 40.0, None),
    ((0.60, 0.03, 0.40, -0.50), 20.0, None),
]
"""Incentives, the largest lambda, and at which lambdas the branch turns back and forth."""


@pytest.mark.parametrize(("incentives", "top", "turns"), TRACED)
def test_the_first_point_along_the_branch_counts(incentives, top, turns) -> None:
    points = traced(incentives, top, 0.02)
    falling = np.flatnonzero(np.diff(points[:, 2]) < 0)
    wanted = np.linspace(0.5, 0.95 * top, 40)
    if turns is None:
        assert not len(falling)
    else:
        assert points[[falling[0], falling[-1] + 1], 2] == pytest.approx(turns, abs=1e-3)
        # At the turn itself the tracing is too coarse to tell.
        wanted = wanted[np.abs(wanted - turns[0]) > 0.02]
    after = np.searchsorted(np.maximum.accumulate(points[:, 2]), wanted)
    part = (wanted - points[after - 1, 2]) / (points[after, 2] - points[after - 1, 2])
    between = points[after - 1, :2] + part[:, None] * (points[after, :2] - points[after - 1, :2])
    found = branch_log_odds(np.array(incentives)[:, None], wanted)
    assert not found.unclear.any()
    np.testing.assert_allclose(np.stack([found.first[0], found.second[0]], axis=-1), between, atol=2e-3)


def hard_incentives(count: int, seed: int) -> np.ndarray:
    """Coordination games of opposed players, and games that almost are, with small incentives among them."""
    rng = np.random.default_rng(seed)
    strong = rng.uniform(0.05, 1, size=(2, count))
    weak = rng.choice([-1, 1], size=(2, count)) * 10 ** rng.uniform(-4, 0, size=(2, count)) * strong
    return np.array([strong[0], weak[0], weak[1], -strong[1]])


def test_closed_form_and_path_agree() -> None:
    incentives = hard_incentives(400, 3)
    row, column = np.zeros((2, 400, 2, 2))
    row[:, 0], column[:, :, 0] = incentives[:2].T, incentives[2:].T
    wanted = np.geomspace(0.1, 1e4, 40)
    found = branch_log_odds(incentives, wanted)
    x, y = follow_branch([row, column], wanted)
    clear = ~found.unclear
    assert clear.mean() > 0.8
    assert not np.isnan(x).any()
    np.testing.assert_allclose(shares(found.first)[0][clear], x[clear][..., 0], atol=1e-9)
    np.testing.assert_allclose(shares(found.second)[0][clear], y[clear][..., 0], atol=1e-9)


def test_where_branches_cross_it_goes_straight_on() -> None:
    """A symmetric battle of the sexes goes to its mixed equilibrium, pure coordination stays in the middle."""
    battle = quantal_response(game_of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]]), [1, 10, 1000])
    np.testing.assert_allclose(battle.cooperation.sum(axis=-1), 1, atol=1e-9)
    np.testing.assert_allclose(battle.cooperation[-1], [2 / 3, 1 / 3], atol=2e-3)
    twins = quantal_response(game_of([[[1, 0], [0, 1]], [[1, 0], [0, 1]]]), [1, 10, 1000])
    assert (twins.cooperation == 0.5).all()
    moved = np.array([[[2, 0], [0, 1]], [[1, 0], [0, 2]]]) * 0.1 + 0.7
    again = quantal_response(NormalFormGame(moved), [1, 10, 1000])
    np.testing.assert_allclose(again.cooperation, battle.cooperation, atol=1e-8)


@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (2, 2, 2)])
def test_large_lambda_ends_at_equilibria(shape) -> None:
    found = quantal_response(random_games(shape, 40, 5), [1e3, 1e6])
    assert found.unconverged == 0
    assert found.regret[:, 1].max() <= 2e-6


def test_lambda_beyond_what_rounding_allows_is_left_out() -> None:
    found = quantal_response(game_of([[[9, 0], [0, 2]], [[0, 7], [5, 0]]]), [10, LARGEST])
    assert found.converged.tolist()[0]
    for k in np.flatnonzero(~found.converged):
        assert np.isnan(found.target[k])
        assert np.isnan(found.regret[k])
    pure = quantal_response(game_of([[[3, 3], [0, 0]], [[3, 0], [3, 0]]]), [LARGEST])
    assert pure.target.tolist() == [1]


def test_what_is_not_found_is_nan_and_counted(monkeypatch) -> None:
    monkeypatch.setattr(quantal_two_by_two, "MOST_STEPS", 1)
    found = quantal_response(game_of(PENNIES), [0, 5, 50])
    assert found.unconverged > 0
    assert np.isnan(found.strategies[0][~found.converged]).all()
    assert np.isnan(found.regret[~found.converged]).all()
    assert found.converged[0]


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 2, 2), (9, 2), (3,)])
def test_the_company_of_other_games_changes_no_bit(shape) -> None:
    games, wanted = random_games(shape, 23, 7), np.geomspace(0.1, 1e3, 17)
    together = quantal_response(games, wanted)
    for k in (0, 11, 22):
        alone = quantal_response(games[k], wanted)
        for many, one in zip(together.strategies, alone.strategies, strict=True):
            np.testing.assert_array_equal(many[k], one)
        np.testing.assert_array_equal(together.residual[k], alone.residual)


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_chunks_change_no_bit(monkeypatch, size) -> None:
    games, wanted = random_games((2, 2), 60, 8), np.geomspace(0.1, 1e3, 17)
    usual = quantal_response(games, wanted)
    monkeypatch.setattr(quantal_two_by_two, "AT_ONCE", size)
    monkeypatch.setattr("tvet_games.solve.quantal.AT_ONCE", size)
    other = quantal_response(games, wanted)
    np.testing.assert_array_equal(usual.cooperation, other.cooperation)
    np.testing.assert_array_equal(usual.regret, other.regret)


def test_other_lambdas_change_no_bit_in_2x2_games() -> None:
    games = random_games((2, 2), 60, 9)
    many, few = quantal_response(games, [0.5, 1, 2, 5, 10, 100]), quantal_response(games, [2, 100])
    clear = ~np.isnan(few.target).any(axis=1)
    same = (many.cooperation[:, [2, 5]] == few.cooperation).all(axis=(1, 2)) & clear
    assert same.mean() > 0.9
    np.testing.assert_allclose(many.cooperation[:, [2, 5]], few.cooperation, atol=1e-9)


def test_batches_of_any_shape() -> None:
    games = random_games((2, 2), 6, 2)
    shaped = NormalFormGame(games.payoffs.reshape(2, 3, 2, 2, 2), players=games.players)
    found, flat = quantal_response(shaped, [0, 1]), quantal_response(games, [0, 1])
    assert found.strategies[0].shape == (2, 3, 2, 2)
    assert found.cooperation.shape == (2, 3, 2, 2)
    assert found.target.shape == found.converged.shape == found.regret.shape == (2, 3, 2)
    np.testing.assert_array_equal(found.target.reshape(6, 2), flat.target)
    none = quantal_response(games[:0], [0, 1])
    assert none.target.shape == (0, 2)
    assert none.unconverged == 0


def test_exact_games_and_payoffs_that_do_not_matter() -> None:
    third = Fraction(1, 3)
    exact = quantal_response(game_of([[[third, 0], [0, 1]], [[1, 0], [0, third]]]), [3])
    floats = quantal_response(game_of([[[1 / 3, 0], [0, 1]], [[1, 0], [0, 1 / 3]]]), [3])
    np.testing.assert_allclose(exact.cooperation, floats.cooperation, atol=1e-12)
    flat = quantal_response(game_of([[[5, 5], [5, 5]], [[1, 1], [1, 1]]]), [0, 7, 1000])
    assert (flat.cooperation == 0.5).all()
    assert (flat.regret == 0).all()
    lonely = quantal_response(NormalFormGame([[3, 1, 1]]), [2])
    np.testing.assert_allclose(lonely.strategies[0], [[np.exp(2) / (np.exp(2) + 2), *[1 / (np.exp(2) + 2)] * 2]])


def test_table() -> None:
    game = NormalFormGame.from_bimatrix(*PENNIES)
    found = quantal_response(game, [0, 5])
    frame = found.to_frame()
    assert list(frame.columns) == [
        "row: row 1",
        "row: row 2",
        "column: column 1",
        "column: column 2",
        "target",
        "regret",
    ]
    assert frame.index.tolist() == [0, 5]
    assert frame.target.tolist() == found.target.tolist()
    with pytest.raises(ShapeError, match="one game"):
        quantal_response(random_games((2, 2), 2, 0), [1]).to_frame()


@pytest.mark.parametrize(
    "given", [[], 3, "1", ["a"], None, [1, 1], [2, 1], [-1, 2], [np.nan], [np.inf], [1j], [[1, 2]], [2 * LARGEST], {}]
)
def test_bad_lambdas(given) -> None:
    with pytest.raises(InputError, match="rationality"):
        quantal_response(game_of(PENNIES), given)


def test_what_is_no_game() -> None:
    with pytest.raises(InputError, match="expected a game"):
        quantal_response(PENNIES, [1])  # type: ignore[arg-type]
