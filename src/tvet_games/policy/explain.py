"""The answer of a policy search in sentences, in English and Chinese.

Every sentence is filled from the result's own numbers; nothing is worded that the arrays do not say.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tvet_games.model.labels import Labels, Language
from tvet_games.policy.criteria import Dominant, Move, Nash, Row, Unique

if TYPE_CHECKING:
    from tvet_games.policy.solution import PolicySolution, Shortfall

PHRASES: dict[str, tuple[str, str]] = {
    "none": ("No policy is needed: cooperation already satisfies the criterion.", "无需政策：合作已经满足条件。"),
    "package": ("The cheapest package: {levels}.", "成本最低的政策组合：{levels}。"),
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
    "and": (" and ", "，并且"),
    "cap": ("total support would exceed its ceiling ({what})", "总支持额会超过上限（{what}）"),
    "budget": ("the budget would be exceeded", "会超出预算"),
    "liability": ("the limit on liability would be exceeded", "会超出负债上限"),
    "infimum": (
        "The cost is an infimum: at margin 0 any amount more makes it hold.",
        "该成本为下确界：边际为 0 时，只需再多一点即可成立。",
    ),
    "bound": (
        "Cheapest by iterated dominance; no policy costs less than {bound} {unit}.",
        "按迭代占优为最低成本；任何政策的成本都不低于 {bound} {unit}。",
    ),
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
    "at bound": ("At their bound there: {names}.", "已达上限的工具：{names}。"),
}


def phrase(key: str, language: Language, **values: object) -> str:
    """Fill one sentence."""
    return PHRASES[key][1 if language == "zh" else 0].format(**values)


def explain(solution: PolicySolution, language: Language = "en") -> tuple[str, ...]:
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
    if solution.shortfall is not None:
        return tuple(_why_not(solution, solution.shortfall, language))
    calibration = solution.problem.calibration
    unit = cost_unit(solution, language)
    assert solution.costs is not None
    used = {name: level for name, level in solution.levels.items() if level}
    sentences = []
    if used:
        levels = listed([f"{instrument_label(solution, n, language)} {money(v)}" for n, v in used.items()], language)
        sentences.append(phrase("package", language, levels=levels))
        shown = {"cost": money(solution.costs.expected), "target": money(solution.costs.at_target), "unit": unit}
        sentences.append(phrase("cost", language, **shown))
    else:
        sentences.append(phrase("none", language))
    for binding in solution.binding:
        who = describe_row(solution, binding.row, language)
        price = money(binding.shadow_price)
        sentences.append(phrase("because", language, who=who, currency=calibration.unit.currency, price=price))
    if not solution.attained:
        sentences.append(phrase("infimum", language))
    if solution.status == "bound" and solution.lower_bound is not None:
        sentences.append(phrase("bound", language, bound=money(solution.lower_bound), unit=unit))
    if solution.ties:
        names = listed([instrument_label(solution, name, language) for name in solution.ties], language)
        sentences.append(phrase("ties", language, names=names))
    return (*sentences, *_left_out(solution, language))


def _left_out(solution: PolicySolution, language: Language) -> list[str]:
    from tvet_games.model.library import shipped_instruments

    labels = {name: i.labels.of(name, language) for name, i in shipped_instruments().items()}
    return [
        phrase(
            "unavailable",
            language,
            calibration=solution.problem.calibration.name,
            names=", ".join(missing),
            instrument=labels.get(name, name),
        )
        for name, missing in solution.unavailable.items()
    ]


def _why_not(solution: PolicySolution, shortfall: Shortfall, language: Language) -> list[str]:
    who = phrase("and", language).join(describe_row(solution, row, language) for row in shortfall.rows)
    currency = solution.problem.calibration.unit.currency
    key = f"infeasible {shortfall.kind}"
    sentences = [phrase(key, language, who=who, missing=money(shortfall.missing), currency=currency)]
    if shortfall.at_bound:
        names = listed([instrument_label(solution, name, language) for name in shortfall.at_bound], language)
        sentences.append(phrase("at bound", language, names=names))
    return [*sentences, *_left_out(solution, language)]


def describe_row(solution: PolicySolution, row: Row, language: Language = "en") -> str:
    """Say in words what a row of the linear program rules out."""
    if row.kind in ("cap", "budget", "liability"):
        return phrase(row.kind, language, what=row.what.replace("_", " "))
    return phrase("and", language).join(_describe_move(solution, move, language) for move in row.moves)


def _describe_move(solution: PolicySolution, move: Move, language: Language) -> str:
    conflict = solution.problem.conflicts[move.conflict].conflict
    label = conflict.labels.of
    player = label(conflict.player_names[move.player], language)
    name = label(conflict.name, language)
    if move.action < 0:
        return phrase("stay out", language, player=player, conflict=name)
    others = [
        phrase("plays", language, player=label(other.name, language), action=label(other.actions[a], language))
        for j, (other, a) in enumerate(zip(conflict.players, move.others, strict=True))
        if j != move.player
    ]
    condition = phrase("while", language, others=listed(others, language))
    action = label(conflict.actions[move.player][move.action], language)
    return phrase("would", language, player=player, action=action, conflict=name, **{"while": condition})


def cost_unit(solution: PolicySolution, language: Language = "en") -> str:
    """The unit of the costs: per head and period, or for the heads that the question counts."""
    unit = solution.problem.calibration.unit
    (head, count), *_ = solution.problem.counts.items()
    if count == 1:
        return str(unit)
    heads = {"trainee": ("trainees", "名学徒"), "teacher": ("teachers", "名教师"), "site": ("sites", "个单位")}
    words = heads.get(head, (head, head))
    return (
        f"{unit.currency}（{money(count)} {words[1]}）"
        if language == "zh"
        else f"{unit.currency} for {money(count)} {words[0]}"
    )


def describe_criteria(criteria: tuple[Nash | Dominant | Unique, ...], language: Language = "en") -> str:
    """Name the criteria with their margins."""
    names = {
        Nash: ("a Nash equilibrium", "纳什均衡"),
        Dominant: ("dominant", "占优策略"),
        Unique: ("the only equilibrium", "唯一均衡"),
    }
    index = 1 if language == "zh" else 0
    margin = ("margin", "边际")[index]
    return listed([f"{names[type(c)][index]} ({margin} {money(c.margin)})" for c in criteria], language)


def instrument_label(solution: PolicySolution, name: str, language: Language = "en") -> str:
    """Name of an instrument as people read it."""
    labels = next((lever.instrument.labels for lever in solution.problem.levers if lever.name == name), Labels())
    return labels.of(name, language)


def listed(items: list[str], language: Language = "en") -> str:
    """Join items as people do."""
    if language == "zh":
        return "、".join(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def money(value: Fraction | float) -> str:
    """Write an amount for people: thousands apart, at most two decimals, four significant digits below ten."""
    number = float(value)
    if number == int(number):
        return f"{int(number):,}"
    return f"{number:,.2f}" if abs(number) >= 10 else f"{number:.4g}"
