"""Long-term cooperation as a card: how patient each must be, and how a policy lowers that."""

from __future__ import annotations

from typing import Any

from tvet_games.numerics import Array
from tvet_games.solve.repeated import per_year
from tvet_games.study.card_parts import about_line, answer_first, factor_text, heading
from tvet_games.study.mechanisms.patience import Patience, PatienceCurve
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import cut_note, spread
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Long-term cooperation", "长期合作"),
    "years": ("years of a period {years}", "每期年数 {years}"),
    "detection": ("a breach becomes known with probability {p}", "违约以概率 {p} 被发现"),
    "delta": ("asked for: {delta}", "要求：{delta}"),
    "factor": ("from an equilibrium as punishment", "以均衡作为惩罚"),
    "minmax": ("bound (minmax)", "下界（极小极大）"),
    "per year": ("{what}, per year", "{what}（每年）"),
    "none": ("- no patience is enough", "- 任何耐心都不够"),
}


def patience_card(found: Patience, language: Language) -> Card:
    """Return the card of how patient the parties must be."""
    about = [about_line([found.conflict], found.calibration, language, policy=found.policy)]
    about.append(fill(PHRASES, "years", language, years=money(found.years)))
    if found.detection != 1:
        about.append(fill(PHRASES, "detection", language, p=money(found.detection)))
    if found.delta is not None:
        about.append(fill(PHRASES, "delta", language, delta=money(found.delta)))
    curve = () if found.curve is None else (_curve(found, found.curve, language),)
    parts = answer_first(found.describe(language), *curve, _players(found, language))
    return Card(fill(PHRASES, "title", language), " · ".join(about), parts)


def _players(found: Patience, language: Language) -> Table:
    """A row a player and one for all; per year where a period is no year."""
    names = [found.labels.of(player, language) for player in found.game.players]
    columns: dict[str, list[Any]] = {}
    for key, factors in (("factor", found.factors), ("minmax", found.minmax)):
        what = fill(PHRASES, key, language)
        columns[what] = [*factors, max(factors)]
        if found.years != 1:
            each = [per_year(float(f), float(found.years)) for f in columns[what]]
            columns[fill(PHRASES, "per year", language, what=what)] = each
    told = zip(*([factor_text(f) for f in factors] for factors in columns.values()), strict=True)
    rows = [(name, *cells) for name, cells in zip([*names, word("all", language)], told, strict=True)]
    last: tuple[Cell, ...] = tuple(Strong(cell) for cell in rows[-1])
    note = fill(PHRASES, "none", language) if any("-" in row for row in rows) else ""
    heads = (word("player", language), *columns)
    right, folded = tuple(range(1, len(heads))), found.curve is not None
    title = heading("critical discount factor", language)
    return Table(heads, (*rows[:-1], last), title, right, note=note, folded=folded)


def _curve(found: Patience, curve: PatienceCurve, language: Language) -> Table:
    """A row a value of the quantity."""
    names = [found.labels.of(player, language) for player in found.game.players]
    rows = tuple(_at(value, factors) for value, factors in spread(list(zip(curve.values, curve.factors, strict=True))))
    heads = (curve.labels.of(curve.over, language), *names, word("all", language))
    title, note = heading("critical discount factor", language), cut_note(len(curve.values), language)
    return Table(heads, rows, title, tuple(range(len(heads))), note=note)


def _at(value: float, factors: Array) -> tuple[Cell, ...]:
    return (money(value), *map(factor_text, factors), Strong(factor_text(factors.max())))
