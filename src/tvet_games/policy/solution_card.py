"""A policy solution as a card: the answer, the package, why, and every conflict before and after; the rest folded.

Everything that is said and tabulated is read off the solution; notebooks, papers and commands show the same.
"""

from __future__ import annotations

from tvet_games.model.calibration_card import shares_told, value_table
from tvet_games.model.scenario_card import instrument_labels
from tvet_games.policy.outcome_table import outcome_table
from tvet_games.policy.solution import PolicySolution
from tvet_games.policy.solution_tables import balance_table, cost_table, firmness_table, gains_table
from tvet_games.policy.words import answered, cost_unit, currency_of, describe_criteria, instrument_label, reasons
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Piece, Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import between, capital, fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Cheapest policy", "成本最低的政策"),
    "bound": ("Cheapest policy that was found", "已找到的成本最低的政策"),
    "none": ("No policy is needed", "无需政策"),
    "infeasible": ("No policy will do", "没有可行的政策"),
    "package": ("Cheapest package", "成本最低的组合"),
    "proved": ("{certificate}: {status}, verified in fractions.", "{certificate}：{status}，已用分数验证。"),
    "not proved": ("{certificate}: {status}, NOT VERIFIED.", "{certificate}：{status}，未通过验证。"),
    "inputs": ("It uses {count} values. {shares}", "共用到 {count} 个数值。{shares}"),
    "rest on": ("What the {count} inputs rest on", "{count} 个输入的依据"),
    "left out": ("Left out for want of values", "因缺少数值而未考虑"),
    "space": (" ", ""),
}


def solution_card(solution: PolicySolution, language: Language) -> Card:
    """Return the card of a policy solution.

    Examples
    --------
    >>> from tvet_games.policy.search import cheapest_policy
    >>> found = cheapest_policy("school_enterprise", "austria_2016", ["training_subsidy", "school_grant"])
    >>> card = solution_card(found, "en")
    >>> card.title, [table.title for table in card.tables[:2]]
    ('Cheapest policy', ['Cheapest package', 'Equilibria before and after'])
    """
    calibration = solution.problem.calibration
    criteria = describe_criteria(solution.criteria, language)
    about = f"{calibration.label(language)} · {cost_unit(solution, language)} · {criteria}"
    parts: list[Part] = [_first_strong(answered(solution, language), language)]
    parts += package_table(solution, language)
    parts += reasons(solution, language)
    parts.append(outcome_table(solution, language))
    parts.append(_proof(solution, language))
    if solution.feasible:
        parts += [cost_table(solution, language)] if any(solution.vector) else []
        parts += [gains_table(solution, language)]
        parts += [balance_table(solution, language), firmness_table(solution, language)]
    return Card(_title(solution, language), about, (*parts, *_inputs(solution, language)))


def _title(solution: PolicySolution, language: Language) -> str:
    if solution.feasible and not any(solution.vector):
        return fill(PHRASES, "none", language)
    return fill(PHRASES, "title" if solution.status == "optimal" else solution.status, language)


def _first_strong(sentences: tuple[str, ...], language: Language) -> Cell:
    """The answer in one paragraph, its first sentence standing out."""
    first, *others = sentences
    rest: list[Piece] = [fill(PHRASES, "space", language) + sentence for sentence in others]
    return (Strong(first), *rest)


def package_table(solution: PolicySolution, language: Language) -> tuple[Table, ...]:
    """Tabulate the levels that are not zero, or are not today; empty without a policy or any level.

    Columns: instrument, where something is in force its level today, level, unit, bounds, expected cost.
    """
    problem = solution.problem
    bill, before, today = problem.expected_bill, problem.today, bool(problem.status_quo)
    rows: list[tuple[Cell, ...]] = [
        (
            instrument_label(solution, lever.name, language),
            *([money(before[k])] if today else []),
            Strong(money(solution.levels[lever.name])),
            _unit(solution, lever.instrument.dimension, language),
            between(money(lever.low), money(lever.high), language),
            money(bill[k] * solution.levels[lever.name]),
        )
        for k, lever in enumerate(problem.levers)
        if solution.feasible and (solution.levels[lever.name] or before[k])
    ]
    keys = ("instrument", *(["status quo"] if today else []), "level", "", "bounds", "expected cost")
    heads = tuple(word(key, language) for key in keys)
    unit = len(heads) - 3
    right = tuple(k for k in range(1, len(heads)) if k != unit)
    return (Table(heads, tuple(rows), fill(PHRASES, "package", language), right),) if rows else ()


def _unit(solution: PolicySolution, dimension: str, language: Language) -> str:
    """What a level is counted in."""
    return currency_of(solution, language) if dimension == "money" else word(dimension, language)


def _proof(solution: PolicySolution, language: Language) -> str:
    """Whether the whole answer was verified, and how much of it is assumed."""
    calibration = solution.problem.calibration
    key = "proved" if solution.verify() else "not proved"
    head, status = word("certificate", language), word(solution.status, language)
    proof = fill(PHRASES, key, language, certificate=capital(head), status=status)
    shares = shares_told(calibration, solution.inputs, language)
    count = len(calibration.roots(solution.inputs))
    inputs = fill(PHRASES, "inputs", language, count=count, shares=shares)
    return fill(PHRASES, "space", language).join((proof, inputs))


def _inputs(solution: PolicySolution, language: Language) -> list[Table]:
    """What the inputs rest on, and what was left out because it has none."""
    calibration = solution.problem.calibration
    roots = calibration.roots(solution.inputs)
    title = fill(PHRASES, "rest on", language, count=len(roots))
    tables = [value_table(calibration, roots, language, title, folded=True)]
    known = instrument_labels(None)
    rows = tuple((known.of(name, language), ", ".join(missing)) for name, missing in solution.unavailable.items())
    heads = (word("instrument", language), word("has no value", language))
    return [*tables, Table(heads, rows, fill(PHRASES, "left out", language), folded=True)] if rows else tables
