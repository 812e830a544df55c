"""tvet-games mechanisms."""

from __future__ import annotations

from typing import Any

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.output import console, language, print_json, progress, table
from tvet_games.cli.studies import draw
from tvet_games.model.library import load_conflict
from tvet_games.study.mechanisms.cell import Cell, Standing
from tvet_games.study.mechanisms.compare import MechanismComparison, compare_mechanisms
from tvet_games.study.mechanisms.compare_words import LEGEND, level_text, mechanism_name, side_effects, standing_name
from tvet_games.tables.labels import Language
from tvet_games.tables.words import money

MOST_COLUMNS = 5
"""Most conflicts that get a column each; of more each gets a row, with a mark for each mechanism."""

MARKS: dict[Standing, str] = {"settles": "●", "possible": "○", "partly": "◐", "fails": "×", "none": ""}


def run(
    *,
    conflicts: list[str] | None,
    calibration: str,
    own: list[str] | None,
    replace: list[str] | None,
    only: list[str] | None,
    patience: str,
    purpose: str,
    details: bool,
    plot: str | None,
    plot_map: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print the table of conflicts and mechanisms; with details a line each cell, and the call that made it."""
    tongue = language(lang)
    chosen = [load_conflict(name) for name in conflicts] if conflicts else None
    with progress("mechanisms") as tick:
        found = compare_mechanisms(
            chosen,
            replaced(calibration, replace),
            instruments_with(own),
            mechanisms=only,
            patience=patience,
            purpose=purpose,
            progress=tick,
        )
    draw(plot, lambda: _table_picture(found))
    draw(plot_map, lambda: _map_picture(found))
    if json:
        print_json(_data(found, tongue))
    else:
        _print(found, tongue, replace or [], details=details)


def _print(found: MechanismComparison, lang: Language, changes: list[str], *, details: bool) -> None:
    out, label = console(), found.labels.of
    out.print(" · ".join([found.calibration.name, str(found.calibration.unit), *changes]))
    if details:
        for cell in found.cells:
            parts = [
                standing_name(cell.standing, lang),
                level_text(found, cell, lang),
                *side_effects(found, cell, lang),
            ]
            cost = f"{money(cell.public_cost)} {found.calibration.unit}" if cell.public_cost else ""
            name = f"{label(cell.conflict, lang)} · {mechanism_name(cell.mechanism, lang)}"
            out.print(f"{name}: {'; '.join(p for p in (*parts[:1], cost, *parts[1:]) if p)}")
            if cell.call is not None:
                out.print(f"    {cell.call}")
    elif len(found.conflicts) <= MOST_COLUMNS:
        headers = ["", *(label(c.name, lang) for c in found.conflicts)]
        rows = [
            [mechanism_name(m, lang), *(_short(found.cell(c.name, m), lang) for c in found.conflicts)]
            for m in found.mechanisms
        ]
        out.print(table("", headers, rows))
        out.print(LEGEND[lang == "zh"])
    else:
        headers = ["", *(str(k) for k, _ in enumerate(found.mechanisms, start=1))]
        rows = [
            [label(c.name, lang), *(MARKS[found.cell(c.name, m).standing] for m in found.mechanisms)]
            for c in found.conflicts
        ]
        out.print(table("", headers, rows))
        out.print("; ".join(f"{k} {mechanism_name(m, lang)}" for k, m in enumerate(found.mechanisms, start=1)))
        out.print("; ".join(f"{mark} {standing_name(s, lang)}" for s, mark in MARKS.items() if s != "none"))
        out.print(LEGEND[lang == "zh"])
    for sentence in found.describe(lang):
        out.print(sentence)


def _short(cell: Cell, lang: Language) -> str:
    """How the conflict stands, and the public cost where there is one."""
    cost = f" {money(round(cell.public_cost))}" if cell.public_cost else ""
    return standing_name(cell.standing, lang) + cost


def _data(found: MechanismComparison, lang: Language) -> dict[str, Any]:
    cells = [
        {
            "conflict": c.conflict,
            "mechanism": c.mechanism,
            "standing": c.standing,
            "level": c.level,
            "measure": c.measure,
            "public_cost": c.public_cost,
            "remains": c.remains,
            "worse_off": dict(c.losers),
            "stays_out": c.stays_out,
            "persists": c.persists,
            "notes": c.notes,
            "call": None if c.call is None else str(c.call),
        }
        for c in found.cells
    ]
    supposed = {"patience": found.patience, "purpose": found.purpose}
    names = {"calibration": found.calibration.name, "unit": str(found.calibration.unit)}
    left_out = {name: list(values) for name, values in found.left_out.items()}
    return {**names, **supposed, "cells": cells, "left_out": left_out, "sentences": found.describe(lang)}


def _table_picture(found: MechanismComparison) -> object:
    from tvet_games.show.mechanisms import plot_mechanisms

    return plot_mechanisms(found)


def _map_picture(found: MechanismComparison) -> object:
    from tvet_games.show.stakeholder_map import plot_stakeholder_map
    from tvet_games.study.mechanisms.stakeholder_map import stakeholder_map

    return plot_stakeholder_map(stakeholder_map(found))
