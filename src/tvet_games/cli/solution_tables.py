"""Tables of a policy solution for people."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from rich.console import Console

from tvet_games.cli.output import table
from tvet_games.cli.solve import kind_of, strategy_labels
from tvet_games.policy.solution import PolicySolution
from tvet_games.policy.words import conflict_label, instrument_label
from tvet_games.study.explain import Explanation
from tvet_games.tables.labels import Language
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import money


def print_equilibria(out: Console, solution: PolicySolution, when: str, lang: Language) -> None:
    """Equilibria of every conflict before or after."""
    rows = []
    for outcome in solution.outcomes:
        conflict = outcome.arrays.conflict
        found = outcome.before if when == "before" else outcome.after
        for e in found:
            named = " / ".join(strategy_labels(conflict, e, lang))
            mark = " *" if when == "before" and e.profile == outcome.baseline.profile is not None else ""
            rows.append(
                [
                    conflict.labels.of(conflict.name, lang),
                    named + mark,
                    ", ".join(money(v) for v in e.payoffs),
                    kind_of(e, lang),
                ]
            )
        if not found:
            rows.append([conflict.labels.of(conflict.name, lang), word("none", lang), "", ""])
    headers = [word(w, lang) for w in ("conflict", "equilibrium", "payoffs", "kind")]
    title = {
        "before": ("Equilibria before (* the baseline)", "政策前的均衡（* 为现状）"),
        "after": ("Equilibria after", "政策后的均衡"),
    }
    out.print(table(title[when][lang == "zh"], headers, rows))


def print_package(out: Console, solution: PolicySolution, lang: Language) -> None:
    """The levels that are not zero."""
    bill = solution.problem.expected_bill
    before = solution.problem.today
    rows = [
        [
            instrument_label(solution, lever.name, lang),
            *([money(before[k])] if solution.problem.status_quo else []),
            money(solution.levels[lever.name]),
            f"{money(lever.low)} .. {money(lever.high)}",
            money(bill[k] * solution.levels[lever.name]),
        ]
        for k, lever in enumerate(solution.problem.levers)
        if solution.levels[lever.name] or before[k]
    ]
    if rows:
        today = ["status quo"] if solution.problem.status_quo else []
        headers = [word(w, lang) for w in ("instrument", *today, "level", "bounds", "expected cost")]
        out.print(table(word("cheapest package", lang), headers, rows, right=range(1, len(headers))))


def print_costs(out: Console, solution: PolicySolution, lang: Language) -> None:
    """What the package costs the public."""
    costs = solution.costs
    assert costs is not None
    kinds = {
        "expected": costs.expected,
        "at the target": costs.at_target,
        "at the worst equilibrium that remains": costs.at_worst_equilibrium,
        "liability": costs.liability,
    }
    if solution.problem.status_quo:
        kinds |= {"status quo today": costs.today, "expected, against the status quo": costs.expected - costs.today}
    (head, heads), *_ = solution.problem.counts.items()
    several = heads != 1
    rows = [[word(k, lang), money(v), *([money(v / heads)] if several else [])] for k, v in kinds.items()]
    headers = [
        word("public cost", lang),
        solution.problem.calibration.unit.currency,
        *([word(f"per {head}", lang)] if several else []),
    ]
    out.print(table("", headers, rows, right=[1, 2]))


def print_measures(out: Console, solution: PolicySolution, lang: Language) -> None:
    """How firmly cooperation stands, before and after."""
    rows = [
        [
            conflict_label(solution, m.conflict, lang),
            _arrow(m.before.p_dominance, m.after.p_dominance),
            _arrow(m.before.risk_dominance, m.after.risk_dominance),
            _arrow(m.before.basin, m.after.basin),
            _arrow(m.before.critical_discount_per_year, m.after.critical_discount_per_year),
        ]
        for m in solution.measures
    ]
    headers = [word(w, lang) for w in ("conflict", "p-dominance", "risk dominance", "basin", "critical discount")]
    title = ("How firmly cooperation stands, before -> after", "合作的稳固程度（政策前 -> 政策后）")[lang == "zh"]
    out.print(table(title, headers, rows, right=range(1, 5)))
    legend = (
        "p-dominance: belief in the others above which cooperating is best (0 always, 1 only if certain); risk "
        "dominance: sum of two such beliefs (below 1 firmer); basin: share of starting points that lead to "
        "cooperation; critical discount: patience per year that sustains it (0 none needed, none: not even then).",
        "p-占优：使合作成为最优的、对他人合作的信念下限（0 为总是，1 为须确信）；"
        "风险占优：两个信念之和（小于 1 更稳固）；"
        "吸引域：走向合作的初始状态份额；临界贴现因子：维持合作所需的每年耐心（0 为不需要，无为不可维持）。",
    )
    out.print(legend[lang == "zh"])


def _arrow(before: Any, after: Any) -> str:
    return f"{_share(before)} -> {_share(after)}"


def _share(value: Any) -> str:
    if value is None:
        return "n/a"
    return "none" if math.isinf(value) else f"{float(value):.3g}"


def print_gains(out: Console, solution: PolicySolution, lang: Language) -> None:
    """What each player has more than in the baseline, conflict by conflict."""
    rows = [
        [o.arrays.conflict.labels.of(o.name, lang), o.arrays.conflict.labels.of(player, lang), f"{float(gain):+,.0f}"]
        for o in solution.outcomes
        for player, gain in o.gains.items()
    ]
    title = ("What each has at the target more than in the baseline, per head", "在目标处比现状多得（每人）")[
        lang == "zh"
    ]
    out.print(table(title, [word("conflict", lang), word("player", lang), word("gains", lang)], rows, right=[2]))


def print_accounts(out: Console, solution: PolicySolution, lang: Language) -> None:
    """The balance over all heads: stakeholders, the public, welfare."""
    balance = solution.accounts
    labels = {n: a.conflict.labels for a in solution.problem.conflicts for n in a.conflict.player_names}
    entries = {labels[n].of(n, lang): gain for n, gain in balance.gains.items()}
    entries[word("the public", lang)] = -balance.public_cost
    if balance.cost_of_funds:
        entries[word("cost of raising the money", lang)] = -balance.cost_of_funds
    entries[word("welfare", lang)] = balance.welfare
    title = ("Balance at the target against today, all heads", "目标处相对现状的收支（全部人数）")[lang == "zh"]
    rows = [[name, f"{float(amount):+,.0f}"] for name, amount in entries.items()]
    headers = [word("stakeholders", lang), solution.problem.calibration.unit.currency]
    out.print(table(title, headers, rows, right=[1]))


def print_worth(out: Console, found: Explanation, lang: Language) -> None:
    """What each instrument is worth."""

    def cost(value: Fraction | None) -> str:
        return word("none", lang) if value is None else money(value)

    rows = [
        [instrument_label(found.solution, w.name, lang), money(w.level), cost(w.cost_without), cost(w.cost_alone)]
        for w in found.instruments
    ]
    title = ("What each instrument is worth", "各工具的作用")[lang == "zh"]
    headers = [word(w, lang) for w in ("instrument", "level", "cost without it", "cost with it alone")]
    out.print(table(title, headers, rows, right=[1, 2, 3]))
    said = ("Direct payments alone: {}.", "仅用直接支付：{}。")[lang == "zh"]
    out.print(said.format(cost(found.direct_alone)))


def print_leeway(out: Console, found: Explanation, lang: Language) -> None:
    """How far each assumed number may move: a tornado."""

    def at(value: float | None) -> str:
        return "-" if value is None else money(value)

    def end(value: float) -> str:
        return word("none", lang) if math.isinf(value) else money(value)

    rows = []
    for entry in found.leeway:
        rows.append(
            [
                found.question.label(entry.name, lang),
                money(entry.value),
                f"{money(entry.low)} .. {money(entry.high)}",
                f"{end(entry.cost_at_low)} .. {end(entry.cost_at_high)}",
                f"{at(entry.fails_below)} / {at(entry.fails_above)}",
                f"{at(entry.changes_below)} / {at(entry.changes_above)}",
            ]
        )
    title = (
        "How far each assumed number may move (nearest value below / above; - for none found)",
        "各假设值可变动的范围（下方 / 上方最近的临界值；- 表示未发现）",
    )[lang == "zh"]
    names = ("parameter", "value", "range", "cost over the range", "package fails", "other mix is cheaper")
    out.print(table(title, [word(w, lang) for w in names], rows, right=range(1, 6)))
