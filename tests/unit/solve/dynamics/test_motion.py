"""The motion of 2x2 games: each kind once, closed orbits against integrated paths, and the sentences."""

import warnings
from fractions import Fraction

import numpy as np
import pytest
from scipy.integrate import solve_ivp

import tvet_games as tg
from tvet_games.errors import ShapeError, UnknownNameError
from tvet_games.solve.dynamics.motion import MOTIONS, constant_of_motion, motion, motion_kinds
from tvet_games.solve.dynamics.replicator import replicator_field


def of_incentives(a1, a2, b1, b2) -> tg.NormalFormGame:
    return tg.NormalFormGame.from_bimatrix(
        [[a1, a2], [0, 0]],
        [[b1, 0], [b2, 0]],
        players=["school", "firm"],
        actions=[["teach", "skip"], ["train", "poach"]],
    )


@pytest.mark.parametrize(
    ("numbers", "kind", "stable"),
    [
        ((1, -2, 1, -2), "coordination", [(0, 0), (1, 1)]),
        ((-1, 2, -1, 2), "anti-coordination", [(0, 1), (1, 0)]),
        ((-1, -1, -1, -1), "one winner", [(1, 1)]),
        ((1, 2, 1, -1), "one winner", [(0, 0)]),
        ((1, -1, -2, -1), "one winner", [(1, 1)]),
        ((1, -1, -1, 1), "closed orbits", []),
        ((-1, 1, 1, -1), "closed orbits", []),
        ((1, 0, 1, -1), "degenerate", [(0, 0)]),
        ((0, 0, 0, 0), "degenerate", []),
    ],
)
def test_kinds(numbers, kind, stable) -> None:
    for game in (of_incentives(*numbers), of_incentives(*map(float, numbers))):
        found = motion(game)
        assert (found.kind, list(found.stable)) == (kind, stable)
        assert MOTIONS[int(motion_kinds(game))] == kind
        assert (found.inner is None) == (kind in ("one winner", "degenerate"))
        assert found.incentives.tolist() == list(numbers)


def test_exact_numbers() -> None:
    found = motion(of_incentives(Fraction(1), Fraction(-2), Fraction(-1), Fraction(3)))
    assert found.inner.tolist() == [Fraction(3, 4), Fraction(2, 3)]
    assert found.period == pytest.approx(2 * np.pi / (2 / 3 * 3 / 4) ** 0.5)
    extreme = motion(of_incentives(1e-200, -1e-200, -1e200, 1e200))
    assert extreme.kind == "closed orbits"
    assert extreme.period == pytest.approx(4 * np.pi)


def path(game: tg.NormalFormGame, start: tuple[float, float], time: float) -> object:
    return solve_ivp(
        lambda _, s: replicator_field(game, np.clip(s, 0, 1)),
        (0, time),
        start,
        rtol=1e-10,
        atol=1e-12,
        dense_output=True,
    )


def test_closed_orbits_are_closed_and_average_to_the_centre() -> None:
    game = of_incentives(1.0, -2.0, -1.0, 3.0)
    found = motion(game)
    near = found.inner + np.array([1e-3, 0])
    once = path(game, near, found.period)
    assert once.y[:, -1] == pytest.approx(near, abs=1e-5)
    # The orbit comes back to the height of the centre on the same side; between, its averages are the centre.
    wide = path(game, (0.9, 2 / 3), 40)
    times = np.linspace(0, 40, 40001)
    x, y = wide.sol(times)
    back = np.flatnonzero((y[:-1] - 2 / 3 >= 0) != (y[1:] - 2 / 3 >= 0))
    period = next(times[k] for k in back if k > 100 and x[k] > 0.8)
    assert wide.sol(period) == pytest.approx([0.9, 2 / 3], abs=2e-3)
    assert np.stack([x, y])[:, times < period].mean(axis=1) == pytest.approx(found.inner, abs=2e-3)
    level = constant_of_motion(game, np.stack([x, y], axis=-1))
    assert np.ptp(level) < 1e-6


def test_one_winner_wins_from_everywhere() -> None:
    game = of_incentives(1.0, 2.0, 1.0, -1.0)
    for start in ((0.01, 0.01), (0.01, 0.99), (0.99, 0.01), (0.5, 0.5)):
        assert path(game, start, 40).y[:, -1] == pytest.approx([1, 1], abs=1e-5)


def test_the_border_of_the_constant_of_motion() -> None:
    game = of_incentives(1, -2, 1, -2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        values = constant_of_motion(game, [[0, 0.5], [1, 0.5], [0.5, 0], [0.5, 1], [1, 1]])
    assert values[:4].tolist() == [np.inf, np.inf, -np.inf, -np.inf]
    assert np.isnan(values[4])
    assert constant_of_motion(of_incentives(0, 0, 0, 0), [1.0, 0.0]) == 0
    many = tg.NormalFormGame(np.stack([game.payoffs] * 3), players=game.players)
    assert constant_of_motion(many, np.full((5, 1, 2), 0.25)).shape == (5, 3)


def test_sentences() -> None:
    assert motion(of_incentives(1, -2, 1, -2)).describe() == [
        "It depends on the start: the shares go to school: teach, firm: train or to school: skip, firm: poach.",
        "The border between the two passes through the saddle, at which 2/3 of school take teach and 2/3 of firm take "
        "train.",
    ]
    circling = motion(of_incentives(1, -1, -1, 1)).describe()
    assert circling[0] == "The shares circle for ever; no state is stable, and the cycle depends on the start."
    assert "1/2 of school take teach and 1/2 of firm take train" in circling[1]
    assert "12.57" in circling[2]
    assert motion(of_incentives(-1, -1, -1, -1)).describe()[0].endswith("the shares go to school: skip, firm: poach.")
    tied = motion(of_incentives(1, 0, 1, -1)).describe()
    assert tied[0].startswith("school gains nothing by either action where all of firm take poach")
    assert tied[1] == "The stable state is school: teach, firm: train."
    assert motion(of_incentives(0, 0, 0, 0)).describe()[-1] == "No state is stable."
    assert "school：teach，firm：train" in motion(of_incentives(1, -2, 1, -2)).describe("zh")[0]


def test_refusals() -> None:
    game = of_incentives(1, -2, 1, -2)
    with pytest.raises(UnknownNameError, match="language"):
        motion(game).describe("fr")
    with pytest.raises(ShapeError, match="2x2"):
        motion(tg.NormalFormGame(np.zeros((2, 3, 2))))
    with pytest.raises(ShapeError, match="2x2"):
        motion_kinds(tg.NormalFormGame(np.zeros((3, 2, 2, 2))))
    with pytest.raises(ShapeError, match="one 2x2"):
        motion(tg.NormalFormGame(np.zeros((4, 2, 2, 2)), players=["a", "b"]))
