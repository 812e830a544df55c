"""Long-term cooperation in sentences, in English and Chinese."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from tvet_games.solve.repeated import critical_discount, per_year
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed, money

if TYPE_CHECKING:
    from tvet_games.study.mechanisms.patience import Patience, PatienceCurve

PHRASES: dict[str, tuple[str, str]] = {
    "stable": (
        "Cooperation is an equilibrium of the single period already: no patience is needed.",
        "合作已经是单期博弈的均衡：无需耐心。",
    ),
    "punishment": (
        "After a breach they play for ever: {profile}. This is an equilibrium of the single period, so the threat is "
        "credible.",
        "一旦有人违约，此后永远采取：{profile}。这是单期博弈的均衡，因此威胁可信。",
    ),
    "no punishment": (
        "The single period has no equilibrium in pure actions to punish a breach with, so no patience is enough.",
        "单期博弈没有可用来惩罚违约的纯策略均衡，因此再有耐心也不够。",
    ),
    "from": (
        "From a discount factor of {factor} a period on ({year} a year) {player} cooperates.",
        "{player}在每期贴现因子不低于 {factor}（每年 {year}）时合作。",
    ),
    "zero": ("Nothing tempts {player}: no patience is needed.", "{player}违约无利可图，无需耐心。"),
    "painless": (
        "No patience is enough for {player}: deviating gains {gain} and the punishment does not hurt ({after} instead "
        "of {target}).",
        "{player}再有耐心也不够：违约可多得 {gain}，而惩罚并不使其受损（由 {target} 变为 {after}）。",
    ),
    "reward": (
        "No patience is enough for {player}: the punishment would be a reward ({after} instead of {target}).",
        "{player}再有耐心也不够：惩罚反而是奖励（由 {target} 变为 {after}）。",
    ),
    "together": (
        "So repetition sustains cooperation from a discount factor of {factor} a period on ({year} a year).",
        "因此，每期贴现因子不低于 {factor}（每年 {year}）时，重复交往可维持合作。",
    ),
    "never": (
        "So repetition alone never sustains cooperation here, however patient they are.",
        "因此，无论各方多有耐心，仅靠重复交往都不能维持合作。",
    ),
    "minmax": (
        "If each could be held to the least that the others can leave it (minmax), {factor} a period ({year} a year) "
        "would be enough. That is a bound, not a threat: nobody need be willing to punish so (not subgame perfect).",
        "若每一方都能被压到其他各方所能造成的最低收益（最小最大值），每期 {factor}（每年 {year}）即可。"
        "这只是下界而非可信威胁：没有人必然愿意这样惩罚（非子博弈完美）。",
    ),
    "minmax never": (
        "Not even holding each to the least that the others can leave it (minmax) would be enough, and that is only a "
        "bound: nobody need be willing to punish so (not subgame perfect).",
        "即使把每一方压到其他各方所能造成的最低收益（最小最大值）也不够；而且这只是下界："
        "没有人必然愿意这样惩罚（非子博弈完美）。",
    ),
    "detection": (
        "A breach becomes known with a probability of {share} a period; if it always did, {factor} would be enough.",
        "违约每期被发现的概率为 {share}；若总能被发现，{factor} 即可。",
    ),
    "detection never": (
        "A breach becomes known with a probability of {share} a period; even if it always did, no patience would be "
        "enough.",
        "违约每期被发现的概率为 {share}；即使总能被发现，再有耐心也不够。",
    ),
    "enough": (
        "The discount factor {delta} a period ({year} a year) is enough.",
        "每期贴现因子 {delta}（每年 {year}）足够。",
    ),
    "not enough": (
        "The discount factor {delta} a period ({year} a year) is not enough.",
        "每期贴现因子 {delta}（每年 {year}）不够。",
    ),
    "curve": ("At {name} {low} {first}; at {high} {last}.", "{name}为 {low} 时{first}；为 {high} 时{last}。"),
    "one": ("At {name} {low} {first}.", "{name}为 {low} 时{first}。"),
    "some": ("a discount factor of {factor} a period is needed", "需要每期贴现因子 {factor}"),
    "none": ("no patience is needed", "无需耐心"),
    "infinite": ("no patience is enough", "再有耐心也不够"),
    "least": (
        "The least {name} at which {delta} a period is enough is {level}.",
        "使每期 {delta} 足够的{name}最低为 {level}。",
    ),
    "least beyond": (
        "The least {name} at which {delta} a period is enough is {level}, beyond its bound of {high}.",
        "使每期 {delta} 足够的{name}最低为 {level}，超过其上限 {high}。",
    ),
    "least none": (
        "No {name} at all makes {delta} a period enough.",
        "无论{name}多高，每期 {delta} 都不够。",
    ),
    "runs": ("{delta} a period is enough at {name} {runs}.", "{name}为 {runs} 时，每期 {delta} 足够。"),
    "runs none": ("{delta} a period is enough at none of these values.", "在这些取值下，每期 {delta} 都不够。"),
    "run": ("{low} to {high}", "{low} 至 {high}"),
}

PLACES = 3
"""Decimals of a discount factor."""


def describe(found: Patience, language: Language = "en") -> tuple[str, ...]:
    """Say how patient each must be under which punishment, what minmax means, and what a policy does to it."""
    if found.largest == 0:  # nobody is tempted
        sentences = [fill(PHRASES, "stable", language)]
    else:
        sentences = [*_players(found, language), *_all(found, language)]
    if found.delta is not None:
        key = "enough" if found.is_enough else "not enough"
        sentences.append(fill(PHRASES, key, language, delta=_number(found.delta), year=_yearly(found, found.delta)))
    if found.curve is not None:
        sentences += _moved(found, found.curve, language)
    return tuple(sentences)


def _players(found: Patience, language: Language) -> list[str]:
    """The punishment, and what it does to each player."""
    game, label = found.game, found.labels.of
    if not found.punishment:
        return [fill(PHRASES, "no punishment", language)]
    pairs = [
        f"{label(player, language)} {label(actions[a], language)}"
        for player, actions, a in zip(game.players, game.actions, found.punishment, strict=True)
    ]
    sentences = [fill(PHRASES, "punishment", language, profile=("，" if language == "zh" else ", ").join(pairs))]
    for i, factor in enumerate(found.factors):
        name = label(game.players[i], language)
        if math.isinf(factor):
            sentences.append(_undeterred(found, i, name, language))
        elif factor == 0:
            sentences.append(fill(PHRASES, "zero", language, player=name))
        else:
            shown = {"player": name, "factor": _number(factor), "year": _yearly(found, factor)}
            sentences.append(fill(PHRASES, "from", language, **shown))
    return sentences


def _undeterred(found: Patience, player: int, name: str, language: Language) -> str:
    """Why no discount factor is enough for a player."""
    payoffs = found.game.payoffs[player]
    target, after = payoffs[(0,) * payoffs.ndim], payoffs[found.punishment]
    gain = payoffs[tuple(slice(None) if j == player else 0 for j in range(payoffs.ndim))].max() - target
    key = "painless" if gain > 0 else "reward"
    return fill(PHRASES, key, language, player=name, gain=money(gain), after=money(after), target=money(target))


def _all(found: Patience, language: Language) -> list[str]:
    """What it takes together, what minmax would take, and what it is due to that breaches stay hidden."""
    largest, bound = found.largest, max(found.minmax)
    key = "never" if math.isinf(largest) else "together"
    sentences = [fill(PHRASES, key, language, factor=_number(largest), year=_yearly(found, largest))]
    key = "minmax never" if math.isinf(bound) else "minmax"
    sentences.append(fill(PHRASES, key, language, factor=_number(bound), year=_yearly(found, bound)))
    if found.detection < 1:
        known = critical_discount(found.game)
        key = "detection never" if math.isinf(known) else "detection"
        sentences.append(fill(PHRASES, key, language, share=f"{float(found.detection):.3g}", factor=_number(known)))
    return sentences


def _moved(found: Patience, curve: PatienceCurve, language: Language) -> list[str]:
    """What the quantity does, and from where on the discount factor asked for is enough."""
    name, unit = curve.labels.of(curve.over, language), f" {unit_label(curve.unit, language)}" if curve.unit else ""
    low, high = (f"{money(curve.values[k])}{unit}" for k in (0, -1))
    first, last = (_taken(curve.largest[k], language) for k in (0, -1))
    key = "curve" if len(curve.values) > 1 else "one"
    sentences = [fill(PHRASES, key, language, name=name, low=low, high=high, first=first, last=last)]
    if found.delta is None:
        return sentences
    shown = {"name": name, "delta": _number(found.delta)}
    if curve.least is None:
        runs = _runs(curve, found.delta, language)
        key = "runs" if runs else "runs none"
        return [*sentences, fill(PHRASES, key, language, runs=f"{listed(runs, language)}{unit}", **shown)]
    if math.isinf(curve.least):
        return [*sentences, fill(PHRASES, "least none", language, **shown)]
    assert curve.high is not None
    key = "least beyond" if curve.least > curve.high else "least"
    shown |= {"level": f"{money(curve.least)}{unit}", "high": f"{money(curve.high)}{unit}"}
    return [*sentences, fill(PHRASES, key, language, **shown)]


def _taken(factor: float, language: Language) -> str:
    key = "infinite" if math.isinf(factor) else "some" if factor > 0 else "none"
    return fill(PHRASES, key, language, factor=_number(factor))


def _runs(curve: PatienceCurve, delta: Fraction, language: Language) -> list[str]:
    """The stretches of values at which a discount factor is enough."""
    enough = np.concatenate([[False], curve.largest <= float(delta), [False]])
    starts, ends = np.flatnonzero(~enough[:-1] & enough[1:]), np.flatnonzero(enough[:-1] & ~enough[1:]) - 1
    return [
        money(curve.values[a])
        if a == b
        else fill(PHRASES, "run", language, low=money(curve.values[a]), high=money(curve.values[b]))
        for a, b in zip(starts, ends, strict=True)
    ]


def _number(factor: Fraction | float) -> str:
    """A discount factor for people, with more decimals where it would read as 1."""
    text = f"{float(factor):.{PLACES}f}"
    return f"{float(factor):.{2 * PLACES}f}" if float(text) == 1 else text.rstrip("0").rstrip(".")


def _yearly(found: Patience, factor: Fraction | float) -> str:
    return _number(float(per_year(float(factor), float(found.years))))
