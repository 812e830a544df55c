"""What happens when the parties misjudge, in sentences, in English and Chinese."""

from __future__ import annotations

import math

import numpy as np

from tvet_games.solve.result import Equilibrium
from tvet_games.study.mechanisms.understanding import Judgement, Understanding
from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill, listed

WORSE = 0.1
"""The loss [share of the payoff span] by which lambda is put into words."""

EXAMPLE = 10.0
"""The rationality that is told, or the value nearest to it: the better of two such actions is e times as likely."""

PHRASES: dict[str, tuple[str, str]] = {
    "meaning": (
        "Rationality says how well the parties judge: of two actions of which one is worse by {worse} of the payoff "
        "span, the better one is chosen exp({factor} x rationality) times as often, {odds} times at rationality "
        "{rationality}.",
        "理性程度表示各方判断得有多准：若一种行动比另一种差收益跨度的 {worse}，则较好的行动被选择的频率是较差行动的 "
        "exp({factor} × 理性程度) 倍；理性程度为 {rationality} 时是 {odds} 倍。",
    ),
    "from": (
        "From rationality {least} on everybody cooperates with a probability of more than {share}; parties who judge "
        "worse than that need more than what is in force.",
        "理性程度从 {least} 起，各方合作的概率超过 {share}；判断更差的各方仅靠现行安排还不够。",
    ),
    "always": (
        "However well or badly they judge, everybody cooperates with a probability of more than {share}.",
        "无论判断得好坏，各方合作的概率都超过 {share}。",
    ),
    "falls": (
        "The better they judge, the less they cooperate: from {start} where they guess to {end} at rationality {last}. "
        "What cooperation there is rests on misjudgement, and better understanding alone ends it.",
        "判断越准，合作越少：随机选择时各方合作的概率为 {start}，理性程度为 {last} 时为 {end}。"
        "现有的合作源于误判，仅增进理解会使其消失。",
    ),
    "passes": (
        "Better understanding helps up to a point: everybody cooperates with a probability of {start} where they "
        "guess, of at most {most} at rationality {at}, and of {end} at rationality {last}.",
        "增进理解的作用有限：随机选择时各方合作的概率为 {start}，理性程度为 {at} 时最高，为 {most}，"
        "理性程度为 {last} 时为 {end}。",
    ),
    "rises": (
        "Better understanding helps, but not enough: everybody cooperates with a probability of {start} where they "
        "guess and of {end} at rationality {last}.",
        "增进理解有帮助，但不够：随机选择时各方合作的概率为 {start}，理性程度为 {last} 时为 {end}。",
    ),
    "same": (
        "However well or badly they judge, everybody cooperates with a probability of {end}.",
        "无论判断得好坏，各方合作的概率都是 {end}。",
    ),
    "example": (
        "At rationality {rationality} the probabilities of cooperating are: {players}.",
        "理性程度为 {rationality} 时，合作的概率为：{players}。",
    ),
    "player": ("{player} {share}", "{player} {share}"),
    "to": ("As judgement becomes perfect, they come to: {end}.", "判断趋于完美时，各方趋向：{end}。"),
    "to_nothing": (
        "At the largest rationality, {last}, they are not yet near any known equilibrium.",
        "在最大的理性程度 {last} 处，各方尚未接近任何已知均衡。",
    ),
    "unknown": (
        "At the largest rationality, {last}, the answer could not be computed within the tolerance.",
        "在最大的理性程度 {last} 处，无法在容差内算出结果。",
    ),
    "elsewhere": (
        "Everybody's cooperation is an equilibrium too, but from guessing, better judgement alone does not lead there: "
        "the parties have to agree on it, or something has to make it safer.",
        "各方合作也是均衡，但从随机选择出发，仅靠判断改进不会到达：需要各方就此达成一致，或使合作的风险更小。",
    ),
    "mixes": ("{player} {action} with {share}", "{player}以 {share} 的概率{action}"),
    "bare": (
        "Without the policy everybody would cooperate with a probability of {bare} at rationality {rationality}, "
        "with it of {under}; as judgement becomes perfect, of {bare_end} without it and of {end} with it.",
        "没有该政策时，理性程度为 {rationality} 处各方合作的概率为 {bare}，有该政策时为 {under}；"
        "判断趋于完美时，无政策为 {bare_end}，有政策为 {end}。",
    ),
    "missing": (
        "{count} points could not be computed within the tolerance and are left out.",
        "有 {count} 个点无法在容差内算出，未列入。",
    ),
}


def describe(found: Understanding, language: Language = "en") -> tuple[str, ...]:
    """Say what rationality means, what it does to cooperation, where it leads, and what the policy changes."""
    odds = math.exp(WORSE * EXAMPLE)
    shown = {"worse": f"{WORSE:.0%}", "factor": f"{WORSE:g}", "odds": f"{odds:.3g}", "rationality": f"{EXAMPLE:g}"}
    said = [fill(PHRASES, "meaning", language, **shown), _course(found, language)]
    k = int(np.abs(found.rationality - EXAMPLE).argmin())
    label = found.setting.labels.of
    players = [
        fill(PHRASES, "player", language, player=label(name, language), share=_share(p))
        for name, p in zip(found.setting.conflict.player_names, found.cooperation[k], strict=True)
    ]
    at = f"{found.rationality[k]:.4g}"
    said.append(fill(PHRASES, "example", language, rationality=at, players=listed(players, language)))
    said.append(_end(found, language))
    if found.under.is_possible and found.selected is not None and not found.selected.is_target:
        said.append(fill(PHRASES, "elsewhere", language))
    if found.has_policy:
        bare, under = found.without.response.target, found.target
        shares = {"bare": bare[k], "under": under[k], "bare_end": bare[-1], "end": under[-1]}
        told = {name: _share(value) for name, value in shares.items()}
        said.append(fill(PHRASES, "bare", language, rationality=at, **told))
    missing = sum(j.response.unconverged for j in _each(found))
    return (*said, fill(PHRASES, "missing", language, count=missing)) if missing else tuple(said)


def _each(found: Understanding) -> list[Judgement]:
    return [found.under, found.without] if found.has_policy else [found.under]


def _course(found: Understanding, language: Language) -> str:
    """How everybody's cooperation moves as judgement improves."""
    if found.least is not None:
        key = "from" if found.least > found.rationality[0] else "always"
        return fill(PHRASES, key, language, least=f"{found.least:.3g}", share=f"{100 * float(found.share):.3g}%")
    target = found.target
    known = np.flatnonzero(np.isfinite(target))
    start, end, best = known[0], known[-1], known[int(target[known].argmax())]
    # What reads the same counts as the same.
    first, last, most = (_share(target[k]) for k in (start, end, best))
    same, top = first == last, most in (first, last)
    key = "same" if same and top else "passes" if not top else "falls" if target[end] < target[start] else "rises"
    at = {"at": f"{found.rationality[best]:.3g}", "last": f"{found.rationality[end]:,.5g}"}
    return fill(PHRASES, key, language, start=first, end=last, most=most, **at)


def _end(found: Understanding, language: Language) -> str:
    last = f"{found.rationality[-1]:,.5g}"
    if found.selected is not None:
        return fill(PHRASES, "to", language, end=_strategies(found, found.selected, language))
    return fill(PHRASES, "to_nothing" if found.under.response.converged[-1] else "unknown", language, last=last)


def _strategies(found: Understanding, end: Equilibrium, language: Language) -> str:
    """The actions of an equilibrium; where a player mixes, the probabilities of all but its last action."""
    label, said = found.setting.labels.of, []
    for player, own in zip(found.setting.conflict.players, end.strategies, strict=True):
        name = label(player.name, language)
        taken = np.flatnonzero(own)
        if len(taken) == 1:
            said.append(f"{name}{'' if language == 'zh' else ' '}{label(player.actions[int(taken[0])], language)}")
            continue
        for a in taken[:-1]:
            shown = {"player": name, "action": label(player.actions[int(a)], language), "share": _share(float(own[a]))}
            said.append(fill(PHRASES, "mixes", language, **shown))
    return listed(said, language)


def _share(value: float) -> str:
    return f"{value:.3g}" if np.isnan(value) else f"{value:.1%}"
