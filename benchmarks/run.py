"""Measures the package against its peers in one run and writes benchmarks/README.md: ``make bench``.

Times are medians on whatever machine this is, the two sides of a ratio taken in turn; the ratios are what to quote.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

import nashpy
import numpy as np
import quantecon.game_theory as qe

import tvet_games as tg
from tvet_games.games.best_response import regret

HERE = Path(__file__).parent
ROW = tuple[str, str, str, str, str]


def median_time(*runs: Callable[[], object], repeat: int = 5) -> list[float]:
    """Median seconds of each run, taken in turn after one warm-up."""
    times: list[list[float]] = [[] for _ in runs]
    for k in range(repeat + 1):
        for run, own in zip(runs, times, strict=True):
            start = time.perf_counter()
            run()
            if k:
                own.append(time.perf_counter() - start)
    return [statistics.median(own) for own in times]


def process(*command: str) -> Callable[[], object]:
    """A whole process as a run."""
    return lambda: subprocess.run(command, capture_output=True, check=True)


def start_up() -> list[ROW]:
    """Import of the package, and the commands."""
    tool = str(Path(sys.executable).with_name("tvet-games"))
    policy = ("-c", "austria_2016", "--policy", "training_subsidy=5100")
    bare, package, usage, solve, demo = median_time(
        process(sys.executable, "-c", "pass"),
        process(sys.executable, "-c", "import tvet_games"),
        process(tool, "--help"),
        process(tool, "solve", "school_enterprise", *policy),
        process(tool, "demo"),
        repeat=7,
    )
    return [
        ("import of the package", f"{package - bare:.3f} s", "0.05 s", "", ""),
        ("`tvet-games --help`", f"{usage:.2f} s", "0.25 s", "", ""),
        ("`tvet-games solve`", f"{solve:.2f} s", "0.6 s", "", ""),
        ("`tvet-games demo`", f"{demo:.2f} s", "3 s", "", ""),
    ]


def extreme(size: int, games: int, target: str) -> list[ROW]:
    """Extreme equilibria of random games in a batch, against quantecon and nashpy game by game."""
    row, column = np.random.default_rng(size).normal(size=(2, games, size, size))
    pick = range(2_000)
    built = [qe.NormalFormGame((qe.Player(row[g]), qe.Player(column[g].T.copy()))) for g in pick]
    ours, theirs = median_time(
        lambda: tg.batch_equilibria(row, column), lambda: [qe.support_enumeration(game) for game in built]
    )
    found = tg.batch_equilibria(row, column)
    counts = [len(found.of(g)[0]) for g in pick]
    differ = sum(len(qe.support_enumeration(game)) != n for game, n in zip(built, counts, strict=True))
    checked = tg.NormalFormGame.from_bimatrix(row[found.game], column[found.game])
    worst = float(regret(checked, [found.row, found.column]).max())
    slow = [nashpy.Game(row[g], column[g]) for g in range(100)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nashpy calls games with an even number of finds degenerate
        (loop,) = median_time(lambda: [list(game.support_enumeration()) for game in slow], repeat=3)
    each, peer, naive = ours / games * 1e6, theirs / len(built) * 1e6, loop / len(slow) * 1e6
    name = f"extreme equilibria, {size}x{size}, {games:,} random games"
    note = f"{each:.2f} us a game; worst regret {worst:.0e}; other count in {differ} of {len(built):,}"
    return [
        (name, note, target, f"quantecon support enumeration {peer:.1f} us", f"{peer / each:.1f}"),
        ("", "", "", f"nashpy support enumeration {naive:,.0f} us", f"{naive / each:,.0f}"),
    ]


def two_by_two() -> list[ROW]:
    """Complete equilibrium sets of a million 2x2 games."""
    row, column = np.random.default_rng(0).normal(size=(2, 1_000_000, 2, 2))
    (seconds,) = median_time(lambda: tg.equilibrium_boxes(row, column), repeat=3)
    return [("complete sets with components, 2x2, 1,000,000 games", f"{1 / seconds:.2f} million a second", "", "", "")]


def exact_games() -> list[ROW]:
    """The 1,000 games of the tests in fractions."""
    cases = json.loads((HERE.parent / "tests/data/extreme_equilibria.json").read_text())
    (seconds,) = median_time(lambda: [tg.extreme_equilibria(c["A"], c["B"]) for c in cases], repeat=3)
    return [("1,000 games to 4x4 in fractions", f"{seconds:.2f} s", "10 s", "", "")]


def policy() -> list[ROW]:
    """The search, after loading."""
    scenario = tg.load_scenario("germany_five_conflicts")
    (seconds,) = median_time(lambda: tg.search(scenario))
    return [("search: five conflicts, all instruments, unique, with proof", f"{seconds * 1e3:.0f} ms", "", "", "")]


def grid() -> list[ROW]:
    """A grid of games from formulas."""
    calibration = tg.load_calibration("germany_2022").replace(retention=np.linspace(0, 1, 1000)[:, None])
    levels = tg.Policy(training_subsidy=np.linspace(0, 8_000, 1000)[None, :])
    conflict = tg.load_conflict("school_enterprise")
    (seconds,) = median_time(lambda: conflict.game(calibration, levels))
    return [
        (
            "payoffs of a 1000 x 1000 grid from the file's formulas",
            f"{1 / seconds:.1f} million games a second",
            "",
            "",
            "",
        )
    ]


def report(rows: Sequence[ROW]) -> str:
    """The README of this folder."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "highspy", "nashpy", "quantecon"))
    lines = [
        "# Benchmarks",
        "",
        "`make bench` measures everything below in one run and rewrites this page. Times are medians on a shared",
        "machine, the two sides of a ratio taken in turn: quote the ratios.",
        "",
        f"{datetime.date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}, {libraries}.",
        "",
        "| measurement | value | target | peer | ratio |",
        "|---|---|---|---|---|",
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
        "Games of peers are built beforehand, compiled code is warmed up. quantecon's support enumeration takes",
        "one game at a time and is incomplete on degenerate games; on random games both should find the same number.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run all measurements."""
    rows = [*start_up(), *extreme(3, 20_000, "5 times"), *extreme(4, 5_000, "2 times")]
    rows += [*two_by_two(), *exact_games(), *policy(), *grid()]
    (HERE / "README.md").write_text(report(rows), encoding="utf-8")
    print((HERE / "README.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
