"""What the variance of an answer comes from, and which values matter, in sentences, in English and Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tvet_games.study.uncertainty.outputs import MONEY
from tvet_games.study.uncertainty.probability_words import (
    PROVENANCE_WORDS,
    pick,
    values_words,
    verdict_words,
)
from tvet_games.study.uncertainty.variance import unit_of
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import capital, fill, listed, money, percent

if TYPE_CHECKING:
    from tvet_games.study.uncertainty.screening import Screening
    from tvet_games.study.uncertainty.subject import Subject
    from tvet_games.study.uncertainty.variance import VarianceSensitivity

MOST_TOLD = 5
"""Most values that a sentence tells."""

TOLD = 0.01
"""Least share of the variance of a value that a sentence tells."""

OUTPUT_WORDS: dict[str, tuple[str, str]] = {
    "margin": ("the least loss from leaving cooperation", "背离合作的最小损失"),
    "p_level": ("the belief that cooperation needs", "合作所需的信念水平"),
    "basin": ("the share of starting points that end in cooperation", "最终走向合作的起点比例"),
    "cooperation": ("whether cooperation is {verdict}", "合作是否为{verdict}"),
    "cost": ("the public cost at cooperation", "合作时的公共成本"),
    "least_cost": (
        "the least cost of a package under which cooperation is {verdict}",
        "使合作成为{verdict}的最便宜组合的成本",
    ),
}

PHRASES: dict[str, tuple[str, str]] = {
    "under": ("under {policy} ", "在“{policy}”下，"),
    "constant": (
        "{under}{output} is the same in all {worlds} worlds that were played ({mean}): there is no variance to "
        "share out. {values}.",
        "{under}{output}在全部 {worlds} 个情形中均相同（{mean}）：没有可分解的方差。{values}。",
    ),
    "constant gain": (
        "{under}somebody gains {mean} by leaving cooperation in all {worlds} worlds that were played: there is no "
        "variance to share out. {values}.",
        "{under}在全部 {worlds} 个情形中均有人背离合作可得 {mean}：没有可分解的方差。{values}。",
    ),
    "spread": (
        "{under}{output} is {mean} on average, with a standard deviation of {deviation}; {values}.",
        "{under}{output}平均为 {mean}，标准差为 {deviation}；{values}。",
    ),
    "spread gain": (
        "{under}somebody gains {mean} by leaving cooperation on average, with a standard deviation of {deviation}; "
        "{values}.",
        "{under}平均而言有人背离合作可得 {mean}，标准差为 {deviation}；{values}。",
    ),
    "spread cooperation": (
        "{under}cooperation is {verdict} in {mean} of the worlds; {values}.",
        "{under}在 {mean} 的情形中合作是{verdict}；{values}。",
    ),
    "undefined": (
        "In {share} of the worlds it is infinite or undefined, and counts as {undefined}.",
        "在 {share} 的情形中其为无穷大或无定义，按 {undefined} 计算。",
    ),
    "group": (
        "{first} of the variance comes from {group} numbers alone ({total} with their interplay with others).",
        "{first} 的方差仅来自{group}数值（计入与其他数值的交互作用为 {total}）。",
    ),
    "own group": (
        "{first} of the variance comes from the group {group} alone ({total} with its interplay with others).",
        "{first} 的方差仅来自“{group}”组（计入与其他数值的交互作用为 {total}）。",
    ),
    "one group": (
        "All uncertain numbers are {group}, so all of the variance is.",
        "所有不确定的数值均为{group}，因此全部方差来自{group}数值。",
    ),
    "most": ("Most of it comes from {values}.", "其中主要来自{values}。"),
    "value": ("{name} ({first}, with interplay {total})", "{name}（{first}，含交互作用 {total}）"),
    "interplay": (
        "{share} comes from values acting together.",
        "{share} 来自数值之间的共同作用。",
    ),
    "tied": (
        "{name} moves nothing by itself here: {ties}, so that what was published of them together stays.",
        "{name}本身在此不产生影响：{ties}，因此其共同的已发布数值保持不变。",
    ),
    "tie": ("{follower} follows it ({formula})", "{follower}随之变动（{formula}）"),
    "screened": (
        "Moved through its whole range, a value moves {output} most in the case of {values}.",
        "在各自的整个范围内变动时，对{output}影响最大的是{values}。",
    ),
    "screened value": ("{name} (by {size} on average)", "{name}（平均 {size}）"),
    "matter": (
        "Of {count} uncertain values {matter} matter; the others move it by at most a hundredth of that.",
        "在 {count} 个不确定的数值中有 {matter} 个有影响；其余的影响至多为最大影响的百分之一。",
    ),
}


def describe_variance(found: VarianceSensitivity, language: Language = "en") -> tuple[str, ...]:
    """Say how much an output varies, and where that comes from.

    Parameters
    ----------
    found : VarianceSensitivity
    language : str
        ``en`` or ``zh``.

    Returns
    -------
    tuple of str
        Sentences.
    """
    if found.is_constant:
        return (_constant(found, found.values.mean, found.values.evaluations, language), *_undefined(found, language))
    key = "spread cooperation" if found.output == "cooperation" else "spread"
    mean, key = _as_gain(found, found.values.mean, key)
    said = {
        **_about(found, language),
        "mean": _amount(found, mean, language),
        "deviation": _amount(found, found.values.deviation, language),
    }
    sentences = [capital(fill(PHRASES, key, language, **said)), *_undefined(found, language), *_groups(found, language)]
    told = [
        fill(
            PHRASES,
            "value",
            language,
            name=found.subject.labels.of(name, language),
            first=_share(found.values.first[k], found.values.first_half[k]),
            total=_share(found.values.total[k], found.values.total_half[k]),
        )
        for k, name in enumerate(found.values.names[:MOST_TOLD])
        if found.values.total[k] >= TOLD and found.values.total[k] > found.values.total_half[k]
    ]
    if told:
        sentences.append(fill(PHRASES, "most", language, values=listed(told, language)))
    together = 1 - float(found.values.first.sum())
    if together >= 2 * TOLD:
        sentences.append(fill(PHRASES, "interplay", language, share=_share(together)))
    still = [n for k, n in enumerate(found.values.names) if found.values.total[k] <= found.values.total_half[k]]
    return (*sentences, *_tied(found.subject, still, language))


def describe_screening(found: Screening, language: Language = "en") -> tuple[str, ...]:
    """Say which values matter to an output.

    Parameters
    ----------
    found : Screening
    language : str
        ``en`` or ``zh``.

    Returns
    -------
    tuple of str
        Sentences.
    """
    effects = found.effects
    if found.is_constant:
        return (_constant(found, effects.mean, effects.evaluations, language), *_undefined(found, language))
    told = [
        fill(
            PHRASES,
            "screened value",
            language,
            name=found.subject.labels.of(name, language),
            size=_amount(found, effects.mu_star[k], language),
        )
        for k, name in enumerate(effects.names[:MOST_TOLD])
        if name in found.matters
    ]
    said = {**_about(found, language), "values": listed(told, language)}
    count, matter = len(effects.names), len(found.matters)
    return (
        fill(PHRASES, "screened", language, **said),
        fill(PHRASES, "matter", language, count=count, matter=matter),
        *_undefined(found, language),
        *_tied(found.subject, [name for name in effects.names if name not in found.matters], language),
    )


def _tied(subject: Subject, still: Sequence[str], language: Language) -> list[str]:
    """Which values move nothing because others, which the games use with them, follow them."""
    used = frozenset[str]().union(*(conflict.names for conflict in subject.conflicts))
    values = [value for name, value in subject.calibration.values.items() if name in used]
    sentences = []
    for name in (name for name in still if name in used):
        ties = [
            fill(PHRASES, "tie", language, follower=subject.labels.of(value.name, language), formula=value.formula)
            for value in values
            if value.formula is not None and name in value.formula.names
        ]
        if ties:
            said = {"name": subject.labels.of(name, language), "ties": listed(ties, language)}
            sentences.append(capital(fill(PHRASES, "tied", language, **said)))
    return sentences


def _about(found: VarianceSensitivity | Screening, language: Language) -> dict[str, str]:
    (name,) = found.subject.policies
    verdict = verdict_words(found.verdict, found.subject, language)
    policy = found.subject.label_of_policy(name, language)
    return {
        "under": "" if found.output == "least_cost" else fill(PHRASES, "under", language, policy=policy),
        "output": pick(OUTPUT_WORDS[found.output], language).format(verdict=verdict),
        "verdict": verdict,
        "values": values_words(found.subject, language),
    }


def _constant(found: VarianceSensitivity | Screening, mean: float, worlds: int, language: Language) -> str:
    size, key = _as_gain(found, mean, "constant")
    said = {**_about(found, language), "worlds": f"{worlds:,}", "mean": _amount(found, size, language)}
    return capital(fill(PHRASES, key, language, **said))


def _as_gain(found: VarianceSensitivity | Screening, mean: float, key: str) -> tuple[float, str]:
    """A negative loss told as a gain: its size, and the sentence for it."""
    return (-mean, f"{key} gain") if found.output == "margin" and mean < 0 else (mean, key)


def _undefined(found: VarianceSensitivity | Screening, language: Language) -> list[str]:
    if found.undefined is None or not found.undefined_share:
        return []
    share = percent(found.undefined_share)
    return [fill(PHRASES, "undefined", language, share=share, undefined=f"{found.undefined:,.6g}")]


def _groups(found: VarianceSensitivity, language: Language) -> list[str]:
    groups = found.groups
    if len(groups.names) == 1 and groups.names[0] in PROVENANCE_WORDS:
        return [fill(PHRASES, "one group", language, group=pick(PROVENANCE_WORDS[groups.names[0]], language))]
    return [
        fill(
            PHRASES,
            "group" if name in PROVENANCE_WORDS else "own group",
            language,
            group=pick(PROVENANCE_WORDS.get(name, (name, name)), language),
            first=_share(groups.first[k], groups.first_half[k]),
            total=_share(groups.total[k]),
        )
        for k, name in enumerate(groups.names)
    ]


def _amount(found: VarianceSensitivity | Screening, value: float, language: Language) -> str:
    if found.output in MONEY:
        return f"{money(round(float(value)))} {unit_label(unit_of(found.subject, found.output), language)}"
    return percent(float(value)) if found.output != "p_level" else f"{value:.3g}"


def _share(share: float, half: float | None = None) -> str:
    """An estimated share of the variance; what is outside 0 to 1 by chance is told as the end."""
    text = f"{min(max(float(share), 0.0), 1.0) * 100:.0f}"
    return f"{text} %" if half is None else f"{text} ± {half * 100:.0f} %"
