"""A division of the benefit in sentences, in English and Chinese."""

from __future__ import annotations

from tvet_games.numerics import core
from tvet_games.study.negotiation_words import rule_label
from tvet_games.study.sharing import Sharing
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "benefit": (
        "All together reach {total}{unit}; alone they would have {alone} in sum, so there is {surplus} to share.",
        "全体合作可得 {total}{unit}；各自单独合计 {alone}，可分享的剩余为 {surplus}。",
    ),
    "no_benefit": (
        "All together reach {total}{unit}, less than the {alone} that they have alone: there is nothing to share, and "
        "no division that all would accept (no imputation).",
        "全体合作可得 {total}{unit}，少于各自单独合计的 {alone}：没有可分享的剩余，"
        "也没有各方都能接受的分配（无归因分配）。",
    ),
    "core": (
        "The core is not empty: some divisions leave no group better off on its own. Of the rules, {inside} lie in it.",
        "核非空：存在没有任何群体能单独获得更多的分配。其中位于核内的规则：{inside}。",
    ),
    "core_none": (
        "The core is not empty, but none of these rules lies in it.",
        "核非空，但上述规则均不在核内。",
    ),
    "empty": (
        "The core is empty: whatever the division, some group does better on its own. {cost}{unit} from outside would "
        "make a stable division possible (cost of stability).",
        "核为空：无论如何分配，总有群体单独行动更好。外部资金 {cost}{unit} 可使稳定分配成为可能（稳定成本）。",
    ),
    "convex": (
        "The game is convex: the more take part, the more each newcomer adds.",
        "博弈是凸的：参与者越多，新加入者的贡献越大。",
    ),
    "superadditive": ("Groups lose nothing by joining (superadditive).", "群体合并不会有损失（超可加）。"),
    "not_superadditive": (
        "Some groups do worse together than apart (not superadditive).",
        "有的群体合在一起反而更差（非超可加）。",
    ),
    "holds": (
        "With the payments of {rules} nobody gains by leaving alone.",
        "按{rules}支付时，任何一方单独背离都无利可图。",
    ),
    "missing": (
        "Cheapest to sustain: {rules}; {money}{unit} from outside are missing, or somebody would leave alone.",
        "维持成本最低：{rules}；尚缺外部资金 {money}{unit}，否则有人会单独背离。",
    ),
    "least": (
        "Whatever the payments among them, at least {money}{unit} from outside are needed.",
        "无论内部如何支付，至少需要外部资金 {money}{unit}。",
    ),
    "paid": ("Payments of the {rule}: {payments}.", "{rule}的支付：{payments}。"),
    "pays": ("{payer} pays {payee} {amount}", "{payer}付给{payee} {amount}"),
    "others_hold": (
        "Other payments among them would hold without any.",
        "存在无需外部资金即可成立的其他内部支付方案。",
    ),
    "not_target": (
        "They have most not where all cooperate but at {profile}, and the payments are judged there. Where all "
        "cooperate they have {total}{unit}, and {missing} from outside would be needed for nobody to gain by leaving.",
        "总收益最大处并非全体合作，而是{profile}，支付即按此判断。全体合作时合计 {total}{unit}，"
        "若要任何一方背离都无利可图，至少需外部资金 {missing}。",
    ),
    "undefined": ("No {rule}: {reason}.", "无{rule}：{reason}。"),
}


def describe(found: Sharing, language: Language = "en") -> tuple[str, ...]:
    """Whether there is something to share, whether it can be shared stably, and what it takes."""
    unit = f" {unit_label(found.unit, language)}" if found.unit else ""
    total, alone = found.game.total, found.game.alone.sum()
    said = {"total": money(total), "alone": money(alone), "surplus": money(total - alone), "unit": unit}
    sentences = [fill(PHRASES, "benefit" if total >= alone else "no_benefit", language, **said)]
    if found.outcomes is not None and found.profile is not None and any(found.profile):
        names_of = found.game.players
        names = zip(names_of, found.outcomes.actions, found.profile, strict=True)
        profile = [f"{found.labels.of(p, language)} {found.labels.of(a[k], language)}" for p, a, k in names]
        together, bare = money(found.outcomes.payoffs[core(*(0,) * len(names_of))].sum()), found.cooperation
        assert bare is not None
        told = {"profile": listed(profile, language), "total": together, "missing": money(bare.least_outside_money)}
        sentences.append(fill(PHRASES, "not_target", language, unit=unit, **told))
    sentences += [_structure(found, language), _core(found, unit, language)]
    if found.cheapest:
        sentences += _cheapest(found, unit, language)
    reasons = ((rule_label(rule, language), reason.rstrip(".")) for rule, reason in found.undefined)
    return (*sentences, *(fill(PHRASES, "undefined", language, rule=r, reason=why) for r, why in reasons))


def _structure(found: Sharing, language: Language) -> str:
    if found.properties.is_convex:
        return fill(PHRASES, "convex", language)
    return fill(PHRASES, "superadditive" if found.properties.is_superadditive else "not_superadditive", language)


def _core(found: Sharing, unit: str, language: Language) -> str:
    if found.core.is_empty:
        return fill(PHRASES, "empty", language, cost=money(found.core.cost_of_stability), unit=unit)
    inside = [rule_label(d.rule, language) for d in found.divisions if d.allocation.in_core]
    if not inside:
        return fill(PHRASES, "core_none", language)
    return fill(PHRASES, "core", language, inside=listed(inside, language))


def _cheapest(found: Sharing, unit: str, language: Language) -> list[str]:
    rules = listed([rule_label(d.rule, language) for d in found.cheapest], language)
    first = found.cheapest[0]
    assert first.contract is not None
    paid = _paid(found, language)
    if not first.outside_money:
        return [fill(PHRASES, "holds", language, rules=rules), *paid]
    sentences = [fill(PHRASES, "missing", language, rules=rules, money=money(first.outside_money), unit=unit)]
    least = first.contract.least_outside_money
    sentences += paid
    if not least:
        sentences.append(fill(PHRASES, "others_hold", language))
    elif least < first.outside_money:
        sentences.append(fill(PHRASES, "least", language, money=money(least), unit=unit))
    return sentences


def _paid(found: Sharing, language: Language) -> list[str]:
    """Who pays whom under the first of the cheapest rules."""
    first = found.cheapest[0]
    label = found.labels.of
    if first.contract is None or not first.contract.transfers:
        return []
    payments = [
        fill(
            PHRASES,
            "pays",
            language,
            payer=label(t.payer, language),
            payee=label(t.payee, language),
            amount=money(t.amount),
        )
        for t in first.contract.transfers
    ]
    rule = rule_label(first.rule, language)
    return [fill(PHRASES, "paid", language, rule=rule, payments=listed(payments, language))]
