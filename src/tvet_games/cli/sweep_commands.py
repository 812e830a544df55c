"""The commands on sweeps and on maps of two instruments."""

from __future__ import annotations

from typing import Annotated

import typer

from tvet_games.cli.evolution_commands import Own
from tvet_games.cli.registry import Json, Lang, Levels, Values, app, run_command
from tvet_games.cli.uncertainty_commands import Distribution, Given, Seed


@app.command()
def sweep(
    what: Annotated[str, typer.Argument(help="A scenario, or a conflict with --calibration; a name or a path.")],
    calibration: Annotated[
        str | None, typer.Option("--calibration", "-c", help="Name or path of a calibration, for a conflict.")
    ] = None,
    conflict: Annotated[str | None, typer.Option("--conflict", help="Which conflict of a scenario of several.")] = None,
    over: Annotated[
        list[str] | None,
        typer.Option("--over", help="An axis, as in training_subsidy=0:10000:101 or retention=0.2,0.4; repeatable."),
    ] = None,
    worlds: Annotated[int | None, typer.Option("--worlds", help="Also over so many drawn worlds.")] = None,
    distribution: Distribution = "uniform",
    given: Given = None,
    design: Annotated[str, typer.Option("--design", help="random, latin_hypercube or sobol.")] = "random",
    seed: Seed = 0,
    sites: Annotated[str | None, typer.Option("--sites", help="Also over the sites of a CSV file.")] = None,
    policy: Levels = None,
    replace: Values = None,
    own: Own = None,
    say: Annotated[
        list[str] | None,
        typer.Option(
            "--say", help="Beside the verdict: p_level (by default), margin, cost, basin, profiles; repeatable."
        ),
    ] = None,
    ties: Annotated[bool, typer.Option("--ties", help="Let values that are tied to one that moves follow it.")] = False,
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="A folder for the result, .zarr, or a table, .csv.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a sweep that was interrupted.")] = False,
    plot: Annotated[
        str | None, typer.Option("--plot", help="Draw it over its first two axes, or its only one, to a file.")
    ] = None,
    plot_of: Annotated[
        str, typer.Option("--plot-of", help="What to draw: a statement as --json names it, or what --say tells.")
    ] = "target_equilibrium",
    workers: Annotated[int | None, typer.Option("--workers", help="Chunks at one time; see --processes.")] = None,
    processes: Annotated[
        bool, typer.Option("--processes", help="In as many processes: faster from 10^7 points on.")
    ] = False,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="Address of a Dask scheduler, as in tcp://10.0.0.1:8786.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how large it would be.")] = False,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Say what a conflict is at every point of a grid, of drawn worlds or of sites: 10^6 to 10^9 games."""
    about = {"what": what, "calibration": calibration, "conflict": conflict, "policy": policy, "replace": replace}
    axes = {"over": over, "worlds": worlds, "distribution": distribution, "given": given, "design": design}
    staff = {"workers": workers, "processes": processes, "scheduler": scheduler}
    picture = {"plot": plot, "plot_of": plot_of}
    saved = {"say": say, "output": output, "resume": resume, "dry_run": dry_run, "json": json, "lang": lang}
    run_command("sweep", **about, **axes, **staff, **picture, **saved, seed=seed, sites=sites, own=own, ties=ties)


@app.command("map")
def policy_map(
    what: Annotated[list[str], typer.Argument(help="A scenario, or conflicts with --calibration; names or paths.")],
    calibration: Annotated[
        str | None, typer.Option("--calibration", "-c", help="Name or path of a calibration, for conflicts.")
    ] = None,
    over: Annotated[
        list[str] | None,
        typer.Option("--over", help="Twice: an instrument, as in training_subsidy or school_grant=0:1000."),
    ] = None,
    criterion: Annotated[
        str | None, typer.Option("--criterion", help="As in nash=1 (by default), dominant=1, unique=1, p_dominant=0.6.")
    ] = None,
    budget: Annotated[str | None, typer.Option("--budget", help="Also the line of a budget.")] = None,
    policy: Levels = None,
    replace: Values = None,
    own: Own = None,
    plot: Annotated[str | None, typer.Option("--plot", help="Draw it to a .png, .pdf or .svg file.")] = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Map two instruments: which equilibria there are at which levels, and the cheapest package; -p: in force today."""
    asked = {"what": what, "calibration": calibration, "over": over, "criterion": criterion, "budget": budget}
    run_command("policy_map", **asked, policy=policy, replace=replace, own=own, plot=plot, json=json, lang=lang)
