"""Uncertainty: drawing worlds, how likely cooperation is in them, and whose numbers that hangs on."""

from __future__ import annotations

from collections.abc import Callable

from timing import Row, in_turn

import tvet_games as tg

WORLDS = 1_000_000

STARTS = 1_024
"""Base points of the design of Sobol' indices."""

KNOWN = "Each on a core, for `school_enterprise` in `austria_2016`, drawing everything that has a range."


def rows() -> list[Row]:
    """All measurements."""
    case = ("school_enterprise", "austria_2016")
    policies = [None, tg.Policy(training_subsidy=5_100)]
    runs: dict[str, Callable[[], object]] = {
        f"drawing {WORLDS:,} worlds": lambda: tg.draw_worlds(case[1], WORLDS),
        f"probability of cooperation, {WORLDS:,} worlds": lambda: tg.cooperation_probability(*case, draws=WORLDS),
        "the same under two policies, with intervals": lambda: tg.cooperation_probability(
            *case, policies, draws=WORLDS
        ),
        f"Sobol' indices of the margin, N = {STARTS:,}, with groups and intervals": lambda: tg.variance_sensitivity(
            *case, n=STARTS
        ),
        f"Sobol' indices of cooperation, N = {STARTS:,}": lambda: tg.variance_sensitivity(
            *case, output="cooperation", n=STARTS
        ),
    }
    times = in_turn(*runs.values(), repeat=3)
    return [Row(name, f"{t.core:.2f} s ({t.clock:.2f} s by the clock)") for name, t in zip(runs, times, strict=True)]
