"""How much shared purpose cooperation takes, in sentences, in English and Chinese."""

from __future__ import annotations

import math
from typing import Any

from tvet_games.policy.words import cost_unit
from tvet_games.study.mechanisms.common_goals import CommonGoals
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "none": (
        "Cooperation is an equilibrium without any shared purpose.",
        "无需共同目标，合作即为均衡。",
    ),
    "level": (
        "Cooperation is an equilibrium once everybody counts a unit of what all have together as {level} units of its "
        "own.",
        "当各方把共同所得的一单位看作自身所得的 {level} 单位时，合作成为均衡。",
    ),
    "deviation": (
        "What stands against it most: {player} would choose “{action}”, which gains {gain} {unit} and costs all "
        "together {loss}.",
        "最大的障碍：{player}会选择“{action}”，自身多得 {gain} {unit}，而共同所得减少 {loss}。",
    ),
    "infinite": (
        "No shared purpose is enough: {player} gains {gain} {unit} by “{action}”, and all together {change} by it.",
        "任何共同目标都不够：{player}选择“{action}”可多得 {gain} {unit}，而共同所得{change}。",
    ),
    "lose nothing": ("lose nothing", "并未减少"),
    "gain": ("gain {amount}", "增加 {amount}"),
    "torn": (
        "No shared purpose is enough: {player} would need a weight of at least {needed} not to choose “{action}”, but "
        "above {highest} another would leave cooperation for the common good.",
        "任何共同目标都不够：{player}至少需要权重 {needed} 才不选择“{action}”，而权重超过 {highest} 时，"
        "另一方会为共同利益放弃合作。",
    ),
    "highest": (
        "Above a weight of {highest} somebody would leave cooperation for the common good.",
        "权重超过 {highest} 时，有一方会为共同利益放弃合作。",
    ),
    "maximal": (
        "Cooperation is where all together have most: {welfare} {unit}, net of public cost.",
        "合作时共同所得最大：{welfare} {unit}（扣除公共成本）。",
    ),
    "not maximal": (
        "Cooperation is not where all together have most, net of public cost: it gives {welfare} {unit}, and {profile} "
        "{most}.",
        "合作时共同所得并非最大（扣除公共成本）：合作为 {welfare} {unit}，而{profile}为 {most}。",
    ),
    "free": (
        "So no public money is needed for it, whatever the purpose.",
        "因此无论目标权重如何，都无需为此动用公共资金。",
    ),
    "cost": ("{cost} at a weight of {alpha}", "权重 {alpha} 时为 {cost}"),
    "no policy": ("no policy will do at a weight of {alpha}", "权重 {alpha} 时没有可行的政策"),
    "costs": (
        "The cheapest policy that makes cooperation an equilibrium, and better for each than staying out, costs the "
        "public, in {unit}: {costs}.",
        "使合作成为均衡且各方不愿退出的最低公共成本（{unit}）：{costs}。",
    ),
    "costs_alone": (
        "The cheapest policy that makes cooperation an equilibrium costs the public, in {unit}: {costs}.",
        "使合作成为均衡的最低公共成本（{unit}）：{costs}。",
    ),
    "saves": (
        "A weight of {alpha} on what all have together replaces {saved} of public money.",
        "对共同所得的权重为 {alpha} 时，可替代 {saved} 的公共资金。",
    ),
    "costs more": (
        "A weight of {alpha} makes it {more} dearer: here cooperation is against the common interest.",
        "权重为 {alpha} 时反而多花 {more}：此处合作与共同利益相悖。",
    ),
    "over": (
        "With {name} from {low} to {high} the weight that is needed goes from {first} to {last}.",
        "{name}从 {low} 到 {high} 时，所需权重由 {first} 变为 {last}。",
    ),
    "over same": (
        "With {name} from {low} to {high} the weight that is needed stays {first}.",
        "{name}从 {low} 到 {high} 时，所需权重始终为 {first}。",
    ),
    "beyond": ("more than any number", "无穷大"),
}


def describe(found: CommonGoals, language: Language = "en") -> tuple[str, ...]:
    """How much purpose it takes, what speaks against cooperation, and what purpose saves."""
    return (*_level(found, language), _welfare(found, language), *_costs(found, language), *_over(found, language))


def _level(found: CommonGoals, language: Language) -> list[str]:
    level = found.found
    said: dict[str, Any] = {
        "unit": unit_label(found.unit, language),
        "gain": money(level.gain),
        "highest": weight(level.highest, language),
    }
    if level.player >= 0:
        said["player"] = found.labels.of(found.conflict.player_names[level.player], language)
        said["action"] = found.labels.of(found.conflict.actions[level.player][level.action], language)
    if math.isinf(level.level) and level.loss > 0:
        needed = weight(level.gain / level.loss, language)
        return [fill(PHRASES, "torn", language, needed=needed, **said)]
    if math.isinf(level.level):
        key = "gain" if level.loss < 0 else "lose nothing"
        change = fill(PHRASES, key, language, amount=money(abs(level.loss)))
        return [fill(PHRASES, "infinite", language, change=change, **said)]
    if not level.level:
        sentences = [fill(PHRASES, "none", language)]
    else:
        sentences = [
            fill(PHRASES, "level", language, level=weight(level.level, language)),
            fill(PHRASES, "deviation", language, loss=money(level.loss), **said),
        ]
    return sentences if math.isinf(level.highest) else [*sentences, fill(PHRASES, "highest", language, **said)]


def _welfare(found: CommonGoals, language: Language) -> str:
    welfare, target = found.welfare, (0,) * len(found.conflict.shape)
    said = {"welfare": money(welfare[target]), "unit": unit_label(found.unit, language)}
    if found.found.is_welfare_maximal:
        return fill(PHRASES, "maximal", language, **said)
    label, best = found.labels.of, found.best
    names = [
        f"{label(player.name, language)} {label(player.actions[a], language)}"
        for player, a in zip(found.conflict.players, best, strict=True)
    ]
    return fill(PHRASES, "not maximal", language, profile=listed(names, language), most=money(welfare[best]), **said)


def _costs(found: CommonGoals, language: Language) -> list[str]:
    if not found.purposes:
        return []
    if not found.found.level and all(p.cost == 0 for p in found.purposes):
        return [fill(PHRASES, "free", language)]
    told = []
    for purpose in found.purposes:
        key = "no policy" if purpose.cost is None else "cost"
        amount = "" if purpose.cost is None else money(purpose.cost)
        told.append(fill(PHRASES, key, language, alpha=weight(purpose.alpha, language), cost=amount))
    unit = cost_unit(found.purposes[0].policy, language)
    key = "costs" if found.purposes[0].policy.requirements.participation else "costs_alone"
    sentences = [fill(PHRASES, key, language, unit=unit, costs=("；" if language == "zh" else "; ").join(told))]
    known = [p for p in found.purposes if p.cost is not None]
    if len(known) > 1 and known[0].alpha == 0:
        last = max(known, key=lambda p: p.alpha)
        assert known[0].cost is not None
        assert last.cost is not None
        saved = known[0].cost - last.cost
        alpha = weight(last.alpha, language)
        if saved > 0:
            sentences.append(fill(PHRASES, "saves", language, alpha=alpha, saved=money(saved)))
        elif saved < 0 and not found.found.is_welfare_maximal:
            sentences.append(fill(PHRASES, "costs more", language, alpha=alpha, more=money(-saved)))
    return sentences


def _over(found: CommonGoals, language: Language) -> list[str]:
    if not found.over:
        return []
    low, high = money(found.values[0]), money(found.values[-1])
    first, last = (weight(level, language) for level in (found.levels[0], found.levels[-1]))
    name = found.labels.of(found.over, language)
    key = "over same" if found.levels.min() == found.levels.max() else "over"
    return [fill(PHRASES, key, language, name=name, low=low, high=high, first=first, last=last)]


def weight(number: Any, language: Language) -> str:
    """A weight to three digits; infinite in words."""
    return fill(PHRASES, "beyond", language) if math.isinf(number) else f"{float(number):.3g}"
