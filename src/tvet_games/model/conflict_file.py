"""From a conflict file to a conflict: names, profiles, dimensions and formulas are checked, all mistakes at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import prod
from typing import Any

from tvet_games.errors import InputError, Problem, nearest
from tvet_games.games.normal_form import MAX_PROFILES
from tvet_games.model.bargaining_section import check_bargaining
from tvet_games.model.conflict import Conflict, Edge, Player
from tvet_games.model.formula import parse
from tvet_games.model.instrument import LEVEL, Parameter
from tvet_games.model.rows import Row, check_formula, parse_field, resolve_formulas, resolve_when
from tvet_games.model.schema import ConflictFile, EdgeTable, PlayerTable
from tvet_games.tables.labels import Labels, Text

Load = Callable[[str], Conflict]
"""Loads a conflict that another one includes or plays on an edge."""

ROW_KEYS = ("when",)
EFFECT_KEYS = ("instrument", "when", "public_cost")


def build_conflict(file: ConflictFile, source: str, load: Load) -> Conflict:
    """Make a conflict of a checked file.

    Parameters
    ----------
    file : ConflictFile
    source : str
        The file, for messages.
    load : function
        Loads the conflicts that it includes or has on its edges.

    Raises
    ------
    InputError
        With every mistake of the file.
    """
    table = file.conflict
    problems: list[Problem] = []
    base = load(table.includes) if table.includes else None
    players = _players(file.player, base, problems)
    names = [player.name for player in players]
    actions = [player.actions for player in players]
    if problems or not players:
        raise InputError(source, problems or [Problem("player", "there is none")])
    if prod(len(own) for own in actions) * len(players) > MAX_PROFILES:
        raise InputError(source, [Problem("player", f"make more than {MAX_PROFILES:,} payoffs")])
    own_parameters = {n: Parameter(n, p.dimension, p.meaning, p.symbol) for n, p in file.parameter.items()}
    edges = tuple(_edges(file.edge, names, actions, table.per, load, problems))
    parameters = _all_parameters(own_parameters, base, edges, problems)
    rows = _rows(file, names, actions, problems)
    if base is not None:
        rows = [*(_widened(row, len(names) - len(base.players)) for row in base.rows), *rows]
    dimensions = {n: p.dimension for n, p in parameters.items()}
    _check_rows(rows, dimensions, problems)
    _check_outside(file.player, players, dimensions, problems)
    _check_edges(edges, dimensions, problems)
    if edges and rows:
        problems.append(Problem("payoff", "a community has edges and no payoff rows of its own"))
    if not edges and not problems:
        problems += _uncovered(rows, names, actions)
    effects = _effects(file, names, actions, dimensions, problems)
    instruments_when = resolve_when(table.instruments_when, names, actions, "conflict.instruments_when", problems)
    if file.bargaining:
        check_bargaining(file.bargaining, names, dimensions, problems)
    _check_names(names, actions, parameters, problems)
    if problems:
        raise InputError(source, problems)
    labels = Labels(file.label.en, file.label.zh)
    for other in [*([base] if base else []), *(edge.conflict for edge in edges)]:
        labels = labels.over(other.labels)
    return Conflict(
        name=table.name,
        per=table.per,
        section=table.section,
        about=Text(table.about.en, table.about.zh),
        players=tuple(players),
        parameters=parameters,
        rows=tuple(rows),
        edges=edges,
        lineage=(table.name, *(base.lineage if base else ())),
        instruments_when=instruments_when,
        own_effects=effects,
        bargaining=file.bargaining,
        labels=labels,
        source=source,
    )


def _players(tables: Sequence[PlayerTable], base: Conflict | None, problems: list[Problem]) -> list[Player]:
    players = []
    for k, table in enumerate(tables):
        where = f"player[{k + 1}]"
        outside = parse_field(table.outside, f"{where}.outside", problems) or parse(0)
        repeated = sorted({a for a in table.actions if table.actions.count(a) > 1})
        problems += [Problem(f"{where}.actions", "stands twice", action) for action in repeated]
        players.append(Player(table.name, tuple(table.actions), outside, table.pays))
    players += base.players if base else []
    names = [player.name for player in players]
    problems += [Problem("player", "stands twice", name) for name in sorted({n for n in names if names.count(n) > 1})]
    return players


def _all_parameters(
    own: dict[str, Parameter], base: Conflict | None, edges: Sequence[Edge], problems: list[Problem]
) -> dict[str, Parameter]:
    """Own parameters with those of included conflicts and edges; one name means one thing."""
    everything: dict[str, Parameter] = {}
    for source in [own, *([base.parameters] if base else []), *(edge.conflict.parameters for edge in edges)]:
        for name, parameter in source.items():
            if name in everything and everything[name].dimension != parameter.dimension:
                known = everything[name].dimension
                problems.append(Problem(f"parameter.{name}", f"is {known} here and {parameter.dimension} elsewhere"))
            everything.setdefault(name, parameter)
    return everything


def _rows(file: ConflictFile, names: list[str], actions: Sequence[Sequence[str]], problems: list[Problem]) -> list[Row]:
    rows: list[Row] = []
    seen: dict[tuple[Any, int], str] = {}
    for k, written in enumerate(file.payoff):
        where = f"payoff[{k + 1}]"
        when = resolve_when(written.when, names, actions, where, problems)
        formulas = resolve_formulas(written.formulas, names, ROW_KEYS, where, problems)
        if not written.formulas:
            problems.append(Problem(where, "gives no player a payoff"))
        for player in formulas:
            if (when, player) in seen:
                what = f"repeats {seen[when, player]}: same `when`, same player"
                problems.append(Problem(f"{where}.{names[player]}", what))
            seen[when, player] = where
        rows.append(Row(when, formulas, None, where))
    return rows


def _widened(row: Row, by: int) -> Row:
    """A row of an included conflict, whose players come after the declared ones."""
    formulas = {player + by: formula for player, formula in row.formulas.items()}
    return Row((*(None,) * by, *row.when), formulas, row.public_cost, row.field)


def _check_rows(rows: Sequence[Row], dimensions: dict[str, str], problems: list[Problem]) -> None:
    for row in rows:
        for formula in row.formulas.values():
            check_formula(formula, dimensions, "money", row.field, problems)


def _check_outside(
    tables: Sequence[PlayerTable], players: Sequence[Player], dimensions: dict[str, str], problems: list[Problem]
) -> None:
    """Outside options of the players declared here; those of included ones are checked in their own file."""
    for k, (_, player) in enumerate(zip(tables, players, strict=False)):
        check_formula(player.outside, dimensions, "money", f"player[{k + 1}].outside", problems)


def _uncovered(rows: Sequence[Row], names: Sequence[str], actions: Sequence[Sequence[str]]) -> list[Problem]:
    """Every profile needs at least one row for every player."""
    problems = []
    for player, name in enumerate(names):
        own = [row.when for row in rows if player in row.formulas]
        for profile in product(*(range(len(a)) for a in actions)):
            if not any(all(w is None or w == a for w, a in zip(when, profile, strict=True)) for when in own):
                shown = ", ".join(f"{n} = {actions[i][profile[i]]}" for i, n in enumerate(names))
                problems.append(Problem("payoff", f"no row gives {name} a payoff at {shown}; write 0 for nothing"))
                break
    return problems


def _edges(
    tables: Sequence[EdgeTable],
    names: list[str],
    actions: Sequence[Sequence[str]],
    per: str,
    load: Load,
    problems: list[Problem],
) -> list[Edge]:
    edges: list[Edge] = []
    for k, table in enumerate(tables):
        where = f"edge[{k + 1}]"
        conflict = load(table.conflict)
        found = [names.index(n) for n in conflict.player_names if n in names]
        if len(conflict.players) != 2 or len(found) != 2:
            who = ", ".join(conflict.player_names)
            problems.append(Problem(where, f"needs a conflict of two of the players; {table.conflict} has {who}"))
            continue
        if conflict.shape != tuple(len(actions[i]) for i in found):
            problems.append(
                Problem(where, f"has {conflict.shape} actions in {table.conflict}, which do not fit the players'")
            )
            continue
        if conflict.per != per and table.weight == 1:
            what = f"mixes units: {table.conflict} counts per {conflict.per}, this conflict per {per}; give a weight"
            problems.append(Problem(f"{where}.weight", what))
        weight = parse_field(table.weight, f"{where}.weight", problems) or parse(1)
        values = {n: parse_field(text, f"{where}.set.{n}", problems) or parse(0) for n, text in table.set.items()}
        for name in values.keys() - conflict.parameters.keys():
            hint = nearest(name, conflict.parameters)
            problems.append(Problem(f"{where}.set", f"is not a parameter of {table.conflict}", name, hint))
        edges.append(Edge(conflict, (found[0], found[1]), weight, values, frozenset(table.without), table.carries))
    return edges


def _check_edges(edges: Sequence[Edge], dimensions: dict[str, str], problems: list[Problem]) -> None:
    for k, edge in enumerate(edges):
        check_formula(edge.weight, dimensions, "ratio", f"edge[{k + 1}].weight", problems)
        for name, formula in edge.values.items():
            if name in dimensions:
                check_formula(formula, dimensions, dimensions[name], f"edge[{k + 1}].set.{name}", problems)


def _effects(
    file: ConflictFile,
    names: list[str],
    actions: Sequence[Sequence[str]],
    dimensions: dict[str, str],
    problems: list[Problem],
) -> dict[str, tuple[Row, ...]]:
    """Effects of instruments that the conflict states itself."""
    effects: dict[str, list[Row]] = {}
    for k, written in enumerate(file.effect):
        where = f"effect[{k + 1}]"
        when = resolve_when(written.when, names, actions, where, problems)
        formulas = resolve_formulas(written.formulas, names, EFFECT_KEYS, where, problems)
        cost = parse_field(written.public_cost, f"{where}.public_cost", problems)
        for formula in [*formulas.values(), *([cost] if cost else [])]:
            for name in sorted(formula.names - dimensions.keys() - {LEVEL}):
                known = [*dimensions, LEVEL]
                problems.append(Problem(where, "is not a declared parameter", name, nearest(name, known)))
        effects.setdefault(written.instrument, []).append(Row(when, formulas, cost, where))
    return {name: tuple(rows) for name, rows in effects.items()}


def _check_names(
    names: Sequence[str], actions: Sequence[Sequence[str]], parameters: dict[str, Parameter], problems: list[Problem]
) -> None:
    """One namespace a file: a label must mean one thing."""
    reserved = {LEVEL, "when", "conflict", "instrument", "public_cost"}
    for name in [*names, *parameters]:
        if name in reserved:
            problems.append(
                Problem("names", f"is reserved; choose another name than {', '.join(sorted(reserved))}", name)
            )
    used = set(names) | {a for own in actions for a in own}
    problems += [
        Problem("parameter", "is also the name of a player or an action", n) for n in sorted(used & parameters.keys())
    ]
