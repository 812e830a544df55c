"""tvet-games variance."""

from __future__ import annotations

from typing import Any

from tvet_games.cli.studies import draw, show
from tvet_games.cli.uncertainty_options import sensitivity_of, title
from tvet_games.study.uncertainty.variance import variance_sensitivity


def run(*, points: int, plot: str | None, json: bool, lang: str, **asked: Any) -> None:
    """Print whose uncertainty the variance of an answer comes from."""
    found, figures = sensitivity_of(variance_sensitivity, **asked, n=points)
    frames = {"share of the variance": found.to_frame(), "by group": found.groups_to_frame()}
    show(found, title(found.subject.conflicts, figures, lang), frames, json=json, lang=lang)

    def picture() -> object:
        from tvet_games.show.variance import plot_variance

        return plot_variance(found)

    draw(plot, picture)
