"""tvet-games variance."""

from __future__ import annotations

from typing import Any

from tvet_games.cli.studies import draw, show
from tvet_games.cli.uncertainty_options import headed, heading, sensitivity_of, title
from tvet_games.study.uncertainty.variance import variance_sensitivity

SHARES = ("first", "first half-width", "total", "total half-width")

DECIMALS = 3
"""Of a share of the variance that are printed."""


def run(*, points: int, plot: str | None, json: bool, lang: str, **asked: Any) -> None:
    """Print whose uncertainty the variance of an answer comes from."""
    found, figures = sensitivity_of(variance_sensitivity, **asked, n=points)
    tables = {"share of the variance": found.to_frame(), "by group": found.groups_to_frame()}
    if not json:
        tables = {name: frame.round(DECIMALS) for name, frame in tables.items()}
    frames = {
        heading(name, lang, json=json): headed(frame, lang, json=json, shares=SHARES) for name, frame in tables.items()
    }
    show(found, title(found.subject.conflicts, figures, lang), frames, found.subject.labels, json=json, lang=lang)

    def picture() -> object:
        from tvet_games.show.variance import plot_variance

        return plot_variance(found)

    draw(plot, picture)
