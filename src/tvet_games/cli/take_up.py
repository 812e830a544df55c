"""tvet-games take-up."""

from __future__ import annotations

import math

from tvet_games.cli.output import console, language, print_json, table, word
from tvet_games.errors import FormulaError, InputError, Problem
from tvet_games.model.library import load_calibration, load_instrument
from tvet_games.numerics import exact, to_float
from tvet_games.policy.words import money
from tvet_games.study.take_up import take_up


def run(
    *, calibration: str, instrument: str, levels: list[str] | None, distribution: str, json: bool, lang: str
) -> None:
    """Print a row a level."""
    tongue = language(lang)
    lever = load_instrument(instrument)
    found = take_up(load_calibration(calibration), lever, levels=_levels(levels), distribution=distribution)
    columns = ("levels", "share", "additional", "cost", "cost_per_additional", "windfall_share")
    if json:
        said = {"fitted": found.fitted, "predicted": found.predicted}
        print_json(
            {"calibration": calibration, "instrument": lever.name, **said, **{c: getattr(found, c) for c in columns}}
        )
        return
    out = console()
    rows = [
        [
            money(level),
            f"{share:.1%}",
            f"{more:+.1%}",
            money(cost),
            "-" if math.isinf(each) else money(each),
            f"{wind:.1%}",
        ]
        for level, share, more, cost, each, wind in zip(*(getattr(found, c) for c in columns), strict=True)
    ]
    names = ("level", "share that trains", "additional", "cost per place", "cost per additional trainee", "windfall")
    title = f"{lever.labels.of(lever.name, tongue)} · {calibration} · {found.unit}"
    out.print(table(title, [word(n, tongue) for n in names], rows, right=range(6)))
    out.print(found.fitted)
    out.print(found.predicted)


def _levels(given: list[str] | None) -> list[float] | None:
    if not given:
        return None
    try:
        return [to_float(exact(text)) for text in given]
    except FormulaError as error:
        raise InputError("", [Problem("--level", str(error))]) from None
