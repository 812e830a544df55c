"""Mechanisms against peers: quantal responses and correlated equilibria."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog, root
from scipy.special import expit
from timing import Row, in_turn

import tvet_games as tg
from tvet_games.solve.quantal import quantal_response

GAMES = 100_000
PEER = 100
"""Games of the peer; its time is scaled up."""

RATIONALITY = np.geomspace(0.1, 50, 50)

ACCURACY = 1e-6
"""Probabilities that differ by less count as the same."""

AGREES = 0.95
"""Least part of the peer's answers that has to be the same: a root finder may leave the branch where it turns."""

KNOWN = f"""\
Times are those on a core. SciPy's root finder goes from each lambda to the next for {PEER} of the games, and is scaled
up; its linear program of correlated equilibria is written down densely and asked for the same optimum."""


def rows() -> list[Row]:
    """All measurements."""
    return [*quantal_two_by_two(), *quantal_larger(), *correlated()]


def quantal_two_by_two() -> list[Row]:
    """Random 2x2 games at 50 values of lambda, against a root finder that goes from each lambda to the next."""
    payoffs = np.random.default_rng(0).normal(size=(GAMES, 2, 2, 2))
    games = tg.NormalFormGame(payoffs, players=["row", "column"])
    found = quantal_response(games, RATIONALITY)
    peers = [rooted(game) for game in payoffs[:PEER]]
    same = np.abs(np.array(peers) - found.cooperation[:PEER]).max(axis=-1) <= ACCURACY
    assert same.mean() >= AGREES
    own, loop = in_turn(
        lambda: quantal_response(games, RATIONALITY),
        lambda: [rooted(game) for game in payoffs[:PEER]],
        repeat=3,
        warm=False,
    )
    peer = loop.core / PEER * GAMES
    what = f"quantal response of {GAMES:,} 2x2 games at {len(RATIONALITY)} values of lambda"
    value = f"{own.core:.1f} s; {found.unconverged} of {found.converged.size:,} points unconverged"
    said = f"a loop over SciPy's root {peer:,.0f} s; {same.mean():.1%} of its points on the branch"
    return [Row(what, value, "5 s", said, f"{peer / own.core:,.0f}")]


def correlated() -> list[Row]:
    """Best advice of the communities, against the same linear program written down with SciPy."""
    out: list[Row] = []
    for name, goal in (("community", "5 ms"), ("community_of_eight", "")):
        game = tg.load_conflict(name).game(tg.load_calibration("germany_2022"))
        exact = tg.load_conflict(name).game(tg.load_calibration("germany_2022"), exact=True)
        own, proved, peer = (
            time.core
            for time in in_turn(
                lambda g=game: tg.correlated_equilibrium(g),
                lambda g=exact: tg.correlated_equilibrium(g),
                lambda g=game: advised(g),
                repeat=9,
            )
        )
        assert abs(advised(game) - tg.correlated_equilibrium(game).value) <= ACCURACY * abs(game.payoffs).max()
        what = f"correlated equilibrium of largest welfare, {name}"
        value = f"{own * 1e3:.1f} ms; exact with proof {proved * 1e3:.0f} ms"
        out.append(Row(what, value, goal, f"SciPy's linprog {peer * 1e3:.1f} ms", f"{peer / own:.1f}"))
    return out


def advised(game: tg.NormalFormGame) -> float:
    """Largest welfare of a correlated equilibrium, as somebody would write it down."""
    rows = []
    for i, size in enumerate(game.shape):
        own = np.moveaxis(game.payoffs[i], i, 0)
        for a in range(size):
            for b in range(size):
                if a != b:
                    row = np.zeros_like(own)
                    row[a] = own[b] - own[a]
                    rows.append(np.moveaxis(row, 0, i).ravel())
    welfare = game.payoffs.sum(axis=0).ravel()
    found = linprog(-welfare, np.array(rows), np.zeros(len(rows)), np.ones((1, welfare.size)), [1.0])
    return float(-found.fun)


def rooted(game: np.ndarray) -> np.ndarray:
    """One game as somebody would write it down: the fixed point from the last one on, in log-odds."""
    row, column = (table / np.ptp(table) for table in game)
    a1, a2 = row[0] - row[1]
    b1, b2 = column[:, 0] - column[:, 1]
    odds, out = np.zeros(2), []
    for factor in RATIONALITY:

        def gap(odds: np.ndarray, factor: float = factor) -> np.ndarray:
            x, y = expit(odds)
            return odds - factor * np.array([a2 + (a1 - a2) * y, b2 + (b1 - b2) * x])

        odds = root(gap, odds).x
        out.append(expit(odds))
    return np.array(out)


def quantal_larger() -> list[Row]:
    """Other shapes are followed along the branch."""
    measured = []
    for shape in ((3, 3), (2, 2, 2)):
        payoffs = np.random.default_rng(1).normal(size=(1000, len(shape), *shape))
        games = tg.NormalFormGame(payoffs, players=[f"player {i}" for i in range(len(shape))])
        found = quantal_response(games, RATIONALITY)
        (own,) = in_turn(lambda games=games: quantal_response(games, RATIONALITY), repeat=1, warm=False)
        name = " x ".join(map(str, shape))
        what = f"quantal response of 1,000 {name} games at {len(RATIONALITY)} values of lambda"
        measured.append(Row(what, f"{own.core:.1f} s; {found.unconverged} unconverged"))
    return measured
