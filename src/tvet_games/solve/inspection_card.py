"""Repeated inspection as a card: whether a firm complies, and from which detection on."""

from __future__ import annotations

import math
from typing import Any

from tvet_games.games.naming import Naming
from tvet_games.solve.repeated_inspection import RepeatedInspection
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.table import Table
from tvet_games.tables.words import fill, percent

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Repeated inspection", "重复检查"),
    "about": ("{warnings} warnings before a sanction", "制裁前警告 {warnings} 次"),
    "about one": ("one warning before a sanction", "制裁前警告一次"),
    "about none": ("sanctions at once", "立即制裁"),
    "complies": ("A firm without a warning complies.", "没有警告在身的企业守规。"),
    "exploits": (
        "A firm without a warning exploits: in the long run in {share} of all periods.",
        "没有警告在身的企业违规：长期占全部时期的 {share}。",
    ),
    "periods": (
        "Before it first complies (or is closed) it exploits {periods} periods on average.",
        "在首次守规（或被关闭）之前平均违规 {periods} 期。",
    ),
    "for ever": ("It never comes to comply.", "它永远不会守规。"),
    "extra": (
        "With a sanction at once it would be {share} less of all periods, and the firm would lose {value}.",
        "若立即制裁，违规期比例将减少 {share}，企业少得 {value}。",
    ),
    "note": (
        "Value: what the firm gains over complying for ever. ∞: no detection is enough.",
        "价值：企业相对于永远守规的得益。∞：再高的查处概率也不够。",
    ),
    "does": ("exploits", "违规"),
    "does not": ("complies", "守规"),
}


def inspection_card(found: RepeatedInspection, language: Language) -> Card:
    """Return the card of a firm that is inspected again and again."""
    names = Naming(Labels(), language)
    count = found.rule.warnings
    key = "about none" if not count else "about one" if count == 1 else "about"
    said = names.said(*_said(found, names))
    rows = tuple(
        (
            str(held),
            fill(PHRASES, "does" if exploits else "does not", language),
            _chance(detection),
            _chance(least),
            names.number(value),
        )
        for held, (exploits, detection, least, value) in enumerate(
            zip(found.exploits, found.rule.detections, found.least_detection, found.values, strict=True)
        )
    )
    heads = names.words("warnings held", "behaviour", "detection", "least detection that deters", "value")
    table = Table(heads, rows, right=(0, 2, 3, 4), note=fill(PHRASES, "note", language))
    return Card(fill(PHRASES, "title", language), fill(PHRASES, key, language, warnings=count), (said, table))


def _said(found: RepeatedInspection, names: Naming) -> list[str]:
    language = names.language
    if found.deterred_at_start:
        return [fill(PHRASES, "complies", language)]
    said = [fill(PHRASES, "exploits", language, share=percent(found.share_exploited))]
    if math.isinf(found.periods_exploited):
        said.append(fill(PHRASES, "for ever", language))
    else:
        said.append(fill(PHRASES, "periods", language, periods=names.number(found.periods_exploited)))
    if found.extra_share > 0:
        share, value = percent(found.extra_share), names.number(found.extra_value)
        said.append(fill(PHRASES, "extra", language, share=share, value=value))
    return said


def _chance(probability: Any) -> str:
    return "∞" if math.isinf(probability) else percent(probability)
