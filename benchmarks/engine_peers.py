"""Verdict codes against quantecon, pygambit and nashpy, on the same games; the verdicts are compared too."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import nashpy
import numpy as np
import pygambit
import quantecon.game_theory as qe
from timing import Row, in_turn

import tvet_games as tg

OURS = 1_000_000
"""Games of the package's own turn; the peers take the first of them."""

FINE = 1_024
"""Payoffs in such parts have few digits."""

NEAR = 1e-9
"""Probabilities that differ by less from 0 or 1 are pure."""

Found = list[Sequence[Sequence[float]]]
"""The equilibria of a game: of each, the strategy of every player."""


@dataclass(frozen=True)
class Peer:
    """Who lists the equilibria of one game after the other.

    Attributes
    ----------
    name : str
    games : int
        As many as take about a second at most.
    build : function
        From payoffs (n, a1, ..., an) to a game of the peer.
    solve : function
        From that to equilibria as the peer gives them.
    read : function
        From these, and the game, to numbers.
    goal : str
        For the ratio.
    """

    name: str
    games: int
    build: Callable[[np.ndarray], Any]
    solve: Callable[[Any], Any]
    read: Callable[[Any, Any], Found]
    goal: str = ""


def rows() -> list[Row]:
    """2x2 against everybody, and 2x2x2 against what lists pure equilibria."""
    two = np.random.default_rng(1).standard_normal((2, 2, 2, OURS))
    cube = np.random.default_rng(2).standard_normal((3, 2, 2, 2, OURS))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nashpy calls games with an even number of finds degenerate
        return [
            *_against(two, [QUANTECON, GAMBIT, NASHPY]),
            *_against(np.rint(two * FINE) / FINE, [SHORT]),
            *_against(cube, [PURE]),
        ]


def _against(cells: np.ndarray, peers: Sequence[Peer]) -> Iterator[Row]:
    """Time on a core for a game, in turn, and how often the verdicts agree."""
    payoffs = np.moveaxis(cells, -1, 0)
    batch = tg.NormalFormGame(payoffs, players=[f"player {i + 1}" for i in range(len(cells))])
    built = [[peer.build(game) for game in payoffs[: peer.games]] for peer in peers]
    loops = [
        lambda games=games, peer=peer: [peer.solve(g) for g in games] for games, peer in zip(built, peers, strict=True)
    ]
    own, *times = in_turn(lambda: tg.verdict_codes(batch), *loops)
    ours = own.core / OURS
    codes = tg.verdict_codes(batch)
    for peer, games, time in zip(peers, built, times, strict=True):
        theirs = time.core / len(games)
        same = sum(_verdict(peer.read(peer.solve(g), g), len(cells)) == _said(codes, k) for k, g in enumerate(games))
        ties = int(np.count_nonzero(codes.has("tie")[: len(games)]))
        value = f"{ours * 1e9:.1f} ns; same verdict in {same:,} of {len(games):,} games" + f", {ties} with a tie" * (
            ties > 0
        )
        said = f"{peer.name} {theirs * 1e6:,.1f} us"
        yield Row(
            f"{'x'.join(map(str, batch.shape))}, a game, on a core", value, peer.goal, said, f"{theirs / ours:,.0f}"
        )


def _said(codes: tg.VerdictCodes, k: int) -> tuple[int, bool, bool | None]:
    """Number of pure equilibria, whether the target is one, whether it is the only one (two players)."""
    code, target = int(codes.code[k]), bool(codes.has("target_equilibrium")[k])
    if codes.profiles is not None:
        return (int(codes.profiles[k]) & 255).bit_count(), target, None
    return (code & 15).bit_count(), target, bool(codes.has("target_unique")[k])


def _verdict(found: Found, players: int) -> tuple[int, bool, bool | None]:
    """The same from a list of equilibria."""
    pure = [e for e in found if all(min(p, 1 - p) < NEAR for strategy in e for p in strategy)]
    target = any(all(strategy[0] > 1 - NEAR for strategy in e) for e in pure)
    return len(pure), target, target and len(found) == 1 if players == 2 else None


def _quantecon(game: np.ndarray) -> qe.NormalFormGame:
    return qe.NormalFormGame((qe.Player(game[0].copy()), qe.Player(game[1].T.copy())))


def _gambit(game: np.ndarray) -> pygambit.Game:
    return pygambit.Game.from_arrays(*game)


def _of_gambit(result: Any, game: pygambit.Game) -> Found:
    return [[[float(e[s]) for s in player.strategies] for player in game.players] for e in result.equilibria]


QUANTECON = Peer(
    "quantecon support_enumeration", 2_000, _quantecon, qe.support_enumeration, lambda found, _: found, "300 times"
)
GAMBIT = Peer(
    "pygambit enummixed_solve, exact", 500, _gambit, pygambit.nash.enummixed_solve, _of_gambit, "15,000 times"
)
SHORT = Peer("the same, payoffs in 1,024ths", 1_000, _gambit, pygambit.nash.enummixed_solve, _of_gambit, "15,000 times")
NASHPY = Peer(
    "nashpy support_enumeration",
    500,
    lambda game: nashpy.Game(*game),
    lambda game: list(game.support_enumeration()),
    lambda found, _: found,
    "25,000 times",
)
PURE = Peer("pygambit enumpure_solve", 2_000, _gambit, pygambit.nash.enumpure_solve, _of_gambit)
