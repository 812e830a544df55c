"""tvet-games variance."""

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
from tvet_games.study.uncertainty.variance import variance_sensitivity

SHARES = ("first", "first half-width", "total", "total half-width")

DECIMALS = 3
"""Of a share of the variance that are printed."""


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
    points: int,
    distribution: str,
    given: list[str] | None,
    seed: int,
    json: bool,
    lang: str,
) -> None:
    """Print whose uncertainty the variance of an answer comes from."""
    figures = replaced(calibration, replace)
    found = variance_sensitivity(
        *output_of(conflicts, figures, policy, own, output, levers),
        output=output,
        verdict=read_verdicts(verdict),
        n=points,
        distribution=read_distribution(distribution, given, figures),
        undefined=undefined,
        rng=seed,
        instruments=instruments_with(own),
    )
    check_given(given, found.subject)
    tables = {"share of the variance": found.to_frame(), "by group": found.groups_to_frame()}
    if not json:
        tables = {name: frame.round(DECIMALS) for name, frame in tables.items()}
    frames = {
        heading(name, lang, json=json): headed(frame, lang, json=json, shares=SHARES) for name, frame in tables.items()
    }
    show(found, title(found.subject.conflicts, figures, lang), frames, found.subject.labels, json=json, lang=lang)
