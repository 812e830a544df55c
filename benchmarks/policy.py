"""The search for the cheapest policy: alone, against differential evolution over nashpy, and what surrounds it."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator

import numpy as np
from peer_search import run_peer
from timing import Row, in_turn

import tvet_games as tg
from tvet_games.policy.scenario import as_question
from tvet_games.policy.search import answer

LIMIT = float(os.environ.get("LIMIT", "300"))
"""[s] Of processor time, after which a peer gives up."""

KNOWN = f"""\
Times are those on a core. nashpy in DE: SciPy's differential evolution over the levels, each evaluation with the
equilibria that nashpy finds and a penalty for what is not satisfied (same margin and constraints), until its best
feasible package is within 1 % of the optimum, or {LIMIT:.0f} s of processor time (the variable `LIMIT`) are over."""


def rows() -> list[Row]:
    """All measurements."""
    return [_search(), _grid(), *_around(), *_against_peer()]


def _search() -> Row:
    """The search, after loading."""
    asked = as_question("germany_five_conflicts")
    (time,) = in_turn(lambda: answer(asked), repeat=25)
    return Row("search: five conflicts, all instruments, unique, with proof", f"{time.core * 1e3:.1f} ms", "20 ms")


def _grid() -> Row:
    """A grid of games from formulas."""
    calibration = tg.load_calibration("germany_2022").replace(retention=np.linspace(0, 1, 1000)[:, None])
    levels = tg.Policy(training_subsidy=np.linspace(0, 8_000, 1000)[None, :])
    conflict = tg.load_conflict("school_enterprise")
    (time,) = in_turn(lambda: conflict.game(calibration, levels))
    what = "payoffs of a 1000 x 1000 grid from the file's formulas"
    return Row(what, f"{1 / time.core:.1f} million games a second")


def _around() -> Iterator[Row]:
    """What surrounds the search, on one country."""
    asked = as_question("germany_apprenticeship")
    runs: dict[str, Callable[[], object]] = {
        "frontier in the margin, exact breakpoints": lambda: tg.frontier(asked, start=0, stop=4_000),
        "explain: worth of 8 instruments, leeway of 15 numbers": lambda: tg.explain(asked),
        "robust over all ranges at once": lambda: tg.robust(asked),
        "chance constraint, 500 draws, checked on 10,000": lambda: tg.chance(asked, 0.1),
    }
    for name, run in runs.items():
        (time,) = in_turn(run, repeat=3)
        yield Row(name, f"{time.core * 1e3:,.0f} ms")


def _against_peer() -> Iterator[Row]:
    """The search of each scenario whose criteria nashpy can judge, against differential evolution over nashpy."""
    for name in tg.scenarios():
        scenario = tg.load_scenario(name)
        if scenario.criteria.keys() - {"nash", "unique"} or scenario.steps or scenario.uncertainty:
            continue
        if name.startswith("sharing_"):  # about shares; the community's search is among the others
            continue
        asked = as_question(scenario)
        solution = answer(asked)
        (own,) = in_turn(lambda q=asked: answer(q), repeat=9)
        run = run_peer(solution, LIMIT)
        said = f"{run.seconds:.1f} s, {run.evaluations:,} evaluations"
        if not run.reached:
            over = "nothing feasible" if math.isinf(run.best) else f"{run.best / float(solution.cost) - 1:.1%} dearer"
            said += f"; given up, {over}"
        ratio = f"{run.seconds / own.core:,.0f}" if run.reached else f"over {run.seconds / own.core:,.0f}"
        yield Row(f"search: {name}", f"{own.core * 1e3:.1f} ms, exact", "1,000 times", f"nashpy in DE: {said}", ratio)
