"""Mechanisms that pay: instruments of some sections of the paper, or contracts, as one cell of the comparison."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tvet_games.linear_programs.certificate import ZERO
from tvet_games.policy.contract import payments
from tvet_games.policy.question import question
from tvet_games.policy.search import cheapest_policy
from tvet_games.policy.solution import PolicySolution
from tvet_games.study.contract import ContractEffect, contract_effect
from tvet_games.study.mechanisms.call import Call
from tvet_games.study.mechanisms.cell import Cell, Standing
from tvet_games.study.mechanisms.matter import Matter, losses, others, standing_of


def today(matter: Matter) -> Cell:
    """The conflict without any mechanism."""
    call = Call(cheapest_policy, (*matter.asked, []))
    found = matter.today.outcomes[0].before
    return matter.cell("today", standing_of(found), None, "", call, matter.today)


def package(matter: Matter, mechanism: str, belongs: Callable[[str], bool]) -> Cell:
    """The cheapest package of the instruments whose section of the paper belongs to a mechanism."""
    names = [i for i in matter.instruments if belongs(i.section)]
    if not names or not matter.has_criterion:
        return matter.none(mechanism)
    call = Call(cheapest_policy, (*matter.asked, names), matter.options)
    return _paid(matter, mechanism, call, call.run())


def together(matter: Matter) -> Cell:
    """Every instrument, and contracts."""
    if not matter.has_criterion:
        return matter.none("together")
    options = {**matter.options, "contracts": True}
    call = Call(cheapest_policy, (*matter.asked, list(matter.instruments)), options)
    return _paid(matter, "together", call, call.run())


def contract(matter: Matter) -> Cell:
    """Payments of the players among themselves where everybody cooperates."""
    if not matter.has_criterion:
        return matter.none("contract")
    asked = Call(question, (*matter.asked, []), {**matter.options, "contracts": True})
    call = Call(contract_effect, (asked,))
    found: ContractEffect = call.run()
    if not found.alone.feasible:
        return matter.cell("contract", "fails", found.missing, "missing money", call, found)
    paid = sum((p.amount for p in payments(found.alone)), ZERO)
    return _paid(matter, "contract", call, found.alone, level=paid, measure="payments", result=found)


def _paid(matter: Matter, mechanism: str, call: Call, found: PolicySolution, **more: Any) -> Cell:
    """The cell of a policy."""
    more = {"level": {n: v for n, v in found.levels.items() if v}, "measure": "levels", "result": found, **more}
    outcome = found.outcomes[0] if found.outcomes else None
    if not found.feasible or outcome is None or found.cost is None:
        return _failed(matter, mechanism, call, found, more["result"])
    heads = next(iter(found.problem.counts.values()))
    public = [
        x for x, lever in zip(found.vector, found.problem.levers, strict=True) if lever.instrument.between is None
    ]
    # A criterion such as patience can hold although cooperation is no equilibrium of a single period.
    standing: Standing = standing_of(outcome.after) if outcome.after.target is not None else "possible"
    return matter.cell(
        mechanism,
        standing,
        more["level"],
        more["measure"],
        call,
        more["result"],
        public_cost=found.cost / heads,
        remains=others(outcome.after),
        losers=losses(outcome.gains),
        stays_out=(),
        persists=found.withdrawal()[outcome.name] if any(public) else None,
        notes=("bound",) if found.status == "bound" else (),
    )


def _failed(matter: Matter, mechanism: str, call: Call, found: PolicySolution, result: Any) -> Cell:
    """Why no package will do: money that is missing for a deviation or for staying in, or a limit that is too low."""
    shortfall = found.shortfall
    if shortfall is None:
        return matter.cell(mechanism, "fails", None, "", call, result)
    measure = {"deviation": "missing money", "participation": "missing to stay in"}.get(shortfall.kind, "limit")
    level = shortfall.kind if measure == "limit" else shortfall.missing
    return matter.cell(mechanism, "fails", level, measure, call, result)
