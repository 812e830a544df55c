"""Bargaining and sharing against peers: Shapley values, nucleoli and Nash solutions."""

from __future__ import annotations

import numpy as np
from coopgt import shapley_value
from peer_nucleolus import nucleolus as peer_nucleolus
from scipy.optimize import minimize
from timing import Row, in_turn

import tvet_games as tg

GAMES = 1_000_000
PEER_GAMES = 20

KNOWN = """\
Times are those on a core. The nucleolus of the peer is a textbook's sequence of linear programs in floats; ours is
exact, in fractions."""


def rows() -> list[Row]:
    """All measurements."""
    return [*shapley(), *nucleoli(), *nash()]


def random_game(n: int, seed: int) -> np.ndarray:
    """Larger coalitions reach more, not always enough for a core."""
    sizes = np.array([s.bit_count() for s in range(2**n)])
    values = np.random.default_rng(seed).random(2**n) * sizes
    values[0] = 0
    return values


def shapley() -> list[Row]:
    """Twenty players; and eight, which coopgt can do."""
    large, small = random_game(20, 0), random_game(8, 1)
    listed = {tuple(i + 1 for i in range(8) if s >> i & 1): v for s, v in enumerate(small.tolist())}
    own, peer, many = in_turn(
        lambda: tg.shapley(small), lambda: shapley_value.calculate(listed), lambda: tg.shapley(large), repeat=3
    )
    assert np.allclose(tg.shapley(small).shares, shapley_value.calculate(listed))
    return [
        Row("Shapley value of 20 players", f"{many.core:.2f} s", "2 s"),
        Row(
            "Shapley value of 8 players",
            f"{own.core * 1e3:.2f} ms",
            "",
            f"coopgt {peer.core:.2f} s",
            f"{peer.core / own.core:,.0f}",
        ),
    ]


def nucleoli() -> list[Row]:
    """Random games, in fractions."""
    found = []
    for n, goal in ((6, ""), (10, "5 s")):
        game = random_game(n, n)
        own, peer = in_turn(lambda game=game: tg.prenucleolus(game), lambda game=game: peer_nucleolus(game), repeat=3)
        assert np.allclose(tg.prenucleolus(game).shares, peer_nucleolus(game), atol=1e-5)
        said = f"SciPy's linear programs {peer.core:.3f} s"
        ratio = f"{peer.core / own.core:,.1f}"
        found.append(Row(f"nucleolus of {n} players, exact", f"{own.core:.3f} s", goal, said, ratio))
    twelve = random_game(12, 12)
    (own,) = in_turn(lambda: tg.prenucleolus(twelve), repeat=3)
    return [*found, Row("nucleolus of 12 players, exact", f"{own.core:.2f} s")]


def nash() -> list[Row]:
    """Nash solutions on the convex hull of random 2x2 games."""
    payoffs = np.random.default_rng(2).random((GAMES, 2, 2, 2))
    games = tg.NormalFormGame(payoffs, players=("row", "column"))
    zero = np.zeros(2)
    some = tg.NormalFormGame(payoffs[:PEER_GAMES], players=("row", "column"))
    given, worst, loop = in_turn(
        lambda: tg.bargain(games, disagreement=zero),
        lambda: tg.bargain(games),
        lambda: [slsqp(table) for table in payoffs[:PEER_GAMES]],
        repeat=3,
    )
    peer = loop.core / PEER_GAMES
    exactly = tg.bargain(some, disagreement=zero).payoffs
    assert np.allclose([slsqp(table) for table in payoffs[:PEER_GAMES]], exactly, atol=1e-3)
    return [
        Row(
            "Nash solutions of 1,000,000 2x2 games, point given",
            f"{given.core:.2f} s",
            "5 s",
            f"SciPy's SLSQP over lotteries {peer * 1e3:.2f} ms a game",
            f"{peer * GAMES / given.core:,.0f}",
        ),
        Row("the same from the worst equilibrium", f"{worst.core:.2f} s", "5 s"),
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
