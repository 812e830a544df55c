"""What a package rests on, in sentences, in English and Chinese."""

from __future__ import annotations

import math

from tvet_games.policy.words import cost_unit, instrument_label
from tvet_games.study.explain import Explanation
from tvet_games.study.leeway import Leeway
from tvet_games.tables.labels import Language
from tvet_games.tables.words import capital, fill, listed, money

NAMED = 3
"""Most assumed numbers that are named in one sentence."""

PHRASES: dict[str, tuple[str, str]] = {
    "infeasible": ("No policy within the bounds will do.", "在给定范围内没有可行的政策。"),
    "none": ("No policy is needed.", "无需政策。"),
    "cost": ("The cheapest package costs {cost} {unit}.", "成本最低的组合为 {cost} {unit}。"),
    "needed": ("Without {names} no policy will do.", "缺少{names}时没有可行的政策。"),
    "or": (" or ", "或"),
    "dearer": (
        "{name} saves most of the others: without it the least cost is {cost}.",
        "其余工具中{name}节省最多：缺少它时最低成本为 {cost}。",
    ),
    "saves": ("{name} saves most: without it the least cost is {cost}.", "{name}节省最多：缺少它时最低成本为 {cost}。"),
    "direct": ("Direct payments alone would cost {cost}.", "仅用直接支付的成本为 {cost}。"),
    "no direct": ("Direct payments alone will not do.", "仅用直接支付不可行。"),
    "most": (
        "Of what is assumed, {name} moves the least cost most: {low}, {high}.",
        "在各假设值中，{name}对最低成本的影响最大：{low}，{high}。",
    ),
    "at": ("{cost} at {value}", "取 {value} 时为 {cost}"),
    "none at": ("no policy will do at {value}", "取 {value} 时没有可行的政策"),
    "firm": (
        "Each of the {count} assumed numbers may take any value of its range alone, and {what} still holds.",
        "{count} 个假设值各自在其范围内任意取值时，{what}仍然成立。",
    ),
    "fails": (
        "Of the {count} assumed numbers there are {fails} in whose range {what} fails somewhere: {names}.",
        "在 {count} 个假设值中，有 {fails} 个在其范围内的某处会使{what}不再成立：{names}。",
    ),
    "fails one": (
        "Of the {count} assumed numbers there is one in whose range {what} fails somewhere: {names}.",
        "在 {count} 个假设值中，有 1 个在其范围内的某处会使{what}不再成立：{names}。",
    ),
    "package": ("the package", "该组合"),
    "alone": ("cooperation", "合作"),
    "more": ("{count} more", "另外 {count} 个"),
}


def describe(found: Explanation, language: Language = "en") -> tuple[str, ...]:
    """Say what the package costs, what its instruments are worth, and which assumed numbers it hangs on."""
    sentences = [_cost(found, language)]
    if found.solution.feasible and any(found.solution.vector):
        sentences += [*_worth(found, language), _direct(found, language)]
    return (*sentences, *_most(found, language), *_firmness(found, language))


def _cost(found: Explanation, language: Language) -> str:
    solution = found.solution
    if solution.cost is None:
        return fill(PHRASES, "infeasible", language)
    if not any(solution.vector):
        return fill(PHRASES, "none", language)
    return fill(PHRASES, "cost", language, cost=money(solution.cost), unit=cost_unit(solution, language))


def _worth(found: Explanation, language: Language) -> list[str]:
    """Instruments that nothing replaces, and the one whose want costs most."""
    needed = [instrument_label(found.solution, w.name, language) for w in found.instruments if w.cost_without is None]
    names = fill(PHRASES, "or", language).join(needed)
    sentences = [fill(PHRASES, "needed", language, names=names)] if needed else []
    costs = {w.name: w.cost_without for w in found.instruments if w.cost_without is not None and w.level}
    if costs:
        name, cost = max(costs.items(), key=lambda pair: pair[1])
        if found.solution.cost is not None and cost > found.solution.cost:
            label = instrument_label(found.solution, name, language)
            label = capital(label)
            key = "dearer" if needed else "saves"
            sentences.append(fill(PHRASES, key, language, name=label, cost=money(cost)))
    return sentences


def _direct(found: Explanation, language: Language) -> str:
    if found.direct_alone is None:
        return fill(PHRASES, "no direct", language)
    return fill(PHRASES, "direct", language, cost=money(found.direct_alone))


def _most(found: Explanation, language: Language) -> list[str]:
    """The number whose range moves the cost most."""
    if not found.leeway or not found.leeway[0].swing:
        return []
    entry = found.leeway[0]
    low, high = _at(entry.cost_at_low, entry.low, language), _at(entry.cost_at_high, entry.high, language)
    return [fill(PHRASES, "most", language, name=found.question.label(entry.name, language), low=low, high=high)]


def _at(cost: float, value: float, language: Language) -> str:
    """The least cost at an end of a range."""
    if math.isinf(cost):
        return fill(PHRASES, "none at", language, value=money(value))
    return fill(PHRASES, "at", language, cost=money(cost), value=money(value))


def _firmness(found: Explanation, language: Language) -> list[str]:
    """How many assumed numbers may go over their whole range, each alone, and which not."""
    count, fails = len(found.leeway), [entry.name for entry in found.leeway if _fails(entry)]
    if not count:
        return []
    what = fill(PHRASES, "package" if any(found.solution.vector) else "alone", language)
    if not fails:
        return [fill(PHRASES, "firm", language, count=count, what=what)]
    names = [found.question.label(name, language) for name in fails[:NAMED]]
    rest = len(fails) - len(names)
    names += [fill(PHRASES, "more", language, count=rest)] if rest else []
    said = {"what": what, "fails": len(fails), "count": count, "names": listed(names, language)}
    return [fill(PHRASES, "fails one" if len(fails) == 1 else "fails", language, **said)]


def _fails(entry: Leeway) -> bool:
    """Whether the package fails somewhere in the range of a number."""
    below = entry.fails_below is not None and entry.fails_below >= entry.low
    return below or (entry.fails_above is not None and entry.fails_above <= entry.high)
