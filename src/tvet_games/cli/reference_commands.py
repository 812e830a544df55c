"""Commands of reference: the codebook, and how to cite."""

from __future__ import annotations

from typing import Annotated

import typer

from tvet_games.cli.registry import Json, Lang, app, run_command


@app.command()
def codebook(
    conflicts: Annotated[
        list[str] | None, typer.Option("--conflict", help="Only what this conflict uses: a name or path; repeatable.")
    ] = None,
    calibrations: Annotated[
        list[str] | None,
        typer.Option(
            "--calibration", "-c", help="Name or path of a calibration; by default all; one: with its values."
        ),
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", help="Write all values to a CSV file.")] = None,
    wide: Annotated[
        bool, typer.Option("--wide", help="A row a parameter in the file, not one a parameter and calibration.")
    ] = False,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """List every parameter: unit, meaning, conflicts, and its value in each calibration with its provenance."""
    asked = {"conflicts": conflicts, "calibrations": calibrations, "output": output, "wide": wide}
    run_command("codebook", **asked, json=json, lang=lang)


@app.command()
def cite(
    what: Annotated[
        str | None, typer.Argument(help="A calibration, conflict, instrument or function; by default the package.")
    ] = None,
    style: Annotated[str, typer.Option("--style", help="text, apa or bibtex.")] = "text",
) -> None:
    """Tell how to cite the package and its paper, or the sources of a calibration."""
    run_command("cite", what=what, style=style)
