"""Studies of uncertainty as cards: how likely cooperation is, whose uncertainty matters, and where a policy fails."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tvet_games.study.card_parts import about_line, answer_first, share_text
from tvet_games.study.uncertainty.curve import ProbabilityCurve
from tvet_games.study.uncertainty.discovery import Discovery
from tvet_games.study.uncertainty.discovery_words import three_digits
from tvet_games.study.uncertainty.indices import SobolIndices
from tvet_games.study.uncertainty.probability import CooperationProbability, PolicyChance
from tvet_games.study.uncertainty.screening import Screening
from tvet_games.study.uncertainty.subject import Subject
from tvet_games.study.uncertainty.variance import VarianceSensitivity
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import cut_note, spread
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import between, fill, listed, money

LEAST_P = 1 / 1000
"""Smaller p-values are not written out."""

PHRASES: dict[str, tuple[str, str]] = {
    "probability": ("Probability of cooperation", "合作的概率"),
    "curve": ("Probability of cooperation by level", "各水平下合作的概率"),
    "variance": ("Whose uncertainty matters", "不确定性的来源"),
    "screening": ("Which uncertain values matter", "哪些不确定值重要"),
    "discovery": ("Where the policy fails", "政策失效之处"),
    "chance": ("probability", "概率"),
    "interval": ("{confidence} interval", "{confidence} 区间"),
    "difference": ("more than “{first}”", "比“{first}”多"),
    "gained": ("gained", "新成立"),
    "lost": ("lost", "不再成立"),
    "method": ("Intervals: {methods}.", "区间：{methods}。"),
    "points": ("{share} points", "{share} 个百分点"),
    "Clopper-Pearson": ("Clopper-Pearson", "Clopper-Pearson"),
    "replicates": ("replicates", "独立重复"),
    "replicates agree": ("replicates agree", "独立重复（结果一致）"),
    "share": ("Share of the variance", "占方差的比例"),
    "group": ("group", "组"),
    "by group": ("By group", "按组"),
    "first": ("alone", "单独"),
    "total": ("with interplay", "含交互作用"),
    "plus or minus": ("{value} ± {half}", "{value} ± {half}"),
    "effects": ("Elementary effects", "基本效应"),
    "mu": ("mean effect", "平均效应"),
    "mu_star": ("mean size", "平均效应大小"),
    "half": ("half-width", "区间半宽"),
    "sigma": ("standard deviation", "标准差"),
    "box": ("box", "区域"),
    "low": ("above", "高于"),
    "high": ("at most", "不高于"),
    "p": ("p-value", "p 值"),
    "coverage": ("coverage", "覆盖率"),
    "density": ("density", "密度"),
    "mass": ("of all worlds", "占全部情形"),
    "terms": (
        "Coverage: share of the failures that lie in the box; density: share of the worlds there that fail.",
        "覆盖率：失效情形中落入该区域的比例；密度：该区域内失效的比例。",
    ),
}


def _about(subject: Subject, language: Language, *, policy: bool = True) -> str:
    """Conflicts, calibration and, where there is one, the policy."""
    line = about_line(subject.conflicts, subject.calibration, language)
    told = [subject.label_of_policy(name, language) for name in subject.policies] if policy else []
    return " · ".join([line, *told])


def _heads(language: Language, *keys: str) -> tuple[str, ...]:
    return tuple(fill(PHRASES, key, language) for key in keys)


def _interval(low: float, high: float, language: Language) -> str:
    return between(share_text(low), share_text(high), language)


def probability_card(found: CooperationProbability, language: Language) -> Card:
    """Return the card of how likely cooperation is under each policy."""
    several = len(found.policies) > 1
    rows = tuple(_chance(found, chance, language, several=several) for chance in found.policies)
    sure = fill(PHRASES, "interval", language, confidence=share_text(found.confidence))
    heads = [word("policy", language), fill(PHRASES, "chance", language), sure]
    if several:
        first = found.subject.label_of_policy(found.policies[0].name, language)
        heads += [fill(PHRASES, "difference", language, first=first), sure, *_heads(language, "gained", "lost")]
    methods = dict.fromkeys(chance.method for chance in found.policies)
    told = listed([fill(PHRASES, method, language) for method in methods], language)
    note = fill(PHRASES, "method", language, methods=told)
    table = Table(tuple(heads), rows, right=tuple(range(1, len(heads))), note=note)
    about = _about(found.subject, language, policy=False)
    return Card(fill(PHRASES, "probability", language), about, answer_first(found.describe(language), table))


def _chance(
    found: CooperationProbability, chance: PolicyChance, language: Language, *, several: bool
) -> tuple[Cell, ...]:
    apart = chance.difference_interval
    beside = (
        share_text(chance.difference),
        _interval(apart.low, apart.high, language),
        share_text(chance.gained),
        share_text(chance.lost),
    )
    return (
        found.subject.label_of_policy(chance.name, language),
        Strong(share_text(chance.probability)),
        _interval(chance.interval.low, chance.interval.high, language),
        *(() if not several else beside if chance is not found.policies[0] else ("",) * len(beside)),
    )


def curve_card(found: ProbabilityCurve, language: Language) -> Card:
    """Return the card of how likely cooperation is at each level."""
    lines = list(zip(found.values, found.probability, found.low, found.high, strict=True))
    rows = tuple(
        (money(level), Strong(share_text(p)), _interval(low, high, language)) for level, p, low, high in spread(lines)
    )
    sure = fill(PHRASES, "interval", language, confidence=share_text(found.found.confidence))
    heads = (found.instrument.labels.of(found.over, language), fill(PHRASES, "chance", language), sure)
    table = Table(heads, rows, right=(0, 1, 2), note=cut_note(len(lines), language))
    about = _about(found.found.subject, language, policy=False)
    return Card(fill(PHRASES, "curve", language), about, answer_first(found.describe(language), table))


def variance_card(found: VarianceSensitivity, language: Language) -> Card:
    """Return the card of whose uncertainty the variance comes from; values that move nothing are left to the frame."""
    values, labels = found.values, found.subject.labels
    groups = [(word(name, language),) for name in found.groups.names]
    own = [(labels.of(n, language), word(found.group_of[n], language)) for n in values.names]
    titles = _heads(language, "share", "by group")
    tables = (
        *_shares(values, own, (word("value", language), fill(PHRASES, "group", language)), titles[0], language),
        *_shares(found.groups, groups, _heads(language, "group"), titles[1], language),
    )
    about, said = _about(found.subject, language), found.describe(language)
    return Card(fill(PHRASES, "variance", language), about, answer_first(said, *tables))


def _shares(
    found: SobolIndices, names: list[Any], heads: tuple[str, ...], title: str, language: Language
) -> tuple[Table, ...]:
    """A row a name: its share of the variance alone, and with its interplay with others, with half-widths."""

    def told(value: float, half: float) -> str:
        return fill(PHRASES, "plus or minus", language, value=_tidy(value), half=_tidy(half))

    columns = (found.first, found.first_half, found.total, found.total_half)
    lines = list(zip(names, *columns, strict=True))
    rows = tuple((*name, told(a, b), told(c, d)) for name, a, b, c, d in spread(lines))
    count = len(heads)
    every = (*heads, *_heads(language, "first", "total"))
    return (Table(every, rows, title, (count, count + 1), note=cut_note(len(lines), language)),) if rows else ()


def _tidy(share: float) -> str:
    """A share of the variance in percent, without digits that its interval does not know."""
    return share_text(round(share, 3))


def screening_card(found: Screening, language: Language) -> Card:
    """Return the card of which uncertain values matter."""
    effects, labels = found.effects, found.subject.labels
    provenance = [found.subject.calibration.values[name].provenance for name in effects.names]
    columns = (effects.names, provenance, effects.mu, effects.mu_star, effects.mu_star_half, effects.sigma)
    scale = float(effects.mu_star.max(initial=0))
    lines = list(zip(*columns, strict=True))
    rows = tuple(
        (labels.of(name, language), word(kind, language), *(_effect(number, scale) for number in numbers))
        for name, kind, *numbers in spread(lines)
    )
    first = (word("value", language), word("provenance", language))
    heads = (*first, *_heads(language, "mu", "mu_star", "half", "sigma"))
    title, note = fill(PHRASES, "effects", language), cut_note(len(lines), language)
    tables = (Table(heads, rows, title, (2, 3, 4, 5), note=note),) if rows else ()
    about, said = _about(found.subject, language), found.describe(language)
    return Card(fill(PHRASES, "screening", language), about, answer_first(said, *tables))


def _effect(number: float, scale: float) -> str:
    """An effect with four digits of the largest, without the noise of rounding."""
    digits = 3 - math.floor(math.log10(scale)) if scale else 0
    return money(np.round(number, digits) + 0.0)


def discovery_card(found: Discovery, language: Language) -> Card:
    """Return the card of where a policy fails: a row a limit of a box."""
    rows = tuple(row for k, _ in enumerate(found.boxes) for row in _box(found, k, language))
    keys = ("low", "high", "p", "coverage", "density", "mass")
    first = (fill(PHRASES, "box", language), word("value", language), word("provenance", language))
    note = fill(PHRASES, "terms", language)
    tables = (Table((*first, *_heads(language, *keys)), rows, right=tuple(range(3, 9)), note=note),) if rows else ()
    about, said = _about(found.subject, language), found.describe(language)
    return Card(fill(PHRASES, "discovery", language), about, answer_first(said, *tables))


def _box(found: Discovery, place: int, language: Language) -> list[tuple[Cell, ...]]:
    """The limits of a box; what it holds stands in its first row."""
    box, subject = found.boxes[place], found.subject
    told = (share_text(box.coverage), share_text(box.density), share_text(box.mass))
    return [
        (
            str(place + 1) if k == 0 else "",
            subject.labels.of(limit.name, language),
            word(subject.calibration.values[limit.name].provenance, language),
            _end(limit.low),
            _end(limit.high),
            "< 0.001" if limit.p_value < LEAST_P else f"{limit.p_value:.3f}",
            *(told if k == 0 else ("", "", "")),
        )
        for k, limit in enumerate(box.limits)
    ]


def _end(end: float) -> str:
    """The end of a range with three digits; nothing where it has none."""
    return money(three_digits(end)) if math.isfinite(end) else ""
