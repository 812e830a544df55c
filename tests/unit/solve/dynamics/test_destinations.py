"""Where starting points lead."""

import numpy as np
import pytest

from tvet_games.errors import InputError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.destinations import destinations, evenly
from tvet_games.solve.dynamics.rules import BestResponse, Logit

HUNT = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
PENNIES = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])


def total(found) -> np.ndarray:
    axes = tuple(range(found.shares.ndim - len(found.game.shape), found.shares.ndim))
    return found.shares.sum(axis=axes) + found.at_rest + found.moving


@pytest.mark.parametrize("dynamic", [Logit(0.05), BestResponse()])
def test_symmetric_coordination_splits_in_half(dynamic) -> None:
    game = NormalFormGame.from_bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    for found in (destinations(game), destinations(game, dynamic=dynamic)):
        assert found.cooperation.tolist() == pytest.approx([0.5, 0.5], abs=0.02)
        assert float(total(found)) == pytest.approx(1)
    assert destinations(game).shares.tolist() == [pytest.approx([0.5, 0], abs=0.01), pytest.approx([0, 0.5], abs=0.01)]


def test_a_dominant_action_wins_everywhere() -> None:
    dilemma = NormalFormGame.from_bimatrix([[3, 0], [4, 1]], [[3, 4], [0, 1]])
    found = destinations(dilemma, starts=64)
    assert found.shares.tolist() == [[0, 0], [0, 1]]
    assert not found.standard_errors.any()
    assert found.cooperation.max() < 1e-3


def test_orbits_are_moving_and_indifference_rests() -> None:
    assert float(destinations(PENNIES, starts=16).moving) == 1
    still = destinations(NormalFormGame(np.zeros((3, 2, 2, 2))), starts=16)
    assert float(still.at_rest) == 1
    assert still.cooperation.tolist() == pytest.approx([0.5] * 3, abs=0.1)


def test_a_batch_is_each_of_its_games() -> None:
    rng = np.random.default_rng(2)
    batch = NormalFormGame(rng.normal(size=(3, 2, 2, 2)), players=["a", "b"])
    found = destinations(batch, starts=64)
    assert found.shares.shape == (3, 2, 2)
    assert found.cooperation.shape == (3, 2)
    assert total(found) == pytest.approx(np.ones(3))
    for k in range(3):
        one = destinations(batch[k], starts=64)
        assert (found.shares[k] == one.shares).all()
        assert (found.standard_errors[k] == one.standard_errors).all()
        assert (found.cooperation[k] == one.cooperation).all()


def test_seeds() -> None:
    first, again, other = (destinations(HUNT, starts=64, seed=seed) for seed in (1, 1, 2))
    assert (first.shares == again.shares).all()
    assert (first.shares != other.shares).any()
    error = np.hypot(first.standard_errors, other.standard_errors)
    assert (np.abs(first.shares - other.shares) <= 5 * error + 1e-12).all()


def test_errors_shrink_with_the_number_of_starts() -> None:
    few, many = destinations(HUNT, starts=64), destinations(HUNT, starts=4096)
    assert many.standard_errors[0, 0] < few.standard_errors[0, 0] / 4


@pytest.mark.parametrize("shape", [(2,), (3,), (4, 2), (2, 5)])
def test_starts_are_spread_evenly_over_the_simplex(shape: tuple[int, ...]) -> None:
    """A share of one of m actions that are spread evenly is Beta(1, m - 1)."""
    size = sum(m - 1 for m in shape)
    states = evenly(shape, np.random.default_rng(0).random((40_000, size)))
    row = 0
    for m in shape:
        own = states[:, row : row + m - 1]
        full = np.concatenate([own, 1 - own.sum(axis=1, keepdims=True)], axis=1)
        assert full.min() >= -1e-12
        assert full.mean(axis=0) == pytest.approx(np.full(m, 1 / m), abs=0.01)
        assert full.var(axis=0) == pytest.approx(np.full(m, (m - 1) / (m * m * (m + 1))), rel=0.05)
        row += m - 1


def test_frames() -> None:
    frame = destinations(HUNT, starts=64).to_frame()
    assert frame.index.tolist() == [
        *("row 1, column 1", "row 1, column 2", "row 2, column 1", "row 2, column 2"),
        *("at rest elsewhere", "still moving"),
    ]
    assert frame["share"].sum() == pytest.approx(1)
    batch = NormalFormGame(np.stack([HUNT.payoffs, PENNIES.payoffs]), players=HUNT.players)
    frame = destinations(batch, starts=16).to_frame()
    assert len(frame) == 12
    assert frame.index.names == ["game", "end"]


@pytest.mark.parametrize("starts", [0, -8, 7, 24, 100, 64.0, "64", True, None])
def test_numbers_of_starts(starts: object) -> None:
    with pytest.raises(InputError, match=r"starts: .*8 times a power of two"):
        destinations(HUNT, starts=starts)


@pytest.mark.parametrize("seed", ["x", -1, 1.5])
def test_seeds_that_are_none(seed: object) -> None:
    with pytest.raises(InputError, match="seed"):
        destinations(HUNT, starts=16, seed=seed)


def test_populations_without_a_choice() -> None:
    found = destinations(NormalFormGame(np.zeros((2, 1, 1))), starts=16)
    assert found.shares.tolist() == [[1]]
