"""tvet-games culture."""

from __future__ import annotations

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.studies import draw, show
from tvet_games.model.library import load_conflict
from tvet_games.study.mechanisms.culture import culture


def run(
    *,
    conflicts: list[str],
    calibration: str,
    own: list[str] | None,
    replace: list[str] | None,
    plot: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print what friction costs whom, and the public cost against cultural distance."""
    games = [load_conflict(name) for name in conflicts]
    found = culture(games, replaced(calibration, replace), instruments_with(own) if own else None)

    def picture() -> object:
        from tvet_games.show.culture import plot_culture

        return plot_culture(found)

    draw(plot, picture)
    frames = {"friction": found.burden(), "cost by cultural distance": found.to_frame()}
    show(found, f"{', '.join(conflicts)} · {calibration}", frames, json=json, lang=lang)
