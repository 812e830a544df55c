"""tvet-games uncertainty."""

from __future__ import annotations

from typing import Any

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.output import language
from tvet_games.cli.solve import pairs
from tvet_games.cli.studies import show
from tvet_games.cli.uncertainty_options import (
    check_given,
    read_distribution,
    read_levers,
    read_verdicts,
    title,
)
from tvet_games.errors import InputError, Problem
from tvet_games.model.library import load_conflict
from tvet_games.model.policy import Policy
from tvet_games.policy.search import cheapest_policy
from tvet_games.study.uncertainty.probability import cooperation_probability
from tvet_games.tables.vocabulary import word


def run(
    *,
    conflicts: list[str],
    calibration: str,
    policy: list[str] | None,
    also: list[str] | None,
    cheapest: str | None,
    own: list[str] | None,
    replace: list[str] | None,
    verdict: list[str] | None,
    draws: int,
    distribution: str,
    given: list[str] | None,
    design: str,
    seed: int,
    confidence: float,
    json: bool,
    lang: str,
) -> None:
    """Print how likely cooperation is without policy and under each policy."""
    figures = replaced(calibration, replace)
    chosen, known = [load_conflict(name) for name in conflicts], instruments_with(own)
    policies: dict[str, Any] = {"no policy": None}
    for text in [",".join(policy)] if policy else []:
        policies[text] = _policy(text, "--policy")
    for text in also or []:
        policies[text] = _policy(text, "--also")
    if cheapest is not None:
        found = cheapest_policy(chosen, figures, read_levers(cheapest, known))
        if not found.feasible:
            raise InputError("", [Problem("--cheapest", "there is no such package", cheapest)])
        policies[word("cheapest package", language(lang))] = found
    result = cooperation_probability(
        chosen,
        figures,
        policies,
        verdict=read_verdicts(verdict),
        draws=draws,
        distribution=read_distribution(distribution, given, figures),
        design=design,
        rng=seed,
        confidence=confidence,
        instruments=known,
    )
    check_given(given, result.subject)
    frames = {"probability of cooperation": result.to_frame()}
    show(result, title(result.subject.conflicts, figures, lang), frames, json=json, lang=lang)


def _policy(text: str, option: str) -> Policy:
    return Policy(**pairs(text.split(","), option))
