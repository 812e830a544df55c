"""Verdict codes: games a second on a core, against copying memory, by order in memory, threads and chunks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import engine_peers
import numpy as np
from machine import COPIED, beyond_input, copying
from timing import Row, in_turn

import tvet_games as tg
from tvet_games.solve.verdict_codes.front import CHUNKS

GAMES = {(2, 2): 10_000_000, (2, 2, 2): 4_000_000, (3, 3): 200_000, (4, 4): 50_000, (3, 3, 3): 100_000}
"""Random games of each shape."""

FEW = 1_000_000
"""Games of what is slow, and of the comparison of chunks."""

SIZES = (1_024, 4_096, 16_384, 32_768, 65_536, 262_144)
"""Games of a chunk."""

GOALS = {(2, 2): "60 million", (2, 2, 2): "20 million"}

MILLION = 1e6

KNOWN = """\
Payoffs are normal random numbers, and in memory before the clock starts. *Batch last*: the games run fastest in memory,
as in games from a conflict; *C order*: the payoffs of a game lie together. The share of the copy bandwidth is the bytes
of payoffs read a second over the bytes that `np.copyto` of a large array reads a second, both on one core, in turn.
Memory beyond the input holds the codes, 2 bytes a game. The engine judges every game in every respect (`flags.py`);
peers list equilibria, game by game, and quantecon's list is incomplete on degenerate games. Their verdicts are
compared with the codes in the number of pure equilibria, whether the target is one, and whether it is the only one.
pygambit computes in fractions, whose digits are those of the payoffs; the second row of it has payoffs in 1,024ths."""


def rows() -> list[Row]:
    """All measurements."""
    return [
        *_shape((2, 2)),
        *_shape((2, 2, 2)),
        *_larger(),
        *engine_peers.rows(),
        *(_by_chunk(shape) for shape in CHUNKS),
    ]


def random_games(shape: tuple[int, ...], games: int, seed: int = 0) -> tg.NormalFormGame:
    """Games with normal payoffs, batch last in memory."""
    cells = np.random.default_rng(seed).standard_normal((len(shape), *shape, games))
    return tg.NormalFormGame(np.moveaxis(cells, -1, 0), players=[f"player {i + 1}" for i in range(len(shape))])


def _shape(shape: tuple[int, ...]) -> Iterator[Row]:
    """Games of two actions each: throughput, bandwidth, memory, threads."""
    games, batch = GAMES[shape], random_games(shape, GAMES[shape])
    ordered = tg.NormalFormGame(np.ascontiguousarray(batch.payoffs), players=batch.players)
    code, level, other, copy = in_turn(
        lambda: tg.verdict_codes(batch),
        lambda: tg.verdict_codes(batch, p_level=True),
        lambda: tg.verdict_codes(ordered),
        copying(),
    )
    name = f"{_by(shape)}, all verdicts"
    bandwidth = COPIED / copy.core
    read = batch.payoffs.nbytes / code.core
    held = beyond_input(lambda: tg.verdict_codes(batch))
    yield Row(f"{name}, batch last, {games:,} games", _rate(games, code.core, code.clock), GOALS[shape])
    yield Row(f"{name} and p-dominance level", _rate(games, level.core, level.clock))
    yield Row(f"{name}, C order", _rate(games, other.core, other.clock))
    if shape == (2, 2):
        few = batch[np.arange(FEW)]
        (basin,) = in_turn(lambda: tg.verdict_codes(few, basin=True), repeat=1, warm=False)
        yield Row(f"{name} and exact basin, {FEW:,} games", _rate(FEW, basin.core, basin.clock))
    said = f"copying {bandwidth / 1e9:.1f} GB read a second"
    yield Row(f"{_by(shape)}, payoffs read", f"{read / 1e9:.1f} GB a second", "", said, f"{read / bandwidth:.0%}")
    own = np.dtype(np.uint16).itemsize * games * (1 + (shape == (2, 2, 2)))
    kept = f"{held / 2**20:.1f} MiB, of which results {own / 2**20:.1f} MiB"
    yield Row(f"{_by(shape)}, memory beyond the input of {batch.payoffs.nbytes / 2**20:,.0f} MiB", kept)
    yield from _threads(batch, games)


def _threads(batch: tg.NormalFormGame, games: int) -> Iterator[Row]:
    """The same with more threads: by the clock, and what a game costs a core."""
    counts = [2**k for k in range((os.cpu_count() or 1).bit_length())]
    times = in_turn(*(lambda n=n: tg.verdict_codes(batch, workers=n) for n in counts))
    rates = [(games / t.clock / MILLION, games / t.core / MILLION) for t in times]
    said = "; ".join(f"{n}: {clock:.1f} ({core:.1f})" for n, (clock, core) in zip(counts, rates, strict=True))
    best = times[0].clock / min(t.clock for t in times)
    yield Row(
        f"{_by(batch.shape)}, million a second by the clock (on a core), by threads",
        f"{said}; {best:.2f} times one thread",
    )


def _larger() -> Iterator[Row]:
    """Games of other shapes: complete sets of two players by support, and orders of elimination."""
    for shape in ((3, 3), (4, 4), (3, 3, 3)):
        games, batch = GAMES[shape], random_games(shape, GAMES[shape])
        (time,) = in_turn(lambda batch=batch: tg.verdict_codes(batch), repeat=3)
        yield Row(f"{_by(shape)}, all verdicts, {games:,} games", _rate(games, time.core, time.clock))


def _by_chunk(shape: tuple[int, ...]) -> Row:
    """Throughput by the number of games that are judged together."""
    batch = random_games(shape, FEW)

    def run(size: int) -> None:
        with _chunks_of(shape, size):
            tg.verdict_codes(batch)

    times = in_turn(*(lambda size=size: run(size) for size in SIZES), repeat=9)
    said = "; ".join(f"{n:,}: {FEW / t.core / MILLION:.1f}" for n, t in zip(SIZES, times, strict=True))
    return Row(f"{_by(shape)}, million a second on a core, by games of a chunk", f"{said}; in use {CHUNKS[shape]:,}")


@contextmanager
def _chunks_of(shape: tuple[int, ...], size: int) -> Iterator[None]:
    used = CHUNKS[shape]
    CHUNKS[shape] = size
    try:
        yield
    finally:
        CHUNKS[shape] = used


def _by(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape))


def _rate(games: int, core: float, clock: float) -> str:
    return f"{games / core / MILLION:.3g} million a second on a core ({games / clock / MILLION:.3g} by the clock)"
