"""Sweeps in sentences, and what their flags mean to people, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.words import capital, fill, money, percent

if TYPE_CHECKING:
    from tvet_games.study.sweep.summary import Along, SweepSummary

SHARES = (0.5, 0.8, 1.0)
"""Shares of the points that are told."""

PHRASES = {
    "no policy": ("Without policy but for what moves: ", "除变动的量之外没有政策："),
    "policy": ("Under {policy}: ", "在{policy}之下："),
    "target": (
        "everybody's cooperation is an equilibrium at {equilibrium} of the points, the only one at {unique}.",
        "在 {equilibrium} 的点上，各方合作构成均衡；在 {unique} 的点上，它是唯一的均衡。",
    ),
    "none": (
        "everybody's cooperation is an equilibrium at none of the points.",
        "在所有的点上，各方合作都不构成均衡。",
    ),
    "axis": ("{name}: {said}.", "{name}：{said}。"),
    "nowhere": ("nowhere below {value}; ", "低于 {value} 时处处不构成均衡；"),
    "from": ("from {value} on at {share}", "从 {value} 起，在{share}上构成均衡"),
    "half": ("half of the points", "一半的点"),
    "most": ("80 %", "八成的点"),
    "all": ("all", "所有的点"),
    "undefined": (
        "At {share} of the points a payoff is not finite.",
        "在 {share} 的点上，有收益不是有限数。",
    ),
}

FLAG_LABELS = Labels(
    en={
        "target_equilibrium": "everybody's cooperation is an equilibrium",
        "target_strict": "... and whoever leaves it alone loses",
        "target_unique": "... and the only equilibrium",
        "target_dominant": "cooperating is never worse, whatever the others do",
        "target_strictly_dominant": "cooperating is better, whatever the others do",
        "target_risk_dominant": "cooperation is the safer equilibrium (risk-dominant)",
        "equilibrium_01": "an equilibrium in which only the first cooperates",
        "equilibrium_10": "an equilibrium in which only the second cooperates",
        "equilibrium_11": "an equilibrium in which nobody cooperates",
        "other_pure_equilibrium": "another equilibrium without mixing",
        "mixed_equilibrium": "an equilibrium in which somebody mixes",
        "continuum": "infinitely many equilibria",
        "tie": "somebody is indifferent (within the tolerance)",
        "undefined": "a payoff is not finite",
        "class_degenerate": "class: somebody is indifferent",
        "class_dominance": "class: somebody has a dominant action",
        "class_dilemma": "class: prisoner's dilemma",
        "class_coordination": "class: coordination (all or none)",
        "class_anti_coordination": "class: anti-coordination (one or the other)",
        "class_cyclic": "class: no equilibrium without mixing",
    },
    zh={
        "target_equilibrium": "各方合作构成均衡",
        "target_strict": "……且单独背离者受损",
        "target_unique": "……且是唯一的均衡",
        "target_dominant": "无论他人如何行动，合作都不更差",
        "target_strictly_dominant": "无论他人如何行动，合作都更好",
        "target_risk_dominant": "合作是更稳妥的均衡（风险占优）",
        "equilibrium_01": "仅第一方合作的均衡",
        "equilibrium_10": "仅第二方合作的均衡",
        "equilibrium_11": "无人合作的均衡",
        "other_pure_equilibrium": "另有纯策略均衡",
        "mixed_equilibrium": "有人采取混合策略的均衡",
        "continuum": "无穷多个均衡",
        "tie": "有人无差异（在容差之内）",
        "undefined": "有收益不是有限数",
        "class_degenerate": "类型：有人无差异",
        "class_dominance": "类型：有人有占优行动",
        "class_dilemma": "类型：囚徒困境",
        "class_coordination": "类型：协调（全有或全无）",
        "class_anti_coordination": "类型：反协调（非此即彼）",
        "class_cyclic": "类型：没有纯策略均衡",
    },
)


def describe_summary(summary: SweepSummary, language: Language = "en") -> tuple[str, ...]:
    """Say in what share of the points cooperation is an equilibrium, and from which level on.

    Parameters
    ----------
    summary : SweepSummary
    language : str
        ``en`` or ``zh``.

    Returns
    -------
    tuple of str
        Sentences.
    """
    key = "no policy" if summary.policy == "none" else "policy"
    under = fill(PHRASES, key, language, policy=summary.policy)
    equilibrium, unique = summary.shares["target_equilibrium"], summary.shares["target_unique"]
    shares = {"equilibrium": percent(equilibrium), "unique": percent(unique)}
    said = [under + fill(PHRASES, "target" if equilibrium else "none", language, **shares)]
    if equilibrium:
        said += [sentence for axis in summary.axes if (sentence := _along(axis, language))]
    if summary.shares["undefined"]:
        said.append(fill(PHRASES, "undefined", language, share=percent(summary.shares["undefined"])))
    return tuple(said)


def _along(axis: Along, language: Language) -> str:
    """From which value on cooperation is an equilibrium at half, most or all points; empty where all are alike."""
    if axis.share.min() == axis.share.max():
        return ""
    somewhere = float(axis.values[axis.share > 0].min())
    nowhere = ""
    if somewhere > axis.values.min():
        nowhere = fill(PHRASES, "nowhere", language, value=money(somewhere))
    from_on: dict[float, str] = {}
    for share, key in zip(SHARES, ("half", "most", "all"), strict=True):
        value = axis.least(share)
        if value is not None:
            from_on[value] = fill(PHRASES, key, language)  # of several shares that begin together the largest
    ends = [fill(PHRASES, "from", language, value=money(value), share=share) for value, share in from_on.items()]
    if not ends and not nowhere:
        return ""
    name = axis.label_zh if language == "zh" else capital(axis.label)
    said = nowhere + ("，" if language == "zh" else ", ").join(ends) if ends else nowhere.rstrip("；; ")
    return fill(PHRASES, "axis", language, name=name, said=said)
