"""Sweeps as cards: how large one is, what it says on the whole, and how it looks along one or two axes."""

from __future__ import annotations

import math
from typing import Any

from tvet_games.games.naming import number_text
from tvet_games.study.card_parts import answer_first
from tvet_games.study.sweep.plan import SweepPlan, in_bytes
from tvet_games.study.sweep.summary import Along, SweepSummary
from tvet_games.study.sweep.view import SweepAxis, SweepView
from tvet_games.study.sweep.words import FLAG_LABELS
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import cut_note, spread
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money, percent

PHRASES: dict[str, tuple[str, str]] = {
    "plan": ("Plan of a sweep", "扫描计划"),
    "summary": ("Sweep", "扫描"),
    "view": ("Sweep: {what}", "扫描：{what}"),
    "points": ("{count} points", "{count} 个点"),
    "axis": ("axis", "轴"),
    "length": ("values", "取值个数"),
    "chunks": ("chunks", "块"),
    "results": ("results", "结果"),
    "memory": ("memory", "内存"),
    "statement": ("statement", "陈述"),
    "profile": ("what is played", "行动组合"),
    "along": ("Cooperation is an equilibrium, by {name}", "合作构成均衡的比例（按{name}）"),
    "holds": ("Yes where it holds.", "“是”表示成立。"),
    "share": ("Shares of {count} points each.", "每格为 {count} 个点中的比例。"),
    "number": ("Means of {count} points each.", "每格为 {count} 个点的平均。"),
    "one": ("", ""),
    "unit": (" [{unit}]", "（{unit}）"),
    "corner": ("{y} \\ {x}", "{y} \\ {x}"),
    "yes": ("yes", "是"),
    "no": ("-", "-"),
}

MOST_COLUMNS = 11
"""Values of the first axis that are shown, spread evenly."""


def plan_card(found: SweepPlan, language: Language) -> Card:
    """Return the card of a plan."""
    rows: tuple[tuple[Cell, ...], ...] = tuple((name.replace("_", " "), f"{size:,}") for name, size in found.sizes)
    heads = (fill(PHRASES, "axis", language), fill(PHRASES, "length", language))
    needs = (
        (fill(PHRASES, "chunks", language), f"{found.chunks:,}"),
        (fill(PHRASES, "results", language), in_bytes(found.result_bytes)),
        (fill(PHRASES, "memory", language), in_bytes(found.memory_bytes)),
    )
    about = fill(PHRASES, "points", language, count=f"{found.points:,}")
    parts = answer_first(found.describe(language), Table(heads, rows, right=(1,)), Table((), needs, right=(1,)))
    return Card(fill(PHRASES, "plan", language), about, parts)


def summary_card(found: SweepSummary, language: Language) -> Card:
    """Return the card of a sweep on the whole: statements that hold somewhere, and cooperation along each axis."""
    points = fill(PHRASES, "points", language, count=f"{found.points:,}")
    name = found.labels.of(found.conflict, language)
    about = " · ".join(filter(None, (name, found.labels.of(found.calibration, language), points)))
    held = {name: share for name, share in found.shares.items() if share}
    label = FLAG_LABELS.of
    rows = tuple((label(n, language), percent(share), _profile(found, n, language)) for n, share in held.items())
    heads = (
        fill(PHRASES, "statement", language),
        word("share of the points", language),
        fill(PHRASES, "profile", language),
    )
    used = (0, 1, 2) if any(row[2] for row in rows) else (0, 1)
    table = Table(tuple(heads[k] for k in used), tuple(tuple(row[k] for k in used) for row in rows), right=(1,))
    folded = [_along(axis, language) for axis in found.axes]
    parts = answer_first(found.describe(language), table, folded=folded)
    return Card(fill(PHRASES, "summary", language), about, parts)


def _profile(found: SweepSummary, name: str, language: Language) -> str:
    """The actions that a statement is named after."""
    told = found.profiles.get(name, "")
    return ", ".join(found.labels.of(action, language) for action in told.split(", ")) if told else ""


def _along(axis: Along, language: Language) -> Table:
    """A row a value of an axis of the grid."""
    name = axis.label_zh if language == "zh" else axis.label
    pairs = list(zip(axis.values, axis.share, strict=True))
    rows = tuple((money(value), percent(float(share))) for value, share in spread(pairs))
    title, note = fill(PHRASES, "along", language, name=name), cut_note(len(pairs), language)
    return Table((name, word("share of the points", language)), rows, title, (0, 1), folded=True, note=note)


def view_card(found: SweepView, language: Language) -> Card:
    """Return the card of a sweep along one or two axes: rows the second, columns the first."""
    key = "holds" if found.kind == "holds" else "one" if found.points == 1 else found.kind
    said = fill(PHRASES, key, language, count=f"{found.points:,}")
    what = found.label.of(language) + (
        fill(PHRASES, "unit", language, unit=unit_label(found.unit, language)) if found.unit else ""
    )
    about = " · ".join(filter(None, (found.labels.of(n, language) for n in (found.conflict, found.calibration))))
    table = _line(found, language) if found.y is None else _plane(found, found.y, language)
    return Card(fill(PHRASES, "view", language, what=what), about, (table, *([said] if said else [])))


def _line(found: SweepView, language: Language) -> Table:
    pairs = list(zip(found.x.values, found.values, strict=True))
    rows = tuple((money(x), _cell(found, value, language)) for x, value in spread(pairs))
    heads = (_axis(found.x, language), found.label.of(language))
    return Table(heads, rows, right=(0, 1), note=cut_note(len(pairs), language))


def _plane(found: SweepView, y: SweepAxis, language: Language) -> Table:
    """A row a value of y, the largest first as in the picture; some of the values of x."""
    count = len(found.x.values)
    step = max(1, -(-(count - 1) // (MOST_COLUMNS - 1))) if count > 1 else 1
    picked = [*range(0, count, step)]
    places = spread(range(len(y.values)))[::-1]
    rows = tuple((money(y.values[r]), *(_cell(found, found.values[r, k], language) for k in picked)) for r in places)
    corner = fill(PHRASES, "corner", language, y=_axis(y, language), x=_axis(found.x, language))
    heads = (corner, *(money(found.x.values[k]) for k in picked))
    return Table(heads, rows, right=tuple(range(len(heads))), note=cut_note(len(y.values), language))


def _axis(axis: SweepAxis, language: Language) -> str:
    unit = fill(PHRASES, "unit", language, unit=unit_label(axis.unit, language)) if axis.unit not in ("", "1") else ""
    return axis.label.of(language) + unit


def _cell(found: SweepView, value: Any, language: Language) -> str:
    if math.isnan(value):
        return ""
    if found.kind == "holds":
        return fill(PHRASES, "yes" if value else "no", language)
    return percent(float(value)) if found.kind == "share" else number_text(value)
