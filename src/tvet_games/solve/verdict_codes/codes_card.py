"""Verdict codes as a card: in how many games each statement holds."""

from __future__ import annotations

import numpy as np

from tvet_games.solve.verdict_codes.flags import flags_of
from tvet_games.solve.verdict_codes.front import VerdictCodes
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money, percent

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("What the games of a batch are", "一批博弈的类别"),
    "said": (
        "{count} games of {shape} actions; the target is everybody's cooperation.",
        "{count} 个 {shape} 行动的博弈；目标为各方合作。",
    ),
    "levels": ("In numbers, over the games that have them", "数值（仅含有定义的博弈）"),
    "classes": ("Classes", "类别"),
    "p_level": ("p-dominance level of the target", "目标的 p-占优水平"),
    "basin": ("basin of the target", "目标的吸引域"),
    "target_equilibrium": ("the target is an equilibrium", "目标是均衡"),
    "target_strict": ("whoever leaves the target alone loses", "单独背离目标者受损"),
    "target_unique": ("the target is the only equilibrium", "目标是唯一均衡"),
    "target_dominant": ("cooperating is always a best reply", "合作总是最优反应"),
    "target_strictly_dominant": ("cooperating is always the only best reply", "合作总是唯一的最优反应"),
    "target_risk_dominant": ("the target is risk-dominant", "目标风险占优"),
    "equilibrium_01": ("only the second defects: an equilibrium", "仅第二方不合作是均衡"),
    "equilibrium_10": ("only the first defects: an equilibrium", "仅第一方不合作是均衡"),
    "equilibrium_11": ("both defect: an equilibrium", "双方都不合作是均衡"),
    "other_pure_equilibrium": ("another pure profile is an equilibrium", "另有纯策略均衡"),
    "mixed_equilibrium": ("an isolated equilibrium is mixed", "有孤立的混合均衡"),
    "continuum": ("infinitely many equilibria", "有无穷多个均衡"),
    "tie": ("a tie", "存在相等情形"),
    "undefined": ("undefined", "未定义"),
}


def codes_card(found: VerdictCodes, language: Language) -> Card:
    """Return the card of the verdicts of a batch."""
    count = int(np.size(found.code))
    shape = " × ".join(map(str, found.shape))
    said = fill(PHRASES, "said", language, count=f"{count:,}", shape=shape)
    rows = []
    for flag in flags_of(found.shape):
        holds = int(np.count_nonzero(found.has(flag)))
        rows.append((flag_words(flag, language), f"{holds:,}", percent(holds / count) if count else ""))
    heads = (word("statement", language), word("count", language), word("share", language))
    holding = Table(heads, tuple(rows), right=(1, 2))
    parts: tuple[Part, ...] = (said, holding, *_classes(found, language), *_levels(found, language))
    return Card(fill(PHRASES, "title", language), parts=parts)


def flag_words(flag: str, language: Language) -> str:
    """A statement in words."""
    return fill(PHRASES, flag, language) if flag in PHRASES else word(flag.replace("_", " "), language)


def _classes(found: VerdictCodes, language: Language) -> tuple[Table, ...]:
    if found.shape != (2, 2) or not np.size(found.code):
        return ()
    names, counts = np.unique(found.classes, return_counts=True)
    rows = tuple(
        (word(str(name).replace("_", "-"), language), f"{count:,}", percent(count / counts.sum()))
        for name, count in sorted(zip(names, counts, strict=True), key=lambda each: -each[1])
    )
    heads = (word("class", language), word("count", language), word("share", language))
    return (Table(heads, rows, fill(PHRASES, "classes", language), right=(1, 2)),)


def _levels(found: VerdictCodes, language: Language) -> tuple[Table, ...]:
    rows = []
    for key, values in (("p_level", found.p_level), ("basin", found.basin)):
        known = np.ravel(values)[np.isfinite(np.ravel(values))] if values is not None else np.zeros(0)
        if len(known):
            low, middle, high = np.quantile(known, (0, 0.5, 1))
            rows.append((fill(PHRASES, key, language), money(low), money(middle), money(high)))
    heads = ("", word("least", language), word("median", language), word("largest", language))
    title = fill(PHRASES, "levels", language)
    return (Table(heads, tuple(rows), title, right=(1, 2, 3)),) if rows else ()
