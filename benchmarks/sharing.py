"""Bargaining and sharing against peers; rows for the page that ``run.py`` writes."""

from __future__ import annotations

import numpy as np
from coopgt import shapley_value
from peer_nucleolus import nucleolus as peer_nucleolus
from scipy.optimize import minimize
from timing import ROW, seconds

import tvet_games as tg

GAMES = 1_000_000
PEER_GAMES = 20


def rows() -> list[ROW]:
    """All measurements."""
    return [*shapley(), *nucleoli(), *nash()]


def random_game(n: int, seed: int) -> np.ndarray:
    """Larger coalitions reach more, not always enough for a core."""
    sizes = np.array([s.bit_count() for s in range(2**n)])
    values = np.random.default_rng(seed).random(2**n) * sizes
    values[0] = 0
    return values


def shapley() -> list[ROW]:
    """Twenty players; and eight, which coopgt can do."""
    large, small = random_game(20, 0), random_game(8, 1)
    listed = {tuple(i + 1 for i in range(8) if s >> i & 1): v for s, v in enumerate(small.tolist())}
    own, peer = seconds(lambda: tg.shapley(small), 5), seconds(lambda: shapley_value.calculate(listed), 1)
    assert np.allclose(tg.shapley(small).shares, shapley_value.calculate(listed))
    return [
        ("Shapley value of 20 players", f"{seconds(lambda: tg.shapley(large)):.2f} s", "2 s", "", ""),
        ("Shapley value of 8 players", f"{own * 1e3:.2f} ms", "", f"coopgt {peer:.2f} s", f"{peer / own:,.0f}"),
    ]


def nucleoli() -> list[ROW]:
    """Random games, in fractions."""
    found = []
    for n, target, repeat in ((6, "", 3), (10, "5 s", 1)):
        game = random_game(n, n)
        own, peer = (
            seconds(lambda game=game: tg.prenucleolus(game)),
            seconds(lambda game=game: peer_nucleolus(game), repeat),
        )
        assert np.allclose(tg.prenucleolus(game).shares, peer_nucleolus(game), atol=1e-5)
        said = f"SciPy's linear programs {peer:.2f} s"
        found.append((f"nucleolus of {n} players, exact", f"{own:.3f} s", target, said, f"{peer / own:,.1f}"))
    twelve = random_game(12, 12)
    return [*found, ("nucleolus of 12 players, exact", f"{seconds(lambda: tg.prenucleolus(twelve)):.2f} s", "", "", "")]


def nash() -> list[ROW]:
    """Nash solutions on the convex hull of random 2x2 games."""
    payoffs = np.random.default_rng(2).random((GAMES, 2, 2, 2))
    games = tg.NormalFormGame(payoffs, players=("row", "column"))
    zero = np.zeros(2)
    given = seconds(lambda: tg.bargain(games, disagreement=zero))
    worst = seconds(lambda: tg.bargain(games))
    some = tg.NormalFormGame(payoffs[:PEER_GAMES], players=("row", "column"))
    peer = seconds(lambda: [slsqp(table) for table in payoffs[:PEER_GAMES]], 1) / PEER_GAMES
    exactly = tg.bargain(some, disagreement=zero).payoffs
    assert np.allclose([slsqp(table) for table in payoffs[:PEER_GAMES]], exactly, atol=1e-3)
    return [
        (
            "Nash solutions of 1,000,000 2x2 games, point given",
            f"{given:.2f} s",
            "5 s",
            f"SciPy's SLSQP over lotteries {peer * 1e3:.2f} ms a game",
            f"{peer * GAMES / given:,.0f}",
        ),
        ("the same from the worst equilibrium", f"{worst:.2f} s", "5 s", "", ""),
    ]


def slsqp(table: np.ndarray) -> np.ndarray:
    """The Nash solution over lotteries of the four outcomes, from the origin, as SciPy finds it."""
    points = table.reshape(2, 4)
    found = minimize(
        lambda p: -np.log(points @ p + 1e-12).sum(),
        np.full(4, 0.25),
        bounds=[(0, 1)] * 4,
        constraints={"type": "eq", "fun": lambda p: p.sum() - 1},
        method="SLSQP",
    )
    return points @ found.x


if __name__ == "__main__":
    for row in rows():
        print(" | ".join(row))
