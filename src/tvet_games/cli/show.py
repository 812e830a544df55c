"""tvet-games show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tvet_games.cli.output import console, language, print_card, print_json
from tvet_games.cli.studies import records
from tvet_games.model import library
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.graph import Graph
from tvet_games.model.instrument import Instrument
from tvet_games.tables.labels import Language


def run(*, name: str, json: bool, lang: str) -> None:
    """Show whatever goes by a name, or the file at a path."""
    tongue = language(lang)
    is_path = name.endswith((".toml", ".csv")) or "/" in name
    kinds = (library.kind_at(Path(name)),) if is_path else library.find(name)
    loaders = {
        "conflict": library.load_conflict,
        "calibration": library.load_calibration,
        "instrument": library.load_instrument,
        "scenario": library.load_scenario,
        "graph": library.load_graph,
    }
    things: list[Any] = [loaders[kind](name) for kind in kinds]
    if json:
        print_json([_data(thing, tongue) for thing in things])
        return
    out = console()
    for thing in things:
        print_card(out, thing.card(tongue))


def _data(thing: Any, lang: Language) -> dict[str, Any]:
    if isinstance(thing, Conflict):
        return {
            "conflict": thing.name,
            "about": thing.about.of(lang),
            "section": thing.section,
            "actions": dict(zip(thing.player_names, thing.actions, strict=True)),
            "parameters": {n: {"dimension": p.dimension, "meaning": p.meaning} for n, p in thing.parameters.items()},
            "payoffs": [{"when": _when(thing, row.when), **_formulas(thing, row)} for row in thing.rows],
            "edges": [{"conflict": e.conflict.name, "carries": e.carries} for e in thing.edges],
        }
    if isinstance(thing, Calibration):
        values = {
            n: {
                "value": thing.numbers[n],
                "provenance": v.provenance,
                "low": v.low,
                "high": v.high,
                "figures": v.figures,
            }
            for n, v in thing.values.items()
        }
        return {"calibration": thing.name, "unit": str(thing.unit), "about": thing.about.of(lang), "values": values}
    if isinstance(thing, Instrument):
        bounds = [str(thing.low), str(thing.high)]
        return {"instrument": thing.name, "about": thing.about.of(lang), "bounds": bounds, "conflicts": thing.conflicts}
    if isinstance(thing, Graph):
        states = {"status_quo": thing.status_quo, "wanted": thing.wanted}
        return {
            "graph": thing.name,
            "about": thing.about.of(lang),
            "options": thing.options,
            **states,
            "states": records(thing.to_frame()),
        }
    return {
        "scenario": thing.name,
        "question": thing.question.of(lang),
        "conflicts": [c.name for c in thing.conflicts],
        "calibration": thing.calibration.name,
        "criteria": {name: dict(numbers) for name, numbers in thing.criteria.items()},
    }


def _when(conflict: Conflict, when: tuple[int | None, ...]) -> dict[str, str]:
    return {p.name: p.actions[a] for p, a in zip(conflict.players, when, strict=True) if a is not None}


def _formulas(conflict: Conflict, row: Any) -> dict[str, str]:
    return {conflict.player_names[i]: str(formula) for i, formula in row.formulas.items()}
