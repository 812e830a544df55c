"""tvet-games show."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from rich.console import Console

from tvet_games.cli.output import console, language, print_json, table
from tvet_games.cli.studies import records
from tvet_games.errors import shorten
from tvet_games.model import library
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.figures import figures
from tvet_games.model.graph import Graph
from tvet_games.model.instrument import Instrument
from tvet_games.model.scenario import Scenario
from tvet_games.model.toml import read_toml
from tvet_games.policy.scenario import criteria
from tvet_games.policy.words import describe_criteria
from tvet_games.tables.labels import Language
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import money


def run(*, name: str, json: bool, lang: str) -> None:
    """Show whatever goes by a name, or the file at a path."""
    tongue = language(lang)
    is_path = name.endswith(".toml") or "/" in name
    kinds = (library.kind_of(read_toml(Path(name)), name),) if is_path else library.find(name)
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
        _print(out, thing, tongue)


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


def _print(out: Console, thing: Any, lang: Language) -> None:
    if isinstance(thing, Conflict):
        _print_conflict(out, thing, lang)
    elif isinstance(thing, Calibration):
        _print_calibration(out, thing, lang)
    elif isinstance(thing, Instrument):
        _print_instrument(out, thing, lang)
    elif isinstance(thing, Graph):
        _print_graph(out, thing, lang)
    else:
        _print_scenario(out, thing, lang)


def _print_conflict(out: Console, conflict: Conflict, lang: Language) -> None:
    label = conflict.labels.of
    out.print(f"{label(conflict.name, lang)} ({conflict.name}) · {word('section', lang)} {conflict.section}")
    out.print(conflict.about.of(lang))
    if conflict.edges:
        rows = [
            [e.conflict.name, e.weight, "; ".join(f"{n} = {f}" for n, f in e.values.items()), e.carries]
            for e in conflict.edges
        ]
        out.print(table("", [word("conflict", lang), "weight", "set", "carries"], rows))
    else:
        headers = ["when", *(label(p, lang) for p in conflict.player_names)]
        formulas = [[_shown(_when(conflict, r.when), conflict, lang), *_cells(conflict, r)] for r in conflict.rows]
        out.print(table(word("payoffs", lang), headers, formulas))
    rows = [[p.name, label(p.name, lang), p.dimension, p.meaning] for p in conflict.parameters.values()]
    headers = [word("parameter", lang), "", word("dimension", lang), word("meaning", lang)]
    out.print(
        table(
            "",
            headers if lang == "zh" else [headers[0], *headers[2:]],
            rows if lang == "zh" else [[r[0], *r[2:]] for r in rows],
        )
    )


def _when(conflict: Conflict, when: tuple[int | None, ...]) -> dict[str, str]:
    return {p.name: p.actions[a] for p, a in zip(conflict.players, when, strict=True) if a is not None}


def _shown(when: dict[str, str], conflict: Conflict, lang: Language) -> str:
    return ", ".join(conflict.labels.of(action, lang) for action in when.values())


def _formulas(conflict: Conflict, row: Any) -> dict[str, str]:
    return {conflict.player_names[i]: str(formula) for i, formula in row.formulas.items()}


def _cells(conflict: Conflict, row: Any) -> list[str]:
    return [str(row.formulas.get(i, "")) for i in range(len(conflict.players))]


def _print_calibration(out: Console, calibration: Calibration, lang: Language) -> None:
    out.print(f"{calibration.name} · {calibration.unit} · {calibration.about.of(lang)}")
    known = figures()
    rows = []
    for v in calibration.values.values():
        number = calibration.numbers[v.name]
        shown = money(number) if isinstance(number, Fraction) else "array"
        between = f"{money(v.low)} to {money(v.high)}" if v.low is not None and v.high is not None else ""
        reason = v.why or "; ".join(shorten(known[f].source) for f in v.figures[:1]) or v.source or v.note
        rows.append([v.name, shown, between, word(v.provenance, lang), str(v.formula or ""), reason])
    headers = [word(w, lang) for w in ("parameter", "value", "range", "provenance")]
    out.print(table("", [*headers, "formula", word("source", lang)], rows, right=[1, 2]))
    shares = calibration.shares(calibration.values)
    out.print(", ".join(f"{word(p, lang)} {share:.0%}" for p, share in shares.items()))


def _print_instrument(out: Console, instrument: Instrument, lang: Language) -> None:
    title = f"{instrument.labels.of(instrument.name, lang)} ({instrument.name})"
    out.print(f"{title} · {word('section', lang)} {instrument.section}")
    out.print(instrument.about.of(lang))
    out.print(f"{word('bounds', lang)}: {instrument.low} .. {instrument.high} [{instrument.dimension}]")
    rows = [
        [
            e.conflict,
            ", ".join(e.when.values()),
            "; ".join(f"{p}: {f}" for p, f in e.formulas.items()),
            e.public_cost or "",
        ]
        for e in instrument.effects
    ]
    out.print(table("", [word("conflict", lang), "when", "effect", word("public cost", lang)], rows))
    for basis in instrument.basis:
        out.print(f"  {basis.country}: {basis.what}")


def _print_graph(out: Console, graph: Graph, lang: Language) -> None:
    out.print(f"{graph.labels.of(graph.name, lang)} ({graph.name}) · {word('section', lang)} {graph.section}")
    out.print(graph.about.of(lang))
    out.print(", ".join(f"{k}: {name}" for k, name in enumerate(graph.options, start=1)))
    deciders = [graph.labels.of(d, lang) for d in graph.model.deciders]
    rows = [
        [state, graph.words(state, lang), *(str(own[k]) for own in graph.model.preferences)]
        for k, state in enumerate(graph.model.states)
    ]
    out.print(table(word("rank (larger is better)", lang), ["", word("state", lang), *deciders], rows))


def _print_scenario(out: Console, scenario: Scenario, lang: Language) -> None:
    out.print(f"{scenario.labels.of(scenario.name, lang)} ({scenario.name})")
    out.print(scenario.question.of(lang))
    conflicts = ", ".join(c.labels.of(c.name, lang) for c in scenario.conflicts)
    out.print(f"{word('conflicts', lang)}: {conflicts} · {scenario.calibration.name}")
    chosen = scenario.instruments
    names = [i.labels.of(i.name, lang) for i in chosen] if chosen else ["all that act here"]
    out.print(f"{word('instruments', lang)}: {', '.join(names)}")
    out.print(f"{word('criterion', lang)}: {describe_criteria(criteria(scenario), lang)}")
    limits = {
        "participation": scenario.participation,
        "no_one_worse_off": scenario.no_one_worse_off,
        "budget": scenario.budget,
        "liability": scenario.liability,
        "instruments": scenario.at_most,
        "status_quo": dict(scenario.status_quo) or None,
        "public_funds": scenario.public_funds or None,
    }
    shown = [f"{name} {_limit(value)}".strip() for name, value in limits.items() if value not in (None, False)]
    out.print(f"{word('limits', lang)}: {'; '.join(shown)}")


def _limit(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {money(level)}" for name, level in value.items())
    return "" if value is True else money(value)
