"""tvet-games screening."""

from __future__ import annotations

from typing import Any

from tvet_games.cli.studies import draw, show
from tvet_games.cli.uncertainty_options import sensitivity_of, title
from tvet_games.study.uncertainty.screening import screening


def run(*, paths: int, plot: str | None, json: bool, lang: str, **asked: Any) -> None:
    """Print which uncertain values matter to an answer at all."""
    found, figures = sensitivity_of(screening, **asked, paths=paths)
    frames = {"elementary effects": found.to_frame()}
    show(found, title(found.subject.conflicts, figures, lang), frames, json=json, lang=lang)

    def picture() -> object:
        from tvet_games.show.screening import plot_screening

        return plot_screening(found)

    draw(plot, picture)
