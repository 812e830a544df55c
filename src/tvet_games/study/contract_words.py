"""What contracts achieve, in sentences, in English and Chinese."""

from __future__ import annotations

from tvet_games.policy.words import cost_unit, describe_payments
from tvet_games.study.contract import ContractEffect
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "neither": (
        "Neither a contract nor public money is needed for cooperation to be an equilibrium.",
        "无需合同或公共资金，合作即为均衡。",
    ),
    "alone enough": (
        "A contract alone is enough{payments}; no public money is needed for it.",
        "仅靠合同就够了{payments}；无需为此动用公共资金。",
    ),
    "beside force": (
        "A contract is enough beside what is in force ({force}){payments}.",
        "在现行措施（{force}）之外，仅靠合同就够了{payments}。",
    ),
    "alone lacks": (
        "Contracts alone{force} are not enough: {missing} {unit} in cash would have to come from outside where "
        "everybody cooperates (the margin of the criterion included).",
        "仅靠合同{force}不够：各方合作时还需外部提供现金 {missing} {unit}（含标准的余量）。",
    ),
    "force": (" beside what is in force ({force})", "（现行：{force}）"),
    "alone fails": (
        "Contracts alone are not enough, whatever came from outside where everybody cooperates.",
        "仅靠合同不够；无论各方合作时外部提供多少资金都不行。",
    ),
    "payments": (": {payments}", "：{payments}"),
    "without": (
        "Without contracts the least public cost is {cost} {unit}.",
        "没有合同时最低公共成本为 {cost} {unit}。",
    ),
    "without fails": ("Without contracts no policy will do.", "没有合同时没有可行的政策。"),
    "together": (
        "With them the cheapest package costs {cost} {unit}, which saves {saved}.",
        "有合同时成本最低的组合为 {cost} {unit}，节省 {saved}。",
    ),
    "together only": ("With them the least public cost is {cost} {unit}.", "有合同时最低公共成本为 {cost} {unit}。"),
    "together fails": ("With them no policy will do either.", "有合同时也没有可行的政策。"),
    "paid": (
        "Beside that money {payments}.",
        "除公共资金外，{payments}。",
    ),
}


def describe(found: ContractEffect, language: Language = "en") -> tuple[str, ...]:
    """What contracts achieve alone, and how much public money is needed beside them, in sentences."""

    def said(key: str, **values: object) -> str:
        return fill(PHRASES, key, language, **values)

    unit = cost_unit(found.together, language)
    per_head = unit_label(str(found.together.problem.calibration.unit), language)
    paid = describe_payments(found.alone, language)
    if found.without.cost == 0 and not found.without.problem.status_quo:
        return (said("neither"),)
    held = [lever for lever in found.alone.problem.levers if lever.low and not lever.instrument.between]
    force = listed([f"{found.question.label(x.name, language)} {money(x.low)}" for x in held], language)
    if found.alone.feasible:
        payments = said("payments", payments=paid) if paid else ""
        first = said("beside force" if force else "alone enough", force=force, payments=payments)
    elif found.missing is None:
        first = said("alone fails")
    else:
        within = said("force", force=force) if force else ""
        first = said("alone lacks", missing=money(found.missing), unit=per_head, force=within)
    sentences = [first]
    before, after = found.without.cost, found.together.cost
    sentences.append(said("without fails") if before is None else said("without", cost=money(before), unit=unit))
    if after is None:
        sentences.append(said("together fails"))
    elif found.saved is None:
        sentences.append(said("together only", cost=money(after), unit=unit))
    else:
        sentences.append(said("together", cost=money(after), unit=unit, saved=money(found.saved)))
    paid = describe_payments(found.together, language)
    return (*sentences, said("paid", payments=paid)) if paid else tuple(sentences)
