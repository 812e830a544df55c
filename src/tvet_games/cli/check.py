"""tvet-games check."""

from __future__ import annotations

from dataclasses import asdict

from tvet_games.cli.output import print_json
from tvet_games.cli.registry import BAD_INPUT
from tvet_games.errors import InputError
from tvet_games.model.library import check


def run(*, file: str, json: bool) -> None:
    """Print every problem of a file; exit code 2 where there is one."""
    problems = check(file)
    if json:
        print_json([asdict(problem) for problem in problems])
        raise SystemExit(BAD_INPUT if problems else 0)
    if problems:
        raise InputError(file, problems)
    print(f"{file}: no problem found")
