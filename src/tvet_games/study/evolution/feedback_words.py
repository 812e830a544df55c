"""What incentives that react achieve, in sentences, in English and Chinese."""

from __future__ import annotations

from tvet_games.model.labels import Language
from tvet_games.policy.words import fill, listed, money
from tvet_games.study.evolution.feedback import Feedback
from tvet_games.study.evolution.words import profile_words, share_words

PHRASES: dict[str, tuple[str, str]] = {
    "reaches": (
        "With levels that react everybody comes to cooperate; on the way {spent} {unit} are spent, and {rate} a period "
        "afterwards.",
        "采用反馈水平时各方最终都合作；途中支出 {spent} {unit}，此后每期 {rate}。",
    ),
    "vertex": (
        "With levels that react they come to: {profile}; {spent} {unit} are spent on the way.",
        "采用反馈水平时最终到达：{profile}；途中支出 {spent} {unit}。",
    ),
    "rest": (
        "With levels that react shares come to rest where {shares}, which goes on costing {rate} {unit}.",
        "采用反馈水平时比例停留在：{shares}，此后每期支出 {rate} {unit}。",
    ),
    "moving": (
        "With levels that react shares never come to rest.",
        "采用反馈水平时比例始终不静止。",
    ),
    "interior": (
        "Shares are held where {shares}: with constant levels such a point is never stable.",
        "比例被保持在：{shares}；水平不变时这样的点绝不会稳定。",
    ),
    "constant": (
        "The best constant levels found ({levels}) reach the target for {spent} {unit} and cost {rate} a period "
        "afterwards.",
        "所找到的最优固定水平（{levels}）达到目标的支出为 {spent} {unit}，此后每期 {rate}。",
    ),
    "none": (
        "No constant levels within the instruments' bounds reach the target from this start.",
        "在工具范围内没有任何固定水平能从该起点达到目标。",
    ),
    "compare": (
        "On the way feedback costs {times} times as much as they do, afterwards {later} times.",
        "反馈方式途中的支出为其 {times} 倍，此后为 {later} 倍。",
    ),
    "time": (
        "A unit of time counts as a period here: that in which the largest gain at stake changes log-odds by 1.",
        "此处一个时间单位计为一期：即最大得失使对数几率变化 1 所需的时间。",
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
        levels = [f"{name} {money(level)}" for name, level in found.constant.levels.items()]
        rate = money(_rounded(float(found.constant.spending.rate_at_end)))
        said = {"levels": listed(levels, language), "spent": money(found.spent_constant), "rate": rate}
        sentences.append(fill(PHRASES, "constant", language, unit=found.unit, **said))
        if found.reaches_target and found.spent_constant > 0:
            later = float(found.spending.rate_at_end) / float(found.constant.spending.rate_at_end)
            times = {"times": f"{found.spent / found.spent_constant:.3g}", "later": f"{later:.3g}"}
            sentences.append(fill(PHRASES, "compare", language, **times))
    return (*sentences, fill(PHRASES, "time", language))


def _way(found: Feedback, language: Language) -> str:
    spent, rate = money(found.spent), money(_rounded(float(found.spending.rate_at_end)))
    if found.reaches_target:
        return fill(PHRASES, "reaches", language, spent=spent, rate=rate, unit=found.unit)
    vertex = int(found.spending.vertex)
    if vertex >= 0:
        profile = [int(a) for a in _profile(found, vertex)]
        said = profile_words(found.conflict, profile, language)
        return fill(PHRASES, "vertex", language, profile=said, spent=spent, unit=found.unit)
    if int(found.spending.outcome) == 1:
        shares = share_words(found.conflict, found.spending.ends, language)
        return fill(PHRASES, "rest", language, shares=shares, rate=rate, unit=found.unit)
    return fill(PHRASES, "moving", language)


def _profile(found: Feedback, vertex: int) -> list[int]:
    left, actions = vertex, []
    for size in reversed(found.conflict.shape):
        left, action = divmod(left, size)
        actions.append(action)
    return actions[::-1]


def _rounded(amount: float) -> float:
    """A vertex is reached but for a small share, whose cost is no news."""
    return round(amount, 2)
