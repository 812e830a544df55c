"""The command line itself, and the options that commands share."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Conflicts of vocational education as games: equilibria, and the cheapest policy that brings cooperation.",
)

BAD_INPUT, NOTHING_FOUND = 2, 3

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Lang = Annotated[str, typer.Option("--lang", help="Language: en or zh.")]
Levels = Annotated[list[str] | None, typer.Option("--policy", "-p", help="A level, as in training_subsidy=5100.")]
Values = Annotated[list[str] | None, typer.Option("--set", help="A value, as in retention=0.9.")]
Verify = Annotated[bool, typer.Option("--verify", help="Have the answer checked by code that did not find it.")]
Proof = Annotated[str | None, typer.Option("--proof", help="Write the answer as a statement that can be checked.")]
Calibration = Annotated[str, typer.Option("--calibration", "-c", help="Name or path of a calibration.")]


def run_command(command: str, **arguments: Any) -> None:
    """Import a command when it is called, so that --help needs nothing but this file; its pictures speak its language.

    A language that does not exist is for the command to refuse.
    """
    from tvet_games.tables.labels import LANGUAGES, set_language, spoken

    before, asked = spoken(), arguments.get("lang")
    try:
        if asked in LANGUAGES:
            set_language(asked)
        import_module(f"tvet_games.cli.{command}").run(**arguments)
    finally:
        set_language(before)
