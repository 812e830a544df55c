"""tvet-games sensitivity."""

from __future__ import annotations

import math

from tvet_games.cli.evolve import instruments_with, read_dynamic, replaced
from tvet_games.cli.output import console, language, print_json, table
from tvet_games.cli.solve import pairs
from tvet_games.model.library import load_conflict
from tvet_games.model.policy import Policy
from tvet_games.study.evolution.sensitivity import outcome_sensitivity
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import money


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
    out, label = console(), values.labels.over(found.conflict.labels).of
    out.print(f"{label(found.conflict.name, tongue)} · {values.name}")
    headers = [
        word("value", tongue),
        word("range", tongue),
        word("provenance", tongue),
        word("starts that end in cooperation", tongue),
        word("cooperation in the end", tongue),
        word("stable outcomes change at", tongue),
    ]
    rows = [
        [
            label(e.name, tongue),
            f"{money(e.values[0])} .. {money(e.values[-1])}",
            word(e.provenance, tongue),
            f"{e.target_share[0]:.1%} .. {e.target_share[-1]:.1%}",
            f"{_share(e.cooperation[0])} .. {_share(e.cooperation[-1])}",
            ", ".join(money(change) for change in e.changes),
        ]
        for e in found.effects
    ]
    out.print(table(f"{word('starts that end in cooperation', tongue)}: {found.target_share:.1%}", headers, rows))


def _share(value: float) -> str:
    """A share; a dash where some starts never come to rest."""
    return "-" if math.isnan(value) else f"{value:.1%}"
