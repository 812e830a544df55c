"""What a policy costs, who gains and loses, and how firmly cooperation stands: folded tables of its card."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from tvet_games.policy.solution import PolicySolution
from tvet_games.policy.words import conflict_label, currency_of
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "costs": ("What it costs the public", "公共成本"),
    "gains": (
        "What each has at the target more than in the baseline, per head",
        "在目标处比现状多得（每人）",
    ),
    "balance": ("Balance at the target against today, all heads", "目标处相对现状的收支（全部人数）"),
    "firmness": ("How firmly cooperation stands, before → after", "合作的稳固程度（政策前 → 政策后）"),
    "legend": (
        "p-dominance: belief in the others above which cooperating is best (0 always, 1 only if certain); risk "
        "dominance: sum of two such beliefs (below 1 firmer); basin: share of starting points that lead to "
        "cooperation; critical discount: patience per year that sustains it (0 none needed, none: not even then).",
        "p-占优：使合作成为最优的、对他人合作的信念下限（0 为总是，1 为须确信）；"
        "风险占优：两个信念之和（小于 1 更稳固）；"
        "吸引域：走向合作的初始状态份额；临界贴现因子：维持合作所需的每年耐心（0 为不需要，无为不可维持）。",
    ),
    "arrow": ("{before} → {after}", "{before} → {after}"),
}


def cost_table(solution: PolicySolution, language: Language) -> Table:
    """Tabulate what the package costs the public: in all, and per head where there are several."""
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
    rows = tuple((word(k, language), money(v), *([money(v / heads)] if several else [])) for k, v in kinds.items())
    columns = (currency_of(solution, language), *([word(f"per {head}", language)] if several else []))
    title = fill(PHRASES, "costs", language)
    return Table((word("public cost", language), *columns), rows, title, (1, 2)[: len(columns)], folded=True)


def gains_table(solution: PolicySolution, language: Language) -> Table:
    """Tabulate what each player has more than in the baseline, conflict by conflict."""
    rows = tuple(
        (
            o.arrays.conflict.labels.of(o.name, language) if k == 0 else "",
            o.arrays.conflict.labels.of(player, language),
            _change(gain),
        )
        for o in solution.outcomes
        for k, (player, gain) in enumerate(o.gains.items())
    )
    heads = tuple(word(key, language) for key in ("conflict", "player", "gains"))
    return Table(heads, rows, fill(PHRASES, "gains", language), (2,), folded=True)


def balance_table(solution: PolicySolution, language: Language) -> Table:
    """Tabulate the balance over all heads: stakeholders, the public, welfare."""
    balance = solution.accounts
    labels = {n: a.conflict.labels for a in solution.problem.conflicts for n in a.conflict.player_names}
    entries = [(labels[n].of(n, language), gain) for n, gain in balance.gains.items()]
    entries.append((word("the public", language), -balance.public_cost))
    if balance.cost_of_funds:
        entries.append((word("cost of raising the money", language), -balance.cost_of_funds))
    entries.append((word("welfare", language), balance.welfare))
    rows = tuple((name, _change(amount)) for name, amount in entries)
    heads = (word("stakeholders", language), currency_of(solution, language))
    return Table(heads, rows, fill(PHRASES, "balance", language), (1,), folded=True)


def firmness_table(solution: PolicySolution, language: Language) -> Table:
    """Tabulate how firmly cooperation stands, before and after."""
    rows = tuple(
        (
            conflict_label(solution, m.conflict, language),
            _arrow(m.before.p_dominance, m.after.p_dominance, language),
            _arrow(m.before.risk_dominance, m.after.risk_dominance, language),
            _arrow(m.before.basin, m.after.basin, language),
            _arrow(m.before.critical_discount_per_year, m.after.critical_discount_per_year, language),
        )
        for m in solution.measures
    )
    keys = ("conflict", "p-dominance", "risk dominance", "basin", "critical discount")
    heads = tuple(word(key, language) for key in keys)
    note = fill(PHRASES, "legend", language)
    return Table(heads, rows, fill(PHRASES, "firmness", language), (1, 2, 3, 4), folded=True, note=note)


def _change(amount: Fraction) -> str:
    text = f"{float(amount):+,.0f}"
    return "0" if text in ("+0", "-0") else text


def _arrow(before: Any, after: Any, language: Language) -> str:
    first, last = _share(before, language), _share(after, language)
    return first if first == last else fill(PHRASES, "arrow", language, before=first, after=last)


def _share(value: Any, language: Language) -> str:
    if value is None:
        return word("n/a", language)
    return word("none", language) if math.isinf(value) else f"{float(value):.3g}"
