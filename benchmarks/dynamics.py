"""Dynamics against peers: trajectories from random starts to an outcome, and basins with a bound on their error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from egttools.analytical import replicator_equation
from scipy.integrate import solve_ivp
from timing import Row, in_turn

import tvet_games as tg
from tvet_games.solve.basin import basin_of_incentives

DATA = Path(__file__).parents[1] / "tests" / "data"

TRAJECTORIES = 100_000
PEER = 200
"""Trajectories of the peers; their time is scaled up."""

NEAR = 1e-4
ACCURACY = 1e-6

KNOWN = f"""\
Times are those on a core. The loop over solve_ivp follows {PEER} of the starts, in plain Python equations with the same
accuracy and an event at the corner, and is scaled up; egttools knows one population, so that it can do the symmetric
game only. The game of three populations is the published one of Jiang and Ma (2026), which has two stable corners."""


def rows() -> list[Row]:
    """All measurements."""
    return [*three_players(), *one_population(), *basins()]


def three_players() -> list[Row]:
    """A published game with two stable corners (Jiang and Ma 2026), from random starts to an outcome."""
    conflict = tg.load_conflict(DATA / "conflicts" / "public_resources_sharing.toml")
    game = conflict.game(tg.load_calibration(DATA / "calibrations" / "public_resources_sharing.toml"))
    starts = np.random.default_rng(0).random((TRAJECTORIES, 3))
    found = tg.flow(game, starts)
    duration = float(found.duration[0])
    ends = [solved(rates(game), s, duration) for s in starts[:PEER]]
    assert (np.round(ends) == np.round(found.ends[:PEER])).all()
    own, loop = in_turn(
        lambda: tg.flow(game, starts),
        lambda: [solved(rates(game), s, duration) for s in starts[:PEER]],
        repeat=3,
        warm=False,
    )
    peer = loop.core / PEER * TRAJECTORIES
    what = f"{TRAJECTORIES:,} trajectories of three populations to an outcome"
    said = f"a loop over SciPy's solve_ivp {peer:,.0f} s"
    return [Row(what, f"{own.core:.2f} s", "200 times", said, f"{peer / own.core:,.0f}")]


def rates(game: tg.NormalFormGame) -> Callable[[float, np.ndarray], list[float]]:
    """The replicator equations of a 2x2x2 game as somebody would write them down, in plain Python."""
    u = game.payoffs.tolist()

    def rate(_: float, state: np.ndarray) -> list[float]:
        x, y, z = state
        not_x, not_y, not_z = 1 - x, 1 - y, 1 - z
        a, b, c = u
        gain_x = (
            y * z * (a[0][0][0] - a[1][0][0])
            + y * not_z * (a[0][0][1] - a[1][0][1])
            + not_y * z * (a[0][1][0] - a[1][1][0])
            + not_y * not_z * (a[0][1][1] - a[1][1][1])
        )
        gain_y = (
            x * z * (b[0][0][0] - b[0][1][0])
            + x * not_z * (b[0][0][1] - b[0][1][1])
            + not_x * z * (b[1][0][0] - b[1][1][0])
            + not_x * not_z * (b[1][0][1] - b[1][1][1])
        )
        gain_z = (
            x * y * (c[0][0][0] - c[0][0][1])
            + x * not_y * (c[0][1][0] - c[0][1][1])
            + not_x * y * (c[1][0][0] - c[1][0][1])
            + not_x * not_y * (c[1][1][0] - c[1][1][1])
        )
        return [x * not_x * gain_x, y * not_y * gain_y, z * not_z * gain_z]

    return rate


def solved(rate: Callable[[float, np.ndarray], object], start: np.ndarray, duration: float) -> np.ndarray:
    """Follow one start until it is near a corner."""

    def corner(_: float, state: np.ndarray) -> float:
        return float(np.minimum(state, 1 - state).max()) - NEAR

    corner.terminal = True
    found = solve_ivp(rate, (0, duration), start, rtol=ACCURACY, atol=ACCURACY * NEAR, events=corner)
    return found.y[:, -1]


def one_population() -> list[Row]:
    """What egttools can do as well: one population in a symmetric game, here two alike."""
    payoffs = np.array([[4.0, 0.0], [3.0, 2.0]])
    game = tg.NormalFormGame.from_bimatrix(payoffs, payoffs.T)
    x = np.random.default_rng(1).random(TRAJECTORIES)
    starts = np.stack([x, x], axis=1)
    found = tg.flow(game, starts)

    def rate(_: float, state: np.ndarray) -> np.ndarray:
        return replicator_equation(state, payoffs)

    def peers() -> list[np.ndarray]:
        return [solved(rate, np.array([s, 1 - s]), 1e4) for s in x[:PEER]]

    assert (np.round([end[0] for end in peers()]) == np.round(found.ends[:PEER, 0])).all()
    own, loop = in_turn(lambda: tg.flow(game, starts), peers, repeat=3, warm=False)
    peer = loop.core / PEER * TRAJECTORIES
    what = f"{TRAJECTORIES:,} trajectories of a symmetric 2x2 game"
    said = f"egttools' field in solve_ivp {peer:,.0f} s"
    return [Row(what, f"{own.core:.2f} s", "", said, f"{peer / own.core:,.0f}")]


def basins() -> list[Row]:
    """Coordination games only: the others are decided at once."""
    g1, l1, g2, l2 = np.random.default_rng(2).exponential(size=(4, 1_000_000))
    row = np.zeros((1_000_000, 2, 2))
    column = np.zeros((1_000_000, 2, 2))
    row[:, 0, 0], row[:, 0, 1], column[:, 0, 0], column[:, 1, 0] = g1, -l1, g2, -l2
    games = tg.NormalFormGame.from_bimatrix(row, column)
    found = tg.basin_estimate(games)
    assert (found.share == basin_of_incentives(g1, -l1, g2, -l2)).all()
    (took,) = in_turn(lambda: tg.basin_estimate(games), repeat=1, warm=False)
    worst = float(found.error.max())
    what = "exact basin of 1,000,000 coordination games, with error"
    return [Row(what, f"{took.core:.1f} s; largest error {worst:.0e}", "10 s")]
