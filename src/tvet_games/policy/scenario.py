"""Answering the question of a scenario file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tvet_games.model.library import load_scenario
from tvet_games.model.scenario import Scenario
from tvet_games.policy.criteria import Criterion, Dominant, Nash, Unique
from tvet_games.policy.search import cheapest_policy
from tvet_games.policy.solution import PolicySolution

CRITERIA: dict[str, type[Criterion]] = {"nash": Nash, "dominant": Dominant, "unique": Unique}


def search(scenario: Scenario | str | Path) -> PolicySolution:
    """Answer a scenario: the cheapest policy, or why there is none.

    Parameters
    ----------
    scenario : Scenario, name or path

    Returns
    -------
    PolicySolution

    Raises
    ------
    InputError
        If the file has mistakes, or an instrument does nothing in its conflicts.

    Examples
    --------
    >>> search("austria_apprenticeship").feasible
    True
    """
    question = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    return cheapest_policy(
        question.conflicts,
        question.calibration,
        question.instruments,
        criterion=criteria(question),
        participation=question.participation,
        budget=question.budget,
        liability=question.liability,
        bounds=question.bounds,
        heads=question.heads,
        today=question.today,
    )


def criteria(scenario: Scenario) -> tuple[Criterion, ...]:
    """The criteria of a scenario."""
    margins: list[tuple[str, Fraction]] = list(scenario.margins.items())
    return tuple(CRITERIA[name](margin) for name, margin in margins)
