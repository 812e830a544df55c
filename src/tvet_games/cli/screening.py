"""tvet-games screening."""

from __future__ import annotations

from typing import Any

from tvet_games.cli.studies import draw, show
from tvet_games.cli.uncertainty_options import headed, heading, sensitivity_of, title
from tvet_games.study.uncertainty.screening import screening

EFFECTS = ("mu", "mu_star", "sigma", "half-width")


def run(*, paths: int, plot: str | None, json: bool, lang: str, **asked: Any) -> None:
    """Print which uncertain values matter to an answer at all."""
    found, figures = sensitivity_of(screening, **asked, paths=paths)
    frame = found.to_frame()
    if not json:
        frame = frame.assign(**{name: frame[name].map(six_digits) for name in EFFECTS})
    frames = {heading("elementary effects", lang, json=json): headed(frame, lang, json=json)}
    show(found, title(found.subject.conflicts, figures, lang), frames, found.subject.labels, json=json, lang=lang)

    def picture() -> object:
        from tvet_games.show.screening import plot_screening

        return plot_screening(found)

    draw(plot, picture)


def six_digits(effect: float) -> float:
    """A number with six significant digits, without the noise of rounding."""
    return float(f"{effect:.6g}")
