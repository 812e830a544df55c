"""Where a policy fails, in sentences, in English and Chinese."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tvet_games.study.uncertainty.probability_words import values_words, verdict_words
from tvet_games.tables.labels import Language
from tvet_games.tables.words import capital, fill, listed, money, percent

if TYPE_CHECKING:
    from tvet_games.study.uncertainty.boxes import Box, Limit
    from tvet_games.study.uncertainty.discovery import Discovery

PHRASES: dict[str, tuple[str, str]] = {
    "fails": (
        "{policy}: cooperation fails to be {verdict} in {failing} of the possible worlds ({confidence} interval {low} "
        "to {high}).",
        "{policy}：在 {failing} 的可能情形中，合作不是{verdict}（{confidence} 区间为 {low} 至 {high}）。",
    ),
    "never": (
        "In none of the {draws} worlds does it fail, so there is nothing to find.",
        "在 {draws} 个情形中均未失效，因此无需寻找失效区域。",
    ),
    "always": (
        "It fails in all of the {draws} worlds, so no value tells where.",
        "在全部 {draws} 个情形中均失效，因此没有数值能说明失效之处。",
    ),
    "nothing": (
        "No limit on a value tells the worlds that fail from the others.",
        "没有任何数值的界限能区分失效的情形与其他情形。",
    ),
    "box": (
        "{coverage} of the failures lie where {limits} ({density} of the worlds there fail).",
        "{coverage} 的失效情形位于{limits}之处（该处 {density} 的情形失效）。",
    ),
    "together": (
        "The {count} boxes together hold {coverage} of the failures, and {density} of the worlds in them fail.",
        "这 {count} 个区域共包含 {coverage} 的失效情形，其中 {density} 的情形失效。",
    ),
    "thin": (
        "No box with so few limits reaches a density of {wanted}; this is the one that balances best.",
        "在如此少的界限下，没有区域能达到 {wanted} 的密度；这里给出最均衡的区域。",
    ),
    "thinner": (
        "Not all of them reach the density of {wanted} that was asked.",
        "其中并非所有区域都达到所要求的 {wanted} 的密度。",
    ),
    "checked": (
        "Found in {draws} worlds and counted in {draws} fresh ones; {values}.",
        "由 {draws} 个情形得出，并在新抽取的 {draws} 个情形中计数；{values}。",
    ),
    "below": ("{name} is at most {high}", "{name}不高于 {high}"),
    "above": ("{name} is above {low}", "{name}高于 {low}"),
    "between": ("{name} is above {low} and at most {high}", "{name}高于 {low} 且不高于 {high}"),
}


def describe_discovery(found: Discovery, language: Language = "en") -> tuple[str, ...]:
    """Say how often a policy fails, and where.

    Parameters
    ----------
    found : Discovery
    language : str
        ``en`` or ``zh``.

    Returns
    -------
    tuple of str
        Sentences.
    """
    (name,) = found.subject.policies
    said = {
        "policy": found.subject.label_of_policy(name, language),
        "verdict": verdict_words(found.verdict, found.subject, language),
        "failing": percent(found.failing),
        "confidence": percent(found.interval.confidence),
        "low": percent(found.interval.low),
        "high": percent(found.interval.high),
    }
    first = capital(fill(PHRASES, "fails", language, **said))
    draws = f"{found.draws:,}"
    last = fill(PHRASES, "checked", language, draws=draws, values=values_words(found.subject, language))
    if not found.boxes:
        key = "never" if not found.failing else "always" if found.failing == 1 else "nothing"
        return first, fill(PHRASES, key, language, draws=draws), last
    return (first, *(_box(found, box, language) for box in found.boxes), *_all(found, language), last)


def _box(found: Discovery, box: Box, language: Language) -> str:
    limits = listed([_limit(found, limit, language) for limit in box.limits], language)
    said = {"coverage": percent(box.coverage), "density": percent(box.density)}
    return fill(PHRASES, "box", language, limits=limits, **said)


def _all(found: Discovery, language: Language) -> list[str]:
    sentences = []
    if len(found.boxes) > 1:
        said = {"coverage": percent(found.coverage), "density": percent(found.density)}
        sentences.append(fill(PHRASES, "together", language, count=len(found.boxes), **said))
        if not all(box.density >= found.wanted_density for box in found.boxes):
            sentences.append(fill(PHRASES, "thinner", language, wanted=percent(found.wanted_density)))
    elif not found.boxes[0].density >= found.wanted_density:
        sentences.append(fill(PHRASES, "thin", language, wanted=percent(found.wanted_density)))
    return sentences


def _limit(found: Discovery, limit: Limit, language: Language) -> str:
    ends = math.isfinite(limit.low), math.isfinite(limit.high)
    key = "between" if all(ends) else "above" if ends[0] else "below"
    name = found.subject.labels.of(limit.name, language)
    low, high = (money(three_digits(x)) if math.isfinite(x) else "" for x in (limit.low, limit.high))
    return fill(PHRASES, key, language, name=name, low=low, high=high)


def three_digits(value: float) -> float:
    """A number with three significant digits; infinite ones as they are."""
    return float(f"{value:.3g}")
