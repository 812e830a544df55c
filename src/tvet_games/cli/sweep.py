"""tvet-games sweep."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tvet_games.cli.evolve import instruments_with
from tvet_games.cli.long_run import read_over
from tvet_games.cli.output import console, language, print_json, progress
from tvet_games.cli.solve import pairs
from tvet_games.cli.studies import draw, is_scenario, records
from tvet_games.cli.studies import show as show_study
from tvet_games.cli.uncertainty_options import read_distribution
from tvet_games.cli.workers import kept_in, tell_chunks
from tvet_games.cli.workers import processes as pool_of
from tvet_games.errors import InputError, Problem, missing, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import load_calibration, load_conflict, load_scenario
from tvet_games.model.policy import Policy
from tvet_games.solve.verdict_codes.flags import class_names, has_flag
from tvet_games.study.chunks.executor import processors
from tvet_games.study.portfolio.sites import read_sites, spreadsheet_frame
from tvet_games.study.setting import read_setting
from tvet_games.study.sweep.plan import SweepPlan
from tvet_games.study.sweep.summary import summarise_sweep
from tvet_games.study.sweep.sweep import OUTPUTS, plan_sweep, sweep
from tvet_games.study.sweep.view import NUMBERS
from tvet_games.study.worlds.draw import draw_worlds
from tvet_games.tables.labels import Language

MOST_ROWS = 1_000_000
"""Most points of a table."""


def run(
    *,
    what: str,
    calibration: str | None,
    conflict: str | None,
    policy: list[str] | None,
    replace: list[str] | None,
    over: list[str] | None,
    worlds: int | None,
    distribution: str,
    given: list[str] | None,
    design: str,
    seed: int,
    sites: str | None,
    own: list[str] | None,
    say: list[str] | None,
    ties: bool,
    plot: str | None,
    plot_of: str,
    workers: int | None,
    processes: bool,
    scheduler: str | None,
    output: str | None,
    resume: bool,
    dry_run: bool,
    json: bool,
    lang: str,
) -> None:
    """Sweep, save the result where it is asked for, and print what it says on the whole."""
    tongue = language(lang)
    chosen, figures, levels = _asked(what, calibration, conflict, policy, replace)
    place = _place(output, resume)
    known, grid = instruments_with(own), _grid(over)
    drawn = _drawn(chosen, figures, levels, known, grid)
    asked: dict[str, Any] = {
        "policy": levels,
        "instruments": known,
        "worlds": _worlds(figures, worlds, distribution, given, design, seed, drawn),
        "sites": None if sites is None else read_sites(sites),
        "outputs": _outputs(say, plot_of if plot is not None else ""),
        "workers": workers,
    }
    table = place if place is not None and place.suffix.lower() == ".csv" else None
    store = place if table is None else None
    plan = plan_sweep(chosen, figures, grid, **asked, stored=store is not None)
    if dry_run:
        _print_plan(plan, tongue, json=json)
        return
    if table is not None and plan.points > MOST_ROWS:
        what_ = f"takes at most {MOST_ROWS:,} points; give a folder, as in out.zarr"
        raise InputError("", [Problem("--output", what_, f"{plan.points:,} points")])
    print(*plan.describe(tongue), file=sys.stderr)
    with _executor(processes, scheduler, workers) as executor:
        asked |= {"store": store, "resume": resume, "executor": executor, "ties": ties}
        found = _swept(chosen, figures, grid, asked)
    if table is not None:
        _write_table(found, table)

    def picture() -> object:
        from tvet_games.show.sweep import plot_sweep

        return plot_sweep(found, what=plot_of, language=tongue)

    draw(plot, picture)
    summary, title = summarise_sweep(found), f"{chosen.labels.of(chosen.name, tongue)} · {figures.name}"
    frames = {"points": summary.to_frame()} | {f"along {axis.name}": axis.to_frame() for axis in summary.axes}
    show_study(summary, title, frames, json=json, lang=lang)


def _outputs(say: list[str] | None, plot_of: str) -> tuple[str, ...]:
    """What is said of each point; the number that is drawn too."""
    outputs = ("verdict", *say) if say else OUTPUTS
    return (*outputs, plot_of) if plot_of in NUMBERS and plot_of not in outputs else outputs


def _write_table(found: Any, path: Path) -> None:
    """A row a point: what is said of it, the verdict taken apart."""
    frame = found.to_dataframe()
    flags = [flag for flag in found.verdict.attrs["flag_meanings"].split() if not flag.startswith("class_")]
    for flag in flags:
        frame[flag] = has_flag(found.verdict, flag).values.ravel()
    if "class_cyclic" in found.verdict.attrs["flag_meanings"]:
        frame["class"] = class_names(found.verdict.values).ravel()
    try:
        spreadsheet_frame(frame.reset_index()).to_csv(path, index=False)
    except OSError as error:
        raise InputError("", [Problem("--output", f"cannot be written ({error.strerror})", str(path))]) from None


def _print_plan(plan: SweepPlan, tongue: Language, *, json: bool) -> None:
    if json:
        print_json({"plan": records(plan.to_frame())[0]})
    else:
        console().print(*plan.describe(tongue))


def _swept(conflict: Conflict, figures: Calibration, grid: Mapping[str, Any], asked: Mapping[str, Any]) -> Any:
    """Run the sweep under a progress bar, and say what was found in a store."""
    with kept_in(asked["store"]), progress("sweep") as step:
        found = sweep(conflict, figures, grid, **asked, progress=step)
    tell_chunks(found.attrs.get("chunks_found", 0), found.attrs.get("chunks_damaged", 0))
    return found


def _asked(
    what: str, calibration: str | None, conflict: str | None, policy: list[str] | None, replace: list[str] | None
) -> tuple[Conflict, Calibration, Policy]:
    """The conflict, the figures and what is in force: of a scenario, or as the options say."""
    levels, changes = pairs(policy, "--policy"), pairs(replace, "--set")
    if is_scenario(what):
        if calibration is not None:
            raise InputError("", [Problem("--calibration", "is for a conflict; a scenario has its own", calibration)])
        scenario = load_scenario(what)
        figures, in_force = scenario.calibration, {**scenario.status_quo, **levels}
        chosen = _conflict_of(scenario.conflicts, conflict)
    else:
        if calibration is None or conflict is not None:
            what_ = "is for a scenario" if conflict is not None else "is needed for a conflict"
            raise InputError("", [Problem("--conflict" if conflict is not None else "--calibration", what_)])
        chosen, figures, in_force = load_conflict(what), load_calibration(calibration), levels
    return chosen, figures.replace(**changes) if changes else figures, Policy(**in_force)


def _conflict_of(conflicts: tuple[Conflict, ...], name: str | None) -> Conflict:
    known = {one.name: one for one in conflicts}
    if name is None and len(known) == 1:
        return next(iter(known.values()))
    if name is None:
        what = f"is needed, because the scenario has several: {', '.join(known)}"
        raise InputError("", [Problem("--conflict", what)])
    if name not in known:
        raise unknown("conflict of the scenario", name, known, field="--conflict")
    return known[name]


def _grid(over: list[str] | None) -> dict[str, Any]:
    grid: dict[str, Any] = {}
    for text in over or []:
        name, values = read_over(text)
        if values is None:
            raise InputError(
                "", [Problem("--over", "expected values, as in retention=0:1:11 or retention=0.2,0.4", text)]
            )
        if name in grid:
            raise InputError("", [Problem("--over", "is given twice", name)])
        grid[name] = values
    return grid


def _drawn(
    conflict: Conflict, figures: Calibration, levels: Policy, known: list[Instrument], grid: Mapping[str, Any]
) -> list[str]:
    """The values that worlds are to draw: what the payoffs rest on and no axis moves."""
    moved = {i.name: 1 for i in known if i.name in grid}
    around = replace(read_setting(conflict, figures, levels, known), policy=Policy(**{**levels, **moved}))
    return [name for name in around.matters() if name not in grid]


def _worlds(
    figures: Calibration,
    count: int | None,
    distribution: str,
    given: list[str] | None,
    design: str,
    seed: int,
    names: list[str],
) -> Any:
    if count is None:
        if given:
            raise InputError("", [Problem("--given", "is for drawn worlds: say how many with --worlds")])
        return None
    idle = [name for name in pairs(given, "--given") if name not in names]
    if idle:
        raise InputError("", [Problem("--given", "is a value that nothing here rests on, or an axis", n) for n in idle])
    lie = read_distribution(distribution, given, figures)
    return draw_worlds(figures, count, distribution=lie, design=design, names=names, rng=seed)


def _place(output: str | None, resume: bool) -> Path | None:
    """Where the result goes."""
    if output is None:
        if resume:
            raise InputError("", [Problem("--resume", "needs the store to go on with: give --output")])
        return None
    place = Path(output)
    kind = place.suffix.lower()
    if kind not in (".csv", ".zarr"):
        raise InputError("", [Problem("--output", "ends in neither .zarr (a store) nor .csv (a table)", output)])
    if kind == ".csv" and resume:
        raise InputError("", [Problem("--resume", "is for a store, as in out.zarr", output)])
    if kind == ".csv" and not place.absolute().parent.is_dir():
        raise InputError("", [Problem("--output", "is in a folder that does not exist", output)])
    return place


@contextmanager
def _executor(processes: bool, scheduler: str | None, workers: int | None) -> Iterator[Executor | None]:
    """Threads (None), processes, or the workers of a cluster."""
    if processes and scheduler is not None:
        raise InputError("", [Problem("--processes", "and --scheduler exclude each other")])
    if scheduler is not None:
        with _cluster(scheduler) as executor:
            yield executor
    elif processes:
        with pool_of(workers or processors()) as pool:
            yield pool
    else:
        yield None


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise missing("distributed", "a cluster needs", "scale") from error
    try:
        client: Any = Client(address, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError("", [Problem("--scheduler", f"cannot be reached ({error})", address)]) from None
    with client:
        yield client.get_executor()
