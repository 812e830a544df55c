"""tvet-games sensitivity."""

from __future__ import annotations

from tvet_games.cli.evolve import instruments_with, read_dynamic, replaced
from tvet_games.cli.output import console, language, print_card, print_json
from tvet_games.cli.solve import pairs
from tvet_games.model.library import load_conflict
from tvet_games.model.policy import Policy
from tvet_games.study.evolution.sensitivity import outcome_sensitivity


def run(
    *,
    conflict: str,
    calibration: str,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    dynamic: str,
    plot: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print what each uncertain value does to where a conflict ends, the strongest first."""
    tongue = language(lang)
    levels = Policy(**pairs(policy, "--policy"))
    values = replaced(calibration, replace)
    found = outcome_sensitivity(
        load_conflict(conflict), values, levels, instruments_with(own), dynamic=read_dynamic(dynamic)
    )
    if plot is not None:
        from tvet_games.show.files import save
        from tvet_games.show.sensitivity import plot_sensitivity

        save(plot_sensitivity(found), plot)
    if json:
        effects = [
            {
                "name": e.name,
                "provenance": e.provenance,
                "values": e.values,
                "now": e.now,
                "target_share": e.target_share,
                "cooperation": e.cooperation,
                "changes": e.changes,
            }
            for e in found.effects
        ]
        now = {"target_share": found.target_share, "cooperation": found.cooperation}
        print_json({"conflict": found.conflict.name, "calibration": found.calibration.name, **now, "effects": effects})
        return
    print_card(console(), found.card(tongue))
