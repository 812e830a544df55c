"""tvet-games feedback."""

from __future__ import annotations

from tvet_games.cli.evolve import instruments_with, read_start, replaced
from tvet_games.cli.output import console, language, print_json, table
from tvet_games.cli.solve import pairs
from tvet_games.errors import InputError, Problem
from tvet_games.model.library import load_conflict
from tvet_games.model.policy import Policy
from tvet_games.study.evolution.feedback import feedback
from tvet_games.tables.vocabulary import word, yes_or_no
from tvet_games.tables.words import money


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
    out = console()
    out.print(f"{found.conflict.labels.of(found.conflict.name, tongue)} · {values.name} · {found.unit}")
    headers = [
        "",
        word("level", tongue),
        word("target", tongue),
        word("spent on the way", tongue),
        word("time", tongue),
        word("per period at the end", tongue),
    ]
    rows = [
        [
            word(str(name), tongue),
            row["levels"],
            yes_or_no(row["reaches the target"], tongue),
            money(round(row["spent on the way"], 2)),
            money(round(row["time"], 2)),
            money(round(row["cost per period at the end"], 2)),
        ]
        for name, row in frame.iterrows()
    ]
    out.print(table(word("incentives that react, and constant ones", tongue), headers, rows, right=[3, 4, 5]))
    for sentence in found.describe(tongue):
        out.print(sentence)
