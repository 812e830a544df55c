"""What the commands on mechanisms share: a study's tables and sentences, printed or as JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.output import console, language, print_json, table
from tvet_games.cli.solve import pairs
from tvet_games.model.library import load_conflict, scenarios
from tvet_games.model.policy import Policy
from tvet_games.model.toml import read_toml
from tvet_games.numerics import TOLERANCE
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.vocabulary import word, yes_or_no
from tvet_games.tables.words import money

MOST_ROWS = 40
"""Most rows of a table that are printed, spread evenly; --json gives all."""

MOST_COLUMNS = 8
"""A table of more columns and few rows is turned on its side."""


def asked(
    conflict: str, calibration: str, policy: list[str] | None, own: list[str] | None, replace: list[str] | None
) -> tuple[Any, ...]:
    """The first arguments of a study: conflict, calibration, policy, instruments."""
    levels = Policy(**pairs(policy, "--policy"))
    return load_conflict(conflict), replaced(calibration, replace), levels, instruments_with(own)


def is_scenario(name: str) -> bool:
    """Whether a name or path is that of a scenario."""
    return "scenario" in read_toml(Path(name)) if name.endswith(".toml") else name in scenarios()


def show(found: Any, title: str, frames: Mapping[str, Any], labels: Labels, *, json: bool, lang: str) -> None:
    """Print the tables of a study and its sentences.

    Parameters
    ----------
    found : object
        With ``describe(language)``.
    title : str
    frames : mapping of heading to pandas.DataFrame
    labels : Labels
        Of names in the tables.
    json, lang : the options of the command
    """
    tongue = language(lang)
    if json:
        tables = {name: records(frame) for name, frame in frames.items()}
        print_json({"title": title, **tables, "sentences": found.describe(tongue)})
        return
    out = console()
    out.print(title)
    for name, frame in frames.items():
        _print(out, name, frame, labels, tongue)
    for sentence in found.describe(tongue):
        out.print(sentence)


def draw(plot: str | None, make: Callable[[], Any]) -> None:
    """Draw a picture to a file where one is asked for."""
    if plot is not None:
        from tvet_games.show.files import save

        save(make(), plot)


def records(frame: Any) -> list[dict[str, Any]]:
    """Rows of a table with their labels, as JSON wants them."""
    flat = _flat(frame)
    return [
        {key: _plain(value) for key, value in zip(flat.columns, row, strict=True)}
        for row in flat.itertuples(index=False, name=None)
    ]


def _flat(frame: Any) -> Any:
    """A table with its labels as columns, where they say more than the number of the row."""
    import pandas as pd

    counted = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    flat = frame.copy() if counted else frame.reset_index(names=[name or "name" for name in frame.index.names])
    flat.columns = [" / ".join(filter(None, map(str, k))) if isinstance(k, tuple) else str(k) for k in flat.columns]
    return flat


def _plain(value: Any) -> Any:
    """An entry as a Python object; a missing one is nothing."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    missing = type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and math.isnan(value))
    return None if missing else value


def _print(out: Any, name: str, frame: Any, labels: Labels, lang: Language) -> None:
    flat = _flat(frame)
    count = len(flat)
    picked = flat.iloc[sorted({round(k) for k in np.linspace(0, count - 1, min(count, MOST_ROWS))})] if count else flat
    keys = ["" if key == "name" else word(labels.of(key, lang), lang) for key in picked.columns]
    rows = [list(row) for row in picked.itertuples(index=False, name=None)]
    right = [k for k in range(len(keys)) if all(_is_number(_plain(row[k])) for row in rows)]
    shown = [[_cell(value, labels, lang) for value in row] for row in rows]
    heading = word(name, lang) if count <= MOST_ROWS else f"{word(name, lang)} ({len(rows)} / {count}; --json)"
    if len(keys) > MOST_COLUMNS and count <= MOST_COLUMNS:
        on_side = [[key, *values] for key, *values in zip(keys, *shown, strict=True)]
        out.print(table(heading, on_side[0], on_side[1:]))
        return
    out.print(table(heading, keys, shown, right=right))


def _cell(value: Any, labels: Labels, lang: Language) -> str:
    """One entry for people: names by their labels, numbers as money is written, yes and no in the language."""
    value = _plain(value)
    if isinstance(value, bool | np.bool_):
        return yes_or_no(value, lang)
    if value is None:
        return ""
    if _is_number(value):
        number = float(value)
        if abs(number) < TOLERANCE:
            return "0"
        return money(value) if math.isfinite(number) else ("∞" if number > 0 else "-∞")
    if isinstance(value, tuple | list):
        return "; ".join(_cell(v, labels, lang) for v in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{labels.of(str(k), lang)} {_cell(v, labels, lang)}" for k, v in value.items())
    return ", ".join(labels.of(part, lang) for part in str(value).split(", "))


def _is_number(value: Any) -> bool:
    return isinstance(value, Fraction | int | float | np.number) and not isinstance(value, bool | np.bool_)
