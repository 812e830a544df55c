"""Measures the package against its peers in one run and writes benchmarks/README.md: ``make bench``.

Times are medians on whatever machine this is, the two sides of a ratio taken in turn; the ratios are what to quote.
"""

from __future__ import annotations

import datetime
import json
import math
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

import dynamics
import nashpy
import numpy as np
import quantecon.game_theory as qe
import sharing
from peer_search import run_peer

import tvet_games as tg
from tvet_games.games.best_response import regret
from tvet_games.policy.scenario import as_question
from tvet_games.policy.search import answer

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
    asked = as_question("germany_five_conflicts")
    (seconds,) = median_time(lambda: answer(asked), repeat=25)
    name = "search: five conflicts, all instruments, unique, with proof"
    return [(name, f"{seconds * 1e3:.1f} ms", "20 ms", "", "")]


def peer_searches(limit: float) -> list[ROW]:
    """The search of each scenario whose criteria nashpy can judge, against differential evolution over nashpy."""
    rows = []
    for name in tg.scenarios():
        scenario = tg.load_scenario(name)
        if scenario.criteria.keys() - {"nash", "unique"} or scenario.steps or scenario.uncertainty:
            continue
        if name.startswith("sharing_"):  # about shares; the community's search is among the others
            continue
        asked = as_question(scenario)
        solution = answer(asked)
        (own,) = median_time(lambda q=asked: answer(q), repeat=9)
        run = run_peer(solution, limit)
        said = f"{run.seconds:.1f} s, {run.evaluations:,} evaluations"
        if not run.reached:
            over = "nothing feasible" if math.isinf(run.best) else f"{run.best / float(solution.cost) - 1:.1%} dearer"
            said += f"; given up, {over}"
        ratio = f"{run.seconds / own:,.0f}" if run.reached else f"over {run.seconds / own:,.0f}"
        rows.append((f"search: {name}", f"{own * 1e3:.1f} ms, exact", "1,000 times", f"nashpy in DE: {said}", ratio))
    return rows


SITES = """
import sys, time
import numpy as np
import tvet_games as tg
from tvet_games.policy.scenario import as_question
from tvet_games.study.portfolio.sites import Sites
count = int(sys.argv[1])
asked = as_question("germany_five_conflicts")
rng = np.random.default_rng(0)
names = ["training_cost", "retention", "standing", "reform_cost", "quality_gain", "effort", "placement_gain",
         "supervision_cost", "teaching_gain", "career_value", "service_value", "hosting_cost"]
centre = {n: float(asked.calibration.numbers[n]) for n in names}
values = {n: centre[n] * rng.uniform(0.8, 1.2, count) for n in names}
sites = Sites(tuple(f"site {s}" for s in range(count)), rng.integers(5, 60, count).astype(float), values)
tg.portfolio(asked, sites.__class__(sites.names[:20], sites.heads[:20], {n: v[:20] for n, v in values.items()}))
start = time.perf_counter()
found = tg.portfolio(asked, sites)
seconds = time.perf_counter() - start
half = tg.portfolio(asked, sites, budget=found.total_cost / 2)
assert found.verified and half.verified
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(seconds, int(peak) / 1024**2, half.status, half.trainees_funded)
"""


def sites() -> list[ROW]:
    """Portfolios of synthetic sites: twelve values of each drawn around the centre."""
    rows = []
    for count, target in ((310, "1 s"), (10_000, "30 s, 2 GiB")):
        done = subprocess.run([sys.executable, "-c", SITES, str(count)], capture_output=True, text=True, check=True)
        seconds, gigabytes, status, _ = done.stdout.split()
        value = f"{float(seconds):.2f} s, peak {float(gigabytes):.2f} GiB; half the budget: {status}"
        rows.append((f"portfolio: {count:,} sites x 5 conflicts, unique", value, target, "", ""))
    return rows


def around() -> list[ROW]:
    """What surrounds the search, on one country."""
    asked = as_question("germany_apprenticeship")
    runs = {
        "frontier in the margin, exact breakpoints": lambda: tg.frontier(asked, start=0, stop=4_000),
        "explain: worth of 8 instruments, leeway of 15 numbers": lambda: tg.explain(asked),
        "robust over all ranges at once": lambda: tg.robust(asked),
        "chance constraint, 500 draws, checked on 10,000": lambda: tg.chance(asked, 0.1),
    }
    return [(name, f"{median_time(run, repeat=3)[0] * 1e3:,.0f} ms", "", "", "") for name, run in runs.items()]


def verdicts() -> list[ROW]:
    """Verdict functions on a million 2x2 games (basins on a tenth of them)."""
    payoffs = np.random.default_rng(5).normal(size=(1_000_000, 2, 2, 2))
    games = tg.NormalFormGame(payoffs, players=("row", "column"))
    few = games[np.arange(100_000)]
    runs = {
        "p-dominance": (lambda: tg.p_dominance(games), 1.0),
        "critical discount factor": (lambda: tg.critical_discount(games), 1.0),
        "basin of attraction, exact": (lambda: tg.basin(few), 0.1),
    }
    rows = []
    for name, (run, millions) in runs.items():
        (seconds,) = median_time(run, repeat=3)
        rows.append((f"{name} of random 2x2 games", f"{millions / seconds:.2f} million a second", "", "", ""))
    return rows


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


def report(rows: Sequence[ROW], limit: float) -> str:
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
        "nashpy in DE: SciPy's differential evolution over the levels, each evaluation with the equilibria that nashpy",
        "finds and a penalty for what is not satisfied (same margin and constraints), until its best feasible package",
        f"is within 1 % of the optimum, or {limit:.0f} seconds (`LIMIT`) are over. Peaks of memory: whole process.",
        "The nucleolus of the peer is a textbook's sequence of linear programs in floats; ours is exact, in fractions.",
        "The loop over solve_ivp follows 200 of the starts, in plain Python equations with the same accuracy and an",
        "event at the corner, and is scaled up; egttools knows one population, so that it can do the symmetric game",
        "only. The game of three populations is that of Jiang and Ma (2026), which has two stable corners.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run all measurements."""
    rows = [*start_up(), *extreme(3, 20_000, "5 times"), *extreme(4, 5_000, "2 times")]
    rows += [
        *two_by_two(),
        *exact_games(),
        *policy(),
        *grid(),
        *sites(),
        *around(),
        *verdicts(),
        *sharing.rows(),
        *dynamics.rows(),
    ]
    limit = float(os.environ.get("LIMIT", "600"))
    rows += peer_searches(limit)
    (HERE / "README.md").write_text(report(rows, limit), encoding="utf-8")
    print((HERE / "README.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
