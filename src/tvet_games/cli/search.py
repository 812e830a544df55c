"""tvet-games search."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from tvet_games.cli.app import NOTHING_FOUND
from tvet_games.cli.output import console, language, print_json, table, word
from tvet_games.cli.solve import as_data, kind_of, strategy_labels
from tvet_games.model.labels import Language
from tvet_games.model.library import load_scenario
from tvet_games.model.scenario import Scenario
from tvet_games.policy.scenario import search
from tvet_games.policy.solution import Outcome, PolicySolution
from tvet_games.policy.words import describe_criteria, instrument_label, money


def run(*, scenario: str, json: bool, lang: str) -> None:
    """Print the cheapest policy of a scenario, or why there is none (exit code 3)."""
    tongue = language(lang)
    question = load_scenario(scenario)
    solution = search(question)
    if json:
        print_json(solution_data(solution, question))
    else:
        print_solution(console(), solution, question, tongue)
    if not solution.feasible:
        raise SystemExit(NOTHING_FOUND)


def print_solution(out: Console, solution: PolicySolution, question: Scenario, lang: Language) -> None:
    """Question, baseline, package and why, costs, after, who gains, certificate, what is assumed."""
    out.print(f"{word('question', lang)}: {question.question.of(lang)}")
    calibration = solution.problem.calibration
    out.print(f"{calibration.name} · {calibration.unit} · {describe_criteria(solution.criteria, lang)}")
    _print_equilibria(out, solution, "before", lang)
    if solution.feasible:
        _print_package(out, solution, lang)
    out.print()
    for sentence in solution.explain(lang):
        out.print(sentence)
    if solution.feasible:
        _print_costs(out, solution, question, lang)
        _print_equilibria(out, solution, "after", lang)
        _print_gains(out, solution, lang)
    status = f"{solution.status}, {'verified in fractions' if solution.verify() else 'NOT VERIFIED'}"
    out.print(f"{word('certificate', lang)}: {status if lang == 'en' else _status_zh(solution)}")
    shares = ", ".join(f"{word(p, lang)} {share:.0%}" for p, share in solution.provenance.items())
    out.print(f"{word('inputs', lang)}: {len(calibration.roots(solution.inputs))} ({shares})")


def _status_zh(solution: PolicySolution) -> str:
    names = {"optimal": "最优", "bound": "下界", "infeasible": "不可行"}
    return f"{names[solution.status]}，{'已用分数验证' if solution.verify() else '未通过验证'}"


def _print_equilibria(out: Console, solution: PolicySolution, when: str, lang: Language) -> None:
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


def _print_package(out: Console, solution: PolicySolution, lang: Language) -> None:
    bill = solution.problem.expected_bill
    rows = [
        [
            instrument_label(solution, lever.name, lang),
            money(solution.levels[lever.name]),
            f"{money(lever.low)} .. {money(lever.high)}",
            money(bill[k] * solution.levels[lever.name]),
        ]
        for k, lever in enumerate(solution.problem.levers)
        if solution.levels[lever.name]
    ]
    if rows:
        headers = [word(w, lang) for w in ("instrument", "level", "bounds", "expected cost")]
        out.print(table(word("cheapest package", lang), headers, rows, right=[1, 2, 3]))


def _print_costs(out: Console, solution: PolicySolution, question: Scenario, lang: Language) -> None:
    costs = solution.costs
    assert costs is not None
    kinds = {
        "expected": costs.expected,
        "at the target": costs.at_target,
        "at the worst equilibrium that remains": costs.at_worst_equilibrium,
        "liability": costs.liability,
    }
    heads = question.heads.get("trainee")
    rows = [[word(k, lang), money(v), *([money(v / heads)] if heads else [])] for k, v in kinds.items()]
    headers = [
        word("public cost", lang),
        solution.problem.calibration.unit.currency,
        *([word("per trainee", lang)] if heads else []),
    ]
    out.print(table("", headers, rows, right=[1, 2]))


def _print_gains(out: Console, solution: PolicySolution, lang: Language) -> None:
    rows = [
        [o.arrays.conflict.labels.of(o.name, lang), o.arrays.conflict.labels.of(player, lang), f"{float(gain):+,.0f}"]
        for o in solution.outcomes
        for player, gain in o.gains.items()
    ]
    title = ("What each has at the target more than in the baseline, per head", "在目标处比现状多得（每人）")[
        lang == "zh"
    ]
    out.print(table(title, [word("conflict", lang), word("player", lang), word("gains", lang)], rows, right=[2]))


def solution_data(solution: PolicySolution, question: Scenario) -> dict[str, Any]:
    """A solution as JSON data."""
    costs = solution.costs
    return {
        "scenario": question.name,
        "question": question.question.of("en"),
        "calibration": solution.problem.calibration.name,
        "unit": str(solution.problem.calibration.unit),
        "status": solution.status,
        "levels": dict(solution.levels),
        "costs": None
        if costs is None
        else {n: getattr(costs, n) for n in ("expected", "at_target", "at_worst_equilibrium", "liability")},
        "lower_bound": solution.lower_bound,
        "attained": solution.attained,
        "ties": solution.ties,
        "why": solution.explain("en"),
        "conflicts": [_outcome_data(o) for o in solution.outcomes],
        "provenance": solution.provenance,
        "unavailable": solution.unavailable,
        "certificate": {
            "kind": solution.certificate.kind,
            "verified": solution.verify(),
            "x": solution.certificate.x,
            "multipliers": [{"constraint": r, "multiplier": y} for r, y in solution.certificate.multipliers],
            "constraints": [
                {"coefficients": c.coefficients, "at_least": c.bound} for c in solution.certificate.constraints
            ],
            "cost": solution.certificate.cost,
        },
    }


def _outcome_data(outcome: Outcome) -> dict[str, Any]:
    return {
        "conflict": outcome.name,
        "before": as_data(outcome.before),
        "after": as_data(outcome.after),
        "baseline": str(outcome.baseline),
        "gains": outcome.gains,
        "target_is_equilibrium": outcome.target_is_equilibrium,
        "target_is_unique": outcome.target_is_unique,
    }
