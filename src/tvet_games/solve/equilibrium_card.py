"""Equilibria as cards: one, the set with its components, a batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tvet_games.games.naming import naming
from tvet_games.numerics import Array
from tvet_games.solve.components import Component
from tvet_games.solve.result import Equilibrium, EquilibriumSet
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "one": ("Equilibrium", "均衡"),
    "many": ("Equilibria", "均衡"),
    "component": ("Component of the equilibrium set", "均衡集的连通分支"),
    "strict": (
        "Strict: whoever deviates alone loses.",
        "严格均衡：任何一方单独背离都会受损。",
    ),
    "weak": (
        "Not strict: somebody loses nothing by deviating alone.",
        "非严格均衡：有人单独背离并无损失。",
    ),
    "mixed": (
        "Mixed: whoever mixes is indifferent between the actions in use.",
        "混合均衡：采用混合策略的一方对所用各行动无差异。",
    ),
    "target": ("It is the target: everybody cooperates.", "这就是目标：各方都合作。"),
    "all none": ("No equilibrium.", "没有均衡。"),
    "all": ("{count} equilibria: every extreme one.", "共 {count} 个均衡：全部极点均衡。"),
    "all one": ("One equilibrium, and no other.", "唯一的均衡。"),
    "pure": (
        "{count} equilibria: every pure one; mixed ones were not looked for.",
        "共 {count} 个均衡：全部纯策略均衡；未搜索混合均衡。",
    ),
    "pure none": (
        "No equilibrium in pure actions; mixed ones were not looked for.",
        "没有纯策略均衡；未搜索混合均衡。",
    ),
    "pure one": (
        "One equilibrium in pure actions; mixed ones were not looked for.",
        "只有一个纯策略均衡；未搜索混合均衡。",
    ),
    "some": ("{count} equilibria: there may be others.", "找到 {count} 个均衡：可能还有其他均衡。"),
    "some one": ("One equilibrium: there may be others.", "找到一个均衡：可能还有其他均衡。"),
    "some none": ("No equilibrium was found; there is at least one.", "未找到均衡；但至少存在一个。"),
    "cooperation": ("Everybody's cooperation is an equilibrium.", "各方合作是一个均衡。"),
    "no cooperation": ("Everybody's cooperation is no equilibrium.", "各方合作不是均衡。"),
    "framed": ("Framed: everybody cooperates.", "加框：各方都合作。"),
    "isolated": ("Each stands alone.", "每个均衡都是孤立的。"),
    "connected": (
        "They are the corners of {count} connected sets: within a component infinitely many others lie between them.",
        "它们是 {count} 个连通集的顶点：同一分支中，它们之间还有无穷多个均衡。",
    ),
    "connected one": (
        "They are the corners of one connected set: infinitely many others lie between them.",
        "它们是同一个连通集的顶点：它们之间还有无穷多个均衡。",
    ),
    "how": ("Found by {method}, {exact}.", "方法：{method}；{exact}。"),
    "exact": ("exact", "精确"),
    "floats": ("largest regret {regret} of the payoff span", "最大遗憾值为收益跨度的 {regret}"),
    "point": ("A single, isolated equilibrium.", "一个孤立的均衡。"),
    "set": (
        "Infinitely many equilibria: in each row any mixture of the one player's strategies with any of the other's.",
        "无穷多个均衡：每一行中，一方各策略的任意混合与另一方各策略的任意混合都构成均衡。",
    ),
}

MOST_FOR_COMPONENTS = 64
"""Sets of more equilibria are shown without their components, which may take long to tell apart."""


def equilibrium_card(found: Equilibrium, language: Language) -> Card:
    """Return the card of one equilibrium."""
    names = naming(found, language)
    rows = tuple(
        (names(player), names.strategy(strategy, own), names.number(payoff))
        for player, strategy, own, payoff in zip(
            found.players, found.strategies, found.actions, found.payoffs, strict=True
        )
    )
    target = (fill(PHRASES, "target", language),) if found.is_target else ()
    table = Table(names.words("player", "strategy", "payoff"), rows, right=(2,))
    return Card(fill(PHRASES, "one", language), parts=(fill(PHRASES, kind_of(found), language), *target, table))


def kind_of(found: Equilibrium) -> str:
    """``strict``, ``weak`` or ``mixed``."""
    return "mixed" if found.profile is None else "strict" if found.strict else "weak"


def equilibria_card(found: EquilibriumSet, language: Language) -> Card:
    """Return the card of a set of equilibria: how many there are, then a row each.

    Examples
    --------
    >>> from tvet_games.solve.extreme import extreme_equilibria
    >>> print(equilibria_card(extreme_equilibria([[4, 0], [3, 2]], [[4, 3], [0, 2]]), "en").parts[0])
    3 equilibria: every extreme one. Everybody's cooperation is an equilibrium. Each stands alone.
    """
    groups = _groups(found)
    names = naming(found.game, language)
    said = names.said(_counted(found, language), *_cooperation(found, language), *_connected(groups, found, language))
    how = fill(PHRASES, "how", language, method=names.word(found.method), exact=_exact(found, language))
    table = (_table(found, groups, language),) if len(found) else ()
    return Card(fill(PHRASES, "many", language), unit_label(found.game.unit, language), (said, *table, how))


def _counted(found: EquilibriumSet, language: Language) -> str:
    count = len(found)
    key = found.scope + (" none" if not count else " one" if count == 1 else "")
    return fill(PHRASES, key, language, count=count)


def _cooperation(found: EquilibriumSet, language: Language) -> list[str]:
    if found.scope == "some" and found.target is None:
        return []
    return [fill(PHRASES, "cooperation" if found.target else "no cooperation", language)]


def _groups(found: EquilibriumSet) -> tuple[Component, ...]:
    """The components, where they are known and few."""
    known = found.scope == "all" and len(found.game.players) == 2 and len(found) <= MOST_FOR_COMPONENTS
    return found.components if known else ()


def _connected(groups: Sequence[Component], found: EquilibriumSet, language: Language) -> list[str]:
    if not groups or len(found) == 1:
        return []
    if all(group.is_point for group in groups):
        return [fill(PHRASES, "isolated", language)]
    return [fill(PHRASES, "connected one" if len(groups) == 1 else "connected", language, count=len(groups))]


def _exact(found: EquilibriumSet, language: Language) -> str:
    if found.game.is_exact:
        return fill(PHRASES, "exact", language)
    largest = max((float(e.regret) for e in found), default=0.0)
    return fill(PHRASES, "floats", language, regret=f"{largest:.1g}")


def _table(found: EquilibriumSet, groups: Sequence[Component], language: Language) -> Table:
    names = naming(found.game, language)
    numbered = any(not group.is_point for group in groups)
    rows: list[tuple[Cell, ...]] = []
    for e in found:
        played = [names.strategy(s, own) for s, own in zip(e.strategies, e.actions, strict=True)]
        rows.append(
            (*played, *names.numbers(e.payoffs), names.word(kind_of(e)), *_group(e, groups if numbered else ()))
        )
    players = found.game.players
    heads = (*names.all(players), *map(names.payoff_of, players), names.word("kind"))
    right = tuple(range(len(players), 2 * len(players)))
    targets = [r for r, e in enumerate(found) if e.is_target]
    framed = frozenset((r, k) for r in targets for k in range(len(players)))
    note = fill(PHRASES, "framed", language) if framed else ""
    extra = (names.word("component"),) if numbered else ()
    return Table((*heads, *extra), tuple(rows), right=right, framed=framed, note=note)


def _group(found: Equilibrium, groups: Sequence[Component]) -> tuple[str, ...]:
    """Number of the component that an equilibrium is in."""
    row, column = (_key(s) for s in found.strategies) if groups else ((), ())
    for number, group in enumerate(groups, 1):
        for subset in group.subsets:
            if row in map(_key, subset.row) and column in map(_key, subset.column):
                return (str(number),)
    return ()


def _key(strategy: Array) -> tuple[Any, ...]:
    return tuple(strategy.tolist())


def component_card(found: Component, language: Language) -> Card:
    """Return the card of a component: its maximal Nash subsets."""
    names = naming(found.game, language)
    rows = tuple(
        tuple(
            names.each(names.strategy(s, own) for s in side)
            for side, own in zip((subset.row, subset.column), found.game.actions, strict=True)
        )
        for subset in found.subsets
    )
    said = fill(PHRASES, "point" if found.is_point else "set", language)
    table = Table(names.all(found.game.players), rows)
    return Card(fill(PHRASES, "component", language), unit_label(found.game.unit, language), (said, table))
