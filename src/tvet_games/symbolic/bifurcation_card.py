"""Bifurcations as a card: which vertices are stable where, and the thresholds as formulas."""

from __future__ import annotations

import math
from fractions import Fraction

from tvet_games.games.naming import Naming
from tvet_games.symbolic.bifurcation import Bifurcations
from tvet_games.symbolic.formulas import formula
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("What is stable, by {parameter}", "稳定性随{parameter}的变化"),
    "changes": ("What is stable changes at {points}.", "稳定结局变化处：{points}。"),
    "same": ("The same vertices are stable throughout.", "稳定的顶点始终不变。"),
    "phases": ("Stable vertices", "稳定的顶点"),
    "none": ("none", "无"),
    "crossings": ("Where eigenvalues change sign", "特征值变号处"),
    "above": ("stable above", "以上稳定"),
    "below": ("stable below", "以下稳定"),
    "unknown": ("no formula", "无公式"),
    "vertices": ("When each vertex is an ESS", "各顶点为 ESS 的条件"),
}


def bifurcations_card(found: Bifurcations, language: Language) -> Card:
    """Return the card of the bifurcations by one parameter."""
    names = Naming(found.labels, language)
    about = " · ".join(filter(None, (names(found.conflict), names(found.calibration))))
    parts: list[Part] = [*_said(found, names), *_phases(found, names)]
    parts += [_crossings(found, names), _vertices(found, names)]
    return Card(fill(PHRASES, "title", language, parameter=names(found.parameter)), about, tuple(parts))


def _said(found: Bifurcations, names: Naming) -> list[str]:
    if not found.phases:
        return []
    points = [_end(phase.high, names) for phase in found.phases[:-1]]
    return [fill(PHRASES, "changes" if points else "same", names.language, points=names.each(points))]


def _end(value: Fraction | float, names: Naming) -> str:
    return names.number(value) if math.isfinite(value) else "∞" if value > 0 else "-∞"


def _phases(found: Bifurcations, names: Naming) -> tuple[Table, ...]:
    if not found.phases:
        return ()
    rows = tuple(
        (
            _end(phase.low, names),
            _end(phase.high, names),
            names.each(names.in_brackets(names.profile(v)) for v in phase.stable_vertices)
            or fill(PHRASES, "none", names.language),
        )
        for phase in found.phases
    )
    heads = (*names.words("from", "to"), fill(PHRASES, "phases", names.language))
    return (Table(heads, rows, right=(0, 1)),)


def _crossings(found: Bifurcations, names: Naming) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for each in found.crossings:
        threshold: Cell = fill(PHRASES, "unknown", names.language)
        if each.threshold is not None:
            threshold = formula(each.threshold, found.symbols)
        side = fill(PHRASES, each.stable, names.language) if each.stable else ""
        rows.append((names.profile(each.actions), names(each.player), names(each.action), threshold, side))
    heads = names.words("Vertex", "player", "deviation", "threshold", "eigenvalue below 0")
    return Table(heads, tuple(rows), fill(PHRASES, "crossings", names.language), folded=bool(found.phases))


def _vertices(found: Bifurcations, names: Naming) -> Table:
    rows = tuple((names.profile(row.actions), found.stable_pieces(row, names.language)) for row in found.vertices)
    heads = names.words("Vertex", "Stability")
    return Table(heads, rows, fill(PHRASES, "vertices", names.language), folded=True)
