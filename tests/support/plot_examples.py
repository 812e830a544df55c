"""One result or more for each public plot: what the gallery shows and what tests draw in both languages and in grey.

A new plot gets its line here; a test fails if it has none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import tvet_games as tg


@dataclass(frozen=True)
class Example:
    """A plot and what makes the result that it draws."""

    plot: str
    make: Callable[[], object]
    name: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.plot.removeprefix("plot_") + (f"_{self.name}" if self.name else "")

    def draw(self) -> Any:
        """Draw in the language that is set."""
        return getattr(tg, self.plot)(_result(self), **self.options)


_results: dict[int, object] = {}


def _result(example: Example) -> object:
    """Each result is computed once."""
    if id(example) not in _results:
        _results[id(example)] = example.make()
    return _results[id(example)]


def public_plots() -> list[str]:
    return [name for name in tg.__all__ if name.startswith("plot_")]


def subsidised(conflict: str, **levels: float) -> Any:
    return tg.negotiate(conflict, "germany_2022", tg.Policy(**levels))


@cache
def comparison(*mechanisms: str) -> Any:
    conflicts = ["school_enterprise", "enterprise_student", "school_student", "school_teacher", "enterprise_teacher"]
    return tg.compare_mechanisms(conflicts, "germany_2022", **({"mechanisms": mechanisms} if mechanisms else {}))


LEVELS = {"training_subsidy": range(0, 12_001, 400), "school_grant": range(0, 1_801, 100)}


def worlds() -> Any:
    return tg.draw_worlds("germany_2022", 64, rng=1)


def game(conflict: str) -> Any:
    return tg.load_conflict(conflict).game(tg.load_calibration("germany_2022"), exact=True)


def sites() -> Any:
    """Sites of three sizes, dear and cheap."""
    import pandas as pd

    outputs = [*range(9_000, 19_501, 500)] * 2
    heads = [5 + 37 * k % 113 for k in range(len(outputs))]
    names = [f"site {k + 1}" for k in range(len(outputs))]
    table = pd.DataFrame({"site": names, "trainees": heads, "trainee_output": outputs})
    return tg.portfolio("germany_apprenticeship", table, budget=2_500_000)


EXAMPLES = (
    Example("plot_before_after", lambda: tg.search("germany_apprenticeship")),
    Example("plot_before_after", lambda: tg.search("germany_five_conflicts"), "of_five_conflicts"),
    Example(
        "plot_best_responses", lambda: tg.NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]]), "of_a_hunt"
    ),
    Example("plot_best_responses", lambda: game("school_student")),
    Example("plot_bifurcation", lambda: tg.long_run("school_enterprise", "austria_2016", "training_subsidy")),
    Example("plot_core", lambda: tg.share("school_enterprise_student", "germany_2022")),
    Example("plot_core", lambda: tg.share([0, 0, 0, 1, 0, 1, 1, 3]), "of_numbers"),
    Example("plot_cube", lambda: tg.evolve("government_school_enterprise", "germany_2022")),
    Example("plot_culture", lambda: tg.culture("school_enterprise", "germany_2022")),
    Example(
        "plot_fan",
        lambda: tg.fan("school_enterprise", "austria_2016", "training_subsidy", range(4000, 24001, 4000)),
        options={"player": "enterprise"},
    ),
    Example("plot_feasible_set", lambda: subsidised("school_enterprise", training_subsidy=4000)),
    Example("plot_feasible_set", lambda: tg.negotiate("school_teacher", "germany_2022"), "teacher"),
    Example("plot_frontier", lambda: tg.frontier("germany_apprenticeship", start=0, stop=6_000)),
    Example("plot_frontier", lambda: tg.frontier("germany_five_conflicts", start=0, stop=2_000), "of_many_changes"),
    Example("plot_frontier", lambda: tg.frontier("switzerland_it", "budget"), "of_a_budget"),
    Example("plot_inspection", lambda: tg.deterrence_curves(3, discount=0.9, expiry=0.2)),
    Example("plot_mechanisms", comparison),
    Example(
        "plot_patience",
        lambda: tg.patience(
            "school_enterprise", "austria_2016", over="training_subsidy", values=range(6000, 10001, 100), delta=0.6
        ),
    ),
    Example("plot_payoff_region", lambda: tg.communication("school_student", "germany_2022")),
    Example("plot_payoffs", lambda: game("school_enterprise")),
    Example("plot_payoffs", lambda: game("training_models"), "of_more_actions"),
    Example("plot_phase_portrait", lambda: tg.evolve("school_teacher", "germany_2022")),
    Example(
        "plot_policy_map",
        lambda: tg.policy_map(
            "school_enterprise",
            "germany_2022",
            "training_subsidy",
            "school_grant",
            budget=3_000,
            status_quo={"training_subsidy": 1_000},
        ),
    ),
    Example(
        "plot_policy_map",
        lambda: tg.policy_map("school_enterprise", "austria_2016", "training_subsidy", "enterprise_guarantee"),
        "austria",
    ),
    Example(
        "plot_policy_map",
        lambda: tg.policy_map("school_enterprise", "china_2021", "training_subsidy", "school_grant"),
        "china",
    ),
    Example(
        "plot_policy_map",
        lambda: tg.policy_map(
            ["school_enterprise", "enterprise_student"], "germany_2022", "training_subsidy", "student_stipend"
        ),
        "two_conflicts",
    ),
    Example("plot_portfolio", sites),
    Example(
        "plot_probability",
        lambda: tg.probability_curve(
            "school_enterprise", "germany_2022", "training_subsidy", range(0, 9001, 1000), draws=256
        ),
    ),
    Example("plot_quantal", lambda: tg.understanding("school_student", "germany_2022")),
    Example(
        "plot_repeated_payoffs",
        lambda: tg.sustainable_payoffs(tg.NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]]), 0.4),
    ),
    Example("plot_sensitivity", lambda: tg.outcome_sensitivity("school_teacher", "germany_2022")),
    Example("plot_shares", lambda: tg.share("community", "germany_2022")),
    Example("plot_shares_over_time", lambda: tg.evolve("school_teacher", "germany_2022")),
    Example("plot_screening", lambda: tg.screening("school_enterprise", "germany_2022")),
    Example("plot_variance", lambda: tg.variance_sensitivity("school_enterprise", "germany_2022", n=512)),
    Example("plot_graph", lambda: tg.foresight("school_enterprise", "germany_2022")),
    Example("plot_graph", lambda: tg.analyse_graph("internship_placement"), "of_file"),
    Example("plot_stakeholder_map", lambda: tg.stakeholder_map(comparison())),
    Example("plot_sweep", lambda: tg.sweep("school_enterprise", "germany_2022", LEVELS)),
    Example("plot_sweep", lambda: tg.sweep("school_enterprise", "germany_2022", LEVELS, worlds=worlds()), "worlds"),
    Example(
        "plot_sweep",
        lambda: tg.sweep("school_enterprise", "germany_2022", LEVELS),
        "p_level",
        options={"what": "p_level"},
    ),
    Example(
        "plot_sweep",
        lambda: tg.sweep("school_enterprise", "germany_2022", LEVELS, worlds=worlds()),
        "line",
        options={"x": "training_subsidy"},
    ),
    Example("plot_take_up", lambda: tg.take_up("germany_2022")),
    Example("plot_tornado", lambda: tg.explain("germany_apprenticeship")),
)
