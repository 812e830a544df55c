"""From which level on cooperation is likely enough, in sentences, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tvet_games.study.uncertainty.probability_words import drawn_words, verdict_words
from tvet_games.tables.labels import Language
from tvet_games.tables.words import capital, fill, money, percent

if TYPE_CHECKING:
    from tvet_games.study.uncertainty.curve import ProbabilityCurve

PHRASES: dict[str, tuple[str, str]] = {
    "from": (
        "From {over} {level} on, everybody's cooperation is {verdict} in at least {share} of the possible worlds "
        "({probability} there, {confidence} interval {low} to {high}).",
        "自{over} {level} 起，在至少 {share} 的可能情形中各方合作是{verdict}"
        "（该处为 {probability}，{confidence} 区间为 {low} 至 {high}）。",
    ),
    "all": (
        "At every level looked at, from {over} {level} on, everybody's cooperation is {verdict} in at least {share} of "
        "the possible worlds ({probability} there, {confidence} interval {low} to {high}).",
        "在所考察的各水平（{over} {level} 起），在至少 {share} 的可能情形中各方合作均是{verdict}"
        "（该处为 {probability}，{confidence} 区间为 {low} 至 {high}）。",
    ),
    "not": (
        "Up to {over} {level} there is no level from which on everybody's cooperation is {verdict} in at least {share} "
        "of the possible worlds; most often it is at {best} ({probability}, {confidence} interval {low} to {high}).",
        "直至{over} {level}，没有任何水平使得自该水平起在至少 {share} 的可能情形中各方合作是{verdict}；"
        "最高出现在 {best}（{probability}，{confidence} 区间为 {low} 至 {high}）。",
    ),
    "before": (
        "At the level before, {level}, it is in {probability}.",
        "在前一水平 {level} 处为 {probability}。",
    ),
    "surely": (
        "The whole interval lies at or above {share} from {level} on.",
        "自 {level} 起，整个区间都不低于 {share}。",
    ),
    "nowhere surely": (
        "At the largest level looked at the interval still reaches below {share}.",
        "在所考察的最高水平处，区间仍低于 {share}。",
    ),
    "falls": (
        "The share does not always grow with the level: it reaches {share} at {level} already, and falls below it "
        "again.",
        "该比例并非始终随水平上升：在 {level} 处已达到 {share}，随后又降到其下。",
    ),
}


def describe_curve(curve: ProbabilityCurve, language: Language = "en") -> tuple[str, ...]:
    """Say from which level on cooperation is likely enough, and how that is known.

    Parameters
    ----------
    curve : ProbabilityCurve
    language : str
        ``en`` or ``zh``.

    Returns
    -------
    tuple of str
        Sentences.
    """
    least = curve.least()
    sentences = [_none(curve, language)] if least is None else _from(curve, least, language)
    reached = np.flatnonzero(curve.probability >= curve.at_least)
    if len(reached) and (least is None or curve.values[reached[0]] < least):
        said = {"share": percent(curve.at_least), "level": money(curve.values[reached[0]])}
        sentences.append(fill(PHRASES, "falls", language, **said))
    return (*sentences, *drawn_words(curve.found, language))


def _from(curve: ProbabilityCurve, least: float, language: Language) -> list[str]:
    k = int(np.searchsorted(curve.values, least))
    sentences = [capital(fill(PHRASES, "from" if k else "all", language, **_said(curve, k, language)))]
    if k:
        before = {"level": money(curve.values[k - 1]), "probability": percent(curve.probability[k - 1])}
        sentences.append(fill(PHRASES, "before", language, **before))
    surely, share = curve.least(surely=True), percent(curve.at_least)
    if surely is None:
        sentences.append(fill(PHRASES, "nowhere surely", language, share=share))
    elif surely > least:
        sentences.append(fill(PHRASES, "surely", language, share=share, level=money(surely)))
    return sentences


def _none(curve: ProbabilityCurve, language: Language) -> str:
    best = int(np.argmax(curve.probability))
    said = {**_said(curve, best, language), "level": money(curve.values[-1]), "best": money(curve.values[best])}
    return capital(fill(PHRASES, "not", language, **said))


def _said(curve: ProbabilityCurve, k: int, language: Language) -> dict[str, str]:
    subject = curve.found.subject
    return {
        "over": curve.instrument.labels.of(curve.over, language),
        "verdict": verdict_words(curve.found.verdict, subject, language),
        "level": money(curve.values[k]),
        "share": percent(curve.at_least),
        "probability": percent(curve.probability[k]),
        "confidence": percent(curve.found.confidence),
        "low": percent(curve.low[k]),
        "high": percent(curve.high[k]),
    }
