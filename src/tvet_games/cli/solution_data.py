"""Results of the policy search as JSON data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tvet_games.cli.solve import as_data
from tvet_games.model.scenario import Scenario
from tvet_games.policy.contract import payments
from tvet_games.policy.outcome import Outcome
from tvet_games.policy.solution import PolicySolution
from tvet_games.policy.words import describe_row
from tvet_games.study.contract import ContractEffect
from tvet_games.study.explain import Explanation


def solution_data(solution: PolicySolution, question: Scenario) -> dict[str, Any]:
    """A solution as JSON data."""
    return {
        "scenario": question.name,
        "question": question.question.of("en"),
        "calibration": solution.problem.calibration.name,
        "unit": str(solution.problem.calibration.unit),
        "status": solution.status,
        "method": solution.method,
        "levels": dict(solution.levels),
        "contracts": [asdict(paid) for paid in payments(solution)],
        "status_quo": dict(zip((v.name for v in solution.problem.levers), solution.problem.today, strict=True)),
        "costs": None if solution.costs is None else asdict(solution.costs),
        "lower_bound": solution.lower_bound,
        "gap": solution.gap,
        "attained": solution.attained,
        "ties": solution.ties,
        "why": solution.describe("en"),
        "shadow_prices": [
            {"row": describe_row(solution, price.row), "left": price.left, "right": price.right}
            for price in solution.shadow_prices()
        ],
        "conflicts": [_outcome_data(o) for o in solution.outcomes],
        "measures": [asdict(m) for m in solution.measures],
        "accounts": {
            "gains": solution.accounts.gains,
            "public_cost": solution.accounts.public_cost,
            "cost_of_funds": solution.accounts.cost_of_funds,
            "welfare": solution.accounts.welfare,
        },
        "withdrawal": solution.withdrawal() if solution.feasible else {},
        "shortfall": _shortfall_data(solution),
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


def _shortfall_data(solution: PolicySolution) -> dict[str, Any] | None:
    short = solution.shortfall
    if short is None:
        return None
    rows = [describe_row(solution, row) for row in short.rows]
    return {"kind": short.kind, "rows": rows, "missing": short.missing, "bounds_to_move": short.moves}


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


def explanation_data(found: Explanation) -> dict[str, Any]:
    """What a package rests on as JSON data."""
    return {
        "instruments": [asdict(w) for w in found.instruments],
        "direct_alone": found.direct_alone,
        "leeway": [asdict(entry) | {"swing": entry.swing} for entry in found.leeway],
    }


def contract_data(found: ContractEffect) -> dict[str, Any]:
    """What contracts achieve as JSON data."""
    return {
        "public_cost_without": found.public_cost_without,
        "public_cost_with": found.public_cost_with,
        "saved": found.saved,
        "alone": found.alone.status,
        "missing": found.missing,
        "sentences": found.describe("en"),
    }


def uncertain_data(found: Any) -> dict[str, Any]:
    """A robust or chance-constrained package as JSON data."""
    return {
        "kind": type(found).__name__,
        "levels": dict(found.levels),
        "cost": found.cost,
        "sentences": found.describe("en"),
    }
