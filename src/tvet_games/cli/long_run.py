"""tvet-games long-run."""

from __future__ import annotations

from typing import Any

import numpy as np

from tvet_games.cli.evolve import instruments_with, read_dynamic, read_start, replaced
from tvet_games.cli.output import console, language, print_card, print_json
from tvet_games.cli.solve import pairs
from tvet_games.errors import FormulaError, InputError, Problem
from tvet_games.model.library import load_conflict
from tvet_games.model.policy import Policy
from tvet_games.numerics import exact
from tvet_games.solve.dynamics.rules import Dynamic
from tvet_games.study.evolution.fan import VALUES, Fan, fan
from tvet_games.study.evolution.long_run import LongRun, long_run
from tvet_games.tables.spread import spread

MOST_VALUES = 100_001


def run(
    *,
    conflict: str,
    over: str,
    calibration: str,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    start: list[str] | None,
    dynamic: str,
    plot: str | None,
    plot_fan: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print long-run cooperation at values of one quantity, and where the stable outcomes change."""
    tongue = language(lang)
    name, values = read_over(over)
    found = long_run(
        load_conflict(conflict),
        replaced(calibration, replace),
        name,
        values,
        Policy(**pairs(policy, "--policy")),
        instruments_with(own),
        start=read_start(start),
        dynamic=read_dynamic(dynamic),
    )
    if plot is not None:
        from tvet_games.show.bifurcation import plot_bifurcation
        from tvet_games.show.files import save

        save(plot_bifurcation(found), plot)
    if plot_fan is not None:
        from tvet_games.show.fan import plot_fan as draw_fan
        from tvet_games.show.files import save

        save(draw_fan(_fan(found, own, read_dynamic(dynamic))), plot_fan)
    if json:
        print_json(_data(found))
        return
    print_card(console(), found.card(tongue))


def _fan(found: LongRun, own: list[str] | None, dynamic: Dynamic) -> Fan:
    """Paths for some of the values, the first and the last among them."""
    few = found.values[list(spread(range(len(found.values)), VALUES))]
    known = instruments_with(own)
    setting = (found.conflict, found.calibration, found.over, few, found.policy, known)
    return fan(*setting, start=found.start, dynamic=dynamic)


def read_over(text: str) -> tuple[str, Any]:
    """A quantity and its values, as in training_subsidy=0:30000:61; None where only its name is given."""
    name, _, values = text.partition("=")
    return name, _values(values) if values else None


def _values(text: str) -> Any:
    """Numbers of 0:30000:61 (from, to, how many) or 0,1000,2000.

    Raises
    ------
    InputError
        If it is neither.
    """
    parts = text.split(":")
    what = "expected FROM:TO:HOW_MANY (upwards, at least 2) or numbers with commas, as in 0:30000:61"
    try:
        numbers = [float(exact(part)) for part in (parts if len(parts) == 3 else text.split(","))]
    except FormulaError:
        raise InputError("", [Problem("values", what, text)]) from None
    if len(parts) != 3:
        return numbers
    if numbers[2] != int(numbers[2]) or not 2 <= numbers[2] <= MOST_VALUES or not numbers[0] < numbers[1]:
        raise InputError("", [Problem("values", what, text)])
    return np.linspace(numbers[0], numbers[1], int(numbers[2]))


def _stable(found: LongRun, k: int) -> list[tuple[int, ...]]:
    return [tuple(int(a) for a in p) for p in np.argwhere(found.stable[k])]


def _data(found: LongRun) -> dict[str, Any]:
    return {
        "conflict": found.conflict.name,
        "calibration": found.calibration.name,
        "policy": dict(found.policy),
        "over": found.over,
        "now": found.now,
        "values": found.values,
        "target_share": found.target_share,
        "standard_error": found.target_error,
        "ends": found.ends,
        "moving": found.moving,
        "stable": [
            [dict(zip(found.conflict.player_names, p, strict=True)) for p in _named(found, k)]
            for k in range(len(found.values))
        ],
        "changes": found.changes,
    }


def _named(found: LongRun, k: int) -> list[list[str]]:
    actions = found.conflict.actions
    return [[names[a] for names, a in zip(actions, profile, strict=True)] for profile in _stable(found, k)]
