"""tvet-games codebook."""

from __future__ import annotations

import sys

from tvet_games.cli.output import console, language, print_json, table
from tvet_games.cli.studies import records
from tvet_games.study.codebook.collect import codebook
from tvet_games.study.codebook.result import Codebook
from tvet_games.study.codebook.words import value_row
from tvet_games.tables.labels import Language
from tvet_games.tables.vocabulary import word


def run(
    *,
    conflicts: list[str] | None,
    calibrations: list[str] | None,
    output: str | None,
    wide: bool,
    json: bool,
    lang: str,
) -> None:
    """Print the parameters, and, for one calibration, their values; or write the table of all values to a file."""
    tongue = language(lang)
    found = codebook(conflicts or None, calibrations or None)
    if output is not None:
        found.write_csv(output, wide=wide)
        print(f"wrote {output}", file=sys.stderr)
    if json:
        print_json({"sentences": found.describe(tongue), "parameters": records(_frame(found, wide=wide))})
    elif output is None:
        _print(found, tongue)


def _frame(found: Codebook, *, wide: bool) -> object:
    return found.wide_frame() if wide else found.to_frame()


def _print(found: Codebook, lang: Language) -> None:
    out = console()
    keys = ["parameter", "dimension", "meaning", "conflicts", "calibrations"]
    rows = [
        [
            e.name,
            word(e.dimension, lang),
            (lang == "zh" and found.labels.zh.get(e.name)) or e.meaning,
            len(e.conflicts),
            sum(e.name in c.values for c in found.calibrations),
        ]
        for e in found.entries
    ]
    out.print(table("", [word(key, lang) for key in keys], rows, right=[3, 4]))
    if len(found.calibrations) == 1:
        only = found.calibrations[0]
        keys = ["parameter", "unit", "value", "range", "provenance", "source"]
        values = [value_row(e, only, lang) for e in found.entries if e.name in only.values]
        out.print(table(f"{only.name} · {only.unit}", [word(key, lang) for key in keys], values, right=[2]))
    for sentence in found.describe(lang):
        out.print(sentence)
