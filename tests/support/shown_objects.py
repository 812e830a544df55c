"""An object of every public class of games, solvers and formulas."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

import tvet_games as tg
from tvet_games.tables.labels import Labels

ACTIONS = (("train", "free_ride"), ("hire", "look_on"))
PLAYERS = ("school", "firm")
LABELS = Labels(
    en={"firm": "enterprise"},
    zh={
        "school": "学校",
        "firm": "企业",
        "train": "培训",
        "free_ride": "搭便车",
        "hire": "聘用",
        "look_on": "观望",
        "other": "对方",
    },
)
SUBSIDY = ("school_enterprise", "training_subsidy")


def game_of(first: Any, second: Any, **options: Any) -> tg.NormalFormGame:
    """A game of two players with labels."""
    return tg.NormalFormGame(
        np.stack([np.array(first, dtype=object), np.array(second, dtype=object)]),
        players=PLAYERS,
        actions=ACTIONS,
        labels=LABELS,
        **options,
    )


@cache
def hunt() -> tg.NormalFormGame:
    return game_of([[4, 0], [3, 2]], [[4, 3], [0, 2]])


@cache
def dilemma() -> tg.NormalFormGame:
    return game_of([[3, 0], [5, 1]], [[3, 5], [0, 1]], unit="EUR per trainee")


@cache
def chicken() -> tg.NormalFormGame:
    return game_of([[6, 2], [7, 0]], [[6, 7], [2, 0]])


@cache
def doubled() -> tg.NormalFormGame:
    """The same strategies of both in one population."""
    return tg.NormalFormGame(hunt().payoffs, actions=[ACTIONS[0]] * 2, labels=LABELS)


@cache
def batch() -> tg.NormalFormGame:
    payoffs = np.random.default_rng(1).normal(size=(50, 2, 2, 2))
    return tg.NormalFormGame(payoffs, players=PLAYERS, actions=ACTIONS, labels=LABELS)


@cache
def gloves() -> tg.CoalitionalGame:
    return tg.CoalitionalGame([0, 0, 0, 1, 0, 1, 0, 1], players=("school", "firm", "other"), labels=LABELS)


@cache
def fading() -> tg.FeedbackGame:
    """A grant that fades as the first population cooperates."""
    grant = np.zeros((1, 2, 2, 2))
    grant[0, 0, 0] = 1
    return tg.FeedbackGame(
        dilemma(),
        grant,
        grant[:, 0],
        lambda x: 2 - 2 * x[..., :1],
        lambda x: np.broadcast_to([[-2.0, 0.0]], (*x.shape[:-1], 1, 2)),
        ("grant",),
    )


@cache
def graph() -> tg.GraphModel:
    return tg.graph_model(dilemma())


EXAMPLES: dict[str, Callable[[], Any]] = {
    "Allocation": lambda: tg.shapley(gloves()),
    "BargainingSolution": lambda: tg.bargain(hunt(), transferable=True),
    "BatchEquilibria": lambda: tg.batch_equilibria(batch().player_payoffs(0), batch().player_payoffs(1)),
    "Bifurcations": lambda: tg.bifurcations(*SUBSIDY, "austria_2016"),
    "CoalitionalGame": gloves,
    "Commitment": lambda: tg.commitment(chicken(), leader=0, mixed=True),
    "Component": lambda: tg.extreme_equilibria([[1, 1], [0, 1]], [[1, 1], [0, 1]]).components[0],
    "Contract": lambda: tg.contract_at(dilemma(), [-1, 1]),
    "Core": lambda: tg.core(gloves()),
    "CorrelatedEquilibrium": lambda: tg.correlated_equilibrium(chicken()),
    "Destinations": lambda: tg.destinations(hunt(), starts=64),
    "Equilibrium": lambda: tg.equilibria(hunt())[-1],
    "EquilibriumSet": lambda: tg.equilibria(hunt()),
    "FeasibleSet": lambda: tg.FeasibleSet.of_game(chicken()),
    "FeedbackGame": fading,
    "FinitePopulation": lambda: tg.finite_population(doubled()),
    "Flow": lambda: tg.flow(hunt(), np.random.default_rng(0).random((30, 2))),
    "GraphModel": graph,
    "GraphStability": lambda: tg.graph_stability(graph()),
    "LeastChanges": lambda: tg.least_changes(graph(), graph().states[0]),
    "Motion": lambda: tg.motion(hunt()),
    "NormalFormGame": hunt,
    "PayoffRegion": lambda: tg.payoff_region(chicken()),
    "PolymatrixGame": lambda: tg.load_conflict("community").polymatrix(tg.load_calibration("germany_2022")),
    "QuantalResponse": lambda: tg.quantal_response(hunt(), [0, 1, 10]),
    "RepeatedInspection": lambda: tg.repeated_inspection(100, 0.3, warnings=2, sanction=500, discount=0.9),
    "RestPoints": lambda: tg.rest_points(hunt()),
    "SelfishnessLevel": lambda: tg.selfishness_level(dilemma()),
    "Separatrix": lambda: tg.separatrix(hunt()),
    "StabilityTable": lambda: tg.vertex_stability(dilemma()),
    "StatusQuo": lambda: tg.status_quo(graph(), graph().states[0]),
    "SustainablePayoffs": lambda: tg.sustainable_payoffs(dilemma(), 0.9),
    "SymbolicDiscount": lambda: tg.symbolic_discount("school_student"),
    "SymbolicReplicator": lambda: tg.symbolic_replicator("school_student"),
    "SymbolicStability": lambda: tg.symbolic_stability("school_student"),
    "Threshold": lambda: tg.threshold("school_student", "placement_grant"),
    "Trajectory": lambda: tg.trajectory(hunt(), [0.5, 0.7]),
    "VerdictCodes": lambda: tg.verdict_codes(batch(), p_level=True),
}
"""A cheap call a class, by the name of the class."""
