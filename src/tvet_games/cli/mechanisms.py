"""tvet-games mechanisms."""

from __future__ import annotations

from dataclasses import replace as replace_field
from typing import Any

from rich.console import Console

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.output import console, language, print_card, print_json, progress
from tvet_games.cli.studies import draw
from tvet_games.model.library import load_conflict
from tvet_games.study.mechanisms.compare import MechanismComparison, compare_mechanisms
from tvet_games.study.mechanisms.compare_words import level_text, mechanism_name, side_effects, standing_name
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.words import money


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
    """Print the card; levels and side effects, with the calls, only where details are asked for."""
    out, shown = console(), found.card(lang)
    parts = tuple(part for part in shown.parts if not (isinstance(part, Table) and part.folded))
    if details:
        parts = found.describe(lang)
        _print_details(out, found, lang)
    about = " · ".join([shown.about, *changes])
    print_card(out, replace_field(shown, about=about, parts=parts))


def _print_details(out: Console, found: MechanismComparison, lang: Language) -> None:
    """A line a cell, and the call that made it."""
    label = found.labels.of
    for cell in found.cells:
        first = standing_name(cell.standing, lang)
        cost = f"{money(cell.public_cost)} {found.calibration.unit}" if cell.public_cost else ""
        said = (first, cost, level_text(found, cell, lang), *side_effects(found, cell, lang))
        name = f"{label(cell.conflict, lang)} · {mechanism_name(cell.mechanism, lang)}"
        out.print(f"{name}: {'; '.join(filter(None, said))}")
        if cell.call is not None:
            out.print(f"    {cell.call}")


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
