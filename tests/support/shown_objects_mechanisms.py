"""An object of every public class of studies of bargaining, mechanisms, evolution, sweeps and uncertainty."""

from collections.abc import Callable
from functools import cache
from typing import Any

import tvet_games as tg

PAIR = ("school_enterprise", "germany_2022")
SMALL = ("school_student", "germany_2022")
SUBSIDY = tg.Policy(training_subsidy=4_000)


@cache
def mechanisms() -> Any:
    return tg.compare_mechanisms(PAIR[0], PAIR[1], mechanisms=["today", "incentives", "long_term_cooperation"])


def swept() -> Any:
    return tg.sweep(*PAIR, {"training_subsidy": range(0, 12_001, 2_000), "retention": [0.2, 0.4, 0.6]})


MAKERS: dict[str, Callable[[], Any]] = {
    "CommonGoals": lambda: tg.common_goals(*PAIR),
    "Communication": lambda: tg.communication(*SMALL),
    "CooperationProbability": lambda: tg.cooperation_probability(
        *PAIR, {"none": None, "subsidy": tg.Policy(training_subsidy=9_000)}, draws=256
    ),
    "Culture": lambda: tg.culture(*PAIR),
    "Discovery": lambda: tg.discover(*PAIR, tg.Policy(training_subsidy=6_000), draws=512),
    "Evaluation": lambda: tg.evaluation(*PAIR),
    "Evolution": lambda: tg.evolve(*PAIR, SUBSIDY, starts=64),
    "Fan": lambda: tg.fan("school_enterprise", "austria_2016", "training_subsidy", [4_000, 14_000]),
    "Feedback": lambda: tg.feedback(*PAIR, {"training_subsidy": "9000 * (1 - enterprise)"}),
    "Foresight": lambda: tg.foresight(*PAIR),
    "Leadership": lambda: tg.leadership(*SMALL),
    "LongRun": lambda: tg.long_run(*PAIR, "training_subsidy", [0, 4_000, 8_000, 12_000]),
    "MechanismComparison": mechanisms,
    "Negotiation": lambda: tg.negotiate(*PAIR, SUBSIDY),
    "OutcomeSensitivity": lambda: tg.outcome_sensitivity(*PAIR, SUBSIDY),
    "Patience": lambda: tg.patience(*PAIR, SUBSIDY),
    "ProbabilityCurve": lambda: tg.probability_curve(*PAIR, "training_subsidy", range(0, 9_001, 3_000), draws=256),
    "Responsibilities": lambda: tg.responsibilities(*PAIR, SUBSIDY),
    "Screening": lambda: tg.screening(*PAIR, paths=8),
    "Sharing": lambda: tg.share("school_enterprise_student", "germany_2022"),
    "StakeholderMap": lambda: tg.stakeholder_map(mechanisms()),
    "SweepPlan": lambda: tg.plan_sweep(*PAIR, {"training_subsidy": range(0, 12_001, 100)}),
    "SweepSummary": lambda: tg.summarise_sweep(swept()),
    "SweepView": lambda: tg.view_sweep(swept(), "training_subsidy", "retention"),
    "Understanding": lambda: tg.understanding(*SMALL),
    "VarianceSensitivity": lambda: tg.variance_sensitivity(*PAIR, n=128),
}

EXAMPLES: dict[str, Callable[[], Any]] = {name: cache(make) for name, make in MAKERS.items()}
"""A cheap call a class, by the name of the class; each object is made once."""
