"""An object of every public class of the model, of policies and of what is asked of them."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

import tvet_games as tg

GERMANY = "germany_apprenticeship"


@cache
def asked() -> tg.Question:
    return tg.question(
        "school_enterprise",
        "germany_2022",
        ["training_subsidy", "school_grant"],
        bounds={"training_subsidy": (None, 9_000)},
        steps={"school_grant": 100},
        contracts=True,
    )


@cache
def sites() -> tg.Sites:
    values = {"training_cost": np.array([26_000.0, 27_000.0]), "trainee_output": np.array([18_000.0, 18_000.0])}
    return tg.Sites(("North", "South"), np.array([40.0, 20.0]), values)


@cache
def contracts() -> tg.ContractEffect:
    return tg.contract_effect(GERMANY)


def game() -> Any:
    return tg.load_conflict("school_enterprise").game(tg.load_calibration("germany_2022"), exact=True)


EXAMPLES: dict[str, Callable[[], Any]] = {
    "Calibration": lambda: tg.load_calibration("germany_2022"),
    "ChancePolicy": lambda: tg.chance(GERMANY, 0.2, draws=100, check=200),
    "Codebook": tg.codebook,
    "Comparison": lambda: tg.compare([GERMANY, "austria_apprenticeship"]),
    "Conflict": lambda: tg.load_conflict("school_enterprise"),
    "ContractEffect": contracts,
    "Dossier": lambda: tg.dossier(GERMANY, draws=64),
    "Explanation": lambda: tg.explain(asked().replace(instruments=asked().instruments[:2], steps={})),
    "Figures": tg.figures,
    "Figure": lambda: tg.figures()["at_subsidy_total"],
    "Frontier": lambda: tg.frontier(GERMANY),
    "Graph": lambda: tg.load_graph("internship_placement"),
    "Instrument": lambda: tg.load_instrument("free_riding_levy"),
    "Payment": lambda: contracts().payments[0],
    "Policy": lambda: tg.Policy(training_subsidy=5_100, inspection=0),
    "PolicyMap": lambda: tg.policy_map("school_enterprise", "germany_2022", "training_subsidy", "school_grant"),
    "PolicySolution": lambda: tg.search(GERMANY),
    "Portfolio": lambda: tg.portfolio(GERMANY, sites(), budget=200_000),
    "Question": asked,
    "RobustPolicy": lambda: tg.robust(GERMANY, over=["standing", "spillover"]),
    "Scenario": lambda: tg.load_scenario("germany_premium"),
    "Sites": sites,
    "Stakeholder": lambda: tg.stakeholders()[0],
    "Stakeholders": tg.stakeholders,
    "TakeUp": lambda: tg.take_up("germany_2022"),
    "Verdict": lambda: tg.verdict(game(), tg.Nash()),
    "Worlds": lambda: tg.draw_worlds("germany_2022", 8),
}
"""A cheap call a class, by the name of the class."""
