"""The page's question as a scenario file, and scenario files with what they name, on disk for as long as needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tvet_games.model.toml_text import toml_text
from tvet_games.show.explorer.shelf import Shelf
from tvet_games.show.explorer.state import STRENGTHS
from tvet_games.show.explorer.subject import Subject
from tvet_games.tables.words import money

NAME = "explored"


def scenario_text(subject: Subject, shelf: Shelf) -> str:
    """Write the question of the page as a scenario file: the search finds the same package as the page.

    Parameters
    ----------
    subject : Subject
    shelf : Shelf
        Files that were opened go by their names, and must lie beside the scenario.

    Returns
    -------
    str
        TOML.

    Examples
    --------
    >>> from tvet_games.show.explorer.state import State
    >>> from tvet_games.show.explorer.subject import subject_of
    >>> print(scenario_text(subject_of(State(), Shelf()), Shelf()).splitlines()[6])
    conflicts = ["school_enterprise"]
    """
    state = subject.state
    named = {"conflict": state.conflict, "calibration": state.calibration}
    where = {kind: shelf.files[name][0] if name in shelf.files else name for kind, name in named.items()}
    table: dict[str, Any] = {
        "name": NAME,
        "question": {language: _question(subject, language) for language in ("en", "zh")},
        "conflicts": [where["conflict"]],
        "calibration": where["calibration"],
    }
    if state.values:
        table["replace"] = dict(state.values)
    numbers: dict[str, Any] = {"margin": state.margin}
    if state.criterion in STRENGTHS:
        numbers[STRENGTHS[state.criterion][0]] = state.strength
    tables = {"format": 1, "scenario": table, "criterion": {state.criterion: numbers}}
    own = [shelf.files[name][0] for name in shelf.own_instruments if name in shelf.files]
    if own:
        shipped = [lever.name for lever in subject.levers if lever.name not in shelf.own_instruments]
        tables["instrument"] = {name: {} for name in (*own, *shipped)}
    levels = ", ".join(f"{name} = {money(level)}" for name, level in state.levels.items()) or "none"
    return f"# A scenario: tvet-games search {NAME}.toml. Levels on the page: {levels}.\n{toml_text(tables)}"


@contextmanager
def beside(text: str, files: Mapping[str, bytes]) -> Iterator[Path]:
    """A scenario's file, with the files that it names beside it; gone when left."""
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        path = Path(folder) / f"{NAME}.toml"
        path.write_text(text, encoding="utf-8")
        yield path


def _question(subject: Subject, language: str) -> str:
    """The question in words."""
    tongue: Any = language
    conflict = subject.conflict.labels.of(subject.conflict.name, tongue)
    country = subject.calibration.label(tongue)
    if tongue == "zh":
        return f"{conflict}（{country}）：什么政策能以最低成本促成合作？"
    return f"{conflict}, {country}: which policy brings cooperation at the least cost?"
