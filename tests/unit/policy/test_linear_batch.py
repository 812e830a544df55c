"""Many linear programs at once: how bases are shared, the edges of feasibility, shapes, errors."""

import numpy as np
import pytest

from tvet_games.errors import InputError, ShapeError
from tvet_games.policy import linear_batch
from tvet_games.policy.linear_batch import minimise_many


def test_equal_worlds_share_one_basis() -> None:
    found = minimise_many(np.ones((500, 2)), 0, 4, [[1, 2], [3, 1]], [4, 6])
    assert found.bases == 1
    np.testing.assert_allclose(found.levels, np.tile([1.6, 1.2], (500, 1)))
    np.testing.assert_allclose(found.multipliers, np.tile([0.4, 0.2], (500, 1)))
    assert found.value == pytest.approx(2.8)


def test_worlds_without_a_point_share_one_proof() -> None:
    """The second HiGHS solution, of the least violation, proves all of them infeasible."""
    need = np.linspace(8.1, 20, 400)[:, None]
    found = minimise_many([1, 1], 0, 4, [[1, 1]], need)
    assert found.bases == 2
    assert not found.feasible.any()
    assert np.isinf(found.value).all()
    assert np.isnan(found.levels).all()


def test_a_parameter_along_a_grid() -> None:
    """Piecewise linear in the need, a basis a piece; infeasible from 9 on."""
    need = np.linspace(0, 12, 1201)
    found = minimise_many([1, 2], 0, [5, 4], [[1, 1]], need[:, None])
    np.testing.assert_array_equal(found.feasible, need <= 9)
    inside = need[found.feasible]
    np.testing.assert_allclose(found.value[found.feasible], inside + np.maximum(inside - 5, 0), atol=1e-12)
    assert found.bases <= 5


def test_very_different_worlds_are_solved_one_by_one() -> None:
    rng = np.random.default_rng(0)
    rows, inside = rng.normal(size=(60, 8, 6)), rng.uniform(size=(60, 6))
    bounds = np.einsum("wrk,wk->wr", rows, inside) - 0.01
    found = minimise_many(rng.normal(size=(60, 6)), 0, 1, rows, bounds)
    assert found.feasible.all()
    assert 30 < found.bases <= 60


def test_small_chunks_keep_their_bases(monkeypatch) -> None:
    monkeypatch.setattr(linear_batch, "CHUNK", 40)
    assert minimise_many(np.ones((500, 2)), 0, 4, [[1, 2], [3, 1]], [4, 6]).bases == 1


@pytest.mark.parametrize(("excess", "feasible"), [(0.0, True), (1e-13, True), (1e-6, False)])
def test_rounding_does_not_make_a_world_infeasible(excess, feasible) -> None:
    """0.1 + 0.2 is more than 0.3 in floating point, though not by more than the tolerance."""
    found = minimise_many([[1.0, 1.0]], 0, [0.3, 1.0], [[1.0, 0.0]], (0.1 + 0.2) * (1 + excess))
    assert found.feasible.tolist() == [feasible]
    if feasible:
        assert found.levels[0].tolist() == [0.3, 0.0]


def test_worlds_that_no_basis_proves_are_solved_exactly(monkeypatch) -> None:
    batch = ([1, 2], 0, [5, 4], [[1, 1]], [[3], [7], [9 + 1e-12], [10]])
    usual = minimise_many(*batch)
    monkeypatch.setattr(linear_batch, "_solve_one", lambda *_, **__: None)
    exact = minimise_many(*batch)
    assert exact.feasible.tolist() == usual.feasible.tolist() == [True, True, True, False]
    np.testing.assert_allclose(exact.value, usual.value)
    np.testing.assert_allclose(exact.levels, usual.levels)
    assert exact.multipliers[1].tolist() == usual.multipliers[1].tolist() == [2.0]


def test_singular_bases_are_passed_over() -> None:
    """The basis of the first world says nothing about the second, whose row misses the basic level."""
    found = minimise_many([1, 3], 0, 1, [[[1, 0]], [[0, 1]], [[0, 0]]], [[0.5], [0.5], [0]])
    np.testing.assert_allclose(found.value, [0.5, 1.5, 0])


def test_no_rows_no_worlds_and_fixed_levels() -> None:
    free = minimise_many([[1, -2], [-1, 0]], [0, 1], [3, 4], np.zeros((0, 2)), np.zeros(0))
    assert free.value.tolist() == [-8, -3]
    assert free.multipliers.shape == (2, 0)
    none = minimise_many(np.zeros((0, 2)), 0, 1, [[1, 1]], 1)
    assert none.levels.shape == (0, 2)
    assert none.bases == 0
    fixed = minimise_many([1, 1], 2, 2, [[1, 1]], [[4], [5]])
    assert fixed.value.tolist() == [4, np.inf]


def test_frame() -> None:
    frame = minimise_many([1, 2], 0, [5, 4], [[1, 1]], [[3], [10]]).to_frame()
    assert list(frame.columns) == ["feasible", "value", "level_0", "level_1"]
    assert frame.index.name == "world"
    assert frame["value"].tolist() == [3, np.inf]


@pytest.mark.parametrize(
    "batch",
    [
        ([1, 2, 3], 0, 1, [[1, 1]], [1]),
        ([1, 2], [0, 0, 0], 1, [[1, 1]], [1]),
        ([1, 2], 0, 1, [[1, 1]], [1, 2]),
        (np.ones((2, 2)), 0, 1, [[1, 1]], np.ones((3, 1))),
        ([1, 2], 0, 1, [1, 1], [1]),
        (np.ones((2, 2, 2)), 0, 1, [[1, 1]], [1]),
        ([], 0, 1, np.zeros((1, 0)), [1]),
    ],
)
def test_shapes_that_do_not_fit(batch) -> None:
    with pytest.raises(ShapeError, match=r"cost \(.*coefficients \("):
        minimise_many(*batch)


def test_numbers_that_no_program_can_have() -> None:
    with pytest.raises(InputError, match="high: has a number that is not finite"):
        minimise_many([1], 0, np.inf, [[1]], [1])
    with pytest.raises(InputError, match="bounds: has a number that is not finite"):
        minimise_many([1], 0, 1, [[1]], [np.nan])
    with pytest.raises(InputError, match=r"low\[1, 0\]: '2.0' is above high, 1.0"):
        minimise_many([1], [[0], [2]], 1, [[1]], [1])
