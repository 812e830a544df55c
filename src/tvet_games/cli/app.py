"""tvet-games: the commands, and what they share: languages, JSON, errors, exit codes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tvet_games.cli import (
    evolution_commands,
    mechanism_commands,
    reference_commands,
    sweep_commands,
    uncertainty_commands,
)
from tvet_games.cli.registry import (
    BAD_INPUT,
    Calibration,
    Json,
    Lang,
    Levels,
    Proof,
    Values,
    Verify,
    app,
    run_command,
)

__all__ = [
    "app",
    "evolution_commands",
    "main",
    "mechanism_commands",
    "reference_commands",
    "sweep_commands",
    "uncertainty_commands",
]

Plot = Annotated[str | None, typer.Option("--plot", help="Draw it to a .png, .pdf or .svg file.")]
Workers = Annotated[int | None, typer.Option("--workers", help="Processes at one time; one by default.")]


@app.command("list")
def list_command(json: Json = False, lang: Lang = "en") -> None:
    """List what ships: conflicts, calibrations, instruments, scenarios, graph models, stakeholders."""
    run_command("list_command", json=json, lang=lang)


@app.command()
def show(name: str, json: Json = False, lang: Lang = "en") -> None:
    """Show a conflict, calibration, instrument, scenario or graph model, by name or path."""
    run_command("show", name=name, json=json, lang=lang)


@app.command()
def check(file: str, json: Json = False) -> None:
    """Check a file and list every mistake in it."""
    run_command("check", file=file, json=json)


@app.command()
def new(kind: str, file: str) -> None:
    """Write a commented template: new conflict|calibration|instrument|scenario|graph FILE."""
    run_command("new", kind=kind, file=file)


@app.command()
def solve(
    conflict: str,
    calibration: Calibration,
    policy: Levels = None,
    replace: Values = None,
    plot: Annotated[
        str | None, typer.Option("--plot", help="Draw the payoffs of two players to a .png, .pdf or .svg file.")
    ] = None,
    plot_responses: Annotated[
        str | None, typer.Option("--plot-best-responses", help="Draw the best responses of a 2x2 conflict to a file.")
    ] = None,
    verify: Verify = False,
    proof: Proof = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Find the equilibria of a conflict under a calibration and a policy."""
    asked = {"conflict": conflict, "calibration": calibration, "policy": policy, "replace": replace}
    plots = {"plot": plot, "plot_responses": plot_responses}
    run_command("solve", **asked, **plots, verify=verify, proof=proof, json=json, lang=lang)


@app.command()
def search(
    scenario: str,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Also what each instrument is worth, and how far each assumption may move."),
    ] = False,
    plot: Annotated[
        str | None, typer.Option("--plot", help="Draw before and after to a .png, .pdf or .svg file.")
    ] = None,
    plot_tornado: Annotated[
        str | None, typer.Option("--plot-tornado", help="Draw what --explain tells of the assumptions to a file.")
    ] = None,
    verify: Verify = False,
    proof: Proof = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Find the cheapest policy of a scenario: what, why, before and after, certificate."""
    asked = {"scenario": scenario, "explain": explain, "plot": plot, "plot_tornado": plot_tornado}
    run_command("search", **asked, verify=verify, proof=proof, json=json, lang=lang)


@app.command()
def report(
    scenario: str,
    output: Annotated[str, typer.Option("--output", "-o", help="The file, .html.")],
    date: Annotated[
        str | None, typer.Option("--date", help="What stands under the title, as in 2026-12-31; by default today.")
    ] = None,
    draws: Annotated[int, typer.Option("--draws", help="Worlds drawn for the probability of cooperation.")] = 4096,
    seed: Annotated[int, typer.Option("--seed", help="Of what is drawn.")] = 0,
    lang: Lang = "en",
) -> None:
    """Write a report on a scenario: one file, for a browser or a printer."""
    run_command("report", scenario=scenario, output=output, date=date, draws=draws, seed=seed, lang=lang)


@app.command()
def frontier(
    scenario: str,
    over: Annotated[
        str | None, typer.Option("--over", help="margin, budget, p, delta, share or alpha; by default the file's.")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", help="Least strength.")] = None,
    stop: Annotated[str | None, typer.Option("--to", help="Largest strength; for a budget the largest cost.")] = None,
    points: Annotated[
        int | None, typer.Option("--points", help="Points of a curve that is not piecewise linear.")
    ] = None,
    workers: Workers = None,
    plot: Plot = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Draw the least cost against the strength of the criterion, or what a budget buys."""
    asked = {"scenario": scenario, "over": over, "start": start, "stop": stop, "points": points}
    run_command("frontier", **asked, workers=workers, plot=plot, json=json, lang=lang)


@app.command()
def portfolio(
    scenario: str,
    sites: Annotated[
        str | None, typer.Option("--sites", help="CSV file with a row a site; by default the file's.")
    ] = None,
    levels: Annotated[str | None, typer.Option("--levels", help="local or common.")] = None,
    budget: Annotated[str | None, typer.Option("--budget", help="One budget for all sites.")] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Write the table of sites to a CSV file.")
    ] = None,
    store: Annotated[
        str | None, typer.Option("--store", help="A folder, .zarr, that keeps what is found at each site as it goes.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a store, or answer from it for another budget.")
    ] = False,
    workers: Workers = None,
    plot: Plot = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Find the cheapest policies for many sites under one budget."""
    asked = {"scenario": scenario, "sites": sites, "levels": levels, "budget": budget}
    running = {"store": store, "resume": resume, "workers": workers}
    run_command("portfolio", **asked, **running, output=output, plot=plot, json=json, lang=lang)


@app.command()
def compare(scenarios: list[str], json: Json = False, lang: Lang = "en") -> None:
    """Put scenarios or countries side by side, each in its own unit."""
    run_command("compare", scenarios=scenarios, json=json, lang=lang)


@app.command("take-up")
def take_up(
    calibration: Annotated[str, typer.Argument(help="A calibration, or a scenario with its own [take_up] table.")],
    instrument: Annotated[str | None, typer.Option("--instrument", "-i", help="Name or path.")] = None,
    levels: Annotated[
        list[str] | None, typer.Option("--level", "-l", help="A level; may be given more than once.")
    ] = None,
    distribution: Annotated[str | None, typer.Option("--distribution", help="normal or logistic.")] = None,
    plot: Plot = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Tell how many more firms train at a level, what each additional trainee costs, and the windfall."""
    run_command(
        "take_up",
        calibration=calibration,
        instrument=instrument,
        levels=levels,
        distribution=distribution,
        plot=plot,
        json=json,
        lang=lang,
    )


@app.command()
def bargain(
    conflict: str,
    calibration: Calibration,
    policy: Levels = None,
    replace: Values = None,
    disagreement: Annotated[
        str | None,
        typer.Option(
            "--disagreement",
            help="baseline_equilibrium, worst_equilibrium, maxmin, outside, or two payoffs, as in 0,100; by "
            "default the file's.",
        ),
    ] = None,
    today: Annotated[
        list[str] | None, typer.Option("--today", help="Where things stand: an action of each, as in school=nominal.")
    ] = None,
    weights: Annotated[
        list[str] | None,
        typer.Option("--weight", "-w", help="A weight in the Nash solution, as in student=0.5: small is weak."),
    ] = None,
    discounts: Annotated[
        str | None,
        typer.Option("--discount", help="Discount factors a round of offers, as in 0.9,0.8: adds Rubinstein."),
    ] = None,
    plot: Annotated[
        str | None, typer.Option("--plot", help="Draw the feasible set to a .png, .pdf or .svg file.")
    ] = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Show what two stakeholders bargain over: what each rule gives them, as contracts and as lotteries."""
    run_command(
        "bargain",
        conflict=conflict,
        calibration=calibration,
        policy=policy,
        replace=replace,
        disagreement=disagreement,
        today=today,
        weights=weights,
        discounts=discounts,
        plot=plot,
        json=json,
        lang=lang,
    )


@app.command()
def share(
    what: Annotated[
        str,
        typer.Argument(
            help="A scenario, a conflict (with -c), or a CSV file: coalition,value with members joined by +."
        ),
    ],
    calibration: Annotated[
        str | None, typer.Option("--calibration", "-c", help="Name or path of a calibration, for a conflict.")
    ] = None,
    policy: Levels = None,
    replace: Values = None,
    plot: Annotated[str | None, typer.Option("--plot", help="Draw the shares to a .png, .pdf or .svg file.")] = None,
    plot_core: Annotated[
        str | None, typer.Option("--plot-core", help="Draw the core of three players to a file.")
    ] = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Share the benefit of cooperation: who gets what under each rule, and which divisions are stable."""
    plots = {"plot": plot, "plot_core": plot_core}
    run_command(
        "share", what=what, calibration=calibration, policy=policy, replace=replace, **plots, json=json, lang=lang
    )


@app.command()
def explore(
    scenario: Annotated[str | None, typer.Argument(help="What the page shows first.")] = None,
    port: Annotated[int, typer.Option("--port", help="Of this machine; 0 for any that is free.")] = 8080,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
    lang: Lang = "en",
) -> None:
    """Serve a page to play with: conflicts, policies, equilibria, the cheapest package; on this machine only."""
    run_command("explore", scenario=scenario, port=port, browser=browser, lang=lang)


@app.command()
def demo(lang: Lang = "en") -> None:
    """Show the main job on the shipped Austrian and German figures."""
    run_command("demo", lang=lang)


def _version(wanted: bool) -> None:
    if wanted:
        run_command("version")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help="Print versions: of the package, and of what numbers come from.",
        ),
    ] = False,
) -> None:
    """Conflicts of vocational education as games: equilibria, and the cheapest policy that brings cooperation."""


def main() -> None:
    """Run the command line; an error of the package ends in one message and exit code 2."""
    from tvet_games.errors import TvetGamesError

    try:
        app()
    except TvetGamesError as error:
        for line in str(error).splitlines():
            print(f"error: {_printable(line)}", file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None


def _printable(text: str) -> str:
    """Show control characters of a user's file as escapes, so that a message cannot steer the terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
