"""Game-theoretic conflict analysis in vocational education.

Load a conflict and a country's published figures, find all equilibria, and search for the cheapest policy that makes
cooperation the equilibrium. Names are loaded when they are used, so that importing the package costs next to nothing.

Examples
--------
>>> import tvet_games as tg
>>> austria = tg.load_calibration("austria_2016")
>>> found = tg.cheapest_policy("school_enterprise", austria, ["training_subsidy", "school_grant"])
>>> found.status
'optimal'
"""

from importlib import import_module

_HOMES = {
    "Aligned": "policy.criteria",
    "Allocation": "solve.coalitions.allocation",
    "BargainingSolution": "solve.bargaining.solution",
    "Basin": "policy.criteria",
    "BatchEquilibria": "solve.extreme",
    "Calibration": "model.calibration",
    "ChancePolicy": "study.chance.chance",
    "CoalitionalGame": "games.coalitional",
    "Comparison": "study.compare",
    "Component": "solve.components",
    "Conflict": "model.conflict",
    "Contract": "solve.bargaining.contract",
    "ContractEffect": "study.contract",
    "Core": "solve.coalitions.core",
    "Dominant": "policy.criteria",
    "Equilibrium": "solve.result",
    "EquilibriumSet": "solve.result",
    "Explanation": "study.explain",
    "FeasibleSet": "solve.bargaining.feasible_set",
    "Frontier": "study.frontier",
    "InputError": "errors",
    "Instrument": "model.instrument",
    "Nash": "policy.criteria",
    "Negotiation": "study.negotiation",
    "NormalFormGame": "games.normal_form",
    "PDominant": "policy.criteria",
    "Payment": "policy.contract",
    "Policy": "model.policy",
    "PolicySolution": "policy.solution",
    "PolymatrixGame": "games.polymatrix",
    "Portfolio": "study.portfolio.portfolio",
    "Question": "policy.question",
    "RiskDominant": "policy.criteria",
    "RobustPolicy": "study.robust.robust",
    "Scenario": "model.scenario",
    "Sharing": "study.sharing",
    "Sites": "study.portfolio.sites",
    "Sustainable": "policy.criteria",
    "TakeUp": "study.take_up",
    "Threshold": "policy.threshold.threshold",
    "Transfer": "solve.bargaining.contract",
    "TvetGamesError": "errors",
    "Unique": "policy.criteria",
    "Verdict": "policy.verdict",
    "banzhaf": "solve.coalitions.values",
    "bargain": "solve.bargaining.bargain",
    "basin": "solve.basin",
    "batch_equilibria": "solve.extreme",
    "calibrations": "model.library",
    "can_gain": "solve.bargaining.bargain",
    "chance": "study.chance.chance",
    "cheapest_policy": "policy.search",
    "check": "model.library",
    "coalitional_game": "games.coalition_form",
    "compare": "study.compare",
    "conflicts": "model.library",
    "contract_at": "solve.bargaining.contract",
    "contract_effect": "study.contract",
    "core": "solve.coalitions.core",
    "cost_of_stability": "solve.coalitions.core",
    "critical_discount": "solve.repeated",
    "equal_surplus": "solve.coalitions.values",
    "equilibria": "solve.nash",
    "equilibrium_boxes": "solve.two_by_two",
    "explain": "study.explain",
    "extreme_equilibria": "solve.extreme",
    "figures": "model.figures",
    "frontier": "study.frontier",
    "gately_point": "solve.coalitions.other_values",
    "instruments": "model.library",
    "johnston_index": "solve.coalitions.other_values",
    "least_core": "solve.coalitions.core",
    "load_calibration": "model.library",
    "load_conflict": "model.library",
    "load_instrument": "model.library",
    "load_scenario": "model.library",
    "negotiate": "study.negotiation",
    "nucleolus": "solve.coalitions.nucleolus",
    "p_dominance": "solve.refinement",
    "plot_core": "show.core",
    "plot_feasible_set": "show.feasible_set",
    "plot_shares": "show.shares",
    "portfolio": "study.portfolio.portfolio",
    "prenucleolus": "solve.coalitions.nucleolus",
    "properties": "solve.coalitions.properties",
    "pure_equilibria": "games.best_response",
    "question": "policy.question",
    "read_coalitions": "games.coalition_table",
    "read_nfg": "games.nfg",
    "read_sites": "study.portfolio.sites",
    "risk_dominance": "solve.refinement",
    "robust": "study.robust.robust",
    "scenarios": "model.library",
    "search": "policy.scenario",
    "shapley": "solve.coalitions.values",
    "share": "study.sharing",
    "stakeholders": "model.library",
    "symbolic_payoffs": "symbolic.payoffs",
    "take_up": "study.take_up",
    "tau_value": "solve.coalitions.other_values",
    "threshold": "policy.threshold.threshold",
    "verdict": "policy.verdict",
    "write_nfg": "games.nfg",
}

__all__ = sorted(_HOMES)

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
