"""Answering the question of a scenario file."""

from __future__ import annotations

from pathlib import Path

from tvet_games.model.library import load_scenario
from tvet_games.model.scenario import Scenario
from tvet_games.policy.criteria import CRITERIA, Criterion
from tvet_games.policy.question import Question, question
from tvet_games.policy.search import answer
from tvet_games.policy.solution import PolicySolution

Asked = Question | Scenario | str | Path
"""A question, or a scenario as an object, by name or by path."""


def search(scenario: Asked) -> PolicySolution:
    """Answer a scenario: the cheapest policy, or why there is none.

    Parameters
    ----------
    scenario : Question, Scenario, name or path

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
    return answer(as_question(scenario))


def as_question(asked: Asked) -> Question:
    """The policy question of a scenario."""
    if isinstance(asked, Question):
        return asked
    scenario = asked if isinstance(asked, Scenario) else load_scenario(asked)
    found = question(
        scenario.conflicts,
        scenario.calibration,
        scenario.instruments,
        criterion=criteria(scenario),
        participation=scenario.participation,
        no_one_worse_off=scenario.no_one_worse_off,
        budget=scenario.budget,
        liability=scenario.liability,
        at_most=scenario.at_most,
        bounds=scenario.bounds,
        steps=scenario.steps,
        heads=scenario.heads,
        today=scenario.today,
        status_quo=scenario.status_quo,
        public_funds=scenario.public_funds,
        contracts=scenario.contracts,
    )
    return found.replace(name=scenario.name)


def criteria(scenario: Scenario) -> tuple[Criterion, ...]:
    """The criteria of a scenario."""
    return tuple(CRITERIA[name](**numbers) for name, numbers in scenario.criteria.items())
