"""What the commands on mechanisms share: a study's tables and sentences, printed or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.output import console, language, print_card, print_json
from tvet_games.cli.solve import pairs
from tvet_games.model.library import load_conflict, scenarios
from tvet_games.model.policy import Policy
from tvet_games.model.toml import read_toml
from tvet_games.tables.frame import as_python, flattened


def asked(
    conflict: str, calibration: str, policy: list[str] | None, own: list[str] | None, replace: list[str] | None
) -> tuple[Any, ...]:
    """The first arguments of a study: conflict, calibration, policy, instruments."""
    levels = Policy(**pairs(policy, "--policy"))
    return load_conflict(conflict), replaced(calibration, replace), levels, instruments_with(own)


def is_scenario(name: str) -> bool:
    """Whether a name or path is that of a scenario."""
    return "scenario" in read_toml(Path(name)) if name.endswith(".toml") else name in scenarios()


def show(found: Any, title: str, frames: Mapping[str, Any], *, json: bool, lang: str) -> None:
    """Print the card of a study; as JSON its tables and sentences.

    Parameters
    ----------
    found : Shown
        With ``describe(language)``.
    title : str
        Of the JSON.
    frames : mapping of name to pandas.DataFrame
        Of the JSON.
    json, lang : the options of the command
    """
    tongue = language(lang)
    if json:
        tables = {name: records(frame) for name, frame in frames.items()}
        print_json({"title": title, **tables, "sentences": found.describe(tongue)})
    else:
        print_card(console(), found.card(tongue))


def draw(plot: str | None, make: Callable[[], Any]) -> None:
    """Draw a picture to a file where one is asked for."""
    if plot is not None:
        from tvet_games.show.files import save

        save(make(), plot)


def records(frame: Any) -> list[dict[str, Any]]:
    """Rows of a table with their labels, as JSON wants them."""
    flat = flattened(frame)
    return [
        {key: as_python(value) for key, value in zip(flat.columns, row, strict=True)}
        for row in flat.itertuples(index=False, name=None)
    ]
