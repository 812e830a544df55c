"""Fuzz what reads files: valid ones are damaged at random, and every reader must answer or refuse in its own words.

    python tests/support/fuzz.py [--minutes 1] [--seed 0] [READER ...]

A crash is an error that is not the package's own, an answer that takes over 2 s, or a process over 500 MB. What crashed
is kept in build/fuzz, to be added to tests/data/fuzz, which the tests replay.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import tvet_games as tg
from tvet_games.checker.check import verify_text
from tvet_games.checker.statement import StatementError
from tvet_games.errors import TvetGamesError
from tvet_games.model.formula import parse

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "fuzz"
LIBRARY = files("tvet_games") / "library"
REFUSALS = (TvetGamesError, StatementError)

SLOW, LARGE = 2.0, 500 * 2**20
"""Longest answer [s], and largest process [bytes]."""

FORMULAS = ["retention*(1 - spillover) + min(training_cost, 3e4)", "exp(-a)**2/log(b + 1)", "max(0, sqrt(c) - 1/3)"]

TOKENS = [
    *("(", ")", "[", "]", "{", "}", '"', "'", "\n", "\\", "\x00", "﻿", "é", "学", ",", ";", "=", "#", "..", "**", "//"),
    *("1e999", "-1", "0x1F", "nan", "inf", "9" * 400, "1/0", "__import__", "lambda", "true", "format = 1", "[[", "]]"),
]


def toml(kind: str) -> list[bytes]:
    """The files of a kind that ship."""
    return [path.read_bytes() for path in (LIBRARY / f"{kind}s").iterdir() if path.name.endswith(".toml")]


def read_file(read: Callable[[Path], object], name: str) -> Callable[[bytes], object]:
    """Call a reader of files with bytes."""

    def call(content: bytes) -> object:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            return read(path)

    return call


def checked(path: Path) -> object:
    """Check a file: mistakes are returned, and no error may come."""
    return tg.check(path)


def written(write: Callable[[Path], object], name: str) -> bytes:
    """What a writer writes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


GAME = tg.load_conflict("school_enterprise").game("germany_2022", exact=True)
COALITIONS = b"coalition,value\na,1\nb,2\na+b,4\n"
SITES = b"site,trainees,retention\nUlm,12,0.7\nJena,30,0.65\n"

READERS: dict[str, tuple[list[bytes], Callable[[bytes], object]]] = {
    **{kind: (toml(kind), read_file(checked, "file.toml")) for kind in ("conflict", "calibration", "instrument")},
    "scenario": (toml("scenario"), read_file(checked, "file.toml")),
    "graph": (toml("graph"), read_file(checked, "file.toml")),
    "formula": ([f.encode() for f in FORMULAS], lambda content: parse(content.decode("utf-8", "replace"))),
    "nfg": ([written(lambda p: tg.write_nfg(GAME, p), "g.nfg")], read_file(tg.read_nfg, "g.nfg")),
    "payoffs": ([written(lambda p: tg.write_payoffs(GAME, p), "g.csv")], read_file(tg.read_payoffs, "g.csv")),
    "table": (
        [written(lambda p: tg.write_calibration(tg.load_calibration("germany_2022"), p), "c.csv")],
        read_file(tg.load_calibration, "c.csv"),
    ),
    "coalitions": ([COALITIONS], read_file(tg.read_coalitions, "c.csv")),
    "sites": ([SITES], read_file(tg.read_sites, "s.csv")),
    "statement": (
        [str(tg.statement_of(tg.equilibria(GAME))).replace("'", '"').encode()],
        lambda content: verify_text(content.decode("utf-8", "replace")),
    ),
}


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A file with a few things cut, doubled, moved or put in."""
    text = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        to = min(to, at + chance.choice([1, 8, 80, 800]))
        what = chance.randrange(6)
        if what == 0:
            del text[at:to]
        elif what == 1:
            text[at:at] = text[at:to] * chance.choice([1, 2, 50])
        elif what == 2:
            text[at:at] = chance.choice(TOKENS).encode() * chance.choice([1, 1, 1, 200])
        elif what == 3 and at < len(text):
            text[at] = chance.randrange(256)
        elif what == 4:
            piece = text[at:to]
            del text[at:to]
            place = chance.randrange(len(text) + 1)
            text[place:place] = piece
        else:
            text[at:to] = str(chance.choice([0, -1, 10 ** chance.randrange(40), chance.random()])).encode()
    return bytes(text[:1_000_000])


def fuzz(name: str, seconds: float, seed: int) -> tuple[int, int]:
    """Fuzz one reader for a time; how many inputs it had, and how many crashed."""
    seeds, read = READERS[name]
    chance = random.Random(f"{name} {seed}")
    count = crashes = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        content = damaged(chance.choice(seeds), chance)
        count += 1
        told = crash(read, content)
        if told:
            crashes += 1
            KEPT.mkdir(parents=True, exist_ok=True)
            path = KEPT / f"{name}-{crashes}"
            path.write_bytes(content)
            print(f"{name}: {told}; kept in {path}", flush=True)
    return count, crashes


def crash(read: Callable[[bytes], object], content: bytes) -> str:
    """What went wrong with an input; empty where it was read or refused."""
    start = time.monotonic()
    try:
        read(content)
    except REFUSALS:
        pass
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]
    took = time.monotonic() - start
    if took > SLOW:
        return f"took {took:.1f} s"
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 > LARGE:
        return "the process is over 500 MB"
    return ""


def main() -> int:
    """Fuzz the readers asked for; 1 if any crashed."""
    parser = argparse.ArgumentParser(description="Fuzz what reads files.")
    parser.add_argument("readers", nargs="*", choices=[*READERS, []], help="by default all")
    parser.add_argument("--minutes", type=float, default=1, help="for each reader")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    failed = 0
    for name in asked.readers or READERS:
        count, crashes = fuzz(name, 60 * asked.minutes, asked.seed)
        print(f"{name}: {count:,} inputs, {crashes} crashes", flush=True)
        failed += crashes
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
