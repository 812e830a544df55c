"""The commands on uncertain values: uncertainty, variance, screening, discover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from tvet_games.cli.evolution_commands import Own
from tvet_games.cli.registry import Calibration, Json, Lang, Levels, Values, app, run_command
from tvet_games.errors import InputError, Problem

Conflicts = Annotated[list[str], typer.Argument(help="Conflicts by name or path.")]
Verdict = Annotated[
    list[str] | None,
    typer.Option(
        "--verdict",
        help="What cooperation must be: equilibrium (by default), strict, unique, dominant, strictly_dominant, "
        "risk_dominant; p_dominant=0.6, basin=0.5, nash=100 set a strength; repeatable.",
    ),
]
Distribution = Annotated[
    str, typer.Option("--distribution", help="How values lie in their ranges: uniform or triangular.")
]
Given = Annotated[
    list[str] | None,
    typer.Option("--given", help="How one value lies, as in retention=triangular or retention=0.6,0.7,0.9 (observed)."),
]
Seed = Annotated[int, typer.Option("--seed", help="Of the draws.")]
Output = Annotated[str, typer.Option("--output", help="margin, p_level, basin, cooperation, cost or least_cost.")]
Levers = Annotated[
    str | None,
    typer.Option("--levers", help="What least_cost may use, as in training_subsidy,school_grant; by default all."),
]
Undefined = Annotated[
    float | None, typer.Option("--undefined", help="What counts where the output is infinite or undefined.")
]


def _only(options: Mapping[str, object], why: str) -> None:
    """Refuse options that do not go with what is asked."""
    problems = [Problem(name, why) for name, value in options.items() if value is not None]
    if problems:
        raise InputError("", problems)


@app.command()
def uncertainty(
    conflicts: Conflicts,
    calibration: Calibration,
    policy: Levels = None,
    also: Annotated[
        list[str] | None,
        typer.Option("--also", help="A further policy, as in training_subsidy=5100,school_grant=300; repeatable."),
    ] = None,
    cheapest: Annotated[
        str | None,
        typer.Option(
            "--cheapest", help="Also the cheapest package of instruments, as in training_subsidy,school_grant."
        ),
    ] = None,
    over: Annotated[
        str | None,
        typer.Option(
            "--over",
            help="Instead of comparing policies: every level of an instrument, as in training_subsidy=0:12000:25, and "
            "from which on cooperation is likely enough.",
        ),
    ] = None,
    at_least: Annotated[
        float | None,
        typer.Option("--at-least", help="With --over: the share of worlds that is enough; 0.8 by default."),
    ] = None,
    own: Own = None,
    replace: Values = None,
    verdict: Verdict = None,
    draws: Annotated[int, typer.Option("--draws", "-n", help="Worlds in all.")] = 4096,
    distribution: Distribution = "uniform",
    given: Given = None,
    design: Annotated[str, typer.Option("--design", help="random, latin_hypercube or sobol.")] = "random",
    seed: Seed = 0,
    confidence: Annotated[float, typer.Option("--confidence", help="Of the intervals.")] = 0.95,
    plot: Annotated[
        str | None, typer.Option("--plot", help="With --over: draw the curve to a .png, .pdf or .svg file.")
    ] = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Tell how likely cooperation is under each policy, over worlds drawn from the ranges of the values."""
    about = {"conflicts": conflicts, "calibration": calibration, "own": own, "replace": replace, "verdict": verdict}
    drawn = {"draws": draws, "distribution": distribution, "given": given, "design": design, "seed": seed}
    shown = {"confidence": confidence, "json": json, "lang": lang}
    if over is None:
        _only({"--at-least": at_least, "--plot": plot}, "is an option of --over")
        run_command("uncertainty", **about, **drawn, **shown, policy=policy, also=also, cheapest=cheapest)
    else:
        _only({"--also": also, "--cheapest": cheapest}, "compares policies; leave it out with --over")
        curve = {"policy": policy, "over": over, "at_least": at_least, "plot": plot}
        run_command("uncertainty_curve", **about, **drawn, **shown, **curve)


@app.command()
def variance(
    conflicts: Conflicts,
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    output: Output = "margin",
    verdict: Verdict = None,
    levers: Levers = None,
    undefined: Undefined = None,
    points: Annotated[
        int, typer.Option("--points", "-n", help="A power of 2; (values + 2) times as many worlds.")
    ] = 4096,
    distribution: Distribution = "uniform",
    given: Given = None,
    seed: Seed = 0,
    plot: Annotated[str | None, typer.Option("--plot", help="Draw bars to a .png, .pdf or .svg file.")] = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Tell which values, and how much of what is assumed, the variance of an answer comes from (Sobol' indices)."""
    about = {"conflicts": conflicts, "calibration": calibration, "policy": policy, "own": own, "replace": replace}
    asked = {"output": output, "verdict": verdict, "levers": levers, "undefined": undefined}
    drawn = {"points": points, "distribution": distribution, "given": given, "seed": seed}
    run_command("variance", **about, **asked, **drawn, plot=plot, json=json, lang=lang)


@app.command()
def screening(
    conflicts: Conflicts,
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    output: Output = "margin",
    verdict: Verdict = None,
    levers: Levers = None,
    undefined: Undefined = None,
    paths: Annotated[int, typer.Option("--paths", "-n", help="(values + 1) times as many worlds.")] = 64,
    distribution: Distribution = "uniform",
    given: Given = None,
    seed: Seed = 0,
    plot: Annotated[str | None, typer.Option("--plot", help="Draw bars to a .png, .pdf or .svg file.")] = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Tell which values matter to an answer at all, with few worlds (Morris' elementary effects)."""
    about = {"conflicts": conflicts, "calibration": calibration, "policy": policy, "own": own, "replace": replace}
    asked = {"output": output, "verdict": verdict, "levers": levers, "undefined": undefined}
    drawn = {"paths": paths, "distribution": distribution, "given": given, "seed": seed}
    run_command("screening", **about, **asked, **drawn, plot=plot, json=json, lang=lang)


@app.command()
def discover(
    conflicts: Conflicts,
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    verdict: Verdict = None,
    density: Annotated[float, typer.Option("--density", help="Share of the worlds in a box that shall fail.")] = 0.8,
    limits: Annotated[int, typer.Option("--limits", help="Most limits of a box.")] = 4,
    draws: Annotated[int, typer.Option("--draws", "-n", help="Worlds to find boxes in, and as many to check.")] = 8192,
    distribution: Distribution = "uniform",
    given: Given = None,
    seed: Seed = 0,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Find the boxes of values in which a policy fails (scenario discovery)."""
    about = {"conflicts": conflicts, "calibration": calibration, "policy": policy, "own": own, "replace": replace}
    asked = {"verdict": verdict, "density": density, "limits": limits}
    drawn = {"draws": draws, "distribution": distribution, "given": given, "seed": seed}
    run_command("discover", **about, **asked, **drawn, json=json, lang=lang)
