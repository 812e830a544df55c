"""tvet-games screening."""

from __future__ import annotations

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.studies import show
from tvet_games.cli.uncertainty_options import (
    check_given,
    headed,
    heading,
    output_of,
    read_distribution,
    read_verdicts,
    title,
)
from tvet_games.study.uncertainty.screening import screening

EFFECTS = ("mu", "mu_star", "sigma", "half-width")


def run(
    *,
    conflicts: list[str],
    calibration: str,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    output: str,
    verdict: list[str] | None,
    levers: str | None,
    undefined: float | None,
    paths: int,
    distribution: str,
    given: list[str] | None,
    seed: int,
    json: bool,
    lang: str,
) -> None:
    """Print which uncertain values matter to an answer at all."""
    figures = replaced(calibration, replace)
    found = screening(
        *output_of(conflicts, figures, policy, own, output, levers),
        output=output,
        verdict=read_verdicts(verdict),
        paths=paths,
        distribution=read_distribution(distribution, given, figures),
        undefined=undefined,
        rng=seed,
        instruments=instruments_with(own),
    )
    check_given(given, found.subject)
    frame = found.to_frame()
    if not json:
        frame = frame.assign(**{name: frame[name].map(six_digits) for name in EFFECTS})
    frames = {heading("elementary effects", lang, json=json): headed(frame, lang, json=json)}
    show(found, title(found.subject.conflicts, figures, lang), frames, found.subject.labels, json=json, lang=lang)


def six_digits(effect: float) -> float:
    """A number with six significant digits, without the noise of rounding."""
    return float(f"{effect:.6g}")
