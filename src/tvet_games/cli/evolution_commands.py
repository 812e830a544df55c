"""The commands on how cooperation evolves: stability, evolve, long-run, sensitivity, feedback."""

from __future__ import annotations

from typing import Annotated

import typer

from tvet_games.cli.registry import Calibration, Json, Lang, Levels, Values, app, run_command

Rules = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        "-r",
        help="A level that reacts to the shares that cooperate, as in 'training_subsidy=9000*(1 - enterprise)'.",
    ),
]
Own = Annotated[
    list[str] | None,
    typer.Option("--instrument", "-i", help="An instrument of your own: a file, beside those that ship."),
]
Start = Annotated[
    list[str] | None, typer.Option("--start", help="Where the path starts: a share that cooperates, as in school=0.3.")
]
Plot = Annotated[str | None, typer.Option("--plot", help="Draw it to a .png, .pdf or .svg file.")]
Dynamic = Annotated[str, typer.Option("--dynamic", help="replicator, logit, best-response; logit=0.05 sets the noise.")]


@app.command()
def stability(
    conflict: str,
    calibration: Annotated[
        str | None, typer.Option("--calibration", "-c", help="Put in the values of a calibration.")
    ] = None,
    free: Annotated[list[str] | None, typer.Option("--free", help="A value that stays a symbol all the same.")] = None,
    policy: Levels = None,
    own: Own = None,
    latex: Annotated[bool, typer.Option("--latex", help="Print the table in LaTeX.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Print the table in HTML.")] = False,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Print the eigenvalues of every vertex as formulas, and when each is an ESS."""
    forms = {"latex": latex, "html": html, "json": json}
    run_command(
        "stability", conflict=conflict, calibration=calibration, free=free, policy=policy, own=own, **forms, lang=lang
    )


@app.command()
def evolve(
    conflict: str,
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    rules: Rules = None,
    start: Start = None,
    dynamic: Dynamic = "replicator",
    plot: Annotated[
        str | None, typer.Option("--plot", help="Draw a phase portrait, a cube, or shares over time to a file.")
    ] = None,
    plot_shares: Annotated[str | None, typer.Option("--plot-shares", help="Draw shares over time to a file.")] = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Follow a conflict over time: what is stable, where starting points lead, one path."""
    run_command(
        "evolve",
        conflict=conflict,
        calibration=calibration,
        policy=policy,
        own=own,
        replace=replace,
        rules=rules,
        start=start,
        dynamic=dynamic,
        plot=plot,
        plot_shares=plot_shares,
        json=json,
        lang=lang,
    )


@app.command("long-run")
def long_run(
    conflict: str,
    over: Annotated[
        str, typer.Argument(help="An instrument or a value; with its values, as in training_subsidy=0:30000:61.")
    ],
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    start: Start = None,
    dynamic: Dynamic = "replicator",
    plot: Plot = None,
    plot_fan: Annotated[
        str | None, typer.Option("--plot-fan", help="Draw paths over time for five of the values to a file.")
    ] = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Show long-run cooperation against the level of an instrument, or a value, and where it changes."""
    run_command(
        "long_run",
        conflict=conflict,
        over=over,
        calibration=calibration,
        policy=policy,
        own=own,
        replace=replace,
        start=start,
        dynamic=dynamic,
        plot=plot,
        plot_fan=plot_fan,
        json=json,
        lang=lang,
    )


@app.command()
def sensitivity(
    conflict: str,
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    dynamic: Dynamic = "replicator",
    plot: Plot = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Show what each uncertain value does to where a conflict ends."""
    given = {"conflict": conflict, "calibration": calibration, "policy": policy, "replace": replace, "own": own}
    run_command("sensitivity", **given, dynamic=dynamic, plot=plot, json=json, lang=lang)


@app.command()
def feedback(
    conflict: str,
    calibration: Calibration,
    rules: Rules = None,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    start: Start = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Compare incentives that react to cooperation with the best constant ones."""
    given = {"conflict": conflict, "calibration": calibration, "rules": rules, "policy": policy, "own": own}
    run_command("feedback", **given, replace=replace, start=start, json=json, lang=lang)
