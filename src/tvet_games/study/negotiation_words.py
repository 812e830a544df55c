"""A negotiation in sentences, in English and Chinese."""

from __future__ import annotations

import math
from typing import Any

from tvet_games.study.negotiation import Negotiation
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import capital, fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "nothing": (
        "Nothing to bargain over: without an agreement ({rule}) they have {point}, and cooperation brings both "
        "together {surplus} {unit}{less}.",
        "没有谈判空间：若无协议（{rule}）：{point}，合作使双方合计{less} {surplus} {unit}。",
    ),
    "already": (
        "They cooperate already: the disagreement point ({rule}) is cooperation itself, {point}. To bargain from "
        "elsewhere choose another one, such as outside or maxmin.",
        "双方已在合作：谈判破裂点（{rule}）就是合作本身，{point}。可改用其他破裂点，如 outside 或 maxmin。",
    ),
    "below": (
        "Under {rules} it would be below 0: the payment is more than there is to cut.",
        "按{rules}，该值将低于 0：支付额超过可削减的部分。",
    ),
    "less": (" less", "少得"),
    "no_more": (" more", "多得"),
    "surplus": (
        "Without an agreement ({rule}): {point}. Cooperation brings both together {surplus} {unit} more.",
        "若无协议（{rule}）：{point}。合作使双方合计多得 {surplus} {unit}。",
    ),
    "not_best": (
        "Another outcome has a larger sum of payoffs than cooperation; side payments at the target cannot reach it.",
        "另有结果的收益总和大于合作；合作时的转移支付无法达到。",
    ),
    "holds_bare": (
        "Cooperation is an equilibrium without a contract.",
        "没有合同，合作也是均衡。",
    ),
    "can_hold": (
        "A contract can make cooperation an equilibrium: leaving it costs both together {room}. {window}",
        "合同可以使合作成为均衡：背离合作使双方合计损失 {room}。{window}",
    ),
    "cannot_hold": (
        "No contract between them makes cooperation an equilibrium: leaving it gains both together {room}, so "
        "{missing} {unit} of outside money are missing.",
        "双方之间的任何合同都不能使合作成为均衡：背离合作使双方合计多得 {room}，尚缺外部资金 {missing} {unit}。",
    ),
    "window": (
        "It does if {payer} pays {payee} between {least} and {most} {unit}.",
        "只要{payer}付给{payee} {least} 至 {most} {unit}。",
    ),
    "window_both": (
        "It does with any payment from {most_back} by {payee} to {most} by {payer} {unit}.",
        "从{payee}支付 {most_back} 到{payer}支付 {most} {unit} 之间均可。",
    ),
    "hold": ("Hold without outside money: {rules}.", "无需外部资金即成立：{rules}。"),
    "cheapest": (
        "Cheapest to sustain: {rules} ({money} {unit} of outside money{patience}).",
        "维持成本最低：{rules}（外部资金 {money} {unit}{patience}）。",
    ),
    "patience": (
        ", or a discount factor of {discount:.3g} in repetition",
        "，或重复博弈中贴现因子 {discount:.3g}",
    ),
    "reading": ("{label} is {value} {unit} without a contract{ratio}.", "{label}：无合同时为 {value} {unit}{ratio}。"),
    "ratio": (" ({ratio:.0%} of {scale})", "（为{scale}的 {ratio:.0%}）"),
    "output": ("It is paid for {label} of {value} {unit}{ratio}.", "对应的{label}为 {value} {unit}{ratio}。"),
}

RULE_NAMES: dict[str, tuple[str, str]] = {
    "nash": ("Nash", "纳什"),
    "weighted_nash": ("weighted Nash", "加权纳什"),
    "kalai_smorodinsky": ("Kalai-Smorodinsky", "Kalai-Smorodinsky"),
    "egalitarian": ("egalitarian", "平均主义"),
    "utilitarian": ("utilitarian", "功利主义"),
    "rubinstein": ("Rubinstein", "鲁宾斯坦"),
    "shapley": ("Shapley value", "沙普利值"),
    "banzhaf": ("Banzhaf value", "班扎夫值"),
    "normalized_banzhaf": ("Banzhaf value", "班扎夫值"),
    "nucleolus": ("nucleolus", "核仁"),
    "prenucleolus": ("prenucleolus", "预核仁"),
    "equal_surplus": ("equal surplus", "剩余均分"),
    "tau_value": ("tau value", "τ 值"),
    "gately_point": ("Gately point", "Gately 点"),
}

DISAGREEMENT_NAMES: dict[str, tuple[str, str]] = {
    "baseline_equilibrium": ("where things stand", "现状"),
    "worst_equilibrium": ("the equilibrium of least welfare", "福利最低的均衡"),
    "maxmin": ("what each can be sure of", "各自的保底收益"),
    "outside": ("the outside options", "外部选择"),
    "given": ("as given", "给定"),
    "formulas": ("as the file states", "文件所述"),
}


def rule_label(rule: str, language: Language = "en") -> str:
    """Name of a rule as people read it."""
    return RULE_NAMES.get(rule, (rule, rule))[language == "zh"]


def describe(talks: Negotiation, language: Language = "en") -> tuple[str, ...]:
    """What can be agreed and what it takes, in sentences."""
    unit, label = unit_label(talks.unit, language), talks.conflict.labels.of
    names = [label(p, language) for p in talks.game.players]
    point = listed([f"{n} {money(v)}" for n, v in zip(names, talks.disagreement, strict=True)], language)
    rule = DISAGREEMENT_NAMES[talks.disagreement_rule][language == "zh"]
    if not talks.agreements:
        if (talks.disagreement == talks.target).all():
            return (fill(PHRASES, "already", language, rule=rule, point=point),)
        less = fill(PHRASES, "less" if talks.surplus < 0 else "no_more", language)
        lost = money(abs(talks.surplus))
        sentences = [fill(PHRASES, "nothing", language, rule=rule, point=point, surplus=lost, unit=unit, less=less)]
    else:
        surplus = money(talks.surplus)
        sentences = [fill(PHRASES, "surplus", language, rule=rule, point=point, surplus=surplus, unit=unit)]
    if not talks.target_is_best:
        sentences.append(fill(PHRASES, "not_best", language))
    sentences.append(_verdict(talks, names, unit, language))
    if talks.cheapest:
        sentences.append(_cheapest(talks, language))
    return (*sentences, *(capital(said) for said in _reading(talks, unit, language)))


def _verdict(talks: Negotiation, names: list[str], unit: str, language: Language) -> str:
    bare = talks.bare
    if bare.holds:
        return fill(PHRASES, "holds_bare", language)
    together = sum(bare.room)
    if not bare.can_hold:
        missing = money(bare.least_outside_money)
        return fill(PHRASES, "cannot_hold", language, room=money(-together), missing=missing, unit=unit)
    return fill(PHRASES, "can_hold", language, room=money(together), window=_window(bare.room, names, unit, language))


def _window(room: Any, names: list[str], unit: str, language: Language) -> str:
    """The payments that hold: whoever has room pays the other's shortfall, and no more than there is room."""
    payer = 0 if room[0] > 0 else 1
    most, least = room[payer], -room[1 - payer]
    said = {"payer": names[payer], "payee": names[1 - payer], "most": money(most), "unit": unit}
    if least < 0:
        return fill(PHRASES, "window_both", language, most_back=money(-least), **said)
    return fill(PHRASES, "window", language, least=money(least), **said)


def _cheapest(talks: Negotiation, language: Language) -> str:
    first = talks.cheapest[0]
    rules = listed([rule_label(a.rule, language) for a in talks.cheapest], language)
    if not first.outside_money:
        return fill(PHRASES, "hold", language, rules=rules)
    patience = ""
    if not math.isinf(first.critical_discount):
        patience = fill(PHRASES, "patience", language, discount=float(first.critical_discount))
    return fill(
        PHRASES,
        "cheapest",
        language,
        rules=rules,
        money=money(first.outside_money),
        unit=unit_label(talks.unit, language),
        patience=patience,
    )


def _reading(talks: Negotiation, unit: str, language: Language) -> list[str]:
    read = talks.reading
    if read is None:
        return []

    def label(name: str) -> str:
        own = talks.conflict.labels.of(name, language)
        return own if own != name.replace("_", " ") else talks.calibration.labels.of(name, language)

    def said(key: str, name: str, amount: Any) -> str:
        assert read is not None
        tail = ""
        if read.relative_to is not None:
            share = float(read.ratio(amount))
            tail = fill(PHRASES, "ratio", language, ratio=share, scale=label(read.relative_to))
        return fill(PHRASES, key, language, label=label(name), value=money(amount), unit=unit, ratio=tail)

    sentences = [said("reading", read.parameter, read.value)]
    if read.against is not None and read.output is not None:
        sentences.append(said("output", read.against, read.output))
    below = [a.rule for a in talks.agreements if a.contract is not None and read.under(a.contract) < 0]
    if below:
        rules = listed([rule_label(rule, language) for rule in below], language)
        sentences.append(fill(PHRASES, "below", language, rules=rules))
    return sentences
