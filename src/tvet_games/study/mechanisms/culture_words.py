"""What cultural distance costs and a cultural programme is worth, in sentences, in English and Chinese."""

from __future__ import annotations

import math
from fractions import Fraction

from tvet_games.policy.words import conflict_label, cost_unit
from tvet_games.study.mechanisms.culture import Culture, Friction, Slopes
from tvet_games.study.mechanisms.programme import PROGRAMME, ProgrammeWorth
from tvet_games.tables.labels import Language, check_language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "friction": (
        "At the cultural distance {distance}, friction costs {parts} where everybody cooperates.",
        "文化距离为 {distance} 时，在各方都合作的情况下，摩擦使{parts}。",
    ),
    "bears": ("{player} {cost} {unit} in “{conflict}”", "“{conflict}”中的{player}损失 {cost}（{unit}）"),
    "no_friction": (
        "Where everybody cooperates nobody bears a cost of friction: cultural distance costs nobody anything there.",
        "在各方都合作的情况下，无人承担摩擦成本，文化距离在此不造成损失。",
    ),
    "curve": (
        "Without a cultural programme the cheapest package costs {costs} ({unit}).",
        "没有文化共建项目时，最低成本{costs}（{unit}）。",
    ),
    "at first": ("{cost} at distance {distance}", "在距离为 {distance} 时是 {cost}"),
    "at": ("{cost} at {distance}", "在 {distance} 时是 {cost}"),
    "impossible": ("more than any package can mend", "任何政策组合都无法弥补"),
    "slope": (
        "Near {distance}, each 0.1 of distance costs the public {without} without the programme and {cost} with it.",
        "在 {distance} 附近，距离每增加 0.1，没有项目时公共成本增加 {without}，有项目时增加 {cost}。",
    ),
    "slope_without": (
        "Near {distance}, each 0.1 of distance costs the public {without} without the programme.",
        "在 {distance} 附近，距离每增加 0.1，没有项目时公共成本增加 {without}。",
    ),
    "sides": ("{below} (downwards) or {above} (upwards)", "{below}（向下）或 {above}（向上）"),
    "no_programme": (
        "The cultural programme does not act here, or the calibration lacks a value for it.",
        "文化共建项目在此不起作用，或校准缺少其所需数值。",
    ),
    "no_package": (
        "No package within the bounds will do, with the programme or without it.",
        "无论有无该项目，在给定范围内都没有可行的政策组合。",
    ),
    "no_need": (
        "No policy is needed, so that the programme saves nothing.",
        "无需政策，因此该项目不能节省任何成本。",
    ),
    "needed": (
        "Without the programme no package will do; with it, at level {level}, the cheapest costs {cost}.",
        "没有该项目就没有可行的政策组合；有该项目（水平 {level}）时最低成本为 {cost}。",
    ),
    "used": (
        "The cheapest package uses the programme at level {level} and costs {cost}; without it {without}: it saves "
        "{saving}.",
        "最低成本的政策组合采用该项目（水平 {level}），成本为 {cost}；没有它为 {without}：节省 {saving}。",
    ),
    "unused": (
        "The programme is not in the cheapest package, which costs {cost}: money alone is cheaper at its price of "
        "{price}.",
        "最低成本的政策组合不含该项目，成本为 {cost}：在其价格 {price} 下，仅用资金更便宜。",
    ),
    "unused_no_price": (
        "The programme is not in the cheapest package, which costs {cost}.",
        "最低成本的政策组合不含该项目，成本为 {cost}。",
    ),
    "parts": (
        "If it removed friction only it would save {friction}; if it raised loyalty only, {loyalty}.",
        "若只消除摩擦，可节省 {friction}；若只提高忠诚度，可节省 {loyalty}。",
    ),
    "no_parts": (
        "It saves by both effects together: one that removed friction only, or raised loyalty only, would not be worth "
        "its price.",
        "节省来自两种效果的结合：若只消除摩擦或只提高忠诚度，则不值其价格。",
    ),
    "alone": ("Alone it is enough, at a cost of {cost}.", "仅靠该项目即可，成本为 {cost}。"),
    "not_alone": ("Alone it is not enough.", "仅靠该项目不够。"),
    "break_even": (
        "It belongs in the package up to a price of {price} for the full programme, per trainee (it is {today}).",
        "完整项目按每名学徒的价格不超过 {price} 时，应纳入政策组合（目前为 {today}）。",
    ),
    "useless": ("Even for free it would save nothing.", "即使免费也不能节省成本。"),
    "any_price": ("It belongs in the package at any price.", "无论价格多高，都应纳入政策组合。"),
    "persists": (
        "Its effect stays when all that pays has ended; cooperation is then {what}.",
        "支付结束后其效果仍在；届时{what}。",
    ),
    "ends": ("Its effect ends with the policy: then cooperation is {what}.", "其效果随政策结束：届时{what}。"),
    "holds": ("still an equilibrium in {names}", "合作在{names}中仍是均衡"),
    "fails": ("no equilibrium any more in {names}", "合作在{names}中不再是均衡"),
    "thanks": (
        "In {names} that is due to the programme: after the package without it, cooperation would not last.",
        "在{names}中这要归功于该项目：若政策组合不含它，合作将无法维持。",
    ),
    "and": (" and ", "，而"),
}

TENTH = Fraction(1, 10)


def describe(found: Culture, language: Language = "en") -> tuple[str, ...]:
    """What distance costs whom, what the programme is worth, and what remains of it."""
    check_language(language)
    sentences = [_frictions(found, language), _curve(found, language), *_slopes(found, language)]
    if found.programme is None:
        return (*sentences, fill(PHRASES, "no_programme", language))
    return (*sentences, *_programme(found, found.programme, language))


def _curve(found: Culture, language: Language) -> str:
    """The cost at the least distance, at the one of today and at the largest, each told once."""
    now = next(point for point in found.curve if point.distance == found.distance)
    points = {point.distance: point.cost_without for point in (found.curve[0], now, found.curve[-1])}
    costs = [
        fill(PHRASES, "at" if k else "at first", language, distance=money(distance), cost=_cost(cost, language))
        for k, (distance, cost) in enumerate(points.items())
    ]
    said = "，".join(costs) if language == "zh" else listed(costs, language)
    return fill(PHRASES, "curve", language, costs=said, unit=cost_unit(found.solution, language))


def _frictions(found: Culture, language: Language) -> str:
    borne = [_bears(found, friction, language) for friction in found.frictions if friction.cost]
    if not borne:
        return fill(PHRASES, "no_friction", language)
    return fill(PHRASES, "friction", language, distance=money(found.distance), parts=listed(borne, language))


def _bears(found: Culture, friction: Friction, language: Language) -> str:
    names = {n: found.question.label(getattr(friction, n), language) for n in ("player", "conflict")}
    return fill(
        PHRASES, "bears", language, **names, cost=money(friction.cost), unit=unit_label(friction.unit, language)
    )


def _slopes(found: Culture, language: Language) -> list[str]:
    without, cost = (_slope(slopes, language) for slopes in (found.slopes_without, found.slopes))
    if not without:
        return []
    key = "slope" if cost and found.programme is not None else "slope_without"
    return [fill(PHRASES, key, language, distance=money(found.distance), without=without, cost=cost)]


def _slope(slopes: Slopes, language: Language) -> str:
    """The slope for a tenth of distance; both where the sides differ, an empty text where there is none."""
    sides = [side for side in (slopes.below, slopes.above) if side is not None]
    if len(set(sides)) == 2:
        below, above = (money(side * TENTH) for side in sides)
        return fill(PHRASES, "sides", language, below=below, above=above)
    return money(sides[0] * TENTH) if sides else ""


def _programme(found: Culture, worth: ProgrammeWorth, language: Language) -> list[str]:
    if worth.cost is None:
        return [fill(PHRASES, "no_package", language)]
    price = "" if worth.price is None else money(worth.price)
    shown = {"level": money(worth.level), "cost": money(worth.cost), "price": price}
    if worth.cost_without is None:
        sentences = [fill(PHRASES, "needed", language, **shown)]
    elif not any(found.solution.vector):
        return [fill(PHRASES, "no_need", language)]
    else:
        key = "used" if worth.level else "unused" if price and _is_too_dear(worth) else "unused_no_price"
        told = {"without": money(worth.cost_without), "saving": money(worth.cost_without - worth.cost)}
        sentences = [fill(PHRASES, key, language, **shown, **told)]
    if worth.level and worth.friction_saving is not None and worth.loyalty_saving is not None:
        parts = {"friction": money(worth.friction_saving), "loyalty": money(worth.loyalty_saving)}
        saves = worth.friction_saving or worth.loyalty_saving
        sentences.append(fill(PHRASES, "parts" if saves else "no_parts", language, **parts))
    alone = "not_alone" if worth.cost_alone is None else "alone"
    sentences.append(fill(PHRASES, alone, language, cost="" if worth.cost_alone is None else money(worth.cost_alone)))
    if worth.break_even is not None:
        key = "useless" if not worth.break_even else "any_price" if worth.break_even == math.inf else "break_even"
        most = money(worth.break_even) if math.isfinite(worth.break_even) else ""
        sentences.append(fill(PHRASES, key, language, price=most, today=price))
    return [*sentences, *(_remains(found, worth, language) if worth.level else [])]


def _is_too_dear(worth: ProgrammeWorth) -> bool:
    """Whether it would be in the package at a lower price."""
    return worth.break_even is not None and worth.break_even > 0


def _remains(found: Culture, worth: ProgrammeWorth, language: Language) -> list[str]:
    def quoted(names: list[str]) -> str:
        return listed([f"“{conflict_label(found.solution, name, language)}”" for name in names], language)

    groups = [(key, [r.conflict for r in worth.remains if r.holds is holds]) for key, holds in _ENDS]
    what = [fill(PHRASES, key, language, names=quoted(names)) for key, names in groups if names]
    said = fill(PHRASES, "and", language).join(what)
    sentences = [fill(PHRASES, "persists" if worth.persists else "ends", language, what=said)]
    thanks = [r.conflict for r in worth.remains if r.holds and r.holds_without is False]
    return sentences + ([fill(PHRASES, "thanks", language, names=quoted(thanks))] if thanks else [])


_ENDS = (("holds", True), ("fails", False))


def programme_label(found: Culture, language: Language = "en") -> str:
    """Name of the programme as people read it."""
    return found.question.label(PROGRAMME, language)


def _cost(cost: Fraction | None, language: Language) -> str:
    return fill(PHRASES, "impossible", language) if cost is None else money(cost)
