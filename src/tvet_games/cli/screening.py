"""tvet-games screening."""

from __future__ import annotations

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.studies import show
from tvet_games.cli.uncertainty_options import headed, heading, output_of, read_distribution, read_verdicts, title
from tvet_games.study.uncertainty.screening import screening


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
    frames = {heading("elementary effects", lang, json=json): headed(found.to_frame(), lang, json=json)}
    show(found, title(found.subject.conflicts, figures, lang), frames, found.subject.labels, json=json, lang=lang)
