"""A portfolio in a process of its own: ``portfolio_process.py '{"sites": 310, "workers": 1}'`` prints what it took."""

from __future__ import annotations

import json
import sys

import numpy as np
from machine import peak
from timing import in_turn

import tvet_games as tg
from tvet_games.policy.question import Question
from tvet_games.policy.scenario import as_question
from tvet_games.study.portfolio.sites import Sites

VALUES = (
    "training_cost",
    "retention",
    "standing",
    "reform_cost",
    "quality_gain",
    "effort",
    "placement_gain",
    "supervision_cost",
    "teaching_gain",
    "career_value",
    "service_value",
    "hosting_cost",
)
"""What differs from site to site."""


def main(sites: int, workers: int) -> None:
    """Solve for all sites, then for half of what that costs."""
    asked = as_question("germany_five_conflicts")
    table = synthetic(asked, sites)
    tg.portfolio(asked, table.part(slice(20)))
    found = []

    def solve(budget: float | None) -> None:
        found.append(tg.portfolio(asked, table, budget=budget, workers=workers))

    (whole,) = in_turn(lambda: solve(None), repeat=1, warm=False)
    (half,) = in_turn(lambda: solve(found[0].total_cost / 2), repeat=1, warm=False)
    assert all(one.verified for one in found)
    told = {"clock": whole.clock, "core": whole.core, "half_core": half.core, "status": found[1].status}
    print(json.dumps(told | {"peak": peak()}))


def synthetic(asked: Question, count: int) -> Sites:
    """Sites with values around the centre, within 20 %."""
    rng = np.random.default_rng(0)
    values = {name: float(asked.calibration.numbers[name]) * rng.uniform(0.8, 1.2, count) for name in VALUES}
    names = tuple(f"site {s}" for s in range(count))
    return Sites(names, rng.integers(5, 60, count).astype(float), values)


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
