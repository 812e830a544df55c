"""tvet-games uncertainty --over."""

from __future__ import annotations

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.long_run import read_over
from tvet_games.cli.solve import pairs
from tvet_games.cli.studies import draw, show
from tvet_games.cli.uncertainty_options import check_given, read_distribution, read_verdicts, title
from tvet_games.errors import InputError, Problem
from tvet_games.model.library import load_conflict
from tvet_games.model.policy import Policy
from tvet_games.study.uncertainty.curve import ENOUGH, ProbabilityCurve, probability_curve


def run(
    *,
    conflicts: list[str],
    calibration: str,
    policy: list[str] | None,
    over: str,
    at_least: float | None,
    own: list[str] | None,
    replace: list[str] | None,
    verdict: list[str] | None,
    draws: int,
    distribution: str,
    given: list[str] | None,
    design: str,
    seed: int,
    confidence: float,
    plot: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print how likely cooperation is at each level of an instrument, and from which level on it is likely enough."""
    figures = replaced(calibration, replace)
    name, levels = read_over(over)
    if levels is None:
        what = "expected levels, as in training_subsidy=0:12000:25 (from, to, how many)"
        raise InputError("", [Problem("--over", what, over)])
    curve = probability_curve(
        [load_conflict(conflict) for conflict in conflicts],
        figures,
        name,
        levels,
        Policy(**pairs(policy, "--policy")),
        at_least=ENOUGH if at_least is None else at_least,
        verdict=read_verdicts(verdict),
        draws=draws,
        distribution=read_distribution(distribution, given, figures),
        design=design,
        rng=seed,
        confidence=confidence,
        instruments=instruments_with(own),
    )
    subject = curve.found.subject
    check_given(given, subject)
    draw(plot, lambda: _picture(curve))
    frames = {"probability by level": curve.to_frame()}
    show(curve, title(subject.conflicts, figures, lang), frames, json=json, lang=lang)


def _picture(curve: ProbabilityCurve) -> object:
    from tvet_games.show.probability import plot_probability

    return plot_probability(curve)
