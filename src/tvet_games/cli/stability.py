"""tvet-games stability."""

from __future__ import annotations

from typing import Any

from tvet_games.cli.evolve import instruments_with
from tvet_games.cli.output import console, language, print_json, table
from tvet_games.cli.solve import pairs
from tvet_games.errors import InputError, Problem
from tvet_games.model.library import load_calibration, load_conflict
from tvet_games.model.policy import Policy
from tvet_games.symbolic.printing import text_of
from tvet_games.symbolic.stability import SymbolicStability, symbolic_stability
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.vocabulary import word

NOTE = "Never and always are proved for parameters of at least 0 and shares of at most 1."


def run(
    *,
    conflict: str,
    calibration: str | None,
    free: list[str] | None,
    policy: list[str] | None,
    own: list[str] | None,
    latex: bool,
    html: bool,
    json: bool,
    lang: str,
) -> None:
    """Print the eigenvalues of every vertex as formulas, and when each is an ESS."""
    tongue = language(lang)
    if latex + html + json > 1:
        raise InputError("", [Problem("--latex", "is one of --latex, --html and --json; give one of them")])
    if free and calibration is None:
        raise InputError("", [Problem("--free", "needs a calibration, of which other values are put in: give -c")])
    figures = None if calibration is None else load_calibration(calibration)
    levels = Policy(**pairs(policy, "--policy"))
    chosen = load_conflict(conflict)
    found = symbolic_stability(chosen, figures, free or (), policy=levels, instruments=instruments_with(own))
    if latex or html:
        print(found.to_latex(tongue) if latex else found.to_html(tongue))
    elif json:
        print_json(_data(found))
    else:
        _print(found, chosen.labels, tongue)


def _data(found: SymbolicStability) -> dict[str, Any]:
    vertices = [
        {
            "actions": dict(zip(found.players, row.actions, strict=True)),
            "shares": row.shares,
            "eigenvalues": [text_of(value) for value in row.eigenvalues],
            "condition": row.statement("en"),
        }
        for row in found.rows
    ]
    return {"conflict": found.conflict, "calibration": found.calibration or None, "vertices": vertices}


def _print(found: SymbolicStability, labels: Labels, lang: Language) -> None:
    out, label = console(), labels.of
    out.print(label(found.conflict, lang))
    headers = [*(label(p, lang) for p in found.players), word("condition of an ESS", lang)]
    rows = [[*(label(a, lang) for a in row.actions), row.statement(lang)] for row in found.rows]
    out.print(table(word("vertices", lang), headers, rows))
    out.print(word(NOTE, lang))
