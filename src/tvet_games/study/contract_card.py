"""What contracts achieve, as a card: without them, they alone, and together with a policy."""

from __future__ import annotations

from tvet_games.policy.contract import payments
from tvet_games.policy.solution import PolicySolution
from tvet_games.policy.words import cost_unit
from tvet_games.study.contract import ContractEffect
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("What contracts achieve", "合同的作用"),
    "without": ("without contracts", "没有合同"),
    "alone": ("contracts alone", "仅有合同"),
    "together": ("contracts and policy", "合同与政策"),
    "missing": ("cash missing, per head", "每人还缺的现金"),
    "paid": ("paid by contract, per head", "合同支付（每人）"),
}


def contract_card(found: ContractEffect, language: Language) -> Card:
    """Return the card of what contracts achieve."""
    first, *others = found.describe(language)
    rows = tuple(
        _row(found, key, solution, language)
        for key, solution in (("without", found.without), ("alone", found.alone), ("together", found.together))
    )
    status, cost = word("status", language), word("public cost", language)
    heads = ("", status, cost, fill(PHRASES, "missing", language), fill(PHRASES, "paid", language))
    about = f"{found.together.problem.calibration.label(language)} · {cost_unit(found.together, language)}"
    return Card(fill(PHRASES, "title", language), about, (Strong(first), Table(heads, rows, right=(2, 3, 4)), *others))


def _row(found: ContractEffect, key: str, solution: PolicySolution, language: Language) -> tuple[Cell, ...]:
    cost = word("none", language) if solution.cost is None else money(solution.cost)
    missing = money(found.missing) if key == "alone" and found.missing is not None else ""
    paid = sum(payment.amount for payment in payments(solution))
    return fill(PHRASES, key, language), word(solution.status, language), cost, missing, money(paid) if paid else ""
