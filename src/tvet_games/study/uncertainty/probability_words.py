"""How likely cooperation is, in sentences, in English and Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tvet_games.model.calibration import PROVENANCES
from tvet_games.policy.criteria import Criterion
from tvet_games.policy.words import describe_criteria
from tvet_games.tables.labels import Language
from tvet_games.tables.words import capital, fill, listed, percent

if TYPE_CHECKING:
    from tvet_games.study.uncertainty.probability import CooperationProbability, PolicyChance
    from tvet_games.study.uncertainty.subject import Subject

VERDICT_WORDS: dict[str, tuple[str, str]] = {
    "equilibrium": ("an equilibrium", "均衡"),
    "strict": ("a strict equilibrium", "严格均衡"),
    "unique": ("the only equilibrium", "唯一均衡"),
    "dominant": ("dominant", "占优"),
    "strictly_dominant": ("strictly dominant", "严格占优"),
    "risk_dominant": ("risk-dominant", "风险占优"),
}

PROVENANCE_WORDS: dict[str, tuple[str, str]] = {
    "assumed": ("assumed", "假定"),
    "measured": ("measured", "实测"),
    "statutory": ("statutory", "法定"),
    "derived": ("derived", "推导"),
}

PHRASES: dict[str, tuple[str, str]] = {
    "first": (
        "{policy}: everybody's cooperation is {verdict} in {share} of the possible worlds ({confidence} interval {low} "
        "to {high}).",
        "{policy}：在 {share} 的可能情形中，各方合作是{verdict}（{confidence} 区间为 {low} 至 {high}）。",
    ),
    "other": (
        "{policy}: in {share} ({low} to {high}); {points} percentage points compared with {first} ({points_low} to "
        "{points_high}).",
        "{policy}：{share}（{low} 至 {high}）；"
        "与“{first}”相比变化 {points} 个百分点（{points_low} 至 {points_high}）。",
    ),
    "lost": (
        "In {lost} of the worlds cooperation stands under {first} but not under {policy}.",
        "在 {lost} 的情形中，合作在“{first}”下成立，而在“{policy}”下不成立。",
    ),
    "random": (
        "{draws} independent worlds, the same for every policy; {values}.",
        "共抽取 {draws} 个独立情形，各政策相同；{values}。",
    ),
    "design": (
        "{draws} worlds, the same for every policy, in {replicates} independent replicates of a {design} design; "
        "{values}.",
        "共抽取 {draws} 个情形，各政策相同，为 {replicates} 次独立的{design}设计；{values}。",
    ),
    "agree": (
        "Where all replicates agree, the interval is that of as many independent worlds.",
        "若各次重复结果完全一致，则区间按同样数量的独立情形计算。",
    ),
    "values": (
        "{count} values are uncertain ({provenances})",
        "{count} 个数值不确定（{provenances}）",
    ),
    "several": (" in all {count} conflicts", "（在全部 {count} 个冲突中）"),
}

DESIGN_WORDS = {"latin_hypercube": ("Latin hypercube", "拉丁超立方"), "sobol": ("Sobol", "Sobol ")}


def describe_probability(found: CooperationProbability, language: Language = "en") -> tuple[str, ...]:
    """Say how likely cooperation is under each policy, and how that is known.

    Parameters
    ----------
    found : CooperationProbability
    language : str
        ``en`` or ``zh``.

    Returns
    -------
    tuple of str
        Sentences.
    """
    return (
        *(sentence for one in found.policies for sentence in _policy(found, one, language)),
        *drawn_words(found, language),
    )


def drawn_words(found: CooperationProbability, language: Language) -> tuple[str, ...]:
    """Say how many worlds were drawn, and how."""
    key = "random" if found.replicates == 1 else "design"
    said = {
        "draws": f"{found.draws:,}",
        "replicates": found.replicates,
        "values": values_words(found.subject, language),
        "design": pick(DESIGN_WORDS[found.design], language) if key == "design" else "",
    }
    sentences = [fill(PHRASES, key, language, **said)]
    if any(one.method == "replicates agree" for one in found.policies):
        sentences.append(fill(PHRASES, "agree", language))
    return tuple(sentences)


def _policy(found: CooperationProbability, one: PolicyChance, language: Language) -> list[str]:
    first = found.policies[0]
    said = {
        "policy": found.subject.label_of_policy(one.name, language),
        "first": found.subject.label_of_policy(first.name, language),
        "verdict": verdict_words(found.verdict, found.subject, language),
        "share": percent(one.probability),
        "low": percent(one.interval.low),
        "high": percent(one.interval.high),
        "confidence": percent(found.confidence),
        "points": f"{one.difference * 100:+.3g}",
        "points_low": f"{one.difference_interval.low * 100:+.3g}",
        "points_high": f"{one.difference_interval.high * 100:+.3g}",
        "lost": percent(one.lost),
    }
    sentences = [capital(fill(PHRASES, "first" if one is first else "other", language, **said))]
    return sentences + ([fill(PHRASES, "lost", language, **said)] if one.lost else [])


def verdict_words(verdict: Sequence[str | Criterion], subject: Subject, language: Language) -> str:
    """What must hold, as people say it."""
    each = [
        pick(VERDICT_WORDS[one], language) if isinstance(one, str) else describe_criteria((one,), language)
        for one in verdict
    ]
    count = len(subject.conflicts)
    return listed(each, language) + (fill(PHRASES, "several", language, count=count) if count > 1 else "")


def values_words(subject: Subject, language: Language) -> str:
    """How many values were drawn, and where they come from."""
    from_ = [subject.calibration.values[name].provenance for name in subject.names]
    parts = [(from_.count(p), pick(PROVENANCE_WORDS[p], language)) for p in reversed(PROVENANCES) if p in from_]
    text = listed([f"{count} {word}" for count, word in parts], language)
    return fill(PHRASES, "values", language, count=len(from_), provenances=text)


def pick(pair: tuple[str, str], language: Language) -> str:
    """The English or the Chinese of two."""
    return pair[1 if language == "zh" else 0]
