"""Sustainable payoffs of repeated games: closed forms, expected numbers, degenerate games, bad input."""

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError, ShapeError
from tvet_games.solve.polygon import change, cut, distances, hull, simplified
from tvet_games.solve.repeated_payoffs import individually_rational, sustainable_payoffs


def game(row: object, column: object) -> tg.NormalFormGame:
    return tg.NormalFormGame.from_bimatrix(row, column)


def quantities(count: int) -> tg.NormalFormGame:
    """A duopoly: quantities from 10 to 40 each, price 90 less both, after cost."""
    own, other = np.meshgrid(np.linspace(10, 40, count), np.linspace(10, 40, count), indexing="ij")
    profit = (90 - own - other) * own
    return game(profit, profit.T)


DILEMMA = game([[3, 0], [5, 1]], [[3, 5], [0, 1]])
HUNT = game([[4, 0], [3, 2]], [[4, 3], [0, 2]])
CHICKEN = game([[6, 2], [7, 0]], [[6, 7], [2, 0]])
PENNIES = game([[0, 1], [1, 0]], [[1, 0], [0, 1]])
# Its set has corners at profiles played for ever and corners that a binding threat generates.
ASYMMETRIC = game([[16, 3, 0], [21, 10, -1], [9, 5, -5]], [[9, 13, 3], [1, 4, 0], [0, -4, -15]])

# Corners by quantecon 0.11.4, RepeatedGame.equilibrium_payoffs(tol=1e-12, max_iter=20000).
EXPECTED = [
    (DILEMMA, 0.4, [[4, 1], [1, 4], [1, 1]]),
    (DILEMMA, 0.5, [[3, 3], [1, 13 / 3], [1, 1], [13 / 3, 1]]),
    (HUNT, 0.5, [[4, 4], [2, 3.5], [2, 2], [3.5, 2]]),
    (CHICKEN, 0.3, [[2, 7], [7, 2], [6, 6]]),
    (CHICKEN, 0.7, [[2, 2], [7, 2], [6, 6], [2, 7]]),
    (quantities(4), 0.3, [[1400, 600], [600, 1400], [600, 810], [810, 600]]),
    (quantities(4), 0.9, [[1400, 600], [600, 1400], [600, 600]]),
    (
        ASYMMETRIC,
        0.3,
        [
            [7.337704719, 10.98262528],
            [1.125682396, 2.8],
            [7.337704719, 0],
            [7.863089638, 0],
            [19.79179770, 2.8],
            [15.56308964, 9.1],
        ],
    ),
    (
        ASYMMETRIC,
        0.5,
        [
            [20.375, 2],
            [16, 9],
            [5, 12.384615385],
            [1.864754098, 6.5],
            [0, 2.268955651],
            [0, 2],
            [5, 0],
            [12.0625, 0],
        ],
    ),
]


@pytest.mark.parametrize(("stage", "delta", "corners"), EXPECTED)
def test_expected_corners(stage, delta, corners) -> None:
    found = sustainable_payoffs(stage, delta)
    assert found.converged
    assert len(found.vertices) == len(corners)
    span = np.ptp(found.feasible, axis=0)
    assert change(hull(np.array(corners) / span), found.vertices / span) < 1e-8
    assert found.punishments == pytest.approx(np.array(corners).min(axis=0), abs=1e-6)


def test_the_dilemma_in_closed_form() -> None:
    """Cooperation for ever from (T - R) / (T - P) = 1/2 on, sharply; below 1/4 only the stage equilibrium is left."""
    for delta, sustained in [(0.499999, False), ("1/2", True), (0.75, True), (0.999, True)]:
        found = sustainable_payoffs(DILEMMA, delta)
        assert found.target_sustained is sustained
        assert found.contains([3, 3]) is sustained
        assert found.contains([1, 1])
    for delta in (0, 0.1, 0.24):
        found = sustainable_payoffs(DILEMMA, delta)
        assert found.vertices.tolist() == [[1, 1]]
        assert found.punishments.tolist() == [1, 1]


def test_payoffs_of_the_target_without_the_target() -> None:
    """Turns at (C, D) and (D, C) give both 5/2 before cooperation can be sustained."""
    found = sustainable_payoffs(DILEMMA, 0.45)
    assert found.contains([2.5, 2.5])
    assert not found.target_sustained


def test_at_discount_factor_0_only_stage_equilibria_and_lotteries_over_them() -> None:
    assert sustainable_payoffs(HUNT, 0).vertices.tolist() == [[2, 2], [4, 4]]
    assert sustainable_payoffs(HUNT, 0).contains([3, 3])
    assert sustainable_payoffs(CHICKEN, 0).vertices.tolist() == [[2, 7], [7, 2]]


def test_without_an_equilibrium_in_pure_actions() -> None:
    for delta in (0, 0.5, 0.99):
        found = sustainable_payoffs(PENNIES, delta)
        assert found.is_empty
        assert found.vertices.shape == (0, 2)
        assert np.isnan(found.punishments).all()
        assert not found.target_sustained
        assert not found.contains([0.5, 0.5])
        assert found.individually_rational.shape == (0, 2)
        assert found.to_frame().empty


def test_degenerate_sets() -> None:
    flat = sustainable_payoffs(game([[1, 1], [1, 1]], [[2, 2], [2, 2]]), 0.5)
    assert flat.vertices.tolist() == [[1, 2]]
    assert flat.contains([1, 2])
    assert not flat.contains([1, 2.001])
    one = sustainable_payoffs(game([[7]], [[-3]]), 0.9)
    assert one.vertices.tolist() == [[7, -3]]
    assert one.target_sustained
    line = sustainable_payoffs(game([[0, 1], [2, 3]], [[0, 1], [2, 3]]), 0.9)
    assert line.vertices.shape == (2, 2)
    large = sustainable_payoffs(game([[3e8, 0], [5e8, 1e8]], [[3e-8, 5e-8], [0, 1e-8]]), 0.5)
    assert large.vertices / [1e8, 1e-8] == pytest.approx(sustainable_payoffs(DILEMMA, 0.5).vertices)


def test_the_limit_set() -> None:
    corners = individually_rational(DILEMMA)
    assert corners == pytest.approx(np.array([[1, 1], [13 / 3, 1], [3, 3], [1, 13 / 3]]))
    for delta in (0.5, 0.9, 0.999):
        found = sustainable_payoffs(DILEMMA, delta)
        assert found.individually_rational == pytest.approx(corners)
        assert found.vertices == pytest.approx(corners)
    assert sustainable_payoffs(DILEMMA, 0.2).feasible.tolist() == [[0, 5], [1, 1], [5, 0], [3, 3]]


def test_a_cap_on_iterations_is_reported(monkeypatch) -> None:
    monkeypatch.setattr("tvet_games.solve.repeated_payoffs.MAX_ITERATIONS", 3)
    found = sustainable_payoffs(ASYMMETRIC, 0.3)
    assert (found.converged, found.iterations) == (False, 3)
    assert found.contains([15.56308, 9.1])  # it still holds everything that is sustainable


def test_a_shipped_conflict_under_a_policy() -> None:
    """Critical factor 1/2 at a subsidy of 8,000."""
    stage = tg.load_conflict("school_enterprise").game(
        tg.load_calibration("austria_2016"), tg.Policy(training_subsidy=8000), exact=True
    )
    assert sustainable_payoffs(stage, 0.5).target_sustained
    assert not sustainable_payoffs(stage, 0.49).target_sustained
    assert list(sustainable_payoffs(stage, 0.5).to_frame().columns) == ["school", "enterprise"]


def test_bad_input() -> None:
    for delta in (1, -0.1, 2, float("nan"), "much", None, [0.5]):
        with pytest.raises(InputError, match="delta"):
            sustainable_payoffs(DILEMMA, delta)
    with pytest.raises(InputError, match="expected a NormalFormGame"):
        sustainable_payoffs([[1, 2], [3, 4]], 0.5)
    three = tg.NormalFormGame(np.zeros((3, 2, 2, 2)))
    batch = tg.NormalFormGame(np.zeros((4, 2, 2, 2)), players=["a", "b"])
    for wrong in (three, batch):
        with pytest.raises(ShapeError, match="one game of two players"):
            sustainable_payoffs(wrong, 0.5)
        with pytest.raises(ShapeError, match="one game of two players"):
            individually_rational(wrong)
    found = sustainable_payoffs(DILEMMA, 0.5)
    for point in (None, "ab", [1], [1, float("nan")], [[1, 2]], {}, [1, "x"], [[1], [1, 2]]):
        with pytest.raises(InputError, match="expected two finite numbers"):
            found.contains(point)


def test_hull_orders_corners_that_differ_by_rounding() -> None:
    """A left side whose corners differ in the last bits, in either direction."""
    for shift in (1e-17, -3e-17, 3e-17):
        points = np.array([[0.2 + shift, 0.28], [0.2 - shift, 0.9], [0.2, 0.2], [0.9, 0.2], [0.28, 0.2], [0.6, 0.6]])
        corners = hull(points)
        assert len(corners) == 4
        assert distances(points, corners).max() < 1e-12
        assert distances(np.array([[0.2, 0.2]]), corners)[0] < 1e-12


def test_polygons() -> None:
    square = hull(np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]]))
    assert cut(square, np.array([2.0, 0])).shape == (0, 2)
    assert cut(square, np.array([0.5, 0.5])).tolist() == [[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 1]]
    segment = np.array([[0.0, 0], [1, 1]])
    assert hull(cut(segment, np.array([0.25, 0.5]))).tolist() == [[0.5, 0.5], [1, 1]]
    assert change(np.zeros((0, 2)), np.zeros((0, 2))) == 0
    assert change(square, np.zeros((0, 2))) == np.inf
    assert simplified(np.array([[0.0, 0], [0, 1e-12]]), 1e-9).shape == (1, 2)
    assert simplified(np.zeros((0, 2)), 1e-9).shape == (0, 2)
