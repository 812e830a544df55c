"""One portfolio in a process of its own: ``portfolio_process.py SITES`` prints seconds and memory."""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from machine import peak

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


def main(count: int) -> None:
    """Solve for all sites, then for half of what that costs."""
    asked = as_question("germany_five_conflicts")
    sites = synthetic(asked, count)
    tg.portfolio(asked, sites.part(slice(20)))
    start = time.perf_counter()
    found = tg.portfolio(asked, sites)
    middle = time.perf_counter()
    half = tg.portfolio(asked, sites, budget=found.total_cost / 2)
    end = time.perf_counter()
    assert found.verified
    assert half.verified
    told = {"seconds": middle - start, "half_seconds": end - middle, "peak": peak(), "status": half.status}
    print(json.dumps(told))


def synthetic(asked: Question, count: int) -> Sites:
    """Sites with values around the centre, within 20 %."""
    rng = np.random.default_rng(0)
    values = {name: float(asked.calibration.numbers[name]) * rng.uniform(0.8, 1.2, count) for name in VALUES}
    names = tuple(f"site {s}" for s in range(count))
    return Sites(names, rng.integers(5, 60, count).astype(float), values)


if __name__ == "__main__":
    main(int(sys.argv[1]))
