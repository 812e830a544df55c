"""Sites of which some cannot be won and the money does not reach all, here and in a process of its own.

Run as a program it begins a portfolio in a store and does something to itself once so many sites are done.
"""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np

import tvet_games as tg
from tvet_games.study.portfolio import site_reader

STRIP, SIZE = 8, 37

CHUNKS = 5
"""The last of them is short."""

BUDGET = 1_000_000

ASKED = tg.question(
    "school_enterprise",
    "germany_2022",
    ["training_subsidy", "school_grant"],
    bounds={"training_subsidy": (0, 8_000)},
)

FULL = 16
"""Bytes of the largest file that may still be written: a place in the map, and no chunk."""


def many_sites() -> tg.Sites:
    rng = np.random.default_rng(1)
    values = {"trainee_output": rng.uniform(9_000, 18_000, SIZE), "standing": rng.uniform(500, 3_000, SIZE)}
    return tg.Sites(tuple(f"site {k}" for k in range(SIZE)), rng.integers(1, 60, SIZE).astype(float), values)


def begin(store: Path, ending: str, after: int) -> subprocess.CompletedProcess[str]:
    """Begin a portfolio in another process, which is killed (or its disk is full) after so many sites."""
    command = [sys.executable, __file__, str(store), ending, str(after)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def main(store: str, ending: str, after: str) -> None:
    site_reader.STRIP = STRIP

    def step(done: int, _: int) -> None:
        if done == int(after) and ending == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if done == int(after):
            resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL))

    try:
        tg.portfolio(ASKED, many_sites(), store=store, chunk=STRIP, progress=step, resume=True)
    except tg.StoreError as error:
        print(error)


if __name__ == "__main__":
    main(*sys.argv[1:])
