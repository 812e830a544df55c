"""tvet-games discover."""

from __future__ import annotations

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.solve import pairs
from tvet_games.cli.studies import show
from tvet_games.cli.uncertainty_options import check_given, headed, heading, read_distribution, read_verdicts, title
from tvet_games.model.library import load_conflict
from tvet_games.model.policy import Policy
from tvet_games.study.uncertainty.discovery import discover
from tvet_games.study.uncertainty.discovery_words import three_digits

SHARES = ("coverage", "density", "mass")


def run(
    *,
    conflicts: list[str],
    calibration: str,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    verdict: list[str] | None,
    density: float,
    limits: int,
    draws: int,
    distribution: str,
    given: list[str] | None,
    seed: int,
    json: bool,
    lang: str,
) -> None:
    """Print the boxes of values in which a policy fails."""
    figures = replaced(calibration, replace)
    found = discover(
        [load_conflict(name) for name in conflicts],
        figures,
        Policy(**pairs(policy, "--policy")),
        verdict=read_verdicts(verdict),
        density=density,
        limits=limits,
        draws=draws,
        distribution=read_distribution(distribution, given, figures),
        rng=seed,
        instruments=instruments_with(own),
    )
    check_given(given, found.subject)
    frame = found.to_frame()
    if not json:
        frame = frame.assign(**{end: frame[end].map(three_digits) for end in ("low", "high")})
    shown = {heading("where it fails", lang, json=json): headed(frame, lang, json=json, shares=SHARES)}
    frames = shown if json or found.boxes else {}
    show(found, title(found.subject.conflicts, figures, lang), frames, found.subject.labels, json=json, lang=lang)
