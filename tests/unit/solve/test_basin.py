"""The basin of cooperation: known values, every kind of game, extreme payoffs, and trajectories integrated by SciPy."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

import tvet_games as tg
from tvet_games.solve.basin import CAREFUL, basin, basin_of_incentives


def below_the_separatrix(a1: float, a2: float, b1: float, b2: float) -> float:
    """Area below the stable manifold of the saddle, followed backwards in time from it to both corners."""
    y, x = -a2 / (a1 - a2), -b2 / (b1 - b2)
    # Stable direction of the Jacobian at the saddle, which has no diagonal.
    forward = np.array([1.0, -np.sqrt((b1 - b2) * y * (1 - y) / ((a1 - a2) * x * (1 - x)))])
    forward *= 1e-5 * min(x, 1 - x, y, 1 - y) / np.abs(forward).max()

    def backwards(_, state):
        x, y, _area = state
        x_speed, y_speed = x * (1 - x) * (a2 + (a1 - a2) * y), y * (1 - y) * (b2 + (b1 - b2) * x)
        return [-x_speed, -y_speed, -y * x_speed]

    area = 0.0
    for way in (1, -1):
        start = [x + way * forward[0], y + way * forward[1], 0.0]
        time = 60 / min(a1, -a2, b1, -b2)
        path = solve_ivp(backwards, (0, time), start, method="LSODA", rtol=1e-9, atol=1e-11)
        area += way * path.y[2, -1] + y * abs(forward[0])
    return area


@pytest.mark.parametrize(
    "numbers",
    [
        (1, -2, 1, -2),
        (1, -2, 3, -0.5),
        (0.2, -1, 5, -0.1),
        (20, -1, 0.3, -0.2),
        (0.05, -3, 0.4, -6),
        (4, -0.02, 0.05, -4),
        (30, -30, 0.3, -0.1),
    ],
)
def test_integrated_trajectories_agree(numbers) -> None:
    assert 1 - basin_of_incentives(*numbers) == pytest.approx(below_the_separatrix(*numbers), abs=1e-5)


def test_starting_points_end_where_the_basin_says() -> None:
    """The share of a coarse grid from which trajectories reach cooperation."""
    a1, a2, b1, b2 = 2.0, -1.0, 1.0, -3.0
    centres = (np.arange(24) + 0.5) / 24
    x, y = (axis.ravel() for axis in np.meshgrid(centres, centres))

    def forwards(_, state):
        x, y = np.split(state, 2)
        return np.concatenate([x * (1 - x) * (a2 + (a1 - a2) * y), y * (1 - y) * (b2 + (b1 - b2) * x)])

    end = solve_ivp(forwards, (0, 40), np.concatenate([x, y]), rtol=1e-6, atol=1e-8).y[:, -1]
    assert np.mean(end[: x.size] > 0.5) == pytest.approx(basin_of_incentives(a1, a2, b1, b2), abs=1e-2)


@pytest.mark.parametrize(
    ("numbers", "share"),
    [
        ((1, -1, 1, -1), 0.5),
        ((1, 0, 1, -1), 5 / 6),
        ((1, -1, 1, 0), 5 / 6),
        ((1, 0, 1, 0), 1),
        ((1, 1e-9, 1, -1), 1),
        ((1, -1, 1, 3), 1),
        ((1, 5, 2, 3), 1),
        ((-1, 2, 1, -1), 0),
        ((0, -1, 1, -1), 0),
        ((0, 1, 1, 1), 0),
        ((0, 0, 0, 0), 0),
        ((1, -1, -1, 1), 0),
    ],
)
def test_every_kind_of_game(numbers, share) -> None:
    assert basin_of_incentives(*numbers) == pytest.approx(share, abs=1e-9)


def test_the_unit_of_one_player_matters() -> None:
    """A limit of the definition, not an error: speed is gain in money."""
    scale = np.array([0.1, 1, 10])
    shares = basin_of_incentives(2 * scale, -1 * scale, 1, -2)
    assert shares == pytest.approx([0.391, 0.5, 0.609], abs=5e-4)


def test_a_loss_of_nothing_in_closed_form() -> None:
    """A2 = 0: the area is (1 - x*) plus the integral of exp(-(B1-B2) KL(x*, x) / A1) below x*."""
    x, weight = np.polynomial.legendre.leggauss(200)
    for a1, b1, b2 in [(1.0, 1.0, -1.0), (0.3, 2.0, -1.0), (5.0, 0.2, -3.0)]:
        saddle = -b2 / (b1 - b2)
        points = saddle * (x + 1) / 2
        entropy = saddle * np.log(saddle / points) + (1 - saddle) * np.log((1 - saddle) / (1 - points))
        area = 1 - saddle + saddle / 2 * (weight * np.exp(-(b1 - b2) * entropy / a1)).sum()
        assert basin_of_incentives(a1, 0, b1, b2) == pytest.approx(area, abs=1e-7)


def test_extreme_payoffs_and_the_limits_that_they_approach() -> None:
    """Player 1 much faster: only y counts, cooperation wins from y* on. Player 1 much slower: only x counts."""
    fast = basin_of_incentives(3e8, -1e8, 1, -2)
    slow = basin_of_incentives(3e-8, -1e-8, 1, -2)
    assert fast == pytest.approx(3 / 4, abs=1e-3)
    assert slow == pytest.approx(1 / 3, abs=1e-3)
    numbers = 10 ** np.random.default_rng(0).uniform(-6, 6, size=(4, 300)) * [[1], [-1], [1], [-1]]
    shares = basin_of_incentives(*numbers)
    mirrored = basin_of_incentives(*-numbers[[1, 0, 3, 2]])
    assert ((shares >= 0) & (shares <= 1)).all()
    assert shares + mirrored == pytest.approx(np.ones(300), abs=1e-5)
    for huge in ((1e300, -1e-300, 1e300, -1e308), (1e-320, -1e300, 1e-310, -1.0), (1e308, -1e308, 1e308, -1e308)):
        assert 0 <= basin_of_incentives(*huge) <= 1


def test_finer_nodes_change_nothing(monkeypatch) -> None:
    numbers = 10 ** np.random.default_rng(1).uniform(-1.5, 1.5, size=(4, 300)) * [[1], [-1], [1], [-1]]
    shares = basin_of_incentives(*numbers)
    monkeypatch.setattr("tvet_games.solve.basin.QUICK", type(CAREFUL)(spacing=0.05, steps=80, careful=True))
    assert basin_of_incentives(*numbers) == pytest.approx(shares, abs=1e-8)


def test_games_exact_or_not_single_or_many() -> None:
    hunt = tg.NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    assert isinstance(basin(hunt), float)
    assert basin(hunt) == basin(hunt.to_float()) == basin_of_incentives(1, -2, 1, -2)
    many = tg.NormalFormGame(np.random.default_rng(2).normal(size=(40, 20, 2, 2, 2)), players=["a", "b"])
    shares = basin(many)
    assert shares.shape == (40, 20)
    assert shares[7, 9] == pytest.approx(basin(many[7, 9]), abs=1e-12)
    assert 0.02 < np.mean((shares > 0) & (shares < 1)) < 0.2
    assert basin_of_incentives([], [], [], []).shape == (0,)


def test_ties_within_the_tolerance_are_ties() -> None:
    """A rounding error above 0 in A2 would otherwise lift the basin from 5/6 to 1."""
    game = tg.NormalFormGame.from_bimatrix([[1.0, 1e-13], [0.0, 0.0]], [[1.0, 0.0], [0.0, 1.0]])
    assert basin(game) == pytest.approx(5 / 6, abs=1e-9)


def test_hostile_input() -> None:
    with pytest.raises(tg.TvetGamesError, match=r"2x2 games, this one has \(2, 3\)"):
        basin(tg.NormalFormGame.from_bimatrix(np.zeros((2, 3)), np.zeros((2, 3))))
    with pytest.raises(tg.TvetGamesError, match="expected a finite number"):
        basin_of_incentives(1, np.nan, 1, -1)
