"""The commands on the paper's mechanisms and paths, and the comparison of them all."""

from __future__ import annotations

from typing import Annotated

import typer

from tvet_games.cli.evolution_commands import Own, Plot
from tvet_games.cli.registry import Calibration, Json, Lang, Levels, Values, app, run_command

Conflicts = Annotated[
    list[str] | None,
    typer.Argument(
        help="Conflicts by name or path; without any: all that ship and that the calibration has values for."
    ),
]


@app.command()
def mechanisms(
    conflicts: Conflicts = None,
    calibration: Annotated[
        str, typer.Option("--calibration", "-c", help="Name or path of a calibration.")
    ] = "germany_2022",
    own: Own = None,
    replace: Values = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            help="A mechanism, of today, long_term_cooperation, communication, contract, incentives, evaluation, "
            "common_goals, common_understanding, common_culture, order_of_moves, foresight, together; repeatable.",
        ),
    ] = None,
    patience: Annotated[str, typer.Option("--patience", help="Discount factor a year that the parties have.")] = "0.9",
    purpose: Annotated[str, typer.Option("--purpose", help="Largest weight of the group's payoff.")] = "1",
    details: Annotated[bool, typer.Option("--details", help="Every cell, with the call that made it.")] = False,
    plot: Annotated[str | None, typer.Option("--plot", help="Draw the table to a .png, .pdf or .svg file.")] = None,
    plot_map: Annotated[
        str | None, typer.Option("--plot-map", help="Draw stakeholders, conflicts and transfers to a file.")
    ] = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Compare the mechanisms: which settles which conflict, at what level and public cost, with what side effects."""
    given = {"conflicts": conflicts, "calibration": calibration, "own": own, "replace": replace, "only": only}
    limits = {"patience": patience, "purpose": purpose}
    run_command("mechanisms", **given, **limits, details=details, plot=plot, plot_map=plot_map, json=json, lang=lang)


@app.command()
def patience(
    conflict: str,
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    over: Annotated[
        str | None, typer.Option("--over", help="An instrument or value to vary, as in training_subsidy=0:12000:25.")
    ] = None,
    delta: Annotated[str | None, typer.Option("--delta", help="A discount factor per period to reach.")] = None,
    detection: Annotated[str, typer.Option("--detection", help="Probability that a breach becomes known.")] = "1",
    plot: Plot = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Long-term cooperation: how patient the parties must be, and how a policy lowers that."""
    given = {"conflict": conflict, "calibration": calibration, "policy": policy, "own": own, "replace": replace}
    run_command("patience", **given, over=over, delta=delta, detection=detection, plot=plot, json=json, lang=lang)


@app.command()
def communication(
    conflict: str,
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    plot: Plot = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Communication: what a mediator's advice can bring about (correlated equilibria), and what it is worth."""
    given = {"conflict": conflict, "calibration": calibration, "policy": policy, "own": own, "replace": replace}
    run_command("communication", **given, plot=plot, json=json, lang=lang)


@app.command()
def evaluation(
    conflict: str,
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    warnings: Annotated[int, typer.Option("--warnings", help="Warnings before a sanction.")] = 1,
    plot: Plot = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Evaluation: inspection, warnings before sanctions, published ratings."""
    given = {"conflict": conflict, "calibration": calibration, "policy": policy, "own": own, "replace": replace}
    run_command("evaluation", **given, warnings=warnings, plot=plot, json=json, lang=lang)


@app.command("common-goals")
def common_goals(
    conflict: str,
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Common goals: how much all must care for the group (selfishness level), and what that saves."""
    given = {"conflict": conflict, "calibration": calibration, "policy": policy, "own": own, "replace": replace}
    run_command("common_goals", **given, json=json, lang=lang)


@app.command()
def understanding(
    conflict: str,
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    plot: Plot = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Common understanding: what becomes of cooperation when the parties misjudge (quantal response)."""
    given = {"conflict": conflict, "calibration": calibration, "policy": policy, "own": own, "replace": replace}
    run_command("understanding", **given, plot=plot, json=json, lang=lang)


@app.command()
def culture(
    conflicts: Annotated[list[str], typer.Argument(help="Conflicts by name or path.")],
    calibration: Calibration,
    own: Own = None,
    replace: Values = None,
    plot: Plot = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Common culture: what cultural distance costs, and what a cultural programme is worth against money."""
    given = {"conflicts": conflicts, "calibration": calibration, "own": own, "replace": replace}
    run_command("culture", **given, plot=plot, json=json, lang=lang)


@app.command()
def responsibilities(
    conflicts: Annotated[list[str], typer.Argument(help="Conflicts by name or path.")],
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Responsibilities: who bears which cost, and pays and receives which transfer."""
    given = {"conflicts": conflicts, "calibration": calibration, "policy": policy, "own": own, "replace": replace}
    run_command("responsibilities", **given, json=json, lang=lang)


@app.command()
def leadership(
    conflict: str,
    calibration: Calibration,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Order of moves: what becomes of each dyad when one of the two moves first."""
    given = {"conflict": conflict, "calibration": calibration, "policy": policy, "own": own, "replace": replace}
    run_command("leadership", **given, json=json, lang=lang)


@app.command()
def graph(
    name: Annotated[str, typer.Argument(help="A graph model by name or path; with -c a conflict.")],
    calibration: Annotated[
        str | None, typer.Option("--calibration", "-c", help="Look at a conflict under a calibration as a graph model.")
    ] = None,
    policy: Levels = None,
    own: Own = None,
    replace: Values = None,
    start: Annotated[str | None, typer.Option("--start", help="The state in which things stand.")] = None,
    wanted: Annotated[str | None, typer.Option("--wanted", help="The state that ought to last.")] = None,
    plot: Annotated[
        str | None, typer.Option("--plot", help="Draw states and moves to a .png, .pdf or .svg file.")
    ] = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Conflict analysis (graph model): what lasts, what is reached, and what would have to change."""
    given = {"name": name, "calibration": calibration, "policy": policy, "own": own, "replace": replace}
    run_command("graph", **given, start=start, wanted=wanted, plot=plot, json=json, lang=lang)
