"""tvet-games list."""

from __future__ import annotations

from typing import Any

from tvet_games.cli.output import console, language, print_json, table
from tvet_games.model import library
from tvet_games.tables.vocabulary import word


def run(*, json: bool, lang: str) -> None:
    """List what ships, a line each."""
    tongue = language(lang)
    kinds: dict[str, dict[str, Any]] = {
        "conflicts": {n: library.load_conflict(n) for n in library.conflicts()},
        "calibrations": {n: library.load_calibration(n) for n in library.calibrations()},
        "instruments": library.shipped_instruments(),
        "graphs": {n: library.load_graph(n) for n in library.graphs()},
    }
    about = {kind: {n: thing.about.of(tongue) for n, thing in things.items()} for kind, things in kinds.items()}
    about["scenarios"] = {n: library.load_scenario(n).question.of(tongue) for n in library.scenarios()}
    about["stakeholders"] = {s.name: "; ".join(s.interests(tongue)) for s in library.stakeholders()}
    if json:
        print_json(about)
        return
    out = console()
    for kind, lines in about.items():
        out.print(table(word(kind, tongue), [word("name", tongue), word("about", tongue)], lines.items()))
