"""tvet-games discover."""

from __future__ import annotations

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.solve import pairs
from tvet_games.cli.studies import show
from tvet_games.cli.uncertainty_options import check_given, read_distribution, read_verdicts, title
from tvet_games.model.library import load_conflict
from tvet_games.model.policy import Policy
from tvet_games.study.uncertainty.discovery import discover


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
    frames = {"where it fails": found.to_frame()}
    show(found, title(found.subject.conflicts, figures, lang), frames, json=json, lang=lang)
