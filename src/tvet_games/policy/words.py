"""The answer of a policy search in sentences, in English and Chinese.

Every sentence is filled from the result's own numbers; nothing is worded that the arrays do not say.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tvet_games.model.criterion_words import criteria_words
from tvet_games.policy.contract import payments
from tvet_games.policy.criteria import Criterion, name_of
from tvet_games.policy.rows import Move, Row
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.units import heads_label, unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, listed, money

if TYPE_CHECKING:
    from tvet_games.policy.solution import PolicySolution, Shortfall

PHRASES: dict[str, tuple[str, str]] = {
    "none": ("No policy is needed: cooperation already satisfies the criterion.", "无需政策：合作已经满足条件。"),
    "package": ("The cheapest package: {levels}.", "成本最低的政策组合：{levels}。"),
    "contracts": (
        "By contract, paid where all concerned cooperate, at no cost to the public: {payments}.",
        "合同约定，有关各方合作时支付，不花公共资金：{payments}。",
    ),
    "payment": (
        "{payer} pays {payee} {amount} {currency} {head} in “{conflict}”",
        "在“{conflict}”中{payer}按{head}付给{payee} {amount} {currency}",
    ),
    "no package": ("No public instrument is needed beside it.", "此外无需公共政策工具。"),
    "cost": (
        "It costs the public {cost} {unit} in expectation ({target} where everybody cooperates).",
        "公共预期成本为 {cost} {unit}（各方都合作时为 {target}）。",
    ),
    "because": (
        "It cannot be cheaper, for else {who}; each {currency} by which that pays more costs the public {price}.",
        "不能更便宜，否则{who}；这一偏离每多得 1 {currency}，公共成本就多 {price}。",
    ),
    "would": (
        "in “{conflict}” {player} would choose “{action}”{while}",
        "在“{conflict}”中{player}会选择“{action}”{while}",
    ),
    "while": (" ({others})", "（此时{others}）"),
    "plays": ("with {player} at “{action}”", "{player}选择“{action}”"),
    "stay out": ("{player} would stay out of “{conflict}”", "{player}会退出“{conflict}”"),
    "worse off": ("{player} would be worse off in “{conflict}” than today", "{player}在“{conflict}”中的处境会不如现状"),
    "doubt": (
        "in “{conflict}” {player} would choose “{action}” if less than {p} sure that the others cooperate{while}",
        "在“{conflict}”中，若{player}对他人合作的把握低于 {p}，就会选择“{action}”{while}",
    ),
    "once": (
        "in “{conflict}” {player} would choose “{action}” once and bear what follows",
        "在“{conflict}”中{player}会选择“{action}”一次并承担后果",
    ),
    "threat": (
        "in “{conflict}” the threat would not be credible, for {player} would rather choose “{action}”",
        "在“{conflict}”中威胁不可信：{player}宁愿选择“{action}”",
    ),
    "level": ("the limits on levels and on the number of instruments would be broken", "会超出水平或工具数量的限制"),
    "and": (" and ", "，并且"),
    "cap": ("total support would exceed its ceiling ({what})", "总支持额会超过上限（{what}）"),
    "budget": ("the budget would be exceeded", "会超出预算"),
    "liability": ("the limit on liability would be exceeded", "会超出负债上限"),
    "infimum": (
        "The cost is an infimum: at margin 0 any amount more makes it hold.",
        "该成本为下确界：边际为 0 时，只需再多一点即可成立。",
    ),
    "bound": (
        "Cheapest by {method}; no policy costs less than {bound} {unit}, so this one is at most {gap} too dear.",
        "按{method}为最低成本；任何政策的成本都不低于 {bound} {unit}，即至多偏高 {gap}。",
    ),
    "against": (
        "The status quo costs {today} {unit}, so the change is {change}.",
        "现行政策的成本为 {today} {unit}，因此变动为 {change}。",
    ),
    "withdrawal holds": (
        "When everything that does not persist ends, cooperation remains an equilibrium in {names}.",
        "当一切不持续的措施结束后，合作在{names}中仍是均衡。",
    ),
    "withdrawal fails": (
        "When everything that does not persist ends, cooperation is no equilibrium any more in {names}.",
        "当一切不持续的措施结束后，合作在{names}中不再是均衡。",
    ),
    "move": (
        "A bound of {level} on {name} would be enough (it is {high}).",
        "将{name}的上限提高到 {level} 即可（目前为 {high}）。",
    ),
    "no move": ("No higher bound on {names} alone would be enough.", "仅提高{names}的上限都不够。"),
    "ties": ("Levels that could differ at the same cost: {names}.", "成本相同而水平可变的工具：{names}。"),
    "unavailable": (
        "Left out, because {calibration} has no value for {names}: {instrument}.",
        "未考虑{instrument}：{calibration} 缺少 {names} 的数值。",
    ),
    "infeasible deviation": (
        "No policy within the bounds will do: {who}, and {missing} {currency} per head are missing to stop that.",
        "在给定范围内没有可行的政策：{who}，每人还缺 {missing} {currency} 才能使其无利可图。",
    ),
    "infeasible participation": (
        "No policy within the bounds will do: {who}, and {missing} {currency} per head are missing to prevent it.",
        "在给定范围内没有可行的政策：{who}，每人还缺 {missing} {currency} 才值得留下。",
    ),
    "infeasible worse_off": (
        "No policy within the bounds will do: {who}, and {missing} {currency} per head are missing to prevent it.",
        "在给定范围内没有可行的政策：{who}，每人还缺 {missing} {currency}。",
    ),
    "infeasible level": (
        "No policy will do with so few instruments, or in such steps.",
        "在此工具数量或水平步长下没有可行的政策。",
    ),
    "infeasible budget": (
        "The budget is too small: it would have to be {missing} {currency} larger.",
        "预算不足：还需增加 {missing} {currency}。",
    ),
    "infeasible liability": (
        "The limit on liability is too low: it would have to be {missing} {currency} higher.",
        "负债上限过低：还需提高 {missing} {currency}。",
    ),
    "infeasible cap": (
        "The ceiling on support is too low: it would have to be {missing} {currency} per head higher.",
        "支持上限过低：每人还需提高 {missing} {currency}。",
    ),
    "no instrument": (
        "No instrument that ships acts in {names}: write one (tvet-games new instrument mine.toml) and pass it, "
        "instruments=[load_instrument('mine.toml')], or name it in a scenario, [instrument.\"mine.toml\"].",
        "没有自带的工具作用于{names}：请自行编写（tvet-games new instrument mine.toml）并传入 "
        "instruments=[load_instrument('mine.toml')]，或在情景文件中写 [instrument.\"mine.toml\"]。",
    ),
    "for all heads": ("{currency} for {heads}", "{currency}（{heads}）"),
    "at bound": ("At their bound there: {names}.", "已达上限的工具：{names}。"),
}


def phrase(key: str, language: Language, **values: object) -> str:
    """Fill one sentence."""
    return fill(PHRASES, key, language, **values)


METHODS = {
    "iterated dominance": "迭代占优",
    "branch and bound over splits": "分支定界",
    "global search": "全局搜索",
    "linear program": "线性规划",
}


def describe(solution: PolicySolution, language: Language = "en") -> tuple[str, ...]:
    """Say what the cheapest policy is, why it cannot be cheaper, and what is to be kept in mind.

    Parameters
    ----------
    solution : PolicySolution
    language : str
        ``en`` or ``zh``.

    Returns
    -------
    tuple of str
        Sentences.
    """
    return (*answered(solution, language), *reasons(solution, language), *left_out(solution, language))


def answered(solution: PolicySolution, language: Language = "en") -> tuple[str, ...]:
    """Say what the answer is: the package and its cost, or what stands in the way of one."""
    if solution.shortfall is not None:
        return tuple(_why_not(solution, solution.shortfall, language))
    return tuple(_what(solution, language))


def reasons(solution: PolicySolution, language: Language = "en") -> tuple[str, ...]:
    """Say why the package cannot be cheaper, how sure that is, and what remains when it ends; nothing without one."""
    if solution.shortfall is not None:
        return ()
    sentences = _why(solution, language)
    if not solution.attained:
        sentences.append(phrase("infimum", language))
    if solution.status == "bound" and solution.lower_bound is not None and solution.gap is not None:
        method = METHODS.get(solution.method, solution.method) if language == "zh" else solution.method
        shown = {
            "bound": money(solution.lower_bound),
            "gap": f"{float(100 * solution.gap):.2g} %",
            "unit": cost_unit(solution, language),
        }
        sentences.append(phrase("bound", language, method=method, **shown))
    if solution.ties:
        names = listed([instrument_label(solution, name, language) for name in solution.ties], language)
        sentences.append(phrase("ties", language, names=names))
    sentences += [note[1 if language == "zh" else 0] for note in solution.notes]
    return (*sentences, *_withdrawn(solution, language))


def _what(solution: PolicySolution, language: Language) -> list[str]:
    assert solution.costs is not None
    unit = cost_unit(solution, language)
    used = {name: level for name, level in solution.levels.items() if level}
    if not used:
        return [phrase("none", language)]
    contracts = describe_payments(solution, language)
    agreed = {lever.name for lever in solution.problem.levers if lever.instrument.between is not None}
    public = [f"{instrument_label(solution, n, language)} {money(v)}" for n, v in used.items() if n not in agreed]
    sentences = [phrase("contracts", language, payments=contracts)] if contracts else []
    if public:
        shown = {"cost": money(solution.costs.expected), "target": money(solution.costs.at_target), "unit": unit}
        package = phrase("package", language, levels=listed(public, language))
        sentences = [package, phrase("cost", language, **shown), *sentences]
    else:
        sentences.append(phrase("no package", language))
    if solution.problem.status_quo:
        change = solution.costs.expected - solution.costs.today
        sentences.append(
            phrase("against", language, today=money(solution.costs.today), change=money(change), unit=unit)
        )
    return sentences


def describe_payments(solution: PolicySolution, language: Language = "en") -> str:
    """Say who pays whom how much by contract; empty where nobody does."""
    found = payments(solution)
    if not found:
        return ""
    own = [arrays.conflict for arrays in solution.problem.conflicts]
    known = {c.name: c for c in [*(edge.conflict for c in own for edge in c.edges), *own]}
    said = []
    for paid in found:
        conflict = known[paid.conflict]
        names = {n: conflict.labels.of(getattr(paid, n), language) for n in ("conflict", "payer", "payee")}
        head, currency = word(f"per {conflict.per}", language), currency_of(solution, language)
        said.append(phrase("payment", language, **names, amount=money(paid.amount), currency=currency, head=head))
    return listed(said, language)


def _why(solution: PolicySolution, language: Language) -> list[str]:
    currency = currency_of(solution, language)
    return [
        phrase(
            "because",
            language,
            who=describe_row(solution, binding.row, language),
            currency=currency,
            price=money(binding.shadow_price),
        )
        for binding in solution.binding
        if binding.row.kind != "level" and solution.method != "global search"
    ]


def _withdrawn(solution: PolicySolution, language: Language) -> list[str]:
    if not any(solution.vector):
        return []
    sentences = []
    for key, wanted in (("withdrawal holds", True), ("withdrawal fails", False)):
        names = [conflict_label(solution, n, language) for n, holds in solution.withdrawal().items() if holds is wanted]
        if names:
            quoted = listed([f"“{name}”" for name in names], language)
            sentences.append(phrase(key, language, names=quoted))
    return sentences


def conflict_label(solution: PolicySolution, name: str, language: Language = "en") -> str:
    """Name of a conflict as people read it."""
    conflict = next(a.conflict for a in solution.problem.conflicts if a.conflict.name == name)
    return conflict.labels.of(name, language)


def left_out(solution: PolicySolution, language: Language = "en") -> list[str]:
    """Say which instruments were left out, because the calibration lacks values for them."""
    from tvet_games.model.library import shipped_instruments

    labels = {name: i.labels.of(name, language) for name, i in shipped_instruments().items()}
    return [
        phrase(
            "unavailable",
            language,
            calibration=solution.problem.calibration.label(language),
            names=", ".join(missing),
            instrument=labels.get(name, name),
        )
        for name, missing in solution.unavailable.items()
    ]


def _why_not(solution: PolicySolution, shortfall: Shortfall, language: Language) -> list[str]:
    who = phrase("and", language).join(describe_row(solution, row, language) for row in shortfall.rows)
    currency = currency_of(solution, language)
    key = f"infeasible {shortfall.kind}"
    sentences = [phrase(key, language, who=who, missing=money(shortfall.missing), currency=currency)]
    if not solution.problem.levers:
        sentences = _no_instrument(solution, language) + sentences
    if shortfall.at_bound:
        names = listed([instrument_label(solution, name, language) for name in shortfall.at_bound], language)
        sentences.append(phrase("at bound", language, names=names))
        sentences += _bounds_to_move(solution, shortfall, language)
    sentences += [note[1 if language == "zh" else 0] for note in solution.notes]
    return sentences


def _no_instrument(solution: PolicySolution, language: Language) -> list[str]:
    """Say that there was nothing to choose from, unless what there is lacks values or was to be left out."""
    from tvet_games.model.library import shipped_instruments

    conflicts = [arrays.conflict for arrays in solution.problem.conflicts]
    if any(c.touched_by(i) for c in conflicts for i in shipped_instruments().values()):
        return []
    names = listed([conflict_label(solution, c.name, language) for c in conflicts], language)
    return [phrase("no instrument", language, names=names)]


def _bounds_to_move(solution: PolicySolution, shortfall: Shortfall, language: Language) -> list[str]:
    high = {lever.name: lever.high for lever in solution.problem.levers}
    sentences = [
        phrase(
            "move",
            language,
            level=money(level),
            name=instrument_label(solution, name, language),
            high=money(high[name]),
        )
        for name, level in shortfall.moves.items()
        if level is not None
    ]
    stuck = [instrument_label(solution, name, language) for name, level in shortfall.moves.items() if level is None]
    if stuck and shortfall.kind in ("deviation", "participation", "worse_off"):
        either = listed(stuck, language).replace(" and ", " or ")
        sentences.append(phrase("no move", language, names=either))
    return sentences


def describe_row(solution: PolicySolution, row: Row, language: Language = "en") -> str:
    """Say in words what a row of the linear program rules out."""
    if row.kind in ("cap", "budget", "liability", "level"):
        return phrase(row.kind, language, what=row.condition.what.replace("_", " "))
    return phrase("and", language).join(_describe_move(solution, row, move, language) for move in row.moves)


def _describe_move(solution: PolicySolution, row: Row, move: Move, language: Language) -> str:
    conflict = solution.problem.conflicts[move.conflict].conflict
    label = conflict.labels.of
    player = label(conflict.player_names[move.player], language)
    name = label(conflict.name, language)
    if move.action < 0:
        key = "worse off" if row.kind == "worse_off" else "stay out"
        return phrase(key, language, player=player, conflict=name)
    kind, _, detail = row.condition.what.partition(" ")
    others = [
        phrase("plays", language, player=label(other.name, language), action=label(other.actions[a], language))
        for j, (other, a) in enumerate(zip(conflict.players, move.others, strict=True))
        if j != move.player
    ]
    condition = phrase("while", language, others=listed(others, language))
    action = label(conflict.actions[move.player][move.action], language)
    key = {"belief": "doubt", "punishment": "once", "credible": "threat"}.get(kind, "would")
    shown = {"player": player, "action": action, "conflict": name, "while": condition}
    return phrase(key, language, p=f"{float(Fraction(detail)):.0%}" if kind == "belief" else "", **shown)


def cost_unit(solution: PolicySolution, language: Language = "en") -> str:
    """The unit of the costs: per head and period, or for the heads that the question counts."""
    unit = solution.problem.calibration.unit
    (head, count), *_ = solution.problem.counts.items()
    if count == 1:
        return unit_label(str(unit), language)
    currency, heads = currency_of(solution, language), heads_label(money(count), head, language)
    return phrase("for all heads", language, currency=currency, heads=heads)


def currency_of(solution: PolicySolution, language: Language = "en") -> str:
    """What money is counted in."""
    return unit_label(solution.problem.calibration.unit.currency, language)


def describe_criteria(criteria: tuple[Criterion, ...], language: Language = "en") -> str:
    """Name the criteria with their margins."""
    return criteria_words(
        [(name_of(c), {n: getattr(c, n) for n in c.__dataclass_fields__}) for c in criteria], language
    )


def instrument_label(solution: PolicySolution, name: str, language: Language = "en") -> str:
    """Name of an instrument as people read it."""
    labels = next((lever.instrument.labels for lever in solution.problem.levers if lever.name == name), Labels())
    return labels.of(name, language)
