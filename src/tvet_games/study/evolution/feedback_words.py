"""What incentives that react achieve, in sentences, in English and Chinese."""

from __future__ import annotations

from typing import Any

import numpy as np

from tvet_games.solve.dynamics.spending import Spending
from tvet_games.study.card_parts import policy_words
from tvet_games.study.evolution.feedback import Feedback
from tvet_games.study.evolution.words import profile_words, share_words
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "reaches": (
        "Under the rule everybody comes to cooperate; on the way, over {time} periods, {spent} {unit} are spent in "
        "sum, and {rate} a period afterwards.",
        "按该规则各方最终都合作；途中 {time} 期共支出 {spent} {unit}，此后每期 {rate}。",
    ),
    "vertex": (
        "Under the rule they come to: {profile}; {spent} {unit} are spent on the way.",
        "按该规则最终到达：{profile}；途中支出 {spent} {unit}。",
    ),
    "rest": (
        "Under the rule shares come to rest where {shares}, which goes on costing {rate} {unit}.",
        "按该规则比例停留在：{shares}，此后每期支出 {rate} {unit}。",
    ),
    "moving": (
        "Under the rule shares never come to rest.",
        "按该规则比例始终不静止。",
    ),
    "interior": (
        "Shares are held where {shares}: with constant levels such a point is never stable.",
        "比例被保持在：{shares}；水平不变时这样的点绝不会稳定。",
    ),
    "constant": (
        "The constant levels that spend least on the way ({levels}) reach the target over {time} periods for {spent} "
        "{unit} in sum, and {rate} a period afterwards.",
        "途中支出最少的固定水平（{levels}）经 {time} 期达到目标，共支出 {spent} {unit}，此后每期 {rate}。",
    ),
    "none": (
        "No constant levels, within the instruments' bounds or the levels of the rule, reach the target from this "
        "start.",
        "在工具范围或规则所及的水平内，没有任何固定水平能从该起点达到目标。",
    ),
    "compare": (
        "On the way feedback costs {times} times as much as they do, afterwards {later} times.",
        "反馈方式途中的支出为其 {times} 倍，此后为 {later} 倍。",
    ),
    "time": (
        "A period here is the time in which the largest gain at stake changes log-odds by 1; the way ends when all but "
        "0.01% of each population have arrived. Only proportions between policies mean something.",
        "此处一期是最大得失使对数几率变化 1 所需的时间；当各方仅剩 0.01% 未到达时途中阶段结束。"
        "只有政策之间的比例有意义。",
    ),
}


def describe(found: Feedback, language: Language = "en") -> tuple[str, ...]:
    """Where the levels that react lead, what they cost, and what the best constant levels cost."""
    sentences = [_way(found, language)]
    sentences += [
        fill(PHRASES, "interior", language, shares=share_words(found.conflict, point.state, language))
        for point in found.rest.mixed
        if point.stable
    ]
    if found.constant is None:
        sentences.append(fill(PHRASES, "none", language))
    else:
        way = found.constant.spending
        said = {
            "levels": policy_words(found.constant.levels, language) or "0",
            "spent": _round(found.spent_constant),
            "rate": _round(way.rate_at_end),
        }
        said["time"] = _periods(found, way)
        sentences.append(fill(PHRASES, "constant", language, unit=unit_label(found.unit, language), **said))
        if found.reaches_target and found.spent_constant > 0 and float(way.rate_at_end) > 0:
            later = float(found.spending.rate_at_end) / float(way.rate_at_end)
            times = {"times": f"{found.spent / found.spent_constant:.3g}", "later": f"{later:.3g}"}
            sentences.append(fill(PHRASES, "compare", language, **times))
    return (*sentences, fill(PHRASES, "time", language))


def _way(found: Feedback, language: Language) -> str:
    spent, rate = _round(found.spent), _round(found.spending.rate_at_end)
    if found.reaches_target:
        time = _periods(found, found.spending)
        return fill(
            PHRASES, "reaches", language, spent=spent, rate=rate, time=time, unit=unit_label(found.unit, language)
        )
    vertex = int(found.spending.vertex)
    if vertex >= 0:
        profile = [int(a) for a in np.unravel_index(vertex, found.conflict.shape)]
        said = profile_words(found.conflict, profile, language)
        return fill(PHRASES, "vertex", language, profile=said, spent=spent, unit=unit_label(found.unit, language))
    if int(found.spending.outcome) == 1:
        shares = share_words(found.conflict, found.spending.ends, language)
        return fill(PHRASES, "rest", language, shares=shares, rate=rate, unit=unit_label(found.unit, language))
    return fill(PHRASES, "moving", language)


def _round(amount: Any) -> str:
    """An amount in words: to units where it is large, else to cents."""
    number = float(amount)
    return money(round(number) if abs(number) >= 1_000 else round(number, 2))


def _periods(found: Feedback, way: Spending) -> str:
    return f"{float(way.time) / found.unit_of_time:,.0f}"
