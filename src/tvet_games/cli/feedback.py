"""tvet-games feedback."""

from __future__ import annotations

from tvet_games.cli.evolve import instruments_with, read_start, replaced
from tvet_games.cli.output import console, language, print_card, print_json
from tvet_games.cli.solve import pairs
from tvet_games.errors import InputError, Problem
from tvet_games.model.library import load_conflict
from tvet_games.model.policy import Policy
from tvet_games.study.evolution.feedback import feedback


def run(
    *,
    conflict: str,
    calibration: str,
    rules: list[str] | None,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    start: list[str] | None,
    json: bool,
    lang: str,
) -> None:
    """Print what incentives that react cost until the target is reached, against the best constant levels."""
    tongue = language(lang)
    given = pairs(rules, "--rule")
    if not given:
        what = "is missing; expected one or more, as in --rule 'training_subsidy=9000*(1 - enterprise)'"
        raise InputError("", [Problem("--rule", what)])
    levels = Policy(**pairs(policy, "--policy"))
    values = replaced(calibration, replace)
    found = feedback(load_conflict(conflict), values, given, levels, instruments_with(own), start=read_start(start))
    frame = found.to_frame()
    if json:
        print_json(
            {
                "conflict": found.conflict.name,
                "calibration": found.calibration.name,
                "rules": dict(found.rules),
                "unit": found.unit,
                "policies": frame.to_dict(orient="index"),
                "stable": [p.state for p in found.rest.stable],
                "sentences": found.describe(),
            }
        )
        return
    print_card(console(), found.card(tongue))
