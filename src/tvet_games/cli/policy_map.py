"""tvet-games map."""

from __future__ import annotations

from typing import Any

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.output import console, language, print_card, print_json
from tvet_games.cli.registry import NOTHING_FOUND
from tvet_games.cli.solve import pairs
from tvet_games.cli.studies import draw, is_scenario, records
from tvet_games.errors import InputError, Problem, unknown
from tvet_games.policy.criteria import CRITERIA, Criterion, Nash
from tvet_games.policy.question import Question, question
from tvet_games.policy.scenario import as_question
from tvet_games.study.policy_map.policy_map import map_question
from tvet_games.study.policy_map.result import PolicyMap

Ends = tuple[str | None, str | None]


def run(
    *,
    what: list[str],
    calibration: str | None,
    over: list[str] | None,
    criterion: str | None,
    budget: str | None,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    plot: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print the regions of two levels, the cheapest package, and draw them where that is asked for."""
    tongue = language(lang)
    axes = dict(map(_axis, over or []))
    if len(axes) != 2 or len(over or []) != 2:
        said = "expected two instruments, as in --over training_subsidy --over school_grant=0:1000"
        raise InputError("", [Problem("--over", said, ", ".join(over or []) or "none")])
    asked = _question(what, calibration, axes, criterion, policy, own, replace)
    limit = budget if budget is not None else asked.requirements.budget
    x, y = axes
    found = map_question(asked.replace(budget=None), x, y, limit)
    if json:
        print_json(_data(found) | {"sentences": found.describe(tongue)})
    else:
        print_card(console(), found.card(tongue))

    def picture() -> object:
        from tvet_games.show.policy_map import plot_policy_map

        return plot_policy_map(found, language=tongue)

    draw(plot, picture)
    if found.optimum is None:
        raise SystemExit(NOTHING_FOUND)


def _axis(text: str) -> tuple[str, Ends]:
    """An instrument, and where its axis begins and ends."""
    name, sign, ends = text.partition("=")
    low, colon, high = ends.partition(":")
    if sign and not (colon and (low or high)):
        raise InputError("", [Problem("--over", "expected NAME or NAME=FROM:TO, as in school_grant=0:1000", text)])
    return name.strip(), (low or None, high or None)


def _question(
    what: list[str],
    calibration: str | None,
    axes: dict[str, Ends],
    criterion: str | None,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
) -> Question:
    """The question of a scenario, with the ends of the axes; or one of conflicts, as the options say."""
    bounds = {name: ends for name, ends in axes.items() if any(ends)}
    known = {i.name: i for i in instruments_with(own)}
    chosen = [known.get(name, name) for name in axes]
    if len(what) == 1 and is_scenario(what[0]):
        given = {"--calibration": calibration, "--criterion": criterion, "--policy": policy, "--set": replace}
        idle = [option for option, value in given.items() if value]
        if idle:
            raise InputError("", [Problem(option, "is for a conflict; a scenario has its own") for option in idle])
        asked = as_question(what[0])
        ends = question(asked.conflicts, asked.calibration, chosen, bounds=bounds).bounds
        return asked.replace(bounds={**asked.bounds, **ends})
    if calibration is None:
        raise InputError("", [Problem("--calibration", "is needed for a conflict")])
    levels = pairs(policy, "--policy")
    figures = replaced(calibration, replace)
    return question(
        what, figures, chosen, criterion=_criterion(criterion), bounds=bounds, status_quo=levels if levels else None
    )


def _criterion(text: str | None) -> Criterion:
    """A criterion with its number, as in ``p_dominant=0.6``."""
    if text is None:
        return Nash()
    name, sign, number = text.partition("=")
    if name not in CRITERIA:
        raise unknown("criterion", name, CRITERIA, field="--criterion")
    kind: Any = CRITERIA[name]
    try:
        made: Criterion = kind(number) if sign else kind()
    except TypeError:
        raise InputError("", [Problem("--criterion", f"needs its number, as in {name}=0.6", text)]) from None
    return made


def _data(found: PolicyMap) -> dict[str, Any]:
    axes = {lever.name: lever for lever in (found.x, found.y)}
    return {
        "axes": {name: [corner[k] for corner in (found.box[0], found.box[2])] for k, name in enumerate(axes)},
        "regions": records(found.to_frame()),
        "allowed": found.allowed,
        "optimum": None if found.optimum is None else dict(zip(axes, found.optimum, strict=True)),
        "cost": found.solution.cost,
        "budget_line": found.budget_line(),
        "today": None if found.today is None else dict(zip(axes, found.today, strict=True)),
    }
