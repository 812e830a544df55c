"""Sets of payoff pairs as cards: of correlated equilibria, and of repeated games."""

from __future__ import annotations

from tvet_games.games.naming import Naming, naming
from tvet_games.numerics import Array
from tvet_games.solve.payoff_region import PayoffRegion
from tvet_games.solve.repeated_payoffs import SustainablePayoffs
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "region": ("Payoffs of all correlated equilibria", "全部相关均衡的收益"),
    "coarse": ("Payoffs of all coarse correlated equilibria", "全部粗相关均衡的收益"),
    "point": ("A single pair of payoffs.", "唯一的收益组合。"),
    "segment": ("All pairs on the line between two corners.", "两个顶点之间线段上的所有组合。"),
    "polygon": ("A polygon of {count} corners: {ranges}.", "一个有 {count} 个顶点的多边形：{ranges}。"),
    "range": ("{player} from {low} to {high}", "{player} {low} 至 {high}"),
    "corners": ("Corners", "顶点"),
    "repeated": ("Payoffs that repetition sustains", "重复博弈可维持的收益"),
    "delta": ("discount factor {delta} a period", "每期贴现因子 {delta}"),
    "empty": (
        "The repeated game has no equilibrium in pure actions at this discount factor.",
        "在此贴现因子下，重复博弈没有纯行动均衡。",
    ),
    "sustained": (
        "Everybody's cooperation for ever ({payoffs}) is the path of an equilibrium.",
        "各方永远合作（{payoffs}）是均衡路径。",
    ),
    "not sustained": (
        "Everybody's cooperation for ever ({payoffs}) is not the path of an equilibrium.",
        "各方永远合作（{payoffs}）不是均衡路径。",
    ),
    "punished": ("Whoever deviates falls to {payoffs}.", "背离者降至 {payoffs}。"),
    "capped": (
        "The iteration ended by its cap: only what lies outside is known not to be sustainable.",
        "迭代达到上限：只能确定集合之外的收益不可维持。",
    ),
}


def region_card(found: PayoffRegion, language: Language) -> Card:
    """Return the card of the payoffs of correlated equilibria."""
    names = naming(found.game, language)
    title = fill(PHRASES, "coarse" if found.coarse else "region", language)
    return Card(
        title,
        unit_label(found.game.unit, language),
        (_shape(found, names), _corners(found.vertices, found.players, names)),
    )


def _shape(found: PayoffRegion, names: Naming) -> str:
    count = len(found.vertices)
    if count < 3:
        return fill(PHRASES, "point" if count == 1 else "segment", names.language)
    ranges = [
        fill(PHRASES, "range", names.language, player=names(player), low=names.number(low), high=names.number(high))
        for player, low, high in zip(found.players, found.vertices.min(0), found.vertices.max(0), strict=True)
    ]
    return fill(PHRASES, "polygon", names.language, count=count, ranges=names.join(ranges))


def _corners(vertices: Array, players: tuple[str, ...], names: Naming) -> Table:
    rows = tuple(names.numbers(vertex) for vertex in vertices)
    title = fill(PHRASES, "corners", names.language)
    return Table(tuple(map(names.payoff_of, players)), rows, title, right=tuple(range(len(players))))


def sustainable_card(found: SustainablePayoffs, language: Language) -> Card:
    """Return the card of the payoffs that repetition sustains."""
    names = naming(found, language)
    title = fill(PHRASES, "repeated", language)
    about = fill(PHRASES, "delta", language, delta=names.number(found.delta))
    if found.unit:
        about = f"{unit_label(found.unit, language)} · {about}"
    capped = "" if found.converged else fill(PHRASES, "capped", language)
    if found.is_empty:
        return Card(title, about, (names.said(fill(PHRASES, "empty", language), capped),))
    key = "sustained" if found.target_sustained else "not sustained"
    said = names.said(
        fill(PHRASES, key, language, payoffs=_pair(found.target, found, names)),
        fill(PHRASES, "punished", language, payoffs=_pair(found.punishments, found, names)),
        capped,
    )
    return Card(title, about, (said, _corners(found.vertices, found.players, names)))


def _pair(payoffs: Array, found: SustainablePayoffs, names: Naming) -> str:
    return names.join(f"{names(p)} {names.number(u)}" for p, u in zip(found.players, payoffs, strict=True))
