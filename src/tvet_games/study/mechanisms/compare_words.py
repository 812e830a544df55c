"""The comparison of mechanisms in words, in English and Chinese."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tvet_games.model.library import shipped_instruments
from tvet_games.policy.contract import payments
from tvet_games.study.contract import ContractEffect
from tvet_games.study.mechanisms.cell import Cell, Standing
from tvet_games.study.mechanisms.compare import MechanismComparison
from tvet_games.tables.labels import Language, check_language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed, money

Both = tuple[str, str]

MECHANISM_NAMES: dict[str, Both] = {
    "today": ("no mechanism", "无机制"),
    "long_term_cooperation": ("long-term cooperation", "长效合作"),
    "communication": ("communication", "沟通协调"),
    "contract": ("benefit sharing by contract", "利益分享合同"),
    "incentives": ("incentives and restraints", "激励约束"),
    "evaluation": ("evaluation", "评价反馈"),
    "common_goals": ("common goals", "共同目标"),
    "common_understanding": ("common understanding", "共同认识"),
    "common_culture": ("common culture", "共同文化"),
    "order_of_moves": ("order of moves", "行动次序"),
    "foresight": ("foresight", "前瞻"),
    "together": ("all instruments and contracts", "全部工具与合同"),
}

STANDING_NAMES: dict[Standing, Both] = {
    "settles": ("settles it", "解决"),
    "possible": ("possible", "可能"),
    "partly": ("partly", "部分"),
    "fails": ("fails", "不足"),
    "none": ("-", "-"),
}

LEGEND: Both = (
    "settles it: cooperation is the only equilibrium, or what the mechanism selects; possible: an equilibrium among "
    "others; partly: with some probability; fails: within its limits (bounds, ceilings, nobody better off staying "
    "out) it does not bring cooperation about; -: does not apply.",
    "解决：合作是唯一均衡，或由该机制选出；可能：合作是均衡之一；部分：以一定概率合作；不足：在其限度内（上下限、封顶、无人宁愿退出）"
    "不能实现合作；-：不适用。",
)

MEASURES: dict[str, Both] = {
    "discount factor a year": ("discount factor {level} a year", "年贴现因子 {level}"),
    "probability": ("with probability {level}", "概率 {level}"),
    "payments": ("{level} {currency} change hands", "转移 {level} {currency}"),
    "missing money": ("{level} {currency} missing", "尚缺 {level} {currency}"),
    "missing to stay in": ("{level} {currency} missing for all to stay in", "为使各方不退出尚缺 {level} {currency}"),
    "limit": ("{level}", "{level}"),
    "levels": ("{level}", "{level}"),
    "weight of the group": ("weight {level} on what all have", "群体权重 {level}"),
    "rationality": ("from rationality {level} on", "理性度 {level} 起"),
    "leader": ("{level} first", "{level}先行"),
    "stability": ("{level}", "{level}"),
}
"""What the level of a cell measures, as people read it."""

ENDLESS: dict[str, Both] = {
    "discount factor a year": ("no patience is enough", "任何耐心都不够"),
    "weight of the group": ("no weight on what all have is enough", "任何群体权重都不够"),
}
"""What an infinite level means."""

LIMITS: dict[str, Both] = {
    "cap": ("the ceiling on support is too low", "支持上限过低"),
    "worse_off": ("somebody would be worse off", "有人会更差"),
    "budget": ("the budget is too small", "预算不足"),
    "liability": ("too much could fall due", "潜在负债过大"),
    "level": ("the limits on levels stand in the way", "水平限制所碍"),
}

STABILITIES: dict[str, Both] = {
    "nash": ("nobody gains by leaving", "无人背离得利"),
    "sequential": ("sequential stability: fear of the others' answers", "序贯稳定：忌惮他人的回应"),
    "smr": ("symmetric metarational stability: fear of any answer", "对称亚理性稳定：忌惮任何回应"),
    "gmr": ("metarational stability: fear of any answer", "一般亚理性稳定：忌惮任何回应"),
}

PHRASES: dict[str, Both] = {
    "settled": (
        "{conflict}: everybody cooperates already, and nothing else is an equilibrium.",
        "{conflict}：各方已经合作，且别无其他均衡。",
    ),
    "several": (
        "{conflict}: cooperation is one equilibrium among others ({others}); what is needed is agreement on it, which "
        "costs the public nothing: {selecting}.",
        "{conflict}：合作是均衡之一（另有{others}）；所需的是就此达成一致，无需公共支出：{selecting}。",
    ),
    "several_paid": (
        "{conflict}: cooperation is one equilibrium among others ({others}). What makes it the only one: {selecting}.",
        "{conflict}：合作是均衡之一（另有{others}）。使之成为唯一均衡：{selecting}。",
    ),
    "several_none": (
        "{conflict}: cooperation is one equilibrium among others ({others}); no mechanism compared here selects it.",
        "{conflict}：合作是均衡之一（另有{others}），所比较的机制均不能选定合作。",
    ),
    "conflict": (
        "{conflict}: cooperation is no equilibrium. {settled}",
        "{conflict}：合作不是均衡。{settled}",
    ),
    "free": ("At no public cost: {mechanisms}.", "无需公共支出：{mechanisms}。"),
    "paid": ("With public money: {mechanisms}.", "需公共支出：{mechanisms}。"),
    "nothing": ("No mechanism compared here brings it about.", "所比较的机制均不能实现合作。"),
    "left_out": (
        "Left out because {calibration} has no values for them: {conflicts}.",
        "因 {calibration} 缺少数值而略去：{conflicts}。",
    ),
    "supposed": (
        "Supposed of the parties: a discount factor of {patience} a year, and a weight of at most {purpose} for the "
        "group's payoff.",
        "对各方的假设：年贴现因子 {patience}，对群体收益的权重不超过 {purpose}。",
    ),
    "pays": ("{payer} pays {payee} {amount}", "{payer}付给{payee} {amount}"),
    "uses": ("{mechanism}: {names}", "{mechanism}：{names}"),
    "instruments": ("Instruments: {uses}.", "可用工具：{uses}。"),
    "stays_out": ("{player} would be better off staying out", "{player}退出反而更好"),
    "others": ("{others} may remain", "可能仍是{others}"),
    "loses": ("{player} has {amount} less than today", "{player}比现状少 {amount}"),
    "persists": ("stays when the public money ends", "公共资金停止后仍成立"),
    "ends": ("ends with the public money", "公共资金停止即告终"),
    "bound": ("the cost is an upper bound", "成本为上界"),
    "threat": ("rests on the threat of not cooperating any more", "依靠停止合作的威胁"),
    "trust": ("needs a mediator whom all listen to", "需要各方都听从的协调人"),
    "commitment": ("needs a leader who is bound to the first move", "需要先行者受其行动约束"),
    "judgement": ("needs parties who judge payoffs well", "需要各方准确判断收益"),
    "sanction": ("rests on all expecting sanctions by the others", "依靠各方预期他人的制裁"),
}


CONTRACT = "contract_"
"""How the names of contracts begin (:mod:`~tvet_games.policy.contract`)."""


def mechanism_name(mechanism: str, language: Language = "en") -> str:
    """A mechanism as people read it."""
    return MECHANISM_NAMES[mechanism][check_language(language) == "zh"]


def standing_name(standing: Standing, language: Language = "en") -> str:
    """A standing as people read it."""
    return STANDING_NAMES[standing][check_language(language) == "zh"]


def instrument_name(name: str, language: Language = "en") -> str:
    """An instrument as people read it; payments of the players among themselves are contracts."""
    if name.startswith(CONTRACT):
        return ("contract", "合同")[check_language(language) == "zh"]
    shipped = shipped_instruments().get(name)
    return shipped.labels.of(name, language) if shipped is not None else name.replace("_", " ")


def level_text(found: MechanismComparison, cell: Cell, language: Language = "en") -> str:
    """The level of a cell as people read it; empty where there is none."""
    tongue = check_language(language)
    level = cell.level
    if level is None or cell.measure == "" or (cell.settles and level == 0):
        return ""
    if cell.measure in ENDLESS and level == math.inf:
        return ENDLESS[cell.measure][tongue == "zh"]
    if cell.measure == "probability" and level in (0, 1):
        return ""
    shown = _levels(found, cell, language) if isinstance(level, Mapping) else _shown(found, level, language)
    template = MEASURES[cell.measure][tongue == "zh"]
    return template.format(level=shown, currency=unit_label(found.calibration.unit.currency, language)) if shown else ""


def side_effects(found: MechanismComparison, cell: Cell, language: Language = "en") -> tuple[str, ...]:
    """The side effects of a cell in half sentences."""
    said = []
    if cell.remains:
        said.append(fill(PHRASES, "others", language, others=_remaining(found, cell, language)))
    for player, amount in cell.losers.items():
        label = found.labels.of(player, language)
        said.append(fill(PHRASES, "loses", language, player=label, amount=money(amount)))
    for player in cell.stays_out:
        said.append(fill(PHRASES, "stays_out", language, player=found.labels.of(player, language)))
    if cell.persists is not None:
        said.append(fill(PHRASES, "persists" if cell.persists else "ends", language))
    return (*said, *(fill(PHRASES, note, language) for note in cell.notes))


def describe(found: MechanismComparison, language: Language = "en") -> tuple[str, ...]:
    """A sentence for each conflict, then what was supposed and what was left out."""
    said = [_conflict(found, c.name, language) for c in found.conflicts]
    if {"long_term_cooperation", "common_goals"} & set(found.mechanisms):
        supposed = {"patience": money(found.patience), "purpose": money(found.purpose)}
        said.append(fill(PHRASES, "supposed", language, **supposed))
    if found.instruments:
        uses = [
            fill(
                PHRASES,
                "uses",
                language,
                mechanism=mechanism_name(m, language),
                names=listed([instrument_name(n, language) for n in names], language),
            )
            for m, names in found.instruments.items()
            if m != "together"
        ]
        if uses:
            said.append(fill(PHRASES, "instruments", language, uses="; ".join(uses)))
    if found.left_out:
        names = listed([n.replace("_", " ") for n in found.left_out], language)
        said.append(fill(PHRASES, "left_out", language, calibration=found.calibration.label(language), conflicts=names))
    return tuple(said)


def _conflict(found: MechanismComparison, name: str, language: Language) -> str:
    cells = [c for c in found.cells if c.conflict == name and c.mechanism != "today"]
    label = found.labels.of(name, language)
    stands = found.today[name]
    if stands.standing == "settles":
        return fill(PHRASES, "settled", language, conflict=label)
    if stands.standing == "possible":
        others = _remaining(found, stands, language)
        selecting = [
            mechanism_name(c.mechanism, language) for c in cells if c.standing == "settles" and not c.public_cost
        ]
        sure = _paid(found, [c for c in cells if c.standing == "settles"], language)
        key = "several" if selecting else "several_paid" if sure else "several_none"
        shown = {"conflict": label, "others": others, "selecting": listed(selecting or sure, language)}
        return fill(PHRASES, key, language, **shown)
    free = [_told(found, c, language) for c in cells if c.settles and not c.public_cost]
    paid = _paid(found, cells, language)
    parts = [fill(PHRASES, "free", language, mechanisms=listed(free, language))] if free else []
    parts += [fill(PHRASES, "paid", language, mechanisms=listed(paid, language))] if paid else []
    return fill(
        PHRASES, "conflict", language, conflict=label, settled=" ".join(parts) or fill(PHRASES, "nothing", language)
    )


def _remaining(found: MechanismComparison, cell: Cell, language: Language) -> str:
    """The other equilibria that are left, their actions as people read them."""
    return "; ".join(", ".join(found.labels.of(a, language) for a in e.split(", ")) for e in cell.remains)


def _paid(found: MechanismComparison, cells: list[Cell], language: Language) -> list[str]:
    """The mechanisms that bring cooperation about with public money, the cheapest first."""
    told = sorted((c for c in cells if c.settles and c.public_cost), key=lambda c: c.public_cost or 0)
    return [_told(found, c, language) for c in told]


def _told(found: MechanismComparison, cell: Cell, language: Language) -> str:
    """A mechanism with its cost, its level, and who is worse off by it."""
    name = mechanism_name(cell.mechanism, language)
    if cell.public_cost:
        name = f"{name} {money(cell.public_cost)} {unit_label(str(found.calibration.unit), language)}"
    worse = [
        fill(PHRASES, "loses", language, player=found.labels.of(player, language), amount=money(amount))
        for player, amount in cell.losers.items()
    ]
    worse += [fill(PHRASES, "stays_out", language, player=found.labels.of(p, language)) for p in cell.stays_out]
    worse += [fill(PHRASES, note, language) for note in cell.notes if note == "bound"]
    within = "; ".join(filter(None, [level_text(found, cell, language), *worse]))
    return f"{name} ({within})" if within else name


def _levels(found: MechanismComparison, cell: Cell, language: Language) -> str:
    """The levels of a package, and who pays whom by contract."""
    solution = cell.result.alone if isinstance(cell.result, ContractEffect) else cell.result
    said = [f"{instrument_name(n, language)} {money(v)}" for n, v in cell.level.items() if not n.startswith(CONTRACT)]
    for paid in payments(solution):
        names = {"payer": found.labels.of(paid.payer, language), "payee": found.labels.of(paid.payee, language)}
        said.append(fill(PHRASES, "pays", language, **names, amount=money(paid.amount)))
    return listed(said, language)


def _shown(found: MechanismComparison, level: Any, language: Language) -> str:
    known = {**STABILITIES, **LIMITS}
    if level in known:
        return known[level][language == "zh"]
    if isinstance(level, str):
        return found.labels.of(level, language)
    number = float(level)
    return money(level if number >= 10 else round(number, 3))
