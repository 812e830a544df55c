"""Sets of equilibria: extreme equilibria of batches against the peers, by actions and games; and judgements of them."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import nashpy
import numpy as np
import pygambit
import quantecon.game_theory as qe
from timing import Row, in_turn

import tvet_games as tg
from tvet_games.games.best_response import regret

DATA = Path(__file__).parents[1] / "tests" / "data"

GAMES = 20_000
"""Random games of the comparison."""

PEER, SLOW = 2_000, 50
"""Games of quantecon, and of the peers that are slow."""

MILLION = 1e6

KNOWN = """\
Times are those on a core. quantecon's support enumeration takes one game at a time and is incomplete on degenerate
games; on random games both should find the same number. pygambit computes in fractions."""


def rows() -> list[Row]:
    """All measurements."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nashpy calls games with an even number of finds degenerate
        compared = [*_extreme(3, "10 times"), *_extreme(4, "8 times")]
    return [*compared, _by_actions(), _by_games(), *_other_sets(), *_judgements()]


def _random(size: int, games: int) -> tuple[np.ndarray, np.ndarray]:
    row, column = np.random.default_rng(size).normal(size=(2, games, size, size))
    return row, column


def _extreme(size: int, goal: str) -> Iterator[Row]:
    """Extreme equilibria of random games in a batch, against the peers game by game."""
    row, column = _random(size, GAMES)
    built = [qe.NormalFormGame((qe.Player(row[g]), qe.Player(column[g].T.copy()))) for g in range(PEER)]
    naive = [nashpy.Game(row[g], column[g]) for g in range(SLOW)]
    exact = [pygambit.Game.from_arrays(row[g], column[g]) for g in range(SLOW)]
    own, *peers = in_turn(
        lambda: tg.batch_equilibria(row, column),
        lambda: [qe.support_enumeration(game) for game in built],
        lambda: [list(game.support_enumeration()) for game in naive],
        lambda: [pygambit.nash.enummixed_solve(game) for game in exact],
        repeat=3,
    )
    found = tg.batch_equilibria(row, column)
    differ = sum(len(qe.support_enumeration(game)) != len(found.of(g)[0]) for g, game in enumerate(built))
    checked = tg.NormalFormGame.from_bimatrix(row[found.game], column[found.game])
    worst = float(regret(checked, [found.row, found.column]).max())
    each = own.core / GAMES
    name = f"extreme equilibria, {size}x{size}, {GAMES:,} random games"
    value = f"{each * MILLION:.2f} us a game; worst regret {worst:.0e}; other count in {differ} of {PEER:,}"
    names = ("quantecon support_enumeration", "nashpy support_enumeration", "pygambit enummixed_solve, exact")
    for k, (peer, time, games) in enumerate(zip(names, peers, (PEER, SLOW, SLOW), strict=True)):
        theirs = time.core / games
        first = (name, value, goal) if k == 0 else ("", "", "")
        yield Row(*first, f"{peer} {theirs * MILLION:,.1f} us", f"{theirs / each:,.0f}")


def _by_actions() -> Row:
    """Growth with the number of actions."""
    said = []
    for size, games in {2: 100_000, 3: 50_000, 4: 20_000, 5: 2_000, 6: 200}.items():
        row, column = _random(size, games)
        (time,) = in_turn(lambda row=row, column=column: tg.batch_equilibria(row, column), repeat=3)
        said.append(f"{size}x{size}: {time.core / games * MILLION:.3g}")
    return Row("extreme equilibria, us a game, by actions", "; ".join(said))


def _by_games() -> Row:
    """Growth with the number of games."""
    said, (row, column) = [], _random(3, 10**6)
    for games in (10**k for k in range(2, 7)):
        few, own = row[:games], column[:games]
        (time,) = in_turn(lambda few=few, own=own: tg.batch_equilibria(few, own), repeat=3)
        said.append(f"{games:,}: {time.core / games * MILLION:.3g}")
    return Row("extreme equilibria, 3x3, us a game, by games of the batch", "; ".join(said))


def _other_sets() -> Iterator[Row]:
    """Complete sets of 2x2 games, and the games of the tests in fractions."""
    row, column = _random(2, 1_000_000)
    cases = json.loads((DATA / "extreme_equilibria.json").read_text())
    (boxes,) = in_turn(lambda: tg.equilibrium_boxes(row, column), repeat=3)
    (exact,) = in_turn(lambda: [tg.extreme_equilibria(c["A"], c["B"]) for c in cases], repeat=3)
    yield Row("complete sets with components, 2x2, 1,000,000 games", f"{1 / boxes.core:.2f} million a second")
    yield Row(f"{len(cases):,} games to 4x4 in fractions", f"{exact.core:.2f} s", "10 s")


def _judgements() -> Iterator[Row]:
    """Verdict functions on a million 2x2 games (basins on a tenth of them)."""
    payoffs = np.random.default_rng(5).normal(size=(1_000_000, 2, 2, 2))
    games = tg.NormalFormGame(payoffs, players=("row", "column"))
    few = games[np.arange(100_000)]
    runs: dict[str, tuple[Callable[[], object], float]] = {
        "p-dominance": (lambda: tg.p_dominance(games), 1.0),
        "critical discount factor": (lambda: tg.critical_discount(games), 1.0),
        "basin of attraction, exact,": (lambda: tg.basin(few), 0.1),
    }
    for name, (run, millions) in runs.items():
        (time,) = in_turn(run, repeat=3)
        yield Row(f"{name} of random 2x2 games", f"{millions / time.core:.2f} million a second")
