"""tvet-games responsibilities."""

from __future__ import annotations

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.solve import pairs
from tvet_games.cli.studies import show
from tvet_games.model.library import load_conflict
from tvet_games.model.policy import Policy
from tvet_games.study.mechanisms.responsibilities import responsibilities


def run(
    *,
    conflicts: list[str],
    calibration: str,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    json: bool,
    lang: str,
) -> None:
    """Print every benefit and cost, the balance of each stakeholder, and what each must do."""
    games = [load_conflict(name) for name in conflicts]
    levels = Policy(**pairs(policy, "--policy"))
    found = responsibilities(games, replaced(calibration, replace), levels, instruments_with(own))
    frames = {"terms": found.to_frame(), "balance": found.balance()}
    show(found, f"{', '.join(conflicts)} · {calibration}", frames, json=json, lang=lang)
